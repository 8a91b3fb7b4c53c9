internal import Dialects
internal import Effects
internal import HookModel
internal import JSON
internal import OS
internal import Policies
internal import PolicyFile

/// One event on its way through: everything about it that is known, and what came of it.
struct Call {
  let event: Event
  let options: EngineOptions
  let started: Int
  let roots: Roots
  var configuration: Configuration
  /// Where state and audit go; nil where there is no place for them.
  let store: StateStore?
  var session: SessionState
  /// What tells this call from all others but its twin, where an agent finds two hooks of ours; nil where nothing does.
  private let identity: String?
  /// What could not be read or written of the state, for the audit; judged on with the most cautious assumption.
  var trouble: [String] = []

  // MARK: - Opening

  init(_ event: Event, input: [UInt8], options: EngineOptions, started: Int) throws(Failure) {
    self.event = event
    identity = event.isTheOnlyOneOfItsPayload ? String(Digest.hexadecimal(of: input).prefix(16)) : nil
    self.options = options
    self.started = started
    let stateFolder = Self.stateFolder(options)
    let remembered = Self.rememberedRoot(for: event, options)
    roots = Roots.find(named: options.project ?? event.projectDirectory, remembered: remembered, cwd: event.cwd)
    var sources = Configuration.Sources()
    sources.explicit = options.policy
    sources.folder = roots.policyFolder
    sources.user = Self.userPolicy(options)
    sources.stateFolder = options.scratchFolder ?? stateFolder
    sources.home = options.environment("HOME")
    configuration = try Configuration.load(sources)
    session = SessionState()
    let isConfigured = roots.policyFolder != nil || options.policy != nil
    do throws(StateError) {
      if let scratch = options.scratchFolder {
        store = StateStore(root: roots.home, folder: scratch)
      } else {
        store = try StateStore(root: roots.home, isConfigured: isConfigured)
      }
    } catch {
      store = nil
      trouble.append(error.reason.what)
    }
    guard let store else { return }
    do throws(StateError) {
      session = try store.loadSession(event.session ?? "")
      if let counted = session.lastCounted, isTwin(of: counted.call, at: counted.milliseconds) {
        session.uncount(counted)
      }
    } catch {
      trouble.append("\(error.reason.what): \(error.reason.why)")
      // What is not known of the session must not open a gate: each counts as touched.
      for gate in configuration.files.flatMap(\.gates) {
        session.dirtyGates[gate.name] = ["(the session's state could not be read)"]
      }
      do throws(StateError) { try store.replaceDamagedSession(event.session ?? "", with: session) } catch {
        trouble.append(error.reason.what)
      }
    }
  }

  /// Whether the agent has asked about this very call already, by another hook of ours. Two ends of a turn may look alike;
  /// those that are twins come at the same time.
  private func isTwin(of other: String, at milliseconds: Int) -> Bool {
    guard identity == other else { return false }
    let isRecent = event.isToldFromAllOthers || Clock.milliseconds() - milliseconds < 250
    return isRecent && hasTwins
  }

  /// Whether the agent's configuration makes it call us more than once for one action.
  private var hasTwins: Bool {
    let count = callers.count ?? Callers.count(for: event, roots.root, options)
    callers.count = count
    return count > 1
  }
  private let callers = CallersMemory()

  static func stateFolder(_ options: EngineOptions) -> String? {
    if let folder = options.stateFolder { return folder }
    if let folder = options.environment("XDG_STATE_HOME"), folder.utf8.first == UInt8(ascii: "/") {
      return Paths.join(folder, "taffrail")
    }
    guard let home = options.environment("HOME"), home.utf8.first == UInt8(ascii: "/") else { return nil }
    return Paths.join(home, ".local/state/taffrail")
  }

  static func userPolicy(_ options: EngineOptions) -> String? {
    if let folder = options.environment("XDG_CONFIG_HOME"), folder.utf8.first == UInt8(ascii: "/") {
      return Paths.join(folder, "taffrail/policy.toml")
    }
    guard let home = options.environment("HOME"), home.utf8.first == UInt8(ascii: "/") else { return nil }
    return Paths.join(home, ".config/taffrail/policy.toml")
  }

