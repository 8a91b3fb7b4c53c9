internal import Patterns

/// Cuts secrets out of text before it is written anywhere: tokens by their published shapes, and values by the names
/// they are given. One pass over the bytes; it runs on every record, so text without a secret costs little more than
/// looking at it.
public struct Redaction: Sendable {
  /// A person's own pattern: the ranges of a text, in UTF-8 offsets, that are to be cut.
  public typealias Pattern = @Sendable (String) -> [Range<Int>]

  private let patterns: [Pattern]

  /// Creates a redaction.
  ///
  /// - Parameter patterns: What is cut beyond the built-in shapes.
  public init(patterns: [Pattern] = []) { self.patterns = patterns }

  /// The text with `[redacted:KIND]` in the place of each secret.
  public func redact(_ text: String) -> String {
    var scanner = SecretScanner(Array(text.utf8))
    scanner.run()
    var finds = scanner.finds
    for pattern in patterns {
      for range in pattern(text) { finds.append(SecretFind(range: range, kind: "own-pattern")) }
    }
    return finds.isEmpty ? text : Redaction.cut(finds, from: text)
  }

  private static func cut(_ finds: [SecretFind], from text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var end = 0
    for find in finds.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      let range = find.range.clamped(to: 0..<bytes.count)
      // Where two finds overlap, the first one's mark stands for both.
      if range.upperBound <= end { continue }
      if range.lowerBound >= end {
        result += bytes[end..<range.lowerBound]
        result += "[redacted:\(find.kind)]".utf8
      }
      end = range.upperBound
    }
    result += bytes[end...]
    return String(decoding: result, as: UTF8.self)
  }
}
