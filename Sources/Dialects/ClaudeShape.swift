internal import HookModel
internal import JSON

/// The payload that Claude Code made and others took over: `hook_event_name`, `session_id`, `cwd`, `tool_name`,
/// `tool_input`, ... What differs from agent to agent is passed in.
struct ClaudeShape {
  /// The dialect's name.
  var agent: String
  /// The event's profile by the agent's name of it.
  var profile: (String) -> EventProfile?
  /// The agent's tools.
  var tools: ToolTable
  /// The member that has the id of the turn or prompt.
  var turnKey: String
  /// Whether a tool's input may be something else than an object.
  var takesAnyInput = false
  /// The project's root, as the agent's environment names it; also the directory of an agent that sends none.
  var projectDirectory: String?

  /// Translates a payload. Fields that no event kind uses are not looked at: agents add to them all the time.
  func decode(_ payload: JSONValue, eventName: String?) throws(DecodeError) -> Event {
    let fields = try Fields(payload)
    guard let name = try fields.optionalString("hook_event_name") ?? eventName, !name.isEmpty else {
      throw .missing("hook_event_name")
    }
    let profile = profile(name)
    var event = Event(
      agent: agent, kind: profile?.kind ?? .notice, name: name, capabilities: profile?.capabilities ?? .none,
      payload: payload)
    event.session = try fields.optionalString("session_id")
    event.transcriptPath = try fields.optionalString("transcript_path")
    event.projectDirectory = projectDirectory
    event.cwd = try directory("cwd", in: fields) ?? projectDirectory
    event.permissionMode = try fields.optionalString("permission_mode")
    event.turn = try fields.optionalString(turnKey)
    if let id = try fields.optionalString("agent_id") {
      event.subagent = Event.Subagent(id: id, type: try fields.optionalString("agent_type") ?? "")
    }
    try decodeOwnFields(of: &event, from: fields)
    return event
  }

  private func decodeOwnFields(of event: inout Event, from fields: Fields) throws(DecodeError) {
    switch event.kind {
    case .preToolUse, .permissionRequest, .postToolUse, .postToolUseFailure:
      event.tool = try tool(fields)
    case .userPromptSubmit:
      let text = try fields.string("prompt")
      let isNotice = text.utf8.drop { $0 <= 0x20 }.starts(with: "<task-notification".utf8)
      event.prompt = Event.Prompt(text: text, isFromPerson: !isNotice && event.subagent == nil)
    case .sessionStart:
      event.source = try fields.optionalString("source")
    case .stop, .subagentStop:
      event.continuesAfterStop = try fields.flag("stop_hook_active")
    case .preCompact:
      event.source = try fields.optionalString("trigger")
    case .configChange:
      event.source = try fields.optionalString("source")
      event.configurationFile = try fields.optionalString("file_path")
    case .sessionEnd:
      event.reason = try fields.optionalString("reason")
    case .subagentStart, .notice:
      break
    }
  }

  private func tool(_ fields: Fields) throws(DecodeError) -> ToolCall {
    let name = try fields.string("tool_name")
    let input = try fields.required("tool_input")
    // Codex sends any JSON; the others an object, and what is none cannot be judged.
    if !takesAnyInput, input.members == nil {
      throw .wrongType(path: "tool_input", expected: "object", found: input.typeName)
    }
    let action = try ToolReading.action(name, input, in: tools, server: fields["mcp_server"]?["name"]?.string)
    return ToolCall(
      name: name, id: try fields.optionalString("tool_use_id"), action: action, input: input,
      output: fields["tool_response"] ?? fields["error"])
  }

  /// A relative directory would make every relative path of the call mean another file.
  private func directory(_ name: String, in fields: Fields) throws(DecodeError) -> String? {
    guard let path = try fields.optionalString(name), !path.isEmpty else { return nil }
    guard path.utf8.first == UInt8(ascii: "/") else {
      throw .invalid(path: fields.path + name, problem: "expected an absolute path, found \"\(path)\"")
    }
    return path
  }

  /// The value of an environment variable where it is an absolute path.
  static func absolutePath(_ value: String?) -> String? {
    guard let value, value.utf8.first == UInt8(ascii: "/") else { return nil }
    return value
  }
}
