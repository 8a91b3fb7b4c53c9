internal import JSON

/// The members of one JSON object, read by name and type. Every mistake names the whole path of the member.
struct Fields {
  /// The members.
  let members: [JSONValue.Member]
  /// The path of the object, ending in a dot; empty for the payload itself.
  let path: String

  /// Reads an object.
  init(_ value: JSONValue, at path: String = "") throws(DecodeError) {
    guard case .object(let members) = value else {
      throw .wrongType(path: path.isEmpty ? "payload" : path, expected: "object", found: value.typeName)
    }
    self.members = members
    self.path = path.isEmpty ? "" : path + "."
  }

  /// The member's value; nil for null, too, which agents send for "none".
  subscript(name: String) -> JSONValue? {
    for member in members where member.name == name {
      if case .null = member.value { return nil }
      return member.value
    }
    return nil
  }

  func required(_ name: String) throws(DecodeError) -> JSONValue {
    guard let value = self[name] else { throw .missing(path + name) }
    return value
  }

  func string(_ name: String) throws(DecodeError) -> String {
    guard let text = try optionalString(name) else { throw .missing(path + name) }
    return text
  }

  func optionalString(_ name: String) throws(DecodeError) -> String? {
    guard let value = self[name] else { return nil }
    guard case .string(let text) = value else { throw wrongType(name, "string", value) }
    return text
  }

  /// The first of two members that is there.
  func optionalString(_ name: String, or other: String) throws(DecodeError) -> String? {
    if let text = try optionalString(name) { return text }
    return try optionalString(other)
  }

  /// Whether the member is true; false where it is absent.
  func flag(_ name: String) throws(DecodeError) -> Bool {
    guard let value = self[name] else { return false }
    guard case .bool(let flag) = value else { throw wrongType(name, "boolean", value) }
    return flag
  }

  /// The objects of an array.
  func objects(_ name: String) throws(DecodeError) -> [Fields] {
    let value = try required(name)
    guard case .array(let elements) = value else { throw wrongType(name, "array", value) }
    var found: [Fields] = []
    for (index, element) in elements.enumerated() {
      found.append(try Fields(element, at: "\(path)\(name)[\(index)]"))
    }
    return found
  }

  private func wrongType(_ name: String, _ expected: String, _ value: JSONValue) -> DecodeError {
    .wrongType(path: path + name, expected: expected, found: value.typeName)
  }
}

extension String {
  /// Whether the bytes of `text` stand somewhere in this one. Cheaper than `contains`, which compares by canonical
  /// equivalence.
  func hasBytes(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    let bytes = Array(utf8)
    guard let first = wanted.first, bytes.count >= wanted.count else { return wanted.isEmpty }
    for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
      if bytes[start..<(start + wanted.count)].elementsEqual(wanted) { return true }
    }
    return false
  }
}
