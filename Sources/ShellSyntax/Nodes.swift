/// A place in the source: byte offsets, the end exclusive.
public typealias Span = Range<Int>

/// A whole script, or the body of a compound command or substitution: a list of statements (POSIX 2.9.3 "lists").
public struct Script: Sendable, Equatable {
  /// The statements, in order.
  public var statements: [Statement]
  /// Where it stands.
  public var span: Span

  /// Creates a script.
  public init(statements: [Statement], span: Span) {
    self.statements = statements
    self.span = span
  }
}

/// One AND-OR list with its separator: `a && b || c &`.
public struct Statement: Sendable, Equatable {
  /// The first pipeline.
  public var first: Pipeline
  /// The further pipelines with the operator before each.
  public var rest: [Link]
  /// Whether it runs in the background (`&`).
  public var isBackground: Bool
  /// Where it stands, without the separator.
  public var span: Span

  /// An operator and the pipeline behind it.
  public struct Link: Sendable, Equatable {
    /// `&&` or `||`.
    public var connector: Connector
    /// The pipeline behind it.
    public var pipeline: Pipeline

    /// Creates a link.
    public init(connector: Connector, pipeline: Pipeline) {
      self.connector = connector
      self.pipeline = pipeline
    }
  }

  /// What joins two pipelines.
  public enum Connector: Sendable, Equatable {
    /// `&&`
    case and
    /// `||`
    case or
  }

  /// Creates a statement.
  public init(first: Pipeline, rest: [Link], isBackground: Bool, span: Span) {
    self.first = first
    self.rest = rest
    self.isBackground = isBackground
    self.span = span
  }
}

/// Commands joined by `|` or `|&`, perhaps negated by `!` or timed by `time`.
public struct Pipeline: Sendable, Equatable {
  /// Whether an odd number of `!` stands before it.
  public var isNegated: Bool
  /// Whether `time` stands before it.
  public var isTimed: Bool
  /// The commands; never empty, except for a bare `time` or `!`.
  public var commands: [Command]
  /// For each command but the last: whether its standard error goes into the pipe, too (`|&`).
  public var pipesStandardError: [Bool]
  /// Where it stands.
  public var span: Span

  /// Creates a pipeline.
  public init(isNegated: Bool, isTimed: Bool, commands: [Command], pipesStandardError: [Bool], span: Span) {
    self.isNegated = isNegated
    self.isTimed = isTimed
    self.commands = commands
    self.pipesStandardError = pipesStandardError
    self.span = span
  }
}

/// A command (POSIX 2.9): simple, compound, or a function definition.
public struct Command: Sendable, Equatable {
  /// What kind of command.
  public indirect enum Kind: Sendable, Equatable {
    /// `a=1 program word >file`
    case simple(SimpleCommand)
    /// `( list )`
    case subshell(Script)
    /// `{ list; }`
    case group(Script)
    /// `if list; then list; elif list; then list; else list; fi`; conditions and bodies, then the else part.
    case ifClause([Branch], otherwise: Script?)
    /// `while list; do list; done`; `until` when `isUntil`.
    case loop(condition: Script, body: Script, isUntil: Bool)
    /// `for name in words; do list; done`; `words` is nil without `in` (the positional parameters).
    case forClause(name: String, words: [Word]?, body: Script)
    /// `for ((a; b; c)); do list; done`
    case arithmeticFor(start: Word, test: Word, step: Word, body: Script)
    /// `select name in words; do list; done`
    case select(name: String, words: [Word]?, body: Script)
    /// `case word in pattern) list;; esac`
    case caseClause(subject: Word, items: [CaseItem])
    /// `name() command` or `function name command`
    case function(name: String, body: Command)
    /// `[[ expression ]]`: its words and operators in order, for the expansions in them.
    case conditional([Word])
    /// `(( expression ))`
    case arithmetic(Word)
    /// `coproc [name] command`
    case coprocess(name: String?, command: Command)
  }

  /// What it is.
  public var kind: Kind
  /// Redirections of a compound command, or of a function's body; a simple command keeps its own.
  public var redirections: [Redirection]
  /// Where it stands.
  public var span: Span

  /// Creates a command.
  public init(kind: Kind, redirections: [Redirection] = [], span: Span) {
    self.kind = kind
    self.redirections = redirections
    self.span = span
  }

  /// One condition of an `if` with what it leads to.
  public struct Branch: Sendable, Equatable {
    /// The condition.
    public var condition: Script
    /// What runs when it holds.
    public var body: Script

