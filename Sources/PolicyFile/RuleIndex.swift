public import HookModel
internal import Patterns

/// The rules of a policy file by what must be in a command for them to matter: the program's name, or four characters of
/// the text that `match` asks for. A file of thousands of rules is read as a whole once, and each call reads no more than
/// the rules that can be about its commands.
///
/// What the index does not know how to file (a program with a wildcard, an expression without a certain text) stays with
/// the rest of the file, which every call reads.
public struct RuleIndex: Sendable {
  /// Fewer rules are read faster than an index of them.
  static let fewestRules = 48

  private var pieces: [Document.Piece] = []
  private var filed: [(key: UInt32, piece: Document.Piece)] = []
  private var hasGrams = false
  private var usesBranch = false
  private let bytes: [UInt8]

  /// Files the rules of a text that has been read; nil where an index would not help.
  init?(of rules: [CommandRule], in bytes: [UInt8], headerLines: [Int]) {
    self.bytes = bytes
    guard rules.count >= Self.fewestRules, !headerLines.isEmpty else { return nil }
    let starts = Self.lineStarts(bytes)
    let grams = Self.grams(of: rules)
    var next = 0
    var rest = 0
    for rule in rules {
      let line = rule.location.line
      while next < headerLines.count, headerLines[next] < line { next += 1 }
      guard next < headerLines.count, headerLines[next] == line, line <= starts.count else { continue }
      guard let key = Self.key(of: rule, grams) else { continue }
      let start = starts[line - 1]
      let end = next + 1 < headerLines.count ? starts[headerLines[next + 1] - 1] : bytes.count
      if rest < start { keep(rest..<start, starts) }
      rest = end
      filed.append((key, Document.Piece(range: start..<end, line: line)))
      if rule.run == nil { hasGrams = true }
      if !rule.filter.branches.isEmpty { usesBranch = true }
    }
    guard filed.count >= Self.fewestRules else { return nil }
    if rest < bytes.count { keep(rest..<bytes.count, starts) }
    filed.sort { $0.key < $1.key }
  }

