import HookModel

/// The statements and client commands of an SQL text that reach files and programs; which rows and tables are touched is the
/// command rules' business.
struct SQLCode {
  private let places: Places
  private let facts: any Facts
  /// What was found.
  private(set) var findings = InlineFindings()

  init(_ text: String, places: Places, facts: any Facts) {
    self.places = places
    self.facts = facts
    for line in text.utf8.split(separator: 0x0A) { client(Substring(line)) }
    statements(text)
  }

  /// psql's `\!`, sqlite3's `.shell` and their kin, one a line.
  private mutating func client(_ line: Substring) {
    let words = line.utf8.split { $0.isBlank || $0 == UInt8(ascii: ";") }.map { String(Substring($0)) }
    guard let first = words.first else { return }
    let rest = CodeReader.trimmed(String(line.utf8.drop { $0.isBlank }.dropFirst(first.utf8.count)) ?? "")
    if first.begins(with: "\\!") {
      let attached = String(first.dropFirst(2))
      findings.shellCommands.append(attached.isEmpty ? rest : attached + " " + rest)
      return
    }
    switch first {
    case ".shell", ".system", "system": findings.shellCommands.append(rest)
    case "\\i", "\\ir", "\\include", ".read", "source", "\\.":
      if let file = words.dropFirst().first { touch(file, .use) }
    case "\\o", "\\out", ".output", ".once", ".log", "\\w", "tee", ".excel", ".backup", ".save", ".clone", "\\g", "\\s":
      guard let file = words.last, words.count > 1, file != "off", file != "stdout" else { return }
      if rest.begins(with: "|") {
        findings.shellCommands.append(String(rest.dropFirst()))
      } else {
        touch(file, .replace)
      }
    case ".import":
      if rest.begins(with: "|") { findings.shellCommands.append(String(rest.dropFirst())) }
      if let file = words.dropFirst().first(where: { !$0.begins(with: "-") }) { touch(file, .show) }
    case ".restore", ".load", ".open": if let file = words.last, words.count > 1 { touch(file, .use) }
    case "\\copy": copy(words.map { .word($0) })
    default: break
    }
  }

  private enum Token {
    case word(String)
    case string(String)

    var text: String {
      switch self {
      case .word(let text), .string(let text): text
      }
    }
  }

  /// `COPY … TO 'file'`, `INTO OUTFILE 'file'`, `LOAD DATA INFILE 'file'`, `ATTACH 'file'`, `VACUUM INTO 'file'`.
  private mutating func statements(_ text: String) {
    for statement in SQLCode.tokens(text) {
      guard let first = statement.first?.text.lowercasedASCII else { continue }
      if first == "copy" { copy(statement) }
      for (index, token) in statement.enumerated() {
        guard case .word(let word) = token, let next = SQLCode.string(behind: index, statement) else { continue }
        switch word.lowercasedASCII {
        case "outfile", "dumpfile": touch(next, .replace)
        case "infile": touch(next, .show)
        case "attach", "database":
          if first == "attach" { touch(next, .modify) }
        case "into":
          if first == "vacuum" { touch(next, .replace) }
        case "pg_read_file", "pg_read_binary_file", "load_file", "lo_import", "readfile", "read_csv", "read_csv_auto",
          "read_parquet":
          touch(next, .show)
        case "lo_export", "writefile": touch(next, .replace)
        default: break
        }
      }
    }
  }

  private static func string(behind index: Int, _ statement: [Token]) -> String? {
    for token in statement.dropFirst(index + 1).prefix(2) {
      if case .string(let text) = token { return text }
      if token.text != "(" && token.text.lowercasedASCII != "database" { return nil }
    }
    return nil
  }

  private mutating func copy(_ statement: [Token]) {
    for (index, token) in statement.enumerated().dropLast() {
      let direction = token.text.lowercasedASCII
      guard case .word = token, direction == "to" || direction == "from" else { continue }
      let next = statement[index + 1].text
      if next.lowercasedASCII == "program" {
        if index + 2 < statement.count { findings.shellCommands.append(SQLCode.unquoted(statement[index + 2].text)) }
      } else if !["stdin", "stdout", "pstdin", "pstdout", "("].contains(next.lowercasedASCII) {
        touch(SQLCode.unquoted(next), direction == "to" ? .replace : .show)
      }
      return
    }
  }

  private static func unquoted(_ word: String) -> String {
    word.utf8.first == UInt8(ascii: "'")
      ? String(word.utf8.dropFirst().prefix { $0 != UInt8(ascii: "'") }) ?? word : word
  }

  private mutating func touch(_ file: String, _ use: Row.Use) {
    let name = SQLCode.unquoted(file)
    if name.isEmpty || name == ":memory:" { return }
    var reading = RowReading(
      ResolvedCommand(program: nil, arguments: [], directory: places.directory), by: Row(), facts: facts)
    reading.use(Argument(name), use)
    findings.touches += reading.touches
  }

  /// The statements' words and strings, comments left out.
  private static func tokens(_ text: String) -> [[Token]] {
    var statements: [[Token]] = []
    var tokens: [Token] = []
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      let next = place + 1 < bytes.count ? bytes[place + 1] : 0
      // psql's own commands end with the line.
      if byte == UInt8(ascii: "\\") || (byte == UInt8(ascii: "-") && next == byte) {
        place = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
      } else if byte == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
        place += 2
        while place < bytes.count, !(bytes[place] == UInt8(ascii: "/") && bytes[place - 1] == UInt8(ascii: "*")) {
          place += 1
        }
        place += 1
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        let end = bytes[(place + 1)...].firstIndex(of: byte) ?? bytes.count
        tokens.append(.string(String(decoding: bytes[place + 1..<end], as: UTF8.self)))
        place = end + 1
      } else if byte == UInt8(ascii: ";") {
        statements.append(tokens)
        tokens = []
        place += 1
      } else if byte.isWordByte {
        let start = place
        while place < bytes.count, bytes[place].isWordByte { place += 1 }
        tokens.append(.word(String(decoding: bytes[start..<place], as: UTF8.self)))
      } else {
        if byte == UInt8(ascii: "(") { tokens.append(.word("(")) }
        place += 1
      }
    }
    return statements + [tokens]
  }
}
