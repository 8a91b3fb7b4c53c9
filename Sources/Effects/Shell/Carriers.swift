import HookModel
import ShellSyntax

/// Programs that carry code for a shell in their words.
extension ShellEvaluator {
  /// Walks a text as a script.
  ///
  /// `inSameShell` is for what changes the shell that reads it (`eval`, `source`, an alias); anything else is a shell of its
  /// own, which sees exported variables alone.
  func runCode(
    _ text: String, through name: String, by: String, invocation: Invocation, inSameShell: Bool,
    positionals: [String]? = nil, dollarZero: String? = nil, readsInput: Bool = false
  ) -> [String] {
    if context.depth >= bounds.depth {
      refuseDepth()
      return Self.nothing
    }
    if execute(unseen: text, by: by) {
      return runUnseen(text, through: name, by: by, invocation, inSameShell: inSameShell)
    }
    let script: Script
    do {
      script = try Parser.parse(text)
    } catch {
      refuseSyntax(error, carriedBy: name, text)
      return Self.nothing
    }
    let outerSource = source
    let outerContext = context
    let outerOrigin = origin
    source = text
    context.isDirect = false
    context.depth += 1
    context.through.append(name)
    let printed: [String]
    if inSameShell {
      printed = withEnvironment(of: invocation) { walk(script) }
    } else {
      printed = inSubshell {
        becomeChild(invocation, positionals: positionals ?? [], name: dollarZero ?? by, by: by)
        state.input = readsInput ? "" : invocation.input
        return walk(script)
      }
    }
    source = outerSource
    context = outerContext
    origin = outerOrigin
    return printed
  }

  /// Makes the state that of a new shell.
  private func becomeChild(_ invocation: Invocation, positionals: [String], name: String, by: String) {
    state.variables = state.variables.inherited
    for (name, value) in invocation.environment { state.variables[name] = Variable(value, isExported: true) }
    state.aliases = Texts()
    if by == "pwsh" || by == "powershell" {
      for alias in ["ri", "rm", "del", "erase", "rd", "rmdir"] { state.aliases[alias] = ["Remove-Item"] }
      for (alias, name) in [("gc", "Get-Content"), ("type", "Get-Content"), ("sc", "Set-Content"), ("mi", "Move-Item")]
      {
        state.aliases[alias] = [name]
      }
    }
    state.positionals = positionals
    state.name = name
    state.places = [invocation.place]
    state.placeStack = []
    state.stopsOnError = false
    state.ignoresWildcards = false
    state.isPOSIX = by == "sh" || by == "dash" || by == "ash"
    changed()
  }

  /// Code of which no part is in sight: what is in a file may still be read.
  private func runUnseen(
    _ text: String, through name: String, by: String, _ invocation: Invocation, inSameShell: Bool
  ) -> [String] {
    for piece in Hole.pieces(of: text) {
      guard case .hole(let number) = piece, case .file(let path) = unknown(number).source else { continue }
      _ = runScript(
        Argument(path), arguments: [], through: name, by: by, invocation, inSameShell: inSameShell, asItStood: true)
    }
    return [hole("the output of unknown code")]
  }

  /// Notes that carried code is no script.
  func refuseSyntax(_ error: SyntaxError, carriedBy name: String, _ text: String) {
    refuse(
      "the code that \(name) carries cannot be parsed: \(error.message)",
      why: "line \(error.line), column \(error.column) of `\(readable(String(text.prefix(80))))`",
      fix: "write it as a script that `bash -n` accepts, or run its commands directly")
  }

  // MARK: shells

