import HookModel

/// What is too much of its own for a row, among the programs for text.
enum TextSpecials {
  /// `split FILE PREFIX`, `csplit -f PREFIX FILE PATTERN...`: pieces are written whose names begin with the prefix.
  static func split(_ reading: inout RowReading) {
    let operands = reading.options.operands
    let isByContext = reading.command.program?.ends(in: "csplit") ?? false
    if let input = operands.first { reading.use(input, .show) }
    let named = isByContext ? reading.options.values(ofAny: "-f --prefix").last : operands.dropFirst().first
    var pieces = named ?? Argument(isByContext ? "xx" : "x")
    pieces.value = pieces.value.map { $0 + "*" }
    pieces.isFromWildcard = true
    if reading.options.has(anyOf: "--filter") { return }
    reading.use(pieces, .replace)
  }
}

extension TextSpecials {
  /// `ptx FILE...`; under `-G`, as in System V, the second operand is the output.
  static func index(_ reading: inout RowReading) {
    let operands = reading.options.operands
    guard reading.options.has(anyOf: "-G --traditional") else { return reading.readOperands(operands[...], .show) }
    if let input = operands.first { reading.use(input, .show) }
    if operands.count > 1 { reading.use(operands[1], .replace) }
  }
}

/// Programs that replace text in files: `sd FROM TO FILE...`, `comby FROM TO FILE... -i`, `ast-grep -p FROM -r TO -U PATH...`.
enum Substitute {
  static func read(_ reading: inout RowReading) {
    let options = reading.options
    let patterns: Int
    let changes: Bool
    switch reading.command.program {
    case "ast-grep", "sg":
      patterns = 0
      changes = options.has(anyOf: "-U --update-all -i --interactive")
    case "comby":
      patterns = 2
      changes = options.has(anyOf: "-i --in-place")
    case "sd":
      patterns = 2
      changes = !options.has(anyOf: "-p --preview")
    case "codemod", "fastmod":
      for folder in options.values(ofAny: "-d --dir -m") { reading.fill(folder, "the files that match", kind: .modify) }
      return
    default:
      patterns = 2
      changes = true
    }
    for file in options.operands.dropFirst(patterns) where file.value != "run" && file.value != "scan" {
      let target = reading.places.target(file)
      let isFolder = target.path.map { reading.facts.kind(of: reading.facts.resolve($0)) == .folder } ?? false
      if isFolder {
        reading.add(.read(reading.places.target(file, includesContents: true), .use))
        if changes { reading.fill(file, "the files that match", kind: .modify) }
      } else {
        reading.readFile(file, .show)
        if changes { reading.write(file, .modify) }
      }
    }
  }
}

/// Programs that show the lines that match.
enum Search {
  /// `grep PATTERN FILE...`: without files, standard input, or with `-r` everything below the directory.
  static func grep(_ reading: inout RowReading) {
    let isGiven = reading.options.has(anyOf: "-e --regexp -f --file")
    let files = reading.options.operands.dropFirst(isGiven ? 0 : 1)
    guard reading.isRecursive else { return reading.readOperands(files, .show) }
    let folders = files.isEmpty ? [Argument(".")] : Array(files)
    let included = reading.options.values(ofAny: "--include")
    for folder in folders {
      if included.isEmpty {
        reading.use(folder, .show)
      } else {
        for glob in included { reading.touches.append(reading.below(folder, glob) { .read($0, .show) }) }
      }
    }
  }

  /// `rg PATTERN [PATH...]`: below folders, hidden and ignored files are left out unless an option (the row's `recursive`) has them.
  static func ripgrep(_ reading: inout RowReading) {
    let isGiven = reading.options.has(anyOf: "-e --regexp -f --file --files")
    if reading.options.has(anyOf: "--files") { return }
    let paths = reading.options.operands.dropFirst(isGiven ? 0 : 1)
    let included = reading.options.values(ofAny: "-g --glob --iglob -G").filter { $0.knownPrefix.utf8.first != 0x21 }
    if paths.isEmpty {
      if reading.command.input != .inherited { return }
      if included.isEmpty { return reading.use(Argument("."), .show) }
    }
    for path in paths.isEmpty ? [Argument(".")] : Array(paths) {
      if included.isEmpty {
        reading.use(path, .show)
      } else {
        for glob in included { reading.touches.append(reading.below(path, glob) { .read($0, .show) }) }
      }
    }
  }

