import Foundation
import Testing

/// What the doctor finds, and that every finding which is not well ends with a command.
@Suite struct DoctorTests {
  /// A project with an agent's hooks installed, and taffrail where a shell finds it.
  func project(_ agent: String, policy: String = "version = 1\n") throws -> Scratch {
    let scratch = try Scratch(policy: policy)
    let bin = scratch.folder.appending(path: "bin")
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: bin.appending(path: "taffrail"), withDestinationURL: Scratch.executable)
    #expect(try run(scratch, ["install", agent]).code == 0)
    return scratch
  }

  func run(_ scratch: Scratch, _ words: [String], environment: [String: String?] = [:]) throws -> Scratch.Outcome {
    var all: [String: String?] = [
      "PATH": "\(scratch.folder.appending(path: "bin").path):/usr/local/bin:/usr/bin:/bin", "SHELL": "/bin/sh",
    ]
    for (name, value) in environment { all[name] = value }
    return try scratch.run(words, environment: all)
  }

  struct Found { var status: String, subject: String, text: String, run: String? }

  func findings(_ scratch: Scratch, environment: [String: String?] = [:]) throws -> [Found] {
    let outcome = try run(scratch, ["doctor", "--json"], environment: environment)
    let values = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: String]]
    let found = try #require(values, "\(outcome)").map {
      Found(status: $0["status"] ?? "", subject: $0["subject"] ?? "", text: $0["text"] ?? "", run: $0["run"])
    }
    #expect(outcome.code == (found.contains { $0.status == "fail" } ? 1 : 0))
    for each in found where each.status == "fail" { #expect(each.run != nil, "\(each)") }
    return found
  }

  func home(_ scratch: Scratch, _ name: String, _ text: String) throws {
    let file = scratch.home.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  @Test(arguments: ["claude-code", "codex", "devin", "gemini-cli", "copilot", "droid", "qwen"])
  func aWiredAgentIsProvedByThreeCalls(_ agent: String) throws {
    let found = try findings(try project(agent)).filter { $0.subject == agent }
    #expect(found.contains { $0.status == "ok" && $0.text.contains("refused `rm -rf /`") }, "\(found)")
    #expect(found.contains { $0.status == "ok" && $0.text.contains("let `ls` pass") }, "\(found)")
    #expect(found.contains { $0.status == "ok" && $0.text.contains("its context") }, "\(found)")
  }

  /// Cursor starts hooks in a login shell, whose profile may set the PATH anew.
  @Test func cursorsCanaryIsFiredInALoginShell() throws {
    let scratch = try project("cursor")
    let bin = scratch.folder.appending(path: "bin").path
    try home(scratch, ".profile", "PATH=\(bin):/usr/bin:/bin\n")
    #expect(try findings(scratch).contains { $0.subject == "cursor" && $0.text.contains("refused `rm -rf /`") })
    try home(scratch, ".profile", "PATH=/usr/bin:/bin\n")
    let found = try findings(scratch).filter { $0.subject == "cursor" && $0.status == "fail" }
    #expect(found.contains { $0.text.contains("not found on the PATH") }, "\(found)")
  }

  @Test func codexSkipsWhatNobodyReviewed() throws {
    let scratch = try project("codex")
    func failures() throws -> [String] {
      try findings(scratch).filter { $0.subject == "codex" && $0.status == "fail" }.map(\.text)
    }
    #expect(try failures().contains { $0.contains("trusted project") })
    #expect(try failures().contains { $0.contains("nobody has reviewed") && $0.contains("PreToolUse") })
    let file = scratch.path(".codex/hooks.json")
    let events = [
      "session_start", "user_prompt_submit", "pre_tool_use", "permission_request", "post_tool_use", "pre_compact",
      "post_compact", "subagent_start", "subagent_stop", "stop", "interrupt", "session_end",
    ]
    var config = "[projects.\"\(scratch.root.path)\"]\ntrust_level = \"trusted\"\n"
    for event in events { config += "\n[hooks.state.\"\(file):\(event):0:0\"]\ntrusted_hash = \"sha256:0\"\n" }
    try home(scratch, ".codex/config.toml", config)
    #expect(try failures() == [])
    try home(
      scratch, ".codex/config.toml",
      config.replacingOccurrences(of: ":pre_tool_use:0:0\"]\n", with: ":pre_tool_use:0:0\"]\nenabled = false\n"))
    #expect(try failures().contains { $0.contains("PreToolUse are switched off") })
    for off in [
      "[features]\nhooks = false # for now\n", "features.hooks = false\n" + config,
      "features = { web = true, hooks = false }\n" + config,
    ] {
      try home(scratch, ".codex/config.toml", off.hasPrefix("features") ? off : config + off)
      #expect(try failures().contains { $0.contains("hooks = false") })
    }
  }

  @Test func switchesThatTurnHooksOffAreFound() throws {
    let scratch = try project("claude-code")
    try scratch.write(".claude/settings.local.json", #"{"disableAllHooks": true}"#)
    #expect(try findings(scratch).contains { $0.status == "fail" && $0.text.contains("disableAllHooks") })
  }

  @Test func aSessionThatFellSilentIsFound() throws {
    let scratch = try project("claude-code")
    let transcript = scratch.path("../transcript.jsonl")
    var start = scratch.payload("SessionStart", ["source": "startup"])
    start["transcript_path"] = transcript
    _ = try scratch.hook(start)
    let later = Date().addingTimeInterval(60)
    let time = later.formatted(.iso8601)
    let call =
      #"{"type":"assistant","timestamp":"\#(time)","message":{"content":[{"type":"tool_use","id":"t","name":"Bash","input":{"command":"ls"}}]}}"#
    try Data((call + "\n" + call + "\n").utf8).write(to: URL(filePath: transcript))
    try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: transcript)
    let guarded = try findings(scratch).first { $0.text.contains("2 tool calls without taffrail") }
    #expect(guarded?.status == "note")
    // Once its entries are gone, that is no history but the state of things.
    try scratch.write(".claude/settings.json", "{}")
    let found = try findings(scratch)
    #expect(found.contains { $0.status == "fail" && $0.text.contains("2 tool calls without taffrail") }, "\(found)")
    #expect(
      found.contains {
        $0.status == "fail" && $0.text.contains("does so no more") && $0.run == "taffrail install claude-code"
      })
  }

  @Test func openStateFoldersAreFound() throws {
    let scratch = try project("claude-code")
    _ = try scratch.hook(scratch.bash("ls"))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path(".hook-state"))
    #expect(try findings(scratch).contains { $0.status == "fail" && $0.run?.contains("chmod 700") ?? false })
  }
}

