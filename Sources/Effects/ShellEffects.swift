public import HookModel
public import ShellSyntax

/// What a shell script would do: its tree is walked with the environment and the file system at hand.
public enum ShellEffects {
  /// The effects of a script.
  ///
  /// - Parameters:
  ///   - script: The text that the shell gets.
  ///   - directory: Where it starts, absolute; nil where that is unknown.
  ///   - facts: The world.
  ///   - origin: What the script is part of; each effect names its own simple command, reached through what `origin` says.
  public static func analyse(
    _ script: String, directory: String?, facts: any Facts, origin: Effect.Origin = Effect.Origin(text: ""),
    bounds: ShellBounds = .standard
  ) -> Analysis {
    explain(script, directory: directory, facts: facts, origin: origin, bounds: bounds).analysis
  }

  /// The same, with the tree and the steps that lead there.
  public static func explain(
    _ script: String, directory: String?, facts: any Facts, origin: Effect.Origin = Effect.Origin(text: ""),
    bounds: ShellBounds = .standard
  ) -> ShellExplanation {
    if let reason = refusal(script, bounds) {
      return ShellExplanation(script: nil, analysis: Analysis(unjudged: [reason]))
    }
    let tree: Script
    do {
      tree = try Parser.parse(script)
    } catch {
      return ShellExplanation(script: nil, analysis: Analysis(unjudged: [reason(for: error)]))
    }
    let evaluator = ShellEvaluator(directory: directory, facts: facts, bounds: bounds, origin: origin)
    evaluator.source = script
    _ = evaluator.walk(tree)
    evaluator.runTraps()
    return ShellExplanation(
      script: tree, analysis: Analysis(effects: evaluator.effects, unjudged: evaluator.unjudged))
  }

  /// Why a text is not even parsed.
  private static func refusal(_ script: String, _ bounds: ShellBounds) -> Reason? {
    var size = 0
    for byte in script.utf8 {
      size += 1
      if byte == 0 {
        return Reason(
          what: "this command contains a NUL byte", why: "no shell can run it: a command ends at its first NUL",
          fix: "leave the NUL out, or write it as an escape such as \\0")
      }
    }
    if size > bounds.scriptBytes {
      return Reason(
        what: "this command is too long to be judged",
        why: "it has \(size) bytes, and at most \(bounds.scriptBytes) are looked at",
        fix: "write long text to a file with the file tool, and keep the command short")
    }
    if Hole.isIn(script) {
      return Reason(
        what: "this command contains the noncharacter U+FDD0",
        why: "Unicode keeps it for a program's own use, and taffrail uses it",
        fix: "leave it out, or write it as an escape such as $'\\ufdd0'")
    }
    return nil
  }

  private static func reason(for error: SyntaxError) -> Reason {
    Reason(
      what: "this command cannot be parsed: \(error.message)",
      why: "line \(error.line), column \(error.column): what cannot be parsed cannot be judged",
      fix: error.isBound
        ? "split it into smaller commands"
        : error.isIncomplete
          ? "close what is open (a quote, a bracket, `fi`, `done`, a here-document), then run it again"
          : "mend the syntax there; `bash -n` shows the same place")
  }
}

/// A script with everything that was found out about it, for `taffrail explain`.
public struct ShellExplanation: Sendable {
  /// The tree; nil where the text is no script.
  public var script: Script?
  /// The effects, and what could not be judged.
  public var analysis: Analysis

  /// Creates an explanation.
  public init(script: Script?, analysis: Analysis) {
    self.script = script
    self.analysis = analysis
  }

  /// One simple command that would run, or a redirection or file of its own, with its effects.
  public struct Step: Sendable {
    /// Where the step comes from.
    public var origin: Effect.Origin
    /// The simple command, resolved; nil for the redirections of a compound command.
    public var command: ResolvedCommand?
    /// How sure it is that it runs.
    public var certainty: Certainty
    /// What it does, the running itself left out.
    public var effects: [Effect]
  }

  /// The steps, in order: each simple command with what it does.
  public var steps: [Step] {
    var steps: [Step] = []
    for effect in analysis.effects {
      if case .run(let command) = effect.action {
        steps.append(Step(origin: effect.origin, command: command, certainty: effect.certainty, effects: []))
      } else if let last = steps.last, last.origin == effect.origin {
        steps[steps.count - 1].effects.append(effect)
      } else {
        steps.append(Step(origin: effect.origin, command: nil, certainty: effect.certainty, effects: [effect]))
      }
    }
    return steps
  }
}
