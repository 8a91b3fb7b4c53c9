import HookModel

/// Disks and devices: what overwrites them whole.
enum DiskRules {
  static var all: [Rule] { [device, format, partition, volume] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    let words = command.arguments.lazy.compactMap(\.value)
    let isHelp = words.contains { $0 == "--help" || $0 == "--version" || $0 == "-V" }
    if isHelp { return }
    switch LookupName(program) {
    case "dd":
      for word in words where word.hasPrefix("of=") && isDevice(String(word.dropFirst(3))) {
        findings.add(device, scene)
      }
    case "shred", "wipe", "blkdiscard", "badblocks":
      let destroys = program != "badblocks" || words.contains { $0 == "-w" }
      if destroys, words.contains(where: { isDevice($0) }) { findings.add(device, scene) }
    case "hdparm":
      if words.contains(where: { $0.hasPrefix("--security-erase") || $0 == "--trim-sector-ranges" }) {
        findings.add(device, scene)
      }
    case "nvme": if words.first == "format" || words.first == "sanitize" { findings.add(device, scene) }
    case "mkswap", "newfs", "mke2fs", "newfs_apfs", "newfs_hfs": judge(format: command, scene, &findings)
    case "wipefs":
      let options = ParsedOptions(
        command.arguments,
        OptionSyntax(
          shortWithValue: "oOt", longWithValue: ["offset", "types", "output"], long: ["all", "no-act", "force"]))
      if options.has("a", "all", "o", "offset"), !options.has("n", "no-act") { findings.add(format, scene) }
    case "fdisk", "cfdisk", "gdisk", "cgdisk", "sfdisk", "sgdisk", "parted":
      judge(partitioner: command, program, scene, &findings)
    case "diskutil": judge(diskutil: command, scene, &findings)
    case "cryptsetup":
      switch words.first(where: { $0.utf8.first != UInt8(ascii: "-") }) {
      case "luksFormat", "luksErase", "erase", "luksKillSlot", "luksRemoveKey", "reencrypt": findings.add(volume, scene)
      default: return
      }
    case "lvremove", "vgremove", "pvremove", "lvreduce": if !words.contains("--test") { findings.add(volume, scene) }
    case "zpool": if words.first == "destroy" || words.first == "labelclear" { findings.add(volume, scene) }
    case "zfs":
      if words.first == "destroy", !words.contains("-n") { findings.add(volume, scene) }
      if words.first == "rollback", words.contains("-r") || words.contains("-R") { findings.add(volume, scene) }
    case "btrfs":
      let verbs = Array(words.prefix(2))
      if verbs == ["subvolume", "delete"] || verbs == ["sub", "del"] { findings.add(volume, scene) }
    case "mdadm": if words.contains("--zero-superblock") { findings.add(volume, scene) }
    case "dmsetup": if words.first == "remove" || words.first == "remove_all" { findings.add(volume, scene) }
    default: if program.hasPrefix("mkfs") { judge(format: command, scene, &findings) }
    }
  }

  /// A write by any program: `> /dev/sda`, `cp image /dev/sdb`, `tee /dev/nvme0n1`.
  static func judge(write target: Target, _ scene: Scene, _ findings: inout Findings) {
    // What `wipefs` and the partitioners do to their device, their own rules know.
    let paths = target.path.map { [$0] } ?? target.listedPaths
    guard paths.contains(where: isDevice), !findings.has(device, scene), !hasOwnRule(scene.program) else { return }
    findings.add(device, scene, target: target, into: true)
  }

  private static func hasOwnRule(_ program: String?) -> Bool {
    switch program {
    case "wipefs", "fdisk", "cfdisk", "gdisk", "sfdisk", "sgdisk", "parted", "mkswap", "cryptsetup", "hdparm": true
    default: program?.hasPrefix("mkfs") ?? false
    }
  }

  /// A file system made in an image file harms nothing.
  private static func judge(format command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let isUnknown = command.arguments.last?.value == nil
    if isUnknown || command.arguments.contains(where: { isDevice($0.value ?? "") }) { findings.add(format, scene) }
  }

  private static func judge(
    partitioner command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings
  ) {
    let words = command.arguments.compactMap(\.value)
    let isReading = words.contains { word in
      switch word {
      case "-l", "--list", "-p", "--print", "print", "unit", "-x", "-d", "--dump", "-J", "--json", "-V", "--verify",
        "-s" where program == "fdisk" || program == "sfdisk", "-i", "--info", "-O":
        true
      default: false
      }
    }
    let isWriting = words.contains { word in
      switch word {
      case "mklabel", "mktable", "mkpart", "rm", "resizepart", "-Z", "--zap-all", "-z", "--zap", "-o", "--clear",
        "--delete":
        true
      default: false
      }
    }
    if words.isEmpty || isReading && !isWriting { return }
    findings.add(partition, scene)
  }

