internal import ArgumentParser
internal import Engine
internal import HookModel
internal import JSON
internal import OS

/// `taffrail log report`
struct LogReport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a page about the audit: figures, rules, refusals.",
    discussion: "One HTML file without scripts and without anything fetched, to be read in any browser or mailed.")

  @OptionGroup var filters: LogFilters

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write; - is standard output.", valueName: "file.html"))
  var output: String

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let dryRun: DryRun
    do throws(Failure) { dryRun = try DryRun(options: global.engine) } catch { throw fail(error) }
    let reader = AuditReader(folder: try AuditPlace.folder(global, for: self))
    var page = ReportPage(project: Paths.last(dryRun.home), written: Clock.rfc3339(Clock.milliseconds()))
    do throws(AuditFailure) {
      page.figures = try reader.statistics(filters.filter)
      page.verification = try reader.verify()
      try reader.read(filters.filter) { entry in
        if let record = entry.value { page.add(record) }
        return true
      }
    } catch {
      throw fail(error.failure)
    }
    try WholeFile.write(page.html, to: output, for: self)
    if output != "-" { Terminal.warn("taffrail: \(page.figures.records) records, report written to \(output)") }
  }
}

/// The page. Everything from the audit is escaped: it is what agents said.
private struct ReportPage {
  let project: String
  let written: String
  var figures = AuditStatistics()
  var verification = AuditVerification()
  /// The newest refusals and questions.
  private var decisions: [JSONValue] = []
  private var days: [(day: String, allow: Int, ask: Int, deny: Int)] = []
  private static let mostDecisions = 500

  init(project: String, written: String) {
    self.project = project
    self.written = written
  }

  mutating func add(_ record: JSONValue) {
    let verdict = record["verdict"]?.string ?? ""
    let day = String((record["time"]?.string ?? "").prefix(10))
    if days.last?.day != day { days.append((day, 0, 0, 0)) }
    switch verdict {
    case "deny": days[days.count - 1].deny += 1
    case "ask": days[days.count - 1].ask += 1
    default: days[days.count - 1].allow += 1
    }
    if verdict == "allow" { return }
    decisions.append(record)
    if decisions.count > 2 * Self.mostDecisions { decisions.removeFirst(Self.mostDecisions) }
  }

