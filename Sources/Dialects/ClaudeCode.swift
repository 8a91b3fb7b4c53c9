public import HookModel
public import JSON

/// Claude Code, measured on 2.1.329 and read at https://code.claude.com/docs/en/hooks.
///
/// | event | what is said |
/// |---|---|
/// | PreToolUse deny | deny JSON, and exit code 2 with the same reason on stderr: either alone blocks, and the model sees the reason once |
/// | PreToolUse ask | `permissionDecision: "ask"`; without a person (`-p`) Claude Code refuses the call |
/// | PreToolUse deny with context | the context follows the reason |
/// | UserPromptSubmit deny, ask | block JSON and exit code 2; the person sees the reason, the prompt never reaches the model |
/// | UserPromptSubmit, ConfigChange, Stop ask | deny |
/// | PostToolUse, PostToolUseFailure deny, ask, feedback | `decision: "block"`: the result stays, the reason follows it |
/// | Stop, SubagentStop deny | exit code 2 and stderr; the JSON form would give the reason twice |
/// | Stop, SubagentStop context | not said: a context makes the agent go on |
/// | ConfigChange deny | exit code 2 and stderr: the session keeps its hooks, the file keeps the change |
/// | PermissionRequest deny | `decision.behavior: "deny"`; exit code 2 has no effect here |
/// | PermissionRequest ask | silence: the person is being asked |
/// | PreCompact | silence: whatever stands on stdout becomes part of the summary's instructions |
/// | SessionEnd and all notices | silence; what there is to say goes to stderr, which only a debug log shows |
public enum ClaudeCode: Dialect {
  /// The name on the command line.
  public static let name = "claude-code"
  /// The agent's name for people.
  public static let title = "Claude Code"

  /// The events of the hooks reference. WorktreeCreate is not registered because a hook there replaces git's own work,
  /// MessageDisplay because it fires with every piece of text, FileChanged because its matcher is the list of files to
  /// watch.
  public static let events: [EventProfile] = [
    EventProfile("SessionStart", .sessionStart, [.context]),
    EventProfile("Setup", .notice),
    EventProfile("InstructionsLoaded", .notice),
    EventProfile("UserPromptSubmit", .userPromptSubmit, [.deny, .context]),
    EventProfile("UserPromptExpansion", .notice),
    EventProfile("MessageDisplay", .notice, isInstalled: false),
    EventProfile("PreToolUse", .preToolUse, [.deny, .ask, .context, .approve, .rewrite], isFailClosed: true),
    EventProfile("PermissionRequest", .permissionRequest, [.deny, .ask, .approve]),
    EventProfile("PermissionDenied", .notice),
    EventProfile("PostToolUse", .postToolUse, [.context, .feedback], timeoutSeconds: 600),
    EventProfile("PostToolUseFailure", .postToolUseFailure, [.context, .feedback], timeoutSeconds: 600),
    EventProfile("PostToolBatch", .notice),
    EventProfile("Notification", .notice),
    EventProfile("SubagentStart", .subagentStart, [.context]),
    EventProfile("SubagentStop", .subagentStop, [.deny], timeoutSeconds: 600),
    EventProfile("Stop", .stop, [.deny], timeoutSeconds: 600),
    EventProfile("StopFailure", .notice),
    EventProfile("TaskCreated", .notice),
    EventProfile("TaskCompleted", .notice),
    EventProfile("TeammateIdle", .notice),
    EventProfile("ConfigChange", .configChange, [.deny]),
    EventProfile("CwdChanged", .notice),
    EventProfile("DirectoryAdded", .notice),
    EventProfile("FileChanged", .notice, isInstalled: false),
    EventProfile("WorktreeCreate", .notice, isInstalled: false),
    EventProfile("WorktreeRemove", .notice),
    EventProfile("PreCompact", .preCompact),
    EventProfile("PostCompact", .notice),
    EventProfile("PreModelSwitch", .notice),
    EventProfile("PostModelSwitch", .notice),
    EventProfile("Elicitation", .notice),
    EventProfile("ElicitationResult", .notice),
    EventProfile("SessionEnd", .sessionEnd, timeoutSeconds: 3),
  ]

  /// The settings files of the hooks reference, section "Configuration".
  public static let installation: Installation? = Installation(
    projectFile: ".claude/settings.json", localFile: ".claude/settings.local.json",
    userFile: ".claude/settings.json", userFolderVariable: "CLAUDE_CONFIG_DIR", shape: .hooksObject,
    failClosedOption: JSONValue.Member("onFailure", "block"))

  /// What its executable was seen to do.
  public static let traits = AgentTraits(
    evidence: .executable(version: "2.1.332", date: "2026-11-28"),
    onHookFailure: "the call goes on; with `onFailure: \"block\"` it is refused",
    neverSent: [
      "what is typed into a running process", "the end of a session that is killed",
      "WorktreeCreate, MessageDisplay and FileChanged: a hook there replaces git's work, or fires with every piece of text",
    ])

  /// The tools that have a reading of their own. PowerShell is none of them: its text is no POSIX shell, so it is judged
  /// as the argument of a tool that nobody knows, and so are worktree tools and whatever comes later.
  static func tools(_ name: String) -> ToolReading.Reading? {
    switch name {
    case "Bash": ToolReading.shell
    case "Write": ToolReading.write
    case "Edit": ToolReading.edit
    case "MultiEdit": ToolReading.multiEdit
    case "NotebookEdit": ToolReading.notebookEdit
    case "Read": ToolReading.read
    case "NotebookRead": ToolReading.notebookRead
    case "Glob", "LS": ToolReading.list
    case "Grep": ToolReading.search
    case "WebFetch": ToolReading.fetch
    case "WebSearch", "Agent", "Task", "TaskCreate", "TaskUpdate", "TaskGet": ToolReading.harmless
    case "TaskList", "TaskOutput", "TaskStop", "TodoWrite", "AskUserQuestion": ToolReading.harmless
    case "EnterPlanMode", "ExitPlanMode", "Skill", "SlashCommand", "ToolSearch": ToolReading.harmless
    case "BashOutput", "KillShell", "KillBash": ToolReading.harmless
    default: nil
    }
  }

  /// Translates a payload.
  public static func decode(
    _ payload: JSONValue, eventName: String?, environment: (String) -> String?
  ) throws(DecodeError) -> Event {
    let shape = ClaudeShape(
      agent: name, profile: profile(named:), tools: tools, turnKey: "prompt_id",
      projectDirectory: ClaudeShape.absolutePath(environment("CLAUDE_PROJECT_DIR")))
    var event = try shape.decode(payload, eventName: eventName)
    if event.name == "DirectoryAdded", let added = ClaudeShape.absolutePath(payload["directory"]?.string) {
      event.additionalDirectories = [added]
    }
    return event
  }

  /// Puts an answer into Claude Code's words; see the table above.
  public static func encode(_ answer: Answer, for event: Event) -> Reply { ClaudeAnswers.reply(answer, to: event) }
}
