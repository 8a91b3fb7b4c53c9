/// How a program reads its options (POSIX 12 "Utility Conventions", and GNU's long options), as far as one has to know to
/// tell options from operands and to see the same option under each of its spellings.
public struct OptionSyntax: Sendable {
  /// The short options that take a value, as letters: `"Cc"` for git's `-C path` and `-c name=value`.
  public var shortWithValue: String
  /// The long options that take a value, without dashes; the value may stand behind `=` or as the next word.
  public var longWithValue: [String]
  /// The long options without a value, or with one only behind `=`; together with `longWithValue` the list in which an
  /// abbreviation (`--rec`) is looked up.
  public var long: [String]
  /// Further options that take a value, each text a list as people write it: `"-o --output"`. With one dash only those of one
  /// letter count, unless long options have one dash as well.
  public var valuedLists: [String] = []
  /// Further long options without a value, written likewise.
  public var flagLists: [String] = []
  /// Whether an option may stand behind an operand (GNU), or the first operand ends the options (POSIX, most wrappers).
  public var permutes: Bool
  /// Whether long options are written with one dash (`find -delete`, `terraform -auto-approve`); letters are then not bundled.
  public var singleDashLong: Bool
  /// Whether `+x` counts as an option, too.
  public var plus: Bool

  /// Creates a syntax.
  public init(
    shortWithValue: String = "", longWithValue: [String] = [], long: [String] = [], permutes: Bool = true,
    singleDashLong: Bool = false, plus: Bool = false
  ) {
    self.shortWithValue = shortWithValue
    self.longWithValue = longWithValue
    self.long = long
    self.permutes = permutes
    self.singleDashLong = singleDashLong
    self.plus = plus
  }

  /// Whether the short option takes a value.
  public func takesValue(letter: UInt8) -> Bool {
    if shortWithValue.utf8.contains(letter) { return true }
    if singleDashLong { return false }
    for list in valuedLists {
      let isListed = unsafe list.withBytes { bytes in
        // `-x` between blanks.
        var index = 1
        while index < bytes.count {
          if unsafe bytes[index] == letter, unsafe bytes[index - 1] == UInt8(ascii: "-"),
            unsafe index == 1 || bytes[index - 2] == UInt8(ascii: " "),
            unsafe index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: " ")
          {
            return letter != UInt8(ascii: "-")
          }
          index += 1
        }
        return false
      }
      if isListed { return true }
    }
    return false
  }

  /// Whether the long option takes a value.
  fileprivate func takesValue(long name: String) -> Bool {
    longWithValue.contains(name) || isLong(name, in: valuedLists)
  }

  /// Whether there is a long option of that very name.
  fileprivate func isLong(_ name: String) -> Bool {
    long.contains(name) || takesValue(long: name) || isLong(name, in: flagLists)
  }

  private func isLong(_ name: String, in lists: [String]) -> Bool {
    for list in lists where Self.isListed(name, in: list, long: !singleDashLong) { return true }
    return false
  }

  /// Whether an option of that very name stands in a list as people write it, `"-o --output"`; with `long`, whether it has two
  /// dashes there. It is compared where it lies: most lists are looked at for nothing.
  public static func isListed(_ name: String, in list: String, long: Bool = false) -> Bool {
    unsafe list.withBytes { list in
      unsafe name.withBytes { name in
        var index = 0
        while index < list.count {
          let start = index
          while index < list.count, unsafe list[index] == UInt8(ascii: "-") { index += 1 }
          let dashes = index - start
          var same = 0
          while same < name.count, index < list.count, unsafe list[index] == name[same] {
            index += 1
            same += 1
          }
          let isWhole = unsafe index == list.count || list[index] == UInt8(ascii: " ")
          if isWhole, same == name.count, same > 0, !long || dashes != 1 { return true }
          while index < list.count, unsafe list[index] != UInt8(ascii: " ") { index += 1 }
          index += 1
        }
        return false
      }
    }
  }

  /// Calls `body` with what follows `name` in each long option that begins with it.
  fileprivate func forEachLong(beginningWith name: String, _ body: (Substring.UTF8View) -> Void) {
    for candidate in long where candidate.utf8.starts(with: name.utf8) {
      body(Substring(candidate).utf8.dropFirst(name.utf8.count))
    }
    for list in flagLists { forEachLong(in: list, beginningWith: name, body) }
    for candidate in longWithValue where candidate.utf8.starts(with: name.utf8) {
      body(Substring(candidate).utf8.dropFirst(name.utf8.count))
    }
    for list in valuedLists { forEachLong(in: list, beginningWith: name, body) }
  }

  private func forEachLong(in list: String, beginningWith name: String, _ body: (Substring.UTF8View) -> Void) {
    let bytes = list.utf8
    var place = bytes.startIndex
    while place < bytes.endIndex {
      var dashes = 0
      while place < bytes.endIndex, bytes[place] == UInt8(ascii: "-") {
        dashes += 1
        place = bytes.index(after: place)
      }
      var isSame = dashes != 1 || singleDashLong
      for byte in name.utf8 {
        guard isSame else { break }
        if place < bytes.endIndex, bytes[place] == byte {
          place = bytes.index(after: place)
        } else {
          isSame = false
        }
      }
      var end = place
      while end < bytes.endIndex, bytes[end] != UInt8(ascii: " ") { end = bytes.index(after: end) }
      if isSame { body(Substring(list[place..<end]).utf8) }
      place = end < bytes.endIndex ? bytes.index(after: end) : end
    }
  }

  /// GNU's habits, with no option that takes a value.
  public static let plain = OptionSyntax()
}

