internal import JSON

/// Figures over many records.
public struct AuditStatistics: Sendable, Equatable {
  /// How many records.
  public var records = 0
  /// How many lines were none.
  public var unreadable = 0
  /// Records by verdict: `allow`, `ask`, `deny`.
  public var verdicts: [String: Int] = [:]
  /// Records by agent.
  public var agents: [String: Int] = [:]
  /// Records by event.
  public var events: [String: Int] = [:]
  /// Rulings that ask or deny, by rule.
  public var rules: [String: Int] = [:]
  /// Rulings that are only observed, by rule.
  public var observed: [String: Int] = [:]
  /// Figures of each session.
  public var sessions: [String: SessionTotals] = [:]
  /// How long each hook took, in microseconds, from the shortest to the longest.
  public var durations: [Int] = []

  /// Creates figures over no record.
  public init() {}

  /// The duration that a share of all hooks stayed within: 0.5 is the median.
  public func duration(within share: Double) -> Int? {
    if durations.isEmpty { return nil }
    return durations[min(durations.count - 1, Int(Double(durations.count) * share))]
  }
}

/// Figures of one session.
public struct SessionTotals: Sendable, Equatable {
  /// The agent.
  public var agent = ""
  /// When its first record was written, RFC 3339.
  public var first = ""
  /// When its last record was written, RFC 3339.
  public var last = ""
  /// Events.
  public var events = 0
  /// Finished tool calls that wrote or deleted files.
  public var edits = 0
  /// Simple commands that were let run.
  public var commands = 0
  /// Events that were refused.
  public var refusals = 0
  /// Events that were asked about.
  public var questions = 0
  /// Rulings of quality gates.
  public var gateRuns = 0
  /// Time spent in hooks, in microseconds.
  public var hookMicroseconds = 0
}

extension AuditReader {
  /// Figures over all records that are wanted.
  public func statistics(_ filter: AuditFilter = AuditFilter()) throws(AuditFailure) -> AuditStatistics {
    var result = AuditStatistics()
    try read(filter) { entry in
      result.add(entry)
      return true
    }
    result.durations.sort()
    return result
  }

  /// Figures of one session; nil where the audit has none of its records.
  public func totals(ofSession session: String, since: Int? = nil) throws(AuditFailure) -> SessionTotals? {
    var filter = AuditFilter()
    filter.session = session
    filter.since = since
    return try statistics(filter).sessions[session]
  }
}

extension AuditStatistics {
  fileprivate mutating func add(_ entry: AuditEntry) {
    guard let record = entry.value else {
      unreadable += 1
      return
    }
    records += 1
    let verdict = record["verdict"]?.string ?? ""
    let event = record["event"]?.string ?? ""
    let rulings = record["rulings"]?.array ?? []
    let duration = record["duration_us"]?.integer ?? 0
    verdicts[verdict, default: 0] += 1
    agents[record["agent"]?.string ?? "", default: 0] += 1
    events[event, default: 0] += 1
    durations.append(duration)
    for ruling in rulings where ruling["verdict"]?.string != "allow" {
      let rule = ruling["rule"]?.string ?? ""
      if ruling["observed"]?.bool == true { observed[rule, default: 0] += 1 } else { rules[rule, default: 0] += 1 }
    }
    guard let session = record["session"]?.string else { return }
    var totals = sessions[session] ?? SessionTotals()
    let time = record["time"]?.string ?? ""
    totals.agent = record["agent"]?.string ?? ""
    if totals.first.isEmpty { totals.first = time }
    totals.last = time
    totals.events += 1
    totals.hookMicroseconds += duration
    if verdict == "deny" { totals.refusals += 1 }
    if verdict == "ask" { totals.questions += 1 }
    totals.gateRuns += rulings.count { $0["gate_run"] != nil }
    let effects = (record["effects"]?.array ?? []).compactMap { $0["effect"]?.string }
    // A call is judged before it runs and seen again after; each is counted once.
    if event == "PostToolUse", effects.contains(where: { $0 == "write" || $0 == "delete" }) { totals.edits += 1 }
    if event == "PreToolUse", verdict != "deny" { totals.commands += effects.count { $0 == "run" } }
    sessions[session] = totals
  }
}
