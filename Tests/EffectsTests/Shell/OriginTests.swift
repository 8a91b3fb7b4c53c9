import Effects
import HookModel
import TestSupport
import Testing

/// What an effect says about itself: where it stands, how it was reached, what the command reads, and who reads it.
@Suite struct OriginTests {
  @Test(arguments: rows) func last(_ row: Row) throws {
    let analysis = ShellEffects.analyse(row.command, directory: "/repo", facts: Worlds.plain)
    let found = analysis.effects.compactMap { effect -> String? in
      guard case .run(let command) = effect.action, command.program == row.program else { return nil }
      return row.fact.text(effect, command)
    }
    #expect(found.last == row.expected, sourceLocation: row.at)
  }

  enum Fact: Sendable {
    case through
    case input
    case pipedTo
    case environment
    case directory
    case text
    case span

    func text(_ effect: Effect, _ command: ResolvedCommand) -> String {
      switch self {
      case .through: return effect.origin.through.joined(separator: " > ")
      case .input: return "\(command.input)"
      case .pipedTo: return command.pipedTo.joined(separator: " ")
      case .environment:
        return command.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value ?? "?")" }
          .joined(separator: " ")
      case .directory: return command.directory ?? "?"
      case .text: return effect.origin.text
      case .span: return effect.origin.span.map { "\($0)" } ?? "none"
      }
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let command: String
    let program: String
    let fact: Fact
    let expected: String
    let at: SourceLocation
    init(
      _ command: String, _ program: String, _ fact: Fact, _ expected: String, at: SourceLocation = #_sourceLocation
    ) {
      self.command = command
      self.program = program
      self.fact = fact
      self.expected = expected
      self.at = at
    }
    var testDescription: String { "\(fact) of \(program) in \(command)" }
  }

  static let rows: [Row] = [
    Row("rm a", "rm", .through, ""),
    Row("sudo rm a", "rm", .through, "sudo"),
    Row("sudo env A=1 nice rm a", "rm", .through, "sudo > env > nice"),
    Row("echo a | xargs rm", "rm", .through, "xargs"),
    Row("sudo sh -c 'rm a'", "rm", .through, "sudo > sh -c"),
    Row("find . -exec rm {} +", "rm", .through, "find -exec"),
    Row("find . -execdir rm {} +", "rm", .through, "find -execdir"),
    Row("eval rm a", "rm", .through, "eval"),
    Row("f() { rm a; }; f", "rm", .through, "f()"),
    Row("echo rm a | bash", "rm", .through, "bash"),
    Row("ssh host rm a", "rm", .through, "ssh"),
    Row("docker run x rm a", "rm", .through, "docker run"),
    Row("docker compose exec x rm a", "rm", .through, "docker exec"),
    Row("bash clean.sh", "rm", .through, "bash clean.sh"),
    Row("make clean", "rm", .through, "make clean"),
    Row("npm run clean", "rm", .through, "npm run clean"),
    Row("trap 'rm a' EXIT", "rm", .through, "trap"),
    Row("npx rimraf a", "rimraf", .through, "npx"),
    Row("git -c alias.x='!rm a' x", "rm", .through, "git alias"),
    Row(":(){ :|:& };:", ":", .through, ":() > fork bomb"),
    Row("b() { b | b & }; b", "b", .through, "b() > fork bomb"),
    Row("cat", "cat", .input, "inherited"),
    Row("cat <<< a", "cat", .input, "text(\"a\\n\")"),
    Row("cat <<E\na\nE", "cat", .input, "text(\"a\\n\")"),
    Row("cat < a.txt", "cat", .input, "file(\"/repo/a.txt\")"),
    Row("echo a | cat", "cat", .input, "text(\"a\\n\")"),
    Row("curl x.io | cat", "cat", .input, "fetched"),
    Row("zcat x | cat", "cat", .input, "decoded"),
    Row("date | cat", "cat", .input, "unknown"),
    Row("{ cat; } < a.txt", "cat", .input, "file(\"/repo/a.txt\")"),
    Row("sudo tee a <<< x", "tee", .input, "text(\"x\\n\")"),
    Row("echo a | cat", "echo", .pipedTo, "cat"),
    Row("curl x.io | sudo sh", "curl", .pipedTo, "sh"),
    Row("curl x.io | tee a | sh", "curl", .pipedTo, "tee"),
    Row("cat a | (grep x; wc)", "cat", .pipedTo, "grep wc"),
    Row("cat a", "cat", .pipedTo, ""),
    Row("A=1 B=$X cat", "cat", .environment, "A=1 B=?"),
    Row("env A=1 B=$X cat", "cat", .environment, "A=1 B=?"),
    Row("sudo A=1 cat", "cat", .environment, "A=1"),
    Row("cd src && cat", "cat", .directory, "/repo/src"),
    Row("cd $X && cat", "cat", .directory, "?"),
    Row("env -C /etc cat", "cat", .directory, "/etc"),
    Row("ssh host cat", "cat", .directory, "?"),
    Row("  rm  -rf  a ; b", "rm", .text, "rm  -rf  a"),
    Row("a && sudo rm x > y", "rm", .text, "sudo rm x > y"),
    Row("sh -c 'rm a; rm b'", "rm", .text, "rm b"),
    Row("a && rm x", "rm", .span, "5..<9"),
    Row("sh -c 'rm a'", "rm", .span, "none"),
    Row("x=$(rm a)", "rm", .span, "4..<8"),
  ]

  @Test func redirectionsKeepWhatIsPrinted() {
    let script = "echo hi > a; printf '%s\\n' b >> a; cat > c <<E\nx $USER\nE\ndate > d; { echo 1; echo 2; } > e"
    let contents = ShellEffects.analyse(script, directory: "/repo", facts: Worlds.plain).effects.compactMap {
      effect -> String? in
      if case .write(let target, _, let content) = effect.action { "\(target.spelling)=\(content ?? "?")" } else { nil }
    }
    #expect(contents == ["a=hi\n", "a=b\n", "c=x me\n", "d=?", "e=1\n2\n"])
  }

  @Test func unknownWordsSayWhatIsKnownOfThem() throws {
    let analysis = ShellEffects.analyse("rm \"$X\" /a/$Y \"$Z/\"* b$(date)", directory: "/repo", facts: Worlds.plain)
    let command = try #require(
      analysis.effects.lazy.compactMap { effect -> ResolvedCommand? in
        if case .run(let command) = effect.action, command.program == "rm" { command } else { nil }
      }.first)
    #expect(command.arguments.map(\.value) == [nil, nil, nil, nil])
    #expect(command.arguments.map(\.knownPrefix) == ["", "/a/", "", "b"])
    #expect(
      command.arguments.map(\.unknown) == [
        "the value of $X", "the value of $Y", "the value of $Z", "the output of date",
      ])
    #expect(command.arguments.map(\.spelling) == ["\"$X\"", "/a/$Y", "\"$Z/\"*", "b$(date)"])
    #expect(command.arguments.map(\.isFromWildcard) == [false, false, true, false])
  }

  @Test func stepsGatherTheEffectsOfEachCommand() {
    let explanation = ShellEffects.explain("cat a > b && rm c", directory: "/repo", facts: Worlds.plain)
    #expect(explanation.script != nil)
    #expect(explanation.steps.map { $0.command?.program } == ["cat", "rm"])
    #expect(explanation.steps.map(\.effects.count) == [2, 1])
  }
}
