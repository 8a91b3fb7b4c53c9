public import HookModel
internal import PolicyFile

/// At Stop: have the required checks passed since the last edit? It runs those that have to be, refuses completion while
/// one fails, and lets go after a few times in a row.
public enum CompletionGate: Policy {
  /// What `taffrail explain` and the reference page say about it.
  public static let documentation = PolicyDocumentation(
    id: "completion-gate",
    summary: "Refuses to let the agent finish while a required gate fails on what this session changed.",
    why: "\"Done\" is a claim; a green gate on the present tree is a fact.",
    options: [
      ("require", "the gates that must have passed on the tree as it is"),
      ("max-blocks", "how many times in a row completion is refused at the most; 3 by default"),
      ("subagents", "whether sub-agents are held to it, too; true by default"),
    ],
    example: """
      [completion-gate]
      require = ["unit"]
      """)

  /// The ends of a turn, and the prompt that begins the next one.
  public static var events: EventKinds {
    EventKinds(.stop).union(EventKinds(.subagentStop)).union(EventKinds(.userPromptSubmit))
  }

  /// Sends the agent back while a required gate has not passed since the last edit, a bounded number of times.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    let session = context.facts.session
    if context.event.kind == .userPromptSubmit {
      // A new prompt is a new start: what was refused before it is no run of refusals any more.
      return session.stopBlocks > 0 ? [Ruling(policy: "completion-gate", changes: [.stopReleased])] : []
    }
    guard !session.dirtyGates.isEmpty else { return [] }
    if context.event.kind == .subagentStop, context.event.subagent?.type.isEmpty ?? true {
      // Claude Code's own summariser ends so during /compact; an answer there changes nothing.
      return []
    }
    var rulings: [Ruling] = []
    var remaining = GateRun.budget
    var isBlocked = false
    for file in context.files where !file.gates.isEmpty {
      for gate in file.gates where Filters.pass(gate.filter, context) {
        guard let dirtyPaths = session.dirtyGates[gate.name] else { continue }
        let requirement = requirement(for: gate, context)
        guard requirement != .none, !dirtyPaths.isEmpty || requirement == .required else { continue }
        let ruling = judge(gate, of: file, dirtyPaths, requirement, remaining: &remaining, context)
        if ruling.verdict == .deny { isBlocked = true }
        rulings.append(ruling)
      }
    }
    if isBlocked { return withLimit(rulings, context) }
    if session.stopBlocks > 0 { rulings.append(Ruling(policy: "completion-gate", changes: [.stopReleased])) }
    return rulings
  }

  private enum Requirement {
    /// It must pass before the agent may finish.
    case required
    /// It is run at Stop when dirty, and its failure is told once.
    case told
    case none
  }

  private static func requirement(for gate: Gate, _ context: PolicyContext) -> Requirement {
    let isSubagent = context.event.kind == .subagentStop
    for file in context.files {
      guard let table = file.completionGate, !isSubagent || table.subagents else { continue }
      if table.require.contains(where: { $0.value == gate.name }) { return .required }
    }
    // A gate beside the agent is run at Stop, too, in this version.
    return gate.mode != .blocking && !isSubagent ? .told : .none
  }

  private static func judge(
    _ gate: Gate, of file: PolicyFile, _ dirtyPaths: [String], _ requirement: Requirement, remaining: inout Double,
    _ context: PolicyContext
  ) -> Ruling {
    let rule = "completion-gate.\(gate.name)"
    let tree = context.facts.treeDigest(matching: gate.when.patterns.map(\.value))
    if let last = context.facts.gateResult(gate.name), last.passed, last.tree == tree {
      return Ruling(policy: "completion-gate", rule: rule, changes: [.gateSettled(gate: gate.name)])
    }
    guard remaining >= 1 else {
      return Ruling(
        policy: "completion-gate", rule: rule,
        context: "taffrail: the gate \"\(gate.name)\" was not run: the time for all gates (540 s) is used up.")
    }
    let result = GateRun.run(gate, of: file, editedFile: dirtyPaths.first, remaining: &remaining, context)
    if result.passed {
      return Ruling(
        policy: "completion-gate", rule: rule, changes: [.gateRan(result), .gateSettled(gate: gate.name)])
    }
    if let problem = result.problem {
      // A gate that cannot run at all is no reason to keep an agent from finishing.
      return Ruling(
        policy: "completion-gate", rule: rule,
        context: "taffrail: the gate \"\(gate.name)\" was not run, so nothing vouches for this work: \(problem)",
        changes: [.gateRan(result)])
    }
    var changes: [StateChange] = [.gateRan(result)]
    if requirement == .told { changes.append(.gateSettled(gate: gate.name)) }
    return Ruling(
      policy: "completion-gate", rule: rule, verdict: .deny, reason: GateRun.reason(for: gate, result, isStop: true),
      changes: changes)
  }

  /// Lets go after `max-blocks` refusals in a row: an agent that cannot mend it must not be trapped (design.md 4).
  private static func withLimit(_ rulings: [Ruling], _ context: PolicyContext) -> [Ruling] {
    let limit = context.files.compactMap { $0.completionGate?.maxBlocks }.max() ?? 3
    let blocks = context.facts.session.stopBlocks
    guard blocks >= limit else {
      var counted = rulings
      counted.append(Ruling(policy: "completion-gate", changes: [.stopBlocked]))
      return counted
    }
    var released = rulings
    for index in released.indices where released[index].verdict == .deny {
      let what = released[index].reason?.what ?? "a gate fails"
      released[index].isObserved = true
      released[index].context =
        "taffrail: \(what); completion was refused \(blocks) times in a row and is let go now "
        + "(max-blocks = \(limit)). The work is NOT verified: tell the user."
    }
    // The count stays until a gate passes or a person prompts again: what was let go is not held up anew.
    return released
  }
}
