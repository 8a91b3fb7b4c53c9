extension ParserState {
  /// The name behind `$` or `${`: a name, or one digit, or a special parameter (POSIX 2.5).
  mutating func parameterName() -> String {
    let start = position
    if !next.startsName {
      position += 1
      return text(start..<position)
    }
    while next.continuesName { position += 1 }
    var name = text(start..<position)
    // POSIX 2.2.1: the name goes on behind a line continuation.
    while next == .backslash, peek(1) == .newline {
      let end = position
      skipLineContinuations()
      guard next.continuesName else {
        position = end
        break
      }
      let more = position
      while next.continuesName { position += 1 }
      name += text(more..<position)
    }
    return name
  }

  /// `${...}` (POSIX 2.6.2), from the brace on.
  mutating func appendBracedParameter(start: Int, isQuoted: Bool, to parts: inout [WordPart]) throws(Abort) {
    try descend()
    position += 1
    skipLineContinuations()
    if next == .space || next == .tab || next == .newline || next == .bar {
      try appendBracedCommand(start: start, to: &parts)
    } else {
      var parameter = ParameterExpansion(name: "", operation: .value, span: start..<start)
      try braced(&parameter, start: start, isQuoted: isQuoted)
      parameter.span = span(from: start, to: position)
      parts.append(.parameter(parameter))
    }
    ascend()
  }

  /// `${ list; }`, the command substitution of ksh and newer shells; older ones refuse it when they come to it.
  private mutating func appendBracedCommand(start: Int, to parts: inout [WordPart]) throws(Abort) {
    if next == .bar { position += 1 }
    let outerDocuments = pendingHereDocuments
    pendingHereDocuments = []
    let script = try list()
    skipBlanks()
    guard next == .closeBrace else { throw unexpected(expected: "}") }
    position += 1
    pendingHereDocuments = outerDocuments + pendingHereDocuments
    parts.append(.command(script, isBackquoted: false))
  }

  /// What stands between the braces. What this does not know is read over as a word.
  private mutating func braced(
    _ parameter: inout ParameterExpansion, start: Int, isQuoted: Bool
  ) throws(Abort) {
    let contentStart = position
    let isLength = prefix(.numberSign)
    if !isLength, prefix(.exclamation) { parameter.isIndirect = true }
    if parameterNameStarts {
      parameter.name = bracedName()
      skipLineContinuations()
      if next == .openBracket { try parameterSubscript(of: &parameter) }
      skipLineContinuations()
      if isLength {
        if next == .closeBrace { parameter.operation = .length }
      } else if next != .closeBrace {
        try operation(of: &parameter, isQuoted: isQuoted)
      } else if parameter.isIndirect, isWholeArray(parameter.subscriptWord) {
        parameter.isIndirect = false
        parameter.operation = .keys
      }
    }
    let isUnderstood = next == .closeBrace && !parameter.name.isEmpty && (!isLength || parameter.operation == .length)
    if !isUnderstood {
      parameter.inner = try operand(isQuoted ? .quotedOperand : .operand)
    }
    guard next == .closeBrace else { throw unclosed("${", at: start) }
    if !isUnderstood { parameter.operation = .other(text(contentStart..<position)) }
    position += 1
  }

  /// Whether `#` asks for a length here, or `!` for indirection; either may also be a parameter itself. Moves behind it.
  private mutating func prefix(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    let first = distance(behindLineContinuationsAt: 1)
    let second = distance(behindLineContinuationsAt: first + 1)
    let isSpecial = ByteSet.specialParameters.contains(peek(first)) && peek(second) == .closeBrace
    guard peek(first).continuesName || isSpecial || peek(first) == .at || peek(first) == .asterisk else { return false }
    position += first
    return true
  }

  /// Whether a parameter's name begins here. In `${${x}}`, which zsh knows, the second `$` is none.
  private var parameterNameStarts: Bool {
    if next == .dollar {
      return peek(1) != .openBrace && peek(1) != .openParenthesis && !peek(1).continuesName
    }
    return next.continuesName || ByteSet.specialParameters.contains(next)
  }

  /// Within braces, a number may have several digits.
  private mutating func bracedName() -> String {
    guard next.isDigit else { return parameterName() }
    let start = position
    while next.isDigit { position += 1 }
    return text(start..<position)
  }

  private mutating func parameterSubscript(of parameter: inout ParameterExpansion) throws(Abort) {
    position += 1
    parameter.subscriptWord = try operand(.subscriptOfParameter)
    if next == .closeBracket { position += 1 } else { parameter.name = "" }
  }

  private func isWholeArray(_ word: Word?) -> Bool {
    guard let word, word.parts.count == 1, case .literal(let text) = word.parts[0] else { return false }
    return text == "@" || text == "*"
  }

  // MARK: Operators

  private mutating func operation(of parameter: inout ParameterExpansion, isQuoted: Bool) throws(Abort) {
    let byte = next
    switch byte {
    case .colon:
      position += 1
      skipLineContinuations()
      switch next {
      case .minus, .equals, .question, .plus:
        parameter.operation = try defaultOperation(emptyCounts: true, isQuoted: isQuoted)
      default: parameter.operation = try substring()
      }
    case .minus, .equals, .question, .plus:
      parameter.operation = try defaultOperation(emptyCounts: false, isQuoted: isQuoted)
    case .numberSign:
      let longest = readTwice(byte)
      parameter.operation = .removePrefix(try operand(.pattern), longest: longest)
    case .percent:
      let longest = readTwice(byte)
      parameter.operation = .removeSuffix(try operand(.pattern), longest: longest)
    case .slash: parameter.operation = try replacement()
    case .caret, .comma, .tilde:
      let symbol = String(Unicode.Scalar(byte))
      let spelling = readTwice(byte) ? symbol + symbol : symbol
      parameter.operation = .changeCase(spelling, next == .closeBrace ? nil : try operand(.pattern))
    case .at, .asterisk: transformation(of: &parameter)
    default: break
    }
  }

  /// Reads an operator that may be doubled.
  private mutating func readTwice(_ byte: UInt8) -> Bool {
    position += 1
    skipLineContinuations()
    guard next == byte else { return false }
    position += 1
    return true
  }

  /// POSIX 2.6.2: use a default, assign it, indicate an error, or use an alternative.
  private mutating func defaultOperation(
    emptyCounts: Bool, isQuoted: Bool
  ) throws(Abort) -> ParameterExpansion.Operation {
    let byte = next
    position += 1
    let word = try operand(isQuoted ? .quotedOperand : .operand)
    switch byte {
    case .minus: return .defaultValue(word, emptyCounts: emptyCounts)
    case .equals: return .assignDefault(word, emptyCounts: emptyCounts)
    case .question: return .errorIfUnset(word, emptyCounts: emptyCounts)
    default: return .alternative(word, emptyCounts: emptyCounts)
    }
  }

  private mutating func substring() throws(Abort) -> ParameterExpansion.Operation {
    let offset = try operand(.substringOffset)
    guard next == .colon else { return .substring(offset: offset, length: nil) }
    position += 1
    return .substring(offset: offset, length: try operand(.quotedOperand))
  }

  private mutating func replacement() throws(Abort) -> ParameterExpansion.Operation {
    position += 1
    skipLineContinuations()
    var kind = ParameterExpansion.Replacement.first
    switch next {
    case .slash: kind = .all
    case .numberSign: kind = .prefix
    case .percent: kind = .suffix
    default: break
    }
    if kind != .first { position += 1 }
    // A slash at the head of the pattern belongs to it behind `//`; behind `/#` and `/%` the pattern may be empty.
    let isEmpty = kind != .all && next == .slash
    let pattern = isEmpty ? Word(parts: [], span: span(from: position, to: position)) : try operand(.replacedPattern)
    guard next == .slash else { return .replace(pattern: pattern, with: nil, kind) }
    position += 1
    return .replace(pattern: pattern, with: try operand(.pattern), kind)
  }

  /// `${x@Q}`, and the names in `${!prefix@}` and `${!prefix*}`.
  private mutating func transformation(of parameter: inout ParameterExpansion) {
    if parameter.isIndirect, peek(1) == .closeBrace {
      position += 1
      parameter.isIndirect = false
      parameter.operation = .names
    } else if next == .at, (peek(1) | 0x20) &- 97 < 26, peek(2) == .closeBrace {
      parameter.operation = .transform(text(position + 1..<position + 2))
      position += 2
    }
  }
}
