import Dialects
import Foundation
import JSON
import Testing

@testable import Installer

@Suite struct InstallerTests {
  struct Refusal: Sendable {
    var text: String
    var place: String
    var at: SourceLocation

    init(_ text: String, _ place: String, at: SourceLocation = #_sourceLocation) {
      self.text = text
      self.place = place
      self.at = at
    }
  }

  static let refusals = [
    Refusal("{\n  // mine\n  \"a\": 1\n}", ":2:"),
    Refusal("\u{FEFF}{}", ":1:1: the file begins with a byte order mark"),
    Refusal("[]", ":1:1: the file: expected an object, found array"),
    Refusal("\"text\"", ":1:1: the file: expected an object, found string"),
    Refusal("{\n  \"hooks\": []\n}", ":2:12: hooks: expected an object, found array"),
    Refusal("{\"hooks\": {\n \"Stop\": {}}}", ":2:10: hooks.Stop: expected an array, found object"),
    Refusal("{\"hooks\": {\"Stop\": [7]}}", "hooks.Stop[0]: expected an object, found number"),
    Refusal("{\"hooks\": {\"Stop\": [{}]}}", "hooks.Stop[0]: expected an object with a member \"hooks\""),
    Refusal("{\"hooks\": {\"Stop\": [{\"hooks\": 1}]}}", "hooks.Stop[0].hooks: expected an array, found number"),
    Refusal("{\"a\": 1,}", ":1:"),
    Refusal("{\"hooks\": {}, \"hooks\": {}}", "two members of one object"),
    Refusal("{\"a\": ", ":1:"),
  ]

  @Test(arguments: refusals) func unknownShapesAreLeftAlone(_ row: Refusal) throws {
    let sandbox = try Sandbox()
    try sandbox.write(row.text, to: ".claude/settings.json")
    do {
      _ = try sandbox.installer().plan(.install, ClaudeCode.self, scope: .project)
      Issue.record("it was accepted", sourceLocation: row.at)
    } catch {
      #expect("\(error)".contains(row.place), "\(error)", sourceLocation: row.at)
      #expect("\(error)".contains("\(sandbox.root)/.claude/settings.json:"), sourceLocation: row.at)
    }
    #expect(sandbox.text(".claude/settings.json") == row.text, sourceLocation: row.at)
  }

