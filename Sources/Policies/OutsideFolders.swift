internal import HookModel

/// What lies outside a project and what writing there means.
enum OutsideFolders {
  /// Whether a write to the path is ordinary work whatever the lists say: harmless devices, and what lies below a temporary
  /// folder that the environment names. The lists of `allow-outside` add the rest.
  static func isAllowed(_ named: String, _ real: String, facts: any Facts) -> Bool {
    if isHarmlessDevice(named) { return true }
    // Bash's names for a connection, which no file has.
    if named.utf8.starts(with: "/dev/tcp/".utf8) || named.utf8.starts(with: "/dev/udp/".utf8) { return true }
    if HookModel.Paths.isInside(named, "/dev/fd") || named.utf8.starts(with: "/proc/self/fd/".utf8) { return true }
    return temporaryFolders(facts).contains { isBelow(real, $0) }
  }

  /// Whether the path is a device that keeps nothing.
  static func isHarmlessDevice(_ path: String) -> Bool { harmlessDevices.contains(path) }

  private static let harmlessDevices = [
    "/dev/null", "/dev/tty", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/zero", "/dev/full",
  ]

  /// The folders whose contents come and go.
  static func temporaryFolders(_ facts: any Facts) -> [String] {
    var folders = ["/tmp", "/var/tmp", "/private/tmp", "/private/var/tmp", "/dev/shm"]
    if let own = facts.environment("TMPDIR"), own.utf8.first == UInt8(ascii: "/"), own != "/" {
      let real = facts.resolve(own)
      // A TMPDIR that is the home folder or a system folder is no temporary folder, whatever it is called.
      if real != "/", real != facts.home(of: nil),
        HookModel.Paths.relative(real, to: "/")?.utf8.contains(UInt8(ascii: "/")) ?? false
      {
        folders.append(real)
      }
    }
    return folders
  }

  /// Whether the path is, or lies in, what a package manager or a build tool fills again by itself. It may be deleted whole;
  /// what lies beside it (settings, credentials, installed programs) is none.
  static func isRebuilt(_ path: String, home: String?) -> Bool {
    guard let home, home != "/", let below = HookModel.Paths.relative(path, to: home) else { return false }
    for cache in caches where HookModel.Paths.isInside(below, cache) { return true }
    return cacheFolders.contains { isBelow(below, $0) }
  }

  /// Below the home folder: caches that are one tool's.
  private static let caches = [
    ".npm", ".gradle/caches", ".gradle/daemon", ".gradle/wrapper/dists", ".m2/repository", ".m2/wrapper/dists",
    ".cargo/registry", ".cargo/git", "go/pkg/mod", ".pnpm-store", ".local/share/pnpm/store", "Library/pnpm/store",
    ".yarn/cache", ".yarn/berry/cache", ".bun/install/cache", ".deno/deps", ".deno/gen", ".deno/npm", ".node-gyp",
    ".electron", ".electron-gyp", ".nuget/packages", ".nuget/http-cache", ".ivy2/cache", ".sbt/boot", ".coursier/cache",
    ".composer/cache", ".cocoapods/repos", ".pub-cache/hosted", ".pub-cache/git", ".bundle/cache", ".gem/specs",
    ".stack/pack", ".cabal/packages", ".hex/packages", ".conda/pkgs", ".swiftpm/cache", ".konan/cache",
    ".terraform.d/plugin-cache", ".kube/cache", ".android/cache", ".android/build-cache", ".expo/cache",
    ".vscode/CachedExtensionVSIXs", ".platformio/.cache", ".nv/ComputeCache", ".zig-cache",
    "Library/Developer/Xcode/DerivedData", "Library/Developer/CoreSimulator/Caches",
  ]

  /// Folders of which each program's part is such a cache.
  private static let cacheFolders = [".cache", "Library/Caches"]

  static func isBelow(_ path: String, _ folder: String) -> Bool {
    path != folder && HookModel.Paths.isInside(path, folder)
  }

  /// What a place of the system or of the person's start-up is called, or nil for any other.
  static func systemPlace(_ path: String, home: String?) -> String? {
    for folder in systemFolders where HookModel.Paths.isInside(path, folder) { return "a part of the system" }
    guard let home, home != "/", let below = HookModel.Paths.relative(path, to: home) else { return nil }
    let folded = below.lowercased()
    if startUpFiles.contains(folded) { return "a start-up file of the user's" }
    for folder in startUpFolders where HookModel.Paths.isInside(folded, folder) {
      return "a start-up or key folder of the user's"
    }
    return nil
  }

  private static let systemFolders = [
    "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/boot", "/sys", "/proc", "/dev", "/root/.ssh",
    "/var/spool/cron", "/var/lib", "/System", "/Library", "/private/etc", "/Applications",
  ]

  private static let startUpFiles: Set<String> = [
    ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile", ".zshrc", ".zshenv",
    ".zprofile", ".zlogin", ".zlogout", ".cshrc", ".tcshrc", ".login", ".kshrc", ".inputrc", ".xinitrc", ".xprofile",
    ".xsessionrc", ".pam_environment", ".gitconfig", ".config/git/config", ".config/fish/config.fish", ".vimrc",
    ".npmrc",
    ".pypirc", ".netrc", ".pythonrc", ".config/nvim/init.lua", ".config/nvim/init.vim",
  ]

  private static let startUpFolders = [
    ".ssh", ".gnupg", ".aws", ".config/gcloud", ".config/autostart", ".config/systemd", ".config/fish/conf.d",
    ".config/environment.d", "library/launchagents", ".local/share/systemd", ".local/bin", "bin",
  ]
}
