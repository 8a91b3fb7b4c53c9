import HookModel

/// A sed script: `w`, `W`, `r` and `R` name files, `e` runs commands.
struct SedCode {
  private let bytes: [UInt8]
  private var place = 0 {
    didSet { if place > bytes.count { place = bytes.count } }
  }
  private let places: Places
  /// What was found.
  private(set) var findings = InlineFindings()

  init(_ code: String, places: Places) {
    bytes = Array(code.utf8)
    self.places = places
    while place < bytes.count { command() }
  }

  private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func command() {
    skipAddresses()
    guard let letter = byte else { return }
    place += 1
    switch letter {
    case UInt8(ascii: "s"): substitution()
    case UInt8(ascii: "y"):
      guard let end = byte else { return }
      place += 1
      skip(to: end)
      skip(to: end)
    case UInt8(ascii: "w"), UInt8(ascii: "W"): touch(restOfLine(), isWritten: true)
    case UInt8(ascii: "r"), UInt8(ascii: "R"): touch(restOfLine(), isWritten: false)
    case UInt8(ascii: "e"): execute(restOfLine())
    case UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "c"): skipText()
    case UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: ":"), UInt8(ascii: "#"):
      while let byte, byte != 0x0A, byte != UInt8(ascii: ";") || letter == UInt8(ascii: "#"),
        byte != UInt8(ascii: "}") || letter == UInt8(ascii: "#")
      {
        place += 1
      }
    default: break
    }
  }

  private mutating func skipAddresses() {
    while let byte {
      switch byte {
      case 0x0A, UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "~"),
        UInt8(ascii: "+"), UInt8(ascii: "{"), UInt8(ascii: "}"):
        place += 1
      case UInt8(ascii: "/"):
        place += 1
        skip(to: byte)
        skipFlags()
      case UInt8(ascii: "\\"):
        place += 1
        guard let end = self.byte else { return }
        place += 1
        skip(to: end)
        skipFlags()
      case _ where byte.isBlank || byte.isDigit: place += 1
      default: return
      }
    }
  }

  /// The flags of an address.
  private mutating func skipFlags() {
    while let byte, byte == UInt8(ascii: "I") || byte == UInt8(ascii: "M") { place += 1 }
  }

  private mutating func skip(to end: UInt8) {
    var isInClass = false
    while let byte {
      place += 1
      if byte == UInt8(ascii: "\\") {
        place += 1
      } else if byte == UInt8(ascii: "["), !isInClass, bytes[place...].prefix(1000).contains(UInt8(ascii: "]")),
        end != byte
      {
        isInClass = true
        if self.byte == UInt8(ascii: "^") { place += 1 }
        if self.byte == UInt8(ascii: "]") { place += 1 }
      } else if byte == UInt8(ascii: "]") {
        isInClass = false
      } else if byte == end, !isInClass {
        return
      }
    }
  }

  private mutating func substitution() {
    guard let end = byte else { return }
    place += 1
    skip(to: end)
    // In the replacement brackets are nothing special.
    let start = place
    while let byte, byte != end { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
    let replacement = bytes[start..<max(start, min(place, bytes.count))]
    // What is put in for all of a line is what is run.
    let code = plainText(replacement)
    place += 1
    var executes = false
    while let flag = byte {
      switch flag {
      case UInt8(ascii: "w"):
        place += 1
        touch(restOfLine(), isWritten: true)
        return
      case UInt8(ascii: "e"): executes = true
      case UInt8(ascii: "g"), UInt8(ascii: "p"), UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "m"),
        UInt8(ascii: "M"):
        break
      case _ where flag.isDigit: break
      default:
        if executes { execute(code) }
        return
      }
      place += 1
    }
    if executes { execute(code) }
  }

  /// A replacement that is one text; empty where it takes up what was matched.
  private func plainText(_ replacement: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    var rest = replacement
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "&") { return "" }
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      guard let escaped = rest.popFirst(), !escaped.isDigit else { return "" }
      text.append(escaped)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The text of `a`, `i` and `c` goes on over lines that end in a backslash.
  private mutating func skipText() {
    while let byte, byte != 0x0A { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
  }

  private mutating func restOfLine() -> String {
    while let byte, byte.isBlank { place += 1 }
    let end = place < bytes.count ? bytes[place...].firstIndex(of: 0x0A) ?? bytes.count : bytes.count
    defer { place = end }
    return place < end ? String(decoding: bytes[place..<end], as: UTF8.self) : ""
  }

  private mutating func touch(_ name: String, isWritten: Bool) {
    if name.isEmpty || name == "/dev/stdout" || name == "/dev/stderr" || name == "/dev/stdin" { return }
    let target = places.target(Argument(name))
    findings.touches.append(Touch(judging: isWritten ? .write(target, .replace, content: nil) : .read(target, .show)))
  }

  /// Without a command, the line that was read is run.
  private mutating func execute(_ command: String) {
    if command.isEmpty {
      findings.touches.append(Touch(.execute(.unknown, by: "sed"), certainty: .unknown))
    } else {
      findings.shellCommands.append(command)
    }
  }
}
