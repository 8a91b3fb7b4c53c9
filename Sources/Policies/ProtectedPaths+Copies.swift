internal import HookModel
internal import Patterns

/// Copies and archives of whole folders: a search shows a few lines of what it finds, a copy carries every byte along. One
/// that stays in the project changes nothing; one that leaves it takes the protected files below the folder with it.
extension PathJudge {
  /// How many names are looked at below a folder, and how deep; a hook cannot walk every tree.
  private static let mostNames = 2_000
  private static let mostLevels = 4

  /// The first file below `folder` that a copy would carry out of the project.
  func carriedOut(of folder: String, by effect: Effect) -> (path: String, match: Match)? {
    guard let command, command.origin == effect.origin, Self.copies(command.run), leavesProject(effect) else {
      return nil
    }
    let exclusions = Exclusions(command.run)
    if exclusions.areInFiles { return nil }
    var carried: (path: String, match: Match)?
    Self.walk(below: folder, facts) { path, isFolder in
      let isLeftOut = exclusions.contain(
        HookModel.Paths.relative(path, to: folder) ?? HookModel.Paths.last(path), isFolder: isFolder)
      if isLeftOut { return .passes }
      guard let found = match(path, path, in: readers, isFolder: isFolder, isRead: true) else { return .goesOn }
      carried = (path, found)
      return .ends
    }
    return carried
  }

  /// What becomes of a walk at a name.
  private enum Step {
    /// It goes on, into the folder where it is one.
    case goesOn
    /// It goes on elsewhere.
    case passes
    /// It has found what it looks for.
    case ends
  }

  /// Walks the names below a folder, those of one level before those of the next, as far as a hook can.
  private static func walk(
    below folder: String, _ facts: any Facts, _ visit: (_ path: String, _ isFolder: Bool) -> Step
  ) {
    var folders = [(path: folder, level: 1)]
    var budget = mostNames
    var next = 0
    while next < folders.count, budget > 0 {
      let (place, level) = folders[next]
      next += 1
      for name in facts.names(in: place, limit: budget) ?? [] {
        budget -= 1
        let path = HookModel.Paths.join(place, name)
        let isFolder = facts.kind(of: path) == .folder
        switch visit(path, isFolder) {
        case .passes: continue
        case .ends: return
        case .goesOn:
          if isFolder, level < mostLevels, !isSkipped(name) { folders.append((path, level + 1)) }
        }
      }
    }
  }

  /// Whether a copy of a whole folder would put something in the place of a guarded file: of one that is there, or of any that
  /// counts at the project's root. It is then ruled on. A copy elsewhere brings along what is another project's own.
  mutating func copyReachesGuarded(_ destination: String, _ kind: WriteKind, _ effect: Effect) -> Bool {
    guard kind == .replace, let linked, linked.origin == effect.origin,
      HookModel.Paths.isInside(destination, root) || HookModel.Paths.isInside(root, destination)
        || isInsideHome(destination)
    else { return false }
    let source = resolve(linked.path)
    guard facts.kind(of: source) == .folder, source != destination else { return false }
    // `.claude` beside the sources is the project's own as well.
    let countsAtRoot =
      destination == root
      || (HookModel.Paths.folder(of: destination) == root
        && HookModel.Paths.last(destination).utf8.first == UInt8(ascii: "."))
    var isRuledOn = false
    Self.walk(below: source, facts) { path, isFolder in
      let name = HookModel.Paths.last(path)
      let copy = HookModel.Paths.join(destination, HookModel.Paths.relative(path, to: source) ?? name)
      guard countsAtRoot || facts.kind(of: copy) != nil, !isFolder || name == ".git" else { return .goesOn }
      if let found = match(copy, copy, in: writers, isFolder: isFolder) {
        refuse("protected-paths.write", "write", copy, found, effect)
        isRuledOn = true
      } else {
        isRuledOn = selfProtection(copy, copy, verb: "write", effect, content: nil)
      }
      return isRuledOn ? .ends : .goesOn
    }
    return isRuledOn
  }

  private func isInsideHome(_ path: String) -> Bool {
    home.map { $0 != "/" && HookModel.Paths.isInside(path, $0) } ?? false
  }

  /// Folders that are large, and made by tools alone.
  private static func isSkipped(_ name: String) -> Bool {
    switch name {
    case ".git", "node_modules", ".venv", "venv", "target", ".build", "__pycache__": true
    default: false
    }
  }

  private static func copies(_ command: ResolvedCommand) -> Bool {
    switch command.program {
    case "cp", "gcp", "rsync", "scp", "sftp", "tar", "gtar", "bsdtar", "zip", "7z", "7za", "7zz", "rar", "ditto", "pax",
      "rclone", "aws", "gsutil", "gcloud", "az", "kubectl", "docker", "podman", "s3cmd", "mc":
      true
    default: false
    }
  }

  /// Whether what the command makes lies outside the project, or goes to a program that sends it on.
  private func leavesProject(_ effect: Effect) -> Bool {
    var makesSomething = false
    for other in context.effects {
      guard other.origin == effect.origin, case .write(let target, _, _) = other.action else { continue }
      makesSomething = true
      guard let path = target.path ?? target.knownFolder else { continue }
      if !isInsideProject(resolve(path)) { return true }
    }
    guard !makesSomething, let command = command?.run else { return !makesSomething }
    guard !command.pipedTo.isEmpty else { return true }
    // `tar c . | gzip > ../x.tgz`: whatever comes behind the pipe may be where it goes.
    var isBehind = false
    for other in context.effects {
      if other.origin == effect.origin {
        isBehind = true
      } else if isBehind {
        switch other.action {
        case .run(let next):
          if let program = next.program, SecretRules.isSender(program) || next.isRemote { return true }
        case .write(let target, _, _):
          if let path = target.path, !isInsideProject(resolve(path)), !OutsideFolders.isHarmlessDevice(path) {
            return true
          }
        default: break
        }
      }
    }
    return command.pipedTo.contains { SecretRules.isSender($0) }
  }

  /// What a copying program is told to leave out.
  private struct Exclusions {
    private var patterns: [String] = []
    /// Whether a file, or the ignore lists of the tree, say what is left out; then it is taken for good.
    private(set) var areInFiles = false
    private let compiled: PathPatterns

    init(_ command: ResolvedCommand) {
      var words = command.arguments.compactMap(\.value)[...]
      var patterns: [String] = []
      while let word = words.popFirst() {
        switch word {
        case "--exclude", "-x", "-xr!", "--ignore": if let pattern = words.popFirst() { patterns.append(pattern) }
        case "--exclude-from", "-X", "--exclude-vcs-ignores", "--exclude-ignore", "--exclude-ignore-recursive",
          "--filter",
          "-f" where command.program == "rsync", "-F" where command.program == "rsync":
          areInFiles = true
        default:
          if word.hasPrefix("--exclude=") {
            patterns.append(String(word.dropFirst("--exclude=".count)))
          } else if word.hasPrefix("-x!") || word.hasPrefix("-xr!") {
            patterns.append(String(word.drop { $0 != "!" }.dropFirst()))
          } else if word.hasPrefix("--exclude-from=") || word.hasPrefix("--exclude-ignore")
            || word.hasPrefix("--filter=")
          {
            areInFiles = true
          }
        }
      }
      self.patterns = patterns.map { $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0 }
      compiled = PathPatterns(self.patterns)
    }

    func contain(_ path: String, isFolder: Bool) -> Bool { compiled.match(path, isFolder: isFolder) != nil }
  }
}
