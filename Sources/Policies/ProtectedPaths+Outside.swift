internal import HookModel
internal import PolicyFile

/// Writes and deletes outside the project.
extension PathJudge {
  func isInsideProject(_ path: String) -> Bool {
    facts.project.inside.contains { HookModel.Paths.isInside(path, $0) }
  }

  func isAllowedOutside(_ named: String, _ real: String) -> Bool {
    OutsideFolders.isAllowed(named, real, facts: facts)
      || context.files.contains { file in
        guard let table = file.protectedPaths, !table.allowOutside.isEmpty else { return false }
        let patterns = table.outsidePatterns(folder: file.folder.isEmpty ? root : file.folder)
        return [named, real].contains { patterns.match($0, home: home, isFolder: false) != nil }
      }
  }

  /// Whether git does the work tree's coming or going itself, and refuses what would lose anything: a new one belongs to the
  /// project from then on, and one with changes is not removed without `--force`.
  private func movesWorktree(_ path: String, _ effect: Effect) -> Bool {
    guard let command, command.origin == effect.origin, command.run.program == "git",
      OutsideFolders.systemPlace(path, home: home) == nil
    else { return false }
    let arguments = command.run.arguments.compactMap(\.value)
    let words = arguments.filter { $0.utf8.first != UInt8(ascii: "-") }
    guard words.count > 2, let start = arguments.firstIndex(of: "worktree"), words.contains("worktree") else {
      return false
    }
    let rest = arguments[(start + 1)...]
    switch rest.first {
    case "add": return facts.kind(of: path) == nil
    case "remove", "move": return !rest.contains { $0 == "--force" || $0.utf8.starts(with: "-f".utf8) }
    default: return false
    }
  }

  // MARK: - Writes

  mutating func judgeOutside(_ named: String, _ real: String, _ kind: WriteKind, _ effect: Effect) {
    guard !isInsideProject(real), !isAllowedOutside(named, real), !movesWorktree(real, effect) else { return }
    let shown = show(real)
    if let what = OutsideFolders.systemPlace(real, home: home), !isHarmlessThere(real, kind, effect) {
      say(
        "protected-paths.outside-system", .deny,
        Reason(
          what: "write to \(shown) refused", why: "it is \(what), outside the project (\(root))",
          fix: "keep the change inside the project, or give the user the lines to add there"), effect, real)
      return
    }
    guard outside != .allow, !makesKey(real, kind, effect) else { return }
    say(
      "protected-paths.outside", outside,
      Reason(
        what: "write to \(shown) \(outside == .deny ? "refused" : "needs a person's word")",
        why: "it lies outside the project (\(root))",
        fix:
          "write below the project's root or a temporary folder, "
          + "or ask the user to add the place to allow-outside in taffrail.toml"
      ), effect, real)
  }

  /// A path with an unknown end lies outside where its folder does; above the project, where it is filled with names that
  /// nobody knows (an archive's), or where the name that is not known is the last one.
  mutating func judgeOutside(knownFolderOf target: Target, _ kind: WriteKind, _ effect: Effect) {
    guard kind != .attributes, let folder = target.knownFolder else { return }
    let real = resolve(folder)
    let isFilled = target.includesContents || target.listedNames != nil
    guard isFilled || !HookModel.Paths.isInside(root, real) || UnknownEnd.isLastName(target) else { return }
    // Whatever the name is, it is one below the folder.
    guard !isAllowedOutside(HookModel.Paths.join(folder, "x"), HookModel.Paths.join(real, "x")) else { return }
    judgeOutside(HookModel.Paths.clean(folder), real, kind, effect)
  }

  /// Whether nothing starts by what is written there: a folder that is made empty, the list of hosts that ssh has met, and a
  /// new key.
  private func isHarmlessThere(_ path: String, _ kind: WriteKind, _ effect: Effect) -> Bool {
    guard let home, home != "/", let below = HookModel.Paths.relative(path, to: home) else { return false }
    return kind == .folder || below == ".ssh/known_hosts" || makesKey(path, kind, effect)
  }

  // MARK: - Deletes

  mutating func judgeOutsideDelete(_ named: String, _ real: String, _ effect: Effect) {
    guard !isInsideProject(real), !isAllowedOutside(named, real), !OutsideFolders.isRebuilt(real, home: home),
      !movesWorktree(real, effect)
    else { return }
    refuseOutsideDelete(show(real), .deny, effect, real)
  }

  /// What is deleted in a folder outside lies outside, whatever it is called; above the project it may be the project.
  mutating func judgeOutsideDelete(knownFolderOf target: Target, _ effect: Effect) {
    guard let folder = target.knownFolder else { return }
    let real = resolve(folder)
    let isAbove = HookModel.Paths.isInside(root, real)
    if isAbove, !UnknownEnd.isLastName(target) { return }
    let some = HookModel.Paths.join(real, "x")
    guard !isInsideProject(real), !isAllowedOutside(HookModel.Paths.join(folder, "x"), some),
      !OutsideFolders.isRebuilt(some, home: home)
    else { return }
    refuseOutsideDelete("something in \(show(real))", isAbove ? .ask : .deny, effect, real)
  }

