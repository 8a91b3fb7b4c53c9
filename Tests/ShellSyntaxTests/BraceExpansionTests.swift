import ShellSyntax
import Testing

/// Brace expansion of single words; a test against bash itself stands in `BashAgreementTests`.
@Suite struct BraceExpansionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var word: String
    var expansion: String?
    var limit: Int
    var at: SourceLocation

    init(_ word: String, _ expansion: String?, limit: Int = 1000, at: SourceLocation = #_sourceLocation) {
      self.word = word
      self.expansion = expansion
      self.limit = limit
      self.at = at
    }

    var testDescription: String { word.debugDescription }
  }

  @Test(arguments: rows)
  func expansions(_ row: Row) throws {
    let command = try #require(try Parser.parse(row.word).simpleCommands.first)
    let word = try #require(command.words.first)
    let words = BraceExpansion.expand(word, limit: row.limit)
    #expect(words.map(text) == row.expansion, sourceLocation: row.at)
    #expect(words?.allSatisfy { $0.span == word.span } != false, sourceLocation: row.at)
  }

  /// The words as shell text.
  private func text(_ words: [Word]) -> String {
    let span = 0..<0
    let command = SimpleCommand(assignments: [], words: words, redirections: [], span: span)
    let pipeline = Pipeline(
      isNegated: false, isTimed: false, commands: [Command(kind: .simple(command), span: span)],
      pipesStandardError: [], span: span)
    let statement = Statement(first: pipeline, rest: [], isBackground: false, span: span)
    return String(Printer.print(Script(statements: [statement], span: span)).dropLast())
  }

  static let rows: [Row] = [
    Row("a{b,c}d", "abd acd"),
    Row("{a,b}{c,d}", "ac ad bc bd"),
    Row("{a,{b,c}d,}e", "ae bde cde e"),
    Row("{a,}", "a"),
    Row("{}", "{}"),
    Row("{a}", "{a}"),
    Row("a{b,c", "a{b,c"),
    Row("{{a,b}", "{a {b"),
    Row("{a},b}", "a} b"),
    Row("{a,b}}", "a} b}"),
    // What an expansion leaves open hides the braces behind it.
    Row("${x:-{a,b}}{c,d}", "${x:-{a,b}}c ${x:-{a,b}}d"),
    Row("${x:-{a,b}{c,d}}", "${x:-{a,b}{c,d}}"),
    Row("{a${x:-{b},c},d}", "a${x:-{b},c} d"),
    // What braces put together is read as if it had been written so.
    Row("$a{b,c}", "$ab $ac"),
    Row("${a}{b,c}", "${a}b ${a}c"),
    Row("$a{\"b\",c}", "$a\"b\" $ac"),
    Row("{$,x}HOME", "$HOME xHOME"),
    Row("{$,}{HOME}", "$HOME {HOME}"),
    Row("{$,}[1+1]", "$((1+1)) [1+1]"),
    Row("$1{b,c}", "${1}b ${1}c"),
    Row("{1..4}", "1 2 3 4"),
    Row("{4..1}", "4 3 2 1"),
    Row("{-1..1}", "-1 0 1"),
    Row("{1..10..4}", "1 5 9"),
    Row("{1..3..0}", "1 2 3"),
    Row("{3..1..-2}", "3 1"),
    Row("{01..10..3}", "01 04 07 10"),
    Row("{-01..2}", "-01 000 001 002"),
    Row("{a..e..2}", "a c e"),
    Row("{c..a}", "c b a"),
    Row("{1..a}", "{1..a}"),
    Row("{1...3}", "{1...3}"),
    Row("x{1..3,4}y", "x1..3y x4y"),
    Row("{1..2}{,x}", "1 1x 2 2x"),
    Row("{a\",\"b}", "{a\",\"b}"),
    Row("{\"a\",'b c',\\d}", "\"a\" 'b c' \\d"),
    Row("\\{a,b}", "\\{a,b}"),
    Row("{a\\,b,c}", "a\\,b c"),
    Row("\"{a,b}\"", "\"{a,b}\""),
    Row("${x}{a,b}", "${x}a ${x}b"),
    Row("${x:-{a,b}}", "${x:-{a,b}}"),
    Row("{a,$(b c)}", "a $(b c)"),
    Row("{1..1000}", nil, limit: 999),
    Row("{1..99999999999}", nil),
    Row("{-9223372036854775808..9223372036854775807}", nil),
    Row("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", nil),
    Row("{a,b}{a,b}", "aa ab ba bb", limit: 4),
    Row("{a,b}{a,b}", nil, limit: 3),
    Row(String(repeating: "{", count: 20_000), nil, limit: 10),
    Row(String(repeating: "{a,", count: 200) + String(repeating: "}", count: 200), nil),
  ]
}
