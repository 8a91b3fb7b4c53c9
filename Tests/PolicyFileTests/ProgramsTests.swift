import PolicyFile
import Testing

/// What trust is given to, and what several files together must satisfy.
@Suite struct ProgramsTests {
  static let text = """
    [session-context]
    commands = [["git", "status"]]
    [[session-context.when]]
    branch = "main"
    commands = ["date -u"]
    [[quality-gate]]
    name = "unit"
    when = ["*.py"]
    run = "make test"
    [[handler]]
    on = "Stop"
    run = ["./flush.sh", "now"]
    """

  @Test func everyProgramIsNamedWithItsKind() throws {
    #expect(
      try policy(Self.text).namedPrograms == [
        ["context", "date", "-u"], ["context", "git", "status"], ["gate", "make", "test"],
        ["handler", "./flush.sh", "now"],
      ])
    #expect(
      PolicyDigest.text(of: [try policy(Self.text)]) == """
        taffrail programs 1
        7:context 4:date 2:-u\u{20}
        7:context 3:git 6:status\u{20}
        4:gate 4:make 4:test\u{20}
        7:handler 10:./flush.sh 3:now\u{20}

        """)
  }

  @Test func onlyProgramsChangeTheDigest() throws {
    let digest = PolicyDigest.text(of: [try policy(Self.text)])
    let same =
      "# a comment\n" + Self.text
      + "\ntimeout = 3\n[[commands.deny]]\nrun = 'x'\n[[test]]\nrun = 'y'\nexpect = 'deny'\n"
    #expect(PolicyDigest.text(of: [try policy(same)]) == digest)
    for (old, new) in [("make test", "make  'test x'"), ("now", "later"), ("date -u", "date"), ("\"git\", ", "")] {
      let parts = Self.text.split(separator: old, maxSplits: 1)
      #expect(PolicyDigest.text(of: [try policy(parts.joined(separator: new))]) != digest)
    }
  }

  @Test func wordsCannotRunTogether() throws {
    let one = try policy("[[handler]]\non = 'Stop'\nrun = ['a', 'b c']")
    let other = try policy("[[handler]]\non = 'Stop'\nrun = ['a', 'b', 'c']")
    #expect(PolicyDigest.text(of: [one]) != PolicyDigest.text(of: [other]))
  }

  private func problems(_ files: PolicyFile...) -> String {
    do throws(PolicyErrors) {
      try PolicyFile.check(files)
      return ""
    } catch {
      return error.description
    }
  }

  @Test func requiredGatesMayStandInAnyFile() throws {
    let gate = try policy("[[quality-gate]]\nname = 'unit'\nwhen = ['*']\nrun = 'make'", name: "a.toml")
    let other = try policy("\n[[quality-gate]]\nname = 'unit'\nwhen = ['*']\nrun = 'make'", name: "b.toml")
    #expect(problems(gate, try policy("[completion-gate]\nrequire = ['unit']")) == "")
    #expect(
      problems(gate, try policy("[completion-gate]\nrequire = ['units']"))
        == #"taffrail.toml:2:12: completion-gate.require: no gate is named "units"; did you mean "unit"?"#)
    #expect(
      problems(gate, try policy("[completion-gate]\nrequire = ['x', 'types']"))
        == """
        taffrail.toml:2:12: completion-gate.require: no gate is named "x"; the gates are unit
        taffrail.toml:2:17: completion-gate.require: no gate is named "types"; the gates are unit
        """)
    #expect(
      problems(try policy("[completion-gate]\nrequire = ['unit']"))
        == #"taffrail.toml:2:12: completion-gate.require: no gate is named "unit"; there is no [[quality-gate]]"#)
    #expect(
      problems(gate, other)
        == #"b.toml:2:1: quality-gate: a gate named "unit" stands in a.toml:1 already. Give this one another name."#)
  }
}