  @Test func olderEntriesAreBroughtUpToDateWhereTheyStand() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      """
      {
        "hooks": {
          "Stop": [
            {"hooks": [{"type": "command", "command": "'/old place/taffrail' hook claude-code", "timeout": 5}]},
            {"hooks": [{"type": "command", "command": "say done"}]},
            {"hooks": [{"type": "command", "command": "taffrail", "args": ["hook", "claude-code"]}]}
          ],
          "PreToolUse": [
            {"matcher": "Bash", "hooks": [
              {"type": "command", "command": "first"},
              {"type": "command", "command": "/usr/bin/taffrail hook claude-code"},
              {"type": "command", "command": "second"}
            ]}
          ],
          "WorktreeCreate": [{"hooks": [{"type": "command", "command": "taffrail hook claude-code"}]}]
        }
      }

      """, to: ".claude/settings.json")
    let installer = sandbox.installer()
    try installer.apply(installer.plan(.install, ClaudeCode.self, scope: .project))
    let text = try #require(sandbox.text(".claude/settings.json"))
    let hooks = try #require(try JSONParser.parse(Array(text.utf8))["hooks"])
    let ours: JSONValue = ["type": "command", "command": "taffrail hook claude-code", "timeout": 600]
    #expect(
      hooks["Stop"] == [["hooks": [ours]], ["hooks": [["type": "command", "command": "say done"]]]])
    let pre = try #require(hooks["PreToolUse"]?.array)
    #expect(pre.count == 2)
    #expect(pre[0]["hooks"]?.array?.compactMap { $0["command"]?.string } == ["first", "second"])
    #expect(pre[1] == ["hooks": [["type": "command", "command": "taffrail hook claude-code", "timeout": 10]]])
    #expect(hooks["WorktreeCreate"] == nil)
    #expect(try installer.plan(.install, ClaudeCode.self, scope: .project).isUnchanged)

    try installer.apply(installer.plan(.uninstall, ClaudeCode.self, scope: .project))
    let left = try #require(sandbox.text(".claude/settings.json"))
    #expect(!left.contains("taffrail"))
    #expect(left.contains("say done") && left.contains("first") && left.contains("second"))
  }

  @Test func commandsOfOthersAreNotOurs() {
    func isOurs(_ command: String) -> Bool { HookFragment.isOurs(["type": "command", "command": .string(command)]) }
    #expect(isOurs("taffrail hook claude-code"))
    #expect(isOurs("\"/a b/taffrail\"   hook codex --policy x"))
    #expect(isOurs("/a\\ b/taffrail hook codex"))
    #expect(!isOurs("mytaffrail hook codex"))
    #expect(!isOurs("taffrail.sh hook codex"))
    #expect(!isOurs("taffrail log"))
    #expect(!isOurs("echo taffrail hook"))
    #expect(!isOurs("taffrail"))
    #expect(!isOurs(""))
    #expect(!HookFragment.isOurs(["type": "http", "url": "https://taffrail/hook"]))
  }

  @Test func personalFilesNameTheProgramAndFailClosed() throws {
    let sandbox = try Sandbox()
    let installer = sandbox.installer(executable: "/Users/An O'Neill/bin/taffrail")
    for scope in [InstallScope.user, .local] {
      let plan = try installer.plan(.install, ClaudeCode.self, scope: scope)
      let after = try #require(plan.after)
      let hooks = try #require(try JSONParser.parse(after)["hooks"])
      let handler = try #require(hooks["PreToolUse"]?.array?.first?["hooks"]?.array?.first)
      #expect(handler["command"] == #"'/Users/An O'\''Neill/bin/taffrail' hook claude-code"#)
      #expect(handler["onFailure"] == "block")
      #expect(HookFragment.isOurs(handler))
      #expect(hooks["UserPromptSubmit"]?.array?.first?["hooks"]?.array?.first?["onFailure"] == nil)
    }
    #expect(throws: InstallError.noSuchScope(agent: "Codex", scope: .local)) {
      try installer.plan(.install, Codex.self, scope: .local)
    }
    #expect(try installer.path(of: ClaudeCode.self, .user) == "\(sandbox.home)/.claude/settings.json")
    let moved = sandbox.installer(environment: ["CODEX_HOME": "/elsewhere", "COPILOT_HOME": "/away"])
    #expect(try moved.path(of: Copilot.self, .user) == "/away/hooks/taffrail.json")
    #expect(try moved.path(of: Codex.self, .user) == "/elsewhere/hooks.json")
  }

  @Test func devinFilesHoldItsEightEventsAlone() throws {
    let installer = try Sandbox().installer()
    let project = try #require(try installer.plan(.install, Devin.self, scope: .project).after)
    #expect(try JSONParser.parse(project).members?.map(\.name) == Devin.events.map(\.name))
    let user = try #require(try installer.plan(.install, Devin.self, scope: .user).after)
    #expect(try JSONParser.parse(user).members?.map(\.name) == ["hooks"])
  }

  @Test func aMissingProgramRefusesOnlyWhereThatIsWanted() throws {
    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    struct Row {
      var dialect: any Dialect.Type
      var event: String
      var shared: String
      var required: String
    }
    let rows = [
      Row(
        dialect: GeminiCLI.self, event: "BeforeTool",
        shared: "! command -v taffrail >/dev/null || taffrail hook gemini-cli", required: "taffrail hook gemini-cli"),
      Row(
        dialect: Copilot.self, event: "preToolUse",
        shared: "! command -v taffrail >/dev/null || taffrail hook copilot --event preToolUse",
        required: "taffrail hook copilot --event preToolUse"),
      Row(
        dialect: ClaudeCode.self, event: "PreToolUse", shared: "taffrail hook claude-code",
        required: "taffrail hook claude-code"),
    ]
    for row in rows {
      try installer.apply(installer.plan(.install, row.dialect, scope: .project))
      #expect(try installer.command(at: row.event, row.dialect, scope: .project) == row.shared)
      #expect(try installer.program(at: row.event, row.dialect, scope: .project) == "taffrail")
      #expect(try installer.plan(.install, row.dialect, scope: .project).isUnchanged)
      try installer.apply(installer.plan(.install, row.dialect, scope: .project, isRequired: true))
      #expect(try installer.command(at: row.event, row.dialect, scope: .project) == row.required)
    }
    let claude = try #require(sandbox.text(".claude/settings.json"))
    #expect(claude.contains(#""onFailure": "block""#))
  }

  @Test func agentsAreFoundByTheirTraces() throws {
    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    func found(_ programs: String...) -> [String] {
      installer.foundAgents { programs.contains($0) }.map { $0.name }
    }
    #expect(found() == [])
    #expect(found("claude", "codex") == ["claude-code", "codex"])
    try sandbox.write("x", to: ".github/workflows/ci.yml")
    try sandbox.write("{}", to: ".cursor/mcp.json")
    #expect(found() == ["cursor"])
    try sandbox.write("{}", to: ".github/hooks/other.json")
    #expect(found("qwen") == ["cursor", "copilot", "qwen"])
  }

  @Test func theGenericProtocolHasNoConfiguration() throws {
    #expect(throws: InstallError.notConfigurable(agent: "the generic protocol")) {
      try Sandbox().installer().plan(.install, Generic.self, scope: .project)
    }
  }

  @Test func symlinkAndModeStay() throws {
    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    try sandbox.write("{}\n", to: "dotfiles/claude.json")
    try FileManager.default.createDirectory(atPath: "\(sandbox.root)/.claude", withIntermediateDirectories: true)
    let link = "\(sandbox.root)/.claude/settings.json"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../dotfiles/claude.json")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: "\(sandbox.root)/dotfiles/claude.json")
    try installer.apply(installer.plan(.install, ClaudeCode.self, scope: .project))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "../dotfiles/claude.json")
    #expect(SystemFiles().mode(of: "\(sandbox.root)/dotfiles/claude.json") == 0o640)
    #expect(sandbox.text("dotfiles/claude.json")?.contains("taffrail hook") == true)
    try installer.apply(installer.plan(.uninstall, ClaudeCode.self, scope: .project))
    #expect(sandbox.text("dotfiles/claude.json") == "{}\n")
    #expect(sandbox.text(".claude/settings.json") == "{}\n")
  }

  @Test func readOnlyFileIsLeftAlone() throws {
    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    try sandbox.write("{}\n", to: ".claude/settings.json")
    let file = "\(sandbox.root)/.claude/settings.json"
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: file)
    let plan = try installer.plan(.install, ClaudeCode.self, scope: .project)
    #expect(throws: InstallError.readOnly(file: file)) { try installer.apply(plan) }
    #expect(sandbox.text(file) == "{}\n")
  }

  @Test func planOfAnotherFileIsNotCarriedOut() throws {
    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    let plan = try installer.plan(.install, ClaudeCode.self, scope: .project)
    try sandbox.write("{\"model\": \"opus\"}", to: ".claude/settings.json")
    #expect(throws: InstallError.changed(file: plan.file)) { try installer.apply(plan) }
  }

  @Test func peopleAreToldWhatElseMatters() throws {
    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    try sandbox.write("{\"disableAllHooks\": true}", to: ".claude/settings.json")
    try installer.apply(installer.plan(.install, ClaudeCode.self, scope: .user))
    let notes = try installer.plan(.install, ClaudeCode.self, scope: .project).notes
    #expect(notes.count == 2 && notes[0].contains("disableAllHooks") && notes[1].contains(sandbox.home))
    #expect(try installer.plan(.install, Codex.self, scope: .project).notes.first?.contains("/hooks") == true)
  }

  @Test func diffIsUnified() throws {
    let sandbox = try Sandbox()
    try sandbox.write("{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3,\n  \"d\": 4\n}", to: ".devin/hooks.v1.json")
    let plan = try sandbox.installer().plan(.install, Devin.self, scope: .project)
    let lines = plan.diff.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "--- \(plan.file)" && lines[1] == "+++ \(plan.file)")
    #expect(lines[2] == "@@ -2,5 +2,13 @@")
    #expect(lines[3...6] == ["   \"a\": 1,", "   \"b\": 2,", "   \"c\": 3,", "-  \"d\": 4"][...])
    #expect(lines[7] == "+  \"d\": 4,")
    #expect(lines.suffix(3) == [" }", "\\ No newline at end of file", ""])
    #expect(
      UnifiedDiff.text(file: "f", before: nil, after: Array("a\n".utf8))
        == "--- /dev/null\n+++ f\n@@ -0,0 +1,1 @@\n+a\n")
    #expect(
      UnifiedDiff.text(file: "f", before: Array("a\n".utf8), after: nil)
        == "--- f\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n")
  }

  /// `hooks/` and the demonstration show people what `install` writes; `TAFFRAIL_UPDATE_GOLDENS=1 swift test --filter InstallerTests`
  /// rewrites it.
  @Test(arguments: Dialects.installable.map { $0.name }) func shownFragmentIsTheWrittenOne(_ name: String) throws {
    let dialect = try #require(Dialects.named(name))
    let configuration: Installation? = dialect.installation
    let installation = try #require(configuration)
    let fileName = try #require(installation.projectFile.split(separator: "/").last)
    let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = repository.appending(path: "hooks/\(name)/\(fileName)")
    let demo = repository.appending(path: "demo/shop/\(installation.projectFile)")
    let written = try #require(Installer.fragment(for: dialect))
    if ProcessInfo.processInfo.environment["TAFFRAIL_UPDATE_GOLDENS"] == "1" {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(written.utf8).write(to: file)
      try FileManager.default.createDirectory(at: demo.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(written.utf8).write(to: demo)
    }
    #expect(FileManager.default.contents(atPath: demo.path).map { String(decoding: $0, as: UTF8.self) } == written)
    #expect(FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) } == written)

    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    try installer.apply(installer.plan(.install, dialect, scope: .project))
    #expect(sandbox.text(installation.projectFile) == written)
  }
}
