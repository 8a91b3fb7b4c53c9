import HookModel
import ShellSyntax

/// Builds the words that one word of the script becomes.
///
/// Arguments made here keep holes in their values; `finished(_:)` turns them into what policies see.
struct WordBuilder {
  var words: [Argument] = []
  /// How the word is written.
  let spelling: String
  var text = ""
  /// Whether there is a word, be it an empty one (`""`).
  var isWord = false
  /// Where unquoted pattern characters stand in `text`.
  var wildcards: [Int] = []
  /// Whether an unquoted expansion gave all of the word.
  var isQuoted = false

  init(spelling: String) { self.spelling = spelling }

  /// Adds text that is quoted, or has nothing to be split at.
  mutating func add(_ more: String) {
    text += more
    isWord = true
  }

  /// Adds a character of the script that is special in a pattern.
  mutating func add(special character: String) {
    wildcards.append(text.utf8.count)
    text += character
    isWord = true
  }

  /// Adds unquoted text of the script itself, whose pattern characters count.
  mutating func add(unquoted more: String) {
    noteWildcards(in: more)
    text += more
    isWord = true
  }

  private mutating func noteWildcards(in more: String) {
    var offset = text.utf8.count
    for byte in more.utf8 {
      if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[") {
        wildcards.append(offset)
      }
      offset += 1
    }
  }

  /// Adds the value of an unquoted expansion: it is split at the separators (POSIX 2.6.5).
  mutating func add(_ value: String, splitAt separators: String) {
    if separators.isEmpty || !value.utf8.contains(where: { separators.utf8.contains($0) }) {
      if !value.isEmpty { add(unquoted: value) }
      return
    }
    var field: [UInt8] = []
    /// Whether white space has just ended a word: another separator behind it belongs to the same delimiter.
    var isDelimited = false
    for byte in value.utf8 {
      guard separators.utf8.contains(byte) else {
        field.append(byte)
        isDelimited = false
        continue
      }
      if !field.isEmpty { add(unquoted: String(decoding: field, as: UTF8.self)) }
      field = []
      if byte == 0x20 || byte == 0x09 || byte == 0x0A {
        guard isWord else { continue }
        endWord()
        isDelimited = true
      } else {
        // Separators that are no white space delimit empty fields, too.
        if !isDelimited { endWord() }
        isDelimited = false
      }
    }
    if !field.isEmpty { add(unquoted: String(decoding: field, as: UTF8.self)) }
  }

  /// Ends the word that is being built.
  mutating func endWord() {
    var word = Argument(text, spelling: spelling)
    if !wildcards.isEmpty {
      pending.append((index: words.count, wildcards: wildcards))
      word.isFromWildcard = true
    }
    words.append(word)
    text = ""
    isWord = false
    wildcards = []
  }

  /// The words that are patterns, with the places of their pattern characters.
  var pending: [(index: Int, wildcards: [Int])] = []
}

extension ShellEvaluator {
  /// The text of the script in a span, for people; beyond `limit` bytes it ends in `…`.
  func written(_ span: Span, limit: Int = .max) -> String {
    let bytes = source.utf8
    guard span.lowerBound >= 0, span.upperBound <= bytes.count, span.lowerBound < span.upperBound else { return "" }
    let start = bytes.index(bytes.startIndex, offsetBy: span.lowerBound)
    if span.count <= limit { return readable(String(source[start..<bytes.index(start, offsetBy: span.count)])) }
    var end = bytes.index(start, offsetBy: limit)
    while bytes[end] & 0xC0 == 0x80 { end = bytes.index(before: end) }
    // A hole is two scalars, and is not cut through.
    if end > start, source.unicodeScalars[source.unicodeScalars.index(before: end)].value == 0xFDD0 {
      end = source.unicodeScalars.index(before: end)
    }
    return readable(String(source[start..<end])) + "…"
  }

  /// A text with each hole as `…`.
  func readable(_ text: String) -> String {
    guard isOpen(text) else { return text }
    var result = ""
    for piece in Hole.pieces(of: text) {
      switch piece {
      case .known(let known): result += known
      case .hole: result += "…"
      }
    }
    return result
  }

