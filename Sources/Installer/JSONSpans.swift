internal import JSON

/// A JSON text whose values know where they stand, so that it can be edited in place and everything else keeps its
/// bytes.
struct JSONSpans {
  /// A value.
  struct Node {
    var span: Range<Int>
    var kind: Kind

    /// The members of an object, or nil.
    var members: [Member]? {
      if case .object(let members) = kind { return members }
      return nil
    }

    /// The elements of an array, or nil.
    var elements: [Node]? {
      if case .array(let elements) = kind { return elements }
      return nil
    }

    /// The spans of what an object or array contains.
    var children: [Range<Int>] {
      switch kind {
      case .object(let members): members.map(\.span)
      case .array(let elements): elements.map(\.span)
      case .scalar: []
      }
    }

    /// The member called `name`.
    func member(_ name: String) -> Member? {
      members?.first { $0.name == name }
    }
  }

  /// What a value is.
  enum Kind {
    case object([Member])
    case array([Node])
    case scalar
  }

  /// A member of an object.
  struct Member {
    var name: String
    /// From the name's first quotation mark to the value's end.
    var span: Range<Int>
    var value: Node
  }

  let bytes: [UInt8]
  let root: Node
  /// Where comments stand, in order.
  let comments: [Range<Int>]
  /// The text with blanks in place of comments.
  private let plain: [UInt8]

  /// Reads a text. libjansson decides what is valid, so that there is one judge of JSON here; what follows it only finds
  /// out where things stand.
  ///
  /// - Parameter allowsComments: whether the agent reads the text with `//` and `/* */` in it.
  init(_ bytes: [UInt8], allowsComments: Bool = false) throws(SettingsProblem) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw SettingsProblem(message: "the file begins with a byte order mark, which is no JSON", line: 1, column: 1)
    }
    let comments = allowsComments ? Self.comments(in: bytes) : []
    var plain = bytes
    for comment in comments { for index in comment where plain[index] != UInt8(ascii: "\n") { plain[index] = 0x20 } }
    do {
      _ = try JSONParser.parse(plain)
    } catch {
      throw SettingsProblem(message: error.message, line: error.line, column: error.column)
    }
    self.bytes = bytes
    self.comments = comments
    self.plain = plain
    var scanner = Scanner(bytes: plain)
    scanner.skipSpace()
    root = scanner.value()
  }

  /// The value that stands at `node`.
  func value(_ node: Node) -> JSONValue {
    (try? JSONParser.parse(Array(plain[node.span]))) ?? .null
  }

  /// The end of the comments that begin on a line of their own predecessor: those behind `offset` with nothing but blanks
  /// between, and whether the last of them ends with its line.
  func trailingComments(from offset: Int) -> (end: Int, endsLine: Bool) {
    var end = offset
    var endsLine = false
    for comment in comments where comment.lowerBound >= end {
      guard !endsLine,
        bytes[end..<comment.lowerBound].allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") })
      else { break }
      end = comment.upperBound
      endsLine = bytes[comment.lowerBound + 1] == UInt8(ascii: "/")
    }
    return (end, endsLine)
  }

  /// The comma between two values.
  func comma(in range: Range<Int>) -> Int? { range.first { plain[$0] == UInt8(ascii: ",") } }

  private static func comments(in bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
          index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index += 1
      case UInt8(ascii: "/") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "/"):
        var end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        if end > index, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        found.append(index..<end)
        index = end
      case UInt8(ascii: "/") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "*"):
        var end = index + 2
        while end + 1 < bytes.count, bytes[end] != UInt8(ascii: "*") || bytes[end + 1] != UInt8(ascii: "/") { end += 1 }
        guard end + 1 < bytes.count else { return found }
        found.append(index..<end + 2)
        index = end + 2
      default: index += 1
      }
    }
    return found
  }

  /// The line and column, from 1, of a byte.
  func place(of offset: Int) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for byte in bytes[..<min(offset, bytes.count)] {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }
}

/// Walks a text that is known to be valid; on any other it still ends, with spans that make no sense.
private struct Scanner {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  mutating func skipSpace() {
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
  }

  mutating func value() -> JSONSpans.Node {
    let start = position
    switch current {
    case UInt8(ascii: "{"):
      let members = list(until: UInt8(ascii: "}")) { (scanner: inout Scanner) in scanner.member() }
      return .init(span: start..<position, kind: .object(members))
    case UInt8(ascii: "["):
      let elements = list(until: UInt8(ascii: "]")) { (scanner: inout Scanner) in scanner.value() }
      return .init(span: start..<position, kind: .array(elements))
    case UInt8(ascii: "\""):
      skipString()
    default:
      while position < bytes.count, !Self.endsScalar(bytes[position]) { position += 1 }
    }
    return .init(span: start..<position, kind: .scalar)
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
  }

  private mutating func member() -> JSONSpans.Member {
    let start = position
    skipString()
    let name = (try? JSONParser.parse(Array(bytes[start..<position])))?.string ?? ""
    skipSpace()
    position += 1
    skipSpace()
    let value = value()
    return .init(name: name, span: start..<position, value: value)
  }

  private mutating func list<Item>(until end: UInt8, _ item: (inout Scanner) -> Item) -> [Item] {
    var items: [Item] = []
    position += 1
    skipSpace()
    while position < bytes.count, current != end {
      items.append(item(&self))
      skipSpace()
      if current == UInt8(ascii: ",") {
        position += 1
        skipSpace()
      } else if current != end {
        break
      }
    }
    position = min(position + 1, bytes.count)
    return items
  }

  private mutating func skipString() {
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    position = min(position + 1, bytes.count)
  }
}
