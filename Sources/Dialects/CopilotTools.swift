internal import HookModel
internal import JSON

/// Copilot's tools: the CLI's own, the names that it gives them after Claude Code, and VS Code's.
enum CopilotTools {
  /// The call of a payload.
  static func call(_ fields: Fields) throws(DecodeError) -> ToolCall {
    let name: String
    let key: String
    if let own = try fields.optionalString("toolName") {
      (name, key) = (own, "toolArgs")
    } else {
      (name, key) = (try fields.string("tool_name"), "tool_input")
    }
    var input = try fields.required(key)
    // Some versions send the arguments as text. What is no JSON, such as a patch, is kept as what it is.
    if let text = input.string, let parsed = try? JSONParser.parse(Array(text.utf8)) { input = parsed }
    return ToolCall(
      name: name, id: try fields.optionalString("tool_use_id", or: "toolUseId"), action: try action(name, input, key),
      input: input,
      output: fields["toolResult"]?["textResultForLlm"] ?? fields["tool_result"]?["text_result_for_llm"]
        ?? fields["tool_response"] ?? fields["error"])
  }

  private static func action(_ tool: String, _ input: JSONValue, _ key: String) throws(DecodeError) -> ToolAction {
    if let text = input.string {
      if isPatchTool(tool) { return .patch(text) }
      if table(tool) != nil { throw .wrongType(path: key, expected: "object", found: "string") }
      return .other(arguments: input)
    }
    if let reading = table(tool) { return try reading(Fields(input, at: key)) }
    if tool.utf8.starts(with: "mcp__".utf8) { return try ToolReading.action(tool, input, in: table) }
    // `<server>-<tool>`: no tool of Copilot's own has a hyphen, and those of MCP servers hardly ever do.
    if let hyphen = tool.utf8.lastIndex(of: UInt8(ascii: "-")), hyphen != tool.startIndex {
      let name = String(tool[tool.utf8.index(after: hyphen)...])
      return .mcp(server: String(tool[..<hyphen]), tool: name, arguments: input)
    }
    return .other(arguments: input)
  }

  private static func isPatchTool(_ tool: String) -> Bool { tool == "apply_patch" || tool == "Edit" || tool == "edit" }

  private static func table(_ name: String) -> ToolReading.Reading? {
    switch name {
    case "bash", "Bash", "run_in_terminal", "runInTerminal", "runTerminalCommand": ToolReading.shell
    case "write_bash": ToolReading.typed
    case "view", "Read", "read_file", "readFile": { input throws(DecodeError) in .read(paths: [try path(input)]) }
    case "create", "Write", "create_file", "createFile", "insert_edit_into_file": write
    case "edit", "Edit", "replace_string_in_file": edit
    case "str_replace_editor": editor
    case "apply_patch": ToolReading.anyPatch
    case "grep", "rg", "Grep":
      { input throws(DecodeError) in
        .search(
          path: try input.optionalString("path"), pattern: try input.string("pattern"),
          glob: try input.optionalString("glob"))
      }
    case "glob", "Glob", "list_dir", "listDirectory": ToolReading.list
    case "web_fetch", "WebFetch": ToolReading.fetch
    case "web_search", "WebSearch", "ask_user", "AskUserQuestion", "update_todo", "TodoWrite": ToolReading.harmless
    case "task", "Task", "Agent", "read_bash", "stop_bash", "list_bash", "report_intent": ToolReading.harmless
    default: nil
    }
  }

  private static func path(_ input: Fields) throws(DecodeError) -> String {
    if let path = try input.optionalString("path", or: "filePath") { return path }
    return try input.string("file_path")
  }

  private static func text(_ input: Fields, _ names: String...) throws(DecodeError) -> String? {
    for name in names {
      if let text = try input.optionalString(name) { return text }
    }
    return nil
  }

  @Sendable private static func write(_ input: Fields) throws(DecodeError) -> ToolAction {
    .write(path: try path(input), content: try text(input, "file_text", "content", "code"))
  }

  /// `Edit` is also what a patch is called after Claude Code.
  @Sendable private static func edit(_ input: Fields) throws(DecodeError) -> ToolAction {
    let hasPath = input["path"] != nil || input["filePath"] != nil || input["file_path"] != nil
    guard hasPath else { return try ToolReading.anyPatch(input) }
    return .edit(
      path: try path(input),
      replacements: [
        Replacement(
          old: try text(input, "old_str", "oldString", "old_string") ?? "",
          new: try text(input, "new_str", "newString", "new_string") ?? "")
      ])
  }

  /// One tool that does what its `command` says.
  @Sendable private static func editor(_ input: Fields) throws(DecodeError) -> ToolAction {
    switch try input.string("command") {
    case "view": .read(paths: [try path(input)])
    case "create": try write(input)
    default: try edit(input)
    }
  }
}
