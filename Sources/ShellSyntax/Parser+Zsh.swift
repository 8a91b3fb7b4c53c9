/// What zsh's grammar has beside bash's (zsh's manual, "Shell Grammar", "Alternate Forms For Complex Commands", "Filename
/// Generation"). The tree has no nodes of its own for it: a form becomes the one of bash that does the same.
extension ParserState {
  /// What words a pattern stands among.
  enum PatternPlace {
    /// Those of a command, where `<` may redirect and qualifiers may follow a pattern.
    case command
    /// Those of a list, where nothing redirects.
    case list
    /// A pattern that a text is matched against, where there are no qualifiers either.
    case match
  }

  /// Whether this word stands here, whole and without quotes.
  func standsHere(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard position + length <= limit, ByteSet.wordEnds.contains(peek(length)) else { return false }
    var offset = position
    for byte in word.description.utf8 {
      if bytes[offset] != byte { return false }
      offset += 1
    }
    return true
  }

  /// Reads this word, if it stands here.
  private mutating func take(_ word: StaticString) -> Bool {
    guard standsHere(word) else { return false }
    advance(word.utf8CodeUnitCount)
    return true
  }

  /// Whether an argument begins here, which may be a pattern in parentheses.
  var startsArgument: Bool { startsWord || (isZsh && next == .openParenthesis && !isEmptyGroup) }

  /// Whether a `}` stands here that closes a group behind a command's words.
  var closesBrace: Bool { next == .closeBrace && openBraces > 0 && ByteSet.wordEnds.contains(peek(1)) }

  // MARK: Commands

  /// Whether a command begins here that bash does not know.
  var startsZshCommand: Bool {
    switch next {
    case .openParenthesis: isEmptyGroup
    case UInt8(ascii: "r"): standsHere("repeat")
    case UInt8(ascii: "f"): standsHere("foreach")
    default: false
    }
  }

  /// `repeat word body`, `foreach name (words) list end`, `() body words`.
  mutating func zshCommand(into command: inout Command) throws(Abort) {
    if take("repeat") {
      try repeatLoop(into: &command)
    } else if take("foreach") {
      try foreach(into: &command)
    } else {
      try anonymousFunction(into: &command)
    }
  }

  /// `repeat count body` is `for ((_repeat = 0; _repeat < count; _repeat++))`.
  private mutating func repeatLoop(into command: inout Command) throws(Abort) {
    skipBlanks()
    guard startsWord else { throw unexpected() }
    let count = try word()
    skipBlanks()
    if next == .semicolon, !isCaseTerminator { position += 1 }
    try skipNewlines()
    let body = try loopBody()
    func expression(_ text: String, _ more: [WordPart] = []) -> Word {
      var parts: [WordPart] = [.literal(text)]
      for part in more { Self.append(part, to: &parts) }
      return Word(parts: parts, span: count.span)
    }
    command.kind = .arithmeticFor(
      start: expression("_repeat=0"), test: expression("_repeat<", count.parts), step: expression("_repeat++"),
      body: body)
  }

  private mutating func foreach(into command: inout Command) throws(Abort) {
    let (name, words) = try loopHead()
    if standsHere("do") || reservedWord().word == .openBrace {
      command.kind = .forClause(name: name, words: words, body: try loopBody())
      return
    }
    openForeach += 1
    let body = try compoundList(expected: "end")
    openForeach -= 1
    guard take("end") else { throw unexpected(expected: "end") }
    command.kind = .forClause(name: name, words: words, body: body)
  }

  /// `() body words` and `function body words`: a function that is called where it stands, as a group that defines it and
  /// calls it.
  mutating func anonymousFunction(into command: inout Command) throws(Abort) {
    let start = position
    if next == .openParenthesis, isEmptyGroup {
      advance()
      skipBlanks()
      advance()
    }
    let function = Command(kind: .function(name: "_anonymous", body: try functionBody()), span: span(from: start))
    let arguments = try words()
    let span = span(from: start)
    let call = SimpleCommand(
      assignments: [], words: [Word(parts: [.literal("_anonymous")], span: span)] + arguments, redirections: [],
      span: span)
    command.kind = .group(
      Script(
        statements: [Self.statement(function), Self.statement(Command(kind: .simple(call), span: span))], span: span))
  }

  /// A function's body, which may be any command in zsh.
  mutating func anyFunctionBody() throws(Abort) -> Command {
    let body = try command()
    guard case .simple = body.kind else { return body }
    return Command(kind: .group(Script(statements: [Self.statement(body)], span: body.span)), span: body.span)
  }

  private static func statement(_ command: Command) -> Statement {
    let pipeline = Pipeline(
      isNegated: false, isTimed: false, commands: [command], pipesStandardError: [], span: command.span)
    return Statement(first: pipeline, rest: [], isBackground: false, span: command.span)
  }

