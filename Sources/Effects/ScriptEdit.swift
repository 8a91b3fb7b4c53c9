internal import ShellSyntax

/// Changes to a script that leave the rest of it byte for byte.
public enum ScriptEdit {
  /// The script with the first words of one simple command replaced.
  ///
  /// - Parameters:
  ///   - span: the simple command's place in the script, in bytes.
  ///   - leading: the words that have to stand there, written plainly.
  ///   - isWhole: whether the command must have no further words.
  ///   - new: the words that take their place.
  /// - Returns: nil where the command does not begin so, or where something else stands between those words.
  public static func replacing(
    in script: String, at span: Range<Int>, leading: [String], isWhole: Bool, with new: [String]
  ) -> String? {
    let bytes = Array(script.utf8)
    guard span.upperBound <= bytes.count, !leading.isEmpty else { return nil }
    let text = String(decoding: bytes[span], as: UTF8.self)
    guard let tree = try? Parser.parse(text), tree.statements.count == 1,
      let statement = tree.statements.first, statement.rest.isEmpty, statement.first.commands.count == 1,
      case .simple(let command)? = statement.first.commands.first?.kind
    else { return nil }
    let words = command.words
    guard words.count >= leading.count, !isWhole || words.count == leading.count else { return nil }
    for (word, wanted) in zip(words, leading) {
      guard word.parts == [.literal(wanted)] else { return nil }
    }
    let start = words[0].span.lowerBound
    let end = words[leading.count - 1].span.upperBound
    if command.redirections.contains(where: { $0.span.overlaps(start..<end) }) { return nil }
    let head = bytes[..<(span.lowerBound + start)]
    let tail = bytes[(span.lowerBound + end)...]
    return String(decoding: head + new.map(quoted).joined(separator: " ").utf8 + tail, as: UTF8.self)
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
        UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "+"), UInt8(ascii: "@"):
        true
      default: false
      }
    }
    return isPlain ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
