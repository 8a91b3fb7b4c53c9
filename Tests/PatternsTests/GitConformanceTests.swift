import Foundation
import Patterns
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Thousands of made-up pattern lists and paths, judged by the real `git check-ignore` and by `PathPatterns`. `TAFFRAIL_ROUNDS`
/// asks for more lists, of 16 paths each, than the suite's own.
@Suite struct GitConformanceTests {
  /// One list of patterns, and the paths that are asked of it.
  private struct Group {
    var name: String
    var patterns: [String]
    var paths: [(path: String, isFolder: Bool)]
  }

  @Test func everyDecisionIsGits() throws {
    let rounds = ProcessInfo.processInfo.environment["TAFFRAIL_ROUNDS"].flatMap { Int($0) } ?? 500
    var random = SplitMix(seed: 20_240_917)
    let groups = (0..<rounds).map { Self.group(named: "d\($0)", &random) }
    let repository = try Repository()
    defer { repository.remove() }
    for group in groups {
      try repository.write(group.patterns.joined(separator: "\n") + "\n", to: "\(group.name)/.gitignore")
      for (path, isFolder) in group.paths where isFolder { repository.makeFolder("\(group.name)/\(path)") }
    }
    let asked = groups.flatMap { group in group.paths.map { "\(group.name)/\($0.path)" } }
    let answers = try repository.checkIgnore(asked)
    try #require(answers.count == asked.count)

    var index = 0
    var matched = 0
    for group in groups {
      let patterns = PathPatterns(group.patterns)
      for (path, isFolder) in group.paths {
        let decision = patterns.decision(path, isFolder: isFolder)
        if decision != .none { matched += 1 }
        #expect(
          decision == answers[index],
          "patterns \(group.patterns.map(\.debugDescription)), path \(path.debugDescription), folder: \(isFolder)")
        index += 1
      }
    }
    #expect(index == rounds * 16)
    #expect(matched > index / 5, "the made-up patterns match too seldom to show much")
  }

  private static let pieces = [
    "a", "b", "ab", "A", "*", "*", "?", "**", "/", "/", "/", "**/", "/**", "[a-b]", "[!a]", "[^b]", "[[:alpha:]]",
    "[[:digit:]x]", "[[:foo:]]", "[[:]", "\\*", "\\a", "\\", "!", " ", "\\ ", "[", "]", "-", ".", "é", "#", "[]a]",
    "[a-]", "[b-a]", "[!]a]", "[\\]]", "[a\\-c]", "[/]", "1", "*.y", "[[:upper:][:space:]]",
  ]
  private static let names = [
    "a", "a", "b", "ab", "aa", "ba", "A", "é", "a b", "*", "[a]", "1", "-", "a ", "x.y", "!a", "#a", "\\", "aab", "a/b",
  ]

  private static func invented(_ random: inout SplitMix) -> String {
    (0..<random.number(below: 5) + 1).map { _ in pieces[random.number(below: pieces.count)] }.joined()
  }

  /// A part of a path with wildcards in the place of some of its characters, which matches more often than chance.
  private static func derived(from path: String, _ random: inout SplitMix) -> String {
    let names = path.split(separator: "/")
    let first = random.number(below: names.count)
    let last = first + random.number(below: names.count - first)
    var pattern = random.number(below: 4) == 0 ? "**/" : random.number(below: 3) == 0 ? "/" : ""
    for (offset, name) in names[first...last].enumerated() {
      if offset > 0 { pattern += random.number(below: 6) == 0 ? "/**/" : "/" }
      for character in name {
        switch random.number(below: 8) {
        case 0: pattern += "*"
        case 1: pattern += "?"
        case 2: pattern += "[\(character)a]"
        case 3: pattern += "\\\(character)"
        default: pattern.append(character)
        }
      }
    }
    return pattern + (random.number(below: 4) == 0 ? "/" : random.number(below: 6) == 0 ? "/**" : "")
  }

  private static func group(named name: String, _ random: inout SplitMix) -> Group {
    var folders: Set<String> = []
    var paths: [String] = []
    for _ in 0..<16 {
      let parts = (0..<random.number(below: 4) + 1).map { _ in names[random.number(below: names.count)] }
      let path = parts.joined(separator: "/")
      paths.append(path)
      guard random.number(below: 6) == 0 else { continue }
      var folder = ""
      for part in path.split(separator: "/") {
        folder += folder.isEmpty ? String(part) : "/\(part)"
        folders.insert(folder)
      }
    }
    let patterns = (0..<random.number(below: 3) + 1).map { _ in
      (random.number(below: 5) == 0 ? "!" : "")
        + (random.number(below: 2) == 0
          ? invented(&random) : derived(from: paths[random.number(below: paths.count)], &random))
    }
    return Group(name: name, patterns: patterns, paths: paths.map { ($0, folders.contains($0)) })
  }
}

/// A repository in a temporary folder.
private struct Repository {
  struct Failed: Error { var step: String }
  let root: String

  init() throws {
    // Thousands of small folders are made at once, which a folder in memory does a hundred times faster.
    let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(place)/taffrail-patterns-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failed(step: "mkdtemp") }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard system("git init -q '\(root)'") == 0 else { throw Failed(step: "git init") }
  }

  func remove() { _ = system("rm -rf '\(root)'") }

  func makeFolder(_ path: String) {
    var folder = root
    for part in path.split(separator: "/") {
      folder += "/\(part)"
      mkdir(folder, 0o755)
    }
  }

  func write(_ text: String, to path: String) throws {
    makeFolder(path.split(separator: "/").dropLast().joined(separator: "/"))
    guard let file = fopen("\(root)/\(path)", "w") else { throw Failed(step: "fopen") }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failed(step: "fwrite") }
  }

  /// What git says about each path: its verbose output is source, line, pattern and path, each ended by NUL.
  func checkIgnore(_ paths: [String]) throws -> [PathPatterns.Decision] {
    try write(paths.map { $0 + "\0" }.joined(), to: ".git/asked")
    let command = """
      cd '\(root)' && HOME='\(root)' GIT_CONFIG_NOSYSTEM=1 git -c core.ignoreCase=false check-ignore --stdin -z \
      --no-index --verbose --non-matching < .git/asked
      """
    guard let pipe = popen(command, "r") else { throw Failed(step: "popen") }
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { output += buffer[..<count] }
    guard pclose(pipe) == 0 else { throw Failed(step: "git check-ignore") }
    let fields = output.split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    return stride(from: 0, to: fields.count - 3, by: 4).map { at in
      guard let line = Int(fields[at + 1]) else { return .none }
      return fields[at + 2].hasPrefix("!") ? .negated(line - 1) : .matched(line - 1)
    }
  }
}
