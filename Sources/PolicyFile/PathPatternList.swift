public import Patterns

/// A list of gitignore-style patterns, with the place of each. A pattern that begins with `~/` is about paths below the
/// home folder; all others are about paths below the policy's folder, as in gitignore, also those that begin with `/`.
public struct PathPatternList: Sendable {
  /// The compiled patterns for paths relative to the policy's folder; the index of a match is the index of `patterns`.
  public var matcher: PathPatterns
  /// The compiled patterns for paths relative to the home folder, with the same indices; nil where there are none.
  public var homeMatcher: PathPatterns?
  /// The patterns as written.
  public var patterns: [Located<String>]

  /// Creates a list.
  ///
  /// - Parameters:
  ///   - isProtected: Patterns match whatever the case is, and templates such as `.env.example` only by their name.
  ///   - exceptions: Patterns of paths that stay out even below a matched folder.
  public init(patterns: [Located<String>], isProtected: Bool = false, exceptions: [String] = []) {
    self.patterns = patterns
    let texts = patterns.map(\.value)
    let hasHome = texts.contains { $0.hasPrefix("~/") || $0.hasPrefix("!~/") }
    func compile(_ base: PathPatterns.Base) -> PathPatterns {
      PathPatterns(
        texts, foldsCase: isProtected, exceptTemplates: isProtected, exceptions: exceptions, base: base)
    }
    matcher = compile(.folder)
    homeMatcher = hasHome ? compile(.home) : nil
  }

  /// The index of the pattern that decides about a path, or nil when none matches or a negated one decides.
  ///
  /// - Parameters:
  ///   - relative: The path relative to the policy's folder; nil where it is not below it.
  ///   - home: The path relative to the home folder; nil where it is not below it.
  public func match(relative: String?, home: String?, isFolder: Bool) -> Int? {
    let inFolder = relative.map { matcher.decision($0, isFolder: isFolder) } ?? .none
    let inHome = home.flatMap { homeMatcher?.decision($0, isFolder: isFolder) } ?? .none
    // The later pattern decides, whichever folder it is about.
    switch (inFolder, inHome) {
    case (.matched(let a), .matched(let b)): return max(a, b)
    case (.matched(let a), .negated(let b)): return a > b ? a : nil
    case (.negated(let a), .matched(let b)): return b > a ? b : nil
    case (.matched(let index), .none), (.none, .matched(let index)): return index
    case (.none, .none), (.negated, .none), (.none, .negated), (.negated, .negated): return nil
    }
  }
}

/// Patterns of places beyond the project, matched exactly: `~/` is the home folder, `/` the file system's root, and `../`
/// the folder above the policy's.
public struct OutsidePatterns: Sendable {
  private let absolute: PathPatterns
  private let home: PathPatterns

  /// Compiles a list; `folder` is the policy's, absolute.
  public init(_ patterns: [String], folder: String) {
    let absolute = patterns.map { $0.hasPrefix("../") ? OutsidePatterns.above(folder, $0) : $0 }
    self.absolute = PathPatterns(absolute, base: .folder)
    self.home = PathPatterns(patterns, base: .home)
  }

  /// The index of the pattern that covers `path` (absolute), or nil.
  public func match(_ path: String, home folder: String?, isFolder: Bool) -> Int? {
    if path.hasPrefix("/"), let index = absolute.match(String(path.dropFirst()), isFolder: isFolder) { return index }
    guard let folder, path.hasPrefix(folder), path.utf8.count > folder.utf8.count + 1,
      path.utf8.dropFirst(folder.utf8.count).first == UInt8(ascii: "/")
    else { return nil }
    return home.match(String(Substring(path.utf8.dropFirst(folder.utf8.count + 1))), isFolder: isFolder)
  }

  /// Whether a pattern says where it begins.
  static func isAnchored(_ pattern: String) -> Bool {
    pattern.hasPrefix("~/") || pattern.hasPrefix("/") || pattern.hasPrefix("../")
  }

  private static func above(_ folder: String, _ pattern: String) -> String {
    var names = folder.split(separator: "/")
    var rest = Substring(pattern)
    while rest.hasPrefix("../") {
      rest = rest.dropFirst(3)
      _ = names.popLast()
    }
    var text = "/"
    for name in names {
      for character in name {
        if "*?[\\".contains(character) { text += "\\" }
        text.append(character)
      }
      text += "/"
    }
    return text + rest
  }
}

extension ProtectedPathsTable {
  /// `allow-outside` compiled; done on each call, because few events write outside.
  public func outsidePatterns(folder: String) -> OutsidePatterns {
    OutsidePatterns(allowOutside.map(\.value), folder: folder)
  }
}
