/// A word, prefix or expression that a prompt is looked through for.
public enum PromptPattern: Sendable {
  /// A whole word, or a phrase of words with any white space between them, also in the plural.
  case word(String)
  /// A word that begins like this: `refund*`.
  case prefix(String)
  /// `/.../`, in any case.
  case expression(RegularExpression)

  /// Reads a pattern as a policy file has it: `refund`, `code review`, `refund*`, `/refund(s|ed)?/`.
  ///
  /// - Throws: `PatternError` where the text is empty, has a star that is not its end, or is an expression with a mistake.
  public static func parse(_ text: String) throws(PatternError) -> PromptPattern {
    // Most patterns are one plain word.
    if !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x2F && $0 < 0x80 }) { return .word(text) }
    if text.utf8.count >= 2, text.utf8.first == UInt8(ascii: "/"), text.utf8.last == UInt8(ascii: "/") {
      guard text.utf8.count > 2 else { throw PatternError("an empty expression matches every prompt") }
      return .expression(try RegularExpression(delimited: text, options: [.caseInsensitive, .unicodeClasses]))
    }
    var words = text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map { String($0) }
    guard var last = words.popLast() else { throw PatternError("an empty word") }
    let isPrefix = last.hasSuffix("*")
    if isPrefix { last.removeLast() }
    if isPrefix && last.isEmpty { throw PatternError("a star alone matches every prompt") }
    words.append(last)
    let phrase = words.joined(separator: " ")
    if let star = phrase.utf8.firstIndex(of: UInt8(ascii: "*")) {
      throw PatternError(
        "a star stands only at the end of a word; write /.../ for an expression",
        offset: phrase.utf8.distance(from: phrase.startIndex, to: star))
    }
    return isPrefix ? .prefix(phrase) : .word(phrase)
  }

  /// Whether the prompt contains what the pattern names. An expression that is given up at its bound counts as contained.
  public func matches(_ text: String) -> Bool {
    switch self {
    case .word(let phrase): Self.find(phrase, in: text, isPrefix: false)
    case .prefix(let phrase): Self.find(phrase, in: text, isPrefix: true)
    case .expression(let expression): expression.matches(text) != .noMatch
    }
  }

  private static func find(_ phrase: String, in text: String, isPrefix: Bool) -> Bool {
    // The words of an ASCII phrase are compared byte by byte, also in a prompt that has other letters around them.
    if Folding.isASCII(phrase) {
      if findBytes(phrase, in: text, isPrefix: isPrefix) { return true }
      guard !isPrefix, let plural = pluralInIes(phrase) else { return false }
      return findBytes(plural, in: text, isPrefix: false)
    }
    return CharacterSearch(isPrefix: isPrefix).find(Array(Folding.folded(phrase)), in: Array(Folding.folded(text)))
  }
}

extension PromptPattern {
  private static func findBytes(_ phrase: String, in text: String, isPrefix: Bool) -> Bool {
    phrase.withBytes { phrase in
      text.withBytes { text in WordSearch(isPrefix: isPrefix).find(phrase, in: text) }
    }
  }

  /// The plural of a word that ends in a consonant and "y": query, queries.
  private static func pluralInIes(_ phrase: String) -> String? {
    guard phrase.hasSuffix("y") || phrase.hasSuffix("Y"), let before = phrase.dropLast().last, before.isLetter,
      !"aeiouAEIOU".contains(before)
    else { return nil }
    return phrase.dropLast() + "ies"
  }
}

/// Looks for an ASCII phrase in the bytes of a prompt.
private struct WordSearch {
  let isPrefix: Bool

  func find(_ phrase: borrowing Span<UInt8>, in text: borrowing Span<UInt8>) -> Bool {
    guard phrase.count > 0 else { return false }
    let first = lower(phrase[0])
    var start = 0
    while start < text.count {
      if lower(text[start]) == first, !isWord(first) || !isWordEnd(text, at: start),
        let end = end(of: phrase, in: text, at: start), isPrefix || isWhole(phrase, text, end)
      {
        return true
      }
      start += 1
    }
    return false
  }

  /// Where the phrase ends in the text if it stands at `start`: a space of the phrase takes any white space.
  private func end(of phrase: borrowing Span<UInt8>, in text: borrowing Span<UInt8>, at start: Int) -> Int? {
    var at = start
    for index in 0..<phrase.count {
      guard at < text.count else { return nil }
      if phrase[index] == 0x20 {
        let space = at
        while at < text.count, let width = whiteSpace(text, at: at) { at += width }
        if at == space { return nil }
      } else {
        guard lower(text[at]) == lower(phrase[index]) else { return nil }
        at += 1
      }
    }
    return at
  }

