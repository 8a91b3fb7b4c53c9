public import HookModel

/// Keeps one record of each event. Which fields may be kept is said here; the engine writes them.
public enum AuditTrail: Policy {
  /// What `taffrail explain` and the reference page say about it.
  public static let documentation = PolicyDocumentation(
    id: "audit",
    summary: "One JSON line for each event: what the agent wanted, what it was told, and why, with secrets cut.",
    why:
      "After the fact, \"what did the agent do, and what did the guard say?\" has an answer that cannot be edited unseen.",
    options: [
      ("dir", "the folder, relative to the root; .hook-state/audit by default"),
      ("keep", "how long files are kept, such as 90d"),
      ("redact", "regular expressions that are cut beyond the built-in secret shapes"),
      ("summary", "a folder for a Markdown summary of each session; none by default"),
      ("durability", "`power` syncs refusals, gate results and session ends to disk"),
      ("required", "in the machine's file: a record that cannot be written becomes a refusal"),
    ],
    example: """
      [audit]
      keep = "30d"
      """)

  /// None: the engine records every event itself.
  public static var events: EventKinds { [] }

  /// Nothing; what is kept is decided by the engine.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] { [] }
}
