import HookModel

/// What single programs do, looked up in tables: one row per program, one place per topic.
///
/// All of it is about simple commands whose words are expanded and whose wrappers are taken off; redirections, pipes and
/// wrappers are the shell evaluator's business.
enum CommandEffects {
  /// What a simple command itself reads, writes, deletes and fetches.
  static func touches(of command: ResolvedCommand, facts: any Facts) -> [Touch] {
    []
  }

  /// What the code in the command's own arguments does (`python3 -c`, `node -e`, `awk`'s program, `sed`'s script).
  static func inlineCode(of command: ResolvedCommand, facts: any Facts) -> InlineFindings {
    InlineFindings()
  }

  /// What the program does with the text on its standard input.
  static func standardInputUse(of command: ResolvedCommand) -> StandardInputUse {
    .unknown
  }

  /// What the program writes to its standard output, given what it gets on its standard input.
  static func standardOutput(of command: ResolvedCommand, facts: any Facts) -> StandardOutput {
    .unknown
  }

  /// What code in one of the known languages does when it is run in `directory` with `arguments`.
  static func findings(
    in code: String, language: InlineLanguage, directory: String?, arguments: [Argument] = [], facts: any Facts
  ) -> InlineFindings {
    InlineFindings()
  }
}
