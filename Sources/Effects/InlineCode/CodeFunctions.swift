import HookModel

/// Functions that the code defines: their bodies are read where they are called, with what they are given.
extension CodeReader {
  /// A function that the code defines.
  struct Function {
    var parameters: [Parameter]
    var body: [CodeToken]
    /// Whether the body is one expression, which is what it gives.
    var isExpression = false
    var isCalled = false
    /// Whether something that the code does not say calls it: a decorator registers it, or the language itself does.
    var isRegistered = false
  }

  /// One parameter, with its default.
  struct Parameter {
    var name: String
    var value: CodeValue?
  }

  /// How deep calls are followed into each other.
  private static let deepestCall = 8

  // MARK: Definitions

  /// Reads a definition, the place standing at the keyword: `def f(a):`, `function f(a) {`, `sub f {`. False where it is none
  /// whose end can be told.
  mutating func definition() -> Bool {
    guard depth < CodeReader.deepest, case .name(let name) = token(1) else { return false }
    let start = place
    place += 2
    var parameters: [Parameter] = []
    if isSymbol("(") {
      parameters = self.parameters()
    } else if language != .perl {
      place = start
      return false
    }
    guard let body = language == .python ? indentedBody(of: start) : bracedBody() else {
      place = start
      return false
    }
    var function = Function(parameters: parameters, body: body)
    function.isRegistered =
      isDecorated(start) || name.begins(with: "__") && name.ends(in: "__")
      || language == .go && (name == "main" || name == "init")
    functions[name] = function
    return true
  }

  /// Whether the line before the definition that begins at `start` is a decorator's.
  private func isDecorated(_ start: Int) -> Bool {
    guard language == .python, start > 1 else { return false }
    var index = start - 1
    if tokens[index] == .name("async") { index -= 1 }
    guard index > 0, case .newline = tokens[index] else { return false }
    index -= 1
    let earliest = max(0, index - 60)
    while index > earliest {
      if case .newline = tokens[index] { break }
      index -= 1
    }
    if case .newline = tokens[index] { index += 1 }
    return index < tokens.count && tokens[index] == .symbol(UInt8(ascii: "@"))
  }

  /// `name = lambda a: …`, `const name = (a) => …`, `name = function (a) {`; false where something else is assigned. The
  /// place stands at the name.
  mutating func assignedFunction(_ name: String, signAt offset: Int) -> Bool {
    guard depth < CodeReader.deepest, language == .python || language == .javaScript else { return false }
    let start = place
    place += offset + 1
    if let function = language == .python ? lambda() : arrow() {
      functions[name] = function
      variables[name] = nil
      return true
    }
    place = start
    return false
  }

  /// A function without a name, which gets one that no code can write.
  mutating func anonymousFunction() -> CodeValue? {
    guard var function = language == .perl ? block() : lambda() else { return nil }
    function.isRegistered = true
    let name = "\u{3bb}\(functions.count)"
    functions[name] = function
    return .name(name)
  }

  /// Perl's `sub { … }`.
  private mutating func block() -> Function? {
    guard isName("sub"), isSymbol("{", 1) else { return nil }
    let start = place
    place += 1
    guard let body = bracedBody() else {
      place = start
      return nil
    }
    return Function(parameters: [], body: body)
  }

  private mutating func lambda() -> Function? {
    guard isName("lambda") else { return nil }
    place += 1
    var parameters: [Parameter] = []
    while let token, token != .symbol(UInt8(ascii: ":")) {
      if case .name(let name) = token { parameters.append(Parameter(name: name)) }
      if case .newline = token { return nil }
      place += 1
    }
    guard token != nil else { return nil }
    place += 1
    return Function(parameters: parameters, body: expressionBody(), isExpression: true)
  }

  private mutating func arrow() -> Function? {
    if isName("async") { place += 1 }
    var parameters: [Parameter] = []
    if isName("function") {
      place += 1
      if case .name = token { place += 1 }
      guard isSymbol("(") else { return nil }
      parameters = self.parameters()
      return bracedBody().map { Function(parameters: parameters, body: $0) }
    }
    if case .name(let name) = token, token(1) == .arrow {
      parameters = [Parameter(name: name)]
      place += 1
    } else {
      guard isSymbol("("), let end = closing(from: place), end + 1 < tokens.count, tokens[end + 1] == .arrow else {
        return nil
      }
      parameters = self.parameters()
    }
    place += 1
    if isSymbol("{") { return bracedBody().map { Function(parameters: parameters, body: $0) } }
    return Function(parameters: parameters, body: expressionBody(), isExpression: true)
  }

