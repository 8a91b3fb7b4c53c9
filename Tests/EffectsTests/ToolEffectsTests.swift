import Effects
import HookModel
import JSON
import TestSupport
import Testing

/// What tool calls other than the shell's would do.
@Suite struct ToolEffectsTests {
  @Test(arguments: rows) func effects(_ row: Row) {
    var event = Event(agent: "claude-code", kind: .preToolUse, name: "PreToolUse", payload: .null)
    event.cwd = row.cwd
    event.tool = ToolCall(name: row.tool, action: row.action, input: .null)
    let analysis = Effects.of(event, facts: Worlds.plain)
    #expect(Notation.lines(analysis) == row.effects, sourceLocation: row.at)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let tool: String
    let action: ToolAction
    let effects: [String]
    var cwd: String? = "/repo"
    let at: SourceLocation

    init(
      _ tool: String, _ action: ToolAction, _ effects: String..., cwd: String? = "/repo",
      at: SourceLocation = #_sourceLocation
    ) {
      self.tool = tool
      self.action = action
      self.effects = effects
      self.cwd = cwd
      self.at = at
    }

    var testDescription: String { "\(tool) \(action)" }

    static func mcp(
      _ server: String, _ tool: String, _ arguments: JSONValue, _ effects: String...,
      at: SourceLocation = #_sourceLocation
    ) -> Row {
      Row(
        "mcp__\(server)__\(tool)", .mcp(server: server, tool: tool, arguments: arguments),
        all: ["mcp \(server) \(tool)"] + effects, at: at)
    }

    static func other(
      _ tool: String, _ arguments: JSONValue, _ effects: String..., at: SourceLocation = #_sourceLocation
    ) -> Row {
      Row(tool, .other(arguments: arguments), all: ["tool \(tool)"] + effects, at: at)
    }

    private init(_ tool: String, _ action: ToolAction, all effects: [String], at: SourceLocation) {
      self.tool = tool
      self.action = action
      self.effects = effects
      self.at = at
    }
  }

