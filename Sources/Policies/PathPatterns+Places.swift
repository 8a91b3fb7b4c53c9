internal import HookModel
internal import Patterns
internal import PolicyFile

extension PathPatternList {
  /// The pattern that decides about an absolute path, or nil.
  ///
  /// - Parameters:
  ///   - folder: the policy's folder, to which patterns are relative; the root for the built-in list.
  ///   - anywhere: whether a pattern that is a mere name counts for paths outside of that folder, too.
  func pattern(
    matching path: String, folder: String, root: String, home: String?, isFolder: Bool, anywhere: Bool
  ) -> Located<String>? {
    let base = folder.isEmpty ? root : folder
    let relative = HookModel.Paths.relative(path, to: base)
    let below = home.flatMap { $0 == "/" ? nil : HookModel.Paths.relative(path, to: $0) }
    if let index = match(relative: relative, home: below, isFolder: isFolder) { return patterns[index] }
    guard anywhere, relative == nil,
      let index = match(relative: HookModel.Paths.last(path), home: nil, isFolder: isFolder)
    else { return nil }
    return patterns[index].value.utf8.contains(UInt8(ascii: "/")) ? nil : patterns[index]
  }

  /// Whether a path relative to the list's folder matches. A gate's `when` names files (`*.py`, `src/**`) or folders.
  func covers(_ relative: String) -> Bool { match(relative: relative, home: nil, isFolder: false) != nil }

  /// The one path that a pattern without wildcards names; nil for any other pattern.
  func literalPath(of pattern: String, folder: String, root: String, home: String?) -> String? {
    let isSpecial = pattern.utf8.contains {
      [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\")].contains($0)
    }
    guard !isSpecial, pattern.utf8.first != UInt8(ascii: "!") else { return nil }
    if pattern.utf8.starts(with: "~/".utf8) {
      return home.map { HookModel.Paths.clean(HookModel.Paths.join($0, String(pattern.dropFirst(2)))) }
    }
    let base = folder.isEmpty ? root : folder
    return HookModel.Paths.clean(base + "/" + pattern)
  }
}
