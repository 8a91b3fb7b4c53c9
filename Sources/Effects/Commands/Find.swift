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
    var takesAnyName = false
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
        if let value, !isNegated { names.append(value) } else { takesAnyName = true }
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
      case "-o", "-or", "-a", "-and", ",", "(", ")", "-print", "-print0", "-ls", "-depth", "-d", "-xdev", "-mount",
        "-quit",
        "-true", "-follow", "-noleaf", "-warn", "-nowarn":
        break
      case "-maxdepth", "-mindepth":
        isSelective = isSelective || word == "-maxdepth"
        index += 1
      case "-type":
        // Without another test, all files or all folders of a tree are the tree.
        index += 1
      case "-printf", "-regextype": index += 1
      case "-prune", "-empty", "-executable", "-readable", "-writable", "-nouser", "-nogroup", "-false", "-daystart":
        isSelective = true
      default:
        isSelective = true
        if word.utf8.first == UInt8(ascii: "-") { index += 1 }
      }
      isNegated = false
    }
    // With an alternative to the names, other files are meant, too.
    if takesAnyName || (names.count > 0 && hasOther(arguments)) { names = [] }
  }

  /// Whether an `-o` joins tests of which one is no name.
  private func hasOther(_ arguments: [Argument]) -> Bool {
    guard arguments.contains(where: { $0.value == "-o" || $0.value == "-or" }) else { return false }
    var named = 0
    var joined = 1
    for argument in arguments {
      if argument.value == "-name" || argument.value == "-iname" { named += 1 }
      if argument.value == "-o" || argument.value == "-or" { joined += 1 }
    }
    return named < joined
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
