internal import ArgumentParser
internal import Engine
internal import HookModel
internal import OS
internal import PolicyFile

/// `taffrail trust`: a person's word that the project's programs may run.
struct TrustCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Let the programs that this project's policy names run (gates, context, handlers).",
    discussion: "Shows them and asks; without a terminal it wants --yes. Agents cannot run it.")

  @Flag(help: "Do not ask.")
  var yes = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    do throws(Failure) {
      let dryRun = try DryRun(options: global.engine)
      let programs = Trust.programs(of: dryRun.configuration.files)
      guard !programs.isEmpty else {
        Terminal.print("nothing to trust: the policy of \(dryRun.home) names no programs")
        return
      }
      Terminal.print("The policy of \(dryRun.home) names these programs:")
      for words in programs { Terminal.print("  \(Terminal.safe(words.joined(separator: " ")))") }
      if !yes {
        guard Surroundings.isTerminal(0) else {
          Terminal.warn("taffrail: trust is a person's word; at a terminal it asks, elsewhere it wants --yes")
          throw Failure(
            stage: "trust",
            reason: Reason(what: "not trusted", why: "nobody could be asked", fix: "taffrail trust --yes"))
        }
        Terminal.print("Let them run whenever the policy says so? [y/N] ")
        let answer = (readLine() ?? "").lowercased()
        guard answer == "y" || answer == "yes" else {
          Terminal.print("not trusted")
          return
        }
      }
      guard let stateFolder = dryRun.stateFolder else {
        throw Failure(
          stage: "trust",
          reason: Reason(what: "trust cannot be kept", why: "neither HOME nor XDG_STATE_HOME is set", fix: "set HOME"))
      }
      do throws(OSError) {
        try Trust.give(for: dryRun.configuration.files, folder: dryRun.home, stateFolder: stateFolder)
      } catch {
        throw Failure(
          stage: "trust",
          reason: Reason(what: "trust cannot be kept", why: error.description, fix: "make \(stateFolder) writable"))
      }
      Terminal.print("trusted; another program, or a change in one of the project's scripts among them, asks again")
    } catch {
      throw fail(error)
    }
  }
}

/// `taffrail untrust`
struct Untrust: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Take the trust in this project's programs back.")

  @OptionGroup var global: GlobalOptions

  func run() throws {
    do throws(Failure) {
      let dryRun = try DryRun(options: global.engine)
      do throws(OSError) {
        let was = try dryRun.stateFolder.map { folder throws(OSError) in
          try Trust.takeBack(folder: dryRun.home, stateFolder: folder)
        }
        Terminal.print(was ?? false ? "no longer trusted" : "it was not trusted")
      } catch {
        throw Failure(
          stage: "trust",
          reason: Reason(what: "trust cannot be taken back", why: error.description, fix: "remove the file by hand"))
      }
    } catch {
      throw fail(error)
    }
  }
}