  /// `git grep PATTERN [REVISION...] [--] [PATH...]` searches tracked files alone.
  static func git(_ reading: inout RowReading) {
    let isGiven = reading.options.has(anyOf: "-e -f")
    let files = reading.options.operands.dropFirst(isGiven ? 0 : 1)
    for argument in reading.command.arguments {
      let pager =
        argument.knownPrefix.begins(with: "--open-files-in-pager=")
        ? argument.behindFirst("=") : argument.behind("-")?.behind("O")
      if let pager, pager.value?.isEmpty != true { reading.carried.append(.shell(pager)) }
    }
    if files.isEmpty { return reading.use(Argument("."), .show) }
    reading.readOperands(files, .show)
  }
}

extension RowReading {
  /// What is done to the files below `folder` whose name matches `glob`, which stands for them where it is not known which
  /// there are.
  func below(_ folder: Argument, _ glob: Argument, _ action: (Target) -> Effect.Action) -> Touch {
    var place = places.target(folder)
    guard let path = place.path, let pattern = glob.value else {
      place.path = nil
      place.knownFolder = places.target(folder).path ?? place.knownFolder
      place.unknown = place.unknown ?? glob.unknown ?? "the names of the files"
      return Touch(judging: action(place))
    }
    let name = pattern.utf8.first == UInt8(ascii: "/") ? pattern : "/" + pattern
    return Touch(
      judging: action(
        Target(path: path == "/" ? name : path + name, spelling: folder.spelling, isFromWildcard: true)))
  }
}

/// `awk PROGRAM FILE...`.
enum Awk {
  static func read(_ reading: inout RowReading) {
    let isGiven = reading.options.has(anyOf: "-f --file -E --exec -e --source")
    if !isGiven, let code = reading.options.operands.first { reading.carried.append(.code(code, .awk)) }
    let isInPlace = reading.options.values(ofAny: "-i --include").contains { $0.value == "inplace" }
    for file in reading.options.operands.dropFirst(isGiven ? 0 : 1) where !isAssignment(file) {
      reading.use(file, .show)
      if isInPlace { reading.use(file, .modify) }
    }
  }

  /// POSIX awk, OPERANDS: an operand `name=value` is an assignment.
  private static func isAssignment(_ operand: Argument) -> Bool {
    guard let (name, _) = operand.knownPrefix.cut(at: "="), let first = name.utf8.first else { return false }
    return !(first >= 0x30 && first <= 0x39) && name.utf8.allSatisfy(\.isWordByte)
  }
}

/// Programs that answer queries on structured text, whose first operand may be a query or a file.
enum Query {
  /// `yq [eval] QUERY FILE...`.
  static func read(_ reading: inout RowReading) {
    var operands = reading.options.operands[...]
    if let first = operands.first?.value, ["e", "eval", "ea", "eval-all", "r", "w", "delete", "put"].contains(first) {
      operands = operands.dropFirst()
    }
    let isGiven = reading.options.has(anyOf: "--from-file")
    let isFile = operands.count == 1 && operands.first.map { exists($0, reading) } ?? false
    reading.readOperands(operands.dropFirst(isGiven || isFile ? 0 : 1), .show)
  }

  /// Operands that are files if they exist.
  static func existing(_ reading: inout RowReading) {
    reading.readOperands(reading.options.operands.filter { exists($0, reading) }[...], .show)
  }

  private static func exists(_ operand: Argument, _ reading: RowReading) -> Bool {
    guard let word = operand.value, let path = reading.places.path(word) else { return operand.value == nil }
    return reading.facts.kind(of: path) != nil
  }
}

extension UInt8 {
  /// Whether the byte is a letter, a digit or `_`; bytes beyond ASCII count as letters.
  var isWordByte: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x80...: true
    default: false
    }
  }

  /// Whether the byte is a digit.
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }

  /// Whether the byte is a space, a tab or another blank of a line.
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D || self == 0x0C || self == 0x0B }
}

/// `less +COMMAND FILE`, `more +NUMBER FILE`: `!` begins a command for the shell.
enum Pager {
  static func read(_ reading: inout RowReading) {
    for operand in reading.options.operands {
      guard let command = operand.behind("+") else {
        reading.readFile(operand, .show)
        continue
      }
      let code = command.behind("+") ?? command
      if let shell = code.behind("!") ?? code.behind("|") { reading.carried.append(.shell(shell)) }
    }
  }
}
