import Foundation
import HookModel
import JSON
import Testing

@testable import Dialects

/// `docs/agents.md` says what the dialects say of themselves. TAFFRAIL_UPDATE_DOCS=1 writes it anew.
@Suite struct AgentsPageTests {
  @Test func pageIsFresh() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/agents.md")
    let text = AgentsPage.markdown()
    if ProcessInfo.processInfo.environment["TAFFRAIL_UPDATE_DOCS"] == "1" { try Data(text.utf8).write(to: page) }
    let isFresh = (try? Data(contentsOf: page)) == Data(text.utf8)
    #expect(isFresh, "docs/agents.md is stale; run: TAFFRAIL_UPDATE_DOCS=1 swift test --filter AgentsPageTests")
  }

  @Test func everyAgentSaysOnWhatItsDialectRests() {
    for dialect in Dialects.all {
      #expect(!dialect.traits.onHookFailure.isEmpty)
      #expect(dialect.installation != nil || dialect.name == "generic", "\(dialect.name)")
    }
  }
}

/// The page's text.
enum AgentsPage {
  static func markdown() -> String {
    var lines = [
      "# Agents", "",
      "What each agent does with a hook, as taffrail's dialects have it; `taffrail doctor` says the same about those that it",
      "finds. One page for each agent has the whole of it. This page is generated: `make docs`.", "",
      "| agent | name | known by | files | time limits in |", "|---|---|---|---|---|",
    ]
    for dialect in Dialects.all {
      let installation = dialect.installation
      let files = [installation?.projectFile, installation?.localFile, installation.map { "~/" + $0.userFile }]
        .compactMap { $0.map { "`\($0)`" } }
      lines.append(
        "| [\(title(dialect))](agents/\(dialect.name).md) | `\(dialect.name)` | \(evidence(dialect.traits.evidence)) | "
          + "\(files.isEmpty ? "none: the caller's own" : files.joined(separator: ", ")) | "
          + "\(installation.map { $0.timeoutsPerSecond == 1 ? "seconds" : "milliseconds" } ?? "the caller's own") |")
    }
    lines += ["", "## What is honoured", ""]
    let points: [(String, [EventKind], Event.Capabilities)] = [
      ("refuse a tool call", [.preToolUse], .deny), ("ask about a tool call", [.preToolUse], .ask),
      ("approve", [.preToolUse, .permissionRequest], .approve), ("rewrite", [.preToolUse], .rewrite),
      ("context before a tool", [.preToolUse], .context), ("feedback after a tool", [.postToolUse], .feedback),
      ("refuse a prompt", [.userPromptSubmit], .deny), ("context for a prompt", [.userPromptSubmit], .context),
      ("context for a session", [.sessionStart], .context), ("refuse the end of a turn", [.stop], .deny),
      ("refuse a sub-agent's end", [.subagentStop], .deny), ("refuse a changed configuration", [.configChange], .deny),
    ]
    lines.append("| agent | " + points.map(\.0).joined(separator: " | ") + " |")
    lines.append("|---|" + String(repeating: "---|", count: points.count))
    for dialect in Dialects.all {
      let cells = points.map { _, kinds, capability in
        dialect.events.contains { kinds.contains($0.kind) && $0.capabilities.contains(capability) } ? "yes" : "-"
      }
      lines.append("| \(title(dialect)) | \(cells.joined(separator: " | ")) |")
    }
    lines += [
      "", "## When a hook fails", "",
      "A hook that crashes, hangs past its time or is not there. taffrail itself answers what it cannot judge with a refusal.",
      "", "| agent | then | option that `install --user` and `--require` set |", "|---|---|---|",
    ]
    for dialect in Dialects.all {
      let option = dialect.installation?.failClosedOption.map { "`\($0.name)`" } ?? "-"
      lines.append("| \(title(dialect)) | \(dialect.traits.onHookFailure) | \(option) |")
    }
    lines += ["", "## What no hook is told of", ""]
    for dialect in Dialects.all where !dialect.traits.neverSent.isEmpty {
      lines.append("- \(title(dialect)): \(dialect.traits.neverSent.joined(separator: "; ")).")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func title(_ dialect: any Dialect.Type) -> String {
    dialect.name == "generic" ? "Generic" : dialect.title
  }

  private static func evidence(_ evidence: AgentTraits.Evidence) -> String {
    switch evidence {
    case .executable(let version, let date): "verified with \(version) on \(date)"
    case .hookCode(let version, let date): "its own hook code, verified with \(version) on \(date)"
    case .documentation(let version): "by documentation only, \(version)"
    case .ourOwn: "our own protocol"
    }
  }
}
