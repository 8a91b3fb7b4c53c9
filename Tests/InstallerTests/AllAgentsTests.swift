import Dialects
import Foundation
import JSON
import Testing

@testable import Installer

/// Files of every agent as people have them, in the shape of that agent: installed into, installed into again, brought up to
/// date, and given back.
@Suite struct AllAgentsTests {
  /// A file, written for the shape of an agent: `ENTRY` stands for an entry of somebody else's, `OURS` for an older one of ours,
  /// `EVENT` and `OTHER` for two events.
  struct Row: Sendable {
    var name: String
    var text: String
    /// The place at which an agent that reads strict JSON finds it wrong; nil where it is right.
    var wrongAt: String?
    /// Whether an agent that reads comments takes it.
    var needsComments = false
    var hasOurs = false
  }

  static let rows: [Row] = [
    Row(
      name: "somebody's hook at our event", text: "{\n  \"hooks\": {\n    \"EVENT\": [\n      ENTRY\n    ]\n  }\n}\n"),
    Row(name: "the same with tabs", text: "{\n\t\"hooks\": {\n\t\t\"EVENT\": [\n\t\t\tENTRY\n\t\t]\n\t}\n}\n"),
    Row(
      name: "four spaces, no final newline", text: "{\n    \"hooks\": {\n        \"EVENT\": [ENTRY, ENTRY]\n    }\n}"),
    Row(name: "CRLF", text: "{\r\n  \"hooks\": {\r\n    \"EVENT\": [\r\n      ENTRY\r\n    ]\r\n  }\r\n}\r\n"),
    Row(name: "one line", text: "{\"hooks\": {\"EVENT\": [ENTRY], \"OTHER\": [ENTRY]}}"),
    Row(name: "minified", text: "{\"hooks\":{\"EVENT\":[ENTRY]}}"),
    Row(name: "odd spaces", text: "  {  \"hooks\"  :  { \"EVENT\" :[ENTRY   ]  }\n\n }  \n\n"),
    Row(
      name: "unicode escapes",
      text: "{\n  \"n\\u00f6te\": \"caf\\u00e9 \\u2028 名 \\\"{[\",\n  \"hooks\": {\"EVENT\": [ENTRY]}\n}\n"),
    Row(
      name: "settings before and after",
      text: "{\n  \"a\": 1.50,\n  \"hooks\": {\n    \"EVENT\": [ENTRY]\n  },\n  \"z\": [1,2 ,3]\n}\n"),
    Row(name: "no hooks yet", text: "{\n  \"theme\": \"dark\"\n}\n"),
    Row(
      name: "large",
      text: "{\n  \"list\": [" + (0..<5_000).map { "\"entry \($0)\"" }.joined(separator: ",\n    ")
        + "],\n  \"hooks\": {\"EVENT\": [ENTRY]}\n}\n"),
    Row(
      name: "an older entry of ours beside another's",
      text: "{\n  \"hooks\": {\n    \"EVENT\": [\n      ENTRY,\n      OURS\n    ]\n  }\n}\n", hasOurs: true),
    Row(
      name: "ours first, twice, and at an event that is no longer used",
      text: "{\n  \"hooks\": {\n    \"EVENT\": [OURS, ENTRY, OURS],\n    \"OTHER\": [\n      OURS\n    ]\n  }\n}\n",
      hasOurs: true),
    Row(
      name: "line comments",
      text:
        "// mine\n{\n  // about the theme\n  \"theme\": \"dark\", // best\n  \"hooks\": {\n    \"EVENT\": [\n      ENTRY // guards\n      // more to come\n    ] // end\n  } // hooks\n}\n// after\n",
      wrongAt: ":1:", needsComments: true),
    Row(
      name: "block comments on one line", text: "{ /* a */ \"theme\": /* b */ \"dark\" /* c */ }", wrongAt: ":1:",
      needsComments: true),
    Row(name: "a comment in an empty object", text: "{\n  // nothing yet\n}\n", wrongAt: ":2:", needsComments: true),
    Row(
      name: "a comment behind the last member", text: "{\n  \"theme\": \"dark\" // best, really\n}\n", wrongAt: ":2:",
      needsComments: true),
    Row(
      name: "a comment over several lines",
      text:
        "{\n  \"hooks\": {\n    /* our guard:\n       see \"the wiki\", it's [here] */\n    \"EVENT\": [ENTRY]\n  }\n}\n",
      wrongAt: ":3:", needsComments: true),
    Row(name: "a comma behind the last", text: "{\n  \"hooks\": {\n    \"EVENT\": [ENTRY],\n  }\n}\n", wrongAt: ":4:"),
    Row(name: "single quotes", text: "{'hooks': {}}", wrongAt: ":1:2:"),
    Row(name: "a byte order mark", text: "\u{FEFF}{\"hooks\": {\"EVENT\": [ENTRY]}}", wrongAt: ":1:1:"),
    Row(name: "a member twice", text: "{\n  \"a\": 1,\n  \"a\": 2\n}\n", wrongAt: ":3:"),
    Row(name: "cut off", text: "{\n  \"hooks\": {\n    \"EVENT\": [", wrongAt: ":3:"),
    Row(name: "a list", text: "[\n  1\n]\n", wrongAt: ":1:1:"),
    Row(
      name: "an event that is no list", text: "{\n  \"hooks\": {\n    \"EVENT\": {\"x\": 1}\n  }\n}\n", wrongAt: ":3:"),
  ]

