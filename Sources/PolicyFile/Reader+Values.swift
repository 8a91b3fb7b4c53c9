internal import HookModel
internal import Patterns

// The values that have a grammar of their own: durations, dates, words, patterns and names.
extension Reader {
  /// A duration in seconds: `90`, `"60s"`, `"5m"`, `"1h30m"`, `"500ms"`.
  func duration(_ node: Node, atMost limit: Double, why: String) -> Double? {
    let seconds: Double
    switch document.kind(node) {
    case .integer: seconds = Double(document.integer(node))
    case .float: seconds = document.real(node)
    case .string:
      guard let parsed = Self.duration(document.text(node)) else {
        mistake(node, "expected a duration like \"60s\", \"5m\" or \"1h30m\", found \"\(document.text(node))\".")
        return nil
      }
      seconds = parsed
    default:
      wrongType(node, expected: "a duration like \"60s\"")
      return nil
    }
    guard seconds > 0, seconds <= limit else {
      mistake(node, seconds > limit ? "is longer than \(Int(limit)) s, \(why)." : "expected more than no time at all.")
      return nil
    }
    return seconds
  }

  private static func duration(_ text: String) -> Double? {
    let units: [(name: String, seconds: Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400)]
    var rest = Substring(text)
    var total = 0.0
    var lastUnit = Double.infinity
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && $0.isNumber }
      guard number.utf8.count < 10, let value = Int(number) else { return nil }
      rest = rest.dropFirst(number.count)
      let name = rest.prefix { $0.isLetter }
      guard let unit = units.first(where: { $0.name == name }), unit.seconds < lastUnit else { return nil }
      rest = rest.dropFirst(name.count)
      lastUnit = unit.seconds
      total += Double(value) * unit.seconds
    }
    return total
  }

  /// A number of days: `90`, `"90d"`, `"2w"`.
  func days(_ node: Node) -> Int? {
    if document.kind(node) == .integer { return integer(node, in: 1...36_500) }
    guard document.kind(node) == .string else {
      wrongType(node, expected: "a number of days like \"90d\"")
      return nil
    }
    let text = document.text(node)
    let factor = text.hasSuffix("w") ? 7 : text.hasSuffix("y") ? 365 : 1
    guard text.hasSuffix("d") || factor > 1, let count = Int(text.dropLast()), (1...36_500).contains(count) else {
      mistake(node, "expected a number of days like \"90d\", found \"\(text)\".")
      return nil
    }
    return count * factor
  }

  /// A date, as TOML's own or as a string: `YYYY-MM-DD`.
  func date(_ node: Node) -> String? {
    switch document.kind(node) {
    case .date: return document.text(node)
    case .string where Self.isDate(document.text(node)): return document.text(node)
    case .string:
      mistake(node, "expected a date like \"2026-03-31\", found \"\(document.text(node))\".")
    default:
      wrongType(node, expected: "a date like \"2026-03-31\"")
    }
    return nil
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || $0 &- 0x30 < 10 }),
      let year = Int(Substring(parts[0])), let month = Int(Substring(parts[1])), let day = Int(Substring(parts[2])),
      (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }

  /// The words of a program, as an array or as a string that is split as a shell would, quotes respected.
  ///
  /// - Parameter keepsEscapes: A backslash before a wildcard stays, because the words are patterns.
  func words(_ node: Node, keepsEscapes: Bool = false) -> [String]? {
    var words: [String]
    switch document.kind(node) {
    case .string:
      switch WordSplitter(keepsEscapes: keepsEscapes).split(document.text(node)) {
      case .success(let split): words = split
      case .failure(let mistake):
        self.mistake(node, mistake.message)
        return nil
      }
    case .array:
      words = []
      for child in document.children(node) {
        guard let word = string(child) else { return nil }
        words.append(word)
      }
    default:
      wrongType(node, expected: "a command as a string or an array of words")
      return nil
    }
    guard let program = words.first, !program.isEmpty else {
      mistake(node, "names no program.")
      return nil
    }
    return words
  }

  /// A regular expression, between slashes or bare.
  func expression(_ node: Node, options: RegularExpression.Options = []) -> RegularExpression? {
    guard let text = nonEmptyString(node) else { return nil }
    do {
      return try RegularExpression(delimited: text, options: options)
    } catch {
      let place = error.offset.map { " at byte \($0 + 1)" } ?? ""
      mistake(node, "not a regular expression\(place): \(error.message).")
      return nil
    }
  }

  /// The pattern of a prompt route.
  func promptPattern(_ text: Located<String>, in node: Node) -> PromptPattern? {
    do {
      return try PromptPattern.parse(text.value)
    } catch {
      mistake(node, "\"\(text.value)\" is no pattern: \(error.message).")
      return nil
    }
  }

  /// A list of gitignore-style patterns, each of which can match something.
  func pathPatterns(_ node: Node, isProtected: Bool) -> PathPatternList? {
    guard document.kind(node) == .array else { return locatedStrings(node).map { PathPatternList(patterns: $0) } }
    var patterns: [Located<String>] = []
    for child in document.children(node) {
      guard let pattern = locatedString(child) else { continue }
      if let reason = Self.neverMatches(pattern.value) { mistake(child, "\"\(pattern.value)\" \(reason)") }
      patterns.append(pattern)
    }
    return PathPatternList(patterns: patterns, isProtected: isProtected)
  }

  /// Why a pattern would never match anything, although its writer meant something by it.
  private static func neverMatches(_ pattern: String) -> String? {
    let body = pattern.hasPrefix("!") ? pattern.dropFirst() : pattern[...]
    if pattern.hasPrefix("#") { return "is a comment in gitignore's language. Write \"\\\\#\" for a name with a \"#\"." }
    if body.hasPrefix("./") { return "never matches: leave out the \"./\"." }
    if body == ".." || body.hasPrefix("../") || body.contains("/../") {
      return "never matches: patterns are about paths below the policy's folder. Use \"outside\" for what is beyond."
    }
    if body.isEmpty || body.utf8.allSatisfy({ $0 == UInt8(ascii: "/") }) {
      return "never matches. Write \"*\" for everything."
    }
    if body.contains("//") { return "never matches: it has two slashes in a row." }
    if body == "~" { return "is a file called \"~\". Write \"~/*\" for everything in the home folder." }
    if pattern.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) { return "has a line break in it." }
    return PathPatterns([pattern]).canMatch ? nil : "never matches: a bracket or a backslash in it is not finished."
  }

  /// The names of agents; a near miss of a known one is a mistake, another name may be a further agent's.
  func agents(_ node: Node) -> [String]? {
    let known = ["claude-code", "codex", "cursor", "devin", "gemini-cli", "copilot", "generic"]
    guard let names = stringOrStrings(node) else { return nil }
    for name in names where !known.contains(name) {
      let meant = known.first { $0.hasPrefix(name) } ?? Suggestion.nearest(to: name, in: known)
      if let meant { mistake(node, "unknown agent \"\(name)\"; did you mean \"\(meant)\"?") }
    }
    return names
  }

  /// The sources of a session's start.
  func sources(_ node: Node) -> [String]? {
    let known = ["startup", "resume", "clear", "compact", "fork"]
    guard let names = stringOrStrings(node) else { return nil }
    for name in names where !known.contains(name) {
      mistake(
        node, "unknown source \"\(name)\"; "
          + (Suggestion.nearest(to: name, in: known).map { "did you mean \"\($0)\"?" }
            ?? "the sources are \(known.joined(separator: ", "))"))
    }
    return names
  }
}

