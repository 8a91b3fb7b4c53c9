internal import ArgumentParser
internal import Engine
internal import HookModel
internal import JSON
internal import OS
internal import Patterns

/// `taffrail log`: reads the audit.
struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read the audit: what agents wanted, what they were told, and why.",
    discussion: "On a terminal a table, in a pipe tab-separated rows, with --json the records themselves, one a line.",
    subcommands: [LogList.self, LogStats.self, LogReport.self, LogExport.self, LogVerify.self],
    defaultSubcommand: LogList.self)
}

/// The filters of `log`.
struct LogFilters: ParsableArguments {
  @Option(help: ArgumentHelp("Only what is younger: 90s, 15m, 2h, 7d, or a date.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Only this verdict: allow, ask, deny.", valueName: "verdict"))
  var verdict: String?

  @Option(help: ArgumentHelp("Only records with a ruling by this rule (a glob).", valueName: "id"))
  var rule: String?

  @Option(help: ArgumentHelp("Only this session (its beginning is enough).", valueName: "id"))
  var session: String?

  @Option(help: ArgumentHelp("Only this agent.", valueName: "agent"))
  var agent: String?

  @Option(help: ArgumentHelp("Only this event, by its canonical name.", valueName: "name"))
  var event: String?

  @Option(help: ArgumentHelp("Only records with an effect on this path (a glob).", valueName: "glob"))
  var path: String?

  @Option(help: ArgumentHelp("Only records that contain this text.", valueName: "text"))
  var grep: String?

  func validate() throws {
    if let verdict, Verdict(word: verdict) == nil {
      throw ValidationError("unknown verdict \"\(verdict)\"; known: allow, ask, deny")
    }
    if let since, LogFilters.start(of: since, now: 0) == nil {
      throw ValidationError("\"\(since)\" is no time; write 90s, 15m, 2h, 7d, or a date such as 2026-01-31")
    }
  }

  /// The moment from which records count, in milliseconds since 1970; nil for a text that is no time.
  static func start(of since: String, now: Int) -> Int? {
    if let time = Clock.milliseconds(from: since) ?? Clock.milliseconds(from: since + "T00:00:00Z") { return time }
    guard let unit = since.last, let number = Int(since.dropLast()), number >= 0 else { return nil }
    let seconds: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let factor = seconds[unit], number <= 1_000_000 else { return nil }
    return max(0, now - number * factor * 1_000)
  }

  /// The same for the reader.
  var filter: AuditFilter {
    var filter = AuditFilter()
    filter.since = since.flatMap { LogFilters.start(of: $0, now: Clock.milliseconds()) }
    if let verdict = verdict.flatMap(Verdict.init(word:)) { filter.verdicts = [verdict] }
    filter.rule = rule
    filter.session = session
    filter.agent = agent
    filter.event = event
    filter.path = path
    filter.text = grep
    return filter
  }
}

/// `taffrail log`
struct LogList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Print the records (the default).")

  @OptionGroup var filters: LogFilters

  @Option(
    name: [.customShort("n"), .long], help: ArgumentHelp("At most this many, the newest.", valueName: "count"))
  var lines: Int?

  @Flag(name: .shortAndLong, help: "Go on with new records as they come.")
  var follow = false

  @Flag(help: "The records themselves, one a line.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let folder = try AuditPlace.folder(global, for: self)
    let reader = AuditReader(folder: folder)
    let table = RecordTable()
    var shown: [AuditEntry] = []
    func show(_ entry: AuditEntry) {
      Terminal.print(json ? String(decoding: entry.bytes, as: UTF8.self) : table.row(entry.value ?? .null))
    }
    do throws(AuditFailure) {
      let end = try reader.read(filters.filter) { entry in
        shown.append(entry)
        return true
      }
      if let lines { shown = Array(shown.suffix(max(0, lines))) }
      if !json, !shown.isEmpty, Surroundings.isTerminal(1) { Terminal.print(table.header) }
      for entry in shown { show(entry) }
      if shown.isEmpty, !follow { Terminal.warn("taffrail: no such records in \(folder)") }
      guard follow else { return }
      try reader.follow(from: end, filters.filter) { entry in
        show(entry)
        return true
      }
    } catch {
      throw fail(error.failure)
    }
  }
}

