import HookModel
import JSON
import Testing

@testable import Dialects

/// Our answers, read by small models of the agents: what the capabilities of an event promise must arrive.
@Suite struct ConformanceTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var agent: String
    var profile: EventProfile
    var testDescription: String { "\(agent) \(profile.name)" }
  }

  static let rows: [Row] = Dialects.all.flatMap { dialect in
    dialect.events.map { Row(agent: dialect.name, profile: $0) }
  }

  static func read(_ reply: Reply, _ row: Row) throws -> Reading {
    switch row.agent {
    case "claude-code": ClaudeReader.read(reply, at: row.profile.name)
    case "codex": CodexReader.read(reply, at: row.profile.name)
    case "devin": DevinReader.read(reply, at: row.profile.name)
    case "cursor": CursorReader.read(reply, at: row.profile.name)
    case "gemini-cli": GeminiReader.read(reply, at: row.profile.name)
    case "copilot": try CopilotReader.read(reply, at: row.profile.name)
    case "droid": DroidReader.read(reply, at: row.profile.name)
    case "qwen": QwenReader.read(reply, at: row.profile.name)
    case "generic": GenericReader.read(reply, at: row.profile.name)
    default: throw UnknownAgent(name: row.agent)
    }
  }
  struct UnknownAgent: Error { var name: String }

  /// What the agent wants to read where there is nothing to say.
  private func silence(_ row: Row) -> String {
    switch row.agent {
    case "cursor", "gemini-cli", "copilot": "{}"
    case "generic": "{\"verdict\":\"allow\"}"
    default: ""
    }
  }

  private func reading(_ row: Row, _ answer: Answer, output: JSONValue? = nil) throws -> Reading {
    let dialect = try #require(Dialects.named(row.agent))
    var event = Event(
      agent: row.agent, kind: row.profile.kind, name: row.profile.name, capabilities: row.profile.capabilities,
      payload: .null)
    if row.profile.isAboutTool {
      event.tool = ToolCall(name: "Bash", action: .shell(script: "ls", directory: nil), input: ["command": "ls"])
      event.tool?.output = output
    }
    return try Self.read(dialect.encode(answer, for: event), row)
  }

  @Test(arguments: rows) func allowIsSilence(_ row: Row) throws {
    #expect(try reading(row, Answer()) == Reading())
    let output = Dialects.named(row.agent)?.encode(
      Answer(), for: Event(agent: row.agent, kind: row.profile.kind, name: row.profile.name, payload: .null))
    #expect(output == Reply(output: silence(row)))
  }

  @Test(arguments: rows) func denyRefusesWhereItCan(_ row: Row) throws {
    let found = try reading(row, Answer(verdict: .deny, message: "MARK"))
    #expect(found.rejected == nil)
    #expect(found.outcome == (row.profile.capabilities.contains(.deny) ? .refused : .proceeds))
    let texts = row.profile.kind == .userPromptSubmit || row.profile.kind == .configChange ? found.person : found.model
    let heard = row.profile.capabilities.contains(.deny) || row.profile.capabilities.contains(.feedback)
    #expect((texts.isEmpty ? found.model : texts) == (heard ? ["MARK"] : []))
  }

  @Test(arguments: rows) func emptyReasonsRefuseToo(_ row: Row) throws {
    guard row.profile.capabilities.contains(.deny) else { return }
    #expect(try reading(row, Answer(verdict: .deny, message: " \n")).outcome == .refused)
  }

  @Test(arguments: rows) func askIsNeverWeakerThanAsking(_ row: Row) throws {
    let found = try reading(row, Answer(verdict: .ask, message: "MARK"))
    #expect(found.rejected == nil)
    switch row.profile.kind {
    // The agent is about to ask its person anyway.
    case .permissionRequest: #expect(found.outcome == .proceeds)
    case .preToolUse where row.profile.capabilities.contains(.ask): #expect(found.outcome == .asked)
    // beforeShellExecution follows and asks.
    case .preToolUse where row.agent == "cursor" && row.profile.name == "preToolUse":
      #expect(found.outcome == .proceeds)
    default:
      #expect(found.outcome == (row.profile.capabilities.contains(.deny) ? .refused : .proceeds))
    }
  }

  @Test(arguments: rows) func contextArrivesWherePromised(_ row: Row) throws {
    let found = try reading(row, Answer(context: "MARK"))
    #expect(found.rejected == nil)
    #expect(found.outcome == .proceeds)
    #expect(found.model == (row.profile.capabilities.contains(.context) ? ["MARK"] : []))
  }

  @Test(arguments: rows) func feedbackArrivesAndKeepsTheResult(_ row: Row) throws {
    let found = try reading(row, Answer(context: "EXTRA", feedback: "MARK"), output: "RESULT-OF-THE-TOOL")
    #expect(found.rejected == nil)
    #expect(found.outcome == .proceeds)
    guard row.profile.capabilities.contains(.feedback) else { return }
    let text = found.model.joined(separator: "\n")
    #expect(text.contains("MARK") && text.contains("EXTRA"))
    #expect(found.keepsToolOutput || text.contains("RESULT-OF-THE-TOOL"))
  }

  @Test(arguments: rows) func noticeChangesNothingForTheModel(_ row: Row) throws {
    let found = try reading(row, Answer(notice: "MARK"))
    #expect(found.rejected == nil)
    #expect(found.outcome == .proceeds)
    #expect(found.model.isEmpty)
  }

  @Test(arguments: rows) func approvalIsGivenWherePromised(_ row: Row) throws {
    let found = try reading(row, Answer(approves: true))
    #expect(found.rejected == nil)
    #expect(found.outcome == (row.profile.capabilities.contains(.approve) ? .approved : .proceeds))
  }

  @Test(arguments: rows) func rewritingHappensWherePromised(_ row: Row) throws {
    let found = try reading(row, Answer(rewrittenInput: JSONRewrite(input: ["command": "ls -l"])))
    #expect(found.rejected == nil)
    #expect(found.outcome == (row.profile.capabilities.contains(.rewrite) ? .rewritten : .proceeds))
  }

  @Test(arguments: rows) func refusalBeatsEverythingElse(_ row: Row) throws {
    guard row.profile.capabilities.contains(.deny) else { return }
    let found = try reading(
      row,
      Answer(
        verdict: .deny, message: "MARK", context: "c", feedback: "f", notice: "n", approves: true,
        rewrittenInput: JSONRewrite(input: ["command": "ls -l"])))
    #expect(found.rejected == nil)
    #expect(found.outcome == .refused)
  }

  @Test(arguments: rows) func failureRefusesAllButStop(_ row: Row) throws {
    let dialect = try #require(Dialects.named(row.agent))
    let reply = dialect.refuse("MARK", eventName: row.profile.name)
    let found = try Self.read(reply, row)
    let refuses = row.profile.capabilities.contains(.deny) && ![.stop, .subagentStop].contains(row.profile.kind)
    #expect(found.rejected == nil)
    #expect(found.outcome == (refuses ? .refused : .proceeds))
    #expect((reply.diagnostics + reply.output).contains("MARK"))
    #expect(refuses || (reply.exitCode == 0 && reply.output == silence(row)))
  }

  @Test func failureAtAnUnknownEventIsRefusedAsAToolCall() throws {
    for dialect in Dialects.all {
      for name in [nil, "PreSomethingNew"] {
        #expect(dialect.refuse("MARK", eventName: name) == Reply(diagnostics: "MARK", exitCode: 2), "\(dialect.name)")
      }
    }
  }
}
