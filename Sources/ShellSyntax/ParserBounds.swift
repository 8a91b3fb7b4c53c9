/// How much a parser takes on before it refuses: a text beyond a bound is an error with `isBound`, never a crash.
public struct ParserBounds: Sendable, Equatable {
  /// The longest text, in bytes.
  public var inputBytes: Int
  /// How many constructs (substitutions, compound commands, `${...}`) may stand inside each other.
  public var depth: Int
  /// How many words, parts of words, commands and redirections a tree may have.
  public var nodes: Int

  /// Creates bounds.
  public init(inputBytes: Int, depth: Int, nodes: Int) {
    self.inputBytes = inputBytes
    self.depth = depth
    self.nodes = nodes
  }

  /// Far above what people and agents write: a thousand scripts of a Linux system stay below a depth of 15. The depth
  /// fits a stack of 512 KB even in a debug build.
  public static let standard = ParserBounds(inputBytes: 16 << 20, depth: 40, nodes: 2_000_000)
}
