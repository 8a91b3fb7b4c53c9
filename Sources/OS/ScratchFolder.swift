#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension File {
  /// Makes a folder of our own, of a name that nothing else has, in `$TMPDIR` or `/tmp`; mode 0700.
  public static func makeTemporaryFolder() throws(OSError) -> String {
    var parent = Surroundings.variable("TMPDIR") ?? ""
    if parent.utf8.first != UInt8(ascii: "/") { parent = "/tmp" }
    for _ in 0..<100 {
      let folder = "\(parent)/\(temporaryPrefix)\(Hexadecimal.random())"
      // A folder that is there already may be somebody else's.
      if try makeFolder(folder, mode: 0o700) { return folder }
    }
    throw OSError(code: EEXIST, call: "mkdir", path: parent)
  }

  /// Deletes a folder and all in it; symlinks are deleted, not followed.
  public static func deleteTree(_ folder: String) throws(OSError) {
    for entry in try entries(in: folder) {
      let path = "\(folder)/\(entry.name)"
      if entry.kind ?? kind(of: path) == .folder { try deleteTree(path) } else { try delete(path) }
    }
    try deleteFolder(folder)
  }
}
