import HookModel

/// One row of the command tables: how a program reads its command line, and what it does with each thing on it.
///
/// To add a program, add a `case` with a row to the table of its topic (`TextRows`, `FileRows`, `GitRows`, ...) and
/// lines to the test of the same name. Options are listed as people write them, separated by spaces: `"-o --output"`.
/// An option that stands in none of a row's lists is one without a value.
final class Row: Sendable {
  /// Options whose value is no file.
  let values: String
  /// Options without a value that have to be known, so that an abbreviation of another is not taken for it.
  let flags: String
  /// Short options whose value, if any, stands in the same word (`-i.bak`).
  let attached: String
  /// Options whose value is a file, a URL or code, and what is done with it.
  let options: [(names: String, use: Use)]
  /// What is done with the operands.
  let operands: Operands
  /// Options under which the operands are changed as well.
  let inPlace: String
  /// Options under which what would be replaced is only added to.
  let appends: String
  /// Options under which everything below an operand is meant.
  let recursive: String
  /// Whether everything below an operand is always meant.
  let isRecursive: Bool
  /// Options under which nothing is done (`--help`, `--dry-run`).
  let harmless: String
  /// Options under which the operands are no files.
  let wordsUnder: String
  /// Options that take two words.
  let pairs: String
  /// Those of them whose second word is a file that is shown (`jq --rawfile NAME FILE`).
  let pairsWithFile: String
  /// The option that names the directory in which the program works (`git -C`, `make -C`).
  let directory: String
  /// The operand that is meant where none is given.
  let defaultOperand: String?
  /// Options behind whose value the rest belongs to the code that the program runs (`python3 -c CODE ARGUMENT...`).
  let lastOptions: String
  /// Whether options may stand behind operands.
  let permutes: Bool
  /// Whether long options have one dash.
  let singleDash: Bool
  /// The rows of the program's subcommands.
  let subcommands: (@Sendable (String) -> Row?)?
  /// What has to be done before anything else is read (`git --work-tree` moves to another folder).
  let preparation: (@Sendable (inout RowReading) -> Void)?

  /// Creates a row; what is not said does not count.
  init(
    values: String = "", flags: String = "", attached: String = "", options: [(names: String, use: Use)] = [],
    operands: Operands = .unused, inPlace: String = "", appends: String = "", recursive: String = "",
    isRecursive: Bool = false, harmless: String = "", wordsUnder: String = "", pairs: String = "",
    pairsWithFile: String = "", directory: String = "", defaultOperand: String? = nil, lastOptions: String = "",
    permutes: Bool = true, singleDash: Bool = false, subcommands: (@Sendable (String) -> Row?)? = nil,
    preparation: (@Sendable (inout RowReading) -> Void)? = nil
  ) {
    self.values = values
    self.flags = flags
    self.attached = attached
    self.options = options
    self.operands = operands
    self.inPlace = inPlace
    self.appends = appends
    self.recursive = recursive
    self.isRecursive = isRecursive
    self.harmless = harmless
    self.wordsUnder = wordsUnder
    self.pairs = pairs
    self.pairsWithFile = pairsWithFile
    self.directory = directory
    self.defaultOperand = defaultOperand
    self.lastOptions = lastOptions
    self.permutes = permutes
    self.singleDash = singleDash
    self.subcommands = subcommands
    self.preparation = preparation
  }

  /// What operands are.
  enum Operands: Sendable {
    /// No files.
    case unused
    /// All the same.
    case all(Use)
    /// The first one is no file (a pattern, a mode, an owner), unless one of the options has given it already.
    case afterFirst(Use, unless: String = "")
    /// The first one is code, unless one of the options has given it already; the others are files.
    case afterCode(InlineLanguage, Use, unless: String)
    /// The first one is a script that is run, unless one of the options has given code; the rest are its arguments.
    case script(unless: String)
    /// Each by its place.
    case places([Use], rest: Use)
    /// All but the last alike, the last otherwise.
    case last(Use, others: Use)
    /// Sources, and the target that they go to.
    case transfer(Transfer)
    /// A command with its arguments, which the program runs.
    case command
    /// Too much of its own for a row.
    case special(@Sendable (inout RowReading) -> Void)
  }

