/// The reserved words (POSIX 2.4, and bash's).
enum ReservedWord {
  case none
  case bang, time
  case openBrace, ifWord, whileWord, untilWord, forWord, select, caseWord, function, coproc, openConditional
  case closeBrace, then, elif, elseWord, fi, doWord, done, esac, inWord, closeConditional

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
    case .closeBrace, .then, .elif, .elseWord, .fi, .doWord, .done, .esac, .inWord, .closeConditional: true
    default: false
    }
  }

  /// The reserved word whose spelling is packed into a number. The numbers stand here as such because a table of them would
  /// have to be made at every call.
  init(packed: UInt64) {
    switch packed {
    case 0x21: self = .bang  // !
    case 0x74696d65: self = .time  // time
    case 0x7b: self = .openBrace  // {
    case 0x7d: self = .closeBrace  // }
    case 0x6966: self = .ifWord  // if
    case 0x7468656e: self = .then  // then
    case 0x656c6966: self = .elif  // elif
    case 0x656c7365: self = .elseWord  // else
    case 0x6669: self = .fi  // fi
    case 0x7768696c65: self = .whileWord  // while
    case 0x756e74696c: self = .untilWord  // until
    case 0x666f72: self = .forWord  // for
    case 0x73656c656374: self = .select  // select
    case 0x696e: self = .inWord  // in
    case 0x646f: self = .doWord  // do
    case 0x646f6e65: self = .done  // done
    case 0x63617365: self = .caseWord  // case
    case 0x65736163: self = .esac  // esac
    case 0x66756e6374696f6e: self = .function  // function
    case 0x636f70726f63: self = .coproc  // coproc
    case 0x5b5b: self = .openConditional  // [[
    case 0x5d5d: self = .closeConditional  // ]]
    default: self = .none
    }
  }

  /// The reserved word with this spelling.
  init(_ spelling: String) {
    guard spelling.utf8.count <= 8 else {
      self = .none
      return
    }
    self.init(packed: Self.pack(spelling))
  }

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
        || byte == .openBracket || byte == .closeBracket
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
