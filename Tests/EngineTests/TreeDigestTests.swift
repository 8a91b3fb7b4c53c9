import OS
import Testing

@testable import Engine

@Suite struct TreeDigestTests {
  func tree(_ scratch: borrowing StoreScratch) throws -> String {
    let root = "\(scratch.path)/tree"
    try File.makeFolders("\(root)/src/deep")
    try File.makeFolders("\(root)/node_modules/x")
    try File.makeFolders("\(root)/ignored")
    for file in ["src/a.py", "src/deep/b.py", "src/c.txt", "node_modules/x/d.py", "ignored/e.py"] {
      try File.create("\(root)/\(file)", with: Array(file.utf8), mode: 0o644)
    }
    return root
  }

  func digest(_ root: String, _ bounds: TreeDigest.Bounds = .init()) -> String {
    TreeDigest.of(root: root, bounds: bounds, isIgnored: { path, _ in path == "ignored" }) { $0.hasSuffix(".py") }
  }

  @Test func onlyWhatIsWatchedCounts() throws {
    let scratch = try StoreScratch()
    let root = try tree(scratch)
    let before = digest(root)
    #expect(before.utf8.count == 64)
    try File.append("\(root)/src/c.txt", [1])
    try File.append("\(root)/node_modules/x/d.py", [1])
    try File.append("\(root)/ignored/e.py", [1])
    try File.makeFolders("\(root)/src/__pycache__")
    try File.create("\(root)/src/__pycache__/a.py", with: [])
    #expect(digest(root) == before)
  }

  static let changes: [@Sendable (String) throws -> Void] = [
    { try File.append("\($0)/src/a.py", [1]) },
    { try File.create("\($0)/src/new.py", with: []) },
    { try File.delete("\($0)/src/deep/b.py") },
    { try File.rename("\($0)/src/a.py", to: "\($0)/src/z.py") },
    { try File.setMode(of: "\($0)/src/a.py", to: 0o755) },
    { try File.makeSymlink("\($0)/src/l.py", to: "a.py") },
    { try File.rename("\($0)/src/deep", to: "\($0)/src/deeper") },
  ]

  @Test(arguments: changes.indices) func everyChangeOfAWatchedFileShows(_ index: Int) throws {
    let scratch = try StoreScratch()
    let root = try tree(scratch)
    let before = digest(root)
    try Self.changes[index](root)
    #expect(digest(root) != before)
  }

  @Test func beyondTheBoundsSizeAndTimeCount() throws {
    let scratch = try StoreScratch()
    let root = try tree(scratch)
    var bounds = TreeDigest.Bounds()
    bounds.fileBytes = 2
    let before = digest(root, bounds)
    #expect(before != digest(root))
    #expect(before == digest(root, bounds))
    try File.append("\(root)/src/a.py", [1])
    #expect(before != digest(root, bounds))
    bounds.files = 1
    #expect(digest(root, bounds) != before)
  }

  @Test func aRootThatIsNotThere() {
    #expect(digest("/nonexistent/x").utf8.count == 64)
  }
}
