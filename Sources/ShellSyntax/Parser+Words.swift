extension ParserState {
  /// A word (POSIX 2.3 "token").
  mutating func word() throws(Abort) -> Word {
    if let word = try plainWord() { return word }
    return try compositeWord()
  }

  /// Whether a text reads as one word.
  static func isWord(_ text: String) -> Bool {
    var state = ParserState(Array(text.utf8), bounds: .standard, isZsh: false)
    return (try? state.word()) != nil && state.position == state.limit
  }

  /// A word that is nothing but text, as most are.
  private mutating func plainWord() throws(Abort) -> Word? {
    skipLineContinuations()
    let start = position
    try countNode()
    let special = WordContext.word.special
    while position < limit, !special.contains(bytes[position]) { position += 1 }
    let isWhole = position >= limit || ByteSet.wordEnds.contains(bytes[position])
    guard isWhole, position > start, position >= limit || !mayGoOn(from: start) else {
      position = start
      return nil
    }
    tokenEnd = position
    return Word(parts: [.literal(text(start..<position))], span: span(from: start, to: position))
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
    case .less, .greater: peek(1) == .openParenthesis || numericRangeLength > 0
    case .openParenthesis: isZsh && !isEmptyGroup
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

  /// What is open at a place in a word, and the text since the last part.
  private struct Cursor {
    let wordStart: Int
    /// Where the text since the last part begins, or since its last line continuation.
    var textStart: Int
    /// The text before that line continuation.
    var joinedText = ""
    /// Parentheses or brackets.
    var nesting = 0
    /// The `?` of `a ? b : c` without their `:`.
    var questions = 0
    /// Where a paired single quote is open.
    var quoteStart: Int?
  }

  /// The parts up to what ends the context.
  mutating func appendParts(of context: WordContext, to parts: inout [WordPart]) throws(Abort) {
    var cursor = Cursor(wordStart: position, textStart: position)
    while try appendText(context, &cursor, to: &parts) {
      try appendPart(bytes[position], context, to: &parts)
      cursor.textStart = position
    }
  }

  /// Reads text up to a part, or up to the end (false).
  private mutating func appendText(
    _ context: WordContext, _ cursor: inout Cursor, to parts: inout [WordPart]
  ) throws(Abort) -> Bool {
    while position < limit {
      let byte = bytes[position]
      guard context.special.contains(byte) else {
        position += 1
        continue
      }
      switch byte {
      case .dollar, .backquote, .backslash, .singleQuote: break
      default:
        if cursor.quoteStart != nil {
          position += 1
          continue
        }
      }
      if opensPart(byte, context, wordStart: cursor.wordStart) {
        flush(&cursor, to: &parts)
        return true
      }
      switch byte {
      case .backslash where peek(1) == .newline:
        cursor.joinedText += text(cursor.textStart..<position)
        position += 2
        cursor.textStart = position
      case .backslash:
        // Within quotes, a backslash before an ordinary character is text, and so is the character.
        position = min(position + 2, limit)
      case .singleQuote:
        if context.singleQuotes == .paired { cursor.quoteStart = cursor.quoteStart == nil ? position : nil }
        position += 1
      case .dollar: position += 1
      case .openParenthesis where context.end == .wordEnd && isZsh && qualifierLength(wordStart: cursor.wordStart) > 0:
        position += qualifierLength(wordStart: cursor.wordStart)
      case .less where numericRangeLength > 0: position += numericRangeLength
      default:
        if ends(byte, context, &cursor) {
          flush(&cursor, to: &parts)
          return false
        }
        position += 1
      }
    }
    if let quoteStart = cursor.quoteStart { throw unclosed("'", at: quoteStart) }
    flush(&cursor, to: &parts)
    return false
  }

  private func flush(_ cursor: inout Cursor, to parts: inout [WordPart]) {
    let text = position > cursor.textStart ? text(cursor.textStart..<position) : ""
    if cursor.joinedText.isEmpty {
      if !text.isEmpty { parts.append(.literal(text)) }
    } else {
      parts.append(.literal(cursor.joinedText + text))
      cursor.joinedText = ""
    }
  }

  /// Whether something other than plain text begins with this character.
  private func opensPart(_ byte: UInt8, _ context: WordContext, wordStart: Int) -> Bool {
    switch byte {
    case .backslash:
      if peek(1) == .newline { return false }
      // At the end of the text there is nothing to escape, and the backslash stands for itself.
      return !context.isQuoted || position + 1 >= limit || context.escapes(peek(1))
    case .singleQuote: return context.singleQuotes == .quoting
    case .doubleQuote: return context.hasDoubleQuotes
    case .dollar: return dollarOpensPart(context)
    case .backquote: return true
    case .less, .greater: return context.hasProcessSubstitution && peek(1) == .openParenthesis
    case .openParenthesis:
      return context.end == .wordEnd && isZsh
        && (opensTemporaryFile(wordStart: wordStart) || opensGroup(wordStart: wordStart))
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
      if parts.count == 1, parts[0] == .literal("=") {
        // zsh's `=(list)`; the `=` before it has been read as text.
        parts.removeLast()
        position -= 1
        try appendProcess(isOutput: false, to: &parts)
      } else {
        try appendGroup(to: &parts)
      }
    default: try appendExtendedGlob(to: &parts)
    }
  }

  /// Whether an unquoted character ends the context.
  private func ends(_ byte: UInt8, _ context: WordContext, _ cursor: inout Cursor) -> Bool {
    switch context.end {
    case .wordEnd: return ByteSet.wordEnds.contains(byte)
    case .regexEnd:
      switch byte {
      case .openParenthesis: cursor.nesting += 1
      case .closeParenthesis:
        if cursor.nesting == 0 { return true }
        cursor.nesting -= 1
      case .bar: return cursor.nesting == 0 && peek(1) == .bar
      default: return cursor.nesting == 0
      }
      return false
    case .doubleQuote: return byte == .doubleQuote
    case .textEnd: return false
    case .closeBrace: return byte == .closeBrace
    case .slash: return byte == .closeBrace || (byte == .slash && position > cursor.wordStart)
    case .subscriptEnd, .subscriptOrBraceEnd, .bracketArithmeticEnd:
      return endsBrackets(byte, context, &cursor)
    case .alternativeEnd: return endsParentheses(byte, .bar, &cursor)
    case .arithmeticEnd: return endsParentheses(byte, 0, &cursor)
    case .arithmeticSectionEnd: return endsParentheses(byte, .semicolon, &cursor)
    case .substringEnd:
      switch byte {
      case .question: cursor.questions += 1
      case .colon:
        if cursor.questions == 0 { return true }
        cursor.questions -= 1
      case .closeBrace: return true
      default: break
      }
      return false
    }
  }

  private func endsBrackets(_ byte: UInt8, _ context: WordContext, _ cursor: inout Cursor) -> Bool {
    switch byte {
    case .openBracket: cursor.nesting += 1
    case .closeBracket:
      if cursor.nesting == 0 { return true }
      cursor.nesting -= 1
    case .closeBrace: return context.end == .subscriptOrBraceEnd
    default: break
    }
    return false
  }

  private func endsParentheses(_ byte: UInt8, _ separator: UInt8, _ cursor: inout Cursor) -> Bool {
    switch byte {
    case .openParenthesis: cursor.nesting += 1
    case .closeParenthesis:
      if cursor.nesting == 0 { return true }
      cursor.nesting -= 1
    default: return byte == separator && cursor.nesting == 0
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
    return ByteSet.specialParameters.contains(byte) || (isZsh && startsZshParameter(at: offset))
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
    default: try appendParameter(start: start, isQuoted: context.isQuoted, to: &parts)
    }
  }

  /// `$name`, from the name on.
  private mutating func appendParameter(start: Int, isQuoted: Bool, to parts: inout [WordPart]) throws(Abort) {
    if isZsh, try appendZshParameter(start: start, isQuoted: isQuoted, to: &parts) { return }
    let name = parameterName()
    parts.append(.parameter(ParameterExpansion(name: name, operation: .value, span: span(from: start, to: position))))
  }

  /// `@(a|b)` and its kin, from the operator on.
  private mutating func appendExtendedGlob(to parts: inout [WordPart]) throws(Abort) {
    let symbol = Character(Unicode.Scalar(bytes[position]))
    position += 1
    try appendGroup(symbol, to: &parts)
  }

  /// `(a|b)`, from the parenthesis on: with an operator before it, or zsh's, which is `@(a|b)` elsewhere.
  private mutating func appendGroup(_ symbol: Character = "@", to parts: inout [WordPart]) throws(Abort) {
    let start = position
    try descend()
    var alternatives: [Word] = []
    repeat {
      position += 1
      alternatives.append(try operand(.alternative))
    } while next == .bar
    guard next == .closeParenthesis else { throw unclosed("(", at: start) }
    position += 1
    ascend()
    parts.append(.extendedGlob(operator: symbol, alternatives: alternatives))
  }
}
