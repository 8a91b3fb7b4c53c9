public import HookModel
public import JSON

/// A protocol of our own, for whatever has no dialect here: jobs of a build server, home-made agents, other SDKs. It is
/// described in docs/agents/generic.md.
///
/// | verdict | what is said |
/// |---|---|
/// | every | one JSON object: `verdict`, and where there is something to say `reason`, `context`, `feedback`, `notice`, `input`, `approved` |
/// | allow | exit code 0 |
/// | deny | exit code 2, and the reason on stderr, too |
/// | ask | exit code 3, and the reason on stderr, too: whoever cannot ask refuses |
public enum Generic: Dialect {
  /// The name on the command line.
  public static let name = "generic"
  /// The agent's name for people.
  public static let title = "the generic protocol"

  /// The canonical events.
  public static let events: [EventProfile] = [
    EventProfile("SessionStart", .sessionStart, [.context]),
    EventProfile("UserPromptSubmit", .userPromptSubmit, [.deny, .context]),
    EventProfile("PreToolUse", .preToolUse, [.deny, .ask, .context, .approve, .rewrite]),
    EventProfile("PermissionRequest", .permissionRequest, [.deny, .ask, .approve]),
    EventProfile("PostToolUse", .postToolUse, [.context, .feedback]),
    EventProfile("PostToolUseFailure", .postToolUseFailure, [.context, .feedback]),
    EventProfile("Stop", .stop, [.deny]),
    EventProfile("SubagentStart", .subagentStart, [.context]),
    EventProfile("SubagentStop", .subagentStop, [.deny]),
    EventProfile("PreCompact", .preCompact),
    EventProfile("ConfigChange", .configChange, [.deny]),
    EventProfile("SessionEnd", .sessionEnd),
  ]

  /// Whoever speaks it calls taffrail himself.
  public static let installation: Installation? = nil

  /// It is ours.
  public static let traits = AgentTraits(
    evidence: .ourOwn,
    onHookFailure: "the caller's own decision: any exit code but 0 should keep the call from happening",
    neverSent: [])

  /// The word that tells a payload of this protocol from every other: `"protocol": "taffrail/1"`.
  static let mark = "taffrail/1"

  /// The kinds of tools that the protocol knows; any other name is a tool that is judged by its arguments.
  static func tools(_ name: String) -> ToolReading.Reading? {
    switch name {
    case "shell":
      { input throws(DecodeError) in
        .shell(script: try input.string("command"), directory: try input.optionalString("cwd"))
      }
    case "write":
      { input throws(DecodeError) in
        .write(path: try input.string("path"), content: try input.optionalString("content"))
      }
    case "edit":
      { input throws(DecodeError) in
        .edit(
          path: try input.string("path"),
          replacements: [
            Replacement(old: try input.optionalString("old") ?? "", new: try input.optionalString("new") ?? "")
          ])
      }
    case "patch": { input throws(DecodeError) in .patch(try input.string("patch")) }
    case "read": { input throws(DecodeError) in .read(paths: try paths(input)) }
    case "delete": { input throws(DecodeError) in .delete(paths: try paths(input)) }
    case "list": ToolReading.list
    case "search": ToolReading.search
    case "fetch": ToolReading.fetch
    case "mcp":
      { input throws(DecodeError) in
        .mcp(
          server: try input.string("server"), tool: try input.string("tool"),
          arguments: input["arguments"] ?? .object([]))
      }
    case "none": ToolReading.harmless
    default: nil
    }
  }

  @Sendable private static func paths(_ input: Fields) throws(DecodeError) -> [String] {
    guard let value = input["paths"] else { return [try input.string("path")] }
    guard let elements = value.array else {
      throw .wrongType(path: "\(input.path)paths", expected: "array", found: value.typeName)
    }
    var paths: [String] = []
    for (index, element) in elements.enumerated() {
      guard let path = element.string else {
        throw .wrongType(path: "\(input.path)paths[\(index)]", expected: "string", found: element.typeName)
      }
      paths.append(path)
    }
    guard !paths.isEmpty else { throw .invalid(path: "\(input.path)paths", problem: "it is empty") }
    return paths
  }

