internal import HookModel
internal import OS
internal import Patterns
public import PolicyFile

/// The policy files that count for a project, read and checked.
public struct Configuration: Sendable {
  /// The files, the built-in values first, then from the weakest to the strongest.
  public var files: [PolicyFile]
  /// Files that are invalid and were replaced by their last valid form, with what is wrong in them.
  public var replaced: [String] = []
  /// Whether refusals for failures become warnings (`fail = "open"` in the user's or the machine's file).
  public var failsOpen: Bool

  /// Where the files are looked for.
  struct Sources {
    /// `--policy FILE`: in place of the project's own two.
    var explicit: String?
    /// The folder of the project's policy.
    var folder: String?
    /// `$XDG_CONFIG_HOME/taffrail/policy.toml`
    var user: String?
    /// `/etc/taffrail/policy.toml`
    var machine = "/etc/taffrail/policy.toml"
    /// Where the last valid forms are kept.
    var stateFolder: String?
    /// What `folder` is called in messages, so that `taffrail.toml:4` reads as in the project.
    var home: String?
  }

  /// Reads every file that is there.
  ///
  /// - Throws: `Failure` when a file is invalid and has no last valid form.
  static func load(_ sources: Sources) throws(Failure) -> Configuration {
    var configuration = Configuration(files: [PolicyFile.builtIn], failsOpen: false)
    if let user = sources.user {
      let name = Paths.display(user, root: "//", home: sources.home)
      try configuration.add(.user, user, folder: sources.folder ?? Paths.folder(of: user), name, sources)
    }
    if let explicit = sources.explicit {
      let folder = Paths.folder(of: explicit)
      try configuration.add(.project, explicit, folder: folder, Paths.last(explicit), sources, isWanted: true)
    } else if let folder = sources.folder {
      try configuration.add(
        .project, Paths.join(folder, Roots.policyName), folder: folder, Roots.policyName, sources)
      let name = "taffrail.local.toml"
      try configuration.add(.local, Paths.join(folder, name), folder: folder, name, sources)
    }
    try configuration.add(.machine, sources.machine, folder: sources.folder ?? "/", sources.machine, sources)
    do throws(PolicyErrors) { try PolicyFile.check(configuration.files) } catch {
      throw Failure(
        stage: "policy",
        reason: Reason(
          what: "the policy does not fit together", why: error.description,
          fix: "a person mends the line named above; `taffrail check true` says when it is right"))
    }
    return configuration
  }

  /// Adds one file, where it is there.
  private mutating func add(
    _ layer: PolicyLayer, _ path: String, folder: String, _ name: String, _ sources: Sources, isWanted: Bool = false
  ) throws(Failure) {
    let bytes: [UInt8]
    do throws(OSError) {
      bytes = try File.read(path, limit: PolicyFile.mostBytes + 1)
    } catch {
      if error.isMissing, !isWanted { return }
      throw Failure(
        stage: "policy",
        reason: Reason(
          what: "\(name) cannot be read", why: error.description,
          fix: "make \(name) readable (or remove it), then try again"))
    }
    var file: PolicyFile
    do throws(PolicyErrors) {
      file = try PolicyFile.read(bytes, layer: layer, path: path, folder: folder, displayName: name)
      LastValid.keep(bytes, of: path, in: sources.stateFolder)
    } catch {
      let problems = error.description
      guard let last = LastValid.bytes(of: path, in: sources.stateFolder),
        let earlier = try? PolicyFile.read(last, layer: layer, path: path, folder: folder, displayName: name)
      else {
        throw Failure(
          stage: "policy",
          reason: Reason(
            what: "the policy \(name) is invalid, and no earlier valid form of it is known", why: problems,
            fix: "a person mends the line named above; `taffrail check true` says when it is right"))
      }
      file = earlier
      replaced.append(problems)
    }
    if layer == .user || layer == .machine, let open = file.failsOpen { failsOpen = open }
    files.append(file)
  }

