internal import CTOML

/// What a TOML value is.
enum ValueKind: UInt8 {
  case table
  case array
  case string
  case integer
  case float
  case boolean
  case date
  case dateTime

  /// The kind with its article, for messages.
  var described: String {
    switch self {
    case .table: "a table"
    case .array: "an array"
    case .string: "a string"
    case .integer, .float: "a number"
    case .boolean: "a boolean"
    case .date: "a date"
    case .dateTime: "a date with a time"
    }
  }
}

/// A value in a document, by its index; 0 is the root table.
struct Node: Equatable {
  var index: Int
  static let root = Node(index: 0)
}

/// A place in the text, from 1.
struct Place: Equatable {
  var line: Int
  var column: Int
}

/// A parsed TOML text.
final class Document {
  /// A part of a text that begins at the start of a line.
  struct Piece: Equatable {
    /// The bytes.
    var range: Range<Int>
    /// The number of its first line in the whole text.
    var line: Int
  }

  /// Why a text is no TOML.
  struct Failure: Error {
    var message: String
    var place: Place
  }

  /// A value; the root table comes first, and every value after the one that it is in. Kept small, since a policy is read
  /// at every call.
  struct Entry {
    /// A range of the document's bytes.
    struct Part {
      var start: UInt32
      var end: UInt32

      init(_ range: Range<Int>) {
        start = UInt32(range.lowerBound)
        end = UInt32(range.upperBound)
      }

      var range: Range<Int> { Int(start)..<Int(end) }
    }

    /// A place in the text; line 0 stands for none.
    struct Position {
      var line: UInt32
      var column: UInt32

      init(_ place: Place) {
        line = UInt32(place.line)
        column = UInt32(place.column)
      }

      var place: Place { Place(line: Int(line), column: Int(column)) }
    }

    /// What may still be added to a table or an array; only a reader asks.
    enum Origin: UInt8 {
      case value
      case header
      case implied
      case list
    }

    var kind: ValueKind
    var origin = Origin.value
    /// The table or array that the value is in.
    var parent: UInt32
    /// The first and the last value in a table or an array, and the one that follows in the same; 0 where there is none.
    var first: UInt32 = 0
    var last: UInt32 = 0
    var next: UInt32 = 0
    /// The name in a table.
    var key = Part(0..<0)
    /// Line 0 where the value has no name.
    var keyPosition = Position(Place(line: 0, column: 0))
    var position: Position
    /// The text of a string or a date.
    var text = Part(0..<0)
    /// The value of an integer; 0 or 1 for a boolean; the bits of a float.
    var integer = 0

    init(kind: ValueKind, parent: Int, place: Place) {
      self.kind = kind
      self.parent = UInt32(parent)
      position = Position(place)
    }
  }

  private let bytes: [UInt8]
  private let entries: [Entry]

  /// Reads a text that is known to be UTF-8 without NUL.
  convenience init(_ text: [UInt8]) throws(Failure) {
    do throws(PlainTOML.Declined) {
      let plain = try PlainTOML(text)
      self.init(plain)
    } catch {
      try self.init(any: text)
    }
  }

  init(_ plain: borrowing PlainTOML) {
    bytes = plain.bytes
    entries = plain.entries
  }

  /// Reads pieces of a text that has been read as a whole before; nil where the short reader does not know them.
  convenience init?(_ text: [UInt8], pieces: [Piece]) {
    do throws(PlainTOML.Declined) {
      let plain = try PlainTOML(text, pieces: pieces)
      self.init(plain)
    } catch {
      return nil
    }
  }

  /// Reads a text of any kind.
  init(any text: [UInt8]) throws(Failure) {
    let parsed = unsafe text.withUnsafeBytes { raw in
      unsafe ctoml_parse(raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count)
    }
    // ctoml_parse never answers NULL; an allocation that fails ends the process.
    guard let parsed = unsafe parsed else { throw Failure(message: "out of memory", place: Place(line: 1, column: 1)) }
    defer { unsafe ctoml_free(parsed) }
    if let message = unsafe ctoml_error(parsed) {
      throw unsafe Failure(
        message: String(cString: message),
        place: Place(line: Int(ctoml_error_line(parsed)), column: Int(ctoml_error_column(parsed))))
    }
    var count = 0
    let first = unsafe ctoml_nodes(parsed, &count)
    (bytes, entries) = unsafe Self.copied(UnsafeBufferPointer(start: first, count: count))
  }

