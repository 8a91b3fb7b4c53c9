import HookModel
import ShellSyntax

/// A simple command, its words expanded.
struct Invocation {
  /// The words, holes and all; the first one names the program.
  var words: [Argument]
  /// The assignments before it.
  var environment: [String: String] = [:]
  /// Where it runs.
  var place: Place
  /// What it reads from standard input; nil for the tool's own.
  var input: String?
  /// Whether the shell itself runs it, so that it may be a function or a builtin.
  var isInShell = true
  /// Whether functions and aliases are passed over (`command`, `builtin`).
  var ignoresFunctions = false

  /// The first word.
  var program: String { words.first?.value ?? "" }
  /// The words behind the first one.
  var arguments: [Argument] { Array(words.dropFirst()) }

  /// The same with other words, run by a wrapper.
  func carrying(_ words: some Sequence<Argument>) -> Invocation {
    var inner = self
    inner.words = Array(words)
    inner.isInShell = false
    return inner
  }
}

/// What the redirections of a command connect it to.
struct Channels {
  /// What it reads from standard input.
  var input: String?
  /// What the redirections do to files, in order.
  var files: [File] = []
  /// Whether what it prints goes somewhere else than where the shell's output goes.
  var divertsOutput = false
  /// Whether somebody wants to know what it prints.
  var wantsOutput = false

  /// A file that a redirection opens.
  struct File {
    var name: Argument
    var use: Use
    /// Whether standard output goes there.
    var takesOutput: Bool
  }

  enum Use {
    case read
    case replace
    case append
    case readWrite
  }
}

extension ShellEvaluator {
  /// Makes a span of the script the origin of what follows.
  func enter(span: Span) {
    let text = written(span, limit: 200)
    origin = Effect.Origin(text: text, span: context.isDirect ? span : nil)
  }

  /// Walks a simple command once for each combination of the values that its variables can have.
  func walk(_ simple: SimpleCommand) -> [String] {
    guard step() else { return Self.nothing }
    let outer = origin
    defer { origin = outer }
    enter(span: simple.span)
    return trying { walkOnce(simple) }
  }

  private func walkOnce(_ simple: SimpleCommand) -> [String] {
    status = .either
    placesOnFailure = nil
    let hasOutputs = outputProcesses.count
    var words: [Argument] = []
    words.reserveCapacity(simple.words.count)
    expandWords(simple.words, into: &words)
    for word in words { charge(256 + (word.value?.utf8.count ?? 0)) }
    let channels = simple.redirections.isEmpty ? nil : prepare(simple.redirections)
    guard !words.isEmpty else {
      for assignment in simple.assignments { assign(assignment) }
      if let channels { finish(channels, printed: Self.nothing, isEmptying: true) }
      status = simple.words.isEmpty && channels == nil ? .succeeds : .either
      return Self.nothing
    }
    var invocation = Invocation(words: words, place: currentPlace, input: state.input)
    for assignment in simple.assignments {
      guard case .scalar(let word) = assignment.value, assignment.subscriptWord == nil else {
        assign(assignment)
        continue
      }
      let value = word.map { text(of: $0, isAssignment: true) } ?? ""
      let whole = assignment.appends ? (self.value(named: assignment.name) ?? "") + value : value
      invocation.environment[assignment.name] = whole
      walkSetting(assignment.name, whole)
    }
    guard let channels else {
      let printed = run(invocation)
      if outputProcesses.count > hasOutputs { runOutputProcesses(from: hasOutputs, printed) }
      return printed
    }
    if let input = channels.input { invocation.input = input }
    let captures = context.captures
    let certainty = context.certainty
    if channels.wantsOutput { context.captures = true }
    let place = origin
    let first = effects.count
    let printed = run(invocation)
    origin = place
    context.captures = captures
    context.certainty = certainty
    let reader = programsRun(from: first)
    let isEmptying = words.count == 1 && (invocation.program == ":" || invocation.program == "true")
    let holds = status
    finish(channels, printed: printed, isEmptying: isEmptying, reader: reader)
    if outputProcesses.count > hasOutputs { runOutputProcesses(from: hasOutputs, printed) }
    status = holds
    return channels.divertsOutput ? Self.nothing : printed
  }

