import HookModel
import ShellSyntax

/// The shell's own commands, as far as they change what later commands do.
extension ShellEvaluator {
  /// Runs a builtin; nil where the name is none of those that matter here.
  func runBuiltin(_ name: String, _ invocation: Invocation) -> [String]? {
    switch LookupName(name) {
    case "cd", "chdir": return changeDirectory(invocation)
    case "pushd", "popd": return changeStack(name, invocation)
    case "export", "declare", "local", "readonly", "typeset": return declare(name, invocation)
    case "unset":
      note(invocation)
      for argument in invocation.arguments {
        guard let variable = argument.value, variable.utf8.first != UInt8(ascii: "-") else { continue }
        if let (name, rest) = variable.cut(at: "["), rest.utf8.last == UInt8(ascii: "]") {
          unsetElement(of: name, at: String(rest.dropLast()))
          continue
        }
        state.variables[variable] = .unset
        state.define(variable, nil)
      }
      changed()
      status = .succeeds
      return Self.nothing
    case "set": return set(invocation)
    case "shift":
      note(invocation)
      let count = max(0, invocation.arguments.first?.value.flatMap { Int($0) } ?? 1)
      // One unknown parameter stands for any number of them.
      if !isOpenList(state.positionals.prefix(count)) {
        state.positionals = Array(state.positionals.dropFirst(count))
      }
      changed()
      return Self.nothing
    case "shopt":
      note(invocation)
      let isOn = invocation.arguments.first?.value == "-s"
      for argument in invocation.arguments.dropFirst() {
        switch argument.value {
        case "dotglob": state.wildcardsMatchDots = isOn
        case "nullglob": state.wildcardsMayVanish = isOn
        default: continue
        }
        changed()
      }
      return Self.nothing
    case "read": return read(invocation)
    case "mapfile", "readarray": return readLines(invocation)
    case "getopts":
      note(invocation)
      for argument in invocation.arguments.dropFirst().prefix(1) {
        if let variable = argument.value { assign(variable, hole("the value of $\(variable)", isNonEmpty: true)) }
      }
      assign("OPTARG", hole("the value of $OPTARG"))
      return Self.nothing
    case "alias":
      note(invocation)
      // zsh: a global alias stands for its text wherever the word does, that of a suffix runs what the file's name follows.
      let isAnywhere = invocation.arguments.contains { $0.value == "-g" || $0.value == "-s" }
      for argument in invocation.arguments {
        guard let text = argument.value, let mark = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
        let value = String(text[text.utf8.index(after: mark)...])
        guard isAnywhere else {
          state.aliases[String(text[..<mark])] = [value]
          continue
        }
        let code = value.utf8.drop { ";&| \t\n".utf8.contains($0) }
        walkSetting(.command, "alias", String(Substring(code)))
      }
      changed()
      return Self.nothing
    case "unalias":
      note(invocation)
      for argument in invocation.arguments { if let name = argument.value { state.aliases[name] = nil } }
      changed()
      return Self.nothing
    case "exit", "return", "break", "continue", "logout":
      note(invocation)
      state.hasEnded = true
      changed()
      return Self.nothing
    case "eval":
      note(invocation)
      let text = invocation.arguments.compactMap(\.value).joined(separator: " ")
      return runCode(text, through: "eval", by: "eval", invocation: invocation, inSameShell: true)
    case "source", ".": return source(invocation)
    case "trap": return trap(invocation)
    case "emulate":
      // zsh: `emulate sh -c CODE`
      guard let mark = invocation.arguments.firstIndex(where: { $0.value == "-c" }),
        mark + 1 < invocation.arguments.count
      else { return nil }
      note(invocation)
      return runCode(
        invocation.arguments[mark + 1].value ?? "", through: "emulate -c", by: "emulate", invocation: invocation,
        inSameShell: true)
    case "let":
      note(invocation)
      for argument in invocation.arguments {
        if let text = argument.value, !isOpen(text) { _ = arithmetic(text, depth: 0) }
      }
      return Self.nothing
    case "pwd":
      note(invocation)
      status = .succeeds
      return [(invocation.place.path ?? hole("the working directory", isNonEmpty: true)) + "\n"]
    case "printf": return printIntoVariable(invocation)
    case ":", "true", "echo":
      status = .succeeds
      return nil
    case "false":
      status = .fails
      return nil
    default: return nil
    }
  }

  // MARK: directories

