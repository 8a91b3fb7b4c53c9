import HookModel
import OS
import Testing

@testable import Engine

@Suite struct StateStoreTests {
  static let hostile: [String] = [
    "", ".", "..", "../../x", "/etc/passwd", "a/b", "a\0b", ".hidden", "é", "a b",
    String(repeating: "x", count: 10_000),
    "con\u{1B}[31m", "-rf",
  ]

  @Test(arguments: hostile) func idsNeverLeaveTheFolder(_ id: String) throws {
    let scratch = try StoreScratch()
    let store = try StateStore(root: scratch.path, isConfigured: true)
    try store.updateSession(id) { $0.stopBlocks = 7 }
    #expect(try store.loadSession(id).stopBlocks == 7)
    #expect(try store.loadSession(id + "x").stopBlocks == 0)
    #expect(try File.names(in: scratch.path) == [".hook-state"])
    #expect(try File.names(in: store.folder) == [".gitignore", "lock", "sessions"])
    #expect(try store.sessions().count == 1)
    try store.endSession(id)
    #expect(try store.sessions() == [])
  }

  @Test func namesOfFiles() {
    #expect(StateStore.safeName("3f0c1b0e-5b1e") == "3f0c1b0e-5b1e")
    #expect(StateStore.safeName("../x").hasPrefix("sha256-"))
    #expect(StateStore.safeName(String(repeating: "a", count: 80)).utf8.count == 80)
    #expect(StateStore.safeName(String(repeating: "a", count: 81)).utf8.count == 39)
  }

  @Test func nothingIsMadeBeforeTheFirstWrite() throws {
    let scratch = try StoreScratch()
    let store = try StateStore(root: scratch.path, isConfigured: true)
    #expect(try store.loadSession("a") == SessionState())
    #expect(try store.gateResult("unit") == nil)
    #expect(try store.sessions() == [])
    try store.apply([], session: "a")
    try store.endSession("a")
    try store.reset()
    #expect(try File.names(in: scratch.path) == [])
    try store.updateSession("a") { _ in }
    #expect(try File.status(of: store.folder).mode == 0o700)
    #expect(try File.read("\(store.folder)/.gitignore") == Array("*\n".utf8))
  }

  @Test func everythingOfASessionComesBack() throws {
    let scratch = try StoreScratch()
    let store = try StateStore(root: scratch.path, isConfigured: true)
    var state = SessionState()
    state.root = "/a\n\u{0}b"
    state.tags = ["production"]
    state.dirtyGates = ["unit": ["a.py", "b.py"], "lint": []]
    state.stopBlocks = 2
    state.contextsGiven = ["c"]
    state.noticesGiven = ["n"]
    state.touched = ["t"]
    state.created = ["é"]
    state.refusals = ["core.x": 3]
    try store.updateSession("s") { $0 = state }
    #expect(try store.loadSession("s") == state)
  }

  @Test func changes() throws {
    let scratch = try StoreScratch()
    let store = try StateStore(root: scratch.path, isConfigured: true)
    let result = GateResult(
      gate: "unit", passed: false, exitCode: 1, editedFile: "src/a.py", durationSeconds: 1.23456,
      standardOutputTail: String(repeating: "é", count: 5000), standardErrorTail: "err", session: "s",
      finishedAt: "2026-11-21T05:18:00.000Z", tree: "abc")
    try store.apply(
      [
        .gateDirtied(gate: "unit", path: "a"), .gateDirtied(gate: "unit", path: "a"),
        .gateDirtied(gate: "lint", path: "b"),
        .gateRan(result), .gateSettled(gate: "lint"), .stopBlocked, .stopBlocked, .contextGiven("c"),
        .contextGiven("c"),
        .tagged(["x"]), .touched("t"), .created("n"),
      ], session: "s")
    var state = try store.loadSession("s")
    #expect(state.dirtyGates == ["lint": [], "unit": ["a"]])
    #expect(state.stopBlocks == 2)
    #expect(state.contextsGiven == ["c"])
    #expect(state.tags == ["x"])
    #expect(state.touched == ["t"])
    #expect(state.created == ["n"])
    try store.apply([.stopReleased] + (0..<1000).map { .touched("\($0)") }, session: "s")
    state = try store.loadSession("s")
    #expect(state.stopBlocks == 0)
    #expect(state.touched.count == SessionState.pathLimit)
    #expect(state.touched.last == "999")

    let read = try #require(try store.gateResult("unit"))
    #expect(read.standardOutputTail.count == 4000)
    #expect(read.durationSeconds == 1.235)
    #expect(try store.lastGateResult() == read)
    #expect(try store.gateResults() == [read])
    let text = String(decoding: try File.read("\(store.folder)/last_quality_gate.json"), as: UTF8.self)
    #expect(text.hasPrefix(#"{"status":"failed","exit_code":1,"edited_file":"src/a.py","duration_seconds":1.235,"#))
    #expect(text.hasSuffix("\"tree\":\"abc\"}\n"))
  }

