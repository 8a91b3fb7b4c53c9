import HookModel
import Patterns
import PolicyFile

/// What the policy files say about commands, and what becomes of a finding under them.
///
/// An allow and a switch take away built-in rules and those of weaker files (built-in < user < project < local < machine),
/// never self-protection. Of what is left each file's ruling stands, and the engine takes the strictest.
struct CommandLayers {
  let context: PolicyContext
  /// The packs that are on.
  let packs: [RulePack]
  /// What the unknown leads to.
  let unknown: UnknownSettings

  init(_ context: PolicyContext) {
    self.context = context
    var packs: [RulePack] = [.core]
    var program: Verdict?
    var delete: Verdict?
    var inlineCode: Verdict?
    for file in context.files where file.layer != .builtIn {
      for name in file.commands.packs ?? [] {
        if let pack = RulePack(rawValue: name.value), !packs.contains(pack) { packs.append(pack) }
      }
      program = Self.stricter(program, file.commands.unknownProgram)
      delete = Self.stricter(delete, file.commands.unknownDelete)
      inlineCode = Self.stricter(inlineCode, file.commands.inlineCode)
    }
    self.packs = packs
    unknown = UnknownSettings(program: program ?? .allow, delete: delete ?? .ask, inlineCode: inlineCode ?? .allow)
  }

  private static func stricter(_ a: Verdict?, _ b: Verdict?) -> Verdict? {
    guard let a, let b else { return a ?? b }
    return Swift.max(a, b)
  }

  // MARK: built-in rules

  /// What the files leave of a built-in rule's finding; nil where it is switched off.
  func ruling(for finding: Finding) -> Ruling? {
    let rule = finding.rule
    var ruling = Ruling(policy: "commands", rule: rule.id, verdict: finding.verdict)
    ruling.isFinal = !rule.isLiftable
    if rule.isLiftable, let allow = allow(for: finding, above: .builtIn) {
      ruling.verdict = .allow
      ruling.reason = Reason(
        what: "`\(finding.subject)` let through", why: "an allow in \(allow.location.short) lifts \(rule.id)",
        fix: "nothing to do")
      return ruling
    }
    switch setting(for: rule.id, above: .builtIn) {
    case .off?: if rule.isLiftable { return nil }
    case .observe?: if rule.isLiftable { ruling.isObserved = true }
    case .ask?: if rule.isLiftable || ruling.verdict < .ask { ruling.verdict = .ask }
    case .deny?: ruling.verdict = .deny
    case nil: break
    }
    ruling.reason = Reason(
      what: ruling.verdict == .deny ? "`\(finding.subject)` refused" : "`\(finding.subject)` needs a person's yes",
      why: finding.why ?? rule.why, fix: finding.fix ?? rule.instead)
    return ruling
  }

  /// The strongest file's last entry of `[rules]` that is about `id`; files that are not above `layer` have no say.
  private func setting(for id: String, above layer: PolicyLayer) -> RuleSwitch.Setting? {
    var found: (layer: PolicyLayer, setting: RuleSwitch.Setting)?
    for file in context.files where file.layer > layer {
      guard let entry = file.ruleSwitches.last(where: { WordGlob.matches($0.rule, id) }) else { continue }
      // A file below the root may only tighten.
      if file.layer == .nested, entry.setting == .off || entry.setting == .observe { continue }
      if let found, found.layer >= file.layer { continue }
      found = (file.layer, entry.setting)
    }
    return found?.setting
  }

  /// An allow of a file above `layer` that lifts the finding.
  private func allow(for finding: Finding, above layer: PolicyLayer) -> CommandRule? {
    guard let command = finding.command else { return nil }
    for file in context.files where file.layer > layer && file.layer != .nested {
      for rule in file.commands.rules where rule.kind == .allow {
        guard rule.lifts.isEmpty || rule.lifts.contains(where: { WordGlob.matches($0, finding.rule.id) }) else {
          continue
        }
        guard Filters.pass(rule.filter, context), Self.matches(rule, command, atBound: false) else { continue }
        if let target = finding.target, let words = rule.run, !CommandWords.names(words, target) { continue }
        return rule
      }
    }
    return nil
  }

  // MARK: a person's own rules

  /// The rulings of `[[commands.deny]]` and `[[commands.ask]]`.
  func ownRulings() -> [Ruling] {
    var rulings: [Ruling] = []
    for file in context.files {
      for rule in file.commands.rules {
        let verdict: Verdict
        switch rule.kind {
        case .deny: verdict = .deny
        case .ask: verdict = .ask
        case .allow, .approve: continue
        }
        for effect in context.effects {
          guard case .run(let command) = effect.action, Self.matches(rule, command, atBound: true) else { continue }
          guard Filters.pass(rule.filter, context) else { break }
          if file.layer == .nested, let directory = command.directory, !Paths.isInside(directory, file.folder) {
            continue
          }
          if let ruling = ruling(verdict, rule, command, in: file) { rulings.append(ruling) }
        }
      }
    }
    return rulings
  }

  private func ruling(
    _ verdict: Verdict, _ rule: CommandRule, _ command: ResolvedCommand, in file: PolicyFile
  ) -> Ruling? {
    let id = verdict == .deny ? "commands.deny" : "commands.ask"
    var ruling = Ruling(policy: "commands", rule: id, verdict: verdict)
    ruling.isFinal = file.layer == .machine
    for stronger in context.files where stronger.layer > file.layer && stronger.layer != .nested {
      for allow in stronger.commands.rules where allow.kind == .allow {
        guard allow.lifts.isEmpty || allow.lifts.contains(where: { WordGlob.matches($0, id) }) else { continue }
        if Filters.pass(allow.filter, context), Self.matches(allow, command, atBound: false) { return nil }
      }
    }
    switch setting(for: id, above: file.layer) {
    case .off?: return nil
    case .observe?: ruling.isObserved = true
    case .ask?: ruling.verdict = .ask
    case .deny?: ruling.verdict = .deny
    case nil: break
    }
    let words = rule.run.map { "run = \"\($0.joined(separator: " "))\"" } ?? "match = '\(rule.match?.source ?? "")'"
    ruling.reason = Reason(
      what: "`\(command.commandLine)` \(ruling.verdict == .deny ? "refused" : "needs a person's yes")",
      why: rule.reason ?? "\(rule.location.short) says so: \(words)",
      fix: rule.fix ?? "ask the person, or go on without this command")
    return ruling
  }

  /// Whether a person's rule is about the command; a bound that is hit counts as `atBound`.
  static func matches(_ rule: CommandRule, _ command: ResolvedCommand, atBound: Bool) -> Bool {
    if let words = rule.run, !CommandWords.matches(words, command) { return false }
    guard let expression = rule.match else { return rule.run != nil }
    switch expression.matches(command.commandLine) {
    case .match: return true
    case .noMatch: return false
    case .boundReached: return atBound
    }
  }
}