  private func changeDirectory(_ invocation: Invocation) -> [String] {
    note(invocation)
    var operand: String?
    for argument in invocation.arguments {
      guard let text = argument.value else { continue }
      switch text {
      case "-P", "-L", "-e", "-@", "--", "-PL", "-LP", "-q", "-s": continue
      default:
        if operand == nil { operand = representative(argument).value ?? text }
      }
    }
    var prints = false
    let here = currentPlace
    var place: Place
    switch operand {
    case nil, "":
      // An empty word leaves the directory as it is; without a word it is HOME.
      if operand == "" { place = here } else { place = folder(value(named: "HOME") ?? "", from: here) }
    case "-":
      place = state.previousPlace ?? Place(path: facts.environment("OLDPWD"))
      if context.isRemote { place = Place(path: nil) }
      prints = true
    case .some(let text): place = folder(text, from: here)
    }
    enter(place, from: here)
    return prints ? [(place.path ?? hole("the working directory", isNonEmpty: true)) + "\n"] : Self.nothing
  }

  /// The folder that `cd` takes a word for: `..` as text, as shells do.
  func folder(_ text: String, from place: Place) -> Place {
    if isOpen(text) { return Place(path: nil) }
    if text.utf8.first == UInt8(ascii: "/") {
      let path = Paths.clean(text)
      guard let rest = Places.behindOwnDirectory(path) else { return Place(path: path) }
      return Place(path: place.path.map { Paths.clean($0 + rest) })
    }
    guard let path = place.path.map({ Paths.clean(Paths.join($0, text)) }), !Places.isTooLong(path) else {
      return Place(path: nil)
    }
    return Place(path: path)
  }

  /// Makes a folder the working directory, in this shell and the choices of this try.
  func enter(_ place: Place, from here: Place) {
    var place = place
    if let path = place.path, let goal = throughLink(path, "/") { place.path = goal }
    state.previousPlace = here
    state.places = [place]
    changed()
    placesOnFailure = place == here ? nil : [here]
    guard let path = place.path, !context.isRemote else { return }
    if path == here.path || state.made[path] != nil || isFolder(path) { status = .succeeds }
  }

  func isFolder(_ path: String) -> Bool {
    switch facts.kind(of: path) {
    case .folder: true
    case .symlink: facts.kind(of: facts.resolve(path)) == .folder
    default: false
    }
  }

  private func changeStack(_ name: String, _ invocation: Invocation) -> [String] {
    note(invocation)
    let here = currentPlace
    let operand = invocation.arguments.first { $0.value?.utf8.first != UInt8(ascii: "-") }
    if name == "popd" {
      guard let place = state.placeStack.popLast() else {
        status = .fails
        return Self.nothing
      }
      enter(place, from: here)
      status = .succeeds
      return Self.nothing
    }
    guard let operand, let text = representative(operand).value else {
      if operand != nil {
        state.placeStack.append(here)
        enter(Place(path: nil), from: here)
        return Self.nothing
      }
      let place = state.placeStack.popLast() ?? Place(path: nil)
      state.placeStack.append(here)
      enter(place, from: here)
      return Self.nothing
    }
    if text.utf8.first == UInt8(ascii: "+") {
      enter(Place(path: nil), from: here)
      return Self.nothing
    }
    state.placeStack.append(here)
    if state.placeStack.count > 64 { state.placeStack.removeFirst() }
    enter(folder(text, from: here), from: here)
    return Self.nothing
  }

  // MARK: variables

  private func declare(_ name: String, _ invocation: Invocation) -> [String] {
    note(invocation)
    var exports = name == "export"
    var isInteger = false
    var isReference = false
    var letters: Variable.Letters?
    for argument in invocation.arguments {
      guard let text = argument.value else { continue }
      if text.utf8.first == UInt8(ascii: "-"), text.utf8.count > 1 {
        if text.utf8.contains(UInt8(ascii: "x")) { exports = true }
        if text.utf8.contains(UInt8(ascii: "i")) { isInteger = true }
        if name != "export", text.utf8.contains(UInt8(ascii: "n")) { isReference = true }
        if text.utf8.contains(UInt8(ascii: "u")) { letters = .upper }
        if text.utf8.contains(UInt8(ascii: "l")) { letters = .lower }
        if name == "export", text.utf8.contains(UInt8(ascii: "n")) { exports = false }
        continue
      }
      let mark = text.utf8.firstIndex(of: UInt8(ascii: "="))
      var variable = mark.map { String(text[..<$0]) } ?? text
      var appends = false
      if mark != nil, variable.utf8.last == UInt8(ascii: "+") {
        variable.removeLast()
        appends = true
      }
      if isOpen(variable) { continue }
      if name == "local" || (name != "export" && !calls.isEmpty), !locals.isEmpty {
        let frame = locals.count - 1
        if locals[frame][variable] == nil {
          locals[frame][variable] = .some(state.variables[variable])
          // Unset at first in bash, what it was before in dash.
          if mark == nil { state.variables[variable]?.canBeUnset = true }
        }
      }
      if let letters {
        if state.variables[variable] == nil { state.variables[variable] = .unset }
        state.variables[variable]?.letters = letters
      }
      if let mark {
        var value = String(text[text.utf8.index(after: mark)...])
        if isReference {
          var reference = Variable("")
          reference.reference = isOpen(value) || value == variable ? nil : value
          if isOpen(value) { reference.values = [hole("the value of $\(variable)")] }
          state.variables[variable] = reference
          continue
        }
        if appends { value = (self.value(named: variable) ?? "") + value }
        if isInteger, !isOpen(value), let number = arithmetic(value, depth: 0) { value = String(number) }
        assign(variable, value)
      } else if state.variables[variable] == nil, name == "local" {
        state.variables[variable] = .unset
      }
      if exports { state.variables[variable]?.isExported = true }
    }
    changed()
    status = .succeeds
    return Self.nothing
  }