/// Splits a command into words as a shell would, without any expansion.
struct WordSplitter {
  /// Why a text cannot be split.
  struct Mistake: Error { var message: String }
  let keepsEscapes: Bool

  func split(_ text: String) -> Result<[String], Mistake> {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    var isWord = false
    var isQuoted = false
    var quote: Unicode.Scalar?
    var scalars = text.unicodeScalars.makeIterator()
    func isOperator(_ word: String) -> Bool { ["|", "||", "&&", ";", "&", ">", ">>", "<", "|&"].contains(word) }

    while let scalar = scalars.next() {
      if let open = quote {
        if scalar == open {
          quote = nil
        } else if scalar == "\\", open == "\"" {
          guard let next = scalars.next() else { break }
          if next != "\"" && next != "\\" { word.append(scalar) }
          word.append(next)
        } else {
          word.append(scalar)
        }
      } else if scalar == "'" || scalar == "\"" {
        quote = scalar
        (isWord, isQuoted) = (true, true)
      } else if scalar == "\\" {
        guard let next = scalars.next() else { return .failure(Mistake(message: "ends in a backslash.")) }
        if keepsEscapes, next == "*" || next == "?" || next == "\\" { word.append(scalar) }
        word.append(next)
        (isWord, isQuoted) = (true, true)
      } else if scalar.properties.isWhitespace {
        if isWord { words.append(String(word)) }
        if isWord, !isQuoted, isOperator(String(word)) { return .failure(Self.shellSyntax(String(word))) }
        word = .init()
        (isWord, isQuoted) = (false, false)
      } else {
        word.append(scalar)
        isWord = true
      }
    }
    if let quote { return .failure(Mistake(message: "the quote \(quote) is not closed.")) }
    if isWord, !isQuoted, isOperator(String(word)) { return .failure(Self.shellSyntax(String(word))) }
    if isWord { words.append(String(word)) }
    return .success(words)
  }

  private static func shellSyntax(_ word: String) -> Mistake {
    Mistake(
      message: "\"\(word)\" would be an ordinary word, because no shell reads this. Name one simple command, or quote it.")
  }
}