  private func programsRun(from index: Int) -> ResolvedCommand? {
    for effect in effects[min(index, effects.count)...] {
      if case .run(let command) = effect.action { return command }
    }
    return nil
  }

  // MARK: words

  private func expandWords(_ script: [Word], into words: inout [Argument]) {
    var isDeclaration = false
    for (index, word) in script.enumerated() {
      if isDeclaration, index > 0, let name = assignedName(word) {
        // `export x=$y` assigns: nothing is split. But braces come before.
        for one in BraceExpansion.expand(word, limit: bounds.braceWords) ?? [word] {
          words.append(
            Argument(name + text(of: one.droppingPrefix(name), isAssignment: true), spelling: written(word.span)))
        }
        continue
      }
      expand(word, into: &words)
      if index == 0, words.count == 1, let first = words[0].value {
        switch first {
        case "export", "declare", "local", "readonly", "typeset", "alias": isDeclaration = true
        default: break
        }
      }
    }
  }

  /// `name=` or `name+=` at the beginning of a word.
  private func assignedName(_ word: Word) -> String? {
    guard case .literal(let text)? = word.parts.first, let mark = text.utf8.firstIndex(of: UInt8(ascii: "=")) else {
      return nil
    }
    let name = text[..<mark]
    guard let first = name.utf8.first, first != UInt8(ascii: "-"), !(first >= 0x30 && first <= 0x39) else { return nil }
    return String(text[...mark])
  }

  // MARK: assignments

  /// Gives a variable one value.
  func assign(_ name: String, _ value: String) {
    let name = referred(name)
    charge(value.utf8.count)
    walkSetting(name, value)
    var variable = Variable(value.utf8.count > bounds.valueBytes ? hole("the value of $\(name)") : value)
    let before = state.variables[name]
    variable.isExported = before?.isExported ?? (!context.isRemote && facts.environment(name) != nil)
    if let letters = before?.letters, letters != .kept {
      variable.letters = letters
      if !isOpen(value) { variable.values = [letters == .upper ? value.uppercased() : value.lowercased()] }
    }
    state.variables[name] = variable
    changed()
  }

  /// Carries out an assignment.
  func assign(_ assignment: Assignment) {
    let name = referred(assignment.name)
    switch assignment.value {
    case .scalar(let word):
      var value = word.map { text(of: $0, isAssignment: true) } ?? ""
      if let subscriptWord = assignment.subscriptWord {
        assignElement(of: name, at: subscriptWord, value, appends: assignment.appends)
        return
      }
      if assignment.appends {
        if var variable = state.variables[name], variable.elements != nil {
          if variable.elements?.isEmpty == true { variable.elements = [""] }
          variable.elements?[0] += value
          variable.values = variable.elements?.first.map { [$0] } ?? []
          state.variables[name] = variable
          changed()
          return
        }
        value = (self.value(named: name) ?? "") + value
      }
      assign(name, value)
    case .list(let elements):
      var values: [Argument] = []
      var keys: [String] = []
      // What has no subscript of its own comes behind the one before.
      var next = 0
      if assignment.appends, let before = state.variables[name] {
        next =
          before.keys.map { ($0.compactMap { Int($0) }.max() ?? -1) + 1 } ?? (before.elements ?? before.values).count
      }
      for element in elements {
        if let subscriptWord = element.subscriptWord {
          keys.append(text(of: subscriptWord))
          values.append(Argument(text(of: element.value, isAssignment: true)))
          next = (Int(keys[keys.count - 1]) ?? next) &+ 1
        } else {
          let first = values.count
          expand(element.value, into: &values)
          for index in first..<values.count { keys.append(String(next &+ index &- first)) }
          next &+= values.count - first
        }
      }
      if !elements.contains(where: { $0.subscriptWord != nil }) { keys = [] }
      var list = values.map { $0.value ?? "" }
      if keys.count == values.count, keys.count > 1, keys.allSatisfy({ Int($0) != nil }) {
        let order = keys.indices.sorted { (Int(keys[$0]) ?? 0, $0) < (Int(keys[$1]) ?? 0, $1) }
        keys = order.map { keys[$0] }
        list = order.map { list[$0] }
      }
      if assignment.appends, let old = state.variables[name] {
        let before = old.elements ?? old.values
        list = before + list
        if keys.isEmpty, let oldKeys = old.keys {
          let next = (oldKeys.compactMap { Int($0) }.max() ?? -1) + 1
          keys = oldKeys + values.indices.map { String(next + $0) }
        } else if !keys.isEmpty {
          keys = (old.keys ?? before.indices.map { String($0) }) + keys
        }
      }
      charge(16 * list.count)
      var variable = Variable(elements: list)
      if !keys.isEmpty, keys.count == list.count { variable.keys = keys }
      state.variables[name] = variable
      changed()
    }
  }

