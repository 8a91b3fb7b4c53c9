extension ParserState {
  /// `[[ expression ]]`, behind its first word. Its grammar is bash's; newlines may stand between its words.
  mutating func conditional(into command: inout Command) throws(Abort) {
    var words: [Word] = []
    try conditionalExpression(into: &words)
    guard isConditionalEnd else { throw unexpected(expected: "]]") }
    advance(2)
    command.kind = .conditional(words)
  }

  var isConditionalEnd: Bool {
    next == .closeBracket && peek(1) == .closeBracket && (position + 2 >= limit || ByteSet.wordEnds.contains(peek(2)))
  }

  /// Terms joined by `&&` and `||`.
  mutating func conditionalExpression(into words: inout [Word]) throws(Abort) {
    while true {
      try conditionalTerm(into: &words)
      try skipNewlines()
      guard (next == .ampersand || next == .bar) && peek(1) == next else { return }
      words.append(operatorWord(length: 2))
    }
  }

  private mutating func conditionalTerm(into words: inout [Word]) throws(Abort) {
    try skipNewlines()
    while next == .exclamation, position + 1 >= limit || ByteSet.wordEnds.contains(peek(1)) {
      words.append(operatorWord(length: 1))
      try skipNewlines()
    }
    if isZsh {
      try zshConditionalTerm(into: &words)
      return
    }
    if next == .openParenthesis {
      try descend()
      words.append(operatorWord(length: 1))
      try conditionalExpression(into: &words)
      guard next == .closeParenthesis else { throw unexpected(expected: ")") }
      words.append(operatorWord(length: 1))
      ascend()
      return
    }
    try conditionalOperand(.word, into: &words)
    let isUnary = isUnaryOperator(words[words.count - 1])
    skipBlanks()
    if isUnary {
      try conditionalOperand(.word, into: &words)
    } else if next == .less || next == .greater {
      words.append(operatorWord(length: 1))
      try conditionalOperand(.word, into: &words)
    } else if startsWord, !isConditionalEnd {
      try binaryOperator(into: &words)
    } else if next == .newline {
      // Behind a word that may be an operand, bash wants the operator on the same line.
      throw unexpected(expected: "]]")
    }
  }

  private mutating func binaryOperator(into words: inout [Word]) throws(Abort) {
    let start = position
    let word = try word()
    guard word.parts.count == 1, case .literal(let text) = word.parts[0], Self.binaryOperators.contains(text) else {
      position = start
      throw unexpected(expected: "]]")
    }
    words.append(word)
    try conditionalOperand(text == "=~" ? .regularExpression : .word, into: &words)
  }

  private mutating func conditionalOperand(_ context: WordContext, into words: inout [Word]) throws(Abort) {
    skipBlanks()
    let start = position
    if isConditionalEnd { throw unexpected() }
    let word = try operand(context)
    guard position > start else { throw unexpected() }
    tokenEnd = position
    words.append(word)
  }

  mutating func operatorWord(length: Int) -> Word {
    let start = position
    advance(length)
    return Word(parts: [.literal(text(start..<position))], span: span(from: start))
  }

  private func isUnaryOperator(_ word: Word) -> Bool {
    guard word.parts.count == 1, case .literal(let text) = word.parts[0] else { return false }
    let bytes = Array(text.utf8)
    return bytes.count == 2 && bytes[0] == .minus && Self.unaryOperators.contains(bytes[1])
  }

  private static let unaryOperators = ByteSet("abcdefghknoprstuvwxzGLNORS")
  private static let binaryOperators: Set<String> = [
    "=", "==", "!=", "=~", "<", ">", "-nt", "-ot", "-ef", "-eq", "-ne", "-lt", "-le", "-gt", "-ge",
  ]
}
