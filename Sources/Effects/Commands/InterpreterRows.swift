import HookModel

/// Programs that run code: interpreters and databases' clients.
enum InterpreterRows {
  static func row(_ program: String) -> Row? {
    switch LookupName(program) {
    case "perl", "perl5":
      Row(
        values: "-I -M -m -F", attached: "iCDdxV", options: [("-e -E", .code(.perl))], operands: .special(Perl.read),
        inPlace: "-i", permutes: false)
    case "ruby", "jruby", "truffleruby":
      Row(
        values: "-I -r -E -F --encoding --require", attached: "iKxWT",
        options: [("-e", .code(.ruby)), ("-C", .nothing)],
        operands: .special(Perl.read), inPlace: "-i", permutes: false)
    case "node", "nodejs", "bun", "deno", "tsx", "ts-node", "esno", "qjs", "zx":
      Row(
        values:
          "--import --loader --experimental-loader --inspect-port --stack-trace-limit --input-type --conditions -C --title",
        options: [
          ("-e --eval", .code(.javaScript)),
          ("-r --require --env-file --env-file-if-exists --config -c", .use),
        ],
        operands: .special(Node.read), harmless: "-v --version -h --help", lastOptions: "-e --eval",
        permutes: false)
    case "php", "php-cgi", "php8", "php7":
      Row(
        values: "-d -S -t -z", options: [("-r -B -R -E", .code(.php)), ("-c -f -F", .use)],
        operands: .script(unless: "-r -S"),
        harmless: "-v -i -m --ini", lastOptions: "-r", permutes: false)
    case "lua", "luajit", "lua5.4", "lua5.3", "lua5.1":
      Row(values: "-l", options: [("-e", .code(.lua))], operands: .script(unless: "-e"), permutes: false)
    case "Rscript", "R", "littler":
      Row(options: [("-e", .code(.r)), ("-f --file", .use)], operands: .script(unless: "-e"), permutes: false)
    case "julia":
      Row(
        values: "-C -J -t -p -L --project --threads",
        options: [("-e --eval -E --print", .code(.julia))], operands: .script(unless: "-e --eval -E --print"),
        harmless: "-v --version -h --help", permutes: false)
    case "guile", "sbcl", "clisp", "ecl", "clojure", "clj", "bb", "racket", "chibi-scheme", "csi":
      Row(
        values: "-L -x --load-path",
        options: [("-c -e --eval -eval -x", .code(.lisp)), ("-l --load -s --script", .use)],
        operands: .script(unless: "-c -e --eval"), permutes: false)
    case "tclsh", "wish", "expect", "jimsh":
      Row(values: "-encoding -f", options: [("-c", .code(.tcl))], operands: .script(unless: "-c"), permutes: false)
    case "elixir", "iex":
      Row(
        values: "-r -S -pr -pa -pz --name --sname --cookie", options: [("-e --eval", .code(.elixir))],
        operands: .script(unless: "-e --eval -S"), permutes: false)
    case "groovy", "scala", "kotlin", "jshell", "scala-cli":
      Row(
        values: "-cp -classpath --class-path", options: [("-e", .code(.groovy))], operands: .script(unless: "-e"),
        permutes: false)
    case "osascript": Row(values: "-l -s", options: [("-e", .nothing)], operands: .special(AppleScript.read))
    case "sh", "bash", "zsh", "dash", "ksh", "fish", "ash", "mksh":
      Row(
        values: "-c -o -O", options: [("--rcfile --init-file", .use)], operands: .script(unless: "-c -s"),
        permutes: false)
    case "psql":
      Row(
        values: "-d --dbname -h --host -p --port -U --username -v --set --variable -P --pset -F -R -T",
        options: [("-c --command", .code(.sql)), ("-f --file", .use), ("-o --output -L --log-file", .replace)],
        operands: .unused, harmless: "--help --version -V")
    case "mysql", "mariadb":
      Row(
        values: "-h --host -u --user -P --port -D --database -S --socket --default-character-set", attached: "p",
        options: [("-e --execute", .code(.sql)), ("--defaults-file --defaults-extra-file", .use), ("--tee", .replace)])
    case "mysqldump", "mariadb-dump":
      Row(
        values: "-h -u -P", attached: "p",
        options: [("-r --result-file", .replace), ("--defaults-file", .use), ("-T --tab", .fill)])
    case "pg_dump", "pg_dumpall":
      Row(values: "-d -h -p -U -n -t -T -F -j -Z", options: [("-f --file", .replace)])
    case "pg_restore": Row(values: "-d -h -p -U -n -t -F -j", options: [("-f --file", .replace)], operands: .all(.use))
    case "mongodump":
      Row(values: "--uri --db --collection -d -c", options: [("-o --out", .fill), ("--archive", .replace)])
    case "mongorestore", "mongoimport":
      Row(values: "--uri --db --collection -d -c", options: [("--file", .use)], operands: .all(.use))
    case "mongoexport": Row(values: "--uri --db --collection -d -c", options: [("-o --out", .replace)])
    case "sqlite3", "sqlite", "duckdb":
      Row(
        values: "-separator -newline -nullvalue -vfs -maxsize -mmap -lookaside -pagecache -A -heap",
        options: [("-cmd -c -s", .code(.sql)), ("-init", .use)], operands: .special(SQLite.read),
        harmless: "-help -version", singleDash: true)
    case "mongosh", "mongo", "clickhouse-client", "usql", "sqlcmd":
      Row(values: "-h -p -a -n -u -d", options: [("-f --file -i", .use)])
    default:
      program.begins(with: "python") || program.begins(with: "pypy") || program == "ipython" || program == "micropython"
        ? python : nil
    }
  }

