/// One token of code, as far as the scan for effects has to tell tokens apart.
enum CodeToken: Equatable {
  /// A name, a variable with its sigil (`$x`) or a keyword.
  case name(String)
  /// A string, with the code in it.
  case string([CodePart])
  /// Text for a shell: backticks, `qx`, `%x`.
  case shell([CodePart])
  /// Words in brackets: `qw(a b)`, `%w[a b]`.
  case words([String])
  /// A number; nil where it is no whole one.
  case number(Int?)
  /// A regular expression; nothing that a path is made of.
  case other
  /// What leads to a member: `.`, `->`, `::`, `?.`.
  case dot
  /// What puts strings together.
  case concat
  /// What assigns: `=`, `:=`.
  case assign
  /// What puts a string behind a variable's: `+=`, `.=`.
  case assignConcat
  /// `=>`.
  case arrow
  /// Any other sign, by its last byte; those of several bytes are no bracket, comma, colon or semicolon.
  case symbol(UInt8)
  /// The end of a line, with the indentation of the next.
  case newline(indentation: Int)
}

/// A part of a string.
enum CodePart: Equatable {
  case text(String)
  /// Code whose value stands here.
  case code(String)
}

/// Divides code into tokens, comments left out, so that what stands in strings and comments is never taken for code.
struct CodeScanner {
  let language: InlineLanguage
  let bytes: [UInt8]
  /// The place in the code, never behind its end.
  var place = 0 {
    didSet { if place > bytes.count { place = bytes.count } }
  }
  var tokens: [CodeToken] = []
  /// How often the end of something was looked for in vain; after some, nothing like it is looked for any more, which keeps the
  /// time in proportion to the code.
  var failures = 0
  static let mostFailures = 64
  /// How deep this code stands in the replacements of other code.
  var depth = 0
  /// Here-documents whose bodies begin on the next line.
  var waiting: [HereDocument] = []

  struct HereDocument {
    var mark: [UInt8]
    var isLiteral: Bool
    var isIndented: Bool
    var token: Int
  }

  /// The tokens of `code`.
  static func tokens(of code: String, _ language: InlineLanguage, depth: Int = 0) -> [CodeToken] {
    var scanner = CodeScanner(language: language, bytes: Array(code.utf8))
    scanner.depth = depth
    if language == .php { scanner.skipToPHP() }
    while let byte = scanner.byte { scanner.scan(byte) }
    return scanner.tokens
  }

  var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

  func at(_ offset: Int) -> UInt8? { place + offset < bytes.count ? bytes[place + offset] : nil }

  func looksAt(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard place + count <= bytes.count else { return false }
    return text.withUTF8Buffer { unsafe bytes[place..<place + count].elementsEqual($0) }
  }

  /// Whether the token before is a value, so that a slash divides and a quote ends.
  var isBehindValue: Bool {
    switch tokens.last {
    case .string, .shell, .words, .number, .other: true
    case .symbol(let byte): byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
    case .name(let name):
      switch language {
      // A bare word is a function there.
      case .perl: name.utf8.first == UInt8(ascii: "$") || name.utf8.first == UInt8(ascii: "@")
      // `f /x/` calls f, `f / x` divides.
      case .ruby:
        !CodeScanner.wordsBeforeValues.contains(name)
          && !(place > 0 && bytes[place - 1].isBlank && at(1).map { !$0.isBlank && $0 != UInt8(ascii: "=") } ?? false)
      default: !CodeScanner.wordsBeforeValues.contains(name)
      }
    default: false
    }
  }

  private static let wordsBeforeValues = [
    "return", "typeof", "case", "in", "of", "and", "or", "not", "if", "unless", "while", "until", "split", "grep",
    "map",
    "join", "when", "puts", "print", "delete", "void", "new", "await", "yield", "else", "do", "elsif",
  ]

