/// Reads the JSON that agents send: objects, arrays, strings with the common escapes, whole numbers and the three words.
///
/// A payload is read at every call, and this takes a quarter of the time of the whole reader. It is no judge of what is
/// JSON: whatever it does not know, or takes for a mistake, it declines, and the whole reader says what it is.
struct PlainJSON: ~Copyable {
  /// The text is not of the plain kind.
  struct Declined: Error {}

  private let bytes: [UInt8]
  private var index = 0

  private static let deepest = 64
  private static let mostMembers = 64

  /// The value of a text.
  static func parse(_ bytes: [UInt8]) throws(Declined) -> JSONValue {
    var reader = PlainJSON(bytes: bytes)
    reader.skipBlanks()
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.index == bytes.count else { throw Declined() }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var byte: UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func skipBlanks() {
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x0A || bytes[index] == 0x0D || bytes[index] == 0x09
    {
      index += 1
    }
  }

  private mutating func value(depth: Int) throws(Declined) -> JSONValue {
    if depth > Self.deepest { throw Declined() }
    switch byte {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .integer(try integer())
    }
  }

  private mutating func object(depth: Int) throws(Declined) -> JSONValue {
    var members: [JSONValue.Member] = []
    index += 1
    skipBlanks()
    if byte == UInt8(ascii: "}") {
      index += 1
      return .object(members)
    }
    while true {
      skipBlanks()
      guard byte == UInt8(ascii: "\"") else { throw Declined() }
      let name = try string()
      // Each name is compared with all before it, so the number of names is bounded.
      if members.count >= Self.mostMembers { throw Declined() }
      for member in members where member.name == name { throw Declined() }
      skipBlanks()
      guard byte == UInt8(ascii: ":") else { throw Declined() }
      index += 1
      skipBlanks()
      members.append(JSONValue.Member(name, try value(depth: depth + 1)))
      skipBlanks()
      index += 1
      switch index <= bytes.count ? bytes[index - 1] : 0 {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "}"): return .object(members)
      default: throw Declined()
      }
    }
  }

  private mutating func array(depth: Int) throws(Declined) -> JSONValue {
    var elements: [JSONValue] = []
    index += 1
    skipBlanks()
    if byte == UInt8(ascii: "]") {
      index += 1
      return .array(elements)
    }
    while true {
      skipBlanks()
      elements.append(try value(depth: depth + 1))
      skipBlanks()
      index += 1
      switch index <= bytes.count ? bytes[index - 1] : 0 {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "]"): return .array(elements)
      default: throw Declined()
      }
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Declined) -> JSONValue {
    for offset in 0..<word.utf8CodeUnitCount {
      let expected = unsafe word.utf8Start[offset]
      if index + offset >= bytes.count || bytes[index + offset] != expected { throw Declined() }
    }
    index += word.utf8CodeUnitCount
    return value
  }

  /// A whole number; whatever else a number may have is declined by what follows it.
  private mutating func integer() throws(Declined) -> Int {
    let isNegative = byte == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let start = index
    var number = 0
    while byte &- 0x30 < 10, index - start < 18 {
      number = number * 10 + Int(byte &- 0x30)
      index += 1
    }
    if index == start || (bytes[start] == 0x30 && index - start > 1) { throw Declined() }
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), 0x30...0x39: throw Declined()
    default: return isNegative ? -number : number
    }
  }

  /// A string from its first quote on.
  private mutating func string() throws(Declined) -> String {
    index += 1
    let start = index
    var isASCII = true
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        index += 1
        return try text(bytes[start..<index - 1], isASCII: isASCII)
      }
      if byte == UInt8(ascii: "\\") { return try escaped(from: start, isASCII: isASCII) }
      if byte < 0x20 { throw Declined() }
      if byte >= 0x80 { isASCII = false }
      index += 1
    }
    throw Declined()
  }

  /// The rest of a string from its first backslash on.
  private mutating func escaped(from start: Int, isASCII: Bool) throws(Declined) -> String {
    var isASCII = isASCII
    var made: [UInt8] = []
    // What is still to come is at most as long as the text, and a script is mostly as long as its spelling.
    made.reserveCapacity(min(bytes.count - start, 2 * (index - start) + 256))
    made += bytes[start..<index]
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\"") { return try text(made[...], isASCII: isASCII) }
      if byte == UInt8(ascii: "\\") {
        guard index < bytes.count else { throw Declined() }
        switch bytes[index] {
        case UInt8(ascii: "n"): made.append(0x0A)
        case UInt8(ascii: "\""): made.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): made.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): made.append(UInt8(ascii: "/"))
        case UInt8(ascii: "t"): made.append(0x09)
        case UInt8(ascii: "r"): made.append(0x0D)
        case UInt8(ascii: "b"): made.append(0x08)
        case UInt8(ascii: "f"): made.append(0x0C)
        default: throw Declined()
        }
        index += 1
        continue
      }
      if byte < 0x20 { throw Declined() }
      if byte >= 0x80 { isASCII = false }
      made.append(byte)
    }
    throw Declined()
  }

  private func text(_ bytes: ArraySlice<UInt8>, isASCII: Bool) throws(Declined) -> String {
    if isASCII { return String(decoding: bytes, as: UTF8.self) }
    // Decoding would mend what is not UTF-8, and two readers could see two different commands.
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Declined() }
    return text
  }
}
