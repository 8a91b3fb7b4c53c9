/// A map from names to what a shell keeps under them. Copies share what they have in common, so that copying one takes no time
/// and comparing or uniting two takes as long as the changes since they parted are many: a script of a thousand `if`s unites a
/// thousand pairs of states.
///
/// It is a crit-bit tree: its shape depends on nothing but the names in it, and a part that two maps share is one object. One
/// type holds all kinds of values, since each further instance of a generic type would cost time when the program starts.
struct NameMap {
  /// What stands under a name.
  enum Value {
    case variable(Variable)
    case bodies([FunctionBody])
    case texts([String])
    case text(String)
    case number(Int)
  }

  /// What of two maps goes into their union.
  enum Choice {
    case first
    case second
    case other(Value)
    case neither
  }

  private final class Node: Sendable {
    /// The bit at which the names part; `Int.max` for a leaf.
    let bit: Int
    /// The name of a leaf; for a branch, any name below it.
    let name: String
    let value: Value?
    /// The names with a 0 there, and those with a 1.
    let zero: Node?
    let one: Node?

    init(name: String, value: Value) {
      bit = .max
      self.name = name
      self.value = value
      zero = nil
      one = nil
    }

    init(bit: Int, zero: Node, one: Node) {
      self.bit = bit
      name = zero.name
      value = nil
      self.zero = zero
      self.one = one
    }
  }

  private var root: Node?

  /// Whether nothing is in it.
  var isEmpty: Bool { root == nil }

  /// What stands under a name.
  subscript(_ name: String) -> Value? {
    get {
      guard let leaf = Self.nearest(name, root), leaf.name == name else { return nil }
      return leaf.value
    }
    set {
      if let newValue {
        root = Self.inserting(Node(name: name, value: newValue), root)
      } else if let root {
        self.root = Self.removing(name, root)
      }
    }
  }

  /// The names that begin with a prefix, in order.
  func names(from prefix: String = "") -> [String] {
    // All that begin with it stand below one node: the first one behind its last bit.
    var node = root
    while let here = node, let zero = here.zero, here.bit < prefix.utf8.count * 8 {
      node = Self.isOne(prefix, here.bit) ? here.one : zero
    }
    guard let node, node.name.utf8.starts(with: prefix.utf8) else { return [] }
    var names: [String] = []
    Self.visit(node) { names.append($0.name) }
    return names
  }

  /// The union of two maps. `choose` is asked about each name under which they may differ; what they share is passed over.
  static func union(_ a: NameMap, _ b: NameMap, _ choose: (String, Value?, Value?) -> Choice) -> NameMap {
    var result = NameMap()
    result.root = united(a.root, b.root, choose)
    return result
  }

  /// Calls `body` for each name under which two maps may differ.
  static func differences(_ a: NameMap, _ b: NameMap, _ body: (String, Value?, Value?) -> Void) {
    _ = union(a, b) { name, one, other in
      body(name, one, other)
      return .first
    }
  }

  /// Whether two maps are one and the same; two equal ones that came about separately are not.
  static func isSame(_ a: NameMap, _ b: NameMap) -> Bool { a.root === b.root }

  // MARK: the tree

  /// The bit of a name; behind its end all are 0.
  private static func isOne(_ name: String, _ bit: Int) -> Bool {
    let bytes = name.utf8
    let offset = bit >> 3
    guard offset < bytes.count else { return false }
    return bytes[bytes.index(bytes.startIndex, offsetBy: offset)] & (0x80 >> UInt8(bit & 7)) != 0
  }

  /// The first bit in which two names differ; nil where they are the same.
  private static func difference(_ a: String, _ b: String) -> Int? {
    var first = a.utf8.makeIterator()
    var second = b.utf8.makeIterator()
    var bit = 0
    while true {
      let (one, other) = (first.next(), second.next())
      if one == nil, other == nil { return nil }
      let changed = (one ?? 0) ^ (other ?? 0)
      if changed != 0 { return bit + changed.leadingZeroBitCount }
      bit += 8
    }
  }

  private static func nearest(_ name: String, _ root: Node?) -> Node? {
    var node = root
    while let here = node, let zero = here.zero { node = isOne(name, here.bit) ? here.one : zero }
    return node
  }

  private static func branch(_ bit: Int, _ a: Node, _ b: Node) -> Node {
    isOne(a.name, bit) ? Node(bit: bit, zero: b, one: a) : Node(bit: bit, zero: a, one: b)
  }