  private mutating func scan(_ byte: UInt8) {
    switch byte {
    case 0x0A:
      place += 1
      if !waiting.isEmpty { readHereDocuments() }
      let start = place
      while let blank = self.byte, blank == 0x20 || blank == 0x09 { place += 1 }
      // Perl and PHP end statements with semicolons alone.
      if language != .perl, language != .php { tokens.append(.newline(indentation: place - start)) }
      if language == .perl || language == .ruby, self.byte == UInt8(ascii: "="), place == start { skipDocumentation() }
    case 0x09, 0x0B, 0x0C, 0x0D, 0x20: place += 1
    case UInt8(ascii: "\\"): place += at(1) == 0x0A ? 2 : 1
    case UInt8(ascii: "#") where hasHashComments: skipLine()
    case UInt8(ascii: "-") where language == .lua && at(1) == byte: skipLuaComment()
    case UInt8(ascii: "[") where language == .lua && (at(1) == byte || at(1) == UInt8(ascii: "=")) && longBracket():
      break
    case UInt8(ascii: "/") where hasSlashComments && at(1) == byte: skipLine()
    case UInt8(ascii: "/") where hasSlashComments && at(1) == UInt8(ascii: "*"):
      skipBlockComment()
    case UInt8(ascii: "?") where language == .php && at(1) == UInt8(ascii: ">"): skipToPHP()
    case UInt8(ascii: "~") where language == .elixir && at(1)?.isWordByte ?? false && at(2) == UInt8(ascii: "\""):
      // A sigil: `~c"rm x"`.
      place += 2
    case UInt8(ascii: "'"), UInt8(ascii: "\""): quoted(byte, prefix: "")
    case UInt8(ascii: "`"): backticks()
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let start = place
      while let digit = self.byte, digit.isWordByte || (digit == UInt8(ascii: ".") && at(1)?.isDigit ?? false) {
        place += 1
      }
      tokens.append(.number(Int(String(decoding: bytes[start..<place], as: UTF8.self))))
    case UInt8(ascii: "/") where takesSlashAsPattern: pattern()
    case UInt8(ascii: "%") where language == .ruby && !isBehindValue && percentLiteral(): break
    case UInt8(ascii: "<") where at(1) == byte && hereDocument(): break
    case UInt8(ascii: "<") where language == .perl && !isBehindValue && angled(): break
    case UInt8(ascii: "$"), UInt8(ascii: "@"): variable(byte)
    case UInt8(ascii: ":")
    where language == .ruby && at(1)?.isWordByte ?? false && at(1)?.isDigit != true && !isBehindValue:
      place += 1
      tokens.append(.string([.text(word())]))
    case _ where byte.isWordByte: name()
    default: sign(byte)
    }
  }

  private var hasSlashComments: Bool {
    switch language {
    case .javaScript, .php, .groovy, .swift, .go: true
    default: false
    }
  }

  private var hasHashComments: Bool {
    switch language {
    case .javaScript, .lua, .vim, .groovy, .swift, .go: false
    default: true
    }
  }

  private var takesSlashAsPattern: Bool {
    (language == .javaScript || language == .perl || language == .ruby) && failures < CodeScanner.mostFailures
      && !isBehindValue
  }

  // MARK: Names and signs

  mutating func word() -> String {
    let start = place
    while let byte, byte.isWordByte { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func name() {
    let word = word()
    let isMember = tokens.last == .dot
    if let byte, !isMember {
      if language == .python, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\""), word.utf8.count <= 3,
        word.utf8.allSatisfy({ "rRbBuUfFtT".utf8.contains($0) })
      {
        return quoted(byte, prefix: word)
      }
      if language == .perl, quoteLike(word) { return }
      if language == .perl || language == .ruby, word == "__END__" || word == "__DATA__" {
        place = bytes.count
        return
      }
    }
    if language == .ruby || language == .elixir, let byte, byte == UInt8(ascii: "?") || byte == UInt8(ascii: "!"),
      at(1) != UInt8(ascii: "=")
    {
      place += 1
    }
    tokens.append(.name(word))
  }

  private mutating func variable(_ sigil: UInt8) {
    switch (language, sigil) {
    case (.javaScript, _):
      place += 1
      let word = word()
      tokens.append(.name("$" + word))
      return
    case (.python, _), (.lua, _), (.r, _), (.julia, _), (.vim, _), (.elixir, _), (.swift, _), (.go, _):
      place += 1
      tokens.append(.symbol(sigil))
      return
    case (.php, UInt8(ascii: "@")):
      place += 1
      return
    default: break
    }
    place += 1
    if language == .ruby, sigil == UInt8(ascii: "@"), byte == sigil { place += 1 }
    if language == .perl, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "$") {
      // `${name}`, `@{…}`, `$$ref`: what stands in the braces says more than the sigil.
      tokens.append(.symbol(sigil))
      return
    }
    let prefix = sigil == UInt8(ascii: "$") ? "$" : "@"
    let word = word()
    if word.isEmpty, let mark = byte, sigil == UInt8(ascii: "$"), language != .php {
      // Perl's and Ruby's variables of one sign: `$_` is a word, `$!`, `$@`, `$0` are these.
      if !(mark == 0x20 || mark == 0x0A || mark == UInt8(ascii: ")")) { place += 1 }
      tokens.append(.name("$" + String(decoding: [mark], as: UTF8.self)))
      return
    }
    tokens.append(.name(prefix + word))
  }