  struct Case: Sendable, CustomTestStringConvertible {
    var agent: String
    var row: Row
    var testDescription: String { "\(agent): \(row.name)" }
  }
  static let cases = Dialects.installable.flatMap { dialect in rows.map { Case(agent: dialect.name, row: $0) } }

  /// The row in an agent's own shape.
  static func text(_ row: Row, _ dialect: any Dialect.Type, _ installation: Installation) -> String {
    let events = dialect.events.filter(\.isInstalled)
    let isFlat = installation.shape == .versionedFlatEvents
    let entry =
      isFlat ? #"{"command": "./guard.sh --all"}"# : #"{"hooks": [{"type": "command", "command": "./guard.sh"}]}"#
    let ours = "'/old place/taffrail' hook \(dialect.name)"
    let old =
      isFlat
      ? #"{"command": "\#(ours)", "timeout": 5}"#
      : #"{"hooks": [{"type": "command", "command": "\#(ours)", "timeout": 5}]}"#
    var text = row.text
    if installation.shape == .bareEventMap {
      // The map of events is the whole file: what stands around it elsewhere is left out.
      text = Self.unwrapped(row)
    } else if isFlat, text.contains("\"hooks\"") {
      text = text.replacingOccurrences(of: "\"hooks\"", with: "\"version\": 1, \"hooks\"")
    }
    return text.replacingOccurrences(of: "EVENT", with: events[0].name).replacingOccurrences(
      of: "OTHER", with: events[1].name
    )
    .replacingOccurrences(of: "ENTRY", with: entry).replacingOccurrences(of: "OURS", with: old)
  }