  /// For an agent that names no project: the folder in which the session's first event happened, as long as the agent still
  /// works inside of it. Its first event fixes it.
  private static func rememberedRoot(for event: Event, _ options: EngineOptions) -> String? {
    guard event.fixesRootAtStart, event.projectDirectory == nil, options.project == nil, options.scratchFolder == nil,
      let session = event.session, let cwd = event.cwd
    else { return nil }
    let here = (try? Path.resolve(cwd)) ?? Paths.clean(cwd)
    if let known = (try? RememberedRoots.root(of: session)) ?? nil {
      let area = Roots.repository(containing: known) ?? known
      if Paths.isInside(here, area) { return known }
    }
    try? RememberedRoots.remember(here, for: session)
    return here
  }

  var facts: LiveFacts {
    let store = store
    let files = configuration.files
    let folder = roots.home
    let stateFolder = Self.stateFolder(options)
    return LiveFacts(
      project: Project(
        root: roots.root, inside: roots.inside(additional: event.additionalDirectories),
        branch: configuration.asksForBranch ? roots.branch : nil),
      session: session, environmentValue: options.environment, folder: folder,
      gateResultOf: { (try? store?.gateResult($0)) ?? nil },
      enterGateOf: { [self] gate, seconds in
        GateTurns.enter(gate, seconds: seconds, store) { result in
          result.call != nil && result.call == identity && hasTwins
        }
      },
      isTrusted: { Trust.isGiven(for: files, folder: folder, stateFolder: stateFolder) }, runsPrograms: true)
  }

  // MARK: - Answering

  /// Judges the event, remembers and records what came of it, and puts the answer into the agent's words.
  mutating func answer(in dialect: any Dialect.Type) throws(Failure) -> Reply {
    let facts = facts
    let analysis = Effects.of(event, facts: facts)
    if event.kind.isJudged {
      try configuration.addRules(for: analysis.effects)
      configuration.addNested(for: analysis.effects, below: roots.home)
    }
    var rulings = Judge.rulings(on: event, analysis, files: configuration.files, facts: facts)
    if let notice = policyNotice() { rulings.append(notice) }
    if let mark = ConfigurationGuard.opening(event, roots.root, options) { rulings.append(mark) }
    if let change = ConfigurationGuard.ruling(on: event, session, roots.root, options) { rulings.append(change) }
    if let word = AllowOnce.answer(to: event, session, in: store) { rulings.append(word) }
    if let warning = AllowOnce.guardCode(event, session) { rulings.append(warning) }
    let refused = allowOnce(&rulings, analysis.effects, facts)
    var verdict = rulings.strictest()
    var effects = analysis.effects
    var rewrittenInput: JSONValue?
    if verdict == .allow, event.kind == .preToolUse,
      let rewriting = Rewriting.of(event, effects, files: configuration.files, facts: facts)
    {
      let rewritten = rewriting.applied(to: event)
      if event.capabilities.contains(.rewrite) {
        // Judged again as if it had been proposed: a rewrite never slips past a refusal.
        let again = Effects.of(rewritten, facts: facts)
        try configuration.addRules(for: again.effects)
        rulings += Judge.rulings(on: rewritten, again, files: configuration.files, facts: facts)
        effects = again.effects
        verdict = rulings.strictest()
        if verdict == .allow { rewrittenInput = rewritten.tool?.input }
      }
      let notes =
        rewriting.notes
        + (event.capabilities.contains(.rewrite) ? [] : ["(this agent takes no rewritten command: run it so yourself)"])
      rulings.append(Ruling(policy: "commands", rule: "commands.rewrite", context: notes.joined(separator: "\n")))
    }
    var answer = compose(rulings, verdict, refused)
    answer.rewrittenInput = rewrittenInput.map { JSONRewrite(input: $0) }
    if verdict == .allow, event.kind.isJudged, event.capabilities.contains(.approve) {
      answer.approves = CommandPolicy.approves(
        PolicyContext(event: event, effects: effects, files: configuration.files, facts: facts))
    }
    var changes = rulings.flatMap(\.changes) + ownChanges(verdict, effects, rulings, facts)
    if let refused, !session.refusedCalls.contains(refused) { changes.append(.callRefused(refused)) }
    remember(changes)
    for case .gateRan in changes {
      GateTurns.leave(store)
      break
    }
    let recorded = record(rulings, verdict: verdict, effects: effects, hasContext: answer.context != nil)
    if let failure = recorded, configuration.audit.isRequired { throw failure }
    if event.kind == .sessionEnd { endSession() }
    if let first = trouble.first, answer.notice == nil { answer.notice = "taffrail: \(first)" }
    return dialect.encode(answer, for: event)
  }

