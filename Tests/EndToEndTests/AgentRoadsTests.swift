import Foundation
import Testing

/// One protected file, and every way in which each agent's tools could write, read or delete it: each is refused in that agent's
/// own words, and the same tool on another file is not.
@Suite struct AgentRoadsTests {
  /// A tool's input; `PATH` stands for the path, `PATCH` for a patch of it.
  struct Shape: Sendable {
    var tool: String
    var input: String

    init(_ tool: String, _ input: String) {
      self.tool = tool
      self.input = input
    }
  }

  static let claude: [Shape] = [
    .init("Write", #"{"file_path": "PATH", "content": "x"}"#),
    .init("Edit", #"{"file_path": "PATH", "old_string": "a", "new_string": "b"}"#),
    .init("MultiEdit", #"{"file_path": "PATH", "edits": [{"old_string": "a", "new_string": "b"}]}"#),
    .init("NotebookEdit", #"{"notebook_path": "PATH", "new_source": "x"}"#), .init("Read", #"{"file_path": "PATH"}"#),
    .init("NotebookRead", #"{"notebook_path": "PATH"}"#), .init("Grep", #"{"pattern": "A", "path": "PATH"}"#),
    .init("Bash", #"{"command": "cat PATH"}"#), .init("Bash", #"{"command": "rm PATH"}"#),
    .init("Bash", #"{"command": "echo x > PATH"}"#), .init("Bash", #"{"command": "apply_patch <<'EOF'\nPATCH\nEOF"}"#),
  ]
  static let gemini: [Shape] = [
    .init("write_file", #"{"file_path": "PATH", "content": "x"}"#),
    .init("replace", #"{"file_path": "PATH", "old_string": "a", "new_string": "b"}"#),
    .init("read_file", #"{"file_path": "PATH"}"#), .init("read_many_files", #"{"include": ["src/a.py", "PATH"]}"#),
    .init("run_shell_command", #"{"command": "cat PATH"}"#),
    .init("grep_search", #"{"pattern": "A", "dir_path": "PATH"}"#),
  ]
  static let shapes: [(agent: String, shapes: [Shape])] = [
    ("claude-code", claude),
    (
      "droid",
      claude + [
        .init("Create", #"{"file_path": "PATH", "content": "x"}"#), .init("Execute", #"{"command": "cat PATH"}"#),
        .init("ApplyPatch", #"{"input": "PATCH"}"#),
      ]
    ),
    (
      "codex",
      [
        .init("apply_patch", #"{"command": "PATCH"}"#), .init("view_image", #"{"path": "PATH"}"#),
        .init("Bash", #"{"command": "cat PATH"}"#), .init("Bash", #"{"command": "apply_patch <<'EOF'\nPATCH\nEOF"}"#),
      ]
    ),
    ("gemini-cli", gemini), ("qwen", gemini),
    (
      "cursor",
      ["file_path", "path"].flatMap { key in
        [
          Shape("Write", #"{"\#(key)": "PATH", "contents": "x"}"#),
          Shape("StrReplace", #"{"\#(key)": "PATH", "old_string": "a", "new_string": "b"}"#),
          Shape("Delete", #"{"\#(key)": "PATH"}"#), Shape("Read", #"{"\#(key)": "PATH"}"#),
          Shape("Grep", #"{"\#(key)": "PATH", "pattern": "A"}"#),
        ]
      } + [
        .init("Read", #"{"target_file": "PATH"}"#), .init("Write", #"{"filePath": "PATH", "content": "x"}"#),
        .init("ApplyPatch", #"{"patch": "PATCH"}"#), .init("ApplyPatch", #""PATCH""#),
        .init("MCP:write_file", #"{"path": "PATH", "content": "x"}"#),
      ]
    ),
    (
      "devin",
      [
        .init("write", #"{"file_path": "PATH", "content": "x"}"#), .init("read", #"{"file_path": "PATH"}"#),
        .init("edit", #"{"file_path": "PATH", "old_string": "a", "new_string": "b"}"#),
        .init("exec", #"{"command": "cat PATH"}"#),
        .init("notebook_edit", #"{"notebook_path": "PATH", "new_source": "x"}"#),
        .init("grep", #"{"pattern": "A", "path": "PATH"}"#), .init("apply_patch", #"{"patch": "PATCH"}"#),
        .init("write_to_process", #"{"shell_id": "m", "input": "cat PATH"}"#),
        .init(
          "mcp_call_tool", #"{"server_name": "filesystem", "tool_name": "read_file", "arguments": {"path": "PATH"}}"#),
      ]
    ),
    (
      "copilot",
      [
        .init("create", #"{"path": "PATH", "file_text": "x"}"#),
        .init("edit", #"{"path": "PATH", "old_str": "a", "new_str": "b"}"#), .init("view", #"{"path": "PATH"}"#),
        .init("bash", #"{"command": "cat PATH"}"#),
        .init("str_replace_editor", #"{"command": "insert", "path": "PATH", "insert_line": 1, "new_str": "b"}"#),
        .init("create_file", #"{"filePath": "PATH", "content": "x"}"#),
        .init("replace_string_in_file", #"{"filePath": "PATH", "oldString": "a", "newString": "b"}"#),
        .init("multi_replace_string_in_file", #"{"replacements": [{"filePath": "PATH", "newString": "b"}]}"#),
        .init("read_file", #"{"filePath": "PATH"}"#), .init("apply_patch", #"{"input": "PATCH"}"#),
        .init("filesystem-write_file", #"{"path": "PATH", "content": "x"}"#),
      ]
    ),
    (
      "generic",
      [
        .init("write", #"{"path": "PATH", "content": "x"}"#),
        .init("edit", #"{"path": "PATH", "old": "a", "new": "b"}"#),
        .init("read", #"{"paths": ["src/a.py", "PATH"]}"#), .init("delete", #"{"path": "PATH"}"#),
        .init("shell", #"{"command": "cat PATH"}"#), .init("search", #"{"path": "PATH", "pattern": "A"}"#),
        .init("patch", #"{"patch": "PATCH"}"#), .init("write_to_file", #"{"TargetFile": "PATH", "CodeContent": "x"}"#),
        .init("run_command", #"{"CommandLine": "cat PATH", "Cwd": "."}"#),
        .init("fs_write", #"{"command": "create", "path": "PATH", "file_text": "x"}"#),
        .init("fs_read", #"{"operations": [{"mode": "Line", "path": "PATH"}]}"#),
      ]
    ),
  ]

  static func payload(_ agent: String, _ shape: Shape, _ path: String, in scratch: Scratch) throws -> [String: Any] {
    let patch = #"*** Begin Patch\n*** Add File: \#(path)\n+x\n*** End Patch"#
    let text = shape.input.replacingOccurrences(of: "PATH", with: path).replacingOccurrences(of: "PATCH", with: patch)
    let input = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    let cwd = scratch.root.path
    switch agent {
    case "gemini-cli":
      return [
        "session_id": "s", "transcript_path": "/x", "cwd": cwd, "hook_event_name": "BeforeTool", "timestamp": "",
        "tool_name": shape.tool, "tool_input": input,
      ]
    case "cursor":
      return [
        "conversation_id": "c", "generation_id": "g", "hook_event_name": "preToolUse", "workspace_roots": [cwd],
        "cwd": cwd, "tool_name": shape.tool, "tool_input": input, "tool_use_id": "1", "cursor_version": "3",
      ]
    case "copilot":
      return ["sessionId": "s", "timestamp": 1, "cwd": cwd, "toolName": shape.tool, "toolArgs": text]
    case "generic":
      return [
        "protocol": "taffrail/1", "event": "PreToolUse", "session": "s", "cwd": cwd, "tool": shape.tool, "input": input,
      ]
    default:
      return [
        "session_id": "s", "transcript_path": "/x", "cwd": cwd, "hook_event_name": "PreToolUse", "turn_id": "t",
        "permission_mode": "default", "tool_name": shape.tool, "tool_input": input, "tool_use_id": "1",
      ]
    }
  }

  static func isRefused(_ outcome: Scratch.Outcome) -> Bool {
    outcome.code == 2 || outcome.output.contains("\"deny\"") || outcome.output.contains("\"block\"")
  }

  @Test func everyToolOfEveryAgent() throws {
    let scratch = try Scratch(isTemporary: false)
    try scratch.write(".env", "A=1\n")
    try scratch.write("src/a.py", "a\n")
    let variables = ["DEVIN_PROJECT_DIR": scratch.root.path]
    for (agent, shapes) in Self.shapes {
      let arguments = ["hook", agent] + (agent == "copilot" ? ["--event", "preToolUse"] : [])
      for shape in shapes {
        func outcome(_ path: String) throws -> Scratch.Outcome {
          let payload = try Self.payload(agent, shape, path, in: scratch)
          return try scratch.run(
            arguments, input: try JSONSerialization.data(withJSONObject: payload), environment: variables)
        }
        for path in [".env", scratch.path(".env"), "src/../.env"] {
          let refused = try outcome(path)
          #expect(Self.isRefused(refused), "\(agent) \(shape.tool) \(path): \(refused)")
          #expect(!refused.crashed)
        }
        let passed = try outcome(shape.tool == "Bash" ? "src/a.py" : scratch.path("src/a.py"))
        #expect(!Self.isRefused(passed), "\(agent) \(shape.tool) \(shape.input): \(passed)")
      }
    }
  }

  /// Servers and tools that nobody knows: what their arguments say.
  @Test func serversOfAllKinds() throws {
    let scratch = try Scratch(isTemporary: false)
    try scratch.write(".env", "A=1\n")
    let env = scratch.path(".env")
    func outcome(_ tool: String, _ input: [String: Any]) throws -> Scratch.Outcome {
      try scratch.hook(scratch.payload("PreToolUse", ["tool_name": tool, "tool_input": input, "tool_use_id": "1"]))
    }
    let refused: [(String, [String: Any])] = [
      ("mcp__filesystem__read_multiple_files", ["paths": ["src/a.py", ".env"]]),
      ("mcp__filesystem__move_file", ["source": ".env", "destination": "x"]),
      ("mcp__filesystem__move_file", ["source": "x", "destination": ".env"]),
      ("mcp__filesystem__edit_file", ["path": ".env", "edits": [["oldText": "a", "newText": "b"]]]),
      ("mcp__git__git_show", ["repo_path": scratch.root.path, "revision": "HEAD:.env"]),
      ("mcp__serena__replace_symbol_body", ["relative_path": ".env", "body": "x"]),
      ("mcp__jetbrains__get_file_text_by_path", ["pathInProject": ".env"]),
      ("mcp__commander__start_process", ["command": "cat .env"]),
      ("mcp__text__edit_files", ["files": [["path": ".env", "patches": [] as [String]] as [String: Any]]]),
      ("mcp__x__doit", ["a": ["b": [["c": env]]]]), ("mcp__x__doit", ["uri": "file://\(env)"]),
      ("mcp__x__open", ["url": "file://localhost\(env)"]),
      ("mcp__x__get", ["resource": "file://\(scratch.path("%2eenv"))"]), ("mcp__x__doit", ["src": ".env", "dst": "x"]),
      ("mcp__x__read", ["include": ["**/*.py", ".env"]]), ("mcp__x__read_files", ["globs": [".env*"]]),
      ("mcp__x__run", ["CommandLine": "cat .env"]), ("mcp__playwright__browser_file_upload", ["paths": [env]]),
      ("mcp__x__apply_patch", ["patch": "*** Begin Patch\n*** Add File: .env\n+x\n*** End Patch\n"]),
      ("mcp__x__apply_diff", ["diff": "--- a/.env\n+++ b/.env\n@@ -1 +1 @@\n-A=1\n+A=2\n"]),
    ]
    for (tool, input) in refused {
      let outcome = try outcome(tool, input)
      #expect(outcome.isRefused, "\(tool) \(input): \(outcome)")
    }
    let passed: [(String, [String: Any])] = [
      ("mcp__filesystem__write_file", ["path": "src/x", "content": "see .env and /etc/passwd"]),
      ("mcp__github__create_issue", ["title": "x", "body": "/etc/passwd ~/.ssh/id_rsa"]),
      ("mcp__slack__post_message", ["channel": "/general-no-such-folder", "text": ".env"]),
      ("mcp__http__request", ["method": "GET", "path": "/api/v1/users"]),
      ("mcp__linear__update_issue", ["id": "1", "path": "/team/x"]),
      ("mcp__context7__get-library-docs", ["libraryID": "/vercel/next.js"]),
      ("mcp__playwright__browser_navigate", ["url": "http://localhost:3000"]), ("mcp__db__query", ["sql": "select 1"]),
      ("mcp__x__search", ["include": "*.py", "source": "web"]),
    ]
    for (tool, input) in passed {
      let outcome = try outcome(tool, input)
      #expect(outcome.isSilent, "\(tool) \(input): \(outcome)")
    }
  }
}
