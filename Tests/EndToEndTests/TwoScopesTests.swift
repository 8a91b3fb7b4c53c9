import Foundation
import Testing

/// An agent that finds us in two of its files asks twice about each action. Its two calls seldom begin at the same moment.
@Suite struct TwoScopesTests {
  static let policy = """
    version = 1
    [protected-paths]
    read = [".env"]
    [[quality-gate]]
    name = "unit"
    when = ["*.py"]
    run = ["sh", "-c", "echo run >> ../runs; exit 1"]
    mode = "on-stop"
    [completion-gate]
    require = ["unit"]
    max-blocks = 2
    """

  func project(scopes: [String]) throws -> Scratch {
    let scratch = try Scratch(policy: Self.policy)
    for scope in scopes {
      #expect(try scratch.run(["install", "claude-code"] + (scope.isEmpty ? [] : [scope])).code == 0)
    }
    #expect(try scratch.run(["trust", "--yes"]).code == 0)
    return scratch
  }

  func call(_ scratch: Scratch, _ command: String, id: String) -> [String: Any] {
    var payload = scratch.bash(command)
    payload["tool_use_id"] = id
    return payload
  }

  /// The same bytes to both: a dictionary has another order each time.
  func twice(_ scratch: Scratch, _ payload: [String: Any], apart: Double = 0) throws -> [Scratch.Outcome] {
    let bytes = try JSONSerialization.data(withJSONObject: payload)
    return try (0..<2).map { number in
      if number > 0 { Thread.sleep(forTimeInterval: apart) }
      return try scratch.run(["hook", "claude-code"], input: bytes)
    }
  }

  @Test(arguments: [(scopes: ["", "--user"], lines: 1), (["--local", "--user"], 1), ([""], 2), ([], 2)])
  func oneActionIsRecordedOnceHoweverLateItsTwin(_ row: (scopes: [String], lines: Int)) throws {
    let scratch = try project(scopes: row.scopes)
    let payload = call(scratch, "cat .env", id: "t1")
    #expect(try twice(scratch, payload, apart: 0.4).allSatisfy(\.isRefused))
    #expect(try scratch.audit().filter { $0["event"] as? String == "PreToolUse" }.count == row.lines)
    #expect(try scratch.run(["log", "verify"]).code == 0)
  }

  @Test func bothCallsGetTheSameAnswer() throws {
    let scratch = try project(scopes: ["", "--user"])
    for id in ["t1", "t2", "t3"] {
      let payload = call(scratch, "cat .env", id: id)
      let answers = try twice(scratch, payload).map(\.diagnostics)
      #expect(answers[0] == answers[1])
      // The third refusal by one rule says so, not the second of which both were told.
      #expect(answers[0].contains("stop trying") == (id == "t3"), "\(id): \(answers[0])")
    }
  }

  @Test func whatAPersonLetThroughPassesInBoth() throws {
    let scratch = try project(scopes: ["", "--user"])
    let refused = try scratch.hook(call(scratch, "git push --force origin main", id: "t1")).diagnostics
    let range = try #require(refused.range(of: "taffrail ok "))
    let code = refused[range.upperBound...].prefix { $0.isLetter || $0.isNumber }
    _ = try scratch.hook(scratch.payload("UserPromptSubmit", ["prompt": "taffrail ok \(code)"]))
    let again = call(scratch, "git push --force origin main", id: "t2")
    #expect(try twice(scratch, again).allSatisfy(\.isSilent))
    #expect(try scratch.hook(call(scratch, "git push --force origin main", id: "t3")).isRefused)
  }

  @Test func oneEndOfATurnCountsOnce() throws {
    let scratch = try project(scopes: ["", "--user"])
    try scratch.write("a.py", "x\n")
    _ = try scratch.hook(scratch.write(tool: scratch.path("a.py"), event: "PostToolUse"))
    for turn in 1...3 {
      let stop = scratch.payload("Stop", ["stop_hook_active": turn > 1, "last_assistant_message": "attempt \(turn)"])
      let codes = try twice(scratch, stop).map(\.code)
      #expect(codes == (turn <= 2 ? [2, 2] : [0, 0]), "turn \(turn)")
    }
    #expect(scratch.read("../runs")?.split(separator: "\n").count ?? 0 <= 3)
    #expect(try scratch.audit().filter { $0["event"] as? String == "Stop" }.count == 3)
  }
}

