import ShellSyntax
import Testing

/// What we read is what bash reads, asked of bash itself.
@Suite(.enabled(if: Bash.isInstalled)) struct BashAgreementTests {
  // MARK: Valid or not

  /// Texts of which bash and this parser must say the same.
  static let texts =
    (WordTests.all + ParameterTests.all + CommandTests.all + RedirectionTests.all).flatMap(\.spellings)
    + ZshTests.rows.flatMap(\.spellings) + ErrorTests.broken.map(\.text) + ErrorTests.incomplete.map(\.text)
    + PrinterTests.rows.map(\.text)

  /// Where the two differ, and why.
  static let knownDifferences: Set<String> = [
    // bash reads backquotes, here-documents and `${ ... }` only when it comes to them.
    "echo `if`", "echo ${x:-`}`}", "cat <<E\n`(`\nE", "cat <<E\n${x\nE",
    // bash's answer to an empty conditional is silence.
    "[[ ]]",
  ]

  @Test("bash -n accepts what we accept")
  func validity() {
    let texts = Self.texts.filter { !$0.utf8.contains(0) && !Self.knownDifferences.contains($0) }
    let verdicts = Bash.accepts(texts)
    #expect(verdicts.count == texts.count)
    for (text, verdict) in zip(texts, verdicts) {
      #expect(
        ((try? Parser.parse(text, as: .bash)) != nil) == verdict, "bash says \(verdict): \(text.debugDescription)")
    }
  }

  // MARK: Words

  /// Pieces that words are made of; none has a meaning that changes with the place it is run in.
  static let pieces = [
    "a", "b c", "'d e'", "\"f g\"", "\\ ", "\\\\", "\\'", "\\\"", "\\$", "\"\\$h\"", "\"\\\\\"", "\"\\i\"", "'\\'",
    "''", "\"\"",
    "$'j\\tk'", "$'\\x41\\102'", "$'\\u00e9'", "$'\\''", "$'\\q\\e'", "$'a\\0b'", "$\"l m\"", "\\\n", "\"n\\\no\"",
    "'p\nq'", "#", "é",
    "{r,s}", "{1..3}", "{03..1}", "{a..e..2}", "{t", "u}", ",", "..", "{,}", "{v,{w,x}}", "{}", "=", "%", "@", "^", ":",
    "~x", "{'y,z',1}",
    "\"'\"", "'\"'", "-", "+", "!", "\t", " ", "$", "\"$\"", "\\\u{1F600}",
  ]

  @Test("our words are bash's words")
  func words() throws {
    var random = Mutations(seeds: [""], seed: 42)
    var lines: [String] = []
    while lines.count < 600 {
      let line = (0..<(1 + random.number(below: 6))).map { _ in Self.pieces[random.number(below: Self.pieces.count)] }
      // Expansions have values that only a shell knows, and a line without a word is no question.
      if let values = values("p " + line.joined()), !values.contains(nil) { lines.append(line.joined()) }
    }
    let script = "p() { printf '%s\\0' \"$@\"; printf '\\1\\0'; }\nset -f\n" + lines.map { "p \($0)\n" }.joined()
    let answers = Bash.run(script).split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .split(separator: [1][...], omittingEmptySubsequences: false).dropLast()
    #expect(answers.count == lines.count)
    for (line, answer) in zip(lines, answers) {
      // Without an argument, printf prints one empty string.
      let theirs = answer.map { String(decoding: $0, as: UTF8.self) }
      let ours = (values("p " + line) ?? []).dropFirst().map { $0 ?? "" }
      #expect((ours.isEmpty ? [""] : ours) == theirs, "\(line.debugDescription)")
    }
  }

  /// The values of the words, nil for words with expansions; nil unless the text is one simple command.
  private func values(_ text: String) -> [String?]? {
    guard let script = try? Parser.parse(text), script.statements.count == 1, script.simpleCommands.count == 1,
      let command = script.simpleCommands.first, command.assignments.isEmpty, command.redirections.isEmpty
    else { return nil }
    return command.words.flatMap { BraceExpansion.expand($0, limit: 10_000) ?? [] }.map { value($0.parts) }
  }

  private func value(_ parts: [WordPart]) -> String? {
    var value = ""
    for part in parts {
      switch part {
      case .literal(let text), .escaped(let text), .singleQuoted(let text), .ansiQuoted(let text): value += text
      case .doubleQuoted(let inner):
        guard let inner = self.value(inner) else { return nil }
        value += inner
      default: return nil
      }
    }
    return value
  }
}
