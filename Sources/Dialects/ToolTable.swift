internal import HookModel
internal import JSON

/// What an agent's tools do, by their names: a switch and not a dictionary, which would be built anew at every call of a
/// hook.
typealias ToolTable = (String) -> ToolReading.Reading?

/// The readings of a tool's input, shared by all agents that spell them alike.
enum ToolReading {
  /// Reads the input of one tool.
  typealias Reading = @Sendable (Fields) throws(DecodeError) -> ToolAction

  /// What a call does. A tool that the table does not have is `other`: policies look at what its arguments name.
  ///
  /// - Parameter server: the MCP server's name where the payload has it, which tells a server from its tool when either
  ///   name has two underscores in it.
  static func action(
    _ tool: String, _ input: JSONValue, in table: ToolTable, server: String? = nil
  ) throws(DecodeError) -> ToolAction {
    if let reading = table(tool) { return try reading(Fields(input, at: "tool_input")) }
    if let call = mcp(tool, input, server: server) { return call }
    return .other(arguments: input)
  }

  /// `mcp__server__tool`, or nil.
  private static func mcp(_ name: String, _ input: JSONValue, server: String?) -> ToolAction? {
    let bytes = Array(name.utf8)
    let prefix = Array("mcp__".utf8)
    guard bytes.starts(with: prefix) else { return nil }
    var end: Int?
    if let server, bytes.starts(with: Array("mcp__\(server)__".utf8)) {
      end = prefix.count + server.utf8.count
    } else if bytes.count > prefix.count + 2 {
      for index in prefix.count..<(bytes.count - 1)
      where bytes[index] == UInt8(ascii: "_") && bytes[index + 1] == UInt8(ascii: "_") {
        end = index
        break
      }
    }
    guard let end else { return nil }
    return .mcp(
      server: String(decoding: bytes[prefix.count..<end], as: UTF8.self),
      tool: String(decoding: bytes[(end + 2)...], as: UTF8.self), arguments: input)
  }

  @Sendable static func harmless(_ input: Fields) throws(DecodeError) -> ToolAction { .harmless }

  @Sendable static func other(_ input: Fields) throws(DecodeError) -> ToolAction {
    .other(arguments: .object(input.members))
  }

  @Sendable static func shell(_ input: Fields) throws(DecodeError) -> ToolAction {
    .shell(script: try input.string("command"), directory: nil)
  }

  @Sendable static func write(_ input: Fields) throws(DecodeError) -> ToolAction {
    .write(path: try input.string("file_path"), content: try input.string("content"))
  }

  @Sendable static func edit(_ input: Fields) throws(DecodeError) -> ToolAction {
    .edit(path: try input.string("file_path"), replacements: [try replacement(input)])
  }

  @Sendable static func multiEdit(_ input: Fields) throws(DecodeError) -> ToolAction {
    var replacements: [Replacement] = []
    for edit in try input.objects("edits") { replacements.append(try replacement(edit)) }
    return .edit(path: try input.string("file_path"), replacements: replacements)
  }

  private static func replacement(_ input: Fields) throws(DecodeError) -> Replacement {
    Replacement(old: try input.string("old_string"), new: try input.string("new_string"))
  }

  /// A cell's old text is in the file alone, and deleting a cell gives no new one.
  @Sendable static func notebookEdit(_ input: Fields) throws(DecodeError) -> ToolAction {
    let source = try input.optionalString("new_source") ?? ""
    return .edit(path: try input.string("notebook_path"), replacements: [Replacement(old: "", new: source)])
  }

  @Sendable static func read(_ input: Fields) throws(DecodeError) -> ToolAction {
    .read(paths: [try input.string("file_path")])
  }

  @Sendable static func notebookRead(_ input: Fields) throws(DecodeError) -> ToolAction {
    .read(paths: [try input.string("notebook_path")])
  }

  @Sendable static func viewImage(_ input: Fields) throws(DecodeError) -> ToolAction {
    .read(paths: [try input.string("path")])
  }

  @Sendable static func list(_ input: Fields) throws(DecodeError) -> ToolAction {
    .list(path: try input.optionalString("path"), pattern: try input.optionalString("pattern"))
  }

  @Sendable static func search(_ input: Fields) throws(DecodeError) -> ToolAction {
    .search(
      path: try input.optionalString("path"), pattern: try input.string("pattern"),
      glob: try input.optionalString("glob"))
  }

  @Sendable static func fetch(_ input: Fields) throws(DecodeError) -> ToolAction {
    .fetch(url: try input.string("url"))
  }

  @Sendable static func patch(_ input: Fields) throws(DecodeError) -> ToolAction {
    .patch(try input.string("command"))
  }

  /// What is typed into a running process is judged as if a shell were listening, since often one is.
  @Sendable static func typed(_ input: Fields) throws(DecodeError) -> ToolAction {
    let texts = input.members.compactMap { member in
      member.name == "id" || member.name.hasSuffix("_id") || member.name.hasSuffix("Id") ? nil : member.value.string
    }
    return texts.isEmpty
      ? .other(arguments: .object(input.members)) : .shell(script: texts.joined(separator: "\n"), directory: nil)
  }

  /// A patch, in whichever member it stands.
  @Sendable static func anyPatch(_ input: Fields) throws(DecodeError) -> ToolAction {
    let patches = input.members.compactMap(\.value.string).filter { text in
      text.hasBytes("*** ") || text.hasBytes("+++ ") || text.hasBytes("--- ")
    }
    return patches.isEmpty
      ? .other(arguments: .object(input.members)) : .patch(patches.joined(separator: "\n"))
  }
}
