import HookModel

/// Branches that are deleted or moved, and what a repository's configuration does to a push.
extension GitRules {
  static func judge(branch git: GitCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = git.options(
      short: "u",
      withValue: ["set-upstream-to", "contains", "no-contains", "merged", "no-merged", "points-at", "sort", "format"],
      [
        "delete", "force", "remotes", "all", "list", "move", "copy", "quiet", "verbose", "show-current",
        "edit-description",
      ])
    if options.has("f", "force"), !options.has("d", "delete", "D", "m", "M", "c", "C", "move", "copy") {
      judge(moved: options.operands.first, to: options.operands.dropFirst().first, git, scene, &findings, isPlain: true)
      return
    }
    let deletes = options.has("D") || (options.has("d", "delete") && options.has("f", "force"))
    // A remote-tracking branch comes back with the next fetch.
    guard deletes, !options.has("r", "remotes") else { return }
    if let directory = git.directory, !options.operands.isEmpty,
      options.operands.allSatisfy({ operand in
        guard let name = operand.value else { return false }
        return scene.git(.isMerged(branch: name, directory: directory))
      })
    {
      return
    }
    findings.add(branchDelete, scene)
  }

  /// `git branch -f NAME START`, `git checkout -B NAME START`, `git switch -C NAME START`: the branch leaves its commits
  /// behind. Switching with -B is how a branch of one's own is begun anew, so there only those that others build on count.
  static func judge(
    moved name: Argument?, to start: Argument?, _ git: GitCommand, _ scene: Scene, _ findings: inout Findings,
    isPlain: Bool = false
  ) {
    guard let branch = name?.value, isPlain || start != nil && isMainBranch(branch) else { return }
    if let directory = git.directory, scene.git(.isMerged(branch: branch, directory: directory)) { return }
    findings.add(
      branchDelete, scene, verdict: isPlain ? .deny : .ask,
      why: "\(branch) is moved elsewhere, and nothing may hold the commits that it held",
      fix: "`git branch keep \(branch)` first; or `git merge --ff-only` and `git rebase`, which move it without loss")
  }

  // MARK: push by configuration

  /// What `-c` and the configuration of the repository and the person add to a push: `remote.origin.push=+main` is
  /// `+main`, `remote.origin.mirror=true` is `--mirror`.
  static func judge(
    pushConfiguration git: GitCommand, _ operands: [Argument], _ scene: Scene, _ findings: inout Findings
  ) {
    for setting in git.configuration {
      guard let text = setting.value, let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let value = text[text.utf8.index(after: equals)...]
      judge(pushKey: String(text[..<equals]), value, nil, scene, &findings)
    }
    // With refspecs on the command line those of the configuration do not count.
    guard operands.count < 2 else { return }
    let remote = operands.first?.value
    for file in GitConfiguration.files(scene, in: git.directory ?? scene.command?.directory) {
      GitConfiguration.eachSetting(in: file) { section, key, value in
        guard section.hasPrefix("[remote "), remote.map({ section.contains("\"\($0)\"") }) ?? true else { return }
        judge(pushKey: "remote.x.\(key)", value[...], "the repository's configuration", scene, &findings)
      }
    }
  }

  /// `git config remote.origin.push +main`: every later push is one by force.
  static func judge(pushSetting git: GitCommand, _ scene: Scene, _ findings: inout Findings) {
    let words = git.arguments
    guard let index = words.firstIndex(where: { $0.value.map { $0.lowercased().hasPrefix("remote.") } ?? false }),
      index + 1 < words.count, let key = words[index].value, let value = words[index + 1].value
    else { return }
    judge(pushKey: key, value[...], "this setting", scene, &findings)
  }

  private static func judge(
    pushKey key: String, _ value: Substring, _ place: String?, _ scene: Scene, _ findings: inout Findings
  ) {
    let key = key.lowercased()
    guard key.hasPrefix("remote.") else { return }
    let why = place.map { "\($0) makes each push one " }
    if key.hasSuffix(".push"), value.utf8.first == UInt8(ascii: "+") {
      findings.add(pushForce, scene, why: why.map { $0 + "by force: `\(key) = \(value)`" })
    }
    if key.hasSuffix(".mirror") {
      switch value.lowercased() {
      case "false", "no", "off", "0": return
      default: findings.add(pushMirror, scene, why: why.map { $0 + "of a mirror: `\(key) = \(value)`" })
      }
    }
  }
}
