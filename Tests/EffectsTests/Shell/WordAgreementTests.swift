import Effects
import Foundation
import HookModel
import TestSupport
import Testing

/// The words that a simple command gets are those that bash gives it: random words, out of all that bash expands, in a folder of
/// their own.
///
/// `TAFFRAIL_WORDS=20000 swift test --filter WordAgreementTests` asks that many instead of a few; `TAFFRAIL_SEED` chooses which.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")))
struct WordAgreementTests {
  @Test func words() throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["TAFFRAIL_WORDS"].flatMap { Int($0) } ?? 400
    var random = RandomWords(seed: environment["TAFFRAIL_SEED"].flatMap { UInt64($0) } ?? 3)
    let lines = (0..<count).map { _ in random.line() }
    let folder = try WordFolder()
    var agreed = 0
    var unknown = 0
    var differences: [String] = []
    for (line, theirs) in zip(lines, try folder.words(lines)) {
      // Where bash stops at an error, no command gets any words.
      guard let theirs else { continue }
      let ours = folder.predictions(line)
      if ours.contains(theirs) {
        agreed += 1
      } else if ours.contains(nil) {
        unknown += 1
      } else {
        differences.append("\(line)\n  bash \(theirs)\n  ours \(ours.compactMap { $0 })")
      }
    }
    if environment["TAFFRAIL_WORDS"] != nil {
      print("\(count) commands: \(agreed) as bash has them, \(unknown) unknown to us, \(differences.count) others")
      for difference in differences { print(difference) }
    }
    // What is left (45 in 20,000) is bash's own: with `IFS=`, a list with an operator is joined by \1 or blanks; in `"$*$@"` the first
    // list is taken apart like the second; `$'\q'` loses its backslash within `"$(… ${x:-$'\q'})"`; nothing behind `~:` is expanded.
    // Extended patterns in values (`x='!(a)'; p $x`, with the option on) are text to us.
    #expect(differences.count <= count / 300, "\(differences.prefix(20).joined(separator: "\n"))")
    #expect(agreed > count * 7 / 10)
    #expect(unknown < count / 6)
  }
}

/// A folder with a few names to match, and what is set before each line.
private final class WordFolder {
  let path: String
  static let files = ["a.t", "b.t", "c.txt", ".hid.t", "sp ace.t", "sub/x.t", "sub/y.c", "[b].z", "é.t", "-d"]
  static let preamble = #"""
    shopt -s extglob
    a=alpha b='b c' e= n=5 m=-3 p='*.t' q='x"y' s='  lead  trail ' c='k:v::w' u=ünï t=$'tab\tnl\nend' w='a]b*' r=n
    A=(one 'two 2' '' four) B=([2]=two [5]=five); declare -A D=([k]=v)
    set -- P1 'P 2' '' P4

