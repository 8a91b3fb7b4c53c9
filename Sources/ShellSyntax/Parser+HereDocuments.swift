/// A here-document whose body has not been read yet.
struct PendingHereDocument {
  /// The place of the body in `ParserState.bodies`.
  var number: Int
  /// The delimiter without its quotes.
  var delimiter: [UInt8]
  var isLiteral: Bool
  var stripsTabs: Bool
}

extension ParserState {
  /// A here-document's redirection behind its operator (POSIX 2.7.4). The body follows the next newline; until the
  /// whole text has been read, its number stands in the body's span.
  mutating func hereDocument(descriptor: String?, stripsTabs: Bool, start: Int) throws(Abort) -> Redirection {
    let wordStart = position
    var target = try word()
    let source = wordStart..<position
    let isLiteral = target.parts.contains { part in
      switch part {
      case .escaped, .singleQuoted, .ansiQuoted, .doubleQuoted: true
      default: false
      }
    }
    let isExpanded = target.parts.contains { part in
      switch part {
      case .literal, .escaped, .singleQuoted, .ansiQuoted: false
      case .doubleQuoted(let parts): parts.contains { if case .literal = $0 { false } else { true } }
      default: true
      }
    }
    // The delimiter is not expanded, so what looks like a substitution is nothing but text.
    if isExpanded { target.parts = [.literal(text(source))] }
    let number = bodies.count
    bodies.append(Word(parts: [], span: span(from: position, to: position)))
    pendingHereDocuments.append(
      PendingHereDocument(
        number: number, delimiter: Self.withoutQuotes(bytes[source]), isLiteral: isLiteral, stripsTabs: stripsTabs))
    return Redirection(
      descriptor: descriptor,
      kind: .hereDocument(
        body: Word(parts: [], span: number..<number), isLiteral: isLiteral, stripsTabs: stripsTabs),
      target: target, span: span(from: start))
  }

  /// POSIX 2.6.7 "quote removal".
  static func withoutQuotes(_ word: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var quote: UInt8 = 0
    var offset = word.startIndex
    while offset < word.endIndex {
      let byte = word[offset]
      let following = offset + 1 < word.endIndex ? word[offset + 1] : 0
      offset += 1
      if byte == .backslash, quote != .singleQuote {
        if following == .newline {
          offset += 1
          continue
        }
        let isSpecial = following == .dollar || following == .backquote || following == .backslash
        if offset < word.endIndex, quote == 0 || following == .doubleQuote || isSpecial {
          result.append(following)
          offset += 1
          continue
        }
      }
      if byte == .dollar, quote == 0, following == .singleQuote || following == .doubleQuote { continue }
      if byte == quote {
        quote = 0
      } else if quote == 0, byte == .singleQuote || byte == .doubleQuote {
        quote = byte
      } else {
        result.append(byte)
      }
    }
    return result
  }

  /// Reads the bodies of the here-documents announced on the line that has just ended.
  mutating func readHereDocuments() throws(Abort) {
    let announced = pendingHereDocuments
    let lineEnd = tokenEnd
    pendingHereDocuments = []
    for document in announced {
      let start = position
      let end = endOfBody(of: document)
      let behind = position
      try countReadAhead(behind - start, at: start)
      var body = try body(of: document, start..<end)
      // The shell ends the last line, where the text does not.
      if end == limit { Self.endLastLine(of: &body.parts) }
      bodies[document.number] = body
      position = behind
    }
    pendingHereDocuments = []
    tokenEnd = lineEnd
  }

  private static func endLastLine(of parts: inout [WordPart]) {
    guard let last = parts.last else { return }
    if case .literal(let text) = last, text.utf8.last == .newline { return }
    append(.literal("\n"), to: &parts)
  }

  /// Moves behind the delimiter's line; the end of the body. Without a delimiter, the end of the text is the end.
  private mutating func endOfBody(of document: PendingHereDocument) -> Int {
    while position < limit {
      let lineStart = position
      if document.stripsTabs { while next == .tab { position += 1 } }
      if let end = endOfDelimiter(document) {
        position = end
        return lineStart
      }
      // Where the body is expanded, a line continuation hides what the next line looks like.
      while position < limit, bytes[position] != .newline {
        position += bytes[position] == .backslash && !document.isLiteral ? 2 : 1
      }
      position = min(position + 1, limit)
    }
    return limit
  }

