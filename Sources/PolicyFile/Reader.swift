internal import HookModel
internal import Patterns

/// Reads typed values out of a document and collects the mistakes; a value with a mistake reads as nil.
final class Reader {
  let document: Document
  let layer: PolicyLayer
  let file: String
  private(set) var errors: [PolicyError] = []

  init(_ document: Document, layer: PolicyLayer, file: String) {
    self.document = document
    self.layer = layer
    self.file = file
  }

  // MARK: Tables

  /// Gives each key of a table to `body`; a key that is none of `Key` is a mistake.
  func eachKey<Key: RawRepresentable<String> & CaseIterable>(
    _ node: Node, _ keys: Key.Type, _ body: (Key, Node) -> Void
  ) {
    guard expectTable(node) else { return }
    for child in document.children(node) {
      let name = document.key(child) ?? ""
      if let key = Key(rawValue: name) {
        body(key, child)
      } else {
        unknownKey(child, known: Key.allCases.map { $0.rawValue })
      }
    }
  }

  /// Gives each key of a rule to `body`, and those of the filters that it shares with all rules to `filter`.
  ///
  /// - Parameter except: A filter that the rule does not take.
  func eachKey<Key: RawRepresentable<String> & CaseIterable>(
    _ node: Node, _ keys: Key.Type, filter: inout RuleFilter, except: FilterKey? = nil, _ body: (Key, Node) -> Void
  ) {
    guard expectTable(node) else { return }
    for child in document.children(node) {
      let name = document.key(child) ?? ""
      if let key = Key(rawValue: name) {
        body(key, child)
      } else if let key = FilterKey(rawValue: name), key != except {
        read(key, child, into: &filter)
      } else {
        let filters = FilterKey.allCases.filter { $0 != except }
        unknownKey(child, known: Key.allCases.map { $0.rawValue } + filters.map { $0.rawValue })
      }
    }
  }

  /// The filters that rules take.
  enum FilterKey: String, CaseIterable {
    case agents
    case branch
    case subagent
    case permissionMode = "permission-mode"
    case tag
    case until
  }

  private func read(_ key: FilterKey, _ node: Node, into filter: inout RuleFilter) {
    switch key {
    case .agents: filter.agents = agents(node) ?? []
    case .branch: filter.branches = stringOrStrings(node) ?? []
    case .subagent: filter.subagent = boolean(node)
    case .permissionMode: filter.permissionModes = stringOrStrings(node) ?? []
    case .tag: filter.tags = stringOrStrings(node) ?? []
    case .until: filter.until = date(node)
    }
  }

  private func expectTable(_ node: Node) -> Bool {
    if document.kind(node) == .table { return true }
    wrongType(node, expected: "a table")
    return false
  }

  /// Reads `[[name]]`: each element of an array of tables.
  func eachTable(_ node: Node, _ body: (Node) -> Void) {
    guard document.kind(node) == .array else {
      let hint = document.kind(node) == .table ? " Write [[\(path(node))]]." : ""
      wrongType(node, expected: "an array of tables", hint: hint)
      return
    }
    for child in document.children(node) { body(child) }
  }

  // MARK: Mistakes

  /// Where a value stands.
  func location(_ node: Node) -> Location { location(document.place(node)) }

  /// Where a value's name stands.
  func keyLocation(_ node: Node) -> Location { location(document.keyPlace(node)) }

  private func location(_ place: Place) -> Location { Location(file: file, line: place.line, column: place.column) }

  /// Notes a mistake about a value: `protected-paths.write[2]: <message>`. `place` is that of a part of the value.
  func mistake(_ node: Node, _ message: String, at place: Location? = nil) {
    note("\(path(node)): \(message)", at: place ?? location(node))
  }

  /// Notes a mistake that stands at a value's name.
  func mistakeAtKey(_ node: Node, _ message: String) { note("\(path(node)): \(message)", at: keyLocation(node)) }

  private func note(_ message: String, at location: Location) {
    if errors.count < PolicyErrors.most { errors.append(PolicyError(message, at: location)) }
  }

  private func unknownKey(_ node: Node, known: [String]) {
    let key = document.key(node) ?? ""
    let parent = document.parent(node)
    var message = "unknown key \"\(key)\"" + (parent == .root ? "" : " in \(path(parent, withIndex: false))")
    if let meant = Suggestion.nearest(to: key, in: known) {
      message += "; did you mean \"\(meant)\"?"
    } else {
      message += "; the keys here are \(known.joined(separator: ", "))"
    }
    note(message, at: keyLocation(node))
  }

  /// Notes that a value is of another type than expected, with a hint for the commonest slip: a missing pair of quotes.
  func wrongType(_ node: Node, expected: String, hint: String? = nil) {
    mistake(node, "expected \(expected), found \(document.kind(node).described).\(hint ?? "")")
  }

