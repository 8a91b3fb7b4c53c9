public import HookModel
internal import Patterns
internal import PolicyFile

/// Looks a submitted prompt through for the project's words: adds context, refuses, or tags the session.
public enum PromptRouting: Policy {
  /// What `taffrail explain` and the reference page say about it.
  public static let documentation = PolicyDocumentation(
    id: "prompt-routes",
    summary:
      "Adds context to prompts that speak of certain things, refuses some, and tags the session for other rules.",
    why: "Conventions of a delicate area reach the model when the work is there, and not before.",
    options: [
      ("when", "words (whole words and their plain plurals, any case), `refund*` for a prefix, or `/regex/`"),
      ("context", "text for the model"),
      ("deny", "a reason; the prompt is then refused"),
      ("tag", "a tag, or a list of them, that rules can filter on until the next prompt"),
    ],
    example: """
      [[prompt-routes]]
      when = ["checkout", "refund*"]
      context = "Money is in cents, as integers."
      """)

  /// The submission of a prompt.
  public static var events: EventKinds { EventKinds(.userPromptSubmit) }

  /// The context, refusals and tags of the routes that match what a person typed.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    // A finished background task and a sub-agent's task arrive as prompts, too; nobody typed them.
    guard let prompt = context.event.prompt, prompt.isFromPerson else { return [] }
    var rulings: [Ruling] = []
    var tags: [String] = []
    for file in context.files {
      for route in file.promptRoutes where Filters.pass(route.filter, context) {
        guard route.when.contains(where: { $0.matches(prompt.text) }) else { continue }
        tags += route.tags.filter { !tags.contains($0) }
        if let reason = route.deny {
          rulings.append(
            Ruling(
              policy: "prompt-routes", verdict: .deny,
              reason: Reason(
                what: "this prompt is refused", why: "\(reason) (\(route.location.short))",
                fix: "say it without what the route forbids, or change the route in \(route.location.file)")))
        }
        if let text = route.context {
          rulings.append(Ruling(policy: "prompt-routes", context: text))
        }
      }
    }
    if tags != context.facts.session.tags {
      rulings.append(Ruling(policy: "prompt-routes", changes: [.tagged(tags)]))
    }
    return rulings
  }
}
