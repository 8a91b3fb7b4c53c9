internal import HookModel
public import JSON

/// A call that is made up, in words of no agent: what a canary, a round trip or `taffrail simulate` has an agent say.
public struct SampleCall: Sendable {
  /// The tool call that it is about, for events that are about one.
  public var tool: Tool?
  /// The prompt, for a submitted prompt.
  public var prompt = ""
  /// The id of the session.
  public var session: String
  /// The project's root, absolute.
  public var root: String
  /// The directory in which the agent works, absolute.
  public var cwd: String
  /// What started the session, or what triggered a compaction.
  public var source: String?
  /// Why the session ended.
  public var reason: String?
  /// The agent's permission mode.
  public var permissionMode = "default"
  /// Whether it happens in a sub-agent.
  public var isInSubagent = false
  /// Whether the agent already continues because of a Stop hook.
  public var continuesAfterStop = false

  /// Creates a call without a tool.
  public init(session: String, root: String, cwd: String? = nil, tool: Tool? = nil) {
    self.session = session
    self.root = root
    self.cwd = cwd ?? root
    self.tool = tool
  }

  /// What a made-up tool call does.
  public enum Tool: Sendable {
    case shell(String)
    case write(path: String, content: String)
    case edit(path: String, old: String, new: String)
    case read(path: String)
    case delete(path: String)
    case patch(String)
    case fetch(url: String)
    /// A tool by the agent's own name, with the input as the agent would send it.
    case named(String, input: JSONValue)
  }
}

extension Dialect {
  /// The tool and its input with which the agent does that, in the spelling that most agents took over from Claude Code,
  /// which deletes with its shell; nil where it has no tool for it.
  public static func sampleTool(_ tool: SampleCall.Tool) -> (name: String, input: JSONValue)? {
    switch tool {
    case .shell(let command): ("Bash", ["command": .string(command)])
    case .write(let path, let content): ("Write", ["file_path": .string(path), "content": .string(content)])
    case .edit(let path, let old, let new):
      ("Edit", ["file_path": .string(path), "old_string": .string(old), "new_string": .string(new)])
    case .read(let path): ("Read", ["file_path": .string(path)])
    case .fetch(let url): ("WebFetch", ["url": .string(url), "prompt": "What does it say?"])
    case .delete(let path): ("Bash", ["command": .string("rm -r -- " + SampleCall.quoted(path))])
    case .patch: nil
    case .named(let name, let input): (name, input)
    }
  }

  /// The payload that the agent would send at that event, in the shape that most agents took over from Claude Code; nil
  /// where the event is about a tool call that the agent cannot make.
  public static func samplePayload(_ event: EventProfile, _ call: SampleCall) -> JSONValue? {
    var members: [JSONValue.Member] = [
      .init("session_id", .string(call.session)),
      .init("transcript_path", .string(call.root + "/transcript.jsonl")), .init("cwd", .string(call.cwd)),
      .init("permission_mode", .string(call.permissionMode)), .init("hook_event_name", .string(event.name)),
    ]
    if call.isInSubagent || event.kind == .subagentStart || event.kind == .subagentStop {
      members += [.init("agent_id", "agent-1"), .init("agent_type", "general-purpose")]
    }
    guard let own = ownMembers(event, call) else { return nil }
    return .object(members + own)
  }

  /// What belongs to the one event alone; nil where it is about a tool call that the agent cannot make.
  static func ownMembers(_ event: EventProfile, _ call: SampleCall) -> [JSONValue.Member]? {
    switch event.kind {
    case .preToolUse, .permissionRequest, .postToolUse, .postToolUseFailure:
      guard let wanted = call.tool, let tool = sampleTool(wanted) else { return nil }
      var members: [JSONValue.Member] = [
        .init("tool_name", .string(tool.name)), .init("tool_input", tool.input), .init("tool_use_id", "call-1"),
      ]
      if event.kind == .postToolUse { members.append(.init("tool_response", ["stdout": "", "stderr": ""])) }
      if event.kind == .postToolUseFailure { members.append(.init("error", "Exit code 1")) }
      return members
    case .userPromptSubmit: return [.init("prompt", .string(call.prompt))]
    case .sessionStart: return [.init("source", .string(call.source ?? "startup"))]
    case .stop, .subagentStop: return [.init("stop_hook_active", .bool(call.continuesAfterStop))]
    case .preCompact: return [.init("trigger", .string(call.source ?? "manual"))]
    case .configChange: return [.init("source", .string(call.source ?? "project_settings"))]
    case .sessionEnd: return [.init("reason", .string(call.reason ?? "other"))]
    case .subagentStart, .notice: return []
    }
  }
}

