import HookModel
import JSON
import OS
import Testing

@testable import Engine

@Suite struct AuditLogTests {
  static let day = 1_792_560_000_000

  static func record(_ number: Int, at milliseconds: Int = day) -> AuditRecord {
    AuditRecord(
      milliseconds: milliseconds + number, agent: "claude-code", event: "PreToolUse", session: "s\(number % 3)",
      version: "0.1")
  }

  static func lines(_ folder: String) throws -> [String] {
    try AuditReader(folder: folder).files().flatMap { name in
      String(decoding: try File.read("\(folder)/\(name)"), as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  /// Of two calls for one action the second leaves no line; a later action that looks the same does.
  @Test func twinsLeaveOneLine() throws {
    struct Row {
      var id: String
      var since: Int?
      var isExpected: Bool
      var lines: Int
    }
    let rows = [
      Row(id: "a", since: -5, isExpected: true, lines: 1),
      Row(id: "a", since: 0, isExpected: true, lines: 1),
      Row(id: "a", since: 1, isExpected: true, lines: 2),
      Row(id: "a", since: nil, isExpected: true, lines: 1),
      Row(id: "a", since: -5, isExpected: false, lines: 2),
      Row(id: "b", since: -5, isExpected: true, lines: 2),
    ]
    for row in rows {
      let scratch = try StoreScratch()
      let log = AuditLog(folder: "\(scratch.path)/audit")
      var first = Self.record(0)
      first.id = "a"
      try log.append(first)
      var second = Self.record(9)
      second.id = row.id
      let isExpected = row.isExpected
      second.twin = (row.since.map { Self.day + $0 }, { isExpected })
      try log.append(second)
      #expect(try Self.lines(log.folder).count == row.lines, "\(row)")
    }
  }

  @Test func aRecordHasItsFieldsInOrder() throws {
    let scratch = try StoreScratch()
    let log = AuditLog(folder: "\(scratch.path)/audit")
    var event = Event(agent: "codex", kind: .preToolUse, name: "x", payload: .null)
    event.session = "s"
    event.cwd = "/w"
    event.tool = ToolCall(name: "Bash", action: .harmless, input: .null)
    let command = ResolvedCommand(program: "rm", arguments: [Argument("-rf"), Argument("a b")], directory: "/w")
    let record = AuditRecord(
      of: event,
      effects: [
        Effect(.run(command), origin: .init(text: "rm")),
        Effect(
          .delete(Target(path: "/w/a b"), recursive: true), certainty: .possible,
          origin: .init(text: "rm", through: ["sh -c"])),
        Effect(
          .write(Target(unknown: "the value of $X", spelling: "$X"), .replace, content: "secret"),
          origin: .init(text: "x")),
      ],
      verdict: .deny,
      rulings: [
        Ruling(policy: "commands", rule: "core.rm", verdict: .deny, reason: Reason(what: "w", why: "y", fix: "f")),
        Ruling(policy: "commands", rule: "o", verdict: .ask, isObserved: true),
      ], durationMicroseconds: 321, version: "0.1")
    try log.append(record)
    let line = try #require(try Self.lines(log.folder).first)
    let value = try JSONParser.parse(Array(line.utf8))
    #expect(
      value.members?.map(\.name) == [
        "v", "time", "id", "agent", "event", "session", "transcript_path", "cwd", "tool", "effects", "verdict",
        "rulings",
        "context", "duration_us", "taffrail", "prev", "hash",
      ])
    #expect(
      value["effects"] == [
        ["effect": "run", "command": "rm -rf 'a b'", "cwd": "/w"],
        ["effect": "delete", "path": "/w/a b", "recursive": true, "certainty": "possible", "through": "sh -c"],
        ["effect": "write", "path": .null, "spelling": "$X", "unknown": "the value of $X", "kind": "replace"],
      ])
    #expect(
      value["rulings"] == [
        ["policy": "commands", "rule": "core.rm", "verdict": "deny", "reason": "w: y"],
        ["policy": "commands", "rule": "o", "verdict": "ask", "observed": true],
      ])
    #expect(value["prev"]?.string == AuditTail.genesis)
    #expect(try File.status(of: "\(log.folder)/\(Clock.date(record.milliseconds)).jsonl").mode == 0o600)
  }

