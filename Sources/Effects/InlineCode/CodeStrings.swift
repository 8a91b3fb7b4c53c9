/// The many ways in which languages write strings.
extension CodeScanner {
  // MARK: Quotes

  /// A string in quotes; `prefix` is Python's (`r`, `b`, `f`).
  mutating func quoted(_ quote: UInt8, prefix: String) {
    let isTriple = language == .python && at(1) == quote && at(2) == quote
    place += isTriple ? 3 : 1
    let isRaw = prefix.utf8.contains { $0 == UInt8(ascii: "r") || $0 == UInt8(ascii: "R") }
    let isFormat = prefix.utf8.contains { $0 == UInt8(ascii: "f") || $0 == UInt8(ascii: "F") }
    let isSingle = quote == UInt8(ascii: "'")
    let code: Interpolation =
      switch language {
      case .python: isFormat ? .braces : .none
      case .perl: isSingle ? .none : .sigils
      case .php: isSingle ? .none : .sigils
      case .ruby, .elixir: isSingle ? .none : .hashBraces
      case .groovy: isSingle ? .none : .dollarBraces
      case .swift: .parenthesis
      case .julia: .dollarNames
      default: .none
      }
    let escapes: Escapes =
      if isRaw { .raw } else if isSingle, hasLiteralSingleQuotes { .quotesOnly } else { .all }
    let parts = parts(to: isTriple ? [quote, quote, quote] : [quote], nesting: nil, code, escapes)
    tokens.append(.string(parts))
  }

  /// Whether a backslash is nothing special between single quotes.
  private var hasLiteralSingleQuotes: Bool {
    language == .perl || language == .ruby || language == .php || language == .vim
  }

  /// Backticks: a template in JavaScript, a command elsewhere.
  mutating func backticks() {
    place += 1
    switch language {
    case .javaScript:
      let parts = parts(to: [UInt8(ascii: "`")], nesting: nil, .dollarBraces, .all)
      // zx and Bun: a template behind `$` is a command.
      if case .name(let name) = tokens.last, name == "$" || name == "$$" || name == "sh" {
        tokens.append(.shell(parts))
      } else {
        tokens.append(.string(parts))
      }
    case .perl, .php: tokens.append(.shell(parts(to: [UInt8(ascii: "`")], nesting: nil, .sigils, .all)))
    case .ruby: tokens.append(.shell(parts(to: [UInt8(ascii: "`")], nesting: nil, .hashBraces, .all)))
    case .julia: tokens.append(.shell(parts(to: [UInt8(ascii: "`")], nesting: nil, .dollarNames, .all)))
    case .go:
      let parts = parts(to: [UInt8(ascii: "`")], nesting: nil, .none, .raw)
      tokens.append(.string(parts))
    default: tokens.append(.symbol(UInt8(ascii: "`")))
    }
  }

  /// How code stands in a string.
  enum Interpolation {
    case none
    /// `{code}`.
    case braces
    /// `${code}`.
    case dollarBraces
    /// `#{code}`.
    case hashBraces
    /// `$name`, `@name`, `{$name}`, `${name}`.
    case sigils
    /// `$name`, `$(code)`.
    case dollarNames
    /// `\(code)`.
    case parenthesis
  }

  /// What a backslash does.
  enum Escapes {
    case raw
    case quotesOnly
    case all
  }

