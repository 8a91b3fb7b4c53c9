import HookModel

/// A command line, read by its row.
struct RowReading {
  /// The command, with the words that its row applies to.
  let command: ResolvedCommand
  /// The row.
  let row: Row
  /// The world.
  let facts: any Facts
  /// Where the command's words start from.
  var places: Places
  /// The arguments, told apart.
  let options: ParsedOptions
  /// Whether everything below the operands is meant. Asked for each of them, it is not looked for each time.
  let isRecursive: Bool
  /// Whether what is written is written behind what is there.
  private let appends: Bool
  /// What was found.
  var touches: [Touch] = []
  /// Code and commands that the arguments carry.
  var carried: [Carried] = []

  /// Code or a command on the command line.
  enum Carried {
    case shell(Argument)
    case code(Argument, InlineLanguage)
    case command([Argument])
  }

  /// Reads `command` by `row`; where the row has subcommands, by the row of the one that is given.
  init(_ command: ResolvedCommand, by row: Row, facts: any Facts) {
    var command = command
    let (arguments, files) = row.withoutPairs(row.withoutAttached(command.arguments))
    command.arguments = arguments
    self.command = command
    self.row = row
    self.facts = facts
    let syntax = row.syntax(for: command.arguments)
    let (own, carried) = row.divided(command.arguments, syntax)
    options = ParsedOptions(own, syntax)
    isRecursive = row.isRecursive || options.has(anyOf: row.recursive)
    appends = options.has(anyOf: row.appends)
    codeArguments = carried
    places = Places(directory: command.directory)
    for directory in options.values(ofAny: row.directory) { enter(directory) }
    row.preparation?(&self)
    for file in files { readFile(file, .show) }
  }

  /// The arguments of the code that the program runs.
  private(set) var codeArguments: [Argument]

  /// Makes words start from another directory.
  mutating func enter(_ directory: Argument) {
    places.directory = directory.value.flatMap(places.path).flatMap { Places.isTooLong($0) ? nil : $0 }
  }

  /// Reads everything.
  mutating func read() {
    if options.has(anyOf: row.harmless) { return }
    if let subcommands = row.subcommands { return read(subcommands) }
    readOptions()
    if options.has(anyOf: row.wordsUnder) { return }
    switch row.operands {
    case .unused: break
    case .all(let use): readOperands(options.operands[...], use)
    case .afterFirst(let use, let unless):
      let isGiven = options.has(anyOf: unless)
      readOperands(options.operands.dropFirst(isGiven ? 0 : 1), use)
    case .afterCode(let language, let use, let unless):
      let isGiven = options.has(anyOf: unless)
      if !isGiven, let code = options.operands.first { carried.append(.code(code, language)) }
      readOperands(options.operands.dropFirst(isGiven ? 0 : 1), use)
    case .script(let unless):
      if !options.has(anyOf: unless), let script = options.operands.first { self.use(script, .use) }
    case .places(let uses, let rest):
      for (index, operand) in options.operands.enumerated() {
        use(operand, index < uses.count ? uses[index] : rest)
      }
    case .last(let last, let others):
      for operand in options.operands.dropLast() { use(operand, others) }
      if let operand = options.operands.last { use(operand, last) }
    case .transfer(let transfer): self.transfer(transfer)
    case .command:
      if let start = options.operandIndexes.first { carried.append(.command(Array(command.arguments[start...]))) }
    case .special(let special): special(&self)
    }
  }

  /// Uses the values of the options that name files, URLs or code.
  mutating func readOptions() {
    for (names, use) in row.options {
      for value in options.values(ofAny: names) { self.use(value, use) }
    }
  }

  private mutating func read(_ subcommands: (String) -> Row?) {
    readOptions()
    guard let index = options.operandIndexes.first, let name = options.operands.first?.value,
      let row = subcommands(name)
    else { return }
    var command = command
    command.arguments.removeSubrange(...index)
    command.directory = places.directory
    var reading = RowReading(command, by: row, facts: facts)
    reading.read()
    touches += reading.touches
    carried += reading.carried
  }

