/// A list of gitignore-style patterns: the last one that matches decides, `!` negates.
///
/// The rules are those of `git check-ignore`, byte for byte, unless an option widens them.
public struct PathPatterns: Sendable {
  /// Which patterns of a mixed list are meant: those that begin with `~/` stand for paths below the home folder.
  public enum Base: Sendable {
    /// All of them, `~` being an ordinary name, as git has it.
    case verbatim
    /// Those that do not begin with `~/`.
    case folder
    /// Those that begin with `~/`, anchored at the home folder.
    case home
  }

  /// What a list says about a path.
  public enum Decision: Sendable, Equatable {
    /// No pattern matches.
    case none
    /// The pattern at this index matches.
    case matched(Int)
    /// The negated pattern at this index takes the path out.
    case negated(Int)
  }

  /// One pattern. Kept small, since lists are compiled anew in every process.
  private struct Entry: Sendable {
    var index: Int32
    var firstToken: Int32
    var endToken: Int32
    /// The tokens over characters; the same as the others for an ASCII pattern.
    var firstCharacterToken: Int32
    var endCharacterToken: Int32
    var traits: Traits
    /// The first byte of every match, folded; 0 where it can be any.
    var firstByte: UInt8

    var tokens: Range<Int> { Int(firstToken)..<Int(endToken) }
    var characterTokens: Range<Int> { Int(firstCharacterToken)..<Int(endCharacterToken) }
  }

  private struct Traits: OptionSet, Sendable {
    let rawValue: UInt8
    static let isNegated = Traits(rawValue: 1)
    static let isFolderOnly = Traits(rawValue: 2)
    /// Without a slash: compared with the last name of a path.
    static let isNameOnly = Traits(rawValue: 4)
    /// The last name has a wildcard, beyond the bare stars that mean "everything here".
    static let hasWildcardName = Traits(rawValue: 8)
    static let foldsCase = Traits(rawValue: 16)
  }

  private var program = GlobProgram()
  private var entries: [Entry] = []
  private let foldsCase: Bool
  private let exceptTemplates: Bool
  /// At most one list: an array, because a struct cannot hold itself.
  private let exceptions: [PathPatterns]

  /// Compiles a list.
  ///
  /// - Parameters:
  ///   - foldsCase: Patterns match whatever the case and the encoding of accents is; negated ones match exactly.
  ///   - exceptTemplates: `.env.example`, `.env.sample`, `.env.template` and `.env.dist` are matched by their literal
  ///     name or by a folder above them, not by a wildcard.
  ///   - exceptions: Patterns, matched exactly, of paths that stay out even below a matched folder.
  ///   - base: Which patterns of the list are meant; the others never match.
  public init(
    _ patterns: [String], foldsCase: Bool = false, exceptTemplates: Bool = false, exceptions: [String] = [],
    base: Base = .verbatim
  ) {
    self.foldsCase = foldsCase
    self.exceptTemplates = exceptTemplates
    self.exceptions = exceptions.isEmpty ? [] : [PathPatterns(exceptions)]
    entries.reserveCapacity(patterns.count)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(patterns.reduce(0) { $0 + $1.utf8.count })
    program.tokens.reserveCapacity(bytes.capacity)
    for (index, pattern) in patterns.enumerated() {
      if base != .verbatim, Self.isHome(pattern) != (base == .home) { continue }
      let start = bytes.count
      bytes.append(contentsOf: pattern.utf8)
      add(bytes[start...], index: index, base: base)
    }
  }

  /// Whether a pattern stands for paths below the home folder.
  public static func isHome(_ pattern: String) -> Bool {
    pattern.utf8.starts(with: "~/".utf8) || pattern.utf8.starts(with: "!~/".utf8)
  }

  /// Whether no pattern of the list can match.
  public var isEmpty: Bool { entries.isEmpty }

  /// The indices of patterns that match nothing, because a bracket or a backslash in them is not finished.
  public var unfinished: [Int] {
    guard program.tokens.contains(GlobProgram.Token.never) else { return [] }
    return entries.filter { program.tokens[$0.tokens].contains(GlobProgram.Token.never) }.map { Int($0.index) }
  }

  /// The index of the pattern that decides about `path` (relative to the list's folder, `/` between names), or nil when
  /// none matches or a negated one decides. A folder's pattern covers all below it.
  public func match(_ path: String, isFolder: Bool) -> Int? {
    if case .matched(let index) = decision(path, isFolder: isFolder) { index } else { nil }
  }

  /// What the list says about `path`, for a caller that combines lists.
  public func decision(_ path: String, isFolder: Bool) -> Decision {
    // The list's own folder is not below it.
    if entries.isEmpty || path.isEmpty { return .none }
    var decision = path.withBytes { bytes in
      walk(bytes, bytes, isFolder: isFolder, overCharacters: false)
    }
    if foldsCase, !Folding.isASCII(path) {
      let text = characterText(path)
      let wider = path.withBytes { bytes in walk(text.span, bytes, isFolder: isFolder, overCharacters: true) }
      if case .matched = wider { decision = wider }
    }
    if case .matched = decision, let exception = exceptions.first?.match(path, isFolder: isFolder) {
      return .negated(exception)
    }
    return decision
  }
}

