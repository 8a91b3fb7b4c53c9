import ShellSyntax

extension ShellEvaluator {
  /// The value of an arithmetic expression (POSIX 2.6.4), or nil where it is unknown.
  func arithmetic(_ expression: Word) -> Int? {
    if expression.parts.isEmpty { return nil }
    let text = text(of: expression)
    if isOpen(text) { return nil }
    return arithmetic(text, depth: 0)
  }

  /// Evaluates an expression: its value, if that is known, and whether it can be an expression at all.
  func evaluate(_ expression: Word) -> (value: Int?, isExpression: Bool) {
    let text = text(of: expression)
    if isOpen(text) { return (nil, true) }
    var reader = ArithmeticReader(bytes: Array(text.utf8), depth: 0, evaluator: self)
    let value = reader.list()
    let isExpression = reader.isAtEnd && !reader.isMalformed
    return (isExpression ? value : nil, isExpression)
  }

  /// The value as text.
  func arithmeticText(_ expression: Word) -> String {
    arithmetic(expression).map { String($0) } ?? hole("the value of a computation", isNonEmpty: true)
  }

  func arithmetic(_ text: String, depth: Int) -> Int? {
    if depth > 8 { return nil }
    var reader = ArithmeticReader(bytes: Array(text.utf8), depth: depth, evaluator: self)
    let value = reader.list()
    return reader.isAtEnd ? value : nil
  }
}

/// Reads an expression by precedence, lowest first. An unknown operand makes the whole unknown, but assignments in it are
/// carried out all the same.
struct ArithmeticReader {
  var bytes: [UInt8]
  var place = 0
  let depth: Int
  let evaluator: ShellEvaluator
  /// How deep parentheses and unary operators are.
  var nesting = 0
  /// Whether an operand was missing.
  var isMalformed = false
  /// How many sides are open that are not evaluated: of `1 || x++`, of `0 ? x++ : 1`.
  private var skipped = 0

