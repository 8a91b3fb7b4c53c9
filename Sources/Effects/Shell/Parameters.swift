import HookModel
import ShellSyntax

extension ShellEvaluator {
  // MARK: values by name

  /// A variable that the script has not set, as far as it is known.
  func knownVariable(_ name: String) -> String? {
    if context.isRemote { return nil }
    switch name {
    case "BASH_SOURCE": return state.scriptFile
    case "PWD": return state.places.count == 1 ? state.places[0].path : nil
    case "OLDPWD": return state.previousPlace?.path ?? nil
    case "HOME": return facts.environment("HOME") ?? facts.home(of: nil)
    case "TMPDIR": return facts.environment("TMPDIR") ?? "/tmp"
    case "IFS": return " \t\n"
    case "RANDOM", "SECONDS", "LINENO", "EPOCHSECONDS", "EPOCHREALTIME", "SRANDOM", "BASHPID", "BASH_COMMAND", "REPLY",
      "OPTARG", "OPTIND", "PPID":
      return nil
    default: return facts.environment(name)
    }
  }

  /// The variable that a name stands for: itself, unless `declare -n` made it another one's name.
  func referred(_ name: String) -> String {
    var name = name
    for _ in 0..<8 {
      guard let target = state.variables[name]?.reference else { break }
      name = target
    }
    return name
  }

  /// The value of a variable or special parameter: nil where it is certainly unset.
  func value(named given: String) -> String? {
    let name = referred(given)
    if let variable = state.variables[name] {
      if variable.values.isEmpty { return nil }
      if !variable.canBeUnset { return pick(name, variable.values) }
      // An unset variable among the alternatives is an empty one wherever a value is asked for.
      return pick(name, variable.values.contains("") ? variable.values : variable.values + [""])
    }
    if name == "PWD" { return currentPlace.path ?? hole("the working directory", isNonEmpty: true) }
    if let known = knownVariable(name) { return known }
    switch name.utf8.first ?? 0 {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return positional(name)
    case UInt8(ascii: "#"): return isOpenList ? hole("the number of parameters") : String(state.positionals.count)
    case UInt8(ascii: "@"), UInt8(ascii: "*"): return state.positionals.joined(separator: " ")
    case UInt8(ascii: "?"), UInt8(ascii: "$"), UInt8(ascii: "!"): return hole("$\(name)", isNonEmpty: true)
    case UInt8(ascii: "-"): return "hB"
    case UInt8(ascii: "_"): return hole("the value of $\(name)")
    default: break
    }
    switch name {
    case "RANDOM", "SECONDS", "LINENO", "EPOCHSECONDS", "SRANDOM", "BASHPID", "PPID", "UID", "EUID":
      return hole("the value of $\(name)", isNonEmpty: true)
    default: return hole("the value of $\(name)")
    }
  }

  /// Whether the positional parameters may be more than those that are listed.
  private var isOpenList: Bool { isOpenList(state.positionals) }

  private func positional(_ name: String) -> String? {
    if name == "0" { return state.name }
    guard let number = Int(name) else { return nil }
    if isOpenList(state.positionals.prefix(number)) { return hole("the value of $\(name)") }
    if number <= state.positionals.count { return state.positionals[number - 1] }
    return isOpenList ? hole("the value of $\(name)") : nil
  }

  /// The folder in which the current try of a command runs.
  var currentPlace: Place {
    if state.places.count == 1 { return state.places[0] }
    let names = state.places.map { $0.path ?? "" }
    let path = pick("PWD", names)
    return state.places.first { $0.path == path } ?? Place(path: nil)
  }

  // MARK: lists

  /// Whether an expansion gives several words: `$@`, `$*`, `${a[@]}`, `${!a[@]}`, `${@:2}`.
  func isList(_ parameter: ParameterExpansion) -> Bool {
    if parameter.isIndirect { return false }
    switch parameter.operation {
    case .length, .other: return false
    case .keys, .names: return true
    default: break
    }
    if parameter.name == "@" || parameter.name == "*" { return true }
    guard let word = parameter.subscriptWord, word.parts.count == 1, case .literal(let text) = word.parts[0] else {
      return false
    }
    return text == "@" || text == "*"
  }

