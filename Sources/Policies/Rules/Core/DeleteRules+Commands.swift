import HookModel

/// Programs that destroy by other means than deleting.
extension DeleteRules {
  /// `shred`, `truncate -s 0`, and deletes on another host.
  static func judge(_ command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    switch command.program {
    case "shred", "srm", "wipe": judge(shredding: command, scene, &findings)
    case "truncate": judge(truncating: command, scene, &findings)
    case "rm", "grm", "rmdir", "unlink": if command.isRemote { judge(remote: command, scene, &findings) }
    default: return
    }
  }

  private static func judge(shredding command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = ParsedOptions(
      command.arguments,
      OptionSyntax(
        shortWithValue: "ns", longWithValue: ["iterations", "size", "random-source"], long: ["remove", "zero"]))
    if options.has("help", "version") { return }
    for operand in options.operands {
      guard let path = overwritten(operand, scene) else { continue }
      if path.utf8.starts(with: "/dev/".utf8) { continue }
      let real = scene.real(path)
      let target = Target(path: path, spelling: operand.spelling)
      switch scene.place(of: real) {
      case .free: continue
      case .inside:
        let directory = scene.facts.project.root
        if scene.isGenerated(real) || scene.facts.session.created.contains(where: { Paths.isInside(real, $0) }) {
          continue
        }
        if scene.git(.isIgnored(path: real, directory: directory)) { continue }
        if scene.git(.isUnmodified(path: real, directory: directory)) { continue }
        findings.add(shred, scene, target: target)
      case .root, .home, .project, .repository, .outside: findings.add(outside, scene, target: target)
      }
    }
  }

  /// The file that an operand names. Where the name is unknown, any one in the known folder stands for it, and for what a
  /// program lists, the first pattern of names.
  private static func overwritten(_ operand: Argument, _ scene: Scene) -> String? {
    if let word = operand.value { return scene.absolute(word) }
    guard let slash = operand.knownPrefix.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    let name = operand.listedNames?.first ?? "\u{2026}"
    return scene.absolute(operand.knownPrefix[...slash] + name)
  }

  private static func judge(truncating command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = ParsedOptions(
      command.arguments,
      OptionSyntax(shortWithValue: "sr", longWithValue: ["size", "reference"], long: ["no-create", "io-blocks"]))
    // `+N` and `>N` only ever make a file longer.
    guard let size = options.values(of: "s", "size").last?.value, size.first != "+", size.first != ">" else { return }
    for operand in options.operands {
      guard let path = overwritten(operand, scene) else { continue }
      if path.utf8.starts(with: "/dev/".utf8) { continue }
      if operand.value == nil, isFound(Target(unknown: "", spelling: operand.spelling), scene) {
        var found = Target(
          unknown: operand.unknown ?? "the names", spelling: operand.spelling, knownFolder: Paths.folder(of: path))
        found.listedNames = operand.listedNames
        judge(found: found, recursive: false, scene, &findings)
        continue
      }
      switch scene.place(of: scene.real(path)) {
      case .free, .inside, .project, .repository: continue
      case .root, .home, .outside: findings.add(outside, scene, target: Target(path: path, spelling: operand.spelling))
      }
    }
  }

  /// Where database servers keep their data, which lies on a volume that outlives the container.
  private static func isDatabase(_ path: String) -> Bool {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"))
    guard parts.count >= 3, parts[0].elementsEqual("var".utf8), parts[1].elementsEqual("lib".utf8) else { return false }
    switch String(Substring(parts[2])) {
    case "postgresql", "mysql", "mariadb", "mongodb", "redis", "elasticsearch", "opensearch", "docker", "kafka",
      "rabbitmq", "influxdb", "etcd", "clickhouse", "cassandra", "neo4j", "couchdb", "mssql":
      return true
    default: return false
    }
  }

  /// Whether a machine, or what it stores, is gone with the folder.
  private static func isSystemFolder(_ path: String) -> Bool {
    switch Paths.depth(path) {
    case 0, 1: true
    case 2:
      Paths.isInside(path, "/usr") || Paths.isInside(path, "/etc") || Paths.isInside(path, "/boot")
        || path == "/var/lib"
    default: isDatabase(path)
    }
  }

  private static func judge(remote command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = ParsedOptions(command.arguments, OptionSyntax(long: ["recursive", "force", "dir", "verbose"]))
    guard options.has("r", "R", "recursive") else { return }
    // A container that is thrown away when the command ends has nothing to lose.
    let isThrowaway = command.wrappers.contains { $0.hasPrefix("docker run") || $0.hasPrefix("podman run") }
    let isContainer = command.wrappers.contains {
      $0.hasPrefix("docker") || $0.hasPrefix("podman") || $0.hasPrefix("kubectl") || $0.hasPrefix("nerdctl")
    }
    for operand in options.operands {
      let word = operand.value ?? operand.spelling
      let bare = word.utf8.count > 1 && word.hasSuffix("/") ? String(word.dropLast()) : word
      switch bare {
      case "/", "/*", "~", "~/*", "*", ".", "..", "./*", "$HOME", "/.", "/..":
        if !isThrowaway { findings.add(remote, scene, verdict: .deny) }
      default:
        if isThrowaway || Paths.isInside(bare, "/tmp") && bare != "/tmp" || Paths.isInside(bare, "/var/tmp") {
          continue
        }
        let isSystem = bare.utf8.first == UInt8(ascii: "/") && isSystemFolder(Paths.clean(bare))
        let isGenerated = bare.utf8.split(separator: UInt8(ascii: "/")).last.map { Generated.isName($0) } ?? false
        if isGenerated || isContainer && !isSystem { continue }
        findings.add(remote, scene, verdict: isSystem ? .deny : .ask)
      }
    }
  }
}
