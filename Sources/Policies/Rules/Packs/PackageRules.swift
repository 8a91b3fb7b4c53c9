import HookModel

/// Pack `packages`: publishing to, and taking back from, package registries.
enum PackageRules {
  static var all: [Rule] { [publish, unpublish, uninstall] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    let inner = command.withoutRunner
    judge(own: command, program, scene, &findings)
    if let name = inner.program, name != program { judge(own: inner, name, scene, &findings) }
  }

  private static func judge(own command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings)
  {
    let words = command.arguments.compactMap(\.value)
    if words.contains(where: { $0 == "--dry-run" || $0 == "--help" || $0 == "-h" || $0 == "-n" && program == "cargo" })
    {
      return
    }
    let operands = words.filter { $0.utf8.first != UInt8(ascii: "-") }
    let first = operands.first ?? ""
    let second = operands.count > 1 ? operands[1] : ""
    switch (program, first, second) {
    case ("npm", "uninstall", _), ("npm", "remove", _), ("npm", "rm", _), ("npm", "un", _), ("npm", "r", _),
      ("pnpm", "remove", _), ("pnpm", "rm", _), ("pnpm", "uninstall", _), ("bun", "remove", _), ("bun", "rm", _),
      ("dotnet", "tool", "uninstall"):
      let isGlobal = words.contains { $0 == "-g" || $0 == "--global" || $0 == "--location=global" || $0 == "-gf" }
      if isGlobal { findings.add(uninstall, scene) }
    case ("yarn", "global", "remove"), ("pipx", "uninstall", _), ("pipx", "uninstall-all", _),
      ("uv", "tool", "uninstall"),
      ("cargo", "uninstall", _), ("gem", "uninstall", _), ("rustup", "self", "uninstall"),
      ("rustup", "toolchain", "uninstall"), ("conda", "env", "remove"), ("mamba", "env", "remove"),
      ("nvm", "uninstall", _),
      ("pyenv", "uninstall", _), ("rbenv", "uninstall", _), ("asdf", "uninstall", _), ("volta", "uninstall", _),
      ("mise", "uninstall", _), ("sdk", "uninstall", _):
      findings.add(uninstall, scene)
    case ("conda", "remove", _), ("mamba", "remove", _): if words.contains("--all") { findings.add(uninstall, scene) }
    case ("pip", "uninstall", _), ("pip3", "uninstall", _):
      // Inside a virtual environment it is everyday work; with the machine's own Python it is not.
      if words.contains("--break-system-packages") || command.wrappers.contains("sudo") {
        findings.add(uninstall, scene)
      }
    case ("npm", "token", "revoke"), ("npm", "team", "destroy"), ("npm", "org", "rm"), ("npm", "access", "revoke"),
      ("vsce", "unpublish", _), ("ovsx", "unpublish", _), ("nuget", "delete", _), ("pod", "trunk", "delete"),
      ("pod", "trunk", "deprecate"), ("anaconda", "remove", _), ("mix", "hex.retire", _), ("dart", "pub", "retract"):
      findings.add(unpublish, scene)
    case ("npm", "unpublish", _), ("npm", "deprecate", _), ("npm", "owner", "rm"), ("npm", "dist-tag", "rm"),
      ("pnpm", "unpublish", _), ("cargo", "yank", _), ("gem", "yank", _), ("gem", "owner", _),
      ("dotnet", "nuget", "delete"),
      ("cargo", "owner", _):
      findings.add(unpublish, scene)
    case ("npm", "publish", _), ("pnpm", "publish", _), ("yarn", "publish", _), ("yarn", "npm", "publish"),
      ("bun", "publish", _),
      ("cargo", "publish", _), ("twine", "upload", _), ("gem", "push", _), ("poetry", "publish", _),
      ("uv", "publish", _),
      ("hatch", "publish", _), ("flit", "publish", _), ("pdm", "publish", _), ("dotnet", "nuget", "push"),
      ("pod", "trunk", "push"),
      ("vsce", "publish", _), ("ovsx", "publish", _), ("lerna", "publish", _), ("changeset", "publish", _),
      ("npm", "version", "publish"),
      ("semantic-release", _, _), ("mix", "hex.publish", _), ("dart", "pub", "publish"), ("flutter", "pub", "publish"),
      ("jsr", "publish", _), ("deno", "publish", _), ("helm", "push", _), ("goreleaser", "release", _),
      ("maturin", "publish", _), ("maturin", "upload", _), ("anaconda", "upload", _), ("nuget", "push", _),
      ("lein", "deploy", _), ("luarocks", "upload", _), ("cabal", "upload", _), ("stack", "upload", _),
      ("opam", "publish", _), ("rush", "publish", _), ("nx", "release", _), ("np", _, _), ("release-it", _, _),
      ("npm", "dist-tag", "add"), ("snapcraft", "upload", _), ("snapcraft", "push", _), ("cargo", "release", _),
      ("sbt", "publish", _), ("sbt", "publishSigned", _), ("wasm-pack", "publish", _), ("shards", "publish", _):
      if words.contains("--snapshot") || program == "cargo" && first == "release" && !words.contains("--execute") {
        return
      }
      findings.add(publish, scene)
    case ("mvn", _, _), ("mvnw", _, _): if operands.contains("deploy") { findings.add(publish, scene) }
    case ("gradle", _, _), ("gradlew", _, _):
      if operands.contains(where: { $0.hasPrefix("publish") && !$0.hasSuffix("ToMavenLocal") }) {
        findings.add(publish, scene)
      }
    default: return
    }
  }

