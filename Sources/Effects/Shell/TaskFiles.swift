import HookModel
import JSON
import ShellSyntax

/// Tasks that a file in the project holds: `just`, `task`, `composer`, `deno task`.
extension ShellEvaluator {
  /// Goes on with the tasks that a command names.
  func runTasks(_ name: String, _ invocation: Invocation) {
    guard let folder = invocation.place.path else { return }
    var words = ParsedOptions(
      invocation.arguments,
      OptionSyntax(
        shortWithValue: name == "composer" ? "d" : name == "tox" ? "ec" : "fdtCwe",
        longWithValue: ["justfile", "working-directory", "taskfile", "dir", "set", "shell", "cwd", "config"],
        long: ["dry-run", "dry", "list", "summary", "show", "evaluate"], permutes: true))
    if words.has("n", "dry-run", "dry", "l", "list", "summary", "s", "show", "evaluate") { return }
    let file = words.values(of: "f", "justfile", "t", "taskfile").last?.value
    words.operands.removeAll { ($0.value?.utf8.contains(UInt8(ascii: "=")) ?? true) && name != "composer" }
    switch name {
    case "just":
      guard let (path, text) = taskFile(folder, file.map { [$0] } ?? ["justfile", "Justfile", ".justfile"]) else {
        return
      }
      runTaskFile(TaskFile(justfile: text), path, words.operands, name, invocation)
    case "task", "go-task":
      let names = ["Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml", "Taskfile.dist.yml"]
      guard let (path, text) = taskFile(folder, file.map { [$0] } ?? names) else { return }
      runTaskFile(TaskFile(taskfile: text), path, words.operands, name, invocation)
    case "tox":
      guard let (path, text) = taskFile(folder, ["tox.ini"]) else { return }
      let environments = words.values(of: "e").flatMap { $0.value?.utf8.split(separator: UInt8(ascii: ",")) ?? [] }
        .map { Argument(String(Substring($0))) }
      runTaskFile(TaskFile(tox: text), path, environments, name, invocation)
    case "poe", "pixi", "hatch", "pdm", "rye":
      var operands = words.operands
      if let verb = operands.first?.value, name != "poe" {
        if verb == "run" { operands.removeFirst() } else if name != "pdm" { return }
      }
      // `hatch run ENVIRONMENT:NAME`
      if let task = operands.first?.value, let (_, behind) = task.cut(at: ":") { operands[0] = Argument(behind) }
      guard let (path, text) = taskFile(folder, name == "pixi" ? ["pixi.toml", "pyproject.toml"] : ["pyproject.toml"])
      else { return }
      runTaskFile(TaskFile(project: text, of: name), path, Array(operands.prefix(1)), name, invocation)
    default:
      // `composer run NAME`, `composer NAME`; `deno task NAME`.
      var operands = words.operands
      guard let verb = operands.first?.value else { return }
      if verb == "task" || verb == "run" || verb == "run-script" {
        operands.removeFirst()
      } else if name == "deno" {
        return
      }
      let names = name == "deno" ? ["deno.json", "deno.jsonc", "package.json"] : ["composer.json"]
      guard let (path, text) = taskFile(folder, names), let value = try? JSONParser.parse(Array(text.utf8)) else {
        return
      }
      let tasks = TaskFile(scripts: value[name == "deno" && !path.ends(in: "package.json") ? "tasks" : "scripts"])
      runTaskFile(tasks, path, Array(operands.prefix(1)), name, invocation)
    }
  }

