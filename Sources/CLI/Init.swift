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
      Terminal.print("next: taffrail install   (every agent that is found here; or name one)")
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
    write = ["..."]   # \(defaults)

    """

  /// At most 25 lines, each rule with its reason.
  static func fitted(to root: String) -> String {
    let survey = RepositorySurvey(root)
    let generated = survey.generatedFolders
    let secrets = survey.secretPatterns
    var lines = ["version = 1", "", "[protected-paths]"]
    let own = (generated.isEmpty ? [] : ["generated"]) + (secrets.isEmpty ? [] : ["secrets"])
    lines.append(
      "write = [\(quoted(generated + secrets + ["..."]))]   # \((own + [defaults]).joined(separator: "; "))")
    if secrets.isEmpty {
      lines.append("# Reading .env files, private keys and credentials is refused without a line here.")
    } else {
      lines.append("read = [\(quoted(secrets + ["..."]))]   # secrets stay out of transcripts")
    }
    if let test = survey.test {
      lines += [
        "", "[[quality-gate]]   # run once when the agent wants to finish",
        "name = \"tests\"", "when = [\(quoted(test.when))]", "run = [\(quoted(test.words))]", "timeout = \"5m\"", "",
        "[completion-gate]   # not finished while they fail", "require = [\"tests\"]",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let defaults = "\"...\" are the defaults: \".git/\", .env files, keys, credentials"

  private static func quoted(_ words: [String]) -> String {
    words.map { "\"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }.joined(separator: ", ")
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