  private static let python = Row(
    values: "-W -X -m --check-hash-based-pycs", options: [("-c", .code(.python))], operands: .special(Python.read),
    harmless: "-V --version -h --help", lastOptions: "-c -m", permutes: false)
}

/// `python3 SCRIPT`, and the modules that touch files of their own.
enum Python {
  static func read(_ reading: inout RowReading) {
    if reading.command.program == "ipython" { readCommands(reading.options.values(ofAny: "-c"), &reading) }
    guard let module = reading.options.values(ofAny: "-m").last else {
      if !reading.options.has(anyOf: "-c"), let script = reading.options.operands.first {
        reading.readFile(script, .use)
      }
      return
    }
    let arguments = reading.codeArguments
    guard let name = module.value, let row = PythonModules.row(name) else {
      // Tools that are programs as well: `python3 -m black FILE`.
      guard let name = module.value else { return }
      var command = reading.command
      command.program = name == "IPython" ? "ipython" : name
      command.arguments = arguments
      guard name != "python", let row = CommandEffects.row(of: command) else { return }
      reading.include(row, command)
      return
    }
    var command = reading.command
    command.arguments = arguments
    reading.include(row, command)
  }
}

extension Python {
  /// IPython's `!COMMAND`, `x = !COMMAND` and `%sx COMMAND`.
  private static func readCommands(_ codes: [Argument], _ reading: inout RowReading) {
    for code in codes {
      for line in (code.value ?? "").utf8.split(whereSeparator: { $0 == 0x0A || $0 == UInt8(ascii: ";") }) {
        let bare = line.drop { $0.isBlank }
        for mark in ["!", "%sx ", "%system "] where bare.starts(with: mark.utf8) {
          let command = bare.dropFirst(mark.utf8.count).drop { $0 == UInt8(ascii: "!") }
          reading.carried.append(.shell(Argument(String(Substring(command)), spelling: code.spelling)))
        }
        guard let equals = bare.firstIndex(of: UInt8(ascii: "=")) else { continue }
        let value = bare[equals...].dropFirst().drop { $0.isBlank }
        if value.first == UInt8(ascii: "!") {
          reading.carried.append(.shell(Argument(String(Substring(value.dropFirst())), spelling: code.spelling)))
        }
      }
    }
  }
}

extension RowReading {
  /// Adds what `command` does by `row`.
  mutating func include(_ row: Row, _ command: ResolvedCommand) {
    var inner = RowReading(command, by: row, facts: facts)
    inner.read()
    touches += inner.touches
    carried += inner.carried
  }
}

/// Python's own modules with a command line.
private enum PythonModules {
  static func row(_ name: String) -> Row? {
    switch LookupName(name) {
    case "json.tool", "json": Row(values: "--indent", operands: .places([.show], rest: .replace))
    case "http.server": Row(values: "-b --bind --protocol", options: [("-d --directory", .nothing)])
    case "zipfile": Row(operands: .special(zipfile), permutes: true)
    case "tarfile": Row(operands: .special(tarfile), permutes: true)
    case "base64", "quopri", "tokenize", "ast", "dis", "gzip", "calendar", "mimetypes": Row(operands: .all(.show))
    case "py_compile", "compileall", "pyflakes", "mypy", "unittest", "doctest", "trace", "timeit": Row()
    case "venv", "virtualenv": Row(values: "-p --python --prompt", operands: .all(.folder), isRecursive: true)
    case "pdb", "cProfile", "profile", "runpy", "coverage":
      Row(values: "-s", options: [("-o", .replace)], operands: .script(unless: "-m"), permutes: false)
    case "sqlite3": Row(operands: .special(SQLite.read))
    default: nil
    }
  }

