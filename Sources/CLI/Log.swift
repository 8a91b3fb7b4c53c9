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
    subcommands: [LogList.self, LogVerify.self, LogStats.self], defaultSubcommand: LogList.self)
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

  /// The RFC 3339 time from which records count; these times order as text.
  static func start(of since: String, now: Int) -> String? {
    if Clock.milliseconds(from: since) != nil { return since }
    if Clock.milliseconds(from: since + "T00:00:00.000Z") != nil { return since + "T00:00:00.000Z" }
    guard let unit = since.last, let number = Int(since.dropLast()), number >= 0 else { return nil }
    let seconds: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let factor = seconds[unit], number <= 1_000_000 else { return nil }
    return Clock.rfc3339(max(0, now - number * factor * 1_000))
  }

  /// Whether a record is wanted.
  func accepts(_ record: JSONValue, line: String, start: String?) -> Bool {
    func matches(_ wanted: String?, _ key: String) -> Bool { wanted == nil || record[key]?.string == wanted }
    if let start, (record["time"]?.string ?? "") < start { return false }
    guard matches(verdict, "verdict"), matches(agent, "agent"), matches(event, "event") else { return false }
    if let session, !(record["session"]?.string ?? "").hasPrefix(session) { return false }
    if let rule {
      let glob = Glob(rule)
      guard (record["rulings"]?.array ?? []).contains(where: { glob.matches($0["rule"]?.string ?? "") }) else { return false }
    }
    if let path {
      let glob = Glob(path, style: .path)
      let root = record["cwd"]?.string ?? ""
      let isThere = (record["effects"]?.array ?? []).contains { effect in
        guard let object = effect["path"]?.string else { return false }
        let relative = Paths.relative(object, to: root) ?? object
        return glob.matches(object) || glob.matches(relative) || glob.matches(Paths.last(object))
      }
      guard isThere else { return false }
    }
    if let grep, !line.contains(grep) { return false }
    return true
  }
}

/// `taffrail log`
struct LogList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Print the records (the default).")

  @OptionGroup var filters: LogFilters

  @Option(name: .shortAndLong, help: ArgumentHelp("At most this many, the newest.", valueName: "n"))
  var lines: Int?

  @Flag(name: .shortAndLong, help: "Go on with new records as they come.")
  var follow = false

  @Flag(help: "The records themselves, one a line.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let folder = try AuditPlace.folder(global, for: self)
    let start = filters.since.flatMap { LogFilters.start(of: $0, now: Clock.milliseconds()) }
    var tail = AuditTail(folder: folder)
    var shown = tail.read().filter { filters.accepts($0.record, line: $0.line, start: start) }
    if let lines { shown = Array(shown.suffix(lines)) }
    let table = RecordTable()
    if !json, !shown.isEmpty, Surroundings.isTerminal(1) { Terminal.print(table.header) }
    for entry in shown { Terminal.print(json ? entry.line : table.row(entry.record)) }
    guard follow else {
      if shown.isEmpty, Surroundings.isTerminal(1) { Terminal.warn("taffrail: no records in \(folder)") }
      return
    }
    while true {
      Clock.sleep(milliseconds: 250)
      for entry in tail.read() where filters.accepts(entry.record, line: entry.line, start: start) {
        Terminal.print(json ? entry.line : table.row(entry.record))
      }
    }
  }
}

/// Where the audit of a project lies.
enum AuditPlace {
  static func folder(_ global: GlobalOptions, for command: some ParsableCommand) throws -> String {
    do throws(Failure) { return try DryRun(options: global.engine).auditFolder } catch { throw command.fail(error) }
  }
}

/// The audit's files, read on from where the last reading ended.
struct AuditTail {
  let folder: String
  private var read: [String: Int] = [:]

  init(folder: String) { self.folder = folder }

  /// Every whole line that was not read before, the oldest first. A line that is no record is passed over here; `verify`
  /// says where it stands.
  mutating func read() -> [(line: String, record: JSONValue)] {
    var entries: [(line: String, record: JSONValue)] = []
    let names = ((try? File.names(in: folder)) ?? []).filter { $0.hasSuffix(".jsonl") }.sorted()
    for name in names {
      let path = Paths.join(folder, name)
      let done = read[name] ?? 0
      guard let size = try? File.status(of: path).size, size > done, let bytes = try? File.read(path) else { continue }
      guard let end = bytes.lastIndex(of: 0x0A), end >= done else { continue }
      for line in bytes[done...end].split(separator: 0x0A) {
        guard let record = try? JSONParser.parse(Array(line)) else { continue }
        entries.append((String(decoding: line, as: UTF8.self), record))
      }
      read[name] = end + 1
    }
    return entries
  }
}

