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

  func run() throws {
    let findings = checks()
    if json {
      Terminal.print(JSONWriter.pretty(.array(findings.map(\.json))))
    } else {
      for finding in findings { Terminal.print(finding.line) }
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
          .fail, "policy", "\(error.reason.what): \(error.reason.why)",
          mend: "taffrail check true, after mending what it names")
      ]
    }
    return [policy(dryRun), trust(dryRun), state(dryRun)] + agents(dryRun)
  }

  private func policy(_ dryRun: DryRun) -> Finding {
    guard let folder = dryRun.policyFolder else {
      return Finding(.note, "policy", "no taffrail.toml; the defaults are in force", mend: "taffrail init")
    }
    return Finding(.ok, "policy", "\(folder)/taffrail.toml is valid")
  }

  private func trust(_ dryRun: DryRun) -> Finding {
    let programs = Trust.programs(of: dryRun.configuration.files)
    guard !programs.isEmpty else { return Finding(.ok, "trust", "the policy names no programs") }
    return Trust.isGiven(for: dryRun.configuration.files, folder: dryRun.home, stateFolder: dryRun.stateFolder)
      ? Finding(.ok, "trust", "its \(programs.count) programs may run")
      : Finding(
        .fail, "trust", "nobody has trusted its \(programs.count) programs, so they do not run", mend: "taffrail trust")
  }

  private func state(_ dryRun: DryRun) -> Finding {
    let store: StateStore
    do throws(Failure) { store = try dryRun.store() } catch {
      return Finding(.fail, "state", "\(error.reason.what): \(error.reason.why)", mend: "export HOME=...")
    }
    let status: FileStatus
    do throws(OSError) { status = try File.status(of: store.folder) } catch {
      return error.isMissing
        ? Finding(.ok, "state", "nothing is remembered yet")
        : Finding(.fail, "state", error.description, mend: "chmod u+rwx \(store.folder)")
    }
    guard status.kind == .folder else {
      return Finding(.fail, "state", "\(store.folder) is no folder", mend: "rm \(store.folder)")
    }
    guard status.isOurs else {
      return Finding(
        .fail, "state", "\(store.folder) belongs to another user", mend: "sudo chown -R $(id -u) \(store.folder)")
    }
    guard status.mode & 0o077 == 0 else {
      return Finding(.fail, "state", "others can look into \(store.folder)", mend: "chmod 700 \(store.folder)")
    }
    return Finding(.ok, "state", "\(store.folder) is yours alone")
  }

  private func agents(_ dryRun: DryRun) -> [Finding] {
    guard let home = Surroundings.home(), let stateFolder = dryRun.stateFolder else {
      return [
        Finding(.fail, "agents", "HOME is not set, so no configuration can be found", mend: "export HOME=...")
      ]
    }
    let installer = Installer(
      files: SystemFiles(), root: dryRun.root, home: home, stateFolder: stateFolder,
      executable: (try? Surroundings.executablePath()) ?? "taffrail", environment: { Surroundings.variable($0) })
    let found = installer.foundAgents { AgentPrograms.path(of: $0) != nil }
    var findings: [Finding] = []
    let audit = try? dryRun.auditFolder()
    for dialect in found {
      let trail = audit.flatMap { folder in try? AgentTrail(of: dialect, auditFolder: folder) }
      findings += AgentChecks(dialect, installer, root: dryRun.root, trail: trail).findings()
    }
    if findings.isEmpty {
      findings.append(
        Finding(
          .note, "agents", "there are no traces of an agent here", mend: "taffrail install claude-code"))
    }
    return findings
  }
}

/// One finding of the doctor; every one that is not well ends with a command that mends it.
struct Finding {
  enum Status: String {
    case ok
    case note
    case fail
  }
  var status: Status
  var subject: String
  var text: String
  var mend: String?

  init(_ status: Status, _ subject: String, _ text: String, mend: String? = nil) {
    self.status = status
    self.subject = subject
    self.text = text
    self.mend = mend
  }

  /// For people.
  var line: String {
    let colour: Terminal.Colour = status == .ok ? .green : status == .fail ? .red : .yellow
    return "\(Terminal.paint(status.rawValue.padded(to: 5), colour)) \(subject.padded(to: 12)) \(text)"
      + (mend.map { ". run: \($0)" } ?? "")
  }

  /// For programs.
  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("status", .string(status.rawValue)), .init("subject", .string(subject)), .init("text", .string(text)),
    ]
    if let mend { members.append(.init("run", .string(mend))) }
    return .object(members)
  }
}