/// The end of the audit, which the chain alone cannot vouch for.
@Suite struct AuditHeadTests {
  @Test func anEndThatWasCutOffShowsBackToTheLastSessionsEnd() throws {
    let scratch = try Scratch(policy: "version = 1\n")
    for command in ["ls", "rm -rf /", "pwd"] { _ = try scratch.hook(scratch.bash(command)) }
    _ = try scratch.hook(scratch.payload("SessionEnd", ["reason": "other"]))
    _ = try scratch.hook(scratch.bash("echo later"))
    #expect(try scratch.run(["log", "verify"]).code == 0)
    let folder = scratch.path(".hook-state/audit")
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".jsonl") })
    let file = URL(filePath: "\(folder)/\(name)")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0 + "\n" }
    #expect(lines.count == 5)
    // What came after the session's end is not known to have been there.
    for (kept, code, says) in [(4, Int32(0), "holds"), (3, 1, "removed from the end"), (0, 1, "removed from the end")] {
      try Data(lines.prefix(kept).joined().utf8).write(to: file)
      let outcome = try scratch.run(["log", "verify"])
      #expect(outcome.code == code, "\(kept): \(outcome)")
      #expect(outcome.output.contains(says), "\(kept): \(outcome)")
    }
    try FileManager.default.removeItem(at: file)
    #expect(try scratch.run(["log", "verify"]).output.contains("the file is gone"))
  }
}
