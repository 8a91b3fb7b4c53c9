extension ParserState {
  /// Statements up to the end, a closing parenthesis, `;;`, or a reserved word that ends a list (POSIX 2.9.3).
  mutating func list() throws(Abort) -> Script {
    var statements: [Statement] = []
    var start = position
    while true {
      try skipNewlines()
      if position >= limit || next == .closeParenthesis || reservedWord().word.closesList { break }
      if next == .semicolon, isCaseTerminator { break }
      if statements.isEmpty { start = position }
      var statement = try statement()
      skipBlanks()
      let isSeparated = try separator(after: &statement)
      statements.append(statement)
      if !isSeparated { break }
    }
    if statements.isEmpty { return Script(statements: [], span: span(from: start, to: start)) }
    return Script(statements: statements, span: span(from: start))
  }

  /// A list that POSIX wants to have a command in it ("compound_list").
  mutating func compoundList(expected: String) throws(Abort) -> Script {
    let list = try list()
    if list.statements.isEmpty { throw unexpected() }
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
      // zsh's `&|` takes the job out of the job table; bash has no meaning for it.
      if next == .bar { position += 1 }
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
    return bytes[offset] == .semicolon || bytes[offset] == .ampersand || bytes[offset] == .bar
  }

  /// An AND-OR list (POSIX 2.9.3).
  private mutating func statement() throws(Abort) -> Statement {
    let start = position
    try countNode()
    let first = try pipeline()
    var rest: [Statement.Link] = []
    while let connector = connector() {
      try skipNewlines()
      rest.append(Statement.Link(connector: connector, pipeline: try pipeline()))
    }
    return Statement(first: first, rest: rest, isBackground: false, span: span(from: start))
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
    let start = position
    var isNegated = false
    var isTimed = false
    skipBlanks()
    prefix: while true {
      let (word, end) = reservedWord()
      switch word {
      case .bang:
        advance(end - position)
        isNegated.toggle()
      case .time:
        advance(end - position)
        isTimed = true
        timeOptions()
      default: break prefix
      }
      skipBlanks()
    }
    var commands: [Command] = []
    var pipesStandardError: [Bool] = []
    let mayBeBare = start != position && (position >= limit || next == .newline || next == .semicolon)
    if !mayBeBare {
      commands.append(try command())
      while let pipesBoth = pipe() {
        try skipNewlines()
        pipesStandardError.append(pipesBoth)
        commands.append(try command())
      }
    }
    return Pipeline(
      isNegated: isNegated, isTimed: isTimed, commands: commands, pipesStandardError: pipesStandardError,
      span: span(from: start))
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
