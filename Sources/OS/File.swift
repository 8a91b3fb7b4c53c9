#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

#if !canImport(Darwin)
  // glibc shows it only under _GNU_SOURCE, without which Swift reads its headers.
  @_silgen_name("renameat2")
  private func renameFiles(
    _ oldFolder: Int32, _ old: UnsafePointer<CChar>, _ newFolder: Int32, _ new: UnsafePointer<CChar>, _ flags: UInt32
  ) -> Int32
#endif

/// Reading, writing and looking at files by path.
public enum File {
  // MARK: Reading

  /// The whole content of a regular file of at most `limit` bytes.
  ///
  /// - Parameter allowsSpecial: whether devices and pipes may be read, too; opening one never blocks.
  public static func read(
    _ path: String, limit: Int = .max, allowsSpecial: Bool = false
  ) throws(OSError) -> [UInt8] {
    let bytes = try read(path, upTo: limit == .max ? limit : limit + 1, allowsSpecial)
    if bytes.count > limit { throw OSError(code: EFBIG, call: "read", path: path, note: "larger than \(limit) bytes") }
    return bytes
  }

  /// The first `limit` bytes of a regular file, or all where it has fewer.
  public static func readPrefix(of path: String, limit: Int) throws(OSError) -> [UInt8] {
    try read(path, upTo: limit, false)
  }

  private static func read(_ path: String, upTo bound: Int, _ allowsSpecial: Bool) throws(OSError) -> [UInt8] {
    // O_NONBLOCK keeps a pipe that stands under a file's name from hanging the hook.
    let descriptor = try System.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    defer { try? System.close(descriptor) }
    let status = try System.status(of: descriptor, path)
    switch status.kind {
    case .file: break
    case .folder: throw OSError(code: EISDIR, call: "read", path: path)
    default:
      guard allowsSpecial else { throw OSError(code: EINVAL, call: "read", path: path, note: "not a regular file") }
    }
    // Files of /proc say that they are empty.
    if status.kind == .file, status.size > 0 {
      return try System.read(descriptor, count: min(status.size, bound), path)
    }
    let bytes = try System.readToEnd(descriptor, limit: bound, path)
    return bytes.count > bound ? Array(bytes.prefix(bound)) : bytes
  }

  /// All of standard input, in large reads; an error where it is more than `limit` bytes.
  public static func readStandardInput(limit: Int) throws(OSError) -> [UInt8] {
    let bytes = try System.readToEnd(0, limit: limit, "standard input")
    if bytes.count > limit {
      throw OSError(code: EFBIG, call: "read", path: "standard input", note: "larger than \(limit) bytes")
    }
    return bytes
  }

  // MARK: Writing

  /// Writes all bytes to an open descriptor: 1 is standard output, 2 standard error.
  public static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(OSError) {
    try System.write(descriptor, bytes, "")
  }

