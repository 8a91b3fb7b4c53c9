public import HookModel
internal import JSON
public import OS

/// Why state could not be read or written.
public struct StateError: Error, Sendable, Equatable {
  /// What failed and how to mend it.
  public var reason: Reason

  init(_ what: String, why: String, fix: String) { reason = Reason(what: what, why: why, fix: fix) }

  init(_ error: OSError) {
    self.init("state could not be read or written", why: "\(error)", fix: "make the file readable and writable for you")
  }

  /// As the engine folds it.
  public var failure: Failure { Failure(stage: "state", reason: reason) }
}

/// What later hooks need, in files of a folder of our own. Each file is replaced in one step, under one lock for the
/// folder that is held for microseconds; files that cannot be read are errors, never an empty state.
public struct StateStore: Sendable {
  /// The folder, absolute.
  public let folder: String
  /// The root that it is about.
  public let root: String

  /// The name of the folder at a project's root.
  public static let folderName = ".hook-state"

  /// Creates the store of a project; nothing is touched before the first write.
  ///
  /// - Parameters:
  ///   - root: The project's root, absolute.
  ///   - isConfigured: Whether the project has a policy file. One that has none gets no folder of ours at its root; its
  ///     state is kept in the user's own.
  public init(root: String, isConfigured: Bool) throws(StateError) {
    self.root = root
    if isConfigured {
      folder = Path.join(root, StateStore.folderName)
    } else {
      let name = "\(StateStore.safeName(Path.name(of: root), limit: 40))-\(Digest.hexadecimal(of: root).prefix(16))"
      folder = try "\(StateStore.userFolder())/projects/\(name)"
    }
  }

  /// Creates a store in a folder of the caller's choice.
  init(root: String, folder: String) {
    self.root = root
    self.folder = folder
  }

  /// The folder for what belongs to no project: `$XDG_STATE_HOME/taffrail`.
  public static func userFolder() throws(StateError) -> String {
    guard let folder = Surroundings.stateFolder() else {
      throw StateError(
        "there is no folder for state", why: "neither HOME nor XDG_STATE_HOME is set to an absolute path",
        fix: "set HOME in the agent's environment")
    }
    return Path.join(folder, "taffrail")
  }

  /// The audit's folder where the policy names none.
  public var auditFolder: String { "\(folder)/audit" }

  private var lockPath: String { "\(folder)/lock" }
  private var sessionsFolder: String { "\(folder)/sessions" }
  private var gatesFolder: String { "\(folder)/gates" }
  private var lastGatePath: String { "\(folder)/last_quality_gate.json" }

  // MARK: The folder

  /// Makes sure that the folder is there, is a real one, and is ours.
  public func prepare() throws(StateError) {
    do throws(OSError) {
      do throws(OSError) {
        try check(folder)
      } catch  where error.isMissing {
        try File.makeFolders(folder, mode: 0o700)
        try check(folder)
        // git must not see what is in here; someone else's hook may just have written the same.
        do throws(OSError) {
          try File.create("\(folder)/.gitignore", with: Array("*\n".utf8))
        } catch  where error.isPresent {}
      }
    } catch { throw StateError(folder: folder, error) }
  }

  private func prepare(_ part: String) throws(StateError) {
    try prepare()
    do throws(OSError) {
      do throws(OSError) {
        try check(part)
      } catch  where error.isMissing {
        try File.makeFolder(part, mode: 0o700)
        try check(part)
      }
    } catch { throw StateError(folder: part, error) }
  }

  private func check(_ path: String) throws(OSError) {
    let status = try File.status(of: path)
    if status.kind != .folder {
      throw OSError(code: 0, call: "open", path: path, note: "a \(status.kind) stands where our folder should be")
    }
    if status.isOurs { return }
    // In a container the project may belong to another user than the one who works in it; its state then does, too.
    if let project = try? File.status(of: root, followingSymlinks: true), project.owner == status.owner { return }
    throw OSError(code: 0, call: "open", path: path, note: "the folder belongs to another user")
  }

  private func lock() throws(StateError) -> FileLock {
    do throws(OSError) { return try FileLock(lockPath) } catch { throw StateError(error) }
  }

  // MARK: Sessions

