#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Paths, and what the kernel makes of them.
public enum Path {
  /// The part before the last slash: `/a` for `/a/b`, `/` for `/a`, empty for a bare name.
  public static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The part after the last slash.
  public static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// `path` seen from `folder`; an absolute path stays as it is.
  public static func join(_ folder: String, _ path: String) -> String {
    if path.utf8.first == UInt8(ascii: "/") || folder.isEmpty { return path }
    return folder.utf8.last == UInt8(ascii: "/") ? folder + path : folder + "/" + path
  }

  /// The path without `.`, `..` and double slashes, taken out by the text alone: right only where no symlink stands
  /// before a `..`.
  public static func clean(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The path that the kernel would reach for an absolute path: every symlink and `..` resolved, also where the end of
  /// the path does not exist. What lies below something that does not exist is taken as it is written.
  ///
  /// - Parameter resolved: a folder whose path is known to be resolved already; nothing up to it is looked at again.
  /// - Throws: where symlinks go round in a loop, or a folder may not be searched.
  public static func resolve(_ path: String, below resolved: String = "") throws(OSError) -> String {
    guard path.utf8.first == UInt8(ascii: "/") else {
      throw OSError(code: EINVAL, call: "resolve", path: path, note: "not an absolute path")
    }
    if path.utf8.contains(0) { throw OSError(code: EINVAL, call: "resolve", path: path, note: "path with NUL") }
    if path.utf8.count > 65_536 { throw OSError(code: ENAMETOOLONG, call: "resolve", path: path) }
    var walk = Walk(path: path, resolved: resolved)
    try walk.run()
    return walk.reached.isEmpty ? "/" : String(decoding: walk.reached, as: UTF8.self)
  }

  /// A walk along the parts of a path, in bytes; `reached` holds no symlink and ends without a slash.
  private struct Walk {
    let path: String
    var reached: [UInt8] = []
    /// What is still to go, from `next` on.
    var rest: [UInt8]
    var next = 0
    /// How long `reached` was when something was missing; below that nothing has to be looked at.
    var missing: Int?
    var links = 0

    init(path: String, resolved: String) {
      self.path = path
      rest = Array(path.utf8)
      let known = resolved.utf8.count
      if known > 1, path.utf8.starts(with: resolved.utf8),
        rest.count == known || rest[known] == UInt8(ascii: "/")
      {
        reached = Array(resolved.utf8)
        next = known
      }
      reached.reserveCapacity(rest.count + 64)
    }

    mutating func run() throws(OSError) {
      while true {
        while next < rest.count, rest[next] == UInt8(ascii: "/") { next += 1 }
        if next == rest.count { return }
        let start = next
        while next < rest.count, rest[next] != UInt8(ascii: "/") { next += 1 }
        let length = next - start
        if rest[start] == UInt8(ascii: "."), length <= 2 {
          if length == 1 { continue }
          if rest[start + 1] == UInt8(ascii: ".") {
            goUp()
            continue
          }
        }
        let folderLength = reached.count
        reached.append(UInt8(ascii: "/"))
        for index in start..<next { reached.append(rest[index]) }
        if missing != nil { continue }
        if let target = try link(folderLength) { follow(target, from: folderLength) }
        if links > 40 { throw OSError(code: ELOOP, call: "resolve", path: path) }
      }
    }

    mutating func goUp() {
      guard let slash = reached.lastIndex(of: UInt8(ascii: "/")) else { return }
      reached.removeSubrange(slash...)
      if let length = missing, reached.count <= length { missing = nil }
    }

    mutating func follow(_ target: [UInt8], from folderLength: Int) {
      links += 1
      let isAbsolute = target.first == UInt8(ascii: "/")
      reached.removeSubrange((isAbsolute ? 0 : folderLength)...)
      var rest = target
      rest.append(UInt8(ascii: "/"))
      rest += self.rest[next...]
      self.rest = rest
      next = 0
    }

    /// The target of the symlink that was reached; nil where it is none.
    mutating func link(_ folderLength: Int) throws(OSError) -> [UInt8]? {
      do throws(OSError) {
        let target = try System.link(at: &reached)
        // /dev/stdout and its like lead to what this very process has open, which says nothing about another's.
        return target.starts(with: "/proc/self/fd".utf8) ? nil : target
      } catch {
        switch error.code {
        case EINVAL: return nil
        case ENOENT, ENOTDIR:
          missing = folderLength
          return nil
        default: throw OSError(code: error.code, call: "resolve", path: path)
        }
      }
    }
  }

  /// Whether the file system at a path tells `a` from `A`.
  public static func isCaseSensitive(_ path: String) -> Bool {
    #if canImport(Darwin)
      return unsafe pathconf(path, _PC_CASE_SENSITIVE) != 0
    #else
      return true
    #endif
  }
}
