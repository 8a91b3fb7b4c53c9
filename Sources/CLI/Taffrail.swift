internal import ArgumentParser
internal import Engine
internal import OS

/// The command line: everything but `hook`, which goes straight to the engine.
struct Taffrail: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "taffrail",
    abstract: "Keeps coding agents to your rules, at every point of their life.",
    discussion: """
      taffrail is the hook command of coding agents: it reads what the agent is about to do, works out its effects, asks \
      your policy (taffrail.toml), and answers in the agent's own format.

      First steps:
        taffrail install claude-code         put it into this project's hooks
        taffrail check 'rm -rf build'        what would it say?
        taffrail log                         what has it said?
      """,
    version: "taffrail \(Version.current)",
    subcommands: [
      HookHelp.self, Check.self, Explain.self, Init.self, Protect.self, Install.self, Uninstall.self, Doctor.self,
      TestPolicy.self, Simulate.self, ReplayCommand.self, Log.self, StateCommand.self, Allow.self, TrustCommand.self,
      Untrust.self,
    ])

}

/// `hook` as the help shows it; the executable handles the call itself, without ArgumentParser.
struct HookHelp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "Answer one hook call: payload on standard input, reply on standard output.",
    discussion: "Agents call this; `taffrail install AGENT` writes the call into their configuration.")

  @ArgumentParser.Argument(
    help: "The agent: claude-code, codex, cursor, devin, gemini-cli, copilot, droid, qwen, generic.")
  var agent: String?

  @Option(help: "The event's name, where the payload does not carry it.")
  var event: String?

  @OptionGroup var global: GlobalOptions
}

/// The options that every command has.
struct GlobalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Use this policy file in place of the project's.", valueName: "file"))
  var policy: String?

  @Option(help: ArgumentHelp("The project's root.", valueName: "dir"))
  var project: String?

  /// The same for the engine.
  var engine: EngineOptions {
    EngineOptions(policy: policy.map(Terminal.absolute), project: project.map(Terminal.absolute))
  }
}

/// The command line as the executable starts it.
public enum CommandLineTool {
  /// Runs the command that the process's arguments name, and ends the process.
  public static func run() -> Never {
    do {
      var command = try Taffrail.parseAsRoot()
      try command.run()
      Surroundings.exit(0)
    } catch {
      let code = Taffrail.exitCode(for: error)
      let message = Taffrail.fullMessage(for: error)
      if !message.isEmpty { if code == .success { Terminal.print(message) } else { Terminal.warn(message) } }
      // 2 is what a usage error is here; ArgumentParser's own number is sysexits' 64.
      Surroundings.exit(code == .validationFailure ? 2 : code.rawValue)
    }
  }
}
