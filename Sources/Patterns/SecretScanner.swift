/// Finds secrets in the bytes of a text.
///
/// The loop looks at each byte once and does nothing for most: a token's shape is tried only where a word begins, a
/// named value only at `=`, `:` and `--`, an address only at `://`.
public struct SecretScanner {
  private let bytes: [UInt8]
  /// What was found, in the order of the text.
  public private(set) var finds: [SecretFind] = []
  private var index = 0

  /// Creates a scanner of a text's bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Looks through the whole text.
  public mutating func run() {
    // Shorter text holds neither a token nor a name with a value.
    guard bytes.count >= 6 else { return }
    var isInWord = false
    while index < bytes.count {
      let byte = bytes[index]
      let isWord = SecretScanner.isWord(byte)
      if isWord {
        if !isInWord, token(byte) {
          isInWord = false
          continue
        }
      } else if byte == UInt8(ascii: "=") {
        namedValue(isAssignment: true)
      } else if byte == UInt8(ascii: ":") {
        if !address() { namedValue(isAssignment: false) }
      } else if byte == UInt8(ascii: "-") {
        dashes(isInWord)
      }
      isInWord = isWord
      index += 1
    }
  }

  @inline(__always)
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
  }

  private func at(_ place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }

  private func has(_ text: String, at place: Int) -> Bool {
    guard place + text.utf8.count <= bytes.count else { return false }
    var place = place
    for byte in text.utf8 {
      if bytes[place] != byte { return false }
      place += 1
    }
    return true
  }

  private mutating func found(_ range: Range<Int>, _ kind: String) {
    finds.append(SecretFind(range: range, kind: kind))
    index = range.upperBound
  }

  // MARK: Tokens

  /// A token that begins here; the place is then behind it.
  private mutating func token(_ first: UInt8) -> Bool {
    if first == UInt8(ascii: "e"), has("eyJ", at: index) { return webToken() }
    if first | 0x20 == UInt8(ascii: "b"), bearer() { return true }
    guard let shapes = TokenShape.beginning(with: first, at(index + 1)) else { return false }
    for shape in shapes where has(shape.prefix, at: index) {
      let start = index + shape.prefix.utf8.count
      var end = start
      while end < bytes.count, shape.alphabet.contains(bytes[end]) { end += 1 }
      let length = end - start
      if length < shape.minimum || length > shape.maximum { continue }
      // Words with dashes have the shape of a key, too; a key has digits in it, or its capitals anywhere.
      let hasDigit = (start..<end).contains { (0x30...0x39).contains(bytes[$0]) }
      if !hasDigit, shape.alphabet != .lettersAndDigits || !isMixed(start..<end) { continue }
      found(index..<end, shape.kind)
      return true
    }
    return false
  }

  /// Whether capitals and small letters are as mixed as chance mixes them; words joined in camel case are not.
  private func isMixed(_ range: Range<Int>) -> Bool {
    let capitals = range.count { (0x41...0x5A).contains(bytes[$0]) }
    return capitals * 4 >= range.count && (range.count - capitals) * 4 >= range.count
  }

  /// `eyJ….eyJ….…`: three parts of base64url, the first two of which are JSON objects.
  private mutating func webToken() -> Bool {
    var end = index
    for part in 0..<3 {
      if part > 0 {
        guard at(end) == UInt8(ascii: ".") else { return false }
        end += 1
        if part == 1, !has("eyJ", at: end) { return false }
      }
      let start = end
      while end < bytes.count, TokenAlphabet.wordAndDash.contains(bytes[end]) { end += 1 }
      if end - start < 8 { return false }
    }
    found(index..<end, "jwt")
    return true
  }

  /// `Bearer` and what follows, whatever stands before it.
  private mutating func bearer() -> Bool {
    guard has("Bearer ", at: index) || has("bearer ", at: index) else { return false }
    let start = index + 7
    var end = start
    while end < bytes.count, TokenAlphabet.dotted.contains(bytes[end]) || "+/=~".utf8.contains(bytes[end]) {
      end += 1
    }
    let hasDigit = (start..<end).contains { (0x30...0x39).contains(bytes[$0]) }
    guard end - start >= 12, hasDigit else { return false }
    found(start..<end, "bearer-token")
    return true
  }

  // MARK: Addresses

  /// At the colon of `://`: what stands before an `@` in the host part.
  private mutating func address() -> Bool {
    guard has("://", at: index) else { return false }
    let start = index + 3
    var end = start
    var colon: Int?
    var sign: Int?
    scan: while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "'"),
        UInt8(ascii: "`"), 0...0x20:
        break scan
      case UInt8(ascii: ":") where colon == nil && sign == nil: colon = end
      case UInt8(ascii: "@"): sign = end
      default: break
      }
      end += 1
    }
    guard let sign else { return true }
    let secret = colon.map { $0 + 1 } ?? start
    // A bare name before the @ is a login (`ssh://git@host`); only a long one is a token in its place.
    guard sign > secret, colon != nil || sign - secret >= 20, at(secret) != UInt8(ascii: "$") else { return true }
    found(secret..<sign, "url-password")
    index -= 1
    return true
  }

  // MARK: Named values

  /// At `-`: a private key's block, or an option whose value is the next word.
  private mutating func dashes(_ isInWord: Bool) {
    if has("-----BEGIN ", at: index) {
      keyBlock()
      return
    }
    guard !isInWord, at(index + 1) == UInt8(ascii: "-") else { return }
    var end = index + 2
    while end < bytes.count, SecretScanner.isWord(bytes[end]) || bytes[end] == UInt8(ascii: "-") {
      end += 1
    }
    guard at(end) == UInt8(ascii: " "), let name = SecretName(bytes, (index + 2)..<end) else { return }
    var start = end
    while at(start) == UInt8(ascii: " ") { start += 1 }
    if at(start) == UInt8(ascii: "-") { return }
    if let range = value(from: start, of: name, mayBeType: false) {
      found(range, name.kind)
      index -= 1
    }
  }

  private mutating func keyBlock() {
    var end = index + 11
    while end < bytes.count, bytes[end] != UInt8(ascii: "-"), bytes[end] != UInt8(ascii: "\n") { end += 1 }
    guard has("PRIVATE KEY", at: max(0, end - 11)) || has("KEY BLOCK", at: max(0, end - 9)) else { return }
    // A block that is cut off is a secret to its last byte.
    while end < bytes.count, !has("-----END ", at: end) { end += 1 }
    if end < bytes.count {
      end += 9
      while end < bytes.count, bytes[end] != UInt8(ascii: "-") { end += 1 }
      while at(end) == UInt8(ascii: "-") { end += 1 }
    }
    found(index..<end, "private-key")
    index -= 1
  }

  /// At `=` or `:`: whether the name before it is one that secrets have.
  private mutating func namedValue(isAssignment: Bool) {
    var end = index
    while end > 0, "\"' ".utf8.contains(bytes[end - 1]) { end -= 1 }
    if index - end > 2 { return }
    var start = end
    while start > 0, end - start < 64, SecretScanner.isWord(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: "-") {
      start -= 1
    }
    guard end - start >= 3, let name = SecretName(bytes, start..<end) else { return }
    var place = index + 1
    if at(place) == UInt8(ascii: "=") || at(place) == UInt8(ascii: ">") { return }
    let hasSpace = at(place) == UInt8(ascii: " ")
    while at(place) == UInt8(ascii: " ") { place += 1 }
    if name.isHeader { place = afterScheme(place) }
    if let range = value(from: place, of: name, mayBeType: !isAssignment || hasSpace) {
      found(range, name.kind)
      index -= 1
    }
  }

  /// `Basic `, `token ` and the like before a header's value.
  private func afterScheme(_ place: Int) -> Int {
    var end = place
    while SecretScanner.isWord(at(end)) { end += 1 }
    return end > place && end - place < 10 && at(end) == UInt8(ascii: " ") ? end + 1 : place
  }

  /// The value at a place, if it is one that has to be cut: not a variable, not a type, not code.
  private func value(from place: Int, of name: SecretName, mayBeType: Bool) -> Range<Int>? {
    let first = at(place)
    let isQuoted = first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    let start = isQuoted ? place + 1 : place
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      if isQuoted ? byte == first : (byte <= 0x20 || "\"'`,;&|<>)}]".utf8.contains(byte)) { break }
      // A backslash inside quotes takes the next byte with it: JSON in JSON.
      if byte == UInt8(ascii: "\\") { if isQuoted { end += 1 } else { break } }
      end += 1
    }
    end = min(end, bytes.count)
    guard end - start >= name.minimum else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "$"), UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "%"), UInt8(ascii: "*"),
      UInt8(ascii: "["):
      return nil
    case UInt8(ascii: "/") where at(start + 1) == UInt8(ascii: "/"): return nil
    default: break
    }
    if isQuoted { return start..<end }
    if (start..<end).contains(where: { "([".utf8.contains(bytes[$0]) }) { return nil }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    if SecretScanner.plainWords.contains(text.lowercased()) { return nil }
    if text.hasPrefix("process.env") || text.hasPrefix("os.environ") || text.hasPrefix("self.") { return nil }
    // `token: SomeType` and `token = other` are code; a secret that is one word of letters alone has no space before it.
    if mayBeType, name.isOftenCode, !(start..<end).contains(where: { (0x30...0x39).contains(bytes[$0]) }) {
      return nil
    }
    return start..<end
  }

  private static let plainWords: Set<String> = [
    "string", "str", "bool", "boolean", "number", "int", "any", "none", "null", "nil", "undefined", "true", "false",
    "required", "optional", "object", "bytes", "data", "yes", "no", "unknown", "stdin", "prompt",
  ]
}

