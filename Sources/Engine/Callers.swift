internal import Dialects
internal import HookModel
internal import JSON
internal import OS

/// What one call has found out about who calls us, so that the agent's files are read once. A call is one thread.
final class CallersMemory: @unchecked Sendable {
  var count: Int?
}

/// The agent's own configuration, as far as it makes the agent call us.
enum Callers {
  /// How many of the files call us. Some agents also run the hooks that they find in Claude Code's files.
  static func count(for event: Event, _ root: String, _ options: EngineOptions) -> Int {
    var count = 0
    for name in event.agent == ClaudeCode.name ? [event.agent] : [event.agent, ClaudeCode.name] {
      for file in files(of: name, root, options) where calls(in: file) { count += 1 }
    }
    return count
  }

  /// An agent's files, from the strongest to the weakest.
  static func files(of agent: String, _ root: String, _ options: EngineOptions) -> [String] {
    guard let installation = Dialects.named(agent)?.installation else { return [] }
    var files: [String] = []
    if let local = installation.localFile { files.append(Paths.join(root, local)) }
    files.append(Paths.join(root, installation.projectFile))
    if let variable = installation.userFolderVariable, let folder = options.environment(variable) {
      files.append(Paths.join(folder, Paths.last(installation.userFile)))
    } else if let home = options.environment("HOME") {
      files.append(Paths.join(home, installation.userFile))
    }
    return files
  }

  private static func calls(in file: String) -> Bool {
    guard let bytes = try? File.read(file, limit: 4 << 20) else { return false }
    return contains("taffrail hook ", bytes)
  }

  /// Whether the text stands in the bytes.
  fileprivate static func contains(_ text: StaticString, _ bytes: [UInt8]) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count >= count else { return false }
    search: for start in 0...(bytes.count - count) {
      for offset in 0..<count where unsafe bytes[start + offset] != text.utf8Start[offset] { continue search }
      return true
    }
    return false
  }
}

/// A change of the agent's settings in a running session, refused where it would leave the session without its hooks: the
/// agent then goes on with those that it has.
enum ConfigurationGuard {
  /// What a session remembers whose agent called us out of one of its files.
  private static let byFiles = "hooks:files"
  /// What a session remembers whose agent calls us by something that cannot be looked at: a plugin, an option, a wrapper.
  private static let otherwise = "hooks:otherwise"

  /// What is remembered when a session begins.
  static func opening(_ event: Event, _ root: String, _ options: EngineOptions) -> Ruling? {
    guard event.kind == .sessionStart, watches(event), event.session != nil else { return nil }
    let isByFiles = Callers.count(for: event, root, options) > 0
    return Ruling(policy: "self-protection", changes: [.noticeGiven(isByFiles ? byFiles : otherwise)])
  }

  /// The refusal of a change; nil where it leaves the hooks alone.
  static func ruling(
    on event: Event, _ session: SessionState, _ root: String, _ options: EngineOptions
  ) -> Ruling? {
    guard event.kind == .configChange, event.capabilities.contains(.deny), event.source != "skills",
      options.environment("CLAUDE_PLUGIN_ROOT") == nil
    else { return nil }
    let files = Callers.files(of: event.agent, root, options)
    var isThere = false
    var calls = false
    for file in files + managed {
      guard let bytes = try? File.read(file, limit: 4 << 20) else { continue }
      if files.contains(file) { isThere = true }
      // A wrapper of somebody's own names the program, too.
      if Callers.contains("taffrail", bytes) { calls = true }
    }
    if let off = switchedOff(files) { return refusal("\(off) says \"disableAllHooks\": true", event.agent) }
    guard !calls else { return nil }
    let wasCalled = session.noticesGiven.contains(byFiles)
    guard wasCalled || (isThere && !session.noticesGiven.contains(otherwise)) else { return nil }
    let changed = event.configurationFile ?? files.first ?? "the settings"
    return refusal("\(changed) was changed, and none of the agent's settings calls taffrail any more", event.agent)
  }

  private static func refusal(_ why: String, _ agent: String) -> Ruling {
    Ruling(
      policy: "self-protection", rule: "self-protection.hooks", verdict: .deny,
      reason: Reason(
        what: "a change of the settings that switches the hooks off is not taken over in this session", why: why,
        fix: "taffrail install \(agent), or restart the agent if you mean to work without its guard"))
  }

  /// The strongest file that speaks of the switch decides.
  private static func switchedOff(_ files: [String]) -> String? {
    for file in files {
      guard let bytes = try? File.read(file, limit: 4 << 20), let value = try? JSONParser.parse(bytes),
        let isOff = value["disableAllHooks"]?.bool
      else { continue }
      return isOff ? file : nil
    }
    return nil
  }

  /// What an administrator sets for the whole machine.
  private static let managed = [
    "/etc/claude-code/managed-settings.json", "/Library/Application Support/ClaudeCode/managed-settings.json",
  ]

  private static func watches(_ event: Event) -> Bool {
    Dialects.named(event.agent)?.events.contains { $0.kind == .configChange && $0.capabilities.contains(.deny) }
      ?? false
  }
}
