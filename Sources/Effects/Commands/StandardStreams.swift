import HookModel

extension CommandEffects {
  /// What the program does with the text on its standard input.
  static func standardInputUse(of command: ResolvedCommand) -> StandardInputUse {
    .unknown
  }

  /// What the program writes to its standard output, given what it gets on its standard input.
  static func standardOutput(of command: ResolvedCommand, facts: any Facts) -> StandardOutput {
    .unknown
  }
}
