public import HookModel
public import JSON

/// OpenAI's Codex, measured on codex-cli 0.163.0 and read at https://developers.openai.com/codex/hooks.
///
/// A refusal is exit code 2 with the reason on stderr and nothing on stdout. Everything else that looks like a refusal
/// lets the tool run: an empty reason, an unknown member, `continue: false`, `suppressOutput`, any other exit code.
///
/// | event | what is said |
/// |---|---|
/// | PreToolUse, UserPromptSubmit ask | deny: Codex rejects `ask` and goes on without asking |
/// | PermissionRequest ask | silence: the person is asked next |
/// | PreToolUse approve | silence: Codex rejects a bare `allow`; it is honoured on PermissionRequest alone |
/// | PreToolUse rewrite | `updatedInput`, which needs `permissionDecision: "allow"` beside it |
/// | PostToolUse deny, ask, feedback | exit code 2; it replaces the tool's output, so the end of that output follows the feedback |
/// | a refusal with context or notice | they follow the reason: stdout is not read then |
/// | Stop, SubagentStop deny, ask | exit code 2 |
/// | Stop, SubagentStop context | not said: the member is not known there and voids the answer |
/// | PreCompact, PostCompact, Interrupt, SessionEnd | silence |
public enum Codex: Dialect {
  /// The name on the command line.
  public static let name = "codex"
  /// The agent's name for people.
  public static let title = "Codex"

  /// The events of the hooks reference.
  public static let events: [EventProfile] = [
    EventProfile("SessionStart", .sessionStart, [.context]),
    EventProfile("UserPromptSubmit", .userPromptSubmit, [.deny, .context]),
    EventProfile("PreToolUse", .preToolUse, [.deny, .context, .rewrite]),
    EventProfile("PermissionRequest", .permissionRequest, [.deny, .ask, .approve]),
    EventProfile("PostToolUse", .postToolUse, [.context, .feedback], timeoutSeconds: 600),
    EventProfile("PreCompact", .preCompact),
    EventProfile("PostCompact", .notice),
    EventProfile("SubagentStart", .subagentStart, [.context]),
    EventProfile("SubagentStop", .subagentStop, [.deny], timeoutSeconds: 600),
    EventProfile("Stop", .stop, [.deny], timeoutSeconds: 600),
    EventProfile("Interrupt", .notice, timeoutSeconds: 3),
    EventProfile("SessionEnd", .sessionEnd, timeoutSeconds: 3),
  ]

  /// The files of the hooks reference. Codex runs the same hook twice when it stands in the user's and the project's
  /// file, and it has no file for one person alone.
  public static let installation: Installation? = Installation(
    projectFile: ".codex/hooks.json", userFile: ".codex/hooks.json", userFolderVariable: "CODEX_HOME",
    shape: .hooksObject, toolMatcher: "*",
    afterwards: "Codex runs a hook only after a person has reviewed it: start codex and accept the hooks with /hooks.")

  /// What its executable was seen to do.
  public static let traits = AgentTraits(
    evidence: .executable(version: "0.163.0", date: "2026-11-28"),
    onHookFailure: "the call goes on; there is no switch against that",
    neverSent: [
      "what is typed into a running process", "hooks that nobody has reviewed are skipped without a word",
      "web searches and the model's own plans",
    ])

  /// The tools that have a reading of their own. The shell is called `Bash` here, whatever Codex calls it inside.
  static func tools(_ name: String) -> ToolReading.Reading? {
    switch name {
    case "Bash": ToolReading.shell
    case "apply_patch": ToolReading.patch
    case "view_image": ToolReading.viewImage
    case "spawn_agent", "send_input", "wait_agent", "close_agent", "resume_agent": ToolReading.harmless
    case "multi_agent_v1spawn_agent", "multi_agent_v1send_input": ToolReading.harmless
    case "multi_agent_v1wait_agent", "multi_agent_v1close_agent": ToolReading.harmless
    case "multi_agent_v1resume_agent", "get_goal", "create_goal", "update_goal": ToolReading.harmless
    case "request_user_input", "update_plan": ToolReading.harmless
    default: nil
    }
  }

