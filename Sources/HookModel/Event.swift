public import JSON

/// The points of an agent's life, by their canonical names. Every agent's own names are mapped to these; an event that
/// no policy speaks about is a `notice`, which is audited and answered neutrally.
public enum EventKind: String, Sendable, CaseIterable {
  case sessionStart = "SessionStart"
  case userPromptSubmit = "UserPromptSubmit"
  case preToolUse = "PreToolUse"
  case permissionRequest = "PermissionRequest"
  case postToolUse = "PostToolUse"
  case postToolUseFailure = "PostToolUseFailure"
  case stop = "Stop"
  case subagentStart = "SubagentStart"
  case subagentStop = "SubagentStop"
  case preCompact = "PreCompact"
  case configChange = "ConfigChange"
  case sessionEnd = "SessionEnd"
  case notice = "Notice"
}

/// A set of event kinds. Bits and not a `Set`, whose making costs more than the question that it answers.
public struct EventKinds: OptionSet, Sendable {
  /// One bit for each kind, in the order of `EventKind`.
  public let rawValue: Int
  /// Creates a set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// The set of one kind.
  public init(_ kind: EventKind) { rawValue = 1 << kind.index }

  /// Tool calls that are proposed.
  public static var judged: EventKinds { EventKinds(.preToolUse).union(EventKinds(.permissionRequest)) }
  /// Every kind.
  public static var all: EventKinds { EventKinds(rawValue: -1) }

  /// Whether a kind is in the set.
  public func contains(_ kind: EventKind) -> Bool { rawValue & (1 << kind.index) != 0 }
}

extension EventKind {
  fileprivate var index: Int {
    switch self {
    case .sessionStart: 0
    case .userPromptSubmit: 1
    case .preToolUse: 2
    case .permissionRequest: 3
    case .postToolUse: 4
    case .postToolUseFailure: 5
    case .stop: 6
    case .subagentStart: 7
    case .subagentStop: 8
    case .preCompact: 9
    case .configChange: 10
    case .sessionEnd: 11
    case .notice: 12
    }
  }
}

/// One call of a hook: what the agent said, in words that no longer depend on which agent it was.
public struct Event: Sendable {
  /// The dialect's name, such as `claude-code`.
  public var agent: String
  /// What kind of point in the agent's life this is.
  public var kind: EventKind
  /// The event's name as the agent spells it.
  public var name: String
  /// The agent's id of the session; nil where the agent sends none.
  public var session: String?
  /// Where the agent keeps its transcript.
  public var transcriptPath: String?
  /// The directory in which the agent now works, absolute.
  public var cwd: String?
  /// The project's root where the agent names it (`CLAUDE_PROJECT_DIR`, `workspace_roots[0]`, ...), absolute.
  public var projectDirectory: String?
  /// Further directories that the agent was given as part of its work.
  public var additionalDirectories: [String] = []
  /// The tool call that is proposed or done.
  public var tool: ToolCall?
  /// The text that was submitted.
  public var prompt: Prompt?
  /// What started the session (`startup`, `resume`, `clear`, `compact`, `fork`), or the `source` of another event.
  public var source: String?
  /// Why the session ended.
  public var reason: String?
  /// The agent's own word that it already continues because of a Stop hook (`stop_hook_active`).
  public var continuesAfterStop = false
  /// The sub-agent inside which this happens.
  public var subagent: Subagent?
  /// The agent's permission mode, as the agent spells it.
  public var permissionMode: String?
  /// The agent's id of the turn or prompt that this belongs to.
  public var turn: String?
  /// The file that a configuration change is about.
  public var configurationFile: String?
  /// What the agent does with an answer to this event.
  public var capabilities: Capabilities
  /// The whole payload.
  public var payload: JSONValue

  /// Creates an event with nothing but what each has.
  public init(agent: String, kind: EventKind, name: String, capabilities: Capabilities = .none, payload: JSONValue) {
    self.agent = agent
    self.kind = kind
    self.name = name
    self.capabilities = capabilities
    self.payload = payload
  }

