public import HookModel

/// The policies, in the order in which they are asked and documented. A further one is one file and one line here.
public enum Policies {
  public static let all: [any Policy.Type] = [
    CommandPolicy.self, ProtectedPaths.self, ToolRules.self, ContentPolicy.self, QualityGate.self, CompletionGate.self, AuditTrail.self,
    SessionContext.self, PromptRouting.self, Handlers.self,
  ]

  /// Every ruling of every policy that speaks about the event.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    var rulings: [Ruling] = []
    for policy in all where policy.events.contains(context.event.kind) {
      rulings += policy.evaluate(context)
    }
    return rulings
  }
}
