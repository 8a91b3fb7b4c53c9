public import Dialects
public import HookModel
public import JSON
internal import OS

/// One made-up hook call, sent through all of `hook` with state of its own.
public struct Simulation: Sendable {
  /// What the agent sent.
  public var payload: JSONValue
  /// What it got.
  public var reply: Reply
  /// How long that took, in microseconds.
  public var microseconds: Int

  /// Answers a payload. State and audit go to `folder`; nothing outside of it is written, except by the programs that the
  /// policy names and a person has trusted.
  public static func run(
    _ payload: JSONValue, dialect: any Dialect.Type, options: EngineOptions, folder: String
  ) -> Simulation {
    var options = options
    options.scratchFolder = folder
    let started = Clock.monotonicMicroseconds()
    let reply = Engine(dialect: dialect, options: options).respond(to: Array(JSONWriter.compact(payload).utf8))
    return Simulation(payload: payload, reply: reply, microseconds: Clock.monotonicMicroseconds() - started)
  }
}
