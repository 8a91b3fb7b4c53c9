import Foundation
import HookModel
import Testing

@testable import Policies

/// The corpus carried: what runs a dangerous script is as dangerous as the script, and what only reads it is harmless.
///
/// `swift test` takes a part of the rows; `scripts/rule-proof.sh` all of them, each with every consumer.
@Suite struct CarriersTests {
  private static let isLong = ProcessInfo.processInfo.environment["TAFFRAIL_RULE_PROOF"] != nil
  private static let seed = ProcessInfo.processInfo.environment["TAFFRAIL_SEED"].flatMap { UInt64($0) } ?? 1

  private func rows() throws -> [Corpus.Row] {
    let all = try CorpusTests.rows("dangerous")
    if Self.isLong { return all }
    return all.enumerated().filter { $0.offset % 12 == Int(Self.seed % 12) }.map(\.element)
  }

  /// Three random carriers around each row.
  @Test func whatRunsItKeepsTheVerdict() throws {
    var random = Carriers.Random(seed: Self.seed)
    var mistakes: [String] = []
    let rows = try rows()
    for row in rows {
      var script = row.script
      for _ in 0..<3 { script = Carriers.running[random.next(Carriers.running.count)](script) }
      let rulings = Corpus.rulings(script, pack: row.rule)
      if rulings.strictest() < row.verdict {
        let line = script.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "␤")
        mistakes.append(
          "\(row.number): \(rulings.strictest().word) instead of \(row.verdict.word) \(row.rule): \(line)")
      }
    }
    CorpusTests.report(mistakes, of: rows.count, "carried")
  }

  /// One consumer for each row; in the long run all of them.
  @Test func whatReadsItIsHarmless() throws {
    var random = Carriers.Random(seed: Self.seed)
    var mistakes: [String] = []
    let rows = try rows()
    #expect(Carriers.reading.count >= 40)
    var tried = 0
    for row in rows {
      let consumers =
        Self.isLong ? Carriers.reading : [Carriers.reading[random.next(Carriers.reading.count)]]
      for consumer in consumers {
        tried += 1
        let script = consumer(row.script)
        let stopped = Corpus.rulings(script, pack: row.rule).filter { $0.verdict > .allow }.map(\.rule)
        if !stopped.isEmpty {
          let line = script.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "␤")
          mistakes.append("\(row.number): \(stopped): \(line)")
        }
      }
    }
    CorpusTests.report(mistakes, of: tried, "read")
  }

  /// Without any one rule, at least three rows come out otherwise: none is there for nothing.
  @Test(.enabled(if: isLong)) func everyRuleIsNeeded() throws {
    var needed: [String: Int] = [:]
    for row in try CorpusTests.rows("dangerous") {
      let stopping = Corpus.rulings(row.script, pack: row.rule).filter { $0.verdict > .allow }
      for rule in Set(stopping.map(\.rule)) {
        let rest = stopping.filter { $0.rule != rule }
        let hasRule = rest.contains { WordGlob.matches(row.rule, $0.rule) }
        if rest.strictest() != row.verdict || !hasRule { needed[rule, default: 0] += 1 }
      }
    }
    var table: [String] = []
    for rule in Rules.all where !rule.stops.isEmpty {
      let count = needed[rule.id] ?? 0
      table.append("\(rule.id)\t\(count)")
      #expect(count >= 3, "without \(rule.id) only \(count) rows come out otherwise")
    }
    if let folder = ProcessInfo.processInfo.environment["TAFFRAIL_CORPUS_REPORT"] {
      try? (table.joined(separator: "\n") + "\n").write(
        toFile: "\(folder)/rules.txt", atomically: true, encoding: .utf8)
    }
  }
}