// MARK: - Compiling

extension PathPatterns {
  private mutating func add(_ pattern: ArraySlice<UInt8>, index: Int, base: Base) {
    var rest = pattern
    if rest.first == UInt8(ascii: "#") { return }
    Self.trimTrailingSpaces(&rest)
    let isNegated = rest.first == UInt8(ascii: "!")
    if isNegated { rest.removeFirst() }
    if base == .home { rest.removeFirst() }
    let isFolderOnly = rest.last == UInt8(ascii: "/")
    // The literal beginning is measured before the slash is taken off, as git does.
    var lead = rest.firstIndex(where: Self.isSpecial).map { $0 - rest.startIndex } ?? rest.count
    if isFolderOnly { rest.removeLast() }
    lead = min(lead, rest.count)
    let isNameOnly = !rest.contains(UInt8(ascii: "/"))
    if rest.first == UInt8(ascii: "/") {
      rest.removeFirst()
      lead -= 1
    }
    if rest.isEmpty { return }

    let folds = foldsCase && !isNegated
    var options: GlobProgram.Options = isNameOnly ? [] : .path
    if folds { options.insert(.foldsCase) }
    let start = program.tokens.count
    var parser = GlobParser(rest, lead: lead, options: options)
    parser.parse(into: &program)
    let tokens = start..<program.tokens.count
    let characterTokens =
      folds && rest.contains { $0 >= 0x80 } ? addCharacterTokens(rest, lead: lead, options: options) : tokens
    let first = program.tokens[tokens.lowerBound]
    var traits: Traits = []
    if isNegated { traits.insert(.isNegated) }
    if isFolderOnly { traits.insert(.isFolderOnly) }
    if isNameOnly { traits.insert(.isNameOnly) }
    if Self.hasWildcardName(rest) { traits.insert(.hasWildcardName) }
    if folds { traits.insert(.foldsCase) }
    entries.append(
      Entry(
        index: Int32(index), firstToken: Int32(tokens.lowerBound), endToken: Int32(tokens.upperBound),
        firstCharacterToken: Int32(characterTokens.lowerBound), endCharacterToken: Int32(characterTokens.upperBound),
        traits: traits, firstByte: first < 0x80 ? UInt8(first) : 0))
  }

  /// Compiles the folded pattern once more, over characters: its characters beyond ASCII become tokens of their own.
  private mutating func addCharacterTokens(
    _ pattern: ArraySlice<UInt8>, lead: Int, options: GlobProgram.Options
  ) -> Range<Int> {
    var parts = GlobProgram()
    var parser = GlobParser(pattern, lead: lead, options: options)
    parser.parse(into: &parts)
    let start = program.tokens.count
    var literal: [UInt8] = []
    for token in parts.tokens + [GlobProgram.Token.never] {
      if token < 256 {
        literal.append(UInt8(token))
        continue
      }
      for piece in literal.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).enumerated() {
        if piece.offset > 0 { program.tokens.append(UInt32(UInt8(ascii: "/"))) }
        for character in Folding.folded(String(decoding: piece.element, as: UTF8.self)) {
          if let byte = character.asciiValue, character.utf8.count == 1 {
            program.tokens.append(UInt32(byte))
          } else {
            program.tokens.append(self.token(for: character))
          }
        }
      }
      literal.removeAll(keepingCapacity: true)
      if token >= GlobProgram.Token.firstClass {
        program.tokens.append(GlobProgram.Token.firstClass + UInt32(program.classes.count))
        program.classes.append(parts.classes[Int(token - GlobProgram.Token.firstClass)])
      } else {
        program.tokens.append(token)
      }
    }
    // The last token is the one that was added to flush the literal before the end.
    program.tokens.removeLast()
    return start..<program.tokens.count
  }

  private mutating func token(for character: Character) -> UInt32 {
    if let known = program.characters.firstIndex(of: character) {
      return GlobProgram.Token.firstCharacter + UInt32(known)
    }
    program.characters.append(character)
    return GlobProgram.Token.firstCharacter + UInt32(program.characters.count - 1)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\\")
  }

  private static func trimTrailingSpaces(_ bytes: inout ArraySlice<UInt8>) {
    var end = bytes.startIndex
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "\\") {
        // A backslash at the very end keeps the spaces before it, as in git.
        if index + 1 == bytes.endIndex { return }
        index += 2
        end = index
        continue
      }
      index += 1
      if bytes[index - 1] != UInt8(ascii: " ") { end = index }
    }
    bytes = bytes[..<end]
  }

  private static func hasWildcardName(_ pattern: ArraySlice<UInt8>) -> Bool {
    var hasWildcard = false
    var hasOther = false
    for byte in pattern.reversed() {
      if byte == UInt8(ascii: "/") { break }
      if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[") { hasWildcard = true }
      if byte != UInt8(ascii: "*") { hasOther = true }
    }
    return hasWildcard && hasOther
  }
}