  /// `sh [OPTION...] [-c CODE | FILE] [ARGUMENT...]`
  func runShell(_ name: String, _ invocation: Invocation) -> [String]? {
    if name == "pwsh" || name == "powershell" { return runPowerShell(name, invocation) }
    let arguments = invocation.arguments
    var index = 0
    var takesCode = false
    var takesInput = false
    while index < arguments.count, let text = arguments[index].value, !isOpen(text) {
      guard let sign = text.utf8.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"), text.utf8.count > 1
      else { break }
      index += 1
      if text == "--" { break }
      if text == "--rcfile" || text == "--init-file" || text == "--emulate" {
        index += 1
        continue
      }
      if text == "--command" { takesCode = true }
      if text.utf8.starts(with: "--".utf8) { continue }
      for letter in text.utf8.dropFirst() where sign == UInt8(ascii: "-") {
        switch letter {
        case UInt8(ascii: "c"): takesCode = true
        case UInt8(ascii: "s"): takesInput = true
        case UInt8(ascii: "o"), UInt8(ascii: "O"): index += 1
        default: break
        }
      }
    }
    let rest = arguments[min(index, arguments.count)...]
    let command = note(invocation)
    if !context.isRemote { addTouches(of: command, invocation) }
    if takesCode {
      guard let code = rest.first?.value else { return Self.nothing }
      let words = rest.dropFirst().map { $0.value ?? "" }
      if !speaksPOSIX(name), (try? Parser.parse(code)) == nil {
        add(.execute(.unknown, by: name), .unknown)
        return [hole("the output of \(name)")]
      }
      return runCode(
        code, through: "\(name) -c", by: name, invocation: invocation, inSameShell: false,
        positionals: Array(words.dropFirst()), dollarZero: words.first)
    }
    let words = rest.dropFirst(takesInput ? 0 : 1).map { $0.value ?? "" }
    if !takesInput, let file = rest.first, file.value != "-", file.value != "/dev/stdin", file.value != "/dev/fd/0" {
      return runScript(
        file, arguments: Array(rest.dropFirst()), through: name, by: name, invocation, inSameShell: false)
    }
    guard let input = invocation.input else { return Self.nothing }
    return runCode(
      input, through: name, by: name, invocation: invocation, inSameShell: false, positionals: words, readsInput: true)
  }

  /// `pwsh [-OPTION...] [-Command CODE... | -EncodedCommand TEXT | -File FILE]`; option names may be cut short.
  private func runPowerShell(_ name: String, _ invocation: Invocation) -> [String]? {
    var words = invocation.arguments[...]
    let command = note(invocation)
    if !context.isRemote { addTouches(of: command, invocation) }
    var code: String?
    var file: Argument?
    options: while let word = words.popFirst(), let text = word.value {
      guard text.utf8.first == UInt8(ascii: "-") else {
        // A word alone is a script for pwsh, and a command for its ancestor.
        if name == "pwsh" { file = word } else { code = ([word] + words).compactMap(\.value).joined(separator: " ") }
        break
      }
      let option = text.dropFirst().lowercased()
      switch option.utf8.first {
      case UInt8(ascii: "c") where "command".begins(with: option):
        code = words.compactMap(\.value).joined(separator: " ")
        break options
      case UInt8(ascii: "e") where "encodedcommand".begins(with: option) || option == "ec":
        guard let encoded = words.first?.value, let bytes = TextFilter.base64Decoded(Array(encoded.utf8)) else { break }
        // It is UTF-16, of which every second byte is 0 in a command.
        code = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
        break options
      case UInt8(ascii: "f") where "file".begins(with: option):
        file = words.first
        break options
      default:
        switch option {
        case "executionpolicy", "ex", "ep", "exec", "workingdirectory", "wd", "wo", "configurationname", "inputformat",
          "outputformat", "windowstyle", "w", "settingsfile", "version", "psconsolefile":
          words = words.dropFirst()
        default: break
        }
      }
    }
    if code == nil || code == "-", file == nil || file?.value == "-" { code = invocation.input }
    guard let code, file == nil else { return [hole("the output of \(name)")] }
    guard (try? Parser.parse(code)) != nil else {
      add(.execute(.unknown, by: name), .unknown)
      return [hole("the output of \(name)")]
    }
    return runCode(code, through: "\(name) -Command", by: name, invocation: invocation, inSameShell: false)
  }

  private func speaksPOSIX(_ name: String) -> Bool {
    switch name {
    case "fish", "csh", "tcsh", "nu", "pwsh", "powershell": false
    default: true
    }
  }

  /// `su [-] [USER] [-c CODE]`, and runuser where it has a `-c`, too.
  func runSu(_ name: String, _ invocation: Invocation) -> [String]? {
    let options = ParsedOptions(
      invocation.arguments,
      OptionSyntax(
        shortWithValue: "csgGwT",
        longWithValue: ["command", "shell", "group", "supp-group", "whitelist-environment", "session-command"]))
    if let code = options.values(of: "c", "command", "session-command").last?.value {
      note(invocation)
      return runCode(code, through: "\(name) -c", by: name, invocation: invocation, inSameShell: false)
    }
    if name == "runuser", options.operands.count > 0, let wrapper = Wrapper.named(name) {
      return peel(name, wrapper, invocation, from: 0)
    }
    guard let input = invocation.input else { return nil }
    note(invocation)
    return runCode(input, through: name, by: name, invocation: invocation, inSameShell: false, readsInput: true)
  }

