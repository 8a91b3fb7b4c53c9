internal import JSON

/// Tells from a payload, and from what agents put into the environment, which agent is calling.
///
/// The payload goes first: an agent that was started from another agent's shell inherits that one's environment, but
/// never its payload.
enum Detection {
  /// The agent's name, also for agents without a dialect here; nil where nothing speaks for any.
  static func agent(of payload: JSONValue, environment: (String) -> String?) -> String? {
    if let agent = agent(of: payload) { return agent }
    for (variable, agent) in variables where environment(variable) != nil { return agent }
    return nil
  }

  /// In this order, because Cursor and Gemini set Claude Code's variable, too.
  private static let variables = [
    ("CURSOR_VERSION", "cursor"), ("QWEN_PROJECT_DIR", "qwen"), ("FACTORY_PROJECT_DIR", "droid"),
    ("GEMINI_PROJECT_DIR", "gemini-cli"), ("GEMINI_SESSION_ID", "gemini-cli"),
    ("DEVIN_PROJECT_DIR", "devin"), ("CLAUDE_PROJECT_DIR", "claude-code"), ("CLAUDECODE", "claude-code"),
  ]

  private static func agent(of payload: JSONValue) -> String? {
    if payload["cursor_version"] != nil || payload["conversation_id"] != nil { return "cursor" }
    if payload["protocol"]?.string == Generic.mark { return "generic" }
    if isCopilot(payload) { return "copilot" }
    if let transcript = payload["transcript_path"]?.string {
      if transcript.hasBytes("/.qwen/") { return "qwen" }
      if transcript.hasBytes("/.factory/") { return "droid" }
      if transcript.hasBytes("/.claude/") { return "claude-code" }
      if transcript.hasBytes("/.gemini/") { return "gemini-cli" }
      // CODEX_HOME may be anywhere; the name of a rollout file is the same everywhere.
      if transcript.hasBytes("/rollout-") { return "codex" }
    }
    if payload["turn_id"] != nil, payload["model"] != nil { return "codex" }
    // What is left of the agents that send both is Claude Code, wherever it keeps its transcripts.
    if payload["transcript_path"]?.string != nil, payload["hook_event_name"]?.string != nil { return "claude-code" }
    // Only Codex sends a null here (a session that is not kept).
    if case .null? = payload["transcript_path"], payload["cwd"] != nil { return "codex" }
    return nil
  }

  /// Whether a payload is Copilot's, in one of its three spellings: only the CLI and VS Code say `sessionId`, and of the
  /// agents that say `timestamp` only this one leaves the transcript out or keeps it below `.copilot`.
  static func isCopilot(_ payload: JSONValue) -> Bool {
    if payload["sessionId"] != nil { return true }
    guard payload["timestamp"]?.string != nil, payload["hook_event_name"] != nil else { return false }
    guard let transcript = payload["transcript_path"]?.string else { return true }
    return transcript.hasBytes("/.copilot/")
  }
}
