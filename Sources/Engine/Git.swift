internal import HookModel
internal import OS

/// Puts a rule's question to git. Only asked when a rule would otherwise refuse; where git cannot answer, the rule stands.
enum Git {
  /// How long git may take for one question, in seconds.
  static let timeout = 5.0

  static func answer(_ question: GitQuestion) -> GitAnswer {
    switch question {
    case .isUnmodified(let path, let directory):
      guard run(["ls-files", "--error-unmatch", "--", path], in: directory).succeeded else { return .no }
      let status = run(["status", "--porcelain=v1", "-z", "--untracked-files=all", "--", path], in: directory)
      return status.answer { $0.isEmpty }
    case .isTracked(let path, let directory):
      return run(["ls-files", "--error-unmatch", "--", path], in: directory).answer { _ in true }
    case .isIgnored(let path, let directory):
      return run(["check-ignore", "-q", "--", path], in: directory).answer { _ in true }
    case .isTreeClean(let directory):
      let status = run(["status", "--porcelain=v2", "--branch", "-z", "--untracked-files=no"], in: directory)
      return status.answer { text in
        // Before the first commit there is nothing that git could give back.
        let entries = text.split(separator: "\0")
        return entries.contains { $0.hasPrefix("# branch.oid ") } && !entries.contains("# branch.oid (initial)")
          && entries.allSatisfy { $0.hasPrefix("# ") }
      }
    case .keepsHistory(let revision, let directory):
      guard isPlain(revision) else { return .unknown }
      if run(["merge-base", "--is-ancestor", "HEAD", revision], in: directory).succeeded { return .yes }
      let others = run(["for-each-ref", "--contains", "HEAD", "--format=%(HEAD)%(refname)"], in: directory)
      return others.answer { names in names.split(separator: "\n").contains { $0.utf8.first != UInt8(ascii: "*") } }
    case .isMerged(let branch, let directory):
      guard isPlain(branch) else { return .unknown }
      let others = run(["for-each-ref", "--contains", branch, "--format=%(refname)"], in: directory)
      return others.answer { names in names.split(separator: "\n").contains { $0 != "refs/heads/\(branch)" } }
    }
  }

  private static func isPlain(_ name: String) -> Bool { !name.isEmpty && name.utf8.first != UInt8(ascii: "-") }

  private struct Outcome {
    var code: Int?
    var output: String
    var succeeded: Bool { code == 0 }
    /// git's convention: 0 is an answer, 1 is "no", anything else is trouble.
    func answer(_ holds: (String) -> Bool) -> GitAnswer {
      switch code {
      case 0: holds(output) ? .yes : .no
      case 1: .no
      default: .unknown
      }
    }
  }

  private static func run(_ arguments: [String], in directory: String) -> Outcome {
    // A repository's own configuration must not run programs because a guard asked a question.
    let words =
      ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks"] + arguments
    let result = ChildProcess.run(words, directory: directory, timeoutSeconds: timeout, keptBytes: 200_000)
    if case .exited(let code) = result.ending {
      return Outcome(code: code, output: String(decoding: result.standardOutput, as: UTF8.self))
    }
    return Outcome(code: nil, output: "")
  }
}
