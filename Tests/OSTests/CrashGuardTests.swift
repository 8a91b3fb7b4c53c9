import OS
import Testing

@Suite struct CrashGuardTests {
  @Test func aTrapBecomesTheAnswer() async throws {
    let result = try #require(
      await #expect(processExitsWith: .exitCode(2), observing: [\.standardErrorContent, \.standardOutputContent]) {
        CrashGuard.install(exitCode: 2, message: "refused\n", output: "{}")
        let empty: [Int] = []
        print(empty[Surroundings.processNumber])
      })
    #expect(String(decoding: result.standardErrorContent, as: UTF8.self).hasSuffix("refused\n"))
    #expect(String(decoding: result.standardOutputContent, as: UTF8.self).hasSuffix("{}"))
  }

  @Test func aStackThatOverflowsDoesToo() async {
    await #expect(processExitsWith: .exitCode(7)) {
      CrashGuard.install(exitCode: 2, message: "refused\n")
      CrashGuard.arm(exitCode: 7)
      func descend(_ depth: Int) -> Int { depth == .max ? 0 : descend(depth + 1) + [depth].count }
      print(descend(0))
    }
  }

  @Test func theAnswerCanBeChanged() async throws {
    let result = try #require(
      await #expect(processExitsWith: .exitCode(0), observing: [\.standardErrorContent]) {
        CrashGuard.install(exitCode: 2, message: "refused\n")
        CrashGuard.arm(exitCode: 0, message: "let go\n")
        fatalError("a mistake")
      })
    #expect(String(decoding: result.standardErrorContent, as: UTF8.self).hasSuffix("let go\n"))
  }

  @Test func aPipeWithoutReaderIsAnError() async {
    await #expect(processExitsWith: .exitCode(0)) {
      Signals.ignoreBrokenPipes()
      // The program ends at once, and what it was to read has nowhere to go.
      _ = ChildProcess.run(
        ["true"], directory: "/", input: [UInt8](repeating: 0, count: 1 << 20), timeoutSeconds: 10)
    }
  }
}
