import HookModel

/// Reads code for what it does to files and which commands it runs: calls by their full names, with what can be told of their
/// arguments. It follows imports (into the project's own files, too), assignments, functions, loops over known lists and strings
/// that are put together.
struct CodeReader {
  let language: InlineLanguage
  let facts: any Facts
  /// Where words start from; the code may change it.
  var places: Places
  /// Whether the code has changed the directory.
  var hasMoved = false
  /// Whether the code has asked for the files that a pattern stands for.
  var hasPatterns = false
  /// The arguments of the code.
  let arguments: [Argument]
  var tokens: [CodeToken]
  var place = 0
  /// What variables and imported names stand for.
  var variables: [String: CodeValue] = [:]
  /// The functions that the code defines.
  var functions: [String: Function] = [:]
  /// The names of functions that stand somewhere else than in their definition.
  var mentioned: Set<String> = []
  /// The files that the code loads.
  var imports = Imports()
  /// Where modules are looked for that stand beside the code: the folder of the script.
  let folder: String?
  /// The functions whose bodies are being read.
  var activeFunctions: [String] = []
  /// What the function that is being read gives.
  var returned: CodeValue?
  var findings = InlineFindings()
  /// The value that Elixir's `|>` hands to the next call.
  var piped: CodeValue?
  /// How many brackets are open, inside which lines do not end statements.
  var openBrackets = 0
  /// How deep the code stands in braces, or in indentation.
  var blockDepth = 0
  /// The indentation of the statements of the body that is being read.
  var baseIndentation = 0
  /// How deep the reading is nested: code in strings, brackets in brackets.
  var depth = 0
  /// How much may still be read; what is over it is not judged.
  var budget = 400_000

  static let deepest = 60

  init(
    _ code: String, language: InlineLanguage, places: Places, arguments: [Argument], facts: any Facts,
    folder: String? = nil
  ) {
    self.folder = folder ?? places.directory
    self.language = language
    self.facts = facts
    self.places = places
    self.arguments = arguments
    tokens = CodeScanner.tokens(of: code, language)
    variables = CodeReader.given(language)
    if language == .perl { variables["@ARGV"] = .list(arguments.map { value(of: $0) }) }
  }

  /// Names that stand for modules without being loaded.
  private static func given(_ language: InlineLanguage) -> [String: CodeValue] {
    switch language {
    case .javaScript: ["Buffer": .name("Buffer")]
    default: [:]
    }
  }

  // MARK: Tokens

  var token: CodeToken? { place < tokens.count ? tokens[place] : nil }

  func token(_ offset: Int) -> CodeToken? {
    let index = place + offset
    return index >= 0 && index < tokens.count ? tokens[index] : nil
  }

  func isSymbol(_ symbol: Unicode.Scalar, _ offset: Int = 0) -> Bool { token(offset) == .symbol(UInt8(ascii: symbol)) }

  func isName(_ name: String, _ offset: Int = 0) -> Bool { token(offset) == .name(name) }

  mutating func skipLines() {
    while case .newline = token { place += 1 }
  }

  // MARK: Statements

  /// Reads everything.
  mutating func read() {
    while token != nil {
      let before = place
      statement()
      if place == before { place += 1 }
      budget -= 1
      if budget < 0 {
        findings.isUnjudged = true
        return
      }
    }
    if activeFunctions.isEmpty, depth == 0 { readUncalled() }
  }

  /// Reads the statements up to the end of the tokens.
  mutating func statements() {
    while token != nil, budget > 0 {
      let before = place
      statement()
      if place == before { place += 1 }
      budget -= 1
    }
  }

  /// Reads one statement, or a piece of one.
  mutating func statement() {
    switch token {
    case .newline(let indentation):
      if language == .python { blockDepth = indentation > baseIndentation ? 1 : 0 }
      place += 1
    case .symbol(UInt8(ascii: "{")):
      blockDepth += 1
      place += 1
    case .symbol(UInt8(ascii: "}")):
      blockDepth = max(0, blockDepth - 1)
      place += 1
    case .symbol(UInt8(ascii: ":")):
      // What stands behind a colon on the same line is a block.
      if language == .python { blockDepth += 1 }
      place += 1
    case .symbol(UInt8(ascii: "[")), .symbol(UInt8(ascii: "(")):
      if !tupleAssignment() { _ = expression() }
    case .symbol, .arrow, .dot, .concat, .assign, .assignConcat: place += 1
    case .name(let name):
      if keyword(name) { return }
      postfixLoop()
      postfixCondition()
      if !tupleAssignment() { assignment() }
    case .string, .shell, .words, .number, .other: _ = expression()
    case nil: break
    }
  }

