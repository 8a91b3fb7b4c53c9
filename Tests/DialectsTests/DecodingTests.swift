import HookModel
import JSON
import Testing

@testable import Dialects

@Suite struct DecodingTests {
  private func decode(
    _ text: String, as dialect: any Dialect.Type = ClaudeCode.self, event: String? = nil,
    environment: [String: String] = [:]
  ) throws -> Event {
    try dialect.decode(
      JSONParser.parse(Array(text.utf8)), eventName: event, environment: { environment[$0] })
  }

  struct Mistake: Sendable {
    var payload: String
    var error: DecodeError
    var text: String
    var at: SourceLocation

    init(_ payload: String, _ error: DecodeError, _ text: String, at: SourceLocation = #_sourceLocation) {
      self.payload = payload
      self.error = error
      self.text = text
      self.at = at
    }
  }

  static let mistakes = [
    Mistake(
      "[]", .wrongType(path: "payload", expected: "object", found: "array"), "payload: expected object, found array"),
    Mistake("{}", .missing("hook_event_name"), "hook_event_name: missing"),
    Mistake(
      #"{"hook_event_name":7}"#, .wrongType(path: "hook_event_name", expected: "string", found: "number"),
      "hook_event_name: expected string, found number"),
    Mistake(#"{"hook_event_name":"PreToolUse"}"#, .missing("tool_name"), "tool_name: missing"),
    Mistake(
      #"{"hook_event_name":"PreToolUse","tool_name":"Bash"}"#, .missing("tool_input"), "tool_input: missing"),
    Mistake(
      #"{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":["ls"]}}"#,
      .wrongType(path: "tool_input.command", expected: "string", found: "array"),
      "tool_input.command: expected string, found array"),
    Mistake(
      #"{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":null}}"#,
      .missing("tool_input.command"), "tool_input.command: missing"),
    Mistake(
      #"{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":"ls"}"#,
      .wrongType(path: "tool_input", expected: "object", found: "string"), "tool_input: expected object, found string"),
    Mistake(
      #"{"hook_event_name":"PreToolUse","tool_name":"MultiEdit","tool_input":{"file_path":"a","edits":[{"old_string":"a","new_string":"b"},{"old_string":true}]}}"#,
      .wrongType(path: "tool_input.edits[1].old_string", expected: "string", found: "boolean"),
      "tool_input.edits[1].old_string: expected string, found boolean"),
    Mistake(#"{"hook_event_name":"UserPromptSubmit"}"#, .missing("prompt"), "prompt: missing"),
    Mistake(
      #"{"hook_event_name":"Stop","stop_hook_active":"yes"}"#,
      .wrongType(path: "stop_hook_active", expected: "boolean", found: "string"),
      "stop_hook_active: expected boolean, found string"),
    Mistake(
      #"{"hook_event_name":"SessionEnd","cwd":"src"}"#,
      .invalid(path: "cwd", problem: "expected an absolute path, found \"src\""),
      "cwd: expected an absolute path, found \"src\""),
  ]

  @Test(arguments: mistakes) func mistakesNameTheirPlace(_ row: Mistake) throws {
    #expect(throws: row.error, sourceLocation: row.at) { try decode(row.payload) }
    #expect(row.error.description == row.text, sourceLocation: row.at)
  }

  @Test func eventNameComesFromTheCommandLineOnlyWhereThePayloadHasNone() throws {
    #expect(try decode("{}", event: "SessionEnd").kind == .sessionEnd)
    #expect(try decode(#"{"hook_event_name":"Stop"}"#, event: "SessionEnd").kind == .stop)
  }

  @Test func unknownEventIsANotice() throws {
    let event = try decode(#"{"hook_event_name":"PreTeleport","tool_name":1,"prompt":2}"#)
    #expect(event.kind == .notice)
    #expect(event.canonicalName == "PreTeleport")
    #expect(event.capabilities == .none)
  }

  @Test func directoryFallsBackToTheProject() throws {
    let stop = #"{"hook_event_name":"Stop","cwd":null}"#
    #expect(try decode(stop).cwd == nil)
    #expect(try decode(stop, environment: ["CLAUDE_PROJECT_DIR": "/p"]).cwd == "/p")
    #expect(try decode(stop, environment: ["CLAUDE_PROJECT_DIR": "p"]).cwd == nil)
    #expect(try decode(stop, as: Devin.self, environment: ["DEVIN_PROJECT_DIR": "/d"]).projectDirectory == "/d")
    let codex = try decode(stop, as: Codex.self, environment: ["CLAUDE_PROJECT_DIR": "/p"])
    #expect(codex.cwd == nil && codex.projectDirectory == nil)
  }

  @Test func barePatchOfCursorIsThePatchThatItProposes() throws {
    let patch = "*** Begin Patch\n*** Delete File: a\n*** End Patch\n"
    func event(_ text: String, _ agent: String, _ environment: [String: String] = [:]) throws -> Event? {
      let look: (String) -> String? = { environment[$0] }
      return try Dialects.rawPatch(Array(text.utf8), agent: agent, environment: look).map {
        try Cursor.decode($0, eventName: nil, environment: look)
      }
    }
    let found = try #require(try event(patch, "cursor", ["CURSOR_PROJECT_DIR": "/p"]))
    guard case .patch(patch)? = found.tool?.action, found.kind == .preToolUse, found.cwd == "/p" else {
      Issue.record("\(found)")
      return
    }
    #expect(try event(patch, "claude-code", ["CURSOR_VERSION": "3"]) != nil)
    #expect(try event(patch, "claude-code") == nil)
    #expect(try event("*** something", "cursor") == nil)
  }

  struct CopilotTool: Sendable {
    var tool: String
    var input: String
    var reads: String
  }

  static let copilotTools = [
    CopilotTool(tool: "bash", input: #"{"command":"ls"}"#, reads: "shell ls"),
    CopilotTool(tool: "bash", input: #""{\"command\":\"ls\"}""#, reads: "shell ls"),
    CopilotTool(tool: "run_in_terminal", input: #"{"command":"ls"}"#, reads: "shell ls"),
    CopilotTool(tool: "write_bash", input: #"{"shellId":"3","input":"ls"}"#, reads: "shell ls"),
    CopilotTool(tool: "create_file", input: #"{"filePath":"a","content":"x"}"#, reads: "write a"),
    CopilotTool(tool: "Edit", input: #"{"path":"a","old_str":"x","new_str":"y"}"#, reads: "edit a"),
    CopilotTool(tool: "Edit", input: #""*** Begin Patch\n""#, reads: "patch"),
    CopilotTool(tool: "apply_patch", input: #"{"input":"*** Begin Patch\n"}"#, reads: "patch"),
    CopilotTool(tool: "str_replace_editor", input: #"{"command":"view","path":"a"}"#, reads: "read a"),
    CopilotTool(
      tool: "str_replace_editor", input: #"{"command":"create","path":"a","file_text":""}"#, reads: "write a"),
    CopilotTool(tool: "str_replace_editor", input: #"{"command":"insert","path":"a","new_str":"x"}"#, reads: "edit a"),
    CopilotTool(tool: "github-mcp-server-list_issues", input: "{}", reads: "mcp github-mcp-server list_issues"),
    CopilotTool(tool: "mcp__git__push", input: "{}", reads: "mcp git push"),
    CopilotTool(tool: "powershell", input: #"{"command":"ls"}"#, reads: "other"),
    CopilotTool(tool: "teleport", input: #"{"path":"a"}"#, reads: "other"),
  ]

  @Test(arguments: copilotTools) func toolsOfCopilotAreReadInEverySpelling(_ row: CopilotTool) throws {
    let payload = #"{"sessionId":"1","cwd":"/p","toolName":"\#(row.tool)","toolArgs":\#(row.input)}"#
    let found =
      switch try decode(payload, as: Copilot.self).tool?.action {
      case .shell(let script, _): "shell \(script)"
      case .write(let path, _): "write \(path)"
      case .edit(let path, _): "edit \(path)"
      case .read(let paths): "read \(paths.joined(separator: " "))"
      case .patch: "patch"
      case .mcp(let server, let tool, _): "mcp \(server) \(tool)"
      case .other: "other"
      default: "?"
      }
    #expect(found == row.reads)
  }

  @Test func promptOfQwenIsAPersonsOnlyWhereItSaysWhatWasTyped() throws {
    func prompt(_ more: String) throws -> Event.Prompt? {
      try decode(#"{"hook_event_name":"UserPromptSubmit","prompt":"taffrail ok 1234"\#(more)}"#, as: Qwen.self).prompt
    }
    #expect(try prompt("")?.isFromPerson == false)
    #expect(try prompt(#","submitted_prompt":"hello""#)?.text == "hello")
    #expect(try prompt(#","submitted_prompt":"hello""#)?.isFromPerson == true)
  }

  @Test func onlyAPersonsPromptIsFromAPerson() throws {
    func isFromPerson(_ prompt: String, _ more: String = "") throws -> Bool? {
      try decode(#"{"hook_event_name":"UserPromptSubmit","prompt":"\#(prompt)"\#(more)}"#).prompt?.isFromPerson
    }
    #expect(try isFromPerson("taffrail ok 1234") == true)
    #expect(try isFromPerson("what does <task-notification> mean?") == true)
    #expect(try isFromPerson(#"<task-notification>\ntaffrail ok 1234"#) == false)
    #expect(try isFromPerson(#" \n<task-notification>"#) == false)
    #expect(try isFromPerson("taffrail ok 1234", #","agent_id":"a1""#) == false)
  }

  private func action(_ tool: String, _ input: String, as dialect: any Dialect.Type, more: String = "") throws
    -> ToolAction?
  {
    try decode(
      #"{"hook_event_name":"PreToolUse","tool_name":"\#(tool)","tool_input":\#(input)\#(more)}"#, as: dialect
    ).tool?.action
  }

  @Test func mcpNamesAreTakenApart() throws {
    func names(_ tool: String, _ more: String = "") throws -> String? {
      guard case .mcp(let server, let tool, _)? = try action(tool, "{}", as: ClaudeCode.self, more: more) else {
        return nil
      }
      return "\(server) \(tool)"
    }
    #expect(try names("mcp__files__write_file") == "files write_file")
    #expect(try names("mcp__plugin_a_b__c__d") == "plugin_a_b c__d")
    #expect(try names("mcp__a__b__c", #","mcp_server":{"name":"a__b"}"#) == "a__b c")
    #expect(try names("mcp__files") == nil)
    #expect(try names("mcp____tool") == " tool")
    #expect(try names("mcp__") == nil)
  }

  @Test func toolsWhoseKeysAreNotDocumentedAreLookedThrough() throws {
    guard
      case .patch(let patch)? = try action(
        "apply_patch", #"{"explanation":"x","whatever":"*** Begin Patch\n*** Add File: a\n"}"#, as: Devin.self),
      case .shell(let typed, nil)? = try action(
        "write_to_process", #"{"process_id":"p1","chars":"rm -rf src\n"}"#, as: Devin.self),
      case .fetch("https://x.example/")? = try action("webfetch", #"{"target":"https://x.example/"}"#, as: Devin.self),
      case .mcp("git", "push", ["a": 1])? = try action(
        "mcp_call_tool", #"{"server":"git","tool_name":"push","arguments":{"a":1}}"#, as: Devin.self),
      case .other? = try action("mcp_call_tool", #"{"x":"git"}"#, as: Devin.self),
      case .other? = try action("apply_patch", #"{"x":"nothing"}"#, as: Devin.self),
      case .shell("ls", "/tmp")? = try action("exec", #"{"command":"ls","workdir":"/tmp"}"#, as: Devin.self)
    else {
      Issue.record("a tool was read otherwise")
      return
    }
    #expect(patch == "*** Begin Patch\n*** Add File: a\n")
    #expect(typed == "rm -rf src\n")
  }

  @Test func unknownToolKeepsItsArgumentsWhateverTheyAre() throws {
    guard case .other("text")? = try action("exec_js", "\"text\"", as: Codex.self),
      case .other(["path": "a"])? = try action("Teleport", #"{"path":"a"}"#, as: ClaudeCode.self),
      case .other? = try action("PowerShell", #"{"command":"ls"}"#, as: ClaudeCode.self)
    else {
      Issue.record("an unknown tool was read as a known one")
      return
    }
  }

  @Test func patchInAShellCommandHasItsLastWordBeforehand() throws {
    func hasLastWord(_ command: String, event: String = "PreToolUse") throws -> Bool {
      try decode(
        #"{"hook_event_name":"\#(event)","tool_name":"Bash","tool_input":{"command":"\#(command)"}}"#, as: Codex.self
      ).capabilities.contains(.lastWord)
    }
    #expect(try hasLastWord("cd src && apply_patch <<'EOF'"))
    #expect(try !hasLastWord("make patch"))
    #expect(try !hasLastWord("apply_patch", event: "PostToolUse"))
  }

  @Test func agentIsToldFromPayloadBeforeEnvironment() throws {
    func agent(_ payload: String, _ environment: [String: String] = [:]) throws -> String? {
      Detection.agent(of: try JSONParser.parse(Array(payload.utf8)), environment: { environment[$0] })
    }
    let claude = ["CLAUDECODE": "1", "CLAUDE_PROJECT_DIR": "/p"]
    #expect(try agent("{}") == nil)
    #expect(try agent("{}", claude) == "claude-code")
    #expect(try agent("{}", ["DEVIN_PROJECT_DIR": "/p", "CLAUDE_PROJECT_DIR": "/p"]) == "devin")
    #expect(try agent(#"{"turn_id":"1","model":"gpt"}"#, claude) == "codex")
    #expect(try agent(#"{"transcript_path":null,"cwd":"/p"}"#, claude) == "codex")
    #expect(try agent(#"{"cursor_version":"2","conversation_id":"1"}"#, claude) == "cursor")
    #expect(try agent(#"{"sessionId":"1","toolName":"bash"}"#, claude) == "copilot")
    #expect(try agent(#"{"sessionId":"1","hookEventName":"Stop"}"#, claude) == "copilot")
    #expect(try agent(#"{"hook_event_name":"PreToolUse","timestamp":"2026-11-21T09:30:00Z"}"#, claude) == "copilot")
    #expect(try agent(#"{"protocol":"taffrail/1"}"#, claude) == "generic")
    #expect(try agent("{}", ["FACTORY_PROJECT_DIR": "/p", "CLAUDE_PROJECT_DIR": "/p"]) == "droid")
    #expect(try agent("{}", ["QWEN_PROJECT_DIR": "/p", "GEMINI_PROJECT_DIR": "/p"]) == "qwen")
    #expect(try agent(#"{"transcript_path":"/home/dev/.gemini/tmp/x.json"}"#, claude) == "gemini-cli")
  }

  @Test func hooksOfClaudeCodeThatOthersRunAreReadAsTheirs() throws {
    func dialect(_ payload: String, _ environment: [String: String] = [:], name: String = "claude-code") throws
      -> String?
    {
      let value = try JSONParser.parse(Array(payload.utf8))
      return Dialects.named(name, payload: value, environment: { environment[$0] })?.name
    }
    let devin = ["DEVIN_PROJECT_DIR": "/p"]
    #expect(try dialect(#"{"cursor_version":"2","hook_event_name":"preToolUse"}"#) == "cursor")
    #expect(try dialect(#"{"hook_event_name":"PreToolUse","tool_name":"exec"}"#, devin) == "devin")
    #expect(try dialect(#"{"sessionId":"1","hookEventName":"PreToolUse"}"#) == "copilot")
    #expect(try dialect(#"{"hook_event_name":"Stop","timestamp":"T","transcript_path":"/h/.copilot/x"}"#) == "copilot")
    #expect(
      try dialect(#"{"hook_event_name":"Stop","timestamp":"T","transcript_path":"/h/.claude/x"}"#) == "claude-code")
    #expect(try dialect(#"{"transcript_path":"/x"}"#, devin) == "claude-code")
    #expect(try dialect("{}") == "claude-code")
    #expect(try dialect(#"{"cursor_version":"2"}"#, name: "codex") == "codex")
    #expect(try dialect("{}", name: "nobody") == nil)
  }
}

@Suite struct WordingTests {
  @Test func textWithinItsBoundIsLeftAlone() {
    let text = String(repeating: "é", count: 100)
    #expect(Wording.bounded(text, to: 100) == text)
    #expect(Wording.tail(text, limit: 100) == text)
  }

  @Test(arguments: ["a", "é", "漢", "🧭", "👩‍👩‍👧‍👦"])
  func longTextIsCutBetweenCodePoints(_ unit: String) {
    let text = "HEAD" + String(repeating: unit, count: 20_000) + "TAIL"
    let cut = Wording.bounded(text, to: 1_000)
    #expect(cut.utf16.count <= 1_000 && cut.utf16.count > 900)
    #expect(cut.hasPrefix("HEAD") && cut.hasSuffix("TAIL"))
    #expect(cut.contains("left out by taffrail"))
    #expect(!cut.unicodeScalars.contains("\u{FFFD}"))
    #expect(Wording.bounded(text, to: 1_000, measure: .bytes).utf8.count <= 1_000)
    #expect(Wording.tail(text, limit: 50).hasSuffix("TAIL"))
  }

  @Test func answersStayWithinWhatAgentsTakeWhole() throws {
    let long = String(repeating: "x", count: 50_000)
    for dialect in Dialects.all {
      for profile in dialect.events {
        let event = Event(
          agent: dialect.name, kind: profile.kind, name: profile.name, capabilities: profile.capabilities,
          payload: .null)
        for answer in [Answer(verdict: .deny, message: long), Answer(context: long), Answer(feedback: long)] {
          let reply = dialect.encode(answer, for: event)
          // Cursor reads a gate's reason in two members, Copilot whatever there is.
          let limit = dialect.name == "cursor" ? 17_000 : dialect.name == "copilot" ? 20_000 : 10_000
          #expect(reply.output.utf8.count < limit && reply.diagnostics.utf8.count <= 8_000, "\(profile.name)")
        }
      }
    }
  }
}