  /// Whether its words stay apart between double quotes.
  func isSeparate(_ parameter: ParameterExpansion) -> Bool {
    if parameter.name == "*" { return false }
    guard let word = parameter.subscriptWord, case .literal(let text)? = word.parts.first else { return true }
    return text != "*"
  }

  /// The words of an expansion that gives several.
  func elements(of parameter: ParameterExpansion) -> [String] {
    let name = referred(parameter.name)
    var elements: [String]
    if name == "@" || name == "*" {
      elements = state.positionals
    } else if let variable = state.variables[name] {
      if case .keys = parameter.operation {
        let elements = variable.elements ?? variable.values
        let keys = variable.keys ?? elements.indices.map { String($0) }
        return isOpenList(elements) ? keys + [hole("a subscript of $\(name)")] : keys
      }
      elements = variable.elements ?? variable.values.first.map { [$0] } ?? []
      if variable.values.count > 1, variable.elements == nil { elements = [pick(name, variable.values)] }
    } else if case .names = parameter.operation {
      elements = state.variables.all.names(from: name)
    } else {
      elements = [knownVariable(name) ?? hole("the value of $\(name)", isList: true)]
    }
    switch parameter.operation {
    case .value, .keys, .names, .length, .other: return elements
    case .substring(let offset, let length):
      // `${@:1}` counts from `$1`, arrays count from 0.
      if name == "@" || name == "*" { elements.insert(state.name, at: 0) }
      if isOpenList(elements) { return [hole("some of the elements of $\(name)", isList: true)] }
      guard let from = arithmetic(offset), from >= 0 || -from <= elements.count else { return elements }
      var start = from < 0 ? elements.count + from : from
      // Where an array has gaps, it is the subscripts that count.
      let numbers = state.variables[name]?.keys?.compactMap { Int($0) } ?? []
      if numbers.count == elements.count, let last = numbers.last {
        let first = from < 0 ? last + 1 + from : from
        start = numbers.firstIndex { $0 >= first } ?? elements.count
      }
      var kept = elements.dropFirst(min(start, elements.count))
      if let length {
        guard let count = arithmetic(length), count >= 0 else { return elements }
        kept = kept.prefix(count)
      }
      return Array(kept)
    case .defaultValue(let word, _), .assignDefault(let word, _):
      return elements.isEmpty ? [text(of: word)] : elements
    case .errorIfUnset: return elements
    case .alternative(let word, _): return elements.isEmpty ? [] : [text(of: word)]
    default: return elements.map { changed($0, by: parameter.operation, name: name) }
    }
  }

  // MARK: one value

  /// The one text that an expansion stands for.
  func value(of parameter: ParameterExpansion, isQuoted: Bool) -> String {
    var name = parameter.name
    if parameter.isIndirect {
      guard let target = value(named: name), !isOpen(target), !target.isEmpty else {
        return hole("the value that $\(name) names")
      }
      name = target
    }
    if isList(parameter) { return elements(of: parameter).joined(separator: joiner(of: parameter)) }
    var plain: String?
    if let word = parameter.subscriptWord { plain = element(of: name, at: word) } else { plain = value(named: name) }
    switch parameter.operation {
    case .value: return plain ?? ""
    case .length: return length(of: parameter, plain)
    case .defaultValue(let word, let emptyCounts):
      return defaulted(plain, name, emptyCounts: emptyCounts) { self.operand(word, isQuoted: isQuoted) }
    case .assignDefault(let word, let emptyCounts):
      let value = defaulted(plain, name, emptyCounts: emptyCounts) { self.operand(word, isQuoted: isQuoted) }
      if value != plain { assign(name, value) }
      return value
    case .errorIfUnset:
      if let plain, !plain.isEmpty, !Hole.isWhole(plain) || firstUnknown(in: plain) == nil { return plain }
      let source = plain.flatMap { firstUnknown(in: $0)?.source } ?? .elsewhere
      let value = hole("the value of ${\(name):?}", source, isNonEmpty: true)
      // The shell ends here unless there is a value, so whatever comes later has one.
      if parameter.subscriptWord == nil, isName(name) { assign(name, value) }
      return value
    case .alternative(let word, let emptyCounts):
      guard let plain, !(emptyCounts && plain.isEmpty) else { return "" }
      if isOpen(plain), Hole.isWhole(plain), firstUnknown(in: plain)?.isNonEmpty == false {
        if pick("\(name):+", ["", "+"]).isEmpty { return "" }
      }
      return operand(word, isQuoted: isQuoted)
    default: return changed(plain ?? "", by: parameter.operation, name: name)
    }
  }

