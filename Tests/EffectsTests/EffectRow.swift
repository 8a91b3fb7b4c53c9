import Effects
import HookModel
import Testing

/// One row of a table: a command, and its effects in `Notation`, in order.
struct EffectRow: Sendable, CustomTestStringConvertible {
  let command: String
  let effects: [String]
  let at: SourceLocation

  init(_ command: String, _ effects: String..., at: SourceLocation = #_sourceLocation) {
    self.command = command
    self.effects = effects
    self.at = at
  }

  var testDescription: String { command }

  /// Compares what is found with what the row says.
  func check() {
    let found = Notation.lines(ShellEffects.analyse(command, directory: "/repo", facts: Worlds.plain))
    #expect(found == effects, sourceLocation: at)
  }
}
