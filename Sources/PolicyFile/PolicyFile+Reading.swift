internal import HookModel
internal import Patterns

extension PolicyFile {
  /// The largest file that is read, in bytes.
  public static let mostBytes = 1 << 20
  /// The longest time that a gate may take, in seconds: all gates of one call share it.
  public static let longestGateSeconds = 540.0

  /// Reads one policy file and checks all that can be checked without the other files.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - path: The file's absolute path.
  ///   - folder: The folder that its patterns are relative to.
  ///   - displayName: The file as messages name it.
  /// - Throws: `PolicyErrors` with every mistake of the file, up to a bound.
  public static func read(
    _ bytes: [UInt8], layer: PolicyLayer, path: String, folder: String, displayName: String
  ) throws(PolicyErrors) -> PolicyFile {
    if let mistake = EncodingCheck.mistake(in: bytes, file: displayName) { throw PolicyErrors([mistake]) }
    let document: Document
    do throws(Document.Failure) {
      document = try Document(bytes.span)
    } catch {
      let place = Location(file: displayName, line: max(1, error.place.line), column: max(1, error.place.column))
      throw PolicyErrors([PolicyError(SyntaxMessage.friendly(error.message), at: place)])
    }
    let reader = Reader(document, layer: layer, file: displayName, folder: folder)
    var policy = PolicyFile(layer: layer, path: path, folder: folder)
    policy.displayName = displayName
    reader.read(.root, topFields, into: &policy)
    policy.commands.rules.sort { $0.location.isBefore($1.location) }
    policy.toolRules.sort { $0.location.isBefore($1.location) }
    policy.fetchRules.sort { $0.location.isBefore($1.location) }
    policy.contentRules.sort { $0.location.isBefore($1.location) }
    guard reader.errors.isEmpty else { throw PolicyErrors(reader.errors.sorted { $0.location.isBefore($1.location) }) }
    if layer == .nested { policy.dropLoosening() }
    return policy
  }

  private static let topFields: [Field<PolicyFile>] = [
    Field("version") { reader, node, _ in
      guard let version = reader.integer(node, in: 0...Int(Int32.max)), version != 1 else { return }
      reader.mistake(node, "expected 1, found \(version). This taffrail reads version 1.")
    },
    Field("fail") { reader, node, policy in
      policy.failsOpen = reader.choice(node, [("open", true), ("closed", false)])
      if policy.failsOpen == true, reader.layer != .user, reader.layer != .machine {
        reader.mistakeAtKey(
          node, "\"open\" counts only in the user's or the machine's policy, as an agent can write this one.")
      }
    },
    Field("session-context") { $2.sessionContext = $0.sessionContext($1) },
    Field("prompt-routes") { reader, node, policy in
      reader.eachTable(node) { if let route = reader.promptRoute($0) { policy.promptRoutes.append(route) } }
    },
    Field("protected-paths") { $2.protectedPaths = $0.protectedPaths($1) },
    Field("commands") { $0.read($1, commandsFields, into: &$2.commands) },
    Field("rules") { reader, node, policy in reader.ruleSwitches(node, prefix: "", into: &policy.ruleSwitches) },
    Field("tools") { $0.read($1, toolsFields, into: &$2.toolRules) },
    Field("fetch") { $0.read($1, fetchFields, into: &$2.fetchRules) },
    Field("content") { $0.read($1, contentFields, into: &$2.contentRules) },
    Field("quality-gate") { reader, node, policy in
      reader.eachTable(node) { table in
        guard let gate = reader.gate(table) else { return }
        if let other = policy.gates.first(where: { $0.name == gate.name }) {
          reader.mistake(table, "a gate named \"\(gate.name)\" stands in line \(other.location.line) already.")
        }
        policy.gates.append(gate)
      }
    },
    Field("completion-gate") { $2.completionGate = $0.completionGate($1) },
    Field("handler") { reader, node, policy in
      reader.eachTable(node) { if let handler = reader.handler($0) { policy.handlers.append(handler) } }
    },
    Field("audit") { $0.read($1, auditFields, into: &$2.audit) },
    Field("test") { reader, node, policy in
      reader.eachTable(node) { if let test = reader.test($0) { policy.tests.append(test) } }
    },
  ]

