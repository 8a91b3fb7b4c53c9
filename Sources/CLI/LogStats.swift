internal import ArgumentParser
internal import Engine
internal import JSON

/// `taffrail log stats`
struct LogStats: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Count by event, verdict and rule, and the time in hooks.")

  @OptionGroup var filters: LogFilters

  @Flag(help: "Answer in JSON.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let folder = try AuditPlace.folder(global, for: self)
    let figures: AuditStatistics
    do throws(AuditFailure) { figures = try AuditReader(folder: folder).statistics(filters.filter) } catch {
      throw fail(error.failure)
    }
    if json {
      Terminal.print(JSONWriter.pretty(figures.json))
      return
    }
    Terminal.print("\(figures.records) records")
    section("by event", figures.events)
    section("by verdict", figures.verdicts)
    section("by agent", figures.agents)
    section("by rule", figures.rules)
    section("by rule, observed only", figures.observed)
    if let median = figures.duration(within: 0.5), let slow = figures.duration(within: 0.95) {
      Terminal.print(
        "time in hooks: median \(median) us, 95% within \(slow) us, in all \(figures.durations.reduce(0, +) / 1_000) ms"
      )
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

extension AuditStatistics {
  /// The figures for programs.
  var json: JSONValue {
    func counts(_ table: [String: Int]) -> JSONValue {
      .object(table.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .integer($0.value)) })
    }
    var members: [JSONValue.Member] = [
      .init("records", .integer(records)), .init("unreadable", .integer(unreadable)), .init("events", counts(events)),
      .init("verdicts", counts(verdicts)), .init("agents", counts(agents)), .init("rules", counts(rules)),
      .init("observed", counts(observed)), .init("sessions", .integer(sessions.count)),
    ]
    if let median = duration(within: 0.5), let slow = duration(within: 0.95) {
      members.append(
        .init(
          "duration_us",
          ["median": .integer(median), "p95": .integer(slow), "total": .integer(durations.reduce(0, +))]))
    }
    return .object(members)
  }
}

extension String {
  /// The text with spaces before it up to a width.
  func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
