internal import HookModel
internal import Patterns

extension PolicyFile {
  /// Whether `new` forbids at least all that `old` does, so that an agent may make the change by itself.
  ///
  /// It errs on one side: a change that is not plainly an addition of patterns, of rules that deny or ask, or of
  /// requirements counts as a loosening. So does any change of the programs, because it ends the trust in them, and
  /// gates that are not trusted do not run.
  public static func isAtLeastAsStrict(_ new: PolicyFile, than old: PolicyFile) -> Bool {
    guard new.layer == old.layer, new.folder == old.folder, new.namedPrograms == old.namedPrograms else { return false }
    return Strictness.pathsHold(new.protectedPaths, old.protectedPaths)
      && Strictness.commandsHold(new.commands, old.commands)
      && Strictness.switchesHold(new.ruleSwitches, old.ruleSwitches)
      && Strictness.rulesHold(
        new.toolRules.map { ($0.kind, $0.fingerprint) }, old.toolRules.map { ($0.kind, $0.fingerprint) })
      && Strictness.rulesHold(
        new.fetchRules.map { ($0.kind, $0.fingerprint) }, old.fetchRules.map { ($0.kind, $0.fingerprint) })
      && Strictness.rulesHold(
        new.contentRules.map { ($0.kind, $0.fingerprint) }, old.contentRules.map { ($0.kind, $0.fingerprint) })
      && Strictness.routesHold(new.promptRoutes, old.promptRoutes)
      && Strictness.completionHolds(new.completionGate, old.completionGate)
      && new.gates.map(\.fingerprint) == old.gates.map(\.fingerprint)
      && new.handlers.map(\.fingerprint) == old.handlers.map(\.fingerprint)
      && new.sessionContext?.fingerprint == old.sessionContext?.fingerprint
      && new.audit.fingerprint == old.audit.fingerprint
      && (new.failsOpen != true || old.failsOpen == true)
      && Strictness.contains(new.tests.map(\.fingerprint), allOf: old.tests.map(\.fingerprint))
  }
}

/// One comparison for each part of a policy. Rules are compared by their texts, which leave out only their places.
private enum Strictness {
  /// Whether every text of `old` is among `new`, as often.
  static func contains(_ new: [String], allOf old: [String]) -> Bool {
    var rest = new
    for text in old {
      guard let index = rest.firstIndex(of: text) else { return false }
      rest.remove(at: index)
    }
    return true
  }

  /// Rules that refuse may be added, rules that permit may be taken away, and an ask may become a deny.
  static func rulesHold(_ new: [(kind: RuleKind, text: String)], _ old: [(kind: RuleKind, text: String)]) -> Bool {
    func texts(_ rules: [(kind: RuleKind, text: String)], _ kind: RuleKind) -> [String] {
      rules.filter { $0.kind == kind }.map(\.text)
    }
    let denied = texts(new, .deny)
    let asked = texts(new, .ask)
    guard contains(denied, allOf: texts(old, .deny)) else { return false }
    guard texts(old, .ask).allSatisfy({ asked.contains($0) || denied.contains($0) }) else { return false }
    return contains(texts(old, .allow), allOf: texts(new, .allow))
      && contains(texts(old, .approve), allOf: texts(new, .approve))
  }

  /// A verdict that is not set counts by the defaults, which may be anything but stricter than deny.
  static func verdictHolds(_ new: Verdict?, _ old: Verdict?) -> Bool {
    if new == old || new == .deny { return true }
    guard let new, let old else { return false }
    return new > old
  }

  static func pathsHold(_ new: ProtectedPathsTable?, _ old: ProtectedPathsTable?) -> Bool {
    let new = new ?? ProtectedPathsTable()
    let old = old ?? ProtectedPathsTable()
    return patternsHold(new.write, old.write) && patternsHold(new.read, old.read)
      && verdictHolds(new.readUse, old.readUse) && verdictHolds(new.outside, old.outside)
      && contains(old.allowOutside.map(\.value), allOf: new.allowOutside.map(\.value))
      && new.reason == old.reason && new.filter == old.filter
  }

  /// Patterns may be added and negations taken away; what stays keeps its order, as the last match decides. A list where
  /// there was none takes the defaults' place, and so it is no addition.
  private static func patternsHold(_ new: PathPatternList?, _ old: PathPatternList?) -> Bool {
    guard let new, let old else { return new == nil && old == nil }
    let before = old.patterns.map(\.value)
    var next = 0
    for pattern in new.patterns.map(\.value) {
      var candidate = next
      while candidate < before.count, before[candidate] != pattern, before[candidate].hasPrefix("!") { candidate += 1 }
      if candidate < before.count, before[candidate] == pattern {
        next = candidate + 1
      } else if pattern.hasPrefix("!") {
        return false
      }
    }
    return before[next...].allSatisfy { $0.hasPrefix("!") }
  }

