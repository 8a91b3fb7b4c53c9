public import JSON

/// The agents that are spoken with.
public enum Dialects {
  /// Every dialect.
  public static var all: [any Dialect.Type] {
    var all: [any Dialect.Type] = []
    while let dialect = dialect(all.count) { all.append(dialect) }
    return all
  }

  /// The dialects by number; a further agent is one file and one line here. No list, since each call would have to make it.
  private static func dialect(_ number: Int) -> (any Dialect.Type)? {
    switch number {
    case 0: ClaudeCode.self
    case 1: Codex.self
    case 2: Devin.self
    case 3: Cursor.self
    case 4: GeminiCLI.self
    case 5: Copilot.self
    case 6: Droid.self
    case 7: Qwen.self
    case 8: Generic.self
    default: nil
    }
  }

  /// The dialect called `name` on the command line, or nil.
  public static func named(_ name: String) -> (any Dialect.Type)? {
    var number = 0
    while let dialect = dialect(number) {
      if dialect.name == name { return dialect }
      number += 1
    }
    return nil
  }

  /// The dialects of agents that have a configuration file to be written into.
  public static var installable: [any Dialect.Type] { all.filter { $0.installation != nil } }

  /// The dialect for a call that names its agent. Cursor, Devin and Copilot also run the hooks that they find in Claude
  /// Code's files, with their own payloads: there the payload decides, or the call would be read as a notice and let through.
  public static func named(
    _ name: String, payload: JSONValue, environment: (String) -> String?
  ) -> (any Dialect.Type)? {
    guard name == ClaudeCode.name else { return named(name) }
    if payload["cursor_version"] != nil { return Cursor.self }
    if environment("DEVIN_PROJECT_DIR") != nil, payload["transcript_path"] == nil { return Devin.self }
    if Detection.isCopilot(payload) { return Copilot.self }
    return ClaudeCode.self
  }

  /// Cursor proposes some patches as their bare text, without a payload around it. The text as the payload that it stands
  /// for; nil where it is no patch, or not Cursor that calls.
  public static func rawPatch(
    _ input: [UInt8], agent: String, environment: (String) -> String?
  ) -> JSONValue? {
    guard agent == Cursor.name || environment("CURSOR_VERSION") != nil,
      input.starts(with: Array("*** Begin Patch".utf8)), let text = String(validating: input, as: UTF8.self)
    else { return nil }
    return [
      "cursor_version": .string(environment("CURSOR_VERSION") ?? ""), "hook_event_name": "preToolUse",
      "tool_name": "ApplyPatch", "tool_input": .string(text),
    ]
  }

  /// The dialect in which a payload is written, for a call that does not name its agent; nil where it cannot be told.
  public static func detected(in payload: JSONValue, environment: (String) -> String?) -> (any Dialect.Type)? {
    Detection.agent(of: payload, environment: environment).flatMap(named)
  }
}