  /// Adds the policy files of folders below the root that hold paths of these effects: they may only tighten (design.md 1).
  mutating func addNested(for effects: [Effect], below folder: String) {
    // A list and not a `Set`: the first set of a process costs more to set up than all of this.
    var seen = [folder]
    for effect in effects {
      let path: String?
      switch effect.action {
      case .write(let target, _, _), .read(let target, _), .delete(let target, _): path = target.path
      default: path = nil
      }
      guard let path, seen.count < 1_000 else { continue }
      var current = Paths.folder(of: Paths.clean(path))
      while current != folder, Paths.isInside(current, folder), !seen.contains(current) {
        seen.append(current)
        let candidate = Paths.join(current, Roots.policyName)
        if let bytes = try? File.read(candidate, limit: PolicyFile.mostBytes),
          let file = try? PolicyFile.read(
            bytes, layer: .nested, path: candidate, folder: current,
            displayName: Paths.display(candidate, root: folder, home: nil))
        {
          files.append(file)
        }
        current = Paths.folder(of: current)
      }
    }
  }

  /// The audit settings that count: for each the strongest file's.
  struct Audit: Sendable {
    var folder: String?
    var keepDays = 90
    var redaction = Redaction()
    var isRequired = false
    var survivesPowerLoss = false
    var summaryFolder: String?
  }

  var audit: Audit {
    var audit = Audit()
    var patterns: [Redaction.Pattern] = []
    for file in files where file.layer != .nested {
      let table = file.audit
      if let folder = table.folder { audit.folder = folder.value }
      if let days = table.keepDays { audit.keepDays = days }
      patterns += table.redact.map { expression in { Configuration.matches(of: expression, in: $0) } }
      if let required = table.isRequired, file.layer == .machine { audit.isRequired = required }
      if let durable = table.survivesPowerLoss { audit.survivesPowerLoss = durable }
      if let summary = table.summary { audit.summaryFolder = summary.value }
    }
    audit.redaction = Redaction(patterns: patterns)
    return audit
  }

  /// Every place in a text that an expression of `redact` matches; all of it where the search was given up.
  private static func matches(of expression: RegularExpression, in text: String) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    let end = text.utf8.count
    while start < end {
      switch expression.firstMatch(in: text, from: start) {
      case .noMatch: return found
      case .boundReached: return [0..<end]
      case .match(let range):
        if !range.isEmpty { found.append(range) }
        start = max(range.upperBound, start + 1)
        // A search starts between two characters.
        while start < end, text.utf8[text.utf8.index(text.startIndex, offsetBy: start)] & 0xC0 == 0x80 { start += 1 }
      }
    }
    return found
  }

  /// Whether any rule asks which branch is checked out.
  var asksForBranch: Bool {
    files.contains { file in
      file.layer != .builtIn && file.usesBranch
    }
  }
}

extension PolicyFile {
  fileprivate var usesBranch: Bool {
    sessionContext?.conditions.contains { !$0.branches.isEmpty } ?? false
      || promptRoutes.contains { !$0.filter.branches.isEmpty }
      || commands.rules.contains { !$0.filter.branches.isEmpty }
      || toolRules.contains { !$0.filter.branches.isEmpty } || fetchRules.contains { !$0.filter.branches.isEmpty }
      || gates.contains { !$0.filter.branches.isEmpty } || contentRules.contains { !$0.filter.branches.isEmpty }
      || handlers.contains { !$0.filter.branches.isEmpty }
      || !(protectedPaths?.filter.branches.isEmpty ?? true)
  }
}

/// The last valid form of each policy file, kept in the user's own state so that a slip in a policy neither disarms the
/// guard nor stops the work (design.md 4).
enum LastValid {
  private static func place(of path: String, in folder: String?) -> String? {
    folder.map { Paths.join($0, "policies/\(Digest.hexadecimal(of: path).prefix(32)).toml") }
  }

  static func bytes(of path: String, in folder: String?) -> [UInt8]? {
    place(of: path, in: folder).flatMap { try? File.read($0, limit: PolicyFile.mostBytes) }
  }

  /// Keeps a copy when the one that is there is older than the file or of another size, so that an unchanged file costs two
  /// looks and no read.
  static func keep(_ bytes: [UInt8], of path: String, in folder: String?) {
    guard let place = place(of: path, in: folder), let status = try? File.status(of: path, followingSymlinks: true)
    else { return }
    if let copy = try? File.status(of: place), copy.modified >= status.modified, copy.size == bytes.count { return }
    // A copy that cannot be kept changes no verdict; it is missed only if the file becomes invalid later.
    do throws(OSError) {
      try File.makeFolders(Paths.folder(of: place), mode: 0o700)
      try File.replace(place, with: bytes, mode: 0o600)
    } catch {}
  }
}
