internal import Installer
internal import OS

/// What Codex's own configuration says about hooks: a switch, the project's trust, and which entries a person has reviewed.
/// Codex skips what is not reviewed without a word, so this is where it shows.
struct CodexChecks {
  /// Something that keeps hooks from running.
  struct Problem {
    var text: String
    var mend: String
  }

  private let file: String
  private let tables: [CodexTable]

  init(home: String, environment: (String) -> String?) {
    file = "\(environment("CODEX_HOME") ?? "\(home)/.codex")/config.toml"
    let bytes = (try? File.read(file, limit: 4 << 20)) ?? []
    tables = CodexTable.tables(in: String(decoding: bytes, as: UTF8.self))
  }

  private func value(_ table: String, _ key: String) -> String? {
    tables.last { $0.name == table && $0.values[key] != nil }?.values[key]
  }

  /// Whether hooks are switched off for this person.
  var switchedOff: Problem? {
    guard value("features", "hooks") == "false" || value("features", "codex_hooks") == "false" else { return nil }
    return Problem(
      text: "\(file) says hooks = false under [features], so Codex runs none", mend: "codex features enable hooks")
  }

  /// Whether a project's own hooks are loaded at all.
  func untrustedProject(_ root: String) -> Problem? {
    guard value("projects.\(root)", "trust_level") != "trusted" else { return nil }
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
      let table = "hooks.state.\(hooksFile):\(Self.snake(entry.event)):\(entry.group):\(entry.handler)"
      if value(table, "trusted_hash") == nil { missing.append(entry.event) }
      if value(table, "enabled") == "false" { disabled.append(entry.event) }
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

/// A table of a TOML file with its plain values: enough for what Codex writes itself.
struct CodexTable {
  /// The parts of the name, joined by dots, without quotation marks.
  var name: String
  var values: [String: String] = [:]

  static func tables(in text: String) -> [CodexTable] {
    var tables = [CodexTable(name: "")]
    for line in text.split(whereSeparator: \.isNewline) {
      let trimmed = Substring(line.trimmed)
      if trimmed.hasPrefix("["), let end = trimmed.lastIndex(of: "]") {
        let name = key(trimmed[trimmed.index(after: trimmed.startIndex)..<end])
        tables.append(CodexTable(name: name.joined(separator: ".")))
      } else if let equals = separator(in: trimmed) {
        let parts = key(trimmed[..<equals])
        let value = unquoted(trimmed[trimmed.index(after: equals)...])
        guard let last = parts.last else { continue }
        let prefix = ([tables[tables.count - 1].name] + parts.dropLast()).filter { !$0.isEmpty }.joined(separator: ".")
        if prefix == tables[tables.count - 1].name {
          tables[tables.count - 1].values[last] = value
        } else {
          tables.insert(CodexTable(name: prefix, values: [last: value]), at: tables.count - 1)
        }
      }
    }
    return tables
  }

  /// The parts of a dotted key.
  private static func key(_ text: Substring) -> [String] {
    var parts: [String] = []
    var part = ""
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { part.append(character) }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "." {
        parts.append(part)
        part = ""
      } else if !character.isWhitespace {
        part.append(character)
      }
    }
    return parts + [part]
  }

  /// The equals sign that ends a key.
  private static func separator(in line: Substring) -> Substring.Index? {
    var quote: Character?
    for index in line.indices {
      let character = line[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "#" {
        return nil
      } else if character == "=" {
        return index
      }
    }
    return nil
  }

  private static func unquoted(_ text: Substring) -> String {
    let trimmed = Substring(text.trimmed)
    if let quote = trimmed.first, quote == "\"" || quote == "'" {
      return String(trimmed.dropFirst().prefix { $0 != quote })
    }
    return String((trimmed.firstIndex(of: "#").map { trimmed[..<$0] } ?? trimmed).trimmed)
  }
}
