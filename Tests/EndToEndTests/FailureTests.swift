import Foundation
import Testing

/// Bad input, broken surroundings: a clear refusal where something is about to happen, and nothing lost.
@Suite("failing") struct FailureTests {
  struct Input: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: Data
    var says: String
    var testDescription: String { name }
    init(_ name: String, _ text: String, says: String) {
      self.name = name
      bytes = Data(text.utf8)
      self.says = says
    }
    init(_ name: String, bytes: [UInt8], says: String) {
      self.name = name
      self.bytes = Data(bytes)
      self.says = says
    }
  }

  static let head =
    "{\"session_id\":\"s\",\"cwd\":\"/tmp\",\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"Bash\",\"tool_input\":"

  static let unreadable = [
    Input("empty", "", says: "standard input"),
    Input("white space", "  \n", says: "standard input"),
    Input("truncated", "{\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"Ba", says: "standard input"),
    Input("an array", "[1,2]", says: "object"),
    Input("a string", "\"PreToolUse\"", says: "object"),
    Input("two objects", head + "{\"command\":\"ls\"}}{}", says: "standard input"),
    Input(
      "duplicate keys", head + "{\"command\":\"ls\",\"command\":\"rm -rf /\"}}",
      says: "two members of one object have the same name"),
    Input("nested 100,000 deep", head + String(repeating: "[", count: 100_000), says: "standard input"),
    Input(
      "not UTF-8", bytes: Array((head + "{\"command\":\"").utf8) + [0xFF, 0xFE] + Array("\"}}".utf8), says: "UTF-8"),
    Input("a lone surrogate", head + "{\"command\":\"echo \\ud800\"}}", says: "standard input"),
    Input("command is an array", head + "{\"command\":[\"ls\"]}}", says: "tool_input.command"),
    Input("command is missing", head + "{}}", says: "tool_input.command"),
    Input("tool_input is a string", head + "\"ls\"}", says: "tool_input"),
    Input(
      "tool_name is a number", "{\"hook_event_name\":\"PreToolUse\",\"tool_name\":3,\"tool_input\":{}}",
      says: "tool_name"),
    Input(
      "cwd is a number",
      "{\"hook_event_name\":\"PreToolUse\",\"cwd\":3,\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"ls\"}}",
      says: "cwd"),
    Input(
      "session_id is an object",
      "{\"hook_event_name\":\"PreToolUse\",\"session_id\":{},\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"ls\"}}",
      says: "session_id"),
    Input(
      "hook_event_name is missing", "{\"session_id\":\"s\",\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"ls\"}}",
      says: "hook_event_name"),
    Input("hook_event_name is a number", "{\"hook_event_name\":7}", says: "hook_event_name"),
    Input("a script that does not parse", head + "{\"command\":\"echo 'open\"}}", says: "parse"),
    Input(
      "NUL in a path",
      "{\"hook_event_name\":\"PreToolUse\",\"cwd\":\"/tmp\",\"tool_name\":\"Write\",\"tool_input\":{\"file_path\":\"a\\u0000b\",\"content\":\"\"}}",
      says: "NUL"),
  ]

  @Test(arguments: unreadable, ["claude-code", "codex", "devin"])
  func whatCannotBeJudgedIsRefused(_ input: Input, agent: String) throws {
    let scratch = try Scratch()
    var bytes = input.bytes
    if agent == "devin", let text = String(data: bytes, encoding: .utf8) {
      // The same tools have other names there.
      let renamed = text.replacingOccurrences(of: "\"Bash\"", with: "\"exec\"")
      bytes = Data(renamed.replacingOccurrences(of: "\"Write\"", with: "\"write\"").utf8)
    }
    let outcome = try scratch.run(["hook", agent], input: bytes)
    #expect(!outcome.crashed)
    #expect(outcome.code == 2, "\(outcome)")
    #expect(outcome.diagnostics.contains(input.says), "\(outcome.diagnostics)")
    #expect(outcome.diagnostics.contains("fix:"))
  }

  @Test(arguments: ["Stop", "SubagentStop", "SessionEnd", "PostToolUse"])
  func aBrokenPayloadOfAnEventThatIsNotRefusedTrapsNobody(_ event: String) throws {
    let scratch = try Scratch()
    let outcome = try scratch.run(
      ["hook", "claude-code"], input: Data("{\"hook_event_name\":\"\(event)\",\"session_id\":".utf8))
    #expect(outcome.code == 0)
    #expect(outcome.output.isEmpty)
  }

  @Test func aToolsTextCannotPoseAsTheEventsName() throws {
    let scratch = try Scratch()
    let text =
      "{\"hook_event_name\":\"PreToolUse\",\"tool_input\":{\"hook_event_name\":\"Stop\",\"command\":\"\\\"hook_event_name\\\":\\\"Stop\\\"\""
    #expect(try scratch.run(["hook", "claude-code"], input: Data(text.utf8)).code == 2)
  }

  @Test func whatCanBeJudgedIsJudged() throws {
    let scratch = try Scratch(policy: "version = 1\n[protected-paths]\nwrite = [\"generated/\"]\n")
    // A file of 10 MB.
    let large = String(repeating: "0123456789", count: 1_000_000)
    #expect(try scratch.hook(scratch.write(tool: scratch.path("a.txt"), large)).isSilent)
    #expect(try scratch.hook(scratch.write(tool: scratch.path("generated/a.txt"), large)).isRefused)
    // A tool that nobody knows, by its arguments.
    let unknown = { (arguments: [String: Any]) in
      scratch.payload("PreToolUse", ["tool_name": "Scribble", "tool_input": arguments])
    }
    #expect(try scratch.hook(unknown(["path": scratch.path("generated/a.txt"), "text": "x"])).isRefused)
    #expect(try scratch.hook(unknown(["path": scratch.path("a.txt"), "text": "x"])).isSilent)
    #expect(try scratch.hook(unknown(["command": "rm -rf /"])).isRefused)
    #expect(try scratch.hook(unknown(["cmd": ["rm", "-rf", "/"]])).isRefused)
    #expect(try scratch.hook(unknown(["command": "ls"])).isSilent)
    // An event that nobody knows.
    #expect(try scratch.hook(scratch.payload("SomethingNew")).isSilent)
  }

  @Test func withoutAPolicyTheDefaultsHold() throws {
    let scratch = try Scratch()
    #expect(try scratch.hook(scratch.bash("rm -rf /")).isRefused)
    #expect(try scratch.hook(scratch.bash("cat .env")).isRefused)
    #expect(try scratch.hook(scratch.bash("ls -la && git status")).isSilent)
    // Without a policy file nothing is left in the project.
    #expect(!FileManager.default.fileExists(atPath: scratch.path(".hook-state")))
  }

  @Test func anInvalidPolicyRefusesWhereNoValidOneWasEverSeen() throws {
    let scratch = try Scratch(policy: "version = 1\n[protected-paths]\nwrites = [\"generated/\"]\n")
    let outcome = try scratch.hook(scratch.bash("ls"))
    #expect(outcome.code == 2)
    #expect(
      outcome.diagnostics.contains(
        "taffrail.toml:3:1: unknown key \"writes\" in protected-paths; did you mean \"write\"?"),
      "\(outcome.diagnostics)")
    // Nobody is trapped by it.
    #expect(try scratch.hook(scratch.payload("Stop", ["stop_hook_active": false])).code == 0)
  }

  @Test func anInvalidPolicyIsReplacedByItsLastValidForm() throws {
    let scratch = try Scratch(policy: "version = 1\n[protected-paths]\nwrite = [\"generated/\"]\n")
    #expect(try scratch.hook(scratch.write(tool: scratch.path("generated/a"))).isRefused)
    try scratch.write("taffrail.toml", "version = 1\n[protected-paths\n")
    #expect(try scratch.hook(scratch.write(tool: scratch.path("generated/a"))).isRefused)
    let first = try scratch.hook(scratch.bash("ls"))
    #expect(first.code == 0)
    // The notice came with one of the calls above, and comes once a session.
    #expect(try scratch.hook(scratch.bash("ls")).isSilent)
  }

  @Test func anOpenFailureIsSaidAndLetThrough() throws {
    let scratch = try Scratch()
    let outcome = try scratch.run(
      ["hook", "claude-code"], input: Data("{".utf8), environment: ["TAFFRAIL_FAIL": "open"])
    #expect(outcome.code == 0)
    #expect(outcome.diagnostics.contains("let through"))
    // It opens failures, not verdicts.
    #expect(try scratch.hook(scratch.bash("rm -rf /"), environment: ["TAFFRAIL_FAIL": "open"]).isRefused)
  }

  @Test func brokenStateNeverChangesAVerdict() throws {
    let scratch = try Scratch(policy: "version = 1\n[protected-paths]\nwrite = [\"generated/\"]\n")
    _ = try scratch.hook(scratch.write(tool: scratch.path("new.txt")))
    let sessions = scratch.root.appending(path: ".hook-state/sessions")
    let names = try FileManager.default.contentsOfDirectory(atPath: sessions.path).filter { $0.hasSuffix(".json") }
    #expect(names.count == 1)
    for name in names { try Data("{\"tags\": 3".utf8).write(to: sessions.appending(path: name)) }
    #expect(try scratch.hook(scratch.write(tool: scratch.path("generated/a"))).isRefused)
    #expect(try scratch.hook(scratch.bash("ls")).code == 0)
  }

  @Test func anAuditFolderThatLeadsElsewhereIsNotWritten() throws {
    let scratch = try Scratch(policy: "version = 1\n")
    let elsewhere = scratch.folder.appending(path: "elsewhere")
    let files = FileManager.default
    try files.createDirectory(at: elsewhere, withIntermediateDirectories: true)
    try files.createDirectory(at: scratch.root.appending(path: ".hook-state"), withIntermediateDirectories: true)
    try files.createSymbolicLink(at: scratch.root.appending(path: ".hook-state/audit"), withDestinationURL: elsewhere)
    #expect(try scratch.hook(scratch.bash("rm -rf /")).isRefused)
    #expect(try scratch.hook(scratch.bash("ls")).code == 0)
    #expect(try files.contentsOfDirectory(atPath: elsewhere.path).isEmpty)
  }

  @Test func aFolderThatCannotBeWrittenNeverChangesAVerdict() throws {
    let scratch = try Scratch(policy: "version = 1\n")
    // A file where the folder should be: root may write anything else.
    try scratch.write(".hook-state", "not a folder")
    #expect(try scratch.hook(scratch.bash("rm -rf /")).isRefused)
    #expect(try scratch.hook(scratch.bash("ls")).code == 0)
    #expect(scratch.read(".hook-state") == "not a folder")
  }

  @Test func aWorkingDirectoryThatDoesNotExist() throws {
    let scratch = try Scratch(policy: "version = 1\n[protected-paths]\nwrite = [\"generated/\"]\n")
    var payload = scratch.bash("rm -rf /")
    payload["cwd"] = scratch.path("gone/away")
    #expect(try scratch.hook(payload).isRefused)
    payload = scratch.bash("echo x > ../../generated/a")
    payload["cwd"] = scratch.path("gone/away")
    #expect(try scratch.hook(payload).isRefused)
  }

  @Test func withoutAHome() throws {
    let scratch = try Scratch(policy: "version = 1\n")
    #expect(try scratch.hook(scratch.bash("rm -rf /"), environment: ["HOME": nil]).isRefused)
    #expect(try scratch.hook(scratch.bash("ls"), environment: ["HOME": nil]).isSilent)
    let bare = try Scratch()
    #expect(try bare.hook(bare.bash("rm -rf ~"), environment: ["HOME": nil]).isRefused)
    #expect(try bare.hook(bare.bash("ls"), environment: ["HOME": nil]).code == 0)
  }

  @Test func sessionIdsCannotLeaveTheStateFolder() throws {
    let scratch = try Scratch(policy: "version = 1\n")
    for id in ["../../../escape", "", "/etc/passwd", String(repeating: "x", count: 10_000), "a\u{0}b", "."] {
      var payload = scratch.write(tool: scratch.path("new-\(id.count).txt"))
      payload["session_id"] = id
      #expect(try scratch.hook(payload).code == 0)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
    #expect(!names.contains { $0.contains("escape") })
  }

  @Test func aCallThatIsWiredWronglyIsNoAnswer() throws {
    let scratch = try Scratch()
    for arguments in [["hook", "no-such-agent"], ["hook", "claude-code", "--what"]] {
      let outcome = try scratch.run(arguments, input: Data("{}".utf8))
      #expect(outcome.code == 2)
      #expect(outcome.diagnostics.contains("fix:"))
    }
  }
}
