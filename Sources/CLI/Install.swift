internal import ArgumentParser
internal import Dialects
internal import Engine
internal import HookModel
internal import Installer
internal import JSON
internal import OS

/// Which agents, and in which of their files.
struct InstallTarget: ParsableArguments {
  @ArgumentParser.Argument(
    help: "The agents: claude-code, codex, cursor, devin, gemini-cli, copilot, droid, qwen. None: those found here.")
  var agents: [String] = []

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
        "unknown agent \"\(agent)\"; known: \(Dialects.installable.map { $0.name }.joined(separator: ", "))")
    }
  }

  /// The agents that are named, or those of which there are traces.
  func dialects(_ installer: Installer) -> [any Dialect.Type] {
    agents.isEmpty
      ? installer.foundAgents { AgentPrograms.path(of: $0) != nil } : agents.compactMap(Dialects.named)
  }

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
  func perform(_ action: InstallAction, isRequired: Bool = false, command: some ParsableCommand) throws {
    let installer: Installer
    do throws(Failure) { installer = try self.installer() } catch { throw command.fail(error) }
    let chosen = dialects(installer)
    if chosen.isEmpty {
      throw command.fail(
        Failure(
          stage: action.rawValue,
          reason: Reason(
            what: "nothing changed", why: "no agent is named, and there are no traces of one here",
            fix: "name one: taffrail \(action.rawValue) claude-code")))
    }
    var failed = false
    for dialect in chosen {
      do throws(InstallError) {
        let plan = try installer.plan(action, dialect, scope: scope, isRequired: isRequired)
        // Nothing of ours in the file of an agent that nobody named is nothing to talk about.
        if agents.isEmpty, action == .uninstall, plan.isUnchanged { continue }
        if dryRun {
          Terminal.print(plan.isUnchanged ? "\(plan.file): nothing to change" : plan.diff)
          continue
        }
        try installer.apply(plan)
        report(action, plan, dialect, installer)
      } catch {
        if agents.isEmpty, case .noSuchScope = error { continue }
        Terminal.warn("taffrail: \(error)")
        failed = true
      }
    }
    if failed { throw ExitCode(2) }
  }

  private func report(
    _ action: InstallAction, _ plan: InstallPlan, _ dialect: any Dialect.Type, _ installer: Installer
  ) {
    let done =
      plan.isUnchanged
      ? "\(plan.file): nothing to change"
      : action == .install
        ? "\(plan.file): \(dialect.title) calls taffrail" : "\(plan.file): taffrail's entries are gone"
    Terminal.print(done)
    if action == .install, !plan.isUnchanged, plan.before != nil {
      Terminal.print("  as it was before: \(installer.backup(of: plan.file))")
    }
    for note in plan.notes { Terminal.print("  note: \(note)") }
    guard action == .install else { return }
    let outcome = Canary(dialect, installer, scope).fire()
    Terminal.print("  \(outcome.text)" + (outcome.mend.map { "; run: \($0)" } ?? ""))
  }
}

/// `taffrail install AGENT...`
struct Install: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put taffrail into an agent's own hook configuration.",
    discussion: """
      Keeps everything that is there, byte for byte and in its order; running it again changes nothing. Ends with a \
      harmless canary: a call that has to be refused, through the very command line that was written. Without an agent's \
      name it takes every agent of which it finds traces.

      The project's file is shared: it finds taffrail on the PATH, and where taffrail is missing the agent goes on. With \
      --require, --user and --local a hook that is missing or fails refuses, on agents that can be told so.
      """)

  @Flag(help: "Let a missing or failing taffrail refuse, also for everybody who shares the project's file.")
  var require = false

  @OptionGroup var target: InstallTarget

  func run() throws { try target.perform(.install, isRequired: require, command: self) }
}

/// `taffrail uninstall AGENT...`
struct Uninstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take taffrail's entries out of an agent's configuration again, and nothing else.")

  @OptionGroup var target: InstallTarget

  func run() throws { try target.perform(.uninstall, command: self) }
}
