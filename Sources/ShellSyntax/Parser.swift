/// Reads shell text into a tree: POSIX sh (XCU 2, "Shell Command Language") with bash's extensions, and what zsh adds
/// in places where bash has no meaning of its own.
public enum Parser {
  /// The tree of a script.
  public static func parse(_ text: String, bounds: ParserBounds = .standard) throws(SyntaxError) -> Script {
    var state = ParserState(Array(text.utf8), bounds: bounds)
    do {
      return try state.script()
    } catch {
      throw state.failure ?? SyntaxError(message: "unreadable", offset: 0, line: 1, column: 1)
    }
  }
}

extension ParserState {
  /// The whole text (POSIX 2.10 "program").
  mutating func script() throws(Abort) -> Script {
    guard bytes.count <= bounds.inputBytes else {
      throw bound("more than \(bounds.inputBytes) bytes", at: 0)
    }
    // Zero then serves as the byte beyond the end, and no shell gets one in a command's text anyway.
    if let zero = bytes.firstIndex(of: 0) { throw fail("a NUL byte", at: zero) }
    var script = try list()
    guard position >= limit else { throw unexpected() }
    if !bodies.isEmpty { HereDocumentFiller(bodies: bodies).fill(&script) }
    return script
  }
}
