internal import HookModel
internal import Patterns
internal import PolicyFile

extension ProtectedPaths {
  /// What each list of the policy says about one path, for a person who wants to know why.
  ///
  /// - Parameter isRead: whether the `read` lists are meant, or those of `write`, which are about deletes as well.
  public static func decisions(on path: String, isRead: Bool, _ context: PolicyContext) -> [String] {
    let judge = PathJudge(context)
    let named = HookModel.Paths.clean(path)
    let real = judge.resolve(path)
    let isFolder = judge.facts.kind(of: real) == .folder
    let key = isRead ? "read" : "write"
    var lines: [String] = []
    for (file, list) in isRead ? judge.readers : judge.writers {
      if file.layer == .nested, !HookModel.Paths.isInside(real, file.folder) { continue }
      if let found = judge.match(named, real, in: [(file, list)], isFolder: isFolder, isRead: isRead) {
        lines.append("\"\(found.pattern.value)\" in \(found.pattern.location.short)")
        continue
      }
      let base = file.folder.isEmpty ? judge.root : file.folder
      let home = judge.home.flatMap { $0 == "/" ? nil : HookModel.Paths.relative(real, to: $0) }
      let decision = list.decision(
        relative: HookModel.Paths.relative(real, to: base), home: home, isFolder: isFolder)
      if case .negated(let index) = decision, list.patterns.indices.contains(index),
        list.patterns[index].value.utf8.first == UInt8(ascii: "!")
      {
        let pattern = list.patterns[index]
        lines.append("\"\(pattern.value)\" in \(pattern.location.short) takes it out")
      } else {
        lines.append("no pattern of `\(key)` in \(file.layer == .builtIn ? "the defaults" : file.displayName)")
      }
    }
    return lines
  }

  /// The ways by which a tool call reaches a path, all of which are judged alike.
  public static func roads(isRead: Bool) -> String {
    isRead
      ? "read and search tools, MCP tools, cat, head, grep, sed, awk, <, cp and mv of it, archives, git show and diff, "
        + "interpreters that open it, links made to it"
      : "write, edit and delete tools, patches, notebooks, MCP tools, >, tee, cp, mv, ln, install, sed -i, dd, rm, "
        + "git apply, checkout and rm, archives, downloads, interpreters that open it, links made to it"
  }
}