  // MARK: others

  /// Programs whose words are, or hold, code for a shell.
  func runCarrier(_ name: String, _ invocation: Invocation) -> [String]? {
    let arguments = invocation.arguments
    func code(_ text: String?, _ label: String? = nil) -> [String] {
      guard let text else { return Self.nothing }
      return runCode(text, through: label ?? name, by: name, invocation: invocation, inSameShell: false)
    }
    func command(_ words: some Sequence<Argument>) -> [String] {
      through(name) { run(invocation.carrying(words)) }
    }
    func joined(_ words: some Sequence<Argument>) -> String { words.compactMap(\.value).joined(separator: " ") }
    switch name {
    case "bwrap":
      guard let start = sandboxedCommand(arguments) else { return nil }
      note(invocation)
      return command(arguments[start...])
    case "start-stop-daemon":
      let options = ParsedOptions(
        arguments,
        OptionSyntax(
          shortWithValue: "xapunscgdkrRNIP",
          longWithValue: [
            "exec", "startas", "pidfile", "name", "user", "group", "chuid", "chdir", "chroot", "retry", "signal",
            "nicelevel", "procsched", "iosched", "umask", "output", "ppid", "pid",
          ], long: ["start", "stop", "background", "make-pidfile", "oknodo", "test"]))
      guard options.has("S", "start"), let program = options.values(of: "a", "startas", "x", "exec").last else {
        return nil
      }
      note(invocation)
      let mark = arguments.firstIndex { $0.value == "--" }
      return command([program] + (mark.map { Array(arguments[($0 + 1)...]) } ?? []))
    case "screen":
      guard let mark = arguments.firstIndex(where: { $0.value == "stuff" }), mark + 1 < arguments.count,
        let text = arguments[mark + 1].value
      else {
        let options = ParsedOptions(
          arguments, OptionSyntax(shortWithValue: "cehpSsTt", permutes: false))
        guard let start = options.operandIndexes.first, !options.has("X", "x", "ls", "list") else { return nil }
        note(invocation)
        return command(arguments[start...])
      }
      note(invocation)
      // The keys: `\n` and `^M` are Return.
      let lines = Wildcard.replacing(text, "^M", with: "\n")
      return code(
        Wildcard.replacing(Wildcard.replacing(lines, "\\n", with: "\n"), "\\r", with: "\n"))
    case "xterm", "uxterm", "konsole", "alacritty", "kitty", "terminator", "gnome-terminal", "xfce4-terminal",
      "x-terminal-emulator", "wezterm", "foot":
      guard
        let mark = arguments.firstIndex(where: {
          switch $0.value {
          case "-e", "-x", "--execute", "--command", "--": true
          default: false
          }
        }), mark + 1 < arguments.count
      else { return nil }
      note(invocation)
      let rest = arguments[(mark + 1)...]
      return rest.count == 1 ? code(rest.first?.value) : command(rest)
    case "at", "batch":
      let options = ParsedOptions(arguments, OptionSyntax(shortWithValue: "qtf"))
      guard let file = options.values(of: "f").last else { return nil }
      let command = note(invocation)
      if !context.isRemote { addTouches(of: command, invocation) }
      return runScript(file, arguments: [], through: name, by: "sh", invocation, inSameShell: false)
    case "sched":
      // zsh: `sched +1:00 COMMAND...`
      note(invocation)
      return code(joined(arguments.dropFirst().filter { $0.value != "-o" }))
    case "flock":
      let options = ParsedOptions(
        arguments,
        OptionSyntax(shortWithValue: "wE", longWithValue: ["timeout", "wait", "conflict-exit-code"], permutes: false))
      guard options.operands.count > 1 else { return nil }
      let rest = Array(arguments[options.operandIndexes[1]...])
      if rest.first?.value == "-c" || rest.first?.value == "--command" {
        note(invocation)
        return code(rest.dropFirst().first?.value, "flock -c")
      }
      return command(rest)
    case "watch":
      let options = ParsedOptions(
        arguments, OptionSyntax(shortWithValue: "nq", longWithValue: ["interval", "equexit"], permutes: false))
      guard let start = options.operandIndexes.first else { return nil }
      note(invocation)
      if options.has("x", "exec") { return command(arguments[start...]) }
      return code(joined(arguments[start...]))
    case "script":
      let options = ParsedOptions(
        arguments,
        OptionSyntax(
          shortWithValue: "cEIBOTmotF", longWithValue: ["command", "log-io", "log-out", "log-in"], permutes: false))
      note(invocation)
      for operand in options.operands.prefix(1) {
        let target = target(operand, in: invocation.place)
        add(.write(target, .replace, content: nil), target.path == nil ? .unknown : .certain)
      }
      if let text = options.values(of: "c", "command").last?.value { return code(text, "script -c") }
      guard options.operandIndexes.count > 1 else { return Self.nothing }
      let rest = arguments[options.operandIndexes[1]...]
      if rest.first?.value == "-c" { return code(rest.dropFirst().first?.value, "script -c") }
      return command(rest)
    case "chroot":
      let options = ParsedOptions(
        arguments, OptionSyntax(longWithValue: ["userspec", "groups"], permutes: false))
      guard options.operands.count > 1 else { return nil }
      let words = arguments[options.operandIndexes[1]...]
      if options.operands[0].value == "/", !context.isRemote { return command(words) }
      let outer = context
      let root = target(options.operands[0], in: invocation.place).path.flatMap(located(path:))
      context.isRemote = true
      var inner = invocation.carrying(words)
      inner.place = Place(path: "/")
      let printed = mounted(root.map { [("/", $0)] } ?? [], at: inner.place) { through(name) { run(inner) } }
      context = outer
      return printed
    case "hyperfine", "concurrently":
      note(invocation)
      let options = ParsedOptions(
        arguments,
        OptionSyntax(
          shortWithValue: name == "hyperfine" ? "wmMrspcPDLnN" : "nlpcm",
          longWithValue: ["warmup", "runs", "prepare", "setup", "cleanup", "export-json", "export-markdown", "names"]))
      for value in options.values(of: "prepare", "p", "setup", "s", "cleanup", "c") where name == "hyperfine" {
        _ = code(value.value)
      }
      for operand in options.operands { _ = code(operand.value) }
      return Self.nothing
    case "nodemon":
      let options = ParsedOptions(
        arguments, OptionSyntax(shortWithValue: "xwei", longWithValue: ["exec", "watch", "ext"]))
      guard let text = options.values(of: "x", "exec").last?.value else { return nil }
      note(invocation)
      return code(text)
    case "nix-shell", "nix":
      let options = ParsedOptions(
        arguments, OptionSyntax(shortWithValue: "pAIE", longWithValue: ["run", "command", "packages"], permutes: true))
      if let text = options.values(of: "run", "command").last?.value, name == "nix-shell" {
        note(invocation)
        return code(text)
      }
      guard name == "nix", let mark = arguments.firstIndex(where: { $0.value == "-c" || $0.value == "--command" })
      else {
        return nil
      }
      note(invocation)
      return command(arguments[(mark + 1)...])
    case "sg":
      guard let mark = arguments.firstIndex(where: { $0.value == "-c" }), mark + 1 < arguments.count else { return nil }
      note(invocation)
      return code(arguments[mark + 1].value, "sg -c")
    case "tmux":
      guard let verb = arguments.firstIndex(where: { tmuxRuns($0.value) }) else { return nil }
      note(invocation)
      let options = ParsedOptions(
        Array(arguments[(verb + 1)...]), OptionSyntax(shortWithValue: "cefFnstxylp", permutes: false))
      let words = options.operands.filter { !["Enter", "C-m", "C-c"].contains($0.value) }
      return words.isEmpty ? Self.nothing : code(joined(words), "tmux")
    default: return nil
    }
  }

