internal import ArgumentParser
internal import Engine
internal import HookModel
internal import JSON
internal import OS

/// `taffrail replay`: recorded calls, judged again.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Judge recorded calls again by today's policy, and show what would change.",
    discussion: """
      A file is an audit log of taffrail, or a transcript of Claude Code (~/.claude/projects/*/*.jsonl) or Codex \
      (~/.codex/sessions/**/*.jsonl). Each call is judged by the policy of the directory in which it was made, or by --policy, \
      with the files as they are now; nothing is run and nothing is written.
      """)

  @ArgumentParser.Argument(help: "The files; - is standard input.")
  var files: [String] = []

  @Flag(help: "Show the calls that get the same answer, too.")
  var all = false

  @Flag(help: "One JSON object for each call that is shown.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if files.isEmpty {
      throw ValidationError(
        "say what to replay: taffrail replay .hook-state/audit/*.jsonl, or a transcript of Claude Code or Codex")
    }
  }

  func run() throws {
    var replay = Replay(options: global.engine)
    var tally = Tally()
    for file in files {
      let bytes = try bytes(of: file)
      do throws(Failure) {
        tally.unreadable += try Recording.read(bytes) { call throws(Failure) in
          let outcome = try replay.judge(call)
          tally.calls += 1
          let before = call.verdict ?? .allow
          let isChanged = before != outcome.verdict
          if isChanged { tally.changes["\(before.word) -> \(outcome.verdict.word)", default: 0] += 1 }
          if isChanged || all { Terminal.print(json ? value(call, outcome, file) : row(call, outcome, file)) }
        }
      } catch {
        throw fail(error)
      }
    }
    if !json { Terminal.print(tally.text) }
    if tally.calls == 0, tally.unreadable > 0 {
      Terminal.warn("taffrail: no recorded call was found in \(files.joined(separator: ", "))")
      throw ExitCode(2)
    }
  }

  private func bytes(of file: String) throws -> [UInt8] {
    let limit = 1 << 30
    do throws(OSError) {
      return try file == "-" ? File.readStandardInput(limit: limit) : File.read(file, limit: limit)
    } catch {
      Terminal.warn(
        "taffrail: \(file) cannot be read\n  why: \(error.description)\n"
          + "  fix: name a file that is there, such as .hook-state/audit/DATE.jsonl")
      throw ExitCode(2)
    }
  }

  private func row(_ call: RecordedCall, _ outcome: Replay.Outcome, _ file: String) -> String {
    let before = call.verdict ?? .allow
    let change =
      before == outcome.verdict
      ? Terminal.paint(before, padded: 14)
      : Terminal.paint(before) + " -> "
        + Terminal.paint(outcome.verdict, padded: 10 - before.word.count)
    let rules = outcome.rules.isEmpty ? "" : "  [\(outcome.rules.joined(separator: ", "))]"
    return "\(change) \(Terminal.line(call.summary, width: 100))\(rules)  \(Terminal.safe(file)):\(call.line)"
  }

  private func value(_ call: RecordedCall, _ outcome: Replay.Outcome, _ file: String) -> String {
    JSONWriter.compact([
      "file": .string(file), "line": .integer(call.line), "time": .string(call.time), "agent": .string(call.agent),
      "call": .string(call.summary), "before": call.verdict.map { .string($0.word) } ?? .null,
      "now": .string(outcome.verdict.word), "rules": .array(outcome.rules.map { .string($0) }),
    ])
  }

  private struct Tally {
    var calls = 0
    var unreadable = 0
    var changes: [String: Int] = [:]

    var text: String {
      let changed = changes.values.reduce(0, +)
      var text = "\(calls) calls judged again, \(changed) would get another answer"
      if changed > 0 {
        let parts = changes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        text += " (\(parts.joined(separator: ", ")))"
      }
      if unreadable > 0 { text += "; \(unreadable) lines could not be read" }
      return text
    }
  }
}
