internal import Installer
internal import OS
internal import PolicyFile

/// What Codex's own configuration says about hooks: a switch, the project's trust, and which entries a person has reviewed.
/// Codex skips what is not reviewed without a word, so this is where it shows.
struct CodexChecks {
  /// Something that keeps hooks from running.
  struct Problem {
    var text: String
    var mend: String
  }

  private let file: String
  /// Nil where there is no file, or one that is no TOML, which Codex does not start with.
  private let settings: TOMLSettings?

  init(home: String, environment: (String) -> String?) {
    file = "\(environment("CODEX_HOME") ?? "\(home)/.codex")/config.toml"
    settings = (try? File.read(file, limit: 4 << 20)).flatMap { TOMLSettings($0) }
  }

  private func value(_ keys: String...) -> String? { settings?.value(keys) }

  /// Whether hooks are switched off for this person.
  var switchedOff: Problem? {
    guard value("features", "hooks") == "false" || value("features", "codex_hooks") == "false" else { return nil }
    return Problem(
      text: "\(file) says hooks = false under [features], so Codex runs none", mend: "codex features enable hooks")
  }

  /// Whether a project's own hooks are loaded at all.
  func untrustedProject(_ root: String) -> Problem? {
    guard value("projects", root, "trust_level") != "trusted" else { return nil }
    return Problem(
      text:
        "\(file) does not call \(root) a trusted project, so Codex does not load its hooks",
      mend: "codex   # and trust the folder when it asks")
  }

  /// The entries of a file that nobody has reviewed, by events, and those that a person has switched off. The digest that
  /// Codex keeps of an entry is its own: whether an entry was changed since its review only Codex can tell.
  func unreviewed(_ entries: [InstalledEntry], in hooksFile: String) -> [Problem] {
    var missing: [String] = []
    var disabled: [String] = []
    for entry in entries {
      let name = "\(hooksFile):\(Self.snake(entry.event)):\(entry.group):\(entry.handler)"
      if value("hooks", "state", name, "trusted_hash") == nil { missing.append(entry.event) }
      if value("hooks", "state", name, "enabled") == "false" { disabled.append(entry.event) }
    }
    var problems: [Problem] = []
    if !missing.isEmpty {
      problems.append(
        Problem(
          text:
            "nobody has reviewed the entries of \(hooksFile) at \(missing.joined(separator: ", ")); Codex skips them "
            + "without a word", mend: "codex   # then type /hooks and review them"))
    }
    if !disabled.isEmpty {
      problems.append(
        Problem(
          text: "the entries of \(hooksFile) at \(disabled.joined(separator: ", ")) are switched off in \(file)",
          mend: "codex   # then type /hooks and switch them on"))
    }
    return problems
  }

  private static func snake(_ name: String) -> String {
    var result = ""
    for character in name {
      if character.isUppercase, !result.isEmpty { result += "_" }
      result += character.lowercased()
    }
    return result
  }
}
