import Foundation
import Testing

/// Paths that nothing good comes from, and calls that are far too large.
@Suite struct PathFaultTests {
  /// A payload with raw bytes in the place of `PATH`.
  func hook(_ scratch: Scratch, path: [UInt8], tool: String = "Write") throws -> Scratch.Outcome {
    let payload = scratch.payload(
      "PreToolUse", ["tool_name": tool, "tool_input": ["file_path": "PATH", "content": "x"], "tool_use_id": "1"])
    let text = try JSONSerialization.data(withJSONObject: payload)
    let range = try #require(text.range(of: Data("PATH".utf8)))
    var raw = text
    raw.replaceSubrange(range, with: path)
    return try scratch.run(["hook", "claude-code"], input: raw)
  }

  @Test func namesThatAreNoText() throws {
    let scratch = try Scratch(isTemporary: false)
    for path in [Array("src/".utf8) + [0xFF, 0xFE], [0xC0, 0xAE] + Array("env".utf8), Array(#"src/\ud800.txt"#.utf8)] {
      let outcome = try hook(scratch, path: path)
      #expect(outcome.isRefused && !outcome.crashed, "\(outcome)")
    }
    #expect(try hook(scratch, path: Array(#".env\u0000.txt"#.utf8)).isRefused)
    #expect(try hook(scratch, path: Array(#"a\nb/.env"#.utf8)).isRefused, "a newline in a name above")
    #expect(try hook(scratch, path: Array(#"src/a\nb"#.utf8)).isSilent)
  }

  /// 4,096 bytes are the kernel's bound for one path; what is longer is judged all the same.
  @Test func longPaths() throws {
    let scratch = try Scratch(isTemporary: false)
    for path in [
      String(repeating: "src/../", count: 3_000) + ".env", String(repeating: "./", count: 30_000) + ".env",
      String(repeating: "/", count: 1) + String(repeating: "../", count: 2_000) + "etc/passwd",
      String(repeating: "a/", count: 1_200) + ".env",
    ] {
      let outcome = try hook(scratch, path: Array(path.utf8))
      #expect(outcome.isRefused && !outcome.crashed, "\(path.prefix(20)): \(outcome)")
    }
    #expect(try hook(scratch, path: Array(String(repeating: "a", count: 5_000).utf8)).isSilent)
  }

  @Test func linksInACircleAndFoldersThatCannotBeRead() throws {
    let scratch = try Scratch(isTemporary: false)
    let files = FileManager.default
    try files.createSymbolicLink(atPath: scratch.path("a"), withDestinationPath: "b")
    try files.createSymbolicLink(atPath: scratch.path("b"), withDestinationPath: "a")
    try files.createSymbolicLink(atPath: scratch.path("self"), withDestinationPath: ".")
    try scratch.write("shut/x", "x")
    try files.setAttributes([.posixPermissions: 0], ofItemAtPath: scratch.path("shut"))
    defer { try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path("shut")) }
    for path in ["a/.env", "self/self/self/.env", "shut/.env", String(repeating: "self/", count: 60) + ".env"] {
      #expect(try scratch.hook(scratch.write(tool: scratch.path(path))).isRefused, "\(path)")
    }
    for path in ["a/x", "self/self/x", "shut/y"] {
      let outcome = try scratch.hook(scratch.write(tool: scratch.path(path)))
      #expect(outcome.isSilent, "\(path): \(outcome)")
    }
  }

  /// A patch of very many files takes time in proportion to them, and the last one counts like the first.
  @Test func hugePatches() throws {
    let scratch = try Scratch(isTemporary: false)
    func time(_ count: Int) throws -> Double {
      var patch = "*** Begin Patch\n"
      for index in 0..<count { patch += "*** Add File: src/f\(index).txt\n+x\n" }
      patch += "*** Add File: .env\n+x\n*** End Patch\n"
      let payload = scratch.payload(
        "PreToolUse",
        ["tool_name": "apply_patch", "tool_input": ["command": patch], "tool_use_id": "1", "turn_id": "t"])
      let start = Date()
      let outcome = try scratch.hook(payload, agent: "codex")
      #expect(AgentRoadsTests.isRefused(outcome) && (outcome.output + outcome.diagnostics).contains(".env"))
      return Date().timeIntervalSince(start)
    }
    let small = try time(500)
    let large = try time(4_000)
    // Eight times the files; a quadratic step would make it sixty-four. The machine may be busy meanwhile.
    #expect(large < small * 30 + 5, "\(small) s for 500 files, \(large) s for 4,000")
  }

  /// One file with very many lines.
  @Test func aHugeFile() throws {
    let scratch = try Scratch(isTemporary: false)
    let lines = String(repeating: "+some line of text here\n", count: 50_000)
    let patch = "*** Begin Patch\n*** Add File: src/big.txt\n\(lines)*** Delete File: .env\n*** End Patch\n"
    let outcome = try scratch.hook(
      scratch.payload(
        "PreToolUse",
        ["tool_name": "apply_patch", "tool_input": ["command": patch], "tool_use_id": "1", "turn_id": "t"]),
      agent: "codex")
    #expect(AgentRoadsTests.isRefused(outcome))
  }
}
