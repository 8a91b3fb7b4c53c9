import PolicyFile
import Testing

/// What the reader says to each kind of mistake, word for word.
@Suite struct MistakeTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var text: String
    var message: String
    var layer: PolicyLayer
    var at: SourceLocation

    var testDescription: String { text }

    init(_ text: String, _ message: String, layer: PolicyLayer = .project, at: SourceLocation = #_sourceLocation) {
      self.text = text
      self.message = message
      self.layer = layer
      self.at = at
    }
  }

  static let keysAndTypes: [Row] = [
    Row(
      "[protected-paths]\nwrites = []\n",
      #"taffrail.toml:2:1: unknown key "writes" in protected-paths; did you mean "write"?"#),
    Row(
      "\n\n  [protected-path]\n", #"taffrail.toml:3:4: unknown key "protected-path"; did you mean "protected-paths"?"#),
    Row(
      "[completion-gate]\nrequire = []\nmax_blocks = 2\n",
      #"taffrail.toml:3:1: unknown key "max_blocks" in completion-gate; did you mean "max-blocks"?"#),
    Row(
      "[[commands.deny]]\nrun = 'a'\nresaon = 'b'\n",
      #"taffrail.toml:3:1: unknown key "resaon" in commands.deny; did you mean "reason"?"#),
    Row(
      "[[quality-gate]]\nname = 'a'\nwhen = ['*']\nrun = 'b'\nagent = 'codex'\n",
      #"taffrail.toml:5:1: unknown key "agent" in quality-gate; did you mean "agents"?"#),
    Row(
      "[audit]\ncolour = 1\n",
      #"taffrail.toml:2:1: unknown key "colour" in audit; the keys here are dir, keep, redact, required, durability, summary"#
    ),
    Row(
      "[protected-paths]\nwrite = [\n  \".env\",\n  'b', 3]\n",
      #"taffrail.toml:4:8: protected-paths.write[2]: expected a string, found a number. Quote it: "3"."#),
    Row(
      "protected-paths.reason = 1.5",
      #"taffrail.toml:1:26: protected-paths.reason: expected a string, found a number. Quote it: "1.5"."#),
    Row(
      "protected-paths.reason = true",
      #"taffrail.toml:1:26: protected-paths.reason: expected a string, found a boolean. Quote it: "true"."#),
    Row(
      "protected-paths = { write = '.env' }",
      #"taffrail.toml:1:29: protected-paths.write: expected an array of strings, found a string. Put it in brackets: [".env"]."#
    ),
    Row("protected-paths = 3", "taffrail.toml:1:19: protected-paths: expected a table, found a number."),
    Row(
      "[quality-gate]\nname = 'a'",
      "taffrail.toml:1:1: quality-gate: expected an array of tables, found a table. Write [[quality-gate]]."),
    Row(
      "[[completion-gate]]\nrequire = []",
      "taffrail.toml:1:1: completion-gate: expected a table, found an array. There is only one: write [completion-gate]."
    ),
    Row(
      "[completion-gate]\nrequire = []\nsubagents = 'true'",
      "taffrail.toml:3:13: completion-gate.subagents: expected true or false, found a string. Take the quotes off."),
    Row(
      "[completion-gate]\nrequire = []\nmax-blocks = 0",
      "taffrail.toml:3:14: completion-gate.max-blocks: expected a number from 1 to 100, found 0."),
    Row("version = 2", "taffrail.toml:1:11: version: expected 1, found 2. This taffrail reads version 1."),
    Row("version = '1'", "taffrail.toml:1:11: version: expected a whole number, found a string."),
    Row(
      "protected-paths.outside = 'denny'",
      #"taffrail.toml:1:27: protected-paths.outside: expected "deny", "ask" or "allow", found "denny"; did you mean "deny"?"#
    ),
    Row(
      "rules.core.git = 'never'",
      #"taffrail.toml:1:18: rules.core.git: expected "off", "observe", "ask" or "deny", found "never"."#),
    Row(
      "protected-paths.reason = ' '",
      "taffrail.toml:1:26: protected-paths.reason: is empty. Say something, or take the key out."),
  ]

  static let meanings: [Row] = [
    Row(
      "fail = 'open'",
      #"taffrail.toml:1:1: fail: "open" counts only in the user's or the machine's policy, as an agent can write this one."#
    ),
    Row("fail = 'open'", "", layer: .user),
    Row("fail = 'closed'", ""),
    Row("audit.required = true", "taffrail.toml:1:7: audit.required: counts only in the machine's policy."),
    Row(
      "commands.packs = ['dockr']", #"taffrail.toml:1:19: commands.packs: unknown pack "dockr"; did you mean "docker"?"#
    ),
    Row(
      "commands.packs = ['rust']",
      #"taffrail.toml:1:19: commands.packs: unknown pack "rust"; the packs are core, docker, kubernetes, terraform, aws, gcloud, azure, database, forge, packages, system"#
    ),
    Row(
      "[[commands.deny]]\nreason = 'x'",
      #"taffrail.toml:1:1: commands.deny[0]: "run" or "match" is missing; it names no command."#),
    Row(
      "[[commands.ask]]\nrun = 'curl x | sh'",
      #"taffrail.toml:2:7: commands.ask[0].run: "|" would be an ordinary word, as no shell reads this. Name one simple command, or quote it."#
    ),
    Row("[[commands.ask]]\nrun = 'a \"b'", #"taffrail.toml:2:7: commands.ask[0].run: the quote " is not closed."#),
    Row("[[commands.ask]]\nrun = []", "taffrail.toml:2:7: commands.ask[0].run: names no program."),
    Row(
      "[[commands.ask]]\nmatch = '/a(b/'",
      "taffrail.toml:2:9: commands.ask[0].match: not a regular expression at byte 5: missing closing parenthesis."),
    Row(
      "[[commands.deny]]\nrun = 'a'\nlifts = 'b'",
      "taffrail.toml:3:1: commands.deny[0].lifts: only an allow lifts rules."),
    Row(
      "[rules]\n'core.git.stash-dorp' = 'off'",
      "taffrail.toml:2:1: rules.\"core.git.stash-dorp\": unknown rule \"core.git.stash-dorp\"; did you mean \"core.git.stash-drop\"?"
    ),
    Row(
      "[rules]\n'docker.volume.*' = 'off'",
      "taffrail.toml:2:1: rules.\"docker.volume.*\": no rule matches \"docker.volume.*\". `taffrail explain` lists the rules."
    ),
    Row(
      "[[commands.rewrite]]\nrun = 'a'\nto = 'b *'",
      #"taffrail.toml:1:1: commands.rewrite[0]: "to" has a * but "run" does not end in one, so there is nothing to carry over."#
    ),
    Row(
      "[[commands.deny]]\nrun = 'a'\nuntil = '2026-02-30'",
      #"taffrail.toml:3:9: commands.deny[0].until: expected a date like "2026-03-31", found "2026-02-30"."#),
    Row(
      "[[commands.deny]]\nrun = 'a'\nuntil = 2026-01-01T00:00:00Z",
      #"taffrail.toml:3:9: commands.deny[0].until: expected a date like "2026-03-31", found a date with a time."#),
    Row(
      "[[commands.deny]]\nrun = 'a'\nagents = ['claude']",
      #"taffrail.toml:3:10: commands.deny[0].agents: unknown agent "claude"; did you mean "claude-code"?"#),
    Row(
      "[[handler]]\non = 'SesionEnd'\nrun = 'x'",
      #"taffrail.toml:2:6: handler[0].on: unknown event "SesionEnd"; did you mean "SessionEnd"?"#),
    Row(
      "[[prompt-routes]]\nwhen = ['ok', 're*fund']\ncontext = 'x'",
      #"taffrail.toml:2:15: prompt-routes[0].when: "re*fund" is no pattern: a star stands only at the end of a word; write /.../ for an expression."#
    ),
    Row(
      "[[prompt-routes]]\nwhen = 'a'",
      #"taffrail.toml:1:1: prompt-routes[0]: "context", "deny" or "tag" is missing; it would do nothing."#),
    Row(
      "[[session-context.when]]\ntext = 'x'",
      #"taffrail.toml:1:1: session-context.when[0]: "branch", "source", "on", "environment", "exists", "until" or "agents" is missing; it has no condition."#
    ),
    Row(
      "[session-context]\non = ['start']",
      #"taffrail.toml:2:6: session-context.on: unknown source "start"; did you mean "startup"?"#),
    Row(
      "[[test]]\nrun = 'a'\nwrite = 'b'\nexpect = 'deny'",
      "taffrail.toml:1:1: test[0]: tries more than one thing. Make a test of each."),
    Row("[[test]]\nrun = 'a'", #"taffrail.toml:1:1: test[0]: "expect" is missing; the test could not fail."#),
    Row(
      "protected-paths.allow-outside = ['notes/']",
      #"taffrail.toml:1:34: protected-paths.allow-outside: "notes/" is not outside the project. Begin with "~/", "/" or "../"."#
    ),
    Row(
      "protected-paths.allow-outside = ['~/']",
      #"taffrail.toml:1:34: protected-paths.allow-outside: "~/" allows everything there. Write outside = "allow" if that is meant."#
    ),
  ]

  static let gates: [Row] = [
    gate(
      "name = '../x'",
      #"2:8: quality-gate[0].name: "../x" cannot be a file's name. Use at most 64 letters, digits, "-", "_" and ".", a letter or digit first."#,
      "name = 'unit'"),
    gate("timeout = '10m'", "5:11: quality-gate[0].timeout: is longer than 540 s, which all gates of one call share."),
    gate(
      "timeout = 'soon'",
      #"5:11: quality-gate[0].timeout: expected a duration like "60s", "5m" or "1h30m", found "soon"."#),
    gate(
      "timeout = '1s1m'",
      #"5:11: quality-gate[0].timeout: expected a duration like "60s", "5m" or "1h30m", found "1s1m"."#),
    gate("timeout = 0", "5:11: quality-gate[0].timeout: expected more than no time at all."),
    gate("timeout = '9m'", ""),
    gate("timeout = '1500ms'", ""),
    gate(
      "mode = 'onstop'",
      #"5:8: quality-gate[0].mode: expected "on-stop", "blocking" or "background", found "onstop"; did you mean "on-stop"?"#
    ),
    gate("when = []", "3:8: quality-gate[0].when: is empty, so the gate would never run.", "when = ['*']"),
    gate("when = ['./a']", #"3:9: quality-gate[0].when: "./a" never matches: leave out the "./"."#, "when = ['*']"),
    gate(
      "when = ['a//b']", #"3:9: quality-gate[0].when: "a//b" never matches: it has two slashes in a row."#,
      "when = ['*']"),
    gate(
      "when = ['../a']",
      #"3:9: quality-gate[0].when: "../a" never matches: patterns are about paths below the policy's folder. "outside" is for what is beyond."#,
      "when = ['*']"),
    gate("when = ['/']", #"3:9: quality-gate[0].when: "/" never matches. Write "*" for everything."#, "when = ['*']"),
    gate("when = ['!']", #"3:9: quality-gate[0].when: "!" never matches. Write "*" for everything."#, "when = ['*']"),
    gate(
      "when = ['a[']",
      #"3:9: quality-gate[0].when: "a[" never matches: a bracket or a backslash in it is not finished."#,
      "when = ['*']"),
    gate(
      "when = ['#a']",
      ##"3:9: quality-gate[0].when: "#a" is a comment in gitignore's language. Write "\#" for a name that begins with "#"."##,
      "when = ['*']"),
    gate(
      "when = ['~/a']",
      #"3:9: quality-gate[0].when: "~/a" is outside the project. A gate watches the project's files."#, "when = ['*']"),
    Row(
      "[[quality-gate]]\nname = 'u'\nwhen = ['*']\nrun = 'a'\n[[quality-gate]]\nname = 'u'\nwhen = ['*']\nrun = 'b'",
      #"taffrail.toml:5:1: quality-gate[1]: a gate named "u" stands in line 1 already."#),
  ]

  /// A gate with one line added, or with `line` in the place of another.
  private static func gate(
    _ line: String, _ message: String, _ replaced: String? = nil, at: SourceLocation = #_sourceLocation
  ) -> Row {
    var lines = ["[[quality-gate]]", "name = 'unit'", "when = ['*']", "run = 'make test'"]
    if let replaced, let index = lines.firstIndex(of: replaced) { lines[index] = line } else { lines.append(line) }
    return Row(lines.joined(separator: "\n"), message.isEmpty ? "" : "taffrail.toml:\(message)", at: at)
  }

  static let syntax: [Row] = [
    Row("write = [\".env\"\n", "taffrail.toml:1:17: not TOML: the file ends before this does (in an array)."),
    Row("a = \"x\nb = 1", "taffrail.toml:1:7: not TOML: the quote is not closed on its line (in a string)."),
    Row("a = \n", "taffrail.toml:1:5: not TOML: a value is missing (in a key-value pair)."),
    Row(
      "a = foo", "taffrail.toml:1:6: not TOML: this is no value; a string needs quotes (in a boolean)."),
    Row(
      #"a = "\d""#,
      #"taffrail.toml:1:7: not TOML: unknown escape sequence '\d'; write patterns and expressions in single quotes, where a backslash is only a backslash (in a string)."#
    ),
    Row(
      "version = 1\nversion = 1",
      "taffrail.toml:2:11: not TOML: cannot redefine existing integer 'version' (in a key-value pair)."),
  ]

  @Test(arguments: keysAndTypes + meanings + gates + syntax) func table(_ row: Row) {
    #expect(mistakes(row.text, layer: row.layer) == row.message, sourceLocation: row.at)
  }

  @Test func allMistakesAreCollectedInTheOrderOfTheFile() {
    #expect(
      mistakes("[[commands.ask]]\nrun = 1\nreason = 2\n[commands]\npacks = 3\nx = 4\n") == """
        taffrail.toml:2:7: commands.ask[0].run: expected a command as a string or an array of words, found a number.
        taffrail.toml:3:10: commands.ask[0].reason: expected a string, found a number. Quote it: "2".
        taffrail.toml:5:9: commands.packs: expected an array of strings, found a number.
        taffrail.toml:6:1: unknown key "x" in commands; the keys here are packs, unknown-program, unknown-delete, \
        inline-code, deny, ask, allow, approve, rewrite
        """)
    let many = (0..<100).map { "key\($0) = 1\n" }.joined()
    #expect(mistakes(many).split(separator: "\n").count == PolicyErrors.most)
  }
}
