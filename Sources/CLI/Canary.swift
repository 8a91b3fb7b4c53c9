internal import Dialects
internal import HookModel
internal import Installer
internal import JSON
internal import OS

/// Made-up calls, sent through the very command line that stands in an agent's configuration: one that has to be refused,
/// one that has to pass, and the start of a session that has to be told something. They happen in a folder of their own,
/// so that no project's state or audit hears of them.
struct Canary {
  /// What came of a call.
  struct Outcome {
    var isGood: Bool
    var text: String
    /// A command that mends it.
    var mend: String?
  }

  private let dialect: any Dialect.Type
  private let installer: Installer
  private let scope: InstallScope

  init(_ dialect: any Dialect.Type, _ installer: Installer, _ scope: InstallScope) {
    self.dialect = dialect
    self.installer = installer
    self.scope = scope
  }

  private static let mark = "taffrail-canary-context"
  private static let policy = """
    version = 1
    [session-context]
    text = "\(mark)"

    """

  /// The call that has to be refused.
  func fire() -> Outcome {
    inScratchFolder { refusal(in: $0) }
  }

  /// All three.
  func roundTrips() -> [Outcome] {
    var outcomes: [Outcome] = []
    let first = inScratchFolder { folder in
      let refused = refusal(in: folder)
      if refused.isGood { outcomes += [passage(in: folder), context(in: folder)].compactMap { $0 } }
      return refused
    }
    return [first] + outcomes
  }

  private func inScratchFolder(_ body: (String) -> Outcome) -> Outcome {
    do throws(OSError) {
      let folder = try File.makeTemporaryFolder()
      defer { try? File.deleteTree(folder) }
      try File.replace("\(folder)/taffrail.toml", with: Array(Self.policy.utf8), mode: 0o600)
      return body(folder)
    } catch {
      return Outcome(
        isGood: false, text: "the canary could not be fired: \(error.description)", mend: "export TMPDIR=/tmp")
    }
  }

  private func refusal(in folder: String) -> Outcome {
    guard let (command, answer) = send(.preToolUse, .shell("rm -rf /"), in: folder) else { return notWired }
    if Self.isRefusal(answer) {
      return Outcome(isGood: true, text: "canary: \(command) refused `rm -rf /`, as it should")
    }
    let isMissing = answer.ending == .exited(127) || isSilentlyMissing(command)
    if isMissing {
      return Outcome(
        isGood: false, text: "canary: \(command) was not found on the PATH, so nothing is guarded",
        mend: "sudo make install, or taffrail install \(dialect.name) --user")
    }
    return Outcome(
      isGood: false, text: "canary: \(command) did NOT refuse `rm -rf /`", mend: "taffrail install \(dialect.name)")
  }

  private func passage(in folder: String) -> Outcome? {
    guard let (command, answer) = send(.preToolUse, .shell("ls"), in: folder) else { return nil }
    if answer.ending == .exited(0), !Self.isRefusal(answer) {
      return Outcome(isGood: true, text: "canary: \(command) let `ls` pass, as it should")
    }
    return Outcome(
      isGood: false,
      text:
        "canary: \(command) did NOT let `ls` pass: \(String(decoding: answer.standardError.suffix(300), as: UTF8.self))",
      mend: "taffrail check ls")
  }

  private func context(in folder: String) -> Outcome? {
    guard let profile = dialect.events.first(where: { $0.kind == .sessionStart && $0.isInstalled }),
      profile.capabilities.contains(.context), let (command, answer) = send(.sessionStart, nil, in: folder)
    else { return nil }
    if String(decoding: answer.standardOutput, as: UTF8.self).contains(Self.mark) {
      return Outcome(isGood: true, text: "canary: \(command) told a starting session its context, as it should")
    }
    return Outcome(
      isGood: false, text: "canary: \(command) did NOT tell a starting session its context",
      mend: "taffrail simulate \(dialect.name) \(profile.name)")
  }

  private var notWired: Outcome {
    Outcome(
      isGood: false, text: "canary: no command line of taffrail stands at the event before a tool call",
      mend: "taffrail install \(dialect.name)")
  }

  private func isSilentlyMissing(_ command: String) -> Bool {
    command.contains("command -v") && AgentPrograms.path(of: "taffrail") == nil
  }

  private func send(
    _ kind: EventKind, _ tool: SampleCall.Tool?, in folder: String
  ) -> (command: String, answer: ChildProcess.Result)? {
    guard let profile = dialect.events.first(where: { $0.kind == kind && $0.isInstalled }),
      let command = (try? installer.command(at: profile.name, dialect, scope: scope)) ?? nil,
      let payload = dialect.samplePayload(
        profile, SampleCall(session: "taffrail-canary", root: folder, cwd: folder, tool: tool))
    else { return nil }
    // What an agent puts into the environment speaks of its session, not of the canary.
    var environment = Surroundings.variables()
    for name in environment.keys where name.hasSuffix("_PROJECT_DIR") || name == "CURSOR_VERSION" {
      environment[name] = nil
    }
    // Cursor starts its hooks in a login shell, whose PATH may be another.
    let isLogin = dialect.name == Cursor.name
    let shell = isLogin ? environment["SHELL"] ?? "/bin/sh" : "sh"
    let answer = ChildProcess.run(
      [shell, isLogin ? "-lc" : "-c", command], directory: folder, environment: environment,
      input: Array(JSONWriter.compact(payload).utf8), timeoutSeconds: 10, keptBytes: 64_000)
    return (command, answer)
  }

  /// Whether the answer is a refusal: exit code 2, or the word for it in the agent's own JSON.
  private static func isRefusal(_ result: ChildProcess.Result) -> Bool {
    switch result.ending {
    case .exited(2): return true
    case .exited(0):
      guard let answer = try? JSONParser.parse(result.standardOutput) else { return false }
      let words = [answer["permission"], answer["decision"], answer["permissionDecision"]].map { $0?.string }
      return words.contains { $0 == "deny" || $0 == "block" }
    default: return false
    }
  }
}

/// The programs on the PATH.
enum AgentPrograms {
  /// The path of a program; nil where there is none of that name.
  static func path(of name: String) -> String? {
    if name.contains("/") { return File.isExecutable(name) ? name : nil }
    for folder in (Surroundings.variable("PATH") ?? "").split(separator: ":") {
      let path = "\(folder)/\(name)"
      if File.isExecutable(path) { return path }
    }
    return nil
  }

  /// The first line of what a program says to `--version`; nil where it says nothing within a few seconds.
  static func version(of path: String) -> String? {
    let result = ChildProcess.run([path, "--version"], directory: "/", timeoutSeconds: 5, keptBytes: 1000)
    guard result.ending == .exited(0) else { return nil }
    return String(decoding: result.standardOutput, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }
}