  private func set(_ invocation: Invocation) -> [String] {
    note(invocation)
    status = .succeeds
    var arguments = invocation.arguments[...]
    while let text = arguments.first?.value, !isOpen(text) {
      if text == "--" || text == "-" {
        state.positionals = arguments.dropFirst().map { $0.value ?? "" }
        break
      }
      guard let sign = text.utf8.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"), text.utf8.count > 1
      else {
        state.positionals = arguments.map { $0.value ?? "" }
        break
      }
      let isOn = sign == UInt8(ascii: "-")
      arguments = arguments.dropFirst()
      for letter in text.utf8.dropFirst() {
        switch letter {
        case UInt8(ascii: "e"): state.stopsOnError = isOn
        case UInt8(ascii: "f"): state.ignoresWildcards = isOn
        case UInt8(ascii: "o"):
          switch arguments.popFirst()?.value {
          case "errexit": state.stopsOnError = isOn
          case "noglob": state.ignoresWildcards = isOn
          default: break
          }
        default: break
        }
      }
    }
    if let text = arguments.first?.value, isOpen(text) { state.positionals = arguments.map { $0.value ?? "" } }
    changed()
    return Self.nothing
  }

  private func read(_ invocation: Invocation) -> [String] {
    note(invocation)
    let options = ParsedOptions(
      invocation.arguments, OptionSyntax(shortWithValue: "adinNptu", permutes: false))
    var line = hole("a line of standard input")
    if options.has("u") {
      line = hole("a line of a file")
    } else if let input = invocation.input {
      let bytes = input.utf8
      let ending: UInt8
      switch options.values(of: "d").last?.value {
      case .some(let text): ending = text.utf8.first ?? 0
      case nil: ending = 0x0A
      }
      let end = bytes.firstIndex(of: ending)
      charge(bytes.count)
      line = String(input[..<(end ?? bytes.endIndex)])
      // What a redirection of its own gives it is nobody else's.
      if state.input == input { state.input = end.map { String(input[bytes.index(after: $0)...]) } ?? "" }
    }
    // At most so many characters, what is left of the line being taken all the same.
    if let count = (options.values(of: "n", "N").last?.value).flatMap({ Int($0) }), count >= 0, !isOpen(line) {
      line = String(line.prefix(count))
    }
    if !options.has("r"), line.utf8.contains(0x5C) {
      line = String(decoding: line.utf8.filter { $0 != 0x5C }, as: UTF8.self)
    }
    let separators = invocation.environment["IFS"]
    if let array = options.values(of: "a").last?.value {
      state.variables[array] = Variable(
        elements: (separators == "" ? [line] : fields(line, limit: nil, separators: separators)).map(asList))
      changed()
      return Self.nothing
    }
    var names = options.operands.compactMap(\.value)
    if names.isEmpty {
      assign("REPLY", line)
      return Self.nothing
    }
    let values = separators == "" ? [line] : fields(line, limit: names.count, separators: separators)
    for (index, name) in names.enumerated() {
      if index < values.count {
        assign(name, values[index])
      } else {
        // One unknown line has any number of words.
        assign(name, isOpen(line) ? hole("a part of a line of standard input") : "")
      }
    }
    names = []
    return Self.nothing
  }

