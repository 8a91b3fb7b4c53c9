import HookModel

/// What calls do.
extension CodeReader {
  // MARK: Members

  /// The member of a value, called if brackets are behind it.
  mutating func member(_ member: String, of value: CodeValue) -> CodeValue {
    if value.kind == .name, language != .javaScript || member != "then" { return memberOfName(member, value.text) }
    takesElement(member, of: value)
    var given: [Given] = []
    if isSymbol("(") {
      given = bracketed(UInt8(ascii: ")"))
    } else if language == .ruby, let token, case .string = token {
      given = [Given(name: nil, value: expression())]
    }
    return method(member, of: value, given)
  }

  private mutating func memberOfName(_ member: String, _ name: String) -> CodeValue {
    switch (language, name, member) {
    case (.javaScript, _, "promises") where name == "fs": return .name("fs")
    case (.javaScript, "fs", _), (.javaScript, "child_process", _), (.javaScript, "zlib", _), (.javaScript, "Deno", _),
      (.javaScript, "execa", _):
      return .name(name + "." + (member.ends(in: "Sync") ? String(member.dropLast(4)) : member))
    case (.javaScript, "process", "env"), (.python, "os", "environ"): return .name("ENV")
    case (.javaScript, "process", "argv"), (.python, "sys", "argv"): return .name("ARGV")
    case (.javaScript, "ENV", _): return environment(member)
    case (.python, "os.path", "sep"), (.python, "os", "sep"), (.javaScript, "path", "sep"): return .text("/")
    case (.python, "os", "curdir"): return .text(".")
    case (.python, "os", "path"): return .name("os.path")
    case (_, _, "format") where language == .python: return .name(name + "." + member)
    case (.python, _, "__dict__"), (.python, _, "__globals__"): return .name(name)
    case (.python, "sys", "modules"): return .name(CodeReader.scope)
    case (.javaScript, "global", _), (.javaScript, "globalThis", _), (.javaScript, "window", _):
      return variables[member] ?? .name(member)
    case (.javaScript, _, "mainModule"): return .name("module")
    case (.javaScript, _, "bind"), (.javaScript, _, "call"), (.javaScript, _, "default"): return .name(name)
    case (.ruby, _, "each"), (.ruby, _, "map"), (.ruby, _, "call"):
      takesElement(member, of: .unknown("an element of \(name)"))
      return .unknown("the result of a call")
    case (.ruby, _, "new") where name != "File" && name != "Pathname" && name != "Set" && name != "Tempfile":
      return .name(name)
    default: break
    }
    if name.utf8.count > 200 { return .unknown("a member of a long chain") }
    let full = name + "." + member
    // Ruby calls without brackets.
    if language == .ruby, !isSymbol("("), let rule = CallRule.of(full, language), rule.takesNothing {
      return call(full, [])
    }
    if language == .python, CodeReader.writers.contains(member), isSymbol("("),
      CallRule.of(full, language) == nil, function(full) == nil
    {
      let given = bracketed(UInt8(ascii: ")"))
      if let first = given.first(where: { $0.name == nil || $0.name == "path" || $0.name == "fname" })?.value,
        first.kind == .text || first.kind == .choice || first.isPath
      {
        touch(.replace, first)
      }
      return .unknown("the result of \(member)")
    }
    // A method of an object that the scan does not know: of these few names it is still worth saying.
    if CallRule.of(full, language) == nil, let rule = CodeReader.tellingMethod(member, language), isSymbol("("),
      CodeReader.isVariable(name, language)
    {
      let given = bracketed(UInt8(ascii: ")"))
      _ = given
      touch(rule, .unknown("the value of \(name)"))
      return .unknown("the result of a call")
    }
    return .name(full)
  }

  /// Whether a name may be a variable's: it is one word and no module's.
  private static func isVariable(_ name: String, _ language: InlineLanguage) -> Bool {
    switch language {
    case .python: !name.utf8.contains(UInt8(ascii: ".")) && !["os", "shutil", "self", "cls", "shm"].contains(name)
    case .ruby: name.utf8.first.map { $0 >= 0x61 } ?? false
    default: false
    }
  }

  /// The name that stands for all names of the code: `globals()['x']`.
  static let scope = "globals"

  /// Methods of the libraries for tables and pictures that write the file which their first argument names.
  private static let writers = [
    "to_csv", "to_json", "to_excel", "to_parquet", "to_pickle", "to_html", "to_markdown", "to_feather", "savefig",
    "tofile", "imwrite", "savetxt", "save_model", "save_pretrained", "write_csv", "write_parquet",
  ]

