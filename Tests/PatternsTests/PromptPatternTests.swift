import Patterns
import Testing

@Suite struct PromptPatternTests {
  struct Row: Sendable {
    var pattern: String
    var prompt: String
    var matches: Bool
    var at: SourceLocation

    static func yes(_ pattern: String, _ prompt: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(pattern: pattern, prompt: prompt, matches: true, at: at)
    }
    static func no(_ pattern: String, _ prompt: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(pattern: pattern, prompt: prompt, matches: false, at: at)
    }
  }

  static let rows: [Row] = [
    // Whole words and their plain plurals, in any case.
    .yes("refund", "Why was the REFUND lost?"),
    .yes("refund", "refunds"),
    .yes("Refund", "two Refunds, please"),
    .yes("refund", "the refund's date"),
    .yes("refund", "refund_id is null"),
    .no("refund", "refundable"),
    .no("refund", "prerefund"),
    .no("refund", "refunded"),
    .no("refund", "refund2"),
    .no("refund", ""),
    .no("refunds", "refund"),
    .yes("invoice", "invoices"),
    .yes("box", "boxes"),
    .yes("crash", "crashes"),
    .no("refund", "refundes"),
    .yes("policy", "policies"),
    .no("key", "keies"),
    .yes("billing", "(billing)"),
    // Phrases, with any white space between their words.
    .yes("code review", "a Code\n   Review"),
    .yes("code  review", "code review"),
    .yes("code review", "code reviews"),
    .yes("code review", "code\u{A0}review"),
    .no("code review", "codereview"),
    .no("code review", "code, review"),
    // Prefixes.
    .yes("refund*", "refundable"),
    .yes("refund*", "Refund"),
    .no("refund*", "prerefund"),
    .yes("code rev*", "code revisions"),
    // Words that are not letters alone.
    .yes("c++", "port it to C++ now"),
    .yes(".env", "cat .env"),
    .yes("/deploy", "/deploy now"),
    .yes("utf-8", "is it UTF-8?"),
    // Letters beyond ASCII, in either encoding.
    .yes("Straße", "die STRASSE"),
    .yes("Straße", "Straßen Straße"),
    .no("Straße", "Straßenbahn"),
    .yes("café", "zwei Cafe\u{301}s"),
    .yes("cafe\u{301}", "CAFÉ"),
    .no("cafe", "café"),
    .no("cafe", "cafe\u{301}"),
    .no("caf", "café"),
    .no("fund", "überfund éfund"),
    .yes("fund", "über fund é"),
    .yes("überw*", "Überweisung"),
    .yes("返金", "注文の返金をお願いします"),
    .yes("refund", "返金refundです"),
    // Expressions, in any case.
    .yes("/refund(s|ed)?\\b/", "REFUNDED"),
    .no("/refund(s|ed)?\\b/", "refunding"),
    .yes("/\\bété\\b/", "un ÉTÉ"),
  ]

  @Test(arguments: rows) func table(_ row: Row) throws {
    #expect(try PromptPattern.parse(row.pattern).matches(row.prompt) == row.matches, sourceLocation: row.at)
  }

  @Test(arguments: [
    ("", PatternError("an empty word")), ("  ", PatternError("an empty word")),
    ("*", PatternError("a star alone matches every prompt")),
    ("//", PatternError("an empty expression matches every prompt")),
    ("re*fund", PatternError("a star stands only at the end of a word; write /.../ for an expression", offset: 2)),
    ("/(/", PatternError("missing closing parenthesis", offset: 2)),
  ])
  func mistakes(_ text: String, _ error: PatternError) {
    #expect(throws: error) { try PromptPattern.parse(text) }
  }

  @Test func anExpressionAtItsBoundCountsAsContained() throws {
    let prompt = String(repeating: "a", count: 4_000) + "!"
    #expect(try PromptPattern.parse("/(a+)+$/").matches(prompt))
  }
}
