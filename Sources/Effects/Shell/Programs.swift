import HookModel
import JSON
import ShellSyntax

extension ShellEvaluator {
  /// Runs a simple command: what its first word leads to, wrappers taken off.
  func run(_ invocation: Invocation) -> [String] {
    let raw = invocation.program
    if invocation.words.isEmpty { return Self.nothing }
    // Each wrapper hands the words on.
    if context.depth > 0, invocation.words.count > 100 { charge(256 * invocation.words.count) }
    if isExhausted { return Self.nothing }
    if raw.utf8.first == UInt8(ascii: "="), raw.utf8.count > 1,
      invocation.words[0].spelling.utf8.first == UInt8(ascii: "=")
    {
      // zsh: the path of the command behind it. Other shells find no such command.
      var inner = invocation
      inner.words[0] = Argument(String(raw.dropFirst()), spelling: invocation.words[0].spelling)
      return run(inner)
    }
    if raw == "{", !invocation.isInShell, invocation.words.count > 1 {
      // zsh: `repeat 3 { rm x }`
      var words = invocation.arguments
      if words.last?.value == "}" { words.removeLast() }
      return run(invocation.carrying(words))
    }
    guard let name = programName(raw) else { return runUnknown(invocation) }
    if name.begins(with: "zf_"), name.utf8.count > 3 {
      // zsh's module of file commands: zsh/files has each under this name, too.
      var inner = invocation
      inner.words[0] = Argument(String(name.dropFirst(3)), spelling: invocation.words[0].spelling)
      return run(inner)
    }
    if invocation.isInShell {
      if !invocation.ignoresFunctions {
        if let texts = state.aliases[raw], invocation.words[0].spelling == raw, !aliasesInUse.contains(raw) {
          return runAlias(raw, pick("alias \(raw)", texts), invocation)
        }
        if let bodies = state.bodies(of: raw) { return call(raw, bodies, invocation) }
      }
      if !raw.utf8.contains(UInt8(ascii: "/")), let printed = runBuiltin(raw, invocation) { return printed }
    }
    if let file = fileOnPath(raw, invocation) {
      var inner = invocation
      inner.words[0] = Argument(file, spelling: invocation.words[0].spelling)
      return runProgram(name, inner)
    }
    if let printed = runWrapper(name, invocation) { return printed }
    return runProgram(name, invocation)
  }

