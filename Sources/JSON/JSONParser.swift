internal import CJansson

/// Why a text is no JSON that is accepted here.
public struct JSONError: Error, Sendable, Equatable {
  /// What is wrong.
  public var message: String
  /// The line, from 1.
  public var line: Int
  /// The column in characters, from 1.
  public var column: Int

  /// Creates an error.
  public init(message: String, line: Int, column: Int) {
    self.message = message
    self.line = line
    self.column = column
  }
}

extension JSONError: CustomStringConvertible {
  /// `3:14: duplicate object key near '"command"'`
  public var description: String { "\(line):\(column): \(message)" }
}

/// Reads JSON: what is plain with `PlainJSON`, all else and every mistake with libjansson. Duplicate names are an error (two readers could see two different commands), NUL in a
/// string is kept, nesting is bounded by jansson (2,048 levels).
public enum JSONParser {
  /// Parses one JSON text.
  ///
  /// - Throws: `JSONError` with the place of the first mistake.
  public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    do throws(PlainJSON.Declined) { return try PlainJSON.parse(bytes) } catch { return try parseAny(bytes) }
  }

  /// Parses a text of any kind.
  static func parseAny(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    guard !bytes.isEmpty else { throw JSONError(message: "empty input", line: 1, column: 1) }
    var error = json_error_t()
    // Without a seed jansson would read /dev/urandom. Where the stack lies is random enough to keep the hash from being
    // foreseen, and costs nothing; the order of members does not depend on it.
    unsafe withUnsafePointer(to: error) { json_object_seed(Int(bitPattern: $0) >> 4 | 1) }
    let flags = Int(JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL)
    var tree = unsafe load(bytes, flags, &error)
    if unsafe tree == nil, code(of: error) == json_error_numeric_overflow {
      // An unsigned 64-bit id is no reason to refuse a payload, though it does not fit: then all numbers are read as reals.
      unsafe tree = unsafe load(bytes, flags | Int(JSON_DECODE_INT_AS_REAL), &error)
    }
    guard let root = unsafe tree else { throw JSONError(error) }
    defer { unsafe json_decref(root) }
    return unsafe value(root)
  }

  private static func load(
    _ bytes: [UInt8], _ flags: Int, _ error: inout json_error_t
  ) -> UnsafeMutablePointer<json_t>? {
    unsafe bytes.withUnsafeBufferPointer { raw in
      unsafe raw.withMemoryRebound(to: CChar.self) { text in
        unsafe json_loadb(text.baseAddress, text.count, flags, &error)
      }
    }
  }

  /// jansson keeps the code of an error in the last byte of its text.
  fileprivate static func code(of error: json_error_t) -> json_error_code {
    unsafe withUnsafeBytes(of: error.text) { raw in unsafe json_error_code(UInt32(raw.last ?? 0)) }
  }

  private static func value(_ node: UnsafeMutablePointer<json_t>) -> JSONValue {
    switch unsafe node.pointee.type {
    case JSON_OBJECT:
      var members: [JSONValue.Member] = []
      unsafe members.reserveCapacity(json_object_size(node))
      var iterator = unsafe json_object_iter(node)
      while let current = unsafe iterator {
        let name = unsafe UnsafeRawBufferPointer(
          start: json_object_iter_key(current), count: json_object_iter_key_len(current))
        if let child = unsafe json_object_iter_value(current) {
          unsafe members.append(.init(String(decoding: name, as: UTF8.self), value(child)))
        }
        unsafe iterator = unsafe json_object_iter_next(node, current)
      }
      return .object(members)
    case JSON_ARRAY:
      let count = unsafe json_array_size(node)
      var elements: [JSONValue] = []
      elements.reserveCapacity(count)
      for index in 0..<count {
        if let child = unsafe json_array_get(node, index) { unsafe elements.append(value(child)) }
      }
      return .array(elements)
    case JSON_STRING:
      let raw = unsafe UnsafeRawBufferPointer(start: json_string_value(node), count: json_string_length(node))
      return .string(unsafe String(decoding: raw, as: UTF8.self))
    case JSON_INTEGER: return .integer(unsafe Int(json_integer_value(node)))
    case JSON_REAL: return .real(unsafe json_real_value(node))
    case JSON_TRUE: return .bool(true)
    case JSON_FALSE: return .bool(false)
    default: return .null
    }
  }

}

extension JSONError {
  fileprivate init(_ error: json_error_t) {
    let text = unsafe withUnsafeBytes(of: error.text) { raw in
      unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
    }
    self.init(message: JSONError.wording(text), line: max(1, Int(error.line)), column: max(1, Int(error.column)))
  }

  /// jansson's message in words that say what to change, where its own do not; what follows `near` is kept.
  private static func wording(_ text: String) -> String {
    for (own, better) in wordings where text.hasPrefix(own) {
      return better + text.dropFirst(own.count)
    }
    return text
  }

  private static let wordings: [(String, String)] = [
    ("unable to decode byte", "not UTF-8: unexpected byte"),
    ("invalid Unicode", "not Unicode: half of a surrogate pair,"),
    ("maximum parsing depth reached", "nested more than 2,048 levels deep"),
    ("duplicate object key", "two members of one object have the same name"),
    ("NUL byte in object key not supported", "a member's name contains NUL"),
    ("too big integer", "a number is too large"),
    ("real number overflow", "a number is too large"),
    ("end of file expected", "something follows the end of the JSON text,"),
  ]
}
