import HookModel
import TestSupport
import Testing

@testable import Effects

/// One line of a table test: code, and all that is found in it.
///
/// Touches are in the words of `CommandRow`; `sh: …` is a text for a shell, `run: a | b` a program with its arguments, `…` a
/// word of them that is unknown; `unjudged` says that the code cannot be told.
struct CodeRow: Sendable, CustomTestStringConvertible {
  let code: String
  let arguments: [Argument]
  let findings: [String]
  let location: SourceLocation

  init(
    _ code: String, arguments: [String] = [], _ findings: String..., at location: SourceLocation = #_sourceLocation
  ) {
    self.code = code
    self.arguments = arguments.map { Argument($0) }
    self.findings = findings
    self.location = location
  }

  var testDescription: String { code }

  func check(_ language: InlineLanguage) {
    let found = CommandEffects.findings(
      in: code, language: language, directory: "/w", arguments: arguments, facts: FakeFacts.workshop)
    #expect(found.words.sorted() == findings.sorted(), "\(code)", sourceLocation: location)
  }
}

extension InlineFindings {
  /// The findings in the words of the tables.
  var words: [String] {
    touches.map(\.words) + shellCommands.map { "sh: \($0)" }
      + argvCommands.map { "run: " + $0.map { $0.value ?? "…" }.joined(separator: " | ") }
      + (isUnjudged ? ["unjudged"] : [])
  }
}
