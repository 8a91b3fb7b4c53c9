import HookModel

/// What single programs do, looked up in tables: one row per program, one file per topic.
///
/// All of it is about simple commands whose words are expanded and whose wrappers are taken off; redirections, pipes and
/// wrappers are the shell evaluator's business.
enum CommandEffects {
  /// What a simple command itself reads, writes, deletes and fetches.
  static func touches(of command: ResolvedCommand, facts: any Facts) -> [Touch] {
    if command.isRemote { return [] }
    return reading(of: command, facts)?.touches ?? []
  }

  /// What the code in the command's own arguments does (`python3 -c`, `node -e`, `awk`'s program, `sed`'s script).
  static func inlineCode(of command: ResolvedCommand, facts: any Facts) -> InlineFindings {
    InlineFindings()
  }

  /// What code in one of the known languages does when it is run in `directory` with `arguments`.
  static func findings(
    in code: String, language: InlineLanguage, directory: String?, arguments: [Argument] = [], facts: any Facts
  ) -> InlineFindings {
    InlineFindings()
  }

  /// The program's row; nil where no table has it.
  static func row(of command: ResolvedCommand) -> Row? {
    guard let program = command.program else { return nil }
    return TextRows.row(program) ?? FileRows.row(program) ?? GitRows.row(program) ?? ArchiveRows.row(program)
      ?? NetworkRows.row(program) ?? InterpreterRows.row(program) ?? ToolRows.row(program)
  }

  private static func reading(of command: ResolvedCommand, _ facts: any Facts) -> RowReading? {
    guard let row = row(of: command) else { return nil }
    var reading = RowReading(command, by: row, facts: facts)
    reading.read()
    return reading
  }
}