    """#

  init() throws {
    path = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path + "/words-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path + "/sub", withIntermediateDirectories: true)
    for file in Self.files { try Data().write(to: URL(filePath: "\(path)/\(file)")) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The words that bash gives the command of each line; nil where it gives none.
  func words(_ lines: [String]) throws -> [[String]?] {
    let errors = path + ".errors"
    let script =
      Self.preamble + "p() { printf '\\1words\\0'; local x; for x; do printf '%s\\0' \"$x\"; done; }\n"
      + lines.map { line in
        // Each in a shell of its own, from a text of its own, so that no error reaches the next one.
        // An error may also end no more than a substitution, which no command's words tell.
        "(eval '\(line.replacingOccurrences(of: "'", with: "'\\''"))') 2>'\(errors)'\n"
          + "[ ! -s '\(errors)' ] || printf '\\3error\\0'; printf '\\2end\\0'\n"
      }.joined()
    let file = path + ".sh"
    let output = path + ".out"
    defer { for name in [file, output, errors] { try? FileManager.default.removeItem(atPath: name) } }
    try script.write(toFile: file, atomically: false, encoding: .utf8)
    try Data().write(to: URL(filePath: output))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["--norc", "-c", ". '\(file)'", "sh"]
    process.currentDirectoryURL = URL(filePath: path)
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/home/me", "LC_ALL": "C.UTF-8"]
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: output)
    try process.run()
    process.waitUntilExit()
    let records = try Data(contentsOf: URL(filePath: output)).split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    var answers: [[String]?] = []
    var words: [String]?
    for record in records.dropLast() {
      switch record {
      case "\u{2}end":
        answers.append(words)
        words = nil
      case "\u{1}words": words = []
      case "\u{3}error": words = nil
      default: words?.append(record)
      }
    }
    try #require(answers.count == lines.count)
    return answers
  }

  /// What we say of them, for each way the command can run; nil where a word is unknown.
  func predictions(_ line: String) -> [[String]?] {
    let files = Dictionary(uniqueKeysWithValues: Self.files.map { ("\(path)/\($0)", "") })
    let facts = FakeFacts(root: path, files: files, environment: ["HOME": "/home/me"], home: "/home/me")
    let analysis = ShellEffects.analyse(Self.preamble + line, directory: path, facts: facts)
    return analysis.effects.compactMap { effect -> [String]?? in
      guard case .run(let command) = effect.action, command.program == "p" else { return nil }
      let values = command.arguments.map(\.value)
      return values.contains(nil) ? .some(nil) : values.compactMap { $0 }
    }
  }
}

/// Random simple commands `p WORDS`, perhaps with a setting before them.
private struct RandomWords {
  private var random: SplitMix

  init(seed: UInt64) { random = SplitMix(seed: seed) }

  private mutating func number(below bound: Int) -> Int { random.number(below: bound) }

  private mutating func one(_ choices: [String]) -> String { choices[number(below: choices.count)] }

  mutating func line() -> String {
    let settings = ["", "", "", "", "", "IFS=:; ", "IFS=; ", "IFS=' :'; ", "set -f; ", "set --; ", "x=\(word(1)); "]
    return one(settings) + "p " + (0..<(1 + number(below: 3))).map { _ in word(2) }.joined(separator: " ")
  }

  private mutating func word(_ depth: Int) -> String {
    (0..<(1 + number(below: 3))).map { _ in piece(depth) }.joined()
  }

  private mutating func piece(_ depth: Int) -> String {
    switch number(below: 12) {
    case 0, 1: return one(Self.texts)
    case 2: return one(Self.quoted)
    case 3: return one(Self.escapes)
    case 4: return one(Self.braces)
    case 5: return one(Self.patterns)
    case 6: return "$((" + arithmetic(2) + "))"
    case 7:
      guard depth > 0 else { return one(Self.texts) }
      return "\""
        + (0...number(below: 2)).map { _ in one([one(Self.quotable), expansion(depth - 1, isQuoted: true)]) }.joined()
        + "\""
    case 8:
      guard depth > 0 else { return one(Self.quoted) }
      return one([
        "$(echo \(word(depth - 1)))", "\"$(printf '%s\\n' \(word(depth - 1)))\"", "`echo \\$a b`",
        "$(printf %s \"$s\")",
      ])
    default: return expansion(depth, isQuoted: false)
    }
  }

  private mutating func expansion(_ depth: Int, isQuoted: Bool) -> String {
    let name = one(Self.names)
    let operand =
      depth > 0
      ? isQuoted ? one(Self.quotable + ["'q'", "\"q r\"", "$a"]) : word(depth - 1) : one(["d", "'d e'", "$n"])
    let pattern = one([
      "a", "*", "?", "[a-c]", "*[ :]", "l*", "'*'", "$a", "t", "*:", "[[:space:]]*", "?(a)*", "@(b|al)", "\\*", "é",
      "+([a-z])",
    ])
    switch number(below: 14) {
    case 0, 1, 2: return isQuoted ? "$\(name) " : "${\(name)}"
    case 3:
      return one([
        "$@", "$*", "$1", "$2", "$#", "${A[@]}", "${A[*]}", "${A[1]}", "${B[@]}", "${!B[@]}", "${#A[@]}", "${D[k]}",
        "${!D[@]}", "${A[-1]}", "${B[5]}", "${10}", "$A",
      ])
    case 4: return "${\(name)\(one([":-", "-", ":+", "+", ":=", "="]))\(operand)}"
    case 5: return "${\(name)\(one(["#", "##", "%", "%%"]))\(pattern)}"
    case 6: return "${\(name)\(one(["/", "//", "/#", "/%"]))\(pattern)\(one(["", "/", "/X", "/&", "/$a", "/'y z'"]))}"
    case 7: return "${\(name):\(one(["0", "1", " -2", "2", "n", "$n-4", "9"]))\(one(["", ":1", ":2", ":-1", ":0"]))}"
    case 8: return "${\(name)\(one(["^", "^^", ",", ",,", "^^[a-l]", "~", "~~", "@U", "@L", "@u", "@Q", "@E"]))}"
    case 9:
      return one([
        "${#\(name)}", "${!r}", "${#1}", "${!A[*]}", "${@:2}", "${@:1:2}", "${*: -1}", "${A[@]:1:2}", "${A[@]: -2}",
        "${@:0:1}",
      ])
    case 10:
      return one([
        "${A[@]#t}", "${A[@]/o/0}", "${@%1}", "${A[*]^}", "${A[@]/#/-}", "${@/%/+}", "${B[*]//[a-z]}", "${*,,}",
      ])
    case 11: return "${unset\(one([":-", "-", "+", ":+"]))\(operand)}"
    case 12: return "${@\(one([":-", "-", "+", ":+"]))\(operand)}"
    default: return "${e\(one([":-", "-", ":+", "+"]))\(operand)}"
    }
  }

  private mutating func arithmetic(_ depth: Int) -> String {
    guard depth > 0, number(below: 4) > 0 else {
      return one([
        "1", "n", "$n", "m", "0x1F", "010", "2#101", "36#z", "64#_", "A[0]", "${#A[@]}", "(3)", "-2", "!n", "~n", "n++",
        "--n", "x=4", "n+=2", "n<<=1", "B[9]", "'1'", "\"2\"",
      ])
    }
    let left = arithmetic(depth - 1)
    let right = arithmetic(depth - 1)
    return
      "\(left) \(one(["+", "-", "*", "/", "%", "**", "<<", ">>", "<", ">=", "==", "!=", "&", "|", "^", "&&", "||", ",", "? 7 :"])) \(right)"
  }

  private static let names = ["a", "b", "e", "n", "p", "q", "s", "c", "u", "t", "w", "A", "unset", "x"]
  private static let texts = [
    "a", "x/y", "k=v", "-n", ".", "é", ",", "=", ":", "%", "@", "~", "~/d", "~+", "#", "{", "}", "a#b", "]", "!",
  ]
  private static let quoted = [
    "''", "\"\"", "' q '", "'*'", "\"a b\"", "\\ ", "\\*", "\\a", "\\\\", "\"\\$\"", "\"\\a\"", "'\\'", "\"'\"", "'\"'",
    "\\\n", "$\"l\"", "'{a,b}'", "\\~", "\\{a,b}",
  ]
  private static let quotable = ["a", " b ", "*", "'s'", "\\$", "\\\\", "\\x", "~", "{a,b}", "é", "\\\"", "!"]
  private static let escapes = [
    "$'a\\tb'", "$'\\x41\\102'", "$'\\u00e9'", "$'\\''", "$'\\q\\e'", "$'a\\0b'", "$'\\cA'", "$'\\x{41}'",
    "$'\\xc3\\xa9'",
    "$'\\U1F600'", "$'\\\"\\?'", "$'\\n'", "$'\\1012'", "$'*'", "$'\\a\\b\\f\\v\\r\\E'", "$'\\uzz'", "$'\\xzz'",
  ]
  private static let braces = [
    "{r,s}", "{1..3}", "{03..1}", "{a..e..2}", "x{,y}", "{a,b}{c,d}", "{v,{w,x}}", "{}", "{${a},b}", "{'y z',\"$b\"}",
    "{3..-2..2}",
    "{a..c}.t", "{a,b", "{1..2}{x,}", "${a}{1,2}", "{~,q}", "a{b}c", "{a\\,b,c}", "{-1..01}", "{1.5..2}",
    "{*,b}.t",
  ]
  private static let patterns = [
    "*", "*.t", "?.t", "[ab].t", "[!a].t", "[^b]*", "*/*", "sub/*.c", ".*.t", "nope*", "[", "[a", "*\\ *",
    "[[:alpha:]].t", "\"*\".t",
    "@(a|b).t", "!(*.t)", "+(a|.t)", "?(a).t", "[[]b].z", "\\[b].z", "./*.t", "sub/", "*/", "[a-c].t*", "?", "**/x.t",
    "[é].t", "*[!t]",
  ]
}
