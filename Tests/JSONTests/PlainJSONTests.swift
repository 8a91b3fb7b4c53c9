import Testing

@testable import JSON

/// The short reader of payloads against the whole one: where it does not decline, the two say the same.
@Suite struct PlainJSONTests {
  @Test(arguments: [
    "{}", " [ ] ", "\"\"", "0", "-1", "true", "false", "null", "[1,2 , -30]", #"{"a":1,"b":{"c":[null,"x"]}}"#,
    "{\n  \"a\" : \"b\"\r\n}\t", #""\"\\\/\b\f\n\r\t""#, #""größer → 😀""#, #"{"name":"\n","größe":"a\\b"}"#, "[-0]",
    "999999999999999999", "\"\u{7F}\"",
  ])
  func readsAlike(_ text: String) throws {
    let plain = try #require(try? PlainJSON.parse(Array(text.utf8)), "declined")
    #expect(plain == (try JSONParser.parseAny(Array(text.utf8))))
  }

  @Test(arguments: [
    "", " ", "{", "[", "\"", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[,1]", "[1 2]", "{\"a\":1 \"b\":2}", "{,}",
    "{a:1}", "{'a':1}", "{\"a\":1,\"a\":2}", "01", "-", "-01", "1.5", "1e3", "1E3", "+1", "9999999999999999999",
    "tru", "nul", "\"\\u0041\"", "\"\\x\"", "\"a\nb\"", "\"\u{1}\"", "1 2", "{} {}", "nullx", "[1]]", "\u{FEFF}1",
    String(repeating: "[", count: 100_000), String(repeating: "[", count: 80) + String(repeating: "]", count: 80),
  ])
  func declines(_ text: String) { #expect((try? PlainJSON.parse(Array(text.utf8))) == nil) }

  @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
  func declinesWhatIsNotUTF8(_ bytes: [UInt8]) {
    #expect((try? PlainJSON.parse([0x22] + bytes + [0x22])) == nil)
    #expect((try? PlainJSON.parse([0x22, 0x5C, 0x6E] + bytes + [0x22])) == nil)
  }

  /// Pieces of the language in any order, so that most texts are nearly right.
  @Test func readsWhatItDoesNotDeclineAlike() throws {
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"b\"", "\"a\":1", "\"b\":[1]", "1", "-2", "0", "true", "null", " ",
      "\n", "\\n", "\\\"", "\\", "é", "\\u00e9", "1.5", "e", "x",
    ]
    var random: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      return Int(random % UInt64(bound))
    }
    var read = 0
    for _ in 0..<100_000 {
      var text = ""
      for _ in 0..<1 + next(9) { text += pieces[next(pieces.count)] }
      guard let plain = try? PlainJSON.parse(Array(text.utf8)) else { continue }
      read += 1
      try #require(plain == (try? JSONParser.parseAny(Array(text.utf8))), "\(text.debugDescription)")
    }
    #expect(read > 1_000)
  }
}
