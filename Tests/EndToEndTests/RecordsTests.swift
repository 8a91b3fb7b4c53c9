import Foundation
import Testing

/// What people do with records: made-up calls, calls judged again, and the log's other forms.
@Suite("simulate, replay, log") struct RecordsTests {
  static let policy = """
    version = 1
    [[commands.deny]]
    run = "deploy production"
    reason = "Deploys go through CI."
    [[quality-gate]]
    name = "unit"
    when = ["src/**"]
    run = ["false"]
    [completion-gate]
    require = ["unit"]
    """

  // MARK: simulate

  struct Call: Sendable, CustomTestStringConvertible {
    var words: [String]
    var code: Int
    var says: String
    var testDescription: String { words.joined(separator: " ") }
    init(_ words: String..., code: Int = 0, says: String) {
      self.words = words
      self.code = code
      self.says = says
    }
  }

  static let calls = [
    Call("claude-code", "PreToolUse", "--command", "deploy production", code: 2, says: "Deploys go through CI."),
    Call("claude-code", "PreToolUse", "--command", "ls", says: ""),
    Call("claude-code", "PreToolUse", "--tool", "Write", "--path", ".env", code: 2, says: "protected-paths.write"),
    Call("claude-code", "pretooluse", "--path", ".env", code: 2, says: "protected-paths.read"),
    Call("codex", "PreToolUse", "--path", ".env", "--content", "A=1", code: 2, says: "protected-paths.write"),
    Call("codex", "PreToolUse", "--path", ".git/config", "--tool", "delete", code: 2, says: "protected-paths.delete"),
    Call("devin", "PreToolUse", "--command", "git push --force", code: 2, says: "core.git.push-force"),
    Call("cursor", "beforeShellExecution", "--command", "git push -f", says: "\"permission\":\"deny\""),
    Call("cursor", "PreToolUse", "--path", ".env", "--old", "a", "--new", "b", says: "\"permission\":\"deny\""),
    Call("gemini-cli", "BeforeTool", "--command", "rm -rf /", says: "\"decision\":\"deny\""),
    Call("gemini-cli", "SessionEnd", says: "{}"),
    Call("copilot", "preToolUse", "--command", "rm -rf /", says: "\"permissionDecision\":\"deny\""),
    Call("copilot", "PreToolUse", "--path", ".env", says: "\"permissionDecision\":\"deny\""),
    Call("droid", "PreToolUse", "--path", ".env", "--content", "A=1", code: 2, says: "protected-paths.write"),
    Call("qwen", "PreToolUse", "--command", "git push --force", code: 2, says: "core.git.push-force"),
    Call("generic", "PreToolUse", "--path", ".env", "--tool", "delete", code: 2, says: "\"verdict\":\"deny\""),
    Call("generic", "SessionEnd", says: "{\"verdict\":\"allow\"}"),
    Call("claude-code", "SessionStart", "--source", "resume", says: ""),
    Call(
      "claude-code", "PreToolUse", "--tool", "mcp__x__delete", "--input", "{\"path\": \".env\"}", code: 2, says: ".env"),
  ]

