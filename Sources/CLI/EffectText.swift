internal import HookModel
internal import JSON

/// Effects in words, for people and for programs.
enum EffectText {
  static func verb(_ effect: Effect) -> String {
    switch effect.action {
    case .run: "run"
    case .write(_, let kind, _):
      switch kind {
      case .folder: "make"
      case .link: "link"
      case .attributes: "change"
      default: "write"
      }
    case .read(_, let use): use == .show ? "read" : "use"
    case .delete: "delete"
    case .execute: "execute"
    case .fetch: "fetch"
    case .mcp, .tool: "call"
    case .prompt: "prompt"
    }
  }

  static func object(_ effect: Effect) -> String {
    switch effect.action {
    case .run(let command):
      command.commandLine + (command.directory.map { "   (in \($0))" } ?? "   (in an unknown folder)")
    case .write(let target, _, _), .read(let target, _): target.text
    case .delete(let target, let recursive): target.text + (recursive ? " and all below it" : "")
    case .execute(let source, let program): "\(source.rawValue) text by \(program)"
    case .fetch(let url): url ?? "an unknown URL"
    case .mcp(let server, let tool, _): "\(tool) of MCP server \(server)"
    case .tool(let name, _): name
    case .prompt(let text): text
    }
  }

  static func json(_ effect: Effect) -> JSONValue {
    var members: [JSONValue.Member] = [.init("effect", .string(verb(effect)))]
    switch effect.action {
    case .run(let command):
      members.append(.init("program", command.program.map { .string($0) } ?? .null))
      members.append(
        .init("arguments", .array(command.arguments.map { $0.value.map { .string($0) } ?? .null })))
      members.append(.init("directory", command.directory.map { .string($0) } ?? .null))
      if !command.wrappers.isEmpty { members.append(.init("wrappers", .array(command.wrappers.map { .string($0) }))) }
      if command.isRemote { members.append(.init("remote", true)) }
    case .write(let target, let kind, _):
      members += self.members(target)
      members.append(.init("kind", .string(kind.rawValue)))
    case .read(let target, let use):
      members += self.members(target)
      members.append(.init("use", .string(use.rawValue)))
    case .delete(let target, let recursive):
      members += self.members(target)
      members.append(.init("recursive", .bool(recursive)))
    default: members.append(.init("object", .string(object(effect))))
    }
    members.append(.init("certainty", .string("\(effect.certainty)")))
    members.append(.init("from", .string(effect.origin.text)))
    if let span = effect.origin.span {
      members.append(.init("span", .array([.integer(span.lowerBound), .integer(span.upperBound)])))
    }
    if !effect.origin.through.isEmpty {
      members.append(.init("through", .array(effect.origin.through.map { .string($0) })))
    }
    return .object(members)
  }

  private static func members(_ target: Target) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [.init("path", target.path.map { .string($0) } ?? .null)]
    if let unknown = target.unknown { members.append(.init("unknown", .string(unknown))) }
    if let folder = target.knownFolder { members.append(.init("below", .string(folder))) }
    return members
  }
}

extension Target {
  /// The path, or what is known of it.
  var text: String {
    if let path { return path }
    let place = knownFolder.map { " below \($0)" } ?? ""
    return "\(spelling)\(place) (unknown: \(unknown ?? "its value"))"
  }
}