/// A name whose value is a secret: `password`, `GITHUB_TOKEN`, `x-api-key`, `Authorization`.
struct SecretName {
  /// What the value is, for the mark.
  let kind: String
  /// Whether it is a header that has a scheme before its value.
  let isHeader: Bool
  /// Whether code has variables of that name all the time.
  let isOftenCode: Bool
  /// How long a value has to be.
  let minimum: Int

  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    // The last letter says no to nearly every name, before anything is copied.
    guard let last = range.last, "dentyehsnDENTYEHSN".utf8.contains(bytes[last]) else { return nil }
    var name: [UInt8] = []
    name.reserveCapacity(range.count)
    for place in range {
      let byte = bytes[place]
      if byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") { continue }
      name.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    }
    func ends(_ end: String) -> Bool { name.suffix(end.utf8.count).elementsEqual(end.utf8) }
    if name.starts(with: "no".utf8), name.count <= 12 { return nil }
    if ends("authorization") {
      (kind, isHeader, isOftenCode, minimum) = ("authorization", true, false, 6)
    } else if ends("password") || ends("passwd") || ends("passphrase") || ends("pgpass") {
      (kind, isHeader, isOftenCode, minimum) = ("password", false, false, 1)
    } else if ends("apikey") || ends("accesskey") || ends("secretkey") || ends("privatekey") || ends("accountkey") {
      (kind, isHeader, isOftenCode, minimum) = ("key", false, true, 8)
    } else if ends("token") {
      (kind, isHeader, isOftenCode, minimum) = ("token", false, true, 8)
    } else if ends("secret") {
      (kind, isHeader, isOftenCode, minimum) = ("secret", false, true, 6)
    } else {
      return nil
    }
  }
}