  private func assignElement(of name: String, at word: Word, _ value: String, appends: Bool) {
    var variable = state.variables[name] ?? Variable(elements: [])
    var elements = variable.elements ?? variable.values
    charge(16 * elements.count)
    let index = variable.keys?.contains { Int($0) == nil } == true ? nil : arithmetic(word)
    if var keys = variable.keys {
      let key = index.map { String($0) } ?? text(of: word)
      if let place = keys.firstIndex(of: key), place < elements.count {
        elements[place] = appends ? elements[place] + value : value
      } else {
        // Those of an indexed array come in the order of their numbers.
        let place = index.flatMap { index in keys.firstIndex { (Int($0) ?? .max) > index } } ?? keys.count
        keys.insert(key, at: place)
        elements.insert(value, at: place)
      }
      variable.keys = keys
    } else if let index, index >= 0, index <= elements.count {
      if index == elements.count { elements.append("") }
      elements[index] = appends ? elements[index] + value : value
    } else if let index, index > elements.count {
      // What lies between is not there.
      variable.keys = elements.indices.map { String($0) } + [String(index)]
      elements.append(value)
    } else if elements.isEmpty {
      variable.keys = [text(of: word)]
      elements = [value]
    } else {
      elements = [hole("an element of $\(name)")]
    }
    variable.elements = elements
    variable.values = elements.first.map { [$0] } ?? []
    state.variables[name] = variable
    changed()
  }

  /// `unset 'A[1]'`: the others keep their subscripts.
  func unsetElement(of given: String, at subscript: String) {
    let name = referred(given)
    guard var variable = state.variables[name], var elements = variable.elements else { return }
    if isOpenList(elements) {
      state.variables[name] = Variable(elements: [hole("an element of $\(name)", isList: true)])
      return
    }
    var keys = variable.keys ?? elements.indices.map { String($0) }
    let isAssociative = keys.contains { Int($0) == nil }
    var key = `subscript`
    if !isAssociative, let index = arithmetic(key, depth: 0) {
      key = String(index < 0 ? (keys.last.flatMap { Int($0) } ?? -1) + 1 + index : index)
    }
    guard let place = keys.firstIndex(of: key), place < elements.count else { return }
    keys.remove(at: place)
    elements.remove(at: place)
    (variable.elements, variable.keys) = (elements, keys)
    variable.values = elements.first.map { [$0] } ?? []
    state.variables[name] = variable
  }

  // MARK: redirections

