public import HookModel
internal import Patterns
internal import PolicyFile

/// Guards paths against writes, reads and deletes by any tool: a path is compared both as it is named and as the kernel
/// resolves it, so that neither a symlink nor a spelling leads around a pattern.
public enum ProtectedPaths: Policy {
  /// What `taffrail explain` and the reference page say about it.
  public static let documentation = PolicyDocumentation(
    id: "protected-paths",
    summary: "Keeps paths from being written, read or deleted, by whatever tool or command.",
    why:
      "An agent that is refused by its edit tool writes the same file with sed, tee or a patch. One list closes every road.",
    options: [
      ("write", "gitignore-style patterns of paths that are not to be written or deleted; `!` negates"),
      ("read", "patterns of paths whose content is not to be shown or sent"),
      ("read-use", "`allow` lets programs use what `read` guards (`--env-file`, `source`)"),
      (
        "outside",
        "what a write outside the project leads to: deny, ask or allow; deletes and system files there are denied"
      ),
      ("allow-outside", "folders and files outside that may be written, added to the defaults"),
      ("reason", "why, in your words"),
    ],
    example: """
      [protected-paths]
      write = ["generated/", ".env", ".env.*"]
      read  = [".env", ".env.*"]
      """)

  /// The events before a tool runs.
  public static var events: EventKinds { .judged }

  /// One ruling for each guarded path that the call would write, delete or read.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    // Most commands touch no path, and to gather the lists costs more than to look.
    guard context.effects.contains(where: namesPath) else { return [] }
    var judge = PathJudge(context)
    for effect in context.effects {
      defer { judge.noteLink(effect) }
      if case .run(let command) = effect.action { judge.command = (effect.origin, command) }
      switch effect.action {
      case .write(let target, let kind, let content):
        judge.write(target, kind, content: content, effect)
      case .delete(let target, let recursive):
        judge.delete(target, recursive: recursive, effect)
      case .read(let target, let use):
        judge.read(target, use, effect)
      case .run(let command) where command.program == nil && !command.isRemote:
        judge.unknownProgram(command, effect)
      default: break
      }
    }
    return judge.rulings
  }

  private static func namesPath(_ effect: Effect) -> Bool {
    switch effect.action {
    case .write, .delete, .read: true
    case .run(let command): command.program == nil && !command.isRemote
    default: false
    }
  }
}

/// Judges the paths of one event.
struct PathJudge {
  let context: PolicyContext
  let facts: any Facts
  let root: String
  let home: String?
  /// The files whose `write` list counts: those that have one, or the built-in one.
  let writers: [(file: PolicyFile, list: PathPatternList)]
  /// The same for `read`.
  let readers: [(file: PolicyFile, list: PathPatternList)]
  let useIsGuarded: Bool
  let outside: Verdict
  var rulings: [Ruling] = []
  /// The simple command that was seen last, to which the effects that follow belong.
  var command: (origin: Effect.Origin, run: ResolvedCommand)? { didSet { linksSymbolically = nil } }
  /// Whether that command makes symbolic links; found out with its first link.
  private var linksSymbolically: Bool?
  /// Where links in the place of guard files lead, looked up with the first write.
  private lazy var linkedParts = GuardFiles.linked(context, root: root, home: home)
  /// Links that the same call makes before it goes through them: `ln -s generated g && echo x > g/a`.
  private var links: [(name: String, target: String)] = []
  /// Where the newest link of each name stands among them.
  private var newestLink: [String: Int] = [:]
  /// The folders that the same call makes before.
  private var made: [String] = []
  /// The file that was named just before: what a link that follows points at, what a copy is made from.
  private(set) var linked: (origin: Effect.Origin, path: String)?
  /// The places that patterns name, for the deletes and the copies that take a folder with them.
  private lazy var writtenPlaces = namedPlaces(writers)
  private lazy var readPlaces = namedPlaces(readers)
  /// What was said already, so that a glob over a hundred files gives one message and not a hundred.
  private var said: [String] = []