  /// `{ list } always { list }`, behind the first list's brace: a group of two groups.
  mutating func alwaysList(behind body: Script) throws(Abort) -> Script {
    skipBlanks()
    guard take("always") else { return body }
    try expect(.openBrace, "{")
    let last = try groupBody()
    let span = body.span.lowerBound..<max(body.span.upperBound, last.span.upperBound)
    let groups = [body, last].map { Self.statement(Command(kind: .group($0), span: $0.span)) }
    return Script(statements: groups, span: span)
  }

  /// What follows the condition of an `if` without `then`: `{ list }` with its `elif` and `else`, or one AND-OR list. False
  /// where `then` follows.
  mutating func zshBranch(
    _ condition: Script, to branches: inout [Command.Branch], otherwise: inout Script?
  ) throws(Abort) -> Bool {
    var condition = condition
    while true {
      skipBlanks()
      let (word, end) = reservedWord()
      if word == .then { return false }
      if word != .openBrace {
        branches.append(Command.Branch(condition: condition, body: try shortList()))
        return true
      }
      advance(end - position)
      branches.append(Command.Branch(condition: condition, body: try groupBody()))
      skipBlanks()
      let (next, nextEnd) = reservedWord()
      if next == .elif {
        advance(nextEnd - position)
        condition = try compoundList(expected: "{")
        continue
      }
      if next == .elseWord {
        advance(nextEnd - position)
        otherwise = try loopBody()
      }
      return true
    }
  }

  /// `(words)` behind the name of a `for`.
  mutating func parenthesisedWords() throws(Abort) -> [Word] {
    let start = position
    advance()
    let outerPlace = patternPlace
    patternPlace = .list
    var words: [Word] = []
    while true {
      try skipNewlines()
      if next == .closeParenthesis { break }
      if position >= limit { throw unclosed("(", at: start) }
      guard startsArgument else { throw unexpected() }
      try appendWord(to: &words)
    }
    patternPlace = outerPlace
    advance()
    skipBlanks()
    if next == .semicolon, !isCaseTerminator { position += 1 }
    try skipNewlines()
    return words
  }

  // MARK: Conditions

  /// One term of `[[ ]]`, whose operators modules may add to: operands up to what joins it to the next one.
  mutating func zshConditionalTerm(into words: inout [Word]) throws(Abort) {
    if next == .openParenthesis {
      try descend()
      words.append(operatorWord(length: 1))
      try conditionalExpression(into: &words)
      guard next == .closeParenthesis else { throw unexpected(expected: ")") }
      words.append(operatorWord(length: 1))
      ascend()
      return
    }
    let outerPlace = patternPlace
    patternPlace = .match
    let count = words.count
    var isExpression = false
    while true {
      skipBlanks()
      if isConditionalEnd { break }
      if (next == .less || next == .greater) && !startsWord {
        words.append(operatorWord(length: 1))
        continue
      }
      guard startsArgument else { break }
      let start = position
      let word = try operand(isExpression ? .regularExpression : .word)
      guard position > start else { throw unexpected() }
      tokenEnd = position
      isExpression = word.parts == [.literal("=~")]
      words.append(word)
    }
    patternPlace = outerPlace
    if words.count == count { throw unexpected() }
  }

  // MARK: Patterns

  /// Whether the parenthesis here is closed at once, as a function's is.
  var isEmptyGroup: Bool {
    var distance = 1
    while peek(distance) == .space || peek(distance) == .tab { distance += 1 }
    return peek(distance) == .closeParenthesis
  }

  /// Whether the `(` behind a `=` opens `=(list)`, the name of a file with what the list prints.
  func opensTemporaryFile(wordStart: Int) -> Bool { position == wordStart + 1 && bytes[wordStart] == .equals }

  /// Whether the `(` opens `(a|b)`, and not qualifiers that run code, which no tree shows.
  func opensGroup(wordStart: Int) -> Bool {
    !isEmptyGroup && qualifierLength(wordStart: wordStart) == 0 && (patternPlace == .match || !opensCode)
  }

  /// The length of glob qualifiers behind a pattern, `*.txt(N)` or `**/*(.om[1,3])`, that only choose among what it matches.
  func qualifierLength(wordStart: Int) -> Int {
    guard position > wordStart, patternPlace != .match else { return 0 }
    var offset = position + 1
    while offset < limit, offset - position < 64 {
      let isNumber = bytes[offset] == .plus && offset + 1 < limit && bytes[offset + 1].isDigit
      guard isNumber || ByteSet.globQualifiers.contains(bytes[offset]) else { break }
      offset += 1
    }
    guard offset < limit, bytes[offset] == .closeParenthesis, offset > position + 1 else { return 0 }
    return offset + 1 < limit && !ByteSet.wordEnds.contains(bytes[offset + 1]) ? 0 : offset + 1 - position
  }

