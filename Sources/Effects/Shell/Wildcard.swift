import ShellSyntax

/// Pattern matching (POSIX 2.13, and bash's `@(a|b)`) on bytes. In a pattern a backslash makes the next character an ordinary one.
enum Wildcard {
  /// Whether `pattern` matches the whole of `text`.
  static func matches(_ pattern: [UInt8], _ text: String) -> Bool { matches(pattern[...], Array(text.utf8)[...]) }

  /// Linear but for `*`, and there only the last one is ever tried again.
  static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    var p = pattern.startIndex
    var t = text.startIndex
    var star: (pattern: Int, text: Int)?
    while true {
      if p < pattern.endIndex, pattern[p] == UInt8(ascii: "*") {
        p += 1
        star = (p, t)
        continue
      }
      if t == text.endIndex {
        if p == pattern.endIndex { return true }
      } else if p < pattern.endIndex, let (next, width) = step(pattern, p, text, t) {
        p = next
        t += width
        continue
      }
      guard let (atPattern, atText) = star, atText < text.endIndex else { return false }
      star = (atPattern, atText + 1)
      p = atPattern
      t = atText + 1
    }
  }

  /// Matches one element of a pattern; returns where the pattern goes on and how many bytes of the text were used.
  static func step(
    _ pattern: ArraySlice<UInt8>, _ p: Int, _ text: ArraySlice<UInt8>, _ t: Int
  ) -> (Int, Int)? {
    switch pattern[p] {
    case UInt8(ascii: "?"): return (p + 1, characterWidth(text, t))
    case UInt8(ascii: "["):
      if let set = matchSet(pattern, p, text[t]) { return set.matches ? (set.end, characterWidth(text, t)) : nil }
    case UInt8(ascii: "\\") where p + 1 < pattern.endIndex:
      return pattern[p + 1] == text[t] ? (p + 2, 1) : nil
    default: break
    }
    return pattern[p] == text[t] ? (p + 1, 1) : nil
  }

  private static func characterWidth(_ text: ArraySlice<UInt8>, _ t: Int) -> Int {
    let lead = text[t]
    let width = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    return min(width, text.endIndex - t)
  }

  /// A bracket expression; nil where it is not closed and so an ordinary `[`.
  private static func matchSet(_ pattern: ArraySlice<UInt8>, _ start: Int, _ byte: UInt8) -> (
    matches: Bool, end: Int
  )? {
    var p = start + 1
    guard p < pattern.endIndex else { return nil }
    var isNegated = false
    if pattern[p] == UInt8(ascii: "!") || pattern[p] == UInt8(ascii: "^") {
      isNegated = true
      p += 1
    }
    var found = false
    var isFirst = true
    while p < pattern.endIndex {
      if pattern[p] == UInt8(ascii: "]"), !isFirst { return (found != isNegated, p + 1) }
      isFirst = false
      if pattern[p] == UInt8(ascii: "["), p + 1 < pattern.endIndex, pattern[p + 1] == UInt8(ascii: ":") {
        var end = p + 2
        while end + 1 < pattern.endIndex,
          !(pattern[end] == UInt8(ascii: ":") && pattern[end + 1] == UInt8(ascii: "]"))
        {
          end += 1
        }
        guard end + 1 < pattern.endIndex else { return nil }
        if isIn(String(decoding: pattern[(p + 2)..<end], as: UTF8.self), byte) { found = true }
        p = end + 2
        continue
      }
      if pattern[p] == UInt8(ascii: "\\"), p + 1 < pattern.endIndex { p += 1 }
      let low = pattern[p]
      if p + 2 < pattern.endIndex, pattern[p + 1] == UInt8(ascii: "-"), pattern[p + 2] != UInt8(ascii: "]") {
        let high = pattern[p + 2]
        if low <= byte, byte <= high { found = true }
        p += 3
      } else {
        if low == byte { found = true }
        p += 1
      }
    }
    return nil
  }

  private static func isIn(_ name: String, _ byte: UInt8) -> Bool {
    let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
    let isLower = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
    let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    switch name {
    case "alpha": return isUpper || isLower || byte >= 0x80
    case "digit": return isDigit
    case "alnum": return isUpper || isLower || isDigit || byte >= 0x80
    case "upper": return isUpper
    case "lower": return isLower
    case "space": return byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    case "blank": return byte == 0x20 || byte == 0x09
    case "punct": return byte > 0x20 && byte < 0x7F && !(isUpper || isLower || isDigit)
    case "xdigit":
      return isDigit || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f"))
        || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "F"))
    case "print", "graph": return byte > 0x20 && byte != 0x7F
    default: return false
    }
  }

  /// The text as a pattern that matches nothing but itself.
  static func escaped(_ text: String) -> [UInt8] {
    var pattern: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"), UInt8(ascii: "("),
        UInt8(ascii: ")"), UInt8(ascii: "|"):
        pattern.append(UInt8(ascii: "\\"))
      default: break
      }
      pattern.append(byte)
    }
    return pattern
  }

  // MARK: operators of parameter expansion
  //
  // Each tries the pattern at many places, so that what it looks at is taken from `steps`; nil when there are none left.

  static func withoutPrefix(
    _ text: String, _ pattern: [UInt8], longest: Bool, steps: inout Int
  ) -> String? {
    let bytes = Array(text.utf8)
    for place in 0...bytes.count {
      let length = longest ? bytes.count - place : place
      if isBoundary(bytes, length), matchesExtended(pattern, bytes[..<length], steps: &steps) {
        return steps < 0 ? nil : String(decoding: bytes[length...], as: UTF8.self)
      }
    }
    return text
  }

  static func withoutSuffix(
    _ text: String, _ pattern: [UInt8], longest: Bool, steps: inout Int
  ) -> String? {
    let bytes = Array(text.utf8)
    for place in 0...bytes.count {
      let start = longest ? place : bytes.count - place
      if isBoundary(bytes, start), matchesExtended(pattern, bytes[start...], steps: &steps) {
        return steps < 0 ? nil : String(decoding: bytes[..<start], as: UTF8.self)
      }
    }
    return text
  }

  static func replacing(
    _ text: String, _ pattern: [UInt8], with replacement: String, _ kind: ParameterExpansion.Replacement,
    steps: inout Int
  ) -> String? {
    // An empty pattern stands at either end.
    if kind == .prefix, pattern.isEmpty { return replacement + text }
    if kind == .suffix, pattern.isEmpty { return text + replacement }
    // Of a text of nothing, `*` is the one pattern that bash finds.
    if text.isEmpty, !pattern.isEmpty, pattern.allSatisfy({ $0 == UInt8(ascii: "*") }) { return replacement }
    let bytes = Array(text.utf8)
    let replacement = Array(replacement.utf8)
    var result: [UInt8] = []
    var start = 0
    while start < bytes.count {
      let end = longestMatch(pattern, bytes, from: start, toEnd: kind == .suffix, steps: &steps)
      if steps < 0 { return nil }
      if let end {
        result += replacement
        start = end
        if kind != .all { break }
      } else {
        if kind == .prefix { break }
        result.append(bytes[start])
        start += 1
      }
    }
    return String(decoding: result + bytes[start...], as: UTF8.self)
  }

  /// Every occurrence of a text replaced.
  static func replacing(_ text: String, _ old: String, with new: String) -> String {
    var steps = Int.max
    return replacing(text, escaped(old), with: new, .all, steps: &steps) ?? text
  }

  /// Where the longest match that begins here ends, as bash takes it; nil where there is none of a byte or more.
  private static func longestMatch(
    _ pattern: [UInt8], _ bytes: [UInt8], from start: Int, toEnd: Bool, steps: inout Int
  ) -> Int? {
    if hasOneLength(pattern) {
      var p = 0
      var t = start
      while p < pattern.count {
        steps -= 1
        guard t < bytes.count, let (next, width) = step(pattern[...], p, bytes[...], t) else { return nil }
        p = next
        t += width
      }
      return t > start && (!toEnd || t == bytes.count) ? t : nil
    }
    for end in ((toEnd ? bytes.count : start + 1)...bytes.count).reversed()
    where isBoundary(bytes, end) && matchesExtended(pattern, bytes[start..<end], steps: &steps) {
      return end
    }
    return nil
  }

  private static func isBoundary(_ bytes: [UInt8], _ offset: Int) -> Bool {
    offset == bytes.count || bytes[offset] & 0xC0 != 0x80
  }
}
