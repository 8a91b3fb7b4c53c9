public import Dialects
internal import JSON

/// Puts taffrail's hook entries into an agent's own configuration, and takes exactly those out again.
public struct Installer: Sendable {
  private let files: any ConfigurationFiles
  private let root: String
  private let home: String
  private let stateFolder: String
  private let executable: String
  private let environment: @Sendable (String) -> String?

  /// Creates an installer.
  ///
  /// - Parameters:
  ///   - files: the file system.
  ///   - root: the project's root, absolute.
  ///   - home: the user's home folder, absolute.
  ///   - stateFolder: the folder for what taffrail itself remembers of a user, absolute.
  ///   - executable: the absolute path of this program, for files that are nobody else's.
  ///   - environment: the environment; some agents can be told there where the user's files are.
  public init(
    files: any ConfigurationFiles, root: String, home: String, stateFolder: String, executable: String,
    environment: @escaping @Sendable (String) -> String?
  ) {
    self.files = files
    self.root = root
    self.home = home
    self.stateFolder = stateFolder
    self.executable = executable
    self.environment = environment
  }

  /// Says what would be done, and does nothing.
  public func plan(
    _ action: InstallAction, _ dialect: any Dialect.Type, scope: InstallScope
  ) throws(InstallError) -> InstallPlan {
    let file = try path(of: dialect, scope)
    let before = try files.read(file)
    let text = SettingsText(shape: shape(of: dialect, scope))
    let record = try files.read(InstallRecord.path(for: file, in: stateFolder)).flatMap {
      InstallRecord($0, for: file)
    }
    let known = record.flatMap { $0.installed.utf8.elementsEqual(before ?? []) ? $0 : nil }
    do throws(SettingsProblem) {
      switch action {
      case .install:
        let fragment = HookFragment(
          for: dialect, command: command(for: dialect, scope), failsClosed: scope != .project)
        let after = try text.installing(fragment, in: before)
        var original = known?.original
        if known == nil, let before {
          original = string(SettingsText.isBlank(before) ? before : try text.uninstalling(from: before))
        }
        let made = InstallRecord(
          file: file, original: original, installed: string(after), folders: record?.folders ?? [])
        return InstallPlan(
          file: file, before: before, after: after, notes: try notes(dialect, scope, after), record: made)
      case .uninstall:
        return InstallPlan(
          file: file, before: before, after: try afterUninstalling(before, text, record, known, file), notes: [])
      }
    } catch {
      throw .unusable(file: file, line: error.line, column: error.column, message: error.message)
    }
  }

  private func afterUninstalling(
    _ before: [UInt8]?, _ text: SettingsText, _ record: InstallRecord?, _ known: InstallRecord?, _ file: String
  ) throws(SettingsProblem) -> [UInt8]? {
    guard let before, !SettingsText.isBlank(before) else { return before }
    // A symlink is somebody's arrangement: its target is emptied of ours, never deleted.
    let isSymlink =
      (try? files.resolve(file)) != (try? files.resolve(folder(of: file))).map { "\($0)/\(name(of: file))" }
    if let known, !isSymlink || known.original != nil { return known.original.map { Array($0.utf8) } }
    let after = try text.uninstalling(from: before)
    guard after != before, let record, record.original == nil, !isSymlink else { return after }
    return try JSONSpans(after).root.children.isEmpty ? nil : after
  }

  /// Carries a plan out. The file is written in one step, through a symlink, with the mode that it had; nothing is done
  /// when it is no longer what it was when the plan was made.
  public func apply(_ plan: InstallPlan) throws(InstallError) {
    guard try files.read(plan.file) == plan.before else { throw .changed(file: plan.file) }
    let target = try files.resolve(plan.file)
    let mode = files.mode(of: target)
    if let mode, mode & 0o200 == 0, !plan.isUnchanged { throw .readOnly(file: plan.file) }
    let recordFile = InstallRecord.path(for: plan.file, in: stateFolder)
    if var record = plan.record {
      record.folders = try makeFolders(folder(of: target)) + record.folders
      // The record first: a file with our entries and no record still comes out clean, a record too many does no harm.
      _ = try makeFolders(folder(of: recordFile), mode: 0o700)
      try files.replace(recordFile, with: record.bytes, mode: 0o600)
      if !plan.isUnchanged, let after = plan.after { try files.replace(target, with: after, mode: mode ?? 0o644) }
      return
    }
    let record = try files.read(recordFile).flatMap { InstallRecord($0, for: plan.file) }
    if !plan.isUnchanged {
      if let after = plan.after {
        try files.replace(target, with: after, mode: mode ?? 0o644)
      } else {
        try files.delete(target)
        for folder in record?.folders ?? [] { files.deleteFolderIfEmpty(folder) }
      }
    }
    if record != nil { try files.delete(recordFile) }
  }