  /// Where the command begins behind bwrap's options, which take up to two words.
  private func sandboxedCommand(_ arguments: [Argument]) -> Int? {
    var index = 0
    while index < arguments.count, let word = arguments[index].value, word.begins(with: "--") {
      switch word {
      case "--": return index + 1 < arguments.count ? index + 1 : nil
      case "--bind", "--bind-try", "--dev-bind", "--dev-bind-try", "--ro-bind", "--ro-bind-try", "--setenv",
        "--symlink",
        "--file", "--bind-data", "--ro-bind-data", "--chmod", "--overlay":
        index += 3
      case "--args", "--argv0", "--uid", "--gid", "--hostname", "--chdir", "--unsetenv", "--lock-file", "--sync-fd",
        "--remount-ro", "--exec-label", "--file-label", "--proc", "--dev", "--tmpfs", "--mqueue", "--dir", "--seccomp",
        "--add-seccomp-fd", "--block-fd", "--userns", "--userns2", "--pidns", "--info-fd", "--json-status-fd",
        "--cap-add", "--cap-drop", "--perms", "--size", "--overlay-src", "--tmp-overlay", "--ro-overlay",
        "--userns-block-fd":
        index += 2
      default: index += 1
      }
    }
    return index < arguments.count ? index : nil
  }

