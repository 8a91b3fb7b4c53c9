extension ParserState {
  /// Statements up to the end, a closing parenthesis, `;;`, or a reserved word that ends a list (POSIX 2.9.3).
  mutating func list() throws(Abort) -> Script {
    var statements: [Statement] = []
    var start = position
    while try startsStatement() {
      if statements.isEmpty { start = position }
      if try !appendStatement(to: &statements) { break }
    }
    return Script(statements: statements, span: span(from: start, to: statements.isEmpty ? start : tokenEnd))
  }

  private mutating func startsStatement() throws(Abort) -> Bool {
    try skipNewlines()
    if position >= limit || next == .closeParenthesis { return false }
    if next == .semicolon, isCaseTerminator { return false }
    if openForeach > 0, standsHere("end") { return false }
    return !reservedWord().word.closesList
  }

  /// A list that POSIX wants to have a command in it ("compound_list").
  mutating func compoundList(expected: String) throws(Abort) -> Script {
    let list = try list()
    if list.statements.isEmpty, !isZsh { throw unexpected() }
    skipBlanks()
    if position >= limit { throw unexpected(expected: expected) }
    return list
  }

  /// `;`, `&` or a newline behind a statement; false where the list ends.
  private mutating func separator(after statement: inout Statement) throws(Abort) -> Bool {
    switch next {
    case .newline: return true
    case .semicolon:
      if isCaseTerminator { return false }
      position += 1
      return true
    case .ampersand:
      position += 1
      skipLineContinuations()
      if next == .ampersand { throw unexpected() }
      // zsh's `&|` takes the job out of the job table.
      if isZsh, next == .bar { position += 1 }
      statement.isBackground = true
      return true
    default: return false
    }
  }

  /// Whether `;;`, `;&` or zsh's `;|` stands here.
  var isCaseTerminator: Bool {
    var offset = position + 1
    while offset + 1 < limit, bytes[offset] == .backslash, bytes[offset + 1] == .newline { offset += 2 }
    guard offset < limit else { return false }
    return bytes[offset] == .semicolon || bytes[offset] == .ampersand || (isZsh && bytes[offset] == .bar)
  }

  /// An AND-OR list (POSIX 2.9.3) with its separator; false where the list ends with it.
  private mutating func appendStatement(to statements: inout [Statement]) throws(Abort) -> Bool {
    let start = position
    try countNode()
    var statement = Statement(first: try pipeline(), rest: [], isBackground: false, span: start..<start)
    while let connector = connector() { try appendLink(connector, to: &statement.rest) }
    statement.span = span(from: start)
    let isSeparated = try separator(after: &statement)
    statements.append(statement)
    return isSeparated
  }

  /// An AND-OR list without a separator, which is the body of some of zsh's compound commands.
  mutating func shortList() throws(Abort) -> Script {
    let start = position
    var statement = Statement(first: try pipeline(), rest: [], isBackground: false, span: start..<start)
    while let connector = connector() { try appendLink(connector, to: &statement.rest) }
    statement.span = span(from: start)
    return Script(statements: [statement], span: statement.span)
  }

  private mutating func appendLink(
    _ connector: Statement.Connector, to links: inout [Statement.Link]
  ) throws(Abort) {
    try skipNewlines()
    links.append(Statement.Link(connector: connector, pipeline: try pipeline()))
  }

  private mutating func connector() -> Statement.Connector? {
    skipBlanks()
    let byte = next
    guard byte == .ampersand || byte == .bar else { return nil }
    let start = position
    position += 1
    skipLineContinuations()
    guard next == byte else {
      position = start
      return nil
    }
    position += 1
    return byte == .ampersand ? .and : .or
  }

  /// A pipeline (POSIX 2.9.2), with bash's `time` and any number of `!`.
  private mutating func pipeline() throws(Abort) -> Pipeline {
    skipBlanks()
    let start = position
    var pipeline = Pipeline(
      isNegated: false, isTimed: false, commands: [], pipesStandardError: [], span: start..<start)
    readPrefixes(of: &pipeline)
    let mayBeBare = start != position && (position >= limit || next == .newline || next == .semicolon)
    if !mayBeBare { try appendCommands(to: &pipeline) }
    pipeline.span = span(from: start)
    return pipeline
  }

  private mutating func readPrefixes(of pipeline: inout Pipeline) {
    while true {
      let (word, end) = reservedWord()
      switch word {
      case .bang:
        advance(end - position)
        pipeline.isNegated.toggle()
      case .time:
        advance(end - position)
        pipeline.isTimed = true
        timeOptions()
      default: return
      }
      skipBlanks()
    }
  }

  private mutating func appendCommands(to pipeline: inout Pipeline) throws(Abort) {
    pipeline.commands.append(try command())
    while let pipesBoth = pipe() {
      try skipNewlines()
      pipeline.pipesStandardError.append(pipesBoth)
      pipeline.commands.append(try command())
    }
  }

  /// `|` or `|&` (true), unless it is `||`.
  private mutating func pipe() -> Bool? {
    skipBlanks()
    guard next == .bar else { return nil }
    let start = position
    position += 1
    skipLineContinuations()
    switch next {
    case .bar:
      position = start
      return nil
    case .ampersand:
      position += 1
      return true
    default: return false
    }
  }

  /// `-p` and `--` behind `time`.
  private mutating func timeOptions() {
    for option in [UInt8.init(ascii: "p"), .minus] {
      skipBlanks()
      if next == .minus, peek(1) == option, ByteSet.wordEnds.contains(peek(2)) { advance(2) }
    }
  }
}
