import JSON
import Testing

@Suite struct JSONWriterTests {
  static let rows: [(JSONValue, String)] = [
    (.null, "null"), (true, "true"), (false, "false"), (0, "0"), (-7, "-7"), (.integer(.min), "-9223372036854775808"),
    (.integer(.max), "9223372036854775807"), (.real(1), "1.0"), (.real(-0.25), "-0.25"), (.real(1e300), "1e+300"),
    (.real(.infinity), "null"), (.real(.nan), "null"), ("", #""""#), ("a\"b\\c/d", #""a\"b\\c/d""#),
    ("\u{8}\u{9}\u{A}\u{C}\u{D}\u{0}\u{1F}\u{7F}", #""\b\t\n\f\r\u0000\u001f"# + "\u{7F}\""),
    ("é😀\u{2028}", "\"é😀\u{2028}\""), ([], "[]"), ([:], "{}"), ([1, [2], "x"], #"[1,[2],"x"]"#),
    (["b": 1, "a\n": [:]], #"{"b":1,"a\n":{}}"#),
  ]

  @Test(arguments: rows) func compact(_ value: JSONValue, _ text: String) {
    #expect(JSONWriter.compact(value) == text)
  }

  @Test(arguments: rows) func whatIsWrittenReadsTheSame(_ value: JSONValue, _ text: String) throws {
    if case .real(let number) = value, !number.isFinite { return }
    #expect(try JSONParser.parse(Array(JSONWriter.compact(value).utf8)) == value)
    #expect(try JSONParser.parse(Array(JSONWriter.pretty(value).utf8)) == value)
  }

  @Test func pretty() {
    let value: JSONValue = ["a": [1, ["b": .null]], "c": [], "d": [:]]
    #expect(
      JSONWriter.pretty(value) == """
        {
          "a": [
            1,
            {
              "b": null
            }
          ],
          "c": [],
          "d": {}
        }
        """)
  }
}