  var html: String {
    let title = "taffrail: \(escaped(project))"
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      :root { color-scheme: light dark; --line: #8884; --deny: #c62828; --ask: #b26a00; --allow: #2e7d32; }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); }
      td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
      code { font: 13px/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
      .deny { color: var(--deny); } .ask { color: var(--ask); } .allow { color: var(--allow); }
      .bar { display: inline-block; height: .8em; min-width: 1px; background: currentColor; }
      .cards { display: flex; flex-wrap: wrap; gap: 2rem; } .cards b { display: block; font-size: 1.8rem; }
      footer { margin: 3rem 0 1rem; opacity: .7; }
      </style>
      </head>
      <body>
      <h1>\(title)</h1>
      \(cards)
      \(timeline)
      \(table("Rules that asked or refused", figures.rules))
      \(table("Rules that only observed", figures.observed))
      \(table("Agents", figures.agents))
      \(table("Events", figures.events))
      \(sessions)
      \(refusals)
      \(integrity)
      <footer>Written \(written) by taffrail \(Version.current).</footer>
      </body>
      </html>

      """
  }

  private var cards: String {
    var cards = [
      card(figures.records, "records"), card(figures.sessions.count, "sessions"),
      card(figures.verdicts["deny"] ?? 0, "refused", "deny"), card(figures.verdicts["ask"] ?? 0, "asked", "ask"),
    ]
    if let median = figures.duration(within: 0.5), let slow = figures.duration(within: 0.95) {
      cards.append("<div><b>\(median) µs</b>median time of a hook; 95% within \(slow) µs</div>")
    }
    return "<div class=\"cards\">\(cards.joined())</div>"
  }

  private func card(_ count: Int, _ what: String, _ style: String = "") -> String {
    "<div class=\"\(style)\"><b>\(count)</b>\(what)</div>"
  }

  private var timeline: String {
    guard days.count > 1 else { return "" }
    let most = max(1, days.map { $0.allow + $0.ask + $0.deny }.max() ?? 1)
    let rows = days.suffix(60).map { day in
      func bar(_ count: Int, _ style: String) -> String {
        count == 0
          ? ""
          : "<span class=\"bar \(style)\" style=\"width:\(100 * count / most)%\" title=\"\(count) \(style)\"></span>"
      }
      return
        "<tr><td>\(escaped(day.day))</td><td class=\"n\">\(day.allow + day.ask + day.deny)</td><td style=\"width:70%\">"
        + bar(day.allow, "allow") + bar(day.ask, "ask") + bar(day.deny, "deny") + "</td></tr>"
    }
    return "<h2>By day</h2><table>\(rows.joined(separator: "\n"))</table>"
  }

  private func table(_ title: String, _ counts: [String: Int]) -> String {
    guard !counts.isEmpty else { return "" }
    let rows = counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.map {
      "<tr><td><code>\(escaped($0.key))</code></td><td class=\"n\">\($0.value)</td></tr>"
    }
    return "<h2>\(title)</h2><table>\(rows.joined(separator: "\n"))</table>"
  }

  private var sessions: String {
    guard !figures.sessions.isEmpty else { return "" }
    let latest = figures.sessions.sorted { $0.value.last > $1.value.last }.prefix(100)
    let rows = latest.map { sessionRow($0.key, $0.value) }
    let head = ["events", "commands", "edits", "refused", "asked", "gates"].map { "<th class=\"n\">\($0)</th>" }
      .joined()
    return "<h2>Sessions, the latest first</h2><table><tr><th>id</th><th>agent</th><th>began</th>\(head)</tr>"
      + rows.joined(separator: "\n") + "</table>"
  }

  private func sessionRow(_ id: String, _ totals: SessionTotals) -> String {
    let counts: [Int] = [
      totals.events, totals.commands, totals.edits, totals.refusals, totals.questions, totals.gateRuns,
    ]
    let cells = counts.map { "<td class=\"n\">\($0)</td>" }.joined()
    let about = "<td><code>\(escaped(id))</code></td><td>\(escaped(totals.agent))</td><td>\(escaped(totals.first))</td>"
    return "<tr>\(about)\(cells)</tr>"
  }

  private var refusals: String {
    guard !decisions.isEmpty else { return "" }
    let rows = decisions.suffix(Self.mostDecisions).reversed().map { record in
      let verdict = escaped(record["verdict"]?.string ?? "")
      let reasons = (record["rulings"]?.array ?? []).filter { $0["verdict"]?.string != "allow" }.map {
        "<code>\(escaped($0["rule"]?.string ?? ""))</code> \(escaped($0["reason"]?.string ?? ""))"
      }
      return "<tr><td>\(escaped(record["time"]?.string ?? ""))</td><td class=\"\(verdict)\">\(verdict)</td>"
        + "<td><code>\(escaped(RecordText.what(record)))</code><br>\(reasons.joined(separator: "<br>"))</td></tr>"
    }
    return "<h2>Refusals and questions, the newest first</h2><table>\(rows.joined(separator: "\n"))</table>"
  }

  private var integrity: String {
    let problems = verification.problems.prefix(50).map {
      "<li>\(escaped($0.file)):\($0.line): \(escaped($0.message))</li>"
    }
    let verdict =
      verification.isIntact
      ? "The hash chain of all \(verification.records) records in \(verification.files) files holds."
      : "<span class=\"deny\">The hash chain is broken in \(verification.problems.count) places.</span>"
    return "<h2>Integrity</h2><p>\(verdict)</p>" + (problems.isEmpty ? "" : "<ul>\(problems.joined())</ul>")
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in Terminal.safe(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
