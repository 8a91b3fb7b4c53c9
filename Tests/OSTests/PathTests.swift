import OS
import Testing

@Suite struct PathTests {
  struct Row: Sendable {
    let path: String
    let reached: String?
    let at: SourceLocation
    init(_ path: String, _ reached: String?, at: SourceLocation = #_sourceLocation) {
      self.path = path
      self.reached = reached
      self.at = at
    }
  }

  /// Relative to a folder with: a/b/file, link -> a/b, up -> ../.. (in a/b), dangling -> none/x, loop -> loop, abs -> the
  /// folder's a, file.
  static let rows: [Row] = [
    Row("a/b/file", "a/b/file"),
    Row("a/./b//file/", "a/b/file"),
    Row("link/file", "a/b/file"),
    Row("link/..", "a"),
    Row("a/b/..", "a"),
    Row("link/../x", "a/x"),
    Row("link/new/deep", "a/b/new/deep"),
    Row("none/../a", "a"),
    Row("none/link/../../link/x", "a/b/x"),
    Row("none/x/../../link", "a/b"),
    Row("dangling", "none/x"),
    Row("dangling/y", "none/x/y"),
    Row("a/b/up/link", "a/b"),
    Row("abs/b/file", "a/b/file"),
    Row("loop", nil),
    Row("loop/x", nil),
    Row("one", nil),
    Row("file/x", "file/x"),
    Row("../../../../../../../../..", "/"),
  ]

  @Test(arguments: rows) func resolution(_ row: Row) throws {
    let scratch = try Self.folder()
    let root = scratch.path
    let expected = row.reached.map { $0 == "/" ? "/" : "\(root)/\($0)" }
    #expect((try? Path.resolve("\(root)/\(row.path)")) == expected, sourceLocation: row.at)
    let resolver = Path.Resolver()
    #expect(try resolver.resolve(root) == root)
    #expect((try? resolver.resolve("\(root)/\(row.path)")) == expected, sourceLocation: row.at)
  }

  @Test("what has been resolved before changes no answer")
  func resolver() throws {
    let scratch = try Self.folder()
    let root = scratch.path
    for step in [1, 3, 7, 11] {
      let resolver = Path.Resolver()
      for turn in 0..<3 * Self.rows.count {
        let row = Self.rows[turn * step % Self.rows.count]
        let expected = row.reached.map { $0 == "/" ? "/" : "\(root)/\($0)" }
        #expect((try? resolver.resolve("\(root)/\(row.path)")) == expected, sourceLocation: row.at)
      }
      #expect(try resolver.resolve("/") == "/")
      #expect(throws: OSError.self) { try resolver.resolve("a") }
    }
  }

  private static func folder() throws -> Scratch {
    let scratch = try Scratch()
    let root = scratch.path
    try File.makeFolders("\(root)/a/b")
    for file in ["a/b/file", "file"] { try File.create("\(root)/\(file)", with: []) }
    for (link, target) in [
      ("link", "a/b"), ("a/b/up", "../.."), ("dangling", "none/x"), ("loop", "loop"), ("abs", "\(root)/a"),
      ("one", "two"), ("two", "./one"),
    ] {
      try File.makeSymlink("\(root)/\(link)", to: target)
    }
    return scratch
  }

  @Test func oddPaths() throws {
    #expect(try Path.resolve("/") == "/")
    #expect(try Path.resolve("//") == "/")
    #expect(try Path.resolve("/..") == "/")
    #expect(throws: OSError.self) { try Path.resolve("relative") }
    #expect(throws: OSError.self) { try Path.resolve("") }
    #expect(throws: OSError.self) { try Path.resolve("/a\0b") }
    #expect(try Path.resolve("/nonexistent-x/\(String(repeating: "d/", count: 1000))..").hasPrefix("/nonexistent-x/d"))
    #if os(Linux)
      #expect(try Path.resolve("/dev/stdout") == "/dev/stdout")
    #endif
  }

  @Test func text() {
    #expect(Path.folder(of: "/a/b") == "/a")
    #expect(Path.folder(of: "/a") == "/")
    #expect(Path.folder(of: "a") == "")
    #expect(Path.name(of: "/a/b") == "b")
    #expect(Path.join("/a", "b") == "/a/b")
    #expect(Path.join("/a/", "b") == "/a/b")
    #expect(Path.join("/a", "/b") == "/b")
    #expect(Path.clean("/a/../b/./c//d") == "/b/c/d")
    #expect(Path.clean("/../..") == "/")
  }
}
