import Foundation
import Testing

/// A policy of thousands of rules: only those that a call can be about are read, and nothing is missed for it.
@Suite("many rules") struct ManyRulesTests {
  private static func policy(_ more: String = "") -> String {
    var text = "version = 1\n"
    for number in 0..<2_000 {
      text +=
        number % 2 == 0
        ? "\n[[commands.deny]]\nrun = \"tool\(number) push\"\nreason = \"Rule \(number).\"\n"
        : "\n[[commands.ask]]\nmatch = '/task\(number) --force/'\n"
    }
    return text + more
  }

  private func indexes(_ scratch: Scratch) -> [URL] {
    let folder = scratch.home.appending(path: ".local/state/taffrail/policies")
    let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "index" }
  }

  /// A file's times do not tell changes of the last moment apart, so an index is made a moment later.
  private func settle() { Thread.sleep(forTimeInterval: 0.1) }

  private func expectAll(_ scratch: Scratch, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try scratch.hook(scratch.bash("ls -la")).isSilent, sourceLocation: sourceLocation)
    let refused = try scratch.hook(scratch.bash("cd src && sudo tool1998 push"))
    #expect(refused.isRefused && refused.output.contains("Rule 1998."), sourceLocation: sourceLocation)
    #expect(try scratch.hook(scratch.bash("task1999 --force")).isAsked, sourceLocation: sourceLocation)
    #expect(try scratch.hook(scratch.bash("tool1 push; task2 --force")).isSilent, sourceLocation: sourceLocation)
  }

  @Test func readOnceThenByName() throws {
    let scratch = try Scratch(policy: Self.policy())
    try expectAll(scratch)
    settle()
    try expectAll(scratch)
    #expect(indexes(scratch).count == 1)
    try expectAll(scratch)
  }

  @Test func aChangeCountsAtOnce() throws {
    let scratch = try Scratch(policy: Self.policy())
    settle()
    try expectAll(scratch)
    try scratch.write("taffrail.toml", Self.policy("\n[[commands.deny]]\nrun = \"ls\"\n"))
    #expect(try scratch.hook(scratch.bash("ls -la")).isRefused)
    // The same length again, in the moment in which the times of the file may not show it.
    try scratch.write("taffrail.toml", Self.policy("\n[[commands.deny]]\nrun = \"lx\"\n"))
    #expect(try scratch.hook(scratch.bash("ls -la")).isSilent)
    #expect(try scratch.hook(scratch.bash("lx -la")).isRefused)
    settle()
    for _ in 0..<2 { #expect(try scratch.hook(scratch.bash("lx -la")).isRefused) }
  }

  @Test func aDamagedIndexIsNoPolicy() throws {
    let scratch = try Scratch(policy: Self.policy())
    settle()
    try expectAll(scratch)
    let index = try #require(indexes(scratch).first)
    let whole = try Data(contentsOf: index)
    for damaged in [
      Data(), whole.prefix(20), whole.prefix(whole.count / 2), whole.prefix(9_000), Data("x".utf8) + whole,
    ] {
      try damaged.write(to: index)
      try expectAll(scratch)
    }
  }

  @Test func aMistakeIsStillFound() throws {
    let scratch = try Scratch(policy: Self.policy("\n[[commands.deny]]\nrum = \"ls\"\n"))
    settle()
    for _ in 0..<2 {
      let outcome = try scratch.hook(scratch.bash("ls"))
      #expect(outcome.isRefused && (outcome.output + outcome.diagnostics).contains("did you mean"))
    }
    #expect(indexes(scratch).isEmpty)
  }
}