  /// Lets a call through that a person has allowed once; else what is to be remembered of the refusal, so that a person can.
  private func allowOnce(_ rulings: inout [Ruling], _ effects: [Effect], _ facts: LiveFacts) -> RefusedCall? {
    let verdict = rulings.strictest()
    guard verdict != .allow, event.kind.isJudged, Judge.told(verdict, event) == .deny else { return nil }
    let digest = AllowOnce.digest(of: event, effects, facts)
    let twin = !session.refusedCalls.isEmpty && hasTwins ? identity : nil
    if AllowOnce.lift(&rulings, digest: digest, event: event, session, twin: twin, in: store) { return nil }
    guard store != nil else { return nil }
    return AllowOnce.refused(
      rulings, verdict: verdict, digest: digest, event: event, session, configuration.audit.redaction)
  }

  private func compose(_ rulings: [Ruling], _ verdict: Verdict, _ refused: RefusedCall?) -> Answer {
    var answer = Answer(verdict: verdict)
    let contexts = rulings.compactMap(\.context)
    if !contexts.isEmpty {
      // At Stop a context would make the agent go on; what there is to say then is for the person.
      let text = contexts.joined(separator: "\n\n")
      if event.kind == .stop || event.kind == .subagentStop { answer.notice = text } else { answer.context = text }
    }
    guard verdict != .allow else { return answer }
    answer.message = Messages.text(for: rulings, verdict: verdict)
    if let ruling = rulings.first(where: { $0.effectiveVerdict == verdict }), event.kind == .preToolUse {
      let times = (session.refusals[ruling.rule] ?? 0) + 1
      if times >= 3 {
        answer.message += "\n" + Messages.repeated(ruling.rule, times: times, code: refused?.code)
      } else if let refused {
        answer.message += "\n" + Messages.once(refused.code)
      }
    }
    if event.kind == .postToolUse || event.kind == .postToolUseFailure { answer.feedback = answer.message }
    return answer
  }

  /// One notice a session that the policy is invalid and its last valid form is in force.
  private func policyNotice() -> Ruling? {
    guard let problem = configuration.replaced.first else { return nil }
    let key = "policy:\(Digest.hexadecimal(of: problem).prefix(16))"
    guard !session.noticesGiven.contains(key) else { return nil }
    return Ruling(
      policy: "policy",
      context:
        "taffrail: the policy is invalid, and its last valid form is in force until a person mends it: \(problem)",
      changes: [.noticeGiven(key)])
  }

  /// What the engine itself remembers: refusals by rule, and what the session makes and touches.
  private func ownChanges(
    _ verdict: Verdict, _ effects: [Effect], _ rulings: [Ruling], _ facts: LiveFacts
  ) -> [StateChange] {
    switch event.kind {
    case .preToolUse where Judge.told(verdict, event) == .deny:
      // A question that the agent cannot put to anybody is a refusal like any other.
      var rules: [String] = []
      for ruling in rulings where ruling.effectiveVerdict == verdict && !rules.contains(ruling.rule) {
        rules.append(ruling.rule)
      }
      return rules.map { .refused(rule: $0) }
    case .preToolUse where verdict == .allow:
      // Only before the call can be told what was not there.
      return effects.compactMap { effect in
        guard case .write(let target, let kind, _) = effect.action, kind != .attributes, let path = target.path else {
          return nil
        }
        let real = facts.resolve(path)
        return facts.kind(of: real) == nil && Paths.isInside(real, roots.root) ? .created(real) : nil
      }
    case .postToolUse, .postToolUseFailure:
      return effects.compactMap { effect in
        guard case .write(let target, let kind, _) = effect.action, kind != .folder, let path = target.path else {
          return nil
        }
        return .touched(facts.resolve(path))
      }
    default: return []
    }
  }

