import HookModel

/// git, by what is lost: work that no commit holds, commits that no ref holds, and the checks of the project.
enum GitRules {
  static func judge(_ command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let git = GitCommand(command, scene)
    judge(hooksOff: command, git, scene, &findings)
    guard let subcommand = git.subcommand else { return }
    // `git reset --help` shows the manual, whatever stands before it.
    if git.arguments.contains(where: { $0.value == "--help" }) { return }
    // A work tree in a temporary folder is as free as the folder; its refs may be those of a repository elsewhere.
    if isAboutWorkTree(subcommand), let directory = git.directory, isExpendable(directory, scene) { return }
    switch subcommand {
    case "reset": judge(reset: git, scene, &findings)
    case "read-tree": judge(readTree: git, scene, &findings)
    case "checkout": judge(checkout: git, scene, &findings)
    case "checkout-index":
      if git.options(short: "", withValue: ["prefix", "stage"], ["force", "all", "index"]).has("f", "force") {
        judge(wholeTree: git, discard, scene, &findings)
      }
    case "restore": judge(restore: git, scene, &findings)
    case "switch":
      let options = git.options(
        short: "cC", withValue: ["create", "force-create", "orphan"], ["force", "discard-changes"])
      if options.has("f", "force", "discard-changes") { judge(wholeTree: git, discard, scene, &findings) }
      judge(moved: options.values(of: "C", "force-create").last, to: options.operands.first, git, scene, &findings)
    case "clean": judge(clean: git, scene, &findings)
    case "rm": judge(remove: git, scene, &findings)
    case "push": judge(push: git, scene, &findings)
    case "branch": judge(branch: git, scene, &findings)
    case "stash":
      let verb = git.arguments.first?.value
      if verb == "drop" || verb == "clear" { findings.add(stashDrop, scene) }
    case "reflog":
      let verb = git.arguments.first?.value
      let isTrial = git.options(withValue: ["expire", "expire-unreachable"], ["dry-run", "all"]).has("n", "dry-run")
      if verb == "expire" || verb == "delete", !isTrial { findings.add(reflogExpire, scene) }
    case "gc":
      let prune = git.options(withValue: [], ["prune", "aggressive", "auto", "quiet"]).values(of: "prune").last?.value
      if let age = (prune ?? git.setting("gc.pruneexpire"))?.lowercased(), isImmediate(age) {
        findings.add(prunes, scene)
      }
    case "prune":
      if !git.options(withValue: ["expire"], ["dry-run", "verbose", "progress"]).has("n", "dry-run") {
        findings.add(prunes, scene)
      }
    case "submodule":
      let verb = git.arguments.first { $0.value?.utf8.first != UInt8(ascii: "-") }?.value
      let options = git.options(
        withValue: ["reference", "depth", "jobs"], ["force", "recursive", "init", "all", "remote"])
      if verb == "update" || verb == "deinit", options.has("f", "force") {
        judge(wholeTree: git, discard, scene, &findings)
      }
    case "repack":
      let options = git.options(withValue: [], ["unpack-unreachable", "keep-unreachable", "max-pack-size"])
      if let age = options.values(of: "unpack-unreachable").last?.value, isImmediate(age) {
        findings.add(prunes, scene)
      }
    case "filter-branch", "filter-repo": findings.add(rewriteHistory, scene)
    case "update-ref": judge(updateRef: command, git, scene, &findings)
    case "symbolic-ref":
      if git.options(short: "m", withValue: [], ["delete", "quiet", "short", "recurse"]).has("d", "delete") {
        findings.add(updateRef, scene, why: "without that ref the repository no longer knows where it stands")
      }
    case "worktree":
      let options = git.options(withValue: ["reason", "expire"], ["force"])
      if git.arguments.first?.value == "remove", options.has("f", "force") {
        findings.add(worktreeRemove, scene)
      }
    case "config":
      GuardRules.judge(configuration: git, scene, &findings)
      judge(pushSetting: git, scene, &findings)
    default: return
    }
  }

  /// An expiry that spares nothing of today's work.
  private static func isImmediate(_ age: String) -> Bool {
    if age == "now" || age == "all" || age == "0" || age == "today" { return true }
    return ["*second*", "*minute*", "*hour*"].contains { WordGlob.matches($0, age) }
  }

