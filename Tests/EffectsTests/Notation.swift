import Effects
import HookModel

/// Effects in one line each, as the tables of the tests write them.
///
/// `run rm -rf a`, `write /a`, `modify /a`, `truncate /a`, `link /a`, `folder /a`, `attributes /a`, `show /a`, `use /a`,
/// `delete /a`, `delete! /a` (with all in it), `execute fetched by sh`, `fetch URL`. In front, `?` says possible and `??` unknown; an
/// unknown target is `<what is unknown>`, with `in FOLDER` where it certainly lies there. `remote` marks a command on another host.
enum Notation {
  static func lines(_ analysis: Analysis) -> [String] {
    analysis.effects.map(line) + analysis.unjudged.map { "unjudged: \($0.what)" }
  }

  static func line(_ effect: Effect) -> String {
    let mark: String =
      switch effect.certainty {
      case .certain: ""
      case .possible: "? "
      case .unknown: "?? "
      }
    return mark + action(effect.action)
  }

  static func action(_ action: Effect.Action) -> String {
    switch action {
    case .run(let command): (command.isRemote ? "remote " : "run ") + command.commandLine
    case .write(let target, let kind, _): "\(word(kind)) \(place(target))"
    case .read(let target, let use): "\(use.rawValue) \(place(target))"
    case .delete(let target, let recursive): "delete\(recursive ? "!" : "") \(place(target))"
    case .execute(let source, let by): "execute \(source.rawValue) by \(by)"
    case .fetch(let url): "fetch \(url ?? "<unknown>")"
    case .mcp(let server, let tool, _): "mcp \(server) \(tool)"
    case .tool(let name, _): "tool \(name)"
    case .prompt(let text): "prompt \(text)"
    }
  }

  private static func word(_ kind: WriteKind) -> String { kind == .replace ? "write" : kind.rawValue }

  private static func place(_ target: Target) -> String {
    var text = target.path ?? "<\(target.unknown ?? "?")>"
    if target.path == nil, let folder = target.knownFolder { text += " in \(folder)" }
    if target.isFromWildcard { text += " *" }
    return text
  }
}
