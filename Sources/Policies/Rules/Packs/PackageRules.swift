import HookModel

/// Pack `packages`: publishing to, and taking back from, package registries.
enum PackageRules {
  static var all: [Rule] { [publish, unpublish] }

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
      ("jsr", "publish", _), ("deno", "publish", _), ("helm", "push", _), ("goreleaser", "release", _):
      if words.contains("--snapshot") { return }
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
