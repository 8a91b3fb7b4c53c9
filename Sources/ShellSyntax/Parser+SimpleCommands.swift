extension ParserState {
  /// Whether a word begins here.
  var startsWord: Bool {
    let byte = next
    if !ByteSet.wordEnds.contains(byte) { return true }
    return (byte == .less || byte == .greater) && peek(1) == .openParenthesis || numericRangeLength > 0
  }

  /// A simple command (POSIX 2.9.1), or the function definition that begins like one (POSIX 2.9.5).
  mutating func simpleCommand() throws(Abort) -> Command {
    let start = position
    var simple = SimpleCommand(assignments: [], words: [], redirections: [], span: start..<start)
    /// Whether a list may be assigned: before the first word, and to the arguments of a declaration.
    var takesLists = true
    while try appendPiece(to: &simple, &takesLists) {}
    simple.span = span(from: start)
    return try command(from: simple, start: start)
  }

  /// The command that the pieces make, with what stands behind them.
  private mutating func command(from simple: SimpleCommand, start: Int) throws(Abort) -> Command {
    if next == .openParenthesis, isFunctionName(simple) {
      return try functionDefinition(nameStart: start, name: simple.words[0])
    }
    if next == .openParenthesis || (simple.words.isEmpty && simple.assignments.isEmpty && simple.redirections.isEmpty) {
      throw unexpected()
    }
    return Command(kind: .simple(simple), span: simple.span)
  }

  /// Reads a word, an assignment or a redirection, if one begins here.
  private mutating func appendPiece(
    to simple: inout SimpleCommand, _ takesLists: inout Bool
  ) throws(Abort) -> Bool {
    skipBlanks()
    if startsRedirection {
      try appendRedirection(to: &simple.redirections)
      if !simple.words.isEmpty { takesLists = false }
    } else if isZsh && closesBrace || !(simple.words.isEmpty ? startsWord : startsArgument) {
      return false
    } else if takesLists, let length = assignmentNameLength(onlyLists: !simple.words.isEmpty) {
      try assignmentOrWord(nameLength: length, into: &simple)
    } else {
      try appendWord(to: &simple.words)
      if simple.words.count == 1 { takesLists = Self.isDeclaration(simple.words[0]) }
    }
    return true
  }

  mutating func appendWord(to words: inout [Word]) throws(Abort) {
    words.append(try word())
  }

  private func isFunctionName(_ simple: SimpleCommand) -> Bool {
    simple.words.count == 1 && simple.assignments.isEmpty && simple.redirections.isEmpty
  }

  private mutating func functionDefinition(nameStart: Int, name: Word) throws(Abort) -> Command {
    let name = self.name(of: name, source: nameStart..<tokenEnd)
    skipBlanks()
    let parenthesis = position
    advance()
    skipBlanks()
    guard next == .closeParenthesis else {
      if position < limit { position = parenthesis }
      throw unexpected()
    }
    advance()
    try descend()
    let body = try functionBody()
    ascend()
    return Command(kind: .function(name: name, body: body), span: span(from: nameStart))
  }

  /// The utilities whose arguments bash lets be lists.
  static func isDeclaration(_ word: Word) -> Bool {
    guard word.parts.count == 1, case .literal(let text) = word.parts[0] else { return false }
    switch text {
    case "alias", "declare", "eval", "export", "let", "local", "readonly", "typeset": return true
    default: return false
    }
  }

  // MARK: Assignments

  /// The length of the name when an assignment may begin here: a name before `=`, `+=` or `[`.
  private func assignmentNameLength(onlyLists: Bool) -> Int? {
    guard next.startsName else { return nil }
    var length = 1
    while peek(length).continuesName || (peek(length) == .backslash && peek(length + 1) == .newline) {
      length += peek(length) == .backslash ? 2 : 1
    }
    switch peek(length) {
    case .equals: return !onlyLists || peek(length + 1) == .openParenthesis ? length : nil
    case .plus:
      let equals = distance(behindLineContinuationsAt: length + 1)
      guard peek(equals) == .equals else { return nil }
      return !onlyLists || peek(equals + 1) == .openParenthesis ? length : nil
    case .openBracket: return onlyLists ? nil : length
    default: return nil
    }
  }

  func distance(behindLineContinuationsAt distance: Int) -> Int {
    var distance = distance
    while peek(distance) == .backslash, peek(distance + 1) == .newline { distance += 2 }
    return distance
  }

  /// `=` or `+=`, whichever begins here.
  private mutating func assignmentOperator() -> (appends: Bool, isPresent: Bool) {
    skipLineContinuations()
    let appends = next == .plus
    let equals = appends ? distance(behindLineContinuationsAt: 1) : 0
    guard peek(equals) == .equals else { return (appends, false) }
    advance(equals + 1)
    skipLineContinuations()
    return (appends, true)
  }

  /// An assignment word (POSIX 2.10.2, rule 7), or the word that only began like one: `a[1]`.
  private mutating func assignmentOrWord(nameLength: Int, into simple: inout SimpleCommand) throws(Abort) {
    let start = position
    try countNode()
    let name = plainText(length: nameLength)
    let subscriptWord = next == .openBracket ? try bracketed() : nil
    let (appends, isPresent) = assignmentOperator()
    if !isPresent, let subscriptWord {
      simple.words.append(try word(continuing: name, subscriptWord, from: start))
      return
    }
    let value: Assignment.Value
    if next == .openParenthesis {
      value = try listValue()
    } else {
      value = .scalar(startsWord ? try word() : nil)
    }
    simple.assignments.append(
      Assignment(name: name, subscriptWord: subscriptWord, appends: appends, value: value, span: span(from: start)))
  }

  /// `(word word)`, or the text that only begins so: bash assigns `a=(b)c` as one.
  private mutating func listValue() throws(Abort) -> Assignment.Value {
    let start = position
    let list = try elements()
    if next == .openParenthesis { throw unexpected() }
    guard !ByteSet.wordEnds.contains(next) else { return .list(list) }
    // In a list it would begin a comment.
    if next == .numberSign { throw unexpected() }
    var parts: [WordPart] = [.literal("(")]
    for (index, element) in list.enumerated() {
      if index > 0 { Self.append(.literal(" "), to: &parts) }
      if let subscriptWord = element.subscriptWord {
        Self.append(.literal("["), to: &parts)
        for part in subscriptWord.parts { Self.append(part, to: &parts) }
        Self.append(.literal("]="), to: &parts)
      }
      for part in element.value.parts { Self.append(part, to: &parts) }
    }
    Self.append(.literal(")"), to: &parts)
    for part in try word().parts { Self.append(part, to: &parts) }
    if next == .openParenthesis { throw unexpected() }
    return .scalar(Word(parts: parts, span: span(from: start)))
  }

  /// So many bytes as text, without line continuations.
  private mutating func plainText(length: Int) -> String {
    let range = position..<(position + length)
    position += length
    guard bytes[range].contains(.backslash) else { return text(range) }
    return String(decoding: bytes[range].filter { $0 != .backslash && $0 != .newline }, as: UTF8.self)
  }

  /// `[subscript]`: the word within.
  private mutating func bracketed() throws(Abort) -> Word {
    let start = position
    try descend()
    position += 1
    let word = try operand(.subscriptOfAssignment)
    guard next == .closeBracket else { throw unclosed("[", at: start) }
    advance()
    ascend()
    return word
  }

  /// The word that a name and a bracket expression begin.
  private mutating func word(continuing name: String, _ bracket: Word, from start: Int) throws(Abort) -> Word {
    var parts: [WordPart] = [.literal(name + "[")]
    for part in bracket.parts { Self.append(part, to: &parts) }
    Self.append(.literal("]"), to: &parts)
    if startsWord { for part in try word().parts { Self.append(part, to: &parts) } }
    return Word(parts: parts, span: span(from: start))
  }

  /// Appends a part, joining text to text.
  static func append(_ part: WordPart, to parts: inout [WordPart]) {
    if case .literal(let more) = part, case .literal(let text)? = parts.last {
      parts[parts.count - 1] = .literal(text + more)
    } else {
      parts.append(part)
    }
  }

  /// The elements of `name=(...)`, from its parenthesis on.
  private mutating func elements() throws(Abort) -> [Assignment.Element] {
    let start = position
    try descend()
    advance()
    let outerPlace = patternPlace
    patternPlace = .list
    var elements: [Assignment.Element] = []
    while true {
      try skipNewlines()
      if next == .closeParenthesis {
        advance()
        patternPlace = outerPlace
        ascend()
        return elements
      }
      if position >= limit { throw unclosed("(", at: start) }
      guard startsArgument else { throw unexpected() }
      elements.append(
        next == .openBracket ? try subscriptedElement() : Assignment.Element(subscriptWord: nil, value: try word()))
      if next == .openParenthesis { throw unexpected() }
    }
  }

  /// `[subscript]=value`, or a word that begins with a bracket expression.
  private mutating func subscriptedElement() throws(Abort) -> Assignment.Element {
    let start = position
    let bracket = try bracketed()
    guard assignmentOperator().isPresent else {
      return Assignment.Element(subscriptWord: nil, value: try word(continuing: "", bracket, from: start))
    }
    let value = startsWord ? try word() : Word(parts: [], span: span(from: position, to: position))
    return Assignment.Element(subscriptWord: bracket, value: value)
  }
}
