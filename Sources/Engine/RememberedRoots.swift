public import OS

/// The roots of sessions of agents that name no project: the directory of a session's first event counts for all of it.
public enum RememberedRoots {
  /// The root of a session; nil where none is remembered, or what is remembered is no absolute path.
  public static func root(of session: String) throws(StateError) -> String? {
    let path = try path(of: session)
    do throws(OSError) {
      let root = String(decoding: try File.read(path, limit: 65_536), as: UTF8.self)
      return root.utf8.first == UInt8(ascii: "/") ? root : nil
    } catch  where error.isMissing { return nil } catch { throw StateError(error) }
  }

  /// Remembers the root of a session, and forgets sessions that were silent for 30 days.
  public static func remember(_ root: String, for session: String, now: Int = Clock.milliseconds()) throws(StateError) {
    let path = try path(of: session)
    let folder = Path.folder(of: path)
    do throws(OSError) {
      try File.makeFolders(folder, mode: 0o700)
      try File.replace(path, with: Array(root.utf8))
    } catch { throw StateError(error) }
    for name in (try? File.names(in: folder, limit: 10_000)) ?? [] {
      guard let status = try? File.status(of: "\(folder)/\(name)") else { continue }
      if now - status.modified / 1_000_000 > 30 * 86_400_000 { try? File.delete("\(folder)/\(name)") }
    }
  }

  /// Forgets a session that has ended.
  public static func forget(_ session: String) throws(StateError) {
    let path = try path(of: session)
    do throws(OSError) { try File.delete(path) } catch  where error.isMissing {} catch { throw StateError(error) }
  }

  private static func path(of session: String) throws(StateError) -> String {
    try "\(StateStore.userFolder())/roots/\(StateStore.safeName(session))"
  }
}
