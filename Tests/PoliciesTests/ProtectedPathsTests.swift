import HookModel
import JSON
import PolicyFile
import TestSupport
import Testing

@testable import Policies

@Suite("protected-paths") struct ProtectedPathsTests {
  /// One way to a path, and what becomes of it.
  struct Row: Sendable, CustomTestStringConvertible {
    var action: Effect.Action
    var verdict: Verdict
    var rule: String?
    var at: SourceLocation
    var testDescription: String { "\(action)" }

    static func write(_ path: String, _ verdict: Verdict, _ rule: String? = nil, at: SourceLocation = #_sourceLocation)
      -> Row
    {
      Row(action: .write(Target(path: path), .replace, content: nil), verdict: verdict, rule: rule, at: at)
    }
    static func read(
      _ path: String, _ verdict: Verdict, _ rule: String? = nil, use: ReadUse = .show,
      at: SourceLocation = #_sourceLocation
    ) -> Row {
      Row(action: .read(Target(path: path), use), verdict: verdict, rule: rule, at: at)
    }
    /// A wildcard that matched nothing.
    static func wildcard(_ path: String, _ verdict: Verdict, at: SourceLocation = #_sourceLocation) -> Row {
      Row(action: .read(Target(path: path, isFromWildcard: true), .show), verdict: verdict, rule: nil, at: at)
    }
    /// A folder with all in it.
    static func tree(_ path: String, _ verdict: Verdict, at: SourceLocation = #_sourceLocation) -> Row {
      Row(action: .read(Target(path: path, includesContents: true), .show), verdict: verdict, rule: nil, at: at)
    }
    /// Names that a program lists.
    static func listed(
      _ name: String, below folder: String, _ verdict: Verdict, at: SourceLocation = #_sourceLocation
    ) -> Row {
      var target = Target(unknown: "the names that find finds", spelling: "{}", knownFolder: folder)
      target.listedNames = [name]
      return Row(action: .read(target, .show), verdict: verdict, rule: nil, at: at)
    }
    static func delete(
      _ path: String, _ verdict: Verdict, _ rule: String? = nil, recursive: Bool = false,
      at: SourceLocation = #_sourceLocation
    ) -> Row {
      Row(action: .delete(Target(path: path), recursive: recursive), verdict: verdict, rule: rule, at: at)
    }
  }

  static let facts = FakeFacts(
    root: "/repo",
    files: [
      "/repo/generated/api.py": "", "/repo/src/a.py": "", "/repo/.env": "", "/repo/fixtures/sensitive/cards.json": "",
      "/repo/deep/er/.env": "", "/home/me/.bashrc": "", "/etc/hosts": "", "/repo/keep/generated/notes.md": "",
    ],
    folders: ["/repo/src", "/tmp", "/home/me/notes", "/elsewhere"],
    links: [
      "/repo/innocent.txt": "/repo/.env", "/repo/out": "/elsewhere", "/repo/gen": "generated",
      "/repo/dangling": "/repo/generated/new.py", "/repo/loop": "/repo/loop",
    ])

  static let policy = """
    [protected-paths]
    write = ["generated/", "fixtures/sensitive/", ".env", ".env.*", "!keep/generated/"]
    read = [".env", ".env.*", "fixtures/sensitive/"]
    allow-outside = ["~/notes/"]
    reason = "Use application code."
    """

