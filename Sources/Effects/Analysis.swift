public import HookModel

/// What a tool call would do.
public struct Analysis: Sendable {
  /// The effects, in the order in which they would happen.
  public var effects: [Effect]
  /// What could not be judged at all (a script that does not parse, a bound that was reached), and how to write it so
  /// that it can; by design such a call is refused.
  public var unjudged: [Reason]

  /// Creates an analysis.
  public init(effects: [Effect] = [], unjudged: [Reason] = []) {
    self.effects = effects
    self.unjudged = unjudged
  }
}
