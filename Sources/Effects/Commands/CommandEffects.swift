import HookModel

/// What single programs do, looked up in tables: one row per program, one file per topic.
///
/// All of it is about simple commands whose words are expanded and whose wrappers are taken off; redirections, pipes and
/// wrappers are the shell evaluator's business.
enum CommandEffects {
  /// What a simple command itself reads, writes, deletes and fetches.
  static func touches(of command: ResolvedCommand, facts: any Facts) -> [Touch] {
    if command.isRemote { return [] }
    return reading(of: command, facts)?.touches ?? []
  }

  /// What the code in the command's own arguments does (`python3 -c`, `node -e`, `awk`'s program, `sed`'s script), and the
  /// commands in its options (`rsync -e`, `git rebase -x`).
  static func inlineCode(of command: ResolvedCommand, facts: any Facts) -> InlineFindings {
    reading(of: command, facts).map { code(carriedBy: $0, facts) } ?? InlineFindings()
  }

  /// Both at once: reading a command line by its row is most of the work.
  static func effects(of command: ResolvedCommand, facts: any Facts) -> (touches: [Touch], code: InlineFindings) {
    guard let reading = reading(of: command, facts) else { return ([], InlineFindings()) }
    return (command.isRemote ? [] : reading.touches, code(carriedBy: reading, facts))
  }

  private static func code(carriedBy reading: RowReading, _ facts: any Facts) -> InlineFindings {
    var findings = InlineFindings()
    let command = reading.command
    if reading.carried.isEmpty { return findings }
    // perl -e 'unlink "a";' -e 'unlink "b"': the pieces are one program.
    var pieces: [(language: InlineLanguage, code: String)] = []
    for carried in reading.carried {
      switch carried {
      case .shell(let argument):
        if let text = argument.value {
          findings.shellCommands.append(text)
        } else {
          findings.argvCommands.append([argument])
        }
      case .command(let words): findings.argvCommands.append(words)
      case .code(let argument, let language):
        guard let code = argument.value else {
          findings.isUnjudged = true
          // A script for sed or awk, or a statement, is not what is meant by code that nobody has seen.
          if language == .awk || language == .sed || language == .sql { continue }
          findings.touches.append(
            Touch(.execute(.unknown, by: command.program ?? language.program), certainty: .unknown))
          continue
        }
        if let last = pieces.indices.last, pieces[last].language == language {
          pieces[last].code += "\n" + code
        } else {
          pieces.append((language, code))
        }
      }
    }
    for (language, code) in pieces {
      switch language {
      case .awk, .sed, .sql, .vim: break
      default: findings.isCode = true
      }
      findings.add(
        InlineCode.findings(
          in: code, language, places: reading.places, arguments: reading.argumentsOfCode, facts: facts))
    }
    if command.isRemote { findings.touches.removeAll() }
    return findings
  }

  /// What code in one of the known languages does when it is run in `directory` with `arguments`, modules beside it being looked
  /// for in `folder`.
  static func findings(
    in code: String, language: InlineLanguage, directory: String?, arguments: [Argument] = [], facts: any Facts,
    folder: String? = nil
  ) -> InlineFindings {
    InlineCode.findings(
      in: code, language, places: Places(directory: directory), arguments: arguments, facts: facts, folder: folder)
  }

