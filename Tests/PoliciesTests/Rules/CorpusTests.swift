import Foundation
import HookModel
import Testing

@testable import Policies

/// The corpus and the examples of every rule, through the whole of the evaluation.
@Suite struct CorpusTests {
  static func rows(_ name: String) throws -> [Corpus.Row] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return Corpus.rows(of: try String(contentsOf: folder.appending(path: "Corpus/\(name).tsv"), encoding: .utf8))
  }

  /// Shows the first mistakes; all of them go to a file where `TAFFRAIL_CORPUS_REPORT` names a folder.
  static func report(_ mistakes: [String], of count: Int, _ name: String) {
    if let folder = ProcessInfo.processInfo.environment["TAFFRAIL_CORPUS_REPORT"] {
      let text = mistakes.joined(separator: "\n") + "\n"
      try? text.write(toFile: "\(folder)/\(name).txt", atomically: true, encoding: .utf8)
    }
    #expect(mistakes.isEmpty, "\(mistakes.count) of \(count):\n\(mistakes.prefix(25).joined(separator: "\n"))")
  }

  @Test func dangerous() throws {
    let rows = try Self.rows("dangerous")
    #expect(rows.count >= 1_500)
    Self.report(Corpus.mistakes(in: rows), of: rows.count, "dangerous")
  }

  @Test func benign() throws {
    let rows = try Self.rows("benign")
    #expect(rows.count >= 1_500)
    Self.report(Corpus.mistakes(in: rows), of: rows.count, "benign")
  }

  @Test func everyRuleHasRowsOnBothSides() throws {
    let stopped = Set(try Self.rows("dangerous").map(\.rule))
    for rule in Rules.all where !rule.stops.isEmpty {
      #expect(stopped.contains(rule.id), "\(rule.id) has no dangerous row")
    }
  }

  @Test func examples() {
    var mistakes: [String] = []
    for rule in Rules.all {
      for example in rule.stops {
        let names = Corpus.rulings(example, pack: rule.id).filter { $0.verdict > .allow }.map(\.rule)
        if !names.contains(rule.id) { mistakes.append("\(rule.id) does not stop: \(example) \(names)") }
      }
      for example in rule.passes {
        let names = Corpus.rulings(example, pack: rule.id).filter { $0.verdict > .allow }.map(\.rule)
        if !names.isEmpty { mistakes.append("\(rule.id) lets through, but \(names) stops: \(example)") }
      }
    }
    Self.report(mistakes, of: Rules.all.count, "examples")
  }

  /// Who follows a rule's advice succeeds: each command that the text names passes the policy itself.
  @Test func advice() {
    var mistakes: [String] = []
    for rule in Rules.all {
      for command in Self.commands(in: rule.instead) {
        let names = Corpus.rulings(command, pack: rule.id).filter { $0.verdict > .allow }.map(\.rule)
        if !names.isEmpty { mistakes.append("\(rule.id) advises what \(names) stops: \(command)") }
      }
    }
    Self.report(mistakes, of: Rules.all.count, "advice")
  }

  /// The command lines between backticks; a single word names a program or an option.
  private static func commands(in text: String) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 && $0.element.contains(" ") && !$0.element.contains("…") }
      .map { String($0.element) }
  }
}
