import HookModel
import JSON
import PolicyFile
import TestSupport
import Testing

@testable import Policies

/// `[[tools.*]]` and `[[fetch.*]]`.
@Suite struct ToolRulesTests {
  private func event(_ name: String, _ input: JSONValue, server: String? = nil) -> Event {
    var event = RuleBench.event
    let action: ToolAction =
      server.map { .mcp(server: $0, tool: name, arguments: input) } ?? .other(arguments: input)
    event.tool = ToolCall(name: name, action: action, input: input)
    return event
  }

  private func verdict(_ event: Event, _ files: [PolicyFile], _ effects: [Effect] = []) -> Verdict {
    ToolRules.evaluate(PolicyContext(event: event, effects: effects, files: files, facts: RuleBench.facts)).strictest()
  }

  private func tools(_ layer: PolicyLayer, _ kind: RuleKind, _ tool: String, with: [(String, String)] = [])
    -> PolicyFile
  {
    RuleBench.file(layer) { file in
      var rule = ToolRule(kind: kind, tool: tool, location: RuleBench.location)
      rule.with = with.map { (name: $0.0, glob: $0.1) }
      file.toolRules = [rule]
    }
  }

  @Test func names() {
    let file = tools(.project, .deny, "mcp__github__delete_*")
    #expect(verdict(event("mcp__github__delete_branch", [:]), [file]) == .deny)
    #expect(verdict(event("mcp__github__get_branch", [:]), [file]) == .allow)
    // Agents spell the tools of servers differently; the server and the tool count.
    #expect(verdict(event("delete_branch", [:], server: "github"), [file]) == .deny)
    #expect(verdict(event("delete_branch", [:], server: "gitlab"), [file]) == .allow)
    #expect(verdict(event("WebSearch", [:]), [tools(.project, .ask, "Web*")]) == .ask)
  }

  @Test func arguments() {
    let file = tools(.project, .deny, "mcp__db__*", with: [("branch", "main"), ("options.force", "true")])
    #expect(verdict(event("mcp__db__run", ["branch": "main", "options": ["force": true]]), [file]) == .deny)
    #expect(verdict(event("mcp__db__run", ["branch": "dev", "options": ["force": true]]), [file]) == .allow)
    #expect(verdict(event("mcp__db__run", ["branch": "main"]), [file]) == .allow)
    let list = tools(.project, .deny, "*", with: [("files.path", "*.pem")])
    #expect(verdict(event("x", ["files": [["path": "a.txt"], ["path": "b.pem"]]]), [list]) == .deny)
  }

  @Test func aStrongerAllowLifts() {
    let deny = tools(.user, .deny, "WebSearch")
    #expect(verdict(event("WebSearch", [:]), [deny, tools(.project, .allow, "Web*")]) == .allow)
    #expect(
      verdict(event("WebSearch", [:]), [tools(.project, .deny, "WebSearch"), tools(.user, .allow, "Web*")]) == .deny)
  }

  static let urls: [(String, String, Bool)] = [
    ("https://*.internal.example/*", "https://db.internal.example/x", true),
    ("https://*.internal.example/*", "https://db.internal.example", true),
    ("https://*.internal.example/*", "https://DB.Internal.Example/x", true),
    ("https://*.internal.example/*", "https://db.internal.example:8443/x", true),
    ("https://*.internal.example/*", "https://user:pw@db.internal.example/x", true),
    ("https://*.internal.example/*", "db.internal.example/x", true),
    ("https://*.internal.example/*", "https://example.com/?u=db.internal.example", false),
    ("https://*.internal.example/*", "https://internal.example/x", false),
    ("*://169.254.169.254/*", "http://169.254.169.254/latest/meta-data", true),
  ]

  @Test(arguments: urls) func fetches(_ glob: String, _ url: String, _ matches: Bool) {
    let file = RuleBench.file(.project) {
      $0.fetchRules = [FetchRule(kind: .deny, url: glob, location: RuleBench.location)]
    }
    let effect = Effect(.fetch(url: url), origin: Effect.Origin(text: "curl"))
    #expect(verdict(event("Bash", [:]), [file], [effect]) == (matches ? .deny : .allow))
    let unknown = Effect(.fetch(url: nil), origin: Effect.Origin(text: "curl"))
    #expect(verdict(event("Bash", [:]), [file], [unknown]) == .allow)
  }
}