  init(bytes: [UInt8], depth: Int, evaluator: ShellEvaluator) {
    self.bytes = bytes
    self.depth = depth
    self.evaluator = evaluator
  }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return place >= bytes.count
    }
  }

  private mutating func skipSpace() {
    while place < bytes.count, bytes[place] == 0x20 || (bytes[place] >= 0x09 && bytes[place] <= 0x0D) { place += 1 }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    skipSpace()
    let wanted = Array("\(text)".utf8)
    guard place + wanted.count <= bytes.count, bytes[place..<(place + wanted.count)].elementsEqual(wanted) else {
      return false
    }
    place += wanted.count
    return true
  }

  private func peek(_ offset: Int = 0) -> UInt8 { place + offset < bytes.count ? bytes[place + offset] : 0 }

  /// `a, b`
  mutating func list() -> Int? {
    var value = ternary()
    while take(",") { value = ternary() }
    return value
  }

  private mutating func ternary() -> Int? {
    nesting += 1
    defer { nesting -= 1 }
    if nesting > 64 { return nil }
    let condition = binary(0)
    guard take("?") else { return condition }
    let first = side(isSkipped: condition == 0) { $0.ternary() }
    guard take(":") else { return nil }
    let second = side(isSkipped: condition.map { $0 != 0 } ?? false) { $0.ternary() }
    return condition.flatMap { $0 != 0 ? first : second }
  }

  private static let levels: [[String]] = [
    ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<=", ">=", "<", ">"], ["<<", ">>"], ["+", "-"],
    ["*", "/", "%"],
  ]

  private mutating func binary(_ level: Int) -> Int? {
    guard level < Self.levels.count else { return power() }
    var left = binary(level + 1)
    while let name = takeOperator(level) {
      let decides = left.map { name == "||" ? $0 != 0 : name == "&&" && $0 == 0 } ?? false
      let right = side(isSkipped: decides) { $0.binary(level + 1) }
      if decides {
        left = name == "||" ? 1 : 0
        continue
      }
      guard let a = left, let b = right else {
        left = nil
        continue
      }
      left = Self.apply(name, a, b)
    }
    return left
  }

  /// Reads a side of an operator, which has no effect where it is skipped.
  private mutating func side(isSkipped: Bool, _ read: (inout ArithmeticReader) -> Int?) -> Int? {
    if isSkipped { skipped += 1 }
    let value = read(&self)
    if isSkipped { skipped -= 1 }
    return value
  }

  private mutating func takeOperator(_ level: Int) -> String? {
    skipSpace()
    for name in Self.levels[level] {
      let wanted = Array(name.utf8)
      guard place + wanted.count <= bytes.count, bytes[place..<(place + wanted.count)].elementsEqual(wanted) else {
        continue
      }
      let next = peek(wanted.count)
      // Not the beginning of a longer operator.
      if wanted.count == 1, next == wanted[0], "|&<>*".utf8.contains(wanted[0]) { continue }
      if next == UInt8(ascii: "="), !["==", "!=", "<=", ">=", "<", ">", "||", "&&"].contains(name) { continue }
      if name == "<" || name == ">", next == UInt8(ascii: "=") { continue }
      place += wanted.count
      return name
    }
    return nil
  }

  private static func apply(_ name: String, _ a: Int, _ b: Int) -> Int? {
    switch name {
    case "||": return a != 0 || b != 0 ? 1 : 0
    case "&&": return a != 0 && b != 0 ? 1 : 0
    case "|": return a | b
    case "^": return a ^ b
    case "&": return a & b
    case "==": return a == b ? 1 : 0
    case "!=": return a != b ? 1 : 0
    case "<=": return a <= b ? 1 : 0
    case ">=": return a >= b ? 1 : 0
    case "<": return a < b ? 1 : 0
    case ">": return a > b ? 1 : 0
    case "<<": return a &<< b
    case ">>": return a &>> b
    case "+": return a &+ b
    case "-": return a &- b
    case "*": return a &* b
    case "/": return b == 0 || (a == .min && b == -1) ? nil : a / b
    case "%": return b == 0 || (a == .min && b == -1) ? nil : a % b
    default: return nil
    }
  }

  private mutating func power() -> Int? {
    nesting += 1
    defer { nesting -= 1 }
    if nesting > 64 { return nil }
    let base = unary()
    guard take("**") else { return base }
    let exponent = power()
    guard let base, let exponent, exponent >= 0, exponent < 64 else { return nil }
    var value = 1
    for _ in 0..<exponent { value = value &* base }
    return value
  }

  private mutating func unary() -> Int? {
    nesting += 1
    defer { nesting -= 1 }
    if nesting > 64 { return nil }
    skipSpace()
    if take("++") { return assign(add: 1) }
    if take("--") { return assign(add: -1) }
    if take("!") { return unary().map { $0 == 0 ? 1 : 0 } }
    if take("~") { return unary().map { ~$0 } }
    if take("-") { return unary().map { 0 &- $0 } }
    if take("+") { return unary() }
    if take("(") {
      let value = list()
      return take(")") ? value : nil
    }
    return operand()
  }

  private mutating func assign(add: Int) -> Int? {
    guard let name = name() else { return nil }
    let value = value(of: name).map { $0 &+ add }
    set(name, value)
    return value
  }

  private mutating func name() -> String? {
    skipSpace()
    let start = place
    while place < bytes.count, Self.isName(bytes[place], isFirst: place == start) { place += 1 }
    return place > start ? String(decoding: bytes[start..<place], as: UTF8.self) : nil
  }

  private static func isName(_ byte: UInt8, isFirst: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): !isFirst
    default: false
    }
  }

  private func value(of name: String) -> Int? {
    guard let text = evaluator.value(named: name), !text.isEmpty else { return 0 }
    if evaluator.isOpen(text) { return nil }
    return Int(text) ?? evaluator.arithmetic(text, depth: depth + 1)
  }

  private func set(_ name: String, _ value: Int?) {
    if skipped > 0 { return }
    evaluator.assign(name, value.map { String($0) } ?? evaluator.hole("the value of $\(name)", isNonEmpty: true))
  }

  private mutating func operand() -> Int? {
    skipSpace()
    if let name = name() {
      skipSpace()
      if take("++") {
        let old = value(of: name)
        set(name, old.map { $0 &+ 1 })
        return old
      }
      if take("--") {
        let old = value(of: name)
        set(name, old.map { $0 &- 1 })
        return old
      }
      for symbol in ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"] {
        let length = symbol.utf8.count
        guard let byte = symbol.utf8.first, peek() == byte, peek(length - 1) == byte,
          peek(length) == UInt8(ascii: "=")
        else { continue }
        place += length + 1
        let old = value(of: name)
        let right = ternary()
        var new: Int?
        if let old, let right { new = Self.apply(symbol, old, right) }
        set(name, new)
        return new
      }
      if peek() == UInt8(ascii: "="), peek(1) != UInt8(ascii: "=") {
        place += 1
        let value = ternary()
        set(name, value)
        return value
      }
      if peek() == UInt8(ascii: "[") { return element(of: name) }
      return value(of: name)
    }
    return number()
  }

  /// `name[subscript]`, from the bracket on.
  private mutating func element(of name: String) -> Int? {
    let start = place + 1
    var depth = 0
    repeat {
      if bytes[place] == UInt8(ascii: "[") { depth += 1 }
      if bytes[place] == UInt8(ascii: "]") { depth -= 1 }
      place += 1
    } while depth > 0 && place < bytes.count
    guard depth == 0 else { return nil }
    let text = String(decoding: bytes[start..<(place - 1)], as: UTF8.self)
    skipSpace()
    // An element that is set here is not followed.
    if peek() == UInt8(ascii: "="), peek(1) != UInt8(ascii: "=") { return nil }
    guard depth < 8, let value = evaluator.element(of: name, at: text) else { return 0 }
    if evaluator.isOpen(value) { return nil }
    return Int(value) ?? (value.isEmpty ? 0 : evaluator.arithmetic(value, depth: self.depth + 1))
  }

  private mutating func number() -> Int? {
    let start = place
    while place < bytes.count,
      Self.isName(bytes[place], isFirst: false) || bytes[place] == UInt8(ascii: "#")
        || bytes[place] == UInt8(ascii: "@")
    {
      place += 1
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if text.isEmpty { isMalformed = true }
    if text.utf8.starts(with: "0x".utf8) || text.utf8.starts(with: "0X".utf8) {
      return Int(text.dropFirst(2), radix: 16)
    }
    if let mark = text.utf8.firstIndex(of: UInt8(ascii: "#")) {
      guard let base = Int(text[..<mark]), (2...64).contains(base) else { return nil }
      return Self.number(text.utf8[text.utf8.index(after: mark)...], base: base)
    }
    if text.utf8.count > 1, text.utf8.first == UInt8(ascii: "0") { return Int(text, radix: 8) }
    return Int(text)
  }

  /// Digits of a base up to 64: `0-9`, `a-z`, `A-Z`, `@`, `_`; up to 36 either case will do.
  private static func number(_ digits: Substring.UTF8View, base: Int) -> Int? {
    var value = 0
    for byte in digits {
      let digit: Int
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = Int(byte) - 48
      case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = Int(byte) - 87
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = Int(byte) - (base > 36 ? 29 : 55)
      case UInt8(ascii: "@"): digit = 62
      case UInt8(ascii: "_"): digit = 63
      default: return nil
      }
      guard digit < base else { return nil }
      value = value &* base &+ digit
    }
    return value
  }
}
