public import HookModel
public import JSON

/// One agent's wire format: a pure translation of payloads into events and of answers into replies. A dialect touches no
/// file and never knows which policy answered.
public protocol Dialect: Sendable {
  /// The name on the command line: `claude-code`.
  static var name: String { get }
  /// The agent's name for people: `Claude Code`.
  static var title: String { get }
  /// The agent's events as data: the source of decoding, of the install fragment and of the documentation.
  static var events: [EventProfile] { get }
  /// Where and how the agent is configured; nil for one that has no configuration file of its own.
  static var installation: Installation? { get }
  /// What is known of the agent beyond its events.
  static var traits: AgentTraits { get }

  /// Translates a payload.
  ///
  /// - Parameters:
  ///   - payload: what came on standard input.
  ///   - eventName: the event's name where the payload does not carry it (`--event`).
  ///   - environment: the hook's environment.
  /// - Throws: `DecodeError` where a field that is used is missing or of the wrong type.
  static func decode(
    _ payload: JSONValue, eventName: String?, environment: (String) -> String?
  ) throws(DecodeError) -> Event

  /// Puts an answer into the agent's words. What the agent cannot express becomes the stricter thing that it can.
  static func encode(_ answer: Answer, for event: Event) -> Reply

  /// Refuses a call that could not be judged. `eventName` is the agent's name of the event where that much is known;
  /// an event that cannot be refused is answered neutrally, with the failure on standard error. Stop is never refused
  /// for a failure, so that nobody is trapped in a loop by a guard that is broken.
  static func refuse(_ message: String, eventName: String?) -> Reply

  /// The tool and its input with which the agent does that; nil where it has no tool for it.
  static func sampleTool(_ tool: SampleCall.Tool) -> (name: String, input: JSONValue)?

  /// A payload as the agent would send it at that event; nil where the event is about a tool call that it cannot make.
  static func samplePayload(_ event: EventProfile, _ call: SampleCall) -> JSONValue?
}

extension Dialect {
  /// The profile of one of the agent's events, or nil for a name that it did not have when this was written.
  public static func profile(named name: String) -> EventProfile? {
    for profile in events where profile.name == name { return profile }
    return nil
  }

  /// See the requirement.
  public static func refuse(_ message: String, eventName: String?) -> Reply {
    refusal(message, eventName: eventName, silence: "")
  }

  /// A refusal as every agent has it. An event that nobody knows counts as a tool call: exit code 2 with the reason on
  /// standard error is the one refusal that all of them honour at every event.
  ///
  /// - Parameter silence: what the agent wants to read where there is nothing to say.
  static func refusal(_ message: String, eventName: String?, silence: String) -> Reply {
    guard let eventName, let profile = profile(named: eventName) else {
      return Reply(diagnostics: Wording.reason(message), exitCode: 2)
    }
    guard profile.isRefusedOnFailure else { return Reply(output: silence, diagnostics: Wording.reason(message)) }
    let event = Event(
      agent: name, kind: profile.kind, name: profile.name, capabilities: profile.capabilities, payload: .null)
    return encode(Answer(verdict: .deny, message: message), for: event)
  }
}

/// What an agent does at one of its events.
public struct EventProfile: Sendable {
  /// The agent's name of the event.
  public var name: String
  /// What it is to us.
  public var kind: EventKind
  /// What the agent honours in an answer.
  public var capabilities: Event.Capabilities
  /// Whether `install` registers it.
  public var isInstalled: Bool
  /// Whether `install` lets a hook that fails refuse, where the agent has such an option and the scope allows it.
  public var isFailClosed: Bool
  /// The time limit that `install` writes, in seconds.
  public var timeoutSeconds: Int

  /// Creates a profile.
  public init(
    _ name: String, _ kind: EventKind, _ capabilities: Event.Capabilities = .none, isInstalled: Bool = true,
    isFailClosed: Bool = false, timeoutSeconds: Int = 10
  ) {
    self.name = name
    self.kind = kind
    self.capabilities = capabilities
    self.isInstalled = isInstalled
    self.isFailClosed = isFailClosed
    self.timeoutSeconds = timeoutSeconds
  }

  /// Whether a call that could not be judged is refused at this event.
  public var isRefusedOnFailure: Bool {
    capabilities.contains(.deny) && kind != .stop && kind != .subagentStop
  }

  /// Whether the event is about a tool call, so that a matcher on tools applies.
  public var isAboutTool: Bool {
    switch kind {
    case .preToolUse, .permissionRequest, .postToolUse, .postToolUseFailure: true
    default: false
    }
  }
}

