import Foundation
import Testing

/// The commands' contract: what each ends with, and where it says so: answers on standard output, diagnostics on standard
/// error, each with a way on.
@Suite struct CommandsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var words: [String]
    var code: Int32
    /// What standard output contains; for a mistake, what standard error contains.
    var says: String
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String..., code: Int32, says: String) {
      self.words = words
      self.code = code
      self.says = says
    }
  }

  static let policy = """
    version = 1
    [protected-paths]
    write = ["generated/"]
    [[commands.ask]]
    run = "git push"
    reason = "Pushing publishes."
    [[quality-gate]]
    name = "unit"
    when = ["*.py"]
    run = ["true"]
    [[test]]
    run = "ls"
    expect = "allow"

    """

  static let rows = [
    Row("--version", code: 0, says: "taffrail 0."),
    Row("--help", code: 0, says: "SUBCOMMANDS"),
    Row("nonsense", code: 2, says: "nonsense"),
    Row("check", "ls -la", code: 0, says: "allow"),
    Row("check", "rm -rf /", code: 1, says: "deny"),
    Row("check", "git push", code: 3, says: "ask"),
    Row("check", "git push", "--json", code: 3, says: "\"verdict\": \"ask\""),
    Row("check", "git push", "--agent", "codex", code: 1, says: "deny"),
    Row("check", "--write", "generated/a", code: 1, says: "taffrail.toml:3"),
    Row("check", "--write", "a", code: 0, says: "allow"),
    Row("check", "--read", ".env", code: 1, says: "protected-paths.read"),
    Row("check", "--delete", "generated/a", code: 1, says: "deny"),
    Row("check", "--prompt", "hello", code: 0, says: "allow"),
    Row("check", code: 2, says: "say what to check"),
    Row("check", "ls", "--write", "a", code: 2, says: "one thing at a time"),
    Row("check", "ls", "--agent", "nobody", code: 2, says: "unknown agent \"nobody\"; known: claude-code"),
    Row("check", "ls", "--policy", "none.toml", code: 2, says: "fix: make none.toml readable"),
    Row("check", "ls", "--project", "/none/at/all", code: 2, says: "there is no such folder"),
    Row("check", "--payload", "none.json", code: 2, says: "no such file"),
    Row("explain", code: 0, says: "policies"),
    Row("explain", "protected-paths", code: 0, says: "outside"),
    Row("explain", "protected-paths.write", code: 0, says: "outside"),
    Row("explain", "core.git.push-force", code: 0, says: "catches"),
    Row("explain", "core.git.push-forse", code: 2, says: "did you mean \"core.git.push-force\"?"),
    Row("explain", "rm -rf /", code: 0, says: "verdict"),
    Row("explain", "echo $(", code: 0, says: "no tree"),
    Row("explain", "ls", "--json", code: 0, says: "\"parse\""),
    Row("init", code: 2, says: "is there already"),
    Row("protect", code: 2, says: "patterns"),
    Row("protect", "[", code: 2, says: "never matches"),
    Row("protect", "generated/", code: 0, says: "already protected"),
    Row("install", "nobody", code: 2, says: "unknown agent \"nobody\""),
    Row("install", "claude-code", "--user", "--local", code: 2, says: "two different files"),
    Row("install", "generic", code: 2, says: "taffrail hook"),
    Row("install", "codex", "--local", code: 2, says: "no local file"),
    Row("install", "codex", "--dry-run", code: 0, says: "+++ "),
    Row("uninstall", "codex", code: 0, says: "nothing to change"),
    Row("doctor", code: 1, says: "taffrail trust"),
    Row("doctor", "--json", code: 1, says: "\"run\": \"taffrail trust\""),
    Row("simulate", "codex", "PreToolUse", "--command", "rm -rf /", code: 0, says: "exit status 2"),
    Row("simulate", "codex", "NoEvent", code: 2, says: "it has: SessionStart"),
    Row("simulate", "nobody", "PreToolUse", code: 2, says: "unknown agent"),
    Row("allow", "abcd", code: 2, says: "taffrail ok abcd"),
    Row("test", code: 0, says: "1 passed, 0 failed"),
    Row("test", "none.toml", code: 2, says: "fix:"),
    Row("replay", code: 2, says: "say what to replay"),
    Row("replay", "none.jsonl", code: 2, says: "fix:"),
    Row("log", code: 0, says: ""),
    Row("log", "--verdict", "perhaps", code: 2, says: "known: allow, ask, deny"),
    Row("log", "--since", "soon", code: 2, says: "90s, 15m, 2h, 7d"),
    Row("log", "stats", code: 0, says: "0 records"),
    Row("log", "verify", code: 0, says: "the chain holds"),
    Row("log", "report", code: 2, says: "--output"),
    Row("log", "report", "-o", "/none/x.html", code: 2, says: "fix:"),
    Row("log", "export", "--format", "xml", code: 2, says: "jsonl"),
    Row("state", code: 0, says: "never run"),
    Row("state", "reset", code: 0, says: "forgotten"),
    Row("trust", code: 2, says: "taffrail trust --yes"),
    Row("trust", "--yes", code: 0, says: "trusted"),
    Row("untrust", code: 0, says: "not trusted"),
    Row("hook", "nobody", code: 2, says: "taffrail install AGENT"),
    Row("hook", "codex", "--bogus", code: 2, says: "unknown argument"),
  ]

  @Test(arguments: rows) func everyCommandEndsAsItsHelpSays(_ row: Row) throws {
    let scratch = try Scratch(policy: Self.policy)
    let outcome = try scratch.run(row.words)
    #expect(!outcome.crashed)
    #expect(outcome.code == row.code, "\(outcome)")
    let isMistake = row.code == 2
    let said = isMistake ? outcome.diagnostics : outcome.output
    #expect(row.says.isEmpty ? said.isEmpty : said.contains(row.says), "\(outcome)")
    // A mistake leaves nothing where a program would read the answer.
    if isMistake, row.words.first != "trust" { #expect(outcome.output.isEmpty, "\(outcome.output)") }
  }

  @Test func anInvalidPolicyIsAnErrorOfEveryCommandThatReadsIt() throws {
    let scratch = try Scratch(policy: "version = 1\n[protected-paths]\nwrites = []\n")
    for words in [["check", "ls"], ["explain", "ls"], ["test"], ["protect", "x/"], ["trust", "--yes"], ["state"]] {
      let outcome = try scratch.run(words)
      #expect(outcome.code == 2, "\(words): \(outcome)")
      #expect(outcome.diagnostics.contains("taffrail.toml:3:1"), "\(words): \(outcome)")
    }
  }

  @Test func failingCasesOfThePolicyAreToldApart() throws {
    let scratch = try Scratch(policy: "version = 1\n[[test]]\nrun = \"ls\"\nexpect = \"deny\"\n")
    let outcome = try scratch.run(["test"])
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("taffrail.toml:2") && outcome.output.contains("expected deny, got allow"))
  }
}

