import HookModel

/// Pack `system`: services, users, firewalls and system packages.
enum ServiceRules {
  static var all: [Rule] { [service, user, firewall, package, security] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    let words = command.arguments.compactMap(\.value)
    if words.contains("--help") || words.contains("--dry-run") || words.contains("--simulate") { return }
    let operands = words.filter { $0.utf8.first != UInt8(ascii: "-") }
    let first = operands.first ?? ""
    switch program {
    case "systemctl":
      switch first {
      case "stop", "disable", "mask", "kill", "isolate", "revert": findings.add(service, scene)
      default: return
      }
    case "service": if operands.count > 1, operands[1] == "stop" { findings.add(service, scene) }
    case "launchctl":
      if ["unload", "bootout", "remove", "disable", "kill"].contains(first) { findings.add(service, scene) }
    case "rc-service", "sv": if words.contains("stop") || words.contains("down") { findings.add(service, scene) }
    case "userdel", "deluser", "groupdel", "delgroup": findings.add(user, scene)
    case "usermod":
      if words.contains("-L") || words.contains("--lock") || words.contains("-e") { findings.add(user, scene) }
    case "passwd":
      if words.contains("-d") || words.contains("-l") || words.contains("--delete") { findings.add(user, scene) }
    case "dscl": if words.contains("-delete") || words.contains("delete") { findings.add(user, scene) }
    case "iptables", "ip6tables", "nft", "ufw", "firewall-cmd", "pfctl":
      judge(firewall: program, words, operands, scene, &findings)
    case "apt", "apt-get", "aptitude", "yum", "dnf", "microdnf", "zypper", "apk", "brew", "snap", "flatpak", "port",
      "pkg":
      switch first {
      case "remove", "purge", "autoremove", "erase", "del", "rm", "uninstall", "delete", "full-upgrade", "dist-upgrade":
        if words.contains("-s") { return }
        findings.add(package, scene)
      default: return
      }
    case "pacman": if words.contains(where: { $0.hasPrefix("-R") }) { findings.add(package, scene) }
    case "dpkg", "rpm":
      let removes = words.contains {
        $0 == "-r" || $0 == "-P" || $0 == "--remove" || $0 == "--purge" || $0 == "-e" || $0 == "--erase"
      }
      if removes { findings.add(package, scene) }
    case "setenforce": if first == "0" || first.lowercased() == "permissive" { findings.add(security, scene) }
    case "spctl":
      if words.contains("--master-disable") || words.contains("--global-disable") { findings.add(security, scene) }
    case "csrutil": if first == "disable" { findings.add(security, scene) }
    case "visudo": findings.add(security, scene)
    default: return
    }
  }

  private static func judge(
    firewall program: String, _ words: [String], _ operands: [String], _ scene: Scene, _ findings: inout Findings
  ) {
    let opens: Bool
    switch program {
    case "ufw": opens = operands.first == "disable" || operands.first == "reset"
    case "nft": opens = operands.starts(with: ["flush"]) || operands.starts(with: ["delete"])
    case "pfctl": opens = words.contains("-d") || words.contains("-F")
    case "firewall-cmd": opens = words.contains { $0.hasPrefix("--remove") || $0 == "--panic-off" }
    default:
      opens = words.contains {
        $0 == "-F" || $0 == "--flush" || $0 == "-X" || $0 == "-P" || $0 == "--policy" || $0 == "-D"
      }
    }
    if opens { findings.add(firewall, scene) }
  }

  static let service = Rule(
    "system.service-stop", .ask,
    catches: "stopping, disabling and masking services: `systemctl stop`, `service x stop`, `launchctl bootout`",
    why: "others may use the service, and a disabled one does not come back by itself",
    instead: "`systemctl status NAME` looks; `systemctl restart NAME` brings it back up",
    stops: ["systemctl stop nginx", "sudo systemctl disable --now docker", "systemctl mask ssh", "service nginx stop"],
    passes: ["systemctl status nginx", "systemctl restart nginx", "service nginx status", "journalctl -u nginx"])

  static let user = Rule(
    "system.user-delete",
    catches: "deleting and locking users and groups",
    why: "the user's files lose their owner or go, and people lose access",
    instead: "`id NAME` and `getent passwd NAME` look; give the person the command",
    stops: ["sudo userdel -r ann", "deluser ann", "groupdel dev", "passwd -l ann", "usermod -L ann"],
    passes: ["id ann", "useradd ann", "usermod -aG docker ann", "passwd -S ann"])

  static let firewall = Rule(
    "system.firewall",
    catches: "emptying or disabling the firewall: `iptables -F`, `ufw disable`, `nft flush ruleset`",
    why: "either everything is reachable afterwards, or nothing is",
    instead: "`iptables -L` and `ufw status` look; change the one rule that is meant",
    stops: ["sudo iptables -F", "iptables -P INPUT DROP", "ufw disable", "ufw reset", "nft flush ruleset"],
    passes: ["iptables -L -n", "ufw status", "nft list ruleset", "ufw allow 8080"])

  static let package = Rule(
    "system.package-remove", .ask,
    catches: "removing system packages: apt, dnf, yum, pacman, apk, zypper, brew, snap",
    why: "what depends on it goes, too, and its settings with `purge`",
    instead: "`apt-get -s remove NAME` shows what would go",
    stops: [
      "sudo apt-get remove -y nginx", "apt purge postgresql", "dnf remove docker", "pacman -Rns vim",
      "brew uninstall node", "apk del curl",
    ],
    passes: [
      "apt-get install -y jq", "apt list --installed", "apt-get -s remove nginx", "brew install jq", "pacman -Qs vim",
    ])

  static let security = Rule(
    "system.security-off",
    catches: "`setenforce 0`, `spctl --master-disable`, `csrutil disable`, `visudo`",
    why: "it takes away a protection of the whole machine",
    instead: "find what is refused (`ausearch -m avc`) and give the person the command",
    stops: ["sudo setenforce 0", "spctl --master-disable", "csrutil disable"],
    passes: ["getenforce", "csrutil status", "spctl --status"])
}
