import HookModel

/// What the libraries' functions make of texts: the detours by which a command is written so that nobody reads it.
extension CodeReader {
  /// The text of character codes: `chr(114)`, `String.fromCharCode(114, 109)`, `bytes([114, 109])`.
  func characters(_ values: [CodeValue]) -> CodeValue {
    var text = ""
    for value in flat(values) {
      guard let number = UInt32(value.shellText), value.kind == .unknown, let scalar = Unicode.Scalar(number) else {
        return .unknown("computed characters", source: .decoded)
      }
      text.unicodeScalars.append(scalar)
    }
    return .text(text)
  }

  /// `join ' ', 'rm', '-rf'`: the rest with the first between.
  func joinedText(_ values: [CodeValue]) -> CodeValue {
    var parts = flat(values)[...]
    guard let separator = parts.popFirst() else { return .text("") }
    return parts.enumerated().reduce(.text("")) { whole, item in
      (item.offset == 0 ? whole : whole.followed(by: separator)).followed(by: item.element)
    }
  }

  /// The text backwards, or the list.
  func reversed(_ value: CodeValue) -> CodeValue {
    switch value.kind {
    case .text: .text(String(value.text.reversed()))
    case .list: .list(value.items.reversed())
    default: .unknown("a reversed text", source: value.source)
    }
  }

  /// ROT13, which is its own inverse.
  static func rotated(_ text: String) -> String {
    String(
      decoding: text.utf8.map { byte in
        switch byte {
        case 0x41...0x5A: (byte - 0x41 + 13) % 26 + 0x41
        case 0x61...0x7A: (byte - 0x61 + 13) % 26 + 0x61
        default: byte
        }
      }, as: UTF8.self)
  }

