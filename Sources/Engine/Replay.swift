internal import Dialects
internal import Effects
public import HookModel
internal import JSON
internal import OS

/// One call that was recorded, and what it got then.
public struct RecordedCall: Sendable {
  /// The line in its file, from 1.
  public var line: Int
  /// When it happened, as it is recorded; empty where it is not.
  public var time: String
  /// The agent's name.
  public var agent: String
  /// The call in a few words.
  public var summary: String
  /// The answer of that day; nil where the record does not say.
  public var verdict: Verdict?
  /// The directory in which the agent worked.
  public var cwd: String?
  var subject: Subject

  /// What is judged again.
  enum Subject: Sendable {
    case event(Event)
    /// The effects that an audit record kept: commands, each with its directory, and paths.
    case effects([Kept], Event)
  }

  /// One effect as the audit keeps it.
  enum Kept: Sendable {
    case command(String, directory: String?)
    case action(Effect.Action)
  }
}

/// Judges recorded calls again, by the policy that now holds. Facts of today count, too: what is clean, what is there.
public struct Replay {
  private let options: EngineOptions
  /// One dry run for each directory that a record names.
  private var dryRuns: [String: DryRun] = [:]

  /// Creates a replay; `options` may name a policy or a project in place of those of each record's directory.
  public init(options: EngineOptions) { self.options = options }

  /// What a call would get now.
  public struct Outcome: Sendable {
    /// The answer.
    public var verdict: Verdict
    /// The rules that ask or deny.
    public var rules: [String]
  }

  /// Judges one call.
  ///
  /// - Throws: `Failure` when the policy cannot be read.
  public mutating func judge(_ call: RecordedCall) throws(Failure) -> Outcome {
    let dryRun = try dryRun(in: call.cwd)
    let outcome: DryRun.Outcome
    switch call.subject {
    case .event(let event): outcome = dryRun.judge(.event(event), agent: call.agent)
    case .effects(let kept, let event): outcome = dryRun.judge(kept, of: event)
    }
    var rules: [String] = []
    for ruling in outcome.rulings where ruling.effectiveVerdict != .allow && !rules.contains(ruling.rule) {
      rules.append(ruling.rule)
    }
    return Outcome(verdict: outcome.verdict, rules: rules)
  }

  private mutating func dryRun(in cwd: String?) throws(Failure) -> DryRun {
    let key = cwd ?? ""
    if let known = dryRuns[key] { return known }
    let dryRun = try DryRun(options: options, cwd: cwd)
    dryRuns[key] = dryRun
    return dryRun
  }
}

extension DryRun {
  /// Judges effects that a record kept.
  func judge(_ kept: [RecordedCall.Kept], of event: Event) -> Outcome {
    let facts = facts(for: event)
    var analysis = Analysis()
    for one in kept {
      switch one {
      case .command(let text, let directory):
        let more = ShellEffects.analyse(text, directory: directory ?? event.cwd, facts: facts)
        // A resolved command with an unknown word in it is no script; what it did to files is kept beside it.
        analysis.effects += more.effects
      case .action(let action):
        analysis.effects.append(Effect(action, origin: Effect.Origin(text: event.tool?.name ?? "")))
      }
    }
    return outcome(of: event, analysis, facts)
  }
}

/// Reads the calls that files have recorded: audit logs of ours, and transcripts of Claude Code and Codex. Which of them it
/// is shows in each line.
public enum Recording {
  /// Hands every proposed tool call and prompt of a file to `body`.
  ///
  /// - Returns: how many lines could not be read.
  public static func read(_ bytes: [UInt8], _ body: (RecordedCall) throws(Failure) -> Void) throws(Failure) -> Int {
    var reader = RecordingReader()
    var unreadable = 0
    var line = 0
    for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      if text.allSatisfy({ $0 <= 0x20 }) { continue }
      guard let value = try? JSONParser.parse(Array(text)), value.members != nil else {
        unreadable += 1
        continue
      }
      reader.read(value, line: line)
      for call in reader.takeFinished() { try body(call) }
    }
    for call in reader.takeAll() { try body(call) }
    return unreadable
  }
}

/// Calls wait for their result, which comes lines later and says whether a hook refused.
private struct RecordingReader {
  private var waiting: [(id: String, call: RecordedCall, isDone: Bool)] = []
  /// What a Codex transcript says once, for all that follows.
  private var session: String?
  private var cwd: String?

  mutating func takeFinished() -> [RecordedCall] {
    var calls: [RecordedCall] = []
    while let first = waiting.first, first.isDone || waiting.count > 256 {
      calls.append(first.call)
      waiting.removeFirst()
    }
    return calls
  }

  mutating func takeAll() -> [RecordedCall] {
    defer { waiting = [] }
    return waiting.map(\.call)
  }

