public import HookModel
public import JSON

/// Devin for Terminal, read at https://docs.devin.ai/cli/extensibility/hooks/overview and /lifecycle-hooks; payloads by
/// published captures of 3000.10.31. Nothing here could be measured, so only documented answers are given.
///
/// | event | what is said |
/// |---|---|
/// | PreToolUse deny, ask | exit code 2 and stderr; `decision: "block"` is reported to end the whole turn, and `ask` does not exist |
/// | PreToolUse context | not said: documented for SessionStart, UserPromptSubmit and PostToolUse alone |
/// | PreToolUse approve | silence; `approve` is given on PermissionRequest alone |
/// | PreToolUse rewrite | `updatedInput`, which Devin merges into the arguments |
/// | PermissionRequest deny | exit code 2 and stderr |
/// | PermissionRequest ask | silence: the person is being asked |
/// | UserPromptSubmit deny, ask | exit code 2 and stderr |
/// | PostToolUse deny, ask, feedback | `additionalContext`, the one thing that is documented for this event |
/// | Stop deny, ask | `decision: "block"` with a reason |
/// | notice for the person | follows a refusal's reason, else stderr: there is no `systemMessage` |
/// | PostCompaction, SessionEnd | silence |
public enum Devin: Dialect {
  /// The name on the command line.
  public static let name = "devin"
  /// The agent's name for people.
  public static let title = "Devin"

  /// The eight events. One that Devin does not know would make it drop the whole file.
  public static let events: [EventProfile] = [
    EventProfile("SessionStart", .sessionStart, [.context]),
    EventProfile("UserPromptSubmit", .userPromptSubmit, [.deny, .context]),
    EventProfile("PreToolUse", .preToolUse, [.deny, .rewrite]),
    EventProfile("PermissionRequest", .permissionRequest, [.deny, .ask, .approve]),
    EventProfile("PostToolUse", .postToolUse, [.context, .feedback], timeoutSeconds: 600),
    EventProfile("Stop", .stop, [.deny], timeoutSeconds: 600),
    EventProfile("PostCompaction", .notice),
    EventProfile("SessionEnd", .sessionEnd, timeoutSeconds: 3),
  ]

  /// The files of the hooks overview. The project's own file is the bare map of events; the others have it under `hooks`.
  public static let installation: Installation? = Installation(
    projectFile: ".devin/hooks.v1.json", localFile: ".devin/config.local.json", userFile: ".config/devin/config.json",
    shape: .bareEventMap, personalShape: .hooksObject, toolMatcher: "")

  /// What its documentation and published captures say.
  public static let traits = AgentTraits(
    evidence: .documentation(version: "3000.10.31"),
    onHookFailure: "not documented; by all that is known the call goes on",
    neverSent: [
      "the start and end of sub-agents; their tool calls and stops come as the session's own",
      "the working directory, the permission mode and the transcript",
    ])

  /// The tools that have a reading of their own.
  static func tools(_ name: String) -> ToolReading.Reading? {
    switch name {
    case "exec": exec
    case "write_to_process": ToolReading.typed
    case "write": ToolReading.write
    case "edit": ToolReading.edit
    case "apply_patch": ToolReading.anyPatch
    case "read": ToolReading.read
    case "notebook_read": ToolReading.notebookRead
    case "notebook_edit": ToolReading.notebookEdit
    case "glob": ToolReading.list
    case "grep": grep
    case "webfetch": fetch
    case "mcp_call_tool": mcpCall
    case "mcp_list_servers", "mcp_list_tools", "get_output", "kill_shell", "todo_write": ToolReading.harmless
    case "exit_plan_mode", "skill", "run_subagent", "read_subagent", "request_scope": ToolReading.harmless
    case "ask_user_question": ToolReading.harmless
    default: nil
    }
  }

  /// Translates a payload. Devin sends no directory: paths are then relative to the project's.
  public static func decode(
    _ payload: JSONValue, eventName: String?, environment: (String) -> String?
  ) throws(DecodeError) -> Event {
    try ClaudeShape(
      agent: name, profile: profile(named:), tools: tools, turnKey: "prompt_id",
      projectDirectory: ClaudeShape.absolutePath(environment("DEVIN_PROJECT_DIR"))
    ).decode(payload, eventName: eventName)
  }

  /// Puts an answer into Devin's words; see the table above.
  public static func encode(_ answer: Answer, for event: Event) -> Reply {
    var output = HookOutput()
    switch event.kind {
    case .preToolUse:
      guard answer.verdict == .allow else { return refusal(answer, event) }
      output.setSpecific("updatedInput", answer.rewrittenInput?.input)
    case .permissionRequest:
      if answer.verdict == .deny { return refusal(answer, event) }
      if answer.verdict == .allow, answer.approves { output.set("decision", "approve") }
    case .userPromptSubmit:
      guard answer.verdict == .allow else { return refusal(answer, event) }
      output.setContext(Wording.context(answer.context))
    case .postToolUse, .postToolUseFailure:
      let parts = [answer.spokenFeedback, answer.context].compactMap { $0 }
      output.setContext(Wording.context(parts.joined(separator: "\n\n")))
    case .stop, .subagentStop:
      guard answer.verdict == .allow else {
        output.block(reason(answer, event))
        return output.reply(for: event)
      }
    case .sessionStart, .subagentStart:
      output.setContext(Wording.context(answer.context))
    case .preCompact, .configChange, .sessionEnd, .notice:
      return Reply(diagnostics: answer.unheard)
    }
    return Reply(output: output.text(for: event), diagnostics: Wording.context(answer.notice) ?? "")
  }

  private static func refusal(_ answer: Answer, _ event: Event) -> Reply {
    Reply(diagnostics: reason(answer, event), exitCode: 2)
  }

  private static func reason(_ answer: Answer, _ event: Event) -> String {
    Wording.reason(answer.message, Wording.cannotAsk(title, answer, event), answer.context, answer.notice)
  }
}

// Readings of tools whose keys no source shows: whatever could carry the text is looked at.
extension Devin {
  @Sendable private static func exec(_ input: Fields) throws(DecodeError) -> ToolAction {
    .shell(script: try input.string("command"), directory: try input.optionalString("workdir"))
  }

  @Sendable private static func grep(_ input: Fields) throws(DecodeError) -> ToolAction {
    .search(
      path: try input.optionalString("path"), pattern: try input.string("pattern"),
      glob: try input.optionalString("glob_pattern"))
  }

  @Sendable private static func fetch(_ input: Fields) throws(DecodeError) -> ToolAction {
    if let url = try input.optionalString("url") { return .fetch(url: url) }
    for case .string(let text) in input.members.map(\.value) where text.hasBytes("://") {
      return .fetch(url: text)
    }
    return .other(arguments: .object(input.members))
  }

  @Sendable private static func mcpCall(_ input: Fields) throws(DecodeError) -> ToolAction {
    let server = input["server_name"] ?? input["server"] ?? input["mcp_server"]
    let tool = input["tool_name"] ?? input["tool"] ?? input["name"]
    guard let server = server?.string, let tool = tool?.string else {
      return .other(arguments: .object(input.members))
    }
    let arguments = input["arguments"] ?? input["tool_input"] ?? input["input"] ?? input["args"] ?? input["params"]
    return .mcp(server: server, tool: tool, arguments: arguments ?? .object(input.members))
  }
}