  /// Expands the redirections of a command.
  func prepare(_ redirections: [Redirection]) -> Channels {
    var channels = Channels()
    for redirection in redirections {
      let descriptor = redirection.descriptor
      let isOutput = descriptor == nil || descriptor == "1"
      let isInput = descriptor == nil || descriptor == "0"
      switch redirection.kind {
      case .hereDocument(let body, _, _):
        var builder = WordBuilder(spelling: "")
        for part in body.parts { expand(quoted: part, into: &builder) }
        let text = builder.text
        if isInput { channels.input = text }
      case .hereString:
        let text = text(of: redirection.target) + "\n"
        if isInput { channels.input = text }
      case .input:
        for name in fileNames(redirection.target) {
          if isInput { channels.input = content(of: name) }
          channels.files.append(Channels.File(name: name, use: .read, takesOutput: false))
        }
      case .output, .clobber, .append, .outputAndError, .appendOutputAndError:
        let names = fileNames(redirection.target)
        var appends = false
        var takesOutput = isOutput
        switch redirection.kind {
        case .append: appends = true
        case .appendOutputAndError:
          appends = true
          takesOutput = true
        case .outputAndError: takesOutput = true
        default: break
        }
        for name in names {
          channels.files.append(
            Channels.File(name: name, use: appends ? .append : .replace, takesOutput: takesOutput))
        }
        if takesOutput {
          channels.divertsOutput = true
          channels.wantsOutput = true
        }
      case .readWrite:
        for name in fileNames(redirection.target) {
          channels.files.append(Channels.File(name: name, use: .readWrite, takesOutput: false))
        }
      case .duplicateInput: _ = text(of: redirection.target)
      case .duplicateOutput:
        // `>&2`: out of the pipe, but into no file.
        if isOutput, text(of: redirection.target) == "2" { channels.divertsOutput = true }
      }
    }
    return channels
  }

  /// The files that a redirection opens: one, as a rule. Several words are an error in bash; zsh opens each.
  private func fileNames(_ word: Word) -> [Argument] {
    var words: [Argument] = []
    expand(word, into: &words)
    // An empty name opens nothing.
    return words.filter { $0.value?.isEmpty == false }
  }

  /// What a file gives to who reads it.
  func content(of name: Argument) -> String {
    guard let path = target(name, in: currentPlace).path else {
      return hole(firstUnknown(in: name.value ?? "")?.what ?? "the content of \(name.spelling)")
    }
    if let texts = state.contents[path] { return pick("<\(path)", texts) }
    return hole("the content of \(name.spelling)", .file(path))
  }

  /// Notes what the redirections do to files, now that it is known what the command prints.
  func finish(_ channels: Channels, printed: [String], isEmptying: Bool, reader: ResolvedCommand? = nil) {
    for file in channels.files {
      let target = target(file.name, in: currentPlace)
      if context.isRemote, state.mounts.isEmpty { continue }
      let place = located(target)?.path
      switch file.use {
      case .read:
        let executes: Bool =
          switch reader.map({ CommandEffects.standardInputUse(of: $0) }) {
          case .executesShell, .executes, .executesOther, .appliesPatch: true
          default: false
          }
        if let path = target.path, path.utf8.starts(with: "/dev/fd/".utf8), state.contents[path] != nil { continue }
        add(.read(target, executes ? .use : .show), target.path == nil ? .unknown : .certain)
      case .replace:
        if isProcess(target) { continue }
        let content = file.takesOutput && !isEmptying ? known(printed) : nil
        add(
          .write(target, isEmptying && file.takesOutput ? .truncate : .replace, content: content),
          target.path == nil ? .unknown : .certain)
        if let path = place, file.takesOutput {
          state.contents[path] = isEmptying ? [""] : printed
          changed()
        }
      case .append:
        if isProcess(target) { continue }
        add(
          .write(target, .modify, content: file.takesOutput ? known(printed) : nil),
          target.path == nil ? .unknown : .certain)
        if let path = place, file.takesOutput {
          let before = state.contents[path] ?? [hole("the content of \(file.name.spelling)", .file(path))]
          state.contents[path] = joined(before, printed)
          changed()
        }
      case .readWrite: add(.write(target, .modify, content: nil), target.path == nil ? .unknown : .certain)
      }
    }
  }

  private func isProcess(_ target: Target) -> Bool {
    guard let path = target.path else { return false }
    return outputProcesses.contains { $0.path == path }
  }