  // MARK: - Remembering and recording

  /// A failed write of state never changes a verdict; it stands in the audit as soon as that can be written.
  private mutating func remember(_ changes: [StateChange]) {
    guard !changes.isEmpty, let store else { return }
    // Policies have no clock; when a gate ended is noted here.
    let changes = changes.map { change -> StateChange in
      guard case .gateRan(var result) = change else { return change }
      result.finishedAt = Clock.rfc3339(Clock.milliseconds())
      result.call = identity
      return .gateRan(result)
    }
    var all = changes
    if let counted = counted(changes) { all.append(.counted(counted)) }
    do throws(StateError) {
      try store.apply(
        all, session: event.session ?? "", seen: session, survivesPowerLoss: configuration.audit.survivesPowerLoss)
    } catch {
      trouble.append("\(error.reason.what): \(error.reason.why)")
    }
  }

  /// What the changes count for this call.
  private func counted(_ changes: [StateChange]) -> CountedCall? {
    guard let identity else { return nil }
    var counted = CountedCall(call: identity, milliseconds: Clock.milliseconds(), rules: [], isStop: false)
    for change in changes {
      switch change {
      case .refused(let rule): counted.rules.append(rule)
      case .stopBlocked: counted.isStop = true
      default: break
      }
    }
    return counted.rules.isEmpty && !counted.isStop ? nil : counted
  }

  /// Where the audit lies.
  private var auditFolder: String? {
    guard let store else { return nil }
    if options.scratchFolder != nil { return store.auditFolder }
    return configuration.audit.folder.map { Paths.clean(Paths.join(roots.home, $0)) } ?? store.auditFolder
  }

  private func record(_ rulings: [Ruling], verdict: Verdict, effects: [Effect], hasContext: Bool) -> Failure? {
    guard let auditFolder else {
      return Failure(
        stage: "audit",
        reason: Reason(
          what: "this call cannot be recorded", why: "there is no folder for state: HOME is not set",
          fix: "set HOME in the agent's environment"))
    }
    var record = AuditRecord(
      of: event, effects: effects, verdict: Judge.told(verdict, event), rulings: rulings, context: hasContext,
      version: options.version)
    record.trouble = trouble
    if let identity {
      record.id = identity
      let began = Clock.milliseconds() - (Clock.monotonicMicroseconds() - started + 999) / 1000
      // Processes that are started together do not begin together on a busy machine.
      record.twin = (event.isToldFromAllOthers ? nil : began - 250, { [self] in hasTwins })
    }
    if event.kind == .sessionEnd, let session = event.session {
      record.totals = (try? AuditReader(folder: auditFolder).totals(ofSession: session)) ?? nil
    }
    return Self.append(record, to: auditFolder, store, configuration.audit, started: started)
  }

  fileprivate static func append(
    _ record: AuditRecord, to folder: String, _ store: StateStore?, _ settings: Configuration.Audit, started: Int
  ) -> Failure? {
    var record = record
    record.durationMicroseconds = Clock.monotonicMicroseconds() - started
    let isInStore = store.map { Paths.isInside(folder, $0.folder) } ?? false
    let log = AuditLog(
      folder: folder, keptDays: settings.keepDays, redaction: settings.redaction, store: isInStore ? store : nil)
    let isWeighty = record.verdict != .allow || record.event == "SessionEnd"
    do throws(AuditFailure) {
      try log.append(record, survivesPowerLoss: settings.survivesPowerLoss && isWeighty)
      return nil
    } catch {
      return error.failure
    }
  }

