import HookModel
import ShellSyntax

/// Programs that run the command behind their own words.
extension ShellEvaluator {
  /// Runs what a wrapper or carrier runs; nil for a program that is neither.
  func runWrapper(_ name: String, _ invocation: Invocation) -> [String]? {
    switch LookupName(name) {
    case "env", "genv": return runEnv(invocation)
    case "command", "builtin", "exec", "-": return runBuiltinWrapper(name, invocation)
    case "sh", "bash", "zsh", "dash", "ksh", "ash", "mksh", "rbash", "yash", "fish", "csh", "tcsh", "nu", "pwsh",
      "powershell":
      return runShell(name, invocation)
    case "su", "runuser": return runSu(name, invocation)
    case "xargs", "gxargs": return runXargs(invocation)
    case "parallel": return runParallel(invocation)
    case "find", "gfind": return runFind(invocation)
    case "fd", "fdfind": return runFd(invocation)
    case "busybox", "toybox":
      guard invocation.words.count > 1, invocation.arguments[0].value?.utf8.first != UInt8(ascii: "-") else {
        return nil
      }
      return through(name) { run(invocation.carrying(invocation.arguments)) }
    case "capsh":
      // What stands behind `--` is for a shell.
      guard let mark = invocation.arguments.firstIndex(where: { $0.value == "--" }) else { return nil }
      let words = [Argument("bash")] + invocation.arguments[(mark + 1)...]
      return through(name) { run(invocation.carrying(words)) }
    case "bwrap", "start-stop-daemon", "screen", "xterm", "uxterm", "konsole", "alacritty", "kitty", "terminator",
      "gnome-terminal", "xfce4-terminal", "x-terminal-emulator", "wezterm", "foot", "flock", "watch", "script",
      "hyperfine", "concurrently", "nix-shell", "nix", "tmux", "nodemon", "sg", "chroot",
      "sched", "at", "batch":
      return runCarrier(name, invocation)
    case "ssh", "docker", "podman", "nerdctl", "docker-compose", "podman-compose", "kubectl", "oc", "mosh", "lxc",
      "gcloud", "tsh", "fly", "flyctl", "heroku", "incus", "vagrant", "wsl", "limactl", "multipass", "distrobox",
      "toolbox":
      return runRemote(name, invocation)
    case "git": return runGit(invocation)
    case "make", "gmake", "npm", "pnpm", "yarn", "bun":
      if let wrapper = subcommandWrapper(name, invocation) { return wrapper }
      return runTarget(name, invocation)
    case "just", "task", "go-task", "composer", "poe", "tox", "nox", "rake", "invoke", "inv", "fab", "pixi", "hatch":
      let printed = runTarget(name, invocation)
      // A word that names no task is a command for some of them.
      _ = subcommandWrapper(name, invocation)
      return printed
    case "deno" where invocation.arguments.first?.value == "task": return runTarget(name, invocation)
    case "node" where invocation.arguments.first?.value == "--run": return runTarget(name, invocation)
    case "npm-run-all", "npm-run-all2", "run-s", "run-p": return runTarget(name, invocation)
    case "uv", "poetry", "pipenv", "pdm", "rye", "bundle", "asdf", "pipx", "rbenv", "pyenv", "nodenv", "op", "doppler",
      "infisical", "mise", "chamber", "perf", "direnv", "aws-vault", "conda", "mamba", "micromamba", "rustup", "fnm",
      "volta":
      return subcommandWrapper(name, invocation)
    default:
      guard let wrapper = Wrapper.named(name) else { return nil }
      return peel(name, wrapper, invocation, from: 0)
    }
  }

  /// Walks something as reached through a wrapper or carrier.
  func through(_ name: String, _ body: () -> [String]) -> [String] {
    if context.depth >= bounds.depth {
      refuseDepth()
      return Self.nothing
    }
    context.depth += 1
    context.through.append(name)
    let printed = body()
    context.through.removeLast()
    context.depth -= 1
    return printed
  }

