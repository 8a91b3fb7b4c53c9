import HookModel
import TestSupport
import Testing

@testable import Effects

@Suite("What programs do with standard input and output")
struct StandardStreamsTests {
  struct InputRow: Sendable, CustomTestStringConvertible {
    let line: String
    let use: StandardInputUse
    let location: SourceLocation

    init(_ line: String, _ use: StandardInputUse, at location: SourceLocation = #_sourceLocation) {
      self.line = line
      self.use = use
      self.location = location
    }

    var testDescription: String { line }
  }

  static let inputs: [InputRow] = [
    .init("sh", .executesShell(isRemote: false)),
    .init("bash -s -- a b", .executesShell(isRemote: false)),
    .init("bash -x", .executesShell(isRemote: false)),
    .init("bash -", .executesShell(isRemote: false)),
    .init("bash /dev/stdin a", .executesShell(isRemote: false)),
    .init("bash x.sh", .readsAsText),
    .init("bash -c cat", .readsAsText),
    .init("source /dev/stdin", .executesShell(isRemote: false)),
    .init("ssh host", .executesShell(isRemote: true)),
    .init("ssh -p 22 host", .executesShell(isRemote: true)),
    .init("ssh host 'bash -s'", .executesShell(isRemote: true)),
    .init("ssh host cat", .readsAsText),
    .init("at now", .executesShell(isRemote: false)),
    .init("at -f x now", .ignores),
    .init("python3", .executes(.python)),
    .init("python3 -", .executes(.python)),
    .init("python3 - a b", .executes(.python)),
    .init("python3 -u", .executes(.python)),
    .init("python3 x.py", .readsAsText),
    .init("python3 -c x", .readsAsText),
    .init("python3 -m json.tool", .readsAsText),
    .init("node", .executes(.javaScript)),
    .init("node -", .executes(.javaScript)),
    .init("node x.js", .readsAsText),
    .init("node -e x", .readsAsText),
    .init("perl", .executes(.perl)),
    .init("perl -pe s/a/b/", .readsAsText),
    .init("ruby", .executes(.ruby)),
    .init("php", .executes(.php)),
    .init("psql db", .executes(.sql)),
    .init("psql -f - db", .executes(.sql)),
    .init("psql -c 'select 1'", .readsAsText),
    .init("mysql -u root db", .executes(.sql)),
    .init("sqlite3 x.db", .executes(.sql)),
    .init("sqlite3 x.db 'select 1'", .readsAsText),
    .init("awk -f - a", .executes(.awk)),
    .init("awk '{print}'", .readsAsText),
    .init("patch -p1", .appliesPatch),
    .init("git apply", .appliesPatch),
    .init("git apply -p1 -", .appliesPatch),
    .init("git apply x.diff", .ignores),
    .init("git commit -F -", .readsAsText),
    .init("tar -cf x.tar -T -", .readsNames),
    .init("cat", .readsAsText),
    .init("grep x", .readsAsText),
    .init("echo a", .ignores),
    .init("crontab -", .executesOther),
    .init("unheard-of", .unknown),
  ]

  @Test(arguments: inputs) func input(_ row: InputRow) {
    #expect(CommandEffects.standardInputUse(of: .parsed(row.line)) == row.use, sourceLocation: row.location)
  }

  struct OutputRow: Sendable, CustomTestStringConvertible {
    let line: String
    let input: ResolvedCommand.StandardInput
    let output: StandardOutput
    let location: SourceLocation

    init(
      _ line: String, input: ResolvedCommand.StandardInput = .inherited, _ output: StandardOutput,
      at location: SourceLocation = #_sourceLocation
    ) {
      self.line = line
      self.input = input
      self.output = output
      self.location = location
    }

    var testDescription: String { line }
  }