  /// Tasks that are functions or blocks in a file of code: what all of them certainly do.
  func runTaskCode(_ name: String, _ language: InlineLanguage, _ invocation: Invocation) {
    guard let folder = invocation.place.path else { return }
    let names: [String] =
      switch name {
      case "nox": ["noxfile.py"]
      case "fab": ["fabfile.py"]
      case "rake": ["Rakefile", "rakefile", "Rakefile.rb"]
      default: ["tasks.py"]
      }
    // Listing them runs none.
    let isListing = invocation.arguments.contains { argument in
      ["-l", "--list", "-T", "--tasks", "-P", "-n", "--dry-run", "--version", "--help", "-h"].contains(argument.value)
    }
    guard !isListing, let (path, text) = taskFile(folder, names) else { return }
    let options = ParsedOptions(
      invocation.arguments,
      OptionSyntax(
        shortWithValue: "seHkfCr", longWithValue: ["session", "sessions", "hosts", "rakefile", "noxfile", "collection"])
    )
    let named = name == "nox" ? options.values(of: "s", "session", "sessions", "e") : options.operands
    var tasks = named.compactMap(\.value).filter { !$0.utf8.contains(UInt8(ascii: "=")) }
    if tasks.isEmpty {
      // nox runs all of its sessions then, rake the one called `default`, the others list what there is.
      if name == "rake" { tasks = ["default"] } else if name != "nox" { return }
    }
    let outer = context
    context.isFromFile = state.contents[path] == nil
    let code = TaskCode(text, language).only(tasks)
    let findings = CommandEffects.findings(
      in: code, language: language, directory: folder, facts: factsWithWrittenFiles, folder: folder)
    var inner = invocation
    inner.input = nil
    follow(findings, ResolvedCommand(program: name, arguments: [], directory: folder), inner)
    context = outer
  }

  private func taskFile(_ folder: String, _ names: [String]) -> (path: String, text: String)? {
    for name in names {
      let path = Paths.clean(Paths.join(folder, name))
      if let texts = state.contents[path], !isOpen(texts[0]) { return (path, texts[0]) }
      if let text = read(path) { return (path, text) }
    }
    return nil
  }

  private func runTaskFile(
    _ file: TaskFile, _ path: String, _ operands: [Argument], _ name: String, _ invocation: Invocation
  ) {
    var inner = invocation
    inner.input = nil
    let outer = context
    if state.contents[path] == nil { context.isFromFile = true }
    var done: [String] = []
    let names = operands.compactMap(\.value)
    if let first = names.first ?? file.first, file.tasks[first]?.parameters.isEmpty ?? true {
      // Without parameters, each word is a task.
      for task in names.isEmpty ? [first] : names { run(task, [], file, path, name, inner, &done) }
    } else if let first = names.first ?? file.first {
      run(first, Array(names.dropFirst()), file, path, name, inner, &done)
    }
    context = outer
  }

  private func run(
    _ task: String, _ given: [String], _ file: TaskFile, _ path: String, _ name: String, _ invocation: Invocation,
    _ done: inout [String]
  ) {
    guard !done.contains(task), done.count < 200, let found = file.tasks[task], !openFiles.contains("\(path):\(task)")
    else { return }
    done.append(task)
    for other in found.before { run(other, [], file, path, name, invocation, &done) }
    openFiles.append("\(path):\(task)")
    for line in found.lines {
      switch line {
      case .task(let other): run(other, [], file, path, name, invocation, &done)
      case .code(let text):
        let code = file.expanded(text, found.parameters, given) { self.hole("the value of {{\($0)}}") }
        runText(code, through: "\(name) \(task)", invocation)
      }
    }
    openFiles.removeLast()
  }

  /// A text that is a script of its own where it begins with `#!`, else a line for the shell.
  private func runText(_ text: String, through label: String, _ invocation: Invocation) {
    if let language = language(ofScript: text) {
      let findings = CommandEffects.findings(
        in: readable(text), language: language, directory: invocation.place.path, facts: facts)
      follow(findings, ResolvedCommand(program: label, arguments: [], directory: invocation.place.path), invocation)
    } else {
      _ = runCode(text, through: label, by: label, invocation: invocation, inSameShell: false)
    }
  }
}

/// A file of tasks, as far as plain ones go.
struct TaskFile {
  /// One line of a task.
  enum Line {
    case code(String)
    case task(String)
  }

  struct Task {
    var parameters: [(name: String, value: String?)] = []
    var before: [String] = []
    var lines: [Line] = []
  }

  var tasks: [String: Task] = [:]
  var first: String?
  private var variables: [String: String] = [:]