  /// `python3 -m zipfile -e ARCHIVE FOLDER`, `-c ARCHIVE FILE...`.
  private static func zipfile(_ reading: inout RowReading) { archive(&reading, extracts: "-e --extract") }

  private static func tarfile(_ reading: inout RowReading) { archive(&reading, extracts: "-e --extract") }

  private static func archive(_ reading: inout RowReading, extracts: String) {
    let words = reading.options.operands
    guard let archive = words.first else { return }
    if reading.options.has(anyOf: "-c --create") {
      reading.write(archive, .replace)
      for file in words.dropFirst() { reading.add(.read(reading.places.target(file, includesContents: true), .show)) }
    } else {
      reading.readFile(archive, .use)
      if reading.options.has(anyOf: extracts) {
        reading.fill(words.dropFirst().first ?? Argument("."), "the names in the archive")
      }
    }
  }
}

/// `osascript -e SCRIPT`, whose scripts reach a shell by `do shell script`.
enum AppleScript {
  static func read(_ reading: inout RowReading) {
    let codes = reading.options.values(ofAny: "-e")
    for code in codes {
      guard let text = code.value else { continue }
      var rest = text.utf8[...]
      let mark = Array("do shell script \"".utf8)
      while let start = rest.firstIndex(of: mark[0]) {
        guard rest[start...].starts(with: mark) else {
          rest = rest[rest.index(after: start)...]
          continue
        }
        rest = rest[start...].dropFirst(mark.count)
        var command: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
          command.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
        }
        reading.carried.append(.shell(Argument(String(decoding: command, as: UTF8.self), spelling: code.spelling)))
      }
    }
    if codes.isEmpty, let script = reading.options.operands.first { reading.readFile(script, .use) }
  }
}

/// `perl` and `ruby`, which read files line by line under `-n` and `-p`.
enum Perl {
  static func read(_ reading: inout RowReading) {
    let options = reading.options
    var operands = options.operands[...]
    if !options.has(anyOf: "-e -E") {
      if let script = operands.popFirst() { reading.readFile(script, .use) }
      guard options.has(anyOf: "-n -p -i") else { return }
    }
    let loops = options.has(anyOf: "-n -p")
    for file in operands {
      if loops { reading.readFile(file, .show) }
      if options.has(anyOf: "-i") { reading.write(file, .modify) }
    }
  }
}

/// `node SCRIPT`; `bun` and `deno` have subcommands.
enum Node {
  static func read(_ reading: inout RowReading) {
    if reading.options.has(anyOf: "-e --eval") { return }
    guard var script = reading.options.operands.first else { return }
    if reading.options.has(anyOf: "-p --print") {
      // What the expression is worth is printed.
      if let code = script.value, !code.utf8.contains(where: { $0 == UInt8(ascii: ";") || $0 == 0x0A }) {
        script.value = "console.log(\(code))"
      }
      return reading.carried.append(.code(script, .javaScript))
    }
    if let program = reading.command.program, program == "deno" || program == "bun" {
      switch (script.value, reading.options.operands.count) {
      case ("eval", 2...) where program == "deno":
        reading.carried.append(.code(reading.options.operands[1], .javaScript))
        return
      case ("run", 2...), ("watch", 2...): script = reading.options.operands[1]
      default: break
      }
      guard let word = script.value, word.utf8.contains(UInt8(ascii: ".")) else { return }
    }
    reading.readFile(script, .use)
  }
}

/// `sqlite3 DATABASE [STATEMENTS]`.
enum SQLite {
  static func read(_ reading: inout RowReading) {
    guard let database = reading.options.operands.first else { return }
    var statements = reading.options.values(ofAny: "-cmd -c")
    for code in reading.options.operands.dropFirst() {
      reading.carried.append(.code(code, .sql))
      statements.append(code)
    }
    if case .text(let text) = reading.command.input { statements.append(Argument(text)) }
    if let word = database.value, word == ":memory:" || word.isEmpty { return }
    let reads =
      !statements.isEmpty
      && statements.allSatisfy { code in
        guard let text = code.value else { return false }
        return text.utf8.first == UInt8(ascii: ".") || SQLStatements.parse(text).allSatisfy { $0.kind == .select }
      }
    reading.readFile(database, .show)
    if !reads, !reading.options.has(anyOf: "-readonly") { reading.write(database, .modify) }
  }
}