  /// Methods that only paths have.
  private static func tellingMethod(_ name: String, _ language: InlineLanguage) -> Row.Use? {
    switch (language, name) {
    case (.python, "unlink"), (.python, "rmdir"), (.python, "rmtree"), (.ruby, "rmtree"), (.ruby, "unlink"): .delete
    case (.python, "write_text"), (.python, "write_bytes"): .replace
    case (.python, "read_text"), (.python, "read_bytes"): .show
    default: nil
    }
  }

  /// `list.forEach(f => …)`, `list.each do |f|`: the parameter stands for an element.
  private mutating func takesElement(_ method: String, of value: CodeValue) {
    switch (language, method) {
    case (.javaScript, "forEach"), (.javaScript, "map"), (.javaScript, "filter"), (.javaScript, "then"),
      (.javaScript, "flatMap"):
      guard isSymbol("(") else { return }
      var ahead = 1
      while isName("async", ahead) || isName("function", ahead) || isSymbol("(", ahead) { ahead += 1 }
      if isSymbol("{", ahead), method == "then" { return takesMembers(of: value, at: ahead + 1) }
      if case .name(let name) = token(ahead), ahead > 1 || self.token(ahead + 1) == .arrow {
        let result = value.kind == .name ? value : .unknown("a result", source: value.source)
        variables[name] = method == "then" ? result : value.element
      }
    case (.ruby, "each"), (.ruby, "map"), (.ruby, "each_with_index"), (.ruby, "select"), (.ruby, "collect"),
      (.ruby, "reject"):
      guard isSymbol("{") || isName("do"), isSymbol("|", 1), case .name(let name) = token(2) else { return }
      variables[name] = value.element
      place += 2
    default: break
    }
  }

  /// `import('fs').then(({ rmSync: rm }) => …)`.
  private mutating func takesMembers(of value: CodeValue, at start: Int) {
    guard value.kind == .name else { return }
    var ahead = start
    while case .name(let name) = token(ahead) {
      var local = name
      ahead += 1
      if isSymbol(":", ahead), case .name(let other) = token(ahead + 1) {
        local = other
        ahead += 2
      }
      variables[local] = .name(value.text + "." + name)
      guard isSymbol(",", ahead) else { return }
      ahead += 1
    }
  }

  /// Ruby's `File.open(x, 'w') { |f| … }`: the parameter is what the call gives.
  mutating func takesBlock(of value: CodeValue) {
    guard language == .ruby, value.kind == .file || value.isShell, isSymbol("{") || isName("do"), isSymbol("|", 1),
      case .name(let name) = token(2)
    else { return }
    variables[name] = value
  }

  // MARK: Calls

