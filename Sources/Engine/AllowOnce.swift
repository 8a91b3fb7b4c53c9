internal import Effects
internal import HookModel
internal import JSON
internal import OS

/// A person's way through a refusal (design.md 6): the refusal carries a code, the person types `taffrail ok CODE` as a
/// prompt or `taffrail allow CODE` at a terminal, and exactly that call passes once, in that session.
enum AllowOnce {
  /// The rule under which its own answers stand.
  static let rule = "allow-once"

  // MARK: - What a person says

  /// The code in a prompt that is nothing but `taffrail ok CODE`; nil for any other prompt.
  static func code(in prompt: String) -> String? {
    let bytes = Array(prompt.utf8)
    guard bytes.count < 64 else { return nil }
    let words = bytes.split { $0 <= 0x20 }
    guard words.count == 3, words[0].elementsEqual("taffrail".utf8), words[1].elementsEqual("ok".utf8) else {
      return nil
    }
    return String(decoding: words[2], as: UTF8.self).lowercased()
  }

  /// Takes a person's word down.
  ///
  /// - Returns: the call that is let through once; nil where no refusal has the code.
  static func allow(_ code: String, session: String, in store: StateStore) throws(StateError) -> RefusedCall? {
    var found: RefusedCall?
    try store.updateSession(session) { state in
      guard let index = state.refusedCalls.firstIndex(where: { $0.code == code && $0.passedAt.isEmpty }) else { return }
      state.refusedCalls[index].isAllowed = true
      found = state.refusedCalls[index]
    }
    return found
  }

  /// The answer to a person's prompt; nil for a prompt that is about something else, or that no person typed.
  static func answer(to event: Event, _ session: SessionState, in store: StateStore?) -> Ruling? {
    guard event.kind == .userPromptSubmit, let prompt = event.prompt, prompt.isFromPerson, event.subagent == nil,
      let code = code(in: prompt.text)
    else { return nil }
    guard let store, let id = event.session, session.refusedCalls.contains(where: { $0.code == code }) else {
      return unknown(code, session)
    }
    do throws(StateError) {
      guard let call = try allow(code, session: id, in: store) else { return unknown(code, session) }
      return Ruling(
        policy: rule,
        reason: Reason(what: call.what, why: "a person lets it through once by `taffrail ok \(code)`", fix: "nothing"),
        context:
          "taffrail: the user lets this pass, once: \(call.what). Make exactly the same call again; another one is "
          + "judged as ever.")
    } catch {
      return Ruling(policy: rule, verdict: .deny, reason: error.reason)
    }
  }

  private static func unknown(_ code: String, _ session: SessionState) -> Ruling {
    let open = session.refusedCalls.filter { $0.passedAt.isEmpty }.suffix(3).reversed().map {
      "\($0.code) (\($0.what))"
    }
    return Ruling(
      policy: rule, verdict: .deny,
      reason: Reason(
        what: "no refusal of this session has the code \(code)",
        why: "a code is about one call in one session, and is spent once that call has passed",
        fix: open.isEmpty
          ? "look at the refusal's last line; `taffrail log --verdict deny` shows what was refused"
          : "type `taffrail ok CODE` with one of: \(open.joined(separator: "; "))"))
  }

  // MARK: - At a terminal

  /// Takes a person's word down for whichever session of a project has the code.
  ///
  /// - Returns: what is let through; nil where no refusal has the code.
  static func allow(_ code: String, in store: StateStore) throws(StateError) -> String? {
    for session in try store.sessions() {
      if let call = try allow(code, session: session, in: store) { return call.what }
    }
    return nil
  }

  // MARK: - The call

  /// Whether a call that the rulings refuse passes all the same; the rulings that a person has lifted are then marked as
  /// merely observed.
  ///
  /// - Parameter twin: what tells the call from others, where the agent asks two hooks of ours about each.
  static func lift(
    _ rulings: inout [Ruling], digest: String, event: Event, _ session: SessionState, twin: String?,
    in store: StateStore?
  ) -> Bool {
    guard let store, let id = event.session,
      let call = session.refusedCalls.last(where: { $0.digest == digest && isOpen($0, at: event.name, twin) }),
      rulings.allSatisfy({ $0.effectiveVerdict == .allow || (call.rules.contains($0.rule) && !$0.isFinal) }),
      take(call, at: event.name, twin, session: id, in: store)
    else { return false }
    for index in rulings.indices where rulings[index].effectiveVerdict != .allow { rulings[index].isObserved = true }
    rulings.append(
      Ruling(
        policy: rule,
        reason: Reason(
          what: "\(call.what), passed once", why: "a person let it through by the code \(call.code)", fix: "nothing")))
    return true
  }

  private static func isOpen(_ call: RefusedCall, at event: String, _ twin: String?) -> Bool {
    call.isAllowed && (!call.passedAt.contains(event) || twin.map(call.passedAs.contains) ?? false)
  }

  /// Spends a person's word, under the lock, so that two calls at the same moment cannot both have it.
  private static func take(
    _ call: RefusedCall, at event: String, _ twin: String?, session: String, in store: StateStore
  ) -> Bool {
    var isTaken = false
    do throws(StateError) {
      try store.updateSession(session) { state in
        guard let index = state.refusedCalls.firstIndex(where: { $0.code == call.code && isOpen($0, at: event, twin) })
        else { return }
        if !state.refusedCalls[index].passedAt.contains(event) { state.refusedCalls[index].passedAt.append(event) }
        if let twin { state.refusedCalls[index].passedAs = [twin] }
        isTaken = true
      }
      return isTaken
    } catch {
      return false
    }
  }

