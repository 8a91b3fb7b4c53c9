internal import ArgumentParser
internal import Dialects
internal import Engine
internal import HookModel
internal import Installer
internal import JSON
internal import OS

/// Which agents, and in which of their files.
struct InstallTarget: ParsableArguments {
  @ArgumentParser.Argument(help: "The agents: claude-code, codex, devin, cursor, gemini-cli.")
  var agents: [String]

  @Flag(help: "In your own configuration, for all projects.")
  var user = false

  @Flag(help: "In your own configuration for this project (Claude Code's settings.local.json).")
  var local = false

  @Flag(help: "Print what would change, and change nothing.")
  var dryRun = false

  @OptionGroup var global: GlobalOptions

  var scope: InstallScope { user ? .user : local ? .local : .project }

  func validate() throws {
    if user, local { throw ValidationError("--user and --local are two different files; name one") }
    for agent in agents where Dialects.named(agent) == nil {
      throw ValidationError(
        "unknown agent \"\(agent)\"; known: \(Dialects.all.map { $0.name }.joined(separator: ", "))")
    }
  }

  var dialects: [any Dialect.Type] { agents.compactMap(Dialects.named) }

  func installer() throws(Failure) -> Installer {
    let dryRun = try DryRun(options: global.engine)
    guard let home = Surroundings.home(), let stateFolder = dryRun.stateFolder else {
      throw Failure(
        stage: "install",
        reason: Reason(what: "nothing changed", why: "HOME is not set", fix: "set HOME, then run it again"))
    }
    let executable = (try? Surroundings.executablePath()) ?? "taffrail"
    // The configuration belongs to the repository's root, where the agents look for it, not to a folder below.
    return Installer(
      files: SystemFiles(), root: dryRun.root, home: home, stateFolder: stateFolder, executable: executable,
      environment: { Surroundings.variable($0) })
  }

  /// Carries an action out for each agent, or shows it.
  func perform(_ action: InstallAction, command: some ParsableCommand) throws {
    let installer: Installer
    do throws(Failure) { installer = try self.installer() } catch { throw command.fail(error) }
    var failed = false
    for dialect in dialects {
      do throws(InstallError) {
        let plan = try installer.plan(action, dialect, scope: scope)
        if dryRun {
          Terminal.print(plan.isUnchanged ? "\(plan.file): nothing to change" : plan.diff)
          continue
        }
        try installer.apply(plan)
        report(action, plan, dialect)
      } catch {
        Terminal.warn("taffrail: \(error)")
        failed = true
      }
    }
    if failed { throw ExitCode(2) }
  }

  private func report(_ action: InstallAction, _ plan: InstallPlan, _ dialect: any Dialect.Type) {
    let done =
      plan.isUnchanged
      ? "\(plan.file): nothing to change"
      : action == .install
        ? "\(plan.file): \(dialect.title) calls taffrail" : "\(plan.file): taffrail's entries are gone"
    Terminal.print(done)
    for note in plan.notes { Terminal.print("  note: \(note)") }
    if action == .install { Terminal.print("  \(Canary.fire(through: plan, dialect))") }
  }
}

/// `taffrail install AGENT...`
struct Install: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put taffrail into an agent's own hook configuration.",
    discussion: """
      Keeps everything that is there, byte for byte and in its order; running it again changes nothing. Ends with a \
      harmless canary: a call that has to be refused, through the very command line that was written.
      """)

  @OptionGroup var target: InstallTarget

  func run() throws { try target.perform(.install, command: self) }
}

/// `taffrail uninstall AGENT...`
struct Uninstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take taffrail's entries out of an agent's configuration again, and nothing else.")

  @OptionGroup var target: InstallTarget

  func run() throws { try target.perform(.uninstall, command: self) }
}

/// A call that has to be refused, sent through an agent's own command line.
enum Canary {
  /// Fires it and says what came of it.
  static func fire(through plan: InstallPlan, _ dialect: any Dialect.Type) -> String {
    guard let text = plan.after.map({ String(decoding: $0, as: UTF8.self) }), let command = command(in: text) else {
      return "the command line could not be found in the file; run: taffrail doctor"
    }
    return fire(command: command, dialect)
  }

