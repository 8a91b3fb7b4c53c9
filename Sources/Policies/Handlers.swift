public import HookModel
public import JSON
internal import Patterns
internal import PolicyFile

/// Runs a person's own programs at any event: they get the event as Claude Code would send it, and may answer as a Claude
/// Code hook does, whichever agent it was.
public enum Handlers: Policy {
  /// What `taffrail explain` and the reference page say about it.
  public static let documentation = PolicyDocumentation(
    id: "handlers",
    summary: "Runs your own programs at any event, and takes their rulings.",
    why: "What only your project knows stays your project's program, written once and heard by every agent.",
    options: [
      ("on", "the canonical event, or a list of them: SessionStart, UserPromptSubmit, PreToolUse, ..."),
      ("tool", "a glob over the tool's name"),
      ("run", "the program; the payload is on its standard input; run after `taffrail trust`"),
      ("timeout", "10s by default"),
    ],
    example: """
      [[handler]]
      on = "SessionEnd"
      run = ["./scripts/flush.sh"]
      timeout = "2s"
      """)

  /// Every event: each handler names its own.
  public static var events: EventKinds { .all }

  /// What a program at the end of a session may take: the agents give that event 3 s in all.
  static let lastTimeout = 2.0

  /// Runs the handlers of the event and turns their answers into rulings.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    var rulings: [Ruling] = []
    for file in context.files where !file.handlers.isEmpty {
      for handler in file.handlers where concerns(handler, context) {
        let limit =
          context.event.kind == .sessionEnd ? min(handler.timeoutSeconds, lastTimeout) : handler.timeoutSeconds
        let result = context.facts.run(
          Program(
            words: handler.run, directory: file.folder, timeoutSeconds: limit, keptBytes: 64_000,
            input: JSONWriter.compact(ClaudePayload.value(for: context.event)),
            needsTrust: file.layer != .user && file.layer != .machine))
        if let ruling = ruling(for: handler, result, context.event) { rulings.append(ruling) }
      }
    }
    return rulings
  }

  private static func concerns(_ handler: EventHandler, _ context: PolicyContext) -> Bool {
    guard handler.events.contains(context.event.canonicalName), Filters.pass(handler.filter, context) else {
      return false
    }
    guard let glob = handler.tool else { return true }
    guard let tool = context.event.tool else { return false }
    let pattern = Glob(glob)
    return pattern.matches(tool.name) || pattern.matches(ClaudePayload.toolName(tool))
  }

  private static func ruling(for handler: EventHandler, _ result: ProgramResult, _ event: Event) -> Ruling? {
    let command = handler.run.joined(separator: " ")
    let rule = "handler.\(HookModel.Paths.last(handler.run.first ?? ""))"
    func unjudged(_ problem: String) -> Ruling? {
      switch event.kind {
      case .preToolUse, .permissionRequest, .userPromptSubmit:
        return Ruling(
          policy: "handlers", rule: rule, verdict: .deny,
          reason: Reason(
            what: "a handler could not judge this", why: "\(command) \(problem) (\(handler.location.short))",
            fix: "tell the user: the handler has to be mended or taken out of \(handler.location.file)"))
      default:
        return Ruling(policy: "handlers", rule: rule, context: "taffrail: the handler \(command) \(problem)")
      }
    }
    switch result.ending {
    case .exited(2):
      let words = result.standardError.isEmpty ? "it gave no reason" : result.standardError
      return denial(rule, words, handler)
    case .exited(let code):
      // Claude Code's own reading: JSON counts on every exit code, any other failure changes nothing.
      guard let answer = ClaudeAnswer(result.standardOutput, event) else {
        return code == 0
          ? plainContext(result.standardOutput, rule, event)
          : Ruling(policy: "handlers", rule: rule)
      }
      return answer.ruling(rule: rule) { denial(rule, $0, handler) }
    case .timedOut: return unjudged("did not answer within \(handler.timeoutSeconds) s")
    case .signalled(let signal): return unjudged("was ended by signal \(signal)")
    case .notStarted(let problem): return unjudged("could not be started: \(problem)")
    case .notTrusted:
      guard event.kind == .sessionStart else { return Ruling(policy: "handlers", rule: rule) }
      return Ruling(
        policy: "handlers", rule: rule,
        context:
          "taffrail: handlers of this project are not run, because nobody has trusted them; "
          + "a person can, with: taffrail trust"
      )
    }
  }

  private static func denial(_ rule: String, _ words: String, _ handler: EventHandler) -> Ruling {
    Ruling(
      policy: "handlers", rule: rule, verdict: .deny,
      reason: Reason(
        what: "refused by the project's own handler", why: "\(words) (\(handler.location.short))",
        fix: "do what the handler's message says, or ask the user"))
  }

  /// Plain text is context where Claude Code takes it as such.
  private static func plainContext(_ text: String, _ rule: String, _ event: Event) -> Ruling? {
    guard event.kind == .sessionStart || event.kind == .userPromptSubmit, !text.isEmpty else {
      return Ruling(policy: "handlers", rule: rule)
    }
    return Ruling(policy: "handlers", rule: rule, context: text)
  }
}

