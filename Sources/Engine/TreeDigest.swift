internal import OS

/// A digest of the files that a gate watches, by which a pass that is still good is told from one that is not.
public struct TreeDigest: Sendable {
  /// How much is looked at.
  public struct Bounds: Sendable {
    /// Matching files; what comes after them in the order of names is left out.
    public var files = 20_000
    /// All names that are looked at.
    public var names = 200_000
    /// Bytes that are read in all; after that, files count by size and time.
    public var bytes = 64 << 20
    /// Larger files count by size and time.
    public var fileBytes = 4 << 20

    /// Creates the usual bounds.
    public init() {}
  }

  /// Folders that never hold what a gate watches, or that change with every run of one.
  public static let skippedFolders: Set<String> = [
    ".git", ".hook-state", ".hg", ".svn", "node_modules", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache",
    ".tox", ".nox", ".venv", ".gradle", ".build", ".next", ".nuxt", ".turbo", ".parcel-cache", ".cache", ".idea",
    ".terraform", ".eggs", "DerivedData",
  ]

  private let root: String
  private let bounds: Bounds
  private var digest = Digest()
  private var files = 0
  private var names = 0
  private var bytesRead = 0

  private init(root: String, bounds: Bounds) {
    self.root = root
    self.bounds = bounds
  }

  /// The digest of the files below a root, 64 hexadecimal digits.
  ///
  /// - Parameters:
  ///   - isIgnored: Whether git ignores a path relative to the root; the flag says whether it is a folder.
  ///   - matches: Whether a file counts, by its path relative to the root.
  public static func of(
    root: String, bounds: Bounds = Bounds(), isIgnored: (_ path: String, _ isFolder: Bool) -> Bool = { _, _ in false },
    matching matches: (_ path: String) -> Bool
  ) -> String {
    var tree = TreeDigest(root: root, bounds: bounds)
    tree.walk("", isIgnored, matches)
    return tree.digest.hexadecimal()
  }

  private mutating func walk(
    _ folder: String, _ isIgnored: (String, Bool) -> Bool, _ matches: (String) -> Bool
  ) {
    let place = folder.isEmpty ? root : "\(root)/\(folder)"
    guard let entries = try? File.entries(in: place, limit: bounds.names) else {
      // What cannot be looked at is not the same as what is not there.
      add(folder, "unreadable", mode: 0)
      return
    }
    for entry in entries {
      names += 1
      if names > bounds.names || files >= bounds.files { return }
      let path = folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
      switch entry.kind ?? File.kind(of: "\(root)/\(path)") {
      case .folder:
        if TreeDigest.skippedFolders.contains(entry.name) || isIgnored(path, true) { continue }
        walk(path, isIgnored, matches)
      case .file, .symlink: if matches(path), !isIgnored(path, false) { add(path) }
      default: continue
      }
    }
  }

  private mutating func add(_ path: String) {
    files += 1
    let full = "\(root)/\(path)"
    guard let status = try? File.status(of: full) else {
      add(path, "unreadable", mode: 0)
      return
    }
    if status.kind == .symlink {
      add(path, "link \((try? File.target(ofSymlink: full)) ?? "unreadable")", mode: 0)
      return
    }
    let stamp = "\(status.size) bytes at \(status.modified)"
    if status.size > bounds.fileBytes || bytesRead + status.size > bounds.bytes {
      add(path, stamp, mode: status.mode)
      return
    }
    guard let content = try? File.read(full, limit: bounds.fileBytes) else {
      add(path, "unreadable, \(stamp)", mode: status.mode)
      return
    }
    bytesRead += content.count
    add(path, Digest.hexadecimal(of: content), mode: status.mode)
  }

  /// NUL stands in no path and in none of the rest, so no two trees make the same text.
  private mutating func add(_ path: String, _ content: String, mode: Int) {
    digest.update("\(path)\0\(mode)\0\(content)\0")
  }
}