  static let outputs: [OutputRow] = [
    .init("echo a b", .text("a b\n")),
    .init("echo -n a", .text("a")),
    .init("echo -e 'a\\tb'", .text("a\tb\n")),
    .init("echo 'a\\tb'", .text("a\\tb\n")),
    .init("echo -ne '\\x72\\x6d'", .text("rm")),
    .init("echo -x", .text("-x\n")),
    .init("echo $X", .unknown),
    .init("printf 'a\\n'", .text("a\n")),
    .init("printf '%s-%s\\n' a b c d", .text("a-b\nc-d\n")),
    .init("printf '\\162\\155'", .text("rm")),
    .init("printf %5d 1", .unknown),
    .init("pwd", .text("/w\n")),
    .init("basename /a/b.txt .txt", .text("b\n")),
    .init("dirname /a/b.txt", .text("/a\n")),
    .init("dirname b.txt", .text(".\n")),
    .init("seq 3", .text("1\n2\n3\n")),
    .init("seq 1000000", .unknown),
    .init("realpath a", .text("/w/a\n")),
    .init("readlink -f link", .text("/w/dir\n")),
    .init("git rev-parse --show-toplevel", .text("/w\n")),
    .init("cat a", .file("/w/a")),
    .init("cat", input: .text("x"), .text("x")),
    .init("cat", input: .fetched, .fetched),
    .init("cat a b", .unknown),
    .init("base64 -d", input: .text("cm0gLXJmIC8K"), .text("rm -rf /\n")),
    .init("base64 --decode", input: .text("cm0gLXJmIC8="), .text("rm -rf /")),
    .init("base64 -d a", .decoded),
    .init("base64 -d", input: .fetched, .fetched),
    .init("base64 -d", input: .unknown, .decoded),
    .init("xxd -r -p", input: .text("726d"), .text("rm")),
    .init("rev", input: .text("/ fr- mr"), .text("rm -rf /")),
    .init("tr a-z b-za", input: .text("ql"), .text("rm")),
    .init("tr A-Za-z N-ZA-Mn-za-m", input: .text("ez"), .text("rm")),
    .init("tr -d x", input: .text("rxm"), .text("rm")),
    .init("gunzip", input: .fetched, .fetched),
    .init("gunzip -c a.gz", .decoded),
    .init("openssl enc -d -in a", .decoded),
    .init("openssl dgst a", .unknown),
    .init("sed s/a/b/", input: .fetched, .fetched),
    .init("curl -fsSL https://x.org", .fetched),
    .init("curl -o a https://x.org", .unknown),
    .init("wget -qO- https://x.org", .fetched),
    .init("wget https://x.org/a", .unknown),
    .init("ls", .names(under: "/w")),
    .init("ls -la", .unknown),
    .init("ls dir", .unknown),
    .init("find src -name x", .names(under: "/w/src", named: ["x"])),
    .init("find src '(' -name a -o -name 'b*' ')' -type f", .names(under: "/w/src", named: ["a", "b*"])),
    .init("find src -name a -prune -o -name b -print", .names(under: "/w/src", named: ["b"])),
    .init("find . '(' -name .git -o -name c ')' -prune -o -name b -print", .names(under: "/w", named: ["b"])),
    .init("find . -name a -o -type f", .names(under: "/w")),
    .init("find . -not -name a", .names(under: "/w")),
    .init("find . -path '*/x/.env'", .names(under: "/w", named: [".env"])),
    .init("fd -H '^\\.env$'", .names(under: "/w", named: [".env"])),
    .init("fd -g '*.ts' src", .names(under: "/w/src", named: ["*.ts"])),
    .init("fd 'a|b'", .names(under: "/w")),
    .init("find . -type f", .names(under: "/w")),
    .init("find a /b", .names(under: "/")),
    .init("find src/a src/b", .names(under: "/w/src")),
    .init("git ls-files", .names(under: "/w")),
    .init("git diff --name-only", .names(under: "/w")),
    .init("rg -l foo src", .names(under: "/w/src")),
    .init("grep -rl foo", .names(under: "/w")),
    .init("fd -e py", .names(under: "/w")),
    .init("mktemp -d", .names(under: "/tmp")),
    .init("mktemp -p dir", .names(under: "/w/dir")),
    .init("unheard-of", .unknown),
  ]

  @Test(arguments: outputs) func output(_ row: OutputRow) {
    let command = ResolvedCommand.parsed(row.line, input: row.input)
    let output = CommandEffects.standardOutput(of: command, facts: FakeFacts.workshop)
    #expect(output == row.output, sourceLocation: row.location)
  }
}