/// What is known of an agent beyond its events, for people.
public struct AgentTraits: Sendable {
  /// On what the knowledge rests.
  public enum Evidence: Sendable {
    /// The executable was run, at that version and on that day.
    case executable(version: String, date: String)
    /// The agent's own hook code was run, without the rest of it.
    case hookCode(version: String, date: String)
    /// Its documentation, source or published captures, as of that version.
    case documentation(version: String)
    /// It is ours.
    case ourOwn
  }
  /// On what the knowledge rests.
  public var evidence: Evidence
  /// What the agent does when a hook crashes, hangs or is missing.
  public var onHookFailure: String
  /// What the agent does that no hook is told of.
  public var neverSent: [String]

  /// Creates the traits.
  public init(evidence: Evidence, onHookFailure: String, neverSent: [String]) {
    self.evidence = evidence
    self.onHookFailure = onHookFailure
    self.neverSent = neverSent
  }
}

/// Where and how an agent's hooks are configured.
public struct Installation: Sendable {
  /// The shapes of configuration files.
  public enum Shape: String, Sendable {
    /// `{"hooks": {"Event": [{"matcher": ..., "hooks": [handler]}]}}`
    case hooksObject
    /// The same map without the `hooks` wrapper.
    case bareEventMap
    /// `{"version": 1, "hooks": {"event": [handler]}}`
    case versionedFlatEvents
  }
  /// What a handler says besides its command.
  public struct HandlerFormat: Sendable {
    /// The member that has the time limit.
    public var timeoutName = "timeout"
    /// Whether the handler says `"type": "command"`.
    public var hasType: Bool
    /// Whether the command line names its event, because the payload does not.
    public var namesEvent = false
    /// Whether a command that cannot be found is taken for a refusal, so that a shared file has to ask first whether
    /// taffrail is there.
    public var refusesWhenMissing = false

    /// Creates a format.
    public init(
      timeoutName: String = "timeout", hasType: Bool, namesEvent: Bool = false, refusesWhenMissing: Bool = false
    ) {
      self.timeoutName = timeoutName
      self.hasType = hasType
      self.namesEvent = namesEvent
      self.refusesWhenMissing = refusesWhenMissing
    }
  }
  /// The project's file, relative to the root.
  public var projectFile: String
  /// The project's file for one person alone, relative to the root; nil where the agent has none.
  public var localFile: String?
  /// The user's file, relative to the home folder.
  public var userFile: String
  /// The environment variable that stands for the first folder of the user's file, where the agent has one.
  public var userFolderVariable: String?
  /// The shape of the project's file.
  public var shape: Shape
  /// The shape of the local and the user's file, where it is another one.
  public var personalShape: Shape
  /// How a handler is written.
  public var handler: HandlerFormat
  /// The matcher that is written for events that match on tools; none where it is nil.
  public var toolMatcher: String?
  /// How many of the units in which time limits are written make a second: 1, or 1,000 for milliseconds.
  public var timeoutsPerSecond: Int
  /// The handler's option that makes the agent refuse when the hook fails, with its value (`onFailure: "block"`).
  public var failClosedOption: JSONValue.Member?
  /// Whether the agent reads its file with comments in it.
  public var allowsComments: Bool
  /// What a person still has to do after installing, if anything: trusting the hooks, a restart.
  public var afterwards: String?

  /// Creates an installation.
  public init(
    projectFile: String, localFile: String? = nil, userFile: String, userFolderVariable: String? = nil,
    shape: Shape, personalShape: Shape? = nil, handler: HandlerFormat? = nil, toolMatcher: String? = nil,
    timeoutsPerSecond: Int = 1,
    failClosedOption: JSONValue.Member? = nil,
    allowsComments: Bool = false,
    afterwards: String? = nil
  ) {
    self.projectFile = projectFile
    self.localFile = localFile
    self.userFile = userFile
    self.userFolderVariable = userFolderVariable
    self.shape = shape
    self.personalShape = personalShape ?? shape
    self.handler = handler ?? HandlerFormat(hasType: shape != .versionedFlatEvents)
    self.toolMatcher = toolMatcher
    self.timeoutsPerSecond = timeoutsPerSecond
    self.failClosedOption = failClosedOption
    self.allowsComments = allowsComments
    self.afterwards = afterwards
  }
}

/// Why a payload could not be translated.
public enum DecodeError: Error, Sendable, Equatable {
  /// A key is not there: its path.
  case missing(String)
  /// A value has the wrong type: its path, what was expected, what was found.
  case wrongType(path: String, expected: String, found: String)
  /// A value has the right type but cannot be used: its path and why.
  case invalid(path: String, problem: String)
}

extension DecodeError: CustomStringConvertible {
  /// The mistake in one line: `tool_input.command: expected string, found array`.
  public var description: String {
    switch self {
    case .missing(let path): "\(path): missing"
    case .wrongType(let path, let expected, let found): "\(path): expected \(expected), found \(found)"
    case .invalid(let path, let problem): "\(path): \(problem)"
    }
  }
}
