import HookModel
import OS
import Patterns
import Testing

@testable import Engine

@Suite struct AuditLogReaderTests {
  /// Three days of four records each.
  func filled(_ scratch: borrowing StoreScratch) throws -> AuditLog {
    let log = AuditLog(folder: "\(scratch.path)/audit")
    for day in 0..<3 {
      for number in 0..<4 {
        var record = AuditLogTests.record(number, at: AuditLogTests.day + day * 86_400_000)
        record.verdict = number == 0 ? .deny : .allow
        record.agent = day == 0 ? "codex" : "cursor"
        record.durationMicroseconds = 100 * number
        if number == 0 {
          record.rulings = [Ruling(policy: "commands", rule: "core.rm.\(day)", verdict: .deny)]
          record.effects = [
            Effect(.write(Target(path: "/w/src/a\(day).swift"), .replace, content: nil), origin: .init(text: "x"))
          ]
          record.event = "PostToolUse"
        }
        try log.append(record)
      }
    }
    return log
  }

  struct Row: Sendable {
    let count: Int
    let set: @Sendable (inout AuditFilter) -> Void
    let at: SourceLocation
    init(_ count: Int, at: SourceLocation = #_sourceLocation, _ set: @escaping @Sendable (inout AuditFilter) -> Void) {
      self.count = count
      self.set = set
      self.at = at
    }
  }

  static let rows: [Row] = [
    Row(12) { _ in },
    Row(8) { $0.since = AuditLogTests.day + 86_400_000 },
    Row(7) { $0.since = AuditLogTests.day + 86_400_001 },
    Row(3) { $0.verdicts = [.deny] },
    Row(12) { $0.verdicts = [.deny, .allow] },
    Row(0) { $0.verdicts = [.ask] },
    Row(1) { $0.rule = "core.rm.1" },
    Row(3) { $0.rule = "core.*" },
    Row(3) { $0.rule = "commands" },
    Row(6) { $0.session = "s0" },
    Row(4) { $0.agent = "codex" },
    Row(1) { $0.path = "src/a1.swift" },
    Row(3) { $0.path = "/w/*.swift" },
    Row(1) { $0.text = "CORE.rm.2" },
    Row(0) { $0.text = "nowhere" },
  ]

  @Test(arguments: rows) func filters(_ row: Row) throws {
    let scratch = try StoreScratch()
    let log = try filled(scratch)
    var filter = AuditFilter()
    row.set(&filter)
    var count = 0
    try AuditReader(folder: log.folder).read(filter) { _ in
      count += 1
      return true
    }
    #expect(count == row.count, sourceLocation: row.at)
  }

  @Test func readingStopsWhenToldTo() throws {
    let scratch = try StoreScratch()
    let reader = AuditReader(folder: try filled(scratch).folder)
    var places: [String] = []
    try reader.read { entry in
      places.append("\(entry.file):\(entry.line)")
      return places.count < 5
    }
    #expect(places.last == "\(Clock.date(AuditLogTests.day + 86_400_000)).jsonl:1")
    #expect(try AuditReader(folder: "\(scratch.path)/none").files() == [])
  }

  @Test func followingGoesOnIntoTheNextDay() throws {
    let scratch = try StoreScratch()
    let log = try filled(scratch)
    let reader = AuditReader(folder: log.folder)
    let end = try reader.read { _ in true }
    try log.append(AuditLogTests.record(9, at: AuditLogTests.day + 2 * 86_400_000))
    try log.append(AuditLogTests.record(8, at: AuditLogTests.day + 3 * 86_400_000))
    var lines: [Int] = []
    try reader.follow(from: end) { entry in
      lines.append(entry.line)
      return lines.count < 2
    }
    #expect(lines == [5, 1])
  }

  @Test func figures() throws {
    let scratch = try StoreScratch()
    let reader = AuditReader(folder: try filled(scratch).folder)
    let figures = try reader.statistics()
    #expect(figures.records == 12)
    #expect(figures.verdicts == ["deny": 3, "allow": 9])
    #expect(figures.rules == ["core.rm.0": 1, "core.rm.1": 1, "core.rm.2": 1])
    #expect(figures.duration(within: 0.5) == 200)
    let totals = try #require(try reader.totals(ofSession: "s0"))
    #expect(totals.events == 6)
    #expect(totals.edits == 3)
    #expect(totals.refusals == 3)
    #expect(totals.hookMicroseconds == 900)
    #expect(try reader.totals(ofSession: "none") == nil)
  }

  // MARK: Verifying

  struct Damage: Sendable {
    let name: String
    /// What becomes of the lines of the second day.
    let change: @Sendable ([String]) -> [String]
    /// The lines with problems: day (from 1) and line.
    let found: [[Int]]
  }

  static let damages: [Damage] = [
    Damage(name: "nothing", change: { $0 }, found: []),
    Damage(
      name: "edited", change: { [$0[0], $0[1].replacing("allow", with: "deny"), $0[2], $0[3]] }, found: [[2, 2]]),
    Damage(name: "removed", change: { [$0[0], $0[2], $0[3]] }, found: [[2, 2]]),
    Damage(name: "first removed", change: { Array($0.dropFirst()) }, found: [[2, 1]]),
    Damage(name: "last removed", change: { Array($0.dropLast()) }, found: [[3, 1]]),
    Damage(name: "all removed", change: { _ in [] }, found: [[3, 1]]),
    Damage(name: "reordered", change: { [$0[0], $0[2], $0[1], $0[3]] }, found: [[2, 2], [2, 3], [2, 4]]),
    Damage(name: "doubled", change: { [$0[0], $0[1], $0[1], $0[2], $0[3]] }, found: [[2, 3]]),
    Damage(
      name: "cut short", change: { [$0[0], String($0[1].dropLast(30)), $0[2], $0[3]] }, found: [[2, 2], [2, 3]]),
    Damage(name: "put in", change: { [$0[0], "{}", $0[1], $0[2], $0[3]] }, found: [[2, 2], [2, 3]]),
    Damage(name: "empty line", change: { [$0[0], "", $0[1], $0[2], $0[3]] }, found: [[2, 2], [2, 3]]),
  ]

  @Test(arguments: damages.indices) func damageIsFound(_ index: Int) throws {
    let damage = Self.damages[index]
    let scratch = try StoreScratch()
    let log = try filled(scratch)
    let reader = AuditReader(folder: log.folder)
    let files = try reader.files()
    let path = "\(log.folder)/\(files[1])"
    let lines = String(decoding: try File.read(path), as: UTF8.self).split(separator: "\n").map(String.init)
    try File.replace(path, with: Array(damage.change(lines).map { $0 + "\n" }.joined().utf8))
    let result = try reader.verify()
    let found = result.problems.map { [(files.firstIndex(of: $0.file) ?? 0) + 1, $0.line] }
    #expect(found == damage.found, "\(damage.name): \(result.problems)")
    #expect(result.isIntact == damage.found.isEmpty)
  }

  @Test func wildcards() {
    #expect(Glob("*").matches(""))
    #expect(Glob("a*c?e").matches("abbbcde"))
    #expect(!Glob("a*c").matches("abd"))
    #expect(Glob("*b*").matches("abc"))
    #expect(!Glob(String(repeating: "*a", count: 50) + "b").matches(String(repeating: "a", count: 5000)))
  }
}
