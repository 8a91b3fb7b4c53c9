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
    let start = unsafe UnsafeRawPointer(pattern.utf8Start)
    // Most names differ from a literal of the same length in the first byte.
    if unsafe UInt8(truncatingIfNeeded: head) != start.load(as: UInt8.self) { return count == 0 }
    if count < 8 {
      for index in 1..<max(count, 1) {
        if unsafe UInt8(truncatingIfNeeded: head >> UInt64(8 * index))
          != start.load(fromByteOffset: index, as: UInt8.self)
        {
          return false
        }
      }
      return true
    }
    if unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self)) != head { return false }
    if count <= 16 {
      for index in 8..<count {
        if unsafe UInt8(truncatingIfNeeded: tail >> UInt64(8 * (index - 8)))
          != start.load(fromByteOffset: index, as: UInt8.self)
        {
          return false
        }
      }
      return true
    }
    return unsafe text.withBytes { bytes in
      for index in 8..<count {
        if unsafe bytes[index] != start.load(fromByteOffset: index, as: UInt8.self) { return false }
      }
      return true
    }
  }
}
