internal import HookModel
public import OS
public import PolicyFile

/// Which programs of a project's policy a person has trusted: a digest of what they are, kept outside the project
/// (design.md 6). A comment or another rule in the policy changes nothing.
public enum Trust {
  /// The digest of everything that the project's files name to be run: the words, where they run, and the content of the
  /// project's own scripts among them.
  public static func digest(of files: [PolicyFile], folder: String) -> String {
    var hasher = Digest()
    for program in programs(of: files) {
      for word in program {
        hasher.update(Array(word.utf8) + [0])
        // A word that names a file of the project stands for its content: who trusts ./check.sh trusts what it says now.
        let path = Paths.clean(Paths.join(folder, word))
        guard !word.isEmpty, word.utf8.first != UInt8(ascii: "-"), Paths.isInside(path, folder) else { continue }
        guard File.kind(of: path) == .file || File.kind(of: path) == .symlink else { continue }
        if let bytes = try? File.read(path, limit: 4 << 20) { hasher.update(bytes) }
      }
      hasher.update([1])
    }
    return hasher.hexadecimal()
  }

  /// What the project's own files name to be run, in order; the user's and the machine's files are a person's already.
  public static func programs(of files: [PolicyFile]) -> [[String]] {
    files.filter { $0.layer == .project || $0.layer == .local }.flatMap(\.namedPrograms)
  }

  /// The file that holds what was trusted for a project.
  static func place(folder: String, stateFolder: String) -> String {
    Paths.join(stateFolder, "trust/\(Digest.hexadecimal(of: folder).prefix(32))")
  }

  /// Whether a person has trusted exactly these programs.
  public static func isGiven(for files: [PolicyFile], folder: String, stateFolder: String?) -> Bool {
    guard let stateFolder, let bytes = try? File.read(place(folder: folder, stateFolder: stateFolder), limit: 4_096)
    else { return false }
    return bytes.prefix { $0 != UInt8(ascii: "\n") }.elementsEqual(digest(of: files, folder: folder).utf8)
  }

  /// Notes that a person trusts the programs as they are now.
  public static func give(for files: [PolicyFile], folder: String, stateFolder: String) throws(OSError) {
    let place = place(folder: folder, stateFolder: stateFolder)
    try File.makeFolders(Paths.folder(of: place), mode: 0o700)
    try File.replace(place, with: Array("\(digest(of: files, folder: folder))\n\(folder)\n".utf8), mode: 0o600)
  }

  /// Takes the trust back; false when there was none.
  public static func takeBack(folder: String, stateFolder: String) throws(OSError) -> Bool {
    let place = place(folder: folder, stateFolder: stateFolder)
    guard File.kind(of: place) != nil else { return false }
    try File.delete(place)
    return true
  }
}
