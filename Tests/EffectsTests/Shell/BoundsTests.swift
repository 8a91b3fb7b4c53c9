import Effects
import Foundation
import HookModel
import ShellSyntax
import TestSupport
import Testing

/// Every bound has an outcome, and none of them is silence.
@Suite struct BoundsTests {
  private func unjudged(_ script: String, _ change: (inout ShellBounds) -> Void) -> [String] {
    var bounds = ShellBounds()
    change(&bounds)
    return ShellEffects.analyse(script, directory: "/repo", facts: Worlds.plain, bounds: bounds).unjudged.map(\.what)
  }

  private func lines(_ script: String, _ change: (inout ShellBounds) -> Void) -> [String] {
    var bounds = ShellBounds()
    change(&bounds)
    return Notation.lines(ShellEffects.analyse(script, directory: "/repo", facts: Worlds.plain, bounds: bounds))
  }

  @Test("docs/policy.md names each bound with its default")
  func documented() throws {
    let page = try String(
      contentsOf: URL(filePath: #filePath).appending(path: "../../../../docs/policy.md").standardizedFileURL,
      encoding: .utf8)
    var rows: [String: [String]] = [:]
    for line in page.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, let name = cells[0].split(separator: "`").first else { continue }
      rows[String(name), default: []].append(cells[1])
    }
    for bound in Array(Mirror(reflecting: ShellBounds.standard).children)
      + Array(Mirror(reflecting: ParserBounds.standard).children)
    {
      let name = try #require(bound.label)
      #expect(rows[name]?.contains("\(bound.value)") == true, "\(name) = \(bound.value)")
    }
  }

  @Test(
    "a command's time grows in proportion to its words",
    arguments: [
      "cp -r a ", "mv -f a ", "ln a ", "ln -s a ", "install -m 1 a ", "rm -r a ", "parallel a ", "make -C a ",
    ])
  func words(_ piece: String) {
    func time(_ count: Int) -> Duration {
      let line = String(repeating: piece, count: count)
      return ThreadTime.measure {
        _ = ShellEffects.analyse(line, directory: "/repo", facts: Worlds.plain)
      }
    }
    // With pairs it would be 64 times as long.
    let short = min(time(100), time(100))
    #expect(time(800) < max(short * 24, .milliseconds(500)))
  }

  @Test(
    "patterns are matched within a bound",
    arguments: ["${x/a*b/c}", "${x//a*b/c}", "${x//@(a|b)/c}", "${x//a*a*a*b/}", "${x%%*a*a*b}", "${x//aa/b}"])
  func patterns(_ expansion: String) {
    let script = "x=\(String(repeating: "a", count: 4_000)); for i in 1 2 3 4 5 6 7 8 9; do echo \(expansion); done"
    let time = ThreadTime.measure {
      _ = ShellEffects.analyse(script, directory: "/repo", facts: Worlds.plain)
    }
    #expect(time < .seconds(20))
  }

  @Test(
    "a file that grows by what is not known, and is then run, is run as far as it is known",
    arguments: [
      "date >> x.sh; . ./x.sh", "date >> x.sh; sh x.sh", "date >> x.py; python3 x.py", "cp y x; date >> x; sh x",
    ])
  func growingFiles(_ script: String) {
    #expect(unjudged(script) { _ in } == [])
    #expect(lines(script) { _ in }.contains { $0.contains("date") })
  }

  @Test func bytes() {
    #expect(unjudged("echo hello") { $0.scriptBytes = 5 } == ["this command is too long to be judged"])
  }

