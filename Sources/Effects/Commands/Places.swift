import HookModel

/// Turns words into the places in the file system that they name, as the kernel would from one directory.
struct Places: Sendable {
  /// The directory that relative words start from, absolute; nil where it is unknown.
  var directory: String?

  /// The target that `argument` names.
  func target(_ argument: Argument, includesContents: Bool = false) -> Target {
    guard let value = argument.value else {
      var target = Target(
        unknown: argument.unknown ?? "an unknown word", spelling: argument.spelling,
        knownFolder: folder(ofPrefix: argument.knownPrefix))
      target.isFromWildcard = argument.isFromWildcard
      target.includesContents = includesContents
      target.listedNames = argument.listedNames
      return target
    }
    guard let path = path(value) else {
      var target = Target(unknown: "the working directory", spelling: argument.spelling)
      target.isFromWildcard = argument.isFromWildcard
      target.includesContents = includesContents
      return target
    }
    return Target(
      path: path, spelling: argument.spelling, isFromWildcard: argument.isFromWildcard,
      includesContents: includesContents)
  }

  /// The absolute path of `word`, or nil where it is relative to an unknown directory.
  func path(_ word: String) -> String? {
    if word.utf8.first == UInt8(ascii: "/") {
      let path = Places.cleaned(word)
      guard let rest = Self.behindOwnDirectory(path) else { return path }
      return directory.map { Places.cleaned($0 + rest) }
    }
    guard let directory else { return nil }
    return Places.cleaned(directory + "/" + word)
  }

  /// What stands behind `/proc/self/cwd`: the directory of whoever asks, the command's and not ours.
  static func behindOwnDirectory(_ path: String) -> String? {
    guard path.utf8.starts(with: "/proc/".utf8) else { return nil }
    for own in ["/proc/self/cwd", "/proc/thread-self/cwd"] where Paths.isInside(path, own) {
      return String(path.utf8.dropFirst(own.utf8.count))
    }
    return nil
  }

  /// The longest folder in which everything lies that the words name; nil where one of them is unknown.
  func commonFolder(_ words: [Argument]) -> String? {
    var common: String?
    for word in words {
      guard let path = word.value.flatMap(path) else { return nil }
      guard let known = common else {
        common = path
        continue
      }
      var folder = Paths.clean(known)
      while folder != "/", !Paths.isInside(Paths.clean(path), folder) { folder = Paths.folder(of: folder) }
      common = folder
    }
    return common
  }

  /// The folder in which every word lies that begins with `prefix`.
  private func folder(ofPrefix prefix: String) -> String? {
    guard let slash = prefix.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    let folder = prefix[..<slash]
    // Behind the known part `..` can follow, so a relative folder says nothing that the directory would not, too.
    return folder.isEmpty ? "/" : path(String(folder))
  }

  /// An absolute path without `.`, empty components and a slash at its end. `..` stays, since what stands before it may be a
  /// symlink; at the root alone it is the root.
  static func cleaned(_ path: String) -> String {
    if isClean(path) { return path }
    var clean: [UInt8] = []
    clean.reserveCapacity(path.utf8.count)
    for component in path.utf8.split(separator: UInt8(ascii: "/")) {
      if component.elementsEqual([UInt8(ascii: ".")]) { continue }
      if clean.isEmpty, component.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")]) { continue }
      clean.append(UInt8(ascii: "/"))
      clean.append(contentsOf: component)
    }
    return clean.isEmpty ? "/" : String(decoding: clean, as: UTF8.self)
  }

  /// Whether no system call takes the path: PATH_MAX of Linux.
  static func isTooLong(_ path: String) -> Bool { path.utf8.count >= 4096 }

  private static func isClean(_ path: String) -> Bool {
    var previous = UInt8(ascii: "x")
    for byte in path.utf8 {
      if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "."), previous == UInt8(ascii: "/") { return false }
      previous = byte
    }
    return previous != UInt8(ascii: "/")
  }

  /// The last component of a word, slashes at its end left out: what `cp` and `mv` put behind the target folder.
  static func name(_ word: String) -> String {
    let bytes = word.utf8
    guard let end = bytes.lastIndex(where: { $0 != UInt8(ascii: "/") }) else { return "" }
    let kept = bytes[...end]
    let start = kept.lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) } ?? bytes.startIndex
    return String(word[start...end])
  }

  /// The word without its last component; nil where there is only one.
  static func parent(_ word: String) -> String? {
    let bytes = word.utf8
    guard let end = bytes.lastIndex(where: { $0 != UInt8(ascii: "/") }),
      let slash = bytes[...end].lastIndex(of: UInt8(ascii: "/"))
    else { return nil }
    return slash == bytes.startIndex ? "/" : String(word[..<slash])
  }
}

extension String {
  /// Whether the text ends in `suffix`, byte for byte.
  func ends(in suffix: String) -> Bool {
    utf8.count >= suffix.utf8.count && utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  /// Whether the text begins with `prefix`, byte for byte.

  /// The text before and behind the first `separator`, or nil where there is none.
  func cut(at separator: Unicode.Scalar) -> (before: String, behind: String)? {
    guard let place = utf8.firstIndex(of: UInt8(ascii: separator)) else { return nil }
    return (String(self[..<place]), String(self[utf8.index(after: place)...]))
  }
}
