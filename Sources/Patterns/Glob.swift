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

  /// Whether a text has a wildcard in it at all.
  public static func hasWildcard(_ text: String) -> Bool { text.utf8.contains { $0 == 0x2A || $0 == 0x3F } }
}