  static let publish = Rule(
    "packages.publish", .ask,
    catches: "publishing a package: npm, pnpm, yarn, cargo, twine, gem, poetry, uv, Maven, Gradle, NuGet and others",
    why: "a version that was published once is used by others, and its number is taken for good",
    instead: "the same command with `--dry-run`, or `npm pack`, `cargo package`, `twine check dist/*`",
    stops: [
      "npm publish", "npm publish --access public", "cargo publish", "twine upload dist/*",
      "python -m twine upload dist/*", "gem push a.gem",
      "poetry publish --build", "uv publish", "mvn deploy", "./gradlew publish",
    ],
    passes: [
      "npm publish --dry-run", "npm pack", "cargo package", "cargo publish --dry-run", "twine check dist/*",
      "npm run publish-docs",
      "./gradlew publishToMavenLocal", "npm install publish",
    ])

  static let uninstall = Rule(
    "packages.uninstall-global", .ask,
    catches:
      "uninstalling tools and toolchains for the whole user or machine: `npm uninstall -g`, `pipx uninstall`, `cargo uninstall`, `rustup self uninstall`, `sudo pip uninstall`",
    why: "other projects and the person use them, too",
    instead: "leave it installed; pin the version that this project needs in its own manifest",
    stops: [
      "npm uninstall -g typescript", "npm rm --global yarn", "pipx uninstall poetry", "cargo uninstall ripgrep",
      "gem uninstall rails", "rustup self uninstall -y", "conda env remove -n base", "sudo pip uninstall -y requests",
    ],
    passes: [
      "npm uninstall lodash", "pnpm remove lodash", "pip uninstall -y requests", "cargo install ripgrep",
      "poetry remove requests", "npm ls -g",
    ])

  static let unpublish = Rule(
    "packages.unpublish",
    catches: "`npm unpublish` and `deprecate`, `cargo yank`, `gem yank`, changes of owners",
    why: "builds of others break at once",
    instead: "publish a fixed version, and give the person the command",
    stops: [
      "npm unpublish shop@1.2.0", "npm unpublish --force shop", "cargo yank --version 1.2.0", "gem yank shop -v 1.2.0",
      "npm owner rm ann shop",
    ],
    passes: ["npm view shop", "npm uninstall shop", "cargo search shop"])
}
