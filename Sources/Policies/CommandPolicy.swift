public import HookModel
import PolicyFile

/// Commands: built-in rules over effects and resolved simple commands, a person's own rules, and the switches for both.
public enum CommandPolicy: Policy {
  /// What it is for people.
  public static var documentation: PolicyDocumentation {
    PolicyDocumentation(
      id: "commands",
      summary: "Refuses, or asks about, commands that cannot be undone; runs the built-in rules and your own.",
      why: "An agent that is wrong about one command can cost work that exists nowhere else.",
      options: [
        (
          "commands.packs",
          "the rule packs that are on; `core` always is: \(RulePack.allCases.map(\.rawValue).joined(separator: ", "))"
        ),
        ("commands.unknown-program", "what a program name that cannot be known leads to: allow (default), ask or deny"),
        (
          "commands.unknown-delete",
          "what a recursive delete of an unknown target leads to: ask (default), allow or deny"
        ),
        ("commands.inline-code", "what code in an interpreter's arguments leads to: allow (default), ask or deny"),
        (
          "commands.deny, ask, allow",
          "your own rules: `run` in words or `match` as a regular expression, `reason`, `fix`, and for allow `lifts` and `until`"
        ),
        ("rules", "built-in rules by id or glob: \"off\", \"observe\", \"ask\" or \"deny\""),
      ],
      example: """
        [commands]
        packs = ["core", "docker"]

        [[commands.deny]]
        run = "python3 deploy.py production"
        reason = "Production deploys go through CI."
        fix = "Open a pull request and let the pipeline deploy."

        [[commands.allow]]
        run = "git push --force"
        lifts = ["core.git.push-force"]
        branch = ["feature/*"]

        [rules]
        "core.git.stash-drop" = "ask"
        """)
  }

  /// Before a tool runs, and where the agent asks for permission.
  public static var events: EventKinds { .judged }

  /// The rulings of the built-in rules, then those of each file's own rules.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    if context.effects.isEmpty { return [] }
    let layers = CommandLayers(context)
    var rulings: [Ruling] = []
    for finding in findings(context, layers: layers).list {
      if let ruling = layers.ruling(for: finding) { add(ruling, to: &rulings) }
    }
    for ruling in layers.ownRulings() { add(ruling, to: &rulings) }
    return rulings
  }

  /// One message for each rule and command: `rm -rf a b c` is one refusal, not three. The rulings of one command lie side by
  /// side, so only the last ones are compared.
  private static func add(_ ruling: Ruling, to rulings: inout [Ruling]) {
    let same = rulings.suffix(64).firstIndex { other in
      other.rule == ruling.rule && other.isObserved == ruling.isObserved && other.reason?.what == ruling.reason?.what
    }
    guard let same else {
      rulings.append(ruling)
      return
    }
    if ruling.verdict > rulings[same].verdict { rulings[same] = ruling }
  }

  /// What the built-in rules of the packs that are on find.
  static func findings(_ context: PolicyContext, layers: CommandLayers) -> Findings {
    var findings = Findings()
    var scene = Scene(context, unknown: layers.unknown)
    for index in context.effects.indices {
      scene.advance(to: index)
      judge(scene, packs: layers.packs, &findings)
    }
    DeleteRules.judge(sum: scene, &findings)
    return findings
  }

  private static func judge(_ scene: Scene, packs: [RulePack], _ findings: inout Findings) {
    let effect = scene.effect
    if effect.origin.through.contains("fork bomb"), !findings.has(SystemRules.forkBomb, scene) {
      findings.add(SystemRules.forkBomb, scene)
    }
    switch effect.action {
    case .run(let command):
      guard let program = command.program else {
        UnknownRules.judge(unknownProgram: command, scene, &findings)
        return
      }
      CoreRules.judge(command, program, scene, &findings)
      for pack in packs { pack.judge(command, program, scene, &findings) }
    case .write(let target, let kind, _):
      DiskRules.judge(write: target, scene, &findings)
      SystemRules.judge(socket: target, scene, &findings)
      SystemRules.judge(trigger: target, scene, &findings)
      SystemRules.judge(startupFile: target, kind, scene, &findings)
      if kind == .attributes { PermissionRules.judge(attributes: target, scene, &findings) }
    case .read(let target, _): SystemRules.judge(socket: target, scene, &findings)
    case .delete(let target, let recursive): DeleteRules.judge(delete: target, recursive: recursive, scene, &findings)
    case .execute(let source, let program): ExecutionRules.judge(source, by: program, scene, &findings)
    case .fetch, .mcp, .tool, .prompt: return
    }
  }
}

/// Finds the core rules that speak about a program.
enum CoreRules {
  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    GuardRules.judge(command, program, scene, &findings)
    switch LookupName(program) {
    case "git": GitRules.judge(command, scene, &findings)
    case "git-filter-repo", "git-filter-branch", "bfg":
      if !command.arguments.contains(where: { $0.value == "--help" || $0.value == "-h" }) {
        findings.add(GitRules.rewriteHistory, scene)
      }
    case "rm", "grm", "rmdir", "unlink", "truncate", "srm": DeleteRules.judge(command, scene, &findings)
    case "shred", "wipe":
      DeleteRules.judge(command, scene, &findings)
      DiskRules.judge(command, program, scene, &findings)
    case "export": GitRules.judge(exported: command, scene, &findings)
    case "deno", "npx", "bunx", "pnpx", "powershell", "pwsh", "powershell.exe", "pwsh.exe":
      ExecutionRules.judge(command, program, scene, &findings)
      SystemRules.judge(command, program, scene, &findings)
      SQLRules.judge(command, program, scene, &findings)
    case "dd", "blkdiscard", "badblocks", "hdparm", "nvme", "mkswap", "newfs", "newfs_apfs", "newfs_hfs", "mke2fs",
      "wipefs",
      "fdisk", "cfdisk", "gdisk", "cgdisk", "sfdisk", "sgdisk", "parted", "diskutil", "cryptsetup", "lvremove",
      "vgremove",
      "pvremove", "lvreduce", "zpool", "zfs", "btrfs", "mdadm", "dmsetup":
      DiskRules.judge(command, program, scene, &findings)
    case _ where program.hasPrefix("mkfs"): DiskRules.judge(command, program, scene, &findings)
    default:
      SystemRules.judge(command, program, scene, &findings)
      SQLRules.judge(command, program, scene, &findings)
    }
    SecretRules.judge(command, program, scene, &findings)
    UnknownRules.judge(inline: command, scene, &findings)
  }
}

extension RulePack {
  /// Judges a simple command by the pack's rules; `core` is judged apart, as it is always on.
  func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    switch self {
    case .core: return
    case .docker: DockerRules.judge(command, program, scene, &findings)
    case .kubernetes: KubernetesRules.judge(command, program, scene, &findings)
    case .terraform: TerraformRules.judge(command, program, scene, &findings)
    case .aws: AWSRules.judge(command, program, scene, &findings)
    case .gcloud: GoogleCloudRules.judge(command, program, scene, &findings)
    case .azure: AzureRules.judge(command, program, scene, &findings)
    case .database: DatabaseRules.judge(command, program, scene, &findings)
    case .forge: ForgeRules.judge(command, program, scene, &findings)
    case .packages: PackageRules.judge(command, program, scene, &findings)
    case .system: ServiceRules.judge(command, program, scene, &findings)
    }
  }
}
