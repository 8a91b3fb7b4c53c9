public import HookModel
internal import Patterns
internal import PolicyFile

/// Runs a formatter, linter or test suite on what was just edited, or notes that it has to be run.
public enum QualityGate: Policy {
  /// What `taffrail explain` and the reference page say about it.
  public static let documentation = PolicyDocumentation(
    id: "quality-gate",
    summary: "Runs a project's checks when a path that they watch was written, and tells the agent what failed.",
    why: "A mistake that is seen one edit later is mended one edit later.",
    options: [
      ("name", "the gate's name"),
      ("when", "patterns of the paths that it watches"),
      ("run", "the program and its arguments, run at the project's root after `taffrail trust`"),
      ("timeout", "60s by default, 540s at the most; then the whole process group is killed"),
      (
        "mode",
        "on-stop (the default): marked by an edit, run once at Stop; blocking: run after each edit; background: as on-stop, "
          + "for now"
      ),
    ],
    example: """
      [[quality-gate]]
      name = "unit"
      when = ["src/**/*.py", "tests/**/*.py"]
      run = ["python3", "-m", "unittest", "discover", "-s", "tests"]
      mode = "blocking"
      """)

  /// Before and after a tool that may write.
  public static var events: EventKinds {
    EventKinds(.preToolUse).union(EventKinds(.postToolUse)).union(EventKinds(.postToolUseFailure))
  }

  /// How many of the paths that made a gate dirty are remembered.
  static let rememberedPaths = 5

  /// Marks the gates that watch a written path, and runs those that block at once.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    let isBefore = context.event.kind == .preToolUse
    if isBefore, !context.event.capabilities.contains(.lastWord) { return [] }
    var rulings: [Ruling] = []
    var deadline = GateRun.budget
    for file in context.files where !file.gates.isEmpty {
      let written = writtenPaths(context, below: file.folder)
      guard !written.isEmpty else { continue }
      for gate in file.gates where Filters.pass(gate.filter, context) {
        guard let path = written.first(where: { gate.when.covers($0.relative) }) else { continue }
        rulings.append(
          Ruling(
            policy: "quality-gate", rule: "quality-gate.\(gate.name)",
            changes: [.gateDirtied(gate: gate.name, path: path.relative)]))
        guard gate.mode == .blocking, !isBefore else { continue }
        let result = GateRun.run(gate, of: file, editedFile: path.relative, remaining: &deadline, context)
        rulings.append(ruling(for: gate, result))
      }
    }
    return rulings
  }

  private static func ruling(for gate: Gate, _ result: GateResult) -> Ruling {
    var changes: [StateChange] = [.gateRan(result)]
    if result.passed { changes.append(.gateSettled(gate: gate.name)) }
    guard !result.passed else {
      return Ruling(policy: "quality-gate", rule: "quality-gate.\(gate.name)", changes: changes)
    }
    if let problem = result.problem {
      return Ruling(
        policy: "quality-gate", rule: "quality-gate.\(gate.name)",
        context: "taffrail: the gate \"\(gate.name)\" was not run: \(problem)", changes: changes)
    }
    return Ruling(
      policy: "quality-gate", rule: "quality-gate.\(gate.name)", verdict: .deny,
      reason: GateRun.reason(for: gate, result, isStop: false), changes: changes)
  }

  /// The paths that the event's effects write or delete below a folder, relative to it.
  static func writtenPaths(_ context: PolicyContext, below folder: String) -> [(relative: String, path: String)] {
    var found: [(relative: String, path: String)] = []
    for effect in context.effects {
      let path: String?
      switch effect.action {
      case .write(let target, let kind, _) where kind != .folder: path = target.path
      case .delete(let target, _): path = target.path
      default: path = nil
      }
      guard let path else { continue }
      let real = context.facts.resolve(path)
      for candidate in [real, HookModel.Paths.clean(path)] {
        if let relative = HookModel.Paths.relative(candidate, to: folder), !relative.isEmpty {
          found.append((relative, real))
          break
        }
      }
    }
    return found
  }
}

/// One run of a gate, wherever it is run.
enum GateRun {
  /// What all gates of one call may take together, in seconds (design.md 4).
  static let budget = 540.0
  /// How much of each stream is recorded, in characters (design.md 5).
  static let tailLength = 4_000
  /// How much of the output the agent is shown, in characters.
  static let shownLength = 3_000

  static func run(
    _ gate: Gate, of file: PolicyFile, editedFile: String?, remaining: inout Double, _ context: PolicyContext
  ) -> GateResult {
    let facts = context.facts
    let tree = facts.treeDigest(matching: gate.when.patterns.map(\.value))
    let limit = min(gate.timeoutSeconds, max(1, remaining))
    // Agents that find two hooks of ours call both at once: what one of them finds out, the other need not run again.
    if let found = facts.enterGate(gate.name, seconds: limit), found.tree == tree { return found }
    let result = facts.run(
      Program(
        words: gate.run, directory: file.folder, timeoutSeconds: limit, keptBytes: tailLength * 4,
        needsTrust: file.layer != .user && file.layer != .machine))
    remaining -= result.durationSeconds
    var outcome = GateResult(
      gate: gate.name, passed: false, exitCode: 0, editedFile: editedFile, durationSeconds: result.durationSeconds,
      standardOutputTail: tail(result.standardOutput), standardErrorTail: tail(result.standardError),
      session: context.event.session, tree: tree)
    switch result.ending {
    case .exited(let code):
      outcome.exitCode = code
      outcome.passed = code == 0
    case .signalled(let signal): outcome.exitCode = 128 + signal
    case .timedOut: outcome.exitCode = 124
    case .notStarted(let problem):
      outcome.exitCode = 127
      outcome.problem = "\(gate.run.first ?? "") could not be started: \(problem) (\(gate.location.short))"
    case .notTrusted:
      outcome.exitCode = 127
      outcome.problem = "nobody has trusted this project's programs yet; a person can, with: taffrail trust"
    }
    return outcome
  }

  /// What the agent is told of a failure.
  static func reason(for gate: Gate, _ result: GateResult, isStop: Bool) -> Reason {
    let how =
      switch result.exitCode {
      case 124: "did not end within \(Int(gate.timeoutSeconds)) s"
      case 128...: "was ended by signal \(result.exitCode - 128)"
      default: "failed with exit code \(result.exitCode)"
      }
    let command = gate.run.joined(separator: " ")
    var output = result.standardOutputTail
    if !result.standardErrorTail.isEmpty { output += (output.isEmpty ? "" : "\n") + result.standardErrorTail }
    let shown = usefulTail(output)
    let cause = result.editedFile.map { " after \($0) was written" } ?? ""
    return Reason(
      what: isStop ? "not finished: the gate \"\(gate.name)\" \(how)" : "the gate \"\(gate.name)\" \(how)\(cause)",
      why: "\(command) says:\n\(shown.isEmpty ? "(nothing)" : shown)",
      fix: isStop
        ? "mend what it names, then finish; taffrail runs it again" : "mend what it names before going on")
  }

  static func tail(_ text: String) -> String { String(text.suffix(tailLength)) }

  /// The end of the output without blank lines at its edges; a cut one begins at a line.
  static func usefulTail(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines = lines.dropLast() }
    var length = 0
    var start = lines.endIndex
    while start > lines.startIndex {
      length += lines[lines.index(before: start)].utf8.count + 1
      if length > shownLength { break }
      start = lines.index(before: start)
    }
    if start == lines.endIndex { return lines.last.map { String($0.suffix(shownLength)) } ?? "" }
    return lines[start...].joined(separator: "\n")
  }
}