  /// The same file where events stand at its top: the member `hooks` is opened up, and other settings are not there.
  private static func unwrapped(_ row: Row) -> String {
    var text = row.text
    for other in ["  \"a\": 1.50,\n", ",\n  \"z\": [1,2 ,3]", "  // about the theme\n  \"theme\": \"dark\", // best\n"]
    {
      text = text.replacingOccurrences(of: other, with: "")
    }
    text = text.replacingOccurrences(
      of: "  \"n\\u00f6te\": \"caf\\u00e9 \\u2028 名 \\\"{[\",\n", with: "")
    if let list = text.range(of: #"  "list": \[[^\]]*\],\n"#, options: .regularExpression) { text.removeSubrange(list) }
    text = text.replacingOccurrences(
      of: #""theme": (/\* b \*/ )?"dark""#, with: "\"EVENT\": [ENTRY]", options: .regularExpression)
    guard let start = text.range(of: #""hooks"\s*:\s*\{"#, options: .regularExpression) else { return text }
    guard let end = text.range(of: "}", options: .backwards),
      let inner = text.range(of: "}", options: .backwards, range: text.startIndex..<end.lowerBound)
    else { return text.replacingCharacters(in: start, with: "") }
    text.removeSubrange(inner)
    text.removeSubrange(start)
    return text
  }

  @Test(arguments: cases) func installedUpgradedAndGivenBack(_ each: Case) throws {
    let dialect = try #require(Dialects.named(each.agent))
    guard let installation = dialect.installation else { return }
    let sandbox = try Sandbox()
    let installer = sandbox.installer()
    let file = installation.projectFile
    let text = Self.text(each.row, dialect, installation)
    try sandbox.write(text, to: file)
    let isTaken = each.row.wrongAt == nil || (each.row.needsComments && installation.allowsComments)
    guard isTaken else {
      do {
        _ = try installer.plan(.install, dialect, scope: .project)
        Issue.record("it was accepted:\n\(text)")
      } catch {
        let place = each.row.wrongAt ?? ""
        // Where events stand at the top, lines are missing: only that a place is named counts there.
        let wanted = installation.shape == .bareEventMap || text.contains("\"version\": 1, ") ? ":" : place
        #expect("\(error)".contains("\(sandbox.root)/\(file)\(wanted)"), "\(error)")
        #expect("\(error)".contains("fix:"))
      }
      #expect(sandbox.text(file) == text)
      return
    }
    let plan = try installer.plan(.install, dialect, scope: .project)
    #expect(plan.diff.contains("+++ ") && sandbox.text(file) == text, "a plan changes nothing")
    try installer.apply(plan)
    #expect(sandbox.text(installer.backup(of: "\(sandbox.root)/\(file)")) == text, "the file as it was is kept")
    let expected = dialect.events.filter(\.isInstalled).map(\.name).sorted()
    #expect(try installer.installedEvents(dialect, scope: .project).sorted() == expected)
    let installed = try #require(sandbox.text(file))
    #expect(installed.components(separatedBy: "guard.sh").count == text.components(separatedBy: "guard.sh").count)
    #expect(!installed.contains("/old place/"))
    if text.contains("\r\n") { #expect(!installed.replacingOccurrences(of: "\r\n", with: "").contains("\n")) }
    for comment in [
      "// mine", "// best", "// guards", "// more to come", "// end", "// hooks", "// after", "/* a */", "/* c */",
    ]
    where text.contains(comment) { #expect(installed.contains(comment)) }
    #expect(try installer.plan(.install, dialect, scope: .project).isUnchanged)

    // Required, and back: the entries are exchanged where they stand.
    try installer.apply(installer.plan(.install, dialect, scope: .project, isRequired: true))
    try installer.apply(installer.plan(.install, dialect, scope: .project))
    #expect(sandbox.text(file) == installed)

    try installer.apply(installer.plan(.uninstall, dialect, scope: .project))
    let after = try #require(sandbox.text(file))
    if each.row.hasOurs {
      #expect(
        !after.contains("taffrail")
          && after.components(separatedBy: "guard.sh").count == text.components(separatedBy: "guard.sh").count)
    } else {
      #expect(after == text)
    }
    #expect(!FileManager.default.fileExists(atPath: installer.backup(of: "\(sandbox.root)/\(file)")))
  }

  /// Without the record the entries are taken out by what they are, and nothing else goes.
  @Test(
    arguments: cases.filter {
      $0.row.needsComments && (Dialects.named($0.agent)?.installation?.allowsComments ?? false)
    })
  func commentsSurviveARemovalWithoutRecord(_ each: Case) throws {
    let dialect = try #require(Dialects.named(each.agent))
    guard let installation = dialect.installation else { return }
    let sandbox = try Sandbox()
    let text = Self.text(each.row, dialect, installation)
    try sandbox.write(text, to: installation.projectFile)
    try sandbox.installer().apply(sandbox.installer().plan(.install, dialect, scope: .project))
    let removal = try sandbox.installer(state: "other-state").plan(.uninstall, dialect, scope: .project)
    let after = String(decoding: try #require(removal.after), as: UTF8.self)
    #expect(!after.contains("taffrail"))
    // `version` is Cursor's own, and stays.
    func squeezed(_ text: String) -> String {
      text.replacingOccurrences(of: "\"version\": 1", with: "").filter {
        !$0.isWhitespace && $0 != "," && $0 != "{" && $0 != "}"
      }
    }
    #expect(squeezed(after) == squeezed(text), "\(after)")
  }
}