  /// What stands between the elements of `"$*"`: the first separator.
  private func joiner(of parameter: ParameterExpansion) -> String {
    if isSeparate(parameter) { return " " }
    return separators.unicodeScalars.first.map { String($0) } ?? ""
  }

  /// The word that `${x-word}` or `${x+word}` stands for; nil where it stands for the value of `x`, or for nothing.
  func operandUsed(by parameter: ParameterExpansion) -> Word? {
    let word: Word
    let emptyCounts: Bool
    let wantsValue: Bool
    switch parameter.operation {
    case .defaultValue(let operand, let counts): (word, emptyCounts, wantsValue) = (operand, counts, false)
    case .alternative(let operand, let counts): (word, emptyCounts, wantsValue) = (operand, counts, true)
    default: return nil
    }
    // What may be either is decided where the value is asked for.
    guard !parameter.isIndirect else { return nil }
    if isList(parameter) {
      let elements = elements(
        of: ParameterExpansion(
          name: parameter.name, subscriptWord: parameter.subscriptWord, operation: .value, span: parameter.span))
      guard !elements.contains(where: isOpen) else { return nil }
      let isEmpty = elements.isEmpty || (emptyCounts && elements.allSatisfy(\.isEmpty))
      return isEmpty == wantsValue ? nil : word
    }
    let plain: String?
    if let subscriptWord = parameter.subscriptWord {
      plain = element(of: parameter.name, at: subscriptWord)
    } else {
      plain = value(named: parameter.name)
    }
    if let plain, isOpen(plain) || (plain.isEmpty && state.variables[referred(parameter.name)]?.canBeUnset == true) {
      return nil
    }
    let isEmpty = plain == nil || (emptyCounts && plain?.isEmpty == true)
    return isEmpty == wantsValue ? nil : word
  }