  /// Takes a wrapper off.
  func peel(_ name: String, _ wrapper: Wrapper, _ invocation: Invocation, from start: Int) -> [String]? {
    let arguments = Array(invocation.arguments.dropFirst(start))
    let options = ParsedOptions(arguments, wrapper.syntax)
    if wrapper.harmless.contains(where: { harmless in options.options.contains { $0.name == harmless } }) { return nil }
    var inner = invocation
    for value in options.options where wrapper.directory.contains(value.name) {
      inner.place = folder(value.value.flatMap { representative($0).value } ?? "", from: inner.place)
    }
    var first = wrapper.operands
    if let code = options.options.last(where: { wrapper.shellCode.contains($0.name) })?.value?.value {
      note(invocation)
      return runCode(code, through: name, by: name, invocation: inner, inSameShell: false)
    }
    if wrapper.isBehindDashes, let mark = options.operands.firstIndex(where: { $0.value == "--" }) { first = mark + 1 }
    // `python-dotenv` has a verb.
    if name == "dotenv", options.operands.first?.value == "run" { first += 1 }
    // No program's name begins with a dash: `setarch x86_64 -R ls`, `aws-vault exec work -- ls`.
    while first < options.operands.count, options.operands[first].value?.utf8.first == UInt8(ascii: "-") { first += 1 }
    if wrapper.takesAssignments {
      while first < options.operands.count, let (name, value) = assignment(options.operands[first]) {
        inner.environment[name] = value
        walkSetting(name, value)
        first += 1
      }
    }
    guard first < options.operands.count else {
      if name == "sudo", options.has("s", "i", "shell", "login"), let input = invocation.input {
        return through(name) {
          runCode(input, through: "sh", by: name, invocation: invocation, inSameShell: false, readsInput: true)
        }
      }
      return nil
    }
    if name == "sudo", options.has("e", "edit") {
      note(invocation)
      for operand in options.operands.dropFirst(first) {
        let target = target(operand, in: invocation.place)
        add(.write(target, .modify, content: nil), target.path == nil ? .unknown : .certain)
      }
      return Self.nothing
    }
    if wrapper.isOwnCommand {
      let command = note(invocation)
      addTouches(of: command, invocation, first: start + options.operandIndexes[first])
    }
    var words = Array(arguments[options.operandIndexes[first]...])
    // `uv run tool.py` runs the file with its Python.
    if wrapper.isOwnCommand, words[0].value?.ends(in: ".py") ?? false { words.insert(Argument("python3"), at: 0) }
    inner = inner.carrying(words)
    let outer = context
    defer { context = outer }
    // The first process of the machine that a container runs on is the machine's own.
    if name == "nsenter", context.isRemote, options.values(of: "t", "target").last?.value == "1" {
      context.isRemote = false
      inner.place = Place(path: "/")
    }
    return through(start == 0 ? name : "\(name) \(invocation.arguments[start - 1].value ?? "")") { run(inner) }
  }

  private func subcommandWrapper(_ name: String, _ invocation: Invocation) -> [String]? {
    let options = ParsedOptions(
      invocation.arguments,
      OptionSyntax(
        shortWithValue: name == "npm" ? "wC" : "C",
        longWithValue: [
          "prefix", "workspace", "dir", "cwd", "filter", "directory", "project", "config-file", "color", "cache-dir",
        ], permutes: false))
    guard let verb = options.operandIndexes.first, let word = invocation.arguments[verb].value,
      let wrapper = Wrapper.subcommand(name, word)
    else { return name == "pdm" ? runTarget(name, invocation) : nil }
    if word == "run", name == "pdm" || name == "rye" { runTasks(name, invocation) }
    return peel(name, wrapper, invocation, from: verb + 1)
  }

  /// `NAME=value` as a word. The name may be any text: env takes every word with `=` (POSIX, "env"), sudo those that are no path.
  func assignment(_ word: Argument, mayBePath: Bool = false) -> (String, String)? {
    guard let text = word.value, let mark = text.utf8.firstIndex(of: UInt8(ascii: "=")), mark != text.startIndex,
      mayBePath || text.utf8.first != UInt8(ascii: "/")
    else { return nil }
    return (String(text[..<mark]), String(text[text.utf8.index(after: mark)...]))
  }

