internal import ArgumentParser
internal import Engine
internal import HookModel
internal import JSON
internal import Policies
internal import PolicyFile

/// `taffrail explain`: documentation of a policy or rule, or a command line taken apart.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain a policy, a rule, a path, or a command line: its parse, its effects, and each ruling.",
    discussion: """
      Without an argument it lists the policies and the rules that are on. A single word with a slash or a leading dot, or \
      the name of a file that cannot be executed, is a path: which pattern of which file decides, and by which ways a call \
      would reach it.
      """)

  @ArgumentParser.Argument(help: "A policy's or a rule's id, a path, or a command line as one argument.")
  var subject: String?

  @Flag(help: "Answer in JSON.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    guard let subject else { return list() }
    if let rule = RulePack.allCases.lazy.flatMap(\.rules).first(where: { $0.id == subject }) {
      return Terminal.print(json ? JSONWriter.pretty(RuleText.json(rule)) : RuleText.page(rule))
    }
    if let policy = Policies.all.first(where: { $0.documentation.id == subject }) {
      return Terminal.print(PolicyText.page(policy.documentation))
    }
    if let page = try named(subject) { return Terminal.print(page) }
    let outcome: DryRun.Outcome
    do throws(Failure) {
      let dryRun = try DryRun(options: global.engine)
      if PathText.isPath(subject) { return PathText.print(dryRun.explain(path: subject), json: json) }
      outcome = dryRun.judge(.command(subject))
    } catch {
      throw fail(error)
    }
    if json {
      Terminal.print(JSONWriter.pretty(Explain.json(subject, outcome)))
    } else {
      Terminal.print(CommandText.page(subject, outcome))
    }
  }

  /// The page of a policy by the id of one of its rulings (`protected-paths.write`); an error for what looks like the id of
  /// a built-in rule and is none, since it would be taken for a program's name.
  private func named(_ subject: String) throws -> String? {
    guard let dot = subject.firstIndex(of: "."), dot != subject.startIndex, !subject.contains(where: \.isWhitespace)
    else {
      return nil
    }
    let first = String(subject[..<dot])
    if let policy = Policies.all.first(where: { $0.documentation.id == first }) {
      return PolicyText.page(policy.documentation)
    }
    guard let pack = RulePack.allCases.first(where: { $0.rawValue == first }), !PathText.isPath(subject) else {
      return nil
    }
    let ids = pack.rules.map(\.id)
    // The words of an id are remembered before their order.
    func words(_ id: String) -> [Substring] { id.split { $0 == "." || $0 == "-" }.sorted() }
    let hint = ids.first { words($0) == words(subject) } ?? Suggestion.nearest(to: subject, in: ids)
    throw fail(
      Failure(
        stage: "explain",
        reason: Reason(
          what: "no rule has the id \(Terminal.safe(subject))",
          why: "the pack \(first) has \(ids.count) rules, and this is none of them",
          fix: (hint.map { "did you mean \"\($0)\"? " } ?? "") + "`taffrail explain` lists them all")))
  }

  /// What `check --json` says, with the parse before it.
  private static func json(_ script: String, _ outcome: DryRun.Outcome) -> JSONValue {
    guard let members = OutcomeJSON.value(outcome).members else { return .null }
    return .object([.init("parse", CommandText.json(script))] + members)
  }

  private func list() {
    Terminal.print("policies")
    for policy in Policies.all {
      Terminal.print("  \(policy.documentation.id.padded(to: 18)) \(policy.documentation.summary)")
    }
    for pack in RulePack.allCases {
      Terminal.print("\nrules of the pack \(pack.rawValue): \(pack.summary)")
      for rule in pack.rules {
        Terminal.print("  \(Terminal.paint(rule.severity, padded: 5)) \(rule.id.padded(to: 34)) \(rule.catches)")
      }
    }
    Terminal.print("\ntaffrail explain ID says more about one; taffrail explain 'COMMAND LINE' takes it apart")
  }
}

/// A rule's documentation for a terminal.
enum RuleText {
  static func page(_ rule: Rule) -> String {
    var text = """
      \(Terminal.paint(rule.id, .bold))   \(Terminal.paint(rule.severity)), pack \(rule.pack), since \(rule.since)

      catches  \(rule.catches)
      why      \(rule.why)
      instead  \(rule.instead)

      """
    if !rule.stops.isEmpty { text += "\nstops\n" + rule.stops.map { "  \($0)\n" }.joined() }
    if !rule.passes.isEmpty { text += "\nlets through\n" + rule.passes.map { "  \($0)\n" }.joined() }
    text +=
      rule.isLiftable
      ? "\nswitch it in taffrail.toml:\n  [rules]\n  \"\(rule.id)\" = \"off\"   # or observe, ask, deny"
      : "\nit protects the guard itself and cannot be switched off"
    return text
  }

  static func json(_ rule: Rule) -> JSONValue {
    [
      "id": .string(rule.id), "pack": .string(rule.pack), "severity": .string(rule.severity.word),
      "catches": .string(rule.catches), "why": .string(rule.why), "instead": .string(rule.instead),
      "stops": .array(rule.stops.map { .string($0) }), "passes": .array(rule.passes.map { .string($0) }),
      "since": .string(rule.since),
    ]
  }
}

/// A policy's documentation for a terminal.
enum PolicyText {
  static func page(_ documentation: PolicyDocumentation) -> String {
    let width = documentation.options.map(\.key.count).max() ?? 0
    let options = documentation.options.map { "  \($0.key.padded(to: width))  \($0.meaning)" }.joined(separator: "\n")
    let example = documentation.example.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
      .joined(separator: "\n")
    return """
      \(Terminal.paint(documentation.id, .bold))

      \(documentation.summary)
      \(documentation.why)

      keys
      \(options)

      example
      \(example)
      """
  }
}