  /// What is done with one operand or with the value of one option.
  indirect enum Use: Sendable {
    /// Nothing; it is no file.
    case nothing
    /// Its content is shown, sent or copied.
    case show
    /// The program takes it as its input or configuration.
    case use
    /// It is made or replaced.
    case replace
    /// It is changed.
    case modify
    /// It is emptied or shortened.
    case truncate
    /// Its mode, owner or attributes are changed.
    case attributes
    /// It is made, as a folder.
    case folder
    /// It is made, as a link.
    case link
    /// It is deleted.
    case delete
    /// It is a folder in which files are made whose names are not on the command line.
    case fill
    /// It is a URL that is fetched.
    case fetch
    /// It is a list of names of files, which are shown.
    case showNamesIn
    /// It is a file behind `@`, else text (`curl -d`).
    case showBehindAt
    /// It is a form field, whose value may be a file behind `@` or `<` (`curl -F`).
    case showInField
    /// It is a command for a shell.
    case shellCommand
    /// It is a setting `name=value`, whose value is a command for a shell where the function says so of the name.
    case setting(isCommand: @Sendable (String) -> Bool)
    /// It is code.
    case code(InlineLanguage)
    /// Both are done.
    case both(Use, Use)
  }

  /// Where sources go, and what becomes of them.
  struct Transfer: Sendable {
    /// The ways of transfer.
    enum Kind: Sendable {
      case copy
      case move
      case link
    }
    /// The way.
    var kind: Kind
    /// Options that name the folder to which everything goes.
    var folder = ""
    /// Options under which the target is no folder, whatever stands there.
    var exactly = ""
    /// Options under which links are made instead of copies.
    var linking = ""
    /// Options under which operands are folders to be made (`install -d`).
    var folders = ""
    /// Options under which sources are deleted afterwards.
    var removing = ""
    /// Options under which whatever else stands in the target is deleted.
    var mirroring = ""
    /// Whether whatever else stands in the target is always deleted (`rclone sync`).
    var mirrors = false
    /// Whether it is always what is in a source that goes to the target, never the folder itself.
    var ofContents = false
    /// Whether `host:path` is on another machine.
    var hosts = false
    /// Whether a source that ends in `/` stands for what is in it.
    var slashMeansContents = false
  }
}

extension Row {
  /// How the program reads its command line, put together from everything that the row says that counts for `arguments`.
  func syntax(for arguments: [Argument]) -> OptionSyntax {
    var syntax = OptionSyntax(permutes: permutes, singleDashLong: singleDash)
    // Names are needed only where an option is written.
    guard arguments.contains(where: { $0.value?.utf8.first == UInt8(ascii: "-") }) else { return syntax }
    syntax.valuedLists.reserveCapacity(3 + options.count)
    syntax.flagLists.reserveCapacity(6)
    func add(_ list: String, valued: Bool) {
      if list.isEmpty { return }
      if valued { syntax.valuedLists.append(list) } else { syntax.flagLists.append(list) }
    }
    add(values, valued: true)
    add(directory, valued: true)
    for option in options { add(option.names, valued: true) }
    add(flags, valued: false)
    add(inPlace, valued: false)
    add(appends, valued: false)
    add(recursive, valued: false)
    add(wordsUnder, valued: false)
    add(harmless, valued: false)
    if case .transfer(let transfer) = operands {
      add(transfer.folder, valued: true)
      add(transfer.exactly, valued: false)
      add(transfer.linking, valued: false)
      add(transfer.folders, valued: false)
      add(transfer.removing, valued: false)
      add(transfer.mirroring, valued: false)
    }
    return syntax
  }

  /// Calls `body` with the number of dashes and the bare name of each option in a list.
  static func forEachName(in list: String, _ body: (Int, String) -> Void) {
    var dashes = 0
    var name: [UInt8] = []
    for byte in list.utf8 {
      if byte == UInt8(ascii: " ") {
        if !name.isEmpty { body(dashes, String(decoding: name, as: UTF8.self)) }
        dashes = 0
        name.removeAll(keepingCapacity: true)
      } else if byte == UInt8(ascii: "-"), name.isEmpty {
        dashes += 1
      } else {
        name.append(byte)
      }
    }
    if !name.isEmpty { body(dashes, String(decoding: name, as: UTF8.self)) }
  }
}

extension ParsedOptions {
  /// Whether one of the options in a row's list was given.
  func has(anyOf list: String) -> Bool {
    if list.isEmpty { return false }
    return options.contains { OptionSyntax.isListed($0.name, in: list) }
  }

  /// The values given to the options in a row's list, in order.
  func values(ofAny list: String) -> [Argument] {
    guard !list.isEmpty, !options.isEmpty else { return [] }
    return options.compactMap { option in OptionSyntax.isListed(option.name, in: list) ? option.value : nil }
  }
}
