extension ParserState {
  /// A word (POSIX 2.3 "token").
  mutating func word() throws(Abort) -> Word {
    skipLineContinuations()
    let start = position
    try countNode()
    while position < limit, !WordContext.word.special.contains(bytes[position]) { position += 1 }
    let isWhole = position >= limit || ByteSet.wordEnds.contains(bytes[position])
    if isWhole, position > start, !(position < limit && mayGoOn(from: start)) {
      tokenEnd = position
      return Word(parts: [.literal(text(start..<position))], span: span(from: start, to: position))
    }
    position = start
    return try compositeWord()
  }

  /// A word that is more than plain text.
  private mutating func compositeWord() throws(Abort) -> Word {
    let start = position
    var parts: [WordPart] = []
    try appendParts(of: .word, to: &parts)
    guard position > start else { throw unexpected() }
    tokenEnd = position
    return Word(parts: parts, span: span(from: start, to: position))
  }

  /// Whether a word goes on at a character that usually ends one: `<(`, `>(` and zsh's `=(`.
  private func mayGoOn(from start: Int) -> Bool {
    switch bytes[position] {
    case .less, .greater: peek(1) == .openParenthesis
    case .openParenthesis: position == start + 1 && bytes[start] == .equals
    default: false
    }
  }

  /// Text that is read as a word up to what ends it; it may be empty.
  mutating func operand(_ context: WordContext) throws(Abort) -> Word {
    let start = position
    try countNode()
    var parts: [WordPart] = []
    try appendParts(of: context, to: &parts)
    return Word(parts: parts, span: span(from: start, to: position))
  }

  /// The text between two parts, collected around line continuations.
  private struct LiteralRun {
    var start: Int
    var joined = ""
  }

  private func flush(_ run: inout LiteralRun, to parts: inout [WordPart]) {
    if run.joined.isEmpty {
      if position > run.start { parts.append(.literal(text(run.start..<position))) }
    } else {
      parts.append(.literal(run.joined + text(run.start..<position)))
      run.joined = ""
    }
  }

  /// Reads a line continuation within text.
  private mutating func joinLines(_ run: inout LiteralRun) {
    run.joined += text(run.start..<position)
    position += 2
    run.start = position
  }

  /// The parts up to what ends the context.
  mutating func appendParts(of context: WordContext, to parts: inout [WordPart]) throws(Abort) {
    let start = position
    var run = LiteralRun(start: position)
    var nesting = Nesting()
    while position < limit {
      let byte = bytes[position]
      guard context.special.contains(byte) else {
        position += 1
        continue
      }
      if nesting.isInQuotes, byte != .singleQuote, byte != .dollar, byte != .backquote, byte != .backslash {
        position += 1
        continue
      }
      if opensPart(byte, context, start: start, run: run) {
        flush(&run, to: &parts)
        try appendPart(byte, context, to: &parts)
        run.start = position
        continue
      }
      switch byte {
      case .backslash:
        if peek(1) == .newline {
          joinLines(&run)
        } else {
          // Within quotes, a backslash before an ordinary character is text, and so is the character.
          position = min(position + 2, limit)
        }
      case .singleQuote:
        if context.singleQuotes == .paired {
          if !nesting.isInQuotes { nesting.quoteStart = position }
          nesting.isInQuotes.toggle()
        }
        position += 1
      case .dollar: position += 1
      default:
        if ends(byte, context, &nesting, start: start) {
          flush(&run, to: &parts)
          return
        }
        position += 1
      }
    }
    if nesting.isInQuotes { throw unclosed("'", at: nesting.quoteStart) }
    flush(&run, to: &parts)
  }

  /// Whether something other than plain text begins with this character.
  private func opensPart(_ byte: UInt8, _ context: WordContext, start: Int, run: LiteralRun) -> Bool {
    switch byte {
    case .backslash:
      if peek(1) == .newline { return false }
      return !context.isQuoted || context.escapes(peek(1))
    case .singleQuote: return context.singleQuotes == .quoting
    case .doubleQuote: return context.hasDoubleQuotes
    case .dollar: return dollarOpensPart(context)
    case .backquote: return true
    case .less, .greater: return context.hasProcessSubstitution && peek(1) == .openParenthesis
    case .openParenthesis:
      // zsh's `=(list)`, where bash sees an error.
      return context.end == .wordEnd && position == start + 1 && bytes[start] == .equals
    case .question, .asterisk, .plus, .at, .exclamation:
      return context.hasExtendedGlobs && peek(1) == .openParenthesis && peek(2) != .closeParenthesis
    default: return false
    }
  }

  /// Reads the part that begins here.
  private mutating func appendPart(
    _ byte: UInt8, _ context: WordContext, to parts: inout [WordPart]
  ) throws(Abort) {
    try countNode()
    switch byte {
    case .backslash: parts.append(escaped())
    case .singleQuote: parts.append(try singleQuoted())
    case .doubleQuote: try appendDoubleQuoted(to: &parts)
    case .dollar: try appendExpansion(context, to: &parts)
    case .backquote: try appendBackquoted(inDoubleQuotes: context.isWithinDoubleQuotes, to: &parts)
    case .less, .greater: try appendProcess(isOutput: byte == .greater, to: &parts)
    case .openParenthesis:
      // The `=` before it has been read as text.
      parts.removeLast()
      position -= 1
      try appendProcess(isOutput: false, to: &parts)
    default: try appendExtendedGlob(to: &parts)
    }
  }

  /// What is open at a place in a word.
  private struct Nesting {
    /// Parentheses or brackets.
    var depth = 0
    /// The `?` of `a ? b : c` without their `:`.
    var questions = 0
    /// Whether a paired single quote is open, and where it stands.
    var isInQuotes = false
    var quoteStart = 0
  }