/// Records as rows.
struct RecordTable {
  private let isTerminal = Surroundings.isTerminal(1)
  private let width = Surroundings.terminalWidth() ?? 120

  var header: String {
    Terminal.paint("\("TIME".padded(to: 9)) \("AGENT".padded(to: 12)) \("EVENT".padded(to: 18)) \("VERDICT".padded(to: 7)) WHAT", .dim)
  }

  func row(_ record: JSONValue) -> String {
    let verdict = Verdict(word: record["verdict"]?.string ?? "") ?? .allow
    let time = record["time"]?.string ?? ""
    let agent = record["agent"]?.string ?? ""
    let event = record["event"]?.string ?? ""
    guard isTerminal else {
      return [time, agent, event, verdict.word, rules(record), Terminal.line(what(record), width: 1_000)].joined(separator: "\t")
    }
    let rule = rules(record)
    let text = Terminal.line(what(record) + (rule.isEmpty ? "" : "  [\(rule)]"), width: max(20, width - 50))
    return
      "\(age(time).padded(to: 9)) \(agent.padded(to: 12)) \(event.padded(to: 18)) \(Terminal.paint(verdict, padded: 7)) \(text)"
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

  private func rules(_ record: JSONValue) -> String {
    let told = (record["rulings"]?.array ?? []).filter { $0["verdict"]?.string != "allow" }.compactMap { $0["rule"]?.string }
    return told.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: ",")
  }

  /// The record in a few words: the first command or path, or what the event is about.
  private func what(_ record: JSONValue) -> String {
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
    discussion: "Exit status: 0 when the chain holds, 1 when it does not.")

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let folder = try AuditPlace.folder(global, for: self)
    let verification = AuditReader(folder: folder).verify()
    for problem in verification.problems { Terminal.print("\(problem.file):\(problem.line): \(problem.message)") }
    Terminal.print(
      "\(verification.records) records in \(verification.files) files: "
        + (verification.problems.isEmpty ? "the chain holds" : "\(verification.problems.count) problems"))
    if !verification.problems.isEmpty { throw ExitCode(1) }
  }
}

/// `taffrail log stats`
struct LogStats: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "stats", abstract: "Count by event, verdict and rule, and the time in hooks.")

  @OptionGroup var filters: LogFilters

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let folder = try AuditPlace.folder(global, for: self)
    let start = filters.since.flatMap { LogFilters.start(of: $0, now: Clock.milliseconds()) }
    var tail = AuditTail(folder: folder)
    let records = tail.read().filter { filters.accepts($0.record, line: $0.line, start: start) }.map(\.record)
    var events: [String: Int] = [:]
    var verdicts: [String: Int] = [:]
    var rules: [String: Int] = [:]
    var times: [Int] = []
    for record in records {
      events[record["event"]?.string ?? "?", default: 0] += 1
      verdicts[record["verdict"]?.string ?? "?", default: 0] += 1
      for ruling in record["rulings"]?.array ?? [] where ruling["verdict"]?.string != "allow" {
        rules[ruling["rule"]?.string ?? "?", default: 0] += 1
      }
      if let time = record["duration_us"]?.integer { times.append(time) }
    }
    Terminal.print("\(records.count) records")
    section("by event", events)
    section("by verdict", verdicts)
    section("by rule", rules)
    times.sort()
    if !times.isEmpty {
      Terminal.print(
        "time in hooks: median \(times[times.count / 2]) us, 95% below \(times[min(times.count - 1, times.count * 95 / 100)]) us, in all \(times.reduce(0, +) / 1_000) ms")
    }
  }

  private func section(_ title: String, _ counts: [String: Int]) {
    guard !counts.isEmpty else { return }
    Terminal.print(title)
    for (name, count) in counts.sorted(by: { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }) {
      Terminal.print("  \(String(count).leftPadded(to: 6))  \(name)")
    }
  }
}

extension String {
  /// The text with spaces before it up to a width.
  func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
