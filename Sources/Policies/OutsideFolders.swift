internal import HookModel

/// What lies outside a project and what writing there means.
enum OutsideFolders {
  /// Whether a write to the path is ordinary work: temporary folders' contents, harmless devices, package managers'
  /// caches, the agents' own plan and memory folders (design.md 3).
  static func isAllowed(_ named: String, _ real: String, home: String?, facts: any Facts) -> Bool {
    for device in ["/dev/null", "/dev/tty", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/zero", "/dev/full"]
    where named == device {
      return true
    }
    if HookModel.Paths.isInside(named, "/dev/fd") || named.utf8.starts(with: "/proc/self/fd/".utf8) { return true }
    for folder in temporaryFolders(facts) where isBelow(real, folder) { return true }
    guard let home, home != "/" else { return false }
    guard let below = HookModel.Paths.relative(real, to: home) else { return false }
    return homeFolders.contains { HookModel.Paths.isInside(below, $0) && below != $0 || below == $0 }
  }

  /// The folders whose contents come and go.
  static func temporaryFolders(_ facts: any Facts) -> [String] {
    var folders = ["/tmp", "/var/tmp", "/private/tmp", "/private/var/tmp", "/dev/shm"]
    if let own = facts.environment("TMPDIR"), own.utf8.first == UInt8(ascii: "/"), own != "/" {
      let real = facts.resolve(own)
      // A TMPDIR that is the home folder or a system folder is no temporary folder, whatever it is called.
      if real != "/", real != facts.home(of: nil), HookModel.Paths.relative(real, to: "/")?.utf8.contains(UInt8(ascii: "/")) ?? false {
        folders.append(real)
      }
    }
    return folders
  }

  static func isBelow(_ path: String, _ folder: String) -> Bool { path != folder && HookModel.Paths.isInside(path, folder) }

  private static let homeFolders = [
    ".cache", ".npm", ".yarn", ".pnpm-store", ".local/share/pnpm", ".bun/install/cache", ".cargo/registry", ".cargo/git",
    ".rustup", "go/pkg", ".gradle/caches", ".gradle/daemon", ".gradle/wrapper", ".m2/repository", ".ivy2", ".sbt", ".nuget/packages",
    ".gem", ".bundle/cache", ".composer/cache", ".cocoapods", ".pub-cache", ".hex", ".mix", ".stack", ".cabal/packages",
    ".conda/pkgs", ".swiftpm", ".terraform.d/plugin-cache", ".deno", ".node-gyp", ".electron", ".expo", ".kube/cache",
    ".local/share/virtualenvs", ".pyenv/versions", ".local/share/uv", ".local/share/mise", ".asdf/installs",
    "Library/Caches", "Library/Developer/Xcode/DerivedData", "Library/pnpm",
    ".claude/plans", ".claude/projects", ".claude/todos", ".claude/tasks", ".claude/session-env", ".claude/file-history",
    ".codex/memories", ".codex/tmp", ".cursor/plans", ".cursor/projects", ".gemini/tmp", ".copilot/session-state",
    ".devin/plans",
  ]

  /// What a place of the system or of the person's start-up is called, or nil for any other.
  static func systemPlace(_ path: String, home: String?) -> String? {
    for folder in systemFolders where HookModel.Paths.isInside(path, folder) { return "a part of the system" }
    guard let home, home != "/", let below = HookModel.Paths.relative(path, to: home) else { return nil }
    let folded = below.lowercased()
    if startUpFiles.contains(folded) { return "a start-up file of the user's" }
    for folder in startUpFolders where HookModel.Paths.isInside(folded, folder) { return "a start-up or key folder of the user's" }
    return nil
  }

  private static let systemFolders = [
    "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/boot", "/sys", "/proc", "/dev", "/root/.ssh",
    "/var/spool/cron", "/var/lib", "/System", "/Library", "/private/etc", "/Applications",
  ]

  private static let startUpFiles: Set<String> = [
    ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile", ".zshrc", ".zshenv",
    ".zprofile", ".zlogin", ".zlogout", ".cshrc", ".tcshrc", ".login", ".kshrc", ".inputrc", ".xinitrc", ".xprofile",
    ".xsessionrc", ".pam_environment", ".gitconfig", ".config/git/config", ".config/fish/config.fish", ".vimrc", ".npmrc",
    ".pypirc", ".netrc", ".pythonrc", ".config/nvim/init.lua", ".config/nvim/init.vim",
  ]

  private static let startUpFolders = [
    ".ssh", ".gnupg", ".aws", ".config/gcloud", ".config/autostart", ".config/systemd", ".config/fish/conf.d",
    ".config/environment.d", "library/launchagents", ".local/share/systemd", ".local/bin", "bin",
  ]

  /// Whether an entry of `allow-outside` covers the path: a folder (`~/notes/`), or a file.
  static func matches(_ entry: String, _ path: String, home: String?, folder: String) -> Bool {
    var text = entry
    if text == "~" || text.utf8.starts(with: "~/".utf8) {
      guard let home else { return false }
      text = home + String(text.dropFirst())
    }
    let isFolder = text.utf8.last == UInt8(ascii: "/")
    let place = HookModel.Paths.clean(HookModel.Paths.join(folder, text))
    return isFolder ? isBelow(path, place) : HookModel.Paths.isInside(path, place)
  }
}