  init(_ context: PolicyContext) {
    self.context = context
    facts = context.facts
    root = context.facts.project.root
    home = context.facts.home(of: nil)
    let files = context.files.filter { $0.protectedPaths.map { Filters.pass($0.filter, context) } ?? false }
    func lists(_ key: (ProtectedPathsTable) -> PathPatternList?) -> [(file: PolicyFile, list: PathPatternList)] {
      let all = files.compactMap { file in file.protectedPaths.flatMap(key).map { (file: file, list: $0) } }
      let own = all.filter { $0.file.layer != .builtIn && $0.file.layer != .nested }
      return own.isEmpty ? all : all.filter { $0.file.layer != .builtIn }
    }
    writers = lists(\.write)
    readers = lists(\.read)
    let uses = files.filter { $0.layer != .builtIn }.compactMap { $0.protectedPaths?.readUse }
    if let strictest = uses.max() {
      useIsGuarded = strictest != .allow
    } else {
      // The defaults guard what shows a secret, not what uses it; a project's own list guards both.
      useIsGuarded = !readers.isEmpty && readers.allSatisfy { $0.file.layer != .builtIn }
    }
    let outsides = files.filter { $0.layer != .builtIn && $0.protectedPaths?.outside != nil }
    let strictest = outsides.max { ($0.protectedPaths?.outside ?? .allow) < ($1.protectedPaths?.outside ?? .allow) }
    outside = strictest?.protectedPaths?.outside ?? .ask
  }

  // MARK: - Links of the same call

  /// Remembers what a link that is made now will lead to.
  mutating func noteLink(_ effect: Effect) {
    switch effect.action {
    case .read(let target, _), .delete(let target, _):
      if let path = target.path { linked = (effect.origin, path) }
    case .write(let target, .folder, _):
      if let path = target.path, facts.kind(of: path) == nil { made.append(HookModel.Paths.clean(path)) }
    case .write(let target, .link, _):
      guard let name = target.path, let linked, linked.origin == effect.origin else { return }
      let clean = HookModel.Paths.clean(name)
      if clean != linked.path { newestLink[clean] = links.count }
      links.append((clean, linked.path))
    default: break
    }
  }

  /// Where a path leads once the links of this call are made.
  func resolve(_ path: String) -> String {
    guard !links.isEmpty else { return facts.resolve(path) }
    var current = HookModel.Paths.clean(path)
    for _ in 0..<8 {
      guard let link = newestLink(around: current), let rest = HookModel.Paths.relative(current, to: link.name)
      else { break }
      current = HookModel.Paths.clean(HookModel.Paths.join(link.target, rest))
    }
    return facts.resolve(current)
  }

  /// The link that was made last among those that stand in a path's way.
  private func newestLink(around path: String) -> (name: String, target: String)? {
    var newest = newestLink[path]
    var folder = HookModel.Paths.folder(of: path)
    while !folder.isEmpty {
      if let index = newestLink[folder], index > newest ?? -1 { newest = index }
      if folder == "/" { break }
      folder = HookModel.Paths.folder(of: folder)
    }
    return newest.map { links[$0] }
  }

  /// The name itself that a path means: the folder as the kernel reaches it, and in it the last name, be it a symlink.
  func entry(of path: String) -> String {
    let last = HookModel.Paths.last(path)
    // With a dot at its end, or a slash, a path leads through the link.
    if last.isEmpty || last == "." || last == ".." { return resolve(path) }
    let folder = HookModel.Paths.folder(of: path)
    return folder.isEmpty ? HookModel.Paths.clean(path) : HookModel.Paths.join(resolve(folder), last)
  }

