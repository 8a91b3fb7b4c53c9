import HookModel

/// The filters whose work can be done here, so that text that is decoded and then executed is still judged.
struct TextFilter {
  private enum Kind {
    case base64(decodes: Bool)
    case base32
    case hex(decodes: Bool)
    case reverse
    case translate(from: [UInt8], to: [UInt8], deletes: Bool)
    case other
  }
  private var kind: Kind
  /// Whether it reads standard input and not a file.
  var readsInput: Bool
  /// Whether its output is the decoded form of its input.
  var decodes: Bool

  /// Reads a command line; nil where it does something else.
  init?(_ command: ResolvedCommand) {
    let arguments = command.arguments
    let options = ParsedOptions(
      arguments,
      OptionSyntax(
        shortWithValue: command.program == "xxd" ? "clgso" : "wbio", longWithValue: ["wrap", "input", "output"],
        long: ["decode", "ignore-garbage"]))
    readsInput = options.operands.isEmpty || options.operands.allSatisfy { $0.value == "-" || $0.value == "/dev/stdin" }
    switch command.program {
    case "base64", "gbase64":
      decodes = options.has("d", "D", "decode")
      if options.has("i", "input"), !decodes { return nil }
      kind = .base64(decodes: decodes)
    case "base32", "basenc", "uudecode":
      decodes = options.has("d", "decode") || command.program == "uudecode"
      kind = decodes && command.program == "base32" ? .base32 : .other
    case "xxd":
      decodes = options.has("r")
      if decodes {
        kind =
          options.has("p", "ps") || arguments.contains { $0.value == "-p" || $0.value == "-plain" }
          ? .hex(decodes: true) : .other
      } else {
        kind = options.has("p") ? .hex(decodes: false) : .other
      }
    case "rev":
      decodes = false
      kind = .reverse
    case "tr", "gtr":
      decodes = false
      readsInput = true
      let deletes = options.has("d", "delete")
      if options.has("c", "C", "complement", "s", "squeeze-repeats", "t") || options.mayHaveMore { return nil }
      guard let from = options.operands.first?.value, options.operands.count == (deletes ? 1 : 2),
        let to = deletes ? "" : options.operands[1].value, let fromSet = TextFilter.set(from),
        let toSet = TextFilter.set(to)
      else { return nil }
      kind = .translate(from: fromSet, to: toSet, deletes: deletes)
    default: return nil
    }
  }

  /// The output for an input; nil where it is not known.
  func apply(_ input: [UInt8]) -> [UInt8]? {
    switch kind {
    case .base64(true): return TextFilter.base64Decoded(input)
    case .base64(false): return nil
    case .base32: return TextFilter.base32Decoded(input)
    case .hex(true):
      let digits = input.compactMap(\.hexValue)
      guard digits.count.isMultiple(of: 2) else { return nil }
      return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    case .hex(false), .other: return nil
    case .reverse:
      return Array(
        input.split(separator: 0x0A, omittingEmptySubsequences: false).map { $0.reversed() }.joined(separator: [0x0A]))
    case .translate(let from, let to, let deletes):
      if deletes { return input.filter { !from.contains($0) } }
      guard let last = to.last else { return nil }
      return input.map { byte in
        guard let place = from.lastIndex(of: byte) else { return byte }
        return place < to.count ? to[place] : last
      }
    }
  }

  /// The bytes of base64 text; nil where it is none. Both alphabets are understood.
  static func base64Decoded(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count * 3 / 4)
    var buffer: UInt32 = 0
    var bits = 0
    for letter in text {
      let value: UInt8
      switch letter {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = letter - 0x41
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = letter - 0x61 + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = letter - 0x30 + 52
      case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
      case UInt8(ascii: "="), 0x0A, 0x0D, 0x20: continue
      default: return nil
      }
      buffer = buffer << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return bytes
  }

  private static func base32Decoded(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer: UInt64 = 0
    var bits = 0
    for letter in text {
      let value: UInt8
      switch letter {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = letter - 0x41
      case UInt8(ascii: "2")...UInt8(ascii: "7"): value = letter - 0x32 + 26
      case UInt8(ascii: "="), 0x0A, 0x0D: continue
      default: return nil
      }
      buffer = buffer << 5 | UInt64(value)
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt64(bits)))
      }
    }
    return bytes
  }

  /// The bytes of one of `tr`'s sets, with its ranges and escapes; nil for classes and repetitions.
  private static func set(_ text: String) -> [UInt8]? {
    if text.utf8.contains(UInt8(ascii: "[")) && text.utf8.contains(UInt8(ascii: ":")) { return nil }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      var start = byte
      if byte == UInt8(ascii: "\\"), let letter = rest.popFirst() {
        switch letter {
        case UInt8(ascii: "n"): start = 0x0A
        case UInt8(ascii: "t"): start = 0x09
        case UInt8(ascii: "r"): start = 0x0D
        case UInt8(ascii: "\\"): start = letter
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
          let more = rest.prefix(2).prefix { $0 >= 0x30 && $0 <= 0x37 }
          start = more.reduce(letter - 0x30) { ($0 & 0x1F) << 3 | ($1 - 0x30) }
          rest = rest.dropFirst(more.count)
        default: start = letter
        }
      }
      if rest.first == UInt8(ascii: "-"), let end = rest.dropFirst().first {
        rest = rest.dropFirst(2)
        guard end >= start else { return nil }
        bytes += start...end
      } else {
        bytes.append(start)
      }
    }
    return bytes
  }
}