/// Where the audit of a project lies.
enum AuditPlace {
  static func folder(_ global: GlobalOptions, for command: some ParsableCommand) throws -> String {
    do throws(Failure) { return try DryRun(options: global.engine).auditFolder() } catch { throw command.fail(error) }
  }
}

/// Records as rows.
struct RecordTable {
  private let isTerminal = Surroundings.isTerminal(1)
  private let width = Surroundings.terminalWidth() ?? 120

  var header: String {
    Terminal.paint(
      "\("TIME".padded(to: 9)) \("AGENT".padded(to: 12)) \("EVENT".padded(to: 18)) \("VERDICT".padded(to: 7)) WHAT",
      .dim)
  }

  func row(_ record: JSONValue) -> String {
    let verdict = Verdict(word: record["verdict"]?.string ?? "") ?? .allow
    let time = record["time"]?.string ?? ""
    let agent = record["agent"]?.string ?? ""
    let event = record["event"]?.string ?? ""
    guard isTerminal else {
      return [
        time, agent, event, verdict.word, RecordText.rules(record),
        Terminal.line(RecordText.what(record), width: 1_000),
      ].joined(
        separator: "\t")
    }
    let rule = RecordText.rules(record)
    let text = Terminal.line(RecordText.what(record) + (rule.isEmpty ? "" : "  [\(rule)]"), width: max(20, width - 50))
    return
      "\(age(time).padded(to: 9)) \(agent.padded(to: 12)) \(event.padded(to: 18)) "
      + "\(Terminal.paint(verdict, padded: 7)) \(text)"
  }

  private func age(_ time: String) -> String {
    guard let then = Clock.milliseconds(from: time) else { return time }
    let seconds = max(0, (Clock.milliseconds() - then) / 1_000)
    switch seconds {
    case ..<60: return "\(seconds)s ago"
    case ..<3_600: return "\(seconds / 60)m ago"
    case ..<86_400: return "\(seconds / 3_600)h ago"
    default: return "\(seconds / 86_400)d ago"
    }
  }
}

/// What a record says, in a few words.
enum RecordText {
  /// The rules that asked, refused or observed.
  static func rules(_ record: JSONValue) -> String {
    let told = (record["rulings"]?.array ?? []).filter { $0["verdict"]?.string != "allow" }.compactMap {
      $0["rule"]?.string
    }
    return told.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: ",")
  }

  /// The record in a few words: the first command or path, or what the event is about.
  static func what(_ record: JSONValue) -> String {
    if let script = record["script"]?.string { return script }
    let effects = record["effects"]?.array ?? []
    if let command = effects.first(where: { $0["effect"]?.string == "run" })?["command"]?.string { return command }
    if let effect = effects.first(where: { $0["path"]?.string != nil }) {
      let path = effect["path"]?.string ?? ""
      let shown = Paths.relative(path, to: record["cwd"]?.string ?? "//") ?? path
      return "\(record["tool"]?.string ?? "") \(shown.isEmpty ? path : shown)"
    }
    if let tool = record["tool"]?.string { return tool }
    if let reason = record["reason"]?.string { return reason }
    return record["context"]?.bool == true ? "context given" : ""
  }
}

/// `taffrail log verify`
struct LogVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check the hash chain: edited, removed and reordered lines show.",
    discussion: """
      An end that was cut off shows as far back as the end of the last session, which is noted apart from the project.
      Exit status: 0 when the chain holds, 1 when it does not.
      """)

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let folder = try AuditPlace.folder(global, for: self)
    var verification: AuditVerification
    do throws(AuditFailure) { verification = try AuditReader(folder: folder).verify() } catch {
      throw fail(error.failure)
    }
    if let cut = AuditHead.problem(in: folder, stateFolder: (try? DryRun(options: global.engine))?.stateFolder) {
      verification.problems.append(cut)
    }
    for problem in verification.problems { Terminal.print("\(problem.file):\(problem.line): \(problem.message)") }
    for note in verification.notes { Terminal.print("\(note.file):\(note.line): note: \(note.message)") }
    Terminal.print(
      "\(verification.records) records in \(verification.files) files: "
        + (verification.isIntact ? "the chain holds" : "\(verification.problems.count) problems"))
    if !verification.isIntact { throw ExitCode(1) }
  }
}
