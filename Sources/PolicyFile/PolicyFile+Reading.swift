internal import HookModel
internal import Patterns

extension PolicyFile {
  /// The largest file that is read, in bytes.
  public static let mostBytes = 4 << 20
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
    let document = try Self.document(bytes, displayName)
    return try read(document, layer: layer, path: path, folder: folder, displayName: displayName)
  }

  /// Reads one policy file, and makes an index of its rules where it has so many that one is worth the work.
  ///
  /// - Throws: `PolicyErrors` with every mistake of the file, up to a bound.
  public static func readIndexed(
    _ bytes: [UInt8], layer: PolicyLayer, path: String, folder: String, displayName: String
  ) throws(PolicyErrors) -> (file: PolicyFile, index: RuleIndex?) {
    let document = try Self.document(bytes, displayName)
    let file = try read(document, layer: layer, path: path, folder: folder, displayName: displayName)
    return (file, RuleIndex(of: file.commands.rules, in: bytes, headerLines: document.headerLines))
  }

  private static func document(_ bytes: [UInt8], _ displayName: String) throws(PolicyErrors) -> Document {
    if let mistake = EncodingCheck.mistake(in: bytes, file: displayName) { throw PolicyErrors([mistake]) }
    do throws(Document.Failure) {
      return try Document(bytes)
    } catch {
      let place = Location(file: displayName, line: max(1, error.place.line), column: max(1, error.place.column))
      throw PolicyErrors([PolicyError(SyntaxMessage.friendly(error.message), at: place)])
    }
  }

  static func read(
    _ document: Document, layer: PolicyLayer, path: String, folder: String, displayName: String
  ) throws(PolicyErrors) -> PolicyFile {
    let reader = Reader(document, layer: layer, file: displayName)
    var policy = PolicyFile(layer: layer, path: path, folder: folder)
    policy.displayName = displayName
    reader.read(.root, into: &policy)
    guard reader.errors.isEmpty else { throw PolicyErrors(reader.errors.sorted { $0.location.isBefore($1.location) }) }
    policy.sortRules()
    if layer == .nested { policy.dropLoosening() }
    return policy
  }

  /// Puts rules of different kinds into the order of the file, where they are not in it already.
  mutating func sortRules() {
    func isSorted(_ places: some Sequence<Location>) -> Bool {
      var last: Location?
      for place in places {
        if let last, place.isBefore(last) { return false }
        last = place
      }
      return true
    }
    if !isSorted(commands.rules.lazy.map { $0.location }) {
      commands.rules.sort { $0.location.isBefore($1.location) }
    }
    if !isSorted(toolRules.lazy.map { $0.location }) { toolRules.sort { $0.location.isBefore($1.location) } }
    if !isSorted(fetchRules.lazy.map { $0.location }) { fetchRules.sort { $0.location.isBefore($1.location) } }
    if !isSorted(contentRules.lazy.map { $0.location }) { contentRules.sort { $0.location.isBefore($1.location) } }
  }

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

extension Reader {
  /// The tables and keys at the top of a policy file.
  private enum TopKey: String, CaseIterable {
    case version
    case fail
    case sessionContext = "session-context"
    case promptRoutes = "prompt-routes"
    case protectedPaths = "protected-paths"
    case commands
    case rules
    case tools
    case fetch
    case content
    case qualityGate = "quality-gate"
    case completionGate = "completion-gate"
    case handler
    case audit
    case test
  }

  fileprivate func read(_ root: Node, into policy: inout PolicyFile) {
    eachKey(root, TopKey.self) { key, node in
      switch key {
      case .version: version(node)
      case .fail: policy.failsOpen = failsOpen(node)
      case .sessionContext: policy.sessionContext = sessionContext(node)
      case .promptRoutes: eachTable(node) { if let route = promptRoute($0) { policy.promptRoutes.append(route) } }
      case .protectedPaths: policy.protectedPaths = protectedPaths(node)
      case .commands: commands(node, into: &policy.commands)
      case .rules: ruleSwitches(node, prefix: "", into: &policy.ruleSwitches)
      case .tools: eachKey(node, ToolKind.self) { toolRules($1, $0.kind, into: &policy.toolRules) }
      case .fetch: eachKey(node, ToolKind.self) { fetchRules($1, $0.kind, into: &policy.fetchRules) }
      case .content: eachKey(node, ContentKind.self) { contentRules($1, $0.kind, into: &policy.contentRules) }
      case .qualityGate: gates(node, into: &policy.gates)
      case .completionGate: policy.completionGate = completionGate(node)
      case .handler: eachTable(node) { if let handler = handler($0) { policy.handlers.append(handler) } }
      case .audit: audit(node, into: &policy.audit)
      case .test: eachTable(node) { if let test = test($0) { policy.tests.append(test) } }
      }
    }
  }

  private func version(_ node: Node) {
    guard let version = integer(node, in: 0...Int(Int32.max)), version != 1 else { return }
    mistake(node, "expected 1, found \(version). This taffrail reads version 1.")
  }

  private func failsOpen(_ node: Node) -> Bool? {
    let value: Bool? = choice(node, ["open", "closed"]) { $0 == "open" ? true : $0 == "closed" ? false : nil }
    if value == true, layer != .user, layer != .machine {
      mistakeAtKey(node, "\"open\" counts only in the user's or the machine's policy, as an agent can write this one.")
    }
    return value
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
    if bytes.count >= 2, (bytes[0], bytes[1]) == (0xFF, 0xFE) || (bytes[0], bytes[1]) == (0xFE, 0xFF) {
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

  /// How many bytes at the beginning are plain ASCII, in steps of eight.
  private static func plainBytes(_ bytes: [UInt8]) -> Int {
    unsafe bytes.withUnsafeBytes { raw in
      var index = 0
      while index + 8 <= raw.count {
        let word = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        // A NUL borrows from the top bit of its byte; a byte beyond ASCII has it set.
        if (word &- 0x0101_0101_0101_0101 | word) & 0x8080_8080_8080_8080 != 0 { break }
        index += 8
      }
      return index
    }
  }

  /// The first NUL, or the first byte that begins no valid sequence of UTF-8.
  private static func firstBadByte(_ bytes: [UInt8]) -> Int? {
    var index = plainBytes(bytes)
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
    if text.utf8.starts(with: opening.utf8), let colon = text.firstIndex(of: ":") {
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
    ("exceeded maximum nested value depth", "values are nested more than 32 deep"),
    ("expected 'false', saw", "this is no value; a string needs quotes"),
    ("expected 'true', saw", "this is no value; a string needs quotes"),
    ("could not determine value type", "this is no value; a string needs quotes"),
  ]

  private static func article(_ what: Substring) -> String {
    guard let first = what.first else { return "the file" }
    if what == "root table" { return "the file" }
    return ("aeiou".contains(first) ? "an " : "a ") + what
  }
}