  /// Translates a payload. Codex names no project; the engine remembers the directory in which the session began.
  public static func decode(
    _ payload: JSONValue, eventName: String?, environment: (String) -> String?
  ) throws(DecodeError) -> Event {
    let shape = ClaudeShape(
      agent: name, profile: profile(named:), tools: tools, turnKey: "turn_id", takesAnyInput: true,
      projectDirectory: nil)
    var event = try shape.decode(payload, eventName: eventName)
    // A patch that is applied by a here-document in a shell command is carried out without a PostToolUse.
    if event.kind == .preToolUse, case .shell(let script, _)? = event.tool?.action,
      script.hasBytes("apply_patch")
    {
      event.capabilities.insert(.lastWord)
    }
    return event
  }

  /// Puts an answer into Codex's words; see the table above.
  public static func encode(_ answer: Answer, for event: Event) -> Reply {
    var output = HookOutput()
    output.set("systemMessage", Wording.context(answer.notice, measure: .bytes))
    switch event.kind {
    case .preToolUse:
      guard answer.verdict == .allow else { return refusal(answer, event) }
      if let rewritten = answer.rewrittenInput {
        output.setSpecific("permissionDecision", "allow")
        output.setSpecific("updatedInput", rewritten.input)
      }
      output.setContext(Wording.context(answer.context, measure: .bytes))
      return output.reply(for: event)
    case .permissionRequest:
      if answer.verdict == .deny { return refusal(answer, event) }
      if answer.verdict == .allow, answer.approves { output.setSpecific("decision", ["behavior": "allow"]) }
      return output.reply(for: event)
    case .postToolUse, .postToolUseFailure:
      if let feedback = answer.spokenFeedback { return self.feedback(feedback, answer, event) }
      output.setContext(Wording.context(answer.context, measure: .bytes))
      return output.reply(for: event)
    case .userPromptSubmit:
      guard answer.verdict == .allow else { return refusal(answer, event) }
      output.setContext(Wording.context(answer.context, measure: .bytes))
      return output.reply(for: event)
    case .stop, .subagentStop:
      guard answer.verdict == .allow else { return refusal(answer, event) }
      return output.reply(for: event)
    case .sessionStart, .subagentStart:
      output.setContext(Wording.context(answer.context, measure: .bytes))
      return output.reply(for: event)
    case .preCompact, .configChange, .sessionEnd, .notice:
      return Reply(diagnostics: answer.unheard)
    }
  }

  private static func refusal(_ answer: Answer, _ event: Event) -> Reply {
    Reply(
      diagnostics: Wording.reason(
        answer.message, Wording.cannotAsk(title, answer, event), answer.context, answer.notice), exitCode: 2)
  }

  /// Codex shows at most about 48,000 characters of stderr; this and the bounded feedback stay far below it.
  private static let outputTail = 12_000

  private static func feedback(_ feedback: String, _ answer: Answer, _ event: Event) -> Reply {
    var text = Wording.reason(feedback, answer.context, answer.notice)
    if let output = event.tool?.output, let shown = plainText(output), !shown.isEmpty {
      text += "\n\nThe tool's own output, which this message replaces:\n" + Wording.tail(shown, limit: outputTail)
    }
    return Reply(diagnostics: text, exitCode: 2)
  }

  /// A tool's output as the model would have read it: text as it is, the text blocks of an MCP result (an image is
  /// no text), else its JSON.
  private static func plainText(_ output: JSONValue) -> String? {
    if let text = output.string { return text }
    if let blocks = output["content"]?.array ?? output.array {
      return blocks.compactMap { $0["text"]?.string }.joined(separator: "\n")
    }
    if case .null = output { return nil }
    return JSONWriter.compact(output)
  }
}
