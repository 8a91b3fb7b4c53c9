/// Tells the statements of an SQL text apart, as far as rules have to know them: comments, strings, quoted names and dollar
/// quotes are understood, so that words inside them count for nothing.
public enum SQLStatements {
  /// The statements of `text`, in order.
  public static func parse(_ text: String) -> [SQLStatement] {
    var tokens = SQLTokens(text)
    var statements: [SQLStatement] = []
    var words: [SQLTokens.Token] = []
    while let token = tokens.next() {
      if token == .semicolon {
        if let statement = SQLReader(words).statement { statements.append(statement) }
        words.removeAll(keepingCapacity: true)
      } else {
        words.append(token)
      }
    }
    if let statement = SQLReader(words).statement { statements.append(statement) }
    return statements
  }
}

/// One SQL statement.
public struct SQLStatement: Sendable, Equatable {
  /// What it does.
  public enum Kind: String, Sendable {
    case select
    case insert
    case update
    case delete
    case truncate
    case drop
    case create
    /// ALTER that drops something (a column, a constraint, a partition).
    case alterDrop
    case alter
    case other
  }

  /// What it does.
  public var kind: Kind
  /// The kind of object, in lower case: `table`, `database`, `schema`, `view`; `column` and the like for `alterDrop`.
  public var object: String?
  /// The object's name, without quotes; parts joined by dots.
  public var name: String?
  /// Whether a WHERE clause limits it that is not plainly true for every row.
  public var hasWhere: Bool

  /// Creates a statement.
  public init(_ kind: Kind, object: String? = nil, name: String? = nil, hasWhere: Bool = false) {
    self.kind = kind
    self.object = object
    self.name = name
    self.hasWhere = hasWhere
  }
}

/// The tokens of an SQL text.
private struct SQLTokens {
  enum Token: Equatable {
    /// A bare word in lower case, and as it is written.
    case word(String, written: String)
    /// A name in quotes of any kind.
    case name(String)
    case string(String)
    case number(String)
    case symbol(UInt8)
    case semicolon
  }