  /// The file to which a hard link is made: it is the same file under a name that no pattern knows.
  private mutating func sourceOfHardLink(_ effect: Effect) -> String? {
    guard let linked, linked.origin == effect.origin, let command, command.origin == effect.origin else { return nil }
    let isSymbolic =
      linksSymbolically
      ?? command.run.arguments.contains { argument in
        guard let word = argument.value, word.utf8.first == UInt8(ascii: "-") else { return false }
        return word == "--symbolic" || (!word.hasPrefix("--") && word.utf8.contains(UInt8(ascii: "s")))
      }
    linksSymbolically = isSymbolic
    return isSymbolic ? nil : HookModel.Paths.clean(linked.path)
  }

  // MARK: - The three ways

  mutating func write(_ target: Target, _ kind: WriteKind, content: String?, _ effect: Effect) {
    guard let path = target.path else {
      guardKnownFolder(of: target, verb: "write", effect, lists: writers)
      judgeOutside(knownFolderOf: target, kind, effect)
      return
    }
    let named = HookModel.Paths.clean(path)
    let real = resolve(path)
    // To make a folder that is there changes nothing.
    if kind == .folder, !target.includesContents, facts.kind(of: real) == .folder { return }
    if selfProtection(named, real, verb: "write", effect, content: content, isWhole: kind == .attributes) { return }
    // mv, ln and `sed -i` replace the name itself, where a symlink stands there.
    let entry = named == real ? real : entry(of: path)
    let isFolder = kind == .folder || facts.kind(of: real) == .folder
    if let found = match(named, real, in: writers, isFolder: isFolder)
      ?? (entry == real || entry == named ? nil : match(entry, entry, in: writers, isFolder: isFolder))
    {
      if isLossless(real, kind, found, effect) { return }
      refuse("protected-paths.write", "write", real, found, effect)
      return
    }
    if kind == .link, let source = sourceOfHardLink(effect) {
      let twin = resolve(source)
      if let found = match(source, twin, in: writers, isFolder: false) {
        refuse("protected-paths.write", "hard link", twin, found, effect)
        return
      }
      if selfProtection(source, twin, verb: "hard link", effect, content: nil) { return }
    }
    if copyReachesGuarded(real, kind, effect) { return }
    if kind != .attributes { judgeOutside(named, real, kind, effect) }
  }

  mutating func delete(_ target: Target, recursive: Bool, _ effect: Effect) {
    guard let path = target.path else {
      guardKnownFolder(of: target, verb: "delete", effect, lists: writers)
      judgeOutsideDelete(knownFolderOf: target, effect)
      return
    }
    // A delete removes the name that is given, not what a symlink at its end leads to.
    let named = HookModel.Paths.clean(path)
    let real = entry(of: path)
    if selfProtection(named, real, verb: "delete", effect, content: nil, isWhole: true) { return }
    let isFolder = recursive || facts.kind(of: real) == .folder
    // What was not there before this call, in a folder that it makes (`git clone`), is its own.
    if facts.kind(of: real) == nil, made.contains(where: { HookModel.Paths.isInside(real, $0) }) { return }
    if let found = match(named, real, in: writers, isFolder: isFolder) {
      refuse("protected-paths.delete", "delete", real, found, effect)
      return
    }
    if isFolder, let found = place(below: real, in: writtenPlaces) {
      refuse("protected-paths.delete", "delete", real, found, effect, contains: true)
      return
    }
    judgeOutsideDelete(named, real, effect)
  }

