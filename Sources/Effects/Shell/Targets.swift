import HookModel
import JSON
import ShellSyntax

/// `make` targets and `package.json` scripts: named commands that a file in the project holds.
extension ShellEvaluator {
  func runTarget(_ name: String, _ invocation: Invocation) -> [String]? {
    let command = note(invocation)
    if context.isRemote { return [hole("the output of \(name)")] }
    let findings = addTouches(of: command, invocation)
    follow(findings, command, invocation)
    switch name {
    case "make", "gmake": runMake(invocation)
    case "just", "task", "go-task", "composer", "deno", "poe", "tox", "pixi", "hatch", "pdm": runTasks(name, invocation)
    case "nox", "invoke", "inv", "fab": runTaskCode(name, .python, invocation)
    case "rake": runTaskCode(name, .ruby, invocation)
    case "npm-run-all", "npm-run-all2", "run-s", "run-p":
      // The operands are names of scripts.
      for script in ParsedOptions(invocation.arguments, OptionSyntax(longWithValue: ["max-parallel"])).operands {
        var inner = invocation
        inner.words = [Argument("npm"), Argument("run"), script]
        runPackageScript("npm", inner)
      }
    case "bun" where invocation.arguments.contains { $0.value?.utf8.contains(UInt8(ascii: ".")) ?? false }:
      runScriptFile(name, command, invocation)
    default: runPackageScript(name, invocation)
    }
    if let input = invocation.input, name == "make", execute(unseen: input, by: name) {}
    status = .either
    return [text(printedBy: command, invocation)]
  }

  // MARK: package.json

  private func runPackageScript(_ name: String, _ invocation: Invocation) {
    let options = ParsedOptions(
      invocation.arguments,
      OptionSyntax(
        shortWithValue: "wCF", longWithValue: ["prefix", "workspace", "dir", "cwd", "filter"], permutes: false))
    // Which package is meant cannot be told from a filter.
    if options.has("w", "workspace", "F", "filter", "workspaces", "r", "recursive") { return }
    var place = invocation.place
    for folder in options.values(of: "prefix", "C", "dir", "cwd") {
      place = self.folder(folder.value ?? "", from: place)
    }
    var words = options.operands.compactMap(\.value)[...]
    guard let verb = name == "node" ? "run" : words.popFirst() else { return }
    var script: String
    var others: [String] = []
    switch verb {
    case "install", "i", "ci", "publish", "pack":
      // npm-scripts(7), "Life Cycle Operation Order": without a package's name, the project's own scripts run.
      let ignoresScripts = invocation.arguments.contains { $0.value == "--ignore-scripts" }
      if ignoresScripts || name == "bun" || verb == "i" && !words.isEmpty { return }
      if words.contains(where: { $0.utf8.first != UInt8(ascii: "-") }) { return }
      script = verb == "publish" ? "publishOnly" : verb == "pack" ? "pack" : "install"
      others = ["prepare"]
    case "run", "run-script", "rum", "urn":
      while let word = words.first, word.utf8.first == UInt8(ascii: "-") { words = words.dropFirst() }
      guard let named = words.popFirst() else { return }
      script = named
    case "test", "t", "tst", "start", "stop", "restart":
      if name == "bun", verb == "test" { return }
      script = verb == "t" || verb == "tst" ? "test" : verb
    default:
      // yarn, pnpm and bun run a script by its bare name, too.
      if name == "npm" { return }
      script = verb
    }
    if words.first == "--" { words = words.dropFirst() }
    guard let folder = place.path, let scripts = packageScripts(folder) else { return }
    let outer = context
    context.isFromFile = true
    var inner = invocation
    inner.place = place
    inner.input = nil
    let names = ([script] + others).flatMap { ["pre" + $0, $0, "post" + $0] }
    for step in names {
      guard var code = scripts[step]?.string, !openFiles.contains("\(folder)/package.json:\(step)") else { continue }
      if step == script { for word in words { code += " " + ResolvedCommand.shellQuoted(word) } }
      openFiles.append("\(folder)/package.json:\(step)")
      _ = runCode(code, through: "\(name) run \(step)", by: name, invocation: inner, inSameShell: false)
      openFiles.removeLast()
    }
    context = outer
  }

