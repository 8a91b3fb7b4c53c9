import HookModel
import TestSupport
import Testing

@testable import Policies

/// What the gates of a policy do after edits and at Stop.
@Suite("quality-gate and completion-gate") struct GateTests {
  static func policy(mode: String, required: Bool = true, maxBlocks: Int = 3) -> String {
    """
    [[quality-gate]]
    name = "unit"
    when = ["src/**/*.py", "*.json"]
    run = ["check"]
    timeout = "60s"
    mode = "\(mode)"

    \(required ? "[completion-gate]\nrequire = [\"unit\"]\nmax-blocks = \(maxBlocks)" : "")
    """
  }

  func rulings(
    _ kind: EventKind, _ policy: String, writes: [String] = [], session: SessionState = SessionState(),
    last: GateResult? = nil, ending: ProgramResult.Ending = .exited(0), output: String = "",
    capabilities: Event.Capabilities = [.deny, .feedback]
  ) throws -> [Ruling] {
    var facts = FakeFacts(files: ["/repo/src/a.py": ""])
    facts.session = session
    if let last { facts.gateResults["unit"] = last }
    facts.runs = { _ in ProgramResult(ending: ending, standardOutput: output, durationSeconds: 1) }
    facts.digest = { _ in "tree-now" }
    var subject = event(kind, capabilities: capabilities)
    if kind == .subagentStop { subject.subagent = Event.Subagent(id: "a1", type: "general-purpose") }
    let effects = writes.map { effect(.write(Target(path: $0), .replace, content: nil)) }
    let context = PolicyContext(event: subject, effects: effects, files: try policyFiles(policy), facts: facts)
    return kind == .stop || kind == .subagentStop || kind == .userPromptSubmit
      ? CompletionGate.evaluate(context) : QualityGate.evaluate(context)
  }

  static func dirty(_ paths: [String] = ["src/a.py"], blocks: Int = 0) -> SessionState {
    var session = SessionState()
    session.dirtyGates["unit"] = paths
    session.stopBlocks = blocks
    return session
  }

  // MARK: - After an edit

  static let watched: [(path: String, isWatched: Bool)] = [
    ("/repo/src/a.py", true), ("/repo/src/deep/b.py", true), ("/repo/src/../src/a.py", true),
    ("/repo/data/x.json", true),
    ("/repo/README.md", false), ("/repo/lib/a.py", false), ("/elsewhere/src/a.py", false),
  ]

  @Test(arguments: watched) func anEditOfAWatchedPathMarksTheGate(_ row: (path: String, isWatched: Bool)) throws {
    let changes = try rulings(.postToolUse, Self.policy(mode: "on-stop"), writes: [row.path]).flatMap(\.changes)
    #expect(changes.isEmpty != row.isWatched)
  }

  @Test func onStopRunsNothingAfterAnEdit() throws {
    let found = try rulings(.postToolUse, Self.policy(mode: "on-stop"), writes: ["/repo/src/a.py"], ending: .exited(1))
    #expect(found.strictest() == .allow)
    #expect(found.flatMap(\.changes) == [.gateDirtied(gate: "unit", path: "src/a.py")])
  }

  @Test func blockingTellsOfAFailureWithTheEndOfTheOutput() throws {
    let found = try rulings(
      .postToolUse, Self.policy(mode: "blocking"), writes: ["/repo/src/a.py"], ending: .exited(1),
      output: "1 failed\n\n")
    let reason = try #require(found.first { $0.verdict == .deny }?.reason)
    #expect(reason.what == "the gate \"unit\" failed with exit code 1 after src/a.py was written")
    #expect(reason.why == "check says:\n1 failed")
  }

  @Test func blockingIsSilentWhenItPasses() throws {
    let found = try rulings(.postToolUse, Self.policy(mode: "blocking"), writes: ["/repo/src/a.py"])
    #expect(found.strictest() == .allow)
    #expect(found.compactMap(\.context).isEmpty)
    #expect(found.flatMap(\.changes).contains(.gateSettled(gate: "unit")))
  }

  @Test func anUntrustedGateSaysSoAndBlocksNothing() throws {
    let found = try rulings(
      .postToolUse, Self.policy(mode: "blocking"), writes: ["/repo/src/a.py"], ending: .notTrusted)
    #expect(found.strictest() == .allow)
    #expect(found.compactMap(\.context).first?.contains("taffrail trust") ?? false)
  }

