import HookModel

/// A rule that has fired, before layers and switches are asked.
struct Finding {
  var rule: Rule
  var verdict: Verdict
  /// The simple command or file operation that caused it.
  var subject: String
  /// Why, where more can be said than the rule says.
  var why: String?
  /// What to do, where more can be said than the rule says.
  var fix: String?
  /// The command, which a person's allow is matched with.
  var command: ResolvedCommand?
  /// The operand that the finding is about: an allow that names operands has to name this one.
  var target: Target?
}

/// Collects what rules find in one tool call.
struct Findings {
  private(set) var list: [Finding] = []

  /// Adds a finding with the rule's own severity and words, or with more exact ones.
  mutating func add(
    _ rule: Rule, _ scene: Scene, verdict: Verdict? = nil, why: String? = nil, fix: String? = nil,
    target: Target? = nil, into isWrite: Bool = false
  ) {
    var subject = scene.subject
    // A redirection is no word of the command, so the message has to name it.
    if isWrite, let target,
      scene.command?.arguments.prefix(256).contains(where: { $0.spelling == target.spelling }) == false
    {
      subject += " > \(target.spelling)"
    }
    let finding = Finding(
      rule: rule, verdict: verdict ?? rule.severity, subject: subject, why: why, fix: fix,
      command: scene.command, target: target)
    list.append(finding)
  }

  /// Whether the rule has already fired for what the scene shows; the findings of one command lie side by side.
  func has(_ rule: Rule, _ scene: Scene) -> Bool {
    list.suffix(64).contains { $0.rule.id == rule.id && $0.subject.utf8.starts(with: scene.subject.utf8) }
  }
}
