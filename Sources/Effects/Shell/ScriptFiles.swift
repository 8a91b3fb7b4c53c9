import HookModel
import JSON
import ShellSyntax

/// Scripts that stand in files: those that this script has written, and those that stood there before.
///
/// What a file that stood there before does is judged as far as it is certain: effects with unknown parts are dropped, and so
/// is a file that cannot be read or parsed. It has been in the project all along, and a question at each run would help nobody.
extension ShellEvaluator {
  /// Walks the script in a file; `asItStood` is what was in it before anything of this tool call, which is what a hole for its
  /// content means.
  func runScript(
    _ file: Argument, arguments: [Argument], through name: String, by: String, _ invocation: Invocation,
    inSameShell: Bool, asItStood: Bool = false
  ) -> [String] {
    let target = target(file, in: invocation.place)
    guard let path = target.path, !context.isRemote else {
      if context.isRemote { return Self.nothing }
      return [hole("the output of a script")]
    }
    let positionals = arguments.map { $0.value ?? "" }
    let outerFile = state.scriptFile
    state.scriptFile = file.value ?? path
    changed()
    defer { state.scriptFile = outerFile }
    if !asItStood, let texts = state.contents[path] {
      let text = pick("<\(path)", texts)
      if !(isOpen(text) && Hole.isWhole(text) && isFile(text)) {
        let label = path.utf8.starts(with: "/dev/fd/".utf8) ? name : "\(name) \(file.value ?? "")"
        return runCode(
          text, through: readable(label), by: by, invocation: invocation, inSameShell: inSameShell,
          positionals: inSameShell ? nil : positionals, dollarZero: file.value)
      }
      if case .file(let original)? = firstUnknown(in: text)?.source, original != path {
        return runScript(
          Argument(original, spelling: file.spelling), arguments: arguments, through: name, by: by, invocation,
          inSameShell: inSameShell, asItStood: true)
      }
    }
    guard let text = read(path, asItStood: asItStood) else { return [hole("the output of a script")] }
    let outer = context
    let before = state.positionals
    context.isFromFile = true
    if inSameShell, !positionals.isEmpty { state.positionals = positionals }
    openFiles.append(path)
    let printed = runCode(
      text, through: "\(name) \(readable(file.value ?? path))", by: by, invocation: invocation,
      inSameShell: inSameShell, positionals: inSameShell ? nil : positionals, dollarZero: file.value)
    openFiles.removeLast()
    if inSameShell, !positionals.isEmpty { state.positionals = before }
    context = outer
    state.hasEnded = false
    return printed
  }

  private func isFile(_ text: String) -> Bool {
    if case .file? = firstUnknown(in: text)?.source { return true }
    return false
  }

  /// The text of a file that stood there before, if it is one; a bound counts as no text.
  func read(_ path: String, asItStood: Bool = false) -> String? {
    if !asItStood, let texts = state.contents[path], texts.count == 1, !isOpen(texts[0]) { return texts[0] }
    filesRead += 1
    if filesRead > bounds.files || openFiles.contains(path) { return nil }
    guard let bytes = facts.contents(of: path, limit: bounds.fileBytes + 1), bytes.count <= bounds.fileBytes,
      !bytes.contains(0)
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return Hole.isIn(text) ? nil : text
  }

  // MARK: programs that run a file

  /// Goes on with the file that a command runs: `./x.sh`, `python3 x.py`; what it prints, if that is in sight.
  @discardableResult
  func runScriptFile(_ name: String, _ command: ResolvedCommand, _ invocation: Invocation) -> [String]? {
    var open = command
    open.arguments = invocation.arguments
    runLoadedFiles(name, invocation)
    if let script = CommandEffects.script(of: open, facts: facts), case .code(let language) = script.language {
      return runInterpreted(language, script.file, script.arguments, name, invocation)
    }
    let raw = invocation.program
    guard raw.utf8.contains(UInt8(ascii: "/")), !isOpen(raw),
      let path = target(invocation.words[0], in: invocation.place).path
    else { return nil }
    guard let text = scriptText(path),
      text.utf8.starts(with: "#!".utf8) || state.contents[path] != nil || raw.ends(in: ".sh")
    else { return nil }
    let file = Argument(path, spelling: raw)
    if let language = language(ofScript: text) {
      return runInterpreted(language, file, invocation.arguments, raw, invocation)
    }
    if namesOtherInterpreter(text) { return nil }
    return runScript(file, arguments: invocation.arguments, through: raw, by: raw, invocation, inSameShell: false)
  }

