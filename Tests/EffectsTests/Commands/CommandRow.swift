import HookModel
import TestSupport
import Testing

@testable import Effects

/// One line of a table test: a command, and all that it touches, in words.
///
///     .init("sort -o out in", "replace /w/out", "show /w/in")
///
/// The command runs in `/w`. `$X` is a word (or the end of one) that is unknown, a word with `*` came from a wildcard, and
/// single quotes quote. A touch is what is done and where: `show /w/a`, `delete -r /w/b`, `fetch https://…`. `/**` stands
/// behind a path that is meant with everything below it; `? in /w` is an unknown path below a folder, `?` one anywhere;
/// `maybe` begins a touch that is only possible.
struct CommandRow: Sendable, CustomTestStringConvertible {
  let line: String
  let input: ResolvedCommand.StandardInput
  let touches: [String]
  let location: SourceLocation

  init(
    _ line: String, input: ResolvedCommand.StandardInput = .inherited, _ touches: String...,
    at location: SourceLocation = #_sourceLocation
  ) {
    self.line = line
    self.input = input
    self.touches = touches
    self.location = location
  }

  var testDescription: String { line }

  func check(_ facts: FakeFacts) {
    let found = CommandEffects.touches(of: .parsed(line, input: input), facts: facts).map(\.words)
    #expect(found.sorted() == touches.sorted(), "\(line)", sourceLocation: location)
  }
}

extension FakeFacts {
  /// The world that table tests run in.
  static let workshop = FakeFacts(
    root: "/w",
    files: [
      "/w/.git/HEAD": "ref: refs/heads/main\n", "/w/a": "", "/w/b": "", "/w/src/x.c": "", "/w/a.txt": "",
      "/w/deploy.sh": "",
    ],
    folders: ["/w/dir", "/w/src", "/tmp/out"], links: ["/w/link": "dir"])
}

extension ResolvedCommand {
  /// A command from a line of plain words.
  static func parsed(_ line: String, input: StandardInput = .inherited) -> ResolvedCommand {
    var words = CommandWords(line).words
    let program = words.removeFirst()
    return ResolvedCommand(program: program.value, arguments: words, directory: "/w", input: input)
  }
}

/// Divides a line at blanks, with single quotes and `$X`.
private struct CommandWords {
  var words: [Argument] = []

  init(_ line: String) {
    var word = ""
    var spelling = ""
    var isStarted = false
    var isQuoted = false
    var isUnknown = false
    var isWildcard = false
    func argument() -> Argument {
      if isUnknown { return Argument(unknown: "the value of $X", spelling: spelling, knownPrefix: word) }
      return Argument(word, spelling: spelling, isFromWildcard: isWildcard)
    }
    for character in line.unicodeScalars {
      if character == "'" {
        isQuoted.toggle()
        isStarted = true
      } else if character == " ", !isQuoted {
        if isStarted { words.append(argument()) }
        (word, spelling, isStarted, isUnknown, isWildcard) = ("", "", false, false, false)
      } else {
        spelling.unicodeScalars.append(character)
        isStarted = true
        if character == "$", !isQuoted { isUnknown = true }
        if character == "*", !isQuoted { isWildcard = true }
        if !isUnknown { word.unicodeScalars.append(character) }
      }
    }
    if isStarted { words.append(argument()) }
  }
}

extension Touch {
  /// The touch in the words of the tables.
  var words: String {
    let words =
      switch action {
      case .write(let target, let kind, _): "\(kind.rawValue) \(target.words)"
      case .read(let target, let use): "\(use.rawValue) \(target.words)"
      case .delete(let target, let recursive): "delete\(recursive ? " -r" : "") \(target.words)"
      case .fetch(let url): "fetch \(url ?? "?")"
      case .execute(let source, let by): "execute \(source.rawValue) by \(by)"
      default: "\(action)"
      }
    return certainty == .possible ? "maybe \(words)" : words
  }
}

extension Target {
  fileprivate var words: String {
    guard let path else { return knownFolder.map { "? in \($0)" } ?? "?" }
    return includesContents ? (path == "/" ? "/**" : path + "/**") : path
  }
}