  /// The names between brackets, the place standing at the first.
  private mutating func parameters() -> [Parameter] {
    guard let end = closing(from: place) else { return [] }
    var parameters: [Parameter] = []
    place += 1
    while place < end {
      if case .name(let name) = token {
        place += 1
        var parameter = Parameter(name: name)
        // PHP writes a type in front, Python behind a colon.
        if language == .php, name.utf8.first != UInt8(ascii: "$") { continue }
        while place < end, !isSymbol(",") {
          if token == .assign {
            place += 1
            let before = place
            parameter.value = expression()
            if place == before { place += 1 }
          } else if isSymbol("["), let close = closing(from: place) {
            place = close + 1
          } else {
            place += 1
          }
        }
        parameters.append(parameter)
      } else if isSymbol("{") || isSymbol("["), let close = closing(from: place) {
        parameters.append(Parameter(name: ""))
        place = close + 1
      } else {
        place += 1
      }
    }
    place = end + 1
    return parameters
  }

  /// The index of the bracket that closes the one at `start`.
  private mutating func closing(from start: Int) -> Int? {
    var open = 0
    // What is looked through counts, lest brackets without partners be looked for over and over.
    for index in start..<max(start, tokens.count) {
      budget -= 1
      guard budget > 0 else { return nil }
      guard case .symbol(let byte) = tokens[index] else { continue }
      if "([{".utf8.contains(byte) { open += 1 }
      if ")]}".utf8.contains(byte) {
        open -= 1
        if open == 0 { return index }
      }
    }
    return nil
  }

  mutating func bracedBody() -> [CodeToken]? {
    while let token, token != .symbol(UInt8(ascii: "{")) {
      // A return type may stand between.
      guard token != .symbol(UInt8(ascii: ";")), !isSymbol("(") else { return nil }
      place += 1
    }
    guard isSymbol("{"), let end = closing(from: place) else { return nil }
    let body = Array(tokens[place + 1..<end])
    budget -= body.count
    place = end + 1
    return body
  }

  private mutating func expressionBody() -> [CodeToken] {
    let start = place
    var open = 0
    loop: while let token {
      switch token {
      case .symbol(let byte) where "([{".utf8.contains(byte): open += 1
      case .symbol(let byte) where ")]}".utf8.contains(byte):
        open -= 1
        if open < 0 { break loop }
      case .symbol(UInt8(ascii: ",")) where open == 0, .symbol(UInt8(ascii: ";")) where open == 0: break loop
      case .newline where open == 0: break loop
      default: break
      }
      place += 1
    }
    budget -= place - start
    return Array(tokens[start..<place])
  }

  /// Python's body: the rest of the line, or the lines that are indented more than the definition that begins at `start`.
  mutating func indentedBody(of start: Int) -> [CodeToken]? {
    var indentation = 0
    for index in stride(from: start - 1, through: 0, by: -1) {
      if case .newline(let own) = tokens[index] {
        indentation = own
        break
      }
      budget -= 1
      if budget <= 0 { return nil }
    }
    while let token, token != .symbol(UInt8(ascii: ":")) {
      if case .newline = token { return nil }
      place += 1
    }
    guard token != nil else { return nil }
    place += 1
    let first = place
    let isBlock: Bool
    if case .newline = token { isBlock = true } else { isBlock = false }
    var open = 0
    loop: while let token {
      switch token {
      case .symbol(let byte) where "([{".utf8.contains(byte): open += 1
      case .symbol(let byte) where ")]}".utf8.contains(byte): open -= 1
      case .newline(let own) where open <= 0:
        if !isBlock { break loop }
        // Empty lines and comments have no say.
        if case .newline = self.token(1) { break }
        if own <= indentation { break loop }
      default: break
      }
      place += 1
    }
    budget -= place - first
    return Array(tokens[first..<place])
  }

  // MARK: Calls

  /// The function that a name leads to: its own, or a method of the object itself.
  func function(_ name: String) -> String? {
    if functions.isEmpty { return nil }
    if functions[name] != nil { return name }
    // A method of an object that the code defines; what the libraries have under the whole name is theirs.
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let method = String(name[name.utf8.index(after: dot)...])
    guard functions[method] != nil, CallRule.of(name, language) == nil else { return nil }
    return method
  }

