import HookModel

/// git, whose own writes to `.git/` are no writes.
enum GitRows {
  static func row(_ program: String) -> Row? {
    guard program == "git" || program == "hub" else { return nil }
    return Row(
      values: "-c --git-dir --work-tree --namespace --exec-path --super-prefix --config-env --list-cmds --attr-source",
      flags: "--no-pager --paginate --bare --literal-pathspecs --no-optional-locks --html-path",
      harmless: "--version --help -h",
      directory: "-C", permutes: false, subcommands: subcommand, preparation: Git.enterWorkTree)
  }

  private static func subcommand(_ name: String) -> Row? {
    switch LookupName(name) {
    // Reading.
    case "show":
      Row(
        values: "--format --pretty -U --unified -S -G --diff-filter --encoding -O", flags: "--stat --name-only",
        options: [("--output", .replace)], operands: .special(Git.show),
        harmless: "-s --no-patch --stat --name-only --name-status")
    case "diff":
      Row(
        values: "-U --unified -S -G --diff-filter --word-diff-regex -O --inter-hunk-context --anchored -l",
        options: [("--output", .replace)], operands: .special(Git.diff))
    case "log", "whatchanged", "reflog", "shortlog", "rev-list":
      Row(
        values: """
          -n --max-count --skip --since --after --until --before --author --committer --grep --format --pretty \
          --date -S -G -U --diff-filter -O -l --encoding --exclude --glob --branches-like
          """,
        options: [("--output", .replace)], operands: .special(Git.log))
    case "blame", "annotate":
      Row(values: "-L --since -C -M --date", options: [("--contents", .show)], operands: .special(Git.blame))
    case "cat-file": Row(operands: .special(Git.catFile))
    case "unpack-file": Row(operands: .special(Git.catFile))
    case "diff-tree", "diff-index", "diff-files":
      Row(
        values: "-U --unified -S -G --diff-filter -O -l", options: [("--output", .replace)],
        operands: .special(Git.compare))
    case "send-email": Row(values: "--to --cc --bcc --from --subject", operands: .special(Query.existing))
    case "grep":
      Row(
        values: "-e -A -B -C --max-depth -O --threads -m --max-count", options: [("-f", .use)],
        operands: .special(Search.git),
        recursive: "--no-index --untracked --no-exclude-standard")
    case "hash-object": Row(values: "-t --path", operands: .all(.use))
    case "archive":
      Row(
        values: "--format --prefix --remote --exec", options: [("-o --output", .replace), ("--add-file", .show)],
        operands: .special(Git.archive))
    case "bundle": Row(operands: .special(Git.bundle))
    case "format-patch":
      Row(
        values: "-n --subject-prefix --in-reply-to --to --cc --base --suffix --start-number -v --reroll-count --from",
        options: [("--signature-file", .use)], operands: .special(Git.formatPatch))
    // Writing the work tree.
    case "checkout":
      Row(
        values: "-b -B --orphan --conflict", flags: "--track --detach --force --quiet --guess --ours --theirs --patch",
        options: [("--pathspec-from-file", .use)], operands: .special(Git.checkout))
    case "restore":
      Row(
        values: "-s --source --conflict",
        flags: "--staged --worktree --quiet --progress --patch --ours --theirs --overlay",
        options: [("--pathspec-from-file", .use)], operands: .special(Git.restore))
    case "reset": Row(options: [("--pathspec-from-file", .use)], operands: .special(Git.reset))
    case "stash": Row(values: "-m --message", options: [("--pathspec-from-file", .use)], operands: .special(Git.stash))
    case "apply":
      Row(
        values: "-p -C --exclude --include --whitespace", options: [("--directory --build-fake-ancestor", .nothing)],
        operands: .special(PatchCommand.git))
    case "am":
      Row(
        values: "-p -C --exclude --include --whitespace --patch-format", options: [("--directory", .nothing)],
        operands: .special(PatchCommand.git))
    case "mv": Row(operands: .transfer(.init(kind: .move)), harmless: "-n --dry-run")
    case "rm":
      Row(
        flags: "--force --quiet --ignore-unmatch --sparse", options: [("--pathspec-from-file", .use)],
        operands: .special(Git.remove), recursive: "-r", harmless: "-n --dry-run")
    case "clean": Row(values: "-e --exclude", operands: .special(Git.clean), recursive: "-d", harmless: "-n --dry-run")
    case "checkout-index":
      Row(values: "--stage", options: [("--prefix", .nothing)], operands: .special(Git.checkoutIndex))
    case "read-tree": Row(values: "--prefix --index-output", operands: .special(Git.readTree), harmless: "-n --dry-run")
    case "merge-file":
      Row(
        values: "-L --marker-size", operands: .places([.modify, .show, .show], rest: .nothing),
        wordsUnder: "-p --stdout --object-id")
    case "interpret-trailers":
      Row(values: "--trailer --where --if-exists", operands: .all(.show), inPlace: "--in-place")
    case "mailinfo": Row(values: "--encoding", operands: .places([.replace, .replace], rest: .nothing))
    case "mailsplit": Row(options: [("-o", .fill)], operands: .all(.use))
    case "bugreport", "diagnose": Row(values: "-s --suffix", options: [("-o --output-directory", .fill)])
    case "subtree": Row(values: "-m --message --annotate -b --branch --onto", options: [("-P --prefix", .fill)])
    case "worktree": Row(subcommands: worktree)
    case "submodule": Row(subcommands: submodule)
    case "init":
      Row(
        values: "-b --initial-branch --object-format --shared",
        options: [("--separate-git-dir", .folder), ("--template", .use)],
        operands: .all(.folder))
    case "clone":
      Row(
        values: """
          -b --branch --depth -j --jobs -o --origin --filter --shallow-since --shallow-exclude --server-option \
          --bundle-uri --revision
          """,
        options: [
          ("--reference --template", .use), ("--separate-git-dir", .folder), ("-u --upload-pack", .shellCommand),
          ("-c --config", .setting(isCommand: Git.isCommand)),
        ], operands: .special(Git.clone))
    case "fetch", "pull", "ls-remote":
      Row(
        values:
          "-j --jobs --depth --deepen --shallow-since -o --server-option -s --strategy -X --strategy-option",
        options: [("--upload-pack", .shellCommand)], operands: .special(Git.fetch), harmless: "--dry-run")
    case "push":
      Row(
        values: "-o --push-option --repo", options: [("--receive-pack --exec", .shellCommand)],
        harmless: "-n --dry-run")
    // Messages and settings.
    case "commit":
      Row(
        values: "-m --message -C -c --author --date --fixup --squash --trailer -u --cleanup -S",
        options: [("-F --file -t --template --pathspec-from-file", .use)])
    case "tag", "notes", "merge":
      Row(values: "-m --message -u -s -X --cleanup", options: [("-F --file", .use)])
    case "config":
      Row(
        values: "--type --default --blob --comment --value", options: [("-f --file", .nothing)],
        operands: .special(Git.config))
    // Commands in arguments.
    case "rebase": Row(values: "--onto -s --strategy -X -C --whitespace", options: [("-x --exec", .shellCommand)])
    case "bisect": Row(operands: .special(Git.bisect), permutes: false)
    case "filter-branch":
      Row(
        values: "--original -d --state-branch",
        options: [
          (
            """
            --setup --env-filter --tree-filter --index-filter --parent-filter --msg-filter --commit-filter \
            --tag-name-filter --subdirectory-filter
            """, .shellCommand
          )
        ])
    case "fast-export": Row(options: [("--export-marks", .replace), ("--import-marks", .use)])
    case "difftool", "mergetool":
      Row(values: "-t --tool -U", options: [("-x --extcmd", .shellCommand)])
    case "svn", "p4", "lfs": nil
    default: nil
    }
  }

  private static func worktree(_ name: String) -> Row? {
    switch name {
    case "add": Row(values: "-b -B --reason", operands: .places([.folder], rest: .nothing))
    case "remove": Row(operands: .all(.delete), isRecursive: true)
    case "move": Row(operands: .transfer(.init(kind: .move)), isRecursive: true)
    default: nil
    }
  }

  private static func submodule(_ name: String) -> Row? {
    switch name {
    case "add":
      Row(values: "-b --branch --name --depth", options: [("--reference", .use)], operands: .special(Git.clone))
    case "foreach": Row(operands: .special(Git.forEachSubmodule), permutes: false)
    case "deinit": Row(operands: .all(.delete), isRecursive: true)
    default: nil
    }
  }
}
