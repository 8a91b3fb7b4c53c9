import Patterns
import Testing

@Suite struct RegularExpressionTests {
  @Test func findsTheFirstMatchInBytes() throws {
    let expression = try RegularExpression("b+")
    #expect(expression.firstMatch(in: "é abbb b") == .match(4..<7))
    #expect(expression.firstMatch(in: "é abbb b", from: 7) == .match(8..<9))
    #expect(expression.firstMatch(in: "aaa") == .noMatch)
    #expect(expression.firstMatch(in: "b", from: 2) == .noMatch)
    #expect(expression.matches("abc") == .match)
    #expect(expression.matches("") == .noMatch)
  }

  @Test func optionsChangeWhatMatches() throws {
    #expect(try RegularExpression("é", options: .caseInsensitive).matches("É") == .match)
    #expect(try RegularExpression("^b$").matches("a\nb") == .noMatch)
    #expect(try RegularExpression("^b$", options: .lines).matches("a\nb") == .match)
    #expect(try RegularExpression(#"caf\w"#).matches("café") == .noMatch)
    #expect(try RegularExpression(#"caf\w"#, options: .unicodeClasses).matches("café") == .match)
    #expect(try RegularExpression("^.$").matches("é") == .match)
  }

  @Test func slashesAreOptional() throws {
    #expect(try RegularExpression(delimited: "/a+/").matches("xaay") == .match)
    #expect(try RegularExpression(delimited: "/A+/i").matches("xaay") == .match)
    #expect(try RegularExpression(delimited: "a+").matches("xaay") == .match)
    #expect(try RegularExpression(delimited: "/etc/passwd").matches("cat /etc/passwd") == .match)
    #expect(try RegularExpression(delimited: "/a+/").source == "/a+/")
  }

  @Test(arguments: [
    ("(", "missing closing parenthesis", 1), ("a(b", "missing closing parenthesis", 3),
    ("[b-a]", "range out of order in character class", 3), ("*", "quantifier does not follow a repeatable item", 0),
    ("\\C", "using \\C is disabled by the application", 2),
  ])
  func mistakesHaveAPlace(_ source: String, _ message: String, _ offset: Int) {
    #expect(throws: PatternError(message, offset: offset)) { try RegularExpression(source) }
    #expect(throws: PatternError(message, offset: offset + 1)) { try RegularExpression(delimited: "/\(source)/") }
  }

  /// The first are exponential, the last polynomial: each ends at the bound, far below a second.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: ["(a+)+$", "(a|aa)+$", "(a*)*[bc]", "(?:a?){60}a{60}$", "^(([a-z])+.)+[A-Z]([a-z])+$"])
  func catastrophesEndAtTheBound(_ source: String) throws {
    let text = String(repeating: "a", count: 4_000) + "!"
    #expect(try RegularExpression(source).matches(text) == .boundReached)
  }

  @Test func ordinaryPatternsOverLongTextsAreWithinTheBound() throws {
    let text = String(repeating: "let value = compute(argument: 42) // comment\n", count: 5_000)
    #expect(try RegularExpression("AKIA[0-9A-Z]{16}").matches(text) == .noMatch)
    #expect(try RegularExpression("password\\s*=\\s*['\"][^'\"]+['\"]").matches(text) == .noMatch)
    #expect(try RegularExpression(".*secret.*").matches(text) == .noMatch)
    #expect(try RegularExpression("a").matches(String(repeating: "b", count: 5 << 20)) == .boundReached)
  }
}
