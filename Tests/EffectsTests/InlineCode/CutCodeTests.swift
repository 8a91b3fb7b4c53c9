import HookModel
import TestSupport
import Testing

@testable import Effects

@Suite("Code that is cut off, damaged or endless")
struct CutCodeTests {
  static let codes: [String] =
    (PythonTests.rows + JavaScriptTests.rows + ScriptLanguageTests.perlRows + ScriptLanguageTests.rubyRows
    + ScriptLanguageTests.phpRows + ScriptLanguageTests.awkRows + ScriptLanguageTests.sedRows
    + ScriptLanguageTests.sqlRows + FurtherLanguagesTests.luaRows + FurtherLanguagesTests.rRows
    + FurtherLanguagesTests.juliaRows + FurtherLanguagesTests.lispRows).map(\.code)

  static func read(_ code: String, _ language: InlineLanguage) -> InlineFindings {
    CommandEffects.findings(in: code, language: language, directory: "/w", facts: FakeFacts.workshop)
  }

  @Test("No beginning of any code makes any reader fail", arguments: InlineLanguage.allCases)
  func cut(_ language: InlineLanguage) {
    for code in Self.codes {
      let bytes = Array(code.utf8)
      for length in 0..<bytes.count { _ = Self.read(String(decoding: bytes[..<length], as: UTF8.self), language) }
    }
  }

  @Test("No byte put anywhere makes any reader fail", arguments: InlineLanguage.allCases)
  func damaged(_ language: InlineLanguage) {
    let signs = Array("'\"`{}()[]<>\\/#%$@=|.:;,\n".utf8)
    for code in Self.codes {
      for (place, _) in code.utf8.enumerated() {
        var bytes = Array(code.utf8)
        bytes[place] = signs[(place &* 7 &+ bytes.count) % signs.count]
        _ = Self.read(String(decoding: bytes, as: UTF8.self), language)
      }
    }
  }

  static let endless: [(piece: String, count: Int)] = [
    ("(", 20_000), ("[", 20_000), ("{", 20_000), ("f(", 20_000), ("f\"{", 2_000), ("a.", 20_000), ("`${", 2_000),
    ("x ? ", 10_000), ("\"#{", 2_000), ("'a' + ", 10_000), ("if x:\n p = 'a'\n", 2_000), ("<<A\n", 2_000),
    ("for x in ", 5_000), ("{ for (x of y) ", 2_000), ("unlink ", 10_000), ("s/a/b/e;", 2_000), ("p += 'x';", 2_000),
    ("def f(x):\n g(x)\n", 2_000), ("a = (", 10_000), ("function f() {", 5_000), ("(lambda x: ", 5_000),
    ("map(os.remove, ", 5_000), ("def f(", 10_000), ("f = lambda: f(", 5_000), ("x = glob('*')\nif y(", 2_000),
    ("/[", 10_000), ("<<<A\n", 2_000), ("\\", 20_000),
  ]

  @Test("Deep and long code is read in bounded time", arguments: endless.indices)
  func bounded(_ index: Int) {
    let (piece, count) = Self.endless[index]
    let code = String(repeating: piece, count: count)
    for language in InlineLanguage.allCases {
      let time = ThreadTime.measure { _ = Self.read(code, language) }
      #expect(time < .seconds(10), "\(language): \(piece)")
    }
  }
}