  mutating func read(_ value: JSONValue, line: Int) {
    if value["effects"]?.array != nil, value["verdict"]?.string != nil {
      audit(value, line)
    } else if let payload = value["payload"], payload.members != nil {
      codex(value["type"]?.string ?? "", payload, value["timestamp"]?.string ?? "", line)
    } else if let content = value["message"]?["content"] {
      claude(value, content, line)
    }
  }

  private mutating func add(_ call: RecordedCall, id: String?) {
    waiting.append((id ?? "", call, id == nil))
  }

  private mutating func finish(_ id: String, _ text: String, isError: Bool) {
    guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
    // Claude Code: `PreToolUse:Bash hook error: REASON`, an error; Codex: `Command blocked by PreToolUse hook: REASON`.
    let isOfHook =
      (isError && text.utf8.starts(with: "PreToolUse:".utf8) && text.contains(" hook error: "))
      || text.contains("blocked by PreToolUse hook")
    let isRefused = isOfHook && text.contains("taffrail: ")
    waiting[index].call.verdict = isRefused ? .deny : .allow
    waiting[index].isDone = true
  }

  // MARK: Audit logs

  private mutating func audit(_ value: JSONValue, _ line: Int) {
    let name = value["event"]?.string ?? ""
    guard let kind = EventKind(rawValue: name), kind == .preToolUse || kind == .userPromptSubmit else { return }
    let agent = value["agent"]?.string ?? ""
    var event = Event(agent: agent, kind: kind, name: name, payload: .null)
    if let profile = Dialects.named(agent)?.events.first(where: { $0.kind == kind }) {
      event.capabilities = profile.capabilities
    }
    event.session = value["session"]?.string
    event.cwd = value["cwd"]?.string
    event.tool = value["tool"]?.string.map { ToolCall(name: $0, action: .harmless, input: .null) }
    let time = value["time"]?.string ?? ""
    let verdict = value["verdict"]?.string.flatMap(Verdict.init(word:))
    // The script itself tells more than the commands that were found in it. A long one was cut, and says so.
    if let script = value["script"]?.string, !script.hasSuffix("…") {
      let folder = value["script_cwd"]?.string
      event.tool?.action = .shell(script: script, directory: folder)
      add(
        RecordedCall(
          line: line, time: time, agent: agent, summary: "\(event.tool?.name ?? name): \(script)", verdict: verdict,
          cwd: event.cwd, subject: .event(event)), id: nil)
      return
    }
    var kept: [RecordedCall.Kept] = []
    var summary: String?
    for effect in value["effects"]?.array ?? [] {
      guard let one = RecordingReader.kept(effect) else { continue }
      if summary == nil { summary = effect["command"]?.string ?? effect["path"]?.string ?? effect["text"]?.string }
      kept.append(one)
      if case .action(.prompt(let text)) = one { event.prompt = Event.Prompt(text: text, isFromPerson: true) }
    }
    add(
      RecordedCall(
        line: line, time: time, agent: agent, summary: "\(event.tool?.name ?? name): \(summary ?? "")",
        verdict: verdict, cwd: event.cwd, subject: .effects(kept, event)), id: nil)
  }

  private static func kept(_ effect: JSONValue) -> RecordedCall.Kept? {
    func target() -> Target {
      if let path = effect["path"]?.string { return Target(path: path) }
      return Target(unknown: effect["unknown"]?.string ?? "a path", spelling: effect["spelling"]?.string ?? "…")
    }
    switch effect["effect"]?.string {
    case "run": return effect["command"]?.string.map { .command($0, directory: effect["cwd"]?.string) }
    case "write":
      let kind = effect["kind"]?.string.flatMap(WriteKind.init(rawValue:)) ?? .modify
      return .action(.write(target(), kind, content: nil))
    case "read":
      return .action(.read(target(), effect["use"]?.string.flatMap(ReadUse.init(rawValue:)) ?? .show))
    case "delete": return .action(.delete(target(), recursive: effect["recursive"]?.bool ?? false))
    case "execute":
      let source = effect["source"]?.string.flatMap(CodeSource.init(rawValue:)) ?? .unknown
      return .action(.execute(source, by: effect["by"]?.string ?? ""))
    case "fetch": return .action(.fetch(url: effect["url"]?.string))
    case "mcp":
      return .action(
        .mcp(
          server: effect["server"]?.string ?? "", tool: effect["tool"]?.string ?? "", arguments: arguments(of: effect)))
    case "tool": return .action(.tool(name: effect["tool"]?.string ?? "", arguments: arguments(of: effect)))
    case "prompt": return .action(.prompt(effect["text"]?.string ?? ""))
    default: return nil
    }
  }

