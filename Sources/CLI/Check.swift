internal import ArgumentParser
internal import Dialects
internal import Effects
internal import Engine
internal import HookModel
internal import JSON
internal import OS

/// `taffrail check`: a dry run of one thing.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what would be answered to one command, path, prompt or payload, without doing anything.",
    discussion: """
      Exit status: 0 allow, 1 deny, 3 ask, 2 usage or policy error. Writes no state and no audit, and runs no program of \
      the policy; git is asked where a rule needs its answer, as in a hook call.
      """)

  @ArgumentParser.Argument(help: "A shell command line, as one argument.")
  var command: String?

  @Option(help: ArgumentHelp("A path that would be written.", valueName: "path"))
  var write: String?

  @Option(help: ArgumentHelp("A path that would be read.", valueName: "path"))
  var read: String?

  @Option(help: ArgumentHelp("A path that would be deleted.", valueName: "path"))
  var delete: String?

  @Option(help: ArgumentHelp("A prompt that would be submitted.", valueName: "text"))
  var prompt: String?

  @Option(help: ArgumentHelp("A file with a hook payload; - is standard input.", valueName: "file"))
  var payload: String?

  @Option(help: ArgumentHelp("The agent that it would come from.", valueName: "agent"))
  var agent: String = "claude-code"

  @Flag(help: "Answer in JSON.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if Dialects.named(agent) == nil {
      let known = Dialects.all.map { $0.name }.joined(separator: ", ")
      throw ValidationError("unknown agent \"\(agent)\"; known: \(known)")
    }
    if let project = global.project, File.kind(of: Terminal.absolute(project)) == nil {
      throw ValidationError("--project \(project): there is no such folder")
    }
  }

  func run() throws {
    let subject = try subject()
    let outcome: DryRun.Outcome
    var patterns: [String] = []
    do throws(Failure) {
      var options = global.engine
      // A payload says itself where the agent works.
      if case .event(let event) = subject, options.project == nil { options.project = event.projectDirectory }
      var cwd: String?
      if case .event(let event) = subject { cwd = event.cwd }
      let dryRun = try DryRun(options: options, cwd: cwd)
      outcome = dryRun.judge(subject, agent: agent)
      if let path = write ?? delete ?? read {
        patterns = dryRun.patterns(on: path, isRead: read != nil, outcome)
      }
    } catch {
      throw fail(error)
    }
    Terminal.print(
      json ? JSONWriter.pretty(OutcomeJSON.value(outcome, patterns: patterns)) : text(outcome, patterns))
    throw outcome.verdict.exitCode
  }

  private func subject() throws -> DryRun.Subject {
    var subjects: [DryRun.Subject] = []
    if let command { subjects.append(.command(command)) }
    if let write { subjects.append(.write(write)) }
    if let read { subjects.append(.read(read)) }
    if let delete { subjects.append(.delete(delete)) }
    if let prompt { subjects.append(.prompt(prompt)) }
    if let payload { subjects.append(.event(try event(in: payload))) }
    guard subjects.count == 1, let subject = subjects.first else {
      throw ValidationError(
        subjects.isEmpty
          ? "say what to check: taffrail check 'rm -rf build', or --write, --read, --delete, --prompt, --payload"
          : "check takes one thing at a time")
    }
    return subject
  }

  private func event(in file: String) throws -> Event {
    guard let dialect = Dialects.named(agent) else {
      throw ValidationError(
        "unknown agent \"\(agent)\"; known: \(Dialects.all.map { $0.name }.joined(separator: ", "))")
    }
    do {
      let bytes =
        file == "-"
        ? try File.readStandardInput(limit: HookCommand.inputLimit) : try File.read(file, limit: HookCommand.inputLimit)
      return try dialect.decode(
        try JSONParser.parse(bytes), eventName: nil, environment: { Surroundings.variable($0) })
    } catch {
      Terminal.warn("taffrail: \(file) is no payload of \(dialect.title): \(error)")
      throw ExitCode(2)
    }
  }

  private func text(_ outcome: DryRun.Outcome, _ patterns: [String]) -> String {
    var lines = patterns.map { "\("pattern".padded(to: 7)) \(Terminal.safe($0))" }
    for ruling in outcome.rulings where ruling.reason != nil || ruling.context != nil {
      let word = ruling.isObserved ? "observe" : ruling.verdict.word
      var line = "\(word.padded(to: 7)) \(ruling.rule.padded(to: 28))"
      if let reason = ruling.reason {
        line +=
          " \(Terminal.safe(reason.what))\n        why: \(Terminal.safe(reason.why))\n"
          + "        fix: \(Terminal.safe(reason.fix))"
      }
      if let context = ruling.context { line += " context: \(Terminal.line(context, width: 100))" }
      lines.append(line)
    }
    lines.append(Terminal.paint(outcome.verdict))
    return lines.joined(separator: "\n")
  }
}

extension String {
  /// The text with spaces behind it up to a width.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

/// An outcome for programs.
enum OutcomeJSON {
  static func value(_ outcome: DryRun.Outcome, patterns: [String] = []) -> JSONValue {
    var members = value(of: outcome).members ?? []
    if !patterns.isEmpty { members.append(.init("patterns", .array(patterns.map { .string($0) }))) }
    return .object(members)
  }

  private static func value(of outcome: DryRun.Outcome) -> JSONValue {
    [
      "verdict": .string(outcome.verdict.word),
      "message": .string(outcome.message),
      "rulings": .array(outcome.rulings.map(ruling)),
      "effects": .array(outcome.analysis.effects.map { EffectText.json($0) }),
      "unjudged": .array(outcome.analysis.unjudged.map { .string($0.what) }),
    ]
  }

  static func ruling(_ ruling: Ruling) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("policy", .string(ruling.policy)), .init("rule", .string(ruling.rule)),
      .init("verdict", .string(ruling.verdict.word)),
    ]
    if ruling.isObserved { members.append(.init("observed", true)) }
    if let reason = ruling.reason {
      members.append(.init("what", .string(reason.what)))
      members.append(.init("why", .string(reason.why)))
      members.append(.init("fix", .string(reason.fix)))
    }
    if let context = ruling.context { members.append(.init("context", .string(context))) }
    return .object(members)
  }
}