  /// Where the delimiter's line ends, if it begins here.
  private func endOfDelimiter(_ document: PendingHereDocument) -> Int? {
    var offset = position
    for byte in document.delimiter {
      if !document.isLiteral { offset = behindLineContinuations(offset) }
      guard offset < limit, bytes[offset] == byte else { return nil }
      offset += 1
    }
    if !document.isLiteral { offset = behindLineContinuations(offset) }
    if offset >= limit { return limit }
    if bytes[offset] == .newline { return offset + 1 }
    guard isInSubstitution else { return nil }
    // As bash does it: `$(cat <<EOF` may be closed on the delimiter's line.
    let line = bytes[offset..<limit].prefix { $0 != .newline }
    return line.contains(.closeParenthesis) ? offset : nil
  }

  private func behindLineContinuations(_ offset: Int) -> Int {
    var offset = offset
    while offset + 1 < limit, bytes[offset] == .backslash, bytes[offset + 1] == .newline { offset += 2 }
    return offset
  }

  private mutating func body(of document: PendingHereDocument, _ range: Range<Int>) throws(Abort) -> Word {
    let bodySpan = span(from: range.lowerBound, to: range.upperBound)
    if !document.stripsTabs {
      if document.isLiteral {
        return Word(parts: range.isEmpty ? [] : [.literal(text(range))], span: bodySpan)
      }
      return try expandedBody(in: range, span: bodySpan)
    }
    let (stripped, lines) = withoutTabs(range, isLiteral: document.isLiteral)
    if document.isLiteral {
      let text = String(decoding: stripped, as: UTF8.self)
      return Word(parts: text.isEmpty ? [] : [.literal(text)], span: bodySpan)
    }
    let outer = enter(stripped, positions: lines)
    let word = try expandedBody(in: 0..<stripped.count, span: bodySpan)
    leave(outer)
    return word
  }

  /// A body with its expansions (POSIX 2.7.4: as within double quotes, but for the double quotes).
  private mutating func expandedBody(in range: Range<Int>, span: Span) throws(Abort) -> Word {
    let outerLimit = limit
    let outerEndIsOpen = endIsOpen
    let outerSubstitution = isInSubstitution
    position = range.lowerBound
    limit = range.upperBound
    endIsOpen = false
    isInSubstitution = false
    var word = try operand(.hereDocument)
    limit = outerLimit
    endIsOpen = outerEndIsOpen
    isInSubstitution = outerSubstitution
    word.span = span
    return word
  }

  /// The text without the tabs at the head of its lines, and where its lines stand.
  private func withoutTabs(_ range: Range<Int>, isLiteral: Bool) -> ([UInt8], SourcePositions) {
    var stripped: [UInt8] = []
    var lines: [SourcePositions.Line] = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      while offset < range.upperBound, bytes[offset] == .tab { offset += 1 }
      lines.append(SourcePositions.Line(offset: stripped.count, source: positions.offset(offset)))
      let lineStart = offset
      while offset < range.upperBound, bytes[offset] != .newline {
        offset += bytes[offset] == .backslash && !isLiteral ? 2 : 1
      }
      offset = min(offset + 1, range.upperBound)
      stripped += bytes[lineStart..<offset]
    }
    if case .whole(let span) = positions { return (stripped, .whole(span)) }
    return (stripped, .lines(lines))
  }

  // MARK: Texts within the text

  /// What is set aside while another text is read.
  struct OuterText {
    var bytes: [UInt8]
    var position: Int
    var limit: Int
    var tokenEnd: Int
    var positions: SourcePositions
    var endIsOpen: Bool
    var pendingHereDocuments: [PendingHereDocument]
    var isInSubstitution: Bool
    var parenthesisMatches: [Int: Int]
  }

  /// Turns to another text.
  mutating func enter(_ text: [UInt8], positions: SourcePositions) -> OuterText {
    let outer = OuterText(
      bytes: bytes, position: position, limit: limit, tokenEnd: tokenEnd, positions: self.positions,
      endIsOpen: endIsOpen, pendingHereDocuments: pendingHereDocuments, isInSubstitution: isInSubstitution,
      parenthesisMatches: parenthesisMatches)
    bytes = text
    position = 0
    limit = text.count
    tokenEnd = 0
    self.positions = positions
    endIsOpen = false
    pendingHereDocuments = []
    isInSubstitution = false
    parenthesisMatches = [:]
    reservedWordsBlockedAt = -1
    return outer
  }

  /// Turns back.
  mutating func leave(_ outer: OuterText) {
    bytes = outer.bytes
    position = outer.position
    limit = outer.limit
    tokenEnd = outer.tokenEnd
    positions = outer.positions
    endIsOpen = outer.endIsOpen
    pendingHereDocuments = outer.pendingHereDocuments
    isInSubstitution = outer.isInSubstitution
    parenthesisMatches = outer.parenthesisMatches
    reservedWordsBlockedAt = -1
  }
}
