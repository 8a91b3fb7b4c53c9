import Effects
import HookModel
import TestSupport
import Testing

@Suite struct ShellEffectsTests {
  @Test func readsASimpleCommand() {
    let analysis = ShellEffects.analyse("rm -rf /tmp/x", directory: "/repo", facts: Worlds.plain)
    #expect(Notation.lines(analysis) == ["run rm -rf /tmp/x", "delete! /tmp/x"])
  }
}
