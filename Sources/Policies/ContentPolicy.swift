public import HookModel
internal import Patterns
internal import PolicyFile

/// Judges what is being written: patterns on the new text of a file, by whatever tool it is written.
public enum ContentPolicy: Policy {
  /// What `taffrail explain` and the reference page say about it.
  public static let documentation = PolicyDocumentation(
    id: "content",
    summary:
      "Refuses private keys and providers' tokens in what is being written, and your own: banned phrases, conflict markers.",
    why: "A file's name is half of the story.",
    options: [
      ("match", "a regular expression on the new text"), ("name", "the rule's name"),
      ("paths", "patterns of the files that it is about; all without it"), ("reason", "why"),
      ("fix", "what to do instead"),
      (
        "rules",
        "`\"content.private-key\"` and `\"content.provider-token\"` are built in: \"off\", \"observe\", \"ask\" or \"deny\""
      ),
    ],
    example: """
      [[content.deny]]
      name = "conflict-marker"
      match = '(?m)^<<<<<<< '
      reason = "An unresolved merge conflict."
      """)

  /// The events before a tool runs.
  public static var events: EventKinds { .judged }

  /// One ruling for each rule whose pattern matches a text that the call would write.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    var rulings: [Ruling] = []
    judgeSecrets(context, &rulings)
    for file in context.files where !file.contentRules.isEmpty {
      for (target, content) in texts(context.effects) {
        for rule in file.contentRules where Filters.pass(rule.filter, context) {
          if let ruling = judge(content, target, by: rule, of: file, context) { rulings.append(ruling) }
        }
      }
    }
    return rulings
  }

  /// Every text that is written, with its file; of a command that copies its input (`echo x | tee file`), the input, and of an
  /// edit in place what it puts in.
  private static func texts(_ effects: [Effect]) -> [(target: Target, content: String)] {
    var texts: [(target: Target, content: String)] = []
    var input: (origin: Effect.Origin, text: String)?
    for effect in effects {
      switch effect.action {
      case .run(let command):
        input = nil
        switch command.program {
        case "tee", "sponge", "dd": if case .text(let text) = command.input { input = (effect.origin, text) }
        case "sed", "gsed", "perl": if let text = ScriptTexts.new(in: command) { input = (effect.origin, text) }
        default: break
        }
      case .write(let target, let kind, let content):
        if let text = content ?? (kind != .folder && input?.origin == effect.origin ? input?.text : nil) {
          texts.append((target, text))
        }
      default: break
      }
    }
    return texts
  }

  /// The built-in rules. A file of secrets is guarded by its name already; here it is about all the others.
  private static func judgeSecrets(_ context: PolicyContext, _ rulings: inout [Ruling]) {
    for (target, content) in texts(context.effects) where content.utf8.count >= 20 {
      let path = target.path.map { context.facts.resolve($0) }
      guard let find = ContentSecrets.first(in: content, path: path) else { continue }
      var ruling = Ruling(policy: "content", rule: find.rule, verdict: .deny)
      switch ContentSecrets.setting(for: find.rule, context.files) {
      case .off?: continue
      case .observe?: ruling.isObserved = true
      case .ask?: ruling.verdict = .ask
      case .deny?, nil: break
      }
      let line = content.utf8.prefix(find.offset).count { $0 == 0x0A } + 1
      let home = context.facts.home(of: nil)
      let shown =
        path.map { HookModel.Paths.display($0, root: context.facts.project.root, home: home) } ?? target.spelling
      ruling.reason = Reason(
        what:
          "write of \(shown) \(ruling.verdict == .ask ? "needs a person's yes" : "refused"): \(find.what) at line \(line) of the new text",
        why: "a secret in a file ends in the repository's history and in every copy of it",
        fix: "read it from the environment or a secret store; in examples, write a placeholder such as YOUR_TOKEN")
      if !rulings.contains(where: { $0.rule == ruling.rule && $0.reason == ruling.reason }) { rulings.append(ruling) }
    }
  }

  private static func judge(
    _ content: String, _ target: Target, by rule: ContentRule, of file: PolicyFile, _ context: PolicyContext
  ) -> Ruling? {
    let path = target.path.map { context.facts.resolve($0) }
    if let paths = rule.paths {
      guard let path, let relative = HookModel.Paths.relative(path, to: file.folder), paths.covers(relative) else {
        return nil
      }
    }
    let line: String
    switch rule.pattern.firstMatch(in: content) {
    case .noMatch: return nil
    case .match(let range):
      line = " at line \(content.utf8.prefix(range.lowerBound).count { $0 == 0x0A } + 1) of the new text"
    case .boundReached: line = ", because looking for it was given up at its bound"
    }
    let home = context.facts.home(of: nil)
    let shown =
      path.map { HookModel.Paths.display($0, root: context.facts.project.root, home: home) } ?? target.spelling
    // The text itself is not repeated: what a rule looks for may be a secret.
    var ruling = Ruling(
      policy: "content", rule: "content.\(rule.name)", verdict: rule.kind == .ask ? .ask : .deny,
      reason: Reason(
        what: "write of \(shown) \(rule.kind == .ask ? "needs a person's yes" : "refused") for what it contains\(line)",
        why: "\(rule.reason ?? "it matches the pattern of \"\(rule.name)\"") (\(rule.location.short))",
        fix: rule.fix ?? "write it without what the rule names"))
    ruling.isFinal = file.layer == .machine
    return ruling
  }
}