  private static func arguments(of effect: JSONValue) -> JSONValue {
    effect["arguments"]?.string.flatMap { try? JSONParser.parse(Array($0.utf8)) } ?? .object([])
  }

  // MARK: Claude Code

  /// A line of a transcript: a message whose content has tool calls (of the model) or their results (sent as the user).
  private mutating func claude(_ value: JSONValue, _ content: JSONValue, _ line: Int) {
    for part in content.array ?? [] {
      switch part["type"]?.string {
      case "tool_use":
        guard let name = part["name"]?.string, let input = part["input"] else { continue }
        propose(
          ClaudeCode.self, name, input, id: part["id"]?.string, session: value["sessionId"]?.string,
          cwd: value["cwd"]?.string, time: value["timestamp"]?.string ?? "", line)
      case "tool_result":
        guard let id = part["tool_use_id"]?.string else { continue }
        let texts =
          part["content"]?.string.map { [$0] } ?? (part["content"]?.array ?? []).compactMap { $0["text"]?.string }
        finish(id, texts.joined(separator: "\n"), isError: part["is_error"]?.bool ?? false)
      default: continue
      }
    }
  }

  private mutating func propose(
    _ dialect: any Dialect.Type, _ name: String, _ input: JSONValue, id: String?, session: String?, cwd: String?,
    time: String, _ line: Int
  ) {
    var members: [JSONValue.Member] = [
      .init("hook_event_name", "PreToolUse"), .init("tool_name", .string(name)), .init("tool_input", input),
    ]
    if let session { members.append(.init("session_id", .string(session))) }
    if let cwd { members.append(.init("cwd", .string(cwd))) }
    guard let event = try? dialect.decode(.object(members), eventName: nil, environment: { _ in nil }) else { return }
    let words = input.members?.first?.value.string ?? ""
    add(
      RecordedCall(
        line: line, time: time, agent: dialect.name, summary: "\(name): \(words)", cwd: cwd, subject: .event(event)),
      id: id)
  }

  // MARK: Codex

  /// A line of a rollout file: `{"timestamp", "type", "payload"}`.
  private mutating func codex(_ type: String, _ payload: JSONValue, _ time: String, _ line: Int) {
    switch type {
    case "session_meta":
      session = payload["id"]?.string
      cwd = payload["cwd"]?.string ?? cwd
    case "turn_context": cwd = payload["cwd"]?.string ?? cwd
    case "response_item": codexItem(payload, time, line)
    default: break
    }
  }

  private mutating func codexItem(_ item: JSONValue, _ time: String, _ line: Int) {
    let id = item["call_id"]?.string
    switch item["type"]?.string {
    case "function_call_output", "custom_tool_call_output":
      guard let id else { return }
      let output = item["output"]?.string ?? item["output"].map(JSONWriter.compact) ?? ""
      finish(id, output, isError: false)
    case "custom_tool_call":
      guard let name = item["name"]?.string, let input = item["input"]?.string else { return }
      propose(Codex.self, name, ["command": .string(input)], id: id, session: session, cwd: cwd, time: time, line)
    case "function_call":
      guard let name = item["name"]?.string, let text = item["arguments"]?.string,
        let arguments = try? JSONParser.parse(Array(text.utf8))
      else { return }
      codexCall(name, arguments, id: id, time, line)
    case "local_shell_call":
      guard let action = item["action"] else { return }
      codexCall("shell", action, id: id, time, line)
    default: return
    }
  }

  private mutating func codexCall(_ name: String, _ arguments: JSONValue, id: String?, _ time: String, _ line: Int) {
    var folder = cwd
    if let own = arguments["workdir"]?.string ?? arguments["working_directory"]?.string {
      folder = cwd.map { Paths.clean(Paths.join($0, own)) } ?? own
    }
    guard let script = RecordingReader.script(arguments) else {
      propose(Codex.self, name, arguments, id: id, session: session, cwd: folder, time: time, line)
      return
    }
    propose(Codex.self, "Bash", ["command": .string(script)], id: id, session: session, cwd: folder, time: time, line)
  }

  /// The script of a shell call: a text, or an argument list such as `["bash", "-lc", script]`.
  private static func script(_ arguments: JSONValue) -> String? {
    if let text = arguments["cmd"]?.string ?? arguments["command"]?.string { return text }
    guard let words = arguments["command"]?.array?.compactMap(\.string), let first = words.first else { return nil }
    let shell = Paths.last(first)
    if words.count == 3, ["bash", "zsh", "sh"].contains(shell), words[1] == "-lc" || words[1] == "-c" {
      return words[2]
    }
    return ResolvedCommand(
      program: first, arguments: words.dropFirst().map { Argument($0) }, directory: nil
    ).commandLine
  }
}
