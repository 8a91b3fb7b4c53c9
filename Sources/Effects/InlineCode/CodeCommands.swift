import HookModel

/// The commands and the code that code runs.
extension CodeReader {
  /// A text for a shell.
  mutating func runShell(_ value: CodeValue) {
    for value in value.alternatives.values.prefix(64) {
      switch value.kind {
      case .text: findings.shellCommands.append(moved + value.text)
      case .unknown where value.source == .decoded || value.source == .fetched:
        findings.touches.append(Touch(.execute(value.source ?? .unknown, by: language.program), certainty: .unknown))
      case .unknown where value.shellText != CodeValue.placeholder:
        findings.shellCommands.append(moved + value.shellText)
      default: findings.argvCommands.append([Argument(unknown: value.unknownWords, spelling: "…")])
      }
    }
  }

  /// What brings a shell to the directory that the code has moved to.
  private var moved: String {
    guard hasMoved else { return "" }
    return "cd -- " + (places.directory.map { ResolvedCommand.shellQuoted($0) } ?? "\"\(CodeValue.placeholder)\"")
      + "\n"
  }

  /// A program with its arguments, in the directory that the code has moved to.
  private mutating func run(_ words: [Argument]) {
    guard hasMoved else { return findings.argvCommands.append(words) }
    let folder = places.directory.map { Argument($0) } ?? Argument(unknown: "the working directory", spelling: "…")
    findings.argvCommands.append([Argument("env"), Argument("-C"), folder] + words)
  }

  /// Does `body` in the directory that a call names: `cwd='/x'`, `{ cwd: '/x' }`, `chdir: '/x'`.
  mutating func located(_ given: [Given], _ body: (inout CodeReader) -> CodeValue) -> CodeValue {
    var folder = given.last { $0.name == "cwd" || $0.name == "chdir" }?.value
    for one in given where folder == nil {
      folder = one.value.entries.last { $0.key == "cwd" || $0.key == "chdir" }?.value
    }
    guard let folder, folder.kind != .name || folder.text != "None" else { return body(&self) }
    let outer = (places, hasMoved)
    places.directory = folder.kind == .text ? places.path(folder.text) : nil
    hasMoved = true
    let result = body(&self)
    (places, hasMoved) = outer
    return result
  }

  /// A text for a shell, or a list for a program: `subprocess.run('rm x', shell=True)`, `subprocess.run(['rm', 'x'])`.
  mutating func command(_ value: CodeValue, _ given: [Given]) -> CodeValue {
    if let input = given.last(where: { $0.name == "input" })?.value, let program = flat([value]).first?.text,
      isShell(program)
    {
      runShell(input)
    }
    return located(given) { $0.command(value) }
  }

  private func isShell(_ program: String) -> Bool {
    switch Places.name(program) {
    case "sh", "bash", "zsh", "dash", "ksh": true
    default: false
    }
  }

  private mutating func command(_ value: CodeValue) -> CodeValue {
    for value in value.alternatives.values {
      if value.kind == .list {
        // `['sh', '-c', text]` too is a program with its arguments.
        let words = flat(value.items).filter { !isSetting($0) }
        run(words.map(word))
        if readsCommands(words) { return shellProcess() }
      } else {
        runShell(value)
      }
    }
    return .unknown("the output of a command")
  }

  /// Whether a program with these words is a shell that reads its commands from standard input.
  private func readsCommands(_ words: [CodeValue]) -> Bool {
    guard let program = words.first?.text, isShell(program) else { return false }
    return words.dropFirst().allSatisfy { $0.kind == .text && ["-s", "-", "-i", "-l"].contains($0.text) }
  }

  private func shellProcess() -> CodeValue {
    var process = CodeValue.unknown("a shell's process")
    process.isShell = true
    return process
  }

  func word(_ value: CodeValue) -> Argument {
    value.kind == .unknown && value.what == "a number" ? Argument(value.shellText) : value.argument(spelling: "…")
  }

  /// `execFile('rm', ['-rf', 'x'], options)`, `os.execv('/bin/rm', ['rm', 'x'])`, `new Deno.Command('rm', { args: [...] })`.
  mutating func program(_ values: [CodeValue], _ named: CodeValue?) -> CodeValue {
    guard var file = values.first ?? named else { return .unknown("the output of a command") }
    var list = values.count > 1 && values[1].kind == .list && values[1].entries.isEmpty ? values[1].items : []
    if let entry = file.entries.first(where: { $0.key == "cmd" })?.value { file = entry }
    if file.kind == .list {
      run(flat(file.items).map(word))
      return .unknown("the output of a command")
    }
    if language == .python { list = Array(list.dropFirst()) }
    for options in values.dropFirst() {
      if let arguments = options.entries.first(where: { $0.key == "args" })?.value { list = arguments.items }
      if options.entries.contains(where: { $0.key == "shell" }), list.isEmpty {
        runShell(file)
        return .unknown("the output of a command")
      }
    }
    var words = [word(file)] + flat(list).map(word)
    if values.count > 1, values[1].kind != .list {
      words.append(Argument(unknown: values[1].unknownWords, spelling: "…"))
    }
    run(words)
    if readsCommands([file] + flat(list)) { return shellProcess() }
    return .unknown("the output of a command")
  }

  /// `system("rm x")` goes to a shell, `system("rm", "x")` does not.
  mutating func words(_ values: [CodeValue], _ given: [Given] = [], repeatsProgram: Bool = false) -> CodeValue {
    located(given) { $0.words(values, repeatsProgram) }
  }

  private mutating func words(_ values: [CodeValue], _ repeatsProgram: Bool) -> CodeValue {
    var words = flat(values).filter { !isSetting($0) }
    // Ruby takes an environment in front.
    if language == .ruby, values.first.map({ isSetting($0) }) ?? false, words.isEmpty { words = values }
    // exec(3): the program's name comes again as the first of its arguments.
    if repeatsProgram, words.count > 1 {
      words.remove(at: 1)
      run(words.map(word))
    } else if words.count == 1, language != .python {
      runShell(words[0])
    } else if !words.isEmpty {
      run(words.map(word))
    }
    return .unknown("the output of a command")
  }

  /// Code in the language itself: known code is read, other code is executed unseen.
  mutating func evaluate(_ value: CodeValue, by name: String) {
    for value in value.alternatives.values {
      switch value.kind {
      case .text:
        guard depth < 8 else {
          findings.isUnjudged = true
          continue
        }
        var inner = CodeReader(value.text, language: language, places: places, arguments: arguments, facts: facts)
        inner.variables = variables
        inner.imports = imports
        inner.functions = functions
        inner.depth = depth + 1
        inner.read()
        findings.add(inner.findings)
      case .unknown, .name:
        guard name != "setTimeout", name != "compile" || value.source != nil else { continue }
        if value.what == "a function" || value.what == "a number" { continue }
        // `exec(open('x.py').read())`: the file is run as code of the language.
        if value.source == nil, let file = value.items.first, file.kind == .text {
          run([Argument(language.program), Argument(file.text)])
          continue
        }
        findings.touches.append(
          Touch(.execute(value.source ?? .unknown, by: language.program), certainty: .unknown))
        findings.isUnjudged = true
      case .list, .file, .choice: continue
      }
    }
  }
}
