import HookModel

/// `docs/policies.md`, made from the policies' own documentation.
public enum PolicyReference {
  /// The whole page.
  public static func markdown() -> String {
    var page = """
      # The policies

      This page is generated from the policies in `Sources/Policies`; `taffrail explain POLICY` shows the same. Every key
      with its values, and how files are layered, is in [the policy file](policy.md), the rules that come with `commands` in
      [the built-in rules](rules.md).

      | policy | does | why |
      |---|---|---|

      """
    for policy in Policies.all {
      let documentation = policy.documentation
      page +=
        "| [`\(documentation.id)`](#\(documentation.id)) | \(cell(documentation.summary)) | \(cell(documentation.why)) |\n"
    }
    for policy in Policies.all { page += "\n" + markdown(policy.documentation) }
    return page
  }

  /// One policy's section.
  public static func markdown(_ documentation: PolicyDocumentation) -> String {
    var text = """
      ## \(documentation.id)

      \(documentation.summary)

      | key | meaning |
      |---|---|

      """
    for (key, meaning) in documentation.options { text += "| `\(key)` | \(cell(meaning)) |\n" }
    return text + "\n```toml\n\(documentation.example)\n```\n"
  }

  /// Text within a table.
  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
