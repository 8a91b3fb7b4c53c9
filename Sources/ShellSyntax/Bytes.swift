/// The ASCII characters of the grammar, by name.
extension UInt8 {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let space = UInt8(ascii: " ")
  static let exclamation = UInt8(ascii: "!")
  static let doubleQuote = UInt8(ascii: "\"")
  static let numberSign = UInt8(ascii: "#")
  static let dollar = UInt8(ascii: "$")
  static let percent = UInt8(ascii: "%")
  static let ampersand = UInt8(ascii: "&")
  static let singleQuote = UInt8(ascii: "'")
  static let openParenthesis = UInt8(ascii: "(")
  static let closeParenthesis = UInt8(ascii: ")")
  static let asterisk = UInt8(ascii: "*")
  static let plus = UInt8(ascii: "+")
  static let comma = UInt8(ascii: ",")
  static let minus = UInt8(ascii: "-")
  static let slash = UInt8(ascii: "/")
  static let colon = UInt8(ascii: ":")
  static let semicolon = UInt8(ascii: ";")
  static let less = UInt8(ascii: "<")
  static let equals = UInt8(ascii: "=")
  static let greater = UInt8(ascii: ">")
  static let question = UInt8(ascii: "?")
  static let at = UInt8(ascii: "@")
  static let openBracket = UInt8(ascii: "[")
  static let backslash = UInt8(ascii: "\\")
  static let closeBracket = UInt8(ascii: "]")
  static let caret = UInt8(ascii: "^")
  static let underscore = UInt8(ascii: "_")
  static let backquote = UInt8(ascii: "`")
  static let openBrace = UInt8(ascii: "{")
  static let bar = UInt8(ascii: "|")
  static let closeBrace = UInt8(ascii: "}")
  static let tilde = UInt8(ascii: "~")

  var isDigit: Bool { self &- 48 < 10 }

  /// POSIX XBD 3.216 "name": its first character.
  var startsName: Bool { (self | 0x20) &- 97 < 26 || self == .underscore }

  var continuesName: Bool { startsName || isDigit }
}

/// A set of ASCII bytes.
struct ByteSet {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ members: StaticString) {
    for scalar in members.description.utf8 {
      if scalar < 64 { low |= 1 << UInt64(scalar) } else { high |= 1 << UInt64(scalar & 63) }
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    if byte < 64 { return (low >> UInt64(byte)) & 1 != 0 }
    return byte < 128 && (high >> UInt64(byte & 63)) & 1 != 0
  }

  /// POSIX 2.3: what delimits a word when it is not quoted; and the byte beyond the end.
  static let wordEnds = ByteSet(" \t\n|&;()<>\0")
  /// The characters operators begin with.
  static let operators = ByteSet("|&;()<>")
  /// The characters that may go on with a redirection operator; zsh's `>!` is one.
  static let operatorTails = ByteSet("<>&|-!")
  /// The special parameters (POSIX 2.5.2).
  static let specialParameters = ByteSet("@*#?-$!")
  /// What zsh's glob qualifiers are written with, but for those that run code (`e`, `+`).
  static let globQualifiers = ByteSet("abcdfghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./@=*%-^~:,[]_")
}
