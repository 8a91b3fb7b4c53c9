internal import CTOML

/// What a TOML value is.
enum ValueKind {
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

/// A parsed TOML text: the one place where the C library's memory is looked at.
@safe
final class Document {
  /// Why a text is no TOML.
  struct Failure: Error {
    var message: String
    var place: Place
  }

  private let document: OpaquePointer
  private let nodes: UnsafeBufferPointer<ctoml_node>

  init(_ bytes: Span<UInt8>) throws(Failure) {
    let parsed = unsafe bytes.withUnsafeBytes { raw in
      unsafe ctoml_parse(raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count)
    }
    // ctoml_parse never answers NULL; an allocation that fails ends the process.
    guard let parsed = unsafe parsed else { throw Failure(message: "out of memory", place: Place(line: 1, column: 1)) }
    if let message = unsafe ctoml_error(parsed) {
      let failure = unsafe Failure(
        message: String(cString: message),
        place: Place(line: Int(ctoml_error_line(parsed)), column: Int(ctoml_error_column(parsed))))
      unsafe ctoml_free(parsed)
      throw failure
    }
    var count = 0
    let first = unsafe ctoml_nodes(parsed, &count)
    unsafe document = parsed
    unsafe nodes = UnsafeBufferPointer(start: first, count: count)
  }

  deinit { unsafe ctoml_free(document) }

  func kind(_ node: Node) -> ValueKind {
    switch unsafe nodes[node.index].kind {
    case CTOML_TABLE: .table
    case CTOML_ARRAY: .array
    case CTOML_STRING: .string
    case CTOML_INTEGER: .integer
    case CTOML_FLOAT: .float
    case CTOML_BOOLEAN: .boolean
    case CTOML_DATE: .date
    default: .dateTime
    }
  }

  /// Where the value stands.
  func place(_ node: Node) -> Place {
    let raw = unsafe nodes[node.index]
    return unsafe Place(line: max(1, Int(raw.line)), column: max(1, Int(raw.column)))
  }

  /// Where the value's name stands; the value's own place in an array.
  func keyPlace(_ node: Node) -> Place {
    let raw = unsafe nodes[node.index]
    if unsafe raw.key_line == 0 { return place(node) }
    return unsafe Place(line: Int(raw.key_line), column: Int(raw.key_column))
  }

  /// The value's name in its table; nil in an array.
  func key(_ node: Node) -> String? {
    let raw = unsafe nodes[node.index]
    guard let key = unsafe raw.key else { return nil }
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: UnsafeRawPointer(key), count: raw.key_length), as: UTF8.self)
  }

  /// Whether the value's name is `name`, compared where it lies.
  func isKey(_ node: Node, _ name: StaticString) -> Bool {
    let raw = unsafe nodes[node.index]
    guard let key = unsafe raw.key, unsafe raw.key_length == name.utf8CodeUnitCount else { return false }
    for offset in 0..<name.utf8CodeUnitCount {
      let same = unsafe UInt8(bitPattern: key[offset]) == name.utf8Start[offset]
      if !same { return false }
    }
    return true
  }

  /// The text of a string or a date.
  func text(_ node: Node) -> String {
    let raw = unsafe nodes[node.index]
    guard let text = unsafe raw.text else { return "" }
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: UnsafeRawPointer(text), count: raw.text_length), as: UTF8.self)
  }

  /// The value of an integer; 0 or 1 for a boolean.
  func integer(_ node: Node) -> Int { unsafe Int(nodes[node.index].integer) }

  /// The value of a float.
  func real(_ node: Node) -> Double { unsafe nodes[node.index].real }

  /// The table or array that the value is in.
  func parent(_ node: Node) -> Node { unsafe Node(index: Int(nodes[node.index].parent)) }

  /// The values in a table or an array, in the order of the text.
  func children(_ node: Node) -> Children {
    unsafe Children(document: self, index: node.index + 1, end: Int(nodes[node.index].end))
  }

  /// The values in a table or an array.
  struct Children: Sequence, IteratorProtocol {
    fileprivate let document: Document
    fileprivate var index: Int
    fileprivate let end: Int

    mutating func next() -> Node? {
      guard index < end else { return nil }
      defer { index = unsafe Int(document.nodes[index].end) }
      return Node(index: index)
    }
  }
}
