/// The reserved words (POSIX 2.4, and bash's).
enum ReservedWord {
  case none
  case bang, time
  case openBrace, ifWord, whileWord, untilWord, forWord, select, caseWord, function, coproc, openConditional
  case closeBrace, then, elif, elseWord, fi, doWord, done, esac, inWord

  /// Whether it begins a compound command that may be a function's body.
  var opensCompoundCommand: Bool {
    switch self {
    case .openBrace, .ifWord, .whileWord, .untilWord, .forWord, .select, .caseWord, .openConditional: true
    default: false
    }
  }

  /// Whether it ends a list.
  var closesList: Bool {
    switch self {
    case .closeBrace, .then, .elif, .elseWord, .fi, .doWord, .done, .esac, .inWord: true
    default: false
    }
  }

  init(packed: UInt64) {
    self = .none
    for (spelling, word) in Self.spellings where spelling == packed { self = word }
  }

  /// The reserved word with this spelling.
  init(_ spelling: String) {
    guard spelling.utf8.count <= 8 else {
      self = .none
      return
    }
    self.init(packed: Self.pack(spelling))
  }

  private static let spellings: [(UInt64, ReservedWord)] = [
    (pack("!"), .bang), (pack("time"), .time), (pack("{"), .openBrace), (pack("}"), .closeBrace), (pack("if"), .ifWord),
    (pack("then"), .then), (pack("elif"), .elif), (pack("else"), .elseWord), (pack("fi"), .fi),
    (pack("while"), .whileWord), (pack("until"), .untilWord), (pack("for"), .forWord), (pack("select"), .select),
    (pack("in"), .inWord), (pack("do"), .doWord), (pack("done"), .done), (pack("case"), .caseWord),
    (pack("esac"), .esac), (pack("function"), .function), (pack("coproc"), .coproc), (pack("[["), .openConditional),
  ]

  /// Eight bytes in a number, so that a word is compared at once and no string is made.
  private static func pack(_ spelling: String) -> UInt64 {
    spelling.utf8.reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension ParserState {
  /// The reserved word at the position, and the offset behind it. POSIX 2.4: it must be a whole token without quotes.
  func reservedWord() -> (word: ReservedWord, end: Int) {
    guard position != reservedWordsBlockedAt else { return (.none, position) }
    var offset = position
    var packed: UInt64 = 0
    var length = 0
    while offset < limit {
      let byte = bytes[offset]
      if (byte | 0x20) &- 97 < 26 || byte == .exclamation || byte == .openBrace || byte == .closeBrace
        || byte == .openBracket
      {
        length += 1
        if length > 8 { return (.none, position) }
        packed = packed << 8 | UInt64(byte)
        offset += 1
      } else if byte == .backslash, offset + 1 < limit, bytes[offset + 1] == .newline {
        offset += 2
      } else if ByteSet.wordEnds.contains(byte) {
        // `<(` and `>(` go on with the word.
        if byte == .less || byte == .greater, offset + 1 < limit, bytes[offset + 1] == .openParenthesis {
          return (.none, position)
        }
        break
      } else {
        return (.none, position)
      }
    }
    guard length > 0 else { return (.none, position) }
    return (ReservedWord(packed: packed), offset)
  }
}
