public import Dialects
internal import Effects
public import HookModel
internal import JSON
public import OS
internal import Policies
internal import PolicyFile

/// What the engine is told from outside: the command line's options and the process's surroundings.
public struct EngineOptions: Sendable {
  /// The event's name where a payload does not carry it (`--event`).
  public var eventName: String?
  /// `--policy FILE`
  public var policy: String?
  /// `--project DIR`
  public var project: String?
  /// The hook's environment.
  public var environment: @Sendable (String) -> String?
  /// The version that stands in audit records.
  public var version: String
  /// Where the user's own state is kept in place of `$XDG_STATE_HOME/taffrail`.
  public var stateFolder: String?
  /// Where a simulation keeps what else would be kept for the project and the session: absolute. Nothing outside of it is
  /// written then.
  public var scratchFolder: String?

  /// Creates options.
  public init(
    eventName: String? = nil, policy: String? = nil, project: String? = nil,
    environment: @escaping @Sendable (String) -> String? = { Surroundings.variable($0) },
    version: String = Version.current
  ) {
    self.eventName = eventName
    self.policy = policy
    self.project = project
    self.environment = environment
    self.version = version
  }
}

/// One hook call: payload in, reply out, state and audit written on the way.
public struct Engine: Sendable {
  let dialect: any Dialect.Type
  let options: EngineOptions

  /// Creates an engine for one agent.
  public init(dialect: any Dialect.Type, options: EngineOptions = EngineOptions()) {
    self.dialect = dialect
    self.options = options
  }

  /// Answers a payload. Never fails: what cannot be judged becomes a refusal in the agent's own format.
  public func respond(to input: [UInt8]) -> Reply {
    let started = Clock.monotonicMicroseconds()
    var event: Event?
    var dialect = dialect
    do throws(Failure) {
      let decoded = try decode(input, &dialect)
      event = decoded
      CrashGuard.arm(exitCode: decoded.kind.isRefusedOnFailure ? 2 : 0)
      var call = try Call(decoded, input: input, options: options, started: started)
      return try call.answer(in: dialect)
    } catch {
      return refuse(error, in: dialect, event: event, input: input, started: started)
    }
  }

  /// Reads the payload. Some agents also run the hooks that they find in another agent's files: there the payload decides
  /// which dialect it is.
  private func decode(_ input: [UInt8], _ dialect: inout any Dialect.Type) throws(Failure) -> Event {
    let payload: JSONValue
    let bytes = ByteOrderMark.stripped(input)
    do throws(JSONError) {
      payload = try JSONParser.parse(bytes)
    } catch {
      guard let patch = Dialects.rawPatch(bytes, agent: dialect.name, environment: options.environment) else {
        throw Failure.payload("standard input: \(error.description)", agent: dialect.title)
      }
      payload = patch
    }
    dialect = Dialects.named(dialect.name, payload: payload, environment: options.environment) ?? dialect
    do throws(DecodeError) {
      return try dialect.decode(payload, eventName: options.eventName, environment: options.environment)
    } catch {
      throw Failure.payload(error.description, agent: dialect.title)
    }
  }

  private func refuse(
    _ failure: Failure, in dialect: any Dialect.Type, event: Event?, input: [UInt8], started: Int
  ) -> Reply {
    let name = event?.name ?? options.eventName ?? EventHint.name(in: input, known: dialect.events)
    let isOpen = failsOpen(event)
    Call.recordFailure(
      failure, event: event, name: name, dialect: dialect, options: options, isOpen: isOpen, started: started)
    let message = Messages.text(rule: failure.stage, failure.reason)
    if isOpen { return Reply(diagnostics: message + "\n  note: let through, because failures are set to open\n") }
    return dialect.refuse(message, eventName: name)
  }

  /// Whether refusals for failures become warnings: by the environment, or by the user's or machine's file.
  private func failsOpen(_ event: Event?) -> Bool {
    if options.environment("TAFFRAIL_FAIL") == "open" { return true }
    var sources = Configuration.Sources()
    sources.user = Call.userPolicy(options)
    return (try? Configuration.load(sources))?.failsOpen ?? false
  }
}

extension EventKind {
  /// Whether a failure to judge becomes a refusal: where something is about to happen. At Stop it would trap the agent.
  var isRefusedOnFailure: Bool {
    switch self {
    case .preToolUse, .permissionRequest, .userPromptSubmit: true
    default: false
    }
  }
}

extension Failure {
  static func payload(_ problem: String, agent: String) -> Failure {
    Failure(
      stage: "payload",
      reason: Reason(
        what: "a hook call that cannot be read is refused", why: "\(problem) (\(agent))",
        fix:
          "try the tool call again in a simpler form; if every call fails, "
          + "tell the user: `taffrail doctor` checks the wiring"
      ))
  }
}

/// Some agents on Windows begin their payloads with one or two of these.
enum ByteOrderMark {
  static func stripped(_ input: [UInt8]) -> [UInt8] {
    guard input.starts(with: mark) else { return input }
    var rest = input[...]
    while rest.starts(with: mark) { rest = rest.dropFirst(mark.count) }
    return Array(rest)
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
}

/// Finds out which event an unreadable payload was about, so that a broken Stop payload does not trap an agent.
enum EventHint {
  /// The event's name where every `"hook_event_name"` in the bytes names the same event that cannot be refused; nil, and so
  /// a refusal, otherwise. Within a JSON string the quotes are escaped, so a tool's text cannot pose as the key.
  static func name(in input: [UInt8], known: [EventProfile]) -> String? {
    let key = Array("\"hook_event_name\"".utf8)
    var names: Set<String> = []
    var index = 0
    while index + key.count < input.count {
      guard input[index] == key[0], input[index..<index + key.count].elementsEqual(key) else {
        index += 1
        continue
      }
      index += key.count
      while index < input.count, [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ":")].contains(input[index]) { index += 1 }
      guard index < input.count, input[index] == UInt8(ascii: "\"") else { return nil }
      let start = index + 1
      guard let end = input[start...].firstIndex(of: UInt8(ascii: "\"")), end - start < 64 else { return nil }
      names.insert(String(decoding: input[start..<end], as: UTF8.self))
      index = end
    }
    guard names.count == 1, let name = names.first, let profile = known.first(where: { $0.name == name }) else {
      return nil
    }
    return profile.kind.isRefusedOnFailure ? nil : name
  }
}

/// The product's version.
public enum Version {
  /// The version of this build.
  public static let current = "0.1.0"
}