  private func packageScripts(_ folder: String) -> JSONValue? {
    guard let text = read(Paths.join(folder, "package.json")), let value = try? JSONParser.parse(Array(text.utf8))
    else {
      return nil
    }
    return value["scripts"]
  }

  // MARK: make

  private func runMake(_ invocation: Invocation) {
    let options = ParsedOptions(
      invocation.arguments,
      OptionSyntax(
        shortWithValue: "CfIoWE", longWithValue: ["directory", "file", "makefile", "include-dir", "eval", "old-file"],
        long: ["just-print", "dry-run", "recon", "question"]))
    if options.has("n", "just-print", "dry-run", "recon", "q", "question") { return }
    var place = invocation.place
    for folder in options.values(of: "C", "directory") { place = self.folder(folder.value ?? "", from: place) }
    guard let folder = place.path else { return }
    var makefile: (path: String, text: String, isKnown: Bool)?
    let names =
      options.values(of: "f", "file", "makefile").last?.value.map { [$0] } ?? ["GNUmakefile", "makefile", "Makefile"]
    for name in names {
      if name == "-" || name == "/dev/stdin" || name == "/dev/fd/0" {
        guard let text = invocation.input, !isOpen(text) else { return }
        makefile = (Paths.join(folder, "Makefile"), text, true)
        break
      }
      let path = Paths.clean(Paths.join(folder, name))
      if let texts = state.contents[path], !isOpen(texts[0]) {
        makefile = (path, texts[0], true)
      } else if let text = read(path) {
        makefile = (path, text, false)
      }
      if makefile != nil { break }
    }
    let extra = options.values(of: "eval", "E").compactMap(\.value).joined(separator: "\n")
    if !extra.isEmpty, !isOpen(extra) {
      makefile = (makefile?.path ?? Paths.join(folder, "Makefile"), extra + "\n" + (makefile?.text ?? ""), true)
    }
    var variables: [String: String] = [:]
    var targets: [String] = []
    for operand in options.operands {
      if let (name, value) = assignment(operand) {
        variables[name] = value
        // make runs each line of its recipes with it, whatever the file has.
        if name == "SHELL" { walkSetting(.command, "make SHELL", value, invocation) }
      } else if let target = operand.value {
        targets.append(target)
      }
    }
    guard let makefile else { return }
    let file = Makefile(withIncludes(makefile.text, in: folder, depth: 0), given: variables)
    if targets.isEmpty, let first = file.firstTarget { targets = [first] }
    let outer = context
    if !makefile.isKnown { context.isFromFile = true }
    var inner = invocation
    inner.place = place
    inner.input = nil
    for code in file.immediateCode {
      _ = runCode(code, through: "make", by: "make", invocation: inner, inSameShell: false)
    }
    var done: Set<String> = []
    for target in targets { make(target, file, makefile.path, inner, &done) }
    context = outer
  }