  /// Calls the function with this name.
  mutating func call(_ name: String, _ given: [Given]) -> CodeValue {
    if let function = function(name) { return callFunction(function, given) }
    guard let rule = CallRule.of(name, language) else {
      return unruled(name, given)
    }
    let values = given.filter { $0.name == nil }.map(\.value)
    func named(_ names: String...) -> CodeValue? { given.last { names.contains($0.name ?? "") }?.value }
    let first =
      values.first ?? named("path", "src", "name", "file", "args", "cmd", "filename", "url", "command", "atPath", "at")
    let second = values.count > 1 ? values[1] : named("dst", "mode", "filename", "flags", "toPath", "to")
    switch rule {
    case .delete(let recursive):
      for value in flat(
        values.isEmpty ? [first ?? defaultTopic(name)] : language == .python ? Array(values.prefix(1)) : values)
      where !isSetting(value) {
        delete(value, recursive: recursive)
      }
    case .deleteByOptions:
      let recursive =
        values.dropFirst().contains { $0.entries.contains { $0.key == "recursive" } }
        || given.contains { $0.name == "recursive" && $0.value.text != "FALSE" && $0.value.text != "false" }
      if let first { delete(first, recursive: recursive) }
    case .write(let kind):
      guard let first else { break }
      write(first, kind)
      // `fs.writeFileSync(path, text)`.
      if kind == .replace, let second, second.kind == .text { keepContent(second.text) }
    case .writeEach(let kind): for value in flat(values) where !isSetting(value) { write(value, kind) }
    case .writeRest(let kind):
      for value in flat(Array(values.dropFirst())) where !isSetting(value) { write(value, kind) }
    case .read(let use):
      let content = read(first, use, given)
      if use == .use, language != .python { importOther(name, first) }
      return content
    case .copy:
      guard let first, let second else { break }
      for source in flat([first]) {
        touch(.show, source)
        write(inside(second, source), .replace)
      }
    case .move:
      guard let first, let second else { break }
      for source in flat([first]) {
        delete(source, recursive: isFolder(source))
        write(inside(second, source), .replace)
      }
      return second
    case .link:
      guard let first, let second else { break }
      touch(.use, first)
      write(second, .link)
    case .open: return open(first, second, values, named("mode"))
    case .command: return command(first ?? .unknown("a command"), given)
    case .program:
      let named = named("cmd", "args")
      return located(given) { $0.program(values, named) }
    case .words: return words(values, given, repeatsProgram: name.begins(with: "os."))
    case .wordsAfterFirst: return words(Array(values.dropFirst()), repeatsProgram: true)
    case .evaluate: evaluate(first ?? .unknown("code"), by: name)
    case .fetch: return fetch(first)
    case .download:
      _ = fetch(first)
      if let second { write(second, .replace) }
    case .unpack:
      if let first { touch(.use, first) }
      fill(second ?? .text("."))
    case .changeDirectory:
      guard let first else { break }
      places.directory = first.kind == .text ? places.path(first.text) : nil
      hasMoved = true
    case .characters: return characters(values)
    case .concatenate:
      return flat(values).reduce(.text("")) { $0.followed(by: $1.element) }
    case .joinText: return joinedText(values)
    case .reversed: return values.count == 1 ? reversed(values[0]) : reversed(.list(values))
    case .lowercase: return first.flatMap { textMethod("lower", of: $0, []) } ?? .unknown("a computed text")
    case .replaceText:
      guard values.count > 2 else { break }
      let edit = [Given(name: nil, value: values[0]), Given(name: nil, value: values[1])]
      return textMethod("replaceAll", of: values[2], edit) ?? .unknown("a computed text", source: values[2].source)
    case .format:
      guard let first, first.kind == .text else { break }
      return formatted(first.text, with: .list(Array(values.dropFirst())))
    case .split:
      guard let first, first.kind == .text else { break }
      return .list(CodeReader.commandWords(first.text))
    case .rotated:
      guard let first, first.kind == .text, second?.text.begins(with: "rot") ?? true else {
        return .unknown("decoded text", source: .decoded)
      }
      return .text(CodeReader.rotated(first.text))
    case .print:
      printed(given, endsLine: endsLine(name))
    case .walkTree: return walkTree(values)
    case .apply: return apply(given) ?? .unknown("the result of \(name)")
    case .scope: return .name(CodeReader.scope)
    case .send:
      guard let first, first.kind == .text || first.kind == .name else {
        findings.isUnjudged = true
        break
      }
      return call(first.text, Array(given.dropFirst()))
    case .join: return joined(flat(values))
    case .same:
      if let first, first.kind == .list, name == "bytes" || name == "bytearray" { return characters([first]) }
      return first ?? .unknown("the result of \(name)")
    case .path:
      var path = values.count > 1 ? joined(values) : first ?? .text(".")
      path.isPath = true
      return path
    case .glob: return glob(values, name)
    case .environment: return environment(first?.kind == .text ? first?.text : nil)
    case .workingDirectory:
      var value = places.directory.map { CodeValue.text($0) } ?? .unknown("the working directory")
      value.isPath = true
      return value
    case .home:
      var value = facts.home(of: nil).map { CodeValue.text($0) } ?? .unknown("the home folder")
      value.isPath = true
      return value
    case .temporary:
      var value = CodeValue.unknown(
        "the name of a temporary file", prefix: (facts.environment("TMPDIR") ?? "/tmp") + "/")
      if name.ends(in: "tmpdir") || name.ends(in: "gettempdir") || name.ends(in: "get_temp_dir") {
        value = .text(facts.environment("TMPDIR") ?? "/tmp")
      }
      return value
    case .expandHome: return expandedHome(first)
    case .base64: return decoded(first, second) { TextFilter.base64Decoded($0) }
    case .hexadecimal:
      return decoded(first, nil) { digits in
        let values = digits.compactMap(\.hexValue)
        return stride(from: 0, to: values.count - values.count % 2, by: 2).map { values[$0] << 4 | values[$0 + 1] }
      }
    case .decoded: return .unknown("decoded text", source: .decoded)
    case .module:
      guard let first else { break }
      if first.kind == .text {
        if language == .javaScript { importJavaScript(first.text) }
        if language == .python { importPython(first.text, member: nil) }
        return .name(language == .javaScript ? CodeReader.moduleName(first.text) : first.text)
      }
    case .member:
      if let first, first.kind == .name, let second, second.kind == .text {
        return memberOfName(second.text, first.text)
      }
      if first?.kind == .name { findings.isUnjudged = true }
    }
    return .unknown("the result of \(name)")
  }