  /// Does the same with each of the operands.
  mutating func readOperands(_ operands: ArraySlice<Argument>, _ use: Row.Use) {
    let isInPlace = options.has(anyOf: row.inPlace)
    for operand in operands {
      self.use(operand, use)
      if isInPlace { self.use(operand, .modify) }
    }
    if operands.isEmpty, let operand = row.defaultOperand { self.use(Argument(operand), use) }
  }

  /// Does one thing with what one word names.
  mutating func use(_ argument: Argument, _ use: Row.Use) {
    switch use {
    case .nothing: break
    case .show: readFile(argument, .show)
    case .use: readFile(argument, .use)
    case .replace: write(argument, appends ? .modify : .replace)
    case .modify: write(argument, .modify)
    case .truncate: write(argument, .truncate)
    case .attributes: write(argument, .attributes)
    case .folder: write(argument, .folder)
    case .link: write(argument, .link)
    case .delete: add(.delete(target(argument), recursive: isRecursive))
    case .fill: fill(argument)
    case .fetch: fetch(argument)
    case .showNamesIn:
      readFile(argument, .use)
      add(.read(Target(unknown: "the names in \(argument.spelling)", spelling: argument.spelling), .show))
    case .showBehindAt:
      if let file = argument.behind("@") { readFile(file, .show) }
    case .showInField:
      guard let field = argument.behindFirst("=") else { break }
      if let file = field.behind("@") ?? field.behind("<") {
        let name = file.behind("\"") ?? file
        readFile(name.before(name == file ? ";" : "\""), .show)
      }
    case .shellCommand: carried.append(.shell(argument))
    case .setting(let isCommand):
      if let name = argument.knownPrefix.cut(at: "=")?.before, isCommand(name.lowercasedASCII),
        let value = argument.behindFirst("=")
      {
        carried.append(.shell(value.behind("!") ?? value))
      }
    case .code(let language): carried.append(.code(argument, language))
    case .both(let first, let second):
      self.use(argument, first)
      self.use(argument, second)
    }
  }

  /// Adds a fetch; `file:` leads to a file of this machine.
  private mutating func fetch(_ url: Argument) {
    if url.knownPrefix.utf8.count > 7, url.knownPrefix.utf8.prefix(7).elementsEqual("file://".utf8) {
      var file = url
      file.value = url.value.map { String($0.dropFirst(7)) }
      file.knownPrefix = String(url.knownPrefix.dropFirst(7))
      return readFile(file, .show)
    }
    add(.fetch(url: url.value))
  }

  /// Adds a read, unless the word stands for standard input.
  mutating func readFile(_ argument: Argument, _ use: ReadUse) {
    if argument.value == "-" { return }
    add(.read(target(argument), use))
  }

  /// Adds a write, unless the word stands for standard output.
  mutating func write(_ argument: Argument, _ kind: WriteKind, content: String? = nil) {
    if argument.value == "-" { return }
    add(.write(target(argument), kind, content: content))
  }

  /// Adds writes below a folder, of files whose names are not on the command line.
  mutating func fill(_ folder: Argument, _ unknown: String = "the names of the files", kind: WriteKind = .replace) {
    let place = target(folder)
    var target = Target(unknown: unknown, spelling: folder.spelling, knownFolder: place.path ?? place.knownFolder)
    target.includesContents = true
    add(.write(target, kind, content: nil))
  }

  /// The target that a word names, with everything below it where the row or an option says so.
  func target(_ argument: Argument) -> Target { places.target(argument, includesContents: isRecursive) }

  /// Adds a touch, as sure as its target is known.
  mutating func add(_ action: Effect.Action) { touches.append(Touch(judging: action)) }
}

extension Touch {
  /// Creates a touch that is as sure as its target is known.
  init(judging action: Effect.Action) {
    self.init(action)
    switch action {
    case .write(let target, _, _), .read(let target, _), .delete(let target, _):
      certainty = target.path == nil ? .unknown : target.isFromWildcard ? .possible : .certain
    case .fetch(let url): certainty = url == nil ? .unknown : .certain
    case .execute: certainty = .unknown
    case .run, .mcp, .tool, .prompt: break
    }
  }
}

