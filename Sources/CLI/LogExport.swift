internal import ArgumentParser
internal import Engine
internal import HookModel
internal import JSON
internal import OS

/// `taffrail log export`
struct LogExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the records that are wanted for another program.",
    discussion: "jsonl: the records as they are, one a line; json: one array; csv: one row each, for a spreadsheet.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case jsonl, json, csv
  }

  @OptionGroup var filters: LogFilters

  @Option(help: ArgumentHelp("jsonl (the default), json or csv.", valueName: "format"))
  var format = Format.jsonl

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write; standard output without it.", valueName: "file"))
  var output: String?

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let reader = AuditReader(folder: try AuditPlace.folder(global, for: self))
    var text = ""
    var count = 0
    do throws(AuditFailure) {
      try reader.read(filters.filter) { entry in
        append(entry, to: &text, isFirst: count == 0)
        count += 1
        return true
      }
    } catch {
      throw fail(error.failure)
    }
    switch format {
    case .jsonl: break
    case .json: text = count == 0 ? "[]\n" : text + "\n]\n"
    case .csv: if count == 0 { text = LogExport.header + "\r\n" }
    }
    try WholeFile.write(text, to: output, for: self)
    if let output { Terminal.warn("taffrail: \(count) records written to \(output)") }
  }

  private func append(_ entry: AuditEntry, to text: inout String, isFirst: Bool) {
    let line = String(decoding: entry.bytes, as: UTF8.self)
    switch format {
    case .jsonl: text += line + "\n"
    case .json:
      // A line that is no JSON any more would spoil the whole array.
      guard let value = entry.value else { return }
      text += (isFirst ? "[\n" : ",\n") + JSONWriter.compact(value)
    case .csv:
      if isFirst { text += LogExport.header + "\r\n" }
      text += LogExport.row(entry.value ?? .null) + "\r\n"
    }
  }

  static let header = "time,agent,event,session,tool,verdict,rules,what,cwd,duration_us"

  /// One record as a row (RFC 4180).
  static func row(_ record: JSONValue) -> String {
    let fields = [
      record["time"]?.string ?? "", record["agent"]?.string ?? "", record["event"]?.string ?? "",
      record["session"]?.string ?? "", record["tool"]?.string ?? "", record["verdict"]?.string ?? "",
      RecordText.rules(record), RecordText.what(record), record["cwd"]?.string ?? "",
      record["duration_us"]?.integer.map(String.init) ?? "",
    ]
    return fields.map(field).joined(separator: ",")
  }

  private static func field(_ text: String) -> String {
    // A spreadsheet takes a leading =, +, - or @ for a formula.
    let isFormula = text.utf8.first.map { [0x3D, 0x2B, 0x2D, 0x40, 0x09].contains($0) } ?? false
    let text = isFormula ? "'" + text : text
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

/// A result that goes to a file in one step, or to standard output.
enum WholeFile {
  static func write(_ text: String, to path: String?, for command: some ParsableCommand) throws {
    do throws(OSError) {
      guard let path, path != "-" else {
        try File.writeAll(text, to: 1)
        return
      }
      try File.replace(Terminal.absolute(path), with: Array(text.utf8), mode: 0o600, syncs: true)
    } catch {
      throw command.fail(
        Failure(
          stage: "output",
          reason: Reason(
            what: "\(path ?? "standard output") cannot be written", why: error.description,
            fix: "name a file in a folder that is there and yours, with space on its disk")))
    }
  }
}
