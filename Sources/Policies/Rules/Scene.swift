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
    var shown = command
    // Only its beginning is shown, and a command may have thousands of words, each with an effect.
    if let count = shown?.arguments.count, count > 200 { shown?.arguments.removeSubrange(200...) }
    let text = shown?.commandLine ?? effect.origin.text
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
      switch command.program {
      case "find", "fd", "gfind", "fdfind", "ls", "git": if let found = FindCommand(command) { find = found }
      default: break
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
    if word.utf8.first == UInt8(ascii: "/") { return Paths.clean(word) }
    guard let base = directory ?? command?.directory else { return nil }
    return Paths.clean(base + "/" + word)
  }

  /// Whether an earlier effect of this tool call wrote at or below `path`, so that git's answer about it is out of date.
  func wroteEarlier(below path: String) -> Bool {
    effects[..<index].contains { earlier in
      guard case .write(let target, let kind, _) = earlier.action, kind != .attributes, let written = target.path else {
        return false
      }
      return Paths.isInside(written, path)
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
        if Paths.isInside(written, path) || Paths.isInside(path, written) { return true }
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
      return kind == .folder && Paths.isInside(path, made)
    }
  }

  /// The commands whose output stands in the words of the judged one (`$(env)`, `<(env)`), in order.
  var substituted: [ResolvedCommand] {
    guard let command, command.arguments.contains(where: { $0.value == nil || isSubstitution($0.spelling) }) else {
      return []
    }
    let origin = effect.origin
    return effects[..<index].compactMap { earlier in
      guard case .run(let inner) = earlier.action, earlier.origin.through == origin.through else { return nil }
      if let span = origin.span, let within = earlier.origin.span, within != span {
        return span.lowerBound <= within.lowerBound && within.upperBound <= span.upperBound ? inner : nil
      }
      // In code that a word carries all commands stand at the place of that word, so the spelling has to tell.
      guard let name = inner.program else { return nil }
      let isNamed = command.arguments.contains { argument in
        isSubstitution(argument.spelling) && WordGlob.matches("*\(name)*", argument.spelling)
      }
      return isNamed ? inner : nil
    }
  }

  private func isSubstitution(_ spelling: String) -> Bool {
    spelling.utf8.contains(UInt8(ascii: "(")) || spelling.utf8.contains(UInt8(ascii: "`"))
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

extension Paths {
  /// Whether `path` lies below `folder` and is not the folder itself.
  static func isStrictlyBelow(_ folder: String, _ path: String) -> Bool { folder != path && isInside(path, folder) }

  /// How many names a clean path has: 0 for `/`.
  static func depth(_ path: String) -> Int {
    path == "/" ? 0 : path.utf8.count { $0 == UInt8(ascii: "/") }
  }
}
