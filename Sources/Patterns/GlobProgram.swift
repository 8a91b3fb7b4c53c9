/// A compiled glob: one token a step, matched without recursion. Git's wildmatch is the reference for every corner.
struct GlobProgram: Sendable {
  /// The tokens: a value below 256 stands for that byte, the others are named in `Token`.
  var tokens: [UInt32] = []
  var classes: [ByteSet] = []
  /// Characters beyond ASCII in a program over characters; `Token.firstCharacter + i` stands for `characters[i]`.
  var characters: [Character] = []

  enum Token {
    static let any: UInt32 = 256
    /// `*`, which stops at `/` in paths.
    static let star: UInt32 = 257
    /// `**` between slashes: anything, also across `/`.
    static let starStar: UInt32 = 258
    /// `**/`: no folder at all, or any number of folders.
    static let folders: UInt32 = 259
    /// A pattern that git never matches: an open bracket, a lone backslash at the end.
    static let never: UInt32 = 260
    static let firstClass: UInt32 = 512
    static let firstCharacter: UInt32 = 0x8000_0000
    /// In a text of characters: one that the pattern does not name.
    static let otherCharacter: UInt32 = .max
  }

  /// How a glob is read.
  struct Options: OptionSet {
    let rawValue: Int
    /// `*`, `?` and classes do not match `/`, and `**` does.
    static let path = Options(rawValue: 1)
    /// Letters match in either case.
    static let foldsCase = Options(rawValue: 2)
    /// `[` is an ordinary character.
    static let noClasses = Options(rawValue: 4)
  }

  /// A place where the matcher can take up again after a mismatch: the token after the star, and the text's next start.
  private struct Retry {
    var token: Int
    var text: Int
  }

  /// Whether the tokens of `range` match the whole of `text` from `start` on.
  ///
  /// Only the last `*` and the last `**` are ever tried again: what an earlier one could reach, the later one reaches as
  /// well, so the work is bounded by a polynomial whatever the pattern is.
  func matches<Element: FixedWidthInteger & UnsignedInteger>(
    _ range: Range<Int>, _ text: borrowing Span<Element>, from start: Int, options: Options
  ) -> Bool {
    let isPath = options.contains(.path)
    let folds = options.contains(.foldsCase)
    let count = text.count
    var token = range.lowerBound
    var at = start
    var star: Retry?
    var folders: Retry?
    while true {
      var fits = false
      if token == range.upperBound {
        if at == count { return true }
      } else {
        let code = tokens[token]
        switch code {
        case Token.star:
          token += 1
          star = Retry(token: token, text: at)
          continue
        case Token.starStar, Token.folders:
          token += 1
          star = nil
          folders = Retry(token: token, text: at)
          continue
        case Token.never:
          return false
        default:
          if at < count {
            let element = UInt32(truncatingIfNeeded: text[at])
            fits = accepts(code, element, folds: folds, isPath: isPath)
          }
        }
      }
      if fits {
        token += 1
        at += 1
        continue
      }
      if let retry = star, retry.text < count, !isPath || text[retry.text] != 0x2F {
        star?.text += 1
        token = retry.token
        at = retry.text + 1
        continue
      }
      guard let retry = folders, let next = nextStart(after: retry, text) else { return false }
      star = nil
      folders?.text = next
      token = retry.token
      at = next
    }
  }

  /// Where a `**` can begin its rest again: after `**/` only a name can begin, else any byte.
  private func nextStart<Element: FixedWidthInteger & UnsignedInteger>(
    after retry: Retry, _ text: borrowing Span<Element>
  ) -> Int? {
    var next = retry.text
    if tokens[retry.token - 1] == Token.starStar { return next < text.count ? next + 1 : nil }
    while next < text.count {
      next += 1
      if text[next - 1] == 0x2F { return next }
    }
    return nil
  }

  private func accepts(_ code: UInt32, _ element: UInt32, folds: Bool, isPath: Bool) -> Bool {
    if code < 256 {
      return code == element || (folds && element &- 0x41 < 26 && code == element | 0x20)
    }
    if code == Token.any { return !isPath || element != 0x2F }
    if code >= Token.firstCharacter { return code == element }
    if isPath && element == 0x2F { return false }
    let set = classes[Int(code - Token.firstClass)]
    if element < 256 { return set.contains(UInt8(element)) }
    return set.takesCharacters
  }
}

/// A set of bytes, for a bracket expression.
struct ByteSet: Sendable, Equatable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  private var upperLow: UInt64 = 0
  private var upperHigh: UInt64 = 0
  /// Whether any character beyond ASCII is taken as a member when characters are matched: brackets are about bytes.
  var takesCharacters = false

  func contains(_ byte: UInt8) -> Bool {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: return low & bit != 0
    case 1: return high & bit != 0
    case 2: return upperLow & bit != 0
    default: return upperHigh & bit != 0
    }
  }

  mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: low |= bit
    case 1: high |= bit
    case 2: upperLow |= bit
    default: upperHigh |= bit
    }
    if byte >= 0x80 { takesCharacters = true }
  }

  mutating func invert() {
    (low, high, upperLow, upperHigh) = (~low, ~high, ~upperLow, ~upperHigh)
    takesCharacters = true
  }

  /// Adds the other case of each letter. Bits 1...26 of the second word are A...Z, bits 33...58 a...z.
  mutating func closeUnderCase() {
    let letters: UInt64 = 0x07FF_FFFE
    let either = (high | high >> 32) & letters
    high |= either | either << 32
  }
}
