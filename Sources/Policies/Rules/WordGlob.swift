/// `*` and `?` over words. Linear: the last `*` is the only one that is ever gone back to.
enum WordGlob {
  /// Whether `pattern` matches the whole of `text`.
  static func matches(_ pattern: String, _ text: String, crossesSlash: Bool = true) -> Bool {
    matches(pattern.utf8, text.utf8, crossesSlash: crossesSlash)
  }

  private static func matches(_ pattern: String.UTF8View, _ text: String.UTF8View, crossesSlash: Bool) -> Bool {
    let star = UInt8(ascii: "*")
    let question = UInt8(ascii: "?")
    let slash = UInt8(ascii: "/")
    var p = pattern.startIndex
    var t = text.startIndex
    var retryPattern: String.Index?
    var retryText = t
    while t < text.endIndex {
      if p < pattern.endIndex, pattern[p] == star {
        p = pattern.index(after: p)
        retryPattern = p
        retryText = t
      } else if p < pattern.endIndex, pattern[p] == text[t] || (pattern[p] == question && text[t] != slash) {
        p = pattern.index(after: p)
        t = text.index(after: t)
      } else if let back = retryPattern, crossesSlash || text[retryText] != slash {
        retryText = text.index(after: retryText)
        t = retryText
        p = back
      } else {
        return false
      }
    }
    while p < pattern.endIndex, pattern[p] == star { p = pattern.index(after: p) }
    return p == pattern.endIndex
  }
}
