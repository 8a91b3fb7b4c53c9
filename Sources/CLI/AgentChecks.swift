internal import Dialects
internal import Engine
internal import HookModel
internal import Installer
internal import JSON
internal import OS

/// What the doctor looks at for one agent.
struct AgentChecks {
  private let dialect: any Dialect.Type
  private let installer: Installer
  private let root: String
  private let trail: AgentTrail?

  /// Creates the checks.
  ///
  /// - Parameter trail: what the audit tells of the agent; nil where it cannot be read.
  init(_ dialect: any Dialect.Type, _ installer: Installer, root: String, trail: AgentTrail?) {
    self.dialect = dialect
    self.installer = installer
    self.root = root
    self.trail = trail
  }

  /// Everything that there is to say about the agent.
  func findings() -> [Finding] {
    var findings = [program()]
    var wired: [InstallScope] = []
    for scope in InstallScope.allCases {
      guard let file = try? installer.path(of: dialect, scope) else { continue }
      findings += switchedOff(file)
      do throws(InstallError) {
        let events = try installer.installedEvents(dialect, scope: scope)
        guard !events.isEmpty else { continue }
        wired.append(scope)
        findings += configuration(file, scope, events)
      } catch {
        findings.append(finding(.fail, "\(error)", mend: "${EDITOR:-vi} \(file)"))
      }
    }
    findings += silences(isWired: !wired.isEmpty)
    guard let first = wired.first else {
      let install = "taffrail install \(dialect.name)"
      findings.append(
        trail?.last.map { finding(.fail, "called taffrail until \($0), and does so no more", mend: install) }
          ?? finding(.note, "does not call taffrail here", mend: install))
      return findings
    }
    if wired.count > 1 {
      findings.append(
        finding(
          .note, "calls taffrail from \(wired.count) files; one action counts once, but each call costs its time",
          mend: "taffrail uninstall \(dialect.name) \(option(of: first == .project ? wired[1] : first))"))
    }
    if let afterwards = dialect.installation?.afterwards { findings.append(finding(.note, afterwards)) }
    if !dialect.traits.neverSent.isEmpty {
      findings.append(
        finding(.note, "no hook is ever told of: " + dialect.traits.neverSent.joined(separator: "; ")))
    }
    return findings
  }

  private func finding(_ status: Finding.Status, _ text: String, mend: String? = nil) -> Finding {
    Finding(status, dialect.name, text, mend: mend)
  }

  private func option(of scope: InstallScope) -> String {
    switch scope {
    case .project: ""
    case .user: "--user"
    case .local: "--local"
    }
  }

  // MARK: What the audit tells

  /// Sessions that went on without their hooks. Once the agent calls again this is history.
  private func silences(isWired: Bool) -> [Finding] {
    guard let trail else { return [] }
    var findings = trail.silences.map { silence in
      finding(
        isWired ? .note : .fail,
        "session \(silence.session) made \(silence.calls) tool calls without taffrail after \(silence.since)",
        mend: "taffrail replay \(Installer.quoted(silence.transcript))")
    }
    if trail.refusedChanges > 0 {
      findings.append(
        finding(
          .note,
          "\(trail.refusedChanges) changes of its settings would have switched the hooks off in the last "
            + "\(AgentTrail.days) days; the running sessions kept them, a new one reads the file",
          mend: "taffrail log --event ConfigChange --verdict deny"))
    }
    return findings
  }

  // MARK: The agent itself

  private func program() -> Finding {
    let basis =
      switch dialect.traits.evidence {
      case .executable(let version, let date): "verified with \(version) on \(date)"
      case .hookCode(let version, let date): "its hook code verified with \(version) on \(date)"
      case .documentation(let version): "by documentation only, \(version)"
      case .ourOwn: "our own protocol"
      }
    for name in Installer.programs(of: dialect) {
      guard let path = AgentPrograms.path(of: name) else { continue }
      return finding(.ok, "\(path), \(AgentPrograms.version(of: path) ?? "of unknown version") (\(basis))")
    }
    return finding(.ok, "its program is not on the PATH (\(basis))")
  }

  // MARK: Its configuration

  private func configuration(_ file: String, _ scope: InstallScope, _ events: [String]) -> [Finding] {
    let install = "taffrail install \(dialect.name) \(option(of: scope))"
    var findings: [Finding] = []
    let missing = dialect.events.filter { $0.isInstalled && !events.contains($0.name) }.map(\.name)
    findings.append(
      missing.isEmpty
        ? finding(.ok, "\(file) calls taffrail at \(events.count) events")
        : finding(
          .fail, "\(file) calls taffrail at \(events.count) events, not at \(missing.joined(separator: ", "))",
          mend: install))
    findings += executable(scope, install)
    findings += foreign(file, scope)
    if dialect.name == Codex.name { findings += review(file, scope) }
    for outcome in Canary(dialect, installer, scope).roundTrips() {
      findings.append(finding(outcome.isGood ? .ok : .fail, outcome.text, mend: outcome.mend))
    }
    return findings
  }

