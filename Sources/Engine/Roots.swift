internal import HookModel
internal import OS

/// Where a session's project is (design.md 1, "The root").
struct Roots {
  /// The root that was fixed for the session, resolved.
  var root: String
  /// The folder of the policy file that counts: the root's own, or the nearest above it inside the repository; nil without one.
  var policyFolder: String?
  /// The repository that contains the root, by its topmost folder; nil outside of any.
  var repository: String?

  /// The folder that state, gates and patterns belong to.
  var home: String { policyFolder ?? root }

  static let policyName = "taffrail.toml"

  /// Finds the root for an event.
  ///
  /// - Parameters:
  ///   - named: `--project`, or the folder that the agent names.
  ///   - remembered: for an agent that names none, the folder in which the session began.
  ///   - cwd: where the agent works now.
  static func find(named: String?, remembered: String?, cwd: String?) -> Roots {
    let here = cwd.map(resolved) ?? (try? Surroundings.currentDirectory()) ?? "/"
    if let folder = named.map(resolved) ?? remembered.map(resolved) {
      return Roots(from: folder)
    }
    let repository = repository(containing: here)
    if let folder = policyFolder(from: here, upTo: repository) {
      return Roots(root: folder, policyFolder: folder, repository: repository)
    }
    return Roots(root: repository ?? here, policyFolder: nil, repository: repository)
  }

  private init(root: String, policyFolder: String?, repository: String?) {
    self.root = root
    self.policyFolder = policyFolder
    self.repository = repository
  }

  private init(from folder: String) {
    root = folder
    repository = Self.repository(containing: folder)
    policyFolder = Self.policyFolder(from: folder, upTo: repository)
  }

  private static func resolved(_ path: String) -> String { (try? Path.resolve(path)) ?? Paths.clean(path) }

  /// The nearest folder at or above `folder` with a policy file, not above the repository. Outside a repository only the
  /// folder itself and those above it up to, and without, the home folder count.
  private static func policyFolder(from folder: String, upTo repository: String?) -> String? {
    let home = Surroundings.home(of: nil)
    var current = folder
    while true {
      if File.kind(of: Paths.join(current, policyName)) != nil { return current }
      if current == repository || current == "/" || current == home { return nil }
      current = Paths.folder(of: current)
    }
  }

  /// The nearest folder at or above `folder` that holds a `.git` (a folder, or a worktree's file).
  static func repository(containing folder: String) -> String? {
    var current = folder
    while true {
      if File.kind(of: Paths.join(current, ".git")) != nil { return current }
      if current == "/" || current.isEmpty { return nil }
      current = Paths.folder(of: current)
    }
  }

  /// Everything that counts as inside the project: the repository, its other worktrees, and the directories that the agent
  /// was given.
  func inside(additional: [String]) -> [String] {
    var folders = [repository ?? root]
    if !Paths.isInside(root, folders[0]) { folders.append(root) }
    if let repository { folders += Self.worktrees(of: repository) }
    for folder in additional { folders.append(Self.resolved(folder)) }
    return folders
  }

  /// git-worktree(1): a worktree's `.git` file names its folder below the main repository's `.git/worktrees`, each of which
  /// names its worktree in `gitdir`.
  private static func worktrees(of repository: String) -> [String] {
    let git = Paths.join(repository, ".git")
    var common = git
    var found: [String] = []
    if File.kind(of: git) == .file {
      guard let text = line(of: git), text.utf8.starts(with: "gitdir: ".utf8) else { return [] }
      let own = resolved(Paths.join(repository, String(text.dropFirst(8))))
      guard let back = line(of: Paths.join(own, "commondir")) else { return [] }
      common = resolved(Paths.join(own, back))
      if Paths.last(common) == ".git" { found.append(Paths.folder(of: common)) }
    }
    for name in (try? File.names(in: Paths.join(common, "worktrees"), limit: 200)) ?? [] {
      if let place = line(of: Paths.join(common, "worktrees/\(name)/gitdir")) {
        let folder = Paths.folder(of: place)
        // A worktree that was deleted by hand leaves its entry behind; a folder that is not there vouches for nothing.
        if folder != repository, File.kind(of: place) != nil { found.append(resolved(folder)) }
      }
    }
    return found
  }

  private static func line(of path: String) -> String? {
    guard let bytes = try? File.read(path, limit: 4_096) else { return nil }
    let text = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  /// The branch that is checked out; nil outside a repository or on a detached head.
  var branch: String? {
    guard let repository else { return nil }
    var git = Paths.join(repository, ".git")
    if File.kind(of: git) == .file {
      guard let text = Self.line(of: git), text.utf8.starts(with: "gitdir: ".utf8) else { return nil }
      git = Paths.join(repository, String(text.dropFirst(8)))
    }
    guard let head = Self.line(of: Paths.join(git, "HEAD")) else { return nil }
    let prefix = "ref: refs/heads/"
    return head.utf8.starts(with: prefix.utf8) ? String(head.dropFirst(prefix.count)) : nil
  }
}
