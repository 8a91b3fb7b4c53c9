public import HookModel
public import JSON

/// GitHub Copilot, read at https://docs.github.com/en/copilot/reference/hooks-reference (CLI and coding agent) and
/// https://code.visualstudio.com/docs/agent-customization/hooks (VS Code). Nothing here could be measured.
///
/// Three spellings of the same payloads come from one configuration file: camelCase without the event's name (CLI, coding
/// agent), snake_case (CLI, for events that are written in PascalCase), and VS Code's mixture. Every answer is one JSON
/// object with the members for all of them, and exit code 0.
///
/// | event | what is said |
/// |---|---|
/// | anything without an opinion | `{}` |
/// | preToolUse deny, ask, approve, rewrite, context | `permissionDecision`, `modifiedArgs`, `additionalContext`, and the same in `hookSpecificOutput`; the coding agent takes `ask` for `deny` |
/// | permissionRequest deny, approve | `behavior`; ask is silence, since the person is being asked |
/// | userPromptSubmitted deny | only VS Code: `continue: false`; elsewhere a command hook cannot refuse a prompt |
/// | postToolUse, postToolUseFailure feedback | `additionalContext` |
/// | agentStop, subagentStop deny | `decision: "block"` with the reason; eight in a row at most |
/// | notice for the person | follows a refusal's reason, else stderr |
public enum Copilot: Dialect {
  /// The name on the command line.
  public static let name = "copilot"
  /// The agent's name for people.
  public static let title = "Copilot"

  /// The events, first as the CLI and the coding agent name them, which is how they are registered; then those names that
  /// come in the other two spellings.
  public static let events: [EventProfile] = [
    EventProfile("sessionStart", .sessionStart, [.context]),
    EventProfile("userPromptSubmitted", .userPromptSubmit),
    EventProfile("userPromptTransformed", .notice, isInstalled: false),
    EventProfile("preToolUse", .preToolUse, [.deny, .ask, .context, .approve, .rewrite]),
    // It fires on every call, whether or not a person is asked: preToolUse has judged it already.
    EventProfile("permissionRequest", .permissionRequest, [.deny, .ask, .approve], isInstalled: false),
    EventProfile("postToolUse", .postToolUse, [.context, .feedback], timeoutSeconds: 600),
    EventProfile("postToolUseFailure", .postToolUseFailure, [.context, .feedback], timeoutSeconds: 600),
    EventProfile("agentStop", .stop, [.deny], timeoutSeconds: 600),
    EventProfile("subagentStart", .subagentStart, [.context]),
    EventProfile("subagentStop", .subagentStop, [.deny], timeoutSeconds: 600),
    EventProfile("preCompact", .preCompact),
    EventProfile("errorOccurred", .notice),
    EventProfile("notification", .notice),
    EventProfile("sessionEnd", .sessionEnd, timeoutSeconds: 3),
    EventProfile("SessionStart", .sessionStart, [.context], isInstalled: false),
    EventProfile("UserPromptSubmit", .userPromptSubmit, isInstalled: false),
    EventProfile("PreToolUse", .preToolUse, [.deny, .ask, .context, .approve, .rewrite], isInstalled: false),
    EventProfile("PermissionRequest", .permissionRequest, [.deny, .ask, .approve], isInstalled: false),
    EventProfile("PostToolUse", .postToolUse, [.context, .feedback], isInstalled: false),
    EventProfile("PostToolUseFailure", .postToolUseFailure, [.context, .feedback], isInstalled: false),
    EventProfile("Stop", .stop, [.deny], isInstalled: false),
    EventProfile("SubagentStart", .subagentStart, [.context], isInstalled: false),
    EventProfile("SubagentStop", .subagentStop, [.deny], isInstalled: false),
    EventProfile("PreCompact", .preCompact, isInstalled: false),
    EventProfile("ErrorOccurred", .notice, isInstalled: false),
    EventProfile("Notification", .notice, isInstalled: false),
    EventProfile("SessionEnd", .sessionEnd, isInstalled: false),
  ]

