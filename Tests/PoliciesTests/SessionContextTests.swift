import HookModel
import TestSupport
import Testing

@testable import Policies

@Suite("session-context") struct SessionContextTests {
  func context(_ policy: String, source: String = "startup", _ change: (inout FakeFacts) -> Void = { _ in }) throws
    -> String?
  {
    var facts = FakeFacts(files: ["/repo/docs/rules.md": "Rule one.\n"])
    facts.runs = { program in
      ProgramResult(ending: .exited(0), standardOutput: "ran \(program.words.joined(separator: " "))\n")
    }
    change(&facts)
    var start = event(.sessionStart)
    start.source = source
    let rulings = SessionContext.evaluate(
      PolicyContext(event: start, effects: [], files: try policyFiles(policy), facts: facts))
    return rulings.compactMap(\.context).first
  }

  @Test func textFilesAndOutputInOrder() throws {
    let policy = """
      [session-context]
      text = "Prices are in cents."
      files = ["docs/rules.md", "missing.md"]
      commands = [["git", "status"]]
      """
    #expect(
      try context(policy) == """
        Prices are in cents.

        docs/rules.md:
        Rule one.

        missing.md: not given, because it cannot be read (named in taffrail.toml).

        $ git status
        ran git status
        """)
  }

  @Test func withoutATableThereIsSilence() throws { #expect(try context("") == nil) }

  @Test func onlyOnTheSourcesThatAreNamed() throws {
    let policy = "[session-context]\ntext = \"T\"\non = [\"startup\", \"compact\"]"
    #expect(try context(policy) == "T")
    #expect(try context(policy, source: "compact") == "T")
    #expect(try context(policy, source: "resume") == nil)
  }

  static let endings: [(ending: ProgramResult.Ending, shown: String)] = [
    (.exited(0), "$ x\nout"), (.exited(3), "$ x\n(exit code 3)\nout\nerr"),
    (.timedOut, "$ x\n(stopped after 5 s)\nout"),
    (.signalled(9), "$ x\n(ended by signal 9)\nout"), (.notStarted("no such file"), "$ x\n(not run: no such file)"),
    (
      .notTrusted,
      "$ x\n(not run: nobody has trusted this project's programs yet; a person can, with: taffrail trust)"
    ),
  ]

  @Test(arguments: endings) func eachWayAProgramEnds(_ row: (ending: ProgramResult.Ending, shown: String)) throws {
    let text = try context("[session-context]\ncommands = [[\"x\"]]") { facts in
      facts.runs = { _ in ProgramResult(ending: row.ending, standardOutput: "out\n", standardError: "err\n") }
    }
    #expect(text == row.shown)
  }

  struct Condition: Sendable {
    var toml: String
    var holds: Bool
    var at: SourceLocation
    init(_ toml: String, _ holds: Bool, at: SourceLocation = #_sourceLocation) {
      self.toml = toml
      self.holds = holds
      self.at = at
    }
  }

  static let conditions = [
    Condition("branch = \"release/*\"", true), Condition("branch = \"main\"", false),
    Condition("environment = [\"CI\"]", true), Condition("environment = [\"CI=true\"]", true),
    Condition("environment = [\"CI=false\"]", false), Condition("environment = [\"OTHER\"]", false),
    Condition("exists = [\"docs/rules.md\"]", true), Condition("exists = [\"docs/*.md\"]", true),
    Condition("exists = [\"docs/*.txt\"]", false), Condition("until = 2025-06-01", true),
    Condition("until = 2025-05-31", false), Condition("on = [\"resume\"]", false),
    Condition("agents = [\"codex\"]", false),
    Condition("branch = \"release/*\"\nexists = [\"none\"]", false),
  ]

  @Test(arguments: conditions) func whenConditionsHold(_ row: Condition) throws {
    let text = try context("[[session-context.when]]\n\(row.toml)\ntext = \"given\"") { facts in
      facts.project.branch = "release/1.2"
      facts.variables["CI"] = "true"
    }
    #expect(text == (row.holds ? "given" : nil), sourceLocation: row.at)
  }
}