  static let rows: [Row] = [
    // patterns, by name, by spelling, by where a link leads
    .write("/repo/generated/api.py", .deny, "protected-paths.write"),
    .write("/repo/generated/new/deep.py", .deny), .write("/repo/Generated/API.py", .deny),
    .write("/repo/src/../generated/api.py", .deny), .write("/repo/./generated//api.py", .deny),
    .write("/repo/gen/api.py", .deny), .write("/repo/dangling", .deny), .write("/repo/innocent.txt", .deny),
    .write("/repo/.env", .deny), .write("/repo/.ENV", .deny), .write("/repo/deep/er/.env", .deny),
    .write("/repo/.env.production", .deny), .write("/repo/.env.example", .allow),
    .write("/repo/keep/generated/notes.md", .allow), .write("/repo/src/a.py", .allow), .write("/repo/new.py", .allow),
    .write("/repo/generated.py", .allow), .write("/repo/src/environment.py", .allow),
    // reads: what shows and what uses
    .read("/repo/.env", .deny, "protected-paths.read"), .read("/repo/innocent.txt", .deny),
    .read("/repo/.env", .deny, use: .use), .read("/repo/.env.example", .allow), .read("/repo/generated/api.py", .allow),
    .read("/repo/fixtures/sensitive/cards.json", .deny),
    // deletes, of the path and of what holds it
    .delete("/repo/generated/api.py", .deny, "protected-paths.delete"),
    .delete("/repo/generated", .deny, recursive: true),
    .delete("/repo/fixtures", .deny, "protected-paths.delete", recursive: true), .delete("/repo/src/a.py", .allow),
    // a symlink that is deleted leaves what it leads to
    .delete("/repo/gen", .allow), .delete("/repo/src", .allow, recursive: true),
    // outside
    .write("/elsewhere/x", .ask, "protected-paths.outside"), .write("/repo/out/x", .ask, "protected-paths.outside"),
    .write("/repo/../elsewhere/x", .ask), .write("/tmp/x", .allow), .write("/dev/null", .allow),
    .write("/home/me/notes/today.md", .allow), .write("/home/me/notes-other", .ask),
    .write("/home/me/.cache/pip/x", .allow), .write("/home/me/.bashrc", .deny, "protected-paths.outside-system"),
    .write("/etc/hosts", .deny, "protected-paths.outside-system"),
    .delete("/elsewhere/x", .deny, "protected-paths.outside-delete"), .delete("/tmp/x", .allow),
    .delete("/tmp", .deny, recursive: true), .read("/etc/hosts", .allow),
    // the guard itself
    .write("/repo/taffrail.toml", .ask, "protected-paths.guard"), .write("/repo/sub/TAFFRAIL.toml", .ask),
    .write("/repo/.hook-state/audit/2025-01-01.jsonl", .ask), .delete("/repo/.hook-state", .ask, recursive: true),
    .write("/repo/.claude/settings.json", .ask, "protected-paths.guard"),
    .write("/repo/.claude/settings.local.json", .ask),
    .write("/repo/.codex/hooks.json", .ask), .write("/home/me/.codex/config.toml", .ask),
    .write("/home/me/.claude/settings.json", .ask), .write("/repo/.cursor/hooks.json", .ask),
    .write("/repo/.github/hooks/x.json", .ask), .write("/home/me/.config/taffrail/policy.toml", .ask),
    .write("/repo/.claude/commands/review.md", .allow), .read("/repo/taffrail.toml", .allow),
    // links that go in a circle
    .write("/repo/loop", .allow),
  ]

  @Test(arguments: rows) func roads(_ row: Row) throws {
    var context = PolicyContext(
      event: event(.preToolUse), effects: [effect(row.action)], files: try policyFiles(Self.policy), facts: Self.facts)
    context.event.tool = nil
    let rulings = ProtectedPaths.evaluate(context)
    #expect(rulings.strictest() == row.verdict, "\(rulings.map(\.rule))", sourceLocation: row.at)
    if let rule = row.rule {
      #expect(rulings.map(\.rule).contains(rule), "\(rulings.map(\.rule))", sourceLocation: row.at)
    }
  }

  static let withDefaults: [Row] = [
    .write("/repo/generated/api.py", .deny), .write("/repo/.git/config", .deny),
    .write("/repo/.git/COMMIT_EDITMSG", .allow),
    .write("/repo/.env", .deny), .write("/repo/certs/server.key", .deny), .write("/repo/src/a.py", .allow),
    .read("/home/me/.ssh/id_rsa", .deny), .read("/repo/.env", .allow), .read("/repo/.env.local", .deny),
    .read("/repo/fixtures/sensitive/cards.json", .deny), .tree("/home/me/.aws", .deny),
  ]

