public import Dialects
internal import HookModel
internal import JSON
internal import OS

/// What the audit of the last days tells of one agent: whether it called, and whether it went on working without calling.
public struct AgentTrail: Sendable {
  /// A session that called, and then made tool calls about which no hook was asked.
  public struct Silence: Sendable {
    /// The agent's id of the session.
    public var session: String
    /// Its transcript.
    public var transcript: String
    /// The time of its last record.
    public var since: String
    /// The tool calls in the transcript that came later.
    public var calls: Int
  }

  /// The time of the last record; nil where there is none.
  public var last: String?
  /// The sessions that fell silent, the oldest first.
  public var silences: [Silence] = []
  /// How many changes of the agent's settings were refused because they would have switched the hooks off.
  public var refusedChanges = 0

  /// The days that are looked at.
  public static let days = 7
  /// A transcript is written beside the hooks, not after them; behind the end of a session nothing is under way any more.
  private static let slack = 2_000
  private static let sessionLimit = 20
  private static let sizeLimit = 64 << 20

  /// Looks through an audit.
  public init(of agent: any Dialect.Type, auditFolder: String) throws(AuditFailure) {
    var filter = AuditFilter()
    filter.since = Clock.milliseconds() - AgentTrail.days * 86_400_000
    filter.agent = agent.name
    var sessions: [(id: String, transcript: String, last: String, slack: Int)] = []
    var last: String?
    var changes = 0
    try AuditReader(folder: auditFolder).read(filter) { entry in
      guard let record = entry.value, let time = record["time"]?.string else { return true }
      last = time
      if record["event"]?.string == EventKind.configChange.rawValue, record["verdict"]?.string == "deny" {
        changes += 1
      }
      guard let id = record["session"]?.string, let transcript = record["transcript_path"]?.string else { return true }
      sessions.removeAll { $0.id == id }
      let isOver = record["event"]?.string == EventKind.sessionEnd.rawValue
      sessions.append((id, transcript, time, isOver ? 0 : AgentTrail.slack))
      if sessions.count > AgentTrail.sessionLimit { sessions.removeFirst() }
      return true
    }
    self.last = last
    refusedChanges = changes
    for session in sessions {
      let calls = AgentTrail.calls(in: session.transcript, after: session.last, slack: session.slack)
      guard calls > 0 else { continue }
      silences.append(
        Silence(session: session.id, transcript: session.transcript, since: session.last, calls: calls))
    }
  }

  /// The tool calls of a transcript that do something, made after a moment.
  private static func calls(in transcript: String, after time: String, slack: Int) -> Int {
    guard let moment = Clock.milliseconds(from: time),
      let status = try? File.status(of: transcript, followingSymlinks: true), status.kind == .file,
      status.modified / 1_000_000 > moment + slack, let bytes = try? File.read(transcript, limit: sizeLimit)
    else { return 0 }
    var count = 0
    _ = try? Recording.read(bytes) { (call: RecordedCall) throws(Failure) in
      guard call.acts, let made = Clock.milliseconds(from: call.time), made > moment + slack else { return }
      count += 1
    }
    return count
  }
}

extension RecordedCall {
  /// Whether the call is one of a tool that reads, writes or runs something: a plan that is noted down is shown to no hook
  /// of some agents.
  var acts: Bool {
    guard case .event(let event) = subject, event.kind == .preToolUse, let tool = event.tool else { return false }
    switch tool.action {
    case .harmless, .other: return false
    default: return true
    }
  }
}
