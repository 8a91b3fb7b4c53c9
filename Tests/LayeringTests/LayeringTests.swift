import Foundation
import Testing

/// Holds the sources to the graph of the package: SwiftPM lets an undeclared import of a sibling compile on an incremental
/// build, so the import lines are read.
@Suite("layering") struct LayeringTests {
  static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources")

  /// What each module may import, beyond the standard library.
  static let allowed: [String: Set<String>] = [
    "JSON": ["CJansson"],
    "OS": ["CSodium", "Glibc", "Darwin", "Musl", "Synchronization"],
    "ShellSyntax": [],
    "Patterns": ["CPCRE2"],
    "HookModel": ["JSON"],
    "PolicyFile": ["CTOML", "Patterns", "HookModel"],
    "Effects": ["JSON", "HookModel", "ShellSyntax", "Patterns"],
    "Dialects": ["JSON", "HookModel"],
    "Policies": ["JSON", "HookModel", "PolicyFile", "Patterns"],
    "Engine": [
      "JSON", "OS", "HookModel", "PolicyFile", "Effects", "Dialects", "Policies", "Patterns", "Synchronization",
    ],
    "Installer": ["JSON", "OS", "HookModel", "Dialects"],
    "CLI": [
      "JSON", "OS", "HookModel", "ShellSyntax", "PolicyFile", "Patterns", "Effects", "Dialects", "Policies", "Engine",
      "Installer", "ArgumentParser",
    ],
    "taffrail": ["OS", "Engine", "CLI"],
  ]

  static var files: [(module: String, url: URL)] {
    let walk = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    return (walk?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }.map { url in
      let below = url.path.dropFirst(sources.path.count + 1)
      return (String(below.prefix { $0 != "/" }), url)
    }
  }

  @Test func everyModuleImportsOnlyWhatLiesBelowIt() throws {
    #expect(Self.files.count > 30)
    for (module, url) in Self.files {
      let allowed = try #require(Self.allowed[module], "\(module) is not in the graph")
      for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ").filter {
          !["public", "internal", "package", "private", "fileprivate", "@testable"].contains($0)
        }
        guard words.first == "import", let name = words.dropFirst().first.map(String.init) else { continue }
        #expect(allowed.contains(name), "\(url.lastPathComponent) imports \(name), which \(module) must not")
      }
    }
  }

  @Test func dialectsAndPoliciesDoNotKnowOfEachOther() throws {
    for (module, url) in Self.files where module == "Policies" {
      let text = try String(contentsOf: url, encoding: .utf8)
      #expect(!text.contains("event.agent =="), "\(url.lastPathComponent) decides by agent")
    }
  }
}