  @Test("\"...\" keeps the built-in list behind one's own", arguments: withDefaults)
  func theDefaultsKept(_ row: Row) throws {
    let policy = """
      [protected-paths]
      write = ["...", "generated/"]
      read = ["fixtures/sensitive/", "!.env", "..."]
      """
    let context = PolicyContext(
      event: event(.preToolUse), effects: [effect(row.action)], files: try policyFiles(policy), facts: Self.facts)
    let rulings = ProtectedPaths.evaluate(context)
    #expect(rulings.strictest() == row.verdict, "\(rulings.map(\.rule))", sourceLocation: row.at)
  }

  static let worktrees: [Row] = [
    .write("/main/generated/api.py", .deny, "protected-paths.write"), .write("/main/src/a.py", .allow),
    .write("/main/keep/generated/notes.md", .allow), .read("/main/.env", .deny),
    .write("/main/.git/hooks/pre-commit", .deny), .write("/repo/.git", .deny), .delete("/repo/.git", .deny),
    .write("/other/generated/api.py", .ask),
  ]

  @Test("What is guarded in a work tree is guarded in the repository's others", arguments: worktrees)
  func otherWorktrees(_ row: Row) throws {
    var facts = Self.facts
    facts.project.inside = ["/repo", "/main"]
    let policy = Self.policy.replacing("\"generated/\",", with: "\"generated/\", \".git/\",")
    let context = PolicyContext(
      event: event(.preToolUse), effects: [effect(row.action)], files: try policyFiles(policy), facts: facts)
    let rulings = ProtectedPaths.evaluate(context)
    #expect(rulings.strictest() == row.verdict, "\(rulings.map(\.rule))", sourceLocation: row.at)
  }

  static let defaults: [Row] = [
    .write("/repo/.git/config", .deny), .write("/repo/.git/COMMIT_EDITMSG", .allow),
    .write("/repo/.git/info/exclude", .allow),
    .write("/repo/.env", .deny), .read("/repo/.env", .deny), .read("/repo/.env", .allow, use: .use),
    .read("/repo/.env.local", .deny), .read("/repo/.env.example", .allow), .write("/repo/src/a.py", .allow),
    .read("/home/me/.ssh/id_ed25519", .deny), .read("/home/me/.aws/credentials", .deny),
    .read("/repo/src/a.py", .allow),
    .write("/elsewhere/x", .ask),
    // what a wildcard names that matches nothing here, and folders that are shown with all in them
    .wildcard("/home/me/.ssh/*", .deny), .wildcard("/home/me/.ssh/*.pub", .allow), .wildcard("/home/me/.aws/c*", .deny),
    .wildcard("/repo/docs/*", .allow), .wildcard("/home/me/*", .allow),
    .tree("/home/me/.ssh", .deny), .tree("/home/me/.aws", .deny), .tree("/home/me/src", .allow), .tree("/repo", .allow),
    // what programs list
    .listed(".env", below: "/repo", .deny), .listed(".env*", below: "/repo", .deny),
    .listed("id_*", below: "/home/me", .deny), .listed("*.json", below: "/repo", .allow),
    .listed("*.env.example", below: "/repo", .allow), .listed(".envrc", below: "/repo", .allow),
  ]

  @Test(arguments: defaults) func withoutAFile(_ row: Row) throws {
    let context = PolicyContext(
      event: event(.preToolUse), effects: [effect(row.action)], files: [PolicyFile.builtIn], facts: Self.facts)
    let rulings = ProtectedPaths.evaluate(context)
    #expect(rulings.strictest() == row.verdict, "\(rulings.map(\.rule))", sourceLocation: row.at)
  }

