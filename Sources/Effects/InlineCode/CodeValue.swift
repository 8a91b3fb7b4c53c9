import HookModel

/// What an expression is worth, as far as the scan can tell.
struct CodeValue {
  enum Kind {
    /// A text, wholly known.
    case text
    /// A name that leads to a module, a function or a class: `os.path`.
    case name
    /// A list.
    case list
    /// One of several values.
    case choice
    /// An open file or the like, whose path is the first item; the content of a file has it there, too.
    case file
    /// Something that is not known, beginning with `text`.
    case unknown
  }

  var kind: Kind
  /// The text, the name, or the known beginning.
  var text = ""
  /// The text for a shell, with a variable that nobody has set for each part that is not known; inside single quotes it
  /// needs quotes of its own.
  var shellText = ""
  /// Whether the end of `shellText` is inside single quotes.
  var endsQuoted = false
  var items: [CodeValue] = []
  /// Named arguments and entries: `recursive: true`.
  var entries: [(key: String, value: CodeValue)] = []
  /// Whether it is a pattern for names of files.
  var isWildcard = false
  /// Whether it is what a walk through a tree gives (`os.walk`).
  var isWalk = false
  /// Whether it is a path object, which has methods of its own.
  var isPath = false
  /// For an open file, the touch that opened it.
  var touch = -1
  /// Where an unknown text comes from.
  var source: CodeSource?
  /// What is not known, in words.
  var what = ""
  /// Whether it is a process of a shell, which runs what is written to it.
  var isShell = false

  /// A text.
  static func text(_ text: String, isWildcard: Bool = false) -> CodeValue {
    var value = CodeValue(kind: .text)
    value.text = text
    value.shellText = text
    value.endsQuoted = !text.utf8.count(where: { $0 == UInt8(ascii: "'") }).isMultiple(of: 2)
    value.isWildcard = isWildcard
    return value
  }

  /// A name.
  static func name(_ name: String) -> CodeValue {
    var value = CodeValue(kind: .name)
    value.text = name
    value.shellText = placeholder
    return value
  }

  /// A list.
  static func list(_ items: [CodeValue]) -> CodeValue {
    var value = CodeValue(kind: .list)
    value.items = items
    value.shellText = placeholder
    return value
  }

  /// One of several values.
  static func choice(_ items: [CodeValue]) -> CodeValue {
    if items.count == 1 { return items[0] }
    var value = CodeValue(kind: .choice)
    value.items = items
    value.shellText = placeholder
    return value
  }

  /// An unknown value.
  static func unknown(_ what: String, prefix: String = "", source: CodeSource? = nil) -> CodeValue {
    var value = CodeValue(kind: .unknown)
    value.text = prefix
    value.shellText = placeholder
    value.what = what
    value.source = source
    return value
  }

  /// No text that is put together becomes longer.
  private static let longest = 100_000

  /// A variable that no environment has, so that the shell evaluator takes it for unknown.
  static let placeholder = "${TAFFRAIL_UNKNOWN}"

  /// Whether the value is a text or can be one.
  var mayBeText: Bool { kind == .text || kind == .unknown || kind == .choice }

  /// This text with another behind it.
  func followed(by next: CodeValue) -> CodeValue {
    if text.utf8.count + shellText.utf8.count > CodeValue.longest {
      return .unknown("a long text", source: source ?? next.source)
    }
    if kind == .list, next.kind == .list { return .list(items + next.items) }
    if kind == .choice { return .choice(items.prefix(16).map { $0.followed(by: next) }) }
    if next.kind == .choice, kind == .text { return .choice(next.items.prefix(16).map { followed(by: $0) }) }
    var value = self
    value.isPath = isPath || next.isPath
    if kind == .text, next.kind == .text {
      value.text += next.text
      value.shellText += next.shellText
      value.endsQuoted = endsQuoted != next.endsQuoted
      value.isWildcard = isWildcard || next.isWildcard
      return value
    }
    // A name says nothing about the text that it stands for.
    let known = kind == .text || kind == .unknown ? text : ""
    var rest = CodeValue.unknown(kind == .text ? next.unknownWords : unknownWords)
    rest.text = kind == .text && next.kind == .unknown ? known + next.text : known
    rest.isPath = value.isPath
    rest.source = source ?? next.source
    let isAlone = next.shellText == CodeValue.placeholder
    rest.shellText = shellText
    rest.shellText += isAlone && endsQuoted ? "'\"\(CodeValue.placeholder)\"'" : next.shellText
    rest.endsQuoted = endsQuoted != next.endsQuoted
    return rest
  }

  /// What is not known, in words.
  var unknownWords: String {
    if !what.isEmpty { return what }
    return kind == .name && !text.isEmpty ? "the value of \(text)" : "a computed value"
  }

  /// The values that it may have, and whether there are several.
  var alternatives: (values: [CodeValue], isCertain: Bool) {
    guard kind == .choice else { return ([self], true) }
    return (items.flatMap { $0.alternatives.values }, false)
  }

  /// One of the values in a list, or what a pattern stands for.
  var element: CodeValue {
    switch kind {
    case .list: items.isEmpty ? .unknown("an element of a list") : .choice(items)
    case .text: self
    case .choice: .choice(items.map(\.element))
    case .unknown: .unknown(unknownWords, prefix: isPath ? text : "", source: source)
    default: .unknown("an element of \(unknownWords)")
    }
  }

  /// The value as an argument of a command.
  func argument(spelling: String) -> Argument {
    switch kind {
    case .text: Argument(text, spelling: text, isFromWildcard: isWildcard)
    case .unknown: Argument(unknown: unknownWords, spelling: spelling, knownPrefix: text)
    default: Argument(unknown: unknownWords, spelling: spelling)
    }
  }
}
