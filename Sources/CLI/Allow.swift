internal import ArgumentParser
internal import Engine
internal import HookModel
internal import OS

/// `taffrail allow CODE`: a person's word that one refused call may pass once.
struct Allow: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Let one refused call pass, once, in its session.",
    discussion: """
      The code stands in the refusal's last line. Exactly that call passes once; any other is judged as ever. At the agent's \
      own prompt, `taffrail ok CODE` does the same. Wants a terminal, which agents do not have. Refusals that protect the \
      guard itself, and those of the machine's own policy, have no code.
      """)

  @ArgumentParser.Argument(help: "The code from the refusal.")
  var code: String

  @OptionGroup var global: GlobalOptions

  func run() throws {
    do throws(Failure) {
      guard Surroundings.isTerminal(0), Surroundings.isTerminal(1) else {
        throw Failure(
          stage: "allow",
          reason: Reason(
            what: "nothing let through", why: "to let a refusal pass is a person's word, and there is no terminal here",
            fix: "run `taffrail allow \(code)` in a terminal, or type `taffrail ok \(code)` as a prompt to the agent"))
      }
      if let agent = Self.agentAround {
        throw Failure(
          stage: "allow",
          reason: Reason(
            what: "nothing let through", why: "this terminal belongs to an agent (\(agent) is set)",
            fix: "run `taffrail allow \(code)` in a terminal of your own, "
              + "or type `taffrail ok \(code)` as a prompt to the agent"))
      }
      let dryRun = try DryRun(options: global.engine)
      guard let what = try dryRun.allowOnce(code) else {
        throw Failure(
          stage: "allow",
          reason: Reason(
            what: "no open refusal has the code \(code)",
            why: "the sessions of \(dryRun.home) were looked through; a code is spent once its call has passed",
            fix: "run it in the project's folder, or name it by --project; `taffrail log --verdict deny` shows refusals"
          ))
      }
      Terminal.print("let through once: \(Terminal.safe(what))\ntell the agent to make exactly the same call again")
    } catch {
      throw fail(error)
    }
  }

  /// A variable that agents set for the programs that they start.
  private static var agentAround: String? {
    for name in ["CLAUDECODE", "CODEX_SANDBOX", "CODEX_THREAD_ID", "CURSOR_AGENT", "GEMINI_CLI", "COPILOT_CLI"]
    where Surroundings.variable(name) != nil { return name }
    return nil
  }
}
