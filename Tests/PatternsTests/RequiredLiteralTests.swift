import Testing

@testable import Patterns

/// Each expression with the pieces of text that all of its matches contain.
@Suite struct RequiredLiteralTests {
  @Test(arguments: [
    ("rm -rf /data", ["rm -rf /data"]), ("/rm -rf/", ["rm -rf"]), ("/Deploy Prod/i", ["deploy prod"]),
    ("a.c", ["a", "c"]), ("^git push$", ["git push"]), (#"\bdrop\s+table\b"#, ["drop", "table"]),
    (#"v1\.2\.3"#, ["v1.2.3"]), ("ab*c", ["a", "c"]), ("ab?c", ["a", "c"]), ("ab+c", ["ab", "c"]),
    ("ab{0,3}c", ["a", "c"]), ("(a|b) tool", [" tool"]), ("(?:x(y)z)? end", [" end"]), ("[abc]def", ["def"]),
    ("[]x]def", ["def"]), ("[^]x]def", ["def"]), (#"[\]x]def"#, ["def"]), ("[[:alpha:]]def", ["def"]),
    ("/task/i", ["ta"]), ("größe", ["gr", "e"]), ("é?x", ["x"]), (#"a\/b"#, ["a/b"]), ("a/b/", ["a/b/"]),
  ])
  func pieces(_ source: String, _ expected: [String]) {
    #expect(RequiredLiteral.pieces(of: source).map { String(decoding: $0, as: UTF8.self) } == expected)
  }

  /// Parts that change what others mean, or that no plain text stands for.
  @Test(arguments: [
    "a|b", "(?i)abc", "x(?i)abc", "(?=abc)x", "(*UCP)abc", #"\Qa.b\E"#, #"\x41bc"#, #"\N{U+41}"#, #"[\Qa]\E]x"#, "",
    ".*", "[abc]", #"\d+"#, #"\101bc"#,
  ])
  func nothingIsCertain(_ source: String) { #expect(RequiredLiteral.pieces(of: source).isEmpty) }

  /// Pieces of the language in any order: what an expression matches contains all of its pieces.
  @Test func everyMatchContainsThem() throws {
    let parts = [
      "a", "b", "K", "s", "x y", "(", ")", "(?:", "[", "]", "[^", "|", "*", "+", "?", "{2}", "{", "}", ".", "^", "$",
      "\\", "\\.", "\\d", "\\b", "\\s", "é", "-", ":", "[:alpha:]", "(?i)", "\\Q", "\\E", "1",
    ]
    let texts = ["a", "aab", "x y", "bbb1", "Kk s S", "éa-b:", "a.b", "(a)", "[b]", "{2}x y1", "\u{212A}s", "aKbs x y"]
    var random: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      return Int(random % UInt64(bound))
    }
    var matched = 0
    for _ in 0..<40_000 {
      var source = ""
      for _ in 0..<1 + next(7) { source += parts[next(parts.count)] }
      if next(3) == 0 { source = "/\(source)/i" }
      let pieces = RequiredLiteral.pieces(of: source)
      guard !pieces.isEmpty, let expression = try? RegularExpression(delimited: source) else { continue }
      for text in texts {
        guard case .match = expression.matches(text) else { continue }
        matched += 1
        for piece in pieces {
          let found = text.lowercased().utf8.split(separator: 0).first.map { Array($0) } ?? []
          try #require(
            contains(found, piece), "\(source) matches \(text) without \(String(decoding: piece, as: UTF8.self))")
        }
      }
    }
    #expect(matched > 1_000)
  }

  private func contains(_ text: [UInt8], _ piece: [UInt8]) -> Bool {
    guard text.count >= piece.count else { return false }
    return (0...text.count - piece.count).contains { Array(text[$0..<$0 + piece.count]) == piece }
  }
}