  // MARK: env, command, exec

  private func runEnv(_ invocation: Invocation) -> [String]? {
    let options = ParsedOptions(
      invocation.arguments,
      OptionSyntax(
        shortWithValue: "uCSP", longWithValue: ["unset", "chdir", "split-string", "argv0"],
        long: ["ignore-environment", "null", "debug", "block-signal", "default-signal"], permutes: false))
    var inner = invocation
    for value in options.values(of: "C", "chdir") {
      inner.place = folder(representative(value).value ?? value.value ?? "", from: inner.place)
    }
    var first = 0
    while first < options.operands.count {
      if let (name, value) = assignment(options.operands[first], mayBePath: true) {
        inner.environment[name] = value
        walkSetting(name, value)
      } else if options.operands[first].value != "-" {
        break
      }
      first += 1
    }
    let rest = first < options.operands.count ? Array(invocation.arguments[options.operandIndexes[first]...]) : []
    if let split = options.values(of: "S", "split-string").last?.value {
      let text = split + rest.map { " " + ResolvedCommand.shellQuoted($0.value ?? "") }.joined()
      return runCode(text, through: "env", by: "env", invocation: inner, inSameShell: true)
    }
    if rest.isEmpty { return nil }
    return through("env") { run(inner.carrying(rest)) }
  }

  private func runBuiltinWrapper(_ name: String, _ invocation: Invocation) -> [String]? {
    let options = ParsedOptions(
      invocation.arguments, OptionSyntax(shortWithValue: name == "exec" ? "a" : "", permutes: false))
    if name == "command", options.has("v", "V") { return nil }
    guard let start = options.operandIndexes.first else {
      if name == "exec" {
        note(invocation)
        return Self.nothing
      }
      return nil
    }
    var inner = invocation.carrying(invocation.arguments[start...])
    inner.isInShell = name != "exec" && invocation.isInShell
    inner.ignoresFunctions = true
    let printed = through(name) { run(inner) }
    if name == "exec", invocation.isInShell {
      state.hasEnded = true
      changed()
    }
    return printed
  }

  // MARK: xargs and parallel

  private func runXargs(_ invocation: Invocation) -> [String]? {
    let options = ParsedOptions(
      invocation.arguments,
      OptionSyntax(
        shortWithValue: "adEILnPsJRS",
        longWithValue: [
          "arg-file", "delimiter", "max-lines", "max-args", "max-procs", "max-chars", "process-slot-var",
        ],
        long: ["null", "replace", "eof", "interactive", "no-run-if-empty", "verbose", "exit", "open-tty"],
        permutes: false))
    var words = options.operandIndexes.first.map { Array(invocation.arguments[$0...]) } ?? []
    if words.isEmpty { words = [Argument("echo")] }
    var input = invocation.input
    if let file = options.values(of: "a", "arg-file").last {
      let target = target(file, in: invocation.place)
      add(.read(target, .use), target.path == nil ? .unknown : .certain)
      input = content(of: file)
    }
    var mark = options.values(of: "I", "J").last?.value
    if mark == nil, let replace = options.options.last(where: { $0.name == "i" || $0.name == "replace" }) {
      mark = replace.value?.value ?? "{}"
    }
    let delimiter: UInt8?
    if options.has("0", "null") {
      delimiter = 0
    } else if let text = options.values(of: "d", "delimiter").last?.value {
      delimiter = text == "\\n" ? 0x0A : text == "\\0" ? 0 : text.utf8.first
    } else {
      delimiter = nil
    }
    let items = items(
      input ?? hole("an item of standard input"), delimiter: delimiter, byLine: mark != nil || options.has("L"))
    var inner = invocation.carrying([])
    inner.input = nil
    let certainty = context.certainty
    if items.contains(where: isOpen) { context.certainty = max(certainty, .possible) }
    defer { context.certainty = certainty }
    return through("xargs") {
      var printed = Self.nothing
      for batch in batches(items, options, mark: mark) {
        guard step() else { break }
        inner.words = words
        if let mark, !mark.isEmpty, let item = batch.first {
          inner.words = words.map { replaced(mark, by: item, in: $0) }
        } else {
          inner.words += batch.map { Argument($0, spelling: readable($0)) }
        }
        let more = run(inner)
        if context.captures { printed = joined(printed, more) }
      }
      return printed
    }
  }

