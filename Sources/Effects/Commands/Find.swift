import HookModel

/// `find START... TEST... ACTION...`; what `-exec` runs is the shell evaluator's business.
enum Find {
  /// Reads the expression.
  static func read(_ reading: inout RowReading) {
    let expression = FindExpression(reading.command.arguments)
    for file in expression.written { reading.write(file, .replace) }
    guard expression.deletes else { return }
    for start in expression.starts { delete(below: start, expression, &reading) }
  }

  private static func delete(below start: Argument, _ expression: FindExpression, _ reading: inout RowReading) {
    if expression.names.isEmpty {
      var target = reading.places.target(start, includesContents: true)
      if expression.isSelective, let path = target.path {
        target.knownFolder = path
        target.path = nil
        target.unknown = "the files that find selects"
      }
      let certainty: Certainty = target.path == nil ? .unknown : .certain
      reading.touches.append(
        Touch(.delete(target, recursive: !expression.isSelective), certainty: certainty))
      return
    }
    for name in expression.names {
      reading.touches.append(reading.below(start, name) { .delete($0, recursive: false) })
    }
  }
}

/// What `find` is told.
struct FindExpression {
  /// Where it starts; the directory where nothing is said.
  var starts: [Argument] = []
  /// The patterns of names of which one has to match, as `-name` gives them; empty where any name will do.
  var names: [Argument] = []
  /// The same with the last names of the patterns for whole paths.
  var lookedFor: [String] = []
  /// Whether some test leaves files out.
  var isSelective = false
  /// Whether it deletes.
  var deletes = false
  /// The files that it writes its findings to.
  var written: [Argument] = []

  /// Reads the arguments of `find`.
  init(_ arguments: [Argument]) {
    var index = 0
    while index < arguments.count, let value = arguments[index].value, FindExpression.isSetting(value) {
      index += value == "-D" ? 2 : 1
    }
    while index < arguments.count, !FindExpression.beginsExpression(arguments[index]) {
      starts.append(arguments[index])
      index += 1
    }
    if starts.isEmpty { starts = [Argument(".")] }
    readExpression(arguments, from: index)
  }

  private mutating func readExpression(_ arguments: [Argument], from start: Int) {
    var index = start
    var isNegated = false
    var alternatives = Alternatives()
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      guard let word = argument.value else {
        isSelective = true
        continue
      }
      let value = index < arguments.count ? arguments[index] : nil
      switch word {
      case "-delete": deletes = true
      case "!", "-not":
        isNegated = true
        continue
      case "-name", "-iname":
        isSelective = true
        if let value, !isNegated { alternatives.add(value) }
        index += 1
      case "-path", "-ipath", "-wholename", "-iwholename":
        isSelective = true
        // What is deleted by a path is judged by its folder; what is looked for is known by its name.
        if let value, !isNegated { alternatives.add(path: value) }
        index += 1
      case "-fprint", "-fprint0", "-fls":
        if let value { written.append(value) }
        index += 1
      case "-fprintf":
        if let value { written.append(value) }
        index += 2
      case "-exec", "-execdir", "-ok", "-okdir":
        while index < arguments.count, arguments[index].value != ";" && arguments[index].value != "+" { index += 1 }
        index += 1
      case "-o", "-or", ",": alternatives.next()
      case "(": alternatives.open()
      case ")": alternatives.close()
      case "-prune":
        isSelective = true
        alternatives.prune()
      case "-a", "-and", "-print", "-print0", "-ls", "-depth", "-d", "-xdev", "-mount", "-quit", "-true", "-follow",
        "-noleaf", "-warn", "-nowarn":
        break
      case "-maxdepth", "-mindepth":
        isSelective = isSelective || word == "-maxdepth"
        index += 1
      case "-type":
        // Without another test, all files or all folders of a tree are the tree.
        index += 1
      case "-printf", "-regextype": index += 1
      case "-empty", "-executable", "-readable", "-writable", "-nouser", "-nogroup", "-false", "-daystart":
        isSelective = true
      default:
        isSelective = true
        if word.utf8.first == UInt8(ascii: "-") { index += 1 }
      }
      isNegated = false
    }
    (names, lookedFor) = alternatives.result()
  }

  /// The names in the alternatives that `-o` joins. Those of a pruned one are what is left out; with one that has no name, any
  /// name will do.
  private struct Alternatives {
    private var names: [Argument] = []
    private var lookedFor: [String] = []
    private var takesAnyName = false
    private var takesAnyPath = false
    /// Where the present alternative begins.
    private var start = (names: 0, lookedFor: 0)
    private var isPruned = false
    /// Where the brackets that are open began.
    private var opened: [(names: Int, lookedFor: Int)] = []
    private var closed: (names: Int, lookedFor: Int)?

    mutating func add(_ name: Argument) {
      names.append(name)
      if let text = name.value { look(for: text) }
    }

    mutating func add(path: Argument) { if let text = path.value { look(for: Places.name(text)) } }

    private mutating func look(for name: String) {
      if !name.utf8.allSatisfy({ $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }) { lookedFor.append(name) }
    }

    mutating func next() {
      end()
      start = (names.count, lookedFor.count)
      if opened.isEmpty { closed = nil }
    }

    private mutating func end() {
      if !isPruned {
        if names.count == start.names { takesAnyName = true }
        if lookedFor.count == start.lookedFor { takesAnyPath = true }
      }
      isPruned = false
    }

    mutating func open() { opened.append((names.count, lookedFor.count)) }

    mutating func close() {
      guard let beginning = opened.popLast() else { return }
      closed = beginning
      // What stood in the brackets belongs to the alternative around them.
      start = (min(start.names, beginning.names), min(start.lookedFor, beginning.lookedFor))
    }

    mutating func prune() {
      let beginning = closed ?? start
      names.removeSubrange(min(beginning.names, start.names, names.count)...)
      lookedFor.removeSubrange(min(beginning.lookedFor, start.lookedFor, lookedFor.count)...)
      isPruned = true
    }

    mutating func result() -> (names: [Argument], lookedFor: [String]) {
      end()
      return (takesAnyName ? [] : names, takesAnyPath ? [] : lookedFor)
    }
  }

  private static func isSetting(_ word: String) -> Bool {
    switch word {
    case "-H", "-L", "-P", "-D", "-E", "-X", "-x", "-s": true
    default: word.begins(with: "-O") && word.utf8.count <= 3
    }
  }

  private static func beginsExpression(_ argument: Argument) -> Bool {
    switch argument.knownPrefix.utf8.first {
    case UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: "!"), UInt8(ascii: ","): true
    default: false
    }
  }
}

