internal import ArgumentParser
internal import Engine
internal import HookModel
internal import OS

/// `taffrail init`: a first policy, fitted to the repository that it finds.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a short, commented taffrail.toml fitted to this repository; never over an existing one.",
    discussion: "The programs that it names are trusted, since you asked for them. Shows what it wrote.")

  @Flag(help: "One rule and nothing else.")
  var minimal = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    do throws(Failure) {
      let dryRun = try DryRun(options: global.engine)
      let path = Paths.join(dryRun.root, "taffrail.toml")
      guard File.kind(of: path) == nil else {
        throw Failure(
          stage: "init",
          reason: Reason(
            what: "nothing written", why: "\(path) is there already",
            fix: "edit it, or remove it first; taffrail check tries it"))
      }
      let text = minimal ? PolicyTemplate.minimal : PolicyTemplate.fitted(to: dryRun.root)
      do throws(OSError) {
        try File.replace(path, with: Array(text.utf8), mode: 0o644)
      } catch {
        throw Failure(
          stage: "init",
          reason: Reason(what: "nothing written", why: error.description, fix: "make \(dryRun.root) writable"))
      }
      Terminal.print("wrote \(path):\n\n\(text)")
      try trust()
      Terminal.print("next: taffrail install claude-code   (or codex, devin)")
    } catch {
      throw fail(error)
    }
  }

  private func trust() throws(Failure) {
    let dryRun = try DryRun(options: global.engine)
    guard let stateFolder = dryRun.stateFolder, !Trust.programs(of: dryRun.configuration.files).isEmpty else { return }
    do throws(OSError) {
      try Trust.give(for: dryRun.configuration.files, folder: dryRun.home, stateFolder: stateFolder)
    } catch {
      Terminal.warn("taffrail: its programs are not trusted yet (\(error.description)); run: taffrail trust")
    }
  }
}

/// The text of a first policy.
enum PolicyTemplate {
  static let minimal = """
    version = 1

    [protected-paths]
    write = [".git/", ".env", ".env.*"]   # edited by people

    """

  /// At most 25 lines, each rule with its reason.
  static func fitted(to root: String) -> String {
    var lines = ["version = 1", ""]
    let generated = generatedFolders(in: root)
    let secrets = secretPatterns(in: root)
    let write = generated + [".git/"] + secrets
    lines.append("[protected-paths]")
    lines.append(
      "write = [\(quoted(write))]"
        + (generated.isEmpty ? "   # edited by people" : "   # generated, or edited by people"))
    lines.append("read = [\(quoted(secrets))]   # secrets stay out of transcripts")
    if let test = testCommand(in: root) {
      lines += [
        "", "[[quality-gate]]   # run once when the agent wants to finish",
        "name = \"tests\"", "when = [\(quoted(test.when))]", "run = [\(quoted(test.words))]", "timeout = \"5m\"", "",
        "[completion-gate]   # not finished while they fail", "require = [\"tests\"]",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func quoted(_ words: [String]) -> String {
    words.map { "\"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }.joined(separator: ", ")
  }

  private static func generatedFolders(in root: String) -> [String] {
    var found: [String] = []
    for name in ["generated", "src/generated", "__generated__", "src/__generated__", "gen", "lib/generated"]
    where File.kind(of: Paths.join(root, name)) == .folder {
      found.append("\(name)/")
    }
    // gitattributes(5), as GitHub reads it: `path linguist-generated` or `linguist-generated=true`.
    for line in text(of: Paths.join(root, ".gitattributes")).split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let pattern = words.first, pattern.first != "#" else { continue }
      if words.dropFirst().contains(where: { $0 == "linguist-generated" || $0 == "linguist-generated=true" }) {
        found.append(String(pattern))
      }
    }
    return Array(found.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.prefix(6))
  }

  private static func secretPatterns(in root: String) -> [String] {
    var found = [".env", ".env.*"]
    for line in text(of: Paths.join(root, ".gitignore")).split(separator: "\n") {
      let pattern = line.trimmed
      let folded = pattern.lowercased()
      guard !pattern.isEmpty, pattern.first != "#", pattern.first != "!", found.count < 8 else { continue }
      if ["secret", "credential", ".pem", ".key", "id_rsa", ".p12"].contains(where: folded.contains),
        !found.contains(pattern)
      {
        found.append(pattern)
      }
    }
    return found
  }

  private static func testCommand(in root: String) -> (words: [String], when: [String])? {
    func has(_ name: String) -> Bool { File.kind(of: Paths.join(root, name)) != nil }
    if has("Package.swift") { return (["swift", "test"], ["Package.swift", "Sources/**", "Tests/**"]) }
    if has("Cargo.toml") { return (["cargo", "test"], ["*.rs", "Cargo.toml"]) }
    if has("go.mod") { return (["go", "test", "./..."], ["*.go", "go.mod"]) }
    if text(of: Paths.join(root, "package.json")).contains("\"test\"") {
      let runner =
        has("pnpm-lock.yaml") ? "pnpm" : has("yarn.lock") ? "yarn" : has("bun.lock") || has("bun.lockb") ? "bun" : "npm"
      return (
        [runner, runner == "bun" ? "run" : "test"] + (runner == "bun" ? ["test"] : []),
        ["*.js", "*.jsx", "*.ts", "*.tsx", "package.json"]
      )
    }
    if has("pytest.ini") || has("conftest.py") || text(of: Paths.join(root, "pyproject.toml")).contains("pytest") {
      return (["python3", "-m", "pytest", "-q"], ["*.py", "pyproject.toml"])
    }
    if has("tests"), let names = try? File.names(in: Paths.join(root, "tests"), limit: 1000),
      names.contains(where: { $0.hasSuffix(".py") })
    {
      return (["python3", "-m", "unittest", "discover", "-s", "tests"], ["*.py"])
    }
    if text(of: Paths.join(root, "Makefile")).split(separator: "\n").contains(where: { $0.hasPrefix("test:") }) {
      return (["make", "test"], ["Makefile", "src/**", "lib/**", "tests/**"])
    }
    return nil
  }

  private static func text(of path: String) -> String {
    (try? File.read(path, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

extension Substring {
  /// The text without white space at its ends.
  var trimmed: String {
    var part = self
    while let first = part.first, first.isWhitespace { part.removeFirst() }
    while let last = part.last, last.isWhitespace { part.removeLast() }
    return String(part)
  }
}
