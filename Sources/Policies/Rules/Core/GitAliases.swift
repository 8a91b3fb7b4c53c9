import HookModel

/// Aliases by which git's commands get other names: those of the repository, of the person, and of the same script.
enum GitAliases {
  /// Whether git has a command of that name, which no alias can take.
  static func isOwn(_ name: String) -> Bool {
    switch name {
    case "add", "am", "apply", "archive", "bisect", "blame", "branch", "bundle", "cat-file", "check-ignore", "checkout",
      "checkout-index", "cherry", "cherry-pick", "clean", "clone", "commit", "commit-tree", "config", "count-objects",
      "describe", "diff", "diff-tree", "diff-index", "difftool", "fetch", "filter-branch", "for-each-ref",
      "format-patch", "fsck", "gc", "grep", "hash-object", "help", "init", "log", "ls-files", "ls-remote", "ls-tree",
      "maintenance", "merge", "merge-base", "merge-tree", "mergetool", "mv", "notes", "prune", "pull", "push",
      "range-diff", "read-tree", "rebase", "reflog", "remote", "repack", "replace", "rerere", "reset", "restore",
      "rev-list", "rev-parse", "revert", "rm", "send-email", "shortlog", "show", "show-ref", "sparse-checkout", "stash",
      "status", "submodule", "switch", "symbolic-ref", "tag", "update-index", "update-ref", "var", "verify-commit",
      "version", "whatchanged", "worktree", "write-tree":
      true
    default: false
    }
  }

  /// What the alias stands for: by an earlier command of the same script, by the repository or by the person.
  static func value(of name: String, _ scene: Scene, in directory: String?) -> String? {
    if let value = earlier(name, scene) { return value }
    var files: [String] = []
    if var folder = directory {
      while true {
        let place = Paths.join(folder, ".git/config")
        if scene.facts.kind(of: place) == .file {
          files.append(place)
          break
        }
        if folder == "/" { break }
        folder = Paths.folder(of: folder)
      }
    }
    if let home = scene.facts.home(of: nil) { files += ["\(home)/.gitconfig", "\(home)/.config/git/config"] }
    for file in files {
      guard let bytes = scene.facts.contents(of: file, limit: 1 << 16) else { continue }
      if let value = value(of: name, in: bytes) { return value }
    }
    return nil
  }

  /// `git config alias.x VALUE` of an earlier command.
  private static func earlier(_ name: String, _ scene: Scene) -> String? {
    var found: String?
    for effect in scene.effects[..<scene.index] {
      guard case .run(let command) = effect.action, command.program == "git" else { continue }
      let words = command.arguments
      guard let index = words.firstIndex(where: { $0.value?.lowercased() == "alias.\(name.lowercased())" }),
        index + 1 < words.count, words.contains(where: { $0.value == "config" })
      else { continue }
      found = words[index + 1].value
    }
    return found
  }

  /// The value in a configuration file (git-config(1), "Syntax"), as far as aliases use it.
  private static func value(of name: String, in bytes: [UInt8]) -> String? {
    var isAlias = false
    var found: String?
    for line in bytes.split(separator: 0x0A) {
      let text = String(decoding: line, as: UTF8.self)
      let words = text.drop { $0 == " " || $0 == "\t" }
      if words.first == "[" {
        isAlias = words.lowercased().hasPrefix("[alias]")
        continue
      }
      guard isAlias, let equals = words.firstIndex(of: "=") else { continue }
      let key = words[..<equals].filter { $0 != " " && $0 != "\t" }
      guard key.lowercased() == name.lowercased() else { continue }
      let value = words[words.index(after: equals)...].drop { $0 == " " || $0 == "\t" }
      found = value.filter { $0 != "\"" }
    }
    return found
  }
}
