public import HookModel

/// A world in memory: files, folders, symlinks, an environment, a session and git's answers, all said by the test.
///
///     let facts = FakeFacts(files: ["/repo/a.txt": "text"], folders: ["/repo/build"], links: ["/repo/out": "/etc"])
///
/// The folders above each path that is named exist, too, and so do `/`, `/tmp`, the home folder and the project's root.
public struct FakeFacts: Facts {
  /// One thing that stands at a path.
  public enum Entry: Sendable, Equatable {
    case file([UInt8])
    case folder
    case symlink(String)
    case special
  }

  /// What stands at each path.
  public private(set) var entries: [String: Entry] = [:]
  /// The names in each folder.
  private var children: [String: Set<String>] = [:]
  /// Paths that exist and cannot be read.
  public var unreadable: Set<String> = []
  /// The hook's environment.
  public var variables: [String: String]
  /// The home folders of named users.
  public var homes: [String: String] = [:]
  /// The home folder of the hook's own user.
  public var ownHome: String?
  /// The project.
  public var project: Project
  /// What is remembered of the session.
  public var session = SessionState()
  /// What `gateResult` answers.
  public var gateResults: [String: GateResult] = [:]
  /// What git says; `gitDefault` for every other question.
  public var gitAnswers: [(question: GitQuestion, answer: GitAnswer)] = []
  /// What git says to a question that is not listed.
  public var gitDefault = GitAnswer.unknown
  /// What a program's run gives.
  public var runs: @Sendable (Program) -> ProgramResult = { _ in
    ProgramResult(ending: .notStarted("no program can be run in this test"))
  }
  /// What `treeDigest` answers.
  public var digest: @Sendable ([String]) -> String = { _ in "digest" }
  /// The date.
  public var today = "2025-06-01"

  /// Creates a world. `HOME` is set to `home` unless `environment` says otherwise.
  public init(
    root: String = "/repo", files: [String: String] = [:], folders: [String] = [], links: [String: String] = [:],
    environment: [String: String] = [:], home: String? = "/home/me"
  ) {
    project = Project(root: root)
    variables = environment
    ownHome = home
    if let home, variables["HOME"] == nil { variables["HOME"] = home }
    addFolder("/")
    addFolder("/tmp")
    addFolder(root)
    if let home { addFolder(home) }
    for folder in folders { addFolder(folder) }
    for (path, text) in files { addFile(path, text) }
    for (path, target) in links { addLink(path, to: target) }
  }

  /// Makes a folder, and those above it.
  public mutating func addFolder(_ path: String) { add(.folder, at: path) }

  /// Makes a file with this text, and the folders above it.
  public mutating func addFile(_ path: String, _ text: String) { add(.file(Array(text.utf8)), at: path) }

  /// Makes a symlink, and the folders above it.
  public mutating func addLink(_ path: String, to target: String) { add(.symlink(target), at: path) }

  /// Makes a device, pipe or socket, and the folders above it.
  public mutating func addSpecial(_ path: String) { add(.special, at: path) }

  private mutating func add(_ entry: Entry, at path: String) {
    let path = Paths.clean(path)
    if entry == .folder, entries[path] != nil { return }
    entries[path] = entry
    if entry == .folder, children[path] == nil { children[path] = [] }
    guard path != "/" else { return }
    let parent = Paths.folder(of: path)
    add(.folder, at: parent)
    children[parent, default: []].insert(Paths.last(path))
  }

  /// What stands at a path, symlinks in the folders above it followed.
  public func kind(of path: String) -> FileKind? {
    let path = Paths.clean(path)
    switch entries[path == "/" ? "/" : Paths.join(resolve(Paths.folder(of: path)), Paths.last(path))] {
    case .file: return .file
    case .folder: return .folder
    case .symlink: return .symlink
    case .special: return .special
    case nil: return nil
    }
  }

  /// The path with every symlink and `..` resolved; the lexically cleaned one where links go in a circle.
  public func resolve(_ path: String) -> String {
    var waiting = path.split(separator: "/").map(String.init).reversed() as [String]
    var reached: [String] = []
    var links = 0
    while let name = waiting.popLast() {
      if name == "." { continue }
      if name == ".." {
        reached = reached.dropLast()
        continue
      }
      let next = "/" + (reached + [name]).joined(separator: "/")
      guard case .symlink(let target) = entries[next] else {
        reached.append(name)
        continue
      }
      links += 1
      if links > 40 { return Paths.clean(path) }
      if target.hasPrefix("/") { reached = [] }
      waiting += target.split(separator: "/").map(String.init).reversed()
    }
    return "/" + reached.joined(separator: "/")
  }

  /// The bytes of a file.
  public func contents(of path: String, limit: Int) -> [UInt8]? {
    let path = resolve(path)
    guard !unreadable.contains(path), case .file(let bytes) = entries[path] else { return nil }
    return Array(bytes.prefix(limit))
  }

  /// The names in a folder, sorted by their bytes.
  public func names(in folder: String, limit: Int) -> [String]? {
    let folder = resolve(folder)
    guard !unreadable.contains(folder), let names = children[folder] else { return nil }
    return Array(names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(limit))
  }

  /// A variable's value.
  public func environment(_ name: String) -> String? { variables[name] }

  /// A home folder.
  public func home(of user: String?) -> String? {
    guard let user else { return ownHome }
    return homes[user]
  }

  /// A gate's last result.
  public func gateResult(_ gate: String) -> GateResult? { gateResults[gate] }

  /// What `runs` answers.
  public func run(_ program: Program) -> ProgramResult { runs(program) }

  /// What `digest` answers.
  public func treeDigest(matching patterns: [String]) -> String { digest(patterns) }

  /// The listed answer, or `gitDefault`.
  public func git(_ question: GitQuestion) -> GitAnswer {
    for (known, answer) in gitAnswers where known == question { return answer }
    return gitDefault
  }
}
