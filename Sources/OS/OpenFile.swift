#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A file that is held open; it is closed when the value goes away.
public struct OpenFile: ~Copyable, Sendable {
  /// The path by which it was opened.
  public let path: String
  private let descriptor: Int32

  /// What an open file is for.
  public enum Access: Sendable {
    /// Reading.
    case read
    /// Reading anywhere, writing at the end; made where it is missing.
    case append(mode: Int)
  }

  /// Opens a regular file; a symlink at the path is an error.
  public init(_ path: String, for access: Access) throws(OSError) {
    self.path = path
    switch access {
    case .read: descriptor = try System.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    case .append(let mode):
      descriptor = try System.open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, mode)
    }
  }

  deinit { try? System.close(descriptor) }

  /// What the file system says about it.
  public func status() throws(OSError) -> FileStatus { try System.status(of: descriptor, path) }

  /// Reads up to `count` bytes from `offset` on; fewer only at the end.
  public func read(at offset: Int, count: Int) throws(OSError) -> [UInt8] {
    try System.read(descriptor, count: count, at: offset, path)
  }

  /// Writes bytes at the end.
  public func append(_ bytes: [UInt8]) throws(OSError) { try System.write(descriptor, bytes, path) }

  /// Shortens the file.
  public func truncate(to size: Int) throws(OSError) {
    try System.call("ftruncate", path) { Int(ftruncate(descriptor, off_t(size))) }
  }

  /// Waits until what was written survives a loss of power.
  public func sync() throws(OSError) { try System.call("fsync", path) { Int(fsync(descriptor)) } }

  /// Takes the file's lock, alone; it is given back when the file is closed.
  ///
  /// - Throws: an error with `isTimeout` where it was not to be had within `seconds`.
  public func lock(seconds: Double) throws(OSError) {
    // The first tries come fast, because another hook holds a lock for microseconds; a holder that hangs must not hang us.
    var pause = 50
    let start = Clock.monotonicMicroseconds()
    while true {
      do throws(OSError) {
        try System.call("flock", path) { Int(flock(descriptor, LOCK_EX | LOCK_NB)) }
        return
      } catch  where error.code == EWOULDBLOCK {
        let waited = Clock.monotonicMicroseconds() - start
        if Double(waited) >= seconds * 1_000_000 {
          throw OSError(code: ETIMEDOUT, call: "flock", path: path, note: "another process holds its lock")
        }
        usleep(UInt32(pause))
        pause = min(pause * 3 / 2, 5000)
      }
    }
  }
}

/// A lock between processes, in a file of its own; given back when the value goes away or the process ends, however.
public struct FileLock: ~Copyable, Sendable {
  private let file: OpenFile

  /// Takes the lock; the file is made where it is missing, and stays.
  ///
  /// - Throws: an error with `isTimeout` where it was not to be had within `seconds`.
  public init(_ path: String, seconds: Double = 2) throws(OSError) {
    let file = try OpenFile(path, for: .append(mode: 0o600))
    try file.lock(seconds: seconds)
    self.file = file
  }
}
