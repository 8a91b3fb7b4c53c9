import Foundation
import Testing

/// What a person's own rules add to the defaults, through the executable.
@Suite("a person's own rules") struct PersonsRulesTests {
  static let policy = """
    version = 1

    [[commands.rewrite]]
    run = "pip install *"
    to = "uv pip install *"
    reason = "This project uses uv."

    [[commands.rewrite]]
    run = "clean-up *"
    to = "rm -rf / *"

    [[commands.approve]]
    run = "npm test"

    [[content.deny]]
    name = "conflict-marker"
    match = '(?m)^<<<<<<< '
    reason = "An unresolved merge conflict."

    [[tools.deny]]
    tool = "mcp__github__delete_*"
    with = { branch = "main" }
    reason = "Not the main branch."

    [[fetch.deny]]
    url = "https://*.internal.example/*"
    reason = "Internal hosts stay internal."

    [[handler]]
    on = "PreToolUse"
    tool = "Bash"
    run = ["sh", "handler.sh"]
    """

  func project() throws -> Scratch {
    let scratch = try Scratch(policy: Self.policy)
    try scratch.write(
      "handler.sh", "if grep -q forbidden-word; then echo 'the handler says no' >&2; exit 2; fi\n")
    #expect(try scratch.run(["trust", "--yes"]).code == 0)
    return scratch
  }

  func specific(_ outcome: Scratch.Outcome) throws -> [String: Any] {
    let answer = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    return try #require(answer?["hookSpecificOutput"] as? [String: Any], "\(outcome)")
  }

  static let rewrites: [(before: String, after: String)] = [
    ("pip install flask", "uv pip install flask"),
    (
      "cd src && pip install 'a  b' -r x.txt; echo 'pip install no'",
      "cd src && uv pip install 'a  b' -r x.txt; echo 'pip install no'"
    ),
    ("pip install a; pip install b", "uv pip install a; uv pip install b"),
  ]

  @Test(arguments: rewrites) func aRewriteKeepsTheRestByteForByte(_ row: (before: String, after: String)) throws {
    let scratch = try project()
    var payload = scratch.bash(row.before)
    payload["tool_input"] = ["command": row.before, "description": "install"]
    let answer = try specific(try scratch.hook(payload))
    let input = try #require(answer["updatedInput"] as? [String: Any])
    #expect(input["command"] as? String == row.after)
    #expect(input["description"] as? String == "install")
    #expect((answer["additionalContext"] as? String)?.contains("This project uses uv.") ?? false)
    #expect(answer["permissionDecision"] == nil)
  }

  @Test func whatIsOnlyMentionedIsNotRewritten() throws {
    let scratch = try project()
    #expect(try scratch.hook(scratch.bash("echo pip install x")).isSilent)
    #expect(try scratch.hook(scratch.bash("pip freeze")).isSilent)
  }

  @Test func aRewriteNeverSlipsPastARefusal() throws {
    let scratch = try project()
    #expect(try scratch.hook(scratch.bash("clean-up now")).isRefused)
  }

  @Test func approvedOnlyWhenTheWholeCallIsCovered() throws {
    let scratch = try project()
    #expect(try specific(try scratch.hook(scratch.bash("npm test")))["permissionDecision"] as? String == "allow")
    #expect(try scratch.hook(scratch.bash("npm test && npm publish")).isSilent)
    #expect(try scratch.hook(scratch.bash("npm test; rm -rf /")).isRefused)
  }

  @Test func contentToolsAndAddresses() throws {
    let scratch = try project()
    let marked = try scratch.hook(scratch.write(tool: scratch.path("a.txt"), "one\n<<<<<<< HEAD\n"))
    #expect(marked.isRefused)
    #expect(marked.diagnostics.contains("line 2"))
    #expect(try scratch.hook(scratch.bash("cat > a.txt <<'EOF'\n<<<<<<< HEAD\nEOF")).isRefused)
    #expect(try scratch.hook(scratch.write(tool: scratch.path("a.txt"), "fine\n")).isSilent)
    func call(_ tool: String, _ input: [String: Any]) throws -> Scratch.Outcome {
      try scratch.hook(scratch.payload("PreToolUse", ["tool_name": tool, "tool_input": input, "tool_use_id": "t"]))
    }
    #expect(try call("mcp__github__delete_branch", ["branch": "main"]).isRefused)
    #expect(try call("mcp__github__delete_branch", ["branch": "old"]).isSilent)
    #expect(try call("WebFetch", ["url": "https://wiki.internal.example/x", "prompt": "read"]).isRefused)
    #expect(try scratch.hook(scratch.bash("curl -s https://wiki.internal.example/x")).isRefused)
    #expect(try call("WebFetch", ["url": "https://example.com/x", "prompt": "read"]).isSilent)
  }