  private mutating func sign(_ byte: UInt8) {
    let next = at(1)
    switch byte {
    case UInt8(ascii: "."):
      if next == byte, language == .lua || language == .vim {
        place += 2
        tokens.append(.concat)
        return
      }
      if next == byte {
        place += at(2) == byte ? 3 : 2
        tokens.append(.symbol(UInt8(ascii: "~")))
        return
      }
      let isConcat = language == .perl || language == .php
      if isConcat, next == UInt8(ascii: "=") {
        place += 2
        tokens.append(.assignConcat)
        return
      }
      place += 1
      tokens.append(isConcat ? .concat : .dot)
    case UInt8(ascii: "+"):
      let isConcat = language != .perl && language != .php
      if next == UInt8(ascii: "=") {
        place += 2
        tokens.append(isConcat ? .assignConcat : .symbol(UInt8(ascii: "~")))
        return
      }
      place += 1
      tokens.append(isConcat ? .concat : .symbol(byte))
    case UInt8(ascii: "<") where language == .r && next == UInt8(ascii: "-"):
      place += 2
      tokens.append(.assign)
    case UInt8(ascii: ":") where language == .lua && next?.isWordByte ?? false:
      place += 1
      tokens.append(.dot)
    case UInt8(ascii: "*") where language == .julia:
      place += 1
      tokens.append(.concat)
    case UInt8(ascii: ":") where next == byte, UInt8(ascii: "-") where next == UInt8(ascii: ">"),
      UInt8(ascii: "?") where next == UInt8(ascii: "."),
      UInt8(ascii: "&") where next == UInt8(ascii: ".") && language == .ruby:
      place += 2
      tokens.append(.dot)
    case UInt8(ascii: "=") where next == UInt8(ascii: ">"):
      place += 2
      tokens.append(.arrow)
    case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"):
      var end = 1
      while let mark = at(end), mark == UInt8(ascii: "=") || mark == UInt8(ascii: "~") { end += 1 }
      place += end
      tokens.append(end == 1 ? (byte == UInt8(ascii: "=") ? .assign : .symbol(byte)) : .symbol(UInt8(ascii: "~")))
    case UInt8(ascii: ":") where next == UInt8(ascii: "="):
      place += 2
      tokens.append(.assign)
    case UInt8(ascii: "|") where next == byte, UInt8(ascii: "?") where next == byte:
      // What stands on either side may be meant.
      place += 2
      tokens.append(.name("or"))
    case UInt8(ascii: "&") where next == byte:
      place += 2
      tokens.append(.name("and"))
    default:
      place += 1
      tokens.append(.symbol(byte))
    }
  }

  // MARK: What is skipped

  private mutating func skipLine() {
    while let byte, byte != 0x0A {
      if language == .php, byte == UInt8(ascii: "?"), at(1) == UInt8(ascii: ">") { return }
      place += 1
    }
  }

  private mutating func skipLuaComment() {
    place += 2
    if byte == UInt8(ascii: "["), longBracket() {
      tokens.removeLast()
    } else {
      skipLine()
    }
  }

  /// Lua's `[[…]]` and `[=[…]=]`; false where the bracket is just one.
  private mutating func longBracket() -> Bool {
    var level = 0
    while at(1 + level) == UInt8(ascii: "=") { level += 1 }
    guard at(1 + level) == UInt8(ascii: "["), failures < CodeScanner.mostFailures else { return false }
    let start = place + 2 + level
    var end = start
    while end < bytes.count {
      if bytes[end] == UInt8(ascii: "]"), end + 1 + level < bytes.count,
        bytes[end + 1..<end + 1 + level].allSatisfy({ $0 == UInt8(ascii: "=") }),
        bytes[end + 1 + level] == UInt8(ascii: "]")
      {
        tokens.append(.string([.text(String(decoding: bytes[start..<end], as: UTF8.self))]))
        place = end + 2 + level
        return true
      }
      end += 1
    }
    failures += 1
    return false
  }

  private mutating func skipBlockComment() {
    place += 2
    while byte != nil, !looksAt("*/") { place += 1 }
    place = min(place + 2, bytes.count)
  }

  /// POD and `=begin`: documentation from a line that begins with `=` to one with `=cut` or `=end`.
  private mutating func skipDocumentation() {
    guard at(1)?.isWordByte ?? false else { return }
    while byte != nil {
      let ends = looksAt("=cut") || looksAt("=end")
      skipLine()
      if byte != nil { place += 1 }
      if ends { return }
    }
  }

  /// PHP's code stands between `<?php` and `?>`; `php -r` has neither.
  private mutating func skipToPHP() {
    let start = place
    while byte != nil {
      if looksAt("<?php") {
        place += 5
        tokens.append(.symbol(UInt8(ascii: ";")))
        return
      }
      if looksAt("<?=") {
        place += 3
        tokens.append(.symbol(UInt8(ascii: ";")))
        return
      }
      place += 1
    }
    if start == 0 { place = 0 }
  }
}