  /// The events of an agent at which a file of it calls taffrail.
  public func installedEvents(_ dialect: any Dialect.Type, scope: InstallScope) throws(InstallError) -> [String] {
    let file = try path(of: dialect, scope)
    guard let bytes = try files.read(file), !SettingsText.isBlank(bytes) else { return [] }
    do throws(SettingsProblem) {
      return try SettingsText(shape: shape(of: dialect, scope)).ourEvents(in: bytes)
    } catch {
      throw .unusable(file: file, line: error.line, column: error.column, message: error.message)
    }
  }

  /// The file in which an agent looks for hooks of a scope.
  public func path(of dialect: any Dialect.Type, _ scope: InstallScope) throws(InstallError) -> String {
    let installation = dialect.installation
    switch scope {
    case .project: return "\(root)/\(installation.projectFile)"
    case .local:
      guard let file = installation.localFile else { throw .noSuchScope(agent: dialect.title, scope: scope) }
      return "\(root)/\(file)"
    case .user:
      if let variable = installation.userFolderVariable, let folder = environment(variable), folder.hasPrefix("/") {
        return "\(folder)/\(name(of: installation.userFile))"
      }
      return "\(home)/\(installation.userFile)"
    }
  }

  /// The configuration that `install` writes for a project that has none.
  public static func fragment(for dialect: any Dialect.Type) -> String {
    let text = SettingsText(shape: dialect.installation.shape)
    let fragment = HookFragment(for: dialect, command: "taffrail hook \(dialect.name)", failsClosed: false)
    return string((try? text.installing(fragment, in: nil)) ?? [])
  }

  private func shape(of dialect: any Dialect.Type, _ scope: InstallScope) -> Installation.Shape {
    scope == .project ? dialect.installation.shape : dialect.installation.personalShape
  }

  /// A shared file finds taffrail by PATH, on whichever machine it is read; a file of one's own names the program, so
  /// that an agent with another PATH still runs the guard.
  private func command(for dialect: any Dialect.Type, _ scope: InstallScope) -> String {
    let program = scope == .project ? "taffrail" : ShellWords.quoted(executable)
    return "\(program) hook \(dialect.name)"
  }

  private func notes(
    _ dialect: any Dialect.Type, _ scope: InstallScope, _ after: [UInt8]
  ) throws(SettingsProblem) -> [String] {
    var notes: [String] = []
    let spans = try JSONSpans(after)
    if let off = spans.root.member("disableAllHooks"), spans.value(off.value) == true {
      notes.append("\"disableAllHooks\" is true in this file, so \(dialect.title) runs no hook")
    }
    for other in InstallScope.allCases where other != scope {
      guard let file = try? path(of: dialect, other), let events = try? installedEvents(dialect, scope: other),
        !events.isEmpty
      else { continue }
      notes.append("\(file) calls taffrail as well, so every event is judged twice; one of the two is enough")
    }
    if let afterwards = dialect.installation.afterwards { notes.append(afterwards) }
    return notes
  }

  /// Makes the missing folders of a path; returns them, the innermost first.
  private func makeFolders(_ path: String, mode: Int = 0o755) throws(InstallError) -> [String] {
    guard !path.isEmpty, path != "/", files.mode(of: path) == nil else { return [] }
    let above = try makeFolders(folder(of: path), mode: mode)
    return try files.makeFolder(path, mode: mode) ? [path] + above : above
  }
}

private func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

private func folder(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

private func name(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
  return String(path[path.utf8.index(after: slash)...])
}