  /// Files that an option makes an interpreter run first: `node -r ./x.js`, `ruby -r./x.rb`.
  private func runLoadedFiles(_ name: String, _ invocation: Invocation) {
    let language: InlineLanguage
    switch name {
    case "node", "nodejs", "tsx", "ts-node", "bun": language = .javaScript
    case "ruby": language = .ruby
    default: return
    }
    let options = ParsedOptions(
      invocation.arguments,
      OptionSyntax(
        shortWithValue: "reIEC", longWithValue: ["require", "import", "loader", "preload", "eval"], permutes: false))
    for value in options.values(of: "r", "require", "import", "loader", "preload") {
      guard let file = value.value, file.begins(with: "./") || file.begins(with: "../") || file.begins(with: "/") else {
        continue
      }
      let code = language == .ruby ? "load '\(file)'" : "require('\(file)')"
      let findings = CommandEffects.findings(
        in: code, language: language, directory: invocation.place.path, facts: factsWithWrittenFiles)
      follow(findings, ResolvedCommand(program: name, arguments: [], directory: invocation.place.path), invocation)
    }
  }

  /// The text of a script that is run by its name: written here, or inside the project or a temporary folder.
  func scriptText(_ path: String) -> String? {
    if let texts = state.contents[path] {
      let text = texts[0]
      guard isOpen(text), Hole.isWhole(text) else { return text }
      guard case .file(let original)? = firstUnknown(in: text)?.source else { return text }
      return original == path ? nil : scriptText(original)
    }
    let real = facts.resolve(path)
    let isOurs =
      facts.project.inside.contains { Paths.isInside(real, $0) } || Paths.isInside(real, facts.project.root)
      || Paths.isInside(real, "/tmp") || Paths.isInside(real, "/var/tmp")
    guard isOurs, let start = facts.contents(of: path, limit: 2), start.elementsEqual("#!".utf8) || path.ends(in: ".sh")
    else { return nil }
    return read(path)
  }

  private func shebang(_ text: String) -> Substring? {
    guard text.utf8.starts(with: "#!".utf8) else { return nil }
    return text.prefix { $0 != "\n" }
  }

  func language(ofScript text: String) -> InlineLanguage? {
    guard let line = shebang(text) else { return nil }
    for (name, language) in Self.languages where line.utf8.contains(name) { return language }
    return nil
  }

  private func namesOtherInterpreter(_ text: String) -> Bool {
    guard let line = shebang(text) else { return false }
    return !line.utf8.contains("sh")
  }

  private static let languages: [(String, InlineLanguage)] = [
    ("python", .python), ("node", .javaScript), ("deno", .javaScript), ("bun", .javaScript), ("perl", .perl),
    ("ruby", .ruby), ("php", .php), ("Rscript", .r), ("julia", .julia), ("lua", .lua), ("awk", .awk), ("guile", .lisp),
  ]

  @discardableResult
  func runInterpreted(
    _ language: InlineLanguage, _ file: Argument, _ arguments: [Argument], _ name: String, _ invocation: Invocation
  ) -> [String]? {
    let target = target(file, in: invocation.place)
    guard let path = target.path, context.depth < bounds.depth else { return nil }
    let outer = context
    let text: String
    if let texts = state.contents[path], !(isOpen(texts[0]) && isFile(texts[0])) {
      text = pick("<\(path)", texts)
      if execute(unseen: text, by: name) { return nil }
    } else {
      guard let found = read(path) else { return nil }
      text = found
      context.isFromFile = true
    }
    context.through.append("\(name) \(readable(file.value ?? path))")
    context.depth += 1
    openFiles.append(path)
    let findings = CommandEffects.findings(
      in: readable(text), language: language, directory: invocation.place.path,
      arguments: arguments.map { finished($0) }, facts: factsWithWrittenFiles, folder: Paths.folder(of: path))
    var inner = invocation
    inner.input = nil
    inner.environment = [:]
    follow(findings, ResolvedCommand(program: name, arguments: [], directory: invocation.place.path), inner)
    openFiles.removeLast()
    context = outer
    // What a file's code computes that stood there before is no text in sight.
    return findings.printed.isEmpty || !context.captures ? nil : [findings.printed]
  }
}

extension Substring.UTF8View {
  /// Whether `text` stands somewhere in it.
  func contains(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    let bytes = Array(self)
    guard wanted.count <= bytes.count else { return false }
    for start in 0...(bytes.count - wanted.count) where bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
      return true
    }
    return false
  }
}
