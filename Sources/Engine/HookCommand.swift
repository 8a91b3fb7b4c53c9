internal import Dialects
internal import HookModel
internal import JSON
internal import OS

/// `taffrail hook AGENT`, without anything that costs time before the answer.
public enum HookCommand {
  /// How much standard input is read; what is longer cannot be judged and is refused.
  public static let inputLimit = 64 << 20

  /// Reads the call, answers it, and returns the exit code.
  ///
  /// - Parameter arguments: the words after `hook`.
  public static func run(_ arguments: [String]) -> Int32 {
    CrashGuard.install(
      exitCode: 2,
      message:
        "taffrail: internal error: this call could not be judged, so it is refused\n"
        + "  why: taffrail itself failed\n  fix: tell the user, with the tool call that led here: `taffrail doctor`\n"
    )
    var options = EngineOptions()
    var agent: String?
    var index = 0
    while index < arguments.count {
      let word = arguments[index]
      index += 1
      func value() -> String? {
        defer { index += 1 }
        return index < arguments.count ? arguments[index] : nil
      }
      switch word {
      case "--event": options.eventName = value()
      case "--policy": options.policy = value()
      case "--project": options.project = value()
      default:
        if agent == nil, word.utf8.first != UInt8(ascii: "-") {
          agent = word
        } else {
          return usage("unknown argument \"\(word)\"")
        }
      }
    }
    let input: [UInt8]
    do throws(OSError) {
      input = try File.readStandardInput(limit: inputLimit)
    } catch {
      return usage("standard input cannot be read: \(error.description)")
    }
    let dialect: any Dialect.Type
    if let agent {
      guard let named = Dialects.named(agent) else {
        return usage("unknown agent \"\(agent)\"; known: \(Dialects.all.map { $0.name }.joined(separator: ", "))")
      }
      dialect = named
    } else {
      guard let payload = try? JSONParser.parse(ByteOrderMark.stripped(input)),
        let found = Dialects.detected(in: payload, environment: options.environment)
      else { return usage("no agent is named, and the payload does not say whose it is: taffrail hook AGENT") }
      dialect = found
    }
    let reply = Engine(dialect: dialect, options: options).respond(to: input)
    if !reply.output.isEmpty { try? File.writeAll(reply.output, to: 1) }
    if !reply.diagnostics.isEmpty { try? File.writeAll(reply.diagnostics, to: 2) }
    return reply.exitCode
  }

  /// A call that was wired wrongly judges nothing, so it must not pass for an answer: exit code 2 refuses on most agents.
  private static func usage(_ problem: String) -> Int32 {
    try? File.writeAll(
      "taffrail: hook: \(problem)\n  why: without it nothing can be judged, so this call is refused\n"
        + "  fix: tell the user to wire the hook again: taffrail install AGENT\n",
      to: 2)
    return 2
  }
}
