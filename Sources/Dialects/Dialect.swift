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
  /// Where and how the agent is configured.
  static var installation: Installation { get }

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
  /// an event that cannot be refused is answered neutrally, with the failure on standard error.
  static func refuse(_ message: String, eventName: String?) -> Reply
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
  /// The time limit that `install` writes, in seconds.
  public var timeoutSeconds: Int

  /// Creates a profile.
  public init(
    _ name: String, _ kind: EventKind, _ capabilities: Event.Capabilities = .none, isInstalled: Bool = true,
    timeoutSeconds: Int = 10
  ) {
    self.name = name
    self.kind = kind
    self.capabilities = capabilities
    self.isInstalled = isInstalled
    self.timeoutSeconds = timeoutSeconds
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
  }
  /// The project's file, relative to the root.
  public var projectFile: String
  /// The project's file for one person alone, relative to the root; nil where the agent has none.
  public var localFile: String?
  /// The user's file, relative to the home folder.
  public var userFile: String
  /// The shape of these files.
  public var shape: Shape
  /// Whether a matcher is written, and which, for events that match on tools.
  public var toolMatcher: String?
  /// The handler's option that makes the agent refuse when the hook fails, with its value (`onFailure: "block"`).
  public var failClosedOption: JSONValue.Member?
  /// What a person still has to do after installing, if anything: trusting the hooks, a restart.
  public var afterwards: String?

  /// Creates an installation.
  public init(
    projectFile: String, localFile: String? = nil, userFile: String, shape: Shape, toolMatcher: String? = nil,
    failClosedOption: JSONValue.Member? = nil, afterwards: String? = nil
  ) {
    self.projectFile = projectFile
    self.localFile = localFile
    self.userFile = userFile
    self.shape = shape
    self.toolMatcher = toolMatcher
    self.failClosedOption = failClosedOption
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