  private func batches(_ items: [String], _ options: ParsedOptions, mark: String?) -> [[String]] {
    if mark != nil { return items.map { [$0] } }
    guard let size = options.values(of: "n", "max-args", "L").last?.value.flatMap({ Int($0) }), size > 0,
      size < items.count
    else { return [items] }
    return stride(from: 0, to: items.count, by: size).map { Array(items[$0..<min($0 + size, items.count)]) }
  }

  /// An argument with each `mark` in it replaced.
  func replaced(_ mark: String, by item: String, in argument: Argument) -> Argument {
    guard let value = argument.value, value.utf8.count >= mark.utf8.count else { return argument }
    let new = Wildcard.replacing(value, mark, with: item)
    if new == value { return argument }
    return Argument(new, spelling: readable(new))
  }

  /// The items that xargs reads: words between blanks, with quotes taken off, or what stands between delimiters.
  private func items(_ text: String, delimiter: UInt8?, byLine: Bool) -> [String] {
    if let delimiter {
      var parts = text.utf8.split(separator: delimiter, omittingEmptySubsequences: false)
      if parts.last?.isEmpty == true { parts.removeLast() }
      return parts.map { String(Substring($0)) }.map {
        // Unknown names come one a line, whatever the program that prints them puts between them.
        isOpen($0) && $0.utf8.last == 0x0A ? String($0.dropLast()) : $0
      }
    }
    var items: [String] = []
    var current: [UInt8] = []
    var isItem = false
    var quote: UInt8 = 0
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        current.append(byte)
        isEscaped = false
      } else if quote != 0 {
        if byte == quote { quote = 0 } else { current.append(byte) }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
        isItem = true
      } else if byte == 0x5C {
        isEscaped = true
        isItem = true
      } else if byte == 0x0A || (!byLine && (byte == 0x20 || byte == 0x09)) {
        if isItem { items.append(String(decoding: current, as: UTF8.self)) }
        current = []
        isItem = false
      } else if byLine, !isItem, byte == 0x20 || byte == 0x09 {
        continue
      } else {
        current.append(byte)
        isItem = true
      }
    }
    if isItem { items.append(String(decoding: current, as: UTF8.self)) }
    return items
  }

  private func runParallel(_ invocation: Invocation) -> [String]? {
    let command = note(invocation)
    _ = command
    let options = ParsedOptions(
      invocation.arguments,
      OptionSyntax(
        shortWithValue: "jPnNILaSd",
        longWithValue: [
          "jobs", "max-args", "arg-file", "sshlogin", "delay", "joblog", "colsep", "results", "retries", "timeout",
          "tmpdir", "workdir",
        ],
        permutes: false))
    guard let start = options.operandIndexes.first else { return Self.nothing }
    let words = Array(invocation.arguments[start...])
    var template: [String] = []
    var lists: [[String]] = []
    for word in words {
      let text = word.value ?? ""
      switch text {
      case ":::", ":::+": lists.append([])
      case "::::": lists.append([])
      default:
        if lists.isEmpty { template.append(text) } else { lists[lists.count - 1].append(text) }
      }
    }
    // Each item is what one run gets: several lists give every combination.
    var items: [[String]] = lists.isEmpty ? [] : [[]]
    for list in lists {
      items = items.flatMap { item in list.map { item + [$0] } }
      charge(items.count * 64)
      if items.count > bounds.steps { items = [lists.map { _ in hole("an argument of parallel") }] }
    }
    if lists.isEmpty {
      items = self.items(
        invocation.input ?? hole("an item of standard input"), delimiter: options.has("0") ? 0 : nil, byLine: true
      ).map { [$0] }
    }
    let code = template.joined(separator: " ")
    var inner = invocation
    inner.input = nil
    let certainty = context.certainty
    if items.contains(where: { $0.contains(where: isOpen) }) { context.certainty = max(certainty, .possible) }
    for parts in items {
      guard step() else { break }
      let item = parts.joined(separator: " ")
      let quoted = parts.map(ResolvedCommand.shellQuoted).joined(separator: " ")
      var text = Wildcard.replacing(code, "{}", with: quoted)
      for (index, part) in parts.enumerated() {
        text = Wildcard.replacing(text, "{\(index + 1)}", with: ResolvedCommand.shellQuoted(part))
      }
      if code.isEmpty {
        text = item
      } else if text == code, !code.utf8.contains(UInt8(ascii: "{")) {
        text += " " + quoted
      }
      _ = runCode(text, through: "parallel", by: "parallel", invocation: inner, inSameShell: false)
    }
    context.certainty = certainty
    return [hole("the output of parallel")]
  }

  // MARK: find and fd

  private func runFind(_ invocation: Invocation) -> [String]? {
    let arguments = invocation.arguments
    guard arguments.contains(where: { isExec($0.value) }) else { return nil }
    let command = note(invocation)
    addTouches(of: command, invocation)
    let expression = FindExpression(arguments)
    let folder = folderOfListing(expression.starts, invocation)
    let item = hole(
      "the names that find finds", .name(under: folder, named: expression.lookedFor), isNonEmpty: true)
    var index = 0
    while index < arguments.count {
      guard let kind = arguments[index].value, isExec(kind) else {
        index += 1
        continue
      }
      index += 1
      var words: [Argument] = []
      while index < arguments.count, arguments[index].value != ";" {
        if arguments[index].value == "+", arguments[index - 1].value == "{}" { break }
        words.append(replaced("{}", by: item, in: arguments[index]))
        index += 1
      }
      var inner = invocation.carrying(words.map { $0.value == item ? Argument(item, spelling: "{}") : $0 })
      inner.input = nil
      if kind == "-execdir" || kind == "-okdir" { inner.place = Place(path: nil) }
      let certainty = context.certainty
      context.certainty = max(certainty, .possible)
      _ = through("find \(kind)") { run(inner) }
      context.certainty = certainty
    }
    return [hole("the output of find")]
  }

  /// The folder below which everything lies that is found from there.
  private func folderOfListing(_ starts: [Argument], _ invocation: Invocation) -> String? {
    let words = starts.map { representative($0) }
    if words.count == 1 {
      return target(starts[0], in: invocation.place).path ?? target(starts[0], in: invocation.place).knownFolder
    }
    return Places(directory: invocation.place.path).commonFolder(words)
  }

  private func isExec(_ word: String?) -> Bool {
    switch word {
    case "-exec", "-execdir", "-ok", "-okdir": true
    default: false
    }
  }

  private func runFd(_ invocation: Invocation) -> [String]? {
    let arguments = invocation.arguments
    guard
      let mark = arguments.firstIndex(where: {
        switch $0.value {
        case "-x", "--exec", "-X", "--exec-batch": true
        default: false
        }
      })
    else { return nil }
    let command = note(invocation)
    addTouches(of: command, invocation)
    let search = FdSearch(Array(arguments[..<mark]))
    let folder = folderOfListing(search.starts, invocation)
    let item = hole("the names that fd finds", .name(under: folder, named: search.lookedFor), isNonEmpty: true)
    var words = arguments[(mark + 1)...].prefix { $0.value != ";" }.map { argument in
      ["{}", "{/}", "{//}", "{.}", "{/.}"].contains(argument.value) ? Argument(item, spelling: "{}") : argument
    }
    if !words.contains(where: { $0.value == item }) { words.append(Argument(item, spelling: "{}")) }
    var inner = invocation.carrying(words)
    inner.input = nil
    let certainty = context.certainty
    context.certainty = max(certainty, .possible)
    _ = through("fd \(arguments[mark].value ?? "-x")") { run(inner) }
    context.certainty = certainty
    return [hole("the output of fd")]
  }
}