  /// Whether what is in parentheses may be a qualifier that runs code: `(e:'code':)` or `(+function)`.
  private var opensCode: Bool {
    var offset = position + 1
    var depth = 0
    while offset < limit, offset - position < 256 {
      let byte = bytes[offset]
      switch byte {
      case .openParenthesis: depth += 1
      case .closeParenthesis:
        if depth == 0 { return false }
        depth -= 1
      case .plus where offset + 1 < limit && bytes[offset + 1].startsName: return true
      case .openBracket:
        offset = bytes[offset..<min(limit, offset + 256)].firstIndex(of: .closeBracket) ?? offset
      case UInt8(ascii: "e") where offset + 1 < limit:
        let delimiter = bytes[offset + 1]
        if delimiter.continuesName || delimiter == .bar || delimiter == .closeParenthesis { break }
        let end = bytes[(offset + 2)..<min(limit, offset + 256)].firstIndex {
          $0 == delimiter || $0 == .closeParenthesis
        }
        if let end, bytes[end] == delimiter { return true }
      default: break
      }
      offset += 1
    }
    return false
  }

  /// Whether the `(` at the head of a case item opens a part of its first pattern, `(a|b)*)`, and not the item itself.
  var opensGroupOfPattern: Bool {
    var offset = position
    var depth = 0
    repeat {
      switch bytes[offset] {
      case .backslash: offset += 1
      case .openParenthesis: depth += 1
      case .closeParenthesis: depth -= 1
      case .newline: return false
      default: break
      }
      offset += 1
    } while depth > 0 && offset < limit && offset - position < 1024
    guard depth == 0, offset < limit else { return false }
    if !ByteSet.wordEnds.contains(bytes[offset]) || bytes[offset] == .openParenthesis { return true }
    while offset < limit, bytes[offset] == .space || bytes[offset] == .tab { offset += 1 }
    return offset < limit && (bytes[offset] == .closeParenthesis || bytes[offset] == .bar)
  }

  /// The length of `<1-9>`, which matches the numbers in between, where bash could not take it for two redirections.
  var numericRangeLength: Int {
    guard isZsh, next == .less else { return 0 }
    var distance = 1
    while peek(distance).isDigit { distance += 1 }
    guard peek(distance) == .minus else { return 0 }
    distance += 1
    while peek(distance).isDigit { distance += 1 }
    guard peek(distance) == .greater else { return 0 }
    if patternPlace != .command || peek(distance + 1) == .openParenthesis { return distance + 1 }
    var behind = distance + 1
    while peek(behind) == .space || peek(behind) == .tab { behind += 1 }
    if behind > distance + 1, peek(behind) == .closeBracket { return distance + 1 }
    switch peek(behind) {
    case 0, .newline, .closeParenthesis, .semicolon, .bar, .ampersand: return distance + 1
    default: return 0
    }
  }

  // MARK: Parameters

  /// `$name[subscript]` and `$+name`, from behind the `$`: as `${(@)name[subscript]}` and `${+name}`.
  mutating func appendZshParameter(start: Int, isQuoted: Bool, to parts: inout [WordPart]) throws(Abort) -> Bool {
    let textStart = position
    var nameStart = position
    while nameStart < limit, Self.flags.contains(bytes[nameStart]) { nameStart += 1 }
    var end = nameStart
    while end < limit, end == nameStart ? bytes[end].startsName : bytes[end].continuesName { end += 1 }
    let hasSubscript = end < limit && bytes[end] == .openBracket
    guard end > nameStart, hasSubscript || nameStart > textStart else { return false }
    position = end
    if !hasSubscript, nameStart == textStart + 1, bytes[textStart] == .numberSign {
      let name = self.text(nameStart..<end)
      let span = span(from: start, to: end)
      parts.append(.parameter(ParameterExpansion(name: name, operation: .length, span: span)))
      return true
    }
    var text = (hasSubscript ? "(@)" : "") + self.text(textStart..<end)
    var inner: [WordPart] = [.literal(text)]
    if hasSubscript {
      try descend()
      position += 1
      let word = try operand(isQuoted ? .quotedSubscript : .subscriptOfAssignment)
      guard next == .closeBracket else { throw unclosed("[", at: end) }
      position += 1
      ascend()
      inner = [.literal(text + "[")]
      for part in word.parts { Self.append(part, to: &inner) }
      Self.append(.literal("]"), to: &inner)
      text += self.text(end..<position)
    }
    let span = span(from: start, to: position)
    var parameter = ParameterExpansion(name: "", operation: .other(text), span: span)
    parameter.inner = Word(parts: inner, span: span)
    parts.append(.parameter(parameter))
    return true
  }

  /// Whether `+name` or the like stands behind a `$`.
  func startsZshParameter(at offset: Int) -> Bool {
    guard Self.flags.contains(bytes[offset]) else { return false }
    var offset = offset
    while offset < limit, Self.flags.contains(bytes[offset]) { offset += 1 }
    return offset < limit && bytes[offset].startsName
  }

  private static let flags = ByteSet("+=~^#")
}
