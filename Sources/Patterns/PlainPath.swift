/// A path as the most forgiving file system would read it, for names that are to be guarded whichever way they are written.
public enum PlainPath {
  /// The path with each name folded, and without what Windows' file systems leave out: dots and spaces at its end, and the
  /// name of a stream (`::$DATA`). Nil where there is nothing to leave out and all is ASCII, as in nearly every path.
  ///
  /// - Parameter longNames: the names, in lower case, that a short one such as `GIT~1` may stand for.
  public static func of(_ path: String, longNames: () -> [String]) -> String? {
    guard isOdd(path) else { return nil }
    var names: [String] = []
    for part in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      names.append(plain(String(Substring(part)), longNames))
    }
    let plain = names.joined(separator: "/")
    return plain.utf8.elementsEqual(path.utf8) ? nil : plain
  }

  private static func isOdd(_ path: String) -> Bool {
    var previous = UInt8(ascii: "/")
    for byte in path.utf8 {
      switch byte {
      case 0x80..., UInt8(ascii: ":"): return true
      case UInt8(ascii: "/"): if previous == UInt8(ascii: ".") || previous == UInt8(ascii: " ") { return true }
      case UInt8(ascii: "0")...UInt8(ascii: "9"): if previous == UInt8(ascii: "~") { return true }
      default: break
      }
      previous = byte
    }
    return previous == UInt8(ascii: ".") || previous == UInt8(ascii: " ")
  }

  private static func plain(_ name: String, _ longNames: () -> [String]) -> String {
    var folded = Array((Folding.isASCII(name) ? name : Folding.folded(name)).utf8)
    if let colon = folded.firstIndex(of: UInt8(ascii: ":")), colon > 0, folded[colon...].contains(UInt8(ascii: "$")) {
      folded.removeSubrange(colon...)
    }
    let end = folded.lastIndex { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: " ") }
    // `.` and `..` are names of another kind.
    if let end { folded.removeSubrange((end + 1)...) }
    if isShort(folded) {
      for long in longNames() where isShort(folded, for: Array(long.utf8)) { return long }
    }
    return String(decoding: folded, as: UTF8.self)
  }

  private static func isShort(_ name: [UInt8]) -> Bool {
    guard let tilde = name.firstIndex(of: UInt8(ascii: "~")), tilde > 0, tilde + 1 < name.count else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(name[tilde + 1])
  }

  /// Whether NTFS makes such a short name for a long one: the first letters of the base, `~` and a number, and three letters of
  /// the extension; dots at the beginning count for nothing.
  private static func isShort(_ short: [UInt8], for long: [UInt8]) -> Bool {
    let letters = long.drop { $0 == UInt8(ascii: ".") }
    let dot = letters.lastIndex(of: UInt8(ascii: "."))
    let base = letters[..<(dot ?? letters.endIndex)].filter { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: " ") }
    let ending = dot.map { Array(letters[($0 + 1)...].prefix(3)) } ?? []
    guard let tilde = short.firstIndex(of: UInt8(ascii: "~")), tilde <= 6 else { return false }
    let rest = short[(tilde + 1)...].drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard rest.isEmpty || rest.first == UInt8(ascii: ".") else { return false }
    return lower(short[..<tilde]).elementsEqual(base.prefix(tilde)) && (tilde == 6 || tilde == min(6, base.count))
      && lower(rest.dropFirst()).elementsEqual(ending)
  }

  private static func lower(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
  }
}
