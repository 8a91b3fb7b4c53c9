internal import HookModel
internal import Patterns

// The tables that name programs, and the policy's own tests.

extension Reader {
  func gate(_ node: Node) -> Gate? {
    guard document.kind(node) == .table else {
      wrongType(node, expected: "a table")
      return nil
    }
    var draft = GateDraft()
    var filter = RuleFilter()
    read(node, Self.gateFields, into: &draft, filter: &filter)
    requireOne(of: ["name"], in: node, why: "results are kept under it")
    requireOne(of: ["when"], in: node, why: "the gate watches no paths")
    requireOne(of: ["run"], in: node, why: "it names no program")
    guard let name = draft.name, let when = draft.when, let run = draft.run else { return nil }
    var gate = Gate(
      name: name, when: when, run: run, timeoutSeconds: draft.timeout ?? 60, mode: draft.mode ?? .onStop,
      location: location(node))
    gate.filter = filter
    return gate
  }

  private struct GateDraft {
    var name: String?
    var when: PathPatternList?
    var run: [String]?
    var timeout: Double?
    var mode: Gate.Mode?
  }

  private static let gateFields: [Field<GateDraft>] = [
    Field("name") { $2.name = $0.gateName($1) },
    Field("when") { reader, node, draft in
      draft.when = reader.pathPatterns(node, isProtected: false)
      if draft.when?.patterns.isEmpty == true { reader.mistake(node, "is empty, so the gate would never run.") }
    },
    Field("run") { $2.run = $0.words($1) },
    Field("timeout") {
      $2.timeout = $0.duration(
        $1, atMost: PolicyFile.longestGateSeconds, why: "which all gates of one call share")
    },
    Field("mode") { $2.mode = $0.choice($1, Gate.Mode.allCases.map { ($0.rawValue, $0) }) },
  ]

  /// A gate's name, which is also a file's name in the state folder.
  private func gateName(_ node: Node) -> String? {
    guard let name = nonEmptyString(node) else { return nil }
    let isSafe = name.utf8.allSatisfy { byte in
      (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: ".")
    }
    guard isSafe, !name.hasPrefix("."), !name.hasPrefix("-"), name.utf8.count <= 64 else {
      mistake(
        node, "\"\(name)\" cannot be a file's name. Use at most 64 letters, digits, \"-\", \"_\" and \".\", a letter or digit first."
      )
      return nil
    }
    return name
  }

  func completionGate(_ node: Node) -> CompletionGateTable? {
    guard document.kind(node) == .table else {
      let hint = document.kind(node) == .array ? " There is only one: write [completion-gate]." : ""
      wrongType(node, expected: "a table", hint: hint)
      return nil
    }
    var table = CompletionGateTable(location: location(node))
    read(node, Self.completionGateFields, into: &table)
    requireOne(of: ["require"], in: node, why: "it requires nothing")
    return table
  }

  private static let completionGateFields: [Field<CompletionGateTable>] = [
    Field("require") { $2.require = $0.locatedStrings($1) ?? [] },
    Field("max-blocks") { reader, node, table in
      if let count = reader.integer(node, in: 1...100) { table.maxBlocks = count }
    },
    Field("subagents") { reader, node, table in
      if let value = reader.boolean(node) { table.subagents = value }
    },
  ]

  func handler(_ node: Node) -> EventHandler? {
    guard document.kind(node) == .table else {
      wrongType(node, expected: "a table")
      return nil
    }
    var handler = EventHandler(events: [], run: [], timeoutSeconds: 5, location: location(node))
    var filter = RuleFilter()
    read(node, Self.handlerFields, into: &handler, filter: &filter)
    handler.filter = filter
    requireOne(of: ["on"], in: node, why: "it names no event")
    requireOne(of: ["run"], in: node, why: "it names no program")
    return handler
  }

  private static let handlerFields: [Field<EventHandler>] = [
    Field("on") { $2.events = $0.events($1) ?? [] },
    Field("tool") { $2.tool = $0.nonEmptyString($1) },
    Field("run") { $2.run = $0.words($1) ?? [] },
    Field("timeout") { reader, node, handler in
      if let seconds = reader.duration(
        node, atMost: PolicyFile.longestGateSeconds, why: "which is all the time that a hook has")
      {
        handler.timeoutSeconds = seconds
      }
    },
  ]

  /// Canonical names of events. A near miss is a mistake; another name may be that of an agent's own notice.
  private func events(_ node: Node) -> [String]? {
    guard let names = stringOrStrings(node) else { return nil }
    let known = EventKind.allCases.map(\.rawValue)
    for name in names where !known.contains(name) {
      if let meant = Suggestion.nearest(to: name, in: known) {
        mistake(node, "unknown event \"\(name)\"; did you mean \"\(meant)\"?")
      }
    }
    return names
  }

  func test(_ node: Node) -> PolicyTest? {
    guard document.kind(node) == .table else {
      wrongType(node, expected: "a table")
      return nil
    }
    var draft = TestDraft()
    read(node, Self.testFields, into: &draft)
    requireOne(of: ["run", "write", "read", "delete", "prompt"], in: node, why: "there is nothing to try")
    requireOne(of: ["expect"], in: node, why: "the test could not fail")
    if draft.subjects.count > 1 { mistake(node, "tries more than one thing. Make a test of each.") }
    guard let subject = draft.subjects.first, let expect = draft.expect else { return nil }
    return PolicyTest(subject: subject, expect: expect, rule: draft.rule, location: location(node))
  }

  private struct TestDraft {
    var subjects: [PolicyTest.Subject] = []
    var expect: Verdict?
    var rule: String?
  }

  private static let testFields: [Field<TestDraft>] = [
    Field("run") { $2.subjects += $0.nonEmptyString($1).map { [.run($0)] } ?? [] },
    Field("write") { $2.subjects += $0.nonEmptyString($1).map { [.write($0)] } ?? [] },
    Field("read") { $2.subjects += $0.nonEmptyString($1).map { [.read($0)] } ?? [] },
    Field("delete") { $2.subjects += $0.nonEmptyString($1).map { [.delete($0)] } ?? [] },
    Field("prompt") { $2.subjects += $0.nonEmptyString($1).map { [.prompt($0)] } ?? [] },
    Field("expect") { $2.expect = $0.verdict($1) },
    Field("rule") { $2.rule = $0.nonEmptyString($1) },
  ]
}