  /// The parts of a string up to its end.
  mutating func parts(to end: [UInt8], nesting open: UInt8?, _ code: Interpolation, _ escapes: Escapes) -> [CodePart] {
    var parts: [CodePart] = []
    var text: [UInt8] = []
    var depth = 0
    func flush() { if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) } }
    while let byte {
      if byte == end[0], depth == 0, place + end.count <= bytes.count,
        bytes[place..<place + end.count].elementsEqual(end)
      {
        place += end.count
        break
      }
      if byte == open { depth += 1 } else if byte == end[0], open != nil { depth -= 1 }
      if code == .parenthesis, byte == UInt8(ascii: "\\"), at(1) == UInt8(ascii: "("),
        let end = bytes[place...].prefix(200).firstIndex(of: UInt8(ascii: ")"))
      {
        flush()
        text.removeAll()
        parts.append(.code(String(decoding: bytes[place + 2..<end], as: UTF8.self)))
        place = end + 1
        continue
      }
      if byte == UInt8(ascii: "\\"), let next = at(1) {
        escape(next, escapes, end[0], &text)
        continue
      }
      if let inner = interpolated(byte, code) {
        flush()
        text.removeAll()
        parts.append(.code(inner))
        continue
      }
      place += 1
      if code == .braces, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}"), self.byte == byte { place += 1 }
      text.append(byte)
    }
    flush()
    return parts
  }

  private mutating func escape(_ next: UInt8, _ escapes: Escapes, _ end: UInt8, _ text: inout [UInt8]) {
    place += 2
    switch escapes {
    case .raw: text += [UInt8(ascii: "\\"), next]
    case .quotesOnly:
      if next != end, next != UInt8(ascii: "\\") { text.append(UInt8(ascii: "\\")) }
      text.append(next)
    case .all:
      switch next {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "e"): text.append(0x1B)
      case 0x0A: break
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        let digits = bytes[place...].prefix(2).prefix { $0 >= 0x30 && $0 <= 0x37 }
        text.append(digits.reduce(next - 0x30) { ($0 & 0x1F) << 3 | ($1 - 0x30) })
        place += digits.count
      case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"): codePoint(next, &text)
      default: text.append(next)
      }
    }
  }

  private mutating func codePoint(_ letter: UInt8, _ text: inout [UInt8]) {
    let isBraced = byte == UInt8(ascii: "{")
    if isBraced { place += 1 }
    let most = isBraced ? 6 : letter == UInt8(ascii: "x") ? 2 : letter == UInt8(ascii: "u") ? 4 : 8
    let digits = bytes[place...].prefix(most).prefix { $0.hexValue != nil }
    place += digits.count
    if isBraced, byte == UInt8(ascii: "}") { place += 1 }
    let value = digits.reduce(UInt32(0)) { $0 << 4 | UInt32($1.hexValue ?? 0) }
    if let scalar = Unicode.Scalar(value) { text += Array(String(Character(scalar)).utf8) }
  }

  // MARK: Code in strings

  private mutating func interpolated(_ byte: UInt8, _ code: Interpolation) -> String? {
    switch code {
    case .none, .parenthesis: return nil
    case .braces:
      guard byte == UInt8(ascii: "{"), at(1) != byte else { return nil }
      return braced(1)
    case .dollarBraces: return byte == UInt8(ascii: "$") && at(1) == UInt8(ascii: "{") ? braced(2) : nil
    case .hashBraces: return byte == UInt8(ascii: "#") && at(1) == UInt8(ascii: "{") ? braced(2) : nil
    case .dollarNames:
      guard byte == UInt8(ascii: "$"), let first = at(1), first.isWordByte, !first.isDigit else { return nil }
      place += 1
      return word()
    case .sigils:
      if byte == UInt8(ascii: "{"), at(1) == UInt8(ascii: "$"), language == .php { return braced(1) }
      if byte == UInt8(ascii: "@"), language == .perl, at(1) == UInt8(ascii: "{") { return braced(2) }
      guard byte == UInt8(ascii: "$") || (byte == UInt8(ascii: "@") && language == .perl) else { return nil }
      if at(1) == UInt8(ascii: "{") { return braced(2).map { "$" + $0 } }
      guard let first = at(1), first.isWordByte, byte == UInt8(ascii: "$") || !first.isDigit else { return nil }
      return sigilled()
    }
  }

  /// A variable in a string, with the index behind it.
  private mutating func sigilled() -> String {
    let start = place
    place += 1
    _ = word()
    while let byte {
      if byte == UInt8(ascii: "-"), at(1) == UInt8(ascii: ">"), let mark = at(2),
        mark == UInt8(ascii: "[") || mark == UInt8(ascii: "{") || (language == .php && mark.isWordByte)
      {
        place += 2
        if mark.isWordByte { _ = word() }
      } else if byte == UInt8(ascii: "[") || (byte == UInt8(ascii: "{") && language == .perl) {
        let close = byte == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}")
        guard let end = bytes[place...].prefix(64).firstIndex(of: close) else { break }
        place = end + 1
      } else {
        break
      }
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  /// The code in braces that begin `skip` bytes on, with nested braces and strings.
  private mutating func braced(_ skip: Int) -> String? {
    guard failures < CodeScanner.mostFailures else { return nil }
    var end = place + skip
    var depth = 1
    var quote: UInt8?
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\\") {
        end += 2
        continue
      }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`") {
        quote = byte
      } else if byte == UInt8(ascii: "{") {
        depth += 1
      } else if byte == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { break }
      }
      end += 1
    }
    guard end < bytes.count else {
      failures += 1
      return nil
    }
    let inner = String(decoding: bytes[place + skip..<end], as: UTF8.self)
    place = end + 1
    return inner
  }

  // MARK: Quote-like operators

  private static func closing(_ open: UInt8) -> (end: UInt8, nesting: UInt8?) {
    switch open {
    case UInt8(ascii: "("): (UInt8(ascii: ")"), open)
    case UInt8(ascii: "["): (UInt8(ascii: "]"), open)
    case UInt8(ascii: "{"): (UInt8(ascii: "}"), open)
    case UInt8(ascii: "<"): (UInt8(ascii: ">"), open)
    default: (open, nil)
    }
  }

  /// Perl's `q`, `qq`, `qw`, `qx`, `qr`, `m`, `s`, `tr` and `y`; false where the word is just a word.
  mutating func quoteLike(_ word: String) -> Bool {
    guard ["q", "qq", "qw", "qx", "qr", "m", "s", "tr", "y"].contains(word) else { return false }
    var start = place
    while start < bytes.count, bytes[start].isBlank { start += 1 }
    guard start < bytes.count else { return false }
    let open = bytes[start]
    // `s => 1`, `{s}`, `y = 2`: no operator.
    if open.isWordByte || open == UInt8(ascii: ",") || open == UInt8(ascii: ";") || open == UInt8(ascii: ")") {
      return false
    }
    if open == UInt8(ascii: "="), start > place || bytes[min(start + 1, bytes.count - 1)] == UInt8(ascii: ">") {
      return false
    }
    if open == UInt8(ascii: "}"), tokens.last == .symbol(UInt8(ascii: "{")) { return false }
    if open == UInt8(ascii: "#"), start > place { return false }
    place = start + 1
    let (end, nesting) = CodeScanner.closing(open)
    let isLiteral = word == "q" || open == UInt8(ascii: "'")
    let parts = parts(
      to: [end], nesting: nesting, isLiteral || word == "qw" ? .none : .sigils,
      isLiteral ? .quotesOnly : word == "s" ? .raw : .all)
    switch word {
    case "q", "qq": tokens.append(.string(parts))
    case "qx": tokens.append(.shell(parts))
    case "qw": tokens.append(.words(CodeScanner.words(parts)))
    case "s", "tr", "y":
      if nesting != nil {
        while let blank = byte, blank.isBlank || blank == 0x0A { place += 1 }
        let second = CodeScanner.closing(byte ?? 0)
        place += 1
        replacement(to: second.end, second.nesting, isCode: word == "s")
      } else {
        replacement(to: end, nil, isCode: word == "s")
      }
    default:
      flags()
      tokens.append(.other)
    }
    return true
  }

  /// The second half of `s///`, which is code under the flag `e`.
  private mutating func replacement(to end: UInt8, _ nesting: UInt8?, isCode: Bool) {
    let start = place
    _ = parts(to: [end], nesting: nesting, .none, .raw)
    let text = bytes[start..<max(start, min(place, bytes.count) - 1)]
    let flags = flags()
    tokens.append(.other)
    if isCode, flags.utf8.contains(UInt8(ascii: "e")), depth < 4 {
      tokens.append(.symbol(UInt8(ascii: ";")))
      tokens += CodeScanner.tokens(of: String(decoding: text, as: UTF8.self), language, depth: depth + 1)
      tokens.append(.symbol(UInt8(ascii: ";")))
    }
  }

  @discardableResult
  private mutating func flags() -> String {
    let start = place
    while let byte, byte >= 0x61, byte <= 0x7A { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private static func words(_ parts: [CodePart]) -> [String] {
    var words: [String] = []
    for case .text(let text) in parts {
      words += text.utf8.split { $0.isBlank || $0 == 0x0A }.map { String(Substring($0)) }
    }
    return words
  }

  /// Ruby's `%w[]`, `%q()`, `%x()`; false where the sign divides.
  mutating func percentLiteral() -> Bool {
    guard let letter = at(1) else { return false }
    let hasLetter = "wWqQxiIr".utf8.contains(letter)
    guard let open = hasLetter ? at(2) : letter, "([{<|!/".utf8.contains(open) else { return false }
    place += hasLetter ? 3 : 2
    let (end, nesting) = CodeScanner.closing(open)
    let isLiteral =
      hasLetter && (letter == UInt8(ascii: "q") || letter == UInt8(ascii: "w") || letter == UInt8(ascii: "i"))
    let parts = parts(to: [end], nesting: nesting, isLiteral ? .none : .hashBraces, isLiteral ? .quotesOnly : .all)
    switch hasLetter ? letter : UInt8(ascii: "Q") {
    case UInt8(ascii: "w"), UInt8(ascii: "W"), UInt8(ascii: "i"), UInt8(ascii: "I"):
      tokens.append(.words(CodeScanner.words(parts)))
    case UInt8(ascii: "x"): tokens.append(.shell(parts))
    case UInt8(ascii: "r"):
      flags()
      tokens.append(.other)
    default: tokens.append(.string(parts))
    }
    return true
  }

  /// A regular expression between slashes.
  mutating func pattern() {
    let start = place
    place += 1
    var isInClass = false
    while let byte, byte != 0x0A {
      if byte == UInt8(ascii: "\\") {
        place += 2
        continue
      }
      if byte == UInt8(ascii: "[") { isInClass = true }
      if byte == UInt8(ascii: "]") { isInClass = false }
      place += 1
      if byte == UInt8(ascii: "/"), !isInClass {
        flags()
        tokens.append(.other)
        return
      }
    }
    // No pattern after all.
    failures += 1
    place = start + 1
    tokens.append(.symbol(UInt8(ascii: "/")))
  }

  /// Perl's `<STDIN>`, `<$fh>`, `<>` and `<*.c>`.
  mutating func angled() -> Bool {
    guard let end = bytes[place...].prefix(80).firstIndex(where: { $0 == UInt8(ascii: ">") || $0 == 0x0A }),
      bytes[end] == UInt8(ascii: ">")
    else { return false }
    let inner = bytes[place + 1..<end]
    if inner.contains(where: { $0 == 0x20 || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "=") }) { return false }
    let text = String(decoding: inner, as: UTF8.self)
    place = end + 1
    if inner.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "/") }) {
      tokens += [.name("glob"), .symbol(UInt8(ascii: "(")), .string([.text(text)]), .symbol(UInt8(ascii: ")"))]
    } else {
      tokens.append(.name("<>"))
    }
    return true
  }

  // MARK: Here-documents

  /// `<<EOS`, `<<~'EOS'`, `<<<EOS`; false where the signs shift.
  mutating func hereDocument() -> Bool {
    guard language == .perl || language == .ruby || language == .php else { return false }
    var start = place + 2
    if language == .php {
      guard start < bytes.count, bytes[start] == UInt8(ascii: "<") else { return false }
      start += 1
      while start < bytes.count, bytes[start].isBlank { start += 1 }
    } else if isBehindValue {
      return false
    }
    var isIndented = language == .php
    if start < bytes.count,
      bytes[start] == UInt8(ascii: "~") || (bytes[start] == UInt8(ascii: "-") && language == .ruby)
    {
      isIndented = true
      start += 1
    }
    guard start < bytes.count else { return false }
    let quote = bytes[start]
    let isQuoted = quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
    if isQuoted { start += 1 }
    guard start < bytes.count, bytes[start].isWordByte, !bytes[start].isDigit else { return false }
    var end = start
    while end < bytes.count, bytes[end].isWordByte { end += 1 }
    let mark = Array(bytes[start..<end])
    place = end + (isQuoted ? 1 : 0)
    waiting.append(
      HereDocument(mark: mark, isLiteral: quote == UInt8(ascii: "'"), isIndented: isIndented, token: tokens.count))
    tokens.append(.string([]))
    return true
  }

  mutating func readHereDocuments() {
    for document in waiting {
      var body: [UInt8] = []
      while byte != nil {
        let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
        let line = bytes[place..<end]
        let start = document.isIndented ? line.drop { $0 == 0x20 || $0 == 0x09 } : line
        let closes =
          start.starts(with: document.mark) && !(start.dropFirst(document.mark.count).first?.isWordByte ?? false)
        if closes, language == .php || start.count == document.mark.count {
          // In PHP the statement goes on behind the mark.
          place = language == .php ? start.startIndex + document.mark.count : min(end + 1, bytes.count)
          break
        }
        body += document.isIndented ? start : line
        body.append(0x0A)
        place = min(end + 1, bytes.count)
      }
      var inner = CodeScanner(language: language, bytes: body)
      let code: Interpolation = document.isLiteral ? .none : language == .ruby ? .hashBraces : .sigils
      let parts =
        document.isLiteral
        ? [.text(String(decoding: body, as: UTF8.self))] : inner.parts(to: [0], nesting: nil, code, .all)
      tokens[document.token] = .string(parts)
    }
    waiting.removeAll()
  }
}
