public import HookModel
public import JSON

/// Gemini CLI, by its source of August 2026 (https://github.com/google-gemini/gemini-cli, packages/core/src/hooks) and
/// https://geminicli.com/docs/hooks/reference.
///
/// Every answer is one JSON object: it is used whatever the exit code is, and without one the text on stderr is taken
/// for the answer.
///
/// | event | what is said |
/// |---|---|
/// | anything without an opinion | `{}` |
/// | BeforeTool, BeforeAgent deny | `decision: "deny"` with a reason |
/// | BeforeTool, BeforeAgent ask | deny: `ask` is undocumented, and a release without it would run the tool |
/// | BeforeTool rewrite | `hookSpecificOutput.tool_input`, the whole input |
/// | BeforeTool context, approve | not said: there is no member for it, and `allow` grants nothing |
/// | AfterTool deny, ask, feedback | `additionalContext`; a deny would hide the tool's result |
/// | AfterAgent deny, ask | `decision: "deny"`: the reason is the model's next prompt |
/// | notice for the person | `systemMessage` |
/// | PreCompress, SessionEnd, notices | `{}` |
public enum GeminiCLI: Dialect {
  /// The name on the command line.
  public static let name = "gemini-cli"
  /// The agent's name for people.
  public static let title = "Gemini CLI"

  /// The eleven events. The three about model requests are not registered: one of them fires with every piece of text.
  public static let events: [EventProfile] = [
    EventProfile("SessionStart", .sessionStart, [.context]),
    EventProfile("BeforeAgent", .userPromptSubmit, [.deny, .context]),
    EventProfile("BeforeTool", .preToolUse, [.deny, .rewrite]),
    EventProfile("AfterTool", .postToolUse, [.context, .feedback], timeoutSeconds: 600),
    EventProfile("AfterAgent", .stop, [.deny], timeoutSeconds: 600),
    EventProfile("PreCompress", .preCompact),
    EventProfile("Notification", .notice),
    EventProfile("BeforeModel", .notice, isInstalled: false),
    EventProfile("AfterModel", .notice, isInstalled: false),
    EventProfile("BeforeToolSelection", .notice, isInstalled: false),
    EventProfile("SessionEnd", .sessionEnd, timeoutSeconds: 3),
  ]

  /// The settings files of the hooks reference. Time limits are milliseconds here.
  public static let installation: Installation? = Installation(
    projectFile: ".gemini/settings.json", userFile: ".gemini/settings.json", shape: .hooksObject,
    handler: .init(hasType: true, refusesWhenMissing: true), toolMatcher: "*",
    timeoutsPerSecond: 1_000, allowsComments: true,
    afterwards: "Gemini CLI runs hooks only in folders that are trusted: start gemini in the project and trust it.")

  /// What its source and documentation say.
  public static let traits = AgentTraits(
    evidence: .documentation(version: "0.56.0-nightly.20260806"),
    onHookFailure:
      "a timeout, or a hook that cannot start, lets the call go on; an exit code above 1 with text refuses it",
    neverSent: ["sub-agents: they have no events", "what a person answers to a confirmation"])

  /// The tools that have a reading of their own.
  static func tools(_ name: String) -> ToolReading.Reading? {
    switch name {
    case "run_shell_command":
      { input throws(DecodeError) in
        .shell(script: try input.string("command"), directory: try input.optionalString("dir_path", or: "directory"))
      }
    case "write_file": ToolReading.write
    case "replace": ToolReading.edit
    case "read_file": ToolReading.read
    case "read_many_files": readMany
    case "list_directory":
      { input throws(DecodeError) in
        .list(path: try input.optionalString("dir_path", or: "path"), pattern: nil)
      }
    case "glob":
      { input throws(DecodeError) in
        .list(path: try input.optionalString("dir_path", or: "path"), pattern: try input.optionalString("pattern"))
      }
    case "grep_search", "search_file_content": search
    case "web_fetch": fetch
    case "google_web_search", "ask_user", "write_todos", "activate_skill": ToolReading.harmless
    case "enter_plan_mode", "exit_plan_mode", "get_internal_docs", "update_topic": ToolReading.harmless
    case "complete_task", "list_mcp_resources": ToolReading.harmless
    default: nil
    }
  }