  /// A file of our own beside others': the folder is read whole. A hook that cannot be found refuses every call.
  public static let installation: Installation? = Installation(
    projectFile: ".github/hooks/taffrail.json", userFile: ".copilot/hooks/taffrail.json",
    userFolderVariable: "COPILOT_HOME", shape: .versionedFlatEvents,
    handler: .init(timeoutName: "timeoutSec", hasType: true, namesEvent: true, refusesWhenMissing: true),
    afterwards:
      "Copilot runs a repository's hooks only in folders that are trusted; the coding agent needs taffrail on "
      + "the PATH of its machine, and the file on the default branch.")

  /// What its documentation says.
  public static let traits = AgentTraits(
    evidence: .documentation(version: "CLI 1.0.78"),
    onHookFailure: "before a tool any exit code but 0 refuses; a timeout always lets the call go on",
    neverSent: [
      "the name of the event, in the CLI's own spelling: `--event` has it",
      "the built-in general-purpose sub-agent's start", "the end of a session in VS Code",
    ])

  /// Translates a payload.
  public static func decode(
    _ payload: JSONValue, eventName: String?, environment: (String) -> String?
  ) throws(DecodeError) -> Event {
    let fields = try Fields(payload)
    let isVSCode = fields["hookEventName"] != nil
    let named = try fields.optionalString("hook_event_name", or: "hookEventName") ?? eventName
    guard let name = named ?? impliedEvent(fields), !name.isEmpty else { throw .missing("hook_event_name") }
    let profile = profile(named: name)
    var event = Event(
      agent: self.name, kind: profile?.kind ?? .notice, name: name, capabilities: profile?.capabilities ?? .none,
      payload: payload)
    if isVSCode, event.kind == .userPromptSubmit { event.capabilities.insert(.deny) }
    event.session = try fields.optionalString("sessionId", or: "session_id")
    event.transcriptPath = try fields.optionalString("transcriptPath", or: "transcript_path")
    if let cwd = try fields.optionalString("cwd"), !cwd.isEmpty {
      guard cwd.utf8.first == UInt8(ascii: "/") else {
        throw .invalid(path: "cwd", problem: "expected an absolute path, found \"\(cwd)\"")
      }
      event.cwd = cwd
    }
    if let id = try fields.optionalString("agentId", or: "agent_id") {
      event.subagent = Event.Subagent(id: id, type: try fields.optionalString("agentType", or: "agent_type") ?? "")
    } else if let agent = try fields.optionalString("agentName", or: "agent_name") {
      event.subagent = Event.Subagent(id: agent, type: agent)
    }
    try decodeOwnFields(of: &event, fields)
    return event
  }

  private static func decodeOwnFields(of event: inout Event, _ fields: Fields) throws(DecodeError) {
    switch event.kind {
    case .preToolUse, .permissionRequest, .postToolUse, .postToolUseFailure:
      event.tool = try CopilotTools.call(fields)
    case .userPromptSubmit:
      event.prompt = Event.Prompt(text: try fields.string("prompt"), isFromPerson: event.subagent == nil)
    case .sessionStart: event.source = try fields.optionalString("source")
    case .stop, .subagentStop: event.continuesAfterStop = try fields.flag("stop_hook_active")
    case .preCompact: event.source = try fields.optionalString("trigger")
    case .sessionEnd: event.reason = try fields.optionalString("reason")
    case .subagentStart, .configChange, .notice: break
    }
  }

  /// The event of a payload that does not name it, by the members that only this event has. A permission request has those
  /// of a tool call, and is judged as one.
  private static func impliedEvent(_ fields: Fields) -> String? {
    func has(_ name: String) -> Bool { fields[name] != nil }
    if has("toolName") {
      return has("toolResult") ? "postToolUse" : has("error") ? "postToolUseFailure" : "preToolUse"
    }
    if has("transformedPrompt") { return "userPromptTransformed" }
    if has("prompt") { return "userPromptSubmitted" }
    if has("stopReason") { return has("agentName") || has("agentId") ? "subagentStop" : "agentStop" }
    if has("agentName") { return "subagentStart" }
    if has("trigger") { return "preCompact" }
    if has("errorContext") { return "errorOccurred" }
    if has("source") { return "sessionStart" }
    return has("reason") ? "sessionEnd" : nil
  }

