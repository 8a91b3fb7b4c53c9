import Foundation
import Installer

/// A scratch project and home folder on the real file system.
final class Sandbox: Sendable {
  let folder: String
  var root: String { "\(folder)/shop" }
  var home: String { "\(folder)/home" }

  init() throws {
    let temporary = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    folder = "\(temporary)/installer-\(UUID().uuidString)"
    for name in ["shop", "home"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func installer(
    executable: String = "/opt/taffrail/bin/taffrail", state: String = "state", environment: [String: String] = [:]
  ) -> Installer {
    Installer(
      files: SystemFiles(), root: root, home: home, stateFolder: "\(folder)/\(state)", executable: executable,
      environment: { environment[$0] })
  }

  func write(_ text: String, to path: String) throws {
    let file = URL(filePath: "\(root)/\(path)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path.hasPrefix("/") ? path : "\(root)/\(path)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// The names of everything below the project, sorted.
  func tree() -> [String] {
    (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []).sorted()
  }
}
