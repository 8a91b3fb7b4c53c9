import Foundation
import Testing

/// A scratch project with a home of its own, in which the built executable is run as an agent would run it.
final class Scratch: Sendable {
  let folder: URL
  let root: URL
  let home: URL

  /// A folder in which not all writes are free: beside the executable; of a build below a temporary folder, the user's home.
  private static var lastingPlace: URL {
    let isTemporary = ["/tmp/", "/private/tmp/", "/var/tmp/", "/var/folders/", NSTemporaryDirectory()].contains {
      executable.path.hasPrefix($0)
    }
    return isTemporary ? FileManager.default.homeDirectoryForCurrentUser : executable.deletingLastPathComponent()
  }

  /// - Parameter isTemporary: whether the project and its home lie in a temporary folder, where all writes are free.
  init(policy: String? = nil, git: Bool = true, isTemporary: Bool = true) throws {
    let place = isTemporary ? URL(filePath: NSTemporaryDirectory()) : Self.lastingPlace
    folder = place.appending(path: "taffrail-e2e-\(UUID().uuidString)").resolvingSymlinksInPath()
    root = folder.appending(path: "shop")
    home = folder.appending(path: "home")
    let files = FileManager.default
    try files.createDirectory(at: root, withIntermediateDirectories: true)
    try files.createDirectory(at: home, withIntermediateDirectories: true)
    if git { try files.createDirectory(at: root.appending(path: ".git"), withIntermediateDirectories: true) }
    if let policy { try write("taffrail.toml", policy) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { root.appending(path: name).path }

  func write(_ name: String, _ text: String) throws {
    let url = root.appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func read(_ name: String) -> String? { try? String(contentsOf: root.appending(path: name), encoding: .utf8) }

  /// The records of the audit, in order.
  func audit() throws -> [[String: Any]] {
    let audit = root.appending(path: ".hook-state/audit")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: audit.path)) ?? []
    var records: [[String: Any]] = []
    for name in names.sorted() where name.hasSuffix(".jsonl") {
      let text = try String(contentsOf: audit.appending(path: name), encoding: .utf8)
      for line in text.split(separator: "\n") {
        let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        records.append(try #require(record, "not a record: \(line)"))
      }
    }
    return records
  }

  struct Outcome {
    var code: Int32
    var output: String
    var diagnostics: String
    /// Whether the process ended by a signal.
    var crashed: Bool

    /// Whether Claude Code would refuse the call.
    var isRefused: Bool { code == 2 || output.contains("\"permissionDecision\":\"deny\"") }
    var isAsked: Bool { code == 0 && output.contains("\"permissionDecision\":\"ask\"") }
    var isSilent: Bool { code == 0 && output.isEmpty }
  }

  /// The executable beside the tests.
  static let executable: URL = {
    let products = Bundle.main.executableURL?.deletingLastPathComponent() ?? URL(filePath: ".build/debug")
    for folder in [
      products, URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent(),
      URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(
          path: ".build/debug"),
    ] {
      let candidate = folder.appending(path: "taffrail")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
    }
    return products.appending(path: "taffrail")
  }()

  func run(
    _ arguments: [String], input: Data = Data(), environment: [String: String?] = [:], cwd: String? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = cwd.map { URL(filePath: $0) } ?? root
    var variables = ["HOME": home.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    for (name, value) in environment { variables[name] = value }
    process.environment = variables
    let inputFile = folder.appending(path: "stdin-\(UUID().uuidString)")
    let outputFile = folder.appending(path: "stdout-\(UUID().uuidString)")
    let errorFile = folder.appending(path: "stderr-\(UUID().uuidString)")
    try input.write(to: inputFile)
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus, output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
      diagnostics: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self),
      crashed: process.terminationReason == .uncaughtSignal)
  }

  /// The same call, made several times at once; the exit codes.
  func runTogether(_ count: Int, _ arguments: [String], input: Data) throws -> [Int32] {
    let inputFile = folder.appending(path: "stdin-\(UUID().uuidString)")
    try input.write(to: inputFile)
    let processes = try (0..<count).map { _ in
      let process = Process()
      process.executableURL = Self.executable
      process.arguments = arguments
      process.currentDirectoryURL = root
      process.environment = ["HOME": home.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
      process.standardInput = try FileHandle(forReadingFrom: inputFile)
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      return process
    }
    return processes.map { process in
      process.waitUntilExit()
      return process.terminationStatus
    }
  }

  /// One hook call of Claude Code.
  func hook(
    _ payload: [String: Any], agent: String = "claude-code", environment: [String: String?] = [:], cwd: String? = nil
  ) throws -> Outcome {
    try run(
      ["hook", agent], input: try JSONSerialization.data(withJSONObject: payload), environment: environment, cwd: cwd)
  }

  func payload(_ event: String, _ more: [String: Any] = [:]) -> [String: Any] {
    var payload: [String: Any] = [
      "session_id": "11111111-2222-3333-4444-555555555555", "transcript_path": "/none.jsonl", "cwd": root.path,
      "hook_event_name": event, "permission_mode": "default",
    ]
    for (name, value) in more { payload[name] = value }
    return payload
  }

  func bash(_ command: String) -> [String: Any] {
    payload("PreToolUse", ["tool_name": "Bash", "tool_input": ["command": command], "tool_use_id": "t1"])
  }

  func write(tool path: String, _ content: String = "x\n", event: String = "PreToolUse") -> [String: Any] {
    payload(event, ["tool_name": "Write", "tool_input": ["file_path": path, "content": content], "tool_use_id": "t1"])
  }
}
