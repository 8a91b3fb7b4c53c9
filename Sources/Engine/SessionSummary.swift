internal import HookModel
internal import OS

/// A Markdown page about one session, made from its audit records.
enum SessionSummary {
  /// Writes the page into `folder`. A page that cannot be written changes nothing else.
  static func write(for event: Event, into folder: String, auditFolder: String) {
    guard let session = event.session else { return }
    let totals = AuditReader.totals(of: session, in: auditFolder)
    var page = "# Session \(session)\n\n"
    page += "| | |\n| --- | --- |\n"
    page += "| agent | \(event.agent) |\n| ended | \(Clock.rfc3339(Clock.milliseconds())) (\(event.reason ?? "no reason given")) |\n"
    page += "| prompts | \(totals.prompts) |\n| edits | \(totals.edits) |\n| commands | \(totals.commands) |\n"
    page += "| refusals | \(totals.refusals) |\n| gate runs | \(totals.gateRuns) |\n"
    page += "| time in hooks | \(totals.hookMicroseconds / 1000) ms |\n"
    if !totals.editedFiles.isEmpty {
      page += "\n## Files\n\n" + totals.editedFiles.map { "- `\($0)`\n" }.joined()
    }
    if !totals.refusedBy.isEmpty {
      page += "\n## Refusals\n\n" + totals.refusedBy.map { "- \($0.rule): \($0.count)\n" }.joined()
    }
    do throws(OSError) {
      try File.makeFolders(folder, mode: 0o755)
      try File.replace(
        Paths.join(folder, "\(StateStore.fileName(for: session)).md"), with: Array(page.utf8), mode: 0o644)
    } catch {}
  }
}