/// What a Claude Code hook may say on standard output.
private struct ClaudeAnswer {
  let answer: JSONValue
  let specific: JSONValue?

  init?(_ output: String, _ event: Event) {
    guard output.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
      let value = try? JSONParser.parse(Array(output.utf8)), value.members != nil
    else { return nil }
    answer = value
    specific = value["hookSpecificOutput"]
  }

  func ruling(rule: String, denial: (String) -> Ruling) -> Ruling {
    let decision = specific?["permissionDecision"]?.string
    let behaviour = specific?["decision"]?["behavior"]?.string
    let reason =
      specific?["permissionDecisionReason"]?.string ?? specific?["decision"]?["message"]?.string
      ?? answer["reason"]?.string ?? answer["stopReason"]?.string ?? "it gave no reason"
    var ruling = Ruling(policy: "handlers", rule: rule)
    if decision == "deny" || behaviour == "deny" || answer["decision"]?.string == "block"
      || answer["continue"]?.bool == false
    {
      ruling = denial(reason)
    } else if decision == "ask" {
      ruling = denial(reason)
      ruling.verdict = .ask
    }
    ruling.context = specific?["additionalContext"]?.string ?? answer["systemMessage"]?.string
    return ruling
  }
}

/// An event as Claude Code would send it.
public enum ClaudePayload {
  /// The payload; the one that came where it says the same in the same words.
  public static func value(for event: Event) -> JSONValue {
    let isTheSame = event.payload["hook_event_name"]?.string == event.canonicalName
    if isTheSame, event.tool.map({ $0.name == toolName($0) }) ?? true { return event.payload }
    var members: [JSONValue.Member] = []
    func add(_ name: String, _ value: JSONValue?) {
      if let value { members.append(.init(name, value)) }
    }
    func add(_ name: String, _ text: String?) { add(name, text.map { JSONValue.string($0) }) }
    add("session_id", event.session ?? "")
    add("transcript_path", event.transcriptPath ?? "")
    add("cwd", event.cwd)
    add("hook_event_name", event.canonicalName)
    add("permission_mode", event.permissionMode)
    add("agent_id", event.subagent?.id)
    add("agent_type", event.subagent?.type)
    add("source", event.source)
    add("reason", event.reason)
    add("prompt", event.prompt?.text)
    if event.kind == .stop || event.kind == .subagentStop { add("stop_hook_active", .bool(event.continuesAfterStop)) }
    if let tool = event.tool {
      add("tool_name", toolName(tool))
      add("tool_input", toolInput(tool))
      add("tool_use_id", tool.id)
      add("tool_response", tool.output)
    }
    return .object(members)
  }

  /// The name that Claude Code has for what a tool does.
  public static func toolName(_ tool: ToolCall) -> String {
    switch tool.action {
    case .shell: "Bash"
    case .write: "Write"
    case .edit: "Edit"
    case .read: "Read"
    case .search: "Grep"
    case .list: "Glob"
    case .fetch: "WebFetch"
    case .mcp(let server, let name, _): "mcp__\(server)__\(name)"
    default: tool.name
    }
  }

  private static func toolInput(_ tool: ToolCall) -> JSONValue {
    switch tool.action {
    case .shell(let script, _): ["command": .string(script)]
    case .write(let path, let content): ["file_path": .string(path), "content": .string(content ?? "")]
    case .edit(let path, let replacements):
      [
        "file_path": .string(path), "old_string": .string(replacements.first?.old ?? ""),
        "new_string": .string(replacements.first?.new ?? ""),
      ]
    case .read(let paths): ["file_path": .string(paths.first ?? "")]
    case .fetch(let url): ["url": .string(url)]
    default: tool.input
    }
  }
}
