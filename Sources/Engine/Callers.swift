internal import Dialects
internal import HookModel
internal import OS

/// The configuration files from which an agent calls us. An agent that finds us in two of them calls twice for one action.
enum Callers {
  /// How many of the files call us. Some agents also run the hooks that they find in Claude Code's files.
  static func count(for event: Event, _ root: String, _ options: EngineOptions) -> Int {
    var files: [String] = []
    for name in event.agent == ClaudeCode.name ? [event.agent] : [event.agent, ClaudeCode.name] {
      guard let installation = Dialects.named(name)?.installation else { continue }
      files.append(Paths.join(root, installation.projectFile))
      if let local = installation.localFile { files.append(Paths.join(root, local)) }
      if let home = options.environment("HOME") { files.append(Paths.join(home, installation.userFile)) }
    }
    var count = 0
    for file in files {
      guard let bytes = try? File.read(file, limit: 4 << 20) else { continue }
      if String(decoding: bytes, as: UTF8.self).contains("taffrail hook ") { count += 1 }
    }
    return count
  }
}