  /// What is remembered of a session; a new state where nothing is.
  public func loadSession(_ id: String) throws(StateError) -> SessionState {
    try read(sessionPath(id), SessionState.init(json:)) ?? SessionState()
  }

  /// Changes what is remembered of a session; nothing is written where nothing changes.
  ///
  /// - Returns: the state after the change.
  @discardableResult
  public func updateSession(
    _ id: String, _ change: (inout SessionState) -> Void
  ) throws(StateError) -> SessionState {
    try prepare(sessionsFolder)
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    return try update(id, change)
  }

  private func update(_ id: String, _ change: (inout SessionState) -> Void) throws(StateError) -> SessionState {
    let old = try loadSession(id)
    var new = old
    change(&new)
    if new != old { try write(sessionPath(id), new.json, syncs: false) }
    return new
  }

  /// Applies what the policies want remembered, in one step.
  ///
  /// - Parameters:
  ///   - seen: the session as the call saw it. Where two calls for one action are made at once, both count on from there,
  ///     and so count it once.
  ///   - survivesPowerLoss: whether gate results are on the disk once this returns.
  public func apply(
    _ changes: [StateChange], session: String, seen: SessionState? = nil, survivesPowerLoss: Bool = false
  ) throws(StateError) {
    if changes.isEmpty { return }
    try prepare(sessionsFolder)
    if changes.contains(where: { if case .gateRan = $0 { true } else { false } }) { try prepare(gatesFolder) }
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    for case .gateRan(let result) in changes { try save(result, syncs: survivesPowerLoss) }
    _ = try update(session) { state in for change in changes { state.apply(change, seen: seen) } }
  }

  /// Puts a state in the place of one that cannot be read; that one is kept beside it, under another name.
  public func replaceDamagedSession(_ id: String, with state: SessionState) throws(StateError) {
    try prepare(sessionsFolder)
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    do throws(OSError) {
      do throws(OSError) { try File.rename(sessionPath(id), to: sessionPath(id) + ".damaged") } catch
        where error.isMissing
      {}
    } catch { throw StateError(error) }
    try write(sessionPath(id), state.json, syncs: false)
  }

  /// Forgets a session that has ended, and others that have long been silent. What it was refused stays as long as a
  /// person may still let it pass: a session that has ended can be taken up again, which is how agents without a screen
  /// are spoken to.
  public func endSession(_ id: String, now: Int = Clock.milliseconds()) throws(StateError) {
    guard File.kind(of: sessionsFolder) == .folder else { return }
    try prepare(sessionsFolder)
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    var rest = SessionState()
    let state = try? read(sessionPath(id), SessionState.init(json:))
    rest.refusedCalls = (state?.refusedCalls ?? []).filter(\.passedAt.isEmpty)
    if !rest.refusedCalls.isEmpty { try write(sessionPath(id), rest.json, syncs: false) }
    do throws(OSError) {
      if rest.refusedCalls.isEmpty {
        do throws(OSError) { try File.delete(sessionPath(id)) } catch  where error.isMissing {}
      }
      for folder in [sessionsFolder, gatesFolder, folder] { prune(folder, now: now) }
    } catch { throw StateError(error) }
  }

  /// Deletes sessions that were not touched for 30 days, and temporary files that a killed process left.
  private func prune(_ folder: String, now: Int) {
    for entry in (try? File.entries(in: folder, limit: 10_000)) ?? [] {
      let isTemporary = entry.name.hasPrefix(File.temporaryPrefix)
      guard isTemporary || folder == sessionsFolder else { continue }
      let path = "\(folder)/\(entry.name)"
      guard let status = try? File.status(of: path), status.kind == .file else { continue }
      let age = now - status.modified / 1_000_000
      if age > (isTemporary ? 3_600_000 : 30 * 86_400_000) { try? File.delete(path) }
    }
  }

