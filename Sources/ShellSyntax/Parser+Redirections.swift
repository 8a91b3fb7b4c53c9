extension ParserState {
  /// Whether a redirection begins here: an operator, or a descriptor directly before one.
  var startsRedirection: Bool {
    switch next {
    case .less, .greater: peek(1) != .openParenthesis && numericRangeLength == 0
    case .ampersand: opensOutputAndError
    case .openBrace, UInt8(ascii: "0")...UInt8(ascii: "9"): descriptorEnd() != nil
    default: false
    }
  }

  /// A redirection (POSIX 2.7).
  mutating func appendRedirection(to redirections: inout [Redirection]) throws(Abort) {
    let start = position
    let descriptor = descriptor()
    try countNode()
    let (kind, isHereDocument) = redirectionOperator()
    tokenEnd = position
    skipBlanks()
    guard startsWord else { throw unexpected() }
    if isHereDocument {
      redirections.append(try hereDocument(descriptor: descriptor, stripsTabs: kind == .append, start: start))
    } else {
      try appendRedirection(kind, descriptor: descriptor, start: start, to: &redirections)
    }
  }

  private mutating func appendRedirection(
    _ kind: Redirection.Kind, descriptor: String?, start: Int, to redirections: inout [Redirection]
  ) throws(Abort) {
    let target = try word()
    redirections.append(
      Redirection(
        descriptor: descriptor, kind: resolve(kind, descriptor: descriptor, target: target), target: target,
        span: span(from: start)))
  }

  /// Reads the descriptor before a redirection operator.
  private mutating func descriptor() -> String? {
    guard next.isDigit || next == .openBrace, let end = descriptorEnd() else { return nil }
    let descriptor = next == .openBrace ? text(position + 1..<end - 1) : text(position..<end)
    position = end
    skipLineContinuations()
    return descriptor
  }

  /// `&>` in spite of line continuations.
  private var opensOutputAndError: Bool {
    var offset = position + 1
    while offset + 1 < limit, bytes[offset] == .backslash, bytes[offset + 1] == .newline { offset += 2 }
    return offset < limit && bytes[offset] == .greater
  }

  /// The end of a descriptor, `2` or `{name}`, that stands directly before a redirection operator.
  func descriptorEnd() -> Int? {
    var offset = position
    if bytes[offset] == .openBrace {
      offset += 1
      guard offset < limit, bytes[offset].startsName else { return nil }
      while offset < limit, bytes[offset].continuesName { offset += 1 }
      if offset < limit, bytes[offset] == .openBracket {
        while offset < limit, bytes[offset] != .closeBracket, !ByteSet.wordEnds.contains(bytes[offset]) { offset += 1 }
        offset += 1
      }
      guard offset < limit, bytes[offset] == .closeBrace else { return nil }
      offset += 1
    } else {
      while offset < limit, bytes[offset].isDigit { offset += 1 }
    }
    let end = offset
    while offset + 1 < limit, bytes[offset] == .backslash, bytes[offset + 1] == .newline { offset += 2 }
    guard offset < limit, bytes[offset] == .less || bytes[offset] == .greater else { return nil }
    if offset + 1 < limit, bytes[offset + 1] == .openParenthesis { return nil }
    return end
  }

  /// The operator at the position; for a here-document, `append` stands for `<<-` and `input` for `<<`.
  private mutating func redirectionOperator() -> (kind: Redirection.Kind, isHereDocument: Bool) {
    switch read() {
    case .ampersand:
      _ = read()
      let kind = accept(.greater) ? Redirection.Kind.appendOutputAndError : .outputAndError
      if isZsh { _ = accept(.bar) }
      return (kind, false)
    case .less:
      if accept(.less) {
        if accept(.less) { return (.hereString, false) }
        return (accept(.minus) ? .append : .input, true)
      }
      if accept(.ampersand) { return (.duplicateInput, false) }
      return (accept(.greater) ? .readWrite : .input, false)
    default:
      if accept(.greater) {
        acceptClobber()
        return (.append, false)
      }
      if accept(.ampersand) { return (.duplicateOutput, false) }
      if accept(.bar) { return (.clobber, false) }
      acceptClobber()
      return (.output, false)
    }
  }

  /// zsh's `>! file` and `>>| file`, which write even where a shell option forbids it. bash takes `!` for the file's name, but
  /// then nobody means a file of that name.
  private mutating func acceptClobber() {
    if isZsh, accept(.bar) { return }
    guard next == .exclamation, peek(1) == .space || peek(1) == .tab else { return }
    let start = position
    position += 1
    skipBlanks()
    if !startsWord { position = start }
  }

  /// Reads a byte of an operator.
  private mutating func read() -> UInt8 {
    let byte = next
    position += 1
    skipLineContinuations()
    return byte
  }

  private mutating func accept(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    _ = read()
    return true
  }

  /// What `>&word` means depends on the word: a descriptor, `-`, or a descriptor to move (`3-`) is duplicated, and
  /// anything else is a file. A word with expansions may name a file, so it counts as one, unless a descriptor
  /// other than 1 stands before the operator, where bash takes no file.
  private func resolve(_ kind: Redirection.Kind, descriptor: String?, target: Word) -> Redirection.Kind {
    guard kind == .duplicateOutput, descriptor == nil || descriptor == "1" else { return kind }
    guard target.parts.count == 1, case .literal(let text) = target.parts[0] else { return .outputAndError }
    var digits = text.utf8[...]
    if digits.last == .minus { digits.removeLast() }
    return digits.allSatisfy(\.isDigit) ? .duplicateOutput : .outputAndError
  }
}
