import HookModel

/// Code in a Lisp: Emacs Lisp, Scheme, Common Lisp, Clojure. Forms are calls by their first word; what they do is in the same
/// tables as other languages' functions.
struct LispCode {
  private enum Token {
    case open
    case close
    case string(String)
    case word(String)
  }

  private var tokens: [Token] = []
  private var place = 0
  private var depth = 0
  private var reader: CodeReader
  /// What was found.
  var findings: InlineFindings { reader.findings }

  private static let deepest = 60

  init(_ code: String, places: Places, arguments: [Argument], facts: any Facts) {
    reader = CodeReader("", language: .lisp, places: places, arguments: arguments, facts: facts)
    tokens = LispCode.tokens(of: Array(code.utf8))
    while place < tokens.count {
      let before = place
      _ = form()
      if place == before { place += 1 }
    }
  }

  // MARK: Tokens

  private static func tokens(of bytes: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        tokens.append(.open)
        place += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        tokens.append(.close)
        place += 1
      case UInt8(ascii: ";"): while place < bytes.count, bytes[place] != 0x0A { place += 1 }
      case UInt8(ascii: "\""):
        var text: [UInt8] = []
        place += 1
        while place < bytes.count, bytes[place] != byte {
          if bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count { place += 1 }
          text.append(bytes[place])
          place += 1
        }
        place += 1
        tokens.append(.string(String(decoding: text, as: UTF8.self)))
      case UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: ","), UInt8(ascii: "@"), UInt8(ascii: "#"): place += 1
      case _ where byte.isBlank || byte == 0x0A: place += 1
      default:
        let start = place
        while place < bytes.count, !bytes[place].isBlank, bytes[place] != 0x0A, !"()[]{}\";".utf8.contains(bytes[place])
        {
          place += 1
        }
        tokens.append(.word(String(decoding: bytes[start..<place], as: UTF8.self)))
      }
    }
    return tokens
  }

  // MARK: Forms

  /// Reads one form and says what it is worth.
  private mutating func form() -> CodeValue {
    guard place < tokens.count else { return .unknown("a form") }
    let token = tokens[place]
    place += 1
    switch token {
    case .string(let text): return .text(text)
    case .word(let word):
      // Keywords name arguments.
      return reader.variables[word] ?? (Int(word) != nil ? .unknown("a number") : .name(word))
    case .close: return .unknown("a form")
    case .open: return list()
    }
  }

  private mutating func list() -> CodeValue {
    depth += 1
    defer { depth -= 1 }
    guard depth < LispCode.deepest else {
      reader.findings.isUnjudged = true
      return .unknown("a form")
    }
    guard case .word(let name)? = place < tokens.count ? tokens[place] : nil else {
      return .list(rest().filter { $0.kind != .name })
    }
    place += 1
    switch name {
    case "setq", "setq-local", "defvar", "defconst", "def", "define", "set!", "defparameter":
      guard case .word(let variable)? = place < tokens.count ? tokens[place] : nil else { return last(rest()) }
      place += 1
      let values = rest()
      if let value = values.first { reader.variables[variable] = value }
      return last(values)
    case "let", "let*", "when-let", "if-let": return binding()
    case "quote", "list", "vector": return .list(rest())
    case "expand-file-name":
      // The folder stands behind the name.
      let values = rest()
      guard values.count > 1 else { return reader.expandedHome(values.first) }
      return reader.joined([reader.expandedHome(values[1]), values[0]])
    case "call-process", "start-process", "make-process":
      // Emacs: what stands between the program and its arguments is where its output goes.
      let values = rest().filter { $0.kind == .text || $0.kind == .unknown || $0.kind == .choice }
      let words = values.dropFirst(name == "start-process" ? 2 : 0)
      if !words.isEmpty { reader.findings.argvCommands.append(words.map { $0.argument(spelling: "…") }) }
      return .unknown("the output of a command")
    case "write-region", "append-to-file":
      let values = rest()
      if values.count > 2 { reader.touch(name == "write-region" ? .replace : .modify, values[2]) }
      return .unknown("the result of \(name)")
    default:
      let values = rest()
      if CallRule.of(name, .lisp) == nil { return last(values) }
      return reader.call(name, values.filter { !isMark($0) }.map { CodeReader.Given(name: nil, value: $0) })
    }
  }

  /// Words that are no values: `t`, `nil`, `:recursive`.
  private func isMark(_ value: CodeValue) -> Bool {
    value.kind == .name
      && (value.text == "t" || value.text == "nil" || value.text == "true" || value.text.begins(with: ":"))
  }

  private func last(_ values: [CodeValue]) -> CodeValue { values.last ?? .unknown("a form") }

  /// The values up to the bracket that closes the list.
  private mutating func rest() -> [CodeValue] {
    var values: [CodeValue] = []
    while place < tokens.count {
      if case .close = tokens[place] {
        place += 1
        return values
      }
      values.append(form())
    }
    return values
  }

  /// `(let ((x "a") y) …)`, `(let [x "a"] …)`.
  private mutating func binding() -> CodeValue {
    if place < tokens.count, case .open = tokens[place] {
      place += 1
      while place < tokens.count {
        if case .close = tokens[place] {
          place += 1
          break
        }
        let isPair: Bool
        if case .open = tokens[place] {
          isPair = true
          place += 1
        } else {
          isPair = false
        }
        guard place < tokens.count, case .word(let name) = tokens[place] else {
          _ = form()
          continue
        }
        place += 1
        if place < tokens.count, case .close = tokens[place] {} else { reader.variables[name] = form() }
        if isPair { _ = rest() }
      }
    }
    return last(rest())
  }
}