  /// Writes a whole text to an open descriptor: 1 is standard output, 2 standard error.
  public static func writeAll(_ text: String, to descriptor: Int32) throws(OSError) {
    var text = text
    var failure: OSError?
    text.withUTF8 { raw in
      do throws(OSError) { unsafe try System.write(descriptor, UnsafeRawBufferPointer(raw), "") } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Gives a path new content in one step: whoever reads it, whenever the process dies, finds the old or the new one.
  /// A symlink at the path is replaced, not followed; callers who want its target resolve the path first.
  ///
  /// - Parameter syncs: whether the content survives a loss of power once this returns. Without it, a loss of power in the
  ///   next seconds may leave the file empty: right for state, wrong for files that are a person's.
  public static func replace(
    _ path: String, with bytes: [UInt8], mode: Int = 0o600, syncs: Bool = false
  ) throws(OSError) {
    let folder = Path.folder(of: path)
    let (descriptor, temporary) = try makeTemporary(in: folder, mode: mode)
    do throws(OSError) {
      do throws(OSError) {
        // The process's mask may have taken bits away from what others are to see.
        if mode & 0o077 != 0 {
          try System.call("fchmod", temporary) { Int(fchmod(descriptor, mode_t(truncatingIfNeeded: mode))) }
        }
        try System.write(descriptor, bytes, temporary)
        if syncs { try System.call("fsync", temporary) { Int(fsync(descriptor)) } }
      } catch {
        try? System.close(descriptor)
        throw error
      }
      try System.close(descriptor, temporary)
      let isDone = syncs ? false : try exchange(temporary, path)
      if !isDone { try rename(temporary, to: path) }
    } catch {
      try? delete(temporary)
      throw error
    }
    if syncs { try syncFolder(folder) }
  }

  /// Gives the new file the old one's name and deletes the old one under the new one's. ext4 writes a file's content out to
  /// the disk before it renames it over another, which takes up to milliseconds; an exchange is as atomic without that.
  ///
  /// - Returns: false where nothing was done, because there is no old file or the system cannot exchange.
  private static func exchange(_ temporary: String, _ path: String) throws(OSError) -> Bool {
    #if canImport(Darwin)
      return false
    #else
      do throws(OSError) {
        try unsafe System.call("renameat2", at: temporary) { new in
          unsafe path.withCString { unsafe Int(renameFiles(AT_FDCWD, new, AT_FDCWD, $0, 2 /* RENAME_EXCHANGE */)) }
        }
      } catch  where [ENOENT, EINVAL, ENOSYS, ENOTSUP].contains(error.code) { return false }
      if kind(of: temporary) == .folder {
        // A folder stood at the path, which rename would have refused to replace.
        _ = unsafe renameFiles(AT_FDCWD, temporary, AT_FDCWD, path, 2)
        throw OSError(code: EISDIR, call: "rename", path: path)
      }
      // The new content is in its place; an old one that cannot be deleted is swept up later.
      try? delete(temporary)
      return true
    #endif
  }

  private static func makeTemporary(in folder: String, mode: Int) throws(OSError) -> (Int32, String) {
    var attempt = 0
    while true {
      let name = "\(temporaryPrefix)\(getpid())-\(attempt).tmp"
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      do throws(OSError) {
        return (try System.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode), path)
      } catch {
        // Another thread's, or left by a killed process that had the same number.
        attempt += 1
        if error.code != EEXIST || attempt == 100 { throw error }
      }
    }
  }

  /// What the names of temporary files begin with; one that a killed process left is older than any run lasts.
  public static let temporaryPrefix = ".taffrail-"

  private static func syncFolder(_ folder: String) throws(OSError) {
    let descriptor = try System.open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY)
    defer { try? System.close(descriptor) }
    try System.call("fsync", folder) { Int(fsync(descriptor)) }
  }

  /// Makes a file that must not be there yet.
  public static func create(_ path: String, with bytes: [UInt8], mode: Int = 0o600) throws(OSError) {
    let descriptor = try System.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
    do throws(OSError) {
      try System.write(descriptor, bytes, path)
    } catch {
      try? System.close(descriptor)
      try? delete(path)
      throw error
    }
    try System.close(descriptor, path)
  }

