/// Reads the TOML that policies are written in: headers, keys of one part, strings, whole numbers, booleans, arrays and
/// inline tables.
///
/// A hook reads its policy at every call, and a short reader takes a tenth of the time of a whole one. It is no judge of
/// what is TOML: whatever it does not know, or takes for a mistake, it declines, and the whole reader says what it is.
struct PlainTOML: ~Copyable {
  /// The text is not of the plain kind.
  struct Declined: Error {}

  /// The text, and behind it the strings that are not spelled as they read.
  private(set) var bytes: [UInt8]
  private(set) var entries: [Document.Entry] = []
  /// Where the part that is read ends.
  private var end: Int
  private var index = 0
  private var line = 1
  /// Where the line would begin if each character were one byte, so that a column is a difference.
  private var lineStart = 0

  private static let deepest = 8
  private static let mostKeys = 256
  private static let mostEntries = 200_000

  /// Reads a text that is known to be UTF-8 without NUL.
  init(_ bytes: [UInt8]) throws(Declined) {
    self.init(text: bytes)
    try read()
  }

  /// Reads pieces of a text, each of which begins with a header or at the text's own beginning; what lay between them is
  /// left out, and places stay those of the whole.
  init(_ bytes: [UInt8], pieces: [Document.Piece]) throws(Declined) {
    self.init(text: bytes)
    for piece in pieces {
      index = piece.range.lowerBound
      end = piece.range.upperBound
      line = piece.line
      lineStart = index
      try read()
    }
  }

  private init(text: [UInt8]) {
    bytes = text
    end = text.count
    entries.reserveCapacity(end / 16 + 16)
    var root = Document.Entry(kind: .table, parent: 0, place: Place(line: 1, column: 1))
    root.origin = .header
    entries.append(root)
  }

  private mutating func read() throws(Declined) {
    var table = 0
    while skipToContent() {
      if bytes[index] == UInt8(ascii: "[") {
        table = try header()
      } else {
        try member(of: table, depth: 0)
      }
      try endLine()
    }
  }

  private var place: Place { Place(line: line, column: index - lineStart + 1) }

  private func byte(at index: Int) -> UInt8 { index < end ? bytes[index] : 0 }

  // MARK: Between the values

  /// Goes to the next byte that is neither blank, line break nor comment; false at the end of the text.
  private mutating func skipToContent() -> Bool {
    while index < end {
      switch bytes[index] {
      case 0x20, 0x09: index += 1
      case 0x0A:
        index += 1
        line += 1
        lineStart = index
      // A comment with a control character is content that is none, and declined as such.
      case UInt8(ascii: "#"): if !skipComment() { return true }
      default: return true
      }
    }
    return false
  }

  private mutating func skipBlanks() {
    while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
  }

  /// Goes to the end of the line; false, without a step, where a control character is in the way.
  private mutating func skipComment() -> Bool {
    var next = index
    while next < end, bytes[next] != 0x0A {
      if Self.isControl(bytes[next]) { return false }
      next += 1
    }
    index = next
    return true
  }

  /// What follows a header or a value on its line is blank or a comment.
  private mutating func endLine() throws(Declined) {
    skipBlanks()
    if byte(at: index) == UInt8(ascii: "#"), !skipComment() { throw Declined() }
    guard index == end || bytes[index] == 0x0A else { throw Declined() }
  }

