internal import CJansson

/// Why a text is no JSON that is accepted here.
public struct JSONError: Error, Sendable, Equatable {
  /// What is wrong.
  public var message: String
  /// The line, from 1.
  public var line: Int
  /// The column in characters, from 1.
  public var column: Int
}

/// Reads JSON with libjansson. Duplicate names are an error (two readers could see two different commands), NUL in a
/// string is kept, nesting is bounded by jansson (2,048 levels).
public enum JSONParser {
  /// Parses one JSON text.
  ///
  /// - Throws: `JSONError` with the place of the first mistake.
  public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    guard !bytes.isEmpty else { throw JSONError(message: "empty input", line: 1, column: 1) }
    var error = json_error_t()
    let flags = Int(JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL)
    let tree = unsafe bytes.withUnsafeBufferPointer { raw in
      unsafe raw.withMemoryRebound(to: CChar.self) { text in
        unsafe json_loadb(text.baseAddress, text.count, flags, &error)
      }
    }
    guard let root = unsafe tree else {
      let message = unsafe withUnsafeBytes(of: error.text) { raw in
        unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw JSONError(message: message, line: Int(error.line), column: Int(error.column))
    }
    defer { unsafe json_decref(root) }
    return unsafe value(root)
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
