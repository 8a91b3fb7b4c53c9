import HookModel
import PolicyFile

/// What a rule may look at: one effect, the simple command that it belongs to, and what came before it in the tool call.
struct Scene {
  let facts: any Facts
  let files: [PolicyFile]
  let effects: [Effect]
  /// The index of the effect that is judged.
  var index = 0
  /// The simple command that the effect belongs to: the effect's own, or the one before it with the same origin.
  var command: ResolvedCommand?
  /// The `find` that was seen last, for what it deletes.
  var find: FindCommand?
  /// What the unknown leads to.
  var unknown: UnknownSettings

  init(_ context: PolicyContext, unknown: UnknownSettings = UnknownSettings()) {
    facts = context.facts
    files = context.files
    effects = context.effects
    self.unknown = unknown
  }

  /// The effect that is judged.
  var effect: Effect { effects[index] }

  /// The program that the effect belongs to.
  var program: String? { command?.program }

  /// What a message calls the thing that is judged: the simple command, or the tool.
  var subject: String {
    let text = command?.commandLine ?? effect.origin.text
    guard text.utf8.count > 160 else { return text }
    return String(text.prefix(150)) + "…"
  }

  /// Goes on to the effect at `index` and finds its command.
  mutating func advance(to index: Int) {
    self.index = index
    let effect = effects[index]
    if case .run(let command) = effect.action {
      self.command = command
      lastOrigin = effect.origin
      if command.program == "find" || command.program == "fd" || command.program == "gfind" {
        find = FindCommand(command)
      }
    } else if let lastOrigin, lastOrigin.span == effect.origin.span, lastOrigin.text == effect.origin.text {
      return
    } else {
      command = nil
      lastOrigin = nil
    }
  }

  private var lastOrigin: Effect.Origin?

  /// `word` as an absolute path, seen from the command's directory; nil where that is unknown.
  func absolute(_ word: String, in directory: String? = nil) -> String? {
    if word.utf8.first == UInt8(ascii: "/") { return Paths.cleaned(word) }
    guard let base = directory ?? command?.directory else { return nil }
    return Paths.cleaned(base + "/" + word)
  }

  /// Whether an earlier effect of this tool call wrote at or below `path`, so that git's answer about it is out of date.
  func wroteEarlier(below path: String) -> Bool {
    effects[..<index].contains { earlier in
      guard case .write(let target, let kind, _) = earlier.action, kind != .attributes, let written = target.path else {
        return false
      }
      return Paths.contains(path, written)
    }
  }

  /// Whether an earlier command of this tool call moved something to `path` or below it; what lies there is then no
  /// longer the rubbish that its name promises.
  func movedEarlier(to path: String) -> Bool {
    var mover = false
    for earlier in effects[..<index] {
      switch earlier.action {
      case .run(let command): mover = command.program == "mv"
      case .write(let target, _, _):
        guard mover, let written = target.path else { continue }
        if Paths.contains(path, written) || Paths.contains(written, path) { return true }
      default: continue
      }
    }
    return false
  }

  /// Whether an earlier command of this tool call made the folder, which is not there yet.
  func madeEarlier(_ path: String) -> Bool {
    guard facts.kind(of: path) == nil, !movedEarlier(to: path) else { return false }
    return effects[..<index].contains { earlier in
      guard case .write(let target, let kind, _) = earlier.action, let made = target.path else { return false }
      return kind == .folder && Paths.contains(made, path)
    }
  }

  /// Git's answer in a folder of the project.
  func git(_ question: GitQuestion) -> Bool { facts.git(question) == .yes }
}

/// What the unknown leads to, from `[commands]`.
struct UnknownSettings {
  var program = Verdict.allow
  var delete = Verdict.ask
  var inlineCode = Verdict.allow
}

/// Paths as text: absolute, `/` between names, no slash at the end.
enum Paths {
  /// Whether `path` is `folder` or lies below it.
  static func contains(_ folder: String, _ path: String) -> Bool {
    if folder == path || folder == "/" { return true }
    let prefix = folder.utf8
    let whole = path.utf8
    guard whole.count > prefix.count, whole.starts(with: prefix) else { return false }
    return whole[whole.index(whole.startIndex, offsetBy: prefix.count)] == UInt8(ascii: "/")
  }

  /// Whether `path` lies below `folder`.
  static func isStrictlyBelow(_ folder: String, _ path: String) -> Bool { folder != path && contains(folder, path) }

  /// The last name of a path: `c` of `/a/b/c`, empty for `/`.
  static func name(_ path: String) -> Substring {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return Substring(path) }
    return path[path.utf8.index(after: slash)...]
  }

  /// The folder of a path: `/a/b` of `/a/b/c`.
  static func folder(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "/" }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }

  /// How many names a path has: 0 for `/`.
  static func depth(_ path: String) -> Int {
    path == "/" ? 0 : path.utf8.count { $0 == UInt8(ascii: "/") }
  }

  /// The path without `.`, `..`, doubled slashes and the slash at its end.
  static func cleaned(_ path: String) -> String {
    var names: [Substring] = []
    for name in path.split(separator: "/", omittingEmptySubsequences: true) {
      switch name {
      case ".": continue
      case "..": names.removeLastIfAny()
      default: names.append(name)
      }
    }
    return "/" + names.joined(separator: "/")
  }
}

extension Array {
  fileprivate mutating func removeLastIfAny() { if !isEmpty { removeLast() } }
}
