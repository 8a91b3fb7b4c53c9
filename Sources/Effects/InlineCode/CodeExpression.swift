import HookModel

/// What expressions are worth.
extension CodeReader {
  /// Reads an expression and says what it is worth.
  mutating func expression() -> CodeValue {
    depth += 1
    defer { depth -= 1 }
    budget -= 1
    guard depth < CodeReader.deepest, budget > 0 else {
      findings.isUnjudged = true
      return .unknown("a computed value")
    }
    var value = operand()
    while let token {
      switch token {
      case .concat:
        place += 1
        skipLines()
        value = value.followed(by: operand())
      case .symbol(UInt8(ascii: "/")) where language == .python && (value.isPath || value.kind == .unknown):
        place += 1
        value = joined([value, operand()])
        value.isPath = true
      case .string where language == .python && value.kind == .text,
        .string where language == .ruby && value.kind == .text:
        // Strings side by side are one.
        value = value.followed(by: operand())
      case .symbol(UInt8(ascii: "|")) where language == .elixir && isSymbol(">", 1):
        // `path |> File.rm_rf!()`: the value comes first.
        place += 2
        skipLines()
        piped = value
        value = operand()
        piped = nil
      case .symbol(UInt8(ascii: "%")) where language == .python && value.kind == .text:
        place += 1
        value = formatted(value.text, with: operand())
      case .name("or"):
        place += 1
        let other = operand()
        value = value.kind == .unknown && other.kind != .unknown ? .choice([value, other]) : value
      case .symbol(UInt8(ascii: "?")) where language != .ruby || openBrackets == 0:
        place += 1
        let first = expression()
        guard isSymbol(":") else { return value }
        place += 1
        value = .choice([first, expression()])
      case .newline where openBrackets > 0: place += 1
      case .newline(_):
        // A chain may go on in the next line.
        var ahead = 1
        while case .newline = self.token(ahead) { ahead += 1 }
        guard language != .python, self.token(ahead) == .dot else { return value }
        place += ahead
        value = suffixes(of: value, name: nil)
      default: return value
      }
    }
    return value
  }

