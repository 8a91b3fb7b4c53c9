/// What a person probably meant.
public enum Suggestion {
  /// The nearest of `words` to `word`, where it is near enough to be meant: a letter in three may differ.
  public static func nearest<Words: Sequence<String>>(to word: String, in words: Words) -> String? {
    let plain = normalized(word)
    var best: (word: String, distance: Int)?
    for candidate in words where candidate != word {
      let other = normalized(candidate)
      let distance = distance(plain, other)
      let limit = Swift.max(1, Swift.max(plain.count, other.count) / 3)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// `; did you mean "write"?`, or nothing.
  static func hint<Words: Sequence<String>>(for word: String, in words: Words) -> String {
    nearest(to: word, in: words).map { "; did you mean \"\($0)\"?" } ?? ""
  }

  /// A list for a sentence: `"deny", "ask" or "allow"`.
  static func list(_ words: [String]) -> String {
    let quoted = words.map { "\"\($0)\"" }
    guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }

  /// Case and the kind of separator are no difference: `maxBlocks`, `max_blocks` and `max-blocks` are near.
  private static func normalized(_ word: String) -> [UInt8] {
    word.utf8.prefix(40).map { byte in
      byte == UInt8(ascii: "_") ? UInt8(ascii: "-") : byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
  }

  /// The number of letters to insert, leave out, change or swap (Damerau and Levenshtein, neighbours only).
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for (row, x) in a.enumerated() {
      var current = [row + 1]
      for (column, y) in b.enumerated() {
        var cost = Swift.min(last[column] + (x == y ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, x == b[column - 1], a[row - 1] == y {
          cost = Swift.min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[b.count]
  }
}
