/// What a stretch of a word is read as: which characters are special in it, and which end it.
struct WordContext {
  /// What ends it, when not quoted.
  enum End {
    case wordEnd, regexEnd, doubleQuote, textEnd, closeBrace, slash, subscriptEnd, subscriptOrBraceEnd, alternativeEnd,
      arithmeticEnd, arithmeticSectionEnd, bracketArithmeticEnd, substringEnd
  }

  /// What a `'` does.
  enum SingleQuotes {
    /// It quotes.
    case quoting
    /// It is text, but up to the next one nothing ends the word: bash in `"${x:-'}'}"` and in arithmetic.
    case paired
    /// It is text.
    case text
  }

  var end: End
  /// Whether it stands within double quotes or is read as if it did: a backslash then escapes few characters.
  var isQuoted: Bool
  var singleQuotes: SingleQuotes
  /// Whether a `"` quotes; elsewhere it is text or the end.
  var hasDoubleQuotes: Bool
  /// Whether `<(` and `>(` are process substitutions.
  var hasProcessSubstitution: Bool
  var hasExtendedGlobs: Bool
  /// The characters that cannot simply be passed over.
  var special: ByteSet

  /// A word (POSIX 2.3).
  static let word = WordContext(
    end: .wordEnd, isQuoted: false, singleQuotes: .quoting, hasDoubleQuotes: true, hasProcessSubstitution: true,
    hasExtendedGlobs: true, special: ByteSet("\\'\"$` \t\n|&;()<>?*+@!"))
  /// The regular expression behind `=~`: parentheses are its own, and so are `|` and what stands in parentheses.
  static let regularExpression = WordContext(
    end: .regexEnd, isQuoted: false, singleQuotes: .quoting, hasDoubleQuotes: true, hasProcessSubstitution: false,
    hasExtendedGlobs: false, special: ByteSet("\\'\"$` \t\n|&;()<>"))
  /// Between double quotes (POSIX 2.2.3).
  static let doubleQuoted = WordContext(
    end: .doubleQuote, isQuoted: true, singleQuotes: .text, hasDoubleQuotes: false, hasProcessSubstitution: false,
    hasExtendedGlobs: false, special: ByteSet("\\\"$`"))
  /// A here-document's body (POSIX 2.7.4).
  static let hereDocument = WordContext(
    end: .textEnd, isQuoted: true, singleQuotes: .text, hasDoubleQuotes: false, hasProcessSubstitution: false,
    hasExtendedGlobs: false, special: ByteSet("\\$`"))
  /// The word in `${x:-word}` (POSIX 2.6.2), outside double quotes.
  static let operand = WordContext(
    end: .closeBrace, isQuoted: false, singleQuotes: .quoting, hasDoubleQuotes: true, hasProcessSubstitution: true,
    hasExtendedGlobs: false, special: ByteSet("\\'\"$`}<>"))
  /// The word in `"${x:-word}"`.
  static let quotedOperand = WordContext(
    end: .closeBrace, isQuoted: true, singleQuotes: .paired, hasDoubleQuotes: true, hasProcessSubstitution: false,
    hasExtendedGlobs: false, special: ByteSet("\\'\"$`}"))
  /// The pattern in `${x#pattern}`, and the replacement in `${x/pattern/replacement}`: quotes quote there even
  /// within double quotes.
  static let pattern = WordContext(
    end: .closeBrace, isQuoted: false, singleQuotes: .quoting, hasDoubleQuotes: true, hasProcessSubstitution: false,
    hasExtendedGlobs: false, special: ByteSet("\\'\"$`}"))
  /// The pattern in `${x/pattern/replacement}`.
  static let replacedPattern = WordContext(
    end: .slash, isQuoted: false, singleQuotes: .quoting, hasDoubleQuotes: true, hasProcessSubstitution: false,
    hasExtendedGlobs: false, special: ByteSet("\\'\"$`}/"))
  /// The subscript in `name[subscript]=value`.
  static let subscriptOfAssignment = WordContext(
    end: .subscriptEnd, isQuoted: false, singleQuotes: .quoting, hasDoubleQuotes: true, hasProcessSubstitution: true,
    hasExtendedGlobs: false, special: ByteSet("\\'\"$`[]<>"))
  /// The subscript in zsh's `"$name[subscript]"`.
  static let quotedSubscript = WordContext(
    end: .subscriptEnd, isQuoted: true, singleQuotes: .paired, hasDoubleQuotes: false, hasProcessSubstitution: false,
    hasExtendedGlobs: false, special: ByteSet("\\'\"$`[]"))
  /// The subscript in `${name[subscript]}`.
  static let subscriptOfParameter = WordContext(
    end: .subscriptOrBraceEnd, isQuoted: false, singleQuotes: .quoting, hasDoubleQuotes: true,
    hasProcessSubstitution: true, hasExtendedGlobs: false, special: ByteSet("\\'\"$`[]}<>"))
  /// A pattern in `@(pattern|pattern)`.
  static let alternative = WordContext(
    end: .alternativeEnd, isQuoted: false, singleQuotes: .quoting, hasDoubleQuotes: true,
    hasProcessSubstitution: false, hasExtendedGlobs: true, special: ByteSet("\\'\"$`|()?*+@!"))
  /// The expression in `$((expression))` (POSIX 2.6.4: as if within double quotes).
  static let arithmetic = WordContext(
    end: .arithmeticEnd, isQuoted: true, singleQuotes: .paired, hasDoubleQuotes: true, hasProcessSubstitution: false,
    hasExtendedGlobs: false, special: ByteSet("\\'\"$`()"))
  /// One of the three in `for ((a; b; c))`.
  static let arithmeticSection = WordContext(
    end: .arithmeticSectionEnd, isQuoted: true, singleQuotes: .paired, hasDoubleQuotes: true,
    hasProcessSubstitution: false, hasExtendedGlobs: false, special: ByteSet("\\'\"$`();"))
  /// The expression in `$[expression]`.
  static let bracketArithmetic = WordContext(
    end: .bracketArithmeticEnd, isQuoted: true, singleQuotes: .paired, hasDoubleQuotes: true,
    hasProcessSubstitution: false, hasExtendedGlobs: false, special: ByteSet("\\'\"$`[]"))
  /// The offset in `${x:offset:length}`.
  static let substringOffset = WordContext(
    end: .substringEnd, isQuoted: true, singleQuotes: .paired, hasDoubleQuotes: true, hasProcessSubstitution: false,
    hasExtendedGlobs: false, special: ByteSet("\\'\"$`}:?"))

  var isWithinDoubleQuotes: Bool { end == .doubleQuote || (end == .closeBrace && isQuoted) }

  /// Whether a backslash takes a character's meaning away here.
  func escapes(_ byte: UInt8) -> Bool {
    switch byte {
    case .dollar, .backquote, .backslash: true
    case .doubleQuote: end != .textEnd
    case .closeBrace: end == .closeBrace
    default: false
    }
  }
}
