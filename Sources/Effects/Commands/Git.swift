import HookModel

/// What git's subcommands do with their operands.
enum Git {
  // MARK: Paths and revisions

  /// The operands, divided at `--`; without it, an operand that exists in the work tree begins the paths.
  private static func divided(_ reading: RowReading) -> (revisions: [Argument], paths: [Argument], isMarked: Bool) {
    let operands = reading.options.operands
    if let mark = reading.command.arguments.firstIndex(where: { $0.value == "--" }) {
      let count = reading.options.operandIndexes.prefix { $0 < mark }.count
      return (Array(operands[..<count]), Array(operands[count...]), true)
    }
    let first = operands.firstIndex { exists($0, reading) } ?? operands.endIndex
    return (Array(operands[..<first]), Array(operands[first...]), false)
  }

  private static func exists(_ operand: Argument, _ reading: RowReading) -> Bool {
    guard let word = operand.value, let path = reading.places.path(plain(operand).value ?? word) else { return false }
    return reading.facts.kind(of: path) != nil
  }

  /// A path without git's pathspec magic (`:/x`, `:(top)x`); what it leaves out (`:!x`) is none.
  private static func plain(_ operand: Argument) -> Argument {
    guard let word = operand.value, word.utf8.first == UInt8(ascii: ":") else { return operand }
    var path = operand
    if word.begins(with: ":("), let (_, rest) = word.cut(at: ")") {
      path.value = rest
    } else {
      path.value = String(word.dropFirst(word.begins(with: ":/") ? 2 : 1))
    }
    if path.value?.isEmpty ?? false { path.value = "." }
    return path
  }

  private static func isExclusion(_ operand: Argument) -> Bool {
    let prefix = operand.knownPrefix
    return prefix.begins(with: ":!") || prefix.begins(with: ":^") || prefix.begins(with: ":(exclude")
  }

  /// The target of a pathspec: a folder means everything tracked in it, and git itself expands wildcards.
  private static func target(_ operand: Argument, _ reading: RowReading) -> Target {
    let path = plain(operand)
    var target = reading.places.target(path)
    target.spelling = operand.spelling
    if let word = path.value {
      if word.utf8.contains(where: { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B }) { target.isFromWildcard = true }
      target.includesContents =
        word == "." || word.ends(in: "/")
        || target.path.map { reading.facts.kind(of: reading.facts.resolve($0)) == .folder } ?? false
    }
    return target
  }

  private static func writes(_ paths: [Argument], _ kind: WriteKind, _ reading: inout RowReading) {
    for path in paths where !isExclusion(path) { reading.add(.write(target(path, reading), kind, content: nil)) }
  }

  private static func shows(_ paths: [Argument], _ reading: inout RowReading) {
    for path in paths where !isExclusion(path) { reading.add(.read(target(path, reading), .show)) }
  }

  /// The file in `REVISION:PATH`, which starts from the top of the work tree unless it begins with `./` or `../`.
  private static func file(in object: Argument, _ reading: RowReading) -> Argument? {
    guard let (revision, path) = object.knownPrefix.cut(at: ":"), !path.isEmpty || object.value == nil else {
      return nil
    }
    if revision.utf8.contains(UInt8(ascii: "/")) && path.begins(with: "//") { return nil }
    var file = object
    file.value = object.value?.cut(at: ":")?.behind
    file.knownPrefix = path
    if path.begins(with: "./") || path.begins(with: "../") { return file }
    if let top = top(reading) {
      file.value = file.value.map { top + "/" + $0 }
      file.knownPrefix = top + "/" + path
    }
    return file
  }

  /// The top of the work tree: the nearest folder upwards that has a `.git`.
  static func top(_ reading: RowReading) -> String? {
    var folder = reading.places.directory
    for _ in 0..<64 {
      guard let place = folder else { break }
      if reading.facts.kind(of: place == "/" ? "/.git" : place + "/.git") != nil { return place == "/" ? "" : place }
      folder = place == "/" ? nil : Places.parent(place)
    }
    return nil
  }

  /// `--work-tree=FOLDER`, `GIT_WORK_TREE`: from outside of it, paths start from its top.
  static func enterWorkTree(_ reading: inout RowReading) {
    var folder = reading.options.values(ofAny: "--work-tree").last
    if folder == nil, let given = reading.command.environment["GIT_WORK_TREE"] {
      folder = given.map { Argument($0) } ?? Argument(unknown: "the value of $GIT_WORK_TREE", spelling: "GIT_WORK_TREE")
    }
    guard let folder else { return }
    let (path, directory) = (folder.value.flatMap(reading.places.path), reading.places.directory)
    if let path, let directory, Paths.isInside(directory, path) { return }
    reading.places.directory = path
  }