  static func commandsHold(_ new: CommandsTable, _ old: CommandsTable) -> Bool {
    contains(new.packs?.map(\.value) ?? [], allOf: old.packs?.map(\.value) ?? [])
      && verdictHolds(new.unknownProgram, old.unknownProgram) && verdictHolds(new.unknownDelete, old.unknownDelete)
      && verdictHolds(new.inlineCode, old.inlineCode)
      && rulesHold(new.rules.map { ($0.kind, $0.fingerprint) }, old.rules.map { ($0.kind, $0.fingerprint) })
      && new.rewrites.map(\.fingerprint) == old.rewrites.map(\.fingerprint)
  }

  /// A switch to deny may be added and one to off or observe taken away; the order of the rest stays.
  static func switchesHold(_ new: [RuleSwitch], _ old: [RuleSwitch]) -> Bool {
    var next = 0
    for entry in new {
      var candidate = next
      while candidate < old.count, old[candidate].fingerprint != entry.fingerprint, old[candidate].isLoosening {
        candidate += 1
      }
      if candidate < old.count, old[candidate].fingerprint == entry.fingerprint {
        next = candidate + 1
      } else if entry.setting != .deny {
        return false
      }
    }
    return old[next...].allSatisfy(\.isLoosening)
  }

  /// Routes that refuse and do nothing else may be added: a tag could switch on a rule that allows.
  static func routesHold(_ new: [PromptRoute], _ old: [PromptRoute]) -> Bool {
    var rest = new
    for route in old {
      guard let index = rest.firstIndex(where: { $0.fingerprint == route.fingerprint }) else { return false }
      rest.remove(at: index)
    }
    return rest.allSatisfy { $0.deny != nil && $0.context == nil && $0.tags.isEmpty }
  }

  static func completionHolds(_ new: CompletionGateTable?, _ old: CompletionGateTable?) -> Bool {
    guard let old else { return true }
    guard let new else { return false }
    return contains(new.require.map(\.value), allOf: old.require.map(\.value)) && new.maxBlocks >= old.maxBlocks
      && (new.subagents || !old.subagents)
  }
}

// MARK: - Texts to compare by

/// Joins the parts of a rule, with lengths, so that no two rules share a text.
private func joined(_ parts: [String?]...) -> String {
  parts.map { list in
    "\(list.count)(" + list.map { $0.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined() + ")"
  }.joined()
}

extension RuleFilter {
  fileprivate var fingerprint: String {
    joined(agents, branches, [subagent.map { "\($0)" }], permissionModes, tags, [until])
  }
}

extension PathPatternList {
  fileprivate var fingerprint: String { joined(patterns.map(\.value)) }
}

extension CommandRule {
  fileprivate var fingerprint: String {
    joined(run ?? [], [run == nil ? nil : "", match?.source, reason, fix, filter.fingerprint], lifts)
  }
}

extension CommandRewrite {
  fileprivate var fingerprint: String { joined(run, to, [reason, filter.fingerprint]) }
}

extension RuleSwitch {
  fileprivate var fingerprint: String { joined([rule, setting.rawValue]) }
  fileprivate var isLoosening: Bool { setting == .off || setting == .observe }
}

extension ToolRule {
  fileprivate var fingerprint: String {
    joined([tool, reason, fix, filter.fingerprint], with.flatMap { [$0.name, $0.glob] }, lifts)
  }
}

extension FetchRule {
  fileprivate var fingerprint: String { joined([url, reason, fix, filter.fingerprint], lifts) }
}

extension ContentRule {
  fileprivate var fingerprint: String {
    joined([pattern.source, name, reason, fix, filter.fingerprint, paths?.fingerprint])
  }
}

extension PromptRoute {
  fileprivate var fingerprint: String { joined(when.map(\.fingerprint), [context, deny, filter.fingerprint], tags) }
}

extension PromptPattern {
  fileprivate var fingerprint: String {
    switch self {
    case .word(let word): "word \(word)"
    case .prefix(let prefix): "prefix \(prefix)"
    case .expression(let expression): "expression \(expression.source)"
    }
  }
}

extension Gate {
  fileprivate var fingerprint: String {
    joined([name, when.fingerprint, "\(timeoutSeconds)", mode.rawValue, filter.fingerprint], run)
  }
}

extension EventHandler {
  fileprivate var fingerprint: String { joined(events, [tool, "\(timeoutSeconds)", filter.fingerprint], run) }
}

extension SessionContextTable {
  fileprivate var fingerprint: String {
    joined(
      [text?.value], files.map(\.value), commands.map { joined($0.value) }, sources ?? [], conditions.map(\.fingerprint)
    )
      + (sources == nil ? "-" : "")
  }
}

extension ConditionalContext {
  fileprivate var fingerprint: String {
    joined([text], files, commands.map { joined($0) }, sources ?? [], branches, environment, exists, agents, [until])
  }
}

extension AuditTable {
  fileprivate var fingerprint: String {
    joined(
      [folder?.value, keepDays.map { "\($0)" }, isRequired.map { "\($0)" }, survivesPowerLoss.map { "\($0)" }],
      redact.map(\.source), [summary?.value])
  }
}

extension PolicyTest {
  fileprivate var fingerprint: String { joined(["\(subject)", expect.word, rule]) }
}
