public import HookModel
public import Patterns

/// Which of the policy's files this is, from the weakest to the strongest: an `allow` lifts rules of weaker files only.
public enum PolicyLayer: Int, Sendable, Comparable, CaseIterable {
  case builtIn
  case user
  case project
  case local
  case machine
  /// A `taffrail.toml` in a folder below the root: it may only tighten, for paths under it.
  case nested

  /// Orders from weak to strong.
  public static func < (a: PolicyLayer, b: PolicyLayer) -> Bool { a.rawValue < b.rawValue }
}

/// A place in a policy file.
public struct Location: Sendable, Equatable {
  /// The file as messages name it: relative to the root where it is inside, `~/...` for the user's.
  public var file: String
  /// The line, from 1; 0 for a built-in value.
  public var line: Int
  /// The column, from 1.
  public var column: Int

  /// Creates a place.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `taffrail.toml:12`, or `the defaults`.
  public var short: String { line == 0 ? file : "\(file):\(line)" }
}

/// A value together with the place where it stands.
public struct Located<Value: Sendable>: Sendable {
  /// The value.
  public var value: Value
  /// The place.
  public var location: Location

  /// Creates a located value.
  public init(_ value: Value, at location: Location) {
    self.value = value
    self.location = location
  }
}

/// A program's words and where they stand. A type of its own, because the first generic one over an array costs every call.
public struct LocatedWords: Sendable {
  /// The words.
  public var value: [String]
  /// The place.
  public var location: Location

  /// Creates located words.
  public init(_ value: [String], at location: Location) {
    self.value = value
    self.location = location
  }
}

/// One policy file, read and checked; every pattern in it has been compiled. design.md 3 is the reference.
/// A nil member means that the file does not have the key, so that the built-in value counts.
public struct PolicyFile: Sendable {
  /// Which file it is.
  public var layer: PolicyLayer
  /// Its absolute path; empty for the built-in values.
  public var path: String
  /// The folder that its patterns are relative to.
  public var folder: String
  /// The file as messages name it.
  public var displayName = "the defaults"
  /// `[session-context]`
  public var sessionContext: SessionContextTable?
  /// `[[prompt-routes]]`
  public var promptRoutes: [PromptRoute] = []
  /// `[protected-paths]`
  public var protectedPaths: ProtectedPathsTable?
  /// `[commands]`
  public var commands = CommandsTable()
  /// `[rules]`, in the order of the file.
  public var ruleSwitches: [RuleSwitch] = []
  /// `[[tools.deny]]`, `[[tools.ask]]`, `[[tools.allow]]`
  public var toolRules: [ToolRule] = []
  /// `[[fetch.deny]]`, `[[fetch.ask]]`, `[[fetch.allow]]`
  public var fetchRules: [FetchRule] = []
  /// `[[content.deny]]`, `[[content.ask]]`
  public var contentRules: [ContentRule] = []
  /// `[[quality-gate]]`
  public var gates: [Gate] = []
  /// `[completion-gate]`
  public var completionGate: CompletionGateTable?
  /// `[[handler]]`
  public var handlers: [EventHandler] = []
  /// `[audit]`
  public var audit = AuditTable()
  /// `fail = "open"` at the top, honoured in the user's and the machine's file only.
  public var failsOpen: Bool?
  /// `[[test]]`
  public var tests: [PolicyTest] = []

  /// Creates an empty file.
  public init(layer: PolicyLayer, path: String, folder: String) {
    self.layer = layer
    self.path = path
    self.folder = folder
  }
}

/// The filters that every rule may carry; an empty list filters nothing.
public struct RuleFilter: Sendable, Equatable {
  /// Agents, by dialect name.
  public var agents: [String] = []
  /// Branches, as globs.
  public var branches: [String] = []
  /// Only inside (true) or only outside (false) a sub-agent.
  public var subagent: Bool?
  /// The agent's permission modes.
  public var permissionModes: [String] = []
  /// Tags of the session's last prompt.
  public var tags: [String] = []
  /// The last date on which the rule counts, `YYYY-MM-DD`, UTC.
  public var until: String?

  /// Creates a filter that lets everything through.
  public init() {}
}

/// `[session-context]`
public struct SessionContextTable: Sendable {
  /// Text as it stands.
  public var text: Located<String>?
  /// Files whose content is appended.
  public var files: [Located<String>] = []
  /// Programs whose output is appended.
  public var commands: [LocatedWords] = []
  /// Sources on which it is given; nil for all (`startup`, `resume`, `clear`, `compact`, `fork`).
  public var sources: [String]?
  /// `[[session-context.when]]`
  public var conditions: [ConditionalContext] = []

  /// Creates an empty table.
  public init() {}
}

