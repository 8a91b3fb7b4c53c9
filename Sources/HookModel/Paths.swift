/// Lexical work on absolute paths, byte by byte. What a path leads to is `Facts.resolve`'s business.
public enum Paths {
  static let slash = UInt8(ascii: "/")

  /// Whether `path` is `folder` or lies below it. Both are absolute and clean.
  public static func isInside(_ path: String, _ folder: String) -> Bool {
    if folder == "/" { return true }
    let length = folder.utf8.count
    return unsafe path.withBytes { inner in
      unsafe folder.withBytes { outer in
        guard unsafe inner.count == length || (inner.count > length && inner[length] == slash) else { return false }
        // Paths that differ do so at their ends.
        for index in (0..<length).reversed() where unsafe inner[index] != outer[index] { return false }
        return true
      }
    }
  }

  /// `path` as seen from `folder`, without a leading slash; empty for the folder itself, nil when it lies elsewhere.
  public static func relative(_ path: String, to folder: String) -> String? {
    guard isInside(path, folder) else { return nil }
    if folder == "/" { return String(path.utf8.dropFirst()) ?? "" }
    let rest = path.utf8.dropFirst(folder.utf8.count)
    return String(rest.first == slash ? rest.dropFirst() : rest) ?? ""
  }

  /// `path` behind `folder`, unless it is absolute itself.
  public static func join(_ folder: String, _ path: String) -> String {
    if path.utf8.first == slash { return path }
    if path.isEmpty { return folder }
    return folder.utf8.last == slash ? folder + path : folder + "/" + path
  }

  /// The path without `//`, `.`, a slash at the end, and with `..` taken out as text. Right only where no symlink stands
  /// before a `..`; use `Facts.resolve` to be sure.
  public static func clean(_ path: String) -> String {
    if isClean(path) { return path }
    var kept: [Substring.UTF8View] = []
    let isAbsolute = path.utf8.first == slash
    for name in Substring(path).utf8.split(separator: slash) {
      if name.elementsEqual(".".utf8) { continue }
      if name.elementsEqual("..".utf8) {
        if let last = kept.last, !last.elementsEqual("..".utf8) {
          kept.removeLast()
        } else if !isAbsolute {
          kept.append(name)
        }
        continue
      }
      kept.append(name)
    }
    let joined = kept.map { String(Substring($0)) }.joined(separator: "/")
    return isAbsolute ? "/" + joined : joined
  }

  /// Whether `clean` would change nothing.
  private static func isClean(_ path: String) -> Bool {
    var length = 0
    var dots = 0
    var isFirst = true
    for byte in path.utf8 {
      if byte == slash {
        if !isFirst, length == 0 || (dots == length && length <= 2) { return false }
        length = 0
        dots = 0
      } else {
        length += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
      }
      isFirst = false
    }
    if path.utf8.count == 1 { return true }
    return length > 0 && !(dots == length && length <= 2)
  }

  /// The last name in a path.
  public static func last(_ path: String) -> String {
    guard let index = path.utf8.lastIndex(of: slash) else { return path }
    return String(path[path.utf8.index(after: index)...])
  }

  /// The folder in which a path's last name stands.
  public static func folder(of path: String) -> String {
    guard let index = path.utf8.lastIndex(of: slash) else { return "" }
    return index == path.utf8.startIndex ? "/" : String(path[..<index])
  }

  /// The path as people read it: relative to the root where it is inside, `~/...` where it is in the home folder.
  public static func display(_ path: String, root: String, home: String?) -> String {
    if let inside = relative(path, to: root) { return inside.isEmpty ? "the project's root" : inside }
    if let home, home != "/", let below = relative(path, to: home) { return below.isEmpty ? "~" : "~/" + below }
    return path
  }
}
