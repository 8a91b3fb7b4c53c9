/// Brace expansion (bash's manual, "Brace Expansion"; POSIX leaves it to shells): `a{b,c}d`, `{1..10..2}`, `{a..e}`.
public enum BraceExpansion {
  /// The words a word expands to, as bash makes them: quoted parts and expansions are never taken apart, and words of
  /// nothing at all, which a shell drops, are left out. Nil when there would be more than `limit` words, or when the
  /// braces are too many to be looked at.
  public static func expand(_ word: Word, limit: Int) -> [Word]? {
    let opens = word.parts.contains { part in
      if case .literal(let text) = part { text.utf8.contains(.openBrace) } else { false }
    }
    guard opens else { return [word] }
    var expander = Expander(word, limit: limit)
    guard let results = expander.expand(expander.symbols[...], depth: 0) else { return nil }
    return results.lazy.filter { !$0.isEmpty }.map { Word(parts: expander.parts(of: $0), span: word.span) }
  }
}

/// A word as symbols: the bytes of its unquoted text, and behind those its other parts by number.
private struct Expander {
  typealias Symbols = ArraySlice<Int>

  let word: Word
  let limit: Int
  private(set) var symbols: [Int] = []
  /// How many braces each part leaves open: bash looks for braces in the text, where `${x:-{a}` has two that open and one that
  /// closes, and what is open there hides the braces behind it.
  private var openBraces: [Int] = []
  /// The steps left before the word counts as too costly.
  private var steps: Int

  private static let firstPart = 256
  private static let depthBound = 100

  init(_ word: Word, limit: Int) {
    self.word = word
    self.limit = limit
    for (index, part) in word.parts.enumerated() {
      if case .literal(let text) = part {
        symbols += text.utf8.lazy.map(Int.init)
      } else {
        symbols.append(Self.firstPart + index)
      }
      openBraces.append(Self.openBraces(in: part))
    }
    steps = 64 * (symbols.count + limit)
  }

  private static func openBraces(in part: WordPart) -> Int {
    guard case .parameter(let parameter) = part else { return 0 }
    var count = 0
    for word in parameter.words {
      for part in word.parts {
        guard case .literal(let text) = part else {
          count += openBraces(in: part)
          continue
        }
        for byte in text.utf8 { count += byte == .openBrace ? 1 : byte == .closeBrace ? -1 : 0 }
      }
    }
    return max(0, count)
  }

  /// How many braces are open behind a symbol, when so many are before it.
  private func level(_ level: Int, behind symbol: Int) -> Int {
    switch symbol {
    case Int(UInt8.openBrace): level + 1
    case Int(UInt8.closeBrace): max(0, level - 1)
    default: symbol < Self.firstPart ? level : level + openBraces[symbol - Self.firstPart]
    }
  }

  /// The parts that symbols stand for. Braces are expanded in the text, so that what they put together is read as if it had been
  /// written so: `$a{b,c}` is `$ab $ac`, and `{$,x}HOME` begins with `$HOME`.
  func parts(of symbols: [Int]) -> [WordPart] {
    var parts: [WordPart] = []
    var text: [UInt8] = []
    func flush() {
      if text.contains(.dollar), let read = read(text) {
        parts += read
      } else if !text.isEmpty {
        parts.append(.literal(String(decoding: text, as: UTF8.self)))
      }
      text = []
    }
    for (index, symbol) in symbols.enumerated() {
      if symbol < Self.firstPart {
        text.append(UInt8(truncatingIfNeeded: symbol))
      } else if index + 1 < symbols.count, symbols[index + 1] < Self.firstPart,
        UInt8(truncatingIfNeeded: symbols[index + 1]).continuesName, let name = openName(symbol)
      {
        text += [.dollar] + name.utf8
      } else {
        flush()
        parts.append(word.parts[symbol - Self.firstPart])
      }
    }
    flush()
    return parts
  }

  /// The name of `$name`, which goes on with the text behind it.
  private func openName(_ symbol: Int) -> String? {
    guard case .parameter(let parameter) = word.parts[symbol - Self.firstPart], parameter.operation == .value,
      parameter.span.count == parameter.name.utf8.count + 1, parameter.name.utf8.first?.startsName == true
    else { return nil }
    return parameter.name
  }

  private func read(_ text: [UInt8]) -> [WordPart]? {
    var state = ParserState(text, bounds: .standard, isZsh: false)
    state.positions = .whole(word.span)
    guard let read = try? state.word(), state.position == state.limit else { return nil }
    return read.parts
  }

  mutating func expand(_ text: Symbols, depth: Int) -> [[Int]]? {
    guard depth <= Self.depthBound else { return nil }
    var results: [[Int]] = [[]]
    var rest = text
    while true {
      guard let brace = firstExpansion(in: rest) else {
        return steps < 0 ? nil : append([Array(rest)], to: &results) ? results : nil
      }
      guard append([Array(rest[..<brace.open])], to: &results) else { return nil }
      let amble = rest[(brace.open + 1)..<brace.close]
      if amble.contains(Int(UInt8.comma)) {
        guard let items = expandItems(amble, depth: depth), append(items, to: &results) else { return nil }
      } else {
        switch sequence(amble) {
        case .none: guard append([Array(rest[brace.open...brace.close])], to: &results) else { return nil }
        case .items(let items): guard append(items, to: &results) else { return nil }
        case .tooMany: return nil
        }
      }
      rest = rest[(brace.close + 1)...]
    }
  }

