/// A value is missing, or is of another type than its reader needs.
public struct JSONReadError: Error, Sendable, Equatable {
  /// Where: `tool_input.edits[2].old_string`; empty for the whole text.
  public var path: String
  /// What would be right: `string`.
  public var expected: String
  /// What is there instead; nil where nothing is.
  public var found: String?

  /// Creates an error.
  public init(path: String, expected: String, found: String?) {
    self.path = path
    self.expected = expected
    self.found = found
  }
}

extension JSONReadError: CustomStringConvertible {
  /// `tool_input.command: expected string, found array`
  public var description: String {
    let place = path.isEmpty ? "" : "\(path): "
    guard let found else { return "\(place)expected \(expected), but it is missing" }
    return "\(place)expected \(expected), found \(found)"
  }
}

/// Typed access to a JSON value whose errors name the key path.
///
/// Each type has two forms: `string(_:)` needs the member, `optionalString(_:)` takes an absent member or a null as nil.
/// A member of the wrong type is an error in both.
public struct JSONReader: Sendable {
  /// The value that is read.
  public let value: JSONValue
  /// Where the value stands; empty for the whole text.
  public let path: String

  /// Creates a reader of a value.
  public init(_ value: JSONValue, path: String = "") {
    self.value = value
    self.path = path
  }

  /// A reader of the member called `name`, or nil where it is absent or null.
  ///
  /// - Throws: where this is no object.
  public func member(_ name: String) throws(JSONReadError) -> JSONReader? {
    guard case .object(let members) = value else { throw mismatch("object") }
    for member in members where member.name == name {
      return member.value == .null ? nil : JSONReader(member.value, path: path(to: name))
    }
    return nil
  }

  /// A reader of the member called `name`, which has to be an object.
  public func object(_ name: String) throws(JSONReadError) -> JSONReader {
    guard let object = try optionalObject(name) else { throw missing(name, "object") }
    return object
  }

  /// A reader of the member called `name`, which has to be an object if it is there.
  public func optionalObject(_ name: String) throws(JSONReadError) -> JSONReader? {
    guard let member = try member(name) else { return nil }
    guard case .object = member.value else { throw member.mismatch("object") }
    return member
  }

  /// The text of the member called `name`.
  public func string(_ name: String) throws(JSONReadError) -> String {
    guard let text = try optionalString(name) else { throw missing(name, "string") }
    return text
  }

  /// The text of the member called `name`, if it is there.
  public func optionalString(_ name: String) throws(JSONReadError) -> String? {
    try member(name)?.asString()
  }

  /// The flag called `name`.
  public func bool(_ name: String) throws(JSONReadError) -> Bool {
    guard let flag = try optionalBool(name) else { throw missing(name, "boolean") }
    return flag
  }

  /// The flag called `name`, if it is there.
  public func optionalBool(_ name: String) throws(JSONReadError) -> Bool? {
    guard let member = try member(name) else { return nil }
    guard case .bool(let flag) = member.value else { throw member.mismatch("boolean") }
    return flag
  }

  /// The whole number called `name`.
  public func integer(_ name: String) throws(JSONReadError) -> Int {
    guard let number = try optionalInteger(name) else { throw missing(name, "whole number") }
    return number
  }

  /// The whole number called `name`, if it is there.
  public func optionalInteger(_ name: String) throws(JSONReadError) -> Int? {
    guard let member = try member(name) else { return nil }
    switch member.value {
    case .integer(let number): return number
    case .real(let number):
      guard let whole = Int(exactly: number) else { throw member.mismatch("whole number") }
      return whole
    default: throw member.mismatch("whole number")
    }
  }

  /// The number called `name`, if it is there.
  public func optionalNumber(_ name: String) throws(JSONReadError) -> Double? {
    guard let member = try member(name) else { return nil }
    switch member.value {
    case .integer(let number): return Double(number)
    case .real(let number): return number
    default: throw member.mismatch("number")
    }
  }

  /// Readers of the elements of the array called `name`.
  public func array(_ name: String) throws(JSONReadError) -> [JSONReader] {
    guard let elements = try optionalArray(name) else { throw missing(name, "array") }
    return elements
  }

  /// Readers of the elements of the array called `name`, if it is there.
  public func optionalArray(_ name: String) throws(JSONReadError) -> [JSONReader]? {
    try member(name)?.elements()
  }

  /// The texts of the array called `name`.
  public func strings(_ name: String) throws(JSONReadError) -> [String] {
    guard let texts = try optionalStrings(name) else { throw missing(name, "array of strings") }
    return texts
  }

  /// The texts of the array called `name`, if it is there.
  public func optionalStrings(_ name: String) throws(JSONReadError) -> [String]? {
    guard let elements = try optionalArray(name) else { return nil }
    var texts: [String] = []
    texts.reserveCapacity(elements.count)
    for element in elements { texts.append(try element.asString()) }
    return texts
  }

  /// Readers of this array's elements.
  public func elements() throws(JSONReadError) -> [JSONReader] {
    guard case .array(let values) = value else { throw mismatch("array") }
    return values.enumerated().map { JSONReader($1, path: "\(path)[\($0)]") }
  }

  /// Readers of this object's members, by name, in their order.
  public func members() throws(JSONReadError) -> [(name: String, reader: JSONReader)] {
    guard case .object(let members) = value else { throw mismatch("object") }
    return members.map { ($0.name, JSONReader($0.value, path: path(to: $0.name))) }
  }

  /// The text of this value itself.
  public func asString() throws(JSONReadError) -> String {
    guard case .string(let text) = value else { throw mismatch("string") }
    return text
  }

  /// The error that says what this value should have been.
  public func mismatch(_ expected: String) -> JSONReadError {
    JSONReadError(path: path, expected: expected, found: value.typeName)
  }

  private func missing(_ name: String, _ expected: String) -> JSONReadError {
    JSONReadError(path: path(to: name), expected: expected, found: nil)
  }

  private func path(to name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
