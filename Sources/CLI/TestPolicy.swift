internal import ArgumentParser
internal import Engine
internal import HookModel
internal import PolicyFile

/// `taffrail test`: the policy's own `[[test]]` cases.
struct TestPolicy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the policy's own test cases, the [[test]] tables.",
    discussion: "Exit status: 0 when all pass, 1 when one fails, 2 for a policy error.")

  @ArgumentParser.Argument(help: "Policy files; the project's where none is named.")
  var files: [String] = []

  @OptionGroup var global: GlobalOptions

  func run() throws {
    var passed = 0
    var failed = 0
    for file in files.isEmpty ? [global.policy] : files.map({ Optional($0) }) {
      var options = global.engine
      options.policy = file.map(Terminal.absolute)
      do throws(Failure) {
        let dryRun = try DryRun(options: options)
        for policy in dryRun.configuration.files {
          for test in policy.tests {
            if check(test, dryRun) { passed += 1 } else { failed += 1 }
          }
        }
      } catch {
        throw fail(error)
      }
    }
    Terminal.print("\(passed) passed, \(failed) failed")
    if failed > 0 { throw ExitCode(1) }
  }

  private func check(_ test: PolicyTest, _ dryRun: DryRun) -> Bool {
    let (subject, text): (DryRun.Subject, String) =
      switch test.subject {
      case .run(let command): (.command(command), command)
      case .write(let path): (.write(path), "write \(path)")
      case .read(let path): (.read(path), "read \(path)")
      case .delete(let path): (.delete(path), "delete \(path)")
      case .prompt(let words): (.prompt(words), "prompt: \(words)")
      }
    let outcome = dryRun.judge(subject)
    let deciding = outcome.rulings.filter { $0.effectiveVerdict == outcome.verdict }.map(\.rule)
    let isRight = outcome.verdict == test.expect && (test.rule.map(deciding.contains) ?? true)
    if !isRight {
      let by = test.rule.map { " by \($0)" } ?? ""
      Terminal.print(
        "\(Terminal.paint("FAIL", .red)) \(test.location.short): \(Terminal.safe(text))\n     expected \(test.expect.word)\(by), got \(outcome.verdict.word)"
          + (outcome.verdict == .allow ? "" : " by \(deciding.joined(separator: ", "))"))
    }
    return isRight
  }
}
