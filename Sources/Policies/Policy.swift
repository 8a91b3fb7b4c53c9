public import HookModel
public import PolicyFile

/// One policy: it looks at an event and its effects and answers with rulings. It does no I/O of its own; it asks
/// `facts`, and what is to be remembered it returns.
public protocol Policy: Sendable {
  /// What it is for people: the source of `explain` and of the generated reference.
  static var documentation: PolicyDocumentation { get }
  /// The events at which it is asked.
  static var events: EventKinds { get }
  /// Its rulings; empty when it has nothing to say.
  static func evaluate(_ context: PolicyContext) -> [Ruling]
}

/// Everything that a policy is given.
public struct PolicyContext: Sendable {
  /// The event.
  public var event: Event
  /// What the event's tool call would do, or did.
  public var effects: [Effect]
  /// The policy files, the built-in one first.
  public var files: [PolicyFile]
  /// The world.
  public var facts: any Facts

  /// Creates a context.
  public init(event: Event, effects: [Effect], files: [PolicyFile], facts: any Facts) {
    self.event = event
    self.effects = effects
    self.files = files
    self.facts = facts
  }
}

/// A policy's own documentation.
public struct PolicyDocumentation: Sendable {
  /// The id, a kebab-case noun of what it guards: `protected-paths`.
  public var id: String
  /// One sentence.
  public var summary: String
  /// Why one wants it.
  public var why: String
  /// The keys of the policy file, each with a sentence.
  public var options: [(key: String, meaning: String)]
  /// An example of the policy file.
  public var example: String

  /// Creates documentation.
  public init(id: String, summary: String, why: String, options: [(key: String, meaning: String)], example: String) {
    self.id = id
    self.summary = summary
    self.why = why
    self.options = options
    self.example = example
  }
}
