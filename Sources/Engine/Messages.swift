internal import HookModel

/// The words in which rulings reach an agent: what happened, why, and how to go on.
enum Messages {
  /// How many rulings one message names.
  static let limit = 3

  /// The message for the strictest of the rulings.
  static func text(for rulings: [Ruling], verdict: Verdict) -> String {
    let told = rulings.filter { $0.effectiveVerdict == verdict && $0.reason != nil }
    var lines: [String] = []
    for ruling in told.prefix(limit) {
      if let reason = ruling.reason { lines.append(text(rule: ruling.rule, reason)) }
    }
    if told.count > limit {
      lines.append("taffrail: and \(told.count - limit) more; `taffrail explain` shows each")
    }
    return lines.joined(separator: "\n")
  }

  static func text(rule: String, _ reason: Reason) -> String {
    "taffrail: \(rule): \(reason.what)\n  why: \(reason.why)\n  fix: \(reason.fix)"
  }

  /// How a person lets a refused call pass; the last line of a refusal.
  static func once(_ code: String) -> String {
    "  once: only the user can let exactly this pass, once, by typing `taffrail ok \(code)` as a prompt"
  }

  /// What is added to the third refusal by one rule in a session, and to each after it.
  static func repeated(_ rule: String, times: Int, code: String?) -> String {
    let note =
      "  note: refusal \(times) by \(rule) in this session: stop trying other ways; "
      + "tell the user what you need and why, and wait"
    guard let code else { return note }
    return note + "\n  once: the user can let exactly this pass, once, by typing `taffrail ok \(code)` as a prompt, "
      + "or `taffrail allow \(code)` at a terminal"
  }
}