  @Test(arguments: calls) func aMadeUpCallGetsTheReplyOfARealOne(_ call: Call) throws {
    let scratch = try Scratch(policy: Self.policy)
    let outcome = try scratch.run(["simulate"] + call.words + ["--json"])
    #expect(outcome.code == 0, "\(outcome)")
    let answer = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(answer["exit_code"] as? Int == call.code, "\(outcome.output)")
    let said = "\(answer["stdout"] ?? "")\(answer["stderr"] ?? "")"
    #expect(call.says.isEmpty ? said.isEmpty : said.contains(call.says), "\(said)")
    #expect(try scratch.audit().isEmpty)
    #expect(scratch.read(".hook-state/.gitignore") == nil)
    #expect(
      !FileManager.default.fileExists(atPath: scratch.home.appending(path: ".local/state/taffrail/roots").path))
  }

  @Test func everyEventOfEveryAgentCanBeMadeUp() throws {
    let scratch = try Scratch(policy: Self.policy)
    for agent in ["claude-code", "codex", "devin", "cursor", "gemini-cli", "copilot", "droid", "qwen", "generic"] {
      let unknown = try scratch.run(["simulate", agent, "NoSuchEvent"])
      #expect(unknown.code == 2)
      let line = try #require(unknown.diagnostics.split(separator: "\n").first { $0.contains("it has: ") })
      let names = line[(try #require(line.range(of: "it has: "))).upperBound...].split(separator: ", ").map(String.init)
      #expect(names.count > 5)
      for name in names {
        let path = name.contains("Read") ? ["--path", "a.py"] : ["--command", "ls"]
        let words = name.contains("MCP") ? ["--tool", "list", "--input", "{}"] : path
        let outcome = try scratch.run(["simulate", agent, name] + words)
        #expect(outcome.code == 0, "\(agent) \(name): \(outcome.diagnostics)")
        #expect(outcome.output.contains("exit status 0"), "\(agent) \(name): \(outcome.output)")
      }
    }
  }

  @Test func callsWithOneStateMakeASession() throws {
    let scratch = try Scratch(policy: Self.policy)
    #expect(try scratch.run(["trust", "--yes"]).code == 0)
    let state = ["--state", scratch.folder.appending(path: "simulated").path, "--json"]
    let edit = ["simulate", "claude-code", "PostToolUse", "--path", "src/a.py", "--content", "x"]
    #expect(try scratch.run(edit + state).code == 0)
    let held = try scratch.run(["simulate", "claude-code", "Stop"] + state)
    #expect(held.output.contains("\"exit_code\": 2"), "\(held.output)")
    let fresh = try scratch.run(["simulate", "claude-code", "Stop", "--json"])
    #expect(fresh.output.contains("\"exit_code\": 0"), "\(fresh.output)")
  }

  @Test(arguments: [
    (["simulate", "nobody", "Stop"], "unknown agent \"nobody\""),
    (["simulate", "claude-code", "PreToolUse"], "say which"),
    (["simulate", "claude-code", "PreToolUse", "--input", "{}"], "name the tool"),
    (["simulate", "claude-code", "PreToolUse", "--tool", "X", "--input", "{"], "not JSON"),
    (["simulate", "claude-code", "PreToolUse", "--tool", "Frobnicate", "--path", "a"], "whole input"),
    (["simulate", "cursor", "beforeReadFile", "--command", "ls"], "sends no beforeReadFile"),
    (["replay"], "say what to replay"), (["replay", "missing.jsonl"], "cannot be read"),
  ]) func aWrongUseSaysWhatIsRight(words: [String], says: String) throws {
    let outcome = try Scratch(policy: Self.policy).run(words)
    #expect(outcome.code == 2, "\(outcome)")
    #expect(outcome.diagnostics.contains(says), "\(outcome.diagnostics)")
  }

  // MARK: replay

  @Test func anAuditIsJudgedAgainByTodaysPolicy() throws {
    let scratch = try Scratch(policy: "version = 1\n")
    for command in ["deploy staging", "cd sub && deploy production", "rm -rf /"] {
      _ = try scratch.hook(scratch.bash(command))
    }
    let log = scratch.path(".hook-state/audit")
    let files = try FileManager.default.contentsOfDirectory(atPath: log).filter { $0.hasSuffix(".jsonl") }
    let paths = files.map { "\(log)/\($0)" }
    let same = try scratch.run(["replay"] + paths)
    #expect(same.output.contains("3 calls judged again, 0 would get another answer"), "\(same.output)")
    try scratch.write("taffrail.toml", Self.policy)
    let changed = try scratch.run(["replay"] + paths)
    #expect(changed.code == 0)
    #expect(changed.output.contains("allow -> deny"), "\(changed.output)")
    #expect(changed.output.contains("cd sub && deploy production"), "\(changed.output)")
    #expect(changed.output.contains("3 calls judged again, 1 would get another answer (1 allow -> deny)"))
    #expect(try scratch.audit().count == 3)
  }

  @Test func transcriptsOfBothAgentsAreUnderstood() throws {
    let scratch = try Scratch(policy: Self.policy)
    let root = scratch.root.path
    try scratch.write(
      "claude.jsonl",
      """
      {"type":"summary","summary":"x"}
      {"type":"assistant","cwd":"\(root)","sessionId":"s","message":{"content":[{"type":"tool_use","id":"a","name":"Bash","input":{"command":"rm -rf /"}}]}}
      {"type":"user","cwd":"\(root)","message":{"content":[{"type":"tool_result","tool_use_id":"a","is_error":true,"content":"PreToolUse:Bash hook error: taffrail: core.delete.root"}]}}
      {"type":"assistant","cwd":"\(root)","sessionId":"s","message":{"content":[{"type":"text","text":"x"},{"type":"tool_use","id":"b","name":"Edit","input":{"file_path":"\(root)/.env","old_string":"a","new_string":"b"}}]}}
      not json
      """)
    let claude = try scratch.run(["replay", "--json", "claude.jsonl"])
    let line = try #require(claude.output.split(separator: "\n").first)
    #expect(claude.output.split(separator: "\n").count == 1, "\(claude.output)")
    #expect(line.contains("\"now\":\"deny\"") && line.contains("\"line\":4"), "\(line)")
    try scratch.write(
      "codex.jsonl",
      """
      {"timestamp":"t","type":"session_meta","payload":{"id":"c","cwd":"\(root)"}}
      {"timestamp":"t","type":"response_item","payload":{"type":"function_call","name":"shell","call_id":"1","arguments":"{\\"command\\":[\\"bash\\",\\"-lc\\",\\"deploy production\\"]}"}}
      {"timestamp":"t","type":"response_item","payload":{"type":"function_call","name":"exec_command","call_id":"2","arguments":"{\\"cmd\\":\\"cat a\\",\\"workdir\\":\\"/\\"}"}}
      {"timestamp":"t","type":"response_item","payload":{"type":"custom_tool_call","name":"apply_patch","call_id":"3","input":"*** Begin Patch\\n*** Delete File: .env\\n*** End Patch"}}
      """)
    let codex = try scratch.run(["replay", "codex.jsonl"])
    #expect(
      codex.output.contains("3 calls judged again, 2 would get another answer (2 allow -> deny)"), "\(codex.output)")
  }

  // MARK: log

  @Test func theLogIsFilteredAndExported() throws {
    let scratch = try Scratch(policy: Self.policy)
    for command in ["ls src", "deploy production", "echo '<b>&'; rm -rf /"] {
      _ = try scratch.hook(scratch.bash(command))
    }
    func rows(_ words: String...) throws -> [Substring] {
      try scratch.run(["log"] + words).output.split(separator: "\n")
    }
    #expect(try rows().count == 3)
    #expect(try rows("--verdict", "deny").count == 2)
    #expect(try rows("--rule", "core.delete.*").count == 1)
    #expect(try rows("--session", "1111").count == 3)
    #expect(try rows("--session", "2").isEmpty)
    #expect(try rows("--agent", "codex").isEmpty)
    #expect(try rows("--event", "PreToolUse").count == 3)
    #expect(try rows("--grep", "DEPLOY").count == 1)
    #expect(try rows("--since", "1h", "-n", "1").count == 1)
    let csv = try scratch.run(["log", "export", "--format", "csv"]).output
    #expect(csv.hasPrefix("time,agent,event,"))
    #expect(csv.split(separator: "\r\n").count == 4, "\(csv)")
    let array = try scratch.run(["log", "export", "--format", "json", "--verdict", "deny"]).output
    #expect(try (JSONSerialization.jsonObject(with: Data(array.utf8)) as? [Any])?.count == 2)
    let page = scratch.folder.appending(path: "report.html")
    #expect(try scratch.run(["log", "report", "-o", page.path]).code == 0)
    let html = try String(contentsOf: page, encoding: .utf8)
    #expect(html.contains("core.delete.root") && html.contains("&lt;b&gt;&amp;") && !html.contains("<b>&"))
    #expect(html.contains("The hash chain of all 3 records"))
    let unwritable = try scratch.run(["log", "report", "-o", "missing/report.html"])
    #expect(unwritable.code == 2 && unwritable.diagnostics.contains("fix:"))
  }
}
