/// A name that is looked up in a large table of literals: `switch LookupName(program) { case "rm": ... }`.
///
/// A `switch` over a `String` compares text with text, one case after the other, each by a call. Here a case costs one
/// comparison of lengths, and one of machine words where the lengths are the same.
@frozen
public struct LookupName {
  /// The first and the second eight bytes, filled up with zeros.
  @usableFromInline let head: UInt64, tail: UInt64
  /// The number of bytes.
  @usableFromInline let count: Int
  /// The name itself.
  @usableFromInline let text: String

  /// Prepares a name.
  @inlinable
  public init(_ text: String) {
    var head: UInt64 = 0
    var tail: UInt64 = 0
    var copy = text
    count = copy.withUTF8 { bytes in
      for index in 0..<min(bytes.count, 8) { unsafe head |= UInt64(bytes[index]) << UInt64(8 * index) }
      if bytes.count > 8 {
        for index in 8..<min(bytes.count, 16) { unsafe tail |= UInt64(bytes[index]) << UInt64(8 * (index - 8)) }
      }
      return bytes.count
    }
    self.head = head
    self.tail = tail
    self.text = text
  }

  // A function as large as a table inlines nothing that is not transparent.
  /// Whether the name is `pattern`, byte for byte.
  @_transparent
  public static func ~= (pattern: StaticString, name: LookupName) -> Bool {
    name.count == pattern.utf8CodeUnitCount && name.isSame(pattern)
  }

  /// Whether a literal of the same length is the same.
  @usableFromInline
  func isSame(_ pattern: StaticString) -> Bool {
    if count > 16 {
      var index = 0
      for byte in text.utf8 {
        if unsafe pattern.utf8Start[index] != byte { return false }
        index += 1
      }
      return true
    }
    for index in 0..<min(count, 8) {
      if unsafe UInt8(truncatingIfNeeded: head >> UInt64(8 * index)) != pattern.utf8Start[index] { return false }
    }
    if count <= 8 { return true }
    for index in 8..<count {
      if unsafe UInt8(truncatingIfNeeded: tail >> UInt64(8 * (index - 8))) != pattern.utf8Start[index] { return false }
    }
    return true
  }
}
