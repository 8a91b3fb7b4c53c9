public import HookModel
public import OS
internal import Patterns
internal import PolicyFile

/// The world as it is, for one event.
struct LiveFacts: Facts {
  var project: Project
  var session: SessionState
  var environmentValue: @Sendable (String) -> String?
  /// The project's folder in which gates run and patterns start.
  var folder: String
  var gateResultOf: @Sendable (String) -> GateResult?
  /// Takes a gate's turn; see `Facts.enterGate`.
  var enterGateOf: @Sendable (String, Double) -> GateResult? = { _, _ in nil }
  /// Whether a person has trusted the project's programs; asked only when one is to be run.
  var isTrusted: @Sendable () -> Bool
  /// Whether programs may be run at all: never in a dry run.
  var runsPrograms: Bool
  /// What has been resolved in this call.
  let resolver = Path.Resolver()

  func kind(of path: String) -> FileKind? {
    switch File.kind(of: path) {
    case .file?: .file
    case .folder?: .folder
    case .symlink?: .symlink
    case nil: nil
    default: .special
    }
  }

  func resolve(_ path: String) -> String { (try? resolver.resolve(path)) ?? Paths.clean(path) }

  func contents(of path: String, limit: Int) -> [UInt8]? { try? File.readPrefix(of: path, limit: limit) }

  func names(in folder: String, limit: Int) -> [String]? { try? File.names(in: folder, limit: limit) }

  func environment(_ name: String) -> String? { environmentValue(name) }

  func home(of user: String?) -> String? {
    if user == nil, let own = environmentValue("HOME"), own.utf8.first == UInt8(ascii: "/") { return Paths.clean(own) }
    return Surroundings.home(of: user)
  }

  func gateResult(_ gate: String) -> GateResult? { gateResultOf(gate) }

  func enterGate(_ gate: String, seconds: Double) -> GateResult? { enterGateOf(gate, seconds) }

  func run(_ program: Program) -> ProgramResult {
    guard runsPrograms else { return ProgramResult(ending: .notStarted("a dry run runs no program")) }
    guard !program.needsTrust || isTrusted() else { return ProgramResult(ending: .notTrusted) }
    return ChildProcess.result(of: program)
  }

  func treeDigest(matching patterns: [String]) -> String {
    let watched = PathPatterns(patterns)
    var ignores = GitIgnores(root: folder)
    return TreeDigest.of(
      root: folder, isIgnored: { path, isFolder in ignores.covers(path, isFolder: isFolder) },
      matching: { path in watched.match(path, isFolder: false) != nil })
  }

  func git(_ question: GitQuestion) -> GitAnswer { Git.answer(question) }

  var today: String { Clock.date(Clock.milliseconds()) }
}

extension ChildProcess {
  /// Runs a program that a policy names.
  public static func result(of program: Program) -> ProgramResult {
    var environment = Surroundings.variables()
    for variable in program.variables { environment[variable.name] = variable.value }
    let result = run(
      program.words, directory: program.directory, environment: environment,
      input: program.input.map { Array($0.utf8) } ?? [],
      timeoutSeconds: program.timeoutSeconds, keptBytes: program.keptBytes)
    let ending: ProgramResult.Ending =
      switch result.ending {
      case .exited(let code): .exited(code)
      case .signalled(let signal): .signalled(signal)
      case .timedOut: .timedOut
      case .notStarted(let problem): .notStarted(problem)
      }
    return ProgramResult(
      ending: ending, standardOutput: String(decoding: result.standardOutput, as: UTF8.self),
      standardError: String(decoding: result.standardError, as: UTF8.self), durationSeconds: result.durationSeconds)
  }
}

/// The `.gitignore` files below a folder, read as the walk meets their folders (gitignore(5)).
struct GitIgnores {
  private let root: String
  private var lists: [String: PathPatterns] = [:]

  init(root: String) { self.root = root }

  /// Whether git ignores a path relative to the root. The folders above it have been asked about before, as a walk does.
  mutating func covers(_ path: String, isFolder: Bool) -> Bool {
    var folder = Paths.folder(of: path)
    while true {
      let list = list(in: folder)
      let relative = folder.isEmpty ? path : String(path.dropFirst(folder.count + 1))
      switch list?.decision(relative, isFolder: isFolder) {
      case .matched?: return true
      case .negated?: return false
      default: break
      }
      if folder.isEmpty { return false }
      folder = Paths.folder(of: folder)
    }
  }

  private mutating func list(in folder: String) -> PathPatterns? {
    if let known = lists[folder] { return known }
    var lines: [String] = []
    let place = folder.isEmpty ? root : Paths.join(root, folder)
    for name in folder.isEmpty ? [".git/info/exclude", ".gitignore"] : [".gitignore"] {
      guard let bytes = try? File.read(Paths.join(place, name), limit: 1 << 20) else { continue }
      for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
        lines.append(String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self))
      }
    }
    let list = PathPatterns(lines.filter { !$0.isEmpty })
    lists[folder] = list
    return list
  }
}
