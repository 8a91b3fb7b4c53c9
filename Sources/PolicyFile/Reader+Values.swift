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
    var total = 0.0
    var number: Double?
    var lastUnit = Double.infinity
    var bytes = text.utf8[...]
    while let byte = bytes.popFirst() {
      if byte &- 0x30 < 10 {
        let value = (number ?? 0) * 10 + Double(byte &- 0x30)
        if value > 1e9 { return nil }
        number = value
        continue
      }
      let unit: Double
      switch byte {
      case UInt8(ascii: "h"): unit = 3_600
      case UInt8(ascii: "m") where bytes.first == UInt8(ascii: "s"):
        bytes.removeFirst()
        unit = 0.001
      case UInt8(ascii: "m"): unit = 60
      case UInt8(ascii: "s"): unit = 1
      default: return nil
      }
      guard let count = number, unit < lastUnit else { return nil }
      total += count * unit
      lastUnit = unit
      number = nil
    }
    return number == nil && lastUnit < .infinity ? total : nil
  }

  /// A number of days: `90`, `"90d"`, `"2w"`.
  func days(_ node: Node) -> Int? {
    if document.kind(node) == .integer { return integer(node, in: 1...36_500) }
    guard document.kind(node) == .string else {
      wrongType(node, expected: "a number of days like \"90d\"")
      return nil
    }
    let text = document.text(node)
    let unit = text.utf8.last
    let factor = unit == UInt8(ascii: "w") ? 7 : unit == UInt8(ascii: "y") ? 365 : 1
    guard unit == UInt8(ascii: "d") || factor > 1, let count = Int(Substring(text.utf8.dropLast())),
      (1...36_500).contains(count)
    else {
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
      var splitter = WordSplitter(keepsEscapes: keepsEscapes)
      do throws(WordSplitter.Mistake) {
        words = try splitter.split(document.text(node))
      } catch {
        mistake(node, error.message)
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

  /// A list of gitignore-style patterns, each of which can match something.
  ///
  /// - Parameter defaults: what `"..."` stands for; nil where a list has no defaults.
  func pathPatterns(
    _ node: Node, isProtected: Bool, defaults: PathPatternList.Defaults? = nil
  ) -> PathPatternList? {
    guard var patterns = locatedStrings(node) else { return nil }
    let count = patterns.count
    if defaults != nil { patterns.removeAll { $0.value == "..." } }
    for pattern in patterns {
      if let reason = Self.neverMatches(pattern.value) {
        mistake(node, "\"\(pattern.value)\" \(reason)", at: pattern.location)
      }
    }
    let list = PathPatternList(
      patterns: patterns, isProtected: isProtected, defaults: patterns.count < count ? defaults : nil)
    for index in list.unfinished {
      mistake(
        node, "\"\(patterns[index].value)\" never matches: a bracket or a backslash in it is not finished.",
        at: patterns[index].location)
    }
    return list
  }

  /// Why a pattern would never match anything, although its writer meant something by it.
  private static func neverMatches(_ pattern: String) -> String? {
    let bytes = pattern.utf8
    let slash = UInt8(ascii: "/")
    if bytes.first == UInt8(ascii: "#") {
      return "is a comment in gitignore's language. Write \"\\#\" for a name that begins with \"#\"."
    }
    var isEmpty = true
    var previous: UInt8 = 0
    for byte in bytes.first == UInt8(ascii: "!") ? bytes.dropFirst() : bytes[...] {
      if byte == slash, previous == slash { return "never matches: it has two slashes in a row." }
      if byte == 0x0A || byte == 0x0D { return "has a line break in it." }
      if byte != slash { isEmpty = false }
      previous = byte
    }
    if isEmpty { return "never matches. Write \"*\" for everything." }
    switch dots(bytes) {
    case 1: return "never matches: leave out the \"./\"."
    case 2:
      return "never matches: patterns are about paths below the policy's folder. \"outside\" is for what is beyond."
    default: break
    }
    if pattern == "~" { return "is a file called \"~\". Write \"~/*\" for all in the home folder." }
    return nil
  }

  /// The length of the first part that is `.` or `..`; 0 where none is.
  private static func dots(_ bytes: String.UTF8View) -> Int {
    var dots = 0
    var isOnlyDots = true
    for byte in bytes {
      if byte == UInt8(ascii: "/") {
        if isOnlyDots, dots == 1 || dots == 2 { return dots }
        dots = 0
        isOnlyDots = true
      } else if byte == UInt8(ascii: ".") {
        dots += 1
      } else {
        isOnlyDots = false
      }
    }
    return isOnlyDots && dots <= 2 ? dots : 0
  }

  /// The names of agents; a near miss of a known one is a mistake, another name may be a further agent's.
  func agents(_ node: Node) -> [String]? {
    let known = ["claude-code", "codex", "cursor", "devin", "gemini-cli", "copilot", "droid", "qwen", "generic"]
    guard let names = stringOrStrings(node) else { return nil }
    for name in names where !known.contains(name) {
      let meant = known.first { $0.utf8.starts(with: name.utf8) } ?? Suggestion.nearest(to: name, in: known)
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
        node,
        "unknown source \"\(name)\"; "
          + (Suggestion.nearest(to: name, in: known).map { "did you mean \"\($0)\"?" }
            ?? "the sources are \(known.joined(separator: ", "))"))
    }
    return names
  }
}
