import HookModel

/// Deletes, judged by what is lost: the target counts, not the program.
enum DeleteRules {
  /// Judges a delete of `target`.
  static func judge(delete target: Target, recursive: Bool, _ scene: Scene, _ findings: inout Findings) {
    // `git clean`, `git rm` and the rest have rules of their own, which know what git can give back.
    if scene.program == "git" { return }
    // `rm -rf ""` says that there is no such file.
    if scene.hasEmptyArgument,
      scene.command?.arguments.contains(where: { $0.value == "" && $0.spelling == target.spelling }) == true
    {
      return
    }
    if isFound(target, scene) {
      judge(found: target, recursive: recursive, scene, &findings)
      return
    }
    guard let path = target.path else {
      judge(unknown: target, recursive: recursive, scene, &findings)
      return
    }
    // `rm *` empties a folder: judged as the folder itself, so that one hundred names are one question.
    let isEverything = target.isFromWildcard && isCatchAll(target.spelling)
    var subject = Paths.clean(path)
    if isEverything { subject = Paths.folder(of: subject) }
    if scene.program == "mv" {
      judge(moved: subject, target, scene, &findings)
      return
    }
    let real = scene.real(subject)
    let isWhole = recursive || isEverything
    judge(real, at: scene.place(of: real), recursive: isWhole, isEverything: isEverything, target, scene, &findings)
  }

  private static func judge(
    _ path: String, at place: Place, recursive: Bool, isEverything: Bool, _ target: Target, _ scene: Scene,
    _ findings: inout Findings
  ) {
    if isMade(path, scene) { return }
    // `/tmp/*`: the folder itself is a system folder, what is in it is free.
    if isEverything, holdsFree(path, scene) { return }
    switch place {
    case .root: findings.add(root, scene, target: target)
    case .home: findings.add(home, scene, target: target)
    case .project:
      // Without -r an empty folder alone can go (`rmdir`), and a project is not empty.
      if recursive { findings.add(project, scene, target: target) }
    case .repository: if recursive, !scene.madeEarlier(path) { findings.add(repository, scene, target: target) }
    case .outside: findings.add(outside, scene, target: target)
    case .free:
      if scene.movedEarlier(to: path) { findings.add(projectContent, scene, why: movedWhy, target: target) }
    case .inside:
      guard recursive else { return }
      judge(inside: path, target, scene, &findings)
    }
  }

  /// A recursive delete inside the project: lossless only where git or this session can make it again.
  private static func judge(inside path: String, _ target: Target, _ scene: Scene, _ findings: inout Findings) {
    if scene.movedEarlier(to: path) {
      findings.add(projectContent, scene, why: movedWhy, target: target)
      return
    }
    if isSingle(path, scene) { return }
    if path.hasSuffix("/.git") || scene.madeEarlier(path) { return }
    if scene.isGenerated(path), !isSourceFolder(path, scene) { return }
    if findings.has(projectContent, scene) { return }
    // A part that is unknown but guarded (`${X:?}/build`) stands as an ellipsis: there is nothing to ask git about.
    if path.unicodeScalars.contains("\u{2026}") { return }
    let directory = scene.facts.project.root
    if scene.git(.isIgnored(path: path, directory: directory)) { return }
    if !scene.wroteEarlier(below: path), scene.git(.isUnmodified(path: path, directory: directory)) { return }
    findings.add(
      projectContent, scene, why: "git cannot give back all of \(target.spelling): it is changed, new or not tracked",
      fix: "commit or `git stash -u` what is in \(target.spelling), then run it again; or name the single files",
      target: target)
  }

  /// Deletes that each ask, and together take everything that the project's folder shows: `for f in *; do rm -rf "$f"; done`.
  static func judge(sum scene: Scene, _ findings: inout Findings) {
    guard findings.list.contains(where: { $0.rule.id == projectContent.id }) else { return }
    let root = scene.facts.project.root
    var gone: [String] = []
    for effect in scene.effects {
      guard case .delete(let target, let recursive) = effect.action, recursive, let path = target.path else { continue }
      let real = scene.real(path)
      if Paths.folder(of: real) == root { gone.append(Paths.last(real)) }
    }
    guard gone.count > 2, let names = scene.facts.names(in: root, limit: 500) else { return }
    let visible = names.filter { $0.utf8.first != UInt8(ascii: ".") }
    guard visible.count > 2, visible.count < 500, visible.allSatisfy(gone.contains) else { return }
    findings.add(project, scene, why: "together these deletes take everything in the project's folder")
  }