  /// A file below the root may only tighten, so what would loosen has no effect there. It is no mistake: the same file is
  /// the root's own policy in a session that starts in its folder.
  private mutating func dropLoosening() {
    commands.rules.removeAll { $0.kind == .allow || $0.kind == .approve }
    commands.rewrites = []
    toolRules.removeAll { $0.kind == .allow }
    fetchRules.removeAll { $0.kind == .allow }
    ruleSwitches.removeAll { $0.setting == .off || $0.setting == .observe }
    protectedPaths?.allowOutside = []
    if protectedPaths?.readUse == .allow { protectedPaths?.readUse = nil }
    if protectedPaths?.outside == .allow { protectedPaths?.outside = nil }
    if commands.unknownProgram == .allow { commands.unknownProgram = nil }
    if commands.unknownDelete == .allow { commands.unknownDelete = nil }
    if commands.inlineCode == .allow { commands.inlineCode = nil }
    audit = AuditTable()
  }
}

extension Location {
  /// Whether this place stands before another of the same file.
  func isBefore(_ other: Location) -> Bool { (line, column) < (other.line, other.column) }
}

/// Looks at the bytes before they are read as TOML.
private enum EncodingCheck {
  static func mistake(in bytes: [UInt8], file: String) -> PolicyError? {
    guard bytes.count <= PolicyFile.mostBytes else {
      return PolicyError(
        "the file has \(bytes.count) bytes, and a policy may have at most \(PolicyFile.mostBytes).",
        at: Location(file: file, line: 0, column: 0))
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return PolicyError("the file is UTF-16. Save it as UTF-8.", at: Location(file: file, line: 1, column: 1))
    }
    guard let offset = firstBadByte(bytes) else { return nil }
    let before = bytes[..<offset]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    let message =
      bytes[offset] == 0
      ? "a NUL byte. Take it out." : "not UTF-8 (byte 0x\(hex(bytes[offset]))). Save the file as UTF-8."
    return PolicyError(message, at: Location(file: file, line: line, column: column))
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0\(digits)" : digits
  }

  /// The first NUL, or the first byte that begins no valid sequence of UTF-8.
  private static func firstBadByte(_ bytes: [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte &- 1 < 0x7F {
        index += 1
        continue
      }
      let width = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      guard byte >= 0xC2, byte < 0xF5, index + width <= bytes.count else { return index }
      let second = bytes[index + 1]
      let allowed: ClosedRange<UInt8> =
        switch byte {
        case 0xE0: 0xA0...0xBF
        case 0xED: 0x80...0x9F
        case 0xF0: 0x90...0xBF
        case 0xF4: 0x80...0x8F
        default: 0x80...0xBF
        }
      guard allowed.contains(second) else { return index }
      for offset in 2..<max(2, width) where bytes[index + offset] & 0xC0 != 0x80 { return index }
      index += width
    }
    return nil
  }
}

/// Turns what toml++ says about a text into a sentence for the person who wrote it.
private enum SyntaxMessage {
  static func friendly(_ description: String) -> String {
    var text = Substring(description)
    var context = ""
    let opening = "Error while parsing "
    if text.hasPrefix(opening), let colon = text.firstIndex(of: ":") {
      context = " (in \(article(text[..<colon].dropFirst(opening.count))))"
      text = text[colon...].dropFirst(2)
    }
    var message = String(text.map { $0 == "\n" || $0 == "\r" ? " " : $0 })
    for (phrase, meaning) in meanings where message.hasPrefix(phrase) { message = meaning }
    if message.hasPrefix("unknown escape sequence") {
      message += "; write patterns and expressions in single quotes, where a backslash is only a backslash"
    }
    return "not TOML: \(message)\(context)."
  }

  private static let meanings = [
    ("encountered end-of-file", "the file ends before this does"),
    ("unescaped control characters", "the quote is not closed on its line"),
    ("expected value, saw ' '", "a value is missing"),
    ("expected value, saw '\\n'", "a value is missing"),
    ("could not determine value type", "this is no value; a string needs quotes"),
  ]

  private static func article(_ what: Substring) -> String {
    guard let first = what.first else { return "the file" }
    if what == "root table" { return "the file" }
    return ("aeiou".contains(first) ? "an " : "a ") + what
  }
}