  /// The file that a name stands for where the script has set `PATH`: one of this script, or one in a folder of the project or
  /// for temporary files, that is looked in before any other.
  private func fileOnPath(_ name: String, _ invocation: Invocation) -> String? {
    guard let list = invocation.environment["PATH"] ?? state.variables["PATH"]?.values.first, !context.isRemote,
      !name.utf8.contains(UInt8(ascii: "/"))
    else { return nil }
    for entry in list.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 8, omittingEmptySubsequences: false) {
      let folder = folder(entry.isEmpty ? "." : String(Substring(entry)), from: invocation.place)
      guard let path = folder.path.map({ Paths.join($0, name) }), !Paths.isInside(path, "/usr"),
        !Paths.isInside(path, "/bin"), scriptText(path) != nil
      else { continue }
      return path
    }
    return nil
  }

  /// The program's name without its folder; nil where it is unknown.
  private func programName(_ raw: String) -> String? {
    let name = raw.utf8.contains(UInt8(ascii: "/")) ? Places.name(raw) : raw
    return isOpen(name) ? nil : name
  }

  /// A command whose name is unknown. A bare `$SUDO rm x` may be empty or a wrapper, so what stands behind it counts, too.
  private func runUnknown(_ invocation: Invocation) -> [String] {
    let command = note(invocation)
    let first = invocation.words[0]
    let isBare = first.spelling.utf8.first == UInt8(ascii: "$") || first.spelling.utf8.first == UInt8(ascii: "`")
    if isBare, Hole.isWhole(first.value ?? ""), firstUnknown(in: first.value ?? "")?.isNonEmpty == false,
      invocation.words.count > 1, !invocation.arguments[0].knownPrefix.utf8.starts(with: "-".utf8)
    {
      let certainty = context.certainty
      context.certainty = max(certainty, .possible)
      var inner = invocation
      inner.words.removeFirst()
      _ = run(inner)
      context.certainty = certainty
    }
    if let unknown = firstUnknown(in: first.value ?? "") {
      switch unknown.source {
      case .fetched: add(.execute(.fetched, by: "the shell"), .certain)
      case .decoded: add(.execute(.decoded, by: "the shell"), .certain)
      case .elsewhere, .computed, .file, .name: break
      }
    }
    status = .either
    return [text(printedBy: command, invocation)]
  }

  private func runAlias(_ name: String, _ text: String, _ invocation: Invocation) -> [String] {
    aliasesInUse.append(name)
    defer { aliasesInUse.removeLast() }
    let rest = invocation.arguments.map { " " + ResolvedCommand.shellQuoted($0.value ?? "") }.joined()
    return runCode(text + rest, through: "alias \(name)", by: name, invocation: invocation, inSameShell: true)
  }

  // MARK: functions

  private func call(_ name: String, _ bodies: [FunctionBody], _ invocation: Invocation) -> [String] {
    if bodies.count > functionBodies {
      refuse(
        "the function \(name) cannot be judged", why: "it is defined in more than \(functionBodies) ways",
        fix: "define it once, and put the differences inside")
      return Self.nothing
    }
    let entered = calls.count { $0.name == name }
    if entered > 0, context.isConcurrent {
      context.through.append("fork bomb")
      note(invocation)
      context.through.removeLast()
      return Self.nothing
    }
    // The first turn of a recursion is walked with its own arguments, the second one with any.
    if entered > 2 || calls.count >= bounds.depth {
      if calls.count >= bounds.depth { refuseDepth() }
      return Self.nothing
    }
    let outer = (state.positionals, context.through, context.isConcurrent, origin)
    state.positionals =
      entered > 1 ? [hole("a positional parameter", isList: true)] : invocation.arguments.map { $0.value ?? "" }
    let input = state.input
    state.input = invocation.input
    changed()
    context.through.append("\(name)()")
    context.isConcurrent = false
    calls.append(Call(name: name, isConcurrent: outer.2))
    locals.append([:])
    let printed = withEnvironment(of: invocation) {
      bodies.count == 1 ? walk(bodies[0]) : branches(bodies.count, mayBeNone: false) { walk(bodies[$0]) }
    }
    for (name, old) in locals.removeLast() { state.variables[name] = old }
    calls.removeLast()
    state.positionals = outer.0
    state.input = input
    context.through = outer.1
    context.isConcurrent = outer.2
    origin = outer.3
    state.hasEnded = false
    changed()
    status = .either
    return printed
  }

  private func walk(_ body: FunctionBody) -> [String] {
    let outer = (source, context.isDirect)
    source = body.source
    context.isDirect = body.isDirect
    let printed = walk(body.command)
    source = outer.0
    context.isDirect = outer.1
    return printed
  }

  /// Runs `body` with the assignments before a command as variables.
  func withEnvironment(of invocation: Invocation, _ body: () -> [String]) -> [String] {
    if invocation.environment.isEmpty { return body() }
    var before: [(String, Variable?)] = []
    for (name, value) in invocation.environment {
      before.append((name, state.variables[name]))
      state.variables[name] = Variable(value, isExported: true)
    }
    changed()
    let printed = body()
    for (name, old) in before { state.variables[name] = old }
    changed()
    return printed
  }

  func refuseDepth() {
    refuse(
      "this command carries code in code too deeply to be judged", why: "more than \(bounds.depth) layers were found",
      fix: "run the innermost command directly")
  }

  // MARK: programs

  /// The command as policies see it.
  func resolved(_ invocation: Invocation) -> ResolvedCommand {
    let raw = invocation.program
    let name = programName(raw)
    var command = ResolvedCommand(
      program: name, programPath: name == nil ? nil : readable(raw), arguments: invocation.arguments,
      directory: context.isRemote ? invocation.place.path.flatMap(located(path:)) : invocation.place.path,
      isRemote: context.isRemote, wrappers: context.through)
    if !unknowns.isEmpty {
      for index in command.arguments.indices { command.arguments[index] = finished(command.arguments[index]) }
    }
    for (name, value) in invocation.environment {
      command.environment[name] = .some(isOpen(value) ? nil : value)
    }
    command.input = standardInput(invocation.input)
    return command
  }

  /// What a text on standard input is to policies.
  func standardInput(_ text: String?) -> ResolvedCommand.StandardInput {
    guard let text else { return .inherited }
    charge(text.utf8.count)
    guard isOpen(text) else { return .text(text) }
    let pieces = Hole.pieces(of: text)
    for piece in pieces {
      guard case .hole(let number) = piece else { continue }
      switch unknown(number).source {
      case .fetched: return .fetched
      case .decoded: return .decoded
      case .file(let path) where pieces.count == 1: return .file(path)
      case .elsewhere, .computed, .file, .name: continue
      }
    }
    return .unknown
  }

  /// Notes that a command runs.
  @discardableResult
  func note(_ invocation: Invocation) -> ResolvedCommand {
    let command = resolved(invocation)
    add(.run(command), command.program == nil ? .unknown : .certain)
    return command
  }

  /// Runs a program of which nothing but its tables is known.
  private func runProgram(_ name: String, _ invocation: Invocation) -> [String] {
    let command = note(invocation)
    if context.isRemote {
      if !state.mounts.isEmpty { follow(addTouches(of: command, invocation), command, invocation) }
      if let input = invocation.input { runInput(input, command, invocation) }
      return [text(printedBy: command, invocation)]
    }
    let findings = addTouches(of: command, invocation)
    follow(findings, command, invocation)
    noteMount(name, invocation)
    var run = findings.printed.isEmpty && !findings.isCode ? nil : printed(by: findings, command, invocation)
    if let input = invocation.input, let more = runInput(input, command, invocation) { run = more }
    if let more = runScriptFile(name, command, invocation) { run = more }
    if name == "mkdir" { status = .succeeds }
    guard context.captures else { return Self.nothing }
    return run ?? [text(printedBy: command, invocation)]
  }

  /// What code prints that is in sight: the text, or something that was fetched or computed; nil where nobody wants to know.
  func printed(
    by findings: InlineFindings, _ command: ResolvedCommand, _ invocation: Invocation
  ) -> [String]? {
    guard context.captures else { return nil }
    if !findings.printed.isEmpty { return [findings.printed] }
    let text = text(printedBy: command, invocation)
    guard firstUnknown(in: text)?.source == .elsewhere else { return [text] }
    let isFetched = findings.touches.contains { touch in
      if case .fetch = touch.action { return true }
      return false
    }
    let what = isFetched ? "a download" : "the output of \(command.program ?? "code")"
    return [hole(what, isFetched ? .fetched : .computed) + "\n"]
  }

  /// The effects that the tables know, and the content of files that are written from standard input.
  @discardableResult
  func addTouches(of command: ResolvedCommand, _ invocation: Invocation, first count: Int? = nil) -> InlineFindings {
    var seen = command
    if !unknowns.isEmpty {
      seen.arguments = invocation.arguments.map { representative($0) }
    }
    if context.isRemote, !state.mounts.isEmpty {
      // What lies on this machine is told apart by its place.
      seen.isRemote = false
      seen.directory = invocation.place.path
    }
    // What a wrapper runs has effects of its own.
    if let count { seen.arguments = Array(seen.arguments.prefix(count)) }
    // An empty word names no file: `rm ""` fails.
    let nameless = seen.arguments.filter { $0.value?.isEmpty == true }.map(\.spelling)
    let found = CommandEffects.effects(of: seen, facts: factsWithWrittenFiles)
    // Both are about the whole command, however many files it has.
    let copied = found.touches.isEmpty ? Copied() : contentCopied(by: command, invocation)
    let goal = found.touches.contains { $0.action.makesLink } ? linkGoal(invocation) : nil
    for touch in found.touches {
      if !nameless.isEmpty, let spelling = touch.action.target?.spelling, nameless.contains(spelling) { continue }
      // `<(script)` has a name, but is no file.
      if case .read(let target, _) = touch.action, let path = target.path, path.utf8.starts(with: "/dev/fd/".utf8),
        state.contents[path] != nil
      {
        continue
      }
      add(touch.action, touch.certainty)
      remember(touch.action, command, invocation, copied: copied, linkGoal: goal)
    }
    return found.code
  }

  /// What the files hold that a command copies, moves or links.
  private struct Copied {
    /// What is in the last source, where it has one.
    var texts: [String]?
    /// Where there are several, which go into a folder under their own names: the source of each name.
    var sources = NameMap()
  }

  private func contentCopied(by command: ResolvedCommand, _ invocation: Invocation) -> Copied {
    var copied = Copied()
    switch command.program {
    case "cp", "mv", "ln", "install": break
    default: return copied
    }
    let last = invocation.arguments.last?.value
    let operands = invocation.arguments.filter { $0.value?.utf8.first != UInt8(ascii: "-") }
    if operands.count > 2 {
      for operand in operands {
        guard let path = target(operand, in: invocation.place).path else { continue }
        copied.sources[Paths.last(path)] = .text(path)
      }
    }
    guard let source = operands.last(where: { $0.value != last }) else { return copied }
    if isStandardInput(source.value), let input = invocation.input {
      copied.texts = [input]
    } else if let from = target(source, in: invocation.place).path {
      copied.texts = content(copiedFrom: from)
    }
    return copied
  }

  private func content(copiedFrom path: String) -> [String] {
    state.contents[path] ?? [hole("the content of \(path)", .file(path))]
  }

  /// Keeps what files of this script now hold, for the case that they are run later.
  private func remember(
    _ action: Effect.Action, _ command: ResolvedCommand, _ invocation: Invocation, copied: Copied = Copied(),
    linkGoal: String? = nil
  ) {
    guard case .write(let target, let kind, let content)? = located(action), let path = target.path else { return }
    if kind == .link, let linkGoal { noteLink(path, to: linkGoal) }
    var texts: [String]?
    switch command.program {
    case "mkdir" where kind == .folder, "install" where kind == .folder:
      state.made[path] = []
      changed()
      return
    case "tee", "sponge", "dd": texts = invocation.input.map { [$0] }
    case "curl", "wget", "wget2", "aria2c", "http", "https", "xh", "fetch", "scp", "sftp":
      texts = [hole("a download", .fetched, isNonEmpty: true)]
    case "cp", "mv", "ln", "install":
      if case .text(let source)? = copied.sources[Paths.last(path)], source != path {
        texts = self.content(copiedFrom: source)
      } else {
        texts = copied.texts
      }
    case "chmod", "chown", "touch": return
    default: texts = content.map { [$0] } ?? [hole("what \(command.program ?? "a program") wrote", isNonEmpty: true)]
    }
    if kind == .attributes { return }
    if kind == .modify, command.program == "tee", let texts {
      state.contents[path] = joined(state.contents[path] ?? [hole("the content of \(path)", .file(path))], texts)
    } else {
      state.contents[path] = texts
    }
    changed()
  }

  /// Goes on with what code in another language does and runs.
  func follow(_ findings: InlineFindings, _ command: ResolvedCommand, _ invocation: Invocation) {
    let through = command.program ?? "code"
    if !findings.touches.isEmpty {
      for touch in findings.touches {
        add(touch.action, touch.certainty)
        remember(touch.action, command, invocation)
      }
    }
    if findings.shellCommands.isEmpty, findings.argvCommands.isEmpty { return }
    let outer = context
    context.certainty = max(context.certainty, .possible)
    for text in findings.shellCommands {
      _ = runCode(text, through: through, by: through, invocation: invocation, inSameShell: false)
    }
    context.through.append(through)
    for words in findings.argvCommands {
      if context.depth >= bounds.depth { break }
      context.depth += 1
      var inner = invocation.carrying(words)
      inner.input = nil
      _ = run(inner)
      context.depth -= 1
    }
    context = outer
  }

  /// What the program does with the text on its standard input; what it prints then, where the text is code that is in sight.
  @discardableResult
  private func runInput(_ input: String, _ command: ResolvedCommand, _ invocation: Invocation) -> [String]? {
    let name = command.program ?? "a program"
    switch CommandEffects.standardInputUse(of: command) {
    case .executesShell(let isRemote):
      let outer = context
      context.isRemote = context.isRemote || isRemote
      let positionals = afterStandardInputOption(invocation.arguments)
      let printed = runCode(
        input, through: name, by: name, invocation: invocation, inSameShell: false, positionals: positionals,
        readsInput: true)
      context = outer
      return printed
    case .executes(let language):
      if !context.isRemote, Hole.isWhole(input), case .file(let path)? = firstUnknown(in: input)?.source {
        return runInterpreted(language, Argument(path), [], name, invocation)
      }
      if execute(unseen: input, by: name) { return nil }
      if context.isRemote || isOpen(input) && Hole.isWhole(input) { return nil }
      let findings = CommandEffects.findings(
        in: readable(input), language: language, directory: invocation.place.path,
        arguments: command.arguments, facts: factsWithWrittenFiles)
      var inner = invocation
      inner.input = nil
      follow(findings, command, inner)
      return language == .awk || language == .sed || language == .sql ? nil : printed(by: findings, command, invocation)
    case .executesOther:
      _ = execute(unseen: input, by: name)
      if name == "crontab" { walkCrontab(input, invocation) }
    case .readsAsText, .appliesPatch, .readsNames, .ignores, .unknown: break
    }
    return nil
  }

  /// `bash -s -- a b`: what stands behind the options are the script's parameters.
  private func afterStandardInputOption(_ arguments: [Argument]) -> [String] {
    let options = ParsedOptions(arguments, OptionSyntax(shortWithValue: "oO", permutes: false))
    return options.has("s") ? options.operands.map { $0.value ?? "" } : []
  }

  /// Notes the execution of text that is not in sight; false where all of it is, or enough to be walked.
  func execute(unseen text: String, by name: String) -> Bool {
    guard isOpen(text) else { return false }
    var isSeen = false
    let pieces = Hole.pieces(of: text).filter { $0 != .known("\n") }
    for piece in pieces {
      guard case .hole(let number) = piece else {
        isSeen = true
        continue
      }
      switch unknown(number).source {
      case .fetched: add(.execute(.fetched, by: name), .certain)
      case .decoded, .computed: add(.execute(.decoded, by: name), .certain)
      case .file: break
      case .elsewhere, .name: if pieces.count == 1 { add(.execute(.unknown, by: name), .unknown) }
      }
    }
    return !isSeen
  }

  // MARK: output

  /// What a command prints, as a text with holes.
  func text(printedBy command: ResolvedCommand, _ invocation: Invocation) -> String {
    guard context.captures || command.program == "printf" else { return "" }
    let name = command.program ?? "a command"
    if let text = printed(name, command, invocation) { return text }
    switch CommandEffects.standardOutput(of: command, facts: facts) {
    case .text(let text): return text
    case .file(let path):
      if let texts = state.contents[path] { return pick("<\(path)", texts) }
      return hole("the content of \(path)", .file(path))
    case .names(let folder, let patterns):
      return hole("a name that \(name) prints", .name(under: folder, named: patterns), isNonEmpty: true) + "\n"
    case .fetched: return hole("a download", .fetched, isNonEmpty: true)
    case .decoded: return hole("the output of \(name)", .decoded, isNonEmpty: true)
    // What is printed is lines as a rule, so that what another command prints begins anew.
    case .unknown: return hole("the output of \(name)") + "\n"
    }
  }

  /// Outputs that depend on values with holes, or on what this script has done.
  private func printed(_ name: String, _ command: ResolvedCommand, _ invocation: Invocation) -> String? {
    switch LookupName(name) {
    case "echo", "printf":
      var open = command
      open.arguments = invocation.arguments
      if case .text(let text) = CommandEffects.standardOutput(of: open, facts: facts) { return text }
      return nil
    case "mktemp", "gmktemp": return temporaryName(invocation)
    case "dirname":
      guard let path = invocation.arguments.last?.value else { return nil }
      if path.isEmpty { return ".\n" }
      guard isOpen(path) else { return nil }
      guard let last = Hole.pieces(of: path).last, case .known(let tail) = last,
        let slash = tail.utf8.lastIndex(of: UInt8(ascii: "/"))
      else {
        return hole(
          "a part of \(firstUnknown(in: path)?.what ?? "a path")", firstUnknown(in: path)?.source ?? .elsewhere)
          + "\n"
      }
      return String(path.dropLastBytes(tail.utf8.distance(from: slash, to: tail.utf8.endIndex))) + "\n"
    case "which", "command", "type", "whereis":
      // The path of a program: its folder is unknown, its name is not.
      let asks = name == "which" || invocation.arguments.contains { ["-v", "-p", "-P"].contains($0.value) }
      let names = invocation.arguments.compactMap(\.value).filter { $0.utf8.first != UInt8(ascii: "-") }
      guard asks, !names.isEmpty, !names.contains(where: isOpen) else { return nil }
      let folder = hole("the folder of a program", isNonEmpty: true)
      return names.map { ($0.utf8.contains(UInt8(ascii: "/")) ? $0 : folder + "/" + $0) + "\n" }.joined()
    case "cat", "tee", "gcat":
      guard let input = invocation.input, name == "tee" || invocation.arguments.allSatisfy({ $0.value == "-" }) else {
        return catenated(name, invocation)
      }
      return input
    case "jq", "gojq", "jaq", "yq", "rot13":
      // Text that is made of text in sight, and cannot be told: run as code, it counts as decoded.
      let isInSight =
        invocation.input.map { !isOpen($0) }
        ?? invocation.arguments.contains {
          ["-n", "-nr", "-rn", "--null-input"].contains($0.value)
        }
      return isInSight ? hole("the output of \(name)", .decoded) + "\n" : nil
    case "sort", "uniq", "head", "tail", "grep", "egrep", "fgrep", "rg", "tac", "shuf", "sponge", "pv", "nl", "tr",
      "sed", "gsed", "awk", "cut", "rev":
      // The lines that come out are some of those that go in.
      guard let input = invocation.input else { return nil }
      guard isOpen(input) else {
        if case .unknown = CommandEffects.standardOutput(of: command, facts: facts) {
          // Text that is made of text in sight, and cannot be told: run as code, it counts as decoded.
          return hole("the output of \(name)", .decoded) + "\n"
        }
        return nil
      }
      let picks = !["sed", "gsed", "awk", "cut", "rev", "nl"].contains(name)
      for piece in Hole.pieces(of: input) {
        guard case .hole(let number) = piece else { continue }
        switch unknown(number).source {
        case .fetched, .decoded, .computed: return Hole.text(number)
        case .name(let folder, let patterns) where picks:
          guard patterns.isEmpty, let literal = RegularNames.literal(in: command) else {
            return Hole.text(number) + "\n"
          }
          return hole(
            unknown(number).what + " with \(literal)", .name(under: folder, named: [literal]), isNonEmpty: true)
            + "\n"
        case .elsewhere, .file, .name: continue
        }
      }
      return nil
    case "rm", "rmdir", "mkdir", "touch", "cp", "mv", "ln", "chmod", "chown", "truncate", "install", "true", "false",
      ":",
      "test", "[", "sleep", "wait", "kill", "cd", "export", "declare", "local", "readonly", "typeset", "set", "unset",
      "shift", "shopt", "read", "trap", "exit", "return", "alias", "unalias", "pushd", "popd", "let", "eval", "source":
      // Nothing that is printed on success.
      return ""
    default: return nil
    }
  }

  /// `cat a b`: the contents one behind the other.
  private func catenated(_ name: String, _ invocation: Invocation) -> String? {
    guard name == "cat", !invocation.arguments.isEmpty else { return nil }
    var text = ""
    for argument in invocation.arguments {
      guard let word = argument.value, word.utf8.first != UInt8(ascii: "-") || word == "-" else { return nil }
      if word == "-" || (isStandardInput(word) && invocation.input != nil) {
        text += invocation.input ?? ""
      } else {
        text += content(of: argument)
      }
    }
    return text
  }

  private func isStandardInput(_ word: String?) -> Bool {
    switch word {
    case "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0": true
    default: false
    }
  }

  /// `mktemp`: a name that nothing else has, in a folder that is known.
  private func temporaryName(_ invocation: Invocation) -> String? {
    let options = ParsedOptions(
      invocation.arguments,
      OptionSyntax(shortWithValue: "p", longWithValue: ["suffix"], long: ["tmpdir", "directory", "dry-run", "quiet"]))
    let temporary = facts.environment("TMPDIR").map(Paths.clean) ?? "/tmp"
    let template = options.operands.first?.value ?? "tmp.XXXXXXXXXX"
    let isBelowTemporary = options.has("t", "tmpdir") || options.operands.isEmpty
    let name: String
    if let folder = options.values(of: "p", "tmpdir").last?.value {
      name = Paths.join(folder, template)
    } else if context.isRemote {
      return hole("a temporary name", isNonEmpty: true) + "\n"
    } else if isBelowTemporary {
      name = Paths.join(state.variables["TMPDIR"]?.values.first ?? temporary, template)
    } else {
      name = template
    }
    if options.has("d", "directory"), !isOpen(name), let path = Places(directory: invocation.place.path).path(name) {
      state.made[path] = []
      changed()
    }
    return name + "\n"
  }
}

extension Effect.Action {
  /// The file or folder that it is about.
  var target: Target? {
    switch self {
    case .write(let target, _, _), .read(let target, _), .delete(let target, _): target
    case .run, .execute, .fetch, .mcp, .tool, .prompt: nil
    }
  }
}

extension Effect.Action {
  fileprivate var makesLink: Bool {
    if case .write(_, .link, _) = self { true } else { false }
  }
}