  private static func judge(
    updateRef command: ResolvedCommand, _ git: GitCommand, _ scene: Scene, _ findings: inout Findings
  ) {
    let options = git.options(short: "m", withValue: [], ["no-deref", "stdin", "create-reflog"])
    if options.has("d") {
      findings.add(updateRef, scene)
    } else if options.has("stdin") {
      switch command.input {
      case .text(let text):
        let lines = text.utf8.split { $0 == 0x0A || $0 == 0 }
        if lines.contains(where: { $0.starts(with: "delete ".utf8) }) { findings.add(updateRef, scene) }
      case .inherited: return
      case .file, .fetched, .decoded, .unknown:
        findings.add(updateRef, scene, verdict: .ask, why: "what it reads may delete refs, and it is not in sight")
      }
    }
  }

  private static func isAboutWorkTree(_ subcommand: String) -> Bool {
    switch subcommand {
    case "reset", "read-tree", "checkout", "checkout-index", "restore", "switch", "clean", "rm": true
    default: false
    }
  }

  private static func isExpendable(_ directory: String, _ scene: Scene) -> Bool {
    let path = scene.facts.resolve(directory)
    if scene.movedEarlier(to: path) { return false }
    return scene.place(of: path) == .free
      || scene.facts.session.created.contains { Paths.isInside(path, $0) && $0 != "/" }
  }

  // MARK: work that no commit holds

  private static func judge(reset git: GitCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = git.options(
      short: "U", withValue: ["pathspec-from-file"], ["hard", "soft", "mixed", "merge", "keep", "quiet", "patch"])
    guard options.has("hard", "merge") else { return }
    let target = options.operands.first
    guard let directory = git.directory else {
      findings.add(resetHard, scene)
      return
    }
    let revision = target == nil ? "HEAD" : target?.value
    if isClean(directory, scene) {
      if isHead(revision) { return }
      if let revision, scene.git(.keepsHistory(to: revision, directory: directory)) { return }
      findings.add(
        resetHard, scene, why: "the branch would leave commits behind that no other ref holds",
        fix: "`git branch backup` first; then the same command passes")
      return
    }
    findings.add(resetHard, scene)
  }

  private static func isHead(_ revision: String?) -> Bool { revision == "HEAD" || revision == "@" }

  private static func judge(readTree git: GitCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = git.options(withValue: ["prefix", "index-output"], ["reset", "dry-run"])
    if options.has("reset"), options.has("u"), !options.has("n", "dry-run") {
      judge(wholeTree: git, resetHard, scene, &findings)
    }
  }

  private static func judge(checkout git: GitCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = git.options(
      short: "bB", withValue: ["orphan", "conflict", "pathspec-from-file"],
      ["force", "ours", "theirs", "patch", "detach", "track", "no-track", "merge", "quiet", "guess", "no-guess"])
    judge(moved: options.values(of: "B").last, to: options.operands.first, git, scene, &findings)
    // One side of a conflict, or hunk by hunk with a person at the keyboard.
    if options.has("ours", "theirs", "patch", "p") { return }
    if options.has("pathspec-from-file") {
      findings.add(discard, scene)
      return
    }
    if git.hasSeparator {
      judge(paths: git.paths, git, discard, scene, &findings)
      // `git checkout -f main --` names no path.
      if git.paths.isEmpty, options.has("f", "force") { judge(wholeTree: git, discard, scene, &findings) }
      return
    }
    if options.has("f", "force") {
      judge(wholeTree: git, discard, scene, &findings)
      return
    }
    if options.has("b", "B", "orphan", "t", "track", "detach", "d") { return }
    switch options.operands.count {
    case 0: return
    case 1:
      guard let word = options.operands[0].value, isPath(word, git, scene) else { return }
      judge(paths: options.operands, git, discard, scene, &findings)
    default:
      // A tree and paths, or paths alone: whichever it is, the last ones are paths.
      judge(paths: Array(options.operands.dropFirst()), git, discard, scene, &findings)
    }
  }

  /// Whether `git checkout WORD` means a path. What exists is one; so is what looks like nothing but a path.
  private static func isPath(_ word: String, _ git: GitCommand, _ scene: Scene) -> Bool {
    if word == "." || word == ".." || word == "*" || word == ":/" || word.hasPrefix("./") || word.hasPrefix("../") {
      return true
    }
    if word.hasPrefix("/") || word.hasPrefix(":") || word.hasSuffix("/") { return true }
    if word.utf8.contains(UInt8(ascii: "*")) || word.utf8.contains(UInt8(ascii: "?")) { return true }
    if let path = scene.absolute(word, in: git.directory), scene.facts.kind(of: path) != nil { return true }
    let name = Paths.last(word)
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
    let suffix = name.utf8[name.utf8.index(after: dot)...]
    guard (1...5).contains(suffix.count), let first = suffix.first, suffix.elementsEqual("x".utf8) == false else {
      return false
    }
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
    return isLetter
      && suffix.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
  }

