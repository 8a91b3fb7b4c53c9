import OS
import Testing

/// A folder for one test.
struct Scratch: ~Copyable {
  let path: String

  init() throws {
    let base = try Path.resolve(Surroundings.variable("TMPDIR") ?? "/tmp")
    let path = "\(base)/taffrail-test-\(Surroundings.processNumber)-\(UInt64.random(in: 0 ... .max))"
    try File.makeFolder(path)
    self.path = path
  }

  deinit { Scratch.delete(path) }

  static func delete(_ path: String) {
    guard let kind = File.kind(of: path) else { return }
    if kind == .folder {
      try? File.setMode(of: path, to: 0o700)
      for name in (try? File.names(in: path)) ?? [] { delete("\(path)/\(name)") }
      try? File.deleteFolder(path)
    } else {
      try? File.delete(path)
    }
  }
}
