import HookModel

/// A Tcl script: commands of words, in which `$name` and `[command]` stand for values and braces keep code for later.
struct TclCode {
  private let bytes: [UInt8]
  private var place = 0
  private var depth: Int
  private var reader: CodeReader
  /// What was found.
  var findings: InlineFindings { reader.findings }

  private static let deepest = 20

  init(_ code: String, places: Places, facts: any Facts) {
    let reader = CodeReader("", language: .tcl, places: places, arguments: [], facts: facts)
    self.init(Array(code.utf8), reader, depth: 0)
    while place < bytes.count, self.reader.budget > 0 { command(until: nil) }
  }

  private init(_ bytes: [UInt8], _ reader: CodeReader, depth: Int) {
    self.bytes = bytes
    self.reader = reader
    self.depth = depth
  }

  private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

  /// Reads one command, and says what it gives.
  @discardableResult
  private mutating func command(until end: UInt8?) -> CodeValue {
    var words: [CodeValue] = []
    reader.budget -= 1
    while let byte {
      if byte == end { break }
      switch byte {
      case 0x0A, UInt8(ascii: ";"):
        place += 1
        return words.isEmpty ? .unknown("a result") : run(words)
      case UInt8(ascii: "#") where words.isEmpty: while let byte = self.byte, byte != 0x0A, byte != end { place += 1 }
      case UInt8(ascii: "\\") where place + 1 < bytes.count && bytes[place + 1] == 0x0A: place += 2
      case _ where byte.isBlank || byte == 0x0D: place += 1
      default:
        let before = place
        words.append(word(until: end))
        if place == before { place += 1 }
      }
    }
    return words.isEmpty ? .unknown("a result") : run(words)
  }

  private mutating func word(until end: UInt8?) -> CodeValue {
    switch byte {
    case UInt8(ascii: "{"): return .text(braced())
    case UInt8(ascii: "\""):
      place += 1
      let value = parts { $0 == UInt8(ascii: "\"") }
      if byte == UInt8(ascii: "\"") { place += 1 }
      return value
    default:
      return parts { $0.isBlank || $0 == 0x0A || $0 == UInt8(ascii: ";") || $0 == end }
    }
  }

  /// Text up to a byte, with what stands for values in it.
  private mutating func parts(to isEnd: (UInt8) -> Bool) -> CodeValue {
    var whole = CodeValue.text("")
    var text: [UInt8] = []
    func flush(_ whole: CodeValue) -> CodeValue {
      text.isEmpty ? whole : whole.followed(by: .text(String(decoding: text, as: UTF8.self)))
    }
    while let byte, !isEnd(byte) {
      place += 1
      switch byte {
      case UInt8(ascii: "\\"):
        if let next = self.byte {
          text.append(next == UInt8(ascii: "n") ? 0x0A : next)
          place += 1
        }
      case UInt8(ascii: "$"):
        whole = flush(whole)
        text = []
        whole = whole.followed(by: variable())
      case UInt8(ascii: "["):
        whole = flush(whole)
        text = []
        depth += 1
        let value = depth < TclCode.deepest ? command(until: UInt8(ascii: "]")) : .unknown("a result")
        depth -= 1
        if self.byte == UInt8(ascii: "]") { place += 1 }
        whole = whole.text.isEmpty && whole.kind == .text ? value : whole.followed(by: value)
      default: text.append(byte)
      }
    }
    return flush(whole)
  }

  private mutating func variable() -> CodeValue {
    var name: [UInt8] = []
    if byte == UInt8(ascii: "{") {
      name = Array(braced().utf8)
    } else {
      while let byte, byte.isWordByte || byte == UInt8(ascii: ":") {
        name.append(byte)
        place += 1
      }
      if byte == UInt8(ascii: "("), let end = bytes[place...].prefix(100).firstIndex(of: UInt8(ascii: ")")) {
        name += bytes[place...end]
        place = end + 1
      }
    }
    let text = String(decoding: name, as: UTF8.self)
    let environment = text.begins(with: "env(") || text.begins(with: "::env(")
    if environment, let key = text.cut(at: "(")?.behind { return reader.environment(String(key.dropLast())) }
    return reader.variables[text] ?? .unknown("the value of \(text)")
  }