  /// Whether what lies in the folder is free, though the folder is not: `/tmp`, `~/.cache`.
  private static func holdsFree(_ path: String, _ scene: Scene) -> Bool {
    path != "/" && scene.place(of: path + "/x") == .free
  }

  /// `bin` is what compilers fill in one project and where another keeps its scripts: git knows which.
  private static func isSourceFolder(_ path: String, _ scene: Scene) -> Bool {
    guard Paths.last(path) == "bin" else { return false }
    return scene.git(.isTracked(path: path, directory: scene.facts.project.root))
  }

  /// Whether `rm -r` can meet no more than a link, or than a single file which is not there: its name can be nothing else.
  private static func isSingle(_ path: String, _ scene: Scene) -> Bool {
    switch scene.facts.kind(of: path) {
    case .symlink: return true
    case .file, .folder, .special: return false
    case nil: break
    }
    let name = Paths.last(path)
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.utf8.startIndex else { return false }
    switch name[name.index(after: dot)...] {
    case "json", "lock", "lockb", "yaml", "yml", "toml", "md", "txt", "log", "js", "mjs", "cjs", "ts", "tsx", "jsx",
      "css", "html", "py", "rb", "go", "rs", "swift", "java", "kt", "c", "h", "cpp", "sh", "sql", "xml", "csv", "png",
      "jpg", "svg", "zip", "tgz", "gz", "tar", "whl", "jar", "exe", "o", "so", "a", "map", "pid", "sqlite", "db", "hcl",
      "mod", "sum", "ini", "cfg", "conf", "properties", "gradle", "snap", "pdf", "jpeg", "gif", "webp", "ico", "woff2",
      "bin", "img", "iso", "war", "class", "pyc", "bak", "tmp", "orig", "patch", "diff", "out", "err":
      return true
    default: return false
    }
  }

  /// Whether this session made the path, or something around it.
  private static func isMade(_ path: String, _ scene: Scene) -> Bool {
    let made = scene.facts.session.created
    return !made.isEmpty && made.contains { Paths.isInside(path, $0) && $0 != "/" } && !scene.movedEarlier(to: path)
  }

  /// `mv` keeps the content, so only what must stay where it is counts, and what is moved into nothing.
  private static func judge(moved path: String, _ target: Target, _ scene: Scene, _ findings: inout Findings) {
    let destination = scene.command?.arguments.last?.value
    let real = scene.real(path)
    let place = scene.place(of: real)
    if destination == "/dev/null" {
      judge(real, at: place, recursive: true, isEverything: false, target, scene, &findings)
      return
    }
    if isMade(real, scene) { return }
    let why = "whatever expects it there finds nothing after the move"
    switch place {
    case .root: findings.add(root, scene, why: why, target: target)
    case .home: findings.add(home, scene, why: why, target: target)
    case .project: findings.add(project, scene, why: why, target: target)
    case .repository: findings.add(repository, scene, why: why, target: target)
    case .inside, .free, .outside: return
    }
  }

  // MARK: find

  /// Whether the target is what a `find` found: its own, `-exec`'s, or that of an `xargs` which reads it.
  static func isFound(_ target: Target, _ scene: Scene) -> Bool {
    guard let find = scene.find else { return false }
    // Whatever way the names took from what lists them: `while read`, `for`.
    if target.path == nil, target.listedNames != nil { return true }
    if scene.program == "find" || scene.program == "fd" || scene.program == "gfind" { return true }
    let isCarried = scene.effect.origin.through.contains { carrier in
      if carrier.utf8.starts(with: "find".utf8) || carrier.utf8.starts(with: "fd".utf8) { return true }
      return carrier.utf8.starts(with: "xargs".utf8) && scene.program.map(find.pipedTo.contains) == true
    }
    guard isCarried else { return false }
    // A path that is written out (`find . -exec rm -rf /etc`) is judged as such.
    guard let path = target.path else {
      // `cd {} && rm -rf ../*` leaves what was found.
      return target.listedNames != nil || !target.spelling.utf8.starts(with: "..".utf8)
    }
    return find.starts.contains(Paths.clean(path))
  }