  private static func judge(diskutil command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let words = command.arguments.compactMap { $0.value?.lowercased() }
    switch words.first {
    case "erasedisk", "erasevolume", "partitiondisk", "reformat", "secureerase", "zerodisk", "randomdisk",
      "splitpartition", "mergepartitions":
      findings.add(partition, scene)
    case "apfs", "ap", "cs", "corestorage", "appleraid":
      if words.count > 1, words[1].hasPrefix("delete") || words[1].hasPrefix("erase") { findings.add(partition, scene) }
    default: return
    }
  }

  /// A device whose content is a disk's, a partition's or the memory's.
  static func isDevice(_ path: String) -> Bool {
    guard path.hasPrefix("/dev/") else { return false }
    let name = path.dropFirst(5)
    switch name.utf8.first {
    case UInt8(ascii: "s"): return name.hasPrefix("sd") || name.hasPrefix("sr")
    case UInt8(ascii: "n"): return name.hasPrefix("nvme") || name.hasPrefix("nbd")
    case UInt8(ascii: "h"): return name.hasPrefix("hd")
    case UInt8(ascii: "v"): return name.hasPrefix("vd") || name.hasPrefix("vg")
    case UInt8(ascii: "x"): return name.hasPrefix("xvd")
    case UInt8(ascii: "m"):
      return name.hasPrefix("mmcblk") || name.hasPrefix("mapper/") || name.hasPrefix("md") || name == "mem"
        || name.hasPrefix("mtd")
    case UInt8(ascii: "d"): return name.hasPrefix("disk") || name.hasPrefix("dm-") || name.hasPrefix("dasd")
    case UInt8(ascii: "r"): return name.hasPrefix("rdisk") || name.hasPrefix("ram")
    case UInt8(ascii: "l"): return name.hasPrefix("loop")
    case UInt8(ascii: "k"): return name == "kmem"
    case UInt8(ascii: "p"): return name == "port"
    case UInt8(ascii: "f"): return name.hasPrefix("fd") && name.utf8.count == 3
    default: return false
    }
  }

  private static let why = "whatever was on the disk is gone, and no tool brings it back"

  static let device = Rule(
    "core.disk.device-write",
    catches: "writing to a disk or memory device: `dd of=/dev/sda`, `> /dev/sda`, `shred /dev/sdb`, `blkdiscard`",
    why: why,
    instead: "write to a file in the project (`dd of=disk.img`), and give the person the command for the device",
    stops: [
      "dd if=/dev/zero of=/dev/sda", "cat image.iso > /dev/sdb", "cp image.iso /dev/nvme0n1", "shred /dev/sda",
      "blkdiscard /dev/nvme0n1", "echo x | sudo tee /dev/sda", "hdparm --security-erase NULL /dev/sda",
    ],
    passes: [
      "dd if=/dev/zero of=disk.img bs=1M count=10", "echo x > /dev/null", "dd if=/dev/urandom of=/tmp/r count=1",
      "ls /dev/sda", "echo 'dd of=/dev/sda'", "cat x > /dev/tty",
    ])

  static let format = Rule(
    "core.disk.format",
    catches: "making a file system or swap on a device, and `wipefs -a`",
    why: why, instead: "use an image file (`mkfs.ext4 disk.img`); `lsblk -f` shows what is on a device",
    stops: [
      "mkfs.ext4 /dev/sda1", "sudo mkfs -t xfs /dev/sdb", "mkswap /dev/sda2", "wipefs -a /dev/sda",
      "mke2fs /dev/sdb1",
    ],
    passes: ["mkfs.ext4 disk.img", "wipefs /dev/sda", "wipefs -n -a /dev/sda", "man mkfs.ext4", "mkfs.ext4 --help"])

  static let partition = Rule(
    "core.disk.partition",
    catches: "changing a partition table: fdisk, sfdisk, gdisk, sgdisk, parted, diskutil",
    why: why, instead: "look without changing: `fdisk -l`, `parted -l`, `diskutil list`",
    stops: [
      "fdisk /dev/sda", "parted /dev/sda mklabel gpt", "sgdisk --zap-all /dev/sda", "sfdisk /dev/sda < layout.txt",
      "diskutil eraseDisk JHFS+ Empty disk2", "diskutil apfs deleteContainer disk1",
    ],
    passes: [
      "fdisk -l", "sudo fdisk -l /dev/sda", "parted -l", "parted /dev/sda print", "sgdisk -p /dev/sda",
      "diskutil list", "diskutil info disk0",
    ])

  static let volume = Rule(
    "core.disk.volume",
    catches: "removing logical volumes, pools, datasets and encryption headers: LVM, ZFS, btrfs, mdadm, cryptsetup",
    why: "the data on it cannot be reached afterwards",
    instead: "list what there is (`lvs`, `zfs list`, `cryptsetup luksDump`) and ask the person",
    stops: [
      "lvremove -f vg0/data", "vgremove vg0", "zpool destroy tank", "zfs destroy -r tank/home",
      "cryptsetup luksFormat /dev/sda2", "cryptsetup erase /dev/sda2", "btrfs subvolume delete /data",
      "mdadm --zero-superblock /dev/sda1",
    ],
    passes: [
      "lvs", "zpool status", "zfs list", "zfs destroy -n tank/x", "cryptsetup luksDump /dev/sda2",
      "btrfs subvolume list /",
    ])
}
