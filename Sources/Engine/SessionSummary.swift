internal import HookModel
internal import JSON
internal import OS

/// A Markdown page about one session, made from its audit records.
enum SessionSummary {
  /// Writes the page into `folder`. A page that cannot be written changes nothing else.
  static func write(for event: Event, into folder: String, auditFolder: String) {
    guard let session = event.session else { return }
    guard let totals = (try? AuditReader(folder: auditFolder).totals(ofSession: session)) ?? nil else { return }
    var page = "# Session \(session)\n\n"
    page += "| | |\n| --- | --- |\n"
    page += "| agent | \(event.agent) |\n| ended | \(Clock.rfc3339(Clock.milliseconds())) (\(event.reason ?? "no reason given")) |\n"
    page += "| events | \(totals.events) |\n| edits | \(totals.edits) |\n| commands | \(totals.commands) |\n"
    page += "| refusals | \(totals.refusals) |\n| gate runs | \(totals.gateRuns) |\n"
    page += "| time in hooks | \(totals.hookMicroseconds / 1000) ms |\n"
    page += refusals(of: session, in: auditFolder)
    do throws(OSError) {
      try File.makeFolders(folder, mode: 0o755)
      try File.replace(
        Paths.join(folder, "\(StateStore.safeName(session)).md"), with: Array(page.utf8), mode: 0o644)
    } catch {}
  }

  private static func refusals(of session: String, in auditFolder: String) -> String {
    var filter = AuditFilter()
    filter.session = session
    filter.verdicts = [.deny, .ask]
    var lines: [String] = []
    _ = try? AuditReader(folder: auditFolder).read(filter) { entry in
      for ruling in entry.value?["rulings"]?.array ?? [] where ruling["verdict"]?.string != "allow" {
        lines.append("- \(entry.value?["time"]?.string ?? ""): \(ruling["rule"]?.string ?? ""): \(ruling["reason"]?.string ?? "")\n")
      }
      return lines.count < 200
    }
    return lines.isEmpty ? "" : "\n## Refusals\n\n" + lines.joined()
  }
}
