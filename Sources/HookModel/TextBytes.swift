extension String {
  /// Calls `body` with the text's bytes where they lie. For what is looked at on every call and for nothing as a rule: an iterator
  /// over `utf8` costs several times as much.
  @inlinable
  @inline(__always)
  public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = unsafe utf8.withContiguousStorageIfAvailable({ bytes in unsafe body(bytes) }) { return result }
    return unsafe Array(utf8).withUnsafeBufferPointer { bytes in unsafe body(bytes) }
  }

  /// Whether the text begins with another, byte for byte.
  public func begins(with other: String) -> Bool {
    let length = other.utf8.count
    if utf8.count < length { return false }
    return unsafe withBytes { mine in
      unsafe other.withBytes { theirs in
        for index in 0..<length where unsafe mine[index] != theirs[index] { return false }
        return true
      }
    }
  }
}

extension Array where Element == String {
  /// The texts, one behind the other. The standard library's own looks its protocols up when it is first called, which costs a
  /// process that lives for a millisecond a tenth of that.
  public func joined(separator: String = "") -> String {
    guard var text = first else { return "" }
    for index in 1..<Swift.max(count, 1) {
      text += separator
      text += self[index]
    }
    return text
  }
}