  private let bytes: [UInt8]
  private var place = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }
  private var following: UInt8? { place + 1 < bytes.count ? bytes[place + 1] : nil }

  mutating func next() -> Token? {
    while let byte {
      switch byte {
      case 0x09...0x0D, 0x20: place += 1
      case UInt8(ascii: "-") where following == UInt8(ascii: "-"): skipLine()
      // The commands of psql and sqlite3 end with the line; MySQL's `\G` ends the statement.
      case UInt8(ascii: "\\"):
        skipLine()
        return .semicolon
      case UInt8(ascii: ".") where isAtLineStart: skipLine()
      case UInt8(ascii: "#"): skipLine()
      case UInt8(ascii: "/") where following == UInt8(ascii: "*"):
        // MySQL runs what stands in `/*! … */`.
        if place + 2 < bytes.count, bytes[place + 2] == UInt8(ascii: "!") {
          place += 3
          while let digit = self.byte, digit >= 0x30, digit <= 0x39 { place += 1 }
        } else {
          skipComment()
        }
      case UInt8(ascii: "*") where following == UInt8(ascii: "/"): place += 2
      case UInt8(ascii: ";"):
        place += 1
        return .semicolon
      case UInt8(ascii: "'"): return .string(quoted(by: byte, escapes: true))
      case UInt8(ascii: "\""), UInt8(ascii: "`"): return .name(quoted(by: byte, escapes: false))
      case UInt8(ascii: "["): return .name(quoted(by: UInt8(ascii: "]"), escapes: false))
      case UInt8(ascii: "$"):
        if let text = dollarQuoted() { return .string(text) }
        place += 1
        return .symbol(byte)
      case 0x30...0x39: return .number(run { SQLTokens.isWord($0) || $0 == UInt8(ascii: ".") })
      case _ where SQLTokens.isWord(byte): return word()
      default:
        place += 1
        return .symbol(byte)
      }
    }
    return nil
  }

  private var isAtLineStart: Bool {
    let before = bytes[..<place].last { $0 != 0x20 && $0 != 0x09 }
    return before == nil || before == 0x0A
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x80...: true
    default: false
    }
  }

  private mutating func run(while fits: (UInt8) -> Bool) -> String {
    let start = place
    while let byte, fits(byte) { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func word() -> Token {
    let text = run { SQLTokens.isWord($0) || $0 == UInt8(ascii: "$") }
    if byte == UInt8(ascii: "'"), text.utf8.count == 1 { return .string(quoted(by: UInt8(ascii: "'"), escapes: true)) }
    let lower = String(decoding: text.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }, as: UTF8.self)
    return .word(lower, written: text)
  }

  private mutating func skipLine() {
    while let byte, byte != 0x0A { place += 1 }
  }

  /// PostgreSQL's comments nest.
  private mutating func skipComment() {
    var depth = 0
    while let byte {
      if byte == UInt8(ascii: "/"), following == UInt8(ascii: "*") {
        depth += 1
        place += 2
      } else if byte == UInt8(ascii: "*"), following == UInt8(ascii: "/") {
        depth -= 1
        place += 2
        if depth == 0 { return }
      } else {
        place += 1
      }
    }
  }

  private mutating func quoted(by end: UInt8, escapes: Bool) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte {
      place += 1
      if byte == end {
        if self.byte != end { break }
        place += 1
      } else if byte == UInt8(ascii: "\\"), escapes, self.byte == UInt8(ascii: "'"), following != nil, following != 0x20
      {
        // MySQL's escape; in standard SQL the string ends here, and then a blank, a comma or an end follows.
        if following == UInt8(ascii: ";") || following == UInt8(ascii: ",") || following == UInt8(ascii: ")") {
          text.append(byte)
          continue
        }
        place += 1
        text.append(UInt8(ascii: "'"))
        continue
      }
      text.append(byte)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func dollarQuoted() -> String? {
    var end = place + 1
    while end < bytes.count, SQLTokens.isWord(bytes[end]) { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$"),
      end == place + 1 || !(0x30...0x39).contains(bytes[place + 1])
    else { return nil }
    let mark = bytes[place...end]
    var close = end + 1
    while close + mark.count <= bytes.count, !bytes[close..<close + mark.count].elementsEqual(mark) { close += 1 }
    let isClosed = close + mark.count <= bytes.count
    let text = String(decoding: bytes[end + 1..<(isClosed ? close : bytes.count)], as: UTF8.self)
    place = isClosed ? close + mark.count : bytes.count
    return text
  }
}

/// Reads one statement's tokens.
private struct SQLReader {
  private let tokens: [SQLTokens.Token]

  init(_ tokens: [SQLTokens.Token]) { self.tokens = tokens }

  private func word(_ index: Int) -> String? {
    guard index < tokens.count, case .word(let word, _) = tokens[index] else { return nil }
    return word
  }

  var statement: SQLStatement? {
    guard var start = tokens.indices.first(where: { tokens[$0] != .symbol(UInt8(ascii: "(")) }) else { return nil }
    // What explains a statement runs it only with ANALYZE; a WITH stands in front of the statement that counts.
    if word(start) == "explain" {
      guard let analyze = tokens.indices.first(where: { word($0) == "analyze" }) else { return SQLStatement(.select) }
      start = analyze + 1
      while start < tokens.count, word(start) == nil || word(start) == "verbose" { start += 1 }
    }
    if word(start) == "with" { start = main(after: start) ?? start }
    switch word(start) {
    case "select", "show", "describe", "desc", "values", "table": return SQLStatement(.select)
    case "insert", "replace", "merge", "copy":
      return named(.insert, after: start, skipping: ["into", "or", "replace", "ignore"])
    case "update": return named(.update, after: start, skipping: ["only", "low_priority", "ignore", "or", "replace"])
    case "delete": return named(.delete, after: start, skipping: ["from", "only", "low_priority", "quick", "ignore"])
    case "truncate":
      var statement = named(.truncate, after: start, skipping: ["table", "only"])
      statement.object = "table"
      return statement
    case "drop": return object(.drop, after: start)
    case "create": return object(.create, after: start)
    case "alter": return alter(start)
    case nil where tokens.isEmpty: return nil
    default: return SQLStatement(.other)
    }
  }

  /// The word that begins the statement proper behind a WITH clause: the first verb outside parentheses.
  private func main(after start: Int) -> Int? {
    var depth = 0
    for index in start..<tokens.count {
      switch tokens[index] {
      case .symbol(UInt8(ascii: "(")): depth += 1
      case .symbol(UInt8(ascii: ")")): depth -= 1
      case .word(let word, _) where depth == 0 && ["select", "insert", "update", "delete", "merge"].contains(word):
        return index
      default: break
      }
    }
    return nil
  }

  private func named(_ kind: SQLStatement.Kind, after start: Int, skipping: [String]) -> SQLStatement {
    var index = start + 1
    while let word = word(index), skipping.contains(word) { index += 1 }
    return SQLStatement(kind, object: "table", name: name(at: index).name, hasWhere: hasWhere(from: index))
  }

  private func object(_ kind: SQLStatement.Kind, after start: Int) -> SQLStatement {
    var index = start + 1
    while let word = word(index),
      [
        "or", "replace", "temp", "temporary", "unlogged", "unique", "materialized", "external", "global", "local",
        "foreign",
      ]
      .contains(word)
    {
      index += 1
    }
    let object = word(index)
    index += 1
    while let word = word(index), ["if", "exists", "not", "concurrently"].contains(word) { index += 1 }
    return SQLStatement(kind, object: object, name: name(at: index).name)
  }

  private func alter(_ start: Int) -> SQLStatement {
    let altered = object(.alter, after: start)
    guard let drop = tokens.indices.dropFirst(start + 2).first(where: { word($0) == "drop" }) else { return altered }
    var statement = object(.alterDrop, after: drop)
    let kinds = [
      "column", "constraint", "index", "partition", "key", "primary", "foreign", "default", "check", "trigger",
    ]
    if let object = statement.object, kinds.contains(object) {
      // `ALTER COLUMN c DROP DEFAULT` loses no data.
      if object == "default" || word(drop + 1) == "not" { return altered }
    } else {
      if word(drop + 1) == "not" || word(drop + 1) == "expression" || word(drop + 1) == "identity" { return altered }
      statement.object = "column"
    }
    statement.name = altered.name
    return statement
  }

  /// The name at `index`, its parts joined by dots.
  private func name(at index: Int) -> (name: String?, end: Int) {
    var parts: [String] = []
    var index = index
    while index < tokens.count {
      switch tokens[index] {
      case .word(_, let written): parts.append(written)
      case .name(let name), .string(let name): parts.append(name)
      default: return (parts.isEmpty ? nil : parts.joined(separator: "."), index)
      }
      index += 1
      guard index < tokens.count, tokens[index] == .symbol(UInt8(ascii: ".")) else { break }
      index += 1
    }
    return (parts.isEmpty ? nil : parts.joined(separator: "."), index)
  }

  /// Whether a WHERE outside parentheses says anything: `WHERE 1`, `WHERE true` and `WHERE 1 = 1` do not.
  private func hasWhere(from start: Int) -> Bool {
    var depth = 0
    for index in start..<max(start, tokens.count) {
      switch tokens[index] {
      case .symbol(UInt8(ascii: "(")): depth += 1
      case .symbol(UInt8(ascii: ")")): depth -= 1
      case .word("where", _) where depth == 0: return !isAlwaysTrue(Array(tokens[(index + 1)...]))
      default: break
      }
    }
    return false
  }

  /// Whether a condition holds for every row: an alternative that is plainly true, or parts that all are.
  private func isAlwaysTrue(_ condition: [SQLTokens.Token]) -> Bool {
    var condition = condition
    if let end = condition.firstIndex(where: { token in
      if case .word(let word, _) = token { ["returning", "order", "limit"].contains(word) } else { false }
    }) {
      condition.removeSubrange(end...)
    }
    if condition.isEmpty { return true }
    return parts(condition, between: "or").contains { alternative in
      parts(alternative, between: "and").allSatisfy { isTrue($0) }
    }
  }

  /// The parts between a word that stands outside parentheses.
  private func parts(_ tokens: [SQLTokens.Token], between divider: String) -> [[SQLTokens.Token]] {
    var parts: [[SQLTokens.Token]] = [[]]
    var depth = 0
    for token in tokens {
      switch token {
      case .symbol(UInt8(ascii: "(")): depth += 1
      case .symbol(UInt8(ascii: ")")): depth -= 1
      case .word(let word, _) where word == divider && depth == 0:
        parts.append([])
        continue
      default: break
      }
      parts[parts.count - 1].append(token)
    }
    return parts
  }

  /// A single comparison that says nothing about a row: `1`, `true`, `1 = 1`, `'a' = 'a'`, `id = id`.
  private func isTrue(_ tokens: [SQLTokens.Token]) -> Bool {
    let comparison = tokens.filter { $0 != .symbol(UInt8(ascii: "(")) && $0 != .symbol(UInt8(ascii: ")")) }
    switch comparison.count {
    case 1:
      switch comparison[0] {
      case .number(let number): return number != "0"
      case .word("true", _): return true
      default: return false
      }
    case 3: return comparison[1] == .symbol(UInt8(ascii: "=")) && comparison[0] == comparison[2]
    default: return false
    }
  }
}