  mutating func read(_ target: Target, _ use: ReadUse, _ effect: Effect) {
    if use == .use, !useIsGuarded { return }
    guard let path = target.path else {
      guardKnownFolder(of: target, verb: "read", effect, lists: readers)
      return
    }
    let named = HookModel.Paths.clean(path)
    let real = resolve(path)
    let isFolder = facts.kind(of: real) == .folder
    if let found = match(named, real, in: readers, isFolder: isFolder, isRead: true)
      ?? (target.isFromWildcard ? matchedBy(glob: named) : nil)
    {
      refuse("protected-paths.read", use == .show ? "read" : "use", real, found, effect)
      return
    }
    // A wildcard that matches nothing here may match elsewhere, and a folder that holds guarded files is shown with them.
    let isAbsent = facts.kind(of: real) == nil
    let shown: (path: String, match: Match)? =
      target.isFromWildcard && isAbsent
      ? guarded(HookModel.Paths.last(named), in: HookModel.Paths.folder(of: real))
      : target.includesContents && (isFolder || isAbsent) && real != home && !HookModel.Paths.isInside(root, real)
        ? guarded("*", in: real) : nil
    if let (path, found) = shown {
      refuse("protected-paths.read", use == .show ? "read" : "use", path, found, effect)
      return
    }
    // A search or copy of the whole project stays possible; one of the very folder that holds a protected one does not.
    if isFolder, target.includesContents, real != root, HookModel.Paths.isInside(real, root),
      let found = place(below: real, in: readPlaces)
    {
      refuse("protected-paths.read", "read", real, found, effect, contains: true)
      return
    }
    if isFolder, target.includesContents, let (path, found) = carriedOut(of: real, by: effect) {
      say(
        "protected-paths.read", .deny,
        Reason(
          what: "a copy of \(show(real)) out of the project refused, because \(show(path)) would go along",
          why: "\(why(found)): \(found.file.protectedPaths?.reason ?? "secrets are not to leave the project")",
          fix: "leave it out (`--exclude=\(HookModel.Paths.last(path))`), or copy only the files that are needed"),
        effect, path, isFinal: found.file.layer == .machine)
    }
  }

  /// A program that cannot be told, with an argument that is guarded, may do anything to it.
  mutating func unknownProgram(_ command: ResolvedCommand, _ effect: Effect) {
    guard let directory = command.directory else { return }
    for argument in command.arguments {
      guard let value = argument.value, !value.isEmpty, value.utf8.first != UInt8(ascii: "-") else { continue }
      let path = HookModel.Paths.join(directory, value)
      let named = HookModel.Paths.clean(path)
      let real = resolve(path)
      guard
        let found = match(named, real, in: writers, isFolder: false)
          ?? match(named, real, in: readers, isFolder: false, isRead: true)
      else { continue }
      say(
        "protected-paths.unknown-program", .ask,
        Reason(
          what: "a program that cannot be told is given \(show(real))",
          why: "\(why(found)), and what the program does with it depends on a value that is not known here",
          fix: "write the program's name plainly, so that it can be judged"), effect, real)
      return
    }
  }

  // MARK: - Patterns

  struct Match {
    var file: PolicyFile
    var pattern: Located<String>
  }

  func match(
    _ named: String, _ real: String, in lists: [(file: PolicyFile, list: PathPatternList)], isFolder: Bool,
    isRead: Bool = false
  ) -> Match? {
    // The `.git` of a work tree, a file, stands for the folder.
    let isFolder = isFolder || HookModel.Paths.last(real) == ".git"
    for (file, list) in lists {
      for path in spellings(named, real) {
        if file.layer == .nested, !HookModel.Paths.isInside(path, file.folder) { continue }
        if let pattern = list.pattern(
          matching: path, folder: file.folder, root: root, home: home, isFolder: isFolder, anywhere: isRead)
        {
          return Match(file: file, pattern: pattern)
        }
      }
    }
    return nil
  }

  /// The paths that are compared with a list: as it is named, as the kernel resolves it, and as a file system would read it that
  /// takes more names for the same; where the end is not known, also as it is when nothing stands there (`.env$X`).
  private func spellings(_ named: String, _ real: String) -> [String] {
    var paths = named == real ? [real] : [named, real]
    if let plain = GuardFiles.plainPath(real) { paths.append(plain) }
    if UnknownEnd.isAt(real), let bare = UnknownEnd.without(real) { paths.append(bare) }
    // Another work tree of the repository has the same files.
    if !HookModel.Paths.isInside(real, root) {
      for tree in facts.project.inside where tree != root {
        guard let below = HookModel.Paths.relative(real, to: tree) else { continue }
        paths.append(HookModel.Paths.join(root, below))
      }
    }
    return paths
  }

