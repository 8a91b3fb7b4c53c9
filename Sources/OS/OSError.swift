#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A call of the operating system that failed.
public struct OSError: Error, Sendable, Equatable {
  /// The error number (`errno`).
  public var code: Int32
  /// What was called: `open`, `rename`, ...
  public var call: String
  /// The file or program that it was about; empty where there is none.
  public var path: String
  /// What is wrong, where the number alone would not say it.
  public var note: String?

  /// Creates an error.
  public init(code: Int32, call: String, path: String, note: String? = nil) {
    self.code = code
    self.call = call
    self.path = path
    self.note = note
  }

  /// Whether there is nothing at the path.
  public var isMissing: Bool { code == ENOENT || code == ENOTDIR }

  /// Whether something is there already.
  public var isPresent: Bool { code == EEXIST }

  /// Whether a symlink stood where none may be, or links go round in a loop.
  public var isSymlink: Bool { code == ELOOP }

  /// Whether a lock was not to be had in time.
  public var isTimeout: Bool { code == ETIMEDOUT }

  /// Whether the reader of a pipe is gone.
  public var isBrokenPipe: Bool { code == EPIPE }

  /// Whether the file is larger than its reader allows.
  public var isTooLarge: Bool { code == EFBIG }

  /// What is wrong, in words: `no such file or directory`.
  public var reason: String { note ?? OSError.words(for: code) }
}

extension OSError: CustomStringConvertible {
  /// `open /etc/shadow: permission denied`
  public var description: String {
    path.isEmpty ? "\(call): \(reason)" : "\(call) \(path): \(reason)"
  }
}

extension OSError {
  /// The common numbers in words. `strerror` would bring the locale's machinery into a static executable.
  static func words(for code: Int32) -> String {
    switch code {
    case EPERM: "operation not permitted"
    case ENOENT: "no such file or directory"
    case EINTR: "interrupted"
    case EIO: "input/output error"
    case E2BIG: "argument list too long"
    case ENOEXEC: "not an executable format"
    case EBADF: "bad file descriptor"
    case ECHILD: "no child process"
    case EAGAIN: "resource temporarily unavailable"
    case ENOMEM: "out of memory"
    case EACCES: "permission denied"
    case EBUSY: "resource busy"
    case EEXIST: "file exists"
    case EXDEV: "cross-device link"
    case ENODEV: "no such device"
    case ENOTDIR: "not a folder"
    case EISDIR: "is a folder"
    case EINVAL: "invalid argument"
    case ENFILE, EMFILE: "too many open files"
    case ENOTTY: "not a terminal"
    case ETXTBSY: "text file busy"
    case EFBIG: "file too large"
    case ENOSPC: "no space left on device"
    case ESPIPE: "cannot seek"
    case EROFS: "read-only file system"
    case EMLINK: "too many links"
    case EPIPE: "broken pipe"
    case ENAMETOOLONG: "file name too long"
    case ENOLCK: "no locks available"
    case ENOSYS: "not implemented"
    case ENOTEMPTY: "folder not empty"
    case ELOOP: "too many levels of symbolic links"
    case EOVERFLOW: "value too large"
    case ENOTSUP: "not supported"
    case ETIMEDOUT: "timed out"
    case ESTALE: "stale file handle"
    case EDQUOT: "disk quota exceeded"
    default: "error \(code)"
    }
  }
}