  /// Whether git runs the value of a setting, whose name is given in lower case, as a command.
  static func isCommand(_ setting: String) -> Bool {
    if setting.begins(with: "alias.") { return true }
    if case .command = CodeSetting.git(setting) { return true }
    return false
  }

  // MARK: Showing

  /// `git show [REVISION[:PATH]]... [-- PATH...]`.
  static func show(_ reading: inout RowReading) {
    let (revisions, paths, _) = divided(reading)
    for object in revisions {
      if let file = file(in: object, reading) { reading.readFile(file, .show) }
    }
    shows(paths, &reading)
  }

  /// `git diff [REVISION...] [--] [PATH...]`, and `--no-index`, which compares any two files.
  static func diff(_ reading: inout RowReading) {
    if reading.options.has(anyOf: "--no-index") { return reading.readOperands(reading.options.operands[...], .show) }
    if reading.options.has(
      anyOf: "--stat --name-only --name-status --shortstat --numstat --quiet -s --no-patch --check --dirstat"),
      !reading.options.has(anyOf: "-p --patch -u")
    {
      return
    }
    show(&reading)
  }

  /// `git diff-index -p REVISION [--] [PATH...]`: without a patch, the plumbing shows names alone.
  static func compare(_ reading: inout RowReading) {
    if reading.options.has(anyOf: "-p --patch -u --cc -c --patch-with-stat --patch-with-raw") { show(&reading) }
  }

  /// `git log -p [-- PATH...]`: without a patch, no content is shown.
  static func log(_ reading: inout RowReading) {
    for range in ParsedOptions(reading.command.arguments, OptionSyntax(shortWithValue: "L")).values(of: "L") {
      if let file = range.behindFirst(":"), !range.knownPrefix.begins(with: ":") { reading.readFile(file, .show) }
    }
    guard reading.options.has(anyOf: "-p -u --patch --cc -c --patch-with-stat") else { return }
    let (_, paths, _) = divided(reading)
    shows(paths, &reading)
  }

  /// `git blame [REVISION] [--] FILE`.
  static func blame(_ reading: inout RowReading) {
    if let file = reading.options.operands.last { shows([file], &reading) }
  }

  /// `git cat-file -p|blob OBJECT`, and `--batch`, which takes objects from standard input.
  static func catFile(_ reading: inout RowReading) {
    if reading.options.has(anyOf: "-t -s -e") { return }
    if reading.options.has(anyOf: "--batch"), case .text(let text) = reading.command.input {
      for line in text.utf8.split(separator: 0x0A) {
        if let file = file(in: Argument(String(Substring(line))), reading) { reading.readFile(file, .show) }
      }
    }
    for object in reading.options.operands {
      if let file = file(in: object, reading) { reading.readFile(file, .show) }
    }
  }

  /// `git archive REVISION [PATH...]`.
  static func archive(_ reading: inout RowReading) { shows(Array(reading.options.operands.dropFirst()), &reading) }

  /// `git bundle create FILE`.
  static func bundle(_ reading: inout RowReading) {
    guard reading.options.operands.count > 1 else { return }
    reading.use(reading.options.operands[1], reading.options.operands[0].value == "create" ? .replace : .use)
  }

  /// `git format-patch -o FOLDER`.
  static func formatPatch(_ reading: inout RowReading) {
    let options = ParsedOptions(
      reading.command.arguments, OptionSyntax(shortWithValue: "o", longWithValue: ["output-directory", "output"]))
    if let file = options.values(of: "output").last { return reading.write(file, .replace) }
    if options.has("stdout") { return }
    let folder = options.values(of: "o", "output-directory").last ?? Argument(".")
    reading.fill(folder, "the names of the patches")
  }

  // MARK: Writing

  /// `git checkout [REVISION] [--] PATH...`.
  static func checkout(_ reading: inout RowReading) {
    if reading.options.has(anyOf: "-b -B --orphan --track -t --detach -d") { return }
    let operands = reading.options.operands
    let (_, paths, isMarked) = divided(reading)
    if isMarked || !paths.isEmpty { return writes(paths, .replace, &reading) }
    // The first of several is a revision. One alone that does not exist is a branch, or a path that was deleted.
    if operands.count > 1 { return writes(Array(operands.dropFirst()), .replace, &reading) }
    guard let only = operands.first else { return }
    guard let word = only.value else { return }
    if Places.name(word).utf8.contains(UInt8(ascii: ".")), !word.utf8.contains(UInt8(ascii: "~")) {
      reading.touches.append(Touch(.write(target(only, reading), .replace, content: nil), certainty: .possible))
    }
  }

