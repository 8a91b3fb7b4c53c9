import Patterns

/// `*` and `?` over words that are compared once; what has no wildcard is compared as it stands.
enum WordGlob {
  /// Whether `pattern` matches the whole of `text`.
  static func matches(_ pattern: String, _ text: String) -> Bool {
    Glob.hasWildcard(pattern) ? Glob.matches(pattern, text) : pattern == text
  }
}
