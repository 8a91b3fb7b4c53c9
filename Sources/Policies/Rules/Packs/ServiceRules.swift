import HookModel

/// Pack `system`: services, users, firewalls and system packages.
enum ServiceRules {
  static var all: [Rule] { [service, user, firewall, package, security, network, boot, backup] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    let words = command.arguments.compactMap(\.value)
    if words.contains("--help") || words.contains("--dry-run") || words.contains("--simulate") { return }
    let operands = words.filter { $0.utf8.first != UInt8(ascii: "-") }
    let first = operands.first ?? ""
    switch LookupName(program) {
    case "systemctl":
      switch first {
      case "stop", "disable", "mask", "kill", "isolate", "revert": findings.add(service, scene)
      default: return
      }
    case "service": if operands.count > 1, operands[1] == "stop" { findings.add(service, scene) }
    case "launchctl":
      if ["unload", "bootout", "remove", "disable", "kill"].contains(first) { findings.add(service, scene) }
    case "update-rc.d": if operands.contains("remove") || operands.contains("disable") { findings.add(service, scene) }
    case "chkconfig": if words.last == "off" || words.contains("--del") { findings.add(service, scene) }
    case "initctl": if first == "stop" { findings.add(service, scene) }
    case "brew" where first == "services":
      if operands.contains("stop") || operands.contains("kill") { findings.add(service, scene) }
    case "gpasswd": if words.contains("-d") || words.contains("-r") { findings.add(user, scene) }
    case "chage": if words.contains("-E") { findings.add(user, scene) }
    case "ip", "ifconfig", "nmcli", "ifdown", "networksetup", "route", "tc":
      judge(network: program, words, scene, &findings)
    case "modprobe", "rmmod":
      if program == "rmmod" || words.contains("-r") { findings.add(network, scene, why: moduleWhy) }
    case "swapoff", "umount":
      if words.contains("-a") || words.contains("--all") { findings.add(network, scene, why: moduleWhy) }
    case "grub-install", "grub2-install", "update-grub", "grub-mkconfig", "grub2-mkconfig", "efibootmgr", "bootctl",
      "nvram", "bless", "update-initramfs", "dracut":
      judge(boot: program, words, operands, scene, &findings)
    case "tmutil", "timeshift", "restic", "borg", "snapper", "rclone", "kopia", "duplicity", "vssadmin":
      judge(backup: program, words, operands, scene, &findings)
    case "journalctl":
      if words.contains(where: { $0.hasPrefix("--vacuum") || $0 == "--rotate" }) {
        findings.add(backup, scene, verdict: .ask, why: "the machine's log is what explains the last failure")
      }
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
      "pkg", "choco", "winget", "scoop":
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
    switch LookupName(program) {
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

  private static let moduleWhy = "what uses it stops working at once, for everybody on the machine"

  private static func judge(network program: String, _ words: [String], _ scene: Scene, _ findings: inout Findings) {
    let cuts: Bool
    switch LookupName(program) {
    case "ip":
      cuts =
        words.contains("down") && words.contains("set") || words.contains("flush")
        || words.contains { $0 == "del" || $0 == "delete" }
    case "ifconfig": cuts = words.last == "down"
    case "nmcli": cuts = words.contains("off") || words.contains("down") || words.contains("delete")
    case "ifdown": cuts = true
    case "networksetup": cuts = words.contains { $0.hasSuffix("off") || $0.hasPrefix("-remove") } || words.last == "off"
    case "route": cuts = words.contains { $0 == "del" || $0 == "delete" || $0 == "flush" }
    default: cuts = words.contains("del") || words.contains("netem")
    }
    if cuts { findings.add(network, scene) }
  }

  private static func judge(
    boot program: String, _ words: [String], _ operands: [String], _ scene: Scene, _ findings: inout Findings
  ) {
    switch LookupName(program) {
    case "efibootmgr":
      if words.contains(where: { $0 == "-B" || $0 == "-b" || $0 == "-o" || $0 == "-O" }) { break } else { return }
    case "bootctl": if operands.first == "remove" || operands.first == "install" { break } else { return }
    case "nvram": if words.contains("-c") || words.contains("-d") { break } else { return }
    case "grub-mkconfig", "grub2-mkconfig": if words.contains("-o") { break } else { return }
    default: break
    }
    findings.add(boot, scene)
  }

  /// What deletes backups and snapshots, on this machine or at a remote store.
  private static func judge(
    backup program: String, _ words: [String], _ operands: [String], _ scene: Scene, _ findings: inout Findings
  ) {
    if words.contains("-n") { return }
    let first = operands.first ?? ""
    let deletes: Bool
    switch LookupName(program) {
    case "tmutil":
      deletes = ["delete", "deletelocalsnapshots", "thinlocalsnapshots", "disable", "deleteinprogress"].contains(first)
    case "timeshift": deletes = words.contains("--delete") || words.contains("--delete-all")
    case "restic": deletes = operands.contains("forget") || operands.contains("prune")
    case "borg": deletes = operands.contains("delete") || operands.contains("prune")
    case "snapper": deletes = operands.contains("delete") || operands.contains("delete-config")
    case "rclone": deletes = ["purge", "delete", "deletefile", "cleanup", "rmdirs"].contains(first)
    case "kopia": deletes = operands.contains("delete") || operands.contains("expire")
    case "duplicity": deletes = first.hasPrefix("remove-") || first == "cleanup"
    default: deletes = first.lowercased() == "delete"
    }
    if deletes { findings.add(backup, scene) }
  }

  static let network = Rule(
    "system.network-cut", .ask,
    catches: "taking network interfaces, routes, kernel modules, swap or mounts away: `ip link set eth0 down`, `rmmod`",
    why: "a remote machine may not be reachable afterwards, and what uses it fails",
    instead: "`ip addr`, `ip route`, `lsmod` and `findmnt` look",
    stops: [
      "sudo ip link set eth0 down", "ip route flush table main", "ifconfig en0 down", "nmcli networking off",
      "sudo rmmod nvidia", "swapoff -a", "umount -a",
    ],
    passes: ["ip addr", "ip route show", "ifconfig", "nmcli device", "lsmod", "umount /mnt/usb"])

  static let boot = Rule(
    "system.boot",
    catches: "changing how the machine starts: grub-install, update-grub, efibootmgr, nvram, update-initramfs",
    why: "a machine that does not start cannot be mended from here",
    instead: "`efibootmgr -v` and `bootctl status` look; give the person the command",
    stops: ["sudo grub-install /dev/sda", "sudo update-grub", "efibootmgr -b 0001 -B", "sudo nvram -c"],
    passes: ["efibootmgr -v", "bootctl status", "nvram -p", "cat /boot/grub/grub.cfg"])

  static let backup = Rule(
    "system.backup-delete",
    catches: "deleting backups and snapshots: Time Machine, restic, borg, timeshift, snapper, `rclone purge`",
    why: "a backup is the last way back, and nobody notices that it is gone until it is needed",
    instead: "`restic snapshots`, `borg list` and `tmutil listbackups` look; give the person the command",
    stops: [
      "tmutil deletelocalsnapshots /", "restic forget --keep-last 1 --prune", "borg delete repo::a",
      "timeshift --delete-all", "rclone purge remote:backups", "vssadmin delete shadows /all",
    ],
    passes: [
      "tmutil listbackups", "restic snapshots", "restic forget -n --keep-last 1", "borg create repo::b src",
      "rclone ls remote:", "rclone copy dist remote:site",
    ])

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
