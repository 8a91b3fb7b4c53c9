internal import CPCRE2

/// A regular expression (PCRE2) whose matching is bounded: patterns come from people, but the texts come from models.
public struct RegularExpression: Sendable {
  /// How an expression is compiled.
  public struct Options: OptionSet, Sendable {
    /// The bits.
    public let rawValue: Int
    /// Creates a set from its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// Letters match in either case.
    public static let caseInsensitive = Options(rawValue: 1)
    /// `\w`, `\d`, `\s` and `\b` know the letters of every language; without it they are about ASCII.
    public static let unicodeClasses = Options(rawValue: 2)
    /// `^` and `$` match at every line.
    public static let lines = Options(rawValue: 4)
  }

  /// What came of a match.
  public enum MatchResult: Sendable, Equatable {
    case match
    case noMatch
    /// The search was given up at its bound: a rule that refuses takes it for a match.
    case boundReached
  }

  /// What came of a search for the first match.
  public enum SearchResult: Sendable, Equatable {
    /// The bytes of the match.
    case match(Range<Int>)
    case noMatch
    case boundReached
  }

  /// The expression as written.
  public let source: String
  private let code: Code

  /// Compiles an expression.
  ///
  /// - Throws: `PatternError` with the byte of the mistake.
  public init(_ source: String, options: Options = []) throws(PatternError) {
    self.source = source
    self.code = try Code(source, options)
  }

  /// Reads an expression that may be written between slashes: `/.../`, or `/.../i` for either case.
  ///
  /// - Throws: `PatternError` with the byte of the mistake in the text that is given.
  public init(delimited text: String, options: Options = []) throws(PatternError) {
    var options = options
    let bytes = text.utf8
    var inner = Substring(text)
    if bytes.count > 2, bytes.first == UInt8(ascii: "/") {
      if bytes.last == UInt8(ascii: "/") {
        inner = Substring(bytes.dropFirst().dropLast())
      } else if bytes.count > 3, bytes.suffix(2).elementsEqual("/i".utf8) {
        inner = Substring(bytes.dropFirst().dropLast(2))
        options.insert(.caseInsensitive)
      }
    }
    do {
      self.code = try Code(String(inner), options)
    } catch {
      let shift = inner.utf8.count == text.utf8.count ? 0 : 1
      throw PatternError(error.message, offset: error.offset.map { $0 + shift })
    }
    self.source = text
  }

  /// Whether the expression matches somewhere in `text`.
  public func matches(_ text: String) -> MatchResult {
    switch firstMatch(in: text) {
    case .match: .match
    case .noMatch: .noMatch
    case .boundReached: .boundReached
    }
  }

  /// The first match in `text`, as a range of its UTF-8 bytes from `start` on (which must not lie within a character).
  public func firstMatch(in text: String, from start: Int = 0) -> SearchResult {
    var text = text
    return text.withUTF8 { bytes in unsafe code.search(bytes, from: start) }
  }
}

/// A compiled expression, freed with its last owner.
///
/// PCRE2 does not change a compiled pattern when it matches (pcre2api, "Multithreading"), hence `@unchecked Sendable`.
@safe
private final class Code: @unchecked Sendable {
  private let pattern: OpaquePointer

  init(_ source: String, _ options: RegularExpression.Options) throws(PatternError) {
    var flags = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | UInt32(PCRE2_NO_UTF_CHECK)
    if options.contains(.caseInsensitive) { flags |= PCRE2_CASELESS }
    if options.contains(.unicodeClasses) { flags |= PCRE2_UCP }
    if options.contains(.lines) { flags |= PCRE2_MULTILINE }
    var code: CInt = 0
    var offset = 0
    var text = source
    let compiled = text.withUTF8 { bytes in
      unsafe pcre2_compile_8(bytes.baseAddress, bytes.count, flags, &code, &offset, nil)
    }
    guard let compiled = unsafe compiled else { throw PatternError(Code.message(code), offset: offset) }
    unsafe pattern = compiled
  }

  deinit { unsafe pcre2_code_free_8(pattern) }

  /// The steps that one search may take from all its starts together, which is about a tenth of a second; PCRE2 counts
  /// them anew from each start, so the share of one start shrinks with the length of the text.
  private static let budget = 20_000_000
  private static let mostSteps = 100_000
  private static let fewestSteps = 1_000
  /// Longer texts are not searched.
  private static let longestText = 4 << 20
  /// The memory for places to go back to, in KiB.
  private static let heap: UInt32 = 8 << 10

  func search(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> RegularExpression.SearchResult {
    guard text.count <= Code.longestText else { return .boundReached }
    guard start <= text.count else { return .noMatch }
    guard let found = unsafe pcre2_match_data_create_8(1, nil), let limits = unsafe pcre2_match_context_create_8(nil)
    else { return .boundReached }
    defer {
      unsafe pcre2_match_data_free_8(found)
      unsafe pcre2_match_context_free_8(limits)
    }
    let steps = max(Code.fewestSteps, min(Code.mostSteps, Code.budget / max(text.count, 1)))
    unsafe pcre2_set_match_limit_8(limits, UInt32(steps))
    unsafe pcre2_set_depth_limit_8(limits, UInt32(steps))
    unsafe pcre2_set_heap_limit_8(limits, Code.heap)
    let result = unsafe pcre2_match_8(
      pattern, text.baseAddress, text.count, start, UInt32(PCRE2_NO_UTF_CHECK), found, limits)
    if result == PCRE2_ERROR_NOMATCH { return .noMatch }
    guard result >= 0, let places = unsafe pcre2_get_ovector_pointer_8(found) else { return .boundReached }
    // `\K` in a lookahead can put the beginning behind the end.
    let (first, last) = unsafe (places[0], places[1])
    return .match(min(first, last)..<max(first, last))
  }

  private static func message(_ code: CInt) -> String {
    let text = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
      let count = unsafe pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)
      return unsafe String(decoding: buffer.prefix(max(0, Int(count))), as: UTF8.self)
    }
    return text.isEmpty ? "error \(code)" : text
  }
}
