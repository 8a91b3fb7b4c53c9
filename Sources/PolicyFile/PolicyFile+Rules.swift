internal import Patterns

extension PolicyFile {
  /// The ids of the built-in rules, and of a person's own ones, which a stronger file may switch. The rules themselves are
  /// made of much more and lie above this module; a test holds the two lists together.
  public static let ruleIDs: [String] = [
    "core.delete.root",
    "core.delete.home",
    "core.delete.project",
    "core.delete.git",
    "core.delete.outside",
    "core.delete.untracked",
    "core.delete.find",
    "core.delete.shred",
    "core.delete.remote",
    "core.permissions.tree",
    "core.git.reset-hard",
    "core.git.discard",
    "core.git.clean",
    "core.git.rm-force",
    "core.git.stash-drop",
    "core.git.push-force",
    "core.git.push-mirror",
    "core.git.push-delete",
    "core.git.branch-delete",
    "core.git.reflog-expire",
    "core.git.prune",
    "core.git.rewrite-history",
    "core.git.update-ref",
    "core.git.worktree-remove",
    "core.git.no-verify",
    "core.disk.device-write",
    "core.disk.format",
    "core.disk.partition",
    "core.disk.volume",
    "core.system.power",
    "core.system.kill-all",
    "core.system.fork-bomb",
    "core.system.reverse-shell",
    "core.system.crontab",
    "core.system.startup-file",
    "core.execute.fetched",
    "core.execute.decoded",
    "core.sql.drop",
    "core.sql.truncate",
    "core.sql.without-where",
    "core.secrets.dump-sent",
    "core.secrets.upload",
    "core.secrets.shown",
    "core.guard.control",
    "core.guard.kill",
    "core.guard.environment",
    "core.guard.hooks-path",
    "core.unknown-delete",
    "core.unknown-program",
    "core.inline-code",
    "docker.prune",
    "docker.volumes",
    "docker.rm-force",
    "docker.swarm",
    "docker.host-access",
    "kubernetes.delete-wide",
    "kubernetes.delete",
    "kubernetes.disrupt",
    "kubernetes.helm-uninstall",
    "kubernetes.cluster-delete",
    "terraform.destroy",
    "terraform.apply-unseen",
    "terraform.state",
    "terraform.pulumi-destroy",
    "terraform.other-destroy",
    "terraform.platform-destroy",
    "aws.storage-delete",
    "aws.destroy",
    "aws.delete",
    "gcloud.destroy",
    "gcloud.storage-delete",
    "gcloud.delete",
    "azure.destroy",
    "azure.delete",
    "database.redis-flush",
    "database.mongo-drop",
    "database.drop",
    "database.migration-reset",
    "database.search-delete",
    "database.broker-delete",
    "forge.repository-delete",
    "forge.delete",
    "forge.make-public",
    "forge.admin-merge",
    "packages.publish",
    "packages.unpublish",
    "packages.uninstall-global",
    "system.service-stop",
    "system.user-delete",
    "system.firewall",
    "system.package-remove",
    "system.security-off",
    "system.network-cut",
    "system.boot",
    "system.backup-delete",
    "commands.deny", "commands.ask", "tools.deny", "tools.ask", "fetch.deny", "fetch.ask",
  ]
}

extension Reader {
  /// Notes a rule that does not exist: a switch or an allow for it would silently do nothing.
  func checkRule(_ rule: String, at location: Location, _ node: Node) {
    if Glob.hasWildcard(rule) {
      let glob = Glob(rule)
      if PolicyFile.ruleIDs.contains(where: { glob.matches($0) }) { return }
      mistake(node, "no rule matches \"\(rule)\". `taffrail explain` lists the rules.", at: location)
    } else if !PolicyFile.ruleIDs.contains(rule) {
      let hint = Suggestion.nearest(to: rule, in: PolicyFile.ruleIDs).map { "did you mean \"\($0)\"?" }
      mistake(
        node, "unknown rule \"\(rule)\"; \(hint ?? "`taffrail explain` lists the rules")", at: location)
    }
  }
}