  /// What other functions give: of those that pass on what they get, where that came from.
  private mutating func unruled(_ name: String, _ given: [Given]) -> CodeValue {
    let values = given.map(\.value)
    if let result = apply(given) { return result }
    // PHP calls what a text names.
    if language == .php, name.begins(with: "array_") || name.begins(with: "call_user_func"),
      let index = given.firstIndex(where: { $0.value.kind == .text && CallRule.of($0.value.text, language) != nil })
    {
      var others = given
      let called = others.remove(at: index).value.text
      return call(called, others.map { Given(name: nil, value: $0.value.element) })
    }
    // The module `sh` has a function for each program.
    if language == .python, name.begins(with: "sh."), variables["sh"] == nil {
      findings.argvCommands.append([Argument(String(name.dropFirst(3)))] + flat(values).map(word))
    }
    if language == .javaScript, name.ends(in: "Sync"), let last = name.cut(at: ".") {
      let bare = String(name.dropLast(4))
      if CallRule.of(bare, language) != nil { return call(bare, given) }
      _ = last
    }
    // `from os import path`, and a class's method by its long name.
    if language == .python, name.ends(in: ".format"), let format = variables[String(name.dropLast(7))],
      format.kind == .text
    {
      return format.followed(by: .unknown("a computed value"))
    }
    return .unknown("the result of \(name)", source: values.compactMap(\.source).first)
  }

  /// Whether a function that prints ends the line.
  private func endsLine(_ name: String) -> Bool {
    switch language {
    case .python, .lua, .swift: name == "print"
    case .javaScript: name.begins(with: "console.")
    case .perl: name == "say"
    case .php, .r: false
    default: name.ends(in: "puts") || name.lowercasedASCII.ends(in: "println") || name == "p"
    }
  }

  /// `print($text, file=f)`, `print $handle "text"`: what goes into a file is its content.
  private mutating func printed(_ given: [Given], endsLine: Bool) {
    if let file = given.last(where: { $0.name == "file" })?.value {
      for value in given where value.name == nil { keep(value.value, in: file) }
      return
    }
    if let handle = given.first?.value, handle.kind == .file {
      for value in flat(given.dropFirst().map(\.value)) { keep(value, in: handle) }
      return
    }
    for (index, value) in flat(given.filter { $0.name == nil }.map(\.value)).enumerated() {
      guard value.kind == .text, findings.printed.utf8.count < 20_000 else { return }
      if index > 0, language == .python || language == .javaScript { findings.printed += " " }
      findings.printed += value.text
    }
    if endsLine { findings.printed += "\n" }
  }

  /// `find(sub { unlink }, '/x')`: the function is called with each name below the folders.
  private mutating func walkTree(_ values: [CodeValue]) -> CodeValue {
    guard var function = values.first else { return .unknown("the result of find") }
    if let wanted = function.entries.first(where: { $0.key == "wanted" })?.value { function = wanted }
    hasPatterns = true
    for folder in flat(Array(values.dropFirst())) {
      var below = joined([folder, .text("*", isWildcard: true)])
      below.isPath = true
      for name in ["$_", "$File.Find.name"] { variables[name] = below }
      guard function.kind == .name, let name = self.function(function.text) else { continue }
      functions[name]?.isCalled = false
      _ = callFunction(name, [])
    }
    return .unknown("the result of find")
  }

  /// The variable that Perl's functions take where none is given.
  private func defaultTopic(_ name: String) -> CodeValue {
    language == .perl ? variables["$_"] ?? .unknown("the value of $_") : .unknown("the argument of \(name)")
  }

  /// Values with lists laid open; a name that stands for nothing known is unknown.
  func flat(_ values: [CodeValue]) -> [CodeValue] {
    values.flatMap { $0.kind == .list && $0.entries.isEmpty ? flat($0.items) : [$0] }
  }

  /// Whether a value is a set of options (`verbose: true`, `{ force: true }`), no path.
  func isSetting(_ value: CodeValue) -> Bool { !value.entries.isEmpty }

