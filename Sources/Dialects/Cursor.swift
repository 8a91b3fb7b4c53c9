public import HookModel
public import JSON

/// Cursor, by its local agent runtime (`@cursor/sdk` 1.1.0, run and read) and https://cursor.com/docs/agent/hooks.
///
/// Every answer is one JSON object and exit code 0: on a gate other text blocks, and with `failClosed` silence does.
///
/// | event | what is said |
/// |---|---|
/// | anything without an opinion | `{}` |
/// | a gate's deny | `permission: "deny"` with the reason in `user_message`, which is what the model is told; `agent_message` is read for tools that Cursor's backend asks about |
/// | preToolUse ask, shell | `{}`: beforeShellExecution comes next and can ask |
/// | beforeShellExecution ask | `permission: "ask"` |
/// | any other gate's ask | deny: `ask` there runs the tool |
/// | preToolUse rewrite | `updated_input` |
/// | approve | `{}`: `allow` grants nothing |
/// | beforeSubmitPrompt deny, ask | `continue: false` with `user_message` |
/// | postToolUse, postToolUseFailure deny, ask, feedback | `additional_context`; more than 10,000 characters would be dropped |
/// | stop, subagentStop deny, ask | `followup_message`, the agent's next prompt |
/// | notice for the person | follows a refusal's reason, else stderr |
public enum Cursor: Dialect {
  /// The name on the command line.
  public static let name = "cursor"
  /// The agent's name for people.
  public static let title = "Cursor"

  /// The 21 events. What comes after a tool is told by postToolUse, so the narrower ones that follow it are not
  /// registered, nor are those that fire with every piece of text or keystroke.
  public static let events: [EventProfile] = [
    EventProfile("sessionStart", .sessionStart, [.context]),
    EventProfile("beforeSubmitPrompt", .userPromptSubmit, [.deny, .context]),
    EventProfile("preToolUse", .preToolUse, [.deny, .context, .rewrite], isFailClosed: true),
    EventProfile("beforeShellExecution", .preToolUse, [.deny, .ask], isFailClosed: true),
    EventProfile("beforeMCPExecution", .preToolUse, [.deny], isFailClosed: true),
    EventProfile("beforeReadFile", .preToolUse, [.deny], isFailClosed: true),
    EventProfile("beforeTabFileRead", .preToolUse, [.deny], isInstalled: false),
    EventProfile("postToolUse", .postToolUse, [.context, .feedback], timeoutSeconds: 600),
    EventProfile("postToolUseFailure", .postToolUseFailure, [.context, .feedback], timeoutSeconds: 600),
    EventProfile("afterShellExecution", .notice, isInstalled: false),
    EventProfile("afterMCPExecution", .notice, isInstalled: false),
    EventProfile("afterFileEdit", .notice, isInstalled: false),
    EventProfile("afterTabFileEdit", .notice, isInstalled: false),
    EventProfile("afterAgentResponse", .notice, isInstalled: false),
    EventProfile("afterAgentThought", .notice, isInstalled: false),
    EventProfile("subagentStart", .subagentStart, [.context]),
    EventProfile("subagentStop", .subagentStop, [.deny], timeoutSeconds: 600),
    EventProfile("stop", .stop, [.deny], timeoutSeconds: 600),
    EventProfile("preCompact", .preCompact),
    EventProfile("workspaceOpen", .notice, isInstalled: false),
    EventProfile("sessionEnd", .sessionEnd, timeoutSeconds: 3),
  ]

  /// The files of the hooks page.
  public static let installation: Installation? = Installation(
    projectFile: ".cursor/hooks.json", userFile: ".cursor/hooks.json", shape: .versionedFlatEvents,
    failClosedOption: JSONValue.Member("failClosed", true), allowsComments: true)

  /// What its own hook code was seen to do.
  public static let traits = AgentTraits(
    evidence: .hookCode(version: "1.1.0", date: "2026-11-28"),
    onHookFailure: "the call goes on, except that an answer before a tool that is no JSON blocks it; "
      + "with `failClosed` it is refused",
    neverSent: [
      "the text that is typed into a running shell (its length only)", "the launch of a sub-agent by the local runtime",
      "prompts and stops of `cursor-agent -p`", "session and MCP events in cloud agents",
    ])

