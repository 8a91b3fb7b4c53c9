internal import ArgumentParser
internal import Dialects
internal import Engine
internal import HookModel
internal import JSON
internal import OS

/// `taffrail simulate`: a made-up hook call, with the exact reply.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make up a hook call of an agent, send it through all of `hook`, and show the exact reply.",
    discussion: """
      State and audit go to a folder that is thrown away afterwards, or to --state, so that several calls make a session: an \
      edit, then the Stop that its gate holds up. Programs of the policy run as in a real call, where they are trusted.

        taffrail simulate claude-code PreToolUse --command 'rm -rf /'
        taffrail simulate codex PreToolUse --path generated/a.py --content 'x = 1'
        taffrail simulate cursor beforeSubmitPrompt --prompt 'refund the last invoice'
        taffrail simulate gemini-cli SessionEnd --reason exit --json
      """)

  @ArgumentParser.Argument(help: "The agent.")
  var agent: String

  @ArgumentParser.Argument(help: "The event, by the agent's own name or the canonical one.")
  var event: String

  @Option(help: ArgumentHelp("A shell command line.", valueName: "text"))
  var command: String?

  @Option(help: ArgumentHelp("The file of a write, an edit, a read or a delete.", valueName: "path"))
  var path: String?

  @Option(help: ArgumentHelp("The text that is written to --path.", valueName: "text"))
  var content: String?

  @Option(help: ArgumentHelp("The text that an edit of --path replaces.", valueName: "text"))
  var old: String?

  @Option(help: ArgumentHelp("The text that an edit of --path puts there.", valueName: "text"))
  var new: String?

  @Option(help: ArgumentHelp("A URL that is fetched.", valueName: "url"))
  var url: String?

  @Option(help: ArgumentHelp("A file with a patch; - is standard input.", valueName: "file"))
  var patch: String?

  @Option(
    help: ArgumentHelp(
      "What is done with --path (write, edit, read, delete), or a tool by the agent's own name.", valueName: "name"))
  var tool: String?

  @Option(help: ArgumentHelp("The tool's whole input, as JSON.", valueName: "json"))
  var input: String?

  @Option(help: ArgumentHelp("The prompt that is submitted.", valueName: "text"))
  var prompt: String?

  @Option(help: ArgumentHelp("What started the session, or triggered a compaction.", valueName: "word"))
  var source: String?

  @Option(help: ArgumentHelp("Why the session ended.", valueName: "word"))
  var reason: String?

  @Option(help: ArgumentHelp("The agent's permission mode.", valueName: "mode"))
  var permissionMode = "default"

  @Option(help: ArgumentHelp("The id of the session.", valueName: "id"))
  var session = "simulation"

  @Option(help: ArgumentHelp("The directory in which the agent works.", valueName: "dir"))
  var cwd: String?

  @Flag(help: "It happens in a sub-agent.")
  var subagent = false

  @Flag(help: "The agent already continues because of a Stop hook.")
  var continues = false

  @Option(help: ArgumentHelp("Keep state and audit in this folder, for the calls that follow.", valueName: "dir"))
  var state: String?

  @Flag(help: "Payload and reply as one JSON object.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    guard let dialect = Dialects.named(agent) else {
      throw ValidationError(
        "unknown agent \"\(agent)\"; known: \(Dialects.all.map { $0.name }.joined(separator: ", "))")
    }
    let profile = try profile(in: dialect)
    let directory = cwd.map(Terminal.absolute) ?? (try? Surroundings.currentDirectory()) ?? "/"
    var options = global.engine
    let root: String
    do throws(Failure) { root = try DryRun(options: options, cwd: directory).root } catch { throw fail(error) }
    if options.project == nil { options.project = root }
    options.eventName = profile.name
    var call = SampleCall(session: session, root: root, cwd: directory)
    call.tool = profile.isAboutTool ? try sampleTool(of: dialect, in: directory) : nil
    call.prompt = prompt ?? "Hello."
    call.source = source
    call.reason = reason
    call.permissionMode = permissionMode
    call.isInSubagent = subagent
    call.continuesAfterStop = continues
    guard let payload = dialect.samplePayload(profile, call) else {
      throw ValidationError(
        "\(dialect.title) sends no \(profile.name) for such a call; "
          + "name the tool and its input: --tool NAME --input '{...}'")
    }
    let simulation: Simulation
    do throws(OSError) {
      simulation = try inScratchFolder { Simulation.run(payload, dialect: dialect, options: options, folder: $0) }
    } catch {
      throw fail(
        Failure(
          stage: "state",
          reason: Reason(
            what: "there is no folder for the simulation's state", why: error.description,
            fix: "set TMPDIR to a folder that you can write to, or name one with --state")))
    }
    Terminal.print(json ? JSONWriter.pretty(value(simulation, dialect, profile)) : text(simulation, dialect, profile))
  }

  // MARK: The call

  private func profile(in dialect: any Dialect.Type) throws -> EventProfile {
    let wanted = event.lowercased()
    if let own = dialect.events.first(where: { $0.name.lowercased() == wanted }) { return own }
    let canonical = dialect.events.filter { $0.kind != .notice && $0.kind.rawValue.lowercased() == wanted }
    if let first = canonical.first(where: { $0.isInstalled }) ?? canonical.first { return first }
    throw ValidationError(
      "\(dialect.title) has no event \"\(event)\"; it has: \(dialect.events.map(\.name).joined(separator: ", "))")
  }

  private func sampleTool(of dialect: any Dialect.Type, in directory: String) throws -> SampleCall.Tool {
    if let input {
      guard let tool else { throw ValidationError("--input is a tool's input; name the tool: --tool NAME") }
      do throws(JSONError) { return .named(tool, input: try JSONParser.parse(Array(input.utf8))) } catch {
        throw ValidationError("--input is not JSON: \(error.description)")
      }
    }
    if let command { return .shell(command) }
    if let url { return .fetch(url: url) }
    if let patch { return .patch(try text(of: patch)) }
    guard let path else {
      throw ValidationError(
        "\(event) is about a tool call; say which: --command, --path (with --content, or --old and --new), --url, "
          + "--patch, or --tool NAME --input '{...}'")
    }
    let whole = Paths.clean(Paths.join(directory, path))
    let write = SampleCall.Tool.write(path: whole, content: content ?? "")
    let edit = SampleCall.Tool.edit(path: whole, old: old ?? "", new: new ?? "")
    let read = SampleCall.Tool.read(path: whole)
    let delete = SampleCall.Tool.delete(path: whole)
    guard let tool else { return old != nil || new != nil ? edit : content != nil ? write : read }
    switch tool.lowercased() {
    case "write": return write
    case "edit": return edit
    case "read": return read
    case "delete": return delete
    default:
      for candidate in [write, edit, read, delete] where dialect.sampleTool(candidate)?.name == tool {
        return candidate
      }
      throw ValidationError("how \"\(tool)\" spells a path is not known here; give its whole input: --input '{...}'")
    }
  }

  private func text(of file: String) throws -> String {
    do throws(OSError) {
      let limit = HookCommand.inputLimit
      return String(
        decoding: try file == "-" ? File.readStandardInput(limit: limit) : File.read(file, limit: limit), as: UTF8.self)
    } catch { throw ValidationError("--patch \(file): \(error.description)") }
  }

  private func inScratchFolder(_ body: (String) -> Simulation) throws(OSError) -> Simulation {
    if let state {
      let folder = Terminal.absolute(state)
      try File.makeFolders(folder, mode: 0o700)
      return body(folder)
    }
    let folder = try File.makeTemporaryFolder()
    defer { try? File.deleteTree(folder) }
    return body(folder)
  }

  // MARK: The answer

  private func text(_ simulation: Simulation, _ dialect: any Dialect.Type, _ profile: EventProfile) -> String {
    var lines = [
      Terminal.paint("payload", .bold) + "  what \(dialect.title) would send at \(profile.name)",
      indented(JSONWriter.pretty(simulation.payload)),
      Terminal.paint("reply", .bold) + "    exit status \(simulation.reply.exitCode), \(simulation.microseconds) µs",
    ]
    for (name, content) in [("stdout", simulation.reply.output), ("stderr", simulation.reply.diagnostics)] {
      if content.isEmpty {
        lines.append("  \(name)  nothing")
      } else {
        lines += ["  \(name)", indented(content, by: 4)]
      }
    }
    return lines.joined(separator: "\n")
  }

  private func indented(_ text: String, by width: Int = 2) -> String {
    let space = String(repeating: " ", count: width)
    return Terminal.safe(text).split(separator: "\n", omittingEmptySubsequences: true).map { space + $0 }
      .joined(separator: "\n")
  }

  private func value(_ simulation: Simulation, _ dialect: any Dialect.Type, _ profile: EventProfile) -> JSONValue {
    [
      "agent": .string(dialect.name), "event": .string(profile.name), "payload": simulation.payload,
      "exit_code": .integer(Int(simulation.reply.exitCode)), "stdout": .string(simulation.reply.output),
      "stderr": .string(simulation.reply.diagnostics), "duration_us": .integer(simulation.microseconds),
    ]
  }
}