  /// One operand with what is behind it.
  private mutating func operand() -> CodeValue {
    if openBrackets > 0 { skipLines() }
    guard let token else { return .unknown("a computed value") }
    switch token {
    case .string(let parts):
      place += 1
      return suffixes(of: value(of: parts), name: nil)
    case .shell(let parts):
      place += 1
      runShell(value(of: parts))
      return suffixes(of: .unknown("the output of a command"), name: nil)
    case .words(let words):
      place += 1
      return suffixes(of: .list(words.map { .text($0) }), name: nil)
    case .number(let number):
      place += 1
      var value = CodeValue.unknown("a number")
      if let number { value.shellText = "\(number)" }
      return value
    case .other:
      place += 1
      return .unknown("a computed value")
    case .symbol(UInt8(ascii: "(")):
      let values = bracketed(UInt8(ascii: ")"))
      return suffixes(of: values.count == 1 ? values[0].value : .list(values.map(\.value)), name: nil)
    case .symbol(UInt8(ascii: "[")):
      return suffixes(of: .list(bracketed(UInt8(ascii: "]")).map(\.value)), name: nil)
    case .symbol(UInt8(ascii: "{")): return suffixes(of: object(), name: nil)
    case .symbol(let byte)
    where byte == UInt8(ascii: "*") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "@")
      || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "!")
      || byte == UInt8(ascii: "\\"):
      place += 1
      return operand()
    case .symbol(UInt8(ascii: "~")) where self.token(1) == .symbol(UInt8(ascii: "(")):
      place += 1
      return operand()
    case .name(let name): return named(name)
    default: return .unknown("a computed value")
    }
  }

  private mutating func named(_ name: String) -> CodeValue {
    switch name {
    case "new", "await", "return", "yield", "not", "async", "typeof", "void", "my", "our", "local", "scalar", "defined",
      "clone":
      place += 1
      return operand()
    case "delete" where language == .javaScript || language == .perl:
      place += 1
      return operand()
    case "lambda":
      guard let function = anonymousFunction() else {
        place += 1
        return .unknown("a function")
      }
      return suffixes(of: function, name: nil)
    case "sub" where language == .perl:
      if let function = anonymousFunction() { return suffixes(of: function, name: nil) }
      place += 1
      if case .name = token { place += 1 }
      return .unknown("a function")
    case "function", "sub":
      place += 1
      if case .name = token { place += 1 }
      return .unknown("a function")
    default: break
    }
    place += 1
    if language == .perl, name == "$File", token == .dot, isName("Find", 1), token(2) == .dot, isName("name", 3) {
      place += 4
      return suffixes(of: variables["$File.Find.name"] ?? .unknown("a name that find finds"), name: nil)
    }
    // `(x) => …`, `x => …`: what is behind is read as statements.
    let known = variables[name]
    if let known, let longer = addition(to: name, known) { return longer }
    if name == "push", language == .perl, let longer = perlPush() { return longer }
    return suffixes(of: known ?? CodeValue.name(CodeReader.plain(name, language)), name: known == nil ? name : nil)
  }

  /// `push @list, 'a', 'b'`.
  private mutating func perlPush() -> CodeValue? {
    let isOpen = isSymbol("(")
    guard case .name(let name) = token(isOpen ? 1 : 0), name.utf8.first == UInt8(ascii: "@") else { return nil }
    let given = isOpen ? bracketed(UInt8(ascii: ")")) : wordArguments()
    let list = CodeValue.list((variables[name]?.items ?? []) + flat(given.dropFirst().map(\.value)))
    if list.items.count < 4000 { variables[name] = list }
    return list
  }

  private static func plain(_ name: String, _ language: InlineLanguage) -> String {
    language == .php && name.utf8.first != UInt8(ascii: "$") ? name.lowercasedASCII : name
  }

  /// What stands behind an operand: members, calls, indexes.
  mutating func suffixes(of value: CodeValue, name: String?) -> CodeValue {
    var value = value
    while let token {
      switch token {
      case .dot:
        guard case .name(let member) = self.token(1) else {
          // `f.()` in Ruby, `a?.[0]`.
          place += 1
          continue
        }
        place += 2
        value = self.member(member, of: value)
      case .symbol(UInt8(ascii: "(")):
        if language == .php, value.kind == .text, CallRule.of(value.text, language) != nil {
          value = call(value.text, bracketed(UInt8(ascii: ")")))
          continue
        }
        guard value.kind == .name else {
          _ = bracketed(UInt8(ascii: ")"))
          value = .unknown("the result of a call", source: value.source)
          continue
        }
        let first = piped
        piped = nil
        value = call(
          value.text, (first.map { [Given(name: nil, value: $0)] } ?? []) + bracketed(UInt8(ascii: ")")))
        takesBlock(of: value)
      case .symbol(UInt8(ascii: "[")):
        if let part = slice(of: value) {
          value = part
          continue
        }
        let index = bracketed(UInt8(ascii: "]")).first?.value
        value = element(of: value, at: index)
      case .symbol(UInt8(ascii: "{")) where language == .perl && value.kind == .name && value.text == "$ENV":
        let key = object()
        value = environment(key.text.isEmpty ? key.entries.first?.key : key.text)
      default:
        if value.kind == .name, takesWords(value.text), beginsWord(token) {
          value = call(value.text, wordArguments())
          continue
        }
        if language == .perl, value.kind == .name, endsStatement(token), takesTopic(value.text) {
          return call(value.text, [])
        }
        return value
      }
    }
    if language == .perl, value.kind == .name, takesTopic(value.text) { return call(value.text, []) }
    return value
  }

  /// Perl's functions that take `$_` where nothing is given.
  private func takesTopic(_ name: String) -> Bool { name == "unlink" || name == "rmdir" }

  private func endsStatement(_ token: CodeToken) -> Bool {
    switch token {
    case .symbol(UInt8(ascii: ";")), .symbol(UInt8(ascii: "}")), .name("if"), .name("unless"), .name("for"),
      .name("foreach"), .name("or"), .name("and"), .symbol(UInt8(ascii: ":")):
      true
    default: false
    }
  }

  // MARK: Brackets

  /// One argument, with its name where it has one.
  struct Given {
    var name: String?
    var value: CodeValue
  }

  /// The values between brackets, the place standing at the first.
  mutating func bracketed(_ end: UInt8) -> [Given] {
    place += 1
    openBrackets += 1
    defer { openBrackets -= 1 }
    comprehension()
    var values: [Given] = []
    while let token {
      budget -= 1
      if budget < 0 { return values }
      switch token {
      case .symbol(end):
        place += 1
        return values
      case .symbol(UInt8(ascii: ",")), .newline, .arrow: place += 1
      case .symbol(UInt8(ascii: ")")), .symbol(UInt8(ascii: "]")):
        // It closes something that was not opened here.
        return values
      case .symbol(UInt8(ascii: "}")):
        place += 1
      default:
        let before = place
        var name: String?
        if case .name(let word) = token {
          if self.token(1) == .assign || (self.token(1) == .symbol(UInt8(ascii: ":")) && language != .javaScript) {
            name = word
            place += 2
          }
        }
        let value = expression()
        if place == before {
          // Something else than a value: a statement of a function's body, or a sign.
          statement()
          if place == before { place += 1 }
          continue
        }
        values.append(Given(name: name, value: value))
      }
    }
    return values
  }

  /// What stands in braces: entries, or the statements of a block.
  private mutating func object() -> CodeValue {
    place += 1
    let brackets = openBrackets
    openBrackets = 0
    depth += 1
    defer {
      openBrackets = brackets
      depth -= 1
    }
    var value = CodeValue.list([])
    guard depth < CodeReader.deepest else { return value }
    blockDepth += 1
    defer { blockDepth -= 1 }
    while let token {
      budget -= 1
      if budget < 0 { return value }
      if token == .symbol(UInt8(ascii: "}")) {
        place += 1
        return value
      }
      let before = place
      if let key = key(token), self.token(1) == .symbol(UInt8(ascii: ":")) || self.token(1) == .arrow {
        place += 2
        openBrackets += 1
        let entry = expression()
        openBrackets -= 1
        value.entries.append((key, entry))
      } else if let key = key(token), self.token(1) == .symbol(UInt8(ascii: "}")) {
        value.entries.append((key, .name(key)))
        value.text = key
        place += 1
      } else if token == .symbol(UInt8(ascii: "{")) {
        _ = object()
      } else {
        statement()
      }
      if place == before { place += 1 }
    }
    return value
  }

  private func key(_ token: CodeToken) -> String? {
    switch token {
    case .name(let name): return name
    case .string(let parts):
      if parts.count == 1, case .text(let text) = parts[0] { return text }
      return nil
    default: return nil
    }
  }

  // MARK: Calls without brackets

  /// Whether a function takes its arguments without brackets.
  private func takesWords(_ name: String) -> Bool {
    switch language {
    case .perl, .ruby: CallRule.of(name, language) != nil
    case .php: ["include", "include_once", "require", "require_once", "eval", "echo", "print"].contains(name)
    // `os.execute "x"`, `require "x"`.
    case .lua: CallRule.of(name, language) != nil
    default: false
    }
  }

  private func beginsWord(_ token: CodeToken) -> Bool {
    if language == .lua { if case .string = token { return true } else { return false } }
    switch token {
    case .string, .shell, .words, .number: return true
    case .name(let name):
      return !["if", "unless", "or", "and", "for", "foreach", "while", "until", "do", "then", "end", "rescue"].contains(
        name)
    case .symbol(let byte):
      return byte == UInt8(ascii: "@") || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "*")
        || byte == UInt8(ascii: "\\")
    default: return false
    }
  }

  /// Arguments up to the end of the statement.
  private mutating func wordArguments() -> [Given] {
    var values: [Given] = []
    while let token {
      switch token {
      case .symbol(UInt8(ascii: ",")), .arrow:
        place += 1
        skipLines()
      case .newline, .symbol(UInt8(ascii: ";")), .symbol(UInt8(ascii: "}")), .symbol(UInt8(ascii: ")")),
        .symbol(UInt8(ascii: "]")):
        return values
      case .name(let name)
      where ["if", "unless", "or", "and", "for", "foreach", "while", "until", "do", "then"].contains(name):
        return values
      default:
        let before = place
        var name: String?
        if case .name(let word) = token, self.token(1) == .symbol(UInt8(ascii: ":")) {
          name = word
          place += 2
        }
        let value = expression()
        if place == before { return values }
        values.append(Given(name: name, value: value))
      }
    }
    return values
  }

  // MARK: Strings

  /// The value of a string with code in it.
  mutating func value(of parts: [CodePart]) -> CodeValue {
    var whole = CodeValue.text("")
    for part in parts {
      switch part {
      case .text(let text): whole = whole.followed(by: .text(text))
      case .code(let code): whole = whole.followed(by: value(ofCode: code))
      }
    }
    return whole
  }

  /// The value of code in a string, a format behind it left out.
  private mutating func value(ofCode code: String) -> CodeValue {
    guard depth < CodeReader.deepest else { return .unknown("a computed value") }
    depth += 1
    let outer = (tokens, place, openBrackets)
    tokens = CodeScanner.tokens(of: code, language)
    place = 0
    openBrackets = 1
    let value = expression()
    while token != nil {
      let before = place
      statement()
      if place == before { place += 1 }
    }
    (tokens, place, openBrackets) = outer
    depth -= 1
    return value.kind == .name ? .unknown("the value of \(value.text)") : value
  }

  /// `'%s/x' % name`: the places are filled in order.
  func formatted(_ format: String, with value: CodeValue) -> CodeValue {
    var values = (value.kind == .list ? value.items : [value])[...]
    return filled(
      format,
      places: { bytes in
        guard bytes.first == UInt8(ascii: "%") else { return nil }
        return bytes.dropFirst().first == UInt8(ascii: "s") || bytes.dropFirst().first == UInt8(ascii: "d")
          ? (2, values.popFirst() ?? .unknown("a computed value")) : nil
      })
  }

  /// A text with values in the places that `places` finds: how long the place is, and what stands there.
  func filled(_ format: String, places: (Substring.UTF8View) -> (length: Int, value: CodeValue)?) -> CodeValue {
    var whole = CodeValue.text("")
    var rest = Substring(format).utf8
    var start = rest
    while !rest.isEmpty {
      guard let (length, value) = places(rest) else {
        rest = rest.dropFirst()
        continue
      }
      whole = whole.followed(by: .text(String(format[start.startIndex..<rest.startIndex]))).followed(by: value)
      rest = rest.dropFirst(length)
      start = rest
    }
    return whole.followed(by: .text(String(format[start.startIndex...])))
  }
}
