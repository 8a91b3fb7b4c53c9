import HookModel
import JSON
import PolicyFile
import TestSupport
import Testing

@testable import Policies

/// A small project to judge commands in: `/home/dev/shop`, with a home folder around it.
enum RuleBench {
  static let root = "/home/dev/shop"

  /// The world: sources that git knows nothing about, so that no answer of git's excuses anything.
  static var facts: FakeFacts {
    var facts = FakeFacts(
      root: root,
      files: [
        "\(root)/README.md": "# shop", "\(root)/package.json": "{}", "\(root)/src/app.ts": "app",
        "\(root)/src/old.ts": "old",
        "\(root)/docs/guide.md": "guide", "\(root)/.git/HEAD": "ref: refs/heads/main", "\(root)/.env": "KEY=1",
        "\(root)/dist/app.js": "built", "\(root)/node_modules/a/index.js": "a", "\(root)/lib/b.ts": "b",
        "/home/dev/Documents/letter.txt": "letter", "/home/dev/.bashrc": "", "/home/dev/.ssh/id_rsa": "key",
      ],
      home: "/home/dev")
    facts.project.branch = "feature/cart"
    facts.homes["dev"] = "/home/dev"
    return facts
  }

  /// A command from its words; no shell is involved.
  static func command(
    _ line: String, environment: [String: String?] = [:], input: ResolvedCommand.StandardInput = .inherited,
    pipedTo: [String] = [], isRemote: Bool = false
  ) -> ResolvedCommand {
    let words = line.split(separator: " ").map(String.init)
    return ResolvedCommand(
      program: words.first.map(Paths.last), programPath: words.first, arguments: words.dropFirst().map { Argument($0) },
      environment: environment, directory: root, isRemote: isRemote, input: input, pipedTo: pipedTo)
  }

  /// A run and its further effects, as they come from one simple command.
  static func effects(_ command: ResolvedCommand, _ actions: [Effect.Action] = []) -> [Effect] {
    let origin = Effect.Origin(text: command.commandLine)
    return [Effect(.run(command), origin: origin)] + actions.map { Effect($0, origin: origin) }
  }

  /// What the command policy says.
  static func rulings(
    _ effects: [Effect], files: [PolicyFile] = [], facts: FakeFacts = facts, event: Event = event
  ) -> [Ruling] {
    CommandPolicy.evaluate(PolicyContext(event: event, effects: effects, files: files, facts: facts))
  }

  static var event: Event {
    Event(agent: "claude-code", kind: .preToolUse, name: "PreToolUse", capabilities: [.deny, .ask], payload: .null)
  }

  /// A policy file of a layer.
  static func file(_ layer: PolicyLayer, _ change: (inout PolicyFile) -> Void) -> PolicyFile {
    var file = PolicyFile(layer: layer, path: "\(root)/taffrail.toml", folder: root)
    change(&file)
    return file
  }

  static let location = Location(file: "taffrail.toml", line: 3, column: 1)
}

/// One row of a table: a command and what must come of it.
struct CommandRow: CustomTestStringConvertible, Sendable {
  var line: String
  var verdict: Verdict
  var rule: String?
  var at: SourceLocation

  var testDescription: String { line }

  static func denies(_ line: String, _ rule: String, at: SourceLocation = #_sourceLocation) -> CommandRow {
    CommandRow(line: line, verdict: .deny, rule: rule, at: at)
  }

  static func asks(_ line: String, _ rule: String, at: SourceLocation = #_sourceLocation) -> CommandRow {
    CommandRow(line: line, verdict: .ask, rule: rule, at: at)
  }

  static func allows(_ line: String, at: SourceLocation = #_sourceLocation) -> CommandRow {
    CommandRow(line: line, verdict: .allow, rule: nil, at: at)
  }
}
