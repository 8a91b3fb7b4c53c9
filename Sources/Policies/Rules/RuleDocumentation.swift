import HookModel

/// `docs/rules.md`, made from the rules themselves.
public enum RuleDocumentation {
  /// The whole page.
  public static func markdown() -> String {
    var page = """
      # The built-in rules

      This page is generated from the rules in `Sources/Policies/Rules`; their examples are run as tests.

      A rule is switched by its id, or by a glob over ids, under `[rules]` in `taffrail.toml`: `"off"`, `"observe"` (audit
      only), `"ask"` or `"deny"`. One command is let through by `[[commands.allow]]`. The rules under `core.guard` protect
      the guard itself and cannot be taken away.

      """
    page += "\n| pack | rules | refuses | asks | about |\n|---|---|---|---|---|\n"
    for pack in RulePack.allCases {
      let rules = pack.rules
      let refusing = rules.count { $0.severity == .deny }
      page += "| `\(pack.rawValue)` | \(rules.count) | \(refusing) | \(rules.count - refusing) | \(pack.summary) |\n"
    }
    for pack in RulePack.allCases {
      page += "\n## `\(pack.rawValue)`: \(pack.summary)\n\n"
      page +=
        pack == .core ? "Always on.\n" : "On with `packs = [\"core\", \"\(pack.rawValue)\"]` under `[commands]`.\n"
      for rule in pack.rules { page += "\n" + markdown(rule) }
    }
    return page
  }

  /// One rule's section.
  public static func markdown(_ rule: Rule) -> String {
    var text = """
      ### `\(rule.id)`

      \(rule.severity == .deny ? "Refuses" : "Asks about"): \(rule.catches).

      - Why: \(rule.why).
      - Instead: \(rule.instead).
      - Since: \(rule.since)

      """
    if !rule.stops.isEmpty { text += "\nStops:\n\n" + block(rule.stops) }
    if !rule.passes.isEmpty { text += "\nLets through:\n\n" + block(rule.passes) }
    return text
  }

  private static func block(_ lines: [String]) -> String {
    "```sh\n" + lines.joined(separator: "\n") + "\n```\n"
  }
}