/// A command's arguments, told apart.
public struct ParsedOptions: Sendable {
  /// One option that was given.
  public struct Option: Sendable {
    /// The name without dashes, an abbreviation completed: `r`, `recursive`.
    public var name: String
    /// Whether several long options begin with the name, so that it may be any of them: versions of a tool differ in what
    /// they have, and one that has less takes the abbreviation.
    public var isAmbiguous = false
    /// Its value, where it has one.
    public var value: Argument?
    /// The index of the argument in which it stands.
    public var index: Int
  }

  /// The options, in order.
  public var options: [Option] = []
  /// The operands, in order.
  public var operands: [Argument] = []
  /// The index, among all arguments, of each operand.
  public var operandIndexes: [Int] = []
  /// Whether an argument whose value is unknown stands where an option could: it may be one.
  public var mayHaveMore = false

  /// Tells options and operands apart.
  public init(_ arguments: [Argument], _ syntax: OptionSyntax) {
    if arguments.isEmpty { return }
    operands.reserveCapacity(arguments.count)
    operandIndexes.reserveCapacity(arguments.count)
    var index = 0
    var onlyOperands = false
    while index < arguments.count {
      let argument = arguments[index]
      defer { index += 1 }
      guard let value = argument.value else {
        if !onlyOperands, argument.knownPrefix.isEmpty || argument.knownPrefix.utf8.first == UInt8(ascii: "-") {
          mayHaveMore = true
        }
        add(operand: argument, at: index)
        if !syntax.permutes { onlyOperands = true }
        continue
      }
      let bytes = value.utf8
      let sign = bytes.first
      let isOption = bytes.count > 1 && (sign == UInt8(ascii: "-") || (syntax.plus && sign == UInt8(ascii: "+")))
      guard !onlyOperands, isOption else {
        add(operand: argument, at: index)
        if !syntax.permutes { onlyOperands = true }
        continue
      }
      if value == "--" {
        onlyOperands = true
        continue
      }
      let afterDash = bytes.dropFirst()
      let isLong = afterDash.first == UInt8(ascii: "-") || syntax.singleDashLong
      if isLong {
        var name = Substring(
          Substring(value).utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") })
        var inline: Argument?
        if let equals = name.utf8.firstIndex(of: UInt8(ascii: "=")) {
          inline = Argument(String(name[name.utf8.index(after: equals)...]), spelling: argument.spelling)
          name = name[..<equals]
        }
        let (full, isAmbiguous) = Self.complete(name, syntax)
        if inline == nil, index + 1 < arguments.count, syntax.takesValue(long: full) {
          options.append(Option(name: full, value: arguments[index + 1], index: index))
          index += 1
        } else {
          options.append(Option(name: full, isAmbiguous: isAmbiguous, value: inline, index: index))
        }
        continue
      }
      var rest = afterDash
      while let letter = rest.first {
        rest = rest.dropFirst()
        let name = letter < 0x80 ? String(Unicode.Scalar(letter)) : "\u{FFFD}"
        guard syntax.takesValue(letter: letter) else {
          options.append(Option(name: name, value: nil, index: index))
          continue
        }
        if !rest.isEmpty {
          let text = String(Substring(rest))
          options.append(Option(name: name, value: Argument(text, spelling: argument.spelling), index: index))
        } else if index + 1 < arguments.count {
          options.append(Option(name: name, value: arguments[index + 1], index: index))
          index += 1
        } else {
          options.append(Option(name: name, value: nil, index: index))
        }
        break
      }
    }
  }

  private mutating func add(operand: Argument, at index: Int) {
    operands.append(operand)
    operandIndexes.append(index)
  }

  /// GNU getopt_long: an abbreviation counts when only one long option begins with it. What `--no-` takes back can be
  /// abbreviated, too.
  private static func complete(_ name: Substring, _ syntax: OptionSyntax) -> (name: String, isAmbiguous: Bool) {
    let text = String(name)
    if syntax.isLong(text) { return (text, false) }
    if syntax.singleDashLong || text.isEmpty { return (text, false) }
    var found: String?
    var isAmbiguous = false
    syntax.forEachLong(beginningWith: text) { rest in
      let candidate = text + String(Substring(rest))
      if let found, found != candidate { isAmbiguous = true } else { found = candidate }
    }
    if isAmbiguous { return (text, true) }
    if found == nil, text.utf8.starts(with: "no-".utf8), text.utf8.count > 3 {
      let positive = complete(name.dropFirst(3), syntax)
      return ("no-" + positive.name, positive.isAmbiguous)
    }
    return (found ?? text, false)
  }

  /// Whether any of the names was given and not taken back: of `--dry-run --no-dry-run` and `--verify --no-verify` the last
  /// one counts, and `--all=false` is not given.
  public func has(_ names: String...) -> Bool {
    var isOn = false
    for option in options {
      for name in names {
        if option.name == name || option.isAmbiguous && name.utf8.starts(with: option.name.utf8) {
          isOn = !Self.isFalse(option.value)
        } else if Self.negates(option.name, name) || Self.negates(name, option.name) {
          isOn = false
        }
      }
    }
    return isOn
  }

  /// Go's and Java's way to say that a flag is not set.
  private static func isFalse(_ value: Argument?) -> Bool {
    guard let text = value?.value, text.utf8.count == 5 else { return false }
    return text == "false" || text == "False" || text == "FALSE"
  }

  /// Whether `option` is `--no-` and the name.
  private static func negates(_ option: String, _ name: String) -> Bool {
    option.utf8.count == name.utf8.count + 3 && option.utf8.starts(with: "no-".utf8)
      && option.utf8.dropFirst(3).elementsEqual(name.utf8)
  }

  /// The values that were given to any of the names, in order.
  public func values(of names: String...) -> [Argument] {
    options.compactMap { option in names.contains(option.name) ? option.value : nil }
  }
}