  /// Expands one word into any number of arguments.
  func expand(_ word: Word, into words: inout [Argument]) {
    if word.parts.count == 1 {
      switch word.parts[0] {
      case .literal(let text) where !needsExpansion(text):
        words.append(Argument(text, spelling: readable(text)))
        return
      case .singleQuoted(let text):
        words.append(Argument(text, spelling: written(word.span)))
        return
      default: break
      }
    }
    if hasBraces(word) {
      guard let expanded = BraceExpansion.expand(word, limit: bounds.braceWords) else {
        refuse(
          "`\(written(word.span))` becomes too many words",
          why: "a word may become \(bounds.braceWords) words by braces",
          fix: "use a smaller range, or a loop")
        return
      }
      if expanded.count != 1 || expanded[0] != word {
        for one in expanded { expandWithoutBraces(one, spelling: written(word.span), into: &words) }
        return
      }
    }
    expandWithoutBraces(word, spelling: written(word.span), into: &words)
  }

  private func needsExpansion(_ text: String) -> Bool {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "~"), UInt8(ascii: "{"): return true
      default: continue
      }
    }
    return false
  }

  private func hasBraces(_ word: Word) -> Bool {
    word.parts.contains { part in
      if case .literal(let text) = part { return text.utf8.contains(UInt8(ascii: "{")) }
      return false
    }
  }

  private func expandWithoutBraces(_ word: Word, spelling: String, into words: inout [Argument]) {
    walkQualifiers(of: word)
    var builder = WordBuilder(spelling: spelling)
    for (index, part) in word.parts.enumerated() {
      if let list = zshList(word.parts, at: index) {
        for (index, element) in list.enumerated() {
          if index > 0 { builder.endWord() }
          builder.add(element)
        }
        if !isZshSubscript(part) { continue }
        break
      }
      expand(part, isFirst: index == 0, isLast: index == word.parts.count - 1, isAssignment: false, into: &builder)
    }
    if builder.isWord { builder.endWord() }
    if !unknowns.isEmpty, word.parts.count == 1, isSplit(word.parts[0]) {
      for index in builder.words.indices { builder.words[index].value = builder.words[index].value.map(asList) }
    }
    if builder.pending.isEmpty || state.ignoresWildcards {
      words += builder.words
      return
    }
    var next = 0
    for (index, one) in builder.words.enumerated() {
      if next < builder.pending.count, builder.pending[next].index == index {
        matchWildcards(one, at: builder.pending[next].wildcards, into: &words)
        next += 1
      } else {
        words.append(one)
      }
    }
  }

  /// Whether a part becomes any number of words.
  private func isSplit(_ part: WordPart) -> Bool {
    switch part {
    case .parameter, .command: true
    default: false
    }
  }

  /// The one text that a word stands for where nothing is split: in assignments, here-documents, `case`, redirections.
  func text(of word: Word, splits: Bool = false, isAssignment: Bool = false) -> String {
    if word.parts.count == 1, case .literal(let text) = word.parts[0], text.utf8.first != UInt8(ascii: "~"),
      !isAssignment || !text.utf8.contains(UInt8(ascii: "~"))
    {
      return text
    }
    var builder = WordBuilder(spelling: "")
    for (index, part) in word.parts.enumerated() {
      if case .literal(let text) = part {
        expandLiteral(
          text, isFirst: index == 0, isLast: index == word.parts.count - 1, isAssignment: isAssignment, into: &builder)
      } else if case .parameter(let parameter) = part, let operand = operandUsed(by: parameter) {
        builder.add(self.text(of: operand))
      } else {
        expand(quoted: part, into: &builder)
      }
    }
    // `"$@"` makes words even between quotes; as one text they stand side by side.
    if builder.words.isEmpty { return builder.text }
    return (builder.words.compactMap(\.value) + (builder.isWord ? [builder.text] : [])).joined(separator: " ")
  }

  /// The elements of an array that is written `$x`, `$x[@]` or `"$x[@]"`; nil for anything else.
  private func zshList(_ parts: [WordPart], at index: Int) -> [String]? {
    switch parts[index] {
    case .parameter(let parameter): return zshList(parameter)
    case .doubleQuoted(let inner):
      guard isZshSubscript(parts[index]), case .parameter(let parameter) = inner[0] else { return nil }
      return zshList(parameter)
    default: return nil
    }
  }

  /// Whether a part is `"$x[@]"`, which bash takes for the first element and a text behind it.
  private func isZshSubscript(_ part: WordPart) -> Bool {
    guard case .doubleQuoted(let inner) = part, inner.count == 2, case .parameter = inner[0],
      case .literal(let text) = inner[1]
    else { return false }
    return text == "[@]" || text == "[*]"
  }

  /// The elements of an array that is written `$x`: all of them in zsh, where bash takes the first one. Both count.
  private func zshList(_ parameter: ParameterExpansion) -> [String]? {
    guard parameter.subscriptWord == nil, !parameter.isIndirect, case .value = parameter.operation, !state.isPOSIX,
      let elements = state.variables[referred(parameter.name)]?.elements, elements.count > 1,
      pick("the shell's $\(parameter.name)", ["bash", "zsh"]) == "zsh"
    else { return nil }
    return elements.filter { !$0.isEmpty }
  }

  private func expand(
    _ part: WordPart, isFirst: Bool, isLast: Bool, isAssignment: Bool, into builder: inout WordBuilder
  ) {
    switch part {
    case .literal(let text):
      expandLiteral(text, isFirst: isFirst, isLast: isLast, isAssignment: isAssignment, into: &builder)
    case .escaped(let text), .singleQuoted(let text), .ansiQuoted(let text): builder.add(text)
    case .doubleQuoted(let parts):
      // `"$@"` without parameters is no word at all; `"$*"` is an empty one.
      if parts.count == 1, isFirst, isLast, case .parameter(let parameter) = parts[0], isList(parameter),
        isSeparate(parameter), elements(of: parameter).isEmpty
      {
        return
      }
      builder.isWord = true
      for part in parts { expand(quoted: part, into: &builder) }
    case .parameter(let parameter):
      if let word = operandUsed(by: parameter) {
        expand(operand: word, into: &builder)
        return
      }
      if isList(parameter) {
        let separators = separators
        let elements = elements(of: parameter)
        // Empty elements count where blanks are no separators.
        if let first = separators.unicodeScalars.first, !first.properties.isWhitespace {
          builder.add(elements.joined(separator: String(first)), splitAt: separators)
          return
        }
        for (index, element) in elements.enumerated() {
          if index > 0, builder.isWord { builder.endWord() }
          builder.add(element, splitAt: separators)
        }
        return
      }
      builder.add(value(of: parameter, isQuoted: false), splitAt: separators)
    case .command(let script, _): builder.add(output(of: script), splitAt: separators)
    case .arithmetic(let expression): builder.add(arithmeticText(expression), splitAt: separators)
    case .process(let script, let isOutput): builder.add(process(script, isOutput: isOutput))
    case .extendedGlob(let mark, let alternatives): expand(mark, alternatives, into: &builder)
    }
  }

  /// `@(a|b)`: the text of a pattern whose operator, parentheses and bars are special.
  private func expand(_ mark: Character, _ alternatives: [Word], into builder: inout WordBuilder) {
    builder.add(special: String(mark))
    builder.add(special: "(")
    for (index, alternative) in alternatives.enumerated() {
      if index > 0 { builder.add(special: "|") }
      for part in alternative.parts {
        expand(part, isFirst: false, isLast: false, isAssignment: false, into: &builder)
      }
    }
    builder.add(special: ")")
  }

  /// The word of `${x:-word}` or `${x:+word}`, which is expanded as if it stood in the word itself.
  private func expand(operand word: Word, into builder: inout WordBuilder) {
    let separators = separators
    for (index, part) in word.parts.enumerated() {
      switch part {
      case .literal(var text):
        if index == 0, text.utf8.first == UInt8(ascii: "~"), !context.isRemote {
          let (expanded, rest) = tilde(text, isLast: word.parts.count == 1)
          if let expanded { builder.add(expanded) }
          text = rest
        }
        builder.add(text, splitAt: separators)
      case .parameter(let parameter)
      where isList(parameter) && isSeparate(parameter) && !separators.isEmpty && operandUsed(by: parameter) == nil:
        // There bash joins them before it splits.
        builder.add(elements(of: parameter).joined(separator: " "), splitAt: separators)
      default: expand(part, isFirst: false, isLast: false, isAssignment: false, into: &builder)
      }
    }
  }

  /// Expands a part that stands between double quotes, or where nothing is split.
  func expand(quoted part: WordPart, into builder: inout WordBuilder) {
    switch part {
    case .literal(let text), .escaped(let text), .singleQuoted(let text), .ansiQuoted(let text): builder.add(text)
    case .doubleQuoted(let parts):
      builder.isWord = true
      for part in parts { expand(quoted: part, into: &builder) }
    case .parameter(let parameter):
      if let word = operandUsed(by: parameter) {
        builder.isWord = true
        for part in word.parts { expand(quoted: part, into: &builder) }
        return
      }
      if isList(parameter), isSeparate(parameter) {
        for (index, element) in elements(of: parameter).enumerated() {
          if index > 0 { builder.endWord() }
          builder.add(element)
        }
        return
      }
      builder.add(value(of: parameter, isQuoted: true))
    case .command(let script, _): builder.add(output(of: script))
    case .arithmetic(let expression): builder.add(arithmeticText(expression))
    case .process(let script, let isOutput): builder.add(process(script, isOutput: isOutput))
    case .extendedGlob(let mark, let alternatives):
      builder.add(String(mark) + "(" + alternatives.map { text(of: $0) }.joined(separator: "|") + ")")
    }
  }

  // MARK: tilde

  private func expandLiteral(
    _ text: String, isFirst: Bool, isLast: Bool, isAssignment: Bool, into builder: inout WordBuilder
  ) {
    if !context.isRemote {
      if isFirst, text.utf8.first == UInt8(ascii: "~") {
        let (expanded, rest) = tilde(text, isLast: isLast)
        if let expanded { builder.add(expanded) }
        if isAssignment {
          builder.add(tildesBehindColons(rest, isLast: isLast))
        } else if !rest.isEmpty {
          builder.add(unquoted: rest)
        }
        return
      }
      if isAssignment, text.utf8.contains(UInt8(ascii: "~")) {
        builder.add(tildesBehindColons(text, isLast: isLast))
        return
      }
    }
    if isAssignment { builder.add(text) } else { builder.add(unquoted: isLast ? withoutQualifiers(text) : text) }
  }

  /// A pattern without zsh's qualifiers behind it, which only narrow what it matches.
  private func withoutQualifiers(_ text: String) -> String {
    guard text.utf8.last == UInt8(ascii: ")"), let start = text.utf8.lastIndex(of: UInt8(ascii: "(")) else {
      return text
    }
    return String(text[..<start])
  }

  /// In assignments a tilde counts behind each colon (POSIX 2.6.1).
  private func tildesBehindColons(_ text: String, isLast: Bool) -> String {
    guard text.utf8.contains(UInt8(ascii: "~")), text.utf8.contains(UInt8(ascii: ":")) else { return text }
    var fields = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    for index in fields.indices.dropFirst() where fields[index].utf8.first == UInt8(ascii: "~") {
      let (expanded, rest) = tilde(fields[index], isLast: isLast || index < fields.count - 1)
      fields[index] = (expanded ?? "") + rest
    }
    return fields.joined(separator: ":")
  }

  /// What the tilde prefix of `text` stands for, and what is behind it. A prefix that goes on in a quoted part is none.
  private func tilde(_ text: String, isLast: Bool) -> (String?, String) {
    let bytes = text.utf8
    let end = bytes.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") } ?? bytes.endIndex
    let rest = String(text[end...])
    if end == bytes.endIndex, !isLast { return (nil, text) }
    let user = String(text[bytes.index(after: bytes.startIndex)..<end])
    switch user {
    case "":
      // As `$HOME` is: the script may have set it.
      return (value(named: "HOME") ?? "", rest)
    case "+": return (value(named: "PWD") ?? "", rest)
    case "-": return (value(named: "OLDPWD") ?? "", rest)
    default:
      if isOpen(user) { return (hole("the home folder of an unknown user"), rest) }
      guard user.utf8.allSatisfy({ isUserName($0) }) else { return (nil, text) }
      return (facts.home(of: user) ?? hole("the home folder of \(user)"), rest)
    }
  }

  private func isUserName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  // MARK: substitutions

  /// The separators of word splitting.
  var separators: String {
    guard let variable = state.variables["IFS"] else { return " \t\n" }
    guard variable.values.count == 1, !isOpen(variable.values[0]) else { return " \t\n" }
    return variable.values[0]
  }

  /// What a command substitution stands for: the output without the newlines at its end.
  func output(of script: Script) -> String {
    if let file = redirectedFile(script) { return file }
    let texts = inSubshell {
      context.captures = true
      return walk(script)
    }
    let choice = texts.count == 1 ? texts[0] : pick("$(\(script.span))", texts)
    let bytes = choice.utf8
    guard bytes.last == 0x0A else { return choice }
    let end = bytes.lastIndex { $0 != 0x0A }
    return end.map { String(choice[...$0]) } ?? ""
  }

  /// `$(<file)`: the file's content, without a command.
  private func redirectedFile(_ script: Script) -> String? {
    guard script.statements.count == 1, script.statements[0].rest.isEmpty,
      script.statements[0].first.commands.count == 1,
      case .simple(let simple) = script.statements[0].first.commands[0].kind, simple.words.isEmpty,
      simple.assignments.isEmpty, simple.redirections.count == 1, case .input = simple.redirections[0].kind
    else { return nil }
    let channels = prepare(simple.redirections)
    finish(channels, printed: Self.nothing, isEmptying: false)
    var text = channels.input ?? ""
    while text.utf8.last == 0x0A { text = String(text.dropLast()) }
    return text
  }

  /// `<(script)` and `>(script)`: a name under which the output can be read.
  private func process(_ script: Script, isOutput: Bool) -> String {
    let path = "/dev/fd/\(nextDescriptor)"
    nextDescriptor -= 1
    if isOutput {
      outputProcesses.append((path: path, script: script, source: source))
      return path
    }
    let texts = inSubshell {
      context.captures = true
      return walk(script)
    }
    state.contents[path] = texts
    changed()
    return path
  }

  // MARK: choices

  /// One of several values; each is tried in its turn, and within one try the same one is taken each time.
  func pick(_ name: String, _ values: [String]) -> String {
    if values.count == 1 { return values[0] }
    guard let first = values.first else { return "" }
    if let made = choices.first(where: { $0.name == name && $0.count == values.count }) { return values[made.index] }
    if choices.count >= 4 * bounds.alternatives { return hole("one of several values of \(name)") }
    if let limit = tries, limit <= 0 { return hole("one of several values of \(name)") }
    choices.append(Choice(name: name, index: 0, count: values.count))
    return first
  }

  /// Calls `body` once for each combination of the values that it picks; the states that this leaves behind are merged.
  func trying(_ body: () -> [String]) -> [String] {
    let base = choices.count
    let start = state
    let certainty = context.certainty
    let firstEffect = effects.count
    var printed = body()
    if choices.count == base { return printed }
    // Where the shell can be if it fails: what any of the tries leaves behind.
    var endings = (status: status, failed: placesOnFailure ?? state.places, isMoved: placesOnFailure != nil)
    // Only now it is known that this was one of several.
    for index in firstEffect..<effects.count {
      effects[index].certainty = max(effects[index].certainty, .possible)
    }
    context.certainty = max(certainty, .possible)
    var ends = StateUnion()
    ends.add(state, self)
    var count = 1
    let firstRange = firstEffect..<effects.count
    while advance(beyond: base) {
      state = start
      count += 1
      let outerTries = tries
      tries = bounds.alternatives * bounds.alternatives - count
      status = .either
      placesOnFailure = nil
      let more = body()
      tries = outerTries
      if status != endings.status { endings.status = .either }
      if placesOnFailure != nil { endings.isMoved = true }
      for place in placesOnFailure ?? state.places where !endings.failed.contains(place) {
        endings.failed.append(place)
      }
      ends.add(state, self)
      if context.captures { printed = union(printed, more, "what one of several commands prints") }
      if count == 2 { dropRepeats(of: firstRange) }
      if count > bounds.alternatives * bounds.alternatives { break }
    }
    choices.removeSubrange(base...)
    context.certainty = certainty
    status = endings.status
    placesOnFailure = endings.isMoved ? endings.failed : nil
    state = ends.result(self) ?? state
    return printed
  }

  private func advance(beyond base: Int) -> Bool {
    while choices.count > base {
      let last = choices.count - 1
      choices[last].index += 1
      if choices[last].index < choices[last].count { return true }
      choices.removeLast()
    }
    return false
  }

  /// Drops the effects behind a range where they are the same once more.
  func dropRepeats(of range: Range<Int>) {
    guard effects.count == range.upperBound + range.count, range.count <= 64 else { return }
    for offset in 0..<range.count {
      if !isSame(effects[range.lowerBound + offset], effects[range.upperBound + offset]) { return }
    }
    effects.removeSubrange(range.upperBound...)
  }

  private func isSame(_ a: Effect, _ b: Effect) -> Bool {
    guard a.certainty == b.certainty, a.origin == b.origin else { return false }
    switch (a.action, b.action) {
    case (.run(let one), .run(let other)):
      return one.programPath == other.programPath && one.arguments == other.arguments && one.input == other.input
        && one.directory == other.directory && one.pipedTo == other.pipedTo
    case (.write(let one, let kind, let content), .write(let other, let otherKind, let otherContent)):
      return one == other && kind == otherKind && content == otherContent
    case (.read(let one, let use), .read(let other, let otherUse)): return one == other && use == otherUse
    case (.delete(let one, let recursive), .delete(let other, let otherRecursive)):
      return one == other && recursive == otherRecursive
    case (.execute(let one, let by), .execute(let other, let otherBy)): return one == other && by == otherBy
    case (.fetch(let one), .fetch(let other)): return one == other
    default: return false
    }
  }
}
