import Dialects
import JSON
import Testing

@testable import Installer

/// Configuration files as people have them: installed into, installed into again, and given back.
@Suite struct RoundTripTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    /// Whether the bytes come back also without the record, by taking out what is ours.
    var comesBackByItself: Bool
    var at: SourceLocation

    init(
      _ name: String, _ text: String, comesBackByItself: Bool = true, at: SourceLocation = #_sourceLocation
    ) {
      testDescription = name
      self.text = text
      self.comesBackByItself = comesBackByItself
      self.at = at
    }
  }

  static let rows = [
    Row("empty file", "", comesBackByItself: false),
    Row("white space alone", "\n \n", comesBackByItself: false),
    Row("empty object", "{}"),
    Row("empty object with newline", "{}\n"),
    Row("empty object over two lines", "{\n}\n", comesBackByItself: false),
    Row("spaced empty object", "{ }\n", comesBackByItself: false),
    Row("one setting", "{\n  \"model\": \"opus\"\n}\n"),
    Row("no final newline", "{\n  \"model\": \"opus\"\n}"),
    Row("four spaces", "{\n    \"model\": \"opus\",\n    \"env\": {\n        \"A\": \"1\"\n    }\n}\n"),
    Row("tabs", "{\n\t\"model\": \"opus\",\n\t\"env\": {\n\t\t\"A\": \"1\"\n\t}\n}\n"),
    Row("no indentation", "{\n\"model\": \"opus\"\n}\n"),
    Row(
      "CRLF", "{\r\n  \"model\": \"opus\",\r\n  \"hooks\": {\r\n    \"Stop\": []\r\n  }\r\n}\r\n",
      comesBackByItself: false),
    Row("minified", #"{"model":"opus","permissions":{"allow":["Bash(ls:*)"]}}"#),
    Row("one line with spaces", "{ \"model\": \"opus\", \"env\": {} }\n"),
    Row("one member on one line", #"{"model": "opus"}"#),
    Row("blank lines inside", "{\n\n  \"model\": \"opus\",\n\n\n  \"env\": {}\n\n}\n\n"),
    Row("comma first", "{\n  \"model\": \"opus\"\n, \"env\": {}\n}\n"),
    Row("empty hooks", "{\n  \"hooks\": {},\n  \"model\": \"opus\"\n}\n", comesBackByItself: false),
    Row(
      "another's hook at our event",
      """
      {
        "hooks": {
          "PreToolUse": [
            {
              "matcher": "Bash",
              "hooks": [
                {
                  "type": "command",
                  "command": "./scripts/guard.sh"
                }
              ]
            }
          ]
        }
      }

      """),
    Row(
      "others' hooks on one line each",
      """
      {
        "hooks": {
          "Stop": [{ "hooks": [{ "type": "command", "command": "say done" }] }],
          "PreToolUse": [{ "matcher": "", "hooks": [{ "type": "command", "command": "lefthook run" }] }]
        },
        "statusLine": {"type": "command", "command": "~/.claude/status.sh"}
      }

      """),
    Row(
      "another's hook at an event that is unknown to us",
      "{\n  \"hooks\": {\n    \"PreTeleport\": {\"odd\": true},\n    \"Other\": [1, 2]\n  }\n}\n"),
    Row("minified with hooks", #"{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"a"}]}]}}"#),
    Row(
      "escapes and other scripts",
      "{\n  \"note\": \"caf\\u00e9 \\\"{[,\\\\\", \"名\": \"値 {}\",\n  \"hooks\": {\n    \"Stop\": [ ]\n  }\n}\n",
      comesBackByItself: false),
    Row(
      "hooks is the first of several",
      "{\n  \"hooks\": {\n    \"Notification\": [{\"hooks\": []}]\n  },\n  \"x\": 1\n}\n"),
    Row("empty event array among others", "{\"hooks\": {\"Stop\": [], \"Other\": []}}", comesBackByItself: false),
  ]

  @Test(arguments: rows) func installedTwiceAndGivenBack(_ row: Row) throws {
    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    let file = ".claude/settings.json"
    try sandbox.write(row.text, to: file)

    let plan = try installer.plan(.install, ClaudeCode.self, scope: .project)
    #expect(sandbox.text(file) == row.text, "a plan changes nothing", sourceLocation: row.at)
    try installer.apply(plan)
    let installed = try #require(sandbox.text(file))
    #expect(foreign(installed) == foreign(row.text), sourceLocation: row.at)
    #expect(
      try installer.installedEvents(ClaudeCode.self, scope: .project).sorted()
        == ClaudeCode.events.filter(\.isInstalled).map(\.name).sorted(), sourceLocation: row.at)
    if row.text.contains("\r\n") {
      #expect(!installed.replacing("\r\n", with: "").contains("\n"), sourceLocation: row.at)
    }

    let again = try installer.plan(.install, ClaudeCode.self, scope: .project)
    #expect(again.isUnchanged && again.diff.isEmpty, sourceLocation: row.at)
    try installer.apply(again)

    let removal = try installer.plan(.uninstall, ClaudeCode.self, scope: .project)
    if row.comesBackByItself {
      let elsewhere = sandbox.installer(state: "other-state")
      let byItself = try elsewhere.plan(.uninstall, ClaudeCode.self, scope: .project)
      #expect(byItself.after.map { String(decoding: $0, as: UTF8.self) } == row.text, sourceLocation: row.at)
    }
    try installer.apply(removal)
    #expect(sandbox.text(file) == row.text, sourceLocation: row.at)
    #expect(try installer.plan(.uninstall, ClaudeCode.self, scope: .project).isUnchanged, sourceLocation: row.at)
  }

  /// Everything in a configuration that is not ours.
  private func foreign(_ text: String) -> JSONValue {
    guard var members = (try? JSONParser.parse(Array(text.utf8)))?.members else { return .object([]) }
    for (index, member) in members.enumerated() where member.name == "hooks" {
      members[index].value = .object(
        (member.value.members ?? []).compactMap { event in
          guard let groups = event.value.array, !groups.isEmpty else {
            return event.value.array == nil ? event : nil
          }
          let others = groups.filter { group in !(group["hooks"]?.array ?? []).contains(where: HookFragment.isOurs) }
          return others.isEmpty ? nil : JSONValue.Member(event.name, .array(others))
        })
    }
    return .object(members.filter { $0.name != "hooks" || $0.value != .object([]) })
  }

  @Test(arguments: Dialects.installable.map { $0.name }) func everythingMadeDisappears(_ name: String) throws {
    let dialect = try #require(Dialects.named(name))
    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    for scope in InstallScope.allCases {
      guard let file = try? installer.path(of: dialect, scope) else { continue }
      try installer.apply(installer.plan(.install, dialect, scope: scope))
      #expect(try installer.installedEvents(dialect, scope: scope).count > 7)
      let removal = try installer.plan(.uninstall, dialect, scope: scope)
      #expect(removal.after == nil)
      try installer.apply(removal)
      #expect(sandbox.text(file) == nil)
    }
    #expect(sandbox.tree() == [])
  }

  @Test func whatOthersAddedAfterwardsStays() throws {
    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    try sandbox.write("{\n  \"model\": \"opus\"\n}\n", to: ".claude/settings.json")
    try installer.apply(installer.plan(.install, ClaudeCode.self, scope: .project))
    let installed = try #require(sandbox.text(".claude/settings.json"))
    try sandbox.write(installed.replacing("\"opus\"", with: "\"sonnet\""), to: ".claude/settings.json")
    try installer.apply(installer.plan(.uninstall, ClaudeCode.self, scope: .project))
    #expect(sandbox.text(".claude/settings.json") == "{\n  \"model\": \"sonnet\"\n}\n")
  }

  @Test func folderWithOtherFilesStays() throws {
    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    try installer.apply(installer.plan(.install, Codex.self, scope: .project))
    try sandbox.write("x", to: ".codex/notes")
    try installer.apply(installer.plan(.uninstall, Codex.self, scope: .project))
    #expect(sandbox.tree() == [".codex", ".codex/notes"])
  }
}

extension String {
  fileprivate func replacing(_ old: String, with new: String) -> String {
    var result = ""
    var rest = Substring(self)
    while let range = rest.utf8.firstRange(of: old.utf8) {
      result += rest[..<range.lowerBound] + new
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}

extension Substring.UTF8View {
  fileprivate func firstRange(of wanted: String.UTF8View) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].starts(with: wanted) { return start..<index(start, offsetBy: wanted.count) }
      start = index(after: start)
    }
    return nil
  }
}
