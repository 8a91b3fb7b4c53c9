import Foundation
import HookModel
import JSON
import Testing

@testable import Dialects

/// One folder below `Tests/Goldens/<agent>/<event>/`: a payload, the event that it means, and where the answers differ
/// from the event's own (`replies.txt` one folder up) its answers.
struct GoldenCase: CustomTestStringConvertible, Sendable {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Goldens")
  static let isUpdating = ProcessInfo.processInfo.environment["TAFFRAIL_UPDATE_GOLDENS"] == "1"

  var agent: String
  var event: String
  var name: String

  var testDescription: String { "\(agent)/\(event)/\(name)" }
  var eventFolder: URL { Self.root.appending(path: "\(agent)/\(event)") }
  var folder: URL { eventFolder.appending(path: name) }

  /// Every case, in the order of their paths.
  static let all: [GoldenCase] = {
    var found: [GoldenCase] = []
    for agent in folders(in: root) {
      for event in folders(in: root.appending(path: agent)) {
        for name in folders(in: root.appending(path: "\(agent)/\(event)")) {
          found.append(GoldenCase(agent: agent, event: event, name: name))
        }
      }
    }
    return found
  }()

  private static func folders(in parent: URL) -> [String] {
    let children = try? FileManager.default.contentsOfDirectory(
      at: parent, includingPropertiesForKeys: [.isDirectoryKey])
    return (children ?? []).filter { (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
      .map(\.lastPathComponent).sorted()
  }

  func payload() throws -> JSONValue {
    try JSONParser.parse(Array(try Data(contentsOf: folder.appending(path: "stdin.json"))))
  }

  /// The environment that each agent gives its hooks.
  func environment(_ name: String) -> String? {
    switch (agent, name) {
    case ("claude-code", "CLAUDE_PROJECT_DIR"), ("devin", "DEVIN_PROJECT_DIR"): "/home/dev/shop"
    case ("droid", "FACTORY_PROJECT_DIR"), ("qwen", "QWEN_PROJECT_DIR"): "/home/dev/shop"
    case ("claude-code", "CLAUDECODE"): "1"
    default: nil
    }
  }

  /// The file's text, or nil where it is not there.
  static func text(_ file: URL) -> String? {
    (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
  }

  static func write(_ text: String, to file: URL) throws {
    try Data(text.utf8).write(to: file, options: .atomic)
  }
}

/// The answers whose renderings are kept.
enum SampleAnswer: String, CaseIterable {
  case allow, deny, ask, context, feedback, notice, approve, rewrite, everything, failure

  static let messageText = """
    taffrail: protected-paths: write to .env refused
      why: it matches ".env" in taffrail.toml:4, and secrets are edited by people
      fix: put the new key in .env.example, and ask the user to set the real value
    """
  static let contextText = "This request touches checkout: amounts are in cents."
  static let feedbackText = "taffrail: quality-gate unit failed (exit 1)\n  AssertionError: 3 != 4"
  static let noticeText = "taffrail: taffrail.toml:3:1: unknown key \"writes\"; the last valid policy is in force"
  static let failureText = "taffrail: stdin: tool_input.command: expected string, found array"

  /// The answer; nil for a failure, which has none.
  var answer: Answer? {
    switch self {
    case .allow: Answer()
    case .deny: Answer(verdict: .deny, message: Self.messageText)
    case .ask: Answer(verdict: .ask, message: Self.messageText)
    case .context: Answer(context: Self.contextText)
    case .feedback: Answer(feedback: Self.feedbackText)
    case .notice: Answer(notice: Self.noticeText)
    case .approve: Answer(approves: true)
    case .rewrite: Answer(context: "taffrail: rewritten", rewrittenInput: JSONRewrite(input: ["command": "uv sync"]))
    case .everything:
      Answer(
        verdict: .deny, message: Self.messageText, context: Self.contextText, feedback: Self.feedbackText,
        notice: Self.noticeText, approves: true, rewrittenInput: JSONRewrite(input: ["command": "uv sync"]))
    case .failure: nil
    }
  }

  func reply(_ dialect: any Dialect.Type, _ event: Event) -> Reply {
    guard let answer else { return dialect.refuse(Self.failureText, eventName: event.name) }
    return dialect.encode(answer, for: event)
  }
}

/// All replies to an event as a text that people can read and compare: each line of a stream behind its name.
func replies(_ dialect: any Dialect.Type, _ event: Event) -> String {
  var text = ""
  for sample in SampleAnswer.allCases {
    let reply = sample.reply(dialect, event)
    text += "\(sample.rawValue): exit \(reply.exitCode)\n"
    for (stream, content) in [("stdout", reply.output), ("stderr", reply.diagnostics)] where !content.isEmpty {
      for line in content.split(separator: "\n", omittingEmptySubsequences: false) {
        text += "  \(stream)| \(line)\n"
      }
    }
  }
  return text
}
