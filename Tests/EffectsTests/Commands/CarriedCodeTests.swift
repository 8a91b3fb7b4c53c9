import HookModel
import TestSupport
import Testing

@testable import Effects

@Suite("The code that commands carry")
struct CarriedCodeTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let line: String
    let findings: [String]
    let location: SourceLocation

    init(_ line: String, _ findings: String..., at location: SourceLocation = #_sourceLocation) {
      self.line = line
      self.findings = findings
      self.location = location
    }

    var testDescription: String { line }
  }

  static let rows: [Row] = [
    .init("python3 -c 'import os; os.remove(\"x\")'", "delete /w/x"),
    .init("python3 -uc 'import sys,os; os.remove(sys.argv[1])' a -v", "delete /w/a"),
    .init("python3 x.py -c 'os.remove(1)'"),
    .init("python3 -c $X", "execute unknown by python3", "unjudged"),
    .init("node -e 'fs.unlinkSync(\"x\")'", "delete /w/x"),
    .init("node --eval='fs.unlinkSync(\"x\")'", "delete /w/x"),
    .init("node -p 'fs.readFileSync(\"x\")'", "show /w/x"),
    .init("node -pe 'fs.readFileSync(\"x\")'", "show /w/x"),
    .init("deno eval 'Deno.removeSync(\"x\")'", "delete /w/x"),
    .init("perl -e 'unlink \"x\"'", "delete /w/x"),
    .init("perl -e 'unlink' -e ' \"x\"'", "delete /w/x"),
    .init("perl -ne 'unlink $ARGV[0]' a", "delete /w/a"),
    .init("ruby -e 'File.delete(\"x\")'", "delete /w/x"),
    .init("php -r 'unlink(\"x\");'", "delete /w/x"),
    .init("awk 'BEGIN { system(\"rm x\") }' a", "sh: rm x"),
    .init("awk -f prog a"),
    .init("sed -n '/x/w out' a", "replace /w/out"),
    .init("sed -e p -e '1e rm x' a", "sh: rm x"),
    .init("psql -c '\\! rm x'", "sh: rm x"),
    .init("sqlite3 a.db '.shell rm x'", "sh: rm x"),
    .init("rsync -e 'ssh -p 22' a b:", "sh: ssh -p 22"),
    .init("git rebase -x 'make test' main", "sh: make test"),
    .init("git bisect run rm x", "run: rm | x"),
    .init("git submodule foreach 'rm x'", "sh: rm x"),
    .init("tar -cf a.tar --checkpoint-action=exec='rm x' a", "sh: rm x"),
    .init("vim -es -c '!rm x' a", "sh: rm x"),
    .init("npx -c 'rm x'", "sh: rm x"),
    .init("script -c 'rm x' log", "sh: rm x"),
    .init("echo os.remove"),
  ]

  @Test(arguments: rows) func findings(_ row: Row) {
    let found = CommandEffects.inlineCode(of: .parsed(row.line), facts: FakeFacts.workshop)
    #expect(found.words.sorted() == row.findings.sorted(), sourceLocation: row.location)
  }

  @Test("The file that an interpreter runs")
  func script() {
    func script(_ line: String) -> ScriptRun? { CommandEffects.script(of: .parsed(line), facts: FakeFacts.workshop) }
    #expect(script("python3 -u x.py a -b")?.file.value == "x.py")
    #expect(script("python3 x.py a -b")?.arguments.map(\.value) == ["a", "-b"])
    #expect(script("bash -x deploy.sh")?.language == .shell)
    #expect(script("node app.js")?.language == .code(.javaScript))
    #expect(script("perl -pe s/a/b/ a") == nil)
    #expect(script("python3 -m http.server") == nil)
    #expect(script("bash -c ls") == nil)
    #expect(script("python3 -") == nil)
    #expect(script("ls a") == nil)
  }
}