/// Settings that change while a session runs.
@Suite struct ConfigChangeTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The project's settings afterwards; nil for a file that is gone.
    var after: String?
    /// The file of one's own in the project.
    var local: String?
    var source = "project_settings"
    var isRefused: Bool
  }

  static let call =
    #"{"hooks": {"PreToolUse": [{"hooks": [{"type": "command", "command": "taffrail hook claude-code"}]}]}}"#
  static let rows = [
    Row(testDescription: "emptied", after: "{}", isRefused: true),
    Row(testDescription: "gone", after: nil, isRefused: true),
    Row(testDescription: "our entries taken out", after: #"{"model": "opus", "hooks": {}}"#, isRefused: true),
    Row(testDescription: "no JSON any more", after: "{", isRefused: true),
    Row(
      testDescription: "all hooks switched off", after: #"{"disableAllHooks": true, "# + call.dropFirst(),
      isRefused: true),
    Row(
      testDescription: "switched off in the local file", after: call, local: #"{"disableAllHooks": true}"#,
      source: "local_settings", isRefused: true),
    Row(testDescription: "another setting", after: #"{"model": "opus", "# + call.dropFirst(), isRefused: false),
    Row(testDescription: "moved to the local file", after: "{}", local: call, isRefused: false),
    Row(
      testDescription: "the switch says on", after: #"{"disableAllHooks": false, "# + call.dropFirst(), isRefused: false
    ),
    Row(testDescription: "a skill", after: call, source: "skills", isRefused: false),
  ]

  @Test(arguments: rows) func aChangeThatWouldDisarmIsNotTakenOver(_ row: Row) throws {
    let scratch = try Scratch(policy: "version = 1\n")
    try scratch.write(".claude/settings.json", Self.call)
    _ = try scratch.hook(scratch.payload("SessionStart", ["source": "startup"]))
    try FileManager.default.removeItem(atPath: scratch.path(".claude/settings.json"))
    if let after = row.after { try scratch.write(".claude/settings.json", after) }
    if let local = row.local { try scratch.write(".claude/settings.local.json", local) }
    let outcome = try scratch.hook(
      scratch.payload(
        "ConfigChange", ["source": row.source, "file_path": scratch.path(".claude/settings.json")]))
    #expect(outcome.code == (row.isRefused ? 2 : 0), "\(outcome)")
    if row.isRefused { #expect(outcome.diagnostics.contains("taffrail install claude-code")) }
  }

  @Test func aSessionThatIsGuardedByOtherMeansIsLeftAlone() throws {
    let scratch = try Scratch(policy: "version = 1\n")
    try scratch.write(".claude/settings.json", "{}")
    // A plugin, or a wrapper under another name.
    _ = try scratch.hook(scratch.payload("SessionStart", ["source": "startup"]))
    try scratch.write(".claude/settings.json", #"{"model": "opus"}"#)
    let change = scratch.payload(
      "ConfigChange", ["source": "project_settings", "file_path": scratch.path(".claude/settings.json")])
    #expect(try scratch.hook(change).isSilent)
  }
}

extension AllowOnceTests {
  /// `-p` and the SDKs end a session after each prompt, and take it up again with the next.
  @Test func aCodeOutlivesTheEndOfItsSession() throws {
    let scratch = try Scratch(policy: "version = 1\n")
    let code = try code(try scratch.hook(scratch.bash(Self.refused)))
    _ = try scratch.hook(scratch.payload("SessionEnd", ["reason": "other"]))
    _ = try scratch.hook(scratch.payload("SessionStart", ["source": "resume"]))
    #expect(try prompt(scratch, "taffrail ok \(code)").output.contains("lets this pass, once"))
    #expect(try scratch.hook(scratch.bash(Self.refused)).isSilent)
    #expect(try scratch.hook(scratch.bash(Self.refused)).isRefused)
  }
}