  private static func judge(restore git: GitCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = git.options(
      short: "s", withValue: ["source", "pathspec-from-file", "conflict"],
      ["staged", "worktree", "ours", "theirs", "patch", "merge", "quiet", "progress", "overlay", "no-overlay"])
    if options.has("p", "patch", "ours", "theirs") { return }
    if options.has("S", "staged"), !options.has("W", "worktree") { return }
    if options.has("pathspec-from-file") {
      findings.add(discard, scene)
      return
    }
    judge(paths: options.operands, git, discard, scene, &findings)
  }

  private static func judge(
    paths: [Argument], _ git: GitCommand, _ rule: Rule, _ scene: Scene, _ findings: inout Findings
  ) {
    guard !paths.isEmpty else { return }
    guard let directory = git.directory else {
      findings.add(rule, scene)
      return
    }
    for argument in paths {
      guard let word = argument.value else {
        if !isClean(directory, scene) { findings.add(rule, scene) }
        return
      }
      let isPattern =
        word.hasPrefix(":") || word.utf8.contains(UInt8(ascii: "*")) || word.utf8.contains(UInt8(ascii: "?"))
      if word == "." || isPattern {
        if isClean(directory, scene) { continue }
      } else if let path = scene.absolute(word, in: directory), !scene.wroteEarlier(below: path),
        scene.git(.isUnmodified(path: path, directory: directory))
      {
        continue
      }
      findings.add(rule, scene, why: "the changes in \(argument.spelling) are in no commit, so they are gone")
      return
    }
  }

  /// What discards changes in the whole work tree loses nothing where there are none.
  private static func judge(wholeTree git: GitCommand, _ rule: Rule, _ scene: Scene, _ findings: inout Findings) {
    if let directory = git.directory, isClean(directory, scene) { return }
    findings.add(rule, scene)
  }

  private static func isClean(_ directory: String, _ scene: Scene) -> Bool {
    let wrote = scene.facts.project.inside.contains { Paths.isInside(directory, $0) && scene.wroteEarlier(below: $0) }
    return !wrote && scene.git(.isTreeClean(directory: directory))
  }

  private static func judge(clean git: GitCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = git.options(short: "e", withValue: ["exclude"], ["force", "dry-run", "interactive", "quiet"])
    if options.has("n", "dry-run", "i", "interactive") { return }
    let isForced = options.has("f", "force") || git.isOff("clean.requireforce")
    if isForced { findings.add(clean, scene) }
  }

  private static func judge(remove git: GitCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = git.options(
      withValue: ["pathspec-from-file"], ["force", "cached", "dry-run", "quiet", "ignore-unmatch", "sparse"])
    // Without -f git itself refuses to remove what it could not give back.
    guard options.has("f", "force"), !options.has("cached", "n", "dry-run") else { return }
    judge(paths: options.operands, git, removeForce, scene, &findings)
  }

  // MARK: commits that no ref holds

  private static func judge(push git: GitCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = git.options(
      short: "o", withValue: ["repo", "receive-pack", "exec", "push-option"],
      [
        "force", "force-with-lease", "force-if-includes", "mirror", "delete", "all", "branches", "tags", "follow-tags",
        "prune", "dry-run", "no-verify", "verify", "set-upstream", "signed", "atomic", "quiet", "verbose", "progress",
        "recurse-submodules", "porcelain", "thin", "no-thin", "ipv4", "ipv6",
      ])
    if options.has("n", "dry-run") { return }
    judge(pushConfiguration: git, options.operands, scene, &findings)
    if options.has("mirror", "prune") { findings.add(pushMirror, scene) }
    if options.has("f", "force") || options.operands.dropFirst().contains(where: { isForced($0) }) {
      findings.add(pushForce, scene)
    }
    let deletes = options.has("d", "delete")
    for (index, operand) in options.operands.enumerated() {
      guard index > 0, let word = operand.value else { continue }
      let name: String
      if deletes {
        name = word
      } else if word.utf8.first == UInt8(ascii: ":"), word.utf8.count > 1 {
        name = String(word.dropFirst())
      } else {
        continue
      }
      if isMainBranch(name) {
        findings.add(pushDelete, scene)
      } else if isRelease(name) {
        findings.add(pushDelete, scene, verdict: .ask, why: "\(name) looks like a release that others have fetched")
      }
    }
  }

