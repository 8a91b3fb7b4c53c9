import ShellSyntax
import Testing

/// What is no script, where that shows, and whether more text could help.
@Suite struct ErrorTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var text: String
    var error: String
    var at: SourceLocation

    init(_ text: String, _ error: String, at: SourceLocation = #_sourceLocation) {
      self.text = text
      self.error = error
      self.at = at
    }

    var testDescription: String { text.debugDescription }
  }

  @Test(arguments: broken + incomplete)
  func errors(_ row: Row) {
    #expect(description(of: row.text, as: .bash) == row.error, sourceLocation: row.at)
  }

  static let broken: [Row] = [
    Row("a)", "1:2: unexpected \")\""),
    Row("a\n  b )", "2:5: unexpected \")\""),
    Row("()", "1:2: unexpected \")\""),
    Row("; a", "1:1: unexpected \";\""),
    Row("a ;; b", "1:3: unexpected \";;\""),
    Row("a; ; b", "1:4: unexpected \";\""),
    Row("a & && b", "1:5: unexpected \"&&\""),
    Row("&& a", "1:1: unexpected \"&&\""),
    Row("a | ! b", "1:5: unexpected \"!\""),
    Row("! | a", "1:3: unexpected \"|\""),
    Row("a\n| b", "2:1: unexpected \"|\""),
    Row("fi", "1:1: unexpected \"fi\""),
    Row("}", "1:1: unexpected \"}\""),
    Row("{ }", "1:3: unexpected \"}\""),
    Row("{ (a) >x }", "1:10: unexpected \"}\", expected \"}\""),
    Row("if a; then fi", "1:12: unexpected \"fi\""),
    Row("if a; fi", "1:7: unexpected \"fi\", expected \"then\""),
    Row("while a; do b; fi", "1:16: unexpected \"fi\", expected \"done\""),
    Row("for x { a; }", "1:7: unexpected \"{\", expected \"do\""),
    Row("for x in a & do b; done", "1:12: unexpected \"&\", expected \"do\""),
    Row("for ((a;b)); do c; done", "1:10: unexpected \")\", expected \";\""),
    Row("case x in a b) c;; esac", "1:13: unexpected \"b\", expected \")\""),
    Row("case x in ) a;; esac", "1:11: unexpected \")\""),
    Row("f() a", "1:5: unexpected \"a\""),
    Row("f(a) { b; }", "1:2: unexpected \"(\""),
    Row("x f() { a; }", "1:4: unexpected \"(\""),
    Row("a=b() { c; }", "1:4: unexpected \"(\""),
    Row("echo a=(1)", "1:8: unexpected \"(\""),
    Row("a= (1)", "1:4: unexpected \"(\""),
    Row("a=(b;c)", "1:5: unexpected \";\""),
    Row("a=(b=(c))", "1:6: unexpected \"(\""),
    Row("a <\nb", "1:4: unexpected newline"),
    Row("a > >b", "1:5: unexpected \">\""),
    Row("a <<<<b", "1:6: unexpected \"<\""),
    Row("[[ ]]", "1:4: unexpected \"]]\""),
    Row("[[ a b c ]]", "1:6: unexpected \"b\", expected \"]]\""),
    Row("[[ -f ]]", "1:7: unexpected \"]]\""),
    Row("[[ a ; b ]]", "1:6: unexpected \";\", expected \"]]\""),
    Row("((a) b)", "1:6: unexpected \"b\", expected \")\""),
    Row("echo $(if)", "1:10: unexpected \")\""),
    Row("echo $(;)", "1:8: unexpected \";\""),
    Row("echo `if`", "1:6: unexpected end of input"),
    Row("echo ${x:-`}`}", "1:11: unexpected \"}\""),
    Row("cat <<E\n`(`\nE", "2:1: unexpected end of input"),
    Row("cat <<E\n${x\nE", "2:1: unclosed ${"),
    Row("a\u{0}b", "1:2: a NUL byte"),
  ]

  static let incomplete: [Row] = [
    Row("a &&", "1:5: unexpected end of input (incomplete)"),
    Row("a |\n", "2:1: unexpected end of input (incomplete)"),
    Row("(a", "1:3: unexpected end of input, expected \")\" (incomplete)"),
    Row("{ a", "1:4: unexpected end of input, expected \"}\" (incomplete)"),
    Row("if a", "1:5: unexpected end of input, expected \"then\" (incomplete)"),
    Row("if a; then b", "1:13: unexpected end of input, expected \"fi\" (incomplete)"),
    Row("for x in a; do", "1:15: unexpected end of input (incomplete)"),
    Row("case x in", "1:10: unexpected end of input (incomplete)"),
    Row("f()", "1:4: unexpected end of input (incomplete)"),
    Row("a >", "1:4: unexpected end of input (incomplete)"),
    Row("cat <<", "1:7: unexpected end of input (incomplete)"),
    Row("a=(b", "1:3: unclosed ( (incomplete)"),
    Row("a[1", "1:2: unclosed [ (incomplete)"),
    Row("echo 'a", "1:6: unclosed ' (incomplete)"),
    Row("echo \"a $x", "1:6: unclosed \" (incomplete)"),
    Row("echo $'a\\'", "1:7: unclosed $' (incomplete)"),
    Row("echo `a", "1:6: unclosed ` (incomplete)"),
    Row("echo $(a", "1:9: unexpected end of input, expected \")\" (incomplete)"),
    Row("echo ${a", "1:6: unclosed ${ (incomplete)"),
    Row("echo $((1", "1:10: unexpected end of input, expected \")\" (incomplete)"),
    Row("echo \"${x:-it's}\"", "1:14: unclosed ' (incomplete)"),
    Row("[[ a", "1:5: unexpected end of input, expected \"]]\" (incomplete)"),
    Row("[[ a ==", "1:8: unexpected end of input (incomplete)"),
    Row("echo @(a", "1:7: unclosed ( (incomplete)"),
  ]
}
