internal import Effects
internal import HookModel
internal import Policies

/// Why one path may or may not be written, deleted and read.
public struct PathExplanation: Sendable {
  /// The path as it was given, absolute.
  public var path: String
  /// The path that the kernel would reach.
  public var real: String
  /// What each use of it leads to.
  public var uses: [Use]

  /// One use of the path.
  public struct Use: Sendable {
    /// `write`, `delete` or `read`.
    public var verb: String
    /// What a call that does it would be answered.
    public var outcome: DryRun.Outcome
    /// What each list of patterns says.
    public var patterns: [String]
    /// The ways that lead there.
    public var roads: String
  }
}

extension DryRun {
  /// Explains a path.
  public func explain(path: String, agent: String = "claude-code") -> PathExplanation {
    let absolute = Paths.join(cwd, path)
    return PathExplanation(
      path: Paths.clean(absolute), real: facts(additional: []).resolve(absolute),
      uses: [
        use("write", .write(path), isRead: false, absolute, agent),
        use("delete", .delete(path), isRead: false, absolute, agent),
        use("read", .read(path), isRead: true, absolute, agent),
      ])
  }

  private func use(
    _ verb: String, _ subject: Subject, isRead: Bool, _ path: String, _ agent: String
  ) -> PathExplanation.Use {
    let outcome = judge(subject, agent: agent)
    return PathExplanation.Use(
      verb: verb, outcome: outcome, patterns: patterns(on: path, isRead: isRead, outcome),
      roads: ProtectedPaths.roads(isRead: isRead))
  }

  /// What each list of patterns says about a path that was judged.
  public func patterns(on path: String, isRead: Bool, _ outcome: Outcome) -> [String] {
    var files = configuration
    files.addNested(for: outcome.analysis.effects, below: home)
    let context = PolicyContext(
      event: outcome.event, effects: outcome.analysis.effects, files: files.files, facts: facts(additional: []))
    return ProtectedPaths.decisions(on: Paths.join(cwd, path), isRead: isRead, context)
  }
}
