import JSON
import Testing

@Suite struct JSONReaderTests {
  static let payload: JSONValue = [
    "name": "Bash", "count": 3, "ratio": .real(0.5), "whole": .real(4), "flag": true, "nothing": .null,
    "tool_input": ["command": ["rm"], "edits": [["old": "a"], ["old": 1]], "names": ["x", 2]],
  ]
  let reader = JSONReader(payload)

  @Test func whatIsThereIsRead() throws {
    #expect(try reader.string("name") == "Bash")
    #expect(try reader.integer("count") == 3)
    #expect(try reader.integer("whole") == 4)
    #expect(try reader.optionalNumber("ratio") == 0.5)
    #expect(try reader.bool("flag"))
    #expect(try reader.optionalString("nothing") == nil)
    #expect(try reader.optionalString("absent") == nil)
    #expect(try reader.object("tool_input").array("edits")[0].string("old") == "a")
    #expect(try reader.members().map(\.name).last == "tool_input")
  }

  static let mistakes: [(String, @Sendable (JSONReader) throws(JSONReadError) -> Void)] = [
    ("absent: expected string, but it is missing", { (r) throws(JSONReadError) in _ = try r.string("absent") }),
    ("nothing: expected string, but it is missing", { (r) throws(JSONReadError) in _ = try r.string("nothing") }),
    (
      "tool_input.command: expected string, found array",
      { (r) throws(JSONReadError) in _ = try r.object("tool_input").string("command") }
    ),
    (
      "tool_input.edits[1].old: expected string, found number",
      { (r) throws(JSONReadError) in
        for edit in try r.object("tool_input").array("edits") { _ = try edit.string("old") }
      }
    ),
    (
      "tool_input.names[1]: expected string, found number",
      { (r) throws(JSONReadError) in _ = try r.object("tool_input").strings("names") }
    ),
    ("name: expected object, found string", { (r) throws(JSONReadError) in _ = try r.object("name") }),
    ("name: expected object, found string", { (r) throws(JSONReadError) in _ = try r.member("name")?.string("x") }),
    ("ratio: expected whole number, found number", { (r) throws(JSONReadError) in _ = try r.integer("ratio") }),
    ("count: expected boolean, found number", { (r) throws(JSONReadError) in _ = try r.optionalBool("count") }),
    ("flag: expected array, found boolean", { (r) throws(JSONReadError) in _ = try r.optionalArray("flag") }),
  ]

  @Test(arguments: mistakes.indices) func mistakesNameTheirPlace(_ index: Int) {
    let (message, read) = Self.mistakes[index]
    do throws(JSONReadError) {
      try read(reader)
      Issue.record("nothing was thrown")
    } catch { #expect(error.description == message) }
  }

  @Test func theWholeTextMayBeWrong() {
    #expect(throws: JSONReadError(path: "", expected: "object", found: "array")) { try JSONReader([]).string("a") }
    #expect(JSONReadError(path: "", expected: "object", found: "array").description == "expected object, found array")
  }
}
