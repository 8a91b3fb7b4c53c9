import HookModel

/// Paths that lead elsewhere than they say: into a container's mounts, a new root, or over mounts and links that the script
/// itself has made, which are not there yet when it is judged.
extension ShellEvaluator {
  /// An effect at the place where it happens; nil for one on another machine.
  func located(_ action: Effect.Action) -> Effect.Action? {
    if !context.isRemote, state.mounts.isEmpty, state.links.isEmpty { return action }
    switch action {
    case .write(let target, let kind, let content): return located(target).map { .write($0, kind, content: content) }
    case .read(let target, let use): return located(target).map { .read($0, use) }
    case .delete(let target, let recursive):
      return located(target, recursive: recursive).map { .delete($0, recursive: recursive) }
    case .run, .execute, .fetch, .mcp, .tool, .prompt: return action
    }
  }

  /// A target at the place where it lies on this machine; nil for one that does not.
  func located(_ target: Target, recursive: Bool = false) -> Target? {
    if !context.isRemote, state.mounts.isEmpty, state.links.isEmpty { return target }
    guard let path = target.path ?? target.knownFolder else { return context.isRemote ? nil : target }
    var result = target
    guard let place = mounted(path) ?? throughLink(path, target.spelling) ?? mountBelow(path, recursive: recursive)
    else { return context.isRemote ? nil : target }
    if target.path == nil { result.knownFolder = place } else { result.path = place }
    return result
  }

  /// Where a path lies on this machine; nil for one that does not.
  func located(path: String) -> String? { mounted(path) ?? (context.isRemote ? nil : path) }

  /// Where a path in a mounted folder lies; nil for any other.
  private func mounted(_ path: String) -> String? {
    if state.mounts.isEmpty { return nil }
    let path = Paths.clean(path)
    var name = path
    while !name.isEmpty {
      if let source = state.mounts[name]?.first, let rest = Paths.relative(path, to: name) {
        return rest.isEmpty ? source : Paths.clean(Paths.join(source, rest))
      }
      if name == "/" { return nil }
      name = Paths.folder(of: name)
    }
    return nil
  }

  /// Where a path through a link leads that this script has made. The link's own name stays the link.
  func throughLink(_ path: String, _ spelling: String) -> String? {
    if state.links.isEmpty || context.isRemote { return nil }
    var path = Paths.clean(path)
    var isChanged = false
    for _ in 0..<8 {
      // The outermost link counts first: what lies behind it is another folder.
      var outermost: (name: String, goal: String)?
      var name = !isChanged && spelling.utf8.last == UInt8(ascii: "/") ? path : Paths.folder(of: path)
      while !name.isEmpty {
        if let goal = state.links[name]?.first { outermost = (name, goal) }
        if name == "/" { break }
        name = Paths.folder(of: name)
      }
      guard let outermost, let rest = Paths.relative(path, to: outermost.name) else { break }
      path = rest.isEmpty ? outermost.goal : Paths.clean(Paths.join(outermost.goal, rest))
      isChanged = true
    }
    return isChanged ? path : nil
  }

  /// A recursive delete goes down into what is mounted below its folder.
  private func mountBelow(_ path: String, recursive: Bool) -> String? {
    guard recursive, context.isRemote else { return nil }
    return state.mounts.names.first { Paths.isInside($0, Paths.clean(path)) }.flatMap { state.mounts[$0]?.first }
  }

  /// Keeps where a symbolic link leads that `ln -s` makes.
  func noteLink(_ path: String, to goal: String) {
    state.links[path] = [
      Paths.clean(goal.utf8.first == UInt8(ascii: "/") ? goal : Paths.join(Paths.folder(of: path), goal))
    ]
    changed()
  }

  /// The text of the symbolic links that a command makes.
  func linkGoal(_ invocation: Invocation) -> String? {
    let options = ParsedOptions(
      invocation.arguments,
      OptionSyntax(
        shortWithValue: "tS", longWithValue: ["target-directory", "suffix"],
        long: ["symbolic", "force", "relative", "no-dereference", "no-target-directory"]))
    guard options.has("s", "symbolic"), let goal = options.operands.first?.value, !isOpen(goal), !context.isRemote
    else { return nil }
    return goal
  }

  /// Keeps what `mount --bind FROM TO` and `bindfs FROM TO` make of a folder.
  func noteMount(_ name: String, _ invocation: Invocation) {
    guard name == "mount" || name == "bindfs" else { return }
    let options = ParsedOptions(
      invocation.arguments, OptionSyntax(shortWithValue: "otOL", longWithValue: ["options", "types"]))
    let binds =
      name == "bindfs" || options.has("bind", "rbind", "B", "R")
      || options.values(of: "o", "options").contains { option in
        option.value?.utf8.split(separator: UInt8(ascii: ",")).contains {
          $0.elementsEqual("bind".utf8) || $0.elementsEqual("rbind".utf8)
        } ?? false
      }
    guard binds, options.operands.count == 2, let from = target(options.operands[0], in: invocation.place).path,
      let to = target(options.operands[1], in: invocation.place).path
    else { return }
    state.mounts[Paths.clean(to)] = [located(path: from) ?? from]
    changed()
  }

  /// Walks something whose file system is made of mounts: a container's, or a new root's.
  func mounted(_ mounts: [(inside: String, outside: String)], at place: Place, _ body: () -> [String]) -> [String] {
    let outer = state.mounts
    var inner = Texts()
    for mount in mounts { inner[Paths.clean(mount.inside)] = [mount.outside] }
    state.mounts = inner
    changed()
    let printed = body()
    state.mounts = outer
    changed()
    return printed
  }
}
