/// What stands at a path.
public enum FileKind: Sendable, Equatable {
  case file
  case folder
  case symlink
  /// A device, pipe or socket.
  case special
}

/// What effects and policies may ask about the world. They ask for facts; nobody but the engine goes and gets them, so
/// tests can say what the world is like.
public protocol Facts: Sendable {
  /// What stands at `path` (absolute), not following a symlink at its end; nil where there is nothing or it cannot be told.
  func kind(of path: String) -> FileKind?
  /// The path that the kernel would reach for `path` (absolute): every symlink and `..` resolved, also where the end of
  /// the path does not exist; the lexically cleaned path where a loop or a permission stops it.
  func resolve(_ path: String) -> String
  /// The first `limit` bytes of a regular file, or nil where it cannot be read.
  func contents(of path: String, limit: Int) -> [UInt8]?
  /// At most `limit` names in a folder, in the order of their bytes, without `.` and `..`; nil where it cannot be read.
  func names(in folder: String, limit: Int) -> [String]?
  /// The value of a variable in the hook's environment.
  func environment(_ name: String) -> String?
  /// The home folder of a user by name, or the hook's own for nil; nil where it cannot be told.
  func home(of user: String?) -> String?
  /// The project that the session is about.
  var project: Project { get }
  /// What is remembered of the session.
  var session: SessionState { get }
  /// The last result of a gate.
  func gateResult(_ gate: String) -> GateResult?
  /// Waits, at most so long, while another call runs a gate, and keeps others from it until this call is over. What the
  /// other call found; nil where none was running.
  func enterGate(_ gate: String, seconds: Double) -> GateResult?
  /// Runs a gate's program, or says why it was not run.
  func run(_ program: Program) -> ProgramResult
  /// A digest of those files below the project's root that match `patterns`, ignored ones and caches left out.
  func treeDigest(matching patterns: [String]) -> String
  /// What git says; asked only when a rule needs it.
  func git(_ question: GitQuestion) -> GitAnswer
  /// The date of the call in UTC, `YYYY-MM-DD`; the one clock that a verdict may consult, for `until`.
  var today: String { get }
}

/// The project that a session is about.
public struct Project: Sendable, Equatable {
  /// The root that was fixed for the session, resolved.
  public var root: String
  /// Everything that counts as inside: the repository that contains the root, its other worktrees, and the directories
  /// that the agent was given, each resolved.
  public var inside: [String]
  /// The branch that is checked out; nil outside a repository or on a detached head.
  public var branch: String?

  /// Creates a project.
  public init(root: String, inside: [String]? = nil, branch: String? = nil) {
    self.root = root
    self.inside = inside ?? [root]
    self.branch = branch
  }
}

/// A program that a policy names.
public struct Program: Sendable, Equatable {
  /// The program and its arguments.
  public var words: [String]
  /// Where it runs, absolute.
  public var directory: String
  /// The time after which its whole process group is killed, in seconds.
  public var timeoutSeconds: Double
  /// How much of each stream is kept, in bytes, from its end.
  public var keptBytes: Int
  /// What it gets on standard input.
  public var input: String?
  /// Whether a person must have trusted it: true for what a project's file names.
  public var needsTrust: Bool
  /// What its environment has beyond ours.
  public var variables: [Variable]

  /// A variable of an environment.
  public struct Variable: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: String

    /// Creates a variable.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Creates a program.
  public init(
    words: [String], directory: String, timeoutSeconds: Double, keptBytes: Int = 16_000, input: String? = nil,
    needsTrust: Bool = true, variables: [Variable] = []
  ) {
    self.words = words
    self.directory = directory
    self.timeoutSeconds = timeoutSeconds
    self.keptBytes = keptBytes
    self.input = input
    self.needsTrust = needsTrust
    self.variables = variables
  }
}

/// How a program's run ended.
public struct ProgramResult: Sendable, Equatable {
  /// The ways in which it can end.
  public enum Ending: Sendable, Equatable {
    /// By itself, with this exit code.
    case exited(Int)
    /// By a signal.
    case signalled(Int)
    /// It was killed at the time limit.
    case timedOut
    /// It could not be started, and why.
    case notStarted(String)
    /// No person has trusted the policy's programs.
    case notTrusted
  }
  /// How it ended.
  public var ending: Ending
  /// What it wrote, from the end.
  public var standardOutput: String
  /// What it wrote, from the end.
  public var standardError: String
  /// How long it ran.
  public var durationSeconds: Double

  /// Creates a result.
  public init(
    ending: Ending, standardOutput: String = "", standardError: String = "", durationSeconds: Double = 0
  ) {
    self.ending = ending
    self.standardOutput = standardOutput
    self.standardError = standardError
    self.durationSeconds = durationSeconds
  }
}

/// A question that a rule may put to git.
public enum GitQuestion: Sendable, Equatable {
  /// Is the path tracked, present and unmodified (work tree and index)?
  case isUnmodified(path: String, directory: String)
  /// Does git track the path, or anything below it?
  case isTracked(path: String, directory: String)
  /// Does git ignore the path?
  case isIgnored(path: String, directory: String)
  /// Is every tracked file in the work tree unmodified?
  case isTreeClean(directory: String)
  /// Would moving the branch from HEAD to `revision` leave no commit unreachable?
  case keepsHistory(to: String, directory: String)
  /// Is the tip of the branch reachable from another ref?
  case isMerged(branch: String, directory: String)
}

/// Git's answer; `unknown` where it cannot say, and then the rule stands.
public enum GitAnswer: Sendable, Equatable {
  case yes
  case no
  case unknown
}

extension Facts {
  /// Where nothing runs beside this call, nobody has to be waited for.
  public func enterGate(_ gate: String, seconds: Double) -> GateResult? { nil }
}
