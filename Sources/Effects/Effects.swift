public import HookModel
internal import JSON

/// Turns a tool call into the effects that it would have, whatever the agent calls the tool.
public enum Effects {
  /// The effects of an event.
  public static func of(_ event: Event, facts: any Facts) -> Analysis {
    var effects = ToolEffects(event, facts: facts)
    if let prompt = event.prompt {
      effects.add(.prompt(prompt.text))
    }
    if let tool = event.tool { effects.read(tool) }
    return effects.analysis
  }
}

/// The effects of one tool call.
struct ToolEffects {
  let facts: any Facts
  /// Where the tool's relative paths start from.
  let directory: String
  /// The tool.
  var origin: Effect.Origin
  var analysis = Analysis()

  init(_ event: Event, facts: any Facts) {
    self.facts = facts
    directory = event.cwd ?? facts.project.root
    origin = Effect.Origin(text: event.tool?.name ?? event.canonicalName)
  }

  /// Notes an effect.
  mutating func add(_ action: Effect.Action, _ certainty: Certainty = .certain) {
    analysis.effects.append(Effect(action, certainty: certainty, origin: origin))
  }

  /// Reads a tool call.
  mutating func read(_ tool: ToolCall) {
    switch tool.action {
    case .shell(let script, let folder): shell(script, in: folder)
    case .write(let path, let content):
      if let target = target(path) { add(.write(target, .replace, content: content)) }
    case .edit(let path, let replacements):
      guard let target = target(path) else { return }
      add(.write(target, .modify, content: replacements.map(\.new).joined(separator: "\n")))
    case .patch(let text): patch(text)
    case .read(let paths): for path in paths { show(path) }
    case .search(let path, let pattern, let glob): search(path, pattern, glob)
    case .list(let path, _):
      // Names alone are shown; a path that cannot be one is refused all the same.
      if let path { _ = target(path) }
    case .delete(let paths):
      for path in paths { delete(path) }
    case .fetch(let url): add(.fetch(url: url))
    case .mcp(let server, let name, let arguments):
      add(.mcp(server: server, tool: name, arguments: arguments))
      arguments.isEmptyObject ? () : self.arguments(arguments, of: name, server: server)
    case .other(let arguments):
      add(.tool(name: tool.name, arguments: arguments))
      arguments.isEmptyObject ? () : self.arguments(arguments, of: tool.name, server: "")
    case .harmless: return
    }
  }

  /// A shell script, in the tool's own directory where it names one.
  mutating func shell(_ script: String, in folder: String?) {
    var start: String? = directory
    if let folder, !folder.isEmpty {
      guard let target = target(folder) else { return }
      start = target.path
    }
    let found = ShellEffects.analyse(script, directory: start, facts: facts)
    analysis.effects += found.effects
    analysis.unjudged += found.unjudged
  }

  mutating func patch(_ text: String) {
    for change in Patch.parse(text) {
      guard let target = target(change.path) else { continue }
      switch change.kind {
      case .add: add(.write(target, .replace, content: change.addedText))
      case .update: add(.write(target, .modify, content: change.addedText))
      case .delete: add(.delete(target, recursive: false))
      case .move(let path):
        add(.delete(target, recursive: false))
        if let target = self.target(path) { add(.write(target, .replace, content: change.addedText)) }
      case .copy(let path):
        add(.read(target, .show))
        if let target = self.target(path) { add(.write(target, .replace, content: change.addedText)) }
      }
    }
  }

  mutating func show(_ path: String) {
    if let target = target(path) { add(.read(target, .show)) }
  }

  mutating func delete(_ path: String) {
    guard let target = target(path) else { return }
    let isFolder = target.path.map { facts.kind(of: $0) == .folder } ?? true
    add(.delete(target, recursive: isFolder))
  }

  /// A search shows lines of whatever it looks through. A glob narrows that: to one name, or to names that cannot be listed here.
  mutating func search(_ path: String?, _ pattern: String, _ glob: String?) {
    guard var target = target(path ?? ".") else { return }
    guard let glob, !glob.isEmpty, let folder = target.path else {
      let isFile = target.path.map { facts.kind(of: $0) == .file } ?? false
      target.includesContents = !isFile
      add(.read(target, .show), isFile ? .certain : .possible)
      return
    }
    let name = Paths.last(glob)
    let isPattern = name.utf8.contains { "*?[{".utf8.contains($0) }
    // A name of which the beginning is known is meant, be it with a wildcard behind it: `.env*`.
    if !isPattern || (name.utf8.first != UInt8(ascii: "*") && name.utf8.first != UInt8(ascii: "?")) {
      let isBare = !glob.utf8.contains(UInt8(ascii: "/"))
      let file = Paths.clean(Paths.join(folder, isBare || glob.utf8.contains(UInt8(ascii: "*")) ? name : glob))
      add(.read(Target(path: file, spelling: glob, isFromWildcard: isPattern), .show), .possible)
      return
    }
    add(.read(Target(unknown: "the files that \(glob) matches", spelling: glob, knownFolder: folder), .show), .possible)
  }

  /// The file that a tool names: relative to the event's directory, `~` replaced; nil, and a reason, for what is no path.
  mutating func target(_ path: String) -> Target? {
    if path.utf8.contains(0) {
      analysis.unjudged.append(
        Reason(
          what: "a path in this call contains a NUL byte",
          why: "a path cannot contain NUL; programs read it as ending there, so it is not the path it seems to be",
          fix: "send the path without the NUL"))
      return nil
    }
    var text = path
    if text.utf8.starts(with: "file://".utf8) { text = FileURL.path(text) }
    if text.utf8.first == UInt8(ascii: "~") {
      let end = text.utf8.firstIndex(of: UInt8(ascii: "/")) ?? text.endIndex
      let user = String(text[text.utf8.index(after: text.startIndex)..<end])
      let home = user.isEmpty ? facts.environment("HOME") ?? facts.home(of: nil) : facts.home(of: user)
      guard let home else {
        return Target(unknown: "the home folder of \(user.isEmpty ? "the user" : user)", spelling: path)
      }
      text = home + text[end...]
    }
    var target = Places(directory: directory).target(Argument(text))
    target.spelling = path
    return target
  }
}

/// `file:` URLs (RFC 8089).
private enum FileURL {
  /// The path: without the host's name, and with `%2e` as the byte that it stands for.
  static func path(_ url: String) -> String {
    let rest = url.utf8.dropFirst(7)
    var bytes: [UInt8] = []
    var digits = 0
    for byte in rest.drop(while: { $0 != UInt8(ascii: "/") }) {
      bytes.append(byte)
      digits = byte == UInt8(ascii: "%") ? 1 : digits > 0 && hexadecimal(byte) != nil ? digits + 1 : 0
      guard digits == 3, let high = hexadecimal(bytes[bytes.count - 2]), let low = hexadecimal(byte) else { continue }
      bytes.removeLast(3)
      bytes.append(high << 4 | low)
      digits = 0
    }
    return bytes.isEmpty ? String(rest) ?? url : String(decoding: bytes, as: UTF8.self)
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
      (byte | 0x20) - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}

extension JSONValue {
  fileprivate var isEmptyObject: Bool { members?.isEmpty ?? false }
}