/// `[[session-context.when]]`: text that is given only when every condition holds.
public struct ConditionalContext: Sendable {
  /// Text as it stands.
  public var text: String?
  /// Files whose content is appended.
  public var files: [String] = []
  /// Programs whose output is appended.
  public var commands: [[String]] = []
  /// The sources.
  public var sources: [String]?
  /// Branch globs.
  public var branches: [String] = []
  /// Environment variables: `NAME` is set, or `NAME=glob`.
  public var environment: [String] = []
  /// Files that exist, relative to the file's folder; globs are allowed.
  public var exists: [String] = []
  /// The last date, `YYYY-MM-DD`, UTC.
  public var until: String?
  /// The agents.
  public var agents: [String] = []
  /// The place.
  public var location: Location

  /// Creates an entry.
  public init(location: Location) { self.location = location }
}

/// `[[prompt-routes]]`
public struct PromptRoute: Sendable {
  /// Any of these makes the route match.
  public var when: [PromptPattern]
  /// Text for the model.
  public var context: String?
  /// Why the prompt is refused.
  public var deny: String?
  /// Tags for the session.
  public var tags: [String] = []
  /// The filters.
  public var filter = RuleFilter()
  /// The place.
  public var location: Location

  /// Creates a route.
  public init(when: [PromptPattern], location: Location) {
    self.when = when
    self.location = location
  }
}

/// `[protected-paths]`
public struct ProtectedPathsTable: Sendable {
  /// Patterns of paths that are not to be written or deleted.
  public var write: PathPatternList?
  /// Patterns of paths that are not to be read.
  public var read: PathPatternList?
  /// Whether programs may still use what `read` guards (`read-use = "allow"`).
  public var readUse: Verdict?
  /// What writes outside the project lead to.
  public var outside: Verdict?
  /// Folders and files outside that may be written, added to the defaults.
  public var allowOutside: [Located<String>] {
    get { hasDefaultOutside ? DefaultPaths.outsideList : ownAllowOutside }
    set { (hasDefaultOutside, ownAllowOutside) = (false, newValue) }
  }
  /// Whether `allowOutside` is the list of the defaults, which is made only when something asks for it.
  var hasDefaultOutside = false
  private var ownAllowOutside: [Located<String>] = []
  /// Why, in the project's words.
  public var reason: String?
  /// The filters.
  public var filter = RuleFilter()

  /// Creates an empty table.
  public init() {}
}

/// `[commands]` and its arrays of rules.
public struct CommandsTable: Sendable {
  /// The packs that are on.
  public var packs: [Located<String>]?
  /// What an unknown program name leads to.
  public var unknownProgram: Verdict?
  /// What an unknown target of a recursive delete leads to.
  public var unknownDelete: Verdict?
  /// What inline code without a visible delete, write or exec leads to.
  public var inlineCode: Verdict?
  /// The rules, in the order of the file.
  public var rules: [CommandRule] = []
  /// `[[commands.rewrite]]`
  public var rewrites: [CommandRewrite] = []

  /// Creates an empty table.
  public init() {}
}

/// What a rule of a person's own does.
public enum RuleKind: String, Sendable {
  case deny
  case ask
  case allow
  case approve
}

/// `[[commands.deny]]`, `ask`, `allow`, `approve`
public struct CommandRule: Sendable {
  /// What it does.
  public var kind: RuleKind
  /// The words of `run`: the program, then arguments that must all be there, in any order; nil for a rule by `match`.
  public var run: [String]?
  /// `match = '/regex/'` on the resolved command line.
  public var match: RegularExpression?
  /// Why.
  public var reason: String?
  /// What to do instead.
  public var fix: String?
  /// The rules that an allow lifts, by id or glob.
  public var lifts: [String] = []
  /// The filters.
  public var filter = RuleFilter()
  /// The place.
  public var location: Location

  /// Creates a rule.
  public init(kind: RuleKind, location: Location) {
    self.kind = kind
    self.location = location
  }
}

/// `[[commands.rewrite]]`
public struct CommandRewrite: Sendable {
  /// The words to match; a last `*` stands for the arguments that are carried over.
  public var run: [String]
  /// The words that take their place.
  public var to: [String]
  /// Why.
  public var reason: String?
  /// The filters.
  public var filter = RuleFilter()
  /// The place.
  public var location: Location

  /// Creates a rewrite.
  public init(run: [String], to: [String], location: Location) {
    self.run = run
    self.to = to
    self.location = location
  }
}

/// One entry of `[rules]`.
public struct RuleSwitch: Sendable {
  /// What a switched rule does.
  public enum Setting: String, Sendable, CaseIterable {
    case off
    case observe
    case ask
    case deny
  }
  /// The rule's id, or a glob over ids.
  public var rule: String
  /// The setting.
  public var setting: Setting
  /// The place.
  public var location: Location

  /// Creates a switch.
  public init(rule: String, setting: Setting, location: Location) {
    self.rule = rule
    self.setting = setting
    self.location = location
  }
}

/// `[[tools.deny]]`, `ask`, `allow`
public struct ToolRule: Sendable {
  /// What it does.
  public var kind: RuleKind
  /// A glob over the tool's name.
  public var tool: String
  /// Globs over arguments, by name (`a.b` for nested ones); all must match.
  public var with: [(name: String, glob: String)] = []
  /// Why.
  public var reason: String?
  /// What to do instead.
  public var fix: String?
  /// The rules that an allow lifts, by id or glob.
  public var lifts: [String] = []
  /// The filters.
  public var filter = RuleFilter()
  /// The place.
  public var location: Location