  /// The name under which the event stands in the audit: the canonical one, or a notice's own.
  public var canonicalName: String { kind == .notice ? name : kind.rawValue }

  /// A submitted prompt.
  public struct Prompt: Sendable {
    /// The text.
    public var text: String
    /// Whether a person typed it; false for a sub-agent's task or a finished background task's notice.
    public var isFromPerson: Bool

    /// Creates a prompt.
    public init(text: String, isFromPerson: Bool) {
      self.text = text
      self.isFromPerson = isFromPerson
    }
  }

  /// The sub-agent that acts.
  public struct Subagent: Sendable, Equatable {
    /// The agent's id of the sub-agent.
    public var id: String
    /// The sub-agent's type, such as `general-purpose`.
    public var type: String

    /// Creates a sub-agent.
    public init(id: String, type: String) {
      self.id = id
      self.type = type
    }
  }

  /// What an agent honours in the answer to one event. Policies never look at it to decide; the engine does, to know
  /// what a verdict becomes.
  public struct Capabilities: OptionSet, Sendable {
    /// The bits.
    public let rawValue: Int
    /// Creates a set from its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// A refusal keeps the thing from happening (or, at Stop, makes the agent go on).
    public static let deny = Capabilities(rawValue: 1)
    /// A question is put to the agent's person.
    public static let ask = Capabilities(rawValue: 2)
    /// Text can be added for the model.
    public static let context = Capabilities(rawValue: 4)
    /// Feedback after a tool reaches the model.
    public static let feedback = Capabilities(rawValue: 8)
    /// The agent's own "allow" can be given.
    public static let approve = Capabilities(rawValue: 16)
    /// The tool's input can be replaced.
    public static let rewrite = Capabilities(rawValue: 32)
    /// No event will tell when this tool call is done, so what it touches is noted now.
    public static let lastWord = Capabilities(rawValue: 64)
    /// Nothing is honoured.
    public static let none: Capabilities = []
  }
}

/// A call of a tool, in words that no longer depend on which agent made it.
public struct ToolCall: Sendable {
  /// The tool's name as the agent spells it.
  public var name: String
  /// The agent's id of the call.
  public var id: String?
  /// What the tool does.
  public var action: ToolAction
  /// The tool's input, as sent.
  public var input: JSONValue
  /// The tool's result, once there is one.
  public var output: JSONValue?

  /// Creates a tool call.
  public init(name: String, id: String? = nil, action: ToolAction, input: JSONValue, output: JSONValue? = nil) {
    self.name = name
    self.id = id
    self.action = action
    self.input = input
    self.output = output
  }
}

/// What a tool call does, whatever the tool is called. Paths are as the agent sent them, relative to the event's cwd.
public enum ToolAction: Sendable {
  /// Runs a shell script, in the tool's own working directory where it names one.
  case shell(script: String, directory: String?)
  /// Writes whole files.
  case write(path: String, content: String?)
  /// Replaces parts of a file.
  case edit(path: String, replacements: [Replacement])
  /// Applies a patch: `*** Begin Patch` or unified diff text.
  case patch(String)
  /// Shows files.
  case read(paths: [String])
  /// Shows lines of files below a path (grep).
  case search(path: String?, pattern: String, glob: String?)
  /// Lists names below a path; no file's content is shown.
  case list(path: String?, pattern: String?)
  /// Deletes files or folders.
  case delete(paths: [String])
  /// Fetches a URL.
  case fetch(url: String)
  /// Calls an MCP server's tool.
  case mcp(server: String, tool: String, arguments: JSONValue)
  /// Any other tool; judged by those of its arguments that name paths, commands or URLs.
  case other(arguments: JSONValue)
  /// A tool that touches nothing that a policy speaks about (a sub-agent's start, a to-do list, a question).
  case harmless
}

/// One replacement of an edit.
public struct Replacement: Sendable, Equatable {
  /// The text that is there.
  public var old: String
  /// The text that takes its place.
  public var new: String

  /// Creates a replacement.
  public init(old: String, new: String) {
    self.old = old
    self.new = new
  }
}
