public import JSON

/// The agents that are spoken with.
public enum Dialects {
  /// Every dialect; a further agent is one file and one line here.
  public static let all: [any Dialect.Type] = [
    ClaudeCode.self,
    Codex.self,
    Devin.self,
    Cursor.self,
    GeminiCLI.self,
    Copilot.self,
    Droid.self,
    Qwen.self,
    Generic.self,
  ]

  /// The dialect called `name` on the command line, or nil.
  public static func named(_ name: String) -> (any Dialect.Type)? {
    for dialect in all where dialect.name == name { return dialect }
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