  private func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first else { return false }
    return first == UInt8(ascii: "_") || first | 0x20 >= UInt8(ascii: "a") && first | 0x20 <= UInt8(ascii: "z")
  }

  private func operand(_ word: Word, isQuoted: Bool) -> String {
    if isQuoted { return text(of: word) }
    // `${x:-a b}` is split like a value, quotes inside are rare enough to be read as one text.
    return text(of: word)
  }

  /// `${x:-word}`: a value that the hook's environment lacks is unknown, not empty, so both can be.
  private func defaulted(_ plain: String?, _ name: String, emptyCounts: Bool, _ word: () -> String) -> String {
    guard let plain else { return word() }
    if plain.isEmpty { return emptyCounts || state.variables[name]?.canBeUnset == true ? word() : plain }
    guard isOpen(plain), Hole.isWhole(plain), firstUnknown(in: plain)?.isNonEmpty == false else { return plain }
    if pick("\(name):-", ["-", ""]).isEmpty { return plain }
    return word()
  }

  private func length(of parameter: ParameterExpansion, _ plain: String?) -> String {
    if let word = parameter.subscriptWord, case .literal(let text)? = word.parts.first, text == "@" || text == "*" {
      guard let elements = state.variables[referred(parameter.name)]?.elements, !isOpenList(elements) else {
        return hole("the length of $\(parameter.name)", isNonEmpty: true)
      }
      return String(elements.count)
    }
    if parameter.name == "@" || parameter.name == "*" {
      return isOpenList ? hole("the number of parameters", isNonEmpty: true) : String(state.positionals.count)
    }
    guard let plain else { return "0" }
    return isOpen(plain)
      ? hole("the length of $\(parameter.name)", isNonEmpty: true) : String(plain.unicodeScalars.count)
  }

  /// The element of an array that arithmetic asks for.
  func element(of name: String, at text: String) -> String? {
    element(of: name, at: Word(parts: [.literal(text)], span: 0..<0))
  }

  private func element(of given: String, at word: Word) -> String? {
    let name = referred(given)
    guard let variable = state.variables[name] else { return value(named: name) }
    guard let elements = variable.elements else {
      return value(named: name)
    }
    if let keys = variable.keys {
      var key = text(of: word)
      if isOpen(key) { return hole("an element of $\(name)") }
      if !keys.contains(where: { Int($0) == nil }), let index = arithmetic(word) {
        key = String(index < 0 ? (keys.compactMap { Int($0) }.max() ?? -1) + 1 + index : index)
      }
      guard let index = keys.lastIndex(of: key), index < elements.count else { return nil }
      return elements[index]
    }
    guard let index = arithmetic(word) else { return hole("an element of $\(name)") }
    let place = index < 0 ? elements.count + index : index
    if isOpenList(index < 0 ? elements[...] : elements.prefix(place + 1)) { return hole("an element of $\(name)") }
    if place >= 0, place < elements.count { return elements[place] }
    return elements.contains(where: isOpen) ? hole("an element of $\(name)") : nil
  }

  // MARK: operators on a known text

  /// `${x#a}`, `${x/a/b}`, `${x:1:2}`, `${x^^}`, `${x@Q}`.
  func changed(_ text: String, by operation: ParameterExpansion.Operation, name: String) -> String {
    let part = { (source: Unknown.Source) in self.hole("a part of the value of $\(name)", source) }
    // Matching a pattern at each place of a text takes its square.
    if text.utf8.count > bounds.patternBytes {
      switch operation {
      case .removePrefix, .removeSuffix, .replace: return part(.elsewhere)
      default: break
      }
    }
    let allowed = bounds.patternBytes * bounds.patternBytes
    var steps = allowed
    defer { charge(allowed - max(0, steps)) }
    switch operation {
    case .removePrefix(let word, let longest):
      guard let pattern = pattern(of: word), !isOpen(text) else { return part(.elsewhere) }
      return Wildcard.withoutPrefix(text, pattern, longest: longest, steps: &steps) ?? part(.elsewhere)
    case .removeSuffix(let word, let longest):
      guard let pattern = pattern(of: word) else { return part(.elsewhere) }
      if isOpen(text) {
        // What a known tail loses is known, too; and what is left of an unknown name still lies where the name did.
        guard let last = Hole.pieces(of: text).last, case .known(let tail) = last, !longest else {
          return part(firstUnknown(in: text)?.source ?? .elsewhere)
        }
        let shorter = Wildcard.withoutSuffix(tail, pattern, longest: false, steps: &steps)
        guard let shorter, shorter != tail else { return part(firstUnknown(in: text)?.source ?? .elsewhere) }
        return String(text.dropLastBytes(tail.utf8.count)) + shorter
      }
      return Wildcard.withoutSuffix(text, pattern, longest: longest, steps: &steps) ?? part(.elsewhere)
    case .replace(let word, let with, let kind):
      let replacement = with.map { self.text(of: $0) } ?? ""
      guard let pattern = pattern(of: word), !isOpen(text), !takesMatch(with) else { return part(.elsewhere) }
      return Wildcard.replacing(text, pattern, with: replacement, kind, steps: &steps) ?? part(.elsewhere)
    case .substring(let offset, let length):
      guard !isOpen(text), let from = arithmetic(offset) else { return part(.elsewhere) }
      let scalars = Array(text.unicodeScalars)
      let start = from < 0 ? scalars.count + from : from
      guard start >= 0, start <= scalars.count else { return "" }
      var end = scalars.count
      if let length {
        guard let count = arithmetic(length) else { return part(.elsewhere) }
        end = count < 0 ? scalars.count + count : min(start + count, scalars.count)
      }
      guard end > start else { return "" }
      var result = ""
      result.unicodeScalars.append(contentsOf: scalars[start..<end])
      return result
    case .changeCase(let mark, let pattern):
      guard !isOpen(text) else { return part(.elsewhere) }
      var bytes: [UInt8]?
      if let pattern {
        guard let known = self.pattern(of: pattern) else { return part(.elsewhere) }
        bytes = known
      }
      return changingCase(of: text, mark, where: bytes)
    case .transform(let letter):
      guard !isOpen(text) else { return part(.elsewhere) }
      switch letter {
      case "U": return text.uppercased()
      case "L": return text.lowercased()
      case "u": return text.prefix(1).uppercased() + text.dropFirst()
      case "Q" where !text.utf8.contains { $0 < 0x20 || $0 == 0x7F }: return ResolvedCommand.shellQuoted(text)
      default: return part(.elsewhere)
      }
    case .other: return hole("the value of $\(name)")
    default: return text
    }
  }

  /// Whether an unquoted `&` stands in a replacement, which newer shells replace by what was matched.
  private func takesMatch(_ replacement: Word?) -> Bool {
    guard let replacement else { return false }
    return replacement.parts.contains { part in
      if case .literal(let text) = part { return text.utf8.contains(UInt8(ascii: "&")) }
      return false
    }
  }

  /// `${x^pattern}` and its kin: the first character, or each, where the pattern matches it.
  private func changingCase(of text: String, _ mark: String, where pattern: [UInt8]?) -> String {
    var result = ""
    for (index, character) in text.enumerated() {
      let isMeant =
        (index == 0 || mark.utf8.count == 2)
        && (pattern.map { Wildcard.matchesExtended($0, Array(character.utf8)[...]) } ?? true)
      guard isMeant else {
        result.append(character)
        continue
      }
      switch mark.utf8.first {
      case UInt8(ascii: "^"): result += character.uppercased()
      case UInt8(ascii: ","): result += character.lowercased()
      default: result += character.isUppercase ? character.lowercased() : character.uppercased()
      }
    }
    return result
  }

  /// A word as a pattern, quoted characters escaped; nil where a part of it is unknown.
  func pattern(of word: Word) -> [UInt8]? {
    var pattern: [UInt8] = []
    for part in word.parts {
      switch part {
      case .literal(let text):
        // A tilde at the start of a pattern is expanded, too.
        pattern += Array(text.utf8)
      case .parameter(let parameter):
        let text = value(of: parameter, isQuoted: false)
        if isOpen(text) { return nil }
        pattern += Array(text.utf8)
      case .command(let script, _):
        let text = output(of: script)
        if isOpen(text) { return nil }
        pattern += Array(text.utf8)
      case .extendedGlob(let mark, let alternatives):
        pattern += Array(String(mark).utf8) + [UInt8(ascii: "(")]
        for (index, alternative) in alternatives.enumerated() {
          guard let known = self.pattern(of: alternative) else { return nil }
          if index > 0 { pattern.append(UInt8(ascii: "|")) }
          pattern += known
        }
        pattern.append(UInt8(ascii: ")"))
      default:
        var builder = WordBuilder(spelling: "")
        expand(quoted: part, into: &builder)
        if isOpen(builder.text) { return nil }
        pattern += Wildcard.escaped(builder.text)
      }
    }
    return pattern
  }
}

extension String {
  /// The text without its last bytes.
  func dropLastBytes(_ count: Int) -> Substring {
    let end = utf8.index(endIndex, offsetBy: -min(count, utf8.count))
    return self[..<end]
  }
}

extension ResolvedCommand {
  /// `text` as one word of shell.
  static func shellQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
