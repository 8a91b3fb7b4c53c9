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

  /// What is added to the third refusal by one rule in a session, and to each after it.
  static func repeated(_ rule: String, times: Int) -> String {
    "  note: refusal \(times) by \(rule) in this session: stop trying other ways; "
      + "tell the user what you need and why, and wait"
  }
}
