/// Patterns with alternatives, `@(a|b)`, `?(a)`, `*(a)`, `+(a)` and `!(a)` (bash's manual, "Pattern Matching").
extension Wildcard {
  /// Whether `pattern` matches the whole of `text`; its groups count. A match that takes too many steps to look for is one.
  static func matchesExtended(_ pattern: [UInt8], _ text: ArraySlice<UInt8>) -> Bool {
    var steps = Int.max
    return matchesExtended(pattern, text, steps: &steps)
  }

  /// The same, with what it looks at taken from `steps`; without any left, everything matches.
  static func matchesExtended(_ pattern: [UInt8], _ text: ArraySlice<UInt8>, steps: inout Int) -> Bool {
    guard steps >= 0 else { return true }
    guard hasGroups(pattern) else {
      steps -= text.count + pattern.count
      return matches(pattern[...], text)
    }
    let allowed = min(20_000, steps)
    var left = allowed
    let isMatch = match(pattern[...], text, &left)
    // Each of them looks at alternatives, which costs many times what a byte does.
    steps -= 64 * (allowed - left + 1)
    return isMatch
  }

  /// Whether every match of a pattern is made of as many characters as every other: without `*` and groups.
  static func hasOneLength(_ pattern: [UInt8]) -> Bool { !pattern.contains(UInt8(ascii: "*")) && !hasGroups(pattern) }

  private static func hasGroups(_ pattern: [UInt8]) -> Bool {
    var before: UInt8 = 0
    for byte in pattern {
      if byte == UInt8(ascii: "("), isOperator(before) { return true }
      // An escaped character is no operator.
      before = before == 0x5C ? 0 : byte
    }
    return false
  }

  private static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: "!"): true
    default: false
    }
  }

  private static func match(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>, _ steps: inout Int) -> Bool {
    steps -= 1
    if steps < 0 { return true }
    guard let first = pattern.first else { return text.isEmpty }
    if isOperator(first), let (alternatives, rest) = group(pattern) {
      return match(first, alternatives, rest, pattern, text, &steps)
    }
    if first == UInt8(ascii: "*") {
      for place in text.startIndex...text.endIndex where match(pattern.dropFirst(), text[place...], &steps) {
        return true
      }
      return false
    }
    guard !text.isEmpty, let (next, width) = step(pattern, pattern.startIndex, text, text.startIndex) else {
      return false
    }
    return match(pattern[next...], text.dropFirst(width), &steps)
  }

  private static func match(
    _ symbol: UInt8, _ alternatives: [ArraySlice<UInt8>], _ rest: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>,
    _ text: ArraySlice<UInt8>, _ steps: inout Int
  ) -> Bool {
    let isOptional = symbol == UInt8(ascii: "?") || symbol == UInt8(ascii: "*")
    if isOptional, match(rest, text, &steps) { return true }
    let repeats = symbol == UInt8(ascii: "*") || symbol == UInt8(ascii: "+")
    for place in text.startIndex...text.endIndex {
      var isFound = false
      for alternative in alternatives where match(alternative, text[..<place], &steps) { isFound = true }
      if symbol == UInt8(ascii: "!") {
        if !isFound, match(rest, text[place...], &steps) { return true }
        continue
      }
      guard isFound else { continue }
      if match(rest, text[place...], &steps) { return true }
      if repeats, place > text.startIndex, match(pattern, text[place...], &steps) { return true }
    }
    return false
  }

  /// The alternatives of the group that begins here, and what follows it.
  private static func group(
    _ pattern: ArraySlice<UInt8>
  ) -> (alternatives: [ArraySlice<UInt8>], rest: ArraySlice<UInt8>)? {
    var place = pattern.startIndex + 1
    guard place < pattern.endIndex, pattern[place] == UInt8(ascii: "(") else { return nil }
    place += 1
    var start = place
    var depth = 0
    var alternatives: [ArraySlice<UInt8>] = []
    while place < pattern.endIndex {
      switch pattern[place] {
      case 0x5C: place += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "|") where depth == 0:
        alternatives.append(pattern[start..<place])
        start = place + 1
      case UInt8(ascii: ")"):
        if depth == 0 { return (alternatives + [pattern[start..<place]], pattern[(place + 1)...]) }
        depth -= 1
      default: break
      }
      place += 1
    }
    return nil
  }
}