  /// `git restore [--source REVISION] [--worktree] PATH...`.
  static func restore(_ reading: inout RowReading) {
    if reading.options.has(anyOf: "-S --staged"), !reading.options.has(anyOf: "-W --worktree") { return }
    writes(reading.options.operands, .replace, &reading)
  }

  /// `git reset --hard`; with paths, or without an option, the work tree stays.
  static func reset(_ reading: inout RowReading) {
    guard reading.options.has(anyOf: "--hard --merge --keep") else { return }
    reading.fill(Argument("."), "the files that differ from the revision")
  }

  /// `git checkout-index [-f] [-a] [--prefix=FOLDER/] [FILE...]`.
  static func checkoutIndex(_ reading: inout RowReading) {
    if let prefix = reading.options.values(ofAny: "--prefix").last {
      let folder = prefix.value.map { $0.ends(in: "/") ? prefix : Argument(Places.parent($0) ?? ".") } ?? prefix
      return reading.fill(folder, "the names of the tracked files")
    }
    reading.readOperands(reading.options.operands[...], .replace)
    if reading.options.has(anyOf: "-f --force"), reading.options.has(anyOf: "-a --all") {
      reading.fill(Argument("."), "the names of the tracked files")
    }
  }

  /// `git read-tree -u`, which brings the work tree in line.
  static func readTree(_ reading: inout RowReading) {
    if reading.options.has(anyOf: "-u") { reading.fill(Argument("."), "the files that differ from the tree") }
  }

  /// `git stash [push] [-- PATH...]`, `pop` and `apply`.
  static func stash(_ reading: inout RowReading) {
    let operands = reading.options.operands
    switch operands.first?.value {
    case nil, "save": reading.fill(Argument("."), "the files that are changed")
    case "push":
      let paths = Array(operands.dropFirst())
      if paths.isEmpty { return reading.fill(Argument("."), "the files that are changed") }
      writes(paths, .replace, &reading)
    case "pop", "apply", "branch": reading.fill(Argument("."), "the files in the stash", kind: .modify)
    case "show", "list", "drop", "clear", "create", "store": break
    default: writes(operands, .replace, &reading)
    }
  }

  /// `git rm [--cached] PATH...`.
  static func remove(_ reading: inout RowReading) {
    if reading.options.has(anyOf: "--cached") { return }
    for path in reading.options.operands where !isExclusion(path) {
      reading.add(.delete(target(path, reading), recursive: reading.isRecursive))
    }
  }

  /// `git clean -f [-d] [PATH...]`.
  static func clean(_ reading: inout RowReading) {
    let operands = reading.options.operands
    for path in operands where !isExclusion(path) {
      reading.touches.append(
        Touch(.delete(target(path, reading), recursive: reading.isRecursive), certainty: .possible))
    }
    guard operands.isEmpty else { return }
    var untracked = Target(
      unknown: "the names of the untracked files", spelling: "git clean", knownFolder: reading.places.directory)
    untracked.includesContents = reading.isRecursive
    reading.add(.delete(untracked, recursive: reading.isRecursive))
  }

  /// `git clone URL [FOLDER]`.
  static func clone(_ reading: inout RowReading) {
    guard let source = reading.options.operands.first else { return }
    if external(source, &reading) { return }
    if let word = source.value, isLocal(word) {
      reading.add(.read(reading.places.target(source, includesContents: true), .show))
    } else {
      reading.use(source, .fetch)
    }
    var folder = reading.options.operands.dropFirst().first
    if folder == nil, let word = source.value {
      var name = Places.name(word.cut(at: ":").map { $0.behind.begins(with: "//") ? word : $0.behind } ?? word)
      if name.ends(in: ".git") { name = String(name.dropLast(4)) }
      folder = name.isEmpty ? nil : Argument(name, spelling: source.spelling)
    }
    if let folder { reading.add(.write(reading.places.target(folder, includesContents: true), .folder, content: nil)) }
  }