  /// A Makefile's text with the files in place that it includes by plain names.
  private func withIncludes(_ text: String, in folder: String, depth: Int) -> String {
    guard depth < 4, Substring(text).utf8.contains("include ") else { return text }
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      lines.append(line)
      let words = line.split(separator: " ")
      guard let verb = words.first, verb == "include" || verb == "-include" || verb == "sinclude" else { continue }
      for name in words.dropFirst() where !name.utf8.contains(UInt8(ascii: "$")) {
        guard let more = read(Paths.clean(Paths.join(folder, String(name)))) else { continue }
        lines.append(withIncludes(more, in: folder, depth: depth + 1))
      }
    }
    return lines.joined(separator: "\n")
  }

  private func make(
    _ target: String, _ file: Makefile, _ path: String, _ invocation: Invocation, _ done: inout Set<String>
  ) {
    guard done.insert(target).inserted, done.count < 200, !openFiles.contains("\(path):\(target)"),
      let rule = file.rule(for: target)
    else { return }
    for prerequisite in rule.prerequisites { make(prerequisite, file, path, invocation, &done) }
    openFiles.append("\(path):\(target)")
    for line in rule.recipe {
      let code = file.expanded(line, target: target, prerequisites: rule.prerequisites) { name in
        if name == "*" { return rule.stem }
        if name.utf8.starts(with: "shell ".utf8) {
          _ = self.runCode(
            String(name.dropFirst(6)), through: "make \(target)", by: "make", invocation: invocation, inSameShell: false
          )
          return self.hole("the output of a command")
        }
        return self.facts.environment(name) ?? self.hole("the value of $(\(name))")
      }
      _ = runCode(code, through: "make \(target)", by: "make", invocation: invocation, inSameShell: false)
    }
    openFiles.removeLast()
  }
}

/// A Makefile, as far as plain rules and plain variables go.
struct Makefile {
  struct Rule {
    var prerequisites: [String] = []
    var recipe: [String] = []
    /// What `%` stands for, where the rule is a pattern's.
    var stem = ""
  }
  var rules: [String: Rule] = [:]
  var firstTarget: String?
  private var variables: [String: String]

