import Effects
import HookModel
import JSON
import PolicyFile
import TestSupport

@testable import Policies

/// The corpus: command lines with the verdict that a careful person would give, labelled by judgement and not by a run.
enum Corpus {
  /// One line of a file.
  struct Row: Sendable {
    var number: Int
    var verdict: Verdict
    /// The rule that must decide, or that a harmless line looks like.
    var rule: String
    var script: String
  }

  /// What does not come out as labelled, one line each.
  static func mistakes(in rows: [Row]) -> [String] {
    var mistakes: [String] = []
    for row in rows {
      let rulings = rulings(row.script, pack: row.rule)
      let verdict = rulings.strictest()
      let names = rulings.filter { $0.verdict > .allow }.map(\.rule)
      let hasRule = row.verdict == .allow || names.contains { WordGlob.matches(row.rule, $0) }
      if verdict != row.verdict || !hasRule {
        mistakes.append(
          "\(row.number): \(verdict.word) \(names) instead of \(row.verdict.word) \(row.rule): "
            + row.script.split(separator: "\n").joined(separator: "␤"))
      }
    }
    return mistakes
  }

  /// What the policy says about a script in the bench's project; the rule's pack is on.
  static func rulings(_ script: String, pack rule: String = "core") -> [Ruling] {
    var event = RuleBench.event
    event.cwd = RuleBench.root
    let input: JSONValue = ["command": .string(script)]
    event.tool = ToolCall(name: "Bash", action: .shell(script: script, directory: nil), input: input)
    let facts = RuleBench.facts
    let analysis = Effects.of(event, facts: facts)
    let pack = String(rule.prefix { $0 != "." })
    let file = RuleBench.file(.project) { $0.commands.packs = [Located(pack, at: RuleBench.location)] }
    var rulings = CommandPolicy.evaluate(
      PolicyContext(event: event, effects: analysis.effects, files: [file], facts: facts))
    for reason in analysis.unjudged { rulings.append(Ruling(policy: "unjudged", verdict: .deny, reason: reason)) }
    return rulings
  }

  /// The rows of a file beside this one's folder: verdict, rule and command, divided by tabs; `␤` stands for a newline.
  static func rows(of text: String) -> [Row] {
    var rows: [Row] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, !line.hasPrefix("#"), let verdict = Verdict(word: String(fields[0])) else { continue }
      let script = fields[2].split(separator: "␤", omittingEmptySubsequences: false).joined(separator: "\n")
      rows.append(Row(number: index + 1, verdict: verdict, rule: String(fields[1]), script: script))
    }
    return rows
  }
}