/// `taffrail init` in repositories of many kinds: the policy that it writes is valid, short, fits, and stays quiet.
@Suite struct InitTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var files: [String: String]
    /// The gate's program; nil where there is none.
    var test: String?
    /// What else stands in the policy.
    var has: [String] = []
  }

  static let marked = "// Code generated by a tool. DO NOT EDIT.\n"
  static let rows = [
    Row(
      testDescription: "npm", files: ["package.json": #"{"scripts": {"test": "vitest run"}}"#],
      test: "\"npm\", \"test\""),
    Row(
      testDescription: "what npm init leaves",
      files: ["package.json": #"{"scripts": {"test": "echo \"Error: no test specified\" && exit 1"}}"#], test: nil),
    Row(testDescription: "no test script", files: ["package.json": #"{"scripts": {"pretest": "x"}}"#], test: nil),
    Row(
      testDescription: "pnpm, generated by attribute",
      files: [
        "package.json": #"{"scripts": {"test": "turbo test"}}"#, "pnpm-lock.yaml": "",
        ".gitattributes": "packages/api/gen/** linguist-generated=true\n*.png binary\n",
      ], test: "\"pnpm\", \"test\"", has: ["packages/api/gen/**"]),
    Row(
      testDescription: "yarn", files: ["package.json": #"{"scripts": {"test": "jest"}}"#, "yarn.lock": ""],
      test: "\"yarn\", \"test\""),
    Row(
      testDescription: "bun", files: ["package.json": #"{"scripts": {"test": "bun test"}}"#, "bun.lock": ""],
      test: "\"bun\", \"run\", \"test\""),
    Row(testDescription: "deno", files: ["deno.json": "{}"], test: "\"deno\", \"test\""),
    Row(
      testDescription: "pytest", files: ["pyproject.toml": "[tool.pytest.ini_options]\n"],
      test: "\"python3\", \"-m\", \"pytest\", \"-q\""),
    Row(
      testDescription: "poetry", files: ["pyproject.toml": "pytest = \"*\"", "poetry.lock": ""],
      test: "\"poetry\", \"run\", \"pytest\", \"-q\""),
    Row(
      testDescription: "uv", files: ["pyproject.toml": "dev = [\"pytest\"]", "uv.lock": ""],
      test: "\"uv\", \"run\", \"pytest\", \"-q\""),
    Row(testDescription: "unittest", files: ["tests/test_a.py": ""], test: "\"unittest\""),
    Row(testDescription: "Django", files: ["manage.py": ""], test: "\"manage.py\", \"test\""),
    Row(testDescription: "Rust", files: ["Cargo.toml": ""], test: "\"cargo\", \"test\""),
    Row(
      testDescription: "Go, generated by its mark",
      files: [
        "go.mod": "", "internal/pb/x.pb.go": marked, "internal/pb/y.pb.go": marked, "internal/app/a.go": "package a",
      ],
      test: "\"go\", \"test\", \"./...\"", has: ["\"internal/pb/\""]),
    Row(testDescription: "Swift", files: ["Package.swift": ""], test: "\"swift\", \"test\""),
    Row(testDescription: "Gradle", files: ["build.gradle.kts": "", "gradlew": ""], test: "\"./gradlew\", \"test\""),
    Row(testDescription: "Maven", files: ["pom.xml": ""], test: "\"mvn\", \"-q\", \"test\""),
    Row(testDescription: "RSpec", files: ["Gemfile": "", "spec/a_spec.rb": ""], test: "\"rspec\""),
    Row(
      testDescription: "Rails",
      files: ["Gemfile": "", "bin/rails": "", ".gitignore": "/config/master.key\n/log/*\n!/config/keys\n"],
      test: "\"bin/rails\", \"test\"", has: ["\"/config/master.key\""]),
    Row(
      testDescription: "PHP", files: ["composer.json": "{}", "phpunit.xml.dist": ""], test: "\"vendor/bin/phpunit\""),
    Row(testDescription: ".NET", files: ["App.sln": ""], test: "\"dotnet\", \"test\""),
    Row(testDescription: "Elixir", files: ["mix.exs": ""], test: "\"mix\", \"test\""),
    Row(testDescription: "Flutter", files: ["pubspec.yaml": "flutter:\n"], test: "\"flutter\", \"test\""),
    Row(testDescription: "just", files: ["justfile": "test:\n  cargo nextest run\n"], test: "\"just\", \"test\""),
    Row(testDescription: "make", files: ["Makefile": "all:\n\ntest: all\n\t./t\n"], test: "\"make\", \"test\""),
    Row(
      testDescription: "Terraform", files: ["main.tf": "", ".gitignore": "*.tfvars\n.terraform/\n"], test: nil,
      has: ["\"*.tfvars\""]),
    Row(testDescription: "nothing", files: [:], test: nil, has: ["\".git/\""]),
  ]

  static let quiet = [
    "git status", "git add -A && git commit -m x", "npm test", "rm -rf node_modules dist", "cat README.md",
    "rm -f .git/index.lock", "echo x > .git/COMMIT_EDITMSG", "cat ~/.ssh/id_ed25519.pub", "cat .env.example",
  ]

  @Test(arguments: rows, [true, false]) func thePolicyFitsAndIsQuiet(_ row: Row, git: Bool) throws {
    let scratch = try Scratch(git: git)
    for (name, text) in row.files { try scratch.write(name, text) }
    #expect(try scratch.run(["init"]).code == 0)
    let text = try #require(scratch.read("taffrail.toml"))
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 26, "\(text)")
    let run = text.split(separator: "\n").first { $0.hasPrefix("run = ") }
    #expect((run == nil) == (row.test == nil), "\(text)")
    if let test = row.test { #expect(run?.contains(test) ?? false, "\(text)") }
    for part in row.has { #expect(text.contains(part), "\(text)") }
    // Each rule says why it is there.
    for line in text.split(separator: "\n") where line.hasPrefix("write") || line.hasPrefix("[[") {
      #expect(line.contains("# "))
    }
    for command in Self.quiet { #expect(try scratch.run(["check", command]).code == 0, "\(command)") }
    // It is no weaker than no file at all.
    for command in [
      "cat .env", "cat ~/.ssh/id_rsa", "cat ~/.aws/credentials", "rm -rf .git", "echo x > .env",
      "echo x > ~/.aws/credentials",
      "echo x > certs/server.key", "echo x > .git/config",
    ] {
      #expect(try scratch.run(["check", command]).code == 1, "\(command)\n\(text)")
    }
    #expect(try scratch.run(["init"]).code == 2)
    #expect(scratch.read("taffrail.toml") == text)
    if row.test != nil { #expect(try !scratch.run(["doctor"]).output.contains("nobody has trusted")) }
  }

  @Test func minimalIsOneRule() throws {
    let scratch = try Scratch()
    #expect(try scratch.run(["init", "--minimal"]).code == 0)
    #expect(scratch.read("taffrail.toml")?.split(separator: "\n").count == 3)
    #expect(try scratch.run(["check", "--write", ".env"]).code == 1)
    #expect(try scratch.run(["check", "cat ~/.ssh/id_rsa"]).code == 1)
    #expect(try scratch.run(["check", "--write", "certs/server.key"]).code == 1)
  }
}
