public import HookModel

/// The policies, in the order in which they are asked and documented. A further one is one file and one line here.
public enum Policies {
  /// Every policy there is.
  public static var all: [any Policy.Type] {
    var all: [any Policy.Type] = []
    while let policy = policy(all.count) { all.append(policy) }
    return all
  }

  /// The policies by number. No list, since each call would have to make it.
  private static func policy(_ number: Int) -> (any Policy.Type)? {
    switch number {
    case 0: CommandPolicy.self
    case 1: ProtectedPaths.self
    case 2: ToolRules.self
    case 3: ContentPolicy.self
    case 4: QualityGate.self
    case 5: CompletionGate.self
    case 6: AuditTrail.self
    case 7: SessionContext.self
    case 8: PromptRouting.self
    case 9: Handlers.self
    default: nil
    }
  }

  /// Every ruling of every policy that speaks about the event.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    var rulings: [Ruling] = []
    var number = 0
    while let policy = policy(number) {
      if policy.events.contains(context.event.kind) { rulings += policy.evaluate(context) }
      number += 1
    }
    return rulings
  }
}
