import HookModel

/// Pack `forge`: GitHub's `gh` and GitLab's `glab`.
enum ForgeRules {
  static var all: [Rule] { [repository, delete, visibility, adminMerge] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    switch LookupName(program) {
    case "gh", "glab", "hub", "tea": break
    case "curl", "http", "https", "xh": judge(web: command, scene, &findings); return
    default: return
    }
    let call = Verbs(
      command, short: "RXfFHqbt",
      long: [
        "repo", "method", "field", "query", "input", "raw-field", "header", "jq", "hostname", "visibility", "body",
        "title",
      ],
      flags: [
        "yes", "force", "source", "push", "public", "private", "all", "admin", "delete-branch", "squash", "cleanup-tag",
      ])
    if call.options.has("help") { return }
    switch (call[0], call[1]) {
    case ("project", "delete") where program == "gh": findings.add(delete, scene)
    case ("repo", "delete"), ("project", "delete"), ("repo", "archive"), ("repo", "rename"), ("repo", "transfer"):
      findings.add(repository, scene, verdict: call[1] == "delete" || call[1] == "transfer" ? .deny : .ask)
    case ("repo", "edit"):
      if let visibility = call.options.values(of: "visibility").last?.value, visibility == "public" {
        findings.add(self.visibility, scene)
      }
    case ("repo", "create"): if call.options.has("public") { findings.add(visibility, scene, verdict: .ask) }
    case ("repo", "sync"): if call.options.has("force") { findings.add(repository, scene, verdict: .ask) }
    case ("release", "delete"), ("release", "delete-asset"), ("issue", "delete"), ("secret", "delete"),
      ("secret", "remove"),
      ("variable", "delete"), ("gist", "delete"), ("ssh-key", "delete"), ("gpg-key", "delete"), ("workflow", "disable"),
      ("run", "delete"), ("ruleset", "delete"), ("label", "delete"), ("codespace", "delete"), ("deploy-key", "delete"):
      findings.add(delete, scene)
    case ("pr", "merge"), ("mr", "merge"): if call.options.has("admin") { findings.add(adminMerge, scene) }
    case ("api", _):
      let method = call.options.values(of: "X", "method").last?.value?.uppercased()
      if method == "DELETE" {
        let path = call[1].split(separator: "/").count
        findings.add(call[1].contains("repos/") && path <= 3 ? repository : delete, scene)
      } else if call[1] == "graphql", command.arguments.contains(where: { isDeletion($0.value ?? "") }) {
        findings.add(delete, scene)
      }
    case ("alias", _), ("config", _), ("extension", _), ("auth", _): return
    case (_, "delete"), (_, "remove"), (_, "rm"), (_, "item-delete"), (_, "field-delete"), (_, "purge"):
      findings.add(delete, scene)
    case _ where program == "hub" && call[0] == "delete": findings.add(repository, scene)
    default: return
    }
  }

  private static func isDeletion(_ query: String) -> Bool {
    WordGlob.matches("*mutation*delete*(*", query) || WordGlob.matches("*mutation*archiveRepository*", query)
  }

  /// The forge's own interface, called by HTTP.
  private static func judge(web command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let words = command.arguments.compactMap(\.value)
    guard words.contains(where: { $0 == "DELETE" || $0 == "-XDELETE" || $0 == "--request=DELETE" }) else { return }
    for word in words
    where WordGlob.matches("*api.github.com/repos/*", word) || WordGlob.matches("*/api/v4/projects/*", word) {
      let isWhole = WordGlob.matches("*/repos/*/*/*", word) || WordGlob.matches("*/projects/*/*", word)
      findings.add(isWhole ? delete : repository, scene)
    }
  }

  static let repository = Rule(
    "forge.repository-delete",
    catches: "`gh repo delete`, `glab repo delete` and transfers; archiving and renaming ask",
    why: "issues, pull requests and releases go with it and are in no clone",
    instead: "give the person the command; `gh repo view` shows what there is",
    stops: [
      "gh repo delete acme/shop --yes", "glab repo delete acme/shop", "gh api -X DELETE repos/acme/shop",
      "gh repo archive acme/shop", "curl -X DELETE https://api.github.com/repos/acme/shop",
    ],
    passes: ["gh repo view", "gh repo clone acme/shop", "gh pr create --title 'gh repo delete'"])

  static let delete = Rule(
    "forge.delete", .ask,
    catches: "deleting releases, secrets, variables, issues, keys and gists; disabling workflows; `gh api -X DELETE`",
    why: "others rely on it, and the forge keeps no copy",
    instead: "`gh ... list` and `view` look at it",
    stops: [
      "gh release delete v1.2.0", "gh secret delete TOKEN", "gh api --method DELETE repos/acme/shop/issues/comments/1",
      "gh workflow disable ci.yml",
    ],
    passes: ["gh release list", "gh secret list", "gh api repos/acme/shop", "gh pr close 12", "gh run rerun 12"])

  static let visibility = Rule(
    "forge.make-public",
    catches: "making a repository public",
    why: "what was public once has been copied, history and secrets included",
    instead: "give the person the command",
    stops: ["gh repo edit --visibility public", "gh repo edit acme/shop --visibility=public"],
    passes: ["gh repo edit --description x", "gh repo edit --visibility private"])

  static let adminMerge = Rule(
    "forge.admin-merge",
    catches: "`gh pr merge --admin`",
    why: "it goes past the reviews and checks that the branch requires",
    instead: "`gh pr merge --auto` merges when the checks have passed",
    stops: ["gh pr merge 12 --admin --squash"],
    passes: ["gh pr merge 12 --auto --squash", "gh pr merge 12"])
}