  private func tmuxRuns(_ word: String?) -> Bool {
    switch word {
    case "new-session", "new", "new-window", "neww", "split-window", "splitw", "run-shell", "run", "send-keys", "send",
      "respawn-pane", "if-shell", "pipe-pane":
      true
    default: false
    }
  }

  // MARK: git

  /// git's own ways of running other commands: aliases given on the spot, `rebase --exec`, `bisect run`, ...
  func runGit(_ invocation: Invocation) -> [String]? {
    let arguments = invocation.arguments
    let options = ParsedOptions(
      arguments,
      OptionSyntax(
        shortWithValue: "Cc", longWithValue: ["git-dir", "work-tree", "namespace", "exec-path", "config-env"],
        permutes: false))
    guard let verbIndex = options.operandIndexes.first, let verb = arguments[verbIndex].value else { return nil }
    let rest = Array(arguments[(verbIndex + 1)...])
    var place = invocation.place
    for option in options.options where option.name == "C" {
      place = folder(option.value?.value ?? "", from: place)
    }
    var inner = invocation
    inner.place = place
    for option in options.options where option.name == "c" {
      guard let text = option.value?.value, let (name, value) = text.cut(at: "=") else { continue }
      if name.lowercased().ends(in: "credential.helper") || name.lowercased() == "credential.helper" {
        if value.utf8.first == UInt8(ascii: "!") {
          walkSetting(.command, "git -c \(name)", String(value.dropFirst()), inner)
        }
      } else if let setting = CodeSetting.git(name) {
        walkSetting(setting, "git -c \(name)", value, inner)
      }
    }
    for option in options.options.reversed() where option.name == "c" {
      guard let setting = option.value?.value, let (name, value) = setting.cut(at: "="),
        name.lowercased() == "alias." + verb.lowercased()
      else { continue }
      let words = rest.map { " " + ResolvedCommand.shellQuoted($0.value ?? "") }.joined()
      let text = value.utf8.first == UInt8(ascii: "!") ? String(value.dropFirst()) + words : "git " + value + words
      note(invocation)
      return runCode(text, through: "git alias", by: "git", invocation: inner, inSameShell: false)
    }
    var codes: [String] = []
    var words: [Argument] = []
    switch verb {
    case "rebase":
      codes = ParsedOptions(rest, OptionSyntax(shortWithValue: "xsXC", longWithValue: ["exec", "onto", "strategy"]))
        .values(of: "x", "exec").compactMap(\.value)
    case "bisect": if rest.first?.value == "run" { words = Array(rest.dropFirst()) }
    case "submodule":
      if let mark = rest.firstIndex(where: { $0.value == "foreach" }) {
        let code = rest[(mark + 1)...].filter { $0.value != "--recursive" && $0.value != "--quiet" }
        codes = [code.compactMap(\.value).joined(separator: " ")]
        inner.place = Place(path: nil)
      }
    case "filter-branch":
      let filters = ParsedOptions(
        rest,
        OptionSyntax(
          longWithValue: [
            "setup", "env-filter", "tree-filter", "index-filter", "parent-filter", "msg-filter", "commit-filter",
            "tag-name-filter", "subdirectory-filter",
          ]))
      codes = filters.options.filter { $0.name.ends(in: "-filter") && $0.name != "subdirectory-filter" }
        .compactMap { $0.value?.value }
    default: return nil
    }
    if codes.isEmpty, words.isEmpty { return nil }
    let command = note(invocation)
    addTouches(of: command, invocation)
    let certainty = context.certainty
    context.certainty = max(certainty, .possible)
    for code in codes where !code.isEmpty {
      _ = runCode(code, through: "git \(verb)", by: "git", invocation: inner, inSameShell: false)
    }
    if !words.isEmpty { _ = through("git \(verb)") { run(inner.carrying(words)) } }
    context.certainty = certainty
    return [hole("the output of git")]
  }
}