    /// Creates a branch.
    public init(condition: Script, body: Script) {
      self.condition = condition
      self.body = body
    }
  }

  /// One item of a `case`.
  public struct CaseItem: Sendable, Equatable {
    /// The patterns.
    public var patterns: [Word]
    /// What runs on a match.
    public var body: Script

    /// Creates an item.
    public init(patterns: [Word], body: Script) {
      self.patterns = patterns
      self.body = body
    }
  }
}

/// A simple command (POSIX 2.9.1): assignments, words and redirections.
public struct SimpleCommand: Sendable, Equatable {
  /// The assignments before the first word. Those that are arguments of `export`, `declare`, `local`, `readonly` and
  /// `typeset` stand in `words` when scalar, as any word does; with a list (`declare -a x=(1 2)`) they stand here.
  public var assignments: [Assignment]
  /// The words; the first one names the program.
  public var words: [Word]
  /// The redirections, in order.
  public var redirections: [Redirection]
  /// Where it stands.
  public var span: Span

  /// Creates a simple command.
  public init(assignments: [Assignment], words: [Word], redirections: [Redirection], span: Span) {
    self.assignments = assignments
    self.words = words
    self.redirections = redirections
    self.span = span
  }
}

/// `name=value`, `name+=value`, `name[subscript]=value`, `name=(word word)`.
public struct Assignment: Sendable, Equatable {
  /// What is assigned.
  public enum Value: Sendable, Equatable {
    /// One value; nil for `name=`.
    case scalar(Word?)
    /// A list; elements with their subscripts where they have one (`[1]=x`).
    case list([Element])
  }

  /// One element of a list.
  public struct Element: Sendable, Equatable {
    /// The subscript's word, for `[subscript]=value`.
    public var subscriptWord: Word?
    /// The value.
    public var value: Word

    /// Creates an element.
    public init(subscriptWord: Word?, value: Word) {
      self.subscriptWord = subscriptWord
      self.value = value
    }
  }

  /// The variable's name.
  public var name: String
  /// The subscript's word, for `name[subscript]=value`.
  public var subscriptWord: Word?
  /// Whether it adds (`+=`).
  public var appends: Bool
  /// The value.
  public var value: Value
  /// Where it stands.
  public var span: Span

  /// Creates an assignment.
  public init(name: String, subscriptWord: Word?, appends: Bool, value: Value, span: Span) {
    self.name = name
    self.subscriptWord = subscriptWord
    self.appends = appends
    self.value = value
    self.span = span
  }
}

/// A word (POSIX 2.3 "token"), as its parts.
public struct Word: Sendable, Equatable {
  /// The parts, in order; empty only for a word that is nothing but a span (an omitted arithmetic expression).
  public var parts: [WordPart]
  /// Where it stands.
  public var span: Span

  /// Creates a word.
  public init(parts: [WordPart], span: Span) {
    self.parts = parts
    self.span = span
  }
}

/// A part of a word.
public indirect enum WordPart: Sendable, Equatable {
  /// Text without quotes, after backslash-newline removal. Unquoted `*`, `?`, `[` in it are pattern characters; a
  /// leading `~` is a tilde expansion; `{`, `,`, `..`, `}` may be a brace expansion.
  case literal(String)
  /// A character behind a backslash.
  case escaped(String)
  /// `'text'`
  case singleQuoted(String)
  /// `$'text'`, with its escapes decoded. Bytes that are no UTF-8 become U+FFFD.
  case ansiQuoted(String)
  /// `"parts"`, and `$"parts"`. Parts inside are literal, escaped, parameter, command, arithmetic.
  case doubleQuoted([WordPart])
  /// `$name`, `${name}`, `${name op word}`.
  case parameter(ParameterExpansion)
  /// `$( script )`, and backquotes, whose text has been unescaped before it was parsed (its spans are then of the whole
  /// backquoted part).
  case command(Script, isBackquoted: Bool)
  /// `$(( expression ))` and `$[ expression ]`
  case arithmetic(Word)
  /// `<( script )`, or `>( script )` when `isOutput`.
  case process(Script, isOutput: Bool)
  /// `@(a|b)` and its kin: the operator `?*+@!`, and the patterns as words.
  case extendedGlob(operator: Character, alternatives: [Word])
}

