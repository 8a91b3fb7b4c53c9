import HookModel

/// Something in a value that is not known.
struct Unknown: Equatable {
  /// What it is, in words: `the value of $X`.
  var what: String
  /// Where it comes from.
  var source = Source.elsewhere
  /// Whether it is certainly not empty (`${X:?}`, a name that `ls` prints).
  var isNonEmpty = false
  /// Whether it stands for any number of words, as `$X` without quotes does.
  var isList = false

  /// Where something unknown comes from.
  enum Source: Equatable {
    case elsewhere
    /// A download.
    case fetched
    /// Decoded from something that is not in sight.
    case decoded
    /// Made by code that is in sight, but too much for a small scan. A program's name may well come from there, code does not.
    case computed
    /// The content of a file (absolute).
    case file(String)
    /// The name of a file below a folder (absolute; nil where that is unknown), as `ls` and `find` print it, and the patterns of
    /// which it matches one; none where it can be any name.
    case name(under: String?, named: [String] = [])
  }
}

/// Texts with holes. A value of the shell is an ordinary `String` in which each unknown part is written as a marker and
/// a number, so that joining, splitting and passing on values needs nothing that strings do not have, and an unknown part goes
/// wherever a known one would: through variables, quotes, pipes, and code that is parsed again.
///
/// The marker is a noncharacter, which Unicode reserves for a program's own use; a script that contains it is refused.
enum Hole {
  /// U+FDD0 in UTF-8.
  static let marker: (UInt8, UInt8, UInt8) = (0xEF, 0xB7, 0x90)
  /// The bytes of one hole: the marker and a scalar of the private use area that carries the number.
  static let width = 6
  /// How many holes can be told apart.
  static let limit = 6_000

  /// The text of the hole with a number.
  static func text(_ number: Int) -> String {
    let code = 0xE000 + min(number, limit)
    let scalar = [UInt8(0xE0 | code >> 12), UInt8(0x80 | code >> 6 & 0x3F), UInt8(0x80 | code & 0x3F)]
    return String(decoding: [marker.0, marker.1, marker.2] + scalar, as: UTF8.self)
  }

  /// The offset of the first hole at or behind `start`, in bytes.
  static func first(in text: some Collection<UInt8>) -> Int? {
    var offset = 0
    var matched = 0
    for byte in text {
      switch (matched, byte) {
      case (_, marker.0): matched = 1
      case (1, marker.1): matched = 2
      case (2, marker.2): return offset - 2
      default: matched = 0
      }
      offset += 1
    }
    return nil
  }

  /// Whether the text has a hole.
  static func isIn(_ text: String) -> Bool {
    let mayBe = unsafe text.withBytes { bytes in
      for index in bytes.indices where unsafe bytes[index] == marker.0 { return true }
      return false
    }
    return mayBe && first(in: text.utf8) != nil
  }

  /// Whether the text is one hole and nothing else.
  static func isWhole(_ text: String) -> Bool { text.utf8.count == width && first(in: text.utf8) == 0 }

  /// The number of the hole that begins `text`.
  static func number(_ text: Substring.UTF8View) -> Int {
    let bytes = Array(text.prefix(width))
    guard bytes.count == width else { return limit }
    let code = Int(bytes[3] & 0x0F) << 12 | Int(bytes[4] & 0x3F) << 6 | Int(bytes[5] & 0x3F)
    return code - 0xE000
  }

  /// The pieces of a text: known text, and the numbers of its holes.
  static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Substring(text).utf8
    while let offset = first(in: rest) {
      let start = rest.index(rest.startIndex, offsetBy: offset)
      if offset > 0 { pieces.append(.known(String(Substring(rest[..<start])))) }
      pieces.append(.hole(number(rest[start...])))
      rest = rest[start...].dropFirst(width)
    }
    if !rest.isEmpty { pieces.append(.known(String(Substring(rest)))) }
    return pieces
  }

  /// One piece of a text.
  enum Piece: Equatable {
    case known(String)
    case hole(Int)
  }
}