  private func known(_ printed: [String]) -> String? {
    guard printed.count == 1, !isOpen(printed[0]) else { return nil }
    return printed[0]
  }

  /// `cmd > >(script)`: the script gets what the command prints, or what it writes to the name.
  private func runOutputProcesses(from index: Int, _ printed: [String]) {
    let waiting = outputProcesses[index...]
    outputProcesses.removeSubrange(index...)
    for process in waiting {
      let text = state.contents[process.path]?.first ?? printed.first ?? hole("the output of a command")
      let outerSource = source
      source = process.source
      _ = inSubshell {
        context.captures = false
        state.input = text
        changed()
        return walk(process.script)
      }
      source = outerSource
    }
  }

  // MARK: targets and arguments

  /// The file that a word names.
  func target(_ word: Argument, in place: Place) -> Target {
    Places(directory: place.path).target(representative(word))
  }

  /// An argument as policies see it: no holes, but an unknown value.
  func finished(_ argument: Argument) -> Argument {
    guard !unknowns.isEmpty, let value = argument.value, Hole.isIn(value) else { return argument }
    let pieces = Hole.pieces(of: value)
    var prefix = ""
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .known(let text): prefix += text
      case .hole(let number):
        let unknown = unknown(number)
        var result = Argument(unknown: unknown.what, spelling: argument.spelling)
        // Behind `of=` and `@` a name begins anew.
        let beginsName = prefix.isEmpty || "=@:,<".utf8.contains(prefix.utf8.last ?? 0)
        if beginsName, case .name(let folder?, let names) = unknown.source {
          prefix += folder == "/" ? "/" : folder + "/"
          result.listedNames = index == pieces.count - 1 ? names : []
        }
        result.knownPrefix = prefix
        result.isFromWildcard = argument.isFromWildcard
        return result
      }
    }
    return argument
  }

  /// An argument as the tables of files see it: where an unknown part cannot make another file of it than one in a known
  /// place (`/tmp/x-$ID`, `build/$X/cache`, `${X:?}/a`), it stands as `…`.
  func representative(_ argument: Argument) -> Argument {
    guard !unknowns.isEmpty, let value = argument.value, Hole.isIn(value) else { return argument }
    guard isGuarded(value, isFromWildcard: argument.isFromWildcard) else { return finished(argument) }
    var result = argument
    result.value = readable(value)
    result.knownPrefix = result.value ?? ""
    return result
  }

  private func isGuarded(_ value: String, isFromWildcard: Bool) -> Bool {
    let pieces = Hole.pieces(of: value)
    for (index, piece) in pieces.enumerated() {
      guard case .hole(let number) = piece else { continue }
      let unknown = unknown(number)
      // Names that `ls` prints are as many as there are; where they lie is said otherwise.
      if case .name = unknown.source { return false }
      if unknown.isNonEmpty, unknown.source == .elsewhere { continue }
      if index == 0 { return false }
      // Text in the same name, or a further name behind it. Behind `of=` and `@` a name begins anew.
      if case .known(let before) = pieces[index - 1], let last = before.utf8.last, last != UInt8(ascii: "/") {
        if before.utf8.first == UInt8(ascii: "-") || "=@:,".utf8.contains(last) { return false }
        continue
      }
      guard index + 1 < pieces.count, case .known(let behind) = pieces[index + 1] else { return false }
      let names = behind.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true)
      let isNamed = names.contains { name in
        !name.allSatisfy { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
      }
      if !isNamed { return false }
    }
    return true
  }
}

extension Word {
  /// The word without literal text at its beginning.
  func droppingPrefix(_ prefix: String) -> Word {
    guard case .literal(let text)? = parts.first else { return self }
    var rest = self
    let kept = String(text.utf8.dropFirst(prefix.utf8.count)) ?? ""
    if kept.isEmpty { rest.parts.removeFirst() } else { rest.parts[0] = .literal(kept) }
    return rest
  }
}
