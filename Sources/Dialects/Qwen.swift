public import HookModel
public import JSON

/// Qwen Code, read at https://github.com/QwenLM/qwen-code, docs/users/features/hooks.md: Claude Code's events with Gemini
/// CLI's tools. Nothing here could be measured.
///
/// | event | what is said |
/// |---|---|
/// | PreToolUse, UserPromptSubmit, PostToolUse, Stop | as on Claude Code; exit code 2 alone counts there, and stdout is not read with it |
/// | PreToolUse ask | `permissionDecision: "ask"`; without a person Qwen Code refuses the call |
/// | PermissionRequest | silence: no answer is documented, and the person is being asked |
/// | PostToolUseFailure | silence: no answer is documented |
public enum Qwen: Dialect {
  /// The name on the command line.
  public static let name = "qwen"
  /// The agent's name for people.
  public static let title = "Qwen Code"

  /// The events that the hooks page names. MessageDisplay is not registered, because it fires with every piece of text.
  public static let events: [EventProfile] = [
    EventProfile("SessionStart", .sessionStart, [.context]),
    EventProfile("UserPromptSubmit", .userPromptSubmit, [.deny, .context]),
    EventProfile("PreToolUse", .preToolUse, [.deny, .ask, .context, .approve, .rewrite]),
    EventProfile("PermissionRequest", .permissionRequest, [.ask]),
    EventProfile("PermissionDenied", .notice),
    EventProfile("PostToolUse", .postToolUse, [.context, .feedback], timeoutSeconds: 600),
    EventProfile("PostToolUseFailure", .postToolUseFailure, timeoutSeconds: 600),
    EventProfile("Stop", .stop, [.deny], timeoutSeconds: 600),
    EventProfile("StopFailure", .notice),
    EventProfile("SubagentStart", .subagentStart),
    EventProfile("SubagentStop", .subagentStop, [.deny], timeoutSeconds: 600),
    EventProfile("PreCompact", .preCompact),
    EventProfile("PostCompact", .notice),
    EventProfile("Notification", .notice),
    EventProfile("TodoCreated", .notice),
    EventProfile("TodoCompleted", .notice),
    EventProfile("MessageDisplay", .notice, isInstalled: false),
    EventProfile("SessionDelete", .notice),
    EventProfile("SessionEnd", .sessionEnd, timeoutSeconds: 3),
  ]

  /// The settings files of the hooks page. Time limits are milliseconds here.
  public static let installation: Installation? = Installation(
    projectFile: ".qwen/settings.json", userFile: ".qwen/settings.json", shape: .hooksObject, timeoutsPerSecond: 1_000,
    allowsComments: true)

  /// What its documentation says.
  public static let traits = AgentTraits(
    evidence: .documentation(version: "autumn 2026"),
    onHookFailure: "the call goes on; there is no switch against that",
    neverSent: ["eight further events of its settings schema, whose payloads no page shows"])

  /// The tools that have a reading of their own; most are Gemini CLI's.
  static func tools(_ name: String) -> ToolReading.Reading? {
    switch name {
    case "edit": ToolReading.edit
    case "todo_write", "task", "skill": ToolReading.harmless
    default: GeminiCLI.tools(name)
    }
  }

  /// Translates a payload.
  public static func decode(
    _ payload: JSONValue, eventName: String?, environment: (String) -> String?
  ) throws(DecodeError) -> Event {
    let shape = ClaudeShape(
      agent: name, profile: profile(named:), tools: tools, turnKey: "prompt_id",
      projectDirectory: ClaudeShape.absolutePath(environment("QWEN_PROJECT_DIR")))
    var event = try shape.decode(payload, eventName: eventName)
    if let prompt = event.prompt {
      // `prompt` is what goes to the model, and comes with every result of a tool; what a person typed stands beside it.
      let typed = payload["submitted_prompt"]?.string
      event.prompt = Event.Prompt(text: typed ?? prompt.text, isFromPerson: typed != nil && prompt.isFromPerson)
    }
    return event
  }

  /// Puts an answer into Qwen Code's words; see the table above.
  public static func encode(_ answer: Answer, for event: Event) -> Reply {
    event.kind == .permissionRequest ? Reply(diagnostics: answer.unheard) : ClaudeAnswers.reply(answer, to: event)
  }

  /// See the requirement.
  public static func sampleTool(_ tool: SampleCall.Tool) -> (name: String, input: JSONValue)? {
    switch tool {
    case .edit(let path, let old, let new):
      ("edit", ["file_path": .string(path), "old_string": .string(old), "new_string": .string(new)])
    default: GeminiCLI.sampleTool(tool)
    }
  }
}
