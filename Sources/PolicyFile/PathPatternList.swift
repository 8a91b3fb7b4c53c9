public import Patterns

/// A list of gitignore-style patterns, with the place of each. A pattern that begins with `~/` is about paths below the
/// home folder; all others are about paths below the policy's folder, as in gitignore, also those that begin with `/`.
public struct PathPatternList: Sendable {
  struct Compiled: Sendable {
    var matcher: PathPatterns
    var homeMatcher: PathPatterns?
    var patterns: [Located<String>]
  }

  /// The defaults are compiled only when something asks for them, since most calls touch no path at all.
  private enum Source: Sendable {
    case file(Compiled)
    case defaultWrite
    case defaultRead
  }

  /// The default lists.
  enum Defaults: Sendable {
    case write
    case read

    fileprivate var compiled: Compiled {
      switch self {
      case .write: DefaultPaths.write
      case .read: DefaultPaths.read
      }
    }
  }

  private let source: Source
  /// The defaults that decide where no pattern of the list's own does (`"..."`).
  private let defaults: Defaults?

  private var compiled: Compiled {
    switch source {
    case .file(let compiled): compiled
    case .defaultWrite: DefaultPaths.write
    case .defaultRead: DefaultPaths.read
    }
  }

  /// The compiled patterns of the list's own for paths relative to the policy's folder.
  public var matcher: PathPatterns { compiled.matcher }
  /// The patterns as written, those of the defaults last.
  public var patterns: [Located<String>] { compiled.patterns + (defaults?.compiled.patterns ?? []) }

  /// The defaults of `write` and `read`.
  static let defaultWrite = PathPatternList(source: .defaultWrite)
  static let defaultRead = PathPatternList(source: .defaultRead)

  private init(source: Source) {
    self.source = source
    defaults = nil
  }

  /// Creates a list.
  ///
  /// - Parameters:
  ///   - isProtected: Patterns match whatever the case is, and templates such as `.env.example` only by their name.
  ///   - exceptions: Patterns of paths that stay out even below a matched folder.
  public init(patterns: [Located<String>], isProtected: Bool = false, exceptions: [String] = []) {
    self.init(patterns: patterns, isProtected: isProtected, exceptions: exceptions, defaults: nil)
  }

  init(patterns: [Located<String>], isProtected: Bool, exceptions: [String] = [], defaults: Defaults?) {
    source = .file(Compiled(patterns, isProtected: isProtected, exceptions: exceptions))
    self.defaults = defaults
  }

  /// The indices of patterns that match nothing, because a bracket or a backslash in them is not finished.
  var unfinished: [Int] { compiled.matcher.unfinished + (compiled.homeMatcher?.unfinished ?? []) }

  /// The index of the pattern that decides about a path, or nil when none matches or a negated one decides.
  ///
  /// - Parameters:
  ///   - relative: The path relative to the policy's folder; nil where it is not below it.
  ///   - home: The path relative to the home folder; nil where it is not below it.
  public func match(relative: String?, home: String?, isFolder: Bool) -> Int? {
    switch decision(relative: relative, home: home, isFolder: isFolder) {
    case .matched(let index): index
    case .negated, .none: nil
    }
  }

  /// What the list says about a path, for a caller that wants to know which pattern takes it out.
  public func decision(relative: String?, home: String?, isFolder: Bool) -> PathPatterns.Decision {
    let own = compiled
    let decision = own.decision(relative: relative, home: home, isFolder: isFolder)
    guard let defaults else { return decision }
    switch decision {
    case .matched, .negated: return decision
    case .none: break
    }
    switch defaults.compiled.decision(relative: relative, home: home, isFolder: isFolder) {
    case .matched(let index): return .matched(own.patterns.count + index)
    case .negated(let index): return .negated(own.patterns.count + index)
    case .none: return .none
    }
  }
}

extension PathPatternList.Compiled {
  fileprivate func decision(relative: String?, home: String?, isFolder: Bool) -> PathPatterns.Decision {
    let inFolder = relative.map { matcher.decision($0, isFolder: isFolder) } ?? .none
    let inHome = home.flatMap { homeMatcher?.decision($0, isFolder: isFolder) } ?? .none
    // The later pattern decides, whichever folder it is about.
    switch (inFolder, inHome) {
    case (.matched(let a), .matched(let b)): return .matched(max(a, b))
    case (.negated(let a), .negated(let b)): return .negated(max(a, b))
    case (.matched(let a), .negated(let b)): return a > b ? inFolder : inHome
    case (.negated(let a), .matched(let b)): return b > a ? inHome : inFolder
    case (_, .none): return inFolder
    case (.none, _): return inHome
    }
  }

  init(_ patterns: [Located<String>], isProtected: Bool, exceptions: [String] = []) {
    self.patterns = patterns
    let texts = patterns.map { $0.value }
    func compile(_ base: PathPatterns.Base) -> PathPatterns {
      PathPatterns(texts, foldsCase: isProtected, exceptTemplates: isProtected, exceptions: exceptions, base: base)
    }
    matcher = compile(.folder)
    homeMatcher = texts.contains(where: PathPatterns.isHome) ? compile(.home) : nil
  }
}

/// Patterns of places beyond the project, matched exactly: `~/` is the home folder, `/` the file system's root, and `../`
/// the folder above the policy's.
public struct OutsidePatterns: Sendable {
  private let absolute: PathPatterns
  private let home: PathPatterns

  /// Compiles a list; `folder` is the policy's, absolute.
  public init(_ patterns: [String], folder: String) {
    let absolute = patterns.map { $0.utf8.starts(with: "../".utf8) ? OutsidePatterns.above(folder, $0) : $0 }
    self.absolute = PathPatterns(absolute, base: .folder)
    self.home = PathPatterns(patterns, base: .home)
  }

  /// The index of the pattern that covers `path` (absolute), or nil.
  public func match(_ path: String, home folder: String?, isFolder: Bool) -> Int? {
    let bytes = path.utf8
    if bytes.first == UInt8(ascii: "/"),
      let index = absolute.match(String(Substring(bytes.dropFirst())), isFolder: isFolder)
    {
      return index
    }
    guard let folder, bytes.starts(with: folder.utf8), bytes.count > folder.utf8.count + 1 else { return nil }
    let below = bytes.dropFirst(folder.utf8.count)
    guard below.first == UInt8(ascii: "/") else { return nil }
    return home.match(String(Substring(below.dropFirst())), isFolder: isFolder)
  }

  /// Whether a pattern says where it begins.
  static func isAnchored(_ pattern: String) -> Bool {
    pattern.utf8.starts(with: "~/".utf8) || pattern.utf8.first == UInt8(ascii: "/")
      || pattern.utf8.starts(with: "../".utf8)
  }

  private static func above(_ folder: String, _ pattern: String) -> String {
    var names = folder.utf8.split(separator: UInt8(ascii: "/"))
    var rest = pattern.utf8[...]
    while rest.starts(with: "../".utf8) {
      rest = rest.dropFirst(3)
      _ = names.popLast()
    }
    var bytes = [UInt8(ascii: "/")]
    for name in names {
      for byte in name {
        // The folder's own name is no pattern.
        if "*?[\\".utf8.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "/"))
    }
    return String(decoding: bytes + rest, as: UTF8.self)
  }
}

extension ProtectedPathsTable {
  /// `allow-outside` compiled; done when it is asked for, because few events write outside.
  public func outsidePatterns(folder: String) -> OutsidePatterns {
    hasDefaultOutside ? DefaultPaths.outside : OutsidePatterns(allowOutside.map { $0.value }, folder: folder)
  }
}