  // MARK: Effects

  /// A place to collect touches in the words of the command tables.
  private var touches: RowReading {
    var reading = RowReading(
      ResolvedCommand(program: nil, arguments: [], directory: places.directory), by: Row(), facts: facts)
    reading.places = places
    return reading
  }

  /// Adds writes below a folder, of files whose names are not in sight.
  mutating func fill(_ folder: CodeValue) {
    var reading = touches
    reading.fill(folder.argument(spelling: folder.text), "the names in the archive")
    findings.touches += reading.touches
  }

  /// Does one thing with what a value names.
  mutating func touch(_ use: Row.Use, _ value: CodeValue) {
    let (values, isCertain) = value.alternatives
    for value in values.prefix(64) {
      var reading = touches
      reading.use(argument(value), use)
      if !isCertain {
        for index in reading.touches.indices where reading.touches[index].certainty == .certain {
          reading.touches[index].certainty = .possible
        }
      }
      findings.touches += reading.touches
    }
  }

  func argument(_ value: CodeValue) -> Argument {
    switch value.kind {
    case .file, .list: value.items.first.map { argument($0) } ?? value.argument(spelling: "…")
    default: value.argument(spelling: value.text.isEmpty ? "…" : value.text + "…")
    }
  }

  mutating func delete(_ value: CodeValue, recursive: Bool) {
    guard recursive else { return touch(.delete, value) }
    let (values, isCertain) = value.alternatives
    for value in values.prefix(64) {
      var one = Touch(judging: .delete(places.target(argument(value), includesContents: true), recursive: true))
      if !isCertain, one.certainty == .certain { one.certainty = .possible }
      findings.touches.append(one)
    }
  }

  private mutating func write(_ value: CodeValue, _ kind: WriteKind) {
    let use: Row.Use =
      switch kind {
      case .replace: .replace
      case .modify: .modify
      case .attributes: .attributes
      case .link: .link
      case .folder: .folder
      case .truncate: .truncate
      }
    touch(use, value)
  }

  private mutating func read(_ value: CodeValue?, _ use: ReadUse, _ given: [Given]) -> CodeValue {
    guard let value else { return .unknown("the content of a file") }
    if value.kind == .text, value.text.begins(with: "http://") || value.text.begins(with: "https://") {
      return fetch(value)
    }
    if value.kind == .text, value.text.begins(with: "php://") || value.text.begins(with: "data:") {
      return .unknown("what is sent", source: value.text.begins(with: "data:") ? .decoded : .unknown)
    }
    touch(use == .show ? .show : .use, value)
    return content(of: value)
  }

  /// What a file gives that is read, which may be run as code.
  func content(of file: CodeValue?) -> CodeValue {
    var content = CodeValue.unknown("the content of \(file?.text ?? "a file")")
    if let file, file.kind == .text { content.items = [file] }
    return content
  }

  private mutating func fetch(_ value: CodeValue?) -> CodeValue {
    for value in (value ?? .unknown("a URL")).alternatives.values {
      let url = value.kind == .text ? value.text : nil
      findings.touches.append(Touch(judging: .fetch(url: url)))
    }
    return .unknown("what is downloaded", source: .fetched)
  }

  /// Opens a file: `open(path, 'w')`, `open(my $f, '>', path)`, `os.open(path, os.O_WRONLY)`.
  private mutating func open(_ first: CodeValue?, _ second: CodeValue?, _ values: [CodeValue], _ named: CodeValue?)
    -> CodeValue
  {
    if language == .perl { return openInPerl(values) }
    guard let path = first else { return .unknown("a file") }
    if language == .ruby, path.kind == .text || path.kind == .unknown, path.text.begins(with: "|") {
      var command = path
      command.text = String(path.text.dropFirst())
      command.shellText = String(path.shellText.dropFirst())
      runShell(command)
      return .unknown("the output of a command")
    }
    if path.kind == .text, path.text.begins(with: "http://") || path.text.begins(with: "https://") {
      return fetch(path)
    }
    if path.kind == .text, path.text.begins(with: "php://") { return .unknown("a stream") }
    let mode = named ?? second
    let letters: String
    switch mode?.kind {
    case nil: letters = "r"
    case .text: letters = mode?.text ?? ""
    case .name:
      // Flags: the name of each constant says what it allows.
      letters = mode?.text.begins(with: "os.O_RDONLY") ?? false ? "r" : "r+"
    default:
      letters =
        mode?.entries.contains { ["write", "append", "create", "truncate"].contains($0.key) } ?? false ? "w" : "r"
    }
    let bytes = letters.utf8
    if bytes.contains(UInt8(ascii: "w")) || bytes.contains(UInt8(ascii: "x"))
      || bytes.contains(UInt8(ascii: "c")) && language == .php
    {
      write(path, .replace)
    } else if bytes.contains(UInt8(ascii: "a")) || bytes.contains(UInt8(ascii: "+")) {
      write(path, .modify)
    } else {
      touch(.show, path)
    }
    var file = CodeValue(kind: .file)
    file.items = [path]
    file.touch = findings.touches.count - 1
    return file
  }

