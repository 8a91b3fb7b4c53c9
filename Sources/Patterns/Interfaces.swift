/// A list of gitignore-style patterns: the last one that matches decides, `!` negates.
public struct PathPatterns: Sendable {
  /// Compiles a list.
  public init(_ patterns: [String]) {}

  /// The index of the pattern that decides about `path` (relative to the list's folder, `/` between names), or nil when
  /// none matches or a negated one decides. A folder's pattern covers all below it.
  public func match(_ path: String, isFolder: Bool) -> Int? { nil }
}

/// A bounded regular expression.
public struct RegularExpression: Sendable {
  /// The expression as written.
  public let source: String
}

/// A word, prefix or expression that a prompt is looked through for.
public enum PromptPattern: Sendable {
  case word(String)
  case prefix(String)
  case expression(RegularExpression)
}
