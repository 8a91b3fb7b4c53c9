import ShellSyntax
import Testing

/// Every simple command is found, wherever it stands, and its span is its text.
@Suite struct WalkTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var text: String
    var commands: [String]
    var at: SourceLocation

    init(_ text: String, _ commands: String..., at: SourceLocation = #_sourceLocation) {
      self.text = text
      self.commands = commands
      self.at = at
    }

    var testDescription: String { text.debugDescription }
  }

  @Test(arguments: rows)
  func commands(_ row: Row) throws {
    let bytes = Array(row.text.utf8)
    let found = try Parser.parse(row.text).simpleCommands.map { String(decoding: bytes[$0.span], as: UTF8.self) }
    #expect(found == row.commands, sourceLocation: row.at)
  }

  static let rows: [Row] = [
    Row("a  b >c ; d&&e|f &", "a  b >c", "d", "e", "f"),
    Row("( a ) | { b; } >$(c)", "a", "b", "c"),
    Row("if a; then b; elif c; then d; else e; fi", "a", "b", "c", "d", "e"),
    Row("while a; do b; done; for x in $(c); do d; done", "a", "b", "c", "d"),
    Row("for ((i=$(a); $(b); `c`)); do d; done; select x in `e`; do f; done", "a", "b", "`c`", "d", "`e`", "f"),
    Row("case $(a) in $(b)) c;; *) d; esac", "a", "b", "c", "d"),
    Row("f() { a; } >$(b); function g (c); coproc d; coproc n { e; }", "a", "b", "c", "d", "e"),
    Row("[[ -n $(a) && x =~ $(b) ]]; (( $(c) ))", "a", "b", "c"),
    Row("x=$(a) y=($(b) [$(c)]=d) z[$(e)]=f", "x=$(a) y=($(b) [$(c)]=d) z[$(e)]=f", "a", "b", "c", "e"),
    Row(
      "a \"b $(c \"$(d)\")\" <(e) >(f) @(g|$(h))", "a \"b $(c \"$(d)\")\" <(e) >(f) @(g|$(h))", "c \"$(d)\"", "d", "e",
      "f", "h"),
    Row("echo ${x:-$(a)} ${x#$(b)}", "echo ${x:-$(a)} ${x#$(b)}", "a", "b"),
    Row("echo ${x/$(a)/$(b)} ${x:$(c):$(d)}", "echo ${x/$(a)/$(b)} ${x:$(c):$(d)}", "a", "b", "c", "d"),
    Row(
      "echo ${x[$(a)]} ${x^^$(b)} ${(f)$(c)} $((1+$(d)))", "echo ${x[$(a)]} ${x^^$(b)} ${(f)$(c)} $((1+$(d)))", "a",
      "b",
      "c", "d"),
    Row("cat <<E | a\n$(b) `c`\nE\nd", "cat <<E", "b", "`c`", "a", "d"),
    Row("cat <<-E\n\t\t$(b\n\t\tc)\n\tE\n", "cat <<-E", "b", "c"),
    Row("cat <<'E'\n$(b)\nE", "cat <<'E'"),
    Row("cat <<$(a)\nx\n$(a)", "cat <<$(a)"),
    Row("a <<<\"$(b)\" \\\n  c # d", "a <<<\"$(b)\" \\\n  c", "b"),
  ]

  @Test("a visitor can stop")
  func stopping() throws {
    struct Found: Error {}
    let script = try Parser.parse("a; b; c")
    var seen = 0
    #expect(throws: Found.self) {
      try Walk.simpleCommands(in: script) { _ in
        seen += 1
        if seen == 2 { throw Found() }
      }
    }
    #expect(seen == 2)
  }

  @Test("a command can be replaced by its span, and the rest stays byte for byte")
  func replacing() throws {
    let text = "cat <<-E |\\\n  grep 'a' # c\n\t$(date)\n\tE\necho \u{E9}; b"
    for (name, expected) in [
      ("grep", "cat <<-E |\\\n  NEW # c\n\t$(date)\n\tE\necho \u{E9}; b"),
      ("date", "cat <<-E |\\\n  grep 'a' # c\n\t$(NEW)\n\tE\necho \u{E9}; b"),
      ("b", "cat <<-E |\\\n  grep 'a' # c\n\t$(date)\n\tE\necho \u{E9}; NEW"),
    ] {
      let command = try #require(
        try Parser.parse(text).simpleCommands.first { $0.words.first?.parts == [.literal(name)] })
      var bytes = Array(text.utf8)
      bytes.replaceSubrange(command.span, with: Array("NEW".utf8))
      #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }
  }
}