  /// Codex runs an entry when a person has reviewed it, and in a project that is trusted.
  private func review(_ file: String, _ scope: InstallScope) -> [Finding] {
    guard let home = Surroundings.home(), let entries = try? installer.installedEntries(dialect, scope: scope) else {
      return []
    }
    let checks = CodexChecks(home: home) { Surroundings.variable($0) }
    var problems: [CodexChecks.Problem] = []
    if let off = checks.switchedOff { problems.append(off) }
    if scope == .project, let untrusted = checks.untrustedProject(root) { problems.append(untrusted) }
    problems += checks.unreviewed(entries, in: file)
    if problems.isEmpty { return [finding(.ok, "its \(entries.count) entries in \(file) were reviewed")] }
    return problems.map { finding(.fail, $0.text, mend: $0.mend) }
  }

  /// Which program the command line would run, as far as this shell's PATH is the agent's.
  private func executable(_ scope: InstallScope, _ install: String) -> [Finding] {
    guard let event = dialect.events.first(where: { $0.kind == .preToolUse && $0.isInstalled }),
      let program = try? installer.program(at: event.name, dialect, scope: scope)
    else { return [] }
    guard let path = AgentPrograms.path(of: program) else {
      return [
        finding(.fail, "\(program) is not there, so nothing is guarded", mend: "sudo make install, or \(install)")
      ]
    }
    let version = AgentPrograms.version(of: path) ?? "of unknown version"
    guard version.contains(Version.current) else {
      return [
        finding(
          .note, "runs \(path), \(version); this is \(Version.current)", mend: "sudo make install, then \(install)")
      ]
    }
    return [finding(.ok, "runs \(path), \(version)")]
  }

  /// What others put into the file: their hooks answer, too, and in some agents one mistake of theirs voids it all.
  private func foreign(_ file: String, _ scope: InstallScope) -> [Finding] {
    guard let bytes = (try? SystemFiles().read(file)) ?? nil, let installation = dialect.installation,
      let value = Installer.value(of: bytes, dialect)
    else { return [] }
    let shape = scope == .project ? installation.shape : installation.personalShape
    let map = (shape == .bareEventMap ? value : value["hooks"])?.members ?? []
    var findings: [Finding] = []
    let others = map.filter { event in
      guard let groups = event.value.array else { return false }
      let handlers = shape == .versionedFlatEvents ? groups : groups.flatMap { $0["hooks"]?.array ?? [] }
      return handlers.contains { !Installer.isOurs($0) }
    }
    if !others.isEmpty {
      findings.append(
        finding(
          .note,
          "other hooks answer as well in \(file), at \(others.map(\.name).joined(separator: ", ")): a refusal of "
            + "theirs counts, and a rewritten input of theirs is not judged again", mend: "less \(file)"))
    }
    guard dialect.name == Cursor.name || dialect.name == Devin.name else { return findings }
    let unknown = map.map(\.name).filter { dialect.profile(named: $0) == nil }
    if !unknown.isEmpty {
      findings.append(
        finding(
          .fail, "\(file) names the event \(unknown[0]), which \(dialect.title) does not know: it skips the whole file",
          mend: "${EDITOR:-vi} \(file)"))
    }
    guard dialect.name == Cursor.name else { return findings }
    if String(decoding: bytes, as: UTF8.self).contains("//") {
      findings.append(
        finding(.fail, "\(file) has a \"//\" in it, where Cursor cuts the line off", mend: "${EDITOR:-vi} \(file)"))
    }
    if scope == .project, let real = try? SystemFiles().resolve(file), !real.hasSuffix("/.cursor/hooks.json") {
      findings.append(
        finding(.fail, "\(file) is reached through a symlink, so Cursor skips it", mend: "ls -l \(file)"))
    }
    return findings
  }

  /// The switches that turn every hook off, ours too.
  private func switchedOff(_ file: String) -> [Finding] {
    guard let bytes = (try? SystemFiles().read(file)) ?? nil, let value = Installer.value(of: bytes, dialect) else {
      return []
    }
    var switches: [String] = []
    if value["disableAllHooks"]?.bool == true { switches.append("\"disableAllHooks\": true") }
    if value["hooksConfig"]?["enabled"]?.bool == false { switches.append("\"hooksConfig.enabled\": false") }
    if value["allowManagedHooksOnly"]?.bool == true { switches.append("\"allowManagedHooksOnly\": true") }
    return switches.map {
      finding(.fail, "\(file) says \($0), so \(dialect.title) runs no hook of it", mend: "${EDITOR:-vi} \(file)")
    }
  }
}