  /// Every result so far with every item behind it; false above the limit.
  private mutating func append(_ items: [[Int]], to results: inout [[Int]]) -> Bool {
    guard items.count == 1 || results.count * items.count <= limit else { return false }
    if items.count == 1 {
      if items[0].isEmpty { return true }
      steps -= results.count
      for index in results.indices { results[index] += items[0] }
    } else {
      steps -= results.count * items.count
      results = results.flatMap { result in items.map { result + $0 } }
    }
    return steps >= 0 && results.count <= limit
  }

  /// The first brace that opens an expansion, and the one that closes it.
  private mutating func firstExpansion(in text: Symbols) -> (open: Int, close: Int)? {
    var level = 0
    for open in text.indices {
      guard steps >= 0 else { return nil }
      guard level == 0, text[open] == Int(UInt8.openBrace) else {
        level = self.level(level, behind: text[open])
        continue
      }
      // bash leaves a brace alone that stands by itself, and `{}` at the head.
      let isAlone =
        (open == text.startIndex || isBlank(text[open - 1])) && open + 1 < text.endIndex
        && (isBlank(text[open + 1]) || text[open + 1] == Int(UInt8.closeBrace))
      if !isAlone, let close = closingBrace(in: text, behind: open) { return (open, close) }
    }
    return nil
  }

  private func isBlank(_ symbol: Int) -> Bool {
    symbol == Int(UInt8.space) || symbol == Int(UInt8.tab) || symbol == Int(UInt8.newline)
  }

  /// The brace that closes an expansion: the first one outside further braces that has a `,` or `..` before it.
  private mutating func closingBrace(in text: Symbols, behind open: Int) -> Int? {
    var level = 0
    var isSeparated = false
    var index = open + 1
    while index < text.endIndex {
      steps -= 1
      switch text[index] {
      case Int(UInt8.closeBrace) where level == 0 && isSeparated: return index
      case Int(UInt8.comma) where level == 0: isSeparated = true
      case Self.dot where level == 0:
        if index + 2 < text.endIndex, text[index + 1] == Self.dot, text[index + 2] != Int(UInt8.closeBrace) {
          isSeparated = true
          index += 1
        }
      default: level = self.level(level, behind: text[index])
      }
      index += 1
    }
    return nil
  }

  private static let dot = Int(UInt8(ascii: "."))

  /// The items between commas, each expanded.
  private mutating func expandItems(_ amble: Symbols, depth: Int) -> [[Int]]? {
    var items: [[Int]] = []
    var level = 0
    var start = amble.startIndex
    for index in amble.indices {
      switch amble[index] {
      case Int(UInt8.comma) where level == 0:
        guard let item = expand(amble[start..<index], depth: depth + 1) else { return nil }
        items += item
        start = index + 1
      default: level = self.level(level, behind: amble[index])
      }
      if items.count > limit { return nil }
    }
    guard let item = expand(amble[start...], depth: depth + 1) else { return nil }
    items += item
    return items.count <= limit ? items : nil
  }

  // MARK: Sequences

  private enum Sequence {
    case none
    case items([[Int]])
    case tooMany
  }

  /// `first..last` or `first..last..step`, of numbers or of letters.
  private func sequence(_ amble: Symbols) -> Sequence {
    guard amble.count <= 64, amble.allSatisfy({ $0 < 128 }) else { return .none }
    let text = String(decoding: amble.map { UInt8($0) }, as: UTF8.self)
    let terms = split(text)
    guard terms.count == 2 || terms.count == 3 else { return .none }
    guard let step = terms.count == 3 ? Int(terms[2]) : 1, step.magnitude < 1 << 62 else { return .none }
    if let first = letter(terms[0]), let last = letter(terms[1]) {
      return items(from: first, to: last, step: step) { [$0] }
    }
    guard let first = Int(terms[0]), let last = Int(terms[1]) else { return .none }
    let isPadded = [terms[0], terms[1]].contains { term in
      term.hasPrefix("0") && term.utf8.count > 1 || term.hasPrefix("-0") && term.utf8.count > 2
    }
    let width = isPadded ? max(terms[0].utf8.count, terms[1].utf8.count) : 0
    return items(from: first, to: last, step: step) { padded($0, width: width).utf8.map { Int($0) } }
  }

  /// The terms between `..`, leftmost first.
  private func split(_ text: String) -> [String] {
    var terms: [String] = [""]
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == ".", rest.first == ".", terms.count < 3 {
        rest.removeFirst()
        terms.append("")
      } else {
        terms[terms.count - 1].unicodeScalars.append(scalar)
      }
    }
    return terms
  }

  private func letter(_ term: String) -> Int? {
    guard term.utf8.count == 1, let byte = term.utf8.first, (byte | 0x20) &- 97 < 26 else { return nil }
    return Int(byte)
  }

  private func items(from first: Int, to last: Int, step: Int, _ make: (Int) -> [Int]) -> Sequence {
    let stride = Int(step == 0 ? 1 : step.magnitude)
    let (distance, overflows) = last.subtractingReportingOverflow(first)
    guard !overflows, distance != .min, abs(distance) / stride < limit else { return .tooMany }
    return .items((0...(abs(distance) / stride)).map { make(first + (distance < 0 ? -$0 : $0) * stride) })
  }

  private func padded(_ number: Int, width: Int) -> String {
    let digits = String(number.magnitude)
    let sign = number < 0 ? "-" : ""
    return sign + String(repeating: "0", count: max(0, width - digits.utf8.count - sign.utf8.count)) + digits
  }
}