  /// The tasks in a project's TOML file: `name = "command"`, `name = { cmd = "command" }` or `name = ["command", ...]` in the
  /// tables that belong to the program.
  init(project text: String, of program: String) {
    var isInTable = false
    var current: String?
    var open: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: true).map({ CodeReader.trimmed(String($0)) }) {
      if line.begins(with: "["), open == nil {
        let table = line.filter { $0 != "[" && $0 != "]" && $0 != " " && $0 != "\"" }
        isInTable = TaskFile.isTable(table, of: program)
        // `[tool.poe.tasks.NAME]` has the command under a key.
        current = table.utf8.split(separator: UInt8(ascii: ".")).last.map { String(Substring($0)) }
        continue
      }
      guard isInTable, line.utf8.first != UInt8(ascii: "#") else { continue }
      if let name = open {
        tasks[name, default: Task()].lines += TaskFile.strings(in: line).map { .code($0) }
        if line.utf8.last == UInt8(ascii: "]") { open = nil }
        continue
      }
      guard let (key, value) = line.cut(at: "=") else { continue }
      var name = CodeReader.trimmed(key).filter { $0 != "\"" }
      let isCommand = ["cmd", "shell", "composite", "script"].contains(name)
      if isCommand, let current { name = current }
      let texts = TaskFile.strings(in: value)
      if !texts.isEmpty { tasks[name, default: Task()].lines += texts.map { .code($0) } }
      if CodeReader.trimmed(value) == "[" { open = name }
      if first == nil { first = name }
    }
  }

  private static func isTable(_ table: String, of program: String) -> Bool {
    switch program {
    case "pdm": table.begins(with: "tool.pdm.scripts")
    case "poe": table.begins(with: "tool.poe.tasks")
    case "rye": table == "tool.rye.scripts"
    case "pixi":
      table == "tasks" || table == "tool.pixi.tasks" || table.begins(with: "feature.") && table.ends(in: ".tasks")
    default: table.begins(with: "tool.hatch.envs.") && table.ends(in: ".scripts")
    }
  }

  /// The strings in the value of a TOML key, those of other keys of an inline table than commands left out.
  private static func strings(in value: String) -> [String] {
    var strings: [String] = []
    var rest = Substring(value).utf8
    while let start = rest.firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }) {
      let quote = rest[start]
      let key = CodeReader.trimmed(String(Substring(rest[..<start]).split(separator: ",").last ?? ""))
      var text: [UInt8] = []
      var inner = rest[start...].dropFirst()
      while let byte = inner.popFirst(), byte != quote {
        text.append(byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? inner.popFirst() ?? byte : byte)
      }
      let isOther =
        key.ends(in: "=")
        && !["cmd", "shell", "script", "composite"].contains {
          key.begins(with: $0) || key.begins(with: "{" + $0) || key.begins(with: "{ " + $0)
        }
      if !isOther { strings.append(String(decoding: text, as: UTF8.self)) }
      rest = inner
    }
    return strings
  }

  /// The commands of tox's environments.
  init(tox text: String) {
    var name: String?
    var isInCommands = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) {
      if line.begins(with: "[") {
        let section = line.filter { $0 != "[" && $0 != "]" }
        name = section == "testenv" ? "" : section.begins(with: "testenv:") ? String(section.dropFirst(8)) : nil
        isInCommands = false
        continue
      }
      guard let name else { continue }
      let isIndented = line.utf8.first?.isBlank ?? false
      var code = CodeReader.trimmed(line)
      if !isIndented {
        guard let (key, value) = line.cut(at: "="), CodeReader.trimmed(key).begins(with: "commands") else {
          isInCommands = false
          continue
        }
        isInCommands = true
        code = CodeReader.trimmed(value)
      }
      guard isInCommands, !code.isEmpty else { continue }
      if code.begins(with: "-") || code.begins(with: "!") { code = String(code.dropFirst()) }
      tasks[name, default: Task()].lines.append(.code(code))
    }
    first = ""
  }

  /// Scripts as `composer.json` and `deno.json` hold them.
  init(scripts: JSONValue?) {
    guard case .object(let members)? = scripts else { return }
    for member in members {
      var texts: [String] = []
      if let text = member.value.string ?? member.value["command"]?.string { texts = [text] }
      if case .array(let items) = member.value { texts = items.compactMap(\.string) }
      var task = Task()
      for text in texts {
        if text.begins(with: "@php ") {
          task.lines.append(.code(String(text.dropFirst())))
        } else if text.begins(with: "@") {
          task.lines.append(.task(String(text.dropFirst())))
        } else {
          task.lines.append(.code(text))
        }
      }
      tasks[member.name] = task
    }
  }

  // MARK: just

  init(justfile text: String) {
    var current: String?
    var body: [String] = []
    func finish(_ file: inout TaskFile) {
      if let current { file.tasks[current]?.lines = TaskFile.recipe(body) }
      body = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let isBlank = line.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
      if isBlank || line.utf8.first == 0x20 || line.utf8.first == 0x09 {
        body.append(line)
        continue
      }
      finish(&self)
      current = nil
      guard let byte = line.utf8.first, byte.isWordByte || byte == UInt8(ascii: "@") else { continue }
      if let (name, value) = line.cut(at: ":"), value.begins(with: "=") {
        variables[CodeReader.trimmed(name)] = TaskFile.unquoted(CodeReader.trimmed(String(value.dropFirst())))
        continue
      }
      guard let colon = TaskFile.colon(line) else { continue }
      var words = line[..<colon].split(separator: " ").map(String.init)
      guard !words.isEmpty else { continue }
      let name = String(words.removeFirst().drop { $0 == "@" })
      var task = Task()
      for word in words {
        let bare = String(word.drop { $0 == "*" || $0 == "+" || $0 == "$" })
        let (parameter, value) = bare.cut(at: "=") ?? (bare, "")
        // A default without quotes is a variable's name.
        let text = TaskFile.unquoted(value)
        task.parameters.append((parameter, bare == parameter ? nil : text == value ? variables[value] : text))
      }
      task.before = line[line.index(after: colon)...].split { " &()".contains($0) }.map(String.init)
      tasks[name] = task
      current = name
      if first == nil { first = name }
    }
    finish(&self)
  }

  /// A recipe's lines; one that begins with `#!` is a script.
  private static func recipe(_ body: [String]) -> [Line] {
    guard let first = body.first(where: { !CodeReader.trimmed($0).isEmpty }) else { return [] }
    if CodeReader.trimmed(first).begins(with: "#!") {
      let indentation = first.utf8.prefix { $0 == 0x20 || $0 == 0x09 }.count
      let lines = body.drop { CodeReader.trimmed($0).isEmpty }.map { dropped(indentation, $0) }
      return [.code(lines.joined(separator: "\n"))]
    }
    return body.compactMap { line in
      let code = CodeReader.trimmed(line).drop { $0 == "@" || $0 == "-" }
      return code.isEmpty || code.utf8.first == UInt8(ascii: "#") ? nil : .code(String(code))
    }
  }

  private static func dropped(_ count: Int, _ line: String) -> String {
    var rest = line.utf8[...]
    for _ in 0..<count {
      guard let first = rest.first, first == 0x20 || first == 0x09 else { break }
      rest = rest.dropFirst()
    }
    return String(Substring(rest))
  }

  /// The colon behind a recipe's name and parameters, whose defaults may be quoted.
  private static func colon(_ line: String) -> String.Index? {
    var quote: Character?
    for index in line.indices {
      let character = line[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == ":" {
        return index
      }
    }
    return nil
  }

  private static func unquoted(_ text: String) -> String {
    guard let quote = text.utf8.first, quote == 0x22 || quote == 0x27, text.utf8.last == quote, text.utf8.count > 1
    else {
      return text
    }
    return String(text.dropFirst().dropLast())
  }

  // MARK: Taskfile.yml

  init(taskfile text: String) {
    var isTasks = false
    var nameIndent = 0
    var current: String?
    var list: String?
    var block: (indent: Int, text: String)?
    func flush(_ file: inout TaskFile) {
      if let open = block, let current { file.tasks[current]?.lines.append(.code(open.text)) }
      block = nil
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let indent = line.utf8.prefix { $0 == 0x20 }.count
      let content = CodeReader.trimmed(line)
      if content.isEmpty { continue }
      if let open = block {
        if indent > open.indent {
          block = (open.indent, open.text + content + "\n")
          continue
        }
        flush(&self)
      }
      if content.begins(with: "#") { continue }
      if indent == 0 {
        isTasks = content == "tasks:"
        nameIndent = 0
        if !isTasks, let (name, value) = content.cut(at: ":") { variables[name] = CodeReader.trimmed(value) }
        continue
      }
      guard isTasks else {
        if let (name, value) = content.cut(at: ":") {
          variables[CodeReader.trimmed(name)] = TaskFile.unquoted(CodeReader.trimmed(value))
        }
        continue
      }
      if nameIndent == 0 { nameIndent = indent }
      if indent == nameIndent, let (name, value) = content.cut(at: ":") {
        current = TaskFile.unquoted(name)
        list = "cmds"
        tasks[current ?? ""] = Task()
        let inline = CodeReader.trimmed(value)
        if !inline.isEmpty { tasks[current ?? ""]?.lines.append(.code(TaskFile.unquoted(inline))) }
        if first == nil || current == "default" { first = current }
        continue
      }
      guard let name = current else { continue }
      if content.begins(with: "- ") {
        var item = CodeReader.trimmed(String(content.dropFirst(2)))
        if item.begins(with: "task:") {
          tasks[name]?.lines.append(.task(TaskFile.unquoted(CodeReader.trimmed(String(item.dropFirst(5))))))
          continue
        }
        if item.begins(with: "cmd:") { item = CodeReader.trimmed(String(item.dropFirst(4))) }
        if list == "deps" {
          tasks[name]?.before.append(TaskFile.unquoted(item))
        } else if item == "|" || item == ">" || item == "|-" || item == ">-" {
          block = (indent, "")
        } else if list == "cmds" {
          tasks[name]?.lines.append(.code(TaskFile.unquoted(item)))
        }
        continue
      }
      guard let (key, value) = content.cut(at: ":") else { continue }
      let inline = CodeReader.trimmed(value)
      list = key
      switch key {
      case "cmd", "cmds":
        list = "cmds"
        if inline == "|" || inline == ">" {
          block = (indent, "")
        } else if !inline.isEmpty, inline.utf8.first != UInt8(ascii: "[") {
          tasks[name]?.lines.append(.code(TaskFile.unquoted(inline)))
        }
      case "deps" where inline.utf8.first == UInt8(ascii: "["):
        tasks[name]?.before += inline.split { "[], ".contains($0) }.map { TaskFile.unquoted(String($0)) }
      default: break
      }
    }
    flush(&self)
  }

  /// A line with `{{name}}` replaced; `other` says what any other name stands for.
  func expanded(
    _ line: String, _ parameters: [(name: String, value: String?)], _ given: [String], other: (String) -> String
  ) -> String {
    let bytes = Array(line.utf8)
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "{"), place + 1 < bytes.count, bytes[place + 1] == bytes[place],
        let end = bytes[place...].firstIndex(of: UInt8(ascii: "}")), end + 1 < bytes.count, bytes[end + 1] == bytes[end]
      else {
        result.append(bytes[place])
        place += 1
        continue
      }
      let inner = CodeReader.trimmed(String(decoding: bytes[place + 2..<end], as: UTF8.self))
      let name = inner.begins(with: ".") ? String(inner.dropFirst()) : inner
      if let index = parameters.firstIndex(where: { $0.name == name }) {
        result += (index < given.count ? given[index] : parameters[index].value ?? other(name)).utf8
      } else {
        result += (variables[name] ?? other(name)).utf8
      }
      place = end + 2
    }
    return String(decoding: result, as: UTF8.self)
  }
}
