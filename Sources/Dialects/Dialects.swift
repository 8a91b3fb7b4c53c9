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
