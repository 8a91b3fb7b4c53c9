internal import HookModel
internal import Patterns
internal import PolicyFile

/// The files that make up the guard: our policy, our state, the agents' hook configurations, our own executable
/// (design.md 6). An agent does not change them; names count in any case.
enum GuardFiles {
  /// A part of the guard.
  struct Part {
    /// What it is, for messages.
    var what: String
    /// Whether it is a policy file of ours, which an edit may tighten.
    var isPolicyFile = false
  }

  /// Which part of the guard a path is, or contains, for what reaches everything below it.
  static func part(_ path: String, root: String, home: String?, facts: any Facts, isWhole: Bool) -> Part? {
    let plain = plainPath(path) ?? path
    let name = HookModel.Paths.last(plain).lowercased()
    if name == "taffrail.toml" || name == "taffrail.local.toml" {
      return Part(what: "a policy file of taffrail", isPolicyFile: true)
    }
    // Nearly every path ends here: none of its names begins with a dot or is one of ours.
    let folded = plain.lowercased()
    if HookModel.Paths.isInside(folded, "/etc/taffrail") { return Part(what: "the machine's policy") }
    if let home, home != "/", let below = HookModel.Paths.relative(folded, to: home.lowercased()) {
      if HookModel.Paths.isInside(below, ".config/taffrail") { return Part(what: "your user's policy for taffrail") }
      if HookModel.Paths.isInside(below, ".local/state/taffrail") { return Part(what: "taffrail's own state") }
      if let part = configuration(below) { return part }
    }
    if let state = facts.environment("XDG_STATE_HOME"),
      HookModel.Paths.isInside(folded, HookModel.Paths.clean(state).lowercased() + "/taffrail")
    {
      return Part(what: "taffrail's own state")
    }
    for name in folded.utf8.split(separator: UInt8(ascii: "/")) where name.elementsEqual(".hook-state".utf8) {
      return Part(what: "taffrail's own state and audit")
    }
    if name == "taffrail", isExecutablePlace(HookModel.Paths.folder(of: path), facts) {
      return Part(what: "taffrail's executable, or would stand in its place")
    }
    // In any project, ours or another: the configuration stands at the same place below its root.
    var start = folded.utf8.startIndex
    while let slash = folded.utf8[start...].firstIndex(of: UInt8(ascii: "/")) {
      start = folded.utf8.index(after: slash)
      guard start < folded.utf8.endIndex, folded.utf8[start] == UInt8(ascii: ".") else { continue }
      if let part = configuration(String(folded[start...])) { return part }
    }
    if isWhole { return partBelow(path, root: root, facts: facts) }
    return nil
  }

  /// The path as the most forgiving file system would read it, short names of guarded ones included; nil where it is that.
  static func plainPath(_ path: String) -> String? {
    PlainPath.of(path) {
      var names = [".git", ".env", ".hook-state", "taffrail.toml", "taffrail.local.toml"]
      for (path, _) in files + folders { names += path.split(separator: "/").map(String.init) }
      return names
    }
  }

  /// Whether a program in this folder is found by its bare name, or is the one that hooks call.
  private static func isExecutablePlace(_ folder: String, _ facts: any Facts) -> Bool {
    switch HookModel.Paths.last(folder) {
    case "bin", ".bin", "sbin", "shims", "Scripts": return true
    default: break
    }
    for place in (facts.environment("PATH") ?? "").utf8.split(separator: UInt8(ascii: ":"))
    where place.elementsEqual(folder.utf8) { return true }
    return false
  }

  /// The agents' hook configurations, relative to a project's root or to the home folder.
  private static func configuration(_ below: String) -> Part? {
    for (path, agent) in files where below == path { return Part(what: "the hook configuration of \(agent)") }
    for (path, agent) in folders where HookModel.Paths.isInside(below, path) {
      return Part(what: "the hook configuration of \(agent)")
    }
    return nil
  }

  private static let files: [(path: String, agent: String)] = [
    (".claude/settings.json", "Claude Code"), (".claude/settings.local.json", "Claude Code"),
    (".claude.json", "Claude Code"), (".claude/managed-settings.json", "Claude Code"), (".codex/hooks.json", "Codex"),
    (".codex/config.toml", "Codex"), (".codex/requirements.toml", "Codex"), (".cursor/hooks.json", "Cursor"),
    (".devin/hooks.v1.json", "Devin"), (".devin/hooks.json", "Devin"), (".devin/config.json", "Devin"),
    (".devin/config.local.json", "Devin"), (".config/devin/config.json", "Devin"),
    (".gemini/settings.json", "Gemini CLI"), (".gemini/trustedfolders.json", "Gemini CLI"),
    (".gemini/config/hooks.json", "Antigravity"), (".agents/hooks.json", "Antigravity"),
    (".qwen/settings.json", "Qwen Code"), (".factory/settings.json", "Droid"),
    (".factory/settings.local.json", "Droid"), (".factory/hooks.json", "Droid"), (".copilot/config.json", "Copilot"),
    (".copilot/settings.json", "Copilot"), (".github/copilot/settings.json", "Copilot"),
    (".augment/settings.json", "Auggie"), (".augment/settings.local.json", "Auggie"),
    (".windsurf/hooks.json", "Windsurf"), (".codeium/hooks.json", "Windsurf"),
    (".codeium/windsurf/hooks.json", "Windsurf"), (".openhands/hooks.json", "OpenHands"), (".vibe/hooks.toml", "Vibe"),
    (".junie/config.json", "Junie"), (".kimi-code/config.toml", "Kimi Code"), (".hermes/config.yaml", "Hermes"),
    (".amp/settings.json", "Amp"), (".config/amp/settings.json", "Amp"),
  ]

