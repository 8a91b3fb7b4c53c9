import OS
import Testing

@Suite(.serialized) struct ChildProcessTests {
  func shell(_ script: String, input: String = "", seconds: Double = 20, kept: Int = 1000) -> ChildProcess.Result {
    ChildProcess.run(
      ["sh", "-c", script], directory: "/", input: Array(input.utf8), timeoutSeconds: seconds, keptBytes: kept)
  }

  func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func endings() {
    let result = shell("echo out; echo err >&2; exit 3")
    #expect(result.ending == .exited(3))
    #expect(text(result.standardOutput) == "out\n")
    #expect(text(result.standardError) == "err\n")
    #expect(shell("kill -9 $$").ending == .signalled(9))
    #expect(text(shell("cat", input: "given").standardOutput) == "given")
    #expect(shell("exec 0<&-; exit 0", input: String(repeating: "x", count: 1_000_000)).ending == .exited(0))
  }

  @Test func environmentAndDirectory() {
    let result = ChildProcess.run(
      ["sh", "-c", "pwd; echo $A"], directory: "/usr", environment: ["A": "b", "PATH": "/usr/bin:/bin"],
      timeoutSeconds: 20)
    #expect(text(result.standardOutput) == "/usr\nb\n")
  }

  @Test func onlyTheTailIsKept() {
    let result = shell("i=0; while [ $i -lt 40000 ]; do echo 0123456789; i=$((i+1)); done; printf end", kept: 8)
    #expect(text(result.standardOutput) == "6789\nend")
  }

  @Test(.timeLimit(.minutes(1))) func aBackgroundGrandchildDoesNotHoldUs() {
    let result = shell("sleep 30 & echo started")
    #expect(result.ending == .exited(0))
    #expect(text(result.standardOutput) == "started\n")
    #expect(result.durationSeconds < 15)
  }

  @Test(.timeLimit(.minutes(1))) func theWholeGroupDiesAtTheTimeLimit() throws {
    let scratch = try Scratch()
    let result = shell(
      "trap '' TERM; (trap '' TERM; echo $$ > \(scratch.path)/pid; while :; do sleep 0.1; date > \(scratch.path)/alive; done) & wait; sleep 30",
      seconds: 0.5)
    #expect(result.ending == .timedOut)
    #expect(result.durationSeconds < 15)
    Clock.sleep(milliseconds: 300)
    let before = try? File.status(of: "\(scratch.path)/alive").modified
    Clock.sleep(milliseconds: 500)
    #expect((try? File.status(of: "\(scratch.path)/alive").modified) == before)
  }

  @Test func signalsAreAsAProgramExpectsThem() {
    Signals.ignoreBrokenPipes()
    #expect(shell("sh -c 'kill -PIPE $$; echo survived'").standardOutput.isEmpty)
  }

  @Test func whatCannotStartSaysWhy() throws {
    let scratch = try Scratch()
    try File.create("\(scratch.path)/plain", with: Array("echo ran\n".utf8))
    func problem(_ words: [String], _ directory: String) -> String? {
      if case .notStarted(let why) = ChildProcess.run(words, directory: directory, timeoutSeconds: 5).ending {
        return why
      }
      return nil
    }
    #expect(problem([], "/") == "no program is named")
    #expect(problem(["no-such-program-here"], "/") == "no-such-program-here is not in PATH")
    #expect(problem(["./none"], scratch.path)?.hasSuffix("none: no such file") == true)
    #expect(problem(["./plain"], scratch.path)?.hasSuffix("plain is not executable") == true)
    #expect(problem(["true"], "\(scratch.path)/none")?.contains("no such file or directory") == true)
    #expect(problem(["true", "a\0b"], "/")?.contains("NUL") == true)
    try File.setMode(of: "\(scratch.path)/plain", to: 0o700)
    let result = ChildProcess.run(["./plain"], directory: scratch.path, timeoutSeconds: 5)
    #expect(text(result.standardOutput) == "ran\n")
  }
}