  /// A pattern that names something below `folder`, so that deleting the folder deletes it, too.
  private func place(below folder: String, in places: [NamedPlace]) -> Match? {
    for place in places where place.path != folder && HookModel.Paths.isInside(place.path, folder) {
      return place.match
    }
    return nil
  }

  /// A place that a pattern names without wildcards.
  private struct NamedPlace {
    var path: String
    var match: Match
  }

  private func namedPlaces(_ lists: [(file: PolicyFile, list: PathPatternList)]) -> [NamedPlace] {
    var places: [NamedPlace] = []
    for (file, list) in lists {
      for pattern in list.patterns {
        guard let path = list.literalPath(of: pattern.value, folder: file.folder, root: root, home: home) else {
          continue
        }
        places.append(NamedPlace(path: path, match: Match(file: file, pattern: pattern)))
      }
    }
    return places
  }

  func why(_ match: Match) -> String {
    "it matches \"\(match.pattern.value)\" in \(match.pattern.location.short)"
  }

  mutating func refuse(
    _ rule: String, _ verb: String, _ path: String, _ match: Match, _ effect: Effect, contains: Bool = false
  ) {
    let shown = show(path)
    let because =
      match.file.protectedPaths?.reason
      ?? (verb == "read" || verb == "use" ? "secrets are not to be shown" : "it is not to be changed here")
    let fix =
      switch verb {
      case "read", "use":
        "work without its content: ask the user for the one value that you need, "
          + "or read a template such as .env.example"
      case "delete": "leave it in place, or ask the user to delete it"
      default: "change the source that it is made from, or ask the user to edit \(shown)"
      }
    let what = contains ? "\(verb) of \(shown) refused, for what it contains" : "\(verb) of \(shown) refused"
    say(
      rule, .deny, Reason(what: what, why: "\(why(match)): \(because)", fix: fix), effect, path,
      isFinal: match.file.layer == .machine)
  }

  // MARK: - The guard itself

  /// Whether the path is part of the guard; rules over it if so, unless the write only tightens a policy file.
  mutating func selfProtection(
    _ named: String, _ real: String, verb: String, _ effect: Effect, content: String?, isWhole: Bool = false
  ) -> Bool {
    let part =
      GuardFiles.part(real, root: root, home: home, facts: facts, isWhole: isWhole)
      ?? GuardFiles.part(named, root: root, home: home, facts: facts, isWhole: isWhole)
      ?? linkedParts.first { $0.path == real }?.part
    guard let part else { return false }
    if verb == "write", part.isPolicyFile, GuardFiles.onlyTightens(real, content: content, context) { return true }
    askSelfProtection(part, "\(verb) of \(show(real))", effect, real)
    return true
  }

  mutating func askSelfProtection(_ part: GuardFiles.Part, _ what: String, _ effect: Effect, _ path: String) {
    // Claude Code asks nobody about its own files in that mode: it drops the question and runs the call.
    let asksNobody = context.event.permissionMode == "bypassPermissions"
    say(
      "protected-paths.guard", asksNobody ? .deny : .ask,
      Reason(
        what: "\(what) \(asksNobody ? "refused" : "needs a person's word")",
        why: "it is \(part.what), and an agent does not change its own guard",
        fix: "tell the user what you would change there and why, and let them do it"), effect, path,
      isFinal: true)
  }

  // MARK: -

  func show(_ path: String) -> String { HookModel.Paths.display(path, root: root, home: home) }

  mutating func say(
    _ rule: String, _ verdict: Verdict, _ reason: Reason, _ effect: Effect, _ path: String,
    isFinal: Bool = false
  ) {
    let key = "\(rule)\u{0}\(path)"
    guard rulings.count < 20, !said.contains(key) else { return }
    said.append(key)
    var ruling = Ruling(policy: "protected-paths", rule: rule, verdict: verdict, reason: reason)
    ruling.isFinal = isFinal
    rulings.append(ruling)
  }
}