  /// The value's place in the document, in words: `protected-paths.write[2]`.
  func path(_ node: Node, withIndex: Bool = true) -> String {
    if node == .root { return "the file" }
    let parent = document.parent(node)
    if let key = document.key(node) {
      let name = key.utf8.allSatisfy(Self.isBare) && !key.isEmpty ? key : "\"\(key)\""
      return parent == .root ? name : "\(path(parent)).\(name)"
    }
    guard withIndex else { return path(parent) }
    var position = 0
    for sibling in document.children(parent) {
      if sibling == node { break }
      position += 1
    }
    return "\(path(parent))[\(position)]"
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}

// MARK: - Plain values

extension Reader {
  /// A string.
  func string(_ node: Node) -> String? {
    if document.kind(node) == .string { return document.text(node) }
    wrongType(node, expected: "a string", hint: quoteHint(node))
    return nil
  }

  /// A string that says something.
  func nonEmptyString(_ node: Node) -> String? {
    guard let text = string(node) else { return nil }
    if text.utf8.allSatisfy({ $0 == 0x20 || $0 &- 0x09 < 5 }) {
      mistake(node, "is empty. Say something, or take the key out.")
      return nil
    }
    return text
  }

  /// A string with its place.
  func locatedString(_ node: Node) -> Located<String>? {
    nonEmptyString(node).map { Located($0, at: location(node)) }
  }

  private func quoteHint(_ node: Node) -> String {
    switch document.kind(node) {
    case .integer: " Quote it: \"\(document.integer(node))\"."
    case .float: " Quote it: \"\(document.real(node))\"."
    case .boolean: " Quote it: \"\(document.integer(node) == 1)\"."
    case .date: " Quote it: \"\(document.text(node))\"."
    case .dateTime, .string, .array, .table: ""
    }
  }

  /// An array of strings, none of them empty, with the place of each.
  func locatedStrings(_ node: Node) -> [Located<String>]? {
    guard document.kind(node) == .array else {
      let hint = document.kind(node) == .string ? " Put it in brackets: [\"\(document.text(node))\"]." : ""
      wrongType(node, expected: "an array of strings", hint: hint)
      return nil
    }
    var strings: [Located<String>] = []
    for child in document.children(node) {
      if let text = locatedString(child) { strings.append(text) }
    }
    return strings
  }

  /// An array of strings.
  func strings(_ node: Node) -> [String]? { locatedStrings(node)?.map { $0.value } }

  /// A string, or an array of strings that is not empty.
  func stringOrStrings(_ node: Node) -> [String]? { locatedStringOrStrings(node)?.map { $0.value } }

  /// A string, or an array of strings that is not empty, with the place of each.
  func locatedStringOrStrings(_ node: Node) -> [Located<String>]? {
    switch document.kind(node) {
    case .string: return locatedString(node).map { [$0] }
    case .array:
      let strings = locatedStrings(node)
      if strings?.isEmpty == true, document.children(node).first(where: { _ in true }) == nil {
        mistake(node, "is an empty array. Name something, or take the key out.")
        return nil
      }
      return strings
    default:
      wrongType(node, expected: "a string or an array of strings", hint: quoteHint(node))
      return nil
    }
  }

  /// `true` or `false`.
  func boolean(_ node: Node) -> Bool? {
    if document.kind(node) == .boolean { return document.integer(node) == 1 }
    let words = ["true", "false"]
    let hint = document.kind(node) == .string && words.contains(document.text(node)) ? " Take the quotes off." : ""
    wrongType(node, expected: "true or false", hint: hint)
    return nil
  }

  /// A whole number within bounds.
  func integer(_ node: Node, in range: ClosedRange<Int>) -> Int? {
    guard document.kind(node) == .integer else {
      wrongType(node, expected: "a whole number")
      return nil
    }
    let value = document.integer(node)
    guard range.contains(value) else {
      mistake(node, "expected a number from \(range.lowerBound) to \(range.upperBound), found \(value).")
      return nil
    }
    return value
  }

  /// One of a few words; `meaning` says what each stands for, and `words` is asked for only where it is none of them.
  func choice<Value>(_ node: Node, _ words: @autoclosure () -> [String], _ meaning: (String) -> Value?) -> Value? {
    if document.kind(node) == .string, let value = meaning(document.text(node)) { return value }
    let words = words()
    guard document.kind(node) == .string else {
      wrongType(node, expected: Suggestion.list(words))
      return nil
    }
    let text = document.text(node)
    mistake(
      node, "expected \(Suggestion.list(words)), found \"\(text)\"" + Suggestion.hint(for: text, in: words).orStop)
    return nil
  }

  /// One of the words of an enumeration.
  func choice<Value: RawRepresentable<String> & CaseIterable>(_ node: Node, _ type: Value.Type) -> Value? {
    choice(node, Value.allCases.map { $0.rawValue }) { Value(rawValue: $0) }
  }

  /// `"allow"`, `"ask"` or `"deny"`.
  func verdict(_ node: Node) -> Verdict? {
    choice(node, ["deny", "ask", "allow"]) { word in
      switch word {
      case "deny": .deny
      case "ask": .ask
      case "allow": .allow
      default: nil
      }
    }
  }
}

extension String {
  /// The text, or a full stop for an empty one.
  fileprivate var orStop: String { isEmpty ? "." : self }
}