  private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 || byte == 0x7F }

  // MARK: Tables

  /// Reads `[a.b]` or `[[a.b]]`, and returns the table that the lines below it belong to.
  private mutating func header() throws(Declined) -> Int {
    let start = place
    index += 1
    let isList = byte(at: index) == UInt8(ascii: "[")
    if isList { index += 1 }
    var table = 0
    var parts = 0
    while true {
      parts += 1
      if parts > Self.deepest { throw Declined() }
      skipBlanks()
      let keyPlace = place
      let name = try key()
      skipBlanks()
      let known = try child(of: table, named: name)
      guard byte(at: index) == UInt8(ascii: ".") else {
        guard byte(at: index) == UInt8(ascii: "]"), !isList || byte(at: index + 1) == UInt8(ascii: "]") else {
          throw Declined()
        }
        index += isList ? 2 : 1
        if isList { return try element(of: known, in: table, name, keyPlace, start) }
        guard let known else { return try add(.table, .header, to: table, start, name, keyPlace) }
        // A table that only stood in the names of others is now told for itself.
        guard entries[known].origin == .implied else { throw Declined() }
        entries[known].origin = .header
        entries[known].position = Document.Entry.Position(start)
        return known
      }
      index += 1
      if let known {
        switch entries[known].origin {
        case .value: throw Declined()
        case .header, .implied: table = known
        case .list: table = Int(entries[known].last)
        }
      } else {
        table = try add(.table, .implied, to: table, start, name, keyPlace)
      }
    }
  }

  /// Adds an element to an array of tables.
  private mutating func element(
    of known: Int?, in table: Int, _ name: Range<Int>, _ keyPlace: Place, _ start: Place
  ) throws(Declined) -> Int {
    if let known {
      guard entries[known].origin == .list else { throw Declined() }
      return try add(.table, .header, to: known, start)
    }
    let list = try add(.array, .list, to: table, start, name, keyPlace)
    return try add(.table, .header, to: list, start)
  }

  /// Reads `key = value`.
  private mutating func member(of table: Int, depth: Int) throws(Declined) {
    let keyPlace = place
    let name = try key()
    skipBlanks()
    guard byte(at: index) == UInt8(ascii: "="), try child(of: table, named: name) == nil else { throw Declined() }
    index += 1
    skipBlanks()
    try value(in: table, name, keyPlace, depth: depth)
  }

  /// A bare name, or one in quotes without a backslash.
  private mutating func key() throws(Declined) -> Range<Int> {
    let quote = byte(at: index)
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let text = try line(in: quote)
      guard text.upperBound <= end else { throw Declined() }
      return text
    }
    let start = index
    while index < end, Self.isBare(bytes[index]) { index += 1 }
    if index == start { throw Declined() }
    return start..<index
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  private func child(of table: Int, named name: Range<Int>) throws(Declined) -> Int? {
    var child = Int(entries[table].first)
    var seen = 0
    while child != 0 {
      let other = entries[child].key.range
      if other.count == name.count, isSame(other.lowerBound, name.lowerBound, count: name.count) { return child }
      child = Int(entries[child].next)
      seen += 1
      // Each name is compared with all before it, so the number of names is bounded.
      if seen > Self.mostKeys { throw Declined() }
    }
    return nil
  }

  private func isSame(_ one: Int, _ other: Int, count: Int) -> Bool {
    for offset in 0..<count where bytes[one + offset] != bytes[other + offset] { return false }
    return true
  }

  private mutating func add(
    _ kind: ValueKind, _ origin: Document.Entry.Origin, to parent: Int, _ place: Place, _ name: Range<Int> = 0..<0,
    _ keyPlace: Place = Place(line: 0, column: 0)
  ) throws(Declined) -> Int {
    let added = entries.count
    if added >= Self.mostEntries { throw Declined() }
    var entry = Document.Entry(kind: kind, parent: parent, place: place)
    entry.key = Document.Entry.Part(name)
    entry.keyPosition = Document.Entry.Position(keyPlace)
    entry.origin = origin
    entries.append(entry)
    Document.link(added, to: parent, in: &entries)
    return added
  }

  // MARK: Values

  private mutating func value(
    in parent: Int, _ name: Range<Int> = 0..<0, _ keyPlace: Place = Place(line: 0, column: 0), depth: Int
  ) throws(Declined) {
    if depth > Self.deepest { throw Declined() }
    let start = place
    switch byte(at: index) {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let text = try string()
      let added = try add(.string, .value, to: parent, start, name, keyPlace)
      entries[added].text = Document.Entry.Part(text)
    case UInt8(ascii: "["):
      let array = try add(.array, .value, to: parent, start, name, keyPlace)
      try elements(of: array, depth: depth + 1)
    case UInt8(ascii: "{"):
      let table = try add(.table, .value, to: parent, start, name, keyPlace)
      try members(of: table, depth: depth + 1)
    case UInt8(ascii: "t"):
      try boolean("true")
      entries[try add(.boolean, .value, to: parent, start, name, keyPlace)].integer = 1
    case UInt8(ascii: "f"):
      try boolean("false")
      _ = try add(.boolean, .value, to: parent, start, name, keyPlace)
    default:
      let number = try integer()
      entries[try add(.integer, .value, to: parent, start, name, keyPlace)].integer = number
    }
  }

  private mutating func elements(of array: Int, depth: Int) throws(Declined) {
    index += 1
    while skipToContent() {
      if bytes[index] == UInt8(ascii: "]") {
        index += 1
        return
      }
      try value(in: array, depth: depth)
      guard skipToContent() else { break }
      if bytes[index] == UInt8(ascii: ",") {
        index += 1
      } else if bytes[index] != UInt8(ascii: "]") {
        break
      }
    }
    throw Declined()
  }

  private mutating func members(of table: Int, depth: Int) throws(Declined) {
    index += 1
    skipBlanks()
    if byte(at: index) == UInt8(ascii: "}") {
      index += 1
      return
    }
    while true {
      skipBlanks()
      try member(of: table, depth: depth)
      skipBlanks()
      index += 1
      switch byte(at: index - 1) {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "}"): return
      default: throw Declined()
      }
    }
  }

  private mutating func boolean(_ word: StaticString) throws(Declined) {
    for offset in 0..<word.utf8CodeUnitCount {
      let expected = unsafe word.utf8Start[offset]
      if byte(at: index + offset) != expected { throw Declined() }
    }
    index += word.utf8CodeUnitCount
    try endValue()
  }

  /// A whole number in decimal digits, without a zero before them.
  private mutating func integer() throws(Declined) -> Int {
    let isNegative = byte(at: index) == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let start = index
    var number = 0
    while byte(at: index) &- 0x30 < 10, index - start < 18 {
      number = number * 10 + Int(bytes[index] &- 0x30)
      index += 1
    }
    if index == start || (bytes[start] == 0x30 && index - start > 1) { throw Declined() }
    try endValue()
    return isNegative ? -number : number
  }

  private func endValue() throws(Declined) {
    if index == end { return }
    switch bytes[index] {
    case 0x20, 0x09, 0x0A, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"): return
    default: throw Declined()
    }
  }

  // MARK: Strings

  private mutating func string() throws(Declined) -> Range<Int> {
    let quote = bytes[index]
    if byte(at: index + 1) == quote, byte(at: index + 2) == quote { return try lines(in: quote) }
    return try line(in: quote)
  }

  /// A string on one line.
  private mutating func line(in quote: UInt8) throws(Declined) -> Range<Int> {
    index += 1
    let start = index
    while index < end {
      let byte = bytes[index]
      if byte == quote {
        index += 1
        return start..<index - 1
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { return try escaped(from: start, isLong: false) }
      if Self.isControl(byte) { throw Declined() }
      if byte & 0xC0 == 0x80 { lineStart += 1 }
      index += 1
    }
    throw Declined()
  }

  /// A string between three quotes.
  private mutating func lines(in quote: UInt8) throws(Declined) -> Range<Int> {
    index += 3
    if byte(at: index) == 0x0A {
      index += 1
      line += 1
      lineStart = index
    }
    let start = index
    while index < end {
      let byte = bytes[index]
      if byte == quote, self.byte(at: index + 1) == quote, self.byte(at: index + 2) == quote {
        // Further quotes belong to the string, which is seldom meant.
        if self.byte(at: index + 3) == quote { throw Declined() }
        index += 3
        return start..<index - 3
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { return try escaped(from: start, isLong: true) }
      try passInLongString(byte)
    }
    throw Declined()
  }

  private mutating func passInLongString(_ byte: UInt8) throws(Declined) {
    index += 1
    if byte == 0x0A {
      line += 1
      lineStart = index
    } else if Self.isControl(byte) {
      throw Declined()
    } else if byte & 0xC0 == 0x80 {
      lineStart += 1
    }
  }

  /// The rest of a string from its first backslash on; it is written out behind the text.
  private mutating func escaped(from start: Int, isLong: Bool) throws(Declined) -> Range<Int> {
    let quote = UInt8(ascii: "\"")
    let made = bytes.count
    for place in start..<index { bytes.append(bytes[place]) }
    while index < end {
      let byte = bytes[index]
      if byte == quote {
        if !isLong {
          index += 1
          return made..<bytes.count
        }
        if self.byte(at: index + 1) == quote, self.byte(at: index + 2) == quote {
          if self.byte(at: index + 3) == quote { throw Declined() }
          index += 3
          return made..<bytes.count
        }
      }
      if byte == UInt8(ascii: "\\") {
        switch self.byte(at: index + 1) {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case quote: bytes.append(quote)
        case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
        default: throw Declined()
        }
        index += 2
        continue
      }
      if byte == 0x0A, !isLong { throw Declined() }
      try passInLongString(byte)
      bytes.append(byte)
    }
    throw Declined()
  }
}
