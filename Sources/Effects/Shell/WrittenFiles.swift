import HookModel

/// The world as it is once the script has written its files.
struct WrittenFiles: Facts {
  let base: any Facts
  /// What the files hold that the script has written, as far as it is known.
  let contents: Texts

  func kind(of path: String) -> FileKind? { text(path) == nil ? base.kind(of: path) : .file }

  func contents(of path: String, limit: Int) -> [UInt8]? {
    guard let text = text(path) else { return base.contents(of: path, limit: limit) }
    return Array(text.utf8.prefix(limit))
  }

  private func text(_ path: String) -> String? {
    guard let texts = contents[path], texts.count == 1, !Hole.isIn(texts[0]) else { return nil }
    return texts[0]
  }

  func resolve(_ path: String) -> String { base.resolve(path) }
  func names(in folder: String, limit: Int) -> [String]? { base.names(in: folder, limit: limit) }
  func environment(_ name: String) -> String? { base.environment(name) }
  func home(of user: String?) -> String? { base.home(of: user) }
  var project: Project { base.project }
  var session: SessionState { base.session }
  func gateResult(_ gate: String) -> GateResult? { base.gateResult(gate) }
  func run(_ program: Program) -> ProgramResult { base.run(program) }
  func treeDigest(matching patterns: [String]) -> String { base.treeDigest(matching: patterns) }
  func git(_ question: GitQuestion) -> GitAnswer { base.git(question) }
  var today: String { base.today }
}

extension ShellEvaluator {
  /// The world with the files that this script has written.
  var factsWithWrittenFiles: any Facts {
    state.contents.isEmpty ? facts : WrittenFiles(base: facts, contents: state.contents)
  }
}