  /// Translates a payload. The environment's project directory is the session's cwd, so it names no root.
  public static func decode(
    _ payload: JSONValue, eventName: String?, environment: (String) -> String?
  ) throws(DecodeError) -> Event {
    let shape = ClaudeShape(
      agent: name, profile: profile(named:), tools: tools, turnKey: "turn_id", projectDirectory: nil)
    var event = try shape.decode(payload, eventName: eventName)
    if event.cwd == nil { event.cwd = ClaudeShape.absolutePath(environment("GEMINI_CWD")) }
    if let context = payload["mcp_context"], let server = context["server_name"]?.string, let call = event.tool {
      event.tool?.action = .mcp(server: server, tool: context["tool_name"]?.string ?? call.name, arguments: call.input)
    }
    return event
  }

  @Sendable private static func search(_ input: Fields) throws(DecodeError) -> ToolAction {
    .search(
      path: try input.optionalString("dir_path", or: "path"), pattern: try input.string("pattern"),
      glob: try input.optionalString("include_pattern", or: "include"))
  }

  @Sendable private static func readMany(_ input: Fields) throws(DecodeError) -> ToolAction {
    let include = try input.required("include")
    guard let patterns = include.array else {
      throw .wrongType(path: "\(input.path)include", expected: "array", found: include.typeName)
    }
    var paths: [String] = []
    for (index, pattern) in patterns.enumerated() {
      guard let path = pattern.string else {
        throw .wrongType(path: "\(input.path)include[\(index)]", expected: "string", found: pattern.typeName)
      }
      paths.append(path)
    }
    return .read(paths: paths)
  }

  /// The URLs stand in the prompt's text. Several are handed on as arguments, each of which is judged.
  @Sendable private static func fetch(_ input: Fields) throws(DecodeError) -> ToolAction {
    let words = try input.string("prompt").split { $0.isWhitespace || "<>()[]\"'`,".contains($0) }
    let urls = words.map(String.init).filter { $0.hasBytes("://") }
    if urls.count == 1 { return .fetch(url: urls[0]) }
    return .other(arguments: ["url": .array(urls.map(JSONValue.string))])
  }

  /// Puts an answer into Gemini CLI's words; see the table above.
  public static func encode(_ answer: Answer, for event: Event) -> Reply {
    var output = HookOutput()
    output.set("systemMessage", Wording.context(answer.notice))
    switch event.kind {
    case .preToolUse, .permissionRequest, .userPromptSubmit, .stop, .subagentStop:
      if answer.verdict != .allow {
        output.set("decision", "deny")
        output.set(
          "reason", Wording.reason(answer.message, Wording.cannotAsk(title, answer, event), answer.context))
      } else if event.kind == .preToolUse {
        output.setSpecific("tool_input", answer.rewrittenInput?.input)
      } else if event.kind == .userPromptSubmit {
        output.setContext(Wording.context(answer.context))
      }
    case .postToolUse, .postToolUseFailure:
      let parts = [answer.spokenFeedback, answer.context].compactMap { $0 }
      output.setContext(Wording.context(parts.joined(separator: "\n\n")))
    case .sessionStart, .subagentStart:
      output.setContext(Wording.context(answer.context))
    case .preCompact, .configChange, .sessionEnd, .notice:
      return Reply(output: "{}", diagnostics: answer.unheard)
    }
    return Reply(output: output.isEmpty ? "{}" : output.text(for: event))
  }

  /// Refuses a call that could not be judged. Where nothing can be refused the answer is still an object.
  public static func refuse(_ message: String, eventName: String?) -> Reply {
    refusal(message, eventName: eventName, silence: "{}")
  }
}