  /// The text in braces, which nothing in it changes.
  private mutating func braced() -> String {
    let start = place + 1
    var open = 0
    while let byte {
      if byte == UInt8(ascii: "\\") {
        place = min(place + 2, bytes.count)
        continue
      }
      if byte == UInt8(ascii: "{") { open += 1 }
      if byte == UInt8(ascii: "}") {
        open -= 1
        if open == 0 {
          place += 1
          return String(decoding: bytes[start..<place - 1], as: UTF8.self)
        }
      }
      place += 1
    }
    return start < bytes.count ? String(decoding: bytes[start...], as: UTF8.self) : ""
  }

  // MARK: Commands

  private mutating func run(_ words: [CodeValue]) -> CodeValue {
    guard let name = words.first, name.kind == .text else { return .unknown("a result") }
    let rest = Array(words.dropFirst())
    let paths = rest.dropFirst().filter { $0.kind != .text || $0.text != "-force" && $0.text != "--" }
    switch name.text {
    case "set":
      guard rest.count > 1, rest[0].kind == .text else { return .unknown("a result") }
      reader.variables[rest[0].text] = rest[1]
      return rest[1]
    case "file":
      switch rest.first?.text {
      case "delete":
        let isForced = rest.contains { $0.kind == .text && $0.text == "-force" }
        for path in paths { reader.delete(path, recursive: isForced) }
      case "rename":
        for path in paths.dropLast() { reader.touch(.delete, path) }
        if let target = paths.last { reader.touch(.replace, target) }
      case "copy":
        for path in paths.dropLast() { reader.touch(.show, path) }
        if let target = paths.last { reader.touch(.replace, target) }
      case "mkdir": for path in paths { reader.touch(.folder, path) }
      case "join": return reader.joined(Array(paths))
      default: break
      }
    case "exec", "spawn", "execv":
      let command = rest.drop { $0.kind == .text && $0.text.begins(with: "-") }
      if !command.isEmpty { reader.findings.argvCommands.append(command.map(reader.word)) }
      return .unknown("the output of a command")
    case "system": if let text = rest.first { reader.runShell(text) }
    case "open":
      guard let path = rest.first else { break }
      if path.kind == .text, path.text.begins(with: "|") {
        reader.runShell(.text(String(path.text.dropFirst())))
      } else {
        let mode = rest.dropFirst().first?.text ?? "r"
        reader.touch(mode.begins(with: "w") ? .replace : mode.begins(with: "a") ? .modify : .show, path)
      }
    case "glob":
      guard var pattern = rest.last else { break }
      pattern.isWildcard = pattern.kind == .text
      return pattern
    case "cd":
      if let folder = rest.first {
        reader.places.directory = folder.kind == .text ? reader.places.path(folder.text) : nil
      }
    case "foreach":
      guard rest.count > 2, rest[0].kind == .text else { break }
      reader.variables[rest[0].text] = rest[1].kind == .text ? element(of: rest[1]) : rest[1].element
      body(rest[rest.count - 1])
    case "if", "while", "for", "catch", "try", "eval", "proc", "uplevel", "after", "namespace", "switch", "then",
      "else",
      "time", "expect":
      for word in rest { body(word) }
    case "puts":
      guard let text = rest.last, text.kind == .text, rest.count == 1 || rest[0].text == "-nonewline" else { break }
      reader.findings.printed += text.text + (rest.count == 1 ? "\n" : "")
    default: break
    }
    return .unknown("a result")
  }

  /// A list that is written out, or the pattern that stands for names.
  private func element(of list: CodeValue) -> CodeValue {
    if list.isWildcard { return list }
    let items = list.text.utf8.split { $0.isBlank || $0 == 0x0A }.map { CodeValue.text(String(Substring($0))) }
    return items.isEmpty ? list : .choice(items)
  }

  /// Reads a word as code.
  private mutating func body(_ word: CodeValue) {
    guard word.kind == .text, depth < TclCode.deepest, word.text.utf8.contains(where: { $0.isBlank }) else { return }
    var inner = TclCode(Array(word.text.utf8), reader, depth: depth + 1)
    while inner.place < inner.bytes.count, inner.reader.budget > 0 { inner.command(until: nil) }
    reader = inner.reader
  }
}