  private mutating func refuseOutsideDelete(_ shown: String, _ verdict: Verdict, _ effect: Effect, _ path: String) {
    say(
      "protected-paths.outside-delete", verdict,
      Reason(
        what: "delete of \(shown) \(verdict == .deny ? "refused" : "needs a person's word")",
        why: "it lies outside the project (\(root)), and a delete there cannot be taken back",
        fix: "delete only below the project's root or a temporary folder, or ask the user to delete it"), effect, path)
  }

  // MARK: - What loses nothing

  /// Whether a write to a secret that the defaults guard takes nothing away: rights that others lose, and a key that is new.
  func isLossless(_ path: String, _ kind: WriteKind, _ found: Match, _ effect: Effect) -> Bool {
    guard found.file.layer == .builtIn else { return false }
    if makesKey(path, kind, effect) { return true }
    guard kind == .attributes, let command, command.origin == effect.origin, Modes.takeRightsOfOthers(command.run)
    else { return false }
    return match(path, path, in: readers.filter { $0.file.layer == .builtIn }, isFolder: false, isRead: true) != nil
  }

  /// `ssh-keygen -f` of a name that is free, in the folder where keys are kept; it asks before it replaces one.
  private func makesKey(_ path: String, _ kind: WriteKind, _ effect: Effect) -> Bool {
    guard kind == .replace, let home, let command, command.origin == effect.origin,
      command.run.program == "ssh-keygen", HookModel.Paths.folder(of: path) == HookModel.Paths.join(home, ".ssh")
    else { return false }
    return facts.kind(of: path) == nil
  }
}

/// The words of `chmod`.
enum Modes {
  /// Whether the mode leaves group and others nothing, or takes from them, and leaves the owner at least reading.
  static func takeRightsOfOthers(_ command: ResolvedCommand) -> Bool {
    guard command.program == "chmod" || command.program == "gchmod" else { return false }
    return word(command).map(takesRightsOfOthers) ?? false
  }

  /// The word that is the mode; nil where it is unknown, or none is given.
  static func word(_ command: ResolvedCommand) -> String? {
    for argument in command.arguments {
      guard let word = argument.value else { return nil }
      // `-rwx` is a mode, `-R` an option.
      if word.utf8.first == UInt8(ascii: "-"), !word.utf8.dropFirst().allSatisfy({ "rwxst".utf8.contains($0) }) {
        continue
      }
      return word
    }
    return nil
  }

  /// The octal digits of a mode, of which the last three are the owner's, the group's and the others' rights.
  private static func digits(_ mode: String) -> [UInt8]? {
    guard !mode.isEmpty, mode.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "7") }) else {
      return nil
    }
    let digits = mode.utf8.map { $0 - UInt8(ascii: "0") }
    return Array(repeating: 0, count: max(0, 4 - digits.count)) + digits
  }

  /// The clauses of a symbolic mode: whom, the sign, and which rights.
  private static func clauses(_ mode: String) -> [(who: Substring, sign: Character, rights: Substring)] {
    mode.split(separator: ",").compactMap { clause in
      guard let mark = clause.firstIndex(where: { $0 == "+" || $0 == "-" || $0 == "=" }) else { return nil }
      return (clause[..<mark], clause[mark], clause[clause.index(after: mark)...])
    }
  }

  /// Whether the mode lets everybody write, or makes a program run as its owner or group.
  static func opens(_ mode: String) -> Bool {
    if let digits = digits(mode) { return digits[digits.count - 4] & 6 != 0 || digits[digits.count - 1] & 2 != 0 }
    return clauses(mode).contains { who, sign, rights in
      if sign == "-" { return false }
      if rights.contains("s") { return true }
      return rights.contains("w") && (who.contains("o") || who.contains("a"))
    }
  }

  /// Whether the mode leaves the owner nothing.
  static func locksOwnerOut(_ mode: String) -> Bool {
    if let digits = digits(mode) { return digits[digits.count - 3] == 0 }
    return clauses(mode).contains { who, sign, rights in
      guard who.isEmpty || who.contains("u") || who.contains("a") else { return false }
      return sign == "=" ? rights.isEmpty : sign == "-" && rights.contains("r") && rights.contains("x")
    }
  }

  private static func takesRightsOfOthers(_ mode: String) -> Bool {
    let bytes = Array(mode.utf8)
    if bytes.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "7") }) {
      let digits = bytes.drop { $0 == UInt8(ascii: "0") }
      return digits.count == 3 && digits.first.map { $0 >= UInt8(ascii: "4") } ?? false
        && digits.dropFirst().allSatisfy { $0 == UInt8(ascii: "0") }
    }
    return bytes.split(separator: UInt8(ascii: ",")).allSatisfy { clause in
      guard let mark = clause.firstIndex(where: { "+-=".utf8.contains($0) }), mark > clause.startIndex else {
        return false
      }
      let who = clause[..<mark]
      let rights = clause[(mark + 1)...]
      if who.allSatisfy({ $0 == UInt8(ascii: "g") || $0 == UInt8(ascii: "o") }) {
        return clause[mark] == UInt8(ascii: "-") || (clause[mark] == UInt8(ascii: "=") && rights.isEmpty)
      }
      return who.elementsEqual("u".utf8) && clause[mark] != UInt8(ascii: "-") && rights.contains(UInt8(ascii: "r"))
        && rights.allSatisfy { "rwx".utf8.contains($0) }
    }
  }
}
