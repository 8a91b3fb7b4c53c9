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
    var count = 0
    for byte in text.utf8 {
      if count < 8 {
        head |= UInt64(byte) << UInt64(8 * count)
      } else if count < 16 {
        tail |= UInt64(byte) << UInt64(8 * (count - 8))
      }
      count += 1
    }
    self.head = head
    self.tail = tail
    self.count = count
    self.text = text
  }

  /// Whether the name is `pattern`, byte for byte.
  @inlinable @inline(__always)
  public static func ~= (pattern: StaticString, name: LookupName) -> Bool {
    let count = pattern.utf8CodeUnitCount
    guard name.count == count else { return false }
    if count > 16 { return name.isLong(pattern) }
    var head: UInt64 = 0
    var tail: UInt64 = 0
    for index in 0..<min(count, 8) { unsafe head |= UInt64(pattern.utf8Start[index]) << UInt64(8 * index) }
    guard name.head == head else { return false }
    if count <= 8 { return true }
    for index in 8..<count { unsafe tail |= UInt64(pattern.utf8Start[index]) << UInt64(8 * (index - 8)) }
    return name.tail == tail
  }

  @usableFromInline @inline(never)
  func isLong(_ pattern: StaticString) -> Bool {
    var index = 0
    for byte in text.utf8 {
      if unsafe pattern.utf8Start[index] != byte { return false }
      index += 1
    }
    return true
  }
}