  /// Something that `find` found: the start folders count, and how far the expression narrows it.
  static func judge(found target: Target, recursive: Bool, _ scene: Scene, _ findings: inout Findings) {
    let starts = scene.find?.starts ?? []
    if starts.count > 1, target.path == nil {
      for start in starts { judge(foundBelow: start, target, scene, &findings) }
      return
    }
    guard let start = target.path ?? target.knownFolder ?? starts.first else {
      if scene.find?.narrowing == .worthless { return }
      judge(unknown: target, recursive: true, scene, &findings)
      return
    }
    judge(foundBelow: start, target, scene, &findings)
  }

  private static func judge(
    foundBelow start: String, _ target: Target, _ scene: Scene, _ findings: inout Findings
  ) {
    let path = scene.real(start)
    let place = scene.place(of: path)
    let narrowing = scene.find?.narrowing ?? .none
    let isWorthless = narrowing == .worthless
    if isMade(path, scene) || holdsFree(path, scene) { return }
    // What is moved is still there, and a move of what was found in the project to another of its folders loses nothing.
    let isMoved = scene.program == "mv" && scene.command?.arguments.last?.value != "/dev/null"
    if isMoved, place == .inside || place == .project && narrowing != .none { return }
    switch place {
    case .free: return
    case .root: findings.add(root, scene, target: target)
    case .home: if !isWorthless { findings.add(home, scene, target: target) }
    case .outside: findings.add(outside, scene, target: target)
    case .repository: findings.add(repository, scene, target: target)
    case .project where narrowing == .none: findings.add(project, scene, target: target)
    case .project, .inside:
      // A folder that contains the project is not the project: what is found there may be anybody's.
      let isAbove = place == .project && !scene.facts.project.inside.contains(path) && path != scene.facts.project.root
      if isAbove {
        findings.add(project, scene, target: target)
      } else if !isWorthless, !scene.isGenerated(path) {
        let directory = scene.facts.project.root
        if findings.has(found, scene) { return }
        if !scene.wroteEarlier(below: path), scene.git(.isUnmodified(path: path, directory: directory)) { return }
        findings.add(found, scene, target: target)
      }
    }
  }

  // MARK: the unknown

  private static func judge(unknown target: Target, recursive: Bool, _ scene: Scene, _ findings: inout Findings) {
    if scene.program == "mv", scene.command?.arguments.last?.value != "/dev/null" { return }
    let what = target.unknown ?? "a part of it"
    if let folder = target.knownFolder {
      let path = scene.real(folder)
      if holdsFree(path, scene) { return }
      switch scene.place(of: path) {
      case .free: return
      case .inside where scene.isGenerated(path): return
      case .outside:
        findings.add(outside, scene, why: "\(what) is not known, and \(folder) is outside the project", target: target)
        return
      // An unset variable is empty, and then the folder itself goes.
      case .root where recursive:
        findings.add(root, scene, why: "\(what) is not known, and if it is empty all of \(folder) goes", target: target)
        return
      case .home where recursive && scene.facts.home(of: nil) == path:
        findings.add(home, scene, why: "\(what) is not known, and if it is empty all of \(folder) goes", target: target)
        return
      default: break
      }
    }
    guard recursive, scene.unknown.delete > .allow else { return }
    if isMade(target.knownFolder ?? "/", scene) { return }
    findings.add(
      UnknownRules.delete, scene, verdict: scene.unknown.delete,
      why: "\(what) is not known, so nobody can say what `\(target.spelling)` would delete",
      fix: "write the folder out in full, or guard the variable as in \"${DIR:?}/build\"", target: target)
  }

  /// Whether a wildcard word names everything in its folder: `*`, `.*`, `src/*`, but not `*.log`.
  static func isCatchAll(_ spelling: String) -> Bool {
    let quotes = spelling.utf8.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
    let last = quotes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true).last ?? []
    guard last.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }) else {
      return false
    }
    return last.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "]"),
        UInt8(ascii: "!"), UInt8(ascii: "^"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ","):
        true
      default: false
      }
    }
  }

  private static let movedWhy = "something was moved there a moment ago, so its name no longer says what it holds"
}
