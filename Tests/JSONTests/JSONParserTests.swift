import JSON
import Testing

@Suite struct JSONParserTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let text: [UInt8]
    let value: JSONValue?
    let message: String
    let at: SourceLocation
    var testDescription: String { String(decoding: text.prefix(40), as: UTF8.self) }

    static func reads(_ text: String, as value: JSONValue, at: SourceLocation = #_sourceLocation) -> Row {
      Row(text: Array(text.utf8), value: value, message: "", at: at)
    }
    static func refuses(_ text: String, _ message: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(text: Array(text.utf8), value: nil, message: message, at: at)
    }
    static func refuses(bytes: [UInt8], _ message: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(text: bytes, value: nil, message: message, at: at)
    }
  }

  static let rows: [Row] = [
    .reads("null", as: .null),
    .reads(" [1, -2, 0.5, true, false, null] ", as: [1, -2, .real(0.5), true, false, .null]),
    .reads(#"{"b":1,"a":{"c":[]}}"#, as: ["b": 1, "a": ["c": []]]),
    .reads(#""a\u0000b""#, as: .string("a\0b")),
    .reads(#""\ud83d\ude00 \u2028 \"\\\/\b\f\n\r\t""#, as: .string("😀 \u{2028} \"\\/\u{8}\u{C}\n\r\t")),
    .reads("9223372036854775807", as: .integer(.max)),
    .reads("[18446744073709551615]", as: [.real(18_446_744_073_709_551_616)]),
    .reads("1e3", as: .real(1000)),
    .refuses("", "empty input"),
    .refuses("  ", "unexpected token near end of file"),
    .refuses(#"{"a":1,"a":2}"#, "two members of one object have the same name near '\"a\"'"),
    .refuses(#"{"a":1,"\u0061":2}"#, "two members of one object have the same name"),
    .refuses(#"{"a\u0000b":1}"#, "a member's name contains NUL"),
    .refuses(#""\ud800""#, "half of a surrogate pair"),
    .refuses(#""\udc00\ud800""#, "half of a surrogate pair"),
    .refuses(#"{"a":1"#, "'}' expected near end of file"),
    .refuses("{} {}", "something follows the end of the JSON text"),
    .refuses("[1,]", "unexpected token near ']'"),
    .refuses("{'a':1}", "expected"),
    .refuses("\"a\nb\"", "unexpected newline"),
    .refuses("1e999", "a number is too large"),
    .refuses("NaN", "invalid token near 'NaN'"),
    .refuses(bytes: [0x22, 0xFF, 0x22], "not UTF-8: unexpected byte 0xff"),
    .refuses(bytes: [0x22, 0xC0, 0x80, 0x22], "not UTF-8"),
    .refuses(bytes: [0x22, 0xED, 0xA0, 0x80, 0x22], "not UTF-8"),
    .refuses(bytes: [0x5B, 0x00, 0x5D], "invalid token"),
    .refuses(String(repeating: "[", count: 100_000), "nested more than 2,048 levels deep"),
    .refuses(String(repeating: "{\"a\":", count: 100_000), "nested more than 2,048 levels deep"),
  ]

  @Test(arguments: rows) func table(_ row: Row) {
    do throws(JSONError) {
      let value = try JSONParser.parse(row.text)
      #expect(value == row.value, sourceLocation: row.at)
    } catch {
      #expect(row.value == nil, "\(error)", sourceLocation: row.at)
      #expect(error.message.contains(row.message), "\(error)", sourceLocation: row.at)
    }
  }

  @Test func aMistakeHasItsPlace() {
    #expect(throws: JSONError(message: "unexpected token near '}'", line: 2, column: 5)) {
      try JSONParser.parse(Array("{\n\"a\":}".utf8))
    }
  }

  @Test func tenMegabytesInOneString() throws {
    let text = String(repeating: "0123456789", count: 1_000_000)
    let value = try JSONParser.parse(Array("{\"text\":\"\(text)\"}".utf8))
    #expect(value["text"]?.string?.utf8.count == 10_000_000)
    #expect(JSONWriter.compact(value).utf8.count == 10_000_011)
  }

  @Test func nestingUpToTheBoundIsRead() throws {
    var depth = 0
    var value = try JSONParser.parse(
      Array((String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000)).utf8))
    while let inner = value.array?.first {
      value = inner
      depth += 1
    }
    #expect(depth == 1999)
  }
}