  /// A text with one text in it replaced by another.
  static func replaced(_ text: String, _ old: String, by new: String, onlyFirst: Bool) -> String {
    let (bytes, old) = (Array(text.utf8), Array(old.utf8))
    guard !old.isEmpty, old.count <= bytes.count else { return text }
    var result: [UInt8] = []
    var place = 0
    var isDone = false
    while place < bytes.count {
      if !isDone, place + old.count <= bytes.count, bytes[place..<place + old.count].elementsEqual(old) {
        result += new.utf8
        place += old.count
        isDone = onlyFirst
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A method of a text that is known; nil where it is none of these.
  func textMethod(_ name: String, of value: CodeValue, _ given: [Given]) -> CodeValue? {
    guard value.kind == .text else { return nil }
    let first = given.first?.value
    switch name {
    case "lower", "toLowerCase", "downcase", "casefold": return .text(value.text.lowercasedASCII)
    case "upper", "toUpperCase", "upcase": return .text(CodeReader.uppercased(value.text))
    case "reverse" where language == .ruby: return reversed(value)
    case "replace", "replaceAll", "gsub", "sub", "tr":
      guard given.count > 1, let first, first.kind == .text, given[1].value.kind == .text, name != "tr" else {
        return nil
      }
      let onlyFirst = name == "sub" || (name == "replace" && language == .javaScript)
      return .text(CodeReader.replaced(value.text, first.text, by: given[1].value.text, onlyFirst: onlyFirst))
    case "split":
      guard let first, first.kind == .text, first.text != " " else { return nil }
      if first.text.isEmpty { return .list(value.text.map { .text(String($0)) }) }
      return .list(CodeReader.parts(value.text, first.text).map { .text($0) })
    case "chars": return .list(value.text.map { .text(String($0)) })
    default: return nil
    }
  }

  private static func parts(_ text: String, _ separator: String) -> [String] {
    var parts: [String] = []
    let (bytes, mark) = (Array(text.utf8), Array(separator.utf8))
    var start = 0
    var place = 0
    while place + mark.count <= bytes.count {
      if bytes[place..<place + mark.count].elementsEqual(mark) {
        parts.append(String(decoding: bytes[start..<place], as: UTF8.self))
        place += mark.count
        start = place
      } else {
        place += 1
      }
    }
    return parts + [String(decoding: bytes[start...], as: UTF8.self)]
  }

  static func uppercased(_ text: String) -> String {
    String(decoding: text.utf8.map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }, as: UTF8.self)
  }

  /// The words of a command line: `shlex.split`, `'rm -rf x'.split()`. What a shell would expand stays as it is.
  static func commandWords(_ text: String) -> [CodeValue] {
    var words: [CodeValue] = []
    var word: [UInt8] = []
    var isWord = false
    var quote: UInt8?
    for byte in text.utf8 {
      if let open = quote {
        if byte == open { quote = nil } else { word.append(byte) }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
        isWord = true
      } else if byte.isBlank || byte == 0x0A {
        if isWord { words.append(.text(String(decoding: word, as: UTF8.self))) }
        word = []
        isWord = false
      } else {
        word.append(byte)
        isWord = true
      }
    }
    if isWord { words.append(.text(String(decoding: word, as: UTF8.self))) }
    return words
  }

  /// `text[::-1]`, `list[1:]`, the place standing at the bracket; nil where it is an ordinary index.
  mutating func slice(of value: CodeValue) -> CodeValue? {
    guard language == .python else { return nil }
    if token(1) == .dot, isSymbol("-", 2), token(3) == .number(1), isSymbol("]", 4) {
      place += 5
      return reversed(value)
    }
    var ahead = 1
    var from = 0
    if case .number(let number?) = token(ahead) {
      from = number
      ahead += 1
    }
    guard isSymbol(":", ahead) else { return nil }
    ahead += 1
    var to: Int?
    if case .number(let number?) = token(ahead) {
      to = number
      ahead += 1
    }
    guard isSymbol("]", ahead) else { return nil }
    place += ahead + 1
    switch value.kind {
    case .text:
      let kept = value.text.utf8.prefix(to ?? Int.max).dropFirst(from)
      return .text(String(decoding: kept, as: UTF8.self))
    case .list: return .list(Array(value.items.prefix(to ?? Int.max).dropFirst(from)))
    case .name where value.text == "ARGV":
      // The script itself is the first.
      return .list(Array(arguments.dropFirst(max(0, from - 1)).map { self.value(of: $0) }))
    default: return .unknown("a part of \(value.unknownWords)", source: value.source)
    }
  }

  // MARK: Several names at once

  /// `a, b = 'x', 'y'`, `my ($a, $b) = @_`, `const [a, b] = list`; false where something else begins here.
  mutating func tupleAssignment() -> Bool {
    var ahead = 0
    let isOpen = isSymbol("(") || isSymbol("[")
    if isOpen { ahead = 1 }
    var names: [String] = []
    while case .name(let name) = token(ahead), names.count < 40 {
      names.append(name)
      ahead += 1
      guard isSymbol(",", ahead) else { break }
      ahead += 1
    }
    if isOpen {
      guard isSymbol(")", ahead) || isSymbol("]", ahead) else { return false }
      ahead += 1
    }
    guard !names.isEmpty, isOpen || names.count > 1, token(ahead) == .assign else { return false }
    place += ahead + 1
    var values = [expression()]
    while isSymbol(",") {
      place += 1
      values.append(expression())
    }
    if values.count == 1, values[0].kind == .list, values[0].entries.isEmpty { values = values[0].items }
    for (index, name) in names.enumerated() {
      // Perl's array takes all that is left.
      if name.utf8.first == UInt8(ascii: "@"), language == .perl {
        assign(.list(Array(values.dropFirst(index))), to: name)
      } else {
        assign(index < values.count ? values[index] : .unknown("the value of \(name)"), to: name)
      }
    }
    return true
  }

  /// `list.append(x)`, `list.push(x)`, the place standing behind the list's name; nil where nothing is added to it.
  mutating func addition(to name: String, _ list: CodeValue) -> CodeValue? {
    guard list.kind == .list, token == .dot, case .name(let method) = token(1), isSymbol("(", 2) else { return nil }
    let spreads: Bool
    switch method {
    case "append", "push", "add": spreads = false
    case "extend": spreads = true
    default: return nil
    }
    place += 2
    let values = bracketed(UInt8(ascii: ")")).map(\.value)
    var longer = list
    for value in values { longer.items += spreads && value.kind == .list ? value.items : [value] }
    if longer.items.count < 4000 { variables[name] = longer }
    return longer
  }

  // MARK: Choices that the code makes

  /// A condition that looks at more than the kind of a file chooses among the files that a pattern stands for: which of them
  /// are meant is then unknown. The place stands at the first token of the condition.
  mutating func select() {
    // Only the patterns' names can be chosen among.
    guard hasWildcards else { return }
    var ahead = 0
    var open = 0
    var names: [String] = []
    var looks = false
    loop: while let token = token(ahead), ahead < 60 {
      switch token {
      case .symbol(UInt8(ascii: "(")): open += 1
      case .symbol(UInt8(ascii: ")")):
        open -= 1
        // Elsewhere than in Python, what the brackets enclose is the condition.
        if open < 0 || open == 0 && language != .python && language != .ruby { break loop }
      case .newline, .symbol(UInt8(ascii: "{")), .symbol(UInt8(ascii: ":")), .symbol(UInt8(ascii: ";")): break loop
      case .symbol(UInt8(ascii: "]")) where ahead > 0: break loop
      case .name(let name):
        if let value = variables[name], value.standsForFiles {
          names.append(name)
        } else {
          switch name {
          case "is_file", "isfile", "is_dir", "isdir", "exists", "is_symlink", "islink", "not", "os", "path", "and",
            "fs",
            "existsSync", "file", "directory", "File":
            break
          default: looks = true
          }
        }
      case .string, .other, .number: looks = true
      default: break
      }
      ahead += 1
    }
    guard looks else { return }
    for name in names {
      guard let value = variables[name] else { continue }
      let text = value.kind == .choice ? value.items.first?.text ?? "" : value.text
      var chosen = CodeValue.unknown(
        "the files that the code selects", prefix: Places.parent(text).map { $0 == "/" ? $0 : $0 + "/" } ?? "")
      chosen.isPath = value.isPath
      variables[name] = chosen
    }
  }

  /// Whether some variable stands for the files that match a pattern.
  private var hasWildcards: Bool { variables.contains { $0.value.standsForFiles } }

  /// `unlink $f if $f =~ /x/`: the condition is read before what it governs.
  mutating func postfixCondition() {
    guard language == .perl || language == .ruby, hasWildcards else { return }
    var ahead = place
    var open = 0
    while ahead < tokens.count, ahead < place + 60 {
      switch tokens[ahead] {
      case .symbol(let byte) where "([{".utf8.contains(byte): open += 1
      case .symbol(let byte) where ")]}".utf8.contains(byte):
        open -= 1
        if open < 0 { return }
      case .symbol(UInt8(ascii: ";")) where open == 0: return
      case .newline where open == 0: return
      case .name("if") where open == 0, .name("unless") where open == 0:
        let start = place
        place = ahead + 1
        select()
        place = start
        return
      default: break
      }
      ahead += 1
    }
  }
}

extension CodeValue {
  /// Whether it stands for the files that match a pattern.
  var standsForFiles: Bool { isWildcard || kind == .choice && items.contains(where: \.isWildcard) }
}