/// What `fd` is told.
struct FdSearch {
  /// Where it starts; the directory where nothing is said.
  var starts: [Argument]
  /// The patterns of names that it looks for; none where any name will do.
  var lookedFor: [String] = []

  /// Reads the arguments of `fd`, those of the command that it runs left out.
  init(_ arguments: [Argument]) {
    let options = ParsedOptions(
      arguments,
      OptionSyntax(
        shortWithValue: "edtESocjxX",
        longWithValue: [
          "extension", "max-depth", "min-depth", "type", "exclude", "size", "changed-within", "changed-before", "owner",
          "color", "threads", "base-directory", "search-path",
        ],
        long: ["hidden", "no-ignore", "glob", "unrestricted", "fixed-strings", "full-path", "absolute-path"]))
    starts = Array(options.operands.dropFirst()) + options.values(of: "search-path", "base-directory")
    if starts.isEmpty { starts = [Argument(".")] }
    guard let pattern = options.operands.first?.value else { return }
    if options.has("g", "glob") {
      lookedFor = [pattern]
    } else if let literal = RegularNames.literal(pattern) {
      lookedFor = [literal]
    }
  }
}

/// Regular expressions that pick names, as far as they stand for one text.
enum RegularNames {
  /// The text that a `grep` in a list of names picks the names with; nil where that cannot be told.
  static func literal(in command: ResolvedCommand) -> String? {
    switch command.program {
    case "grep", "egrep", "fgrep", "rg": break
    default: return nil
    }
    let options = ParsedOptions(command.arguments, OptionSyntax(shortWithValue: "ABCmf", longWithValue: ["regexp"]))
    guard !options.has("v", "invert-match", "c", "count"), options.operands.count == 1 else { return nil }
    return options.operands[0].value.flatMap(literal)
  }

  /// The name that a regular expression stands for: `^\.env$`, `id_rsa`; nil where it has parts that stand for others.
  static func literal(_ pattern: String) -> String? {
    var name: [UInt8] = []
    var rest = Substring(pattern).utf8
    if rest.first == UInt8(ascii: "^") { rest = rest.dropFirst() }
    if rest.last == UInt8(ascii: "$") { rest = rest.dropLast() }
    // `/\.env`: in lists of paths, the last name counts.
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst(), escaped == UInt8(ascii: ".") || escaped == UInt8(ascii: "-") else {
          return nil
        }
        name.append(escaped)
      case UInt8(ascii: "/"): name = []
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "("),
        UInt8(ascii: "|"), UInt8(ascii: "{"), UInt8(ascii: "$"), UInt8(ascii: "^"), UInt8(ascii: ")"):
        return nil
      default: name.append(byte)
      }
    }
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }
}
