import HookModel

/// What a `find` (or `fd`) would pick, as far as that decides whether deleting it loses anything.
struct FindCommand {
  /// How the expression narrows what is found.
  enum Narrowing {
    /// Everything below the start folders.
    case none
    /// Something, but nobody can tell how much.
    case some
    /// Only what is worth nothing: caches, editors' backups, empty files.
    case worthless
  }

  var narrowing: Narrowing
  /// The folders below which it looks, absolute; those that are not known are left out.
  var starts: [String]
  /// The programs that read what it prints.
  var pipedTo: [String]

  /// nil for a command that lists nothing for others to delete.
  init?(_ command: ResolvedCommand) {
    var starts: [Argument]
    switch command.program {
    case "find", "gfind": (narrowing, starts) = Self.read(find: command.arguments)
    case "fd", "fdfind": (narrowing, starts) = Self.read(fd: command)
    case "ls", "git":
      guard !command.pipedTo.isEmpty, let listing = Self.read(listing: command) else { return nil }
      (narrowing, starts) = listing
    default: return nil
    }
    if starts.isEmpty { starts = [Argument(".")] }
    self.starts = starts.compactMap { start in
      guard let word = start.value, let directory = command.directory else { return start.value }
      return Paths.clean(Paths.join(directory, word))
    }
    pipedTo = command.pipedTo
  }

  private static func read(find arguments: [Argument]) -> (Narrowing, [Argument]) {
    var starts: [Argument] = []
    var names = 0
    var worthless = 0
    var others = 0
    var alternatives = 0
    var negated = false
    var index = 0
    var inExpression = false
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      let word = argument.value ?? argument.knownPrefix
      if !inExpression {
        switch word {
        case "-H", "-L", "-P": continue
        case "-D":
          index += 1
          continue
        default:
          inExpression = word.utf8.first == UInt8(ascii: "-") || word == "(" || word == "!"
          if !inExpression {
            starts.append(argument)
            continue
          }
        }
      }
      switch word {
      case "!", "-not":
        negated = true
        continue
      case "-o", "-or": alternatives += 1
      case "-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename", "-lname", "-regex", "-iregex":
        let pattern = index < arguments.count ? arguments[index].value : nil
        index += 1
        if negated {
          others += 1
        } else {
          names += 1
          if let pattern, Self.isWorthless(pattern: pattern) { worthless += 1 }
        }
      case "-empty":
        if !negated {
          names += 1
          worthless += 1
        }
      case "-type", "-xtype", "-maxdepth", "-mindepth", "-depth", "-mount", "-xdev", "-print", "-print0":
        if word == "-type" || word == "-xtype" || word == "-maxdepth" || word == "-mindepth" { index += 1 }
      case "-exec", "-execdir", "-ok", "-okdir":
        while index < arguments.count, arguments[index].value != ";", arguments[index].value != "+" { index += 1 }
        index += 1
      case "-mtime", "-mmin", "-atime", "-amin", "-ctime", "-cmin", "-newer", "-size", "-user", "-group", "-perm",
        "-links", "-inum", "-used", "-samefile":
        index += 1
        others += 1
      default: break
      }
      negated = false
    }
    // With `-and` one worthless name is enough; with `-o` each alternative has to be.
    let isWorthless = worthless > 0 && (alternatives == 0 || worthless == names && names > alternatives)
    return (isWorthless ? .worthless : names + others > 0 ? .some : .none, starts)
  }

  /// `ls`, `ls FOLDER` and `git ls-files`, whose whole output another command may delete.
  private static func read(listing command: ResolvedCommand) -> (Narrowing, [Argument])? {
    if command.program == "git" {
      let git = GitCommand(command)
      guard git.subcommand == "ls-files" else { return nil }
      let options = git.options(
        short: "xX", withValue: ["exclude", "exclude-from", "exclude-per-directory"],
        ["cached", "others", "ignored", "deleted", "modified", "stage", "unmerged", "killed", "exclude-standard"])
      let isPart = options.has("i", "ignored", "d", "deleted", "m", "modified", "u", "unmerged", "k", "killed")
      if options.operands.isEmpty { return (isPart ? .some : .none, []) }
      return (.some, options.operands.count == 1 ? [Argument(".")] : options.operands)
    }
    let operands = ParsedOptions(
      command.arguments, OptionSyntax(shortWithValue: "ITw", longWithValue: ["ignore", "hide", "sort", "time"])
    ).operands
    guard operands.count <= 1, operands.first?.isFromWildcard != true else { return nil }
    return (.none, operands)
  }

  private static func read(fd command: ResolvedCommand) -> (Narrowing, [Argument]) {
    let options = ParsedOptions(
      command.arguments,
      OptionSyntax(
        shortWithValue: "dtESocjxX",
        longWithValue: ["extension", "max-depth", "type", "exclude", "exec", "exec-batch"],
        long: ["hidden", "no-ignore", "glob", "unrestricted"]))
    let extensions = command.arguments.indices.dropFirst().compactMap { index -> String? in
      let flag = command.arguments[index - 1].value
      return flag == "-e" || flag == "--extension" ? command.arguments[index].value : nil
    }
    let pattern = options.operands.first?.value
    let starts = Array(options.operands.dropFirst())
    let narrowing: Narrowing
    if !extensions.isEmpty, extensions.allSatisfy({ Self.isWorthless(pattern: "*.\($0)") }) {
      narrowing = .worthless
    } else if let pattern, Self.isWorthless(pattern: pattern.filter { $0 != "^" && $0 != "$" && $0 != "\\" }) {
      narrowing = .worthless
    } else {
      narrowing = extensions.isEmpty && (pattern == nil || pattern == ".") ? .none : .some
    }
    return (narrowing, starts)
  }

  /// Whether a name pattern finds only what tools make again or leave behind.
  static func isWorthless(pattern: String) -> Bool {
    switch pattern {
    case "*.pyc", "*.pyo", "*.py[co]", "*.pyd", "*.o", "*.obj", "*.a", "*.class", "*.log", "*.tmp", "*.temp", "*.bak",
      "*.orig", "*.rej", "*.swp", "*.swo", "*~", "*.cache", "*.gcda", "*.gcno", "*.profraw", "*.coverage", "*.pid",
      "*.tsbuildinfo", "*.js.map", "*.d.ts.map", "*.egg-info", "*.dSYM", ".DS_Store", "._*", "Thumbs.db", "desktop.ini",
      "*.retry", "core", "core.*", "nohup.out", "*.hprof", ".#*", "#*#", "*.un~", "npm-debug.log*", "yarn-error.log",
      ".coverage", ".coverage.*":
      return true
    default:
      // `*/node_modules/*`: each of the names in a path pattern that is no wildcard alone.
      let names = pattern.split(separator: "/").filter { $0 != "*" && $0 != "**" && $0 != "." }
      return !names.isEmpty && names.contains { Generated.isName($0.utf8) }
    }
  }
}
