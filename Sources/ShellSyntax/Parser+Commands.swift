extension ParserState {
  /// A command (POSIX 2.9): a compound command, a function definition, or else a simple command.
  mutating func command() throws(Abort) -> Command {
    skipBlanks()
    try countNode()
    if next == .openParenthesis || (isZsh && startsZshCommand) { return try compoundCommand(.none, wordEnd: position) }
    let (word, end) = reservedWord()
    if word == .none || word == .time { return try simpleCommand() }
    if word.closesList || word == .bang { throw unexpected() }
    return try compoundCommand(word, wordEnd: end)
  }

  /// A compound command (POSIX 2.9.4) that begins here, with its redirections.
  mutating func compoundCommand(_ word: ReservedWord, wordEnd: Int) throws(Abort) -> Command {
    let start = position
    try descend()
    var command = Command(kind: .subshell(Script(statements: [], span: start..<start)), span: start..<start)
    if word == .none {
      try parenthesised(into: &command)
    } else {
      advance(wordEnd - position)
      try compoundCommand(word, into: &command)
    }
    ascend()
    // A function's redirections are its body's, and a coprocess's its command's.
    if word != .function, word != .coproc { try redirections(of: &command) }
    command.span = span(from: start)
    return command
  }

  private mutating func compoundCommand(_ word: ReservedWord, into command: inout Command) throws(Abort) {
    switch word {
    case .openBrace: try group(into: &command)
    case .ifWord: try ifClause(into: &command)
    case .whileWord, .untilWord: try loop(isUntil: word == .untilWord, into: &command)
    case .forWord: try forClause(into: &command)
    case .select: try select(into: &command)
    case .caseWord: try caseClause(into: &command)
    case .function: try function(into: &command)
    case .coproc: try coprocess(into: &command)
    case .openConditional: try conditional(into: &command)
    default: throw unexpected()
    }
  }

  /// POSIX 2.9.4: redirections behind a compound command are about all of it.
  mutating func redirections(of command: inout Command) throws(Abort) {
    skipBlanks()
    while startsRedirection {
      try appendRedirection(to: &command.redirections)
      skipBlanks()
    }
    if !command.redirections.isEmpty, !isZsh { reservedWordsBlockedAt = position }
  }

  /// Demands a reserved word.
  mutating func expect(_ word: ReservedWord, _ spelling: String) throws(Abort) {
    skipBlanks()
    let (found, end) = reservedWord()
    guard found == word else { throw unexpected(expected: spelling) }
    advance(end - position)
  }

  // MARK: Grouping

  /// `( list )` or `(( expression ))`. POSIX 2.9.4.1: `((` is arithmetic where it can be, else two subshells.
  private mutating func parenthesised(into command: inout Command) throws(Abort) {
    if isZsh, startsZshCommand {
      try zshCommand(into: &command)
      return
    }
    if peek(1) == .openParenthesis, try opensArithmetic(at: position) {
      position += 2
      let word = try arithmeticWord()
      advance(2)
      command.kind = .arithmetic(word)
      return
    }
    advance()
    let body = try compoundList(expected: ")")
    guard next == .closeParenthesis else { throw unexpected(expected: ")") }
    advance()
    command.kind = .subshell(body)
  }

  private mutating func group(into command: inout Command) throws(Abort) {
    let body = try groupBody()
    command.kind = .group(isZsh ? try alwaysList(behind: body) : body)
  }

  /// The list of a group, behind its `{`.
  mutating func groupBody() throws(Abort) -> Script {
    openBraces += 1
    let body = try compoundList(expected: "}")
    try expect(.closeBrace, "}")
    openBraces -= 1
    return body
  }

  // MARK: Conditions and loops

  private mutating func ifClause(into command: inout Command) throws(Abort) {
    var branches: [Command.Branch] = []
    var otherwise: Script?
    while true {
      let condition = try compoundList(expected: "then")
      if isZsh, try zshBranch(condition, to: &branches, otherwise: &otherwise) {
        command.kind = .ifClause(branches, otherwise: otherwise)
        return
      }
      try expect(.then, "then")
      branches.append(Command.Branch(condition: condition, body: try compoundList(expected: "fi")))
      let (word, end) = reservedWord()
      guard word == .elif || word == .elseWord else { break }
      advance(end - position)
      if word == .elseWord {
        otherwise = try compoundList(expected: "fi")
        break
      }
    }
    try expect(.fi, "fi")
    command.kind = .ifClause(branches, otherwise: otherwise)
  }

  private mutating func loop(isUntil: Bool, into command: inout Command) throws(Abort) {
    let condition = try compoundList(expected: "do")
    let body = isZsh ? try loopBody() : try doGroup()
    command.kind = .loop(condition: condition, body: body, isUntil: isUntil)
  }

  private mutating func doGroup() throws(Abort) -> Script {
    try expect(.doWord, "do")
    let body = try compoundList(expected: "done")
    try expect(.done, "done")
    return body
  }

  /// The body of `for` and `select`: `do list; done`, or bash's `{ list; }`.
  mutating func loopBody() throws(Abort) -> Script {
    skipBlanks()
    let (word, end) = reservedWord()
    if isZsh, word != .openBrace, word != .doWord { return try shortList() }
    guard word == .openBrace else { return try doGroup() }
    advance(end - position)
    return try groupBody()
  }

  private mutating func forClause(into command: inout Command) throws(Abort) {
    skipBlanks()
    if next == .openParenthesis, peek(1) == .openParenthesis {
      try arithmeticFor(into: &command)
      return
    }
    let (name, words) = try loopHead()
    let body = try loopBody()
    command.kind = .forClause(name: name, words: words, body: body)
  }

  private mutating func select(into command: inout Command) throws(Abort) {
    let (name, words) = try loopHead()
    let body = try loopBody()
    command.kind = .select(name: name, words: words, body: body)
  }

  /// `name in words;`, `name;` or `name` before the body of a `for`.
  mutating func loopHead() throws(Abort) -> (name: String, words: [Word]?) {
    skipBlanks()
    var name = try name()
    skipBlanks()
    if isZsh {
      while next.continuesName, !standsHere("in"), !standsHere("do") {
        name += " " + (try self.name())
        skipBlanks()
      }
      if next == .openParenthesis { return (name, try parenthesisedWords()) }
    }
    if next == .semicolon, !isCaseTerminator {
      position += 1
      try skipNewlines()
      return (name, nil)
    }
    // Without a newline, `{` is no reserved word here.
    if next == .openBrace, !isZsh { throw unexpected(expected: "do") }
    try skipNewlines()
    let (word, end) = reservedWord()
    guard word == .inWord else { return (name, nil) }
    advance(end - position)
    let words = try words()
    if next == .semicolon, !isCaseTerminator {
      position += 1
    } else if next != .newline {
      throw unexpected(expected: "do")
    }
    try skipNewlines()
    return (name, words)
  }

  /// Words up to something else.
  mutating func words() throws(Abort) -> [Word] {
    var words: [Word] = []
    while true {
      skipBlanks()
      if !startsArgument { return words }
      try appendWord(to: &words)
    }
  }

  /// A word that serves as a name: its text, or its source where it is not plain.
  private mutating func name() throws(Abort) -> String {
    let start = position
    let word = try word()
    return name(of: word, source: start..<position)
  }

  func name(of word: Word, source: Range<Int>) -> String {
    if word.parts.count == 1, case .literal(let text) = word.parts[0] { return text }
    return text(source)
  }

  private mutating func arithmeticFor(into command: inout Command) throws(Abort) {
    position += 2
    let start = try arithmeticSection()
    let test = try arithmeticSection()
    let step = try operand(.arithmeticSection)
    guard next == .closeParenthesis, peek(1) == .closeParenthesis else { throw unexpected(expected: "))") }
    advance(2)
    skipBlanks()
    if next == .semicolon, !isCaseTerminator { position += 1 }
    try skipNewlines()
    let body = try loopBody()
    command.kind = .arithmeticFor(start: start, test: test, step: step, body: body)
  }

  private mutating func arithmeticSection() throws(Abort) -> Word {
    let section = try operand(.arithmeticSection)
    guard next == .semicolon else { throw unexpected(expected: ";") }
    position += 1
    return section
  }

  // MARK: Case

  private mutating func caseClause(into command: inout Command) throws(Abort) {
    skipBlanks()
    let subject = try word()
    try skipNewlines()
    let isBraced = isZsh && reservedWord().word == .openBrace
    let end = isBraced ? ReservedWord.closeBrace : .esac
    if isBraced {
      advance()
      openBraces += 1
    } else {
      try expect(.inWord, "in")
    }
    var items: [Command.CaseItem] = []
    while true {
      try skipNewlines()
      if reservedWord().word == end { break }
      items.append(try caseItem())
      if !caseTerminator() { break }
    }
    if isBraced { openBraces -= 1 }
    try expect(end, isBraced ? "}" : "esac")
    command.kind = .caseClause(subject: subject, items: items)
  }

  private mutating func caseItem() throws(Abort) -> Command.CaseItem {
    if next == .openParenthesis, !isZsh || !opensGroupOfPattern {
      advance()
      skipBlanks()
    }
    let outerPlace = patternPlace
    patternPlace = .match
    var patterns = [try casePattern()]
    skipBlanks()
    while next == .bar {
      advance()
      skipBlanks()
      patterns.append(try casePattern())
      skipBlanks()
    }
    patternPlace = outerPlace
    guard next == .closeParenthesis else { throw unexpected(expected: ")") }
    advance()
    let body = try list()
    skipBlanks()
    return Command.CaseItem(patterns: patterns, body: body)
  }

  /// A pattern of a case item, which in zsh may be empty.
  private mutating func casePattern() throws(Abort) -> Word {
    if isZsh, next == .bar || next == .closeParenthesis {
      return Word(parts: [.singleQuoted("")], span: span(from: position, to: position))
    }
    return try word()
  }

  /// `;;`, `;&`, `;;&`, and zsh's `;|`.
  private mutating func caseTerminator() -> Bool {
    guard next == .semicolon, isCaseTerminator else { return false }
    position += 1
    skipLineContinuations()
    let isDouble = next == .semicolon
    advance()
    if isDouble {
      skipLineContinuations()
      if next == .ampersand { advance() }
    }
    return true
  }

  // MARK: Functions and coprocesses

  /// `function name [()] body`, behind its first word.
  private mutating func function(into command: inout Command) throws(Abort) {
    skipBlanks()
    if isZsh, next == .openParenthesis || reservedWord().word == .openBrace {
      try anonymousFunction(into: &command)
      return
    }
    let name = try name()
    skipBlanks()
    if next == .openParenthesis {
      let start = position
      advance()
      skipBlanks()
      if next == .closeParenthesis {
        advance()
      } else {
        // `function name (list)`
        position = start
      }
    }
    command.kind = .function(name: name, body: try functionBody())
  }

  /// POSIX 2.9.5: the body is a compound command.
  mutating func functionBody() throws(Abort) -> Command {
    try skipNewlines()
    if isZsh { return try anyFunctionBody() }
    try countNode()
    if next == .openParenthesis { return try compoundCommand(.none, wordEnd: position) }
    let (word, end) = reservedWord()
    guard word.opensCompoundCommand else { throw unexpected() }
    return try compoundCommand(word, wordEnd: end)
  }

  /// `coproc [name] command`, behind its first word; a name only stands before a compound command.
  private mutating func coprocess(into command: inout Command) throws(Abort) {
    skipBlanks()
    if let body = try compoundCommandIfAny() {
      command.kind = .coprocess(name: nil, command: body)
      return
    }
    // Only a plain name is one, so that nothing with substitutions is read twice.
    let start = position
    while next.continuesName { position += 1 }
    let name = start..<position
    if !name.isEmpty, next == .space || next == .tab || next == .openParenthesis {
      skipBlanks()
      if let body = try compoundCommandIfAny() {
        command.kind = .coprocess(name: text(name), command: body)
        return
      }
    }
    position = start
    command.kind = .coprocess(name: nil, command: try simpleCommand())
  }

  private mutating func compoundCommandIfAny() throws(Abort) -> Command? {
    if next == .openParenthesis { return try compoundCommand(.none, wordEnd: position) }
    let (word, end) = reservedWord()
    return word.opensCompoundCommand ? try compoundCommand(word, wordEnd: end) : nil
  }
}