  /// Adds bytes to the end of a file, which is made where it is missing; a symlink at the path is an error.
  public static func append(_ path: String, _ bytes: [UInt8], mode: Int = 0o600) throws(OSError) {
    let descriptor = try System.open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, mode)
    do throws(OSError) {
      try System.write(descriptor, bytes, path)
    } catch {
      try? System.close(descriptor)
      throw error
    }
    try System.close(descriptor, path)
  }

  // MARK: Names

  /// Gives a file another name on the same file system, replacing what has that name.
  public static func rename(_ path: String, to new: String) throws(OSError) {
    if new.utf8.contains(0) { throw OSError(code: EINVAL, call: "rename", path: new, note: "path with NUL") }
    try unsafe System.call("rename", at: path) { old in
      #if canImport(Darwin)
        unsafe new.withCString { unsafe Int(Darwin.rename(old, $0)) }
      #else
        unsafe new.withCString { unsafe Int(Glibc.rename(old, $0)) }
      #endif
    }
  }

  /// Deletes a file or a symlink.
  public static func delete(_ path: String) throws(OSError) {
    try unsafe System.call("unlink", at: path) { unsafe Int(unlink($0)) }
  }

  /// Deletes an empty folder.
  public static func deleteFolder(_ path: String) throws(OSError) {
    try unsafe System.call("rmdir", at: path) { unsafe Int(rmdir($0)) }
  }

  /// Makes a folder; one that is there already is no error, anything else there is.
  ///
  /// - Returns: whether it was made.
  @discardableResult
  public static func makeFolder(_ path: String, mode: Int = 0o700) throws(OSError) -> Bool {
    do throws(OSError) {
      try unsafe System.call("mkdir", at: path) { unsafe Int(mkdir($0, mode_t(truncatingIfNeeded: mode))) }
      return true
    } catch {
      guard error.code == EEXIST, try status(of: path, followingSymlinks: true).kind == .folder else { throw error }
      return false
    }
  }

  /// Makes a folder and those above it that are missing.
  public static func makeFolders(_ path: String, mode: Int = 0o700) throws(OSError) {
    do throws(OSError) {
      try makeFolder(path, mode: mode)
    } catch {
      let above = Path.folder(of: path)
      guard error.code == ENOENT, !above.isEmpty, above != path else { throw error }
      try makeFolders(above, mode: mode)
      try makeFolder(path, mode: mode)
    }
  }

  /// Makes a symlink.
  public static func makeSymlink(_ path: String, to target: String) throws(OSError) {
    try unsafe System.call("symlink", at: path) { link in unsafe target.withCString { unsafe Int(symlink($0, link)) } }
  }

  /// Sets the permission bits.
  public static func setMode(of path: String, to mode: Int) throws(OSError) {
    try unsafe System.call("chmod", at: path) { unsafe Int(chmod($0, mode_t(truncatingIfNeeded: mode))) }
  }

  // MARK: Looking

  /// What the file system says about a path.
  public static func status(of path: String, followingSymlinks: Bool = false) throws(OSError) -> FileStatus {
    var status = stat()
    try unsafe System.call(followingSymlinks ? "stat" : "lstat", at: path) {
      unsafe Int(followingSymlinks ? stat($0, &status) : lstat($0, &status))
    }
    return FileStatus(status)
  }

  /// What stands at a path, not following a symlink at its end; nil where there is nothing or it cannot be told.
  public static func kind(of path: String) -> FileStatus.Kind? { try? status(of: path).kind }

  /// Where a symlink points to, as it is written in it.
  public static func target(ofSymlink path: String) throws(OSError) -> String {
    let capacity = 4096
    var failure: OSError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      do throws(OSError) {
        count = try unsafe System.call("readlink", at: path) { name in
          unsafe buffer.withMemoryRebound(to: CChar.self) { text in
            unsafe text.baseAddress.map { unsafe readlink(name, $0, capacity) } ?? 0
          }
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    // A text that fills the buffer may be cut off, and half a target is another file.
    if bytes.count == capacity { throw OSError(code: ENAMETOOLONG, call: "readlink", path: path) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the process's user may execute the regular file at a path.
  public static func isExecutable(_ path: String) -> Bool {
    guard let status = try? status(of: path, followingSymlinks: true), status.kind == .file else { return false }
    return (try? unsafe System.call("access", at: path) { unsafe Int(access($0, X_OK)) }) != nil
  }

  /// A name in a folder.
  public struct Entry: Sendable, Equatable {
    /// The name.
    public var name: String
    /// What it is; nil where the folder does not tell and `status` has to be asked.
    public var kind: FileStatus.Kind?
  }

  /// At most `limit` entries of a folder, in the order of their names' bytes, without `.` and `..`.
  public static func entries(in folder: String, limit: Int = .max) throws(OSError) -> [Entry] {
    if let code = Faults.next { throw OSError(code: code, call: "opendir", path: folder) }
    if folder.utf8.contains(0) { throw OSError(code: EINVAL, call: "opendir", path: folder, note: "path with NUL") }
    guard let stream = unsafe opendir(folder) else { throw OSError(code: errno, call: "opendir", path: folder) }
    defer { unsafe _ = closedir(stream) }
    var entries: [Entry] = []
    while entries.count < limit, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name == "." || name == ".." { continue }
      let kind: FileStatus.Kind? =
        switch unsafe Int(entry.pointee.d_type) {
        case Int(DT_REG): .file
        case Int(DT_DIR): .folder
        case Int(DT_LNK): .symlink
        case Int(DT_UNKNOWN): nil
        default: .special
        }
      entries.append(Entry(name: name, kind: kind))
    }
    // Swift compares strings by their canonical form; the order of files has to be that of their bytes.
    entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return entries
  }

  /// At most `limit` names in a folder, in the order of their bytes, without `.` and `..`.
  public static func names(in folder: String, limit: Int = .max) throws(OSError) -> [String] {
    try entries(in: folder, limit: limit).map(\.name)
  }
}
