import HookModel

/// A call of a tool with subcommands (`aws s3 rm`, `kubectl delete ns`), its options told from its verbs.
struct Verbs {
  /// Subcommands and operands, in order; an unknown one is empty.
  let words: [String]
  /// The options.
  let options: ParsedOptions
  /// Whether only help was asked for.
  let isHelp: Bool

  /// - Parameters:
  ///   - short: the short options that take a value.
  ///   - long: the long options that take a value.
  init(
    _ command: ResolvedCommand, short: String = "", long: [String] = [], flags: [String] = [],
    singleDashLong: Bool = false
  ) {
    options = ParsedOptions(
      command.arguments,
      OptionSyntax(shortWithValue: short, longWithValue: long, long: flags, singleDashLong: singleDashLong))
    words = options.operands.map { $0.value ?? "" }
    isHelp = options.has("help", "h") && !short.contains("h") || options.has("help") || words.first == "help"
  }

  /// Whether the call begins with these verbs.
  func begins(_ verbs: String...) -> Bool { words.starts(with: verbs) }

  /// Whether the verb stands anywhere.
  func contains(_ verb: String) -> Bool { words.contains(verb) }

  /// The word at an index, or an empty one.
  subscript(index: Int) -> String { index < words.count ? words[index] : "" }
}

/// The word that says what a tool does, with what stands before and behind it: `docker --context x` | `compose` | `down -v`.
struct Subcommand {
  /// The options before the word.
  let options: ParsedOptions
  /// The word; empty where it is unknown.
  let word: String
  /// The arguments behind it.
  let arguments: [Argument]

  /// nil where there is no such word.
  init?(_ arguments: [Argument], _ syntax: OptionSyntax) {
    options = ParsedOptions(arguments, syntax)
    guard let index = options.operandIndexes.first else { return nil }
    word = arguments[index].value ?? ""
    self.arguments = Array(arguments[(index + 1)...])
  }
}

extension ResolvedCommand {
  /// The command that a project's runner starts (`npx prisma`, `bundle exec rails`, `uv run alembic`), or the command itself.
  var withoutRunner: ResolvedCommand {
    var start: Int?
    guard let program else { return self }
    lazy var words = arguments.map { $0.value ?? "" }
    switch LookupName(program) {
    case "npx", "bunx", "pnpx":
      start = words.firstIndex { $0.utf8.first != UInt8(ascii: "-") }
    case "npm", "pnpm", "yarn", "bun", "bundle", "poetry", "pipenv", "uv", "rye", "pdm", "hatch", "dotenv", "php":
      switch words.first {
      case "exec", "dlx", "x", "run":
        start = words.indices.dropFirst().first { words[$0].utf8.first != UInt8(ascii: "-") }
      case "artisan", "bin/console": start = 0
      case let first? where (program == "yarn" || program == "pnpm") && first.utf8.first != UInt8(ascii: "-"): start = 0
      default: return self
      }
    case _ where program.hasPrefix("python"):
      if words.first == "manage.py" || words.first?.hasSuffix("/manage.py") == true {
        start = 0
      } else if words.first == "-m", words.count > 1 {
        start = 1
      }
    default: return self
    }
    guard let start, start < words.count else { return self }
    var inner = self
    inner.program = String(Paths.last(words[start]))
    inner.programPath = words[start]
    inner.arguments = Array(arguments[(start + 1)...])
    return inner
  }
}
