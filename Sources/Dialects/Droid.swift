public import HookModel
public import JSON

/// Factory's Droid, read at https://docs.factory.ai/reference/hooks-reference: Claude Code's shape with tools and files of
/// its own. Nothing here could be measured.
///
/// | event | what is said |
/// |---|---|
/// | PreToolUse | as on Claude Code |
/// | Stop deny | exit code 2 and stderr |
/// | SubagentStop | silence: exit code 2 is documented not to block it |
public enum Droid: Dialect {
  /// The name on the command line.
  public static let name = "droid"
  /// The agent's name for people.
  public static let title = "Droid"

  /// The nine events of the hooks reference.
  public static let events: [EventProfile] = [
    EventProfile("SessionStart", .sessionStart, [.context]),
    EventProfile("UserPromptSubmit", .userPromptSubmit, [.deny, .context]),
    EventProfile("PreToolUse", .preToolUse, [.deny, .ask, .context, .approve, .rewrite]),
    EventProfile("PostToolUse", .postToolUse, [.context, .feedback], timeoutSeconds: 600),
    EventProfile("Notification", .notice),
    EventProfile("Stop", .stop, [.deny], timeoutSeconds: 600),
    EventProfile("SubagentStop", .subagentStop),
    EventProfile("PreCompact", .preCompact),
    EventProfile("SessionEnd", .sessionEnd, timeoutSeconds: 3),
  ]

  /// The files of the hooks reference, which hold the bare map of events.
  public static let installation: Installation? = Installation(
    projectFile: ".factory/hooks.json", userFile: ".factory/hooks.json", shape: .bareEventMap)

  /// What its documentation says.
  public static let traits = AgentTraits(
    evidence: .documentation(version: "autumn 2026"),
    onHookFailure: "the call goes on with a warning; there is no switch against that",
    neverSent: ["failed tools and permission questions: they have no events", "the start of sub-agents"])

  /// The tools that have a reading of their own.
  static func tools(_ name: String) -> ToolReading.Reading? {
    switch name {
    case "Execute": ToolReading.shell
    case "Create": ToolReading.write
    case "ApplyPatch": ToolReading.anyPatch
    case "LS": ToolReading.list
    case "FetchUrl": ToolReading.fetch
    default: ClaudeCode.tools(name)
    }
  }

  /// Translates a payload.
  public static func decode(
    _ payload: JSONValue, eventName: String?, environment: (String) -> String?
  ) throws(DecodeError) -> Event {
    try ClaudeShape(
      agent: name, profile: profile(named:), tools: tools, turnKey: "prompt_id",
      projectDirectory: ClaudeShape.absolutePath(environment("FACTORY_PROJECT_DIR"))
    ).decode(payload, eventName: eventName)
  }

  /// Puts an answer into Droid's words; see the table above.
  public static func encode(_ answer: Answer, for event: Event) -> Reply { ClaudeAnswers.reply(answer, to: event) }

  /// See the requirement.
  public static func sampleTool(_ tool: SampleCall.Tool) -> (name: String, input: JSONValue)? {
    switch tool {
    case .shell(let command): ("Execute", ["command": .string(command)])
    case .write(let path, let content): ("Create", ["file_path": .string(path), "content": .string(content)])
    case .edit(let path, let old, let new):
      ("Edit", ["file_path": .string(path), "old_string": .string(old), "new_string": .string(new)])
    case .read(let path): ("Read", ["file_path": .string(path)])
    case .delete(let path): ("Execute", ["command": .string("rm -r -- " + SampleCall.quoted(path))])
    case .patch(let text): ("ApplyPatch", ["patch": .string(text)])
    case .fetch(let url): ("FetchUrl", ["url": .string(url)])
    case .named(let name, let input): (name, input)
    }
  }
}