  private mutating func keep(_ range: Range<Int>, _ starts: [Int]) {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= range.lowerBound { low = middle } else { high = middle }
    }
    pieces.append(Document.Piece(range: range, line: low + 1))
  }

  private static func lineStarts(_ bytes: [UInt8]) -> [Int] {
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
    return starts
  }

  // MARK: Keys

  /// What must be in a command for the rule to be about it; nil where that is not known.
  private static func key(of rule: CommandRule, _ grams: [UInt32]) -> UInt32? {
    if let program = rule.run?.first { return key(ofPattern: program) }
    guard let source = rule.match?.source else { return nil }
    // The rarest of the expression's grams selects best.
    var best: (gram: UInt32, count: Int)?
    eachGram(of: source) { gram in
      let count = firstIndex(above: gram, in: grams) - firstIndex(from: gram, in: grams)
      if best.map({ count < $0.count }) ?? true { best = (gram, count) }
    }
    return best?.gram
  }

  private static func grams(of rules: [CommandRule]) -> [UInt32] {
    var grams: [UInt32] = []
    for rule in rules where rule.run == nil {
      if let source = rule.match?.source { eachGram(of: source) { grams.append($0) } }
    }
    grams.sort()
    return grams
  }

  private static func eachGram(of source: String, _ body: (UInt32) -> Void) {
    for piece in RequiredLiteral.pieces(of: source) where piece.count >= 4 {
      for start in 0...piece.count - 4 {
        body(RuleKeys.gram(piece[start], piece[start + 1], piece[start + 2], piece[start + 3]))
      }
    }
  }

  private static func firstIndex(from gram: UInt32, in grams: [UInt32]) -> Int {
    var (low, high) = (0, grams.count)
    while low < high {
      let middle = (low + high) / 2
      if grams[middle] < gram { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func firstIndex(above gram: UInt32, in grams: [UInt32]) -> Int {
    gram == .max ? grams.count : firstIndex(from: gram + 1, in: grams)
  }

  /// The key of a program's pattern; a wildcard, and letters that have more than one spelling in Unicode, have none.
  private static func key(ofPattern pattern: String) -> UInt32? {
    let name = RuleKeys.lastPart(of: pattern)
    let isPlain = !name.isEmpty && name.utf8.allSatisfy { $0 < 0x80 }
    return isPlain && !Glob.hasWildcard(String(name)) ? RuleKeys.program(name) : nil
  }

  // MARK: Writing

  /// The index as it is kept: a head, which every call reads, then where each rule stands, then the rules.
  ///
  /// - Parameter identity: What says that a file is still the one that was read.
  public func encoded(for identity: [UInt8]) -> [UInt8] {
    var rest: [UInt8] = []
    var starts: [UInt8] = []
    for piece in pieces {
      append(rest.count, to: &starts)
      append(piece.line, to: &starts)
      rest += bytes[piece.range]
    }
    var keys: [UInt8] = []
    for rule in filed { append(Int(rule.key), to: &keys) }
    let head = RuleIndexHead.prefixCount + identity.count + starts.count + keys.count + rest.count
    var text = Array(RuleIndexHead.magic.utf8)
    let flags = (hasGrams ? 1 : 0) | (usesBranch ? 2 : 0)
    for number in [head, identity.count, pieces.count, filed.count, flags, rest.count] { append(number, to: &text) }
    text += identity + starts + keys + rest
    var place = head + filed.count * RuleIndexHead.recordCount
    for rule in filed {
      append(place, to: &text)
      append(rule.piece.range.count, to: &text)
      append(rule.piece.line, to: &text)
      place += rule.piece.range.count
    }
    for rule in filed { text += bytes[rule.piece.range] }
    return text
  }

  private func append(_ number: Int, to bytes: inout [UInt8]) {
    for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
  }
}

/// The part of a kept index that every call reads.
public struct RuleIndexHead: Sendable {
  static let magic = "taffidx1"
  /// How many bytes say how long the head is.
  public static let prefixCount = 32
  /// How many bytes say where a rule stands.
  public static let recordCount = 12

  private let bytes: [UInt8]
  private let pieceCount: Int
  private let keyCount: Int
  private let starts: Int
  private let keys: Int
  private let rest: Int
  private let hasGrams: Bool
  /// Whether a rule of the index asks which branch is checked out.
  public let usesBranch: Bool

  /// How long the head is, by its first bytes; nil where they are those of no index.
  public static func count(_ prefix: [UInt8]) -> Int? {
    guard prefix.count >= prefixCount, prefix.starts(with: magic.utf8) else { return nil }
    let count = number(prefix, 8)
    return count >= prefixCount ? count : nil
  }

  /// Reads a head; nil where it is damaged, or of another file than `identity` says.
  public init?(_ bytes: [UInt8], identity: [UInt8]) {
    guard let count = Self.count(bytes), count == bytes.count else { return nil }
    self.bytes = bytes
    let identityCount = Self.number(bytes, 12)
    pieceCount = Self.number(bytes, 16)
    keyCount = Self.number(bytes, 20)
    let flags = Self.number(bytes, 24)
    starts = Self.prefixCount + identityCount
    keys = starts + pieceCount * 8
    rest = keys + keyCount * 4
    hasGrams = flags & 1 != 0
    usesBranch = flags & 2 != 0
    guard identityCount == identity.count, rest + Self.number(bytes, 28) == count else { return nil }
    for index in 0..<identityCount where bytes[Self.prefixCount + index] != identity[index] { return nil }
  }

  private static func number(_ bytes: [UInt8], _ index: Int) -> Int {
    Int(bytes[index]) | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2]) << 16 | Int(bytes[index + 3]) << 24
  }

  /// The file without the rules that the index has; nil where it is damaged.
  public func policy(layer: PolicyLayer, path: String, folder: String, displayName: String) -> PolicyFile? {
    var pieces: [Document.Piece] = []
    for index in 0..<pieceCount {
      let start = rest + Self.number(bytes, starts + 8 * index)
      let end = index + 1 < pieceCount ? rest + Self.number(bytes, starts + 8 * (index + 1)) : bytes.count
      guard start <= end, end <= bytes.count else { return nil }
      pieces.append(Document.Piece(range: start..<end, line: Self.number(bytes, starts + 8 * index + 4)))
    }
    guard let document = Document(bytes, pieces: pieces) else { return nil }
    return try? PolicyFile.read(document, layer: layer, path: path, folder: folder, displayName: displayName)
  }

  /// The rules that can be about the commands among these effects, by their numbers in the index.
  public func rules(for effects: [Effect]) -> [Int] {
    var rules: [Int] = []
    for effect in effects {
      guard case .run(let command) = effect.action else { continue }
      if let program = command.program { find(RuleKeys.program(program[...]), &rules) }
      if let path = command.programPath {
        let name = RuleKeys.lastPart(of: path)
        if !name.elementsEqual(command.program ?? "") { find(RuleKeys.program(name), &rules) }
      }
      if hasGrams { RuleKeys.eachGram(of: command.commandLine) { find($0, &rules) } }
    }
    rules.sort()
    var last = -1
    return rules.filter { rule in
      defer { last = rule }
      return rule != last
    }
  }

  private func find(_ key: UInt32, _ rules: inout [Int]) {
    var (low, high) = (0, keyCount)
    while low < high {
      let middle = (low + high) / 2
      if Self.number(bytes, keys + 4 * middle) < Int(key) { low = middle + 1 } else { high = middle }
    }
    while low < keyCount, Self.number(bytes, keys + 4 * low) == Int(key) {
      rules.append(low)
      low += 1
    }
  }

  /// Where in the kept index it stands where the rule of this number stands.
  public func place(ofRecord rule: Int) -> Int { bytes.count + rule * Self.recordCount }

  /// Where in the kept index a rule stands, by its record.
  public static func place(_ record: [UInt8]) -> Range<Int>? {
    guard record.count == recordCount else { return nil }
    let start = number(record, 0)
    return start..<start + number(record, 4)
  }

  /// Collects the text of rules, each with its record, and reads them.
  public struct Selection: Sendable {
    private var text: [UInt8] = []
    private var pieces: [Document.Piece] = []

    /// Creates an empty selection.
    public init() {}

    /// Adds a rule's text.
    public mutating func add(_ rule: [UInt8], record: [UInt8]) {
      pieces.append(Document.Piece(range: text.count..<text.count + rule.count, line: number(record, 8)))
      text += rule
    }

    /// Adds the rules to those of the file; false where they cannot be read.
    public func add(to file: inout PolicyFile) -> Bool {
      guard let document = Document(text, pieces: pieces),
        let read = try? PolicyFile.read(
          document, layer: file.layer, path: file.path, folder: file.folder, displayName: file.displayName),
        read.commands.rules.count == pieces.count
      else { return false }
      file.commands.rules += read.commands.rules
      file.sortRules()
      return true
    }
  }
}

/// What a rule is filed under, and looked up by.
enum RuleKeys {
  /// The key of a program's name.
  static func program(_ name: Substring) -> UInt32 {
    var hash: UInt32 = 0x811C_9DC5
    for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return hash
  }

  /// The key of four characters.
  static func gram(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt32 {
    (UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16 | UInt32(d) << 24) &* 0x9E37_79B1
  }

  /// The keys of every four characters of a text, in lower case.
  static func eachGram(of text: String, _ body: (UInt32) -> Void) {
    var last: (UInt8, UInt8, UInt8) = (0, 0, 0)
    var seen = 0
    for byte in text.utf8 {
      let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
      seen += 1
      if seen >= 4 { body(gram(last.0, last.1, last.2, lower)) }
      last = (last.1, last.2, lower)
    }
  }

  /// What stands behind the last slash.
  static func lastPart(of path: String) -> Substring {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path[...] }
    return path[path.utf8.index(after: slash)...]
  }
}