  /// The tools that have a reading of their own. The runtime's own come first; the others are those that the backend
  /// was seen to name. Keys were seen to vary (`path`, `file_path`; `content`, `contents`).
  static func tools(_ name: String) -> ToolReading.Reading? {
    switch name {
    case "Shell": shell
    case "Read": { input throws(DecodeError) in .read(paths: [try path(input)]) }
    case "Write":
      { input throws(DecodeError) in
        .write(path: try path(input), content: try input.optionalString("content", or: "contents"))
      }
    case "Delete": { input throws(DecodeError) in .delete(paths: [try path(input)]) }
    case "List": { input throws(DecodeError) in .list(path: try optionalPath(input), pattern: nil) }
    case "LS": { input throws(DecodeError) in .list(path: try optionalPath(input), pattern: nil) }
    case "Glob":
      { input throws(DecodeError) in
        .list(
          path: try optionalPath(input),
          pattern: try input.optionalString("pattern", or: "glob_pattern"))
      }
    case "Grep":
      { input throws(DecodeError) in
        .search(
          path: try optionalPath(input), pattern: try input.string("pattern"), glob: try input.optionalString("glob"))
      }
    case "Fetch", "WebFetch": ToolReading.fetch
    case "StrReplace", "Edit": edit
    case "ApplyPatch": { input throws(DecodeError) in .patch(try input.string("patch")) }
    case "Task", "TodoWrite", "WebSearch", "ReadLints", "ListMcpResources": ToolReading.harmless
    default: nil
    }
  }

  /// Translates a payload.
  public static func decode(
    _ payload: JSONValue, eventName: String?, environment: (String) -> String?
  ) throws(DecodeError) -> Event {
    let fields = try Fields(payload)
    guard let name = try fields.optionalString("hook_event_name") ?? eventName, !name.isEmpty else {
      throw .missing("hook_event_name")
    }
    let profile = profile(named: name)
    var event = Event(
      agent: self.name, kind: profile?.kind ?? .notice, name: name, capabilities: profile?.capabilities ?? .none,
      payload: payload)
    event.session = try fields.optionalString("session_id", or: "conversation_id")
    event.transcriptPath = try fields.optionalString("transcript_path")
    event.turn = try fields.optionalString("generation_id")
    var roots = (fields["workspace_roots"]?.array ?? []).compactMap { ClaudeShape.absolutePath($0.string) }
    event.projectDirectory = roots.first ?? ClaudeShape.absolutePath(environment("CURSOR_PROJECT_DIR"))
    if !roots.isEmpty { roots.removeFirst() }
    event.additionalDirectories = roots
    event.cwd = ClaudeShape.absolutePath(try fields.optionalString("cwd")) ?? event.projectDirectory
    try decodeOwnFields(of: &event, fields)
    return event
  }

  private static func decodeOwnFields(of event: inout Event, _ fields: Fields) throws(DecodeError) {
    switch event.kind {
    case .preToolUse, .permissionRequest, .postToolUse, .postToolUseFailure:
      event.tool = try tool(event.name, fields)
    case .userPromptSubmit:
      event.prompt = Event.Prompt(text: try fields.string("prompt"), isFromPerson: true)
    case .stop, .subagentStop:
      event.continuesAfterStop = (fields["loop_count"]?.integer ?? 0) > 0
    case .preCompact: event.source = try fields.optionalString("trigger")
    case .sessionEnd: event.reason = try fields.optionalString("reason")
    default: break
    }
    if event.kind == .subagentStart || event.kind == .subagentStop,
      let id = try fields.optionalString("subagent_id")
    {
      event.subagent = Event.Subagent(id: id, type: try fields.optionalString("subagent_type") ?? "")
    }
  }

  private static func tool(_ event: String, _ fields: Fields) throws(DecodeError) -> ToolCall {
    let id = try fields.optionalString("tool_use_id")
    switch event {
    case "beforeShellExecution":
      return ToolCall(name: "Shell", id: id, action: try shell(fields), input: .object(fields.members))
    case "beforeReadFile", "beforeTabFileRead":
      return ToolCall(name: "Read", id: id, action: .read(paths: [try path(fields)]), input: .object(fields.members))
    case "beforeMCPExecution":
      let name = try fields.string("tool_name")
      let input = try fields.required("tool_input")
      // Here, and here alone, the arguments come as text; text that is no JSON is kept as what it is.
      let arguments = input.string.flatMap { try? JSONParser.parse(Array($0.utf8)) } ?? input
      let server = try fields.optionalString("mcp_server_name") ?? ""
      return ToolCall(
        name: "MCP:\(name)", id: id, action: .mcp(server: server, tool: name, arguments: arguments), input: arguments)
    default:
      let name = try fields.string("tool_name")
      let input = try fields.required("tool_input")
      return ToolCall(
        name: name, id: id, action: try action(name, input), input: input,
        output: fields["tool_output"] ?? fields["error_message"])
    }
  }

