public import HookModel
internal import JSON
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
      ("tool", "globs over the tool's name, its own or Claude Code's, with | between them: Write|Edit"),
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

  /// How many calls one event can be shown as: a patch of more files than this has other reviewers.
  static let callLimit = 20

  /// Runs the handlers of the event and turns their answers into rulings.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    var rulings: [Ruling] = []
    for file in context.files where !file.handlers.isEmpty {
      for handler in file.handlers where handler.events.contains(context.event.canonicalName) {
        guard Filters.pass(handler.filter, context) else { continue }
        for payload in payloads(for: handler, context) {
          guard let ruling = run(handler, of: file, on: payload, context) else { continue }
          rulings.append(ruling)
          if ruling.verdict == .deny { break }
        }
      }
    }
    return bounded(rulings, context)
  }

  private static func run(
    _ handler: EventHandler, of file: PolicyFile, on payload: JSONValue, _ context: PolicyContext
  ) -> Ruling? {
    let limit = context.event.kind == .sessionEnd ? min(handler.timeoutSeconds, lastTimeout) : handler.timeoutSeconds
    let result = context.facts.run(
      Program(
        words: handler.run, directory: file.folder, timeoutSeconds: limit, keptBytes: 64_000,
        input: JSONWriter.compact(payload), needsTrust: file.layer != .user && file.layer != .machine,
        variables: [.init("CLAUDE_PROJECT_DIR", context.facts.project.root)]))
    return ruling(for: handler, result, context.event)
  }

  /// An agent that must not finish because of a handler is let go like one that must not because of a gate.
  private static func bounded(_ rulings: [Ruling], _ context: PolicyContext) -> [Ruling] {
    guard context.event.kind == .stop || context.event.kind == .subagentStop,
      rulings.contains(where: { $0.verdict != .allow })
    else { return rulings }
    let limit = context.files.compactMap { $0.completionGate?.maxBlocks }.max() ?? 3
    let blocks = context.facts.session.stopBlocks
    var rulings = rulings
    guard blocks >= limit else {
      rulings.append(Ruling(policy: "handlers", changes: [.stopBlocked]))
      return rulings
    }
    for index in rulings.indices where rulings[index].verdict != .allow {
      rulings[index].isObserved = true
      rulings[index].context =
        "taffrail: \(rulings[index].reason?.what ?? "refused"); completion was refused \(blocks) times in a row and is let go "
        + "now (max-blocks = \(limit)). Tell the user."
    }
    return rulings
  }

  /// The calls, as Claude Code would send them, that the handler is about.
  private static func payloads(for handler: EventHandler, _ context: PolicyContext) -> [JSONValue] {
    let calls = ClaudePayload.calls(for: context.event, context.effects)
    guard let glob = handler.tool else {
      return calls.prefix(callLimit).map { ClaudePayload.value(for: context.event, $0) }
    }
    guard let tool = context.event.tool else { return [] }
    // Alternatives are parted as in Claude Code's matchers.
    let patterns = glob.split(separator: "|").map { Glob(String($0)) }
    func concerns(_ name: String) -> Bool { patterns.contains { $0.matches(name) } }
    let isByOwnName = concerns(tool.name)
    return calls.filter { isByOwnName || concerns($0?.name ?? "") }.prefix(callLimit)
      .map { ClaudePayload.value(for: context.event, $0) }
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
