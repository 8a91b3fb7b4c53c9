internal import HookModel
internal import Patterns
internal import PolicyFile

/// Paths whose end is not known, in a folder that is: what the folder's own rules say of any name in it.
extension PathJudge {
  /// A path with an unknown end is guarded where the known folder before it already is; a person is asked where the folder is
  /// one of those that keep guarded files beside others.
  mutating func guardKnownFolder(
    of target: Target, verb: String, _ effect: Effect, lists: [(file: PolicyFile, list: PathPatternList)]
  ) {
    guard let folder = target.knownFolder else { return }
    let named = HookModel.Paths.clean(folder)
    let real = resolve(folder)
    if verb != "read", selfProtection(named, real, verb: verb, effect, content: nil) { return }
    if let found = match(named, real, in: lists, isFolder: true, isRead: verb == "read") {
      refuse("protected-paths.\(verb)", verb, real, found, effect)
      return
    }
    for name in target.listedNames ?? [] {
      guard let (path, found) = listed(name, below: real, in: lists, isRead: verb == "read") else { continue }
      refuse("protected-paths.\(verb)", verb, path, found, effect)
      return
    }
    guard target.includesContents || UnknownEnd.isLastName(target) else { return }
    if verb != "read", let part = GuardFiles.part(keptIn: real, root: root, home: home) {
      askSelfProtection(part, "\(verb) of something in \(show(real))", effect, real)
    } else if let found = keptIn(real, lists) {
      say(
        "protected-paths.\(verb)", .ask,
        Reason(
          what: "\(verb) of something in \(show(real)) needs a person's word",
          why:
            "\(why(found)), and which file is meant depends on \(target.unknown ?? "a value that is not known here")",
          fix: "name the file plainly, so that it can be judged"), effect, real, isFinal: found.file.layer == .machine)
    }
  }

  /// What a listing of the names that a pattern matches would show of the guarded files below a folder. A pattern that begins
  /// with a wildcard has to be the guarded one itself, since it is about a kind of file.
  private func listed(
    _ name: String, below folder: String, in lists: [(file: PolicyFile, list: PathPatternList)], isRead: Bool
  ) -> (path: String, match: Match)? {
    let path = HookModel.Paths.join(folder, name)
    if let found = match(path, path, in: lists, isFolder: true, isRead: isRead) { return (path, found) }
    let known = name.utf8.prefix { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "[") }
    guard known.count > 1, known.count < name.utf8.count else { return nil }
    for (file, list) in lists {
      for pattern in list.patterns {
        guard let literal = list.literalPath(of: pattern.value, folder: file.folder, root: root, home: home) else {
          continue
        }
        let isAnywhere = !pattern.value.utf8.contains(UInt8(ascii: "/"))
        guard isAnywhere || HookModel.Paths.isInside(literal, folder),
          WordGlob.matches(name, HookModel.Paths.last(literal))
        else { continue }
        return (isAnywhere ? HookModel.Paths.join(folder, pattern.value) : literal, Match(file: file, pattern: pattern))
      }
    }
    return nil
  }

  /// The first guarded file directly in a folder whose name matches a wildcard: only those that the lists name together with their
  /// folder (`~/.ssh/id_*`), since a bare name may stand anywhere.
  func guarded(_ name: String, in folder: String) -> (path: String, match: Match)? {
    let lastFolder = HookModel.Paths.last(folder)
    for (file, list) in readers {
      for pattern in list.patterns where pattern.value.utf8.first != UInt8(ascii: "!") {
        guard let slash = pattern.value.utf8.lastIndex(of: UInt8(ascii: "/")),
          Self.mayName(lastFolder, pattern.value.utf8[..<slash])
        else { continue }
        let last = String(pattern.value[pattern.value.utf8.index(after: slash)...])
        guard !last.isEmpty, WordGlob.matches(name, last),
          let place = list.literalPath(
            of: String(pattern.value[..<slash]), folder: file.folder, root: root, home: home),
          place == folder, place != home
        else { continue }
        return (HookModel.Paths.join(folder, last), Match(file: file, pattern: pattern))
      }
    }
    return nil
  }

  /// Whether a path may end in the folder of that name. Nearly none does, which is seen here without making texts.
  private static func mayName(_ folder: String, _ path: Substring.UTF8View) -> Bool {
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { path.index(after: $0) } ?? path.startIndex
    let name = path[start...]
    return name.isEmpty || name.elementsEqual(folder.utf8) || name.elementsEqual(".".utf8)
      || name.elementsEqual("..".utf8)
  }

  /// The pattern that guards single files of a folder below the home folder, `~/.ssh/id_*`, where that is the folder.
  private func keptIn(_ folder: String, _ lists: [(file: PolicyFile, list: PathPatternList)]) -> Match? {
    guard let home, home != "/", let below = HookModel.Paths.relative(folder, to: home), !below.isEmpty else {
      return nil
    }
    for (file, list) in lists {
      for pattern in list.patterns where pattern.value.utf8.starts(with: "~/".utf8) {
        let place = HookModel.Paths.folder(of: HookModel.Paths.clean(pattern.value))
        if place.utf8.dropFirst(2).elementsEqual(below.utf8) { return Match(file: file, pattern: pattern) }
      }
    }
    return nil
  }
}

/// The end of a path that depends on something unknown.
enum UnknownEnd {
  /// What stands for the unknown part of a word whose other parts are known.
  private static let mark: [UInt8] = [0xE2, 0x80, 0xA6]

  /// Whether the last name of the path ends in something unknown.
  static func isAt(_ path: String) -> Bool {
    path.utf8.last == mark[2] && path.utf8.suffix(3).elementsEqual(mark)
  }

  /// The path as it is when the unknown part is empty; nil where no name is left.
  static func without(_ path: String) -> String? {
    let rest = path.utf8.dropLast(3)
    return rest.last == UInt8(ascii: "/") ? nil : String(rest)
  }

  /// Whether what is unknown is the last name: `../$X`, and not `/home/$USER/project`.
  static func isLastName(_ target: Target) -> Bool {
    let ends: [UInt8] = [UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: ")"), UInt8(ascii: "}")]
    guard let last = target.spelling.utf8.lastIndex(where: { ends.contains($0) }) else { return true }
    return !target.spelling.utf8[last...].contains(UInt8(ascii: "/"))
  }
}
