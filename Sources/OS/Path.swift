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
  /// - Throws: where symlinks go round in a loop, or a folder may not be searched.
  public static func resolve(_ path: String) throws(OSError) -> String {
    try check(path)
    var walk = Walk(path: path, known: 0)
    try walk.run()
    return walk.end
  }

  /// What has been resolved, so that of paths that lie side by side only what is new in each is looked at. It holds while
  /// nobody changes the folders: for one hook call, not longer.
  public final class Resolver: @unchecked Sendable {
    /// Paths in which no part is a link, the latest first.
    private var known: [[UInt8]] = []
    private static let most = 4

    /// Creates one that knows nothing.
    public init() {}

    /// As `Path.resolve`.
    public func resolve(_ path: String) throws(OSError) -> String {
      var shared = 0
      for other in known { shared = max(shared, Walk.shared(other, path)) }
      try Path.check(path)
      var walk = Walk(path: path, known: shared)
      try walk.run()
      let real = walk.missing.map { walk.reached[..<$0] } ?? walk.reached[...]
      if real.count > shared {
        if known.count == Self.most { known.removeLast() }
        known.insert(Array(real), at: 0)
      }
      return walk.end
    }
  }

  fileprivate static func check(_ path: String) throws(OSError) {
    guard path.utf8.first == UInt8(ascii: "/") else {
      throw OSError(code: EINVAL, call: "resolve", path: path, note: "not an absolute path")
    }
    if path.utf8.contains(0) { throw OSError(code: EINVAL, call: "resolve", path: path, note: "path with NUL") }
    if path.utf8.count > 65_536 { throw OSError(code: ENAMETOOLONG, call: "resolve", path: path) }
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

    /// The first `known` bytes of the path are the path of a folder in which no part is a link.
    init(path: String, known: Int) {
      self.path = path
      rest = Array(path.utf8)
      reached.reserveCapacity(rest.count + 64)
      reached += rest[..<known]
      next = known
    }

    /// How many bytes of the path are the same whole names as in `known`, from its beginning on.
    static func shared(_ known: [UInt8], _ path: String) -> Int {
      var same = 0
      var index = 0
      for byte in path.utf8 {
        if index == known.count {
          if byte == UInt8(ascii: "/") { same = index }
          return same
        }
        if byte != known[index] { return same }
        if byte == UInt8(ascii: "/") { same = index }
        index += 1
      }
      // The path ends here: within a name, or behind one.
      return index == known.count || known[index] == UInt8(ascii: "/") ? index : same
    }

    /// The path that was reached.
    var end: String { reached.isEmpty ? "/" : String(decoding: reached, as: UTF8.self) }

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
