import HookModel

extension CommandEffects {
  /// What the program does with the text on its standard input.
  static func standardInputUse(of command: ResolvedCommand) -> StandardInputUse {
    guard let program = command.program else { return .unknown }
    if program.begins(with: "python") || program.begins(with: "pypy") {
      return script(command, InterpreterRows.row(program)) ? .executes(.python) : .readsAsText
    }
    switch LookupName(program) {
    case "sh", "bash", "zsh", "dash", "ksh", "ash", "mksh", "fish", "csh", "tcsh", "rbash", "yash":
      return script(command, InterpreterRows.row("sh")) ? .executesShell(isRemote: false) : .readsAsText
    case "source", ".":
      return isStandardInput(command.arguments.first) ? .executesShell(isRemote: false) : .readsAsText
    case "at", "batch":
      let options = ParsedOptions(command.arguments, OptionSyntax(shortWithValue: "qtf"))
      return options.has("f", "l", "d", "r", "c") ? .ignores : .executesShell(isRemote: false)
    case "ssh", "mosh", "autossh", "rsh":
      guard let row = NetworkRows.row("ssh") else { return .unknown }
      let words = ParsedOptions(command.arguments, row.syntax(for: command.arguments)).operands.dropFirst()
      guard let first = words.first else { return .executesShell(isRemote: true) }
      let name = first.value?.cut(at: " ")?.before ?? first.value ?? ""
      return ["sh", "bash", "zsh", "dash", "ksh"].contains(Places.name(name))
        ? .executesShell(isRemote: true) : .readsAsText
    case "node", "nodejs", "tsx", "ts-node", "bun", "deno", "qjs":
      return script(command, InterpreterRows.row("node")) ? .executes(.javaScript) : .readsAsText
    case "perl", "perl5": return script(command, InterpreterRows.row("perl")) ? .executes(.perl) : .readsAsText
    case "ruby", "jruby": return script(command, InterpreterRows.row("ruby")) ? .executes(.ruby) : .readsAsText
    case "php", "php8", "php7": return script(command, InterpreterRows.row("php")) ? .executes(.php) : .readsAsText
    case "psql", "mysql", "mariadb", "sqlite3", "sqlite", "duckdb", "usql", "sqlcmd", "clickhouse-client",
      "cockroach":
      return executesStatements(command) ? .executes(.sql) : .readsAsText
    case "awk", "gawk", "mawk", "nawk": return takesProgram(command, "-f") ? .executes(.awk) : .readsAsText
    case "sed", "gsed": return takesProgram(command, "-f") ? .executes(.sed) : .readsAsText
    case "patch", "gpatch", "apply_patch", "applypatch": return .appliesPatch
    case "git": return git(command)
    case "cpio": return .readsNames
    case "tar", "gtar", "bsdtar", "wc", "sort", "rsync", "zip", "pax":
      return takesProgram(command, "-T", "--files-from", "--files0-from", "-@") ? .readsNames : .readsAsText
    case "crontab": return .executesOther
    case "make", "gmake": return takesProgram(command, "-f", "--file", "--makefile") ? .executesOther : .ignores
    case "lua", "luajit": return script(command, InterpreterRows.row("lua")) ? .executes(.lua) : .readsAsText
    case "R", "Rscript": return script(command, InterpreterRows.row("R")) ? .executes(.r) : .readsAsText
    case "julia": return script(command, InterpreterRows.row("julia")) ? .executes(.julia) : .readsAsText
    case "guile", "sbcl", "clojure", "bb", "racket": return .executes(.lisp)
    case "irb", "pry": return .executes(.ruby)
    case "tclsh", "wish", "expect", "jimsh":
      return script(command, InterpreterRows.row("tclsh")) ? .executes(.tcl) : .readsAsText
    case "elixir", "iex": return script(command, InterpreterRows.row("elixir")) ? .executes(.elixir) : .readsAsText
    case "jshell", "groovysh", "scala", "groovy":
      return script(command, InterpreterRows.row("groovy")) ? .executes(.groovy) : .readsAsText
    case "ex", "ed", "red", "vim", "vi", "nvim", "osascript", "ghci", "erl", "octave",
      "gnuplot", "pwsh", "powershell", "gdb", "lldb", "ftp", "lftp",
      "sftp", "redis-cli", "mongosh", "mongo", "telnet", "nc", "ncat", "netcat", "m4",
      "emacs":
      return .executesOther
    case "echo", "printf", "ls", "rm", "rmdir", "mkdir", "touch", "cp", "mv", "ln", "chmod", "chown", "true",
      "false", "pwd", "sleep", "kill", "find", "unlink", "truncate", "mktemp", "basename", "dirname", "seq", "date",
      "whoami":
      return .ignores
    default: return row(of: command) == nil ? .unknown : .readsAsText
    }
  }

  /// Whether an interpreter takes its script from standard input: none is given, or `-`.
  private static func script(_ command: ResolvedCommand, _ row: Row?) -> Bool {
    guard let row else { return false }
    let options = ParsedOptions(command.arguments, row.syntax(for: command.arguments))
    if options.has("c", "m", "e", "E", "eval", "p", "print", "r", "R") { return false }
    if options.has("s") { return true }
    guard let first = options.operands.first else { return !options.has("version", "V", "v", "help", "f") }
    return isStandardInput(first)
  }

  private static func isStandardInput(_ word: Argument?) -> Bool {
    switch word?.value {
    case "-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0": true
    default: false
    }
  }

  private static func executesStatements(_ command: ResolvedCommand) -> Bool {
    guard let row = row(of: command) else { return true }
    let options = ParsedOptions(command.arguments, row.syntax(for: command.arguments))
    if options.values(of: "f", "file").contains(where: isStandardInput) { return true }
    if options.has("c", "command", "e", "execute", "f", "file") { return false }
    return !(command.program?.begins(with: "sqlite") ?? false) || options.operands.count < 2
  }

  /// Whether one of the options names standard input.
  private static func takesProgram(_ command: ResolvedCommand, _ names: String...) -> Bool {
    for (index, argument) in command.arguments.enumerated() {
      guard let word = argument.value else { continue }
      for name in names {
        if word == "-@", name == "-@" { return true }
        if word == name, index + 1 < command.arguments.count, isStandardInput(command.arguments[index + 1]) {
          return true
        }
        if word.begins(with: name), isStandardInput(argument.behindFirst("=")) || word == name + "-" { return true }
      }
    }
    return false
  }

  private static func git(_ command: ResolvedCommand) -> StandardInputUse {
    guard let row = row(of: command) else { return .unknown }
    let options = ParsedOptions(command.arguments, row.syntax(for: command.arguments))
    guard let verb = options.operands.first?.value else { return .ignores }
    let rest = options.operands.dropFirst().filter { $0.knownPrefix.utf8.first != UInt8(ascii: "-") }
    switch verb {
    case "apply", "am": return rest.isEmpty ? .appliesPatch : .ignores
    default: return takesProgram(command, "--pathspec-from-file", "--stdin") ? .readsNames : .readsAsText
    }
  }
}