  private static func inserting(_ leaf: Node, _ root: Node?) -> Node {
    guard let root, let nearest = nearest(leaf.name, root) else { return leaf }
    let bit = difference(leaf.name, nearest.name) ?? .max
    return placing(leaf, at: bit, root)
  }

  private static func placing(_ leaf: Node, at bit: Int, _ node: Node) -> Node {
    guard let zero = node.zero, let one = node.one, node.bit < bit else {
      return bit == .max ? leaf : branch(bit, leaf, node)
    }
    return isOne(leaf.name, node.bit)
      ? Node(bit: node.bit, zero: zero, one: placing(leaf, at: bit, one))
      : Node(bit: node.bit, zero: placing(leaf, at: bit, zero), one: one)
  }

  private static func removing(_ name: String, _ node: Node) -> Node? {
    guard let zero = node.zero, let one = node.one else { return node.name == name ? nil : node }
    if isOne(name, node.bit) {
      guard let rest = removing(name, one) else { return zero }
      return rest === one ? node : Node(bit: node.bit, zero: zero, one: rest)
    }
    guard let rest = removing(name, zero) else { return one }
    return rest === zero ? node : Node(bit: node.bit, zero: rest, one: one)
  }

  private static func visit(_ node: Node?, _ body: (Node) -> Void) {
    guard let node else { return }
    guard let zero = node.zero else { return body(node) }
    visit(zero, body)
    visit(node.one, body)
  }

  private static func united(_ a: Node?, _ b: Node?, _ choose: (String, Value?, Value?) -> Choice) -> Node? {
    if a === b { return a }
    guard let a else { return chosen(b, isFirst: false, choose) }
    guard let b else { return chosen(a, isFirst: true, choose) }
    let bit = difference(a.name, b.name) ?? .max
    if bit < a.bit, bit < b.bit {
      // No name of one is near one of the other.
      return joined(bit, chosen(a, isFirst: true, choose), chosen(b, isFirst: false, choose))
    }
    if a.bit == b.bit {
      guard a.zero != nil else { return leaf(a, b, choose(a.name, a.value, b.value)) }
      return branch(of: a, b, united(a.zero, b.zero, choose), united(a.one, b.one, choose))
    }
    if a.bit < b.bit {
      return isOne(b.name, a.bit)
        ? branch(of: a, nil, chosen(a.zero, isFirst: true, choose), united(a.one, b, choose))
        : branch(of: a, nil, united(a.zero, b, choose), chosen(a.one, isFirst: true, choose))
    }
    return isOne(a.name, b.bit)
      ? branch(of: b, nil, chosen(b.zero, isFirst: false, choose), united(a, b.one, choose))
      : branch(of: b, nil, united(a, b.zero, choose), chosen(b.one, isFirst: false, choose))
  }

  /// What goes into the union of a part that only one map has.
  private static func chosen(
    _ node: Node?, isFirst: Bool, _ choose: (String, Value?, Value?) -> Choice
  ) -> Node? {
    guard let node else { return nil }
    guard node.zero != nil else {
      let choice = isFirst ? choose(node.name, node.value, nil) : choose(node.name, nil, node.value)
      return leaf(isFirst ? node : nil, isFirst ? nil : node, choice)
    }
    return branch(
      of: node, nil, chosen(node.zero, isFirst: isFirst, choose), chosen(node.one, isFirst: isFirst, choose))
  }

  private static func leaf(_ a: Node?, _ b: Node?, _ choice: Choice) -> Node? {
    switch choice {
    case .first: return a
    case .second: return b
    case .other(let value): return (a ?? b).map { Node(name: $0.name, value: value) }
    case .neither: return nil
    }
  }

  /// The branch with these children, which may be one that there is already.
  private static func branch(of a: Node, _ b: Node?, _ zero: Node?, _ one: Node?) -> Node? {
    guard let zero else { return one }
    guard let one else { return zero }
    if zero === a.zero, one === a.one { return a }
    if let b, zero === b.zero, one === b.one { return b }
    return Node(bit: a.bit, zero: zero, one: one)
  }

  private static func joined(_ bit: Int, _ a: Node?, _ b: Node?) -> Node? {
    guard let a else { return b }
    guard let b else { return a }
    return branch(bit, a, b)
  }
}
