/// A glob over a word, a path or a URL, for rules: `mcp__github__delete_*`, `release/*`, `https://*.internal.example/*`.
public struct Glob: Sendable {
  /// How a text is divided.
  public enum Style: Sendable {
    /// Into nothing: `*` stands for anything. Brackets are ordinary characters, as words of commands contain them.
    case word
    /// Into names: `*` stops at `/`, and `**` does not.
    case path
  }

  /// The glob as written.
  public let source: String
  private let program: GlobProgram
  private let options: GlobProgram.Options
  /// The whole text, where the glob has no wildcard and no escape.
  private let isLiteral: Bool

  /// Compiles a glob.
  public init(_ source: String, style: Style = .word, foldsCase: Bool = false) {
    var options: GlobProgram.Options = style == .path ? .path : .noClasses
    if foldsCase { options.insert(.foldsCase) }
    self.source = source
    self.options = options
    isLiteral = !foldsCase && source.utf8.allSatisfy { $0 != 0x2A && $0 != 0x3F && $0 != 0x5B && $0 != 0x5C }
    var program = GlobProgram()
    if !isLiteral {
      var parser = GlobParser(Array(source.utf8)[...], options: options)
      parser.parse(into: &program)
    }
    self.program = program
  }

  /// Whether the glob matches the whole of `text`.
  public func matches(_ text: String) -> Bool {
    if isLiteral { return text.utf8.elementsEqual(source.utf8) }
    return text.withBytes { bytes in program.matches(0..<program.tokens.count, bytes, from: 0, options: options) }
  }

  /// Whether a glob over a word matches the whole of `text`, for globs that are used once: nothing is compiled where `*` is the
  /// only special character in it.
  public static func matches(_ pattern: String, _ text: String) -> Bool {
    for byte in pattern.utf8 where byte == 0x3F || byte == 0x5C { return Glob(pattern).matches(text) }
    let bytes = Array(pattern.utf8)
    return text.withBytes { text in isMatch(bytes, text) }
  }

  /// Each `*` takes as little as it can; where what follows then fails, the last one takes a byte more.
  private static func isMatch(_ pattern: [UInt8], _ text: borrowing Span<UInt8>) -> Bool {
    var place = 0
    var index = 0
    var star = -1
    var restart = 0
    while index < text.count {
      if place < pattern.count, pattern[place] == 0x2A {
        star = place
        restart = index
        place += 1
        if place == pattern.count { return true }
      } else if place < pattern.count, pattern[place] == text[index] {
        place += 1
        index += 1
      } else if star >= 0 {
        place = star + 1
        restart += 1
        index = restart
      } else {
        return false
      }
    }
    while place < pattern.count, pattern[place] == 0x2A { place += 1 }
    return place == pattern.count
  }

  /// Whether a text has a wildcard in it at all.
  public static func hasWildcard(_ text: String) -> Bool { text.utf8.contains { $0 == 0x2A || $0 == 0x3F } }
}
