import Patterns
import Testing

@Suite struct GlobTests {
  struct Row: Sendable {
    var glob: String
    var text: String
    var style = Glob.Style.word
    var matches: Bool
    var at: SourceLocation

    static func yes(
      _ glob: String, _ text: String, _ style: Glob.Style = .word, at: SourceLocation = #_sourceLocation
    ) -> Row { Row(glob: glob, text: text, style: style, matches: true, at: at) }

    static func no(
      _ glob: String, _ text: String, _ style: Glob.Style = .word, at: SourceLocation = #_sourceLocation
    ) -> Row { Row(glob: glob, text: text, style: style, matches: false, at: at) }
  }

  static let rows: [Row] = [
    .yes("mcp__github__delete_*", "mcp__github__delete_branch"),
    .no("mcp__github__delete_*", "mcp__github__list"),
    .yes("release/*", "release/1.2"),
    .yes("release/*", "release/1/2"),
    .no("release/*", "release"),
    .yes("https://*.internal.example/*", "https://a.b.internal.example/x/y"),
    .no("https://*.internal.example/*", "https://internal.example/x"),
    .yes("*", ""),
    .yes("", ""),
    .no("", "a"),
    .yes("a?c", "abc"),
    .no("a?c", "ac"),
    .yes("a\\*", "a*"),
    .no("a\\*", "ab"),
    .yes("[a]", "[a]"),
    .no("[a]", "a"),
    .yes("**", "a/b"),
    .no("Main", "main"),
    .yes("src/*.py", "src/a.py", .path),
    .no("src/*.py", "src/a/b.py", .path),
    .yes("src/**/*.py", "src/a/b.py", .path),
    .yes("src/**/*.py", "src/b.py", .path),
    .yes("src/**", "src/a/b", .path),
    .no("src/**", "src", .path),
    .yes("[ab]/x", "b/x", .path),
  ]

  @Test(arguments: rows) func table(_ row: Row) {
    #expect(Glob(row.glob, style: row.style).matches(row.text) == row.matches, sourceLocation: row.at)
  }

  @Test func foldsCaseWhenAsked() {
    #expect(Glob("Release/*", foldsCase: true).matches("rELEASE/X"))
    #expect(Glob("main", foldsCase: true).matches("MAIN"))
  }

  @Test func aLongTextIsSearchedInProportion() {
    #expect(!Glob(String(repeating: "a*", count: 40) + "b").matches(String(repeating: "a", count: 100_000)))
  }
}