  /// The script file that the command runs; nil where it runs none, or one from standard input.
  static func script(of command: ResolvedCommand, facts: any Facts) -> ScriptRun? {
    guard let program = command.program, let language = ScriptRun.Language.of(program), let row = row(of: command)
    else { return nil }
    // Only the arguments told apart count here, not what becomes of them.
    let reading = RowReading(command, by: row, facts: facts)
    if let module = ScriptRun.module(reading, language) { return module }
    if case .code(let code) = language, code == .awk || code == .sed || code == .sql {
      return reading.options.values(ofAny: "-f --file").last.flatMap { file in
        file.value == "-" ? nil : ScriptRun(file: file, language: language, arguments: [])
      }
    }
    var operands = reading.options.operands
    if program == "deno" || program == "bun", operands.first?.value == "run" || operands.first?.value == "watch" {
      operands.removeFirst()
      operands = Array(operands.drop { $0.knownPrefix.utf8.first == UInt8(ascii: "-") })
    }
    if program == "swift", operands.first?.value?.ends(in: ".swift") != true { return nil }
    if program == "go" {
      guard operands.first?.value == "run" else { return nil }
      operands = operands.dropFirst().filter { $0.value?.ends(in: ".go") ?? false }
    }
    guard let file = operands.first, file.value != "-" else { return nil }
    let carriesCode = reading.options.has(anyOf: "-c -m -e -E --eval -p --print -r -s")
    if carriesCode { return nil }
    return ScriptRun(
      file: file, language: language, arguments: Array(operands.dropFirst()) + reading.codeArguments)
  }

  /// The program's row; nil where no table has it.
  static func row(of command: ResolvedCommand) -> Row? {
    guard let program = command.program else { return nil }
    return TextRows.row(program) ?? FileRows.row(program) ?? GitRows.row(program) ?? ArchiveRows.row(program)
      ?? NetworkRows.row(program) ?? InterpreterRows.row(program) ?? ToolRows.row(program) ?? BuildRows.row(program)
      ?? DocumentRows.row(program)
  }

  private static func reading(of command: ResolvedCommand, _ facts: any Facts) -> RowReading? {
    guard let row = row(of: command) else { return nil }
    var reading = RowReading(command, by: row, facts: facts)
    reading.read()
    return reading
  }
}

extension RowReading {
  /// What the code sees as its arguments: what stands behind it, or the operands.
  fileprivate var argumentsOfCode: [Argument] { row.lastOptions.isEmpty ? options.operands : codeArguments }
}

/// A script file that a command runs.
struct ScriptRun {
  /// What it is written in.
  enum Language: Equatable {
    case shell
    case code(InlineLanguage)

    /// The language whose scripts a program runs.
    fileprivate static func of(_ program: String) -> Language? {
      switch LookupName(program) {
      case "sh", "bash", "zsh", "dash", "ksh", "ash", "mksh", "fish", "source", ".": .shell
      case "node", "nodejs", "bun", "deno", "tsx", "ts-node", "zx": .code(.javaScript)
      case "perl", "perl5": .code(.perl)
      case "ruby", "jruby": .code(.ruby)
      case "php", "php8", "php7": .code(.php)
      case "lua", "luajit": .code(.lua)
      case "Rscript": .code(.r)
      case "julia": .code(.julia)
      case "awk", "gawk", "mawk", "nawk": .code(.awk)
      case "sed", "gsed": .code(.sed)
      case "tclsh", "wish", "expect": .code(.tcl)
      case "elixir": .code(.elixir)
      case "groovy", "scala": .code(.groovy)
      case "go": .code(.go)
      case "swift": .code(.swift)
      case "psql": .code(.sql)
      default: program.begins(with: "python") || program.begins(with: "pypy") ? .code(.python) : nil
      }
    }
  }

  /// `python3 -m PACKAGE.MODULE`, which is a file below the directory if one is there.
  fileprivate static func module(_ reading: RowReading, _ language: Language) -> ScriptRun? {
    guard language == .code(.python), let name = reading.options.values(ofAny: "-m").last?.value else { return nil }
    let path = name.utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }.joined(separator: "/")
    for file in [path + ".py", path + "/__main__.py"] {
      guard let place = reading.places.path(file), reading.facts.kind(of: place) == .file else { continue }
      return ScriptRun(
        file: Argument(file, spelling: name), language: language, arguments: reading.codeArguments)
    }
    return nil
  }

  /// The file.
  var file: Argument
  /// What it is written in.
  var language: Language
  /// Its arguments.
  var arguments: [Argument]
}
