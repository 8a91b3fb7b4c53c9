internal import JSON
internal import OS

/// The end of the audit as it was when a session ended, kept in the user's own state, apart from the project: the chain
/// itself shows lines that were edited, removed or moved, and cannot show that its last ones are gone. What came after the
/// last session's end can still be cut off unseen.
public enum AuditHead {
  private static func path(for folder: String, in stateFolder: String) -> String {
    "\(stateFolder)/heads/\(Digest.hexadecimal(of: Array(folder.utf8)).prefix(32)).json"
  }

  /// Notes where the audit ends. A failure is none of the session's business: the older note still holds.
  static func remember(_ folder: String, stateFolder: String?) {
    guard let stateFolder, let name = (try? AuditLog.dayFiles(in: folder))?.last else { return }
    do throws(OSError) {
      let file = try OpenFile("\(folder)/\(name)", for: .read)
      let size = try file.status().size
      guard size > 0 else { return }
      let tail = try AuditTail(of: file, size: size)
      let value: JSONValue = [
        "file": .string(name), "size": .integer(size - tail.unfinished), "hash": .string(tail.previous),
        "time": .string(Clock.rfc3339(Clock.milliseconds())),
      ]
      let path = path(for: folder, in: stateFolder)
      try File.makeFolders(Path.folder(of: path), mode: 0o700)
      try File.replace(path, with: Array((JSONWriter.compact(value) + "\n").utf8), mode: 0o600)
    } catch {}
  }

  /// What is no longer there of what was there at the end of a session; nil where nothing is missing, or nothing is known.
  public static func problem(in folder: String, stateFolder: String?) -> AuditProblem? {
    guard let stateFolder, let bytes = try? File.read(path(for: folder, in: stateFolder), limit: 4_096),
      let value = try? JSONParser.parse(bytes), let name = value["file"]?.string, let size = value["size"]?.integer,
      let hash = value["hash"]?.string, let time = value["time"]?.string
    else { return nil }
    func missing(_ what: String) -> AuditProblem {
      AuditProblem(file: name, line: 1, message: "\(what) since a session ended at \(time)")
    }
    guard let file = try? OpenFile("\(folder)/\(name)", for: .read), let now = try? file.status().size else {
      // A file is deleted when it is too old; then younger ones have followed it.
      let files = (try? AuditLog.dayFiles(in: folder)) ?? []
      let isOld = files.contains { name.utf8.lexicographicallyPrecedes($0.utf8) }
      return isOld ? nil : missing("the file is gone")
    }
    if now < size { return missing("lines were removed from the end (\(size - now) bytes)") }
    guard let tail = try? AuditTail(of: file, size: size), tail.unfinished == 0, tail.previous == hash else {
      return missing("the end was replaced")
    }
    return nil
  }
}
