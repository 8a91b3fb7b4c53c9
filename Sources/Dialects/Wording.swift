internal import HookModel
internal import JSON

/// What is written for an agent, held within the sizes that agents take whole.
enum Wording {
  /// The characters that a reason may have. Claude Code passes any number on, Codex cuts at 48,000; a model that has to
  /// act on a refusal needs no more than this.
  static let reasonLimit = 8_000
  /// The characters that a context may have: Claude Code and Codex replace one of more than 10,000 by a preview and the
  /// path of a file.
  static let contextLimit = 9_500

  /// How long a text is to an agent.
  enum Measure {
    /// UTF-16 units: what JavaScript calls characters.
    case characters
    /// UTF-8 bytes: Codex counts four of them as a token.
    case bytes

    func cost(of scalar: Unicode.Scalar) -> Int {
      switch self {
      case .characters: scalar.value > 0xFFFF ? 2 : 1
      case .bytes: UTF8.width(scalar)
      }
    }
  }

  /// A reason, bounded and never empty: Codex lets the tool run when the reason is empty.
  static func reason(_ text: String, _ more: String?...) -> String {
    var whole = text.utf8.allSatisfy { $0 <= 0x20 } ? "taffrail: refused" : text
    for case let part? in more where !part.isEmpty { whole += "\n\n" + part }
    return bounded(whole, to: reasonLimit)
  }

  /// A context, bounded; nil where there is nothing to say.
  static func context(_ text: String?, measure: Measure = .characters) -> String? {
    guard let text, !text.isEmpty else { return nil }
    return bounded(text, to: contextLimit, measure: measure)
  }

  /// The text itself, or its beginning and its end with a line between them that says how much was left out. The end
  /// stays, because there a refusal says how to go on and a test run says what failed.
  static func bounded(_ text: String, to limit: Int, measure: Measure = .characters) -> String {
    guard text.utf8.count > limit else { return text }
    let scalars = text.unicodeScalars
    var total = 0
    for scalar in scalars { total += measure.cost(of: scalar) }
    guard total > limit else { return text }
    let note = "\n[... \(total - limit) and a few more characters left out by taffrail ...]\n"
    let room = max(0, limit - note.utf8.count)
    let head = prefix(of: scalars, cost: room * 2 / 3, measure)
    let tail = suffix(of: scalars, cost: room - room * 2 / 3, measure)
    return String(scalars[..<head]) + note + String(scalars[tail...])
  }

  /// The end of a text, with a line before it when something was left out.
  static func tail(_ text: String, limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    let start = suffix(of: text.unicodeScalars, cost: limit, .characters)
    guard start > text.startIndex else { return text }
    return "[... the beginning was left out by taffrail ...]\n" + String(text.unicodeScalars[start...])
  }

  private static func prefix(
    of scalars: String.UnicodeScalarView, cost limit: Int, _ measure: Measure
  ) -> String.Index {
    var spent = 0
    for index in scalars.indices {
      spent += measure.cost(of: scalars[index])
      if spent > limit { return index }
    }
    return scalars.endIndex
  }

  private static func suffix(
    of scalars: String.UnicodeScalarView, cost limit: Int, _ measure: Measure
  ) -> String.Index {
    var spent = 0
    var start = scalars.endIndex
    while start > scalars.startIndex {
      let before = scalars.index(before: start)
      spent += measure.cost(of: scalars[before])
      if spent > limit { break }
      start = before
    }
    return start
  }

  /// What is added to the message when the agent cannot put a question about a tool call to its person.
  static func cannotAsk(_ agent: String, _ answer: Answer, _ event: Event) -> String? {
    guard answer.verdict == .ask, event.kind == .preToolUse else { return nil }
    return "taffrail: this needs a person's yes, and \(agent) gives its hooks no way to ask for one, so it is refused. "
      + "Tell the person what you want to do and why, and let them do it or allow it."
  }
}

/// The JSON object that Claude Code and the agents after it read on standard output. Members that are not set are left
/// out: to Claude Code a null is a mistake that makes the whole answer void, to Codex an unknown name is.
struct HookOutput {
  private var members: [JSONValue.Member] = []
  private var specific: [JSONValue.Member] = []

  /// Whether there is nothing to say.
  var isEmpty: Bool { members.isEmpty && specific.isEmpty }

  /// Sets `decision: "block"` with its reason.
  mutating func block(_ reason: String) {
    members.append(.init("decision", "block"))
    members.append(.init("reason", .string(reason)))
  }

  /// Sets a member at the top.
  mutating func set(_ name: String, _ value: String?) {
    if let value { members.append(.init(name, .string(value))) }
  }

  /// Sets a member of `hookSpecificOutput`.
  mutating func setSpecific(_ name: String, _ value: JSONValue?) {
    if let value { specific.append(.init(name, value)) }
  }

  /// Sets `hookSpecificOutput.additionalContext`.
  mutating func setContext(_ text: String?) {
    setSpecific("additionalContext", text.map(JSONValue.string))
  }

  /// The object as one line; nothing where it is empty.
  func text(for event: Event) -> String {
    guard !isEmpty else { return "" }
    var all = members
    if !specific.isEmpty {
      all.append(.init("hookSpecificOutput", .object([.init("hookEventName", .string(event.name))] + specific)))
    }
    return JSONWriter.compact(.object(all))
  }

  /// The reply that consists of this object, or of silence.
  func reply(for event: Event) -> Reply { Reply(output: text(for: event)) }
}

extension Answer {
  /// What is said about something that is already done: the feedback, or the message of a verdict that came too late to
  /// stop anything.
  var spokenFeedback: String? {
    if let feedback, !feedback.isEmpty { return feedback }
    return verdict == .allow ? nil : message
  }

  /// Everything that the answer has to say, for an event at which nobody listens.
  var unheard: String {
    var parts: [String] = []
    if verdict != .allow { parts.append(message) }
    for case let part? in [feedback, context, notice] where !part.isEmpty { parts.append(part) }
    return Wording.bounded(parts.joined(separator: "\n\n"), to: Wording.reasonLimit)
  }
}
