internal import HookModel
internal import Patterns

// The tables that name programs, and the policy's own tests.
extension Reader {
  func gates(_ node: Node, into gates: inout [Gate]) {
    eachTable(node) { table in
      guard let gate = gate(table) else { return }
      if let other = gates.first(where: { $0.name == gate.name }) {
        mistake(table, "a gate named \"\(gate.name)\" stands in line \(other.location.line) already.")
      }
      gates.append(gate)
    }
  }

  private enum GateKey: String, CaseIterable {
    case name
    case when
    case run
    case timeout
    case mode
  }

  private func gate(_ node: Node) -> Gate? {
    var gate = Gate(
      name: "", when: PathPatternList(patterns: []), run: [], timeoutSeconds: 60, mode: .onStop,
      location: location(node))
    var filter = RuleFilter()
    eachKey(node, GateKey.self, filter: &filter) { key, child in
      switch key {
      case .name: gate.name = gateName(child) ?? ""
      case .when: gate.when = watchedPaths(child)
      case .run: gate.run = words(child) ?? []
      case .timeout:
        gate.timeoutSeconds =
          duration(child, atMost: PolicyFile.longestGateSeconds, why: "which all gates of one call share") ?? 60
      case .mode: gate.mode = choice(child, Gate.Mode.self) ?? .onStop
      }
    }
    gate.filter = filter
    guard document.kind(node) == .table else { return nil }
    requireOne(of: ["name"], in: node, why: "results are kept under it")
    requireOne(of: ["when"], in: node, why: "the gate watches no paths")
    requireOne(of: ["run"], in: node, why: "it names no program")
    return gate.name.isEmpty ? nil : gate
  }

  private func watchedPaths(_ node: Node) -> PathPatternList {
    guard let list = pathPatterns(node, isProtected: false) else { return PathPatternList(patterns: []) }
    if list.patterns.isEmpty, document.children(node).first(where: { _ in true }) == nil {
      mistake(node, "is empty, so the gate would never run.")
    }
    for pattern in list.patterns where PathPatterns.isHome(pattern.value) {
      mistake(
        node, "\"\(pattern.value)\" is outside the project. A gate watches the project's files.", at: pattern.location)
    }
    return list
  }

  /// A gate's name, which is also a file's name in the state folder.
  private func gateName(_ node: Node) -> String? {
    guard let name = nonEmptyString(node) else { return nil }
    let isSafe = name.utf8.allSatisfy { byte in
      (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: ".")
    }
    let first = name.utf8.first
    guard isSafe, first != UInt8(ascii: "."), first != UInt8(ascii: "-"), name.utf8.count <= 64 else {
      mistake(
        node,
        "\"\(name)\" cannot be a file's name. Use at most 64 letters, digits, \"-\", \"_\" and \".\", a letter or digit first."
      )
      return nil
    }
    return name
  }

  private enum CompletionGateKey: String, CaseIterable {
    case require
    case maxBlocks = "max-blocks"
    case subagents
  }

  func completionGate(_ node: Node) -> CompletionGateTable? {
    guard document.kind(node) == .table else {
      let hint = document.kind(node) == .array ? " There is only one: write [completion-gate]." : ""
      wrongType(node, expected: "a table", hint: hint)
      return nil
    }
    var table = CompletionGateTable(location: location(node))
    eachKey(node, CompletionGateKey.self) { key, child in
      switch key {
      case .require: table.require = locatedStrings(child) ?? []
      case .maxBlocks: table.maxBlocks = integer(child, in: 1...100) ?? table.maxBlocks
      case .subagents: table.subagents = boolean(child) ?? table.subagents
      }
    }
    requireOne(of: ["require"], in: node, why: "it requires nothing")
    return table
  }

  private enum HandlerKey: String, CaseIterable {
    case on
    case tool
    case run
    case timeout
  }

  func handler(_ node: Node) -> EventHandler? {
    var handler = EventHandler(events: [], run: [], timeoutSeconds: 5, location: location(node))
    var filter = RuleFilter()
    eachKey(node, HandlerKey.self, filter: &filter) { key, child in
      switch key {
      case .on: handler.events = events(child) ?? []
      case .tool: handler.tool = nonEmptyString(child)
      case .run: handler.run = words(child) ?? []
      case .timeout:
        handler.timeoutSeconds =
          duration(child, atMost: PolicyFile.longestGateSeconds, why: "which is all the time that a hook has") ?? 5
      }
    }
    handler.filter = filter
    guard document.kind(node) == .table else { return nil }
    requireOne(of: ["on"], in: node, why: "it names no event")
    requireOne(of: ["run"], in: node, why: "it names no program")
    return handler
  }

  /// Canonical names of events. A near miss is a mistake; another name may be that of an agent's own notice.
  private func events(_ node: Node) -> [String]? {
    guard let names = locatedStringOrStrings(node) else { return nil }
    for name in names where EventKind(rawValue: name.value) == nil {
      if let meant = Suggestion.nearest(to: name.value, in: EventKind.allCases.map { $0.rawValue }) {
        mistake(node, "unknown event \"\(name.value)\"; did you mean \"\(meant)\"?", at: name.location)
      }
    }
    return names.map { $0.value }
  }

  private enum TestKey: String, CaseIterable {
    case run
    case write
    case read
    case delete
    case prompt
    case expect
    case rule
  }

  func test(_ node: Node) -> PolicyTest? {
    var subjects: [PolicyTest.Subject] = []
    var expect: Verdict?
    var rule: String?
    func add(_ child: Node, _ make: (String) -> PolicyTest.Subject) {
      if let text = nonEmptyString(child) { subjects.append(make(text)) }
    }
    eachKey(node, TestKey.self) { key, child in
      switch key {
      case .run: add(child) { .run($0) }
      case .write: add(child) { .write($0) }
      case .read: add(child) { .read($0) }
      case .delete: add(child) { .delete($0) }
      case .prompt: add(child) { .prompt($0) }
      case .expect: expect = verdict(child)
      case .rule: rule = nonEmptyString(child)
      }
    }
    guard document.kind(node) == .table else { return nil }
    requireOne(of: ["run", "write", "read", "delete", "prompt"], in: node, why: "there is nothing to try")
    requireOne(of: ["expect"], in: node, why: "the test could not fail")
    if subjects.count > 1 { mistake(node, "tries more than one thing. Make a test of each.") }
    guard let subject = subjects.first, let expect else { return nil }
    return PolicyTest(subject: subject, expect: expect, rule: rule, location: location(node))
  }
}