extension Row {
  /// The arguments with the attached values of options cut off, so that `-i.bak` is `-i` and `.bak` no bundle of letters.
  fileprivate func withoutAttached(_ arguments: [Argument]) -> [Argument] {
    guard !attached.isEmpty else { return arguments }
    let syntax = syntax(for: arguments)
    var kept: [Argument] = []
    kept.reserveCapacity(arguments.count)
    var isSuffix = false
    for argument in arguments {
      // BSD's sed takes the suffix as the next word; for GNU's, neither an empty word nor one that begins with a dot is a script.
      if isSuffix, let value = argument.value, value.isEmpty || value.utf8.first == UInt8(ascii: ".") {
        isSuffix = false
        continue
      }
      isSuffix = false
      guard let value = argument.value, value.utf8.count > 1, value.utf8.first == UInt8(ascii: "-"),
        value.utf8.dropFirst().first != UInt8(ascii: "-")
      else {
        kept.append(argument)
        continue
      }
      var cut = argument
      for index in value.utf8.indices.dropFirst() {
        let letter = value.utf8[index]
        if syntax.takesValue(letter: letter) { break }
        if attached.utf8.contains(letter) {
          let next = value.utf8.index(after: index)
          isSuffix = next == value.utf8.endIndex
          cut.value = String(value[..<next])
          break
        }
      }
      kept.append(cut)
    }
    return kept
  }

  /// The arguments without options that take two words, of which no table knows anything (`jq --arg NAME VALUE`), and the
  /// files among those words.
  fileprivate func withoutPairs(_ arguments: [Argument]) -> (kept: [Argument], files: [Argument]) {
    guard !pairs.isEmpty || !pairsWithFile.isEmpty else { return (arguments, []) }
    func names(_ list: String) -> [String] {
      var names: [String] = []
      Row.forEachName(in: list) { dashes, name in names.append((dashes == 1 ? "-" : "--") + name) }
      return names
    }
    let (plain, withFile) = (names(pairs), names(pairsWithFile))
    var kept: [Argument] = []
    var files: [Argument] = []
    var index = 0
    while index < arguments.count {
      if let value = arguments[index].value, plain.contains(value) || withFile.contains(value) {
        if withFile.contains(value), index + 2 < arguments.count { files.append(arguments[index + 2]) }
        index += 3
      } else {
        kept.append(arguments[index])
        index += 1
      }
    }
    return (kept, files)
  }

  /// The program's own arguments, and those of the code that it runs: everything behind the value of a last option.
  fileprivate func divided(_ arguments: [Argument], _ syntax: OptionSyntax) -> (own: [Argument], code: [Argument]) {
    guard !lastOptions.isEmpty else { return (arguments, []) }
    for option in ParsedOptions(arguments, syntax).options where isLast(option.name) {
      guard let value = option.value else { break }
      let isAttached = !(option.index + 1 < arguments.count && arguments[option.index + 1] == value)
      let end = min(option.index + (isAttached ? 1 : 2), arguments.count)
      return (Array(arguments[..<end]), Array(arguments[end...]))
    }
    return (arguments, [])
  }

  private func isLast(_ name: String) -> Bool { OptionSyntax.isListed(name, in: lastOptions) }
}

extension Argument {
  /// What stands behind `mark` at the argument's beginning; nil where it does not begin with it.
  func behind(_ mark: Unicode.Scalar) -> Argument? {
    guard knownPrefix.utf8.first == UInt8(ascii: mark) else { return nil }
    var rest = self
    rest.value = value.map { String($0.dropFirst()) }
    rest.knownPrefix = String(knownPrefix.dropFirst())
    return rest
  }

  /// What stands behind the first `mark`, wherever it is; nil where there is none.
  func behindFirst(_ mark: Unicode.Scalar) -> Argument? {
    guard let (_, known) = knownPrefix.cut(at: mark) else { return nil }
    var rest = self
    rest.value = value?.cut(at: mark)?.behind
    rest.knownPrefix = known
    return rest
  }

  /// What stands before the first `mark`, or all of it.
  func before(_ mark: Unicode.Scalar) -> Argument {
    guard let (known, _) = knownPrefix.cut(at: mark) else { return self }
    var rest = self
    rest.value = known
    rest.knownPrefix = known
    rest.unknown = nil
    return rest
  }
}
