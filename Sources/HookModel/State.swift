public import JSON

/// The input that replaces a tool's, whole.
public struct JSONRewrite: Sendable, Equatable {
  /// The new input.
  public var input: JSONValue

  /// Creates a rewrite.
  public init(input: JSONValue) { self.input = input }
}

/// What is remembered of one session, kept in `sessions/ID.json`.
public struct SessionState: Sendable, Equatable {
  /// The root that was fixed when the session began.
  public var root: String?
  /// The tags that the last prompt set.
  public var tags: [String] = []
  /// The gates whose watched paths an effect of this session touched. A dirty one has the paths that made it so (at most a
  /// few); one with no paths has passed since.
  public var dirtyGates: [String: [String]] = [:]
  /// How many times in a row Stop was refused.
  public var stopBlocks = 0
  /// The session contexts that were given.
  public var contextsGiven: [String] = []
  /// Notices that are given once a session.
  public var noticesGiven: [String] = []
  /// Paths that effects of this session wrote, bounded.
  public var touched: [String] = []
  /// Paths that effects of this session made, bounded.
  public var created: [String] = []
  /// How often each rule refused.
  public var refusals: [String: Int] = [:]
  /// Refused calls that a person may let through once, the newest last, bounded.
  public var refusedCalls: [RefusedCall] = []
  /// The last call that was counted as a refusal or a block.
  public var lastCounted: CountedCall?

  /// Creates the state of a session that has just begun.
  public init() {}
}

/// What was counted for a call, so that a second hook of ours that is asked about the same call does not count it again.
public struct CountedCall: Sendable, Equatable {
  /// What tells the call from others.
  public var call: String
  /// When it was counted, in milliseconds since 1970.
  public var milliseconds: Int
  /// The rules that refused it.
  public var rules: [String]
  /// Whether it is a refused end of a turn.
  public var isStop: Bool

  /// Creates what was counted.
  public init(call: String, milliseconds: Int, rules: [String], isStop: Bool) {
    self.call = call
    self.milliseconds = milliseconds
    self.rules = rules
    self.isStop = isStop
  }
}

/// A call that was refused, and whether a person has let it through once.
public struct RefusedCall: Sendable, Equatable {
  /// What the person types to let it through.
  public var code: String
  /// A digest of what the call does: it passes only when it is exactly the same again.
  public var digest: String
  /// The rules that spoke against it; no other rule's refusal is lifted.
  public var rules: [String]
  /// What was refused, for the person.
  public var what: String
  /// Whether a person has let it through.
  public var isAllowed: Bool
  /// The events at which it has passed: an agent may ask about one call at more than one of them, at each once.
  public var passedAt: [String]
  /// The calls as which it has passed: two hooks of ours may be asked about the same one.
  public var passedAs: [String]

  /// Creates a refused call.
  public init(
    code: String, digest: String, rules: [String], what: String, isAllowed: Bool = false, passedAt: [String] = [],
    passedAs: [String] = []
  ) {
    self.code = code
    self.digest = digest
    self.rules = rules
    self.what = what
    self.isAllowed = isAllowed
    self.passedAt = passedAt
    self.passedAs = passedAs
  }
}

/// Something to be remembered. Policies return these; only the engine applies them, once, after the verdict.
public enum StateChange: Sendable, Equatable {
  /// An effect of this session touched a path that a gate watches.
  case gateDirtied(gate: String, path: String)
  /// A gate was run.
  case gateRan(GateResult)
  /// A gate no longer waits for a run in this session; it stays among those that the session touched.
  case gateSettled(gate: String)
  /// Stop was refused once more.
  case stopBlocked
  /// The run of refusals at Stop is over.
  case stopReleased
  /// A context was given.
  case contextGiven(String)
  /// A notice that is given once a session was given.
  case noticeGiven(String)
  /// The session's tags are these from now on.
  case tagged([String])
  /// A rule refused a call.
  case refused(rule: String)
  /// A call was refused that a person may let through once.
  case callRefused(RefusedCall)
  /// What was counted for a call.
  case counted(CountedCall)
  /// A path was written.
  case touched(String)
  /// A path was made that was not there.
  case created(String)
}

/// The outcome of a gate's run, as `last_quality_gate.json` has it.
public struct GateResult: Sendable, Equatable {
  /// The gate's name.
  public var gate: String
  /// Whether it passed.
  public var passed: Bool
  /// The program's exit code; 128 plus the signal's number for a killed one, 124 at the time limit, 127 where it could not start.
  public var exitCode: Int
  /// The written path that made the gate run.
  public var editedFile: String?
  /// How long it ran.
  public var durationSeconds: Double
  /// The last 4,000 characters of each stream.
  public var standardOutputTail: String
  /// The last 4,000 characters of each stream.
  public var standardErrorTail: String
  /// The session that made it run.
  public var session: String?
  /// When it ended, RFC 3339.
  public var finishedAt: String
  /// A digest of the files that the gate watches, taken before it ran.
  public var tree: String
  /// Why it could not be run at all (not trusted, not found); nil when it ran.
  public var problem: String?
  /// The call that made it run, where something tells it from others.
  public var call: String?

  /// Creates a result.
  public init(
    gate: String, passed: Bool, exitCode: Int, editedFile: String? = nil, durationSeconds: Double = 0,
    standardOutputTail: String = "", standardErrorTail: String = "", session: String? = nil, finishedAt: String = "",
    tree: String = "", problem: String? = nil, call: String? = nil
  ) {
    self.gate = gate
    self.passed = passed
    self.exitCode = exitCode
    self.editedFile = editedFile
    self.durationSeconds = durationSeconds
    self.standardOutputTail = standardOutputTail
    self.standardErrorTail = standardErrorTail
    self.session = session
    self.finishedAt = finishedAt
    self.tree = tree
    self.problem = problem
    self.call = call
  }
}
