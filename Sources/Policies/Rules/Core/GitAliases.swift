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
    for file in GitConfiguration.files(scene, in: directory) {
      var found: String?
      GitConfiguration.eachSetting(in: file) { section, key, value in
        if section == "[alias]", key == name.lowercased() { found = value }
      }
      if let found { return found }
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
}

/// The files in which git's settings stand (git-config(1), "Syntax"), as far as rules ask for them.
enum GitConfiguration {
  /// What stands in the files of the repository and the person.
  static func files(_ scene: Scene, in directory: String?) -> [[UInt8]] {
    var places: [String] = []
    if var folder = directory {
      while true {
        let place = Paths.join(folder, ".git/config")
        if scene.facts.kind(of: place) == .file {
          places.append(place)
          break
        }
        if folder == "/" { break }
        folder = Paths.folder(of: folder)
      }
    }
    if let home = scene.facts.home(of: nil) { places += ["\(home)/.gitconfig", "\(home)/.config/git/config"] }
    return places.compactMap { scene.facts.contents(of: $0, limit: 1 << 16) }
  }

  /// Gives each setting to `body`: the section's header without blanks around it, and in lower case but for the name in
  /// quotes; the key in lower case; the value without quotes.
  static func eachSetting(in bytes: [UInt8], _ body: (_ section: String, _ key: String, _ value: String) -> Void) {
    var section = ""
    for line in bytes.split(separator: 0x0A) {
      let text = String(decoding: line, as: UTF8.self)
      let words = text.drop { $0 == " " || $0 == "\t" }
      if words.first == "[" {
        let header = words.prefix { $0 != "]" } + "]"
        section = header.prefix { $0 != "\"" }.lowercased() + header.drop { $0 != "\"" }
        continue
      }
      guard let equals = words.firstIndex(of: "=") else { continue }
      let key = words[..<equals].filter { $0 != " " && $0 != "\t" }
      let value = words[words.index(after: equals)...].drop { $0 == " " || $0 == "\t" }
      body(section, key.lowercased(), value.filter { $0 != "\"" && $0 != "\r" })
    }
  }
}
