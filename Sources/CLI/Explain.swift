internal import ArgumentParser
internal import Effects
internal import Engine
internal import HookModel
internal import JSON
internal import OS
internal import Policies
internal import PolicyFile
internal import ShellSyntax

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
    let outcome: DryRun.Outcome
    do throws(Failure) {
      let dryRun = try DryRun(options: global.engine)
      if PathText.isPath(subject) { return PathText.print(dryRun.explain(path: subject), json: json) }
      outcome = dryRun.judge(.command(subject))
    } catch {
      throw fail(error)
    }
    if json {
      Terminal.print(JSONWriter.pretty(OutcomeJSON.value(outcome)))
    } else {
      Terminal.print(CommandText.page(subject, outcome))
    }
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

/// A command line taken apart, step by step.
enum CommandText {
  static func page(_ script: String, _ outcome: DryRun.Outcome) -> String {
    var lines = [Terminal.paint("parse", .bold)]
    do throws(SyntaxError) {
      lines.append(TreeDescription.of(try Parser.parse(script)))
    } catch {
      lines.append("  \(error.line):\(error.column): \(error.message)")
    }
    lines.append(Terminal.paint("effects", .bold))
    if outcome.analysis.effects.isEmpty { lines.append("  none") }
    var origin: Effect.Origin?
    for effect in outcome.analysis.effects {
      if effect.origin != origin {
        origin = effect.origin
        let through = effect.origin.through.isEmpty ? "" : "   through \(effect.origin.through.joined(separator: ", "))"
        lines.append("  \(Terminal.paint(Terminal.line(effect.origin.text, width: 100), .dim))\(through)")
      }
      lines.append("    \(Terminal.safe(EffectText.line(effect)))")
    }
    for reason in outcome.analysis.unjudged {
      lines.append("  not judged: \(Terminal.safe(reason.what)): \(Terminal.safe(reason.why))")
    }
    lines.append(Terminal.paint("rulings", .bold))
    let spoken = outcome.rulings.filter { $0.reason != nil || $0.context != nil }
    if spoken.isEmpty { lines.append("  none: nothing here is any rule's business") }
    for ruling in spoken {
      lines.append(
        "  \(Terminal.paint(ruling.verdict, padded: 5)) \(ruling.rule)\(ruling.isObserved ? " (only observed)" : "")")
      if let reason = ruling.reason {
        lines.append(
          "        \(Terminal.safe(reason.what))\n        why: \(Terminal.safe(reason.why))\n"
            + "        fix: \(Terminal.safe(reason.fix))"
        )
      }
    }
    lines.append("\(Terminal.paint("verdict", .bold))  \(Terminal.paint(outcome.verdict))")
    return lines.joined(separator: "\n")
  }
}

/// A path, and what decides about it.
enum PathText {
  /// Whether a single word is meant as a path and not as a program to run.
  static func isPath(_ subject: String) -> Bool {
    let special = " \t\n|&;<>()$`\"'*?[{\\"
    guard !subject.isEmpty, !subject.contains(where: { special.contains($0) }) else { return false }
    let path = Terminal.absolute(subject)
    if File.kind(of: path) == .file, File.isExecutable(path) { return false }
    return File.kind(of: path) != nil || subject.contains("/") || subject.hasPrefix(".") || subject.hasPrefix("~")
  }

  static func print(_ explanation: PathExplanation, json: Bool) {
    Terminal.print(json ? JSONWriter.pretty(value(explanation)) : page(explanation))
  }

  private static func page(_ explanation: PathExplanation) -> String {
    var lines = ["\(Terminal.paint("path", .bold))      \(Terminal.safe(explanation.path))"]
    if explanation.real != explanation.path { lines.append("leads to  \(Terminal.safe(explanation.real))") }
    for use in explanation.uses {
      lines.append("\(Terminal.paint(use.outcome.verdict, padded: 5)) \(use.verb)")
      for pattern in use.patterns { lines.append("        pattern: \(Terminal.safe(pattern))") }
      for ruling in use.outcome.rulings where ruling.effectiveVerdict != .allow {
        guard let reason = ruling.reason else { continue }
        lines.append("        \(ruling.rule): \(Terminal.safe(reason.why))")
      }
      lines.append("        by every way: \(use.roads)")
    }
    return lines.joined(separator: "\n")
  }

  private static func value(_ explanation: PathExplanation) -> JSONValue {
    let uses = explanation.uses.map { use -> JSONValue in
      [
        "use": .string(use.verb), "verdict": .string(use.outcome.verdict.word),
        "patterns": .array(use.patterns.map { .string($0) }),
        "rulings": .array(use.outcome.rulings.map(OutcomeJSON.ruling)), "ways": .string(use.roads),
      ]
    }
    return [
      "path": .string(explanation.path), "leads_to": .string(explanation.real), "uses": .array(uses),
    ]
  }
}
