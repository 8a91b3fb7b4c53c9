/// Turns a glob's bytes into tokens. `pattern` is what wildmatch would be given, and `lead` the length of the literal
/// beginning that git compares before it calls wildmatch.
struct GlobParser {
  let pattern: ArraySlice<UInt8>
  let lead: Int
  let options: GlobProgram.Options
  private var at: Int

  init(_ pattern: ArraySlice<UInt8>, lead: Int = 0, options: GlobProgram.Options) {
    self.pattern = pattern
    self.lead = lead
    self.options = options
    self.at = pattern.startIndex
  }

  private var isPath: Bool { options.contains(.path) }
  private var folds: Bool { options.contains(.foldsCase) }

  /// The byte at a place, or nil beyond the end.
  private func byte(_ index: Int) -> UInt8? { index < pattern.endIndex ? pattern[index] : nil }

  /// Appends the pattern's tokens to `program`.
  mutating func parse(into program: inout GlobProgram) {
    while let next = byte(at) {
      switch next {
      case UInt8(ascii: "\\"):
        guard let escaped = byte(at + 1) else {
          program.tokens.append(GlobProgram.Token.never)
          return
        }
        appendLiteral(escaped, to: &program)
        at += 2
      case UInt8(ascii: "?"):
        program.tokens.append(GlobProgram.Token.any)
        at += 1
      case UInt8(ascii: "*"):
        appendStars(to: &program)
      case UInt8(ascii: "[") where !options.contains(.noClasses):
        guard let set = bracket() else {
          program.tokens.append(GlobProgram.Token.never)
          return
        }
        program.tokens.append(GlobProgram.Token.firstClass + UInt32(program.classes.count))
        program.classes.append(set)
      default:
        appendLiteral(next, to: &program)
        at += 1
      }
    }
  }

  private func appendLiteral(_ byte: UInt8, to program: inout GlobProgram) {
    let isUpper = byte &- 0x41 < 26
    program.tokens.append(UInt32(folds && isUpper ? byte | 0x20 : byte))
  }

  private mutating func appendStars(to program: inout GlobProgram) {
    let first = at
    while byte(at) == UInt8(ascii: "*") { at += 1 }
    guard isPath, at - first >= 2 else {
      program.tokens.append(GlobProgram.Token.star)
      return
    }
    // Git hands wildmatch what stands behind the literal beginning, so that a `**` there counts as one after a slash.
    let afterSlash = first == pattern.startIndex + lead || pattern[first - 1] == UInt8(ascii: "/")
    let next = byte(at)
    let beforeSlash =
      next == nil || next == UInt8(ascii: "/")
      || (next == UInt8(ascii: "\\") && byte(at + 1) == UInt8(ascii: "/"))
    guard afterSlash && beforeSlash else {
      program.tokens.append(GlobProgram.Token.star)
      return
    }
    if next == UInt8(ascii: "/") {
      program.tokens.append(GlobProgram.Token.folders)
      at += 1
    } else {
      program.tokens.append(GlobProgram.Token.starStar)
    }
  }

  /// The bracket expression that begins at `at`, which moves behind it; nil where it is malformed.
  private mutating func bracket() -> ByteSet? {
    var set = ByteSet()
    var index = at + 1
    let isNegated = byte(index) == UInt8(ascii: "!") || byte(index) == UInt8(ascii: "^")
    if isNegated { index += 1 }
    var previous: UInt8?
    var isFirst = true
    while true {
      guard let current = byte(index) else { return nil }
      if current == UInt8(ascii: "]") && !isFirst { break }
      isFirst = false
      if current == UInt8(ascii: "\\") {
        guard let escaped = byte(index + 1) else { return nil }
        set.insert(escaped)
        previous = escaped
        index += 2
      } else if current == UInt8(ascii: "-"), let low = previous, let end = byte(index + 1), end != UInt8(ascii: "]") {
        var high = end
        index += 1
        if high == UInt8(ascii: "\\") {
          guard let escaped = byte(index + 1) else { return nil }
          high = escaped
          index += 1
        }
        if low <= high { for member in low...high { set.insert(member) } }
        previous = nil
        index += 1
      } else if current == UInt8(ascii: "["), byte(index + 1) == UInt8(ascii: ":") {
        var end = index + 2
        while let inside = byte(end), inside != UInt8(ascii: "]") { end += 1 }
        guard end < pattern.endIndex else { return nil }
        if end - 1 > index + 1, pattern[end - 1] == UInt8(ascii: ":") {
          guard insert(className: pattern[(index + 2)..<(end - 1)], into: &set) else { return nil }
          previous = nil
          index = end + 1
        } else {
          set.insert(current)
          previous = current
          index += 1
        }
      } else {
        set.insert(current)
        previous = current
        index += 1
      }
    }
    at = index + 1
    // A negated class keeps its case: `[!a]` matches "A" where case counts, and folding must never match less.
    if isNegated { set.invert() } else if folds { set.closeUnderCase() }
    return set
  }

  private func insert(className: ArraySlice<UInt8>, into set: inout ByteSet) -> Bool {
    guard let name = Self.classNames.first(where: { $0.name.utf8.elementsEqual(className) }) else { return false }
    for byte in UInt8(0)..<128 where name.contains(byte) { set.insert(byte) }
    return true
  }

  private static let classNames: [(name: String, contains: @Sendable (UInt8) -> Bool)] = [
    ("alnum", { isLetter($0) || isDigit($0) }),
    ("alpha", { isLetter($0) }),
    ("blank", { $0 == 0x20 || $0 == 0x09 }),
    ("cntrl", { $0 < 0x20 || $0 == 0x7F }),
    ("digit", { isDigit($0) }),
    ("graph", { $0 > 0x20 && $0 < 0x7F }),
    ("lower", { $0 &- 0x61 < 26 }),
    ("print", { $0 >= 0x20 && $0 < 0x7F }),
    ("punct", { $0 > 0x20 && $0 < 0x7F && !isLetter($0) && !isDigit($0) }),
    ("space", { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }),
    ("upper", { $0 &- 0x41 < 26 }),
    ("xdigit", { isDigit($0) || ($0 | 0x20) &- 0x61 < 6 }),
  ]

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