  @Test func steps() {
    #expect(
      unjudged("for i in {1..50}; do for j in {1..50}; do x; done; done") { $0.steps = 100 } == [
        "this command runs too many commands to be judged"
      ])
  }

  @Test func depth() {
    let script = "eval 'eval \"eval rm\"'"
    #expect(unjudged(script) { $0.depth = 2 } == ["this command carries code in code too deeply to be judged"])
    #expect(unjudged(script) { _ in } == [])
  }

  @Test func effects() {
    #expect(unjudged("rm a b c d") { $0.effects = 3 } == ["this command does too much to be judged"])
  }

  @Test(
    "what the expansions make, whatever makes it",
    arguments: [
      "a=0123456789; for i in {1..9}; do a=$a$a; done", "a=(); for i in {1..90}; do a+=(x); done",
      "for i in {1..90}; do set -- \"$@\" a; done", "for i in {1..90}; do echo 0123456789; done | cat",
      "printf '%s\\n' {1..90} | while read x; do y; done",
    ])
  func expandedBytes(_ script: String) {
    #expect(unjudged(script) { $0.expandedBytes = 4_000 } == ["this command makes too much text to be judged"])
    #expect(unjudged(script) { _ in } == [])
  }

  @Test("what a script file uses up leaves the call itself its own")
  func filesCountApart() {
    #expect(
      lines("bash clean.sh; rm a") { $0.steps = 2 } == [
        "run bash clean.sh", "use /repo/clean.sh", "run rm -rf build", "delete! /repo/build",
        "run rm -rf \"$CACHE\"", "run rm a", "delete /repo/a",
      ])
  }

  @Test func functionBodies() {
    let script = (1...40).map { "if a; then f() { echo \($0); }; fi\n" }.joined() + "f"
    #expect(unjudged(script) { _ in } == ["the function f cannot be judged"])
  }

  @Test func braces() {
    #expect(unjudged("rm {1..100}") { $0.braceWords = 10 } == ["`{1..100}` becomes too many words"])
  }

  @Test func alternatives() {
    let script = "case $X in a) D=/a;; b) D=/b;; c) D=/c;; esac; rm $D"
    #expect(
      lines(script) { $0.alternatives = 2 } == [
        "run rm $D", "?? delete <the value of $D>",
      ])
  }

  @Test func folderNames() {
    #expect(
      lines("rm *.txt") { $0.folderNames = 3 } == [
        "run rm *.txt", "?? delete <the names that *.txt stands for> in /repo *",
      ])
  }

  @Test func wildcardFolders() {
    #expect(
      lines("rm **/x.c") { $0.wildcardFolders = 1 } == [
        "run rm **/x.c", "?? delete <the names that **/x.c stands for> in /repo *",
      ])
  }

  @Test func loopTurns() {
    #expect(
      lines("for ((i=0;i<9;i++)); do rm f$i; done") { $0.loopTurns = 1 } == [
        "run rm f0", "delete /repo/f0", "? run rm f1", "? delete /repo/f1", "? run rm f$i", "? delete /repo/f…",
      ])
  }

  @Test func fileBytes() {
    #expect(lines("bash clean.sh") { $0.fileBytes = 4 } == ["run bash clean.sh", "use /repo/clean.sh"])
  }

  @Test(arguments: [
    "f() { f; f; f; }; f", "f() { g; }; g() { f; }; f", "while :; do while :; do x; done; done",
    "x='eval \"$x\"'; eval \"$x\"", "alias a='a b'; a", "a='$a'; eval eval eval $a",
    "for a in 1 2 3 4 5 6 7 8 9; do for b in 1 2 3 4 5 6 7 8 9; do for c in 1 2 3 4 5 6 7 8 9; do x; done; done; done",
    "case $A in 1) a=1;; 2) a=2;; esac; case $A in 1) b=1;; 2) b=2;; esac; case $A in 1) c=1;; 2) c=2;; esac; x $a$b$c",
    "x=a; while :; do x=$x$x; done", String(repeating: "(", count: 3_000) + "a" + String(repeating: ")", count: 3_000),
    String(repeating: "((", count: 40) + "rm a" + String(repeating: "))", count: 40),
    "x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab; echo ${x#+(+(+(a)))c}",
    "echo 'bash y.sh' > y.sh; bash y.sh", "source a.sh <(source b.sh)",
  ])
  func ends(_ script: String) {
    _ = ShellEffects.analyse(script, directory: "/repo", facts: Worlds.plain)
  }
}