  /// Puts an answer into Copilot's words; see the table above.
  public static func encode(_ answer: Answer, for event: Event) -> Reply {
    var both = BothShapes(event)
    var isNoticeSaid = false
    switch event.kind {
    case .preToolUse:
      switch answer.verdict {
      case .allow:
        if answer.approves { both.add("permissionDecision", "allow") }
        if let rewritten = answer.rewrittenInput {
          both.add("modifiedArgs", rewritten.input, nested: "updatedInput")
        }
        both.add("additionalContext", Wording.context(answer.context).map(JSONValue.string))
      case .ask:
        both.add("permissionDecision", "ask")
        both.add("permissionDecisionReason", .string(Wording.reason(answer.message)))
      case .deny:
        both.add("permissionDecision", "deny")
        both.add("permissionDecisionReason", .string(reason(answer)))
        isNoticeSaid = true
      }
    case .permissionRequest:
      if answer.verdict == .deny {
        both.addAtTop("behavior", "deny")
        both.addAtTop("message", .string(reason(answer)))
        isNoticeSaid = true
      } else if answer.verdict == .allow, answer.approves {
        both.addAtTop("behavior", "allow")
      }
    case .userPromptSubmit:
      if answer.verdict == .allow {
        both.addAtTop("additionalContext", Wording.context(answer.context).map(JSONValue.string))
      } else {
        guard event.capabilities.contains(.deny) else { return Reply(output: "{}", diagnostics: answer.unheard) }
        both.addAtTop("continue", false)
        both.addAtTop("stopReason", .string(reason(answer)))
        isNoticeSaid = true
      }
    case .postToolUse, .postToolUseFailure:
      let parts = [answer.spokenFeedback, answer.context].compactMap { $0 }
      both.add("additionalContext", Wording.context(parts.joined(separator: "\n\n")).map(JSONValue.string))
    case .stop, .subagentStop:
      if answer.verdict != .allow {
        both.add("decision", "block")
        both.add("reason", .string(reason(answer)))
        isNoticeSaid = true
      }
    case .sessionStart, .subagentStart:
      both.add("additionalContext", Wording.context(answer.context).map(JSONValue.string))
    case .preCompact, .configChange, .sessionEnd, .notice:
      return Reply(output: "{}", diagnostics: answer.unheard)
    }
    let notice = isNoticeSaid ? nil : Wording.context(answer.notice)
    return Reply(output: both.text, diagnostics: notice ?? "")
  }

  private static func reason(_ answer: Answer) -> String {
    Wording.reason(answer.message, answer.context, answer.notice)
  }

  /// Refuses a call that could not be judged. Where nothing can be refused the answer is still an object.
  public static func refuse(_ message: String, eventName: String?) -> Reply {
    refusal(message, eventName: eventName, silence: "{}")
  }
}

/// An object that the CLI reads at its top and VS Code in `hookSpecificOutput`.
private struct BothShapes {
  private var top: [JSONValue.Member] = []
  private var specific: [JSONValue.Member] = []
  private let eventName: String

  init(_ event: Event) { eventName = event.kind.rawValue }

  mutating func add(_ name: String, _ value: JSONValue?, nested: String? = nil) {
    guard let value else { return }
    top.append(.init(name, value))
    specific.append(.init(nested ?? name, value))
  }

  mutating func addAtTop(_ name: String, _ value: JSONValue?) {
    if let value { top.append(.init(name, value)) }
  }

  var text: String {
    var members = top
    if !specific.isEmpty {
      members.append(.init("hookSpecificOutput", .object([.init("hookEventName", .string(eventName))] + specific)))
    }
    return JSONWriter.compact(.object(members))
  }
}
