internal import HookModel
internal import Patterns
internal import PolicyFile

/// Globs that a tool expands itself (`rg -g '.env*'`): what they stand for is not there to be compared, so that a name which a
/// pattern guards is tried on them.
extension PathJudge {
  /// The pattern that guards a name which the glob matches. A glob that begins with a wildcard is one over everything.
  func matchedBy(glob path: String) -> Match? {
    let name = HookModel.Paths.last(path)
    guard let first = name.utf8.first, first != UInt8(ascii: "*"), first != UInt8(ascii: "?"),
      name.utf8.contains(where: { "*?[{".utf8.contains($0) }),
      name.utf8.contains(where: { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") })
    else { return nil }
    let globs = PathPatterns(Self.alternatives(name), foldsCase: true)
    let folder = HookModel.Paths.folder(of: path)
    for (file, list) in readers {
      for pattern in list.patterns where pattern.value.utf8.first != UInt8(ascii: "!") {
        guard let sample = Self.sample(of: pattern.value) else { continue }
        let guarded = HookModel.Paths.last(sample)
        if sample.utf8.contains(UInt8(ascii: "/")) {
          let base = file.folder.isEmpty ? root : file.folder
          let whole =
            sample.utf8.starts(with: "~/".utf8)
            ? HookModel.Paths.join(home ?? "/", String(sample.dropFirst(2)))
            : HookModel.Paths.clean(base + "/" + sample)
          guard HookModel.Paths.folder(of: whole) == folder else { continue }
        }
        if globs.match(guarded, isFolder: false) != nil { return Match(file: file, pattern: pattern) }
      }
    }
    return nil
  }

  /// A name that the pattern matches, wildcards made plain; nil for a pattern of folders, and for one with brackets.
  private static func sample(of pattern: String) -> String? {
    guard pattern.utf8.last != UInt8(ascii: "/"), !pattern.utf8.contains(where: { "[\\".utf8.contains($0) }) else {
      return nil
    }
    return String(decoding: pattern.utf8.map { "*?".utf8.contains($0) ? UInt8(ascii: "x") : $0 }, as: UTF8.self)
  }

  /// `{.env,x}*` as `.env*` and `x*`; one level is enough for what people write.
  private static func alternatives(_ glob: String) -> [String] {
    guard let open = glob.utf8.firstIndex(of: UInt8(ascii: "{")),
      let close = glob.utf8[open...].firstIndex(of: UInt8(ascii: "}"))
    else { return [glob] }
    let before = glob[..<open]
    let behind = glob[glob.utf8.index(after: close)...]
    return glob[glob.utf8.index(after: open)..<close].split(separator: ",").map { String(before + $0 + behind) }
  }
}