  /// A tag by its full name, or a name that only released versions have: `v1`, `v2.0.1`, `1.4.0`.
  private static func isRelease(_ name: String) -> Bool {
    if name.hasPrefix("refs/tags/") { return true }
    let hasLetter = name.utf8.first == UInt8(ascii: "v")
    let numbers = hasLetter ? name.utf8.dropFirst() : Substring(name).utf8
    guard let first = numbers.first, (0x30...0x39).contains(first) else { return false }
    let isVersion = numbers.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    return isVersion && (hasLetter || numbers.contains(UInt8(ascii: ".")))
  }

  private static func isForced(_ refspec: Argument) -> Bool {
    (refspec.value ?? refspec.knownPrefix).utf8.first == UInt8(ascii: "+")
  }

  /// A branch that others build on.
  static func isMainBranch(_ word: String) -> Bool {
    let name = word.hasPrefix("refs/heads/") ? String(word.dropFirst("refs/heads/".count)) : word
    switch name {
    case "main", "master", "trunk", "develop", "development", "dev", "production", "prod", "staging", "release",
      "stable",
      "gh-pages":
      return true
    default:
      return name.hasPrefix("release/") || name.hasPrefix("release-") || name.hasPrefix("hotfix/")
    }
  }

  // MARK: the project's own checks

  private static func judge(
    hooksOff command: ResolvedCommand, _ git: GitCommand, _ scene: Scene, _ findings: inout Findings
  ) {
    if let path = git.setting("core.hookspath") {
      findings.add(noVerify, scene, why: "`core.hooksPath=\(path)` takes the project's hooks out for this command")
      return
    }
    guard let subcommand = git.subcommand else { return }
    switch subcommand {
    case "commit":
      // The values of -u and -S are optional and stand in the same word: the `n` of `-uno` is no `-n`.
      var bare = git
      bare.arguments.removeAll { argument in
        guard let word = argument.value else { return false }
        return word.hasPrefix("-u") || word.hasPrefix("-S")
      }
      let options = bare.options(
        short: "mFCct",
        withValue: [
          "message", "file", "author", "date", "template", "reuse-message", "reedit-message", "fixup", "squash",
          "cleanup",
          "trailer", "pathspec-from-file",
        ],
        [
          "no-verify", "verify", "no-edit", "edit", "amend", "all", "signoff", "no-signoff", "no-gpg-sign",
          "no-post-rewrite",
          "no-status", "dry-run", "only", "include", "patch", "quiet", "verbose", "allow-empty", "allow-empty-message",
        ])
      if options.has("no-verify", "n") { findings.add(noVerify, scene) }
    case "merge", "pull", "push", "rebase", "am", "cherry-pick", "revert":
      let options = git.options(
        short: "mXsSoFO",
        withValue: ["message", "strategy", "strategy-option", "file", "onto", "exec", "push-option", "repo"],
        ["no-verify", "verify", "no-edit", "no-ff", "no-commit", "no-stat", "no-rebase", "no-autostash", "no-tags"])
      if options.has("no-verify") || subcommand == "am" && options.has("n") { findings.add(noVerify, scene) }
    default: return
    }
    if let name = skippedHooks(command.environment) {
      findings.add(noVerify, scene, why: "`\(name)` in the environment takes the project's hooks out")
    }
  }

  /// `export HUSKY=0`: every git command after it skips the hooks.
  static func judge(exported command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    var environment: [String: String?] = [:]
    for argument in command.arguments {
      guard let word = argument.value, let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      environment[String(word[..<equals])] = String(word[word.utf8.index(after: equals)...])
    }
    environment["SKIP"] = nil
    if let name = skippedHooks(environment) {
      findings.add(noVerify, scene, why: "`\(name)` in the environment takes the project's hooks out")
    }
  }

  /// A variable that tells a hook runner to do nothing.
  private static func skippedHooks(_ environment: [String: String?]) -> String? {
    guard !environment.isEmpty else { return nil }
    for (name, value) in environment {
      switch (name, value) {
      case ("HUSKY", "0"), ("HUSKY_SKIP_HOOKS", "1"), ("HUSKY_SKIP_HOOKS", "true"), ("LEFTHOOK", "0"),
        ("LEFTHOOK", "false"), ("OVERCOMMIT_DISABLE", "1"), ("SKIP_SIMPLE_GIT_HOOKS", "1"):
        return "\(name)=\(value ?? "")"
      case ("SKIP", let hooks?) where !hooks.isEmpty: return "SKIP=\(hooks)"
      case (_, let text?)
      where name.utf8.starts(with: "GIT_CONFIG_".utf8) && WordGlob.matches("*core.hookspath*", text.lowercased()):
        return name
      default: continue
      }
    }
    return nil
  }
}