  static let rows: [Row] = [
    Row("Bash", .shell(script: "rm a", directory: nil), "run rm a", "delete /repo/a"),
    Row("Bash", .shell(script: "rm a", directory: "src"), "run rm a", "delete /repo/src/a"),
    Row("Bash", .shell(script: "rm a", directory: "/x"), "run rm a", "delete /x/a"),
    Row("Bash", .shell(script: "rm a", directory: nil), "run rm a", "delete /repo/a", cwd: nil),
    Row("Bash", .shell(script: "rm 'a", directory: nil), "unjudged: this command cannot be parsed: unclosed '"),
    Row("Bash", .shell(script: "rm \0a", directory: nil), "unjudged: this command contains a NUL byte"),
    Row("Write", .write(path: "/repo/a", content: "x"), "write /repo/a"),
    Row("Write", .write(path: "a/../b", content: nil), "write /repo/a/../b"),
    Row("Write", .write(path: "~/a", content: nil), "write /home/me/a"),
    Row("Write", .write(path: "~", content: nil), "write /home/me"),
    Row("Write", .write(path: "~nobody/a", content: nil), "write <the home folder of nobody>"),
    Row("Write", .write(path: "/repo/a\0b", content: nil), "unjudged: a path in this call contains a NUL byte"),
    Row("Write", .write(path: "a", content: nil), "write /repo/src/a", cwd: "/repo/src"),
    Row("Edit", .edit(path: "a", replacements: [Replacement(old: "a", new: "b")]), "modify /repo/a"),
    Row("Read", .read(paths: ["a", "/etc/passwd"]), "show /repo/a", "show /etc/passwd"),
    Row("Grep", .search(path: nil, pattern: "x", glob: nil), "? show /repo"),
    Row("Grep", .search(path: "a.txt", pattern: "x", glob: nil), "show /repo/a.txt"),
    Row("Grep", .search(path: nil, pattern: "x", glob: ".env*"), "? show /repo/.env* *"),
    Row("Grep", .search(path: "src", pattern: "x", glob: "**/main.c"), "? show /repo/src/main.c"),
    Row("Grep", .search(path: nil, pattern: "x", glob: "*.ts"), "? show <the files that *.ts matches> in /repo"),
    Row("Glob", .list(path: nil, pattern: "*.env")),
    Row("Delete", .delete(paths: ["a.txt", "src"]), "delete /repo/a.txt", "delete! /repo/src"),
    Row("WebFetch", .fetch(url: "https://x.io"), "fetch https://x.io"),
    Row("TodoWrite", .harmless),
    Row(
      "apply_patch",
      .patch("*** Begin Patch\n*** Add File: n.txt\n+x\n*** Delete File: a.txt\n*** End Patch\n"),
      "write /repo/n.txt", "delete /repo/a.txt"),

    // The reference file server.
    .mcp("filesystem", "read_text_file", ["path": "/repo/a"], "show /repo/a"),
    .mcp("filesystem", "read_multiple_files", ["paths": ["a", "b"]], "show /repo/a", "show /repo/b"),
    .mcp("filesystem", "write_file", ["path": "a", "content": "x"], "write /repo/a"),
    .mcp("filesystem", "edit_file", ["path": "a", "edits": [["oldText": "a", "newText": "/b"]]], "write /repo/a"),
    .mcp("filesystem", "create_directory", ["path": "a"], "folder /repo/a"),
    .mcp("filesystem", "list_directory", ["path": "/etc"], "show /etc"),
    .mcp("filesystem", "move_file", ["source": "a.txt", "destination": "c"], "delete /repo/a.txt", "write /repo/c"),
    .mcp("filesystem", "copy_file", ["source": "a.txt", "destination": "c"], "show /repo/a.txt", "write /repo/c"),
    .mcp("filesystem", "delete_file", ["path": "a.txt"], "delete /repo/a.txt"),
    .mcp("filesystem", "search_files", ["path": "/repo", "pattern": "/x"], "show /repo"),
    .mcp("filesystem", "list_allowed_directories", .object([])),
    // Shells.
    .mcp("shell", "execute_command", ["command": "rm a"], "run rm a", "delete /repo/a"),
    .mcp("shell", "run", ["command": "rm", "args": ["-rf", "a b"]], "run rm -rf 'a b'", "delete! /repo/a b"),
    .mcp("shell", "exec", ["cmd": ["rm", "a;b"]], "run rm 'a;b'", "delete /repo/a;b"),
    .mcp("desktop", "start_process", ["command": "rm a", "cwd": "src"], "run rm a", "delete /repo/src/a"),
    .mcp("x", "runTerminalCommand", ["command": "rm a"], "run rm a", "delete /repo/a"),
    // git.
    .mcp("git", "git_reset", ["repo_path": "/repo", "mode": "soft"], "run git reset --soft"),
    .mcp("git", "git_push", ["repo_path": "/repo", "force": true], "run git push --force"),
    .mcp("git", "git_status", ["repo_path": "/repo"], "run git status"),
    // Anything else.
    .mcp("x", "frobnicate", ["target_file": "a"], "write /repo/a"),
    .mcp("x", "frobnicate", ["x": "/etc/passwd"], "write /etc/passwd"),
    .mcp("x", "frobnicate", ["x": "~/a"], "write /home/me/a"),
    .mcp("x", "frobnicate", ["x": ["y": [["z": "./a"]]]], "write /repo/a"),
    .mcp("x", "frobnicate", ["content": "/etc/passwd", "message": "~/a"]),
    .mcp("x", "frobnicate", ["x": "plain", "n": 3, "b": true]),
    .mcp("x", "get_file", ["uri": "file:///etc/passwd"], "show /etc/passwd"),
    .mcp("x", "viewImage", ["filePath": "a.png"], "show /repo/a.png"),
    .mcp("x", "open_page", ["url": "https://x.io/a"], "fetch https://x.io/a"),
    .mcp("x", "write_thing", ["path": "a\0b"], "unjudged: a path in this call contains a NUL byte"),
    .other("CreateFile", ["file_path": "a", "contents": "x"], "write /repo/a"),
    .other("ReadFile", ["file_path": "a"], "show /repo/a"),
    .other("Think", ["thought": "rm -rf /"]),
  ]

  @Test func aPromptIsAnEffect() {
    var event = Event(agent: "codex", kind: .userPromptSubmit, name: "UserPromptSubmit", payload: .null)
    event.prompt = Event.Prompt(text: "do it", isFromPerson: true)
    #expect(Notation.lines(Effects.of(event, facts: Worlds.plain)) == ["prompt do it"])
  }

  @Test func writesKeepTheirContent() {
    var event = Event(agent: "x", kind: .preToolUse, name: "PreToolUse", payload: .null)
    event.tool = ToolCall(
      name: "mcp__fs__edit_file",
      action: .mcp(
        server: "fs", tool: "edit_file",
        arguments: ["path": "a", "edits": [["oldText": "1", "newText": "2"], ["oldText": "3", "newText": "4"]]]),
      input: .null)
    let contents = Effects.of(event, facts: Worlds.plain).effects.compactMap { effect -> String? in
      if case .write(_, _, let content) = effect.action { content } else { nil }
    }
    #expect(contents == ["2\n4"])
  }

  @Test func argumentsAreBounded() {
    var value: JSONValue = "x"
    for _ in 0..<20 { value = ["a": value] }
    var event = Event(agent: "x", kind: .preToolUse, name: "PreToolUse", payload: .null)
    event.tool = ToolCall(name: "T", action: .other(arguments: value), input: .null)
    #expect(Effects.of(event, facts: Worlds.plain).unjudged.count == 1)
  }
}