  /// gitremote-helpers(7): `ext::COMMAND` runs the command, in which `% ` is a space within a word; true where it is one.
  private static func external(_ source: Argument, _ reading: inout RowReading) -> Bool {
    guard source.knownPrefix.begins(with: "ext::") else { return false }
    var bytes: [UInt8] = []
    var isEscape = false
    for byte in (source.value ?? source.knownPrefix).utf8.dropFirst(5) {
      if !isEscape, byte == UInt8(ascii: "%") {
        isEscape = true
        continue
      }
      // What is one word to git is one to the shell that gets it here.
      if isEscape, byte == 0x20 { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
      isEscape = false
    }
    let words = String(decoding: bytes, as: UTF8.self)
    reading.carried.append(.shell(Argument(words, spelling: source.spelling)))
    return true
  }

  private static func isLocal(_ word: String) -> Bool {
    if word.begins(with: "file://") { return false }
    guard let colon = word.utf8.firstIndex(of: UInt8(ascii: ":")) else { return true }
    return word.utf8[..<colon].contains(UInt8(ascii: "/"))
  }

  /// `git fetch URL`, `git pull URL`: a remote's name is no URL.
  static func fetch(_ reading: inout RowReading) {
    guard let remote = reading.options.operands.first, let word = remote.value, word.utf8.contains(UInt8(ascii: ":")),
      !external(remote, &reading)
    else {
      return
    }
    reading.use(remote, .fetch)
  }

  /// `git config [set] [--file FILE | --global | --system] NAME VALUE`.
  static func config(_ reading: inout RowReading) {
    let options = reading.options
    let verbs = ["set", "unset", "get", "list", "edit", "rename-section", "remove-section", "get-all"]
    var words = options.operands
    let verb = words.first?.value.flatMap { verbs.contains($0) ? $0 : nil }
    if verb != nil { words.removeFirst() }
    let reads =
      verb == "get" || verb == "list" || verb == "get-all"
      || options.has(anyOf: "--get --get-all --get-regexp --get-urlmatch -l --list --get-color --get-colorbool")
    let changes =
      verb != nil || words.count > 1
      || options.has(anyOf: "--unset --unset-all --add --replace-all --rename-section --remove-section -e --edit")
    let file = options.values(ofAny: "-f --file").last
    // What is set runs when git comes to it.
    if !reads, words.count > 1, let name = words[0].value, isCommand(name.lowercasedASCII) {
      if let command = words[1].behind("!") {
        reading.carried.append(.shell(command))
      } else if !name.lowercasedASCII.begins(with: "alias.") {
        reading.carried.append(.shell(words[1]))
      }
    }
    if reads || !changes {
      if let file { reading.readFile(file, .show) }
      return
    }
    if let file { return reading.write(file, .modify) }
    if options.has(anyOf: "--system") { return reading.write(Argument("/etc/gitconfig"), .modify) }
    if options.has(anyOf: "--global") {
      if verb != "edit", !options.has(anyOf: "-e --edit"), isPlain(words) { return }
      let home = reading.facts.home(of: nil)
      let path = Argument((home ?? "~") + "/.gitconfig", spelling: "git config --global")
      if home != nil {
        reading.write(path, .modify)
      } else {
        reading.use(Argument(unknown: "the home folder", spelling: "--global"), .modify)
      }
      return
    }
    // The one setting of its own that git runs programs from a folder by.
    guard words.first?.value.map({ $0.lowercasedASCII == "core.hookspath" }) ?? true else { return }
    if words.isEmpty { return }
    let top = top(reading) ?? reading.places.directory
    if let top { reading.write(Argument(top + "/.git/config", spelling: words[0].spelling), .modify) }
  }

  /// Whether a setting is mere data, so that to set it is like git's own writes: git takes neither programs nor further
  /// settings from it. A command by its bare name (`core.editor vim`), and an alias, are judged as what they run.
  private static func isPlain(_ words: [Argument]) -> Bool {
    guard let name = words.first?.value?.lowercasedASCII else { return false }
    let section = name.cut(at: ".")?.before ?? name
    let last = name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[name.index(after: $0)...]) } ?? name
    switch (section, last) {
    case ("core", "hookspath"), ("core", "core"), ("init", "templatedir"), ("include", _), ("includeif", _),
      ("protocol", _), ("http", "sslverify"):
      return false
    case ("alias", _): return true
    default: break
    }
    let runs = isCommand(name) || (section == "credential" && last == "helper") || last == "program"
    guard runs, words.count > 1 else { return true }
    guard let value = words[1].value, let program = value.utf8.split(separator: 0x20).first else { return false }
    return value.utf8.first == UInt8(ascii: "!") ? isCommand(name) : !program.contains(UInt8(ascii: "/"))
  }

  // MARK: Commands in arguments

  /// `git bisect run COMMAND...`.
  static func bisect(_ reading: inout RowReading) {
    guard reading.command.arguments.first?.value == "run", reading.command.arguments.count > 1 else { return }
    reading.carried.append(.command(Array(reading.command.arguments.dropFirst())))
  }

  /// `git submodule foreach COMMAND`.
  static func forEachSubmodule(_ reading: inout RowReading) {
    let words = reading.options.operands
    guard let first = words.first else { return }
    reading.carried.append(words.count == 1 ? .shell(first) : .command(words))
  }
}

extension String {
  /// The text with ASCII's capitals made small.
  var lowercasedASCII: String {
    String(decoding: utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }, as: UTF8.self)
  }
}
