/// The pieces of plain text that every match of a regular expression contains, so that an expression is compiled only for
/// a text that has one of them.
///
/// It errs on one side: what it does not know for certain is no piece, and an expression of which it knows nothing has none.
public enum RequiredLiteral {
  /// The pieces, in lower case and in ASCII; empty where none is certain.
  ///
  /// - Parameter source: an expression as policies write it: bare, between slashes, or `/.../i`.
  public static func pieces(of source: String) -> [[UInt8]] {
    var bytes = Array(source.utf8)
    var ignoresCase = false
    let slash = UInt8(ascii: "/")
    if bytes.count > 2, bytes.first == slash {
      if bytes.last == slash {
        bytes = Array(bytes.dropFirst().dropLast())
      } else if bytes.count > 3, bytes.last == UInt8(ascii: "i"), bytes[bytes.count - 2] == slash {
        bytes = Array(bytes.dropFirst().dropLast(2))
        ignoresCase = true
      }
    }
    var scan = Scan(bytes, ignoresCase: ignoresCase)
    return scan.run() ? scan.pieces : []
  }

  /// One walk over an expression, outside of its groups and classes.
  private struct Scan {
    let bytes: [UInt8]
    let ignoresCase: Bool
    var index = 0
    var pieces: [[UInt8]] = []
    var piece: [UInt8] = []

    init(_ bytes: [UInt8], ignoresCase: Bool) {
      self.bytes = bytes
      self.ignoresCase = ignoresCase
    }

    /// False where the expression has a part that may change what another part means.
    mutating func run() -> Bool {
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\\"): if !escape() { return false }
        case UInt8(ascii: "|"): return false
        case UInt8(ascii: "("): if !group() { return false }
        case UInt8(ascii: "["): if !characterClass() { return false }
        case UInt8(ascii: "*"), UInt8(ascii: "?"):
          if !piece.isEmpty { piece.removeLast() }
          endPiece()
        case UInt8(ascii: "{"):
          if !piece.isEmpty { piece.removeLast() }
          endPiece()
          skipBounds()
        case UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "+"), UInt8(ascii: ")"),
          UInt8(ascii: "]"):
          endPiece()
        default: add(byte)
        }
      }
      endPiece()
      return true
    }

    private mutating func add(_ byte: UInt8) {
      let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
      // In either case, `k` and `s` stand for letters beyond ASCII, too.
      let isWide = ignoresCase && (lower == UInt8(ascii: "k") || lower == UInt8(ascii: "s"))
      if byte >= 0x80 || isWide { endPiece() } else { piece.append(lower) }
    }

    private mutating func endPiece() {
      if !piece.isEmpty { pieces.append(piece) }
      piece = []
    }

    /// Goes behind the rest of `{2,3}`; what is no such pair of bounds is text, of which no more is known than that.
    private mutating func skipBounds() {
      var next = index
      while next < bytes.count {
        let byte = bytes[next]
        next += 1
        if byte == UInt8(ascii: "}") { index = next }
        guard byte &- 0x30 < 10 || byte == UInt8(ascii: ",") || byte == 0x20 else { return }
      }
    }

    private mutating func escape() -> Bool {
      guard index < bytes.count else { return false }
      let byte = bytes[index]
      index += 1
      guard (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 else {
        add(byte)
        return true
      }
      endPiece()
      switch byte {
      case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "w"), UInt8(ascii: "W"), UInt8(ascii: "s"),
        UInt8(ascii: "S"), UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "h"), UInt8(ascii: "H"),
        UInt8(ascii: "v"), UInt8(ascii: "V"), UInt8(ascii: "R"), UInt8(ascii: "A"), UInt8(ascii: "z"),
        UInt8(ascii: "Z"), UInt8(ascii: "G"), UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "r"),
        UInt8(ascii: "f"), UInt8(ascii: "e"), UInt8(ascii: "a"):
        return true
      default: return false
      }
    }

    /// Goes behind the group that has just begun.
    private mutating func group() -> Bool {
      endPiece()
      var depth = 0
      repeat {
        // Before the loop an opening bracket has been passed, in it one lies before each round.
        depth += 1
        if byte(at: index) == UInt8(ascii: "*") { return false }
        if byte(at: index) == UInt8(ascii: "?"), byte(at: index + 1) != UInt8(ascii: ":") { return false }
        scan: while index < bytes.count {
          let byte = bytes[index]
          index += 1
          switch byte {
          case UInt8(ascii: "\\"):
            if self.byte(at: index) == UInt8(ascii: "Q") { return false }
            index += 1
          case UInt8(ascii: "["): if !characterClass() { return false }
          case UInt8(ascii: "("): break scan
          case UInt8(ascii: ")"):
            depth -= 1
            if depth == 0 { return true }
          default: continue
          }
        }
      } while index < bytes.count
      return false
    }

    /// Goes behind the class that has just begun.
    private mutating func characterClass() -> Bool {
      endPiece()
      if byte(at: index) == UInt8(ascii: "^") { index += 1 }
      if byte(at: index) == UInt8(ascii: "]") { index += 1 }
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "]"): return true
        case UInt8(ascii: "\\"):
          if self.byte(at: index) == UInt8(ascii: "Q") { return false }
          index += 1
        case UInt8(ascii: "["):
          guard self.byte(at: index) == UInt8(ascii: ":") else { continue }
          while index < bytes.count, !(bytes[index] == UInt8(ascii: ":") && self.byte(at: index + 1) == 0x5D) {
            index += 1
          }
          // A colon that opens nothing is an ordinary one, which this cannot tell.
          if index >= bytes.count { return false }
          index += 2
        default: continue
        }
      }
      return false
    }

    private func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
  }
}
