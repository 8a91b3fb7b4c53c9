import OS
import Testing

@Suite struct FileTests {
  @Test func whatIsReplacedIsRead() throws {
    let scratch = try Scratch()
    let path = "\(scratch.path)/a"
    for text in ["one", "two", ""] {
      try File.replace(path, with: Array(text.utf8))
      #expect(try File.read(path) == Array(text.utf8))
    }
    #expect(try File.status(of: path).mode == 0o600)
    try File.replace(path, with: [1], mode: 0o644, syncs: true)
    #expect(try File.status(of: path).mode == 0o644)
    #expect(try File.names(in: scratch.path) == ["a"])
  }

  @Test func replacingReplacesASymlinkAndRefusesAFolder() throws {
    let scratch = try Scratch()
    try File.create("\(scratch.path)/target", with: [1])
    try File.makeSymlink("\(scratch.path)/link", to: "target")
    try File.replace("\(scratch.path)/link", with: [2])
    #expect(try File.read("\(scratch.path)/target") == [1])
    #expect(File.kind(of: "\(scratch.path)/link") == .file)
    try File.makeFolder("\(scratch.path)/folder")
    #expect(throws: OSError.self) { try File.replace("\(scratch.path)/folder", with: [3]) }
    #expect(File.kind(of: "\(scratch.path)/folder") == .folder)
    #expect(try File.names(in: scratch.path) == ["folder", "link", "target"])
  }

  @Test func limits() throws {
    let scratch = try Scratch()
    let path = "\(scratch.path)/a"
    try File.append(path, [1, 2])
    try File.append(path, [3, 4])
    #expect(try File.read(path, limit: 4) == [1, 2, 3, 4])
    #expect(try File.readPrefix(of: path, limit: 3) == [1, 2, 3])
    #expect(throws: OSError.self) { try File.read(path, limit: 3) }
    #expect(throws: OSError.self) { try File.create(path, with: []) }
  }

  @Test func onlyRegularFilesAreRead() throws {
    let scratch = try Scratch()
    for path in [scratch.path, "/dev/null"] { #expect(throws: OSError.self) { try File.read(path) } }
    #expect(try File.read("/dev/null", allowsSpecial: true) == [])
    do throws(OSError) {
      _ = try File.read("\(scratch.path)/none")
    } catch {
      #expect(error.isMissing)
      #expect(error.description == "open \(scratch.path)/none: no such file or directory")
    }
    #expect(throws: OSError.self) { try File.read("\(scratch.path)\0/x") }
    #if os(Linux)
      #expect(try !File.read("/proc/self/status").isEmpty)
    #endif
  }

  @Test func names() throws {
    let scratch = try Scratch()
    for name in ["é", "b", "a", ".c", "B"] { try File.create("\(scratch.path)/\(name)", with: []) }
    #expect(try File.names(in: scratch.path) == [".c", "B", "a", "b", "é"])
    #expect(try File.names(in: scratch.path, limit: 2).count == 2)
    #expect(throws: OSError.self) { try File.names(in: "\(scratch.path)/none") }
  }

  @Test func folders() throws {
    let scratch = try Scratch()
    try File.makeFolders("\(scratch.path)/a/b/c")
    #expect(File.kind(of: "\(scratch.path)/a/b/c") == .folder)
    #expect(try !File.makeFolder("\(scratch.path)/a"))
    try File.create("\(scratch.path)/file", with: [])
    #expect(throws: OSError.self) { try File.makeFolder("\(scratch.path)/file") }
  }

  /// Whichever call fails, and even if all after it fail, too, as when the process is killed there: the path has the old
  /// content or the new one; after a single failure nothing else is left behind.
  @Test(arguments: [false, true]) func noCallThatFailsLeavesHalfAFile(persists: Bool) throws {
    for syncs in [false, true] {
      var call = 1
      while true {
        let scratch = try Scratch()
        let path = "\(scratch.path)/a"
        try File.replace(path, with: [1, 1, 1])
        let outcome = Faults.inject(Faults.Plan(call: call, code: 28, persists: persists)) { () throws(OSError) in
          try File.replace(path, with: [2, 2, 2], mode: 0o644, syncs: syncs)
        }
        let content = try File.read(path)
        if case .success = outcome.result {
          #expect(content == [2, 2, 2])
        } else {
          #expect(content == [1, 1, 1] || syncs)
          #expect(content == [1, 1, 1] || content == [2, 2, 2])
        }
        let isLeftBehind = try File.names(in: scratch.path).count > 1
        #expect(!isLeftBehind || persists || outcome.calls == call, "call \(call) of \(outcome.calls)")
        if outcome.calls < call { break }
        call += 1
      }
      #expect(call > 5)
    }
  }

  @Test func locks() throws {
    let scratch = try Scratch()
    let path = "\(scratch.path)/lock"
    do {
      let first = try FileLock(path)
      let start = Clock.monotonicMicroseconds()
      do throws(OSError) {
        _ = try FileLock(path, seconds: 0.05)
        Issue.record("the lock was had twice")
      } catch { #expect(error.isTimeout) }
      #expect(Clock.monotonicMicroseconds() - start < 2_000_000)
      withExtendedLifetime(first) {}
    }
    _ = try FileLock(path, seconds: 0)
  }

  @Test func anOpenFileIsNoSymlink() throws {
    let scratch = try Scratch()
    try File.create("\(scratch.path)/target", with: [])
    try File.makeSymlink("\(scratch.path)/link", to: "target")
    do throws(OSError) {
      _ = try OpenFile("\(scratch.path)/link", for: .append(mode: 0o600))
      Issue.record("a symlink was followed")
    } catch { #expect(error.isSymlink) }
  }
}