  /// Reads a statement that begins with a keyword; false where it begins with anything else.
  private mutating func keyword(_ name: String) -> Bool {
    switch (language, name) {
    case (.python, "import"), (.python, "from"):
      pythonImport()
    case (.javaScript, "import") where !isSymbol("(", 1) && token(1) != .dot: javaScriptImport()
    case (_, "for"), (.perl, "foreach"), (.php, "foreach"): loop()
    case (.javaScript, "const"), (.javaScript, "let"), (.javaScript, "var"):
      place += 1
      if isSymbol("{") { destructuring() }
    case (.swift, "let"), (.swift, "var"), (.groovy, "var"), (.groovy, "val"), (.groovy, "final"), (.go, "var"),
      (.go, "defer"), (.swift, "guard"), (.swift, "defer"), (.go, "go"):
      place += 1
    case (.groovy, "def") where !isSymbol("(", 2): place += 1
    case (.perl, "do") where token(1).map(isString) ?? false: return false
    case (.python, "def"), (.javaScript, "function"), (.php, "function"), (.perl, "sub"), (.swift, "func"),
      (.go, "func"),
      (.groovy, "def"):
      if definition() { return true }
      // The name that is defined is no call.
      place += 1
      if case .name = token { place += 1 }
    case (_, "return"):
      place += 1
      guard !activeFunctions.isEmpty else { return true }
      let value = expression()
      returned = returned.map { .choice([$0, value]) } ?? value
    case (_, "if"), (_, "elif"), (_, "elsif"), (_, "unless"):
      if imports.depth > 0, skipMainProgram() { return true }
      place += 1
      select()
    case (.perl, "use"), (.perl, "no"), (.perl, "package"), (.ruby, "def"), (.python, "class"),
      (.ruby, "class"), (.ruby, "module"), (.php, "use"),
      (.javaScript, "class"), (.php, "namespace"), (.ruby, "require"), (.ruby, "undef"), (.ruby, "alias"):
      // The name that is defined or loaded is no call.
      place += 1
      if case .name = token { place += 1 }
      while token == .dot { place += 2 }
    case (.perl, "while") where isSymbol("(", 1) && token(2) == .name("glob"):
      // `while (<*>)` gives each name in turn.
      place += 2
      variables["$_"] = expression().element
    case (.python, "del"), (.python, "global"), (.python, "nonlocal"): place += 1
    case (_, "while"), (_, "else"), (_, "try"), (_, "except"), (_, "finally"),
      (_, "async"), (_, "with"), (_, "do"), (_, "begin"), (_, "end"), (_, "then"), (_, "my"), (_, "our"),
      (_, "local"), (_, "await"), (_, "case"), (_, "when"), (_, "rescue"), (_, "ensure"), (_, "until"),
      (_, "switch"), (_, "catch"), (_, "throw"), (_, "raise"), (_, "export"), (_, "default"), (_, "yield"),
      (_, "or"), (_, "and"), (_, "not"), (_, "BEGIN"), (_, "END"), (_, "static"), (_, "new"):
      place += 1
    default: return false
    }
    return true
  }

  private func isString(_ token: CodeToken) -> Bool { if case .string = token { true } else { false } }

  /// Perl's and Ruby's `unlink $_ for @files`: the loop's list is read before what it governs.
  private mutating func postfixLoop() {
    guard language == .perl else { return }
    var ahead = place
    var open = 0
    while ahead < tokens.count, ahead < place + 200 {
      switch tokens[ahead] {
      case .symbol(let byte) where "([{".utf8.contains(byte): open += 1
      case .symbol(let byte) where ")]}".utf8.contains(byte):
        open -= 1
        if open < 0 { return }
      case .symbol(UInt8(ascii: ";")) where open == 0: return
      case .name("for") where open == 0, .name("foreach") where open == 0:
        let start = place
        place = ahead + 1
        variables["$_"] = expression().element
        place = start
        tokens[ahead] = .symbol(UInt8(ascii: ";"))
        return
      default: break
      }
      ahead += 1
    }
  }