  @Test(arguments: ["", "{", "[]", #"{"stop_blocks":"x"}"#, "\u{0}", #"{"tags":[1]}"#])
  func whatCannotBeReadIsNeverAnEmptyState(_ content: String) throws {
    let scratch = try StoreScratch()
    let store = try StateStore(root: scratch.path, isConfigured: true)
    try store.updateSession("s") { $0.stopBlocks = 1 }
    try File.replace("\(store.folder)/sessions/s.json", with: Array(content.utf8))
    #expect(throws: StateError.self) { try store.loadSession("s") }
    #expect(throws: StateError.self) { try store.updateSession("s") { $0.stopBlocks = 2 } }
    #expect(try File.read("\(store.folder)/sessions/s.json") == Array(content.utf8))
    try store.reset()
    #expect(try store.loadSession("s") == SessionState())
  }

  @Test(arguments: [".hook-state", ".hook-state/sessions", ".hook-state/gates"])
  func aFolderThatIsALinkIsNotWrittenTo(_ link: String) throws {
    let scratch = try StoreScratch()
    try File.makeFolder("\(scratch.path)/elsewhere")
    if link != ".hook-state" { try File.makeFolder("\(scratch.path)/.hook-state") }
    try File.makeSymlink("\(scratch.path)/\(link)", to: "\(scratch.path)/elsewhere")
    let store = try StateStore(root: scratch.path, isConfigured: true)
    let ran = GateResult(gate: "g", passed: true, exitCode: 0)
    #expect(throws: StateError.self) { try store.apply([.stopBlocked, .gateRan(ran)], session: "s") }
    #expect(try File.names(in: "\(scratch.path)/elsewhere") == [])
  }

  @Test func aFileInTheFoldersPlaceIsAFailure() throws {
    let scratch = try StoreScratch()
    try File.create("\(scratch.path)/.hook-state", with: [])
    let store = try StateStore(root: scratch.path, isConfigured: true)
    #expect(throws: StateError.self) { try store.updateSession("s") { $0.stopBlocks = 1 } }
  }

  @Test func oldSessionsAndLeftoversAreSweptUp() throws {
    let scratch = try StoreScratch()
    let store = try StateStore(root: scratch.path, isConfigured: true)
    for id in ["a", "b"] { try store.updateSession(id) { $0.stopBlocks = 1 } }
    let leftover = "\(store.folder)/sessions/\(File.temporaryPrefix)1-0.tmp"
    try File.create(leftover, with: [1])
    try store.endSession("a")
    #expect(try store.sessions() == ["b"])
    #expect(File.kind(of: leftover) == .file)
    try store.endSession("a", now: Clock.milliseconds() + 2 * 3_600_000)
    #expect(File.kind(of: leftover) == nil)
    try store.endSession("a", now: Clock.milliseconds() + 31 * 86_400_000)
    #expect(try store.sessions() == [])
  }

  @Test func processesSideBySideLoseNothing() async throws {
    let scratch = try StoreScratch()
    let root = scratch.path
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          // Each store opens its own lock file, as a process of its own would.
          guard let store = try? StateStore(root: root, isConfigured: true) else { return }
          for _ in 0..<25 { _ = try? store.updateSession("s") { $0.stopBlocks += 1 } }
        }
      }
    }
    let store = try StateStore(root: root, isConfigured: true)
    #expect(try store.loadSession("s").stopBlocks == 200)
  }

  @Test(arguments: [false, true]) func noCallThatFailsLeavesABrokenState(persists: Bool) throws {
    var call = 1
    while true {
      let scratch = try StoreScratch()
      let store = try StateStore(root: scratch.path, isConfigured: true)
      if call % 2 == 0 { try store.updateSession("s") { $0.stopBlocks = 1 } }
      let outcome = Faults.inject(Faults.Plan(call: call, code: 28, persists: persists)) { () throws(StateError) in
        try store.apply([.stopBlocked, .gateRan(GateResult(gate: "g", passed: true, exitCode: 0))], session: "s")
      }
      let old = call % 2 == 0 ? 1 : 0
      #expect([old, old + 1].contains(try store.loadSession("s").stopBlocks))
      _ = try store.gateResult("g")
      try store.apply([.stopBlocked], session: "s")
      if outcome.calls < call { break }
      call += 1
    }
    #expect(call > 20)
  }
}

/// A folder for one test.
struct StoreScratch: ~Copyable {
  let path: String

  init() throws {
    let base = try Path.resolve(Surroundings.variable("TMPDIR") ?? "/tmp")
    let path = "\(base)/taffrail-store-\(Surroundings.processNumber)-\(UInt64.random(in: 0 ... .max))"
    try File.makeFolder(path)
    self.path = path
  }

  deinit { StoreScratch.delete(path) }

  static func delete(_ path: String) {
    guard let kind = File.kind(of: path) else { return }
    if kind == .folder {
      try? File.setMode(of: path, to: 0o700)
      for name in (try? File.names(in: path)) ?? [] { delete("\(path)/\(name)") }
      try? File.deleteFolder(path)
    } else {
      try? File.delete(path)
    }
  }
}
