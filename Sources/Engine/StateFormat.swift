internal import HookModel
internal import JSON

extension SessionState {
  /// The most paths that are remembered of each kind; the file is read and written at every event.
  static let pathLimit = 128
  /// The most refused calls that are remembered.
  static let callLimit = 16

  init(json: JSONReader) throws(JSONReadError) {
    self.init()
    root = try json.optionalString("root")
    tags = try json.optionalStrings("tags") ?? []
    if let gates = try json.optionalObject("dirty_gates") {
      for (name, _) in try gates.members() { dirtyGates[name] = try gates.strings(name) }
    }
    stopBlocks = try json.optionalInteger("stop_blocks") ?? 0
    contextsGiven = try json.optionalStrings("contexts_given") ?? []
    noticesGiven = try json.optionalStrings("notices_given") ?? []
    touched = try json.optionalStrings("touched") ?? []
    created = try json.optionalStrings("created") ?? []
    if let rules = try json.optionalObject("refusals") {
      for (name, _) in try rules.members() { refusals[name] = try rules.integer(name) }
    }
    if let calls = try json.optionalArray("refused_calls") {
      for call in calls { refusedCalls.append(try RefusedCall(json: call)) }
    }
    if let counted = try json.optionalObject("last_counted") {
      lastCounted = CountedCall(
        call: try counted.string("call"), milliseconds: try counted.integer("ms"), rules: try counted.strings("rules"),
        isStop: try counted.bool("stop"))
    }
  }

  var json: JSONValue {
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
    var members: [JSONValue.Member] = [
      .init("v", 1),
      .init("root", root.map(JSONValue.string) ?? .null),
      .init("tags", texts(tags)),
      .init("dirty_gates", .object(dirtyGates.sorted { $0.key < $1.key }.map { .init($0.key, texts($0.value)) })),
      .init("stop_blocks", .integer(stopBlocks)),
      .init("contexts_given", texts(contextsGiven)),
      .init("notices_given", texts(noticesGiven)),
      .init("touched", texts(touched)),
      .init("created", texts(created)),
      .init("refusals", .object(refusals.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) })),
    ]
    if !refusedCalls.isEmpty { members.append(.init("refused_calls", .array(refusedCalls.map(\.json)))) }
    if let lastCounted { members.append(.init("last_counted", lastCounted.json)) }
    return .object(members)
  }

  /// Takes back what was counted for a call, so that its twin is judged as it was.
  mutating func uncount(_ counted: CountedCall) {
    for rule in counted.rules { refusals[rule] = max(0, (refusals[rule] ?? 0) - 1) }
    if counted.isStop { stopBlocks = max(0, stopBlocks - 1) }
  }

  mutating func apply(_ change: StateChange, seen: SessionState? = nil) {
    switch change {
    case .gateDirtied(let gate, let path):
      var paths = dirtyGates[gate] ?? []
      if paths.count < 5, !paths.contains(path) { paths.append(path) }
      dirtyGates[gate] = paths
    case .gateRan: break
    case .gateSettled(let gate): if dirtyGates[gate] != nil { dirtyGates[gate] = [] }
    case .refused(let rule): refusals[rule] = max(refusals[rule] ?? 0, ((seen ?? self).refusals[rule] ?? 0) + 1)
    case .callRefused(let call):
      refusedCalls.removeAll { $0.code == call.code || ($0.digest == call.digest && !$0.isAllowed) }
      // A person's word is not lost to refusals that follow.
      if refusedCalls.count >= SessionState.callLimit {
        refusedCalls.remove(at: refusedCalls.firstIndex { !$0.isAllowed || !$0.passedAt.isEmpty } ?? 0)
      }
      refusedCalls.append(call)
    case .counted(let call): lastCounted = call
    case .noticeGiven(let notice): SessionState.add(notice, to: &noticesGiven)
    case .stopBlocked: stopBlocks = max(stopBlocks, (seen ?? self).stopBlocks + 1)
    case .stopReleased: stopBlocks = 0
    case .contextGiven(let context): SessionState.add(context, to: &contextsGiven)
    case .tagged(let tags): self.tags = tags
    case .touched(let path): SessionState.add(path, to: &touched)
    case .created(let path): SessionState.add(path, to: &created)
    }
  }

  private static func add(_ text: String, to list: inout [String]) {
    if list.contains(text) { return }
    if list.count >= pathLimit { list.removeFirst(list.count - pathLimit + 1) }
    list.append(text)
  }
}

extension CountedCall {
  var json: JSONValue {
    [
      "call": .string(call), "ms": .integer(milliseconds), "rules": .array(rules.map(JSONValue.string)),
      "stop": .bool(isStop),
    ]
  }
}

extension RefusedCall {
  init(json: JSONReader) throws(JSONReadError) {
    self.init(
      code: try json.string("code"), digest: try json.string("digest"),
      rules: try json.optionalStrings("rules") ?? [], what: try json.string("what"),
      isAllowed: try json.bool("allowed"), passedAt: try json.optionalStrings("passed_at") ?? [],
      passedAs: try json.optionalStrings("passed_as") ?? [])
  }

  var json: JSONValue {
    .object([
      .init("code", .string(code)), .init("digest", .string(digest)),
      .init("rules", .array(rules.map(JSONValue.string))), .init("what", .string(what)),
      .init("allowed", .bool(isAllowed)), .init("passed_at", .array(passedAt.map(JSONValue.string))),
      .init("passed_as", .array(passedAs.map(JSONValue.string))),
    ])
  }
}

extension GateResult {
  /// How many characters of each stream are kept.
  static let tailLimit = 4000

  init(json: JSONReader) throws(JSONReadError) {
    let status = try json.string("status")
    guard status == "passed" || status == "failed" else {
      throw JSONReadError(path: "status", expected: "\"passed\" or \"failed\"", found: "\"\(status)\"")
    }
    self.init(
      gate: try json.string("gate"), passed: status == "passed", exitCode: try json.integer("exit_code"),
      editedFile: try json.optionalString("edited_file"),
      durationSeconds: try json.optionalNumber("duration_seconds") ?? 0,
      standardOutputTail: try json.optionalString("stdout_tail") ?? "",
      standardErrorTail: try json.optionalString("stderr_tail") ?? "",
      session: try json.optionalString("session_id"), finishedAt: try json.optionalString("finished_at") ?? "",
      tree: try json.optionalString("tree") ?? "", problem: try json.optionalString("problem"),
      call: try json.optionalString("call"))
  }

  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("status", .string(passed ? "passed" : "failed")),
      .init("exit_code", .integer(exitCode)),
      .init("edited_file", editedFile.map(JSONValue.string) ?? .null),
      .init("duration_seconds", .real((durationSeconds * 1000).rounded() / 1000)),
      .init("stdout_tail", .string(String(standardOutputTail.suffix(GateResult.tailLimit)))),
      .init("stderr_tail", .string(String(standardErrorTail.suffix(GateResult.tailLimit)))),
      .init("gate", .string(gate)),
      .init("session_id", session.map(JSONValue.string) ?? .null),
      .init("finished_at", .string(finishedAt)),
      .init("tree", .string(tree)),
    ]
    if let problem { members.append(.init("problem", .string(problem))) }
    if let call { members.append(.init("call", .string(call))) }
    return .object(members)
  }
}