  init(_ text: String, given: [String: String]) {
    variables = given
    // The variables that make itself defines and recipes use.
    for (name, value) in [("MAKE", "make"), ("RM", "rm -f"), ("CC", "cc"), ("AR", "ar")] where given[name] == nil {
      variables[name] = value
    }
    var definition: (name: String, lines: [String])?
    var targets: [String] = []
    for line in Makefile.lines(text) {
      if let open = definition {
        if line.hasPrefix("endef") {
          if given[open.name] == nil { variables[open.name] = open.lines.joined(separator: "\n") }
          definition = nil
        } else {
          definition = (open.name, open.lines + [line])
        }
        continue
      }
      if line.hasPrefix("define ") {
        definition = (Makefile.trimmed(line.dropFirst(7).filter { !"=:?+".contains($0) }), [])
        continue
      }
      if line.utf8.first == 0x09 {
        var recipe = line.drop { $0 == "\t" || $0 == " " }
        while let first = recipe.first, first == "@" || first == "-" || first == "+" { recipe = recipe.dropFirst() }
        if recipe.isEmpty { continue }
        for target in targets { rules[target, default: Rule()].recipe.append(String(recipe)) }
        continue
      }
      noteImmediateCode(line)
      let bytes = line.utf8
      guard let mark = bytes.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }) else { continue }
      let next = bytes.index(after: mark)
      var isAssignment = bytes[mark] == UInt8(ascii: "=")
      if !isAssignment {
        let rest = bytes[next...].drop { $0 == UInt8(ascii: ":") }
        isAssignment = rest.first == UInt8(ascii: "=")
      }
      if isAssignment {
        let name = Makefile.trimmed(line[..<mark].filter { $0 != "?" && $0 != "+" && $0 != "!" })
        let value = line[mark...].drop { $0 == ":" || $0 == "=" }
        if given[name] == nil { variables[name] = Makefile.trimmed(String(value)) }
        targets = []
        continue
      }
      targets = Makefile.words(String(line[..<mark]))
      var rest = line[next...].drop { $0 == ":" }
      var inline: String?
      if let semicolon = rest.firstIndex(of: ";") {
        inline = String(rest[rest.index(after: semicolon)...])
        rest = rest[..<semicolon]
      }
      let prerequisites = Makefile.words(String(rest)).filter { $0 != "|" }
      for target in targets {
        rules[target, default: Rule()].prerequisites += prerequisites
        if let inline { rules[target, default: Rule()].recipe.append(inline) }
        if firstTarget == nil, target.utf8.first != UInt8(ascii: "."), !target.utf8.contains(UInt8(ascii: "%")) {
          firstTarget = target
        }
      }
    }
  }

  /// The rule for a target: its own, or the first pattern's that fits.
  func rule(for target: String) -> Rule? {
    if let rule = rules[target] { return rule }
    for pattern in rules.keys.sorted() {
      guard let (before, behind) = pattern.cut(at: "%"), target.begins(with: before), target.ends(in: behind),
        target.utf8.count > before.utf8.count + behind.utf8.count, var rule = rules[pattern]
      else { continue }
      let stem = String(target.dropFirst(before.count).dropLast(behind.count))
      rule.stem = stem
      rule.prerequisites = rule.prerequisites.map { name in
        name.cut(at: "%").map { $0.before + stem + $0.behind } ?? name
      }
      return rule
    }
    return nil
  }

  /// Where the reference ends that begins `text`: at the bracket that has no partner in it.
  private static func end(of text: Substring, _ opener: Character) -> String.Index? {
    let closer: Character = opener == "(" ? ")" : "}"
    var depth = 0
    for index in text.indices {
      if text[index] == opener { depth += 1 }
      guard text[index] == closer else { continue }
      if depth == 0 { return index }
      depth -= 1
    }
    return nil
  }

  /// The commands of `$(shell ...)` outside recipes, which make runs when it reads the file.
  private(set) var immediateCode: [String] = []

  private mutating func noteImmediateCode(_ line: String) {
    guard line.utf8.contains(UInt8(ascii: "$")) else { return }
    var rest = Substring(line)
    while let dollar = rest.firstIndex(of: "$") {
      rest = rest[dollar...].dropFirst()
      guard let opener = rest.first, opener == "(" || opener == "{", rest.dropFirst().hasPrefix("shell ") else {
        continue
      }
      rest = rest.dropFirst(7)
      guard let end = Makefile.end(of: rest, opener) else { return }
      immediateCode.append(Wildcard.replacing(String(rest[..<end]), "$$", with: "$"))
      rest = rest[end...]
    }
  }

  /// The lines, each joined with the next where a backslash ends it, comments left out.
  private static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var open: String?
    for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = (open ?? "") + part
      open = nil
      if line.utf8.last == 0x5C {
        line.removeLast()
        open = line + " "
        continue
      }
      if line.utf8.first != 0x09, let comment = line.firstIndex(of: "#") { line = String(line[..<comment]) }
      lines.append(line)
    }
    if let open { lines.append(open) }
    return lines
  }

  private static func words(_ text: String) -> [String] {
    text.split { $0 == " " || $0 == "\t" }.map(String.init)
  }

  private static func trimmed(_ text: String) -> String {
    var rest = Substring(text).drop { $0 == " " || $0 == "\t" }
    while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
    return String(rest)
  }

  /// A recipe line with `$(NAME)`, `$@`, `$<` and `$$` replaced; `other` says what any other name stands for.
  func expanded(_ line: String, target: String, prerequisites: [String], depth: Int = 0, other: (String) -> String)
    -> String
  {
    var result = ""
    var rest = Substring(line)
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      guard let next = rest.first else { break }
      rest = rest.dropFirst()
      switch next {
      case "$": result += "$"
      case "@": result += target
      case "<": result += prerequisites.first ?? ""
      case "^", "+": result += prerequisites.joined(separator: " ")
      case "(", "{":
        guard let end = Makefile.end(of: rest, next) else { return result }
        let name = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        if let value = variables[name], depth < 8 {
          result += expanded(value, target: target, prerequisites: prerequisites, depth: depth + 1, other: other)
        } else {
          result += other(name)
        }
      default: result += other(String(next))
      }
    }
    return result + rest
  }
}