  /// The sessions that are remembered, by the names of their files.
  public func sessions() throws(StateError) -> [String] {
    do throws(OSError) {
      return try File.names(in: sessionsFolder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
        .map { String($0.dropLast(5)) }
    } catch  where error.isMissing { return [] } catch { throw StateError(error) }
  }

  private func sessionPath(_ id: String) -> String { "\(sessionsFolder)/\(StateStore.safeName(id)).json" }

  // MARK: Gates

  /// The last result of a gate; nil where it never ran.
  public func gateResult(_ gate: String) throws(StateError) -> GateResult? {
    try read("\(gatesFolder)/\(StateStore.safeName(gate)).json", GateResult.init(json:))
  }

  /// The result of the gate that ran last, whichever it was.
  public func lastGateResult() throws(StateError) -> GateResult? { try read(lastGatePath, GateResult.init(json:)) }

  /// The results of all gates.
  public func gateResults() throws(StateError) -> [GateResult] {
    let names: [String]
    do throws(OSError) {
      names = try File.names(in: gatesFolder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
    } catch  where error.isMissing { return [] } catch { throw StateError(error) }
    var results: [GateResult] = []
    for name in names {
      if let result = try read("\(gatesFolder)/\(name)", GateResult.init(json:)) { results.append(result) }
    }
    return results
  }

  /// Takes a gate's turn, after waiting at most so long for another call that has it; nil where it is not to be had.
  func gateTurn(_ gate: String, seconds: Double) -> GateTurn? {
    do throws(StateError) { try prepare(sessionsFolder); try prepare(gatesFolder) } catch { return nil }
    let path = "\(gatesFolder)/\(StateStore.safeName(gate)).lock"
    if let lock = try? FileLock(path, seconds: 0) { return GateTurn(lock, hadToWait: false) }
    do throws(OSError) { return GateTurn(try FileLock(path, seconds: seconds), hadToWait: true) } catch { return nil }
  }

  private func save(_ result: GateResult, syncs: Bool) throws(StateError) {
    try write("\(gatesFolder)/\(StateStore.safeName(result.gate)).json", result.json, syncs: syncs)
    try write(lastGatePath, result.json, syncs: syncs)
  }

  // MARK: All of it

  /// Forgets every session and gate result; the audit stays.
  public func reset() throws(StateError) {
    guard File.kind(of: folder) != nil else { return }
    try prepare()
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    do throws(OSError) {
      for part in [sessionsFolder, gatesFolder] {
        guard let kind = File.kind(of: part) else { continue }
        if kind == .folder { for name in try File.names(in: part) { try File.delete("\(part)/\(name)") } }
      }
      do throws(OSError) { try File.delete(lastGatePath) } catch  where error.isMissing {}
    } catch { throw StateError(error) }
  }

  // MARK: Files

  private func read<Value>(
    _ path: String, _ decode: (JSONReader) throws(JSONReadError) -> Value
  ) throws(StateError) -> Value? {
    let bytes: [UInt8]
    do throws(OSError) { bytes = try File.read(path, limit: 16 << 20) } catch  where error.isMissing {
      return nil
    } catch {
      throw StateError(error)
    }
    func corrupt(_ why: String) -> StateError {
      StateError("the state in \(path) cannot be read", why: why, fix: "run `taffrail state reset`, or delete the file")
    }
    let json: JSONValue
    do throws(JSONError) { json = try JSONParser.parse(bytes) } catch { throw corrupt("\(error)") }
    do throws(JSONReadError) { return try decode(JSONReader(json)) } catch { throw corrupt("\(error)") }
  }

  private func write(_ path: String, _ json: JSONValue, syncs: Bool) throws(StateError) {
    var bytes: [UInt8] = []
    JSONWriter.append(json, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    do throws(OSError) { try File.replace(path, with: bytes, syncs: syncs) } catch { throw StateError(error) }
  }

  /// A file name for an id that came from outside: the id itself where it is harmless, else a digest of it.
  static func safeName(_ id: String, limit: Int = 80) -> String {
    let isSafe = id.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    if isSafe, !id.isEmpty, id.utf8.count <= limit, id.utf8.first != UInt8(ascii: ".") { return id }
    return "sha256-\(Digest.hexadecimal(of: id).prefix(32))"
  }
}

extension StateError {
  init(folder: String, _ error: OSError) {
    self.init(
      "nothing is recorded in \(folder)", why: error.note ?? "\(error)",
      fix: "remove it, or make it a folder that you own; it is made anew when it is missing")
  }
}