extension Codex {
  /// See the requirement; Codex writes by patches, and reads and fetches with its shell.
  public static func sampleTool(_ tool: SampleCall.Tool) -> (name: String, input: JSONValue)? {
    func patch(_ body: String) -> (name: String, input: JSONValue) {
      ("apply_patch", ["command": .string("*** Begin Patch\n\(body)*** End Patch\n")])
    }
    func lines(_ mark: String, _ text: String) -> String {
      text.split(separator: "\n", omittingEmptySubsequences: false).map { "\(mark)\($0)\n" }.joined()
    }
    switch tool {
    case .shell(let command): return ("Bash", ["command": .string(command)])
    case .write(let path, let content): return patch("*** Add File: \(path)\n" + lines("+", content))
    case .edit(let path, let old, let new):
      return patch("*** Update File: \(path)\n@@\n" + lines("-", old) + lines("+", new))
    case .delete(let path): return patch("*** Delete File: \(path)\n")
    case .patch(let text): return ("apply_patch", ["command": .string(text)])
    case .read(let path): return ("Bash", ["command": .string("cat -- " + SampleCall.quoted(path))])
    case .fetch(let url): return ("Bash", ["command": .string("curl -s " + SampleCall.quoted(url))])
    case .named(let name, let input): return (name, input)
    }
  }
}

extension Devin {
  /// See the requirement.
  public static func sampleTool(_ tool: SampleCall.Tool) -> (name: String, input: JSONValue)? {
    switch tool {
    case .shell(let command): ("exec", ["command": .string(command)])
    case .write(let path, let content): ("write", ["file_path": .string(path), "content": .string(content)])
    case .edit(let path, let old, let new):
      ("edit", ["file_path": .string(path), "old_string": .string(old), "new_string": .string(new)])
    case .read(let path): ("read", ["file_path": .string(path)])
    case .delete(let path): ("exec", ["command": .string("rm -r -- " + SampleCall.quoted(path))])
    case .patch(let text): ("apply_patch", ["patch": .string(text)])
    case .fetch(let url): ("webfetch", ["url": .string(url)])
    case .named(let name, let input): (name, input)
    }
  }
}

extension GeminiCLI {
  /// See the requirement.
  public static func sampleTool(_ tool: SampleCall.Tool) -> (name: String, input: JSONValue)? {
    switch tool {
    case .shell(let command): ("run_shell_command", ["command": .string(command)])
    case .write(let path, let content): ("write_file", ["file_path": .string(path), "content": .string(content)])
    case .edit(let path, let old, let new):
      ("replace", ["file_path": .string(path), "old_string": .string(old), "new_string": .string(new)])
    case .read(let path): ("read_file", ["file_path": .string(path)])
    case .delete(let path): ("run_shell_command", ["command": .string("rm -r -- " + SampleCall.quoted(path))])
    case .fetch(let url): ("web_fetch", ["prompt": .string("Summarise " + url)])
    case .patch: nil
    case .named(let name, let input): (name, input)
    }
  }
}

extension Cursor {
  /// See the requirement.
  public static func sampleTool(_ tool: SampleCall.Tool) -> (name: String, input: JSONValue)? {
    switch tool {
    case .shell(let command): ("Shell", ["command": .string(command), "cwd": ""])
    case .write(let path, let content): ("Write", ["file_path": .string(path), "content": .string(content)])
    case .edit(let path, let old, let new):
      ("StrReplace", ["path": .string(path), "old_string": .string(old), "new_string": .string(new)])
    case .read(let path): ("Read", ["file_path": .string(path)])
    case .delete(let path): ("Delete", ["file_path": .string(path)])
    case .patch(let text): ("ApplyPatch", ["patch": .string(text)])
    case .fetch(let url): ("Fetch", ["url": .string(url)])
    case .named(let name, let input): (name, input)
    }
  }

  /// See the requirement; the gates have the tool's own members at the top, and the session is a conversation.
  public static func samplePayload(_ event: EventProfile, _ call: SampleCall) -> JSONValue? {
    var members: [JSONValue.Member] = [
      .init("conversation_id", .string(call.session)), .init("generation_id", "generation-1"),
      .init("model", "default"),
      .init("session_id", .string(call.session)), .init("hook_event_name", .string(event.name)),
      .init("cursor_version", "1.1.0"), .init("workspace_roots", [.string(call.root)]), .init("user_email", .null),
      .init("transcript_path", .null),
    ]
    switch (event.name, call.tool) {
    case ("beforeShellExecution", .shell(let command)?):
      members += [.init("command", .string(command)), .init("cwd", .string(call.cwd)), .init("sandbox", false)]
    case ("beforeReadFile", .read(let path)?), ("beforeTabFileRead", .read(let path)?):
      members += [.init("file_path", .string(path)), .init("content", ""), .init("attachments", [])]
    case ("beforeMCPExecution", .named(let name, let input)?):
      members += [
        .init("tool_name", .string(name)), .init("tool_input", .string(JSONWriter.compact(input))),
        .init("mcp_server_name", "server"),
      ]
    case ("beforeShellExecution", _), ("beforeReadFile", _), ("beforeTabFileRead", _), ("beforeMCPExecution", _):
      return nil
    case ("stop", _), ("subagentStop", _):
      members += [.init("status", "completed"), .init("loop_count", .integer(call.continuesAfterStop ? 1 : 0))]
    default:
      guard let own = ownMembers(event, call) else { return nil }
      members += own
      if event.isAboutTool { members.append(.init("cwd", .string(call.cwd))) }
    }
    return .object(members)
  }
}