  /// Fires it through a command line.
  static func fire(command: String, _ dialect: any Dialect.Type) -> String {
    let result = run(command: command, dialect)
    if isRefusal(result) { return "canary: \(command) refused `rm -rf /`, as it should" }
    if case .exited(127) = result.ending {
      return "canary: \(command) was not found; put taffrail on the PATH of your agent: make install"
    }
    return "canary: \(command) did NOT refuse `rm -rf /`; run: taffrail doctor"
  }

  /// Sends a proposal to run `rm -rf /` in the agent's own shape.
  static func run(command: String, _ dialect: any Dialect.Type) -> ProgramResult {
    let folder = (try? Surroundings.currentDirectory()) ?? "/"
    return ChildProcess.result(
      of: Program(
        words: ["sh", "-c", command], directory: folder, timeoutSeconds: 10,
        input: JSONWriter.compact(payload(for: dialect, in: folder)), needsTrust: false))
  }

  /// Whether the answer is a refusal: exit code 2, or the word for it in the agent's own JSON.
  static func isRefusal(_ result: ProgramResult) -> Bool {
    switch result.ending {
    case .exited(2): return true
    case .exited(0):
      guard let answer = try? JSONParser.parse(Array(result.standardOutput.utf8)) else { return false }
      let words = [answer["permission"]?.string, answer["decision"]?.string]
      return words.contains { $0 == "deny" || $0 == "block" }
    default: return false
    }
  }

  private static func payload(for dialect: any Dialect.Type, in folder: String) -> JSONValue {
    let shell: [String: String] = ["devin": "exec", "gemini-cli": "run_shell_command"]
    var payload: [JSONValue.Member] = [.init("session_id", "taffrail-canary"), .init("cwd", .string(folder))]
    if dialect.name == "cursor" {
      payload += [
        .init("conversation_id", "taffrail-canary"), .init("cursor_version", "0"),
        .init("workspace_roots", [.string(folder)]),
        .init("hook_event_name", "beforeShellExecution"), .init("command", "rm -rf /"),
      ]
    } else {
      let event = dialect.events.first { $0.kind == .preToolUse }?.name ?? "PreToolUse"
      payload += [
        .init("transcript_path", ""), .init("hook_event_name", .string(event)),
        .init("tool_name", .string(shell[dialect.name] ?? "Bash")), .init("tool_input", ["command": "rm -rf /"]),
        .init("tool_use_id", "canary"),
      ]
    }
    return .object(payload)
  }

  static func command(in text: String) -> String? {
    guard let value = try? JSONParser.parse(Array(text.utf8)) else { return nil }
    return first(in: value)
  }

  private static func first(in value: JSONValue) -> String? {
    switch value {
    case .object(let members):
      if let command = value["command"]?.string, command.contains("taffrail"), command.contains(" hook ") {
        return command
      }
      return members.lazy.compactMap { first(in: $0.value) }.first
    case .array(let elements): return elements.lazy.compactMap { first(in: $0) }.first
    default: return nil
    }
  }
}

/// The file system as the installer sees it.
struct SystemFiles: ConfigurationFiles {
  private func attempt<Value>(_ file: String, _ work: () throws(OSError) -> Value) throws(InstallError) -> Value {
    do throws(OSError) { return try work() } catch { throw .system(file: file, reason: error.reason) }
  }

  func resolve(_ path: String) throws(InstallError) -> String {
    try attempt(path) { () throws(OSError) in try Path.resolve(path) }
  }

  func read(_ path: String) throws(InstallError) -> [UInt8]? {
    do throws(OSError) { return try File.read(path, limit: 16 << 20) } catch {
      if error.isMissing { return nil }
      throw .system(file: path, reason: error.reason)
    }
  }

  func mode(of path: String) -> Int? { (try? File.status(of: path, followingSymlinks: true))?.mode }

  func replace(_ path: String, with bytes: [UInt8], mode: Int) throws(InstallError) {
    try attempt(path) { () throws(OSError) in try File.replace(path, with: bytes, mode: mode) }
  }

  func makeFolder(_ path: String, mode: Int) throws(InstallError) -> Bool {
    try attempt(path) { () throws(OSError) in try File.makeFolder(path, mode: mode) }
  }

  func delete(_ path: String) throws(InstallError) {
    try attempt(path) { () throws(OSError) in try File.delete(path) }
  }

  func deleteFolderIfEmpty(_ path: String) { try? File.deleteFolder(path) }
}
