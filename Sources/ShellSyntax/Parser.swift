/// Reads shell text into a tree: POSIX sh (XCU 2, "Shell Command Language") with bash's extensions, and what zsh adds.
public enum Parser {
  /// Which shell's grammar is read.
  public enum Language: Sendable, Equatable {
    /// POSIX sh with bash's extensions.
    case bash
    /// The same with zsh's forms beside them. Where a text has a meaning in either, bash's is taken, which does more.
    case zsh
  }

  /// The tree of a script for whichever shell takes it: bash, or else zsh. The error of a text that neither takes is bash's.
  public static func parse(_ text: String, bounds: ParserBounds = .standard) throws(SyntaxError) -> Script {
    do throws(SyntaxError) {
      return try parse(text, as: .bash, bounds: bounds)
    } catch {
      if !error.isBound, let script = try? parse(text, as: .zsh, bounds: bounds) { return script }
      throw error
    }
  }

  /// The tree of a script in one language.
  public static func parse(
    _ text: String, as language: Language, bounds: ParserBounds = .standard
  ) throws(SyntaxError) -> Script {
    var state = ParserState(Array(text.utf8), bounds: bounds, isZsh: language == .zsh)
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
