internal import Engine
internal import HookModel
internal import JSON
internal import OS

/// A path, and what decides about it.
enum PathText {
  /// Whether a single word is meant as a path and not as a program to run.
  static func isPath(_ subject: String) -> Bool {
    let special = " \t\n|&;<>()$`\"'*?[{\\"
    guard !subject.isEmpty, !subject.contains(where: { special.contains($0) }) else { return false }
    let path = Terminal.absolute(subject)
    if File.kind(of: path) == .file, File.isExecutable(path) { return false }
    return File.kind(of: path) != nil || subject.contains("/") || subject.hasPrefix(".") || subject.hasPrefix("~")
  }

  static func print(_ explanation: PathExplanation, json: Bool) {
    Terminal.print(json ? JSONWriter.pretty(value(explanation)) : page(explanation))
  }

  private static func page(_ explanation: PathExplanation) -> String {
    var lines = ["\(Terminal.paint("path", .bold))      \(Terminal.safe(explanation.path))"]
    if explanation.real != explanation.path { lines.append("leads to  \(Terminal.safe(explanation.real))") }
    for use in explanation.uses {
      lines.append("\(Terminal.paint(use.outcome.verdict, padded: 5)) \(use.verb)")
      for pattern in use.patterns { lines.append("        pattern: \(Terminal.safe(pattern))") }
      for ruling in use.outcome.rulings where ruling.effectiveVerdict != .allow {
        guard let reason = ruling.reason else { continue }
        lines.append("        \(ruling.rule): \(Terminal.safe(reason.why))")
      }
      lines.append("        by every way: \(use.roads)")
    }
    return lines.joined(separator: "\n")
  }

  private static func value(_ explanation: PathExplanation) -> JSONValue {
    let uses = explanation.uses.map { use -> JSONValue in
      [
        "use": .string(use.verb), "verdict": .string(use.outcome.verdict.word),
        "patterns": .array(use.patterns.map { .string($0) }),
        "rulings": .array(use.outcome.rulings.map(OutcomeJSON.ruling)), "ways": .string(use.roads),
      ]
    }
    return [
      "path": .string(explanation.path), "leads_to": .string(explanation.real), "uses": .array(uses),
    ]
  }
}
