public import HookModel
internal import Patterns
internal import PolicyFile

/// Gives the model what it should know when a session starts: text, files, and the output of programs.
public enum SessionContext: Policy {
  /// What `taffrail explain` and the reference page say about it.
  public static let documentation = PolicyDocumentation(
    id: "session-context",
    summary: "Adds text, files and the output of programs when a session starts, resumes or was compacted.",
    why: "What everyone on the project knows, the model knows from its first line on, and again after a compaction.",
    options: [
      ("text", "text as it stands"),
      ("files", "files whose content is appended, 8,000 bytes of each at the most"),
      ("commands", "programs whose output is appended; run after `taffrail trust`, 5 s each"),
      ("on", "sources: startup, resume, clear, compact, fork; all when it is missing"),
      ("when", "entries that count only under conditions: on, branch, environment, exists, until, agents"),
    ],
    example: """
      [session-context]
      text = "Prices are integers, in cents."
      commands = [["git", "status", "--short", "--branch"]]
      """)

  /// The start of a session.
  public static var events: EventKinds { EventKinds(.sessionStart) }

  /// How much of one file is given, in bytes.
  static let fileLimit = 8_000
  /// How long one program may run, in seconds.
  static let commandTimeout = 5.0

  /// One ruling with the texts, files and outputs whose conditions hold, or none.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    let source = context.event.source ?? "startup"
    var parts: [String] = []
    for file in context.files {
      guard let table = file.sessionContext else { continue }
      let needsTrust = file.layer != .user && file.layer != .machine
      if table.sources?.contains(source) ?? true {
        add(
          text: table.text?.value, files: table.files.map(\.value), commands: table.commands.map(\.value), file: file,
          needsTrust: needsTrust, context, to: &parts)
      }
      for condition in table.conditions where holds(condition, source: source, folder: file.folder, context) {
        add(
          text: condition.text, files: condition.files, commands: condition.commands, file: file,
          needsTrust: needsTrust,
          context, to: &parts)
      }
    }
    guard !parts.isEmpty else { return [] }
    return [
      Ruling(policy: "session-context", context: parts.joined(separator: "\n\n"), changes: [.contextGiven(source)])
    ]
  }

  private static func add(
    text: String?, files: [String], commands: [[String]], file: PolicyFile, needsTrust: Bool, _ context: PolicyContext,
    to parts: inout [String]
  ) {
    if let text {
      let trimmed = trim(text)
      if !trimmed.isEmpty { parts.append(trimmed) }
    }
    for name in files {
      let path = context.facts.resolve(HookModel.Paths.join(file.folder, name))
      guard let bytes = context.facts.contents(of: path, limit: fileLimit + 1) else {
        parts.append("\(name): not given, because it cannot be read (named in \(HookModel.Paths.last(file.path))).")
        continue
      }
      let isCut = bytes.count > fileLimit
      let body = trim(String(decoding: bytes.prefix(fileLimit), as: UTF8.self))
      parts.append("\(name):\n\(body)" + (isCut ? "\n[cut after \(fileLimit) bytes; read \(name) for the rest]" : ""))
    }
    for words in commands {
      let line = words.joined(separator: " ")
      let result = context.facts.run(
        Program(
          words: words, directory: context.facts.project.root, timeoutSeconds: commandTimeout, keptBytes: 4_000,
          needsTrust: needsTrust))
      parts.append("$ \(line)\n\(outcome(of: result))")
    }
  }

  private static func outcome(of result: ProgramResult) -> String {
    let output = trim(result.standardOutput)
    switch result.ending {
    case .exited(0): return output.isEmpty ? "(no output)" : output
    case .exited(let code):
      let error = trim(result.standardError)
      return "(exit code \(code))\n\(output)\(output.isEmpty || error.isEmpty ? "" : "\n")\(error)"
    case .signalled(let signal): return "(ended by signal \(signal))\n\(output)"
    case .timedOut: return "(stopped after \(Int(commandTimeout)) s)\n\(output)"
    case .notStarted(let problem): return "(not run: \(problem))"
    case .notTrusted:
      return "(not run: nobody has trusted this project's programs yet; a person can, with: taffrail trust)"
    }
  }

  private static func holds(
    _ condition: ConditionalContext, source: String, folder: String, _ context: PolicyContext
  ) -> Bool {
    let facts = context.facts
    if let sources = condition.sources, !sources.contains(source) { return false }
    if !condition.agents.isEmpty, !condition.agents.contains(context.event.agent) { return false }
    if let last = condition.until, facts.today > last { return false }
    if !condition.branches.isEmpty {
      guard let branch = facts.project.branch, condition.branches.contains(where: { Glob($0).matches(branch) }) else {
        return false
      }
    }
    for entry in condition.environment {
      let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let value = facts.environment(String(parts[0])) else { return false }
      if parts.count > 1, !Glob(String(parts[1])).matches(value) { return false }
    }
    return condition.exists.allSatisfy { exists($0, folder: folder, facts) }
  }

  private static func exists(_ name: String, folder: String, _ facts: any Facts) -> Bool {
    let path = HookModel.Paths.join(folder, name)
    if facts.kind(of: facts.resolve(path)) != nil { return true }
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }) else { return false }
    let glob = Glob(HookModel.Paths.last(path))
    return (facts.names(in: facts.resolve(HookModel.Paths.folder(of: path)), limit: 10_000) ?? []).contains {
      glob.matches($0)
    }
  }

  private static func trim(_ text: String) -> String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
    guard let first = text.utf8.firstIndex(where: { !isBlank($0) }),
      let last = text.utf8.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(text[first...last])
  }
}