  /// `name = value`, `name += value`, or an expression.
  private mutating func assignment() {
    guard case .name(let name) = token, language != .javaScript || name != "=" else { return }
    var ahead = 1
    // `exports.clean = () => …`
    if language == .javaScript {
      var last = name
      while token(ahead) == .dot, case .name(let member) = token(ahead + 1) {
        last = member
        ahead += 2
      }
      if ahead > 1, token(ahead) == .assign, assignedFunction(last, signAt: ahead) { return }
      ahead = 1
    }
    if language == .python, isSymbol(":", 1), case .name = token(2) {
      // An annotation stands between the name and the sign.
      ahead = 3
      while token(ahead) == .dot || token(ahead) == .name("str") { ahead += 1 }
    }
    switch token(ahead) {
    case .assign:
      if assignedFunction(name, signAt: ahead) { return }
      place += ahead + 1
      let value = expression()
      assign(value, to: name)
    case .assignConcat:
      place += 2
      let value = expression()
      assign((variables[name] ?? .unknown("the value of \(name)")).followed(by: value), to: name, isChange: true)
    default:
      let value = expression()
      // `with open('x') as f`, `expression as $name`.
      if isName("as"), case .name(let alias) = token(1), language == .python {
        variables[alias] = value
        place += 2
      }
    }
  }

  /// Gives a variable a value; inside a block, the value that it had may still be the one.
  mutating func assign(_ value: CodeValue, to name: String, isChange: Bool = false) {
    if blockDepth > 0, !isChange, let old = variables[name], old.kind != .name, old.kind != .file, value.kind != .file {
      let known = old.kind == .choice ? old.items : [old]
      variables[name] = known.count < 16 ? .choice(known + [value]) : value
    } else {
      variables[name] = value
    }
  }

  // MARK: Loops

  /// `for x in list:`, `for (const x of list)`, `foreach my $x (list)`, `foreach (list as $x)`, `for x in list do`.
  mutating func loop() {
    place += 1
    if isName("await") || isName("each") { place += 1 }
    let isOpen = isSymbol("(")
    if isOpen, language == .perl || language == .php || language == .javaScript { place += 1 }
    if language == .php {
      let list = expression()
      guard isName("as") else { return }
      place += 1
      guard case .name(var name) = token else { return }
      place += 1
      if token == .arrow, case .name(let value) = token(1) {
        name = value
        place += 2
      }
      variables[name] = list.element
      return
    }
    if language == .perl, isOpen {
      variables["$_"] = expression().element
      return
    }
    while isName("const") || isName("let") || isName("var") || isName("my") || isName("our") { place += 1 }
    var names: [String] = []
    while case .name(let name) = token, name != "in", name != "of" {
      names.append(name)
      place += 1
      if isSymbol(",") { place += 1 }
    }
    if language == .perl, isSymbol("(") {
      let list = expression()
      for name in names { variables[name] = list.element }
      return
    }
    guard isName("in") || isName("of") else { return }
    place += 1
    let list = expression()
    if list.isWalk, names.count == 3 {
      // os.walk gives a folder, and the names of the folders and of the files in it.
      variables[names[0]] = list.element
      for name in names[1...] { variables[name] = .list([.text("*", isWildcard: true)]) }
      return
    }
    for name in names { variables[name] = names.count == 1 ? list.element : .unknown("an element of a list") }
  }

  /// Python's comprehensions say what a name stands for behind its use.
  mutating func comprehension() {
    guard language == .python else { return }
    var ahead = place
    var open = 0
    while ahead < tokens.count, ahead < place + 400 {
      switch tokens[ahead] {
      case .symbol(let byte) where "([{".utf8.contains(byte): open += 1
      case .symbol(let byte) where ")]}".utf8.contains(byte):
        open -= 1
        if open < 0 { return }
      case .name("for") where open == 0:
        let start = place
        place = ahead
        loop()
        let end = place
        place = start
        // It is not read a second time.
        for index in ahead..<max(end, ahead + 1) { tokens[index] = .symbol(UInt8(ascii: "~")) }
        ahead = end
        continue
      case .name("if") where open == 0:
        let start = place
        place = ahead + 1
        select()
        place = start
      default: break
      }
      ahead += 1
    }
  }

  // MARK: Imports