  /// Seven scripts that were written for Claude Code: what they read of a payload, and what they say.
  static let collection: [(name: String, on: String, tool: String?, script: String)] = [
    (
      "guard_paths.py", "PreToolUse", "Write|Edit|MultiEdit",
      """
      import json, sys
      data = json.load(sys.stdin)
      if data["tool_input"]["file_path"].endswith("secret.txt"):
          print("secret.txt is not yours", file=sys.stderr); sys.exit(2)
      """
    ),
    (
      "guard_bash.py", "PreToolUse", "Bash",
      """
      import json, sys
      if "legacy-tool" in json.load(sys.stdin)["tool_input"]["command"]:
          print(json.dumps({"hookSpecificOutput": {"hookEventName": "PreToolUse", "permissionDecision": "deny",
                "permissionDecisionReason": "legacy-tool is gone"}}))
      """
    ),
    (
      "after_edit.py", "PostToolUse", "Write|Edit|MultiEdit",
      """
      import json, sys
      data = json.load(sys.stdin)
      assert "tool_response" in data
      print(json.dumps({"decision": "block", "reason": "formatted " + data["tool_input"]["file_path"].split("/")[-1]}))
      """
    ),
    (
      "after_bash.py", "PostToolUse", "Bash",
      """
      import json, sys
      if "deprecated" in json.load(sys.stdin)["tool_response"]["stdout"]:
          print(json.dumps({"hookSpecificOutput": {"hookEventName": "PostToolUse", "additionalContext": "mind the deprecation"}}))
      """
    ),
    (
      "route.py", "UserPromptSubmit", nil,
      "import json, sys\nif 'refund' in json.load(sys.stdin)['prompt']: print('refunds need two signatures')"
    ),
    ("start.sh", "SessionStart", nil, "cd \"$CLAUDE_PROJECT_DIR\" && echo \"conventions of $(basename \"$PWD\")\""),
    (
      "stop.py", "Stop", nil,
      """
      import json, sys
      assert json.load(sys.stdin)["hook_event_name"] == "Stop"
      print(json.dumps({"decision": "block", "reason": "write the changelog"}))
      """
    ),
  ]

  @Test(arguments: ["claude-code", "codex", "cursor", "devin", "gemini-cli", "copilot", "droid", "qwen", "generic"])
  func scriptsForClaudeCodeWorkOnEveryAgent(_ agent: String) throws {
    var policy = "version = 1\n"
    for row in Self.collection {
      let program = row.name.hasSuffix(".py") ? "python3" : "sh"
      policy += "[[handler]]\non = \"\(row.on)\"\nrun = [\"\(program)\", \"scripts/\(row.name)\"]\n"
      if let tool = row.tool { policy += "tool = \"\(tool)\"\n" }
    }
    let scratch = try Scratch(policy: policy)
    for row in Self.collection { try scratch.write("scripts/\(row.name)", row.script) }
    #expect(try scratch.run(["trust", "--yes"]).code == 0)
    let state = scratch.folder.appending(path: "state").path
    func said(_ event: String, _ words: String...) throws -> String {
      let outcome = try scratch.run(["simulate", agent, event, "--json", "--state", state] + words)
      let answer = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
      return "\(answer?["stdout"] ?? "")\(answer?["stderr"] ?? "")"
    }
    #expect(try said("PreToolUse", "--path", "secret.txt", "--content", "x").contains("secret.txt is not yours"))
    #expect(try !said("PreToolUse", "--path", "notes.txt", "--content", "x").contains("not yours"))
    #expect(try said("PreToolUse", "--command", "legacy-tool run").contains("legacy-tool is gone"))
    #expect(try said("PostToolUse", "--path", "a.txt", "--content", "x").contains("formatted a.txt"))
    #expect(try said("SessionStart").contains("conventions of shop"))
    // Copilot's CLI reads no answer to a prompt; what there is to say is said all the same.
    #expect(try said("UserPromptSubmit", "--prompt", "a refund").contains("two signatures"))
    for _ in 1...3 { #expect(try said("Stop").contains("write the changelog")) }
    #expect(try said("Stop").contains("let go"))
  }

  @Test func aHandlerRulesAsAClaudeCodeHookDoes() throws {
    let scratch = try project()
    let refused = try scratch.hook(scratch.bash("echo forbidden-word"))
    #expect(refused.isRefused)
    #expect(refused.diagnostics.contains("the handler says no"))
    #expect(try scratch.hook(scratch.bash("echo fine")).isSilent)
  }
}
