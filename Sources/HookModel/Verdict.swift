/// The event's answer, ordered from lenient to strict.
public enum Verdict: Int, Sendable, Comparable {
  case allow
  case ask
  case deny

  /// Orders from allow to deny.
  public static func < (a: Verdict, b: Verdict) -> Bool { a.rawValue < b.rawValue }

  /// The word that people and files use: `allow`, `ask`, `deny`.
  public var word: String {
    switch self {
    case .allow: "allow"
    case .ask: "ask"
    case .deny: "deny"
    }
  }

  /// The verdict that `word` names, or nil.
  public init?(word: String) {
    switch word {
    case "allow": self = .allow
    case "ask": self = .ask
    case "deny": self = .deny
    default: return nil
    }
  }
}

extension Sequence where Element == Verdict {
  /// The strictest of the verdicts; allow where there is none.
  public func strictest() -> Verdict {
    var strictest = Verdict.allow
    for verdict in self where verdict > strictest { strictest = verdict }
    return strictest
  }
}

/// Why something was refused or asked about, in the three parts that every message has.
public struct Reason: Sendable, Equatable {
  /// What happened: `write to .env refused`.
  public var what: String
  /// Why it matters here: `it matches ".env" in taffrail.toml:4, and secrets are edited by people`.
  public var why: String
  /// How to go on: something that the reader can do next.
  public var fix: String

  /// Creates a reason.
  public init(what: String, why: String, fix: String) {
    self.what = what
    self.why = why
    self.fix = fix
  }
}

/// One policy's answer to one event.
public struct Ruling: Sendable {
  /// The policy's id: `protected-paths`.
  public var policy: String
  /// The rule's id: `core.git.reset-hard`, or the policy's own where it has no finer one.
  public var rule: String
  /// The answer.
  public var verdict: Verdict
  /// Why; every ask and deny has one.
  public var reason: Reason?
  /// Text for the model.
  public var context: String?
  /// Whether the rule is only observed: the ruling stands in the audit with the verdict it would have had, and counts as allow.
  public var isObserved: Bool
  /// Whether not even a person's word in the session takes it away: the guard itself, and the machine's own file.
  public var isFinal = false
  /// What is to be remembered.
  public var changes: [StateChange]

  /// Creates a ruling.
  public init(
    policy: String, rule: String? = nil, verdict: Verdict = .allow, reason: Reason? = nil, context: String? = nil,
    isObserved: Bool = false, changes: [StateChange] = []
  ) {
    self.policy = policy
    self.rule = rule ?? policy
    self.verdict = verdict
    self.reason = reason
    self.context = context
    self.isObserved = isObserved
    self.changes = changes
  }

  /// The verdict that counts: an observed rule's is allow.
  public var effectiveVerdict: Verdict { isObserved ? .allow : verdict }
}

extension [Ruling] {
  /// The strictest verdict of the rulings that are not merely observed.
  public func strictest() -> Verdict {
    // A plain loop: `lazy.map` has metadata to make, a tenth of a whole hook call.
    var strictest = Verdict.allow
    for ruling in self where ruling.effectiveVerdict > strictest { strictest = ruling.effectiveVerdict }
    return strictest
  }
}

/// Something that could not be done, folded from the typed errors of the modules.
public struct Failure: Error, Sendable, Equatable {
  /// The step that failed: `payload`, `policy`, `state`, ...
  public var stage: String
  /// What failed and how to mend it.
  public var reason: Reason

  /// Creates a failure.
  public init(stage: String, reason: Reason) {
    self.stage = stage
    self.reason = reason
  }
}

/// What is written for the agent: the bytes of the two streams and the exit code.
public struct Reply: Sendable, Equatable {
  /// For standard output.
  public var output: String
  /// For standard error.
  public var diagnostics: String
  /// The process's exit code, whose meaning is the dialect's.
  public var exitCode: Int32

  /// Creates a reply; with no arguments, the silence that means "no opinion" to most agents.
  public init(output: String = "", diagnostics: String = "", exitCode: Int32 = 0) {
    self.output = output
    self.diagnostics = diagnostics
    self.exitCode = exitCode
  }
}

/// What the engine decided about an event, for the dialect to put into the agent's words.
public struct Answer: Sendable {
  /// The strictest verdict.
  public var verdict: Verdict
  /// The whole message for a verdict that is not allow, ready to be read by the agent.
  public var message: String
  /// Text for the model, where the agent takes any.
  public var context: String?
  /// Feedback about something that is already done (a failed gate after a tool); nil for none.
  public var feedback: String?
  /// Text for the person, where the agent shows any.
  public var notice: String?
  /// The agent's own "allow" is to be given.
  public var approves: Bool
  /// The tool's whole new input.
  public var rewrittenInput: JSONRewrite?

  /// Creates an answer.
  public init(
    verdict: Verdict = .allow, message: String = "", context: String? = nil, feedback: String? = nil,
    notice: String? = nil, approves: Bool = false, rewrittenInput: JSONRewrite? = nil
  ) {
    self.verdict = verdict
    self.message = message
    self.context = context
    self.feedback = feedback
    self.notice = notice
    self.approves = approves
    self.rewrittenInput = rewrittenInput
  }
}
