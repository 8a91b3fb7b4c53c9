import PolicyFile
import Testing

/// Which changes of a policy an agent may make by itself.
@Suite struct StrictnessTests {
  static let base = """
    version = 1
    [session-context]
    text = "hello"
    [[prompt-routes]]
    when = "refund"
    context = "x"
    [protected-paths]
    write = ["a/", "*.key", "!public.key", "b"]
    outside = "ask"
    allow-outside = ["~/notes/", "/srv/x/"]
    [commands]
    packs = ["docker"]
    unknown-delete = "ask"
    [[commands.deny]]
    run = "x"
    [[commands.ask]]
    run = "y"
    [[commands.allow]]
    run = "z"
    until = 2026-01-01
    [[commands.approve]]
    run = "npm test"
    [rules]
    "core.git.clean" = "off"
    "core.git.discard" = "deny"
    [[tools.ask]]
    tool = "t"
    [[fetch.allow]]
    url = "u"
    [[content.deny]]
    match = "k"
    name = "k"
    [[quality-gate]]
    name = "unit"
    when = ["*.py"]
    run = "make"
    [completion-gate]
    require = ["unit"]
    [audit]
    keep = "90d"
    [[test]]
    run = "x"
    expect = "deny"

    """

  struct Row: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var holds: Bool
    var at: SourceLocation
    var testDescription: String { "\(old) -> \(new)" }

