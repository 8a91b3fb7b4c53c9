import HookModel

extension PermissionRules {
  /// Judges a change of attributes; only those of whole trees count.
  static func judge(attributes target: Target, _ scene: Scene, _ findings: inout Findings) {
    guard let command = scene.command, !command.isRemote else { return }
    switch command.program {
    case "chmod", "chown", "chgrp", "setfacl", "chattr", "gchmod", "gchown": break
    default:
      // What mode code gives is not known.
      guard let path = target.path, !target.isFromWildcard else { return }
      let place = scene.place(of: scene.real(path))
      if place == .root || place == .home { findings.add(mode, scene, target: target) }
      return
    }
    let isFound =
      scene.find != nil
      && scene.effect.origin.through.contains { carrier in
        ["find", "fd", "xargs"].contains { carrier.utf8.starts(with: $0.utf8) }
      }
    // A `find` that looks for certain names changes those alone.
    guard isRecursive(command) || isFound && scene.find?.narrowing == FindCommand.Narrowing.none else {
      return judge(mode: command, target, scene, &findings)
    }
    guard let path = target.path ?? target.knownFolder else { return }
    let isEverything = target.isFromWildcard && DeleteRules.isCatchAll(target.spelling)
    let real = scene.real(isEverything ? Paths.folder(of: Paths.clean(path)) : path)
    if scene.facts.session.created.contains(where: { Paths.isInside(real, $0) }) { return }
    switch scene.place(of: real) {
    case .root, .home, .outside: findings.add(tree, scene, target: target)
    case .project:
      // Above the project it is everybody's; the project itself is a question, as git keeps at least the mode bits.
      let isItself = real == scene.facts.project.root || scene.facts.project.inside.contains(real)
      findings.add(tree, scene, verdict: isItself ? .ask : .deny, target: target)
    case .repository: findings.add(tree, scene, verdict: .ask, target: target)
    case .inside, .free: return
    }
  }

  /// Judges the mode of one file or folder.
  private static func judge(mode command: ResolvedCommand, _ target: Target, _ scene: Scene, _ findings: inout Findings)
  {
    guard command.program == "chmod" || command.program == "gchmod", let path = target.path,
      let word = Modes.word(command)
    else { return }
    let real = scene.real(path)
    switch scene.place(of: real) {
    case .root, .home:
      if Modes.locksOwnerOut(word) {
        findings.add(mode, scene, verdict: .deny, target: target)
      } else if Modes.opens(word) {
        findings.add(mode, scene, target: target)
      }
    case .project: if Modes.locksOwnerOut(word) { findings.add(mode, scene, verdict: .deny, target: target) }
    case .outside:
      if Modes.opens(word), !scene.facts.session.created.contains(where: { Paths.isInside(real, $0) }) {
        findings.add(mode, scene, target: target)
      }
    case .repository, .inside, .free: return
    }
  }

  private static func isRecursive(_ command: ResolvedCommand) -> Bool {
    let options = ParsedOptions(
      command.arguments,
      OptionSyntax(
        shortWithValue: command.program == "setfacl" ? "mMxX" : "",
        longWithValue: ["reference", "from", "modify", "remove"],
        long: [
          "recursive", "verbose", "changes", "quiet", "silent", "no-preserve-root", "preserve-root", "dereference",
        ]))
    return options.has("R", "recursive")
  }
}
