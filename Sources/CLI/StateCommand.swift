internal import ArgumentParser
internal import Engine
internal import HookModel
internal import OS
internal import PolicyFile

/// `taffrail state`
struct StateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Show what is remembered for this project: gates and sessions.",
    subcommands: [StateShow.self, StateReset.self], defaultSubcommand: StateShow.self)
}

/// `taffrail state show`
struct StateShow: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show it (the default).")

  @OptionGroup var global: GlobalOptions

  func run() throws {
    do throws(Failure) {
      let dryRun = try DryRun(options: global.engine)
      let store = try dryRun.store()
      Terminal.print("state   \(store.folder)")
      Terminal.print("audit   \(try dryRun.auditFolder())")
      let gates = dryRun.configuration.files.flatMap(\.gates)
      for gate in gates {
        let result = (try? store.gateResult(gate.name)) ?? nil
        let text =
          result.map { "\($0.passed ? Terminal.paint("passed", .green) : Terminal.paint("failed", .red))  exit code \($0.exitCode), \($0.finishedAt)" }
          ?? "never run"
        Terminal.print("gate    \(gate.name.padded(to: 16)) \(text)")
      }
      for name in (try? store.sessions()) ?? [] { Terminal.print("session \(name)") }
    } catch {
      throw fail(error)
    }
  }
}

/// `taffrail state reset`
struct StateReset: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Forget gates and sessions; the audit stays. Agents cannot run it.")

  @OptionGroup var global: GlobalOptions

  func run() throws {
    do throws(Failure) {
      let dryRun = try DryRun(options: global.engine)
      let store = try dryRun.store()
      do throws(StateError) { try store.reset() } catch { throw error.failure }
      Terminal.print("forgotten: gates and sessions of \(dryRun.home)")
    } catch {
      throw fail(error)
    }
  }
}