  private mutating func openInPerl(_ values: [CodeValue]) -> CodeValue {
    let first = findings.touches.count
    let result = openedInPerl(values)
    // The handle is the first argument, be it a bare name or a variable.
    if let handle = values.first, handle.kind == .name || handle.kind == .file, findings.touches.count > first {
      var file = CodeValue(kind: .file)
      file.items = [flat(values).last ?? result]
      file.touch = findings.touches.count - 1
      if !handle.text.isEmpty { variables[handle.text] = file }
    }
    return result
  }

  private mutating func openedInPerl(_ values: [CodeValue]) -> CodeValue {
    let values = flat(values)
    guard values.count > 1 else { return .unknown("a file") }
    let mode = values[1]
    guard mode.kind == .text || mode.kind == .unknown else {
      touch(.show, values.count > 2 ? values[2] : mode)
      return .unknown("a file")
    }
    let sign = mode.text.utf8.drop { $0.isBlank }
    if values.count > 2 {
      switch true {
      case sign.starts(with: "-|".utf8), sign.starts(with: "|-".utf8): return words(Array(values.dropFirst(2)))
      case sign.starts(with: ">>".utf8), sign.starts(with: "+".utf8): write(values[2], .modify)
      case sign.starts(with: ">".utf8): write(values[2], .replace)
      default: touch(.show, values[2])
      }
      return .unknown("a file")
    }
    // The old form has the mode in front of the name.
    func cut(_ count: Int, _ end: Int = 0) -> CodeValue {
      var rest = mode
      let start = mode.text.utf8.count - sign.count + count
      rest.text = CodeReader.trimmed(String(decoding: mode.text.utf8.dropFirst(start).dropLast(end), as: UTF8.self))
      rest.shellText = CodeReader.trimmed(
        String(decoding: mode.shellText.utf8.dropFirst(start).dropLast(end), as: UTF8.self))
      return rest
    }
    if sign.first == UInt8(ascii: "|") {
      runShell(cut(1))
    } else if mode.shellText.utf8.last(where: { !$0.isBlank }) == UInt8(ascii: "|") {
      runShell(cut(0, 1))
    } else if sign.starts(with: ">>".utf8) || sign.starts(with: "+<".utf8) || sign.starts(with: "+>".utf8) {
      write(cut(2), .modify)
    } else if sign.first == UInt8(ascii: ">") {
      write(cut(1), .replace)
    } else {
      touch(.show, sign.first == UInt8(ascii: "<") ? cut(1) : mode)
    }
    return .unknown("a file")
  }

  static func trimmed(_ text: String) -> String {
    let bytes = text.utf8
    let start = bytes.drop { $0.isBlank || $0 == 0x0A }
    guard let end = start.lastIndex(where: { !$0.isBlank && $0 != 0x0A }) else { return "" }
    return String(text[start.startIndex...end])
  }
}

extension InlineFindings {
  /// Adds what was found elsewhere.
  mutating func add(_ other: InlineFindings) {
    touches += other.touches
    shellCommands += other.shellCommands
    argvCommands += other.argvCommands
    printed += other.printed
    isCode = isCode || other.isCode
    isUnjudged = isUnjudged || other.isUnjudged
  }
}

extension InlineLanguage {
  /// The program that runs the language.
  var program: String {
    switch self {
    case .python: "python3"
    case .javaScript: "node"
    case .perl: "perl"
    case .ruby: "ruby"
    case .php: "php"
    case .lua: "lua"
    case .r: "Rscript"
    case .julia: "julia"
    case .lisp: "lisp"
    case .vim: "vim"
    case .awk: "awk"
    case .sed: "sed"
    case .sql: "sql"
    case .tcl: "tclsh"
    case .elixir: "elixir"
    case .groovy: "groovy"
    case .swift: "swift"
    case .go: "go"
    }
  }
}