// MARK: - Matching

extension PathPatterns {
  /// A path as the elements that programs over characters take: a byte for an ASCII character, the token of a character
  /// that a pattern names, or `otherCharacter`.
  private func characterText(_ path: String) -> [UInt32] {
    var text: [UInt32] = []
    text.reserveCapacity(path.utf8.count)
    // Names are folded one by one: an accent at the beginning of a name would else hide the slash before it.
    for (offset, name) in path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).enumerated() {
      if offset > 0 { text.append(0x2F) }
      for character in Folding.folded(String(Substring(name))) {
        if character.utf8.count == 1, let byte = character.asciiValue {
          text.append(UInt32(byte))
        } else if let known = program.characters.firstIndex(of: character) {
          text.append(GlobProgram.Token.firstCharacter + UInt32(known))
        } else {
          text.append(GlobProgram.Token.otherCharacter)
        }
      }
    }
    return text
  }

  /// Looks at each folder above the path from the top, and then at the path: the first that a pattern matches decides.
  ///
  /// Negated patterns are compared with the exact bytes, `raw`, whatever `text` is; both have the same number of names.
  private func walk<Element: FixedWidthInteger & UnsignedInteger>(
    _ text: borrowing Span<Element>, _ raw: borrowing Span<UInt8>, isFolder: Bool, overCharacters: Bool
  ) -> Decision {
    var start = 0
    var rawStart = 0
    var decision = Decision.none
    while true {
      var end = start
      while end < text.count, text[end] != 0x2F { end += 1 }
      var rawEnd = rawStart
      while rawEnd < raw.count, raw[rawEnd] != 0x2F { rawEnd += 1 }
      let isLast = end == text.count
      // A slash at the end says that the path is a folder, and there is nothing behind it to look at.
      if isLast && end == start && start > 0 { return decision }
      decision = last(
        text.extracting(first: end), name: start, raw.extracting(first: rawEnd), rawName: rawStart,
        isFolder: isLast ? isFolder : true, overCharacters: overCharacters)
      if isLast { return decision }
      if case .matched = decision { return decision }
      start = end + 1
      rawStart = rawEnd + 1
    }
  }

  private func last<Element: FixedWidthInteger & UnsignedInteger>(
    _ text: borrowing Span<Element>, name: Int, _ raw: borrowing Span<UInt8>, rawName: Int, isFolder: Bool,
    overCharacters: Bool
  ) -> Decision {
    let isTemplate = exceptTemplates && !isFolder && Self.isTemplate(raw, from: rawName)
    var index = entries.count
    while index > 0 {
      index -= 1
      let entry = entries[index]
      let traits = entry.traits
      if traits.contains(.isFolderOnly) && !isFolder { continue }
      let isNameOnly = traits.contains(.isNameOnly)
      var options: GlobProgram.Options = isNameOnly ? [] : .path
      if traits.contains(.isNegated) {
        if program.matches(entry.tokens, raw, from: isNameOnly ? rawName : 0, options: options) {
          return .negated(Int(entry.index))
        }
        continue
      }
      if isTemplate && traits.contains(.hasWildcardName) { continue }
      let folds = traits.contains(.foldsCase)
      let from = isNameOnly ? name : 0
      if entry.firstByte != 0, !overCharacters {
        guard from < text.count else { continue }
        let element = UInt8(truncatingIfNeeded: text[from])
        if element != entry.firstByte && !(folds && element | 0x20 == entry.firstByte) { continue }
      }
      if folds { options.insert(.foldsCase) }
      let tokens = overCharacters ? entry.characterTokens : entry.tokens
      if program.matches(tokens, text, from: from, options: options) { return .matched(Int(entry.index)) }
    }
    return .none
  }

  /// `.env.example` and its like, also with an environment's name between: `.env.local.example`.
  private static func isTemplate(_ text: borrowing Span<UInt8>, from start: Int) -> Bool {
    hasPrefix(".env.", text, at: start)
      && (hasSuffix(".example", text) || hasSuffix(".sample", text) || hasSuffix(".template", text)
        || hasSuffix(".dist", text))
  }

  private static func hasPrefix(_ prefix: StaticString, _ text: borrowing Span<UInt8>, at start: Int) -> Bool {
    text.count - start >= prefix.utf8CodeUnitCount && equals(prefix, text, at: start)
  }

  private static func hasSuffix(_ suffix: StaticString, _ text: borrowing Span<UInt8>) -> Bool {
    text.count >= suffix.utf8CodeUnitCount && equals(suffix, text, at: text.count - suffix.utf8CodeUnitCount)
  }

  private static func equals(_ word: StaticString, _ text: borrowing Span<UInt8>, at start: Int) -> Bool {
    for offset in 0..<word.utf8CodeUnitCount {
      let byte = unsafe word.utf8Start[offset]
      if text[start + offset] != byte { return false }
    }
    return true
  }
}
