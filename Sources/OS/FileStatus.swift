#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What the file system says about a file.
public struct FileStatus: Sendable, Equatable {
  /// What stands at a path.
  public enum Kind: Sendable, Equatable {
    case file
    case folder
    case symlink
    /// A device, pipe or socket.
    case special
  }

  /// What it is.
  public var kind: Kind
  /// The permission bits, such as 0o644.
  public var mode: Int
  /// The size in bytes.
  public var size: Int
  /// When the content last changed, in nanoseconds since 1970.
  public var modified: Int
  /// When the content or what is said about it last changed, in nanoseconds since 1970; no program can set it.
  public var changed: Int
  /// The file's number; together with `device` it says whether two paths are the same file.
  public var inode: UInt64
  /// The file system's number.
  public var device: UInt64
  /// The user who owns it.
  public var owner: UInt32
  /// How many names it has; 0 when it was deleted while open.
  public var links: Int

  /// Whether the process's own user owns it.
  public var isOurs: Bool { owner == geteuid() }

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .symlink
      default: .special
      }
    mode = Int(status.st_mode & 0o7777)
    size = Int(status.st_size)
    #if canImport(Darwin)
      let (content, any) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (content, any) = (status.st_mtim, status.st_ctim)
    #endif
    modified = Int(content.tv_sec) * 1_000_000_000 + Int(content.tv_nsec)
    changed = Int(any.tv_sec) * 1_000_000_000 + Int(any.tv_nsec)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    owner = status.st_uid
    links = Int(status.st_nlink)
  }
}
