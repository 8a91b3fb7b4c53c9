public import Dialects
public import JSON

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
  ///
  /// - Parameter isRequired: whether a hook that is missing or cannot answer refuses, also in a file that is shared; in
  ///   the user's own it always does.
  public func plan(
    _ action: InstallAction, _ dialect: any Dialect.Type, scope: InstallScope, isRequired: Bool = false
  ) throws(InstallError) -> InstallPlan {
    let installation = try installation(of: dialect)
    let file = try path(of: dialect, scope)
    let before = try files.read(file)
    let text = SettingsText(installation, scope)
    let record = try files.read(InstallRecord.path(for: file, in: stateFolder)).flatMap {
      InstallRecord($0, for: file)
    }
    let known = record.flatMap { $0.installed.utf8.elementsEqual(before ?? []) ? $0 : nil }
    var plan: InstallPlan
    do throws(SettingsProblem) {
      switch action {
      case .install:
        let fragment = HookFragment(
          for: dialect, installation, program: program(for: scope), isRequired: isRequired || scope != .project)
        let after = try text.installing(fragment, in: before)
        var original = known?.original
        if known == nil, let before {
          original = string(SettingsText.isBlank(before) ? before : try text.uninstalling(from: before))
        }
        let made = InstallRecord(
          file: file, original: original, installed: string(after), folders: record?.folders ?? [])
        plan = InstallPlan(file: file, before: before, after: after, notes: [], record: made)
      case .uninstall:
        plan = InstallPlan(
          file: file, before: before, after: try afterUninstalling(before, text, record, known, file), notes: [])
      }
    } catch {
      throw .unusable(file: file, line: error.line, column: error.column, message: error.message)
    }
    if action == .install, let after = plan.after { plan.notes = try notes(dialect, scope, after) }
    return plan
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
    return try text.isEmpty(after) ? nil : after
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
      if !plan.isUnchanged, let before = plan.before {
        try files.replace(backup(of: plan.file), with: before, mode: 0o600)
      }
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
    if files.mode(of: backup(of: plan.file)) != nil { try files.delete(backup(of: plan.file)) }
  }

  /// Where a file is kept as it was before the last change of ours.
  public func backup(of file: String) -> String { InstallRecord.path(for: file, in: stateFolder, "backup") }

  /// The events of an agent at which a file of it calls taffrail.
  public func installedEvents(_ dialect: any Dialect.Type, scope: InstallScope) throws(InstallError) -> [String] {
    let file = try path(of: dialect, scope)
    guard let bytes = try files.read(file), !SettingsText.isBlank(bytes) else { return [] }
    let text = SettingsText(try installation(of: dialect), scope)
    do throws(SettingsProblem) {
      return try text.ourEvents(in: bytes)
    } catch {
      throw .unusable(file: file, line: error.line, column: error.column, message: error.message)
    }
  }

  /// Where in a file of an agent our entries stand.
  public func installedEntries(
    _ dialect: any Dialect.Type, scope: InstallScope
  ) throws(InstallError) -> [InstalledEntry] {
    let file = try path(of: dialect, scope)
    let installation = try installation(of: dialect)
    let shape = installation.shape(in: scope)
    guard let bytes = try files.read(file), let value = SettingsText(installation, scope).value(of: bytes) else {
      return []
    }
    var entries: [InstalledEntry] = []
    for event in (shape == .bareEventMap ? value : value["hooks"])?.members ?? [] {
      for (group, element) in (event.value.array ?? []).enumerated() {
        let handlers = shape == .versionedFlatEvents ? [element] : element["hooks"]?.array ?? []
        for (index, handler) in handlers.enumerated() where HookFragment.isOurs(handler) {
          entries.append(InstalledEntry(event: event.name, group: group, handler: index))
        }
      }
    }
    return entries
  }

  /// The file in which an agent looks for hooks of a scope.
  public func path(of dialect: any Dialect.Type, _ scope: InstallScope) throws(InstallError) -> String {
    let installation = try installation(of: dialect)
    switch scope {
    case .project: return "\(root)/\(installation.projectFile)"
    case .local:
      guard let file = installation.localFile else { throw .noSuchScope(agent: dialect.title, scope: scope) }
      return "\(root)/\(file)"
    case .user:
      if let variable = installation.userFolderVariable, let folder = environment(variable), folder.hasPrefix("/") {
        return "\(folder)/\(belowFirstFolder(installation.userFile))"
      }
      return "\(home)/\(installation.userFile)"
    }
  }

  /// The agents of which there are traces here: a configuration folder in the home folder or the project, or a program of
  /// theirs on the PATH.
  public func foundAgents(isOnPath: (String) -> Bool) -> [any Dialect.Type] {
    Dialects.installable.filter { dialect in
      let folders = InstallScope.allCases.compactMap { try? path(of: dialect, $0) }.map(topFolder)
      return folders.contains { files.mode(of: $0) != nil } || Self.programs(of: dialect).contains(where: isOnPath)
    }
  }

  /// The agent's own folder, in which its file lies: `.github` alone is nobody's.
  private func topFolder(of file: String) -> String {
    for base in [root, home] where file.hasPrefix(base + "/") {
      let parts = file.dropFirst(base.count + 1).split(separator: "/")
      let isShared = parts.first == ".github" || parts.first == ".config"
      return base + "/" + parts.prefix(isShared ? 2 : 1).joined(separator: "/")
    }
    return folder(of: file)
  }

  /// The names of the agent's own program.
  public static func programs(of dialect: any Dialect.Type) -> [String] {
    switch dialect.name {
    case ClaudeCode.name: ["claude"]
    case Cursor.name: ["cursor-agent", "cursor"]
    case GeminiCLI.name: ["gemini"]
    default: [dialect.name]
    }
  }

  /// The configuration that `install` writes for a project that has none.
  public static func fragment(for dialect: any Dialect.Type) -> String? {
    guard let installation = dialect.installation else { return nil }
    let text = SettingsText(installation, .project)
    let fragment = HookFragment(for: dialect, installation, program: "taffrail", isRequired: false)
    return string((try? text.installing(fragment, in: nil)) ?? [])
  }

  /// The command line that a file calls at an event; nil where it calls none of ours.
  public func command(
    at event: String, _ dialect: any Dialect.Type, scope: InstallScope
  ) throws(InstallError) -> String? {
    let file = try path(of: dialect, scope)
    let installation = try installation(of: dialect)
    guard let bytes = try files.read(file), let value = SettingsText(installation, scope).value(of: bytes) else {
      return nil
    }
    return Self.command(at: event, in: value, installation.shape(in: scope))
  }

  /// The program that the command line begins with, after what may stand before it; nil where it calls none of ours.
  public func program(
    at event: String, _ dialect: any Dialect.Type, scope: InstallScope
  ) throws(InstallError) -> String? {
    guard let command = try command(at: event, dialect, scope: scope) else { return nil }
    let own =
      command.hasPrefix(HookFragment.ifPresent) ? String(command.dropFirst(HookFragment.ifPresent.count)) : command
    return ShellWords.split(own, limit: 1).first
  }

  /// What a configuration file of an agent says; nil where it is not what the agent reads.
  public static func value(of bytes: [UInt8], _ dialect: any Dialect.Type) -> JSONValue? {
    dialect.installation.flatMap { SettingsText($0, .project).value(of: bytes) }
  }

  /// A word that a shell reads as `text`.
  public static func quoted(_ text: String) -> String { ShellWords.quoted(text) }

  /// Whether a handler of a configuration is one of ours.
  public static func isOurs(_ handler: JSONValue) -> Bool { HookFragment.isOurs(handler) }

  /// The command line that a configuration calls at an event; nil where it calls none of ours.
  static func command(at event: String, in value: JSONValue, _ shape: Installation.Shape) -> String? {
    let map = shape == .bareEventMap ? value : value["hooks"]
    for group in map?[event]?.array ?? [] {
      let handlers = shape == .versionedFlatEvents ? [group] : group["hooks"]?.array ?? []
      for handler in handlers where HookFragment.isOurs(handler) {
        guard let command = (handler["command"] ?? handler["bash"])?.string else { continue }
        return ([command] + (handler["args"]?.array ?? []).compactMap(\.string).map(ShellWords.quoted))
          .joined(separator: " ")
      }
    }
    return nil
  }

  private func installation(of dialect: any Dialect.Type) throws(InstallError) -> Installation {
    guard let installation = dialect.installation else { throw .notConfigurable(agent: dialect.title) }
    return installation
  }

  /// A shared file finds taffrail by PATH, on whichever machine it is read; a file of one's own names the program, so
  /// that an agent with another PATH still runs the guard.
  private func program(for scope: InstallScope) -> String {
    scope == .project ? "taffrail" : ShellWords.quoted(executable)
  }

  private func notes(
    _ dialect: any Dialect.Type, _ scope: InstallScope, _ after: [UInt8]
  ) throws(InstallError) -> [String] {
    var notes: [String] = []
    if SettingsText(try installation(of: dialect), scope).value(of: after)?["disableAllHooks"] == true {
      notes.append("\"disableAllHooks\" is true in this file, so \(dialect.title) runs no hook")
    }
    for other in InstallScope.allCases where other != scope {
      guard let file = try? path(of: dialect, other), let events = try? installedEvents(dialect, scope: other),
        !events.isEmpty
      else { continue }
      notes.append("\(file) calls taffrail as well, so every event is judged twice; one of the two is enough")
    }
    if let afterwards = dialect.installation?.afterwards { notes.append(afterwards) }
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

private func belowFirstFolder(_ path: String) -> String {
  guard let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) else { return path }
  return String(path[path.utf8.index(after: slash)...])
}

extension Installation {
  /// The shape of the file of a scope.
  func shape(in scope: InstallScope) -> Shape { scope == .project ? shape : personalShape }
}
