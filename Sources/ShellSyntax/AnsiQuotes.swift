extension ParserState {
  /// `$'text'` (POSIX 2.2.4), from its quote on.
  mutating func ansiQuoted() throws(Abort) -> WordPart {
    let start = position
    position += 1
    var decoded: [UInt8] = []
    var isCutOff = false
    while true {
      guard position < limit else { throw unclosed("$'", at: start) }
      let byte = bytes[position]
      position += 1
      if byte == .singleQuote { break }
      let length = decoded.count
      if byte == .backslash { try decodeEscape(to: &decoded, start: start) } else { decoded.append(byte) }
      // A shell's strings end at a zero byte.
      if decoded.count > length, decoded[length] == 0 { isCutOff = true }
      if isCutOff { decoded.removeSubrange(length...) }
    }
    return .ansiQuoted(String(decoding: decoded, as: UTF8.self))
  }

  /// One escape, behind its backslash.
  private mutating func decodeEscape(to decoded: inout [UInt8], start: Int) throws(Abort) {
    guard position < limit else { throw unclosed("$'", at: start) }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "a"): decoded.append(7)
    case UInt8(ascii: "b"): decoded.append(8)
    case UInt8(ascii: "e"), UInt8(ascii: "E"): decoded.append(27)
    case UInt8(ascii: "f"): decoded.append(12)
    case UInt8(ascii: "n"): decoded.append(10)
    case UInt8(ascii: "r"): decoded.append(13)
    case UInt8(ascii: "t"): decoded.append(9)
    case UInt8(ascii: "v"): decoded.append(11)
    case .backslash, .singleQuote, .doubleQuote, .question: decoded.append(byte)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      position -= 1
      decoded.append(UInt8(truncatingIfNeeded: number(base: 8, digits: 3) ?? 0))
    case UInt8(ascii: "x"): decodeHexadecimal(to: &decoded)
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      guard let value = number(base: 16, digits: byte == UInt8(ascii: "u") ? 4 : 8) else {
        decoded += [.backslash, byte]
        return
      }
      let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
      decoded += Array(String(Character(scalar)).utf8)
    case UInt8(ascii: "c"):
      guard position < limit, next != .singleQuote else {
        decoded += [.backslash, byte]
        return
      }
      if next == .backslash, peek(1) == .backslash { position += 1 }
      decoded.append(next == .question ? 127 : next & 0x1F)
      position += 1
    default: decoded += [.backslash, byte]
    }
  }

  /// `\xHH`, and bash's `\x{H...}` of which the last byte counts.
  private mutating func decodeHexadecimal(to decoded: inout [UInt8]) {
    let isBraced = next == .openBrace
    let start = position
    if isBraced { position += 1 }
    let value = number(base: 16, digits: isBraced ? 16 : 2)
    if isBraced, next == .closeBrace { position += 1 }
    if let value {
      decoded.append(UInt8(truncatingIfNeeded: value))
    } else {
      position = start
      decoded += [.backslash, UInt8(ascii: "x")]
    }
  }

  /// Up to so many digits as a number; nil without any.
  private mutating func number(base: UInt32, digits: Int) -> UInt32? {
    var value: UInt32 = 0
    var count = 0
    while count < digits, let digit = hexadecimalDigit(next), digit < base {
      value = (value &* base) &+ digit
      position += 1
      count += 1
    }
    return count > 0 ? value : nil
  }

  private func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    if byte.isDigit { return UInt32(byte - 48) }
    let letter = byte | 0x20
    return letter &- 97 < 6 ? UInt32(letter - 87) : nil
  }
}