  private mutating func pythonImport() {
    let isFrom = isName("from")
    place += 1
    if isFrom {
      let module = dottedName()
      guard isName("import") else { return }
      place += 1
      if isSymbol("(") { place += 1 }
      while true {
        skipLines()
        guard case .name(let name) = token else { break }
        place += 1
        importPython(module, member: name)
        variables[alias(of: name)] = .name(module + "." + name)
        guard isSymbol(",") else { break }
        place += 1
      }
      if isSymbol("*") { importAll(module) }
      return
    }
    while case .name(let first) = token {
      let module = dottedName()
      importPython(module, member: nil)
      if isName("as"), case .name(let alias) = token(1) {
        variables[alias] = .name(module)
        place += 2
      } else {
        variables[first] = nil
      }
      guard isSymbol(",") else { break }
      place += 1
    }
  }

  private mutating func importAll(_ module: String) {
    let names: [String] =
      switch module {
      case "os":
        ["remove", "unlink", "rmdir", "system", "popen", "rename", "replace", "removedirs", "chmod", "path", "environ"]
      case "shutil": ["rmtree", "move", "copy", "copyfile", "copytree", "copy2"]
      case "subprocess": ["run", "call", "check_call", "check_output", "Popen", "getoutput"]
      default: []
      }
    for name in names { variables[name] = .name(module + "." + name) }
  }

  private mutating func dottedName() -> String {
    var name = ""
    while true {
      if case .name(let part) = token, part != "import" {
        name += part
        place += 1
      }
      guard token == .dot else { return name }
      name += name.isEmpty ? "" : "."
      place += 1
    }
  }

  private mutating func alias(of name: String) -> String {
    guard isName("as"), case .name(let alias) = token(1) else { return name }
    place += 2
    return alias
  }

  /// `import fs from 'fs'`, `import { rm as r } from 'fs'`, `import * as fs from 'fs'`.
  private mutating func javaScriptImport() {
    place += 1
    if case .string(let parts) = token, case .text(let module) = parts.first {
      place += 1
      return importJavaScript(module)
    }
    var members: [(name: String, local: String)] = []
    var whole: [String] = []
    var isInBraces = false
    while let token {
      switch token {
      case .symbol(UInt8(ascii: "{")): isInBraces = true
      case .symbol(UInt8(ascii: "}")): isInBraces = false
      case .name("from"):
        if case .string(let parts) = self.token(1), case .text(let module) = parts.first {
          importJavaScript(module)
          let module = CodeReader.moduleName(module)
          for name in whole { variables[name] = .name(module) }
          for (name, local) in members { variables[local] = .name(name == "default" ? module : module + "." + name) }
          place += 2
        }
        return
      case .name(let name):
        place += 1
        let local = alias(of: name)
        if isInBraces { members.append((name, local)) } else { whole.append(local) }
        continue
      case .symbol(UInt8(ascii: "*")):
        place += 1
        if isName("as"), case .name(let name) = self.token(1) {
          whole.append(name)
          place += 2
        }
        continue
      case .symbol(UInt8(ascii: ",")), .newline: break
      default: return
      }
      place += 1
    }
  }

  /// `const { rmSync: rm, writeFileSync } = require('fs')`.
  private mutating func destructuring() {
    var members: [(name: String, local: String)] = []
    var ahead = place + 1
    while ahead < tokens.count, tokens[ahead] != .symbol(UInt8(ascii: "}")) {
      if case .name(let name) = tokens[ahead] {
        var local = name
        if ahead + 2 < tokens.count, tokens[ahead + 1] == .symbol(UInt8(ascii: ":")),
          case .name(let other) = tokens[ahead + 2]
        {
          local = other
          ahead += 2
        }
        members.append((name, local))
      }
      ahead += 1
    }
    guard ahead + 1 < tokens.count, tokens[ahead + 1] == .assign else { return }
    place = ahead + 2
    let value = expression()
    for (name, local) in members {
      variables[local] = value.kind == .name ? .name(value.text + "." + name) : .unknown("the value of \(local)")
    }
  }

  /// A module's name without what says the same: `node:fs/promises` is `fs`.
  static func moduleName(_ name: String) -> String {
    var bare = name
    if bare.begins(with: "node:") { bare = String(bare.dropFirst(5)) }
    switch bare {
    case "fs/promises", "fs-extra", "graceful-fs", "promise-fs", "mz/fs": return "fs"
    case "mz/child_process": return "child_process"
    case "path/posix": return "path"
    default: return bare
    }
  }
}
