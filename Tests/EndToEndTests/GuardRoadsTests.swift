import Foundation
import Testing

/// The guard's own files: edits that look like tightening and loosen, links, copies of whole trees.
@Suite struct GuardRoadsTests {
  static let policy = """
    version = 1
    # deny is what counts
    [protected-paths]
    write = ["generated/", "fixtures/", "!fixtures/open/"]
    read = ["secrets/"]
    outside = "deny"
    allow-outside = ["~/notes/"]

    [commands]
    packs = ["core", "docker"]

    [[commands.deny]]
    run = "python3 deploy.py production"
    until = "2090-01-01"

    [[commands.allow]]
    run = "git stash drop"

    [rules]
    "core.git.clean" = "deny"
    """

  func edit(_ scratch: Scratch, _ old: String, _ new: String, all: Bool = false) throws -> Scratch.Outcome {
    try scratch.hook(
      scratch.payload(
        "PreToolUse",
        [
          "tool_name": "Edit", "tool_use_id": "1",
          "tool_input": [
            "file_path": scratch.path("taffrail.toml"), "old_string": old, "new_string": new, "replace_all": all,
          ] as [String: Any],
        ]))
  }

  @Test func whatOnlyTightensPasses() throws {
    let scratch = try Scratch(policy: Self.policy, isTemporary: false)
    for (old, new) in [
      ("\"generated/\",", "\"generated/\", \"dist/\","), (", \"!fixtures/open/\"", ""), ("[\"~/notes/\"]", "[]"),
      ("\"docker\"", "\"docker\", \"kubernetes\""), ("[rules]", "[[commands.deny]]\nrun = \"x\"\n[rules]"),
      ("[[commands.allow]]\nrun = \"git stash drop\"\n", ""), ("version = 1", "version = 1\n# a note"),
    ] {
      let outcome = try edit(scratch, old, new)
      #expect(outcome.isSilent, "\(new): \(outcome)")
    }
  }

  @Test func whatLoosensAsks() throws {
    let scratch = try Scratch(policy: Self.policy, isTemporary: false)
    for (old, new) in [
      ("\"generated/\", ", ""), ("\"!fixtures/open/\"", "\"!fixtures/open/\", \"!generated/\""),
      ("[\"generated/\"", "[\"!x\", \"generated/\""), ("\"generated/\"", "\"generated/only/\""),
      ("outside = \"deny\"", "outside = \"allow\""), ("outside = \"deny\"\n", ""),
      ("outside = \"deny\"", "outside = \"deny\"\noutside = \"allow\""),
      ("[protected-paths]\n", "[protected-paths]\nagents = [\"codex\"]\n"),
      ("[protected-paths]\n", "[protected-paths]\nuntil = \"2000-01-01\"\n"), ("write = [", "#write = ["),
      ("read = [\"secrets/\"]", "reason = \"\"\"\nread = [\"secrets/\"]\n\"\"\""),
      ("read = [\"secrets/\"]", "#\rread = [\"secrets/\"]"), ("[\"~/notes/\"]", "[\"~/\"]"),
      ("\"core\", \"docker\"", "\"core\""), ("[rules]\n", "[rules]\n\"core.delete.*\" = \"off\"\n"),
      ("[rules]\n", "[rules]\n\"core.*\" = \"observe\"\n"), ("clean\" = \"deny\"", "clean\" = \"ask\""),
      ("until = \"2090-01-01\"", "until = \"2020-01-01\""), ("deploy.py production", "deploy.py production --now"),
      ("run = \"git stash drop\"", "run = \"git stash *\""), ("[[commands.deny]]", "[[commands.ask]]"),
      ("version = 1\n", "version = 1\nprotected-paths.write = []\n"),
      ("[rules]", "[protected-paths]\nwrite = []\n[rules]"),
      ("[rules]", "[[commands.approve]]\nrun = \"npm *\"\n[rules]"), ("[rules]", "[rulez]"),
      ("version = 1", "version = 1\nfail = \"open\""), ("[rules]", "[audit]\ndir = \"/tmp/x\"\n[rules]"),
      ("[rules]", "[[handler]]\non = \"Stop\"\nrun = [\"./x\"]\n[rules]"),
    ] {
      let outcome = try edit(scratch, old, new)
      #expect(outcome.isAsked, "\(new): \(outcome)")
    }
    // The first `deny` stands in a comment; all of them are meant.
    #expect(try edit(scratch, "deny", "off", all: true).isAsked)
  }

  @Test func linksAndCopies() throws {
    let scratch = try Scratch(policy: Self.policy, isTemporary: false)
    try scratch.write("src/a.py", "a\n")
    try scratch.write(".claude/settings.json", "{}")
    let files = FileManager.default
    try files.createSymbolicLink(atPath: scratch.path("t"), withDestinationPath: "taffrail.toml")
    try files.createSymbolicLink(atPath: scratch.path("up"), withDestinationPath: ".")
    let other = scratch.folder.appending(path: "other")
    for name in ["taffrail.toml", ".claude/settings.json", "src/b.py"] {
      let url = other.appending(path: name)
      try files.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("version = 1\n".utf8).write(to: url)
    }
    for command in [
      "echo > t", "echo > up/up/taffrail.toml", "cd up && echo > taffrail.toml", "echo > /proc/self/cwd/taffrail.toml",
      "ln taffrail.toml x", "ln -sf x taffrail.toml", "ln -s taffrail.toml x; echo > x", "cp -r \(other.path)/. .",
      "cp -rT \(other.path) .", "rsync -a \(other.path)/ .", "cp -r \(other.path)/.claude .",
      "mv \(other.path)/.claude .",
      "tar xf a.tar -C /", "git checkout other -- taffrail.toml", "git restore taffrail.toml", "mv .claude .c",
      "chmod 000 taffrail.toml", "rm -rf .hook-state", "find . -name '*.toml' -delete", "cp x /usr/local/bin/taffrail",
      "jq 'del(.hooks)' .claude/settings.json > t2 && mv t2 .claude/settings.json", "HOME=/x taffrail trust --yes",
    ] {
      let outcome = try scratch.hook(scratch.bash(command))
      #expect(outcome.isAsked || outcome.isRefused, "\(command): \(outcome)")
    }
    for command in [
      "cp -r \(other.path)/src .", "cp -r \(other.path)/src/. src/", "cp -r \(other.path) vendor", "cp -r src lib",
      "cat taffrail.toml .claude/settings.json", "cp taffrail.toml /tmp/x", "git add taffrail.toml",
      "git checkout main",
    ] {
      let outcome = try scratch.hook(scratch.bash(command))
      #expect(outcome.isSilent, "\(command): \(outcome)")
    }
  }

  @Test func aPolicyBehindALink() throws {
    let scratch = try Scratch(isTemporary: false)
    try scratch.write("policies/real.toml", Self.policy)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("taffrail.toml"), withDestinationPath: "policies/real.toml")
    #expect(try scratch.hook(scratch.bash("echo > policies/real.toml")).isAsked)
    #expect(try scratch.hook(scratch.bash("rm policies/real.toml")).isAsked)
    #expect(try edit(scratch, "outside = \"deny\"", "outside = \"allow\"").isAsked)
    #expect(try edit(scratch, "\"generated/\",", "\"generated/\", \"dist/\",").isSilent)
    #expect(try scratch.hook(scratch.bash("echo > policies/other.toml")).isSilent)
  }
}
