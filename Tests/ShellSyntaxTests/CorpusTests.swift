import ShellSyntax
import Testing

/// Agreement with bash over the scripts of a directory: `TAFFRAIL_SHELL_CORPUS=/usr swift test --filter CorpusTests`.
@Suite(.enabled(if: Bash.isInstalled && Bash.environment("TAFFRAIL_SHELL_CORPUS") != nil))
struct CorpusTests {
  @Test("bash -n and this parser say the same of every script")
  func agreement() throws {
    let root = try #require(Bash.environment("TAFFRAIL_SHELL_CORPUS"))
    let paths = Bash.run("find '\(root)' -type f -size -4096k -print0").split(separator: 0)
      .map { String(decoding: $0, as: UTF8.self) }.filter(isShellScript).sorted()
    let verdicts = Bash.accepts(files: paths)
    try #require(verdicts.count == paths.count)
    var disagreements: [String] = []
    var bytes = 0
    var scripts = 0
    var time = Duration.zero
    for (path, verdict) in zip(paths, verdicts) {
      guard let contents = Bash.contents(of: path), !contents.contains(0) else { continue }
      let text = String(decoding: contents, as: UTF8.self)
      scripts += 1
      bytes += contents.count
      var answer = "valid"
      time += ContinuousClock().measure {
        do throws(SyntaxError) { _ = try Parser.parse(text) } catch { answer = description(of: error) }
      }
      if (answer == "valid") != verdict {
        disagreements.append("\(path): bash says \(verdict ? "valid" : "invalid"), we say \(answer)")
      }
      expectRoundTrip(text)
    }
    print("\(scripts) scripts, \(bytes) bytes, parsed in \(time), \(disagreements.count) disagreements")
    for disagreement in disagreements { print(disagreement) }
    #expect(disagreements.isEmpty)
  }

  private func isShellScript(_ path: String) -> Bool {
    guard let head = Bash.contents(of: path, limit: 80) else { return false }
    let line = String(decoding: head.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    let words = line.split { $0 == " " || $0 == "/" || $0 == "\r" }
    return line.hasPrefix("#!") && words.contains { ["sh", "bash", "dash"].contains($0) }
  }
}