/// What the scripts of sed put into a file, and those of Perl that do the same: the second part of `s/old/new/`, and the text of
/// `a`, `i` and `c`. What they look for is there already, and may be what they take out.
private enum ScriptTexts {
  static func new(in command: ResolvedCommand) -> String? {
    var text = ""
    for argument in command.arguments {
      let script = argument.value ?? argument.knownPrefix
      for line in script.utf8.split(whereSeparator: { $0 == 0x0A || $0 == UInt8(ascii: ";") }) {
        if let new = replacement(Array(line)) ?? added(Array(line)) { text += new + "\n" }
      }
    }
    return text.isEmpty ? nil : text
  }

  /// What stands between the second and the third delimiter, behind an address.
  private static func replacement(_ line: [UInt8]) -> String? {
    for start in line.indices where line[start] == UInt8(ascii: "s") && start + 1 < line.count {
      if start > 0, isLetter(line[start - 1]) { continue }
      let delimiter = line[start + 1]
      if isLetter(delimiter) || delimiter <= 0x20 || delimiter == UInt8(ascii: "=") { continue }
      var parts: [[UInt8]] = [[]]
      var index = start + 2
      while index < line.count, parts.count < 3 {
        if line[index] == UInt8(ascii: "\\"), index + 1 < line.count {
          parts[parts.count - 1] += line[index...(index + 1)]
          index += 1
        } else if line[index] == delimiter {
          parts.append([])
        } else {
          parts[parts.count - 1].append(line[index])
        }
        index += 1
      }
      if parts.count >= 2, !parts[1].isEmpty { return String(decoding: parts[1], as: UTF8.self) }
      return nil
    }
    return nil
  }

  /// The text behind `a`, `i` or `c`, with an address before it or none.
  private static func added(_ line: [UInt8]) -> String? {
    guard let place = line.firstIndex(where: { "aic".utf8.contains($0) }), place + 1 < line.count else { return nil }
    let isAddress = line[..<place].allSatisfy { !isLetter($0) } || line.first == UInt8(ascii: "/")
    guard isAddress, line[place + 1] == 0x20 || line[place + 1] == UInt8(ascii: "\\") else { return nil }
    return String(decoding: line[(place + 1)...].drop { $0 == 0x20 || $0 == UInt8(ascii: "\\") }, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }
}