/// A parameter expansion (POSIX 2.6.2, and bash's further operators).
public struct ParameterExpansion: Sendable, Equatable {
  /// What is done with the value.
  public enum Operation: Sendable, Equatable {
    /// `$x`, `${x}`
    case value
    /// `${#x}`
    case length
    /// `${x:-word}`; without the colon when `emptyCounts` is false. `-`
    case defaultValue(Word, emptyCounts: Bool)
    /// `${x:=word}`
    case assignDefault(Word, emptyCounts: Bool)
    /// `${x:?word}`
    case errorIfUnset(Word, emptyCounts: Bool)
    /// `${x:+word}`
    case alternative(Word, emptyCounts: Bool)
    /// `${x#word}`, `${x##word}`
    case removePrefix(Word, longest: Bool)
    /// `${x%word}`, `${x%%word}`
    case removeSuffix(Word, longest: Bool)
    /// `${x/pattern/word}` and its kin.
    case replace(pattern: Word, with: Word?, Replacement)
    /// `${x:offset}`, `${x:offset:length}`
    case substring(offset: Word, length: Word?)
    /// `${x^}`, `${x^^pattern}`, `${x,}`, `${x,,}`: the operator's text, and the pattern.
    case changeCase(String, Word?)
    /// `${x@Q}`: the operator's letter.
    case transform(String)
    /// `${!prefix*}`, `${!prefix@}`: the names that begin so.
    case names
    /// `${!name[@]}`: the subscripts.
    case keys
    /// zsh's and other forms that this parser reads over without understanding: their text.
    case other(String)
  }

  /// Which occurrences a replacement is about.
  public enum Replacement: Sendable, Equatable {
    /// `/`
    case first
    /// `//`
    case all
    /// `/#`
    case prefix
    /// `/%`
    case suffix
  }

  /// The parameter: a name, a number, or one of `@ * # ? - $ ! _`.
  public var name: String
  /// The subscript's word in `${name[subscript]}`.
  public var subscriptWord: Word?
  /// Whether it is indirect: `${!name}`.
  public var isIndirect: Bool
  /// The operation.
  public var operation: Operation
  /// For an operation that is `other`: the text as a word, so that no substitution hides in it.
  public var inner: Word?
  /// Where it stands.
  public var span: Span

  /// Creates an expansion.
  public init(name: String, subscriptWord: Word? = nil, isIndirect: Bool = false, operation: Operation, span: Span) {
    self.name = name
    self.subscriptWord = subscriptWord
    self.isIndirect = isIndirect
    self.operation = operation
    self.span = span
  }
}

/// A redirection (POSIX 2.7).
public struct Redirection: Sendable, Equatable {
  /// What it does.
  public enum Kind: Sendable, Equatable {
    /// `<`
    case input
    /// `>`
    case output
    /// `>|`
    case clobber
    /// `>>`
    case append
    /// `<>`
    case readWrite
    /// `&>`, and `>&word` where the word is no descriptor
    case outputAndError
    /// `&>>`
    case appendOutputAndError
    /// `<&`
    case duplicateInput
    /// `>&`
    case duplicateOutput
    /// `<<`, `<<-`: the delimiter is the target; `isLiteral` when any part of it is quoted. The body's parts are
    /// literal text, or as within double quotes.
    case hereDocument(body: Word, isLiteral: Bool, stripsTabs: Bool)
    /// `<<<`
    case hereString
  }

  /// The descriptor before the operator: `2`, or the name in `{fd}`; nil for the operator's own.
  public var descriptor: String?
  /// The kind.
  public var kind: Kind
  /// The word behind the operator.
  public var target: Word
  /// Where it stands, without a here-document's body.
  public var span: Span

  /// Creates a redirection.
  public init(descriptor: String?, kind: Kind, target: Word, span: Span) {
    self.descriptor = descriptor
    self.kind = kind
    self.target = target
    self.span = span
  }
}

/// Why a text is no script.
public struct SyntaxError: Error, Sendable, Equatable {
  /// What is wrong, in a few words: `unexpected ")"`.
  public var message: String
  /// The byte at which it shows.
  public var offset: Int
  /// The line, from 1.
  public var line: Int
  /// The column in bytes, from 1.
  public var column: Int
  /// Whether more text could still make it a script (an open quote, a missing `fi`).
  public var isIncomplete: Bool
  /// Whether a bound was reached, not the grammar broken.
  public var isBound: Bool

  /// Creates an error.
  public init(
    message: String, offset: Int, line: Int, column: Int, isIncomplete: Bool = false, isBound: Bool = false
  ) {
    self.message = message
    self.offset = offset
    self.line = line
    self.column = column
    self.isIncomplete = isIncomplete
    self.isBound = isBound
  }
}