extension SampleCall {
  /// A word as a shell takes it literally.
  static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

extension Copilot {
  /// See the requirement; the CLI's own names, and those that it has after Claude Code for the other spelling.
  public static func sampleTool(_ tool: SampleCall.Tool) -> (name: String, input: JSONValue)? {
    switch tool {
    case .shell(let command): ("bash", ["command": .string(command)])
    case .write(let path, let content): ("create", ["path": .string(path), "file_text": .string(content)])
    case .edit(let path, let old, let new):
      ("edit", ["path": .string(path), "old_str": .string(old), "new_str": .string(new)])
    case .read(let path): ("view", ["path": .string(path)])
    case .delete(let path): ("bash", ["command": .string("rm -r -- " + SampleCall.quoted(path))])
    case .patch(let text): ("apply_patch", ["patch": .string(text)])
    case .fetch(let url): ("web_fetch", ["url": .string(url)])
    case .named(let name, let input): (name, input)
    }
  }

  /// See the requirement; an event in PascalCase comes in snake_case and says its name.
  public static func samplePayload(_ event: EventProfile, _ call: SampleCall) -> JSONValue? {
    let isNative = event.name.utf8.first.map { $0 >= UInt8(ascii: "a") } ?? true
    guard let own = ownMembers(event, call) else { return nil }
    guard isNative else {
      return .object(
        [
          .init("hook_event_name", .string(event.name)), .init("session_id", .string(call.session)),
          .init("timestamp", "2026-11-21T09:30:00.000Z"), .init("cwd", .string(call.cwd)),
        ] + own)
    }
    var members: [JSONValue.Member] = [
      .init("sessionId", .string(call.session)), .init("timestamp", 1_795_253_400_000), .init("cwd", .string(call.cwd)),
    ]
    for member in own {
      switch member.name {
      case "tool_name": members.append(.init("toolName", member.value))
      case "tool_input": members.append(.init("toolArgs", member.value))
      case "tool_response":
        members.append(.init("toolResult", ["resultType": "success", "textResultForLlm": ""]))
      case "tool_use_id": break
      default: members.append(member)
      }
    }
    switch event.kind {
    case .stop: members.append(.init("stopReason", "end_turn"))
    case .subagentStart: members.append(.init("agentName", "explore"))
    case .subagentStop:
      members += [.init("agentId", "agent-1"), .init("agentType", "explore"), .init("stopReason", "end_turn")]
    default: break
    }
    return .object(members)
  }
}

extension Generic {
  /// See the requirement.
  public static func sampleTool(_ tool: SampleCall.Tool) -> (name: String, input: JSONValue)? {
    switch tool {
    case .shell(let command): ("shell", ["command": .string(command)])
    case .write(let path, let content): ("write", ["path": .string(path), "content": .string(content)])
    case .edit(let path, let old, let new):
      ("edit", ["path": .string(path), "old": .string(old), "new": .string(new)])
    case .read(let path): ("read", ["path": .string(path)])
    case .delete(let path): ("delete", ["path": .string(path)])
    case .patch(let text): ("patch", ["patch": .string(text)])
    case .fetch(let url): ("fetch", ["url": .string(url)])
    case .named(let name, let input): (name, input)
    }
  }

  /// See the requirement.
  public static func samplePayload(_ event: EventProfile, _ call: SampleCall) -> JSONValue? {
    var members: [JSONValue.Member] = [
      .init("protocol", .string(mark)), .init("event", .string(event.name)), .init("session", .string(call.session)),
      .init("root", .string(call.root)), .init("cwd", .string(call.cwd)),
    ]
    if call.isInSubagent || event.kind == .subagentStart || event.kind == .subagentStop {
      members.append(.init("subagent", ["id": "agent-1", "type": "general-purpose"]))
    }
    switch event.kind {
    case .preToolUse, .permissionRequest, .postToolUse, .postToolUseFailure:
      guard let wanted = call.tool, let tool = sampleTool(wanted) else { return nil }
      members += [.init("tool", .string(tool.name)), .init("input", tool.input), .init("id", "call-1")]
    case .userPromptSubmit: members += [.init("prompt", .string(call.prompt)), .init("from-person", true)]
    case .sessionStart: members.append(.init("source", .string(call.source ?? "startup")))
    case .stop, .subagentStop: members.append(.init("continues", .bool(call.continuesAfterStop)))
    case .sessionEnd: members.append(.init("reason", .string(call.reason ?? "other")))
    default: break
    }
    return .object(members)
  }
}