  /// Whether the word ends at `end`, or after the ending of its plural.
  private func isWhole(_ phrase: borrowing Span<UInt8>, _ text: borrowing Span<UInt8>, _ end: Int) -> Bool {
    let last = lower(phrase[phrase.count - 1])
    guard isWord(last) else { return true }
    if !isWordStart(text, at: end) { return true }
    guard lower(text[end]) == UInt8(ascii: "s") else {
      return lower(text[end]) == UInt8(ascii: "e") && end + 1 < text.count
        && lower(text[end + 1]) == UInt8(ascii: "s") && takesEs(phrase) && !isWordStart(text, at: end + 2)
    }
    return !isWordStart(text, at: end + 1)
  }

  /// Whether the plural is made with "es": box, class, crash, batch.
  private func takesEs(_ phrase: borrowing Span<UInt8>) -> Bool {
    let last = lower(phrase[phrase.count - 1])
    if last == UInt8(ascii: "s") || last == UInt8(ascii: "x") || last == UInt8(ascii: "z") { return true }
    guard last == UInt8(ascii: "h"), phrase.count > 1 else { return false }
    let before = lower(phrase[phrase.count - 2])
    return before == UInt8(ascii: "s") || before == UInt8(ascii: "c")
  }

  private func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
  private func isWord(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 }

  private func isWordStart(_ text: borrowing Span<UInt8>, at index: Int) -> Bool {
    guard index < text.count else { return false }
    if text[index] < 0x80 { return isWord(text[index]) }
    return scalar(text, at: index).map(Words.contains) ?? false
  }

  /// Whether a word's last character stands before `index`.
  private func isWordEnd(_ text: borrowing Span<UInt8>, at index: Int) -> Bool {
    guard index > 0 else { return false }
    var before = index - 1
    if text[before] < 0x80 { return isWord(text[before]) }
    while before > 0, text[before] & 0xC0 == 0x80 { before -= 1 }
    return scalar(text, at: before).map(Words.contains) ?? false
  }

  private func whiteSpace(_ text: borrowing Span<UInt8>, at index: Int) -> Int? {
    let byte = text[index]
    if byte < 0x80 { return byte == 0x20 || byte &- 0x09 < 5 ? 1 : nil }
    guard let scalar = scalar(text, at: index), scalar.properties.isWhitespace else { return nil }
    return UTF8.width(scalar)
  }

  /// The scalar whose first byte stands at `index`; the text is valid UTF-8.
  private func scalar(_ text: borrowing Span<UInt8>, at index: Int) -> Unicode.Scalar? {
    let lead = text[index]
    let width = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard index + width <= text.count else { return nil }
    var value = UInt32(lead) & (0x7F >> UInt32(width))
    for offset in 1..<width { value = value << 6 | UInt32(text[index + offset] & 0x3F) }
    return Unicode.Scalar(value)
  }
}

/// Looks for a phrase with letters beyond ASCII, over characters, whose equality knows both ways to write an accent.
private struct CharacterSearch {
  let isPrefix: Bool

  func find(_ phrase: [Character], in text: [Character]) -> Bool {
    guard let first = phrase.first, let last = phrase.last else { return false }
    for start in text.indices where text[start] == first {
      if start > 0, Words.needBoundary(text[start - 1], first) { continue }
      guard let end = end(of: phrase, in: text, at: start) else { continue }
      if isPrefix || end == text.count || !Words.needBoundary(last, text[end]) { return true }
      if text[end] == "s", end + 1 == text.count || !Words.needBoundary(last, text[end + 1]) { return true }
    }
    return false
  }

  private func end(of phrase: [Character], in text: [Character], at start: Int) -> Int? {
    var at = start
    for character in phrase {
      guard at < text.count else { return nil }
      if character == " " {
        let space = at
        while at < text.count, text[at].isWhitespace { at += 1 }
        if at == space { return nil }
      } else {
        guard text[at] == character else { return nil }
        at += 1
      }
    }
    return at
  }
}

/// What a word is made of.
private enum Words {
  static func contains(_ scalar: Unicode.Scalar) -> Bool {
    if isWrittenWithoutSpaces(scalar) { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber: return true
    default: return scalar.properties.isAlphabetic
    }
  }

  /// Whether two characters side by side belong to one word.
  static func needBoundary(_ a: Character, _ b: Character) -> Bool {
    guard let first = a.unicodeScalars.first, let second = b.unicodeScalars.first else { return false }
    return contains(first) && contains(second)
  }

  /// Chinese, Japanese and Thai put no spaces between words, so a word of theirs may stand anywhere.
  private static func isWrittenWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0xFF66...0xFF9F: true
    default: scalar.properties.isIdeographic
    }
  }
}
