internal import HookModel
internal import Patterns

extension PolicyFile {
  /// The defaults: what counts where no file says otherwise.
  public static let builtIn: PolicyFile = {
    var policy = PolicyFile(layer: .builtIn, path: "", folder: "")
    var paths = ProtectedPathsTable()
    paths.write = .defaultWrite
    paths.read = .defaultRead
    paths.readUse = .allow
    paths.outside = .ask
    paths.hasDefaultOutside = true
    policy.protectedPaths = paths
    policy.commands.packs = [Located("core", at: DefaultPaths.place)]
    policy.commands.unknownProgram = .allow
    policy.commands.unknownDelete = .ask
    policy.commands.inlineCode = .allow
    return policy
  }()
}

/// The lists of the defaults, each made when it is first asked for.
enum DefaultPaths {
  static let write = PathPatternList.Compiled(
    located([".git/"] + secrets), isProtected: true, exceptions: gitExceptions)
  static let read = PathPatternList.Compiled(located(secrets), isProtected: true)
  static let outsideList = located(writableOutside)
  static let outside = OutsidePatterns(writableOutside, folder: "")

  static var place: Location { Location(file: "the defaults", line: 0, column: 0) }

  private static func located(_ values: [String]) -> [Located<String>] { values.map { Located($0, at: place) } }

  /// What people and agents write below `.git/` themselves: messages for git, and the ignore list of one clone.
  private static let gitExceptions = [
    "**/.git/**/COMMIT_EDITMSG", "**/.git/**/MERGE_MSG", "**/.git/**/SQUASH_MSG", "**/.git/**/TAG_EDITMSG",
    "**/.git/**/NOTES_EDITMSG", "**/.git/**/EDIT_DESCRIPTION", "**/.git/**/PULLREQ_EDITMSG", "**/.git/info/exclude",
    // What a git that was killed leaves behind, and asks people to remove.
    "**/.git/**/*.lock",
  ]

  /// Files that hold secrets. A `.pem` is a key only by its name, since most are certificates.
  private static let secrets = [
    ".env", ".env.*",
    "id_rsa", "id_dsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk",
    "key.pem", "*-key.pem", "*_key.pem", "privkey*.pem", "private*.pem", "server.key", "private.key", "tls.key",
    "ssl.key", "*.p12", "*.pfx", "*.ppk", "*.jks", "*.keystore", "*.kdbx",
    ".netrc", "_netrc", ".pgpass", ".git-credentials", ".pypirc", ".vault-token", ".htpasswd",
    "~/.ssh/id_*", "~/.ssh/*.pem", "~/.ssh/*.key", "!~/.ssh/*.pub",
    "~/.gnupg/private-keys-v1.d/", "~/.gnupg/secring.gpg", "~/.password-store/", "~/Library/Keychains/",
    "~/.local/share/keyrings/",
    "~/.aws/credentials", "~/.aws/sso/cache/", "~/.aws/cli/cache/",
    "~/.config/gcloud/credentials.db", "~/.config/gcloud/access_tokens.db",
    "~/.config/gcloud/application_default_credentials.json", "~/.config/gcloud/legacy_credentials/",
    "~/.azure/accessTokens.json", "~/.azure/msal_token_cache.*", "~/.azure/service_principal_entries.*",
    "~/.kube/config", "~/.docker/config.json", "~/.config/containers/auth.json", "~/.terraform.d/credentials.tfrc.json",
    "~/.oci/*.pem", "~/.config/doctl/config.yaml", "~/.fly/config.yml", "~/.databrickscfg", "~/.s3cfg", "~/.boto",
    "~/.config/rclone/rclone.conf",
    "~/.netrc", "~/.pgpass", "~/.git-credentials", "~/.pypirc", "~/.vault-token",
    "~/.npmrc", "~/.yarnrc.yml", "~/.gem/credentials", "~/.cargo/credentials", "~/.cargo/credentials.toml",
    "~/.config/composer/auth.json", "~/.composer/auth.json", "~/.m2/settings-security.xml", "~/.my.cnf",
    "~/.config/gh/hosts.yml", "~/.config/glab-cli/config.yml", "~/.config/hub", "~/.config/git/credentials",
    "~/.config/op/", "~/.cache/huggingface/token", "~/.huggingface/token",
    "~/.claude/.credentials.json", "~/.codex/auth.json", "~/.gemini/oauth_creds.json", "~/.config/cursor/auth.json",
    "~/.config/github-copilot/hosts.json", "~/.config/github-copilot/apps.json", "~/.local/share/opencode/auth.json",
    "~/.config/devin/credentials.json",
  ]

  /// Where writing beyond the project loses nothing: temporary folders' contents, the terminal, caches that are fetched
  /// again, and the agents' own notes.
  private static let writableOutside = [
    "/tmp/**", "/var/tmp/**", "/private/tmp/**", "/private/var/tmp/**", "/var/folders/*/*/T/**",
    "/private/var/folders/*/*/T/**", "/dev/shm/**",
    "/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/*",
    "~/.cache/**", "~/.npm/**", "~/.yarn/**", "~/.pnpm-store/**", "~/.local/share/pnpm/**", "~/.bun/install/cache/**",
    "~/.cargo/registry/**", "~/.cargo/git/**", "~/.rustup/**", "~/go/pkg/**", "~/.gradle/caches/**",
    "~/.gradle/daemon/**", "~/.gradle/wrapper/**", "~/.m2/repository/**", "~/.ivy2/**", "~/.sbt/**",
    "~/.nuget/packages/**", "~/.gem/**", "~/.bundle/cache/**", "~/.composer/cache/**", "~/.cocoapods/**",
    "~/.pub-cache/**", "~/.hex/**", "~/.mix/**", "~/.stack/**", "~/.cabal/packages/**", "~/.conda/pkgs/**",
    "~/.swiftpm/**", "~/.terraform.d/plugin-cache/**", "~/.deno/**", "~/.node-gyp/**", "~/.electron/**", "~/.expo/**",
    "~/.kube/cache/**", "~/.local/share/virtualenvs/**", "~/.pyenv/versions/**", "~/.local/share/uv/**",
    "~/.local/share/mise/**", "~/.asdf/installs/**", "~/Library/Caches/**",
    "~/Library/Developer/Xcode/DerivedData/**", "~/Library/pnpm/**", "~/.claude/plans/**", "~/.claude/projects/**",
    "~/.claude/todos/**", "~/.claude/tasks/**", "~/.claude/session-env/**", "~/.claude/file-history/**",
    "~/.codex/memories/**", "~/.codex/plans/**", "~/.codex/tmp/**", "~/.cursor/plans/**", "~/.cursor/projects/**",
    "~/.gemini/tmp/**", "~/.copilot/session-state/**", "~/.devin/plans/**",
  ]
}