  /// Whether an unquoted character ends the context.
  private func ends(_ byte: UInt8, _ context: WordContext, _ nesting: inout Nesting, start: Int) -> Bool {
    switch context.end {
    case .wordEnd: return ByteSet.wordEnds.contains(byte)
    case .regexEnd:
      switch byte {
      case .openParenthesis: nesting.depth += 1
      case .closeParenthesis:
        if nesting.depth == 0 { return true }
        nesting.depth -= 1
      case .bar: return nesting.depth == 0 && peek(1) == .bar
      default: return nesting.depth == 0
      }
      return false
    case .doubleQuote: return byte == .doubleQuote
    case .textEnd: return false
    case .closeBrace: return byte == .closeBrace
    case .slash: return byte == .closeBrace || (byte == .slash && position > start)
    case .subscriptEnd, .subscriptOrBraceEnd, .bracketArithmeticEnd:
      return endsBrackets(byte, context, &nesting)
    case .alternativeEnd: return endsParentheses(byte, .bar, &nesting)
    case .arithmeticEnd: return endsParentheses(byte, 0, &nesting)
    case .arithmeticSectionEnd: return endsParentheses(byte, .semicolon, &nesting)
    case .substringEnd:
      switch byte {
      case .question: nesting.questions += 1
      case .colon:
        if nesting.questions == 0 { return true }
        nesting.questions -= 1
      case .closeBrace: return true
      default: break
      }
      return false
    }
  }

  private func endsBrackets(_ byte: UInt8, _ context: WordContext, _ nesting: inout Nesting) -> Bool {
    switch byte {
    case .openBracket: nesting.depth += 1
    case .closeBracket:
      if nesting.depth == 0 { return true }
      nesting.depth -= 1
    case .closeBrace: return context.end == .subscriptOrBraceEnd
    default: break
    }
    return false
  }

  private func endsParentheses(_ byte: UInt8, _ separator: UInt8, _ nesting: inout Nesting) -> Bool {
    switch byte {
    case .openParenthesis: nesting.depth += 1
    case .closeParenthesis:
      if nesting.depth == 0 { return true }
      nesting.depth -= 1
    default: return byte == separator && nesting.depth == 0
    }
    return false
  }

  // MARK: Quotes

  /// A backslash with its character (POSIX 2.2.1); at the end of the text it stands for itself.
  private mutating func escaped() -> WordPart {
    position += 1
    guard position < limit else { return .escaped("\\") }
    let start = position
    position += scalarLength(at: start)
    return .escaped(text(start..<position))
  }

  /// `'text'` (POSIX 2.2.2)
  private mutating func singleQuoted() throws(Abort) -> WordPart {
    let start = position
    position += 1
    while position < limit, bytes[position] != .singleQuote { position += 1 }
    guard position < limit else { throw unclosed("'", at: start) }
    position += 1
    return .singleQuoted(text(start + 1..<position - 1))
  }

  /// `"parts"` (POSIX 2.2.3), from its quote on.
  private mutating func appendDoubleQuoted(to parts: inout [WordPart]) throws(Abort) {
    let start = position
    position += 1
    var inner: [WordPart] = []
    try appendParts(of: .doubleQuoted, to: &inner)
    guard next == .doubleQuote else { throw unclosed("\"", at: start) }
    position += 1
    parts.append(.doubleQuoted(inner))
  }

  // MARK: Expansions

  /// Whether `$` begins an expansion or a quote (POSIX 2.6); else it is text.
  private func dollarOpensPart(_ context: WordContext) -> Bool {
    var offset = position + 1
    while offset + 1 < limit, bytes[offset] == .backslash, bytes[offset + 1] == .newline { offset += 2 }
    guard offset < limit else { return false }
    let byte = bytes[offset]
    if byte.continuesName || byte == .openParenthesis || byte == .openBrace || byte == .openBracket { return true }
    if byte == .singleQuote { return context.singleQuotes == .quoting }
    if byte == .doubleQuote { return context.hasDoubleQuotes && !context.isQuoted }
    return ByteSet.specialParameters.contains(byte)
  }

  private mutating func appendExpansion(_ context: WordContext, to parts: inout [WordPart]) throws(Abort) {
    let start = position
    position += 1
    skipLineContinuations()
    switch next {
    case .singleQuote: parts.append(try ansiQuoted())
    case .doubleQuote: try appendDoubleQuoted(to: &parts)
    case .openParenthesis:
      if peek(1) == .openParenthesis, try opensArithmetic(at: position) {
        try appendArithmetic(to: &parts)
      } else {
        try appendCommand(to: &parts)
      }
    case .openBracket: try appendBracketArithmetic(to: &parts)
    case .openBrace: try appendBracedParameter(start: start, isQuoted: context.isQuoted, to: &parts)
    default: appendParameter(start: start, to: &parts)
    }
  }

  /// `$name`, from the name on.
  private mutating func appendParameter(start: Int, to parts: inout [WordPart]) {
    let name = parameterName()
    parts.append(.parameter(ParameterExpansion(name: name, operation: .value, span: span(from: start, to: position))))
  }

  /// `@(a|b)` and its kin, from the operator on.
  private mutating func appendExtendedGlob(to parts: inout [WordPart]) throws(Abort) {
    let start = position
    let symbol = Character(Unicode.Scalar(bytes[position]))
    try descend()
    position += 1
    var alternatives: [Word] = []
    repeat {
      position += 1
      alternatives.append(try operand(.alternative))
    } while next == .bar
    guard next == .closeParenthesis else { throw unclosed("(", at: start + 1) }
    position += 1
    ascend()
    parts.append(.extendedGlob(operator: symbol, alternatives: alternatives))
  }
}
