import ShellSyntax
import Testing

/// What is printed parses to the same tree.
@Suite struct PrinterTests {
  @Test(arguments: WordTests.all + ParameterTests.all + CommandTests.all + RedirectionTests.all + ZshTests.rows)
  func roundTrip(_ row: TreeRow) {
    for spelling in row.spellings { expectRoundTrip(spelling, at: row.at) }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var text: String
    var printed: String
    var at: SourceLocation

    init(_ text: String, _ printed: String, at: SourceLocation = #_sourceLocation) {
      self.text = text
      self.printed = printed
      self.at = at
    }

    var testDescription: String { text.debugDescription }
  }

  @Test(arguments: rows)
  func text(_ row: Row) throws {
    #expect(Printer.print(try Parser.parse(row.text)) == row.printed + "\n", sourceLocation: row.at)
    expectRoundTrip(row.text, at: row.at)
  }

  static let rows: [Row] = [
    Row("a;b\nc  &", "a\nb\nc &"),
    Row(">x if", ">x if"),
    Row("a < <(b) << -c\n-c", "a < <(b) << -c\n-c"),
    Row("if a\nthen b\nfi>c", "if a; then b; fi >c"),
    Row("$( (a) );((b))", "$( (a))\n((b))"),
    Row("${x}y${x} ${10}", "${x}y$x ${10}"),
    Row("if cat <<A; then b; fi\nx\nA", "if cat <<A\nx\nA\nthen b; fi"),
    Row("a $(cat <<E\nx\nE\n) b", "a $(cat <<E\nx\nE\n) b"),
    Row("echo `a \\`b\\\\c\\``", "echo `a \\`b\\\\\\\\c\\``"),
    Row("declare -a x=(1 [2]=3) y", "declare -a y x=(1 [2]=3)"),
    Row("a=()[[", "a=()[["),
    Row("a=(b  c)d", "a=(b c)d"),
    Row("> ! ! a", "> ! ! a"),
    Row("function fx=$(b)-g (a)", "function fx=$(b)-g() (a)"),
    Row("cat <<E\n$(cat <<E)\nE", "cat <<E\n$(cat <<E)\nE"),
    Row("cat <<E\nx", "cat <<E\nx\nE"),
  ]
}

/// Expects a text's tree to survive printing.
func expectRoundTrip(_ text: String, at location: SourceLocation = #_sourceLocation) {
  // What is printed may be a script of bash where the text is one of zsh alone, so the language is held.
  let language = (try? Parser.parse(text, as: .bash)) == nil ? Parser.Language.zsh : .bash
  guard let script = try? Parser.parse(text, as: language) else { return }
  let printed = Printer.print(script)
  let again = description(of: printed, as: language)
  // A delimiter of several lines ends nowhere, and a here-document behind another one may have it.
  let operators = printed.utf8.indices.count { printed.utf8[$0...].starts(with: "<<".utf8) }
  #expect(
    again == TreeDescription.of(script) || operators > 1, "\(text.debugDescription) -> \(printed.debugDescription)",
    sourceLocation: location)
}
