extension ParserState {
  // MARK: Commands

  /// `$( list )` (POSIX 2.6.3), from the parenthesis on.
  mutating func appendCommand(to parts: inout [WordPart]) throws(Abort) {
    let script = try parenthesisedList()
    parts.append(.command(script, isBackquoted: false))
  }

  /// `<( list )`, from the first character on.
  mutating func appendProcess(isOutput: Bool, to parts: inout [WordPart]) throws(Abort) {
    position += 1
    let script = try parenthesisedList()
    parts.append(.process(script, isOutput: isOutput))
  }

  /// The list in a substitution's parentheses; it may be empty. A here-document that is still announced at the end
  /// finds its body behind the line the substitution stands on.
  private mutating func parenthesisedList() throws(Abort) -> Script {
    try descend()
    let outerDocuments = pendingHereDocuments
    let wasInSubstitution = isInSubstitution
    pendingHereDocuments = []
    isInSubstitution = true
    position += 1
    let script = try list()
    skipBlanks()
    guard next == .closeParenthesis else { throw unexpected(expected: ")") }
    position += 1
    isInSubstitution = wasInSubstitution
    pendingHereDocuments = outerDocuments + pendingHereDocuments
    ascend()
    return script
  }

  /// `` `list` `` (POSIX 2.6.3): the text is unescaped first, then read.
  mutating func appendBackquoted(inDoubleQuotes: Bool, to parts: inout [WordPart]) throws(Abort) {
    let start = position
    position += 1
    var text: [UInt8] = []
    while true {
      guard position < limit else { throw unclosed("`", at: start) }
      let byte = bytes[position]
      position += 1
      if byte == .backquote { break }
      if byte == .backslash, position < limit {
        let escaped = bytes[position]
        let isRemoved =
          escaped == .dollar || escaped == .backquote || escaped == .backslash
          || (escaped == .doubleQuote && inDoubleQuotes)
        if !isRemoved { text.append(byte) }
        text.append(escaped)
        position += 1
      } else {
        text.append(byte)
      }
    }
    try descend()
    let outer = enter(text, positions: .whole(span(from: start, to: position)))
    let script = try list()
    guard position >= limit else { throw unexpected() }
    leave(outer)
    ascend()
    parts.append(.command(script, isBackquoted: true))
  }

  // MARK: Arithmetic

  /// `$(( expression ))` (POSIX 2.6.4), from the parentheses on.
  mutating func appendArithmetic(to parts: inout [WordPart]) throws(Abort) {
    position += 2
    let word = try arithmeticWord()
    position += 2
    parts.append(.arithmetic(word))
  }

  /// An expression up to its `))`.
  mutating func arithmeticWord() throws(Abort) -> Word {
    try descend()
    let word = try operand(.arithmetic)
    guard next == .closeParenthesis, peek(1) == .closeParenthesis else { throw unexpected(expected: "))") }
    ascend()
    return word
  }

  /// `$[ expression ]`, from the bracket on.
  mutating func appendBracketArithmetic(to parts: inout [WordPart]) throws(Abort) {
    let start = position
    try descend()
    position += 1
    let word = try operand(.bracketArithmetic)
    guard next == .closeBracket else { throw unclosed("$[", at: start) }
    position += 1
    ascend()
    parts.append(.arithmetic(word))
  }

  /// Whether the `((` here is closed by `))`, which makes it arithmetic. Decided on the text alone, as bash does it,
  /// and once for all the parentheses within, so that nothing is read twice.
  mutating func opensArithmetic(at offset: Int) throws(Abort) -> Bool {
    if parenthesisMatches[offset] == nil { try matchParentheses(from: offset) }
    guard let outer = parenthesisMatches[offset], let inner = parenthesisMatches[offset + 1] else { return false }
    return outer > 0 && outer == inner + 1
  }

  private mutating func matchParentheses(from start: Int) throws(Abort) {
    var open: [(byte: UInt8, offset: Int)] = []
    var offset = start
    repeat {
      let byte = bytes[offset]
      let context = open.last?.byte ?? .openParenthesis
      let following = offset + 1 < limit ? bytes[offset + 1] : 0
      switch byte {
      case .backslash: offset += 1
      case .dollar where following == .openParenthesis || following == .openBrace:
        offset += 1
        open.append((following, offset))
      case .backquote: offset = end(of: .backquote, from: offset)
      case .doubleQuote:
        if context == .doubleQuote { open.removeLast() } else { open.append((byte, offset)) }
      case .singleQuote where context != .doubleQuote: offset = end(of: .singleQuote, from: offset)
      case .openParenthesis where context == .openParenthesis: open.append((byte, offset))
      case .closeParenthesis where context == .openParenthesis: parenthesisMatches[open.removeLast().offset] = offset
      case .closeBrace where context == .openBrace: open.removeLast()
      default: break
      }
      offset += 1
    } while !open.isEmpty && offset < limit
    for (byte, offset) in open where byte == .openParenthesis { parenthesisMatches[offset] = -1 }
    try countReadAhead(offset - start, at: start)
  }

  /// The quote that closes the one at an offset, or the end.
  private func end(of quote: UInt8, from start: Int) -> Int {
    var offset = start + 1
    while offset < limit, bytes[offset] != quote {
      if bytes[offset] == .backslash, quote == .backquote { offset += 1 }
      offset += 1
    }
    return offset
  }
}
