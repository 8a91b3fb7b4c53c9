/// Which of an agent's configuration files is meant.
public enum InstallScope: String, Sendable, CaseIterable {
  /// The project's file, shared with everybody who works on it.
  case project
  /// The user's own file, for all projects.
  case user
  /// The user's own file in one project.
  case local
}

/// What is to be done.
public enum InstallAction: String, Sendable {
  case install
  case uninstall
}

/// What an installation or its removal would do to one file.
public struct InstallPlan: Sendable {
  /// The file, by the path under which the agent looks for it.
  public var file: String
  /// The file's content now; nil where there is none.
  public var before: [UInt8]?
  /// The file's content afterwards; nil where it goes.
  public var after: [UInt8]?
  /// What a person should know or still has to do.
  public var notes: [String]
  /// What is remembered for the removal; nil where there is nothing to remember any more.
  var record: InstallRecord?

  /// Whether the file stays as it is.
  public var isUnchanged: Bool { before == after }

  /// The change as a unified diff; empty where there is none.
  public var diff: String { UnifiedDiff.text(file: file, before: before, after: after) }
}

/// One entry of ours in a configuration file.
public struct InstalledEntry: Sendable, Equatable {
  /// The agent's name of the event.
  public var event: String
  /// The place of its group among the event's.
  public var group: Int
  /// Its place in the group.
  public var handler: Int
}

/// Why nothing was done.
public enum InstallError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The agent has no configuration file at all.
  case notConfigurable(agent: String)
  /// The agent has no such file.
  case noSuchScope(agent: String, scope: InstallScope)
  /// The file is not what it has to be, at a line and column.
  case unusable(file: String, line: Int, column: Int, message: String)
  /// The file may not be written.
  case readOnly(file: String)
  /// The file is another one than when the plan was made.
  case changed(file: String)
  /// The system refused something.
  case system(file: String, reason: String)

  /// What is wrong and how to go on, in the words of the command line.
  public var description: String {
    switch self {
    case .notConfigurable(let agent):
      "\(agent) has no configuration to write into: whoever speaks it runs `taffrail hook` himself\n"
        + "  fix: call it from your own program; docs/agents/generic.md says how"
    case .noSuchScope(let agent, let scope):
      "\(agent) has no \(scope.rawValue) file for hooks\n  fix: install for the project, or with --user"
    case .unusable(let file, let line, let column, let message):
      "\(file):\(line):\(column): \(message)\n  fix: mend the file, which the agent could not read either, or add the entries yourself"
    case .readOnly(let file):
      "\(file) is read-only, so it is left as it is\n  fix: chmod u+w \(ShellWords.quoted(file))"
    case .changed(let file): "\(file) was changed by somebody else in the meantime\n  fix: run the command again"
    case .system(let file, let reason): "\(file): \(reason)"
    }
  }
}