  /// What only this session needed is removed, after a summary of it was written where one is wanted.
  private func endSession() {
    if options.scratchFolder == nil, let auditFolder {
      AuditHead.remember(auditFolder, stateFolder: Self.stateFolder(options))
    }
    guard let session = event.session, let store else { return }
    if let folder = configuration.audit.summaryFolder, let auditFolder, options.scratchFolder == nil {
      SessionSummary.write(for: event, into: Paths.join(roots.home, folder), auditFolder: auditFolder)
    }
    // A leftover is removed by a later session's end; it changes nothing until then.
    try? store.endSession(session)
    if event.fixesRootAtStart, options.scratchFolder == nil { try? RememberedRoots.forget(session) }
  }

  /// Records a call that could not be judged, where that is possible.
  static func recordFailure(
    _ failure: Failure, event: Event?, name: String?, dialect: any Dialect.Type, options: EngineOptions, isOpen: Bool,
    started: Int
  ) {
    let roots = Roots.find(named: options.project ?? event?.projectDirectory, remembered: nil, cwd: event?.cwd)
    let scratch = options.scratchFolder.map { StateStore(root: roots.home, folder: $0) }
    guard let store = scratch ?? (try? StateStore(root: roots.home, isConfigured: roots.policyFolder != nil)) else {
      return
    }
    let unread = Event(agent: dialect.name, kind: .notice, name: name ?? "Unreadable", payload: .null)
    let kind = event?.kind ?? dialect.events.first { $0.name == name }?.kind
    let isRefused = !isOpen && kind?.isRefusedOnFailure ?? true
    let verdict = isRefused ? Verdict.deny : .allow
    let ruling = Ruling(policy: failure.stage, verdict: verdict, reason: failure.reason)
    let record = AuditRecord(of: event ?? unread, verdict: verdict, rulings: [ruling], version: options.version)
    _ = append(record, to: store.auditFolder, store, Configuration.Audit(), started: started)
  }
}

extension EventKind {
  /// Whether effects are judged at it.
  var isJudged: Bool { self == .preToolUse || self == .permissionRequest }
}

extension Event {
  /// Whether no other action of the session has the same payload: the tool call has an id, the prompt a turn's. The ends
  /// of two turns may look alike, but never at the same time.
  var isTheOnlyOneOfItsPayload: Bool {
    switch kind {
    case .preToolUse, .permissionRequest, .postToolUse, .postToolUseFailure: tool?.id != nil
    case .userPromptSubmit: turn != nil
    case .stop, .subagentStop: true
    default: false
    }
  }

  /// Whether no other call of the session, at whatever time, has the same payload.
  var isToldFromAllOthers: Bool { isTheOnlyOneOfItsPayload && kind != .stop && kind != .subagentStop }

  /// Whether the agent names no project and keeps working where its session began, so that its first folder is the root.
  var fixesRootAtStart: Bool { agent == "codex" }
}

/// The judgement alone: events, effects and policies in, rulings out. The dry runs share it with the hook.
enum Judge {
  /// Every policy's rulings, and a refusal for each part that could not be judged.
  static func rulings(on event: Event, _ analysis: Analysis, files: [PolicyFile], facts: any Facts) -> [Ruling] {
    var rulings: [Ruling] = []
    if event.kind.isJudged {
      rulings += analysis.unjudged.map { Ruling(policy: "analysis", rule: "unjudged", verdict: .deny, reason: $0) }
    }
    rulings += Policies.evaluate(PolicyContext(event: event, effects: analysis.effects, files: files, facts: facts))
    return rulings
  }

  /// What the agent is told: a question becomes a refusal where the agent cannot ask, and nothing where it asks already. A
  /// prompt that the agent does not let its hooks refuse goes through.
  static func told(_ verdict: Verdict, _ event: Event) -> Verdict {
    if event.kind == .userPromptSubmit, !event.capabilities.contains(.deny) { return .allow }
    if verdict == .ask, !event.capabilities.contains(.ask) {
      return event.kind == .permissionRequest ? .allow : .deny
    }
    return verdict
  }
}
