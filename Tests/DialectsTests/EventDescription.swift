import HookModel
import JSON

/// An event as JSON for people: what is not set is left out, the payload too.
func description(of event: Event) -> String {
  var object = Members()
  object["agent"] = .string(event.agent)
  object["kind"] = .string(event.kind.rawValue)
  object["name"] = .string(event.name)
  object.set("session", event.session)
  object.set("transcript", event.transcriptPath)
  object.set("cwd", event.cwd)
  object.set("project", event.projectDirectory)
  if !event.additionalDirectories.isEmpty {
    object["additionalDirectories"] = .array(event.additionalDirectories.map(JSONValue.string))
  }
  object.set("source", event.source)
  object.set("reason", event.reason)
  if event.continuesAfterStop { object["continuesAfterStop"] = true }
  if let subagent = event.subagent {
    object["subagent"] = ["id": .string(subagent.id), "type": .string(subagent.type)]
  }
  object.set("permissionMode", event.permissionMode)
  object.set("turn", event.turn)
  object.set("configurationFile", event.configurationFile)
  object["capabilities"] = .array(words(event.capabilities).map(JSONValue.string))
  if let prompt = event.prompt {
    object["prompt"] = ["text": .string(prompt.text), "isFromPerson": .bool(prompt.isFromPerson)]
  }
  if let tool = event.tool {
    var call = Members()
    call["name"] = .string(tool.name)
    call.set("id", tool.id)
    call["action"] = description(of: tool.action)
    if tool.output != nil { call["hasOutput"] = true }
    object["tool"] = call.value
  }
  return pretty(object.value) + "\n"
}

private func description(of action: ToolAction) -> JSONValue {
  var object = Members()
  switch action {
  case .shell(let script, let directory):
    object["shell"] = .string(script)
    object.set("directory", directory)
  case .write(let path, let content):
    object["write"] = .string(path)
    object.set("content", content)
  case .edit(let path, let replacements):
    object["edit"] = .string(path)
    object["replacements"] = .array(replacements.map { ["old": .string($0.old), "new": .string($0.new)] })
  case .patch(let text): object["patch"] = .string(text)
  case .read(let paths): object["read"] = .array(paths.map(JSONValue.string))
  case .search(let path, let pattern, let glob):
    object["search"] = .string(pattern)
    object.set("path", path)
    object.set("glob", glob)
  case .list(let path, let pattern):
    object["list"] = path.map(JSONValue.string) ?? .null
    object.set("pattern", pattern)
  case .delete(let paths): object["delete"] = .array(paths.map(JSONValue.string))
  case .fetch(let url): object["fetch"] = .string(url)
  case .mcp(let server, let tool, let arguments):
    object["mcp"] = .string(server)
    object["tool"] = .string(tool)
    object["arguments"] = arguments
  case .other(let arguments): object["other"] = arguments
  case .harmless: object["harmless"] = true
  }
  return object.value
}

private func words(_ set: Event.Capabilities) -> [String] {
  let names: [(Event.Capabilities, String)] = [
    (.deny, "deny"), (.ask, "ask"), (.context, "context"), (.feedback, "feedback"), (.approve, "approve"),
    (.rewrite, "rewrite"), (.lastWord, "lastWord"),
  ]
  return names.filter { set.contains($0.0) }.map(\.1)
}

private struct Members {
  var members: [JSONValue.Member] = []
  var value: JSONValue { .object(members) }

  subscript(name: String) -> JSONValue {
    get { value[name] ?? .null }
    set { members.append(.init(name, newValue)) }
  }

  mutating func set(_ name: String, _ text: String?) {
    if let text { self[name] = .string(text) }
  }
}

/// JSON over several lines; objects and arrays that are short stay on one.
func pretty(_ value: JSONValue, indent: String = "") -> String {
  let line = oneLine(value)
  if line.count + indent.count <= 100 { return line }
  let inner = indent + "  "
  switch value {
  case .array(let elements):
    return "[\n" + elements.map { inner + pretty($0, indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
  case .object(let members):
    let lines = members.map { "\(inner)\(oneLine(.string($0.name))): \(pretty($0.value, indent: inner))" }
    return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
  default: return line
  }
}

private func oneLine(_ value: JSONValue) -> String {
  switch value {
  case .array(let elements): "[" + elements.map(oneLine).joined(separator: ", ") + "]"
  case .object(let members):
    "{" + members.map { oneLine(.string($0.name)) + ": " + oneLine($0.value) }.joined(separator: ", ") + "}"
  case .string(let text):
    "\"" + text.unicodeScalars.map(escaped).joined() + "\""
  case .null: "null"
  case .bool(let flag): "\(flag)"
  case .integer(let number): "\(number)"
  case .real(let number): "\(number)"
  }
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\"": return "\\\""
  case "\\": return "\\\\"
  case "\n": return "\\n"
  case "\t": return "\\t"
  case "\r": return "\\r"
  default:
    guard scalar.value < 0x20 else { return String(Character(scalar)) }
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
