import HookModel

/// Programs that make, change, move and delete files.
enum FileRows {
  static func row(_ program: String) -> Row? {
    switch LookupName(program) {
    case "ls", "gls", "ll", "dir", "vdir", "exa", "eza", "lsd", "tree", "stat", "gstat", "test", "[", "realpath",
      "grealpath", "readlink", "greadlink", "basename", "dirname", "pwd", "file", "du", "gdu", "df", "which", "type",
      "whereis", "namei", "getfacl", "lsattr", "getfattr", "pathchk", "lsof", "fuser", "true", "false", "cd",
      "pushd", "popd", "id", "whoami":
      Row()
    case "cp", "gcp":
      Row(
        values: "-S --suffix --sparse", flags: "--parents --preserve --reflink --backup --update --verbose --force",
        operands: .transfer(
          .init(
            kind: .copy, folder: "-t --target-directory", exactly: "-T --no-target-directory",
            linking: "-l --link -s --symbolic-link")),
        recursive: "-r -R -a --recursive --archive", harmless: "--help --version")
    case "mv", "gmv":
      Row(
        values: "-S --suffix", flags: "--backup --update --verbose --force --no-clobber",
        operands: .transfer(
          .init(kind: .move, folder: "-t --target-directory", exactly: "-T --no-target-directory")),
        harmless: "--help --version")
    case "ln", "gln":
      Row(
        values: "-S --suffix", flags: "--symbolic --force --relative --verbose",
        operands: .transfer(
          .init(
            kind: .link, folder: "-t --target-directory",
            exactly: "-T --no-target-directory -n --no-dereference -h")),
        harmless: "--help --version")
    case "lndir", "stow", "hardlink":
      Row(
        values: "-d --dir --ignore --defer --override", options: [("-t --target", .fill)],
        operands: .special(FileSpecials.linkTree), harmless: "-n --no --simulate --dry-run")
    case "ditto":
      Row(values: "--arch --bom", operands: .transfer(.init(kind: .copy, ofContents: true)), isRecursive: true)
    case "link": Row(operands: .places([.show, .link], rest: .nothing))
    case "install", "ginstall":
      Row(
        values: "-m --mode -o --owner -g --group -S --suffix -f -M -T -l",
        flags: "--verbose --preserve-timestamps --strip",
        options: [("--strip-program", .nothing)],
        operands: .transfer(
          .init(
            kind: .copy, folder: "-t --target-directory", exactly: "--no-target-directory", folders: "-d --directory")),
        harmless: "--help --version")
    case "rm", "grm":
      Row(
        flags: "--force --interactive --one-file-system --no-preserve-root --preserve-root --dir --verbose",
        operands: .all(.delete), recursive: "-r -R --recursive", harmless: "--help --version")
    case "rmdir", "grmdir":
      Row(flags: "--parents --verbose --ignore-fail-on-non-empty", operands: .special(FileSpecials.removeFolders))
    case "unlink", "trash", "trash-put", "rmtrash", "gio-trash": Row(operands: .all(.delete))
    case "gio", "gvfs-trash", "kioclient5", "kioclient": Row(permutes: false, subcommands: desktop)
    case "tmpwatch", "tmpreaper":
      Row(
        values: "-U -X -x --exclude --exclude-user --protect -T", operands: .special(FileSpecials.age),
        harmless: "-t --test")
    case "Remove-Item", "remove-item", "Clear-Item":
      Row(
        values: "-Include -Exclude -Filter -ErrorAction", options: [("-Path -LiteralPath", .delete)],
        operands: .all(.delete), recursive: "-Recurse -recurse -r", harmless: "-WhatIf", singleDash: true)
    case "Set-Content", "Out-File", "Clear-Content", "New-Item", "Add-Content":
      Row(
        values: "-Value -Encoding -ItemType -Name -InputObject",
        options: [("-Path -LiteralPath -FilePath", .replace)],
        operands: .places([.replace], rest: .nothing), harmless: "-WhatIf", singleDash: true)
    case "Get-Content":
      Row(
        values: "-Tail -TotalCount", options: [("-Path -LiteralPath", .show)], operands: .all(.show), singleDash: true)
    case "Move-Item", "Rename-Item": Row(operands: .transfer(.init(kind: .move)), harmless: "-WhatIf", singleDash: true)
    case "Copy-Item":
      Row(operands: .transfer(.init(kind: .copy)), recursive: "-Recurse", harmless: "-WhatIf", singleDash: true)
    case "rimraf", "del-cli", "srm": Row(values: "--max-retries", operands: .all(.delete), isRecursive: true)
    case "shred", "gshred":
      Row(
        values: "-n --iterations -s --size", flags: "--force --zero --exact --verbose",
        options: [("--random-source", .use)],
        operands: .special(Shred.read))
    case "wipe", "scrub": Row(values: "-p", operands: .all(.delete), recursive: "-r")
    case "truncate", "gtruncate":
      Row(values: "-s --size -r --reference", operands: .all(.truncate), harmless: "--help --version")
    case "touch", "gtouch":
      Row(values: "-d --date -t -r --reference --time -A", flags: "--no-create", operands: .all(.modify))
    case "mkdir", "gmkdir": Row(values: "-m --mode", flags: "--parents", operands: .all(.folder))
    case "mkfifo", "mknod": Row(values: "-m --mode", operands: .places([.replace], rest: .nothing))
    case "mktemp", "gmktemp":
      Row(
        values: "-p --suffix", flags: "--tmpdir --directory --quiet", operands: .special(Temporary.read),
        harmless: "-u --dry-run --help --version")
    case "fallocate", "mkfile": Row(values: "-l --length -o --offset -n", operands: .all(.modify))
    case "dd", "gdd", "dcfldd", "dc3dd": Row(operands: .special(DiskDump.read))
    case "chmod", "gchmod":
      Row(
        flags: "--silent --quiet --verbose --changes --preserve-root --no-preserve-root",
        options: [("--reference", .nothing)],
        operands: .special(Mode.read), recursive: "-R --recursive", harmless: "--help --version")
    case "chown", "chgrp", "gchown", "gchgrp":
      Row(
        values: "--from", flags: "--dereference --no-dereference --preserve-root --no-preserve-root",
        operands: .afterFirst(.attributes, unless: "--reference"), recursive: "-R --recursive",
        harmless: "--help --version")
    case "chattr": Row(values: "-v -p", operands: .special(Mode.read), recursive: "-R")
    case "chflags": Row(operands: .afterFirst(.attributes), recursive: "-R")
    case "setfacl":
      Row(
        values: "-m --modify -x --remove", options: [("-M --modify-file -X --remove-file --restore", .use)],
        operands: .all(.attributes), recursive: "-R --recursive", harmless: "--test")
    case "setfattr", "xattr":
      Row(values: "-n --name -v --value -x --remove", operands: .all(.attributes), recursive: "-r")
    case "mmv", "mcp", "mln": Row(operands: .special(Rename.byPattern), harmless: "-n")
    case "detox": Row(values: "-s -f", operands: .special(Rename.inPlace), recursive: "-r", harmless: "-n --dry-run -L")
    case "convmv": Row(values: "-f -t", operands: .special(Rename.inPlace), recursive: "-r")
    case "rename", "prename", "file-rename", "zmv", "vidir":
      Row(values: "-e", operands: .special(Rename.read), harmless: "-n --nono --no-act --dry-run")
    case "dos2unix", "unix2dos", "mac2unix":
      Row(values: "-c --convmode", operands: .all(.modify), harmless: "--info -i")
    case "find", "gfind", "bfs": Row(operands: .special(Find.read))
    case "fd", "fdfind": Row()
    case "systemd-tmpfiles": Row(values: "--prefix --exclude-prefix --root", operands: .all(.use))
    case "patch", "gpatch":
      Row(
        values: "-p --strip -F --fuzz -D --ifdef -B --prefix -Y --basename-prefix -z --suffix -V -g --get",
        flags: "--dry-run --reverse --forward --batch --force",
        options: [("-r --reject-file", .replace)], operands: .special(PatchCommand.read),
        harmless: "--dry-run -C --check --help --version", directory: "-d --directory")
    case "apply_patch", "applypatch": Row(operands: .special(PatchCommand.readEnvelope))
    case "filterdiff", "lsdiff", "interdiff": Row(operands: .all(.show))
    case "source", ".": Row(operands: .script(unless: ""), permutes: false)
    case "mapfile", "readarray": Row(values: "-d -n -O -s -t -u -C -c")
    case "mount", "umount", "losetup": Row()
    case "mkfs", "mkfs.ext4", "mkfs.ext3", "mkfs.ext2", "mkfs.xfs", "mkfs.btrfs", "mkfs.vfat", "mkfs.fat", "mke2fs",
      "mkswap":
      Row(
        values: "-t --type -b -c -E -F -i -I -J -L -m -N -O -U -n -s", operands: .places([.replace], rest: .nothing))
    case "wipefs", "blkdiscard": Row(values: "-t -o", operands: .all(.truncate), harmless: "-n --no-act")
    case "crontab": Row(values: "-u", operands: .all(.use))
    case "at", "batch": Row(values: "-q -t", options: [("-f", .use)])
    case "logrotate": Row(options: [("-s --state", .modify), ("-l --log", .replace)], operands: .all(.use))
    case "script":
      Row(
        values: "-E -o", options: [("-c --command", .shellCommand)], operands: .all(.replace), appends: "-a --append")
    case "nano", "vi", "vim", "nvim", "ex", "view", "emacs", "emacsclient", "ed", "red", "code", "subl", "pico",
      "micro", "joe", "mg", "kak", "hx", "helix", "gvim", "mvim":
      EditorRows.row(program)
    default: nil
    }
  }

  private static func desktop(_ name: String) -> Row? {
    switch name {
    case "trash", "remove", "del", "rm": Row(operands: .all(.delete), isRecursive: name == "del")
    case "move", "rename", "mv": Row(operands: .transfer(.init(kind: .move)))
    case "copy", "cp": Row(operands: .transfer(.init(kind: .copy)))
    case "cat": Row(operands: .all(.show))
    case "save": Row(operands: .all(.replace))
    case "mkdir": Row(operands: .all(.folder))
    default: nil
    }
  }
}
