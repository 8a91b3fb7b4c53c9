public import HookModel
internal import Patterns
internal import PolicyFile

/// Judges what is being written: patterns on the new text of a file, by whatever tool it is written.
public enum ContentPolicy: Policy {
  /// What `taffrail explain` and the reference page say about it.
  public static let documentation = PolicyDocumentation(
    id: "content",
    summary: "Refuses or asks about text that is being written: banned phrases, conflict markers, debug prints.",
    why: "A file's name is half of the story.",
    options: [
      ("match", "a regular expression on the new text"), ("name", "the rule's name"),
      ("paths", "patterns of the files that it is about; all without it"), ("reason", "why"),
      ("fix", "what to do instead"),
    ],
    example: """
      [[content.deny]]
      name = "conflict-marker"
      match = '(?m)^<<<<<<< '
      reason = "An unresolved merge conflict."
      """)

  /// The events before a tool runs.
  public static var events: EventKinds { .judged }

  /// One ruling for each rule whose pattern matches a text that the call would write.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    var rulings: [Ruling] = []
    for file in context.files where !file.contentRules.isEmpty {
      for effect in context.effects {
        guard case .write(let target, _, let content?) = effect.action else { continue }
        for rule in file.contentRules where Filters.pass(rule.filter, context) {
          if let ruling = judge(content, target, by: rule, of: file, context) { rulings.append(ruling) }
        }
      }
    }
    return rulings
  }

  private static func judge(
    _ content: String, _ target: Target, by rule: ContentRule, of file: PolicyFile, _ context: PolicyContext
  ) -> Ruling? {
    let path = target.path.map { context.facts.resolve($0) }
    if let paths = rule.paths {
      guard let path, let relative = HookModel.Paths.relative(path, to: file.folder), paths.covers(relative) else {
        return nil
      }
    }
    let line: String
    switch rule.pattern.firstMatch(in: content) {
    case .noMatch: return nil
    case .match(let range):
      line = " at line \(content.utf8.prefix(range.lowerBound).count { $0 == 0x0A } + 1) of the new text"
    case .boundReached: line = ", because looking for it was given up at its bound"
    }
    let home = context.facts.home(of: nil)
    let shown =
      path.map { HookModel.Paths.display($0, root: context.facts.project.root, home: home) } ?? target.spelling
    // The text itself is not repeated: what a rule looks for may be a secret.
    return Ruling(
      policy: "content", rule: "content.\(rule.name)", verdict: rule.kind == .ask ? .ask : .deny,
      reason: Reason(
        what: "write of \(shown) refused for what it contains\(line)",
        why: "\(rule.reason ?? "it matches the pattern of \"\(rule.name)\"") (\(rule.location.short))",
        fix: rule.fix ?? "write it without what the rule names"))
  }
}
