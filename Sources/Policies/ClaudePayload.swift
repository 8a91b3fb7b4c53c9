internal import HookModel
internal import JSON

/// An event as Claude Code would send it, so that a program that was written for Claude Code understands every agent.
enum ClaudePayload {
  /// A tool call in Claude Code's words.
  struct Call {
    var name: String
    var input: JSONValue
  }

  /// The calls that an event is about: one for most tools, nil for none; one for each file of a patch, of a deletion or of
  /// a tool that nobody knows, since Claude Code's tools have one file each.
  static func calls(for event: Event, _ effects: [Effect]) -> [Call?] {
    guard let tool = event.tool else { return [nil] }
    // Claude Code's own, whose input says more than the action does.
    if tool.name == "LS" || tool.name.hasPrefix("Notebook") { return [Call(name: tool.name, input: tool.input)] }
    switch tool.action {
    case .shell(let script, _): return [Call(name: "Bash", input: ["command": .string(script)])]
    case .write(let path, let content):
      return [Call(name: "Write", input: ["file_path": .string(path), "content": .string(content ?? "")])]
    case .edit(let path, let replacements): return [edit(path, replacements)]
    case .read(let paths): return paths.map { Call(name: "Read", input: ["file_path": .string($0)]) }
    case .delete(let paths):
      return paths.map { Call(name: "Bash", input: ["command": .string("rm -r -- \(quoted($0))")]) }
    case .search(let path, let pattern, let glob):
      return [Call(name: "Grep", input: object(["pattern": pattern, "path": path, "glob": glob]))]
    case .list(let path, let pattern):
      return [Call(name: "Glob", input: object(["pattern": pattern ?? "*", "path": path]))]
    case .fetch(let url): return [Call(name: "WebFetch", input: ["url": .string(url), "prompt": ""])]
    case .mcp(let server, let name, let arguments):
      return [Call(name: "mcp__\(server)__\(name)", input: arguments)]
    case .patch:
      let calls = effects.compactMap(call)
      return calls.isEmpty ? [Call(name: tool.name, input: tool.input)] : calls
    case .other, .harmless: return [Call(name: tool.name, input: tool.input)]
    }
  }

  private static func edit(_ path: String, _ replacements: [Replacement]) -> Call {
    if replacements.count == 1, let one = replacements.first {
      return Call(
        name: "Edit",
        input: ["file_path": .string(path), "old_string": .string(one.old), "new_string": .string(one.new)])
    }
    return Call(
      name: "MultiEdit",
      input: [
        "file_path": .string(path),
        "edits": .array(replacements.map { ["old_string": .string($0.old), "new_string": .string($0.new)] }),
      ])
  }

  /// One file of a patch.
  private static func call(_ effect: Effect) -> Call? {
    switch effect.action {
    case .write(let target, let kind, let content):
      guard kind != .folder, kind != .attributes, let path = target.path else { return nil }
      if kind == .replace || kind == .truncate {
        return Call(name: "Write", input: ["file_path": .string(path), "content": .string(content ?? "")])
      }
      return Call(
        name: "Edit", input: ["file_path": .string(path), "old_string": "", "new_string": .string(content ?? "")])
    case .delete(let target, _):
      guard let path = target.path else { return nil }
      return Call(name: "Bash", input: ["command": .string("rm -r -- \(quoted(path))")])
    default: return nil
    }
  }

  /// The payload; the one that came where it says the same in the same words.
  static func value(for event: Event, _ call: Call?) -> JSONValue {
    if saysTheSame(event, call) { return event.payload }
    var members: [JSONValue.Member] = []
    func add(_ name: String, _ value: JSONValue?) {
      if let value { members.append(.init(name, value)) }
    }
    func add(_ name: String, _ text: String?) { add(name, text.map { JSONValue.string($0) }) }
    add("session_id", event.session ?? "")
    add("transcript_path", event.transcriptPath ?? "")
    add("cwd", event.cwd ?? event.projectDirectory)
    add("hook_event_name", event.canonicalName)
    add("permission_mode", event.permissionMode ?? "default")
    add("agent_id", event.subagent?.id)
    add("agent_type", event.subagent?.type)
    switch event.kind {
    case .sessionStart: add("source", event.source ?? "startup")
    case .userPromptSubmit: add("prompt", event.prompt?.text ?? "")
    case .stop, .subagentStop: add("stop_hook_active", .bool(event.continuesAfterStop))
    case .preCompact:
      add("trigger", event.source ?? "auto")
      add("custom_instructions", "")
    case .configChange:
      add("source", event.source)
      add("file_path", event.configurationFile)
    case .sessionEnd: add("reason", event.reason ?? "other")
    case .notice: add("message", event.payload["message"]?.string ?? "")
    default: break
    }
    if let tool = event.tool, let call {
      add("tool_name", call.name)
      add("tool_input", call.input)
      add("tool_use_id", tool.id)
      if event.kind == .postToolUse { add("tool_response", response(tool, call)) }
      if event.kind == .postToolUseFailure { add("error", tool.output?.string ?? "the tool failed") }
    }
    return .object(members)
  }

  /// Whether the payload that came is one of Claude Code's shape already.
  private static func saysTheSame(_ event: Event, _ call: Call?) -> Bool {
    let payload = event.payload
    guard payload["hook_event_name"]?.string == event.canonicalName, payload["session_id"]?.string != nil,
      payload["transcript_path"]?.string != nil, payload["cwd"]?.string != nil
    else { return false }
    guard let call else { return true }
    guard payload["tool_name"]?.string == call.name, let input = payload["tool_input"] else { return false }
    if event.kind == .postToolUse, call.name == "Bash", payload["tool_response"]?["stdout"] == nil { return false }
    return call.input.members?.allSatisfy { input[$0.name] == $0.value } ?? (input == call.input)
  }

  /// A result in the members that Claude Code's own tools have.
  private static func response(_ tool: ToolCall, _ call: Call) -> JSONValue {
    let output = tool.output ?? .null
    switch call.name {
    case "Bash":
      if output["stdout"] != nil { return output }
      let text = output.string ?? output["output"]?.string ?? output["llmContent"]?.string ?? ""
      return ["stdout": .string(text), "stderr": "", "interrupted": false]
    case "Write", "Edit", "MultiEdit":
      return ["filePath": call.input["file_path"] ?? "", "success": true]
    default: return output.members == nil ? ["output": output] : output
    }
  }

  private static func object(_ texts: KeyValuePairs<String, String?>) -> JSONValue {
    .object(texts.compactMap { name, text in text.map { JSONValue.Member(name, .string($0)) } })
  }

  private static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