  private static let folders: [(path: String, agent: String)] = [
    (".claude/hooks", "Claude Code"), (".codex/hooks", "Codex"), (".cursor/hooks", "Cursor"), (".devin/hooks", "Devin"),
    (".gemini/hooks", "Gemini CLI"), (".github/hooks", "Copilot"), (".copilot/hooks", "Copilot"),
    (".factory/hooks", "Droid"), (".qwen/hooks", "Qwen Code"), (".kiro/hooks", "Kiro"), (".grok/hooks", "Grok CLI"),
    (".cline/hooks", "Cline"), (".clinerules/hooks", "Cline"), (".opencode/plugins", "OpenCode"),
    (".opencode/plugin", "OpenCode"), (".config/opencode/plugins", "OpenCode"),
    (".config/opencode/plugin", "OpenCode"), (".agents/plugins", "OpenHands"),
  ]

  /// Where links in the place of guard files lead: the policy files in use and the configuration of the agent that calls.
  static func linked(_ context: PolicyContext, root: String, home: String?) -> [(path: String, part: Part)] {
    var found: [(path: String, part: Part)] = []
    func note(_ path: String, _ part: Part) {
      let real = context.facts.resolve(path)
      if real != path { found.append((real, part)) }
    }
    for file in context.files where !file.path.isEmpty {
      note(file.path, Part(what: "a policy file of taffrail", isPolicyFile: true))
    }
    let folder =
      switch context.event.agent {
      case "claude-code": ".claude/"
      case "codex": ".codex/"
      case "cursor": ".cursor/"
      case "gemini-cli": ".gemini/"
      case "devin": ".devin/"
      case "qwen": ".qwen/"
      case "droid": ".factory/"
      default: "/"
      }
    for (path, agent) in files where path.utf8.starts(with: folder.utf8) {
      for base in [root, home ?? root] {
        note(HookModel.Paths.join(base, path), Part(what: "the hook configuration of \(agent)"))
      }
    }
    return found
  }

  /// The part of the guard that lies directly in a folder, beside other files, so that a name that is not known may be it.
  static func part(keptIn folder: String, root: String, home: String?) -> Part? {
    let folded = folder.lowercased()
    for (path, agent) in files where path.utf8.contains(UInt8(ascii: "/")) {
      let place = HookModel.Paths.folder(of: path)
      if folded.hasSuffix("/" + place) { return Part(what: "where the hook configuration of \(agent) lies") }
    }
    return nil
  }

  /// The part of the guard that deleting a folder, or taking its rights away, would take along.
  private static func partBelow(_ folder: String, root: String, facts: any Facts) -> Part? {
    guard folder != root, let below = HookModel.Paths.relative(folder, to: root) else { return nil }
    func agent(in list: [(path: String, agent: String)]) -> String? {
      for (path, agent) in list
      where HookModel.Paths.isInside(path, below) && facts.kind(of: HookModel.Paths.join(root, path)) != nil {
        return agent
      }
      return nil
    }
    return (agent(in: files) ?? agent(in: folders)).map { Part(what: "where the hook configuration of \($0) lies") }
  }

  /// Whether a write to a policy file leaves everything at least as strict as it is.
  static func onlyTightens(_ path: String, content: String?, _ context: PolicyContext) -> Bool {
    guard let tool = context.event.tool else { return false }
    let old = context.facts.contents(of: path, limit: PolicyFile.mostBytes).map { String(decoding: $0, as: UTF8.self) }
    var new: String
    switch tool.action {
    case .write(_, let whole?): new = whole
    case .edit(_, let replacements):
      guard let old else { return false }
      new = old
      for replacement in replacements {
        guard !replacement.old.isEmpty, let range = range(of: replacement.old, in: new) else { return false }
        // Where it stands twice, agents differ in what they replace.
        if self.range(of: replacement.old, in: String(new[range.lowerBound...].dropFirst())) != nil { return false }
        new.replaceSubrange(range, with: replacement.new)
      }
    default: return false
    }
    guard let old else { return false }
    let folder = HookModel.Paths.folder(of: path)
    guard
      let before = try? PolicyFile.read(
        Array(old.utf8), layer: .project, path: path, folder: folder, displayName: HookModel.Paths.last(path)),
      let after = try? PolicyFile.read(
        Array(new.utf8), layer: .project, path: path, folder: folder, displayName: HookModel.Paths.last(path))
    else { return false }
    return PolicyFile.isAtLeastAsStrict(after, than: before)
  }

  private static func range(of part: String, in text: String) -> Range<String.Index>? {
    let whole = text.utf8
    let wanted = part.utf8
    var start = whole.startIndex
    while start < whole.endIndex {
      guard let first = wanted.first, let candidate = whole[start...].firstIndex(of: first) else { return nil }
      if whole[candidate...].starts(with: wanted) {
        return candidate..<whole.index(candidate, offsetBy: wanted.count)
      }
      start = whole.index(after: candidate)
    }
    return nil
  }
}
