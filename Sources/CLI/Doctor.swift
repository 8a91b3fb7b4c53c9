internal import ArgumentParser
internal import Dialects
internal import Engine
internal import HookModel
internal import Installer
internal import JSON
internal import OS

/// `taffrail doctor`: what is wired, what would not fire and why, and the proof by a round trip.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is wired, what would not fire, and prove it with a call that has to be refused.",
    discussion:
      "Exit status: 0 when all is well, 1 when a check failed. Every finding ends with a command that mends it.")

  @Flag(help: "Answer in JSON.")
  var json = false

  @OptionGroup var global: GlobalOptions

  /// One finding.
  struct Finding {
    enum Status: String {
      case ok
      case note
      case fail
    }
    var status: Status
    var subject: String
    var text: String
  }

  func run() throws {
    let findings = checks()
    if json {
      Terminal.print(
        JSONWriter.pretty(
          .array(
            findings.map {
              ["status": .string($0.status.rawValue), "subject": .string($0.subject), "text": .string($0.text)]
            })))
    } else {
      for finding in findings {
        let colour: Terminal.Colour = finding.status == .ok ? .green : finding.status == .fail ? .red : .yellow
        Terminal.print(
          "\(Terminal.paint(finding.status.rawValue.padded(to: 5), colour)) "
            + "\(finding.subject.padded(to: 12)) \(finding.text)"
        )
      }
    }
    if findings.contains(where: { $0.status == .fail }) { throw ExitCode(1) }
  }

  private func checks() -> [Finding] {
    let dryRun: DryRun
    do throws(Failure) {
      dryRun = try DryRun(options: global.engine)
    } catch {
      return [
        Finding(
          status: .fail, subject: "policy",
          text: "\(error.reason.what): \(error.reason.why)\n      run: taffrail check true")
      ]
    }
    var findings = [policy(dryRun), trust(dryRun)]
    findings += agents(dryRun)
    return findings
  }

  private func policy(_ dryRun: DryRun) -> Finding {
    guard let folder = dryRun.policyFolder else {
      return Finding(
        status: .note, subject: "policy", text: "no taffrail.toml; the defaults are in force. run: taffrail init")
    }
    return Finding(status: .ok, subject: "policy", text: "\(folder)/taffrail.toml is valid")
  }

  private func trust(_ dryRun: DryRun) -> Finding {
    let programs = Trust.programs(of: dryRun.configuration.files)
    guard !programs.isEmpty else { return Finding(status: .ok, subject: "trust", text: "the policy names no programs") }
    return Trust.isGiven(for: dryRun.configuration.files, folder: dryRun.home, stateFolder: dryRun.stateFolder)
      ? Finding(status: .ok, subject: "trust", text: "its \(programs.count) programs may run")
      : Finding(
        status: .fail, subject: "trust",
        text: "nobody has trusted its \(programs.count) programs, so they do not run. run: taffrail trust")
  }

  private func agents(_ dryRun: DryRun) -> [Finding] {
    guard let home = Surroundings.home(), let stateFolder = dryRun.stateFolder else {
      return [
        Finding(
          status: .fail, subject: "agents",
          text: "HOME is not set, so no configuration can be found. run: export HOME=...")
      ]
    }
    let installer = Installer(
      files: SystemFiles(), root: dryRun.root, home: home, stateFolder: stateFolder,
      executable: (try? Surroundings.executablePath()) ?? "taffrail", environment: { Surroundings.variable($0) })
    var findings: [Finding] = []
    for dialect in Dialects.all {
      var isWired = false
      for scope in InstallScope.allCases {
        do throws(InstallError) {
          let events = try installer.installedEvents(dialect, scope: scope)
          guard !events.isEmpty else { continue }
          isWired = true
          let file = try installer.path(of: dialect, scope)
          let missing = dialect.events.filter { $0.isInstalled && !events.contains($0.name) }.map(\.name)
          findings.append(
            missing.isEmpty
              ? Finding(status: .ok, subject: dialect.name, text: "\(file) calls taffrail at \(events.count) events")
              : Finding(
                status: .note, subject: dialect.name,
                text:
                  "\(file) calls taffrail at \(events.count) events, not at "
                  + "\(missing.joined(separator: ", ")). run: taffrail install \(dialect.name)"
              ))
          findings.append(roundTrip(dialect, file: file))
        } catch {
          if case .noSuchScope = error { continue }
          findings.append(Finding(status: .fail, subject: dialect.name, text: "\(error)"))
        }
      }
      if isWired, let afterwards = dialect.installation.afterwards {
        findings.append(Finding(status: .note, subject: dialect.name, text: afterwards))
      }
    }
    if findings.isEmpty {
      findings.append(
        Finding(
          status: .note, subject: "agents", text: "no agent calls taffrail here. run: taffrail install claude-code"))
    }
    return findings
  }

  private func roundTrip(_ dialect: any Dialect.Type, file: String) -> Finding {
    guard let text = try? File.read(file, limit: 16 << 20),
      let command = Canary.command(in: String(decoding: text, as: UTF8.self))
    else {
      return Finding(
        status: .fail, subject: dialect.name, text: "\(file) has no command line. run: taffrail install \(dialect.name)"
      )
    }
    let answer = Canary.fire(command: command, dialect)
    return Finding(status: answer.hasSuffix("as it should") ? .ok : .fail, subject: dialect.name, text: answer)
  }
}
