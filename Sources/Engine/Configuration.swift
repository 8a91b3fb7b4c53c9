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
  /// The indexes of files of which only a part has been read yet.
  private var rules: OpenRuleIndex?
  private var stateFolder: String?

  private init(files: [PolicyFile], failsOpen: Bool) {
    self.files = files
    self.failsOpen = failsOpen
  }

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
    configuration.stateFolder = sources.stateFolder
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
    let status: FileStatus
    do throws(OSError) {
      status = try File.status(of: path, followingSymlinks: true)
    } catch {
      if error.isMissing, !isWanted { return }
      throw Self.unreadable(name, error)
    }
    var file = PolicyFile(layer: layer, path: path, folder: folder)
    file.displayName = name
    if let index = openIndex(of: file, status, sources) {
      rules = index
      file = index.policy
    } else {
      file = try read(file, status, sources)
    }
    if layer == .user || layer == .machine, let open = file.failsOpen { failsOpen = open }
    files.append(file)
  }

  /// The index of a file's rules, where there is one that is of the file as it is.
  private func openIndex(of file: PolicyFile, _ status: FileStatus, _ sources: Sources) -> OpenRuleIndex? {
    guard status.size >= RuleIndexes.smallest, let place = RuleIndexes.place(of: file.path, in: sources.stateFolder)
    else { return nil }
    let identity = RuleIndexes.Identity(status, file.layer)
    return OpenRuleIndex(place, identity: identity, rules, position: files.count, of: file)
  }

  /// Reads the whole of a file, or its last valid form where it is invalid.
  private mutating func read(
    _ file: PolicyFile, _ status: FileStatus, _ sources: Sources
  ) throws(Failure) -> PolicyFile {
    let (path, name) = (file.path, file.displayName)
    let bytes: [UInt8]
    do throws(OSError) {
      bytes = try File.read(path, limit: PolicyFile.mostBytes + 1)
    } catch {
      throw Self.unreadable(name, error)
    }
    do throws(PolicyErrors) {
      guard bytes.count >= RuleIndexes.smallest, sources.stateFolder != nil else {
        let read = try PolicyFile.read(
          bytes, layer: file.layer, path: path, folder: file.folder, displayName: name)
        LastValid.keep(bytes, of: path, status, in: sources.stateFolder)
        return read
      }
      let (read, index) = try PolicyFile.readIndexed(
        bytes, layer: file.layer, path: path, folder: file.folder, displayName: name)
      LastValid.keep(bytes, of: path, status, in: sources.stateFolder)
      // What was read is what the status is about only if the file has not changed in between.
      if let index, (try? File.status(of: path, followingSymlinks: true)) == status {
        RuleIndexes.keep(index, of: path, RuleIndexes.Identity(status, file.layer), in: sources.stateFolder)
      }
      return read
    } catch {
      let problems = error.description
      guard let last = LastValid.bytes(of: path, in: sources.stateFolder),
        let earlier = try? PolicyFile.read(
          last, layer: file.layer, path: path, folder: file.folder, displayName: name)
      else {
        throw Failure(
          stage: "policy",
          reason: Reason(
            what: "the policy \(name) is invalid, and no earlier valid form of it is known", why: problems,
            fix: "a person mends the line named above; `taffrail check true` says when it is right"))
      }
      replaced.append(problems)
      return earlier
    }
  }

  private static func unreadable(_ name: String, _ error: OSError) -> Failure {
    Failure(
      stage: "policy",
      reason: Reason(
        what: "\(name) cannot be read", why: error.description,
        fix: "make \(name) readable (or remove it), then try again"))
  }

  /// Reads the rules that can be about the commands among these effects, of the files of which only an index is open.
  mutating func addRules(for effects: [Effect]) throws(Failure) {
    var next = rules
    while let index = next {
      next = index.earlier
      if let selected = index.policy(for: effects) {
        files[index.position] = selected
        continue
      }
      let status: FileStatus
      do throws(OSError) {
        status = try File.status(of: index.policy.path, followingSymlinks: true)
      } catch {
        throw Self.unreadable(index.policy.displayName, error)
      }
      var sources = Sources()
      sources.stateFolder = stateFolder
      files[index.position] = try read(index.policy, status, sources)
    }
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
    var next = rules
    while let index = next {
      if index.head.usesBranch { return true }
      next = index.earlier
    }
    return files.contains { file in
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
  static func place(of path: String, in folder: String?) -> String? {
    folder.map { Paths.join($0, "policies/\(Digest.hexadecimal(of: path).prefix(32)).toml") }
  }

  static func bytes(of path: String, in folder: String?) -> [UInt8]? {
    place(of: path, in: folder).flatMap { try? File.read($0, limit: PolicyFile.mostBytes) }
  }

  /// Keeps a copy when the one that is there is older than the file or of another size, so that an unchanged file costs two
  /// looks and no read.
  static func keep(_ bytes: [UInt8], of path: String, _ status: FileStatus, in folder: String?) {
    guard let place = place(of: path, in: folder) else { return }
    if let copy = try? File.status(of: place), copy.modified >= status.modified, copy.size == bytes.count { return }
    // A copy that cannot be kept changes no verdict; it is missed only if the file becomes invalid later.
    do throws(OSError) {
      try File.makeFolders(Paths.folder(of: place), mode: 0o700)
      try File.replace(place, with: bytes, mode: 0o600)
    } catch {}
  }
}
