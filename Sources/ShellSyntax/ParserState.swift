/// Leaves the parser; what was wrong is kept in `ParserState.failure`, so that this travels for free.
struct Abort: Error {}

/// The text, the place in it, and what the grammar needs to remember between two tokens. It cannot be copied, since a
/// copy in each of many nested calls is what would fill a stack.
struct ParserState: ~Copyable {
  /// The text being read: the whole source, or the unescaped text of a backquoted part.
  var bytes: [UInt8]
  var position = 0
  /// Where reading ends: the end of `bytes`, or of the here-document body being read.
  var limit: Int
  /// The end of the last token, before the blanks behind it.
  var tokenEnd = 0
  /// What offsets in `bytes` are in the source.
  var positions = SourcePositions.identity
  /// Whether the end of `bytes` is the end of the source, so that more text could follow.
  var endIsOpen = true

  var depth = 0
  var nodes = 0
  let bounds: ParserBounds
  /// Whether zsh's forms are read, too.
  let isZsh: Bool
  /// How many `{` are open, whose `}` zsh sees also behind a command's words.
  var openBraces = 0
  /// Whether zsh's patterns stand here where none is taken for file names, or where words are no arguments.
  var patternPlace = PatternPlace.command
  /// How many of zsh's `foreach` are open, which make `end` a reserved word.
  var openForeach = 0

  /// Here-documents whose operator was read on this line.
  var pendingHereDocuments: [PendingHereDocument] = []
  /// The bodies by number; the redirections in the tree hold the number until the end.
  var bodies: [Word] = []
  /// Whether a `)` ends the list being read, which also lets it end a here-document (as bash does).
  var isInSubstitution = false
  /// Where no reserved word is recognised: behind a compound command's redirections.
  var reservedWordsBlockedAt = -1

  /// For each parenthesis looked at, the one that closes it, or -1.
  var parenthesisMatches: [Int: Int] = [:]
  private var bytesReadAhead = 0

  private let source: [UInt8]
  private(set) var failure: SyntaxError?

  init(_ source: [UInt8], bounds: ParserBounds, isZsh: Bool) {
    self.isZsh = isZsh
    bytes = source
    limit = source.count
    self.source = source
    self.bounds = bounds
  }

  // MARK: Bytes

  /// The next byte, or 0 at the end.
  var next: UInt8 { position < limit ? bytes[position] : 0 }