  /// Translates a payload.
  public static func decode(
    _ payload: JSONValue, eventName: String?, environment: (String) -> String?
  ) throws(DecodeError) -> Event {
    let fields = try Fields(payload)
    if let version = try fields.optionalString("protocol"), version != mark {
      throw .invalid(path: "protocol", problem: "expected \"\(mark)\", found \"\(version)\"")
    }
    guard let name = try fields.optionalString("event") ?? eventName, !name.isEmpty else { throw .missing("event") }
    let profile = profile(named: name)
    var event = Event(
      agent: self.name, kind: profile?.kind ?? .notice, name: name, capabilities: profile?.capabilities ?? .none,
      payload: payload)
    event.session = try fields.optionalString("session")
    event.transcriptPath = try fields.optionalString("transcript")
    event.projectDirectory = try directory("root", fields)
    event.cwd = try directory("cwd", fields) ?? event.projectDirectory
    event.permissionMode = try fields.optionalString("mode")
    event.turn = try fields.optionalString("turn")
    event.source = try fields.optionalString("source")
    event.continuesAfterStop = try fields.flag("continues")
    if let agent = fields["subagent"] {
      let agent = try Fields(agent, at: "subagent")
      event.subagent = Event.Subagent(id: try agent.string("id"), type: try agent.optionalString("type") ?? "")
    }
    switch event.kind {
    case .preToolUse, .permissionRequest, .postToolUse, .postToolUseFailure:
      let tool = try fields.string("tool")
      let input = try fields.required("input")
      let action: ToolAction
      if let reading = tools(tool) {
        action = try reading(Fields(input, at: "input"))
      } else {
        action = try ToolReading.action(tool, input, in: { _ in nil })
      }
      event.tool = ToolCall(
        name: tool, id: try fields.optionalString("id"), action: action, input: input, output: fields["output"])
    case .userPromptSubmit:
      event.prompt = Event.Prompt(
        text: try fields.string("prompt"), isFromPerson: try fields.flag("from-person") && event.subagent == nil)
    case .configChange: event.configurationFile = try fields.optionalString("file")
    case .sessionEnd: event.reason = try fields.optionalString("reason")
    default: break
    }
    return event
  }

  private static func directory(_ name: String, _ fields: Fields) throws(DecodeError) -> String? {
    guard let path = try fields.optionalString(name), !path.isEmpty else { return nil }
    guard path.utf8.first == UInt8(ascii: "/") else {
      throw .invalid(path: name, problem: "expected an absolute path, found \"\(path)\"")
    }
    return path
  }

  /// Puts an answer into the protocol's words; see the table above.
  public static func encode(_ answer: Answer, for event: Event) -> Reply {
    let can = event.capabilities
    var verdict = answer.verdict
    // At the end of a turn there is nobody to ask: the agent goes on.
    if verdict == .ask, !can.contains(.ask), can.contains(.deny) { verdict = .deny }
    // At a permission request the person is being asked already.
    if !can.contains(.deny) || (verdict == .ask && event.kind == .permissionRequest) { verdict = .allow }
    var members = [JSONValue.Member("verdict", .string(verdict.word))]
    func add(_ name: String, _ text: String?) {
      if let text { members.append(.init(name, .string(text))) }
    }
    let reason = verdict == .allow ? nil : Wording.reason(answer.message)
    add("reason", reason)
    if can.contains(.context) { add("context", Wording.context(answer.context)) }
    if can.contains(.feedback) { add("feedback", answer.spokenFeedback.map { Wording.reason($0) }) }
    add("notice", Wording.context(answer.notice))
    if verdict == .allow {
      if can.contains(.rewrite), let rewritten = answer.rewrittenInput {
        members.append(.init("input", rewritten.input))
      }
      if can.contains(.approve), answer.approves { members.append(.init("approved", true)) }
    }
    let code: Int32 = verdict == .deny ? 2 : verdict == .ask ? 3 : 0
    return Reply(output: JSONWriter.compact(.object(members)), diagnostics: reason ?? "", exitCode: code)
  }

  /// Refuses a call that could not be judged. Where nothing can be refused the answer is still an object.
  public static func refuse(_ message: String, eventName: String?) -> Reply {
    refusal(message, eventName: eventName, silence: "{\"verdict\":\"allow\"}")
  }
}