  private static func action(_ tool: String, _ input: JSONValue) throws(DecodeError) -> ToolAction {
    if tool == "ApplyPatch", let patch = input.string { return .patch(patch) }
    // The server's name is not told here; beforeMCPExecution has it.
    if tool.hasPrefix("MCP:") { return .mcp(server: "", tool: String(tool.dropFirst(4)), arguments: input) }
    return try ToolReading.action(tool, input, in: tools)
  }

  private static func path(_ input: Fields) throws(DecodeError) -> String {
    guard let path = try optionalPath(input) else { throw .missing("\(input.path)file_path") }
    return path
  }

  private static func optionalPath(_ input: Fields) throws(DecodeError) -> String? {
    if let path = try input.optionalString("file_path", or: "path") { return path }
    return try input.optionalString("target_file", or: "filePath")
  }

  @Sendable private static func shell(_ input: Fields) throws(DecodeError) -> ToolAction {
    let directory = try input.optionalString("cwd", or: "working_directory") ?? ""
    return .shell(script: try input.string("command"), directory: directory.isEmpty ? nil : directory)
  }

  @Sendable private static func edit(_ input: Fields) throws(DecodeError) -> ToolAction {
    .edit(
      path: try path(input),
      replacements: [Replacement(old: try input.string("old_string"), new: try input.string("new_string"))])
  }

  /// Puts an answer into Cursor's words; see the table above.
  public static func encode(_ answer: Answer, for event: Event) -> Reply {
    var members: [JSONValue.Member] = []
    func add(_ name: String, _ text: String?) {
      if let text { members.append(.init(name, .string(text))) }
    }
    var isNoticeSaid = false
    switch event.kind {
    case .preToolUse, .permissionRequest:
      let verdict = gateVerdict(answer.verdict, event)
      guard verdict == .allow else {
        let reason = verdict == .deny ? reason(answer, event) : Wording.reason(answer.message)
        isNoticeSaid = verdict == .deny
        add("permission", verdict.word)
        add("user_message", reason)
        add("agent_message", reason)
        break
      }
      guard event.name == "preToolUse", answer.verdict == .allow else { break }
      if let rewritten = answer.rewrittenInput { members.append(.init("updated_input", rewritten.input)) }
      add("additional_context", Wording.context(answer.context))
    case .userPromptSubmit:
      guard answer.verdict == .allow else {
        members.append(.init("continue", false))
        add("user_message", reason(answer, event))
        isNoticeSaid = true
        break
      }
      add("additional_context", Wording.context(answer.context))
    case .postToolUse, .postToolUseFailure:
      let parts = [answer.spokenFeedback, answer.context].compactMap { $0 }
      add("additional_context", Wording.context(parts.joined(separator: "\n\n")))
    case .stop, .subagentStop:
      guard answer.verdict != .allow else { break }
      add("followup_message", reason(answer, event))
      isNoticeSaid = true
    case .sessionStart, .subagentStart:
      add("additional_context", Wording.context(answer.context))
    case .preCompact, .configChange, .sessionEnd, .notice:
      return Reply(output: "{}", diagnostics: answer.unheard)
    }
    let notice = isNoticeSaid ? nil : Wording.context(answer.notice)
    return Reply(output: JSONWriter.compact(.object(members)), diagnostics: notice ?? "")
  }

  private static func gateVerdict(_ verdict: Verdict, _ event: Event) -> Verdict {
    guard verdict == .ask, !event.capabilities.contains(.ask) else { return verdict }
    if event.name == "preToolUse", case .shell? = event.tool?.action { return .allow }
    return .deny
  }

  private static func reason(_ answer: Answer, _ event: Event) -> String {
    Wording.reason(answer.message, Wording.cannotAsk(title, answer, event), answer.context, answer.notice)
  }

  /// Refuses a call that could not be judged. Where nothing can be refused the answer is still an object.
  public static func refuse(_ message: String, eventName: String?) -> Reply {
    refusal(message, eventName: eventName, silence: "{}")
  }
}
