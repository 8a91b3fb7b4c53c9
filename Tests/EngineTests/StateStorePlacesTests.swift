import HookModel
import OS
import Testing

@testable import Engine

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

private struct Wrong: Error {}

private func require(_ condition: Bool) throws { if !condition { throw Wrong() } }

/// Where state is kept hangs on the environment, so each of these is a process of its own.
@Suite struct StateStorePlacesTests {
  @Test func aProjectWithoutPolicyGetsNoFolder() async {
    await #expect(processExitsWith: .success) {
      let scratch = try StoreScratch()
      setenv("XDG_STATE_HOME", "\(scratch.path)/state", 1)
      for root in ["/w/one", "/w/two", "/other/one", "/"] {
        let store = try StateStore(root: root, isConfigured: false)
        precondition(store.folder.hasPrefix("\(scratch.path)/state/taffrail/projects/"))
        try require(try store.loadSession("s").stopBlocks == 0)
        try store.updateSession("s") { $0.stopBlocks = 1 }
      }
      try require(try File.names(in: "\(scratch.path)/state/taffrail/projects").count == 4)
      try require(try File.status(of: "\(scratch.path)/state").mode == 0o700)
    }
  }

  @Test func rootsAreRemembered() async {
    await #expect(processExitsWith: .success) {
      let scratch = try StoreScratch()
      unsetenv("XDG_STATE_HOME")
      setenv("HOME", scratch.path, 1)
      try require(try RememberedRoots.root(of: "../s") == nil)
      try RememberedRoots.remember("/w/ä b", for: "../s")
      try require(try RememberedRoots.root(of: "../s") == "/w/ä b")
      try require(try File.names(in: "\(scratch.path)/.local/state/taffrail") == ["roots"])
      try RememberedRoots.remember("relative", for: "other", now: Clock.milliseconds() + 31 * 86_400_000)
      try require(try RememberedRoots.root(of: "../s") == nil)
      try RememberedRoots.remember("/x", for: "s")
      try RememberedRoots.forget("s")
      try RememberedRoots.forget("s")
      try require(try RememberedRoots.root(of: "s") == nil)
    }
  }

  @Test func withoutAHomeThereIsAFailureToShow() async {
    await #expect(processExitsWith: .success) {
      unsetenv("XDG_STATE_HOME")
      setenv("HOME", "relative", 1)
      // The user database may still know a home; either way nothing traps.
      do throws(StateError) { _ = try StateStore(root: "/w", isConfigured: false) } catch {
        precondition(error.failure.stage == "state")
      }
    }
  }
}
