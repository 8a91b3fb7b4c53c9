import ShellSyntax
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Agreement with real shells over the scripts of some directories, as they are and broken at random:
/// `TAFFRAIL_SHELL_CORPUS="/usr /etc" TAFFRAIL_MUTATIONS=10000 swift test --filter CorpusTests`. `scripts/shell-proof.sh` runs it.
@Suite(.serialized, .enabled(if: Bash.isInstalled && Bash.environment("TAFFRAIL_SHELL_CORPUS") != nil))
struct CorpusTests {
  /// A shell, whose scripts are asked about, and what it must say of them.
  struct Shell: Sendable, CustomTestStringConvertible {
    var name: String
    var language: Parser.Language
    /// Whether what it refuses must be refused, too; dash knows less than bash does.
    var isExact: Bool

    var testDescription: String { name }

    /// Whether a file is one of its scripts.
    func reads(_ path: String) -> Bool {
      guard let head = Bash.contents(of: path, limit: 80) else { return false }
      let line = String(decoding: head.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      if name == "zsh", line.hasPrefix("#compdef") || line.hasPrefix("#autoload") { return true }
      if name == "bash", path.contains("/bash-completion/completions/") { return true }
      let words = line.split { $0 == " " || $0 == "/" || $0 == "\r" }
      let names = name == "bash" ? ["sh", "bash", "dash"] : name == "dash" ? ["sh", "dash"] : ["zsh"]
      return line.hasPrefix("#!") && words.contains { names.contains(String($0)) }
    }
  }

  static let shells = [
    Shell(name: "bash", language: .bash, isExact: true), Shell(name: "dash", language: .bash, isExact: false),
    Shell(name: "zsh", language: .zsh, isExact: false),
  ].filter { Bash.isInstalled($0.name) }

  /// The share of texts of which the two may differ; docs/shell.md has the reasons.
  static let scriptsTolerance = 0.01
  static let mutationsTolerance = 0.02

  @Test("a shell and this parser say the same of every script", arguments: shells)
  func scripts(_ shell: Shell) throws {
    let paths = try paths(of: shell)
    let result = compare(paths, shell)
    print(
      "\(shell.name) -n: \(paths.count) scripts, \(result.bytes) bytes, parsed in \(result.time), \(result.summary)")
    for difference in result.differences { print("  " + difference) }
    #expect(Double(result.differences.count) <= Self.scriptsTolerance * Double(paths.count))
  }

  @Test("and of scripts that are broken", arguments: shells)
  func mutations(_ shell: Shell) throws {
    guard let count = Bash.environment("TAFFRAIL_MUTATIONS").flatMap({ Int($0) }), count > 0 else { return }
    var random = Mutations(seeds: [""], seed: Bash.environment("TAFFRAIL_SEED").flatMap { UInt64($0) } ?? 1)
    let paths = try paths(of: shell)
    var template = Array("/tmp/shell-corpus-XXXXXX".utf8CString)
    _ = mkdtemp(&template)
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { _ = Bash.run("rm -rf -- '\(folder)'") }
    var files: [String] = []
    while files.count < count {
      let tokens = Self.tokens(Bash.contents(of: paths[random.number(below: paths.count)]) ?? [])
      guard tokens.count > 2 else { continue }
      let file = "\(folder)/\(files.count)"
      guard let stream = fopen(file, "wb") else { break }
      let bytes = Array(Self.broken(tokens, &random).joined())
      fwrite(bytes, 1, bytes.count, stream)
      fclose(stream)
      files.append(file)
    }
    let result = compare(files, shell)
    print("\(shell.name) -n: \(files.count) broken scripts, \(result.accepted) still valid, \(result.summary)")
    for difference in result.differences { print("  " + difference) }
    #expect(Double(result.differences.count) <= Self.mutationsTolerance * Double(files.count))
  }

  private func paths(of shell: Shell) throws -> [String] {
    let roots = try #require(Bash.environment("TAFFRAIL_SHELL_CORPUS"))
    return Bash.run("find \(roots) -type f -size -4096k -print0").split(separator: 0)
      .map { String(decoding: $0, as: UTF8.self) }.filter(shell.reads)
      .filter { Bash.contents(of: $0)?.contains(0) == false }.sorted()
  }

  struct Comparison {
    var bytes = 0
    var accepted = 0
    var time = Duration.zero
    var differences: [String] = []
    var summary: String { "\(differences.count) disagreements" }
  }

  private func compare(_ paths: [String], _ shell: Shell) -> Comparison {
    var result = Comparison()
    let verdicts = Bash.accepts(files: paths, shell: shell.name)
    #expect(verdicts.count == paths.count)
    for (path, verdict) in zip(paths, verdicts) {
      let contents = Bash.contents(of: path) ?? []
      let text = String(decoding: contents, as: UTF8.self)
      result.bytes += contents.count
      if verdict { result.accepted += 1 }
      var answer = "valid"
      result.time += ContinuousClock().measure {
        do throws(SyntaxError) { _ = try Parser.parse(text, as: shell.language) } catch {
          answer = description(of: error)
        }
      }
      if verdict ? answer != "valid" : shell.isExact && answer == "valid" {
        let line = answer == "valid" ? "" : Self.line(of: answer, in: text)
        result.differences.append(
          "\(path): \(shell.name) says \(verdict ? "valid" : "invalid"), we say \(answer)\(line)")
      }
      expectRoundTrip(text)
    }
    return result
  }

  private static func line(of answer: String, in text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let number = answer.split(separator: ":").first.flatMap({ Int($0) }), number <= lines.count else { return "" }
    return "  >> \(lines[number - 1].prefix(120))"
  }

  // MARK: Breaking

  /// A script as words, blanks and operators.
  private static func tokens(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    func kind(_ byte: UInt8) -> Int {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), 0x80...:
        2
      default: 0
      }
    }
    let pairs = ["&&", "||", ";;", "<<", ">>", "((", "))", "$(", "${", "[[", "]]"].map { Array($0.utf8) }
    var tokens: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      var end = start + 1
      if kind(bytes[start]) > 0 {
        while end < bytes.count, kind(bytes[end]) == kind(bytes[start]) { end += 1 }
      } else if end < bytes.count, pairs.contains([bytes[start], bytes[end]]) {
        end += 1
      }
      tokens.append(bytes[start..<end])
      start = end
    }
    return tokens
  }

  /// Some lines of a script with one token cut off, deleted, doubled, swapped or put in.
  private static func broken(_ all: [ArraySlice<UInt8>], _ random: inout Mutations) -> [ArraySlice<UInt8>] {
    var tokens = all
    if tokens.count > 300 {
      var start = random.number(below: tokens.count - 200)
      while start > 0, tokens[start - 1].first != UInt8(ascii: "\n") { start -= 1 }
      tokens = Array(tokens[start..<min(tokens.count, start + 20 + random.number(below: 280))])
    }
    let place = random.number(below: tokens.count)
    switch random.number(below: 5) {
    case 0: tokens.removeSubrange(place...)
    case 1: tokens.remove(at: place)
    case 2: tokens.insert(tokens[place], at: place)
    case 3: tokens.swapAt(place, random.number(below: tokens.count))
    default: tokens.insert(Array(pieces[random.number(below: pieces.count)].utf8)[...], at: place)
    }
    return tokens
  }

  private static let pieces = [
    "(", ")", "{", "}", "\"", "'", "`", "$(", "${", "<<E\n", ";;", "|", "&&", "fi", "done", "esac", "\\", "#", "in",
    "do",
    "then", "((", "))", "[[", "]]", "<(", "$((", "\n", "!", "=(",
  ]
}