  /// Reads the function's body with what it is given, and says what it gives.
  mutating func callFunction(_ name: String, _ given: [Given]) -> CodeValue {
    guard var function = functions[name], !activeFunctions.contains(name),
      activeFunctions.count < CodeReader.deepestCall, depth < CodeReader.deepest
    else { return .unknown("the result of \(name)") }
    budget -= function.body.count
    guard budget > 0 else {
      findings.isUnjudged = true
      return .unknown("the result of \(name)")
    }
    functions[name]?.isCalled = true
    if let first = function.parameters.first, first.name == "self" || first.name == "cls" {
      function.parameters.removeFirst()
    }
    var positional = given.filter { $0.name == nil }.map(\.value)[...]
    let outerVariables = function.parameters.map { ($0.name, variables[$0.name]) }
    if language == .perl { variables["@_"] = .list(Array(positional)) }
    for parameter in function.parameters {
      let named = given.last { $0.name == parameter.name }?.value
      variables[parameter.name] =
        named ?? positional.popFirst() ?? parameter.value ?? unseen(parameter.name)
    }
    let first = mark
    let isLoaded = imports.depth == 0 && imports.functions.contains(name)
    let outer = (tokens, place, openBrackets, blockDepth, baseIndentation, returned)
    tokens = function.body
    place = 0
    openBrackets = 0
    blockDepth = 0
    returned = nil
    baseIndentation = 0
    for token in tokens {
      if case .newline(let own) = token, own > 0 {
        baseIndentation = own
        break
      }
    }
    depth += 1
    activeFunctions.append(name)
    if function.isExpression { returned = expression() }
    read()
    activeFunctions.removeLast()
    depth -= 1
    let result = returned
    (tokens, place, openBrackets, blockDepth, baseIndentation, returned) = outer
    for (name, value) in outerVariables { variables[name] = value }
    if isLoaded { dropUnknown(from: first) }
    return result ?? .unknown("the result of \(name)")
  }

  /// What a parameter stands for that nothing in sight gives: a task's own first one is the object that runs its commands.
  private func unseen(_ parameter: String) -> CodeValue {
    switch parameter {
    case "c", "ctx", "context", "session":
      language == .python ? .name(parameter) : .unknown("the value of \(parameter)")
    default: .unknown("the value of \(parameter)")
    }
  }

  /// Reads the functions that something may call which is not seen: they are given to others by their names, or registered. Of
  /// their parameters nothing is known.
  mutating func readUncalled() {
    if functions.isEmpty { return }
    noteMentions()
    for _ in 0..<CodeReader.deepestCall {
      let waiting = functions.filter { name, function in
        !function.isCalled && (function.isRegistered || mentioned.contains(name)) && !imports.functions.contains(name)
      }.keys.sorted()
      if waiting.isEmpty { return }
      for name in waiting where functions[name]?.isCalled == false { _ = callFunction(name, []) }
    }
  }

  /// Whether calling the name says something: it is a function of the code, or one of the library that has a rule.
  func isCallable(_ value: CodeValue) -> Bool {
    value.kind == .name && (function(value.text) != nil || CallRule.of(plainName(value.text), language) != nil)
  }

  /// A library's name without Node's mark of what waits.
  private func plainName(_ name: String) -> String {
    language == .javaScript && name.ends(in: "Sync") ? String(name.dropLast(4)) : name
  }

  /// `map(os.remove, files)`, `pool.submit(shutil.rmtree, path)`: a function that is given to another is called with what is
  /// given beside it.
  mutating func apply(_ given: [Given]) -> CodeValue? {
    guard let index = given.firstIndex(where: { isCallable($0.value) }), given.count > 1, budget > 0 else { return nil }
    let name = given[index].value.text
    var others: [CodeValue] = []
    for (place, one) in given.enumerated() where place != index {
      if one.name == "args", one.value.kind == .list { others += one.value.items } else { others.append(one.value) }
    }
    guard others.count == 1, others[0].kind == .list, others[0].items.count < 4000 else {
      return call(name, others.map { Given(name: nil, value: $0.kind == .list ? $0.element : $0) })
    }
    budget -= others[0].items.count
    return .list(others[0].items.map { call(name, [Given(name: nil, value: $0)]) })
  }
}
