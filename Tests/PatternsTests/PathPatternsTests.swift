import Patterns
import Testing

/// What lists do beyond gitignore, which GitConformanceTests covers.
@Suite struct PathPatternsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var patterns: [String]
    var path: String
    var isFolder = false
    var expected: Int?
    var at: SourceLocation

    var testDescription: String { "\(patterns) \(path)" }

    static func guards(
      _ path: String, by patterns: String..., index: Int = 0, isFolder: Bool = false,
      at: SourceLocation = #_sourceLocation
    ) -> Row { Row(patterns: patterns, path: path, isFolder: isFolder, expected: index, at: at) }

    static func leaves(
      _ path: String, by patterns: String..., isFolder: Bool = false, at: SourceLocation = #_sourceLocation
    ) -> Row { Row(patterns: patterns, path: path, isFolder: isFolder, expected: nil, at: at) }
  }

  static let protected: [Row] = [
    // Case and accents do not lead around a pattern.
    .guards(".ENV", by: ".env"),
    .guards("Generated/X.swift", by: "generated/"),
    .guards("generated/x.swift", by: "GENERATED/"),
    .guards("SRC/Secret.Key", by: "src/*.key"),
    .guards("KEYS/A1", by: "keys/[a-c]?"),
    .guards("caf\u{E9}.txt", by: "cafe\u{301}.txt"),
    .guards("cafe\u{301}.txt", by: "caf\u{E9}.txt"),
    .guards("CAFE\u{301}.TXT", by: "caf\u{E9}.*"),
    .guards("docs/\u{C9}T\u{C9}/x", by: "\u{E9}t\u{E9}/"),
    .guards("Stra\u{DF}e", by: "STRASSE\u{200D}*", "stra\u{DF}e", index: 1),
    .guards("\u{17F}ecret", by: "secret"),
    .guards(".gi\u{200C}t/config", by: ".git/"),
    .guards(".ssh/\u{301}x", by: ".ssh/"),
    .guards("\u{E9}", by: "?"),
    .guards("na\u{EF}ve/\u{E9}/b", by: "**/\u{E9}/b"),
    .guards("x\u{E9}y", by: "x[\u{E9}\u{E8}]y"),
    .leaves("caf\u{E8}.txt", by: "caf\u{E9}.txt"),
    .leaves("cafe.txt", by: "caf\u{E9}.txt"),
    // A negation takes out exactly what it says.
    .leaves("keys/public.key", by: "*.key", "!public.key"),
    .guards("keys/PUBLIC.key", by: "*.key", "!public.key"),
    .leaves("A", by: "*", "!A"),
    .guards("a", by: "*", "!A"),
    .guards("secret/public.key", by: "secret/", "!secret/public.key"),
    // Folding never matches less than the exact bytes would.
    .guards("Abc", by: "[!a]bc"),
    // Templates are matched by their name or a folder, not by a wildcard.
    .leaves(".env.example", by: ".env", ".env.*"),
    .leaves("app/.env.sample", by: ".env*"),
    .leaves(".env.template", by: "*.template"),
    .leaves(".env.dist", by: "**/.env.????"),
    .leaves(".env.local.example", by: ".env.*"),
    .guards(".env.local", by: ".env.*"),
    .guards(".env.examples", by: ".env.*"),
    .guards(".env.example.local", by: ".env.*"),
    .guards("example.env", by: "*.env"),
    .guards(".env.example", by: ".env.*", ".env.example", index: 1),
    .guards("config/.env.example", by: "config/.env.example"),
    .guards("secret/.env.example", by: "secret/"),
    .guards("secret/.env.example", by: "secret/**"),
    .guards("secret/.env.example", by: "sec*/"),
    .guards(".ENV.EXAMPLE", by: ".env.*"),
    .guards(".env.example/key", by: ".env.*"),
  ]

  @Test(arguments: protected) func protectedPaths(_ row: Row) {
    let patterns = PathPatterns(row.patterns, foldsCase: true, exceptTemplates: true)
    #expect(patterns.match(row.path, isFolder: row.isFolder) == row.expected, sourceLocation: row.at)
  }

  static let exact: [Row] = [
    .leaves(".ENV", by: ".env"),
    .guards(".env.example", by: ".env.*"),
    .leaves("cafe\u{301}", by: "caf\u{E9}"),
    .guards("a/b/c", by: "a/"),
    .guards("a", by: "a/", isFolder: true),
    .leaves("a", by: "a/"),
    .guards("a/", by: "a/"),
    .leaves("", by: "*"),
    .leaves("x", by: ""),
    .guards("~/x", by: "~/x"),
  ]

  @Test(arguments: exact) func plainPaths(_ row: Row) {
    #expect(PathPatterns(row.patterns).match(row.path, isFolder: row.isFolder) == row.expected, sourceLocation: row.at)
  }

  @Test func patternsOfTheHomeFolderKeepTheirIndices() {
    let list = ["a", "~/.ssh/id_*", "!~/.ssh/*.pub", "b"]
    let folder = PathPatterns(list, base: .folder)
    let home = PathPatterns(list, base: .home)
    #expect(folder.match("x/b", isFolder: false) == 3)
    #expect(folder.match(".ssh/id_rsa", isFolder: false) == nil)
    #expect(home.match(".ssh/id_rsa", isFolder: false) == 1)
    #expect(home.match("backup/.ssh/id_rsa", isFolder: false) == nil)
    #expect(home.decision(".ssh/id_rsa.pub", isFolder: false) == .negated(2))
    #expect(home.match("b", isFolder: false) == nil)
  }

  @Test func exceptionsStayOutOfAMatchedFolder() {
    let patterns = PathPatterns([".git/"], foldsCase: true, exceptions: ["**/.git/**/COMMIT_EDITMSG"])
    #expect(patterns.match(".git", isFolder: true) == 0)
    #expect(patterns.match(".git/config", isFolder: false) == 0)
    #expect(patterns.match(".git/COMMIT_EDITMSG", isFolder: false) == nil)
    #expect(patterns.match("sub/.git/worktrees/w/COMMIT_EDITMSG", isFolder: false) == nil)
    #expect(patterns.match(".git/commit_editmsg", isFolder: false) == 0)
  }

  @Test func aListMayHaveAnyNumberOfBracketsAndCharacters() {
    let characters = (0x4E00..<0x6E00).compactMap { Unicode.Scalar($0).map { String(Character($0)) } }
    let many = PathPatterns(
      [String(repeating: "[ab]", count: 70_000), characters.joined(), "[cd]x", "\u{E9}[ef]"], foldsCase: true)
    #expect(many.match("Dx", isFolder: false) == 2)
    #expect(many.match("E\u{301}F", isFolder: false) == 3)
    #expect(many.match("\u{E8}f", isFolder: false) == nil)
  }

  @Test func unfinishedPatternsAreNamed() {
    #expect(PathPatterns(["a", "b[", "c\\", "[[:nope:]]", "d"]).unfinished == [1, 2, 3])
    #expect(PathPatterns(["a", "[b]"]).unfinished == [])
  }

  @Test(.timeLimit(.minutes(1))) func noPatternTakesExponentialTime() {
    let path = String(repeating: "a", count: 1_000)
    let deep = String(repeating: "a/", count: 60) + "a"
    for stars in ["a*", "*a*", "**/a*/", "?*"] {
      let patterns = PathPatterns([String(repeating: stars, count: 20) + "b"], foldsCase: true)
      #expect(patterns.match(path, isFolder: false) == nil)
      #expect(patterns.match(deep, isFolder: false) == nil)
    }
  }
}
