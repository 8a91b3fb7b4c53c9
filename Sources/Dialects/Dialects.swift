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
  ]

  /// The dialect called `name` on the command line, or nil.
  public static func named(_ name: String) -> (any Dialect.Type)? {
    for dialect in all where dialect.name == name { return dialect }
    return nil
  }

  /// The dialect for a call that names its agent. Cursor and Devin also run the hooks that they find in Claude Code's
  /// files, with their own payloads: there the payload decides, or the call would be read as a notice and let through.
  public static func named(
    _ name: String, payload: JSONValue, environment: (String) -> String?
  ) -> (any Dialect.Type)? {
    guard name == ClaudeCode.name else { return named(name) }
    if payload["cursor_version"] != nil { return Cursor.self }
    if environment("DEVIN_PROJECT_DIR") != nil, payload["transcript_path"] == nil { return Devin.self }
    return ClaudeCode.self
  }

  /// The dialect in which a payload is written, for a call that does not name its agent; nil where it cannot be told.
  public static func detected(in payload: JSONValue, environment: (String) -> String?) -> (any Dialect.Type)? {
    Detection.agent(of: payload, environment: environment).flatMap(named)
  }
}