  /// A line as fields, the last one with all the rest.
  private func fields(_ line: String, limit: Int?, separators custom: String? = nil) -> [String] {
    let separators = Array((custom ?? self.separators).utf8)
    var fields: [String] = []
    var current: [UInt8] = []
    var rest = Substring(line).utf8
    while let byte = rest.first, separators.contains(byte), byte == 0x20 || byte == 0x09 { rest = rest.dropFirst() }
    while let byte = rest.first {
      if let limit, fields.count == limit - 1 {
        var last = Array(rest)
        while let byte = last.last, separators.contains(byte), byte == 0x20 || byte == 0x09 || byte == 0x0A {
          last.removeLast()
        }
        fields.append(String(decoding: last, as: UTF8.self))
        return fields
      }
      rest = rest.dropFirst()
      if separators.contains(byte) {
        fields.append(String(decoding: current, as: UTF8.self))
        current = []
        while byte == 0x20 || byte == 0x09, let next = rest.first, next == 0x20 || next == 0x09 {
          rest = rest.dropFirst()
        }
      } else {
        current.append(byte)
      }
    }
    if !current.isEmpty { fields.append(String(decoding: current, as: UTF8.self)) }
    return fields
  }

  private func readLines(_ invocation: Invocation) -> [String] {
    note(invocation)
    let options = ParsedOptions(invocation.arguments, OptionSyntax(shortWithValue: "dnOsuCc", permutes: false))
    let name = options.operands.first?.value ?? "MAPFILE"
    let input = invocation.input ?? hole("a line of standard input")
    let ending = options.values(of: "d").last?.value?.utf8.first ?? (options.has("d") ? 0 : 0x0A)
    var lines = input.utf8.split(separator: ending, omittingEmptySubsequences: false).map { String(Substring($0)) }
    // What ends the last line begins no further one. The text of something unknown has no such end, and may be many lines.
    if lines.last?.isEmpty == true { lines.removeLast() }
    if !options.has("t") {
      let end = String(decoding: [ending], as: UTF8.self)
      for index in lines.indices where index < lines.count - 1 || input.utf8.last == ending { lines[index] += end }
    }
    state.variables[name] = Variable(elements: lines.map(asList))
    changed()
    return Self.nothing
  }

  private func printIntoVariable(_ invocation: Invocation) -> [String]? {
    status = .succeeds
    let arguments = invocation.arguments
    guard arguments.count > 2, arguments[0].value == "-v", let name = arguments[1].value else { return nil }
    var inner = invocation
    inner.words.removeSubrange(1...2)
    let command = resolved(inner)
    note(invocation)
    assign(name, text(printedBy: command, inner))
    return Self.nothing
  }

  // MARK: code

  private func trap(_ invocation: Invocation) -> [String] {
    note(invocation)
    var arguments = invocation.arguments[...]
    if arguments.first?.value == "--" { arguments = arguments.dropFirst() }
    guard let code = arguments.first?.value, arguments.count > 1, code != "-", !code.isEmpty,
      code.utf8.first != UInt8(ascii: "-")
    else { return Self.nothing }
    if Int(code) == nil {
      for signal in arguments.dropFirst() {
        if let name = signal.value { state.traps[signalName(name)] = [code] }
      }
    }
    changed()
    return Self.nothing
  }

  /// `0`, `exit` and `SIGEXIT` are `EXIT`.
  private func signalName(_ name: String) -> String {
    if name == "0" { return "EXIT" }
    let name = name.uppercased()
    return name.utf8.starts(with: "SIG".utf8) ? String(name.dropFirst(3)) : name
  }

  /// Runs what `trap` kept for the end, with the values that variables then have.
  func runTraps() {
    let traps = state.traps
    if traps.isEmpty { return }
    state.traps = Texts()
    state.hasEnded = false
    let certainty = context.certainty
    var codes: [String] = []
    for signal in traps.names { for code in traps[signal] ?? [] where !codes.contains(code) { codes.append(code) } }
    for code in codes {
      _ = trying {
        let invocation = Invocation(words: [Argument("trap")], place: currentPlace)
        return runCode(code, through: "trap", by: "trap", invocation: invocation, inSameShell: true)
      }
    }
    context.certainty = certainty
  }

  private func source(_ invocation: Invocation) -> [String] {
    let command = note(invocation)
    guard let file = invocation.arguments.first else { return Self.nothing }
    if file.value == "-" || file.value == "/dev/stdin" {
      return runCode(
        invocation.input ?? "", through: invocation.program, by: "source", invocation: invocation, inSameShell: true)
    }
    if !context.isRemote { addTouches(of: command, invocation) }
    return runScript(
      file, arguments: Array(invocation.arguments.dropFirst()), through: invocation.program, by: "source", invocation,
      inSameShell: true)
  }
}