  /// The byte so many behind the next one, or 0.
  func peek(_ distance: Int) -> UInt8 {
    let index = position + distance
    return index < limit ? bytes[index] : 0
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// The length of the UTF-8 sequence at an offset.
  func scalarLength(at offset: Int) -> Int {
    var end = offset + 1
    while end < limit, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return end - offset
  }

  /// POSIX 2.2.1: a backslash before a newline joins two lines, also inside an operator.
  mutating func skipLineContinuations() {
    while next == .backslash, peek(1) == .newline { position += 2 }
  }

  /// Moves to the next token: over blanks, line continuations and a comment (POSIX 2.3, rules 7 to 9).
  mutating func skipBlanks() {
    while true {
      switch next {
      case .space, .tab: position += 1
      case .backslash where peek(1) == .newline: position += 2
      case .numberSign:
        while position < limit, bytes[position] != .newline { position += 1 }
        return
      default: return
      }
    }
  }

  /// POSIX grammar `linebreak`: moves over blanks, comments and newlines.
  mutating func skipNewlines() throws(Abort) {
    while true {
      skipBlanks()
      // zsh makes no difference between the two.
      if isZsh, next == .semicolon, !isCaseTerminator {
        position += 1
        continue
      }
      guard next == .newline else { return }
      try newline()
    }
  }

  /// Reads a newline token, and with it the here-documents announced on its line (POSIX 2.7.4).
  mutating func newline() throws(Abort) {
    position += 1
    if !pendingHereDocuments.isEmpty { try readHereDocuments() }
  }

  /// Reads so many bytes as a token.
  mutating func advance(_ count: Int = 1) {
    position += count
    tokenEnd = position
  }

  // MARK: Spans and bounds

  func span(from start: Int, to end: Int) -> Span {
    if case .identity = positions { return start..<max(start, end) }
    return positions.span(from: start, to: end)
  }

  func span(from start: Int) -> Span { span(from: start, to: tokenEnd) }

  /// Counts a node of the tree.
  mutating func countNode() throws(Abort) {
    nodes += 1
    if nodes > bounds.nodes { throw bound("more than \(bounds.nodes) words and commands", at: position) }
  }

  /// Enters a construct that may hold itself.
  mutating func descend() throws(Abort) {
    depth += 1
    if depth > bounds.depth { throw bound("more than \(bounds.depth) constructs inside each other", at: position) }
  }

  mutating func ascend() { depth -= 1 }

  /// Counts text that is read once more: to find what closes it, or as a here-document's body within another's. The
  /// bound keeps the time linear.
  mutating func countReadAhead(_ count: Int, at offset: Int) throws(Abort) {
    bytesReadAhead += count
    if bytesReadAhead > 16 * source.count + 4096 { throw bound("too much text inside other text", at: offset) }
  }

  // MARK: Errors

  mutating func bound(_ message: String, at offset: Int) -> Abort {
    record(message, at: offset, isIncomplete: false, isBound: true)
  }

  mutating func fail(_ message: String, at offset: Int) -> Abort {
    record(message, at: offset, isIncomplete: false, isBound: false)
  }

  /// The next token has no place here. At the end of the text, more text could give it one.
  mutating func unexpected(expected: String? = nil) -> Abort {
    let behind = expected.map { ", expected \"\($0)\"" } ?? ""
    if position >= limit {
      return record("unexpected end of input\(behind)", at: limit, isIncomplete: endIsOpen, isBound: false)
    }
    if next == .newline { return fail("unexpected newline\(behind)", at: position) }
    return fail("unexpected \"\(tokenText())\"\(behind)", at: position)
  }

  /// A quote or bracket that nothing closes.
  mutating func unclosed(_ opener: String, at offset: Int) -> Abort {
    record("unclosed \(opener)", at: offset, isIncomplete: endIsOpen, isBound: false)
  }

  private mutating func record(_ message: String, at offset: Int, isIncomplete: Bool, isBound: Bool) -> Abort {
    let offset = positions.offset(offset)
    var line = 1
    var lineStart = 0
    for index in 0..<min(offset, source.count) where source[index] == .newline {
      line += 1
      lineStart = index + 1
    }
    failure = SyntaxError(
      message: message, offset: offset, line: line, column: offset - lineStart + 1, isIncomplete: isIncomplete,
      isBound: isBound)
    return Abort()
  }

  /// The token at the position, for a message.
  private func tokenText() -> String {
    var end = position
    if ByteSet.operators.contains(bytes[end]) {
      while end < limit, end - position < 3, bytes[end] == bytes[position] || bytes[end] == .ampersand { end += 1 }
      if bytes[position] == .openParenthesis || bytes[position] == .closeParenthesis { end = position + 1 }
    } else {
      while end < limit, end - position < 40, !ByteSet.wordEnds.contains(bytes[end]) { end += 1 }
      while end < limit, bytes[end] & 0xC0 == 0x80 { end += 1 }
    }
    return text(position..<max(end, position + 1))
  }
}

/// What offsets in the text being read are in the source.
enum SourcePositions {
  /// The text is the source.
  case identity
  /// The text was unescaped before it was read, so all of it stands at one place.
  case whole(Span)
  /// The text has lost the tabs at the head of its lines.
  case lines([Line])

  struct Line {
    var offset: Int
    var source: Int
  }

  func offset(_ offset: Int) -> Int {
    switch self {
    case .identity: return offset
    case .whole(let span): return span.lowerBound
    case .lines(let lines):
      var low = 0
      var high = lines.count - 1
      while low < high {
        let middle = (low + high + 1) / 2
        if lines[middle].offset <= offset { low = middle } else { high = middle - 1 }
      }
      guard low < lines.count else { return offset }
      return lines[low].source + (offset - lines[low].offset)
    }
  }

  func span(from start: Int, to end: Int) -> Span {
    if case .whole(let span) = self { return span }
    let first = offset(start)
    // The end is measured from the last byte, since the byte behind it may stand beyond a removed tab.
    return first..<(end > start ? max(first, offset(end - 1) + 1) : first)
  }
}