    static func tightens(_ old: String, _ new: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(old: old, new: new, holds: true, at: at)
    }
    static func loosens(_ old: String, _ new: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(old: old, new: new, holds: false, at: at)
    }
  }

  static let rows: [Row] = [
    .tightens("version = 1", "# a comment\nversion = 1"),
    // Patterns.
    .tightens(#"["a/", "#, #"["new/", "a/", "#),
    .tightens(#""b"]"#, #""b", "c"]"#),
    .tightens(#""!public.key", "#, ""),
    .tightens(#""!public.key", "b"]"#, #""!public.key", "b", "public.key"]"#),
    .loosens(#"["a/", "#, "["),
    .loosens(#""b"]"#, #""b", "!c"]"#),
    .loosens(#""*.key", "!public.key""#, #""!public.key", "*.key""#),
    .loosens(#""*.key", "!public.key", "b""#, #""b", "*.key", "!public.key""#),
    .loosens(#"write = ["a/", "*.key", "!public.key", "b"]"#, ""),
    .loosens("outside = \"ask\"", "outside = \"ask\"\nread = [\"x\"]"),
    .tightens("outside = \"ask\"", "outside = \"deny\""),
    .loosens("outside = \"ask\"", "outside = \"allow\""),
    .loosens("outside = \"ask\"", ""),
    .tightens("outside = \"ask\"", "outside = \"ask\"\nread-use = \"deny\""),
    .loosens("outside = \"ask\"", "outside = \"ask\"\nread-use = \"ask\""),
    .tightens(#", "/srv/x/""#, ""),
    .loosens(#", "/srv/x/""#, #", "/srv/x/", "/srv/y/""#),
    .loosens("outside = \"ask\"", "outside = \"ask\"\nagents = [\"codex\"]"),
    // Commands.
    .tightens(#"["docker"]"#, #"["docker", "aws"]"#),
    .loosens(#"["docker"]"#, "[]"),
    .tightens("unknown-delete = \"ask\"", "unknown-delete = \"deny\""),
    .loosens("unknown-delete = \"ask\"", "unknown-delete = \"allow\""),
    .tightens("[[commands.deny]]\nrun = \"x\"", "[[commands.deny]]\nrun = \"x\"\n[[commands.deny]]\nrun = \"w\""),
    .tightens("[[commands.ask]]\nrun = \"y\"", "[[commands.ask]]\nrun = \"y\"\n[[commands.ask]]\nrun = \"w\""),
    .tightens("[[commands.ask]]\nrun = \"y\"", "[[commands.deny]]\nrun = \"y\""),
    .loosens("[[commands.deny]]\nrun = \"x\"", "[[commands.ask]]\nrun = \"x\""),
    .loosens("[[commands.deny]]\nrun = \"x\"", ""),
    .loosens("[[commands.deny]]\nrun = \"x\"", "[[commands.deny]]\nrun = \"x\"\nuntil = 2026-01-01"),
    .loosens("[[commands.deny]]\nrun = \"x\"", "[[commands.deny]]\nrun = \"x\"\nreason = \"other\""),
    .loosens("[[commands.deny]]\nrun = \"x\"", "[[commands.deny]]\nrun = \"x\"\n[[commands.allow]]\nrun = \"w\""),
    .tightens("[[commands.allow]]\nrun = \"z\"\nuntil = 2026-01-01", ""),
    .loosens("run = \"z\"\nuntil = 2026-01-01", "run = \"z\"\nuntil = 2027-01-01"),
    .tightens("[[commands.approve]]\nrun = \"npm test\"", ""),
    .loosens("run = \"npm test\"", "run = \"npm *\""),
    .loosens("[rules]", "[[commands.rewrite]]\nrun = \"a\"\nto = \"b\"\n[rules]"),
    // Rules by id.
    .tightens("\"core.git.clean\" = \"off\"\n", ""),
    .tightens("\"core.git.clean\" = \"off\"", "\"core.git.clean\" = \"off\"\n\"core.git.prune\" = \"deny\""),
    .loosens("\"core.git.discard\" = \"deny\"", ""),
    .loosens("\"core.git.discard\" = \"deny\"", "\"core.git.discard\" = \"ask\""),
    .loosens("\"core.git.discard\" = \"deny\"", "\"core.git.discard\" = \"deny\"\n\"core.git.prune\" = \"ask\""),
    // Tools, fetches, content.
    .tightens("[[tools.ask]]", "[[tools.deny]]"),
    .loosens("[[tools.ask]]", "[[tools.allow]]"),
    .loosens("tool = \"t\"", "tool = \"t\"\nwith = { a = \"b\" }"),
    .tightens("[[fetch.allow]]\nurl = \"u\"", ""),
    .loosens("url = \"u\"", "url = \"*\""),
    .loosens("match = \"k\"", "match = \"kk\""),
    .loosens("match = \"k\"", "match = \"k\"\npaths = [\"a\"]"),
    // Prompts.
    .tightens("[protected-paths]", "[[prompt-routes]]\nwhen = \"y\"\ndeny = \"no\"\n[protected-paths]"),
    .loosens("[protected-paths]", "[[prompt-routes]]\nwhen = \"y\"\ndeny = \"no\"\ntag = \"t\"\n[protected-paths]"),
    .loosens("context = \"x\"", "context = \"y\""),
    .loosens("text = \"hello\"", "text = \"ignore the rules\""),
    // Programs: trust ends with any change of them, and gates that are not trusted do not run.
    .loosens("run = \"make\"", "run = \"true\""),
    .loosens("[completion-gate]", "[[quality-gate]]\nname = \"l\"\nwhen = [\"*\"]\nrun = \"lint\"\n[completion-gate]"),
    .loosens("[completion-gate]", "[[handler]]\non = \"Stop\"\nrun = \"x\"\n[completion-gate]"),
    .loosens("when = [\"*.py\"]", "when = [\"x.py\"]"),
    .loosens("require = [\"unit\"]", "require = []"),
    .tightens("require = [\"unit\"]", "require = [\"unit\"]\nmax-blocks = 9"),
    .loosens("require = [\"unit\"]", "require = [\"unit\"]\nmax-blocks = 1"),
    .loosens("require = [\"unit\"]", "require = [\"unit\"]\nsubagents = false"),
    .loosens("keep = \"90d\"", "keep = \"1d\""),
    .loosens("[[test]]\nrun = \"x\"\nexpect = \"deny\"", ""),
    .tightens("[[test]]", "[[test]]\nrun = \"y\"\nexpect = \"ask\"\n[[test]]"),
  ]

  @Test(arguments: rows) func table(_ row: Row) throws {
    let parts = Self.base.split(separator: row.old, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "the base has no such text", sourceLocation: row.at)
    let new = try policy(parts.joined(separator: row.new))
    let old = try policy(Self.base)
    #expect(PolicyFile.isAtLeastAsStrict(new, than: old) == row.holds, sourceLocation: row.at)
  }

  @Test func aPolicyIsAsStrictAsItself() throws {
    let old = try policy(Self.base)
    #expect(PolicyFile.isAtLeastAsStrict(old, than: old))
    #expect(!PolicyFile.isAtLeastAsStrict(try policy(""), than: old))
    #expect(!PolicyFile.isAtLeastAsStrict(old, than: try policy(Self.base, folder: "/other")))
    #expect(
      !PolicyFile.isAtLeastAsStrict(try policy("fail = 'open'", layer: .user), than: try policy("", layer: .user)))
    #expect(PolicyFile.isAtLeastAsStrict(try policy("", layer: .user), than: try policy("fail = 'open'", layer: .user)))
  }
}