  private static func copied(_ nodes: UnsafeBufferPointer<ctoml_node>) -> (bytes: [UInt8], entries: [Entry]) {
    var bytes: [UInt8] = []
    func copied(_ text: UnsafePointer<CChar>?, _ length: Int) -> Range<Int> {
      let start = bytes.count
      if let text = unsafe text {
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: UnsafeRawPointer(text), count: length))
      }
      return start..<bytes.count
    }
    var entries: [Entry] = []
    entries.reserveCapacity(nodes.count)
    for index in 0..<nodes.count {
      let node = unsafe nodes[index]
      let kind: ValueKind =
        switch unsafe node.kind {
        case CTOML_TABLE: .table
        case CTOML_ARRAY: .array
        case CTOML_STRING: .string
        case CTOML_INTEGER: .integer
        case CTOML_FLOAT: .float
        case CTOML_BOOLEAN: .boolean
        case CTOML_DATE: .date
        default: .dateTime
        }
      var entry = unsafe Entry(
        kind: kind, parent: Int(node.parent),
        place: Place(line: max(1, Int(node.line)), column: max(1, Int(node.column))))
      unsafe entry.key = Entry.Part(copied(node.key, node.key_length))
      unsafe entry.keyPosition = Entry.Position(Place(line: Int(node.key_line), column: Int(node.key_column)))
      unsafe entry.text = Entry.Part(copied(node.text, node.text_length))
      unsafe entry.integer = kind == .float ? Int(bitPattern: UInt(node.real.bitPattern)) : Int(node.integer)
      entries.append(entry)
      if index > 0 { link(index, to: Int(entry.parent), in: &entries) }
    }
    return (bytes, entries)
  }

  /// Makes the last entry known to the one that it is in.
  static func link(_ index: Int, to parent: Int, in entries: inout [Entry]) {
    if entries[parent].first == 0 {
      entries[parent].first = UInt32(index)
    } else {
      entries[Int(entries[parent].last)].next = UInt32(index)
    }
    entries[parent].last = UInt32(index)
  }

  func kind(_ node: Node) -> ValueKind { entries[node.index].kind }

  /// Where the value stands.
  func place(_ node: Node) -> Place { entries[node.index].position.place }

  /// Where the value's name stands; the value's own place in an array.
  func keyPlace(_ node: Node) -> Place {
    let entry = entries[node.index]
    return entry.keyPosition.line == 0 ? entry.position.place : entry.keyPosition.place
  }

  /// The value's name in its table; nil in an array.
  func key(_ node: Node) -> String? {
    let entry = entries[node.index]
    return entry.keyPosition.line == 0 ? nil : string(entry.key.range)
  }

  /// Whether the value's name is `name`, compared where it lies.
  func isKey(_ node: Node, _ name: StaticString) -> Bool {
    let entry = entries[node.index]
    let key = entry.key.range
    guard entry.keyPosition.line != 0, key.count == name.utf8CodeUnitCount else { return false }
    for offset in 0..<name.utf8CodeUnitCount {
      let same = unsafe bytes[key.lowerBound + offset] == name.utf8Start[offset]
      if !same { return false }
    }
    return true
  }

  /// The text of a string or a date.
  func text(_ node: Node) -> String { string(entries[node.index].text.range) }

  private func string(_ range: Range<Int>) -> String {
    unsafe bytes.withUnsafeBytes { unsafe String(decoding: UnsafeRawBufferPointer(rebasing: $0[range]), as: UTF8.self) }
  }

  /// The value of an integer; 0 or 1 for a boolean.
  func integer(_ node: Node) -> Int { entries[node.index].integer }

  /// The value of a float.
  func real(_ node: Node) -> Double { Double(bitPattern: UInt64(bitPattern: Int64(entries[node.index].integer))) }

  /// The lines on which `[table]` and `[[table]]` stand, in order; empty where another than the short reader has read them.
  var headerLines: [Int] {
    var lines: [Int] = []
    for entry in entries.dropFirst() where entry.origin == .header { lines.append(Int(entry.position.line)) }
    lines.sort()
    return lines
  }

  /// The table or array that the value is in.
  func parent(_ node: Node) -> Node { Node(index: Int(entries[node.index].parent)) }

  /// The values in a table or an array, in the order of the text.
  func children(_ node: Node) -> Children { Children(document: self, index: Int(entries[node.index].first)) }

  /// The values in a table or an array.
  struct Children: Sequence, IteratorProtocol {
    fileprivate let document: Document
    fileprivate var index: Int

    mutating func next() -> Node? {
      guard index != 0 else { return nil }
      defer { index = Int(document.entries[index].next) }
      return Node(index: index)
    }
  }
}
