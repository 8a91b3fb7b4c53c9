import HookModel

/// An awk program: `system()`, pipes, `print > file` and `getline < file`.
struct AwkCode {
  private enum Token: Equatable {
    case string(String)
    case name(String)
    case sign(String)
    case end
  }

  private let bytes: [UInt8]
  private var place = 0
  private var tokens: [Token] = []
  /// What variables stand for.
  private var variables: [String: CodeValue] = [:]
  private let places: Places
  private let facts: any Facts
  /// What was found.
  private(set) var findings = InlineFindings()

  init(_ code: String, places: Places, facts: any Facts) {
    bytes = Array(code.utf8)
    self.places = places
    self.facts = facts
    scan()
    read()
  }

  // MARK: Tokens

  private func at(_ offset: Int) -> UInt8? { place + offset < bytes.count ? bytes[place + offset] : nil }

  private mutating func scan() {
    while let byte = at(0) {
      switch byte {
      case UInt8(ascii: "\\") where at(1) == 0x0A: place += 2
      case 0x0A, UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"):
        place += 1
        tokens.append(.end)
      case _ where byte.isBlank: place += 1
      case UInt8(ascii: "#"): while let next = at(0), next != 0x0A { _ = next; place += 1 }
      case UInt8(ascii: "\""): tokens.append(.string(quoted(byte)))
      case UInt8(ascii: "/") where beginsPattern:
        _ = quoted(byte)
        tokens.append(.sign("//"))
      case _ where byte.isWordByte:
        let start = place
        while let next = at(0), next.isWordByte { _ = next; place += 1 }
        tokens.append(.name(String(decoding: bytes[start..<place], as: UTF8.self)))
      case UInt8(ascii: ">") where at(1) == byte, UInt8(ascii: "|") where at(1) == byte || at(1) == UInt8(ascii: "&"):
        tokens.append(.sign(String(decoding: bytes[place...place + 1], as: UTF8.self)))
        place += 2
      default:
        tokens.append(.sign(String(decoding: [byte], as: UTF8.self)))
        place += 1
      }
    }
    tokens.append(.end)
  }

  /// A slash divides behind a value, and begins a pattern elsewhere.
  private var beginsPattern: Bool {
    switch tokens.last {
    case .string, .name: false
    case .sign(let sign): sign != ")" && sign != "]"
    case .end, nil: true
    }
  }

  private mutating func quoted(_ end: UInt8) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = at(0), byte != end, byte != 0x0A {
      place += 1
      guard byte == UInt8(ascii: "\\"), let next = at(0) else {
        text.append(byte)
        continue
      }
      place += 1
      switch next {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(next)
      default: text += [byte, next]
      }
    }
    place += 1
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: What it does

  private mutating func read() {
    var isPrint = false
    var openBrackets = 0
    for (index, token) in tokens.enumerated() {
      switch token {
      case .end: (isPrint, openBrackets) = (false, 0)
      case .name("print"), .name("printf"):
        isPrint = true
        let value = value(from: index + 1)
        // A bare `print` gives the line that was read.
        if value.kind == .text, tokens[index + 1] != .end { findings.printed += value.text + "\n" }
      case .name("system") where tokens[index + 1] == .sign("("): run(value(from: index + 2))
      case .sign("=") where index > 0 && tokens[index + 1] != .sign("="): assign(before: index)
      case .sign("("): openBrackets += 1
      case .sign(")"): openBrackets -= 1
      case .sign(">") where isPrint && openBrackets <= 0: touch(value(from: index + 1), .replace)
      case .sign(">>") where isPrint: touch(value(from: index + 1), .modify)
      case .sign("|"), .sign("|&"):
        if tokens[index + 1] == .name("getline") {
          run(value(before: index))
        } else {
          run(value(from: index + 1))
        }
      case .sign("<") where index > 0 && isGetline(before: index): touch(value(from: index + 1), .show)
      default: break
      }
    }
  }

  /// `name = "text"`: what a variable is given last is what it stands for.
  private mutating func assign(before index: Int) {
    guard case .name(let name) = tokens[index - 1] else { return }
    variables[name] = value(from: index + 1)
  }

  private func isGetline(before index: Int) -> Bool {
    tokens[index - 1] == .name("getline") || (index > 1 && tokens[index - 2] == .name("getline"))
  }

  /// How many pieces one value may be put together of, since each sign may have a value behind it; of a longer one the rest
  /// is not known.
  private static let mostPieces = 64

  /// Strings and names side by side, which awk puts together.
  private func value(from start: Int) -> CodeValue {
    var value = CodeValue.text("")
    var depth = 0
    for (offset, token) in tokens[start...].enumerated() {
      if offset == AwkCode.mostPieces { return value.followed(by: .unknown("a long value")) }
      switch token {
      case .string(let text): value = value.followed(by: .text(text))
      case .name(let name):
        value = value.followed(by: variables[name] ?? .unknown("the value of \(name)"))
      case .sign("$"): continue
      case .sign("("): depth += 1
      case .sign(")"):
        depth -= 1
        if depth < 0 { return value }
      case .sign(","), .sign("|"), .sign(">"), .sign("<"):
        if depth <= 0 { return value }
        value = value.followed(by: .unknown("a computed value"))
      case .sign: value = value.followed(by: .unknown("a computed value"))
      case .end: return value
      }
    }
    return value
  }

  private func value(before end: Int) -> CodeValue {
    var start = end
    while start > 0 {
      switch tokens[start - 1] {
      case .string: start -= 1
      case .name(let name) where !["print", "while", "if", "return"].contains(name): start -= 1
      default: return value(from: start)
      }
    }
    return value(from: start)
  }

  private mutating func run(_ value: CodeValue) {
    if value.kind == .text {
      if !value.text.isEmpty { findings.shellCommands.append(value.text) }
    } else if value.shellText == CodeValue.placeholder {
      findings.argvCommands.append([Argument(unknown: value.unknownWords, spelling: "…")])
    } else {
      findings.shellCommands.append(value.shellText)
    }
  }

  private mutating func touch(_ value: CodeValue, _ use: Row.Use) {
    if value.kind == .text,
      value.text.isEmpty || value.text == "/dev/stderr" || value.text == "/dev/stdout" || value.text == "-"
    {
      return
    }
    var reading = RowReading(
      ResolvedCommand(program: "awk", arguments: [], directory: places.directory), by: Row(), facts: facts)
    reading.use(value.argument(spelling: value.text + "…"), use)
    findings.touches += reading.touches
  }
}
