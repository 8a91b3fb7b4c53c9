import HookModel
import PolicyFile

/// `[[commands.approve]]`: the agent's own "allow", for what a person has said is always fine here.
extension CommandPolicy {
  /// Whether approve rules cover the whole call: every simple command by a rule, and no effect that reaches beyond what such
  /// a command is expected to do. Whether something else asks or refuses is the engine's to see.
  public static func approves(_ context: PolicyContext) -> Bool {
    var isCovered = false
    var scene = Scene(context)
    for index in context.effects.indices {
      scene.advance(to: index)
      switch context.effects[index].action {
      case .run(let command):
        guard context.files.contains(where: { approves(command, $0, context) }) else { return false }
        isCovered = true
      case .read, .fetch: continue
      case .write(let target, _, _):
        guard let path = target.path, isOrdinary(scene.real(path), scene) else { return false }
        // A redirection is no word of the command, so no rule's words are about it.
        if isRedirection(target, scene), path != "/dev/null", scene.place(of: scene.real(path)) != .free {
          return false
        }
      case .delete, .execute, .mcp, .tool, .prompt: return false
      }
    }
    return isCovered
  }

  private static func approves(_ command: ResolvedCommand, _ file: PolicyFile, _ context: PolicyContext) -> Bool {
    // What is unknown in a command is nothing that a person has seen and approved.
    if command.isRemote || command.arguments.contains(where: { $0.value == nil }) { return false }
    if !command.environment.isEmpty || !command.wrappers.allSatisfy(isTransparent) { return false }
    return file.layer != .nested
      && file.commands.rules.contains { rule in
        guard rule.kind == .approve, Filters.pass(rule.filter, context) else { return false }
        // `./npm` is another program than the `npm` that a person has approved.
        if let path = command.programPath, path.utf8.contains(UInt8(ascii: "/")),
          rule.run?.first?.utf8.contains(UInt8(ascii: "/")) == false
        {
          return false
        }
        return CommandLayers.matches(rule, command, atBound: false) && covers(rule, command)
      }
  }

  /// Whether the rule's words cover every option and setting of the command that makes another one of it: `--prefix
  /// /elsewhere`, `-C/elsewhere` and `CC=/tmp/x` do, a bare `--porcelain` does not. A lone `*` covers them all, and so does
  /// `--` what stands behind it.
  private static func covers(_ rule: CommandRule, _ command: ResolvedCommand) -> Bool {
    guard let words = rule.run, !words.contains("*") else { return true }
    func isCovered(_ word: String) -> Bool { words.dropFirst().contains { WordGlob.matches($0, word) } }
    let arguments = command.arguments.map { $0.value ?? "" }
    for (index, word) in arguments.enumerated() {
      if word == "--" { break }
      let isOption = Self.isOption(word)
      guard isOption || word.utf8.contains(UInt8(ascii: "=")), !isCovered(word) else { continue }
      guard isOption, isBare(word) else { return false }
      // What follows may be its value.
      if index + 1 < arguments.count, !Self.isOption(arguments[index + 1]), !isCovered(arguments[index + 1]) {
        return false
      }
    }
    return true
  }

  private static func isOption(_ word: String) -> Bool { word.utf8.first == UInt8(ascii: "-") && word.utf8.count > 1 }

  /// Whether an option carries no value in its own word: `-x`, `--name`.
  private static func isBare(_ word: String) -> Bool {
    word.utf8.starts(with: "--".utf8) ? !word.utf8.contains(UInt8(ascii: "=")) : word.utf8.count == 2
  }

  /// Wrappers that change neither what is run nor with whose rights.
  private static func isTransparent(_ wrapper: String) -> Bool {
    let name = wrapper.utf8.prefix { $0 != UInt8(ascii: " ") }
    return ["time", "timeout", "nice", "ionice", "stdbuf", "command", "nohup", "caffeinate", "gtimeout"].contains {
      name.elementsEqual($0.utf8)
    }
  }

  private static func isRedirection(_ target: Target, _ scene: Scene) -> Bool {
    guard let command = scene.command, scene.effect.origin.through.isEmpty else { return false }
    return !command.arguments.contains { $0.spelling == target.spelling || $0.value == target.spelling }
  }

  private static func isOrdinary(_ path: String, _ scene: Scene) -> Bool {
    if path == "/dev/null" { return true }
    switch scene.place(of: path) {
    case .inside, .free: return true
    case .root, .home, .project, .repository, .outside: return false
    }
  }
}