  /// Creates a rule.
  public init(kind: RuleKind, tool: String, location: Location) {
    self.kind = kind
    self.tool = tool
    self.location = location
  }
}

/// `[[fetch.deny]]`, `ask`, `allow`
public struct FetchRule: Sendable {
  /// What it does.
  public var kind: RuleKind
  /// A glob over the URL.
  public var url: String
  /// Why.
  public var reason: String?
  /// What to do instead.
  public var fix: String?
  /// The rules that an allow lifts, by id or glob.
  public var lifts: [String] = []
  /// The filters.
  public var filter = RuleFilter()
  /// The place.
  public var location: Location

  /// Creates a rule.
  public init(kind: RuleKind, url: String, location: Location) {
    self.kind = kind
    self.url = url
    self.location = location
  }
}

/// `[[content.deny]]`, `ask`
public struct ContentRule: Sendable {
  /// What it does.
  public var kind: RuleKind
  /// What must not be written.
  public var pattern: RegularExpression
  /// The files it is about; nil for all.
  public var paths: PathPatternList?
  /// The rule's name.
  public var name: String
  /// Why.
  public var reason: String?
  /// What to do instead.
  public var fix: String?
  /// The filters.
  public var filter = RuleFilter()
  /// The place.
  public var location: Location

  /// Creates a rule.
  public init(kind: RuleKind, pattern: RegularExpression, name: String, location: Location) {
    self.kind = kind
    self.pattern = pattern
    self.name = name
    self.location = location
  }
}

/// `[[quality-gate]]`
public struct Gate: Sendable {
  /// When it runs.
  public enum Mode: String, Sendable, CaseIterable {
    /// Marked dirty by an edit, run once at Stop.
    case onStop = "on-stop"
    /// After each edit.
    case blocking
    /// At once, beside the agent.
    case background
  }
  /// Its name, unique in the file.
  public var name: String
  /// The paths that it watches, relative to the file's folder.
  public var when: PathPatternList
  /// The program.
  public var run: [String]
  /// The time limit in seconds; at most 540.
  public var timeoutSeconds: Double
  /// When it runs.
  public var mode: Mode
  /// The filters.
  public var filter = RuleFilter()
  /// The place.
  public var location: Location

  /// Creates a gate.
  public init(
    name: String, when: PathPatternList, run: [String], timeoutSeconds: Double, mode: Mode, location: Location
  ) {
    self.name = name
    self.when = when
    self.run = run
    self.timeoutSeconds = timeoutSeconds
    self.mode = mode
    self.location = location
  }
}

/// `[completion-gate]`
public struct CompletionGateTable: Sendable {
  /// The gates that must have passed.
  public var require: [Located<String>] = []
  /// How many times in a row Stop is refused at the most.
  public var maxBlocks = 3
  /// Whether sub-agents are held to it, too.
  public var subagents = true
  /// The place.
  public var location: Location

  /// Creates a table.
  public init(location: Location) { self.location = location }
}

/// `[[handler]]`
public struct EventHandler: Sendable {
  /// The canonical event names.
  public var events: [String]
  /// A glob over the tool's name; nil for every tool.
  public var tool: String?
  /// The program.
  public var run: [String]
  /// The time limit in seconds.
  public var timeoutSeconds: Double
  /// The filters.
  public var filter = RuleFilter()
  /// The place.
  public var location: Location

  /// Creates a handler.
  public init(events: [String], run: [String], timeoutSeconds: Double, location: Location) {
    self.events = events
    self.run = run
    self.timeoutSeconds = timeoutSeconds
    self.location = location
  }
}

/// `[audit]`
public struct AuditTable: Sendable {
  /// The folder, relative to the root or absolute.
  public var folder: Located<String>?
  /// How many days of files are kept.
  public var keepDays: Int?
  /// Patterns that are cut beyond the built-in ones.
  public var redact: [RegularExpression] = []
  /// Whether a record that cannot be written becomes a refusal (machine's file only).
  public var isRequired: Bool?
  /// Whether refusals, gate results and session ends are synced to disk (`durability = "power"`).
  public var survivesPowerLoss: Bool?
  /// A Markdown summary of each session is written into this folder, relative to the root.
  public var summary: Located<String>?

  /// Creates an empty table.
  public init() {}
}

/// `[[test]]`
public struct PolicyTest: Sendable {
  /// What is tried.
  public enum Subject: Sendable {
    case run(String)
    case write(String)
    case read(String)
    case delete(String)
    case prompt(String)
  }
  /// What is tried.
  public var subject: Subject
  /// What must come of it.
  public var expect: Verdict
  /// The rule that must have decided, where it is named.
  public var rule: String?
  /// The place.
  public var location: Location

  /// Creates a test.
  public init(subject: Subject, expect: Verdict, rule: String? = nil, location: Location) {
    self.subject = subject
    self.expect = expect
    self.rule = rule
    self.location = location
  }
}