  /// What is remembered of a refusal, so that a person can lift it; nil where nobody may.
  static func refused(
    _ rulings: [Ruling], verdict: Verdict, digest: String, event: Event, _ session: SessionState, _ redaction: Redaction
  ) -> RefusedCall? {
    guard event.session != nil, rulings.allSatisfy({ $0.effectiveVerdict == .allow || !$0.isFinal }) else { return nil }
    var rules: [String] = []
    for ruling in rulings where ruling.effectiveVerdict != .allow && !rules.contains(ruling.rule) {
      rules.append(ruling.rule)
    }
    // The same call keeps its code, so that the one that the person is about to type stays good.
    if let known = session.refusedCalls.last(where: { $0.digest == digest && !$0.isAllowed && $0.rules == rules }) {
      return known
    }
    guard let reason = rulings.first(where: { $0.effectiveVerdict == verdict })?.reason else { return nil }
    return RefusedCall(
      code: Hexadecimal.code(), digest: digest, rules: rules,
      what: Bounded.prefix(redaction.redact(Bounded.prefix(reason.what, 1_000)), 200))
  }

  /// A refusal where a tool call carries a code of this session: the word is the person's, and a model that could type it
  /// into a terminal, a file or another agent would give it to itself. A question to the person may name it.
  static func guardCode(_ event: Event, _ session: SessionState) -> Ruling? {
    guard event.kind.isJudged, !session.refusedCalls.isEmpty, let tool = event.tool else { return nil }
    if case .harmless = tool.action, !speaksToAgent(tool.name) { return nil }
    var text: [UInt8] = []
    JSONWriter.append(tool.input, to: &text)
    for call in session.refusedCalls where call.passedAt.isEmpty && hasWord(call.code, in: text) {
      var ruling = Ruling(
        policy: rule, verdict: .deny,
        reason: Reason(
          what: "a call that carries the code \(call.code) refused",
          why: "only the person lets a refusal pass, by typing the code",
          fix: "tell the person in plain words what was refused and why you need it, and wait"))
      ruling.isFinal = true
      return ruling
    }
    return nil
  }

  /// The tools that hand a text to another agent, among those that touch nothing themselves.
  private static func speaksToAgent(_ tool: String) -> Bool {
    switch tool {
    case "Agent", "Task", "SlashCommand", "Skill", "spawn_agent", "send_input", "resume_agent", "run_subagent": true
    default: tool.utf8.starts(with: "multi_agent".utf8)
    }
  }

  /// Whether a code stands in a text as a word of its own, in any case.
  private static func hasWord(_ code: String, in text: [UInt8]) -> Bool {
    let code = Array(code.utf8)
    guard let first = code.first, text.count >= code.count else { return false }
    for start in 0...(text.count - code.count) where text[start] | 0x20 == first | 0x20 {
      var length = 1
      while length < code.count, lower(text[start + length]) == code[length] { length += 1 }
      guard length == code.count else { continue }
      let end = start + length
      // An escape such as \n stands before a word in JSON, so that a letter there says nothing.
      if start > 0, isWord(text[start - 1]), start < 2 || text[start - 2] != UInt8(ascii: "\\") { continue }
      if end < text.count, isWord(text[end]) { continue }
      return true
    }
    return false
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch lower(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }

  // MARK: - What a call does

  /// A digest of everything that a call would do: the tool's own words without what is only said about them (a
  /// description, a time limit), where it runs, and each effect with the file that its path leads to now.
  static func digest(of event: Event, _ effects: [Effect], _ facts: LiveFacts) -> String {
    var digest = CallDigest(facts: facts)
    digest.add(event.cwd ?? "")
    if let tool = event.tool { digest.add(tool) }
    for effect in effects { digest.add(effect) }
    return digest.hexadecimal
  }
}

/// Puts the parts of a call into a digest, each with its length, so that no two calls give the same bytes.
private struct CallDigest {
  let facts: LiveFacts
  private var digest = Digest()

  init(facts: LiveFacts) { self.facts = facts }

  var hexadecimal: String { digest.hexadecimal() }

  mutating func add(_ text: String?) {
    digest.update(text.map { "\($0.utf8.count):" } ?? "-")
    if let text { digest.update(text) }
  }

  mutating func add(_ tool: ToolCall) {
    switch tool.action {
    case .shell(let script, let directory):
      add("shell")
      add(script)
      add(directory)
    case .write(let path, let content):
      add("write")
      add(path)
      add(content)
    case .edit(let path, let replacements):
      add("edit")
      add(path)
      for replacement in replacements {
        add(replacement.old)
        add(replacement.new)
      }
    case .patch(let text):
      add("patch")
      add(text)
    case .read, .search, .list, .delete, .fetch, .mcp, .other, .harmless:
      add(tool.name)
      add(JSONWriter.compact(tool.input))
    }
  }

  mutating func add(_ effect: Effect) {
    switch effect.action {
    case .run(let command):
      add("run")
      add(command.commandLine)
      add(command.directory)
    case .write(let target, let kind, let content):
      add(kind.rawValue)
      add(target)
      add(content)
    case .read(let target, let use):
      add(use.rawValue)
      add(target)
    case .delete(let target, let isRecursive):
      add(isRecursive ? "delete all" : "delete")
      add(target)
    case .execute(let source, let program):
      add(source.rawValue)
      add(program)
    case .fetch(let url):
      add("fetch")
      add(url)
    case .mcp, .tool, .prompt: return
    }
  }

  private mutating func add(_ target: Target) {
    add(target.spelling)
    add(target.path.map { facts.resolve($0) })
  }
}