  @Test func recordsAreBoundedAndClean() throws {
    let scratch = try StoreScratch()
    let log = AuditLog(folder: "\(scratch.path)/audit")
    var record = Self.record(0)
    record.cwd = "/\(String(repeating: "é", count: 100_000))"
    record.effects = (0..<1000).map { _ in
      Effect(.prompt("password=hunter2 " + String(repeating: "x", count: 9000)), origin: .init(text: ""))
    }
    try log.append(record)
    try log.append(Self.record(1))
    let line = try #require(try Self.lines(log.folder).first)
    #expect(line.utf8.count < 300_000)
    #expect(!line.contains("hunter2"))
    let value = try JSONParser.parse(Array(line.utf8))
    #expect(value["effects"]?.array?.count == 50)
    #expect(value["effects_total"]?.integer == 1000)
    #expect(value["cwd"]?.string?.utf8.count ?? 0 < 4200)
    #expect(try AuditReader(folder: log.folder).verify().isIntact)
  }

  @Test func processesSideBySideLoseNothing() async throws {
    let scratch = try StoreScratch()
    let folder = "\(scratch.path)/audit"
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          // flock is held by the open file, and each append opens its own: tasks stand for processes.
          let log = AuditLog(folder: folder)
          for number in 0..<200 { try? log.append(Self.record(worker * 200 + number)) }
        }
      }
    }
    let result = try AuditReader(folder: folder).verify()
    #expect(result.isIntact, "\(result.problems.prefix(3))")
    #expect(result.records == 1600)
    #expect(result.notes.isEmpty)
  }

  // MARK: Mending

  @Test(arguments: [1, 10, 200]) func anUnfinishedLineIsCutOffAndSaidSo(kept: Int) throws {
    let scratch = try StoreScratch()
    let log = AuditLog(folder: "\(scratch.path)/audit")
    for number in 0..<3 { try log.append(Self.record(number)) }
    let path = "\(log.folder)/\(Clock.date(Self.day)).jsonl"
    let whole = try File.read(path)
    try File.append(path, Array(whole.prefix(kept)))
    #expect(try AuditReader(folder: log.folder).verify().problems.map(\.line) == [4])
    try log.append(Self.record(3))
    let value = try JSONParser.parse(Array(try #require(try Self.lines(log.folder).last).utf8))
    #expect(value["recovered"]?.integer == kept)
    let result = try AuditReader(folder: log.folder).verify()
    #expect(result.isIntact)
    #expect(result.records == 4)
    #expect(result.notes.count == 1)
  }

  @Test func anUnfinishedFirstLine() throws {
    let scratch = try StoreScratch()
    let log = AuditLog(folder: "\(scratch.path)/audit")
    try File.makeFolder(log.folder)
    try File.create("\(log.folder)/\(Clock.date(Self.day)).jsonl", with: Array("{\"v\":1,".utf8))
    try log.append(Self.record(0))
    #expect(try AuditReader(folder: log.folder).verify().isIntact)
  }

  @Test func aMissingNewlineCostsNoRecord() throws {
    let scratch = try StoreScratch()
    let log = AuditLog(folder: "\(scratch.path)/audit")
    for number in 0..<2 { try log.append(Self.record(number)) }
    let path = "\(log.folder)/\(Clock.date(Self.day)).jsonl"
    try File.replace(path, with: try File.read(path).dropLast())
    #expect(try AuditReader(folder: log.folder).verify().isIntact)
    try log.append(Self.record(2))
    let result = try AuditReader(folder: log.folder).verify()
    #expect(result.isIntact)
    #expect(result.records == 3)
  }

  @Test func rubbishAtTheEndIsFoundAndGoneOnFrom() throws {
    let scratch = try StoreScratch()
    let log = AuditLog(folder: "\(scratch.path)/audit")
    try log.append(Self.record(0))
    let path = "\(log.folder)/\(Clock.date(Self.day)).jsonl"
    try File.append(path, Array((String(repeating: "z", count: 30_000) + "\n").utf8))
    try log.append(Self.record(1))
    try log.append(Self.record(2))
    #expect(try AuditReader(folder: log.folder).verify().problems.map(\.line) == [2])
  }

  /// Whichever call fails: the file's lines stay whole, and the next record says how many are missing.
  @Test(arguments: [false, true]) func noCallThatFailsLeavesHalfALine(persists: Bool) throws {
    var call = 1
    while true {
      let scratch = try StoreScratch()
      let store = try StateStore(root: scratch.path, isConfigured: true)
      let log = AuditLog(folder: store.auditFolder, store: store)
      if call % 2 == 0 { try log.append(Self.record(0)) }
      let outcome = Faults.inject(Faults.Plan(call: call, code: 28, persists: persists)) { () throws(AuditFailure) in
        try log.append(Self.record(1), survivesPowerLoss: true)
      }
      try log.append(Self.record(2))
      let result = try AuditReader(folder: log.folder).verify()
      #expect(result.isIntact, "call \(call): \(result.problems)")
      #expect(result.records >= (call % 2 == 0 ? 2 : 1))
      if case .failure = outcome.result, !persists, result.records == (call % 2 == 0 ? 2 : 1) {
        #expect(result.notes.map(\.message) == ["1 records before it could not be written"], "call \(call)")
      }
      if outcome.calls < call { break }
      call += 1
    }
    #expect(call > 8)
  }

  @Test func aFullDiskLeavesTheFileAsItWas() throws {
    let scratch = try StoreScratch()
    let mount = "\(scratch.path)/small"
    try File.makeFolder(mount)
    let mounted = ChildProcess.run(
      ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount], directory: "/", timeoutSeconds: 10)
    // Only root may mount; elsewhere the injected ENOSPC above stands for the full disk.
    guard mounted.ending == .exited(0) else { return }
    defer { _ = ChildProcess.run(["umount", mount], directory: "/", timeoutSeconds: 10) }
    let log = AuditLog(folder: "\(mount)/audit")
    var failures = 0
    for number in 0..<400 { do { try log.append(Self.record(number)) } catch { failures += 1 } }
    #expect(failures > 0)
    let result = try AuditReader(folder: log.folder).verify()
    #expect(result.isIntact, "\(result.problems.prefix(2))")
    #expect(result.records == 400 - failures)
  }

  // MARK: Places

  @Test func aFolderThatIsALinkIsNotWrittenTo() throws {
    let scratch = try StoreScratch()
    try File.makeFolder("\(scratch.path)/elsewhere")
    try File.makeSymlink("\(scratch.path)/audit", to: "elsewhere")
    #expect(throws: AuditFailure.self) { try AuditLog(folder: "\(scratch.path)/audit").append(Self.record(0)) }
    try File.makeFolder("\(scratch.path)/real")
    try File.makeSymlink("\(scratch.path)/real/\(Clock.date(Self.day)).jsonl", to: "../elsewhere/x")
    #expect(throws: AuditFailure.self) { try AuditLog(folder: "\(scratch.path)/real").append(Self.record(0)) }
    #expect(try File.names(in: "\(scratch.path)/elsewhere") == [])
  }

  @Test func aFolderThatMayNotBeWrittenToIsAFailure() throws {
    let scratch = try StoreScratch()
    try File.setMode(of: scratch.path, to: 0o500)
    // Root may write anywhere; there a file in the folder's place does the same.
    let folder = Surroundings.userNumber == 0 ? "/dev/null/audit" : "\(scratch.path)/audit"
    do throws(AuditFailure) {
      try AuditLog(folder: folder).append(Self.record(0))
      Issue.record("a record was written")
    } catch { #expect(error.failure.stage == "audit") }
  }

  @Test func oldFilesGoWhenADayBegins() throws {
    let scratch = try StoreScratch()
    let log = AuditLog(folder: "\(scratch.path)/audit", keptDays: 2)
    for day in 0..<5 { try log.append(Self.record(0, at: Self.day + day * 86_400_000)) }
    #expect(
      try AuditReader(folder: log.folder).files().map { String($0.prefix(10)) }
        == [2, 3, 4].map { Clock.date(Self.day + $0 * 86_400_000) })
    #expect(try AuditReader(folder: log.folder).verify().isIntact)
  }
}