  @Test func beforeACallOnlyWhereNoEventWillFollow() throws {
    let policy = Self.policy(mode: "blocking")
    #expect(try rulings(.preToolUse, policy, writes: ["/repo/src/a.py"]).isEmpty)
    let last = try rulings(.preToolUse, policy, writes: ["/repo/src/a.py"], capabilities: [.deny, .lastWord])
    #expect(last.flatMap(\.changes) == [.gateDirtied(gate: "unit", path: "src/a.py")])
  }

  // MARK: - At Stop

  @Test func aSessionThatTouchedNothingIsNeverHeld() throws {
    let failed = GateResult(gate: "unit", passed: false, exitCode: 1, tree: "tree-now")
    #expect(try rulings(.stop, Self.policy(mode: "on-stop"), last: failed, ending: .exited(1)).isEmpty)
  }

  @Test func aDirtyGateIsRunAndAFailureHoldsTheAgent() throws {
    let found = try rulings(
      .stop, Self.policy(mode: "on-stop"), session: Self.dirty(), ending: .exited(1), output: "boom")
    #expect(found.strictest() == .deny)
    #expect(found.flatMap(\.changes).contains(.stopBlocked))
    #expect(found.first?.reason?.what == "not finished: the gate \"unit\" failed with exit code 1")
  }

  @Test func aPassOnThisVeryTreeIsNotRunAgain() throws {
    let passed = GateResult(gate: "unit", passed: true, exitCode: 0, tree: "tree-now")
    let found = try rulings(
      .stop, Self.policy(mode: "blocking"), session: Self.dirty(), last: passed, ending: .exited(1))
    #expect(found.strictest() == .allow)
    #expect(found.flatMap(\.changes) == [.gateSettled(gate: "unit")])
  }

  @Test func aStalePassIsRunAgainEvenWhenNoEditWasSeen() throws {
    let stale = GateResult(gate: "unit", passed: true, exitCode: 0, tree: "tree-before")
    let found = try rulings(
      .stop, Self.policy(mode: "blocking"), session: Self.dirty([]), last: stale, ending: .exited(1))
    #expect(found.strictest() == .deny)
  }

  @Test func anAgentIsLetGoAfterTheLimitAndTheWorkIsCalledUnverified() throws {
    let found = try rulings(
      .stop, Self.policy(mode: "on-stop", maxBlocks: 3), session: Self.dirty(blocks: 3), ending: .exited(1))
    #expect(found.strictest() == .allow)
    #expect(found.compactMap(\.context).first?.contains("NOT verified") ?? false)
    // The count stays: what was let go is not held up anew.
    #expect(!found.flatMap(\.changes).contains(.stopReleased))
  }

  static let notRun: [ProgramResult.Ending] = [.notStarted("no such file"), .notTrusted]

  @Test(arguments: notRun) func aGateThatCannotRunHoldsNobody(_ ending: ProgramResult.Ending) throws {
    let found = try rulings(.stop, Self.policy(mode: "on-stop"), session: Self.dirty(), ending: ending)
    #expect(found.strictest() == .allow)
    #expect(found.compactMap(\.context).count == 1)
  }

  @Test func aGateThatIsNotRequiredIsToldOnce() throws {
    let policy = Self.policy(mode: "on-stop", required: false)
    let found = try rulings(.stop, policy, session: Self.dirty(), ending: .exited(1))
    #expect(found.strictest() == .deny)
    #expect(found.flatMap(\.changes).contains(.gateSettled(gate: "unit")))
    #expect(try rulings(.stop, policy, session: Self.dirty([]), ending: .exited(1)).isEmpty)
  }

  @Test func aTimeLimitCountsAsAFailure() throws {
    let found = try rulings(.stop, Self.policy(mode: "on-stop"), session: Self.dirty(), ending: .timedOut)
    #expect(found.first?.reason?.what == "not finished: the gate \"unit\" did not end within 60 s")
  }

  @Test func aNewPromptEndsTheRunOfRefusals() throws {
    let found = try rulings(.userPromptSubmit, Self.policy(mode: "on-stop"), session: Self.dirty(blocks: 2))
    #expect(found.flatMap(\.changes) == [.stopReleased])
  }

  @Test func subagentsAreHeldToRequiredGates() throws {
    #expect(
      try rulings(.subagentStop, Self.policy(mode: "on-stop"), session: Self.dirty(), ending: .exited(1)).strictest()
        == .deny)
  }
}
