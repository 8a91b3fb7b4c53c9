public import JSON

/// The agents that are spoken with.
public enum Dialects {
  /// Every dialect; a further agent is one file and one line here.
  public static let all: [any Dialect.Type] = [
    ClaudeCode.self,
    Codex.self,
    Devin.self,
    Cursor.self,
  ]

  /// The dialect called `name` on the command line, or nil.
  public static func named(_ name: String) -> (any Dialect.Type)? {
    for dialect in all where dialect.name == name { return dialect }
    return nil
  }

  /// The dialect in which a payload is written, for a call that does not name its agent; nil where it cannot be told.
  public static func detected(in payload: JSONValue, environment: (String) -> String?) -> (any Dialect.Type)? {
    Detection.agent(of: payload, environment: environment).flatMap(named)
  }
}
