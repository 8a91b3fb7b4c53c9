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
      case .delete, .execute, .mcp, .tool, .prompt: return false
      }
    }
    return isCovered
  }

  private static func approves(_ command: ResolvedCommand, _ file: PolicyFile, _ context: PolicyContext) -> Bool {
    // What is unknown in a command is nothing that a person has seen and approved.
    if command.isRemote || command.arguments.contains(where: { $0.value == nil }) { return false }
    if !command.environment.isEmpty { return false }
    return file.layer != .nested
      && file.commands.rules.contains { rule in
        guard rule.kind == .approve, Filters.pass(rule.filter, context) else { return false }
        return CommandLayers.matches(rule, command, atBound: false)
      }
  }

  private static func isOrdinary(_ path: String, _ scene: Scene) -> Bool {
    if path == "/dev/null" { return true }
    switch scene.place(of: path) {
    case .inside, .free: return true
    case .root, .home, .project, .repository, .outside: return false
    }
  }
}