  @Test func aLinkThatTheSameCallMakesIsFollowed() throws {
    let origin = Effect.Origin(text: "ln -s generated g")
    let effects = [
      Effect(.read(Target(path: "/repo/generated"), .use), origin: origin),
      Effect(.write(Target(path: "/repo/g"), .link, content: nil), origin: origin),
      effect(.write(Target(path: "/repo/g/api.py"), .modify, content: nil)),
    ]
    let context = PolicyContext(
      event: event(.preToolUse), effects: effects, files: try policyFiles(Self.policy), facts: Self.facts)
    #expect(ProtectedPaths.evaluate(context).strictest() == .deny)
  }

  @Test func theGuardIsRefusedWhereNobodyIsAsked() throws {
    var proposed = event(.preToolUse)
    proposed.permissionMode = "bypassPermissions"
    let context = PolicyContext(
      event: proposed, effects: [effect(.write(Target(path: "/repo/.claude/settings.json"), .replace, content: nil))],
      files: [PolicyFile.builtIn], facts: Self.facts)
    #expect(ProtectedPaths.evaluate(context).strictest() == .deny)
  }

  @Test func theReasonNamesPatternAndPlace() throws {
    let context = PolicyContext(
      event: event(.preToolUse),
      effects: [effect(.write(Target(path: "/repo/generated/api.py"), .replace, content: nil))],
      files: try policyFiles(Self.policy), facts: Self.facts)
    let reason = try #require(ProtectedPaths.evaluate(context).first?.reason)
    #expect(reason.what == "write of generated/api.py refused")
    #expect(reason.why == "it matches \"generated/\" in taffrail.toml:3: Use application code.")
  }

  @Test func anUnknownEndBelowAProtectedFolderIsRefused() throws {
    let target = Target(unknown: "the value of $X", spelling: "generated/$X", knownFolder: "/repo/generated")
    let context = PolicyContext(
      event: event(.preToolUse), effects: [effect(.write(target, .replace, content: nil))],
      files: try policyFiles(Self.policy), facts: Self.facts)
    #expect(ProtectedPaths.evaluate(context).strictest() == .deny)
  }

  @Test func anUnknownProgramThatIsGivenAProtectedPathNeedsAPerson() throws {
    let command = ResolvedCommand(
      program: nil, arguments: [Argument("generated/api.py")], directory: "/repo")
    let context = PolicyContext(
      event: event(.preToolUse), effects: [effect(.run(command))], files: try policyFiles(Self.policy),
      facts: Self.facts)
    #expect(ProtectedPaths.evaluate(context).strictest() == .ask)
  }

  struct PolicyEdit: Sendable {
    var old: String
    var new: String
    var verdict: Verdict
  }

  static let edits = [
    PolicyEdit(old: "write = [\"a/\"]", new: "write = [\"a/\", \"b/\"]", verdict: .allow),
    PolicyEdit(old: "write = [\"a/\"]", new: "write = []", verdict: .ask),
    PolicyEdit(old: "write = [\"a/\"]", new: "write = [\"b/\"]", verdict: .ask),
  ]

  @Test(arguments: edits) func aPolicyFileMayBeTightened(_ edit: PolicyEdit) throws {
    let text = "version = 1\n[protected-paths]\nwrite = [\"a/\"]\n"
    let facts = FakeFacts(root: "/repo", files: ["/repo/taffrail.toml": text])
    var proposed = event(.preToolUse)
    proposed.tool = ToolCall(
      name: "Edit",
      action: .edit(path: "/repo/taffrail.toml", replacements: [Replacement(old: edit.old, new: edit.new)]),
      input: ["file_path": "/repo/taffrail.toml"])
    let context = PolicyContext(
      event: proposed, effects: [effect(.write(Target(path: "/repo/taffrail.toml"), .modify, content: edit.new))],
      files: [PolicyFile.builtIn], facts: facts)
    #expect(ProtectedPaths.evaluate(context).strictest() == edit.verdict)
  }
}
