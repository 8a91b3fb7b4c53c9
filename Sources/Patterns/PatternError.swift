/// Why a text is no pattern.
public struct PatternError: Error, Sendable, Equatable {
  /// What is wrong, for the end of a sentence: `missing closing parenthesis`.
  public var message: String
  /// Where in the pattern's text, in bytes; nil where the whole is meant.
  public var offset: Int?

  /// Creates an error.
  public init(_ message: String, offset: Int? = nil) {
    self.message = message
    self.offset = offset
  }
}
