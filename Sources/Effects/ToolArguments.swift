import HookModel
import JSON

/// Tools that are known by their arguments alone: those of MCP servers, and an agent's own that no dialect knows.
///
/// The rule, for every tool alike:
///
/// - A tool whose name says that it runs something (`exec`, `run`, `shell`, `terminal`, `bash`, `command`, ...) runs its `command`,
///   `cmd`, `script` or `code` as shell, in its `cwd` where it has one. A `git_*` tool runs git.
/// - A `command`, `cmd` or `command_line` of any other tool is judged as shell, too, where it is one.
/// - A text of any other tool that is a patch is read as one.
/// - Any other argument whose name says path, file, folder, directory or uri, and any value that is an absolute path or
///   begins with `~/`, `./`, `../` or `file://`, is a path; texts (`content`, `query`, `pattern`, ...), working directories and routes
///   are none. Nor is an absolute path whose first folder does not exist: `/api/v1` and `/team/x` are names in some service.
/// - A `glob` or `include` stands for the files that it matches.
/// - What happens to a path is what the tool's name says: it is read (`read`, `get`, `list`, `search`, `view`, ...), deleted
///   (`delete`, `remove`, ...), moved or copied (`source` and `destination`); in any other case it is written.
extension ToolEffects {
  /// The effects of a tool's arguments.
  mutating func arguments(_ arguments: JSONValue, of tool: String, server: String) {
    let words = ToolWords(tool)
    if words.has(ToolWords.running), let script = command(in: arguments) {
      let folder = first(Self.folders, arguments)
      if script.utf8.contains(0) {
        _ = target(script)
      } else {
        shell(script, in: folder)
      }
      return
    }
    if words.words.first == "git" || server == "git", git(words, arguments) { return }
    let use = use(words)
    if use == .move || use == .copy, let source = first(Self.sources, arguments),
      let destination = first(Self.destinations, arguments)
    {
      if use == .move { delete(source) } else { show(source) }
      if let target = target(destination) { add(.write(target, .replace, content: nil)) }
      return
    }
    if use == .write, let patch = patchText(in: arguments) { return self.patch(patch) }
    var budget = 200
    visit(arguments, name: "", use, content: content(of: arguments), depth: 0, &budget)
    possibleCommand(arguments)
  }

  /// A tool whose name does not say so may run its `command` all the same. What does not parse as shell is then no command.
  private mutating func possibleCommand(_ arguments: JSONValue) {
    for name in ["command", "cmd", "command_line", "shell_command"] {
      guard let given = member(name, of: arguments), let script = command(in: .object([.init(name, given)])) else {
        continue
      }
      let known = analysis.unjudged
      shell(script, in: first(Self.folders, arguments))
      analysis.unjudged = known
      return
    }
  }

  // MARK: commands

  private static let folders = ["cwd", "workdir", "working_directory", "directory", "dir"]
  private static let sources = ["source", "src", "from", "old_path", "source_path"]
  private static let destinations = ["destination", "dest", "dst", "to", "new_path", "destination_path", "target"]

  private func first(_ names: [String], _ arguments: JSONValue) -> String? {
    names.lazy.compactMap { member($0, of: arguments)?.string }.first
  }

  /// An argument by its name, whichever way the words of that are joined: `command_line`, `commandLine`, `CommandLine`.
  private func member(_ name: String, of arguments: JSONValue) -> JSONValue? {
    if let value = arguments[name] { return value }
    let words = ToolWords(name).words
    return arguments.members?.first { ToolWords($0.name).words == words }?.value
  }

  /// A patch or a diff among the texts.
  private func patchText(in arguments: JSONValue) -> String? {
    for member in arguments.members ?? [] {
      guard let text = member.value.string?.utf8 else { continue }
      let name = ToolWords(member.name)
      guard name.has(["patch", "diff", "input", "changes", "edits"]) else { continue }
      if text.starts(with: "*** Begin Patch".utf8) || text.starts(with: "diff --git ".utf8)
        || text.starts(with: "--- ".utf8)
      {
        return member.value.string
      }
    }
    return nil
  }

  /// The command line of a tool that runs one: a text, or a program and its words.
  private func command(in arguments: JSONValue) -> String? {
    for name in ["command", "cmd", "script", "command_line", "shell_command", "input", "code", "commands"] {
      guard let value = member(name, of: arguments) else { continue }
      var words: [String]
      if let text = value.string {
        guard let rest = member("args", of: arguments)?.array ?? member("arguments", of: arguments)?.array else {
          return text
        }
        words = [text] + rest.compactMap(\.string)
      } else if let array = value.array {
        words = array.compactMap(\.string)
        if name == "commands" { return words.joined(separator: "\n") }
      } else {
        continue
      }
      words = words.map { $0.utf8.allSatisfy(isPlain) && !$0.isEmpty ? $0 : ResolvedCommand.shellQuoted($0) }
      return words.joined(separator: " ")
    }
    return nil
  }

  private func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "@"):
      true
    default: false
    }
  }

  /// `git_reset`, `git_push`, ... as the command that they stand for; false where the name has no verb.
  private mutating func git(_ words: ToolWords, _ arguments: JSONValue) -> Bool {
    let verbs = words.words.first == "git" ? words.words.dropFirst() : words.words[...]
    guard let verb = verbs.first else { return false }
    var line = ["git", verb]
    for member in arguments.members ?? [] {
      switch (member.name, member.value) {
      case ("mode", .string(let mode)): line.append(["reset", "merge"].contains(verb) ? "--\(mode)" : mode)
      case ("force", .bool(true)): line.append(verb == "clean" ? "-f" : "--force")
      case ("hard", .bool(true)): line.append("--hard")
      case ("all", .bool(true)): line.append("--all")
      case ("delete", .bool(true)): line.append("--delete")
      case ("directories", .bool(true)): line.append("-d")
      case ("remote", .string(let word)), ("branch", .string(let word)), ("branch_name", .string(let word)),
        ("target", .string(let word)), ("commit", .string(let word)), ("revision", .string(let word)),
        ("ref", .string(let word)):
        line.append(ResolvedCommand.shellQuoted(word))
      case ("files", .array(let files)), ("paths", .array(let files)):
        line.append("--")
        line += files.compactMap(\.string).map { ResolvedCommand.shellQuoted($0) }
      default: continue
      }
    }
    shell(line.joined(separator: " "), in: first(["repo_path", "repoPath", "path", "cwd", "directory"], arguments))
    return true
  }

  // MARK: paths

  /// What a tool does with the paths that it is given.
  enum PathUse {
    case write
    case show
    case delete
    case move
    case copy
    case folder
  }

  private func use(_ words: ToolWords) -> PathUse {
    if words.has(["delete", "remove", "rm", "unlink", "rmdir", "trash", "erase", "purge"]) { return .delete }
    if words.has(["move", "rename", "mv"]) { return .move }
    if words.has(["copy", "cp", "duplicate"]) { return .copy }
    if words.has(["mkdir"]) || (words.has(["create", "make"]) && words.has(["directory", "folder", "dir"])) {
      return .folder
    }
    // A name that says both (`read_and_update`) writes.
    if words.has([
      "write", "edit", "update", "create", "save", "append", "insert", "replace", "set", "put", "patch", "modify",
      "upload", "apply",
    ]) {
      return .write
    }
    return words.has(ToolWords.reading) ? .show : .write
  }

  /// The text that a tool writes, for the rules that look at content.
  private func content(of arguments: JSONValue) -> String? {
    for name in [
      "content", "contents", "text", "new_content", "newContent", "file_text", "fileText", "new_string", "data",
    ] {
      if let text = arguments[name]?.string { return text }
    }
    guard let edits = arguments["edits"]?.array ?? arguments["changes"]?.array else { return nil }
    let texts = edits.compactMap { edit in
      ["newText", "new_text", "new_string", "newString", "content", "text"].lazy.compactMap { edit[$0]?.string }.first
    }
    return texts.isEmpty ? nil : texts.joined(separator: "\n")
  }

  private mutating func visit(
    _ value: JSONValue, name: String, _ use: PathUse, content: String?, depth: Int, _ budget: inout Int
  ) {
    budget -= 1
    if depth > 8 || budget < 0 {
      let reason = Reason(
        what: "the arguments of this tool are too many to be judged", why: "200 values, 8 deep, are looked at",
        fix: "make several calls with fewer arguments each")
      if !analysis.unjudged.contains(reason) { analysis.unjudged.append(reason) }
      return
    }
    switch value {
    case .object(let members):
      let content = self.content(of: value) ?? content
      for member in members {
        visit(member.value, name: member.name, use, content: content, depth: depth + 1, &budget)
      }
    case .array(let elements):
      for element in elements { visit(element, name: name, use, content: content, depth: depth + 1, &budget) }
    case .string(let text):
      if text.utf8.starts(with: "https://".utf8) || text.utf8.starts(with: "http://".utf8) {
        if ToolWords(name).has(["url", "uri", "urls", "link", "href"]) { add(.fetch(url: text)) }
      } else if use == .show, isGlob(name), !text.isEmpty {
        search(nil, "", text)
      } else if isPath(text, name) {
        note(text, use, content)
      }
    case .null, .bool, .integer, .real: return
    }
  }

  private mutating func note(_ path: String, _ use: PathUse, _ content: String?) {
    switch use {
    case .show: show(path)
    case .delete: delete(path)
    case .write, .move, .copy:
      if let target = target(path) { add(.write(target, .replace, content: content)) }
    case .folder: if let target = target(path) { add(.write(target, .folder, content: nil)) }
    }
  }

  private func isGlob(_ name: String) -> Bool { ToolWords(name).has(["glob", "globs", "include", "includes"]) }

  /// Whether an argument is a path: by its name, or by its value.
  private func isPath(_ text: String, _ name: String) -> Bool {
    if text.isEmpty || text.utf8.count > 4_096 || text.utf8.contains(0x0A) { return false }
    let bytes = text.utf8
    if bytes.starts(with: "file://".utf8) { return true }
    if bytes.first == UInt8(ascii: "/"), !startsAtFolder(text) { return false }
    let words = ToolWords(name)
    if words.has([
      "content", "contents", "text", "body", "message", "description", "prompt", "query", "pattern", "regex",
    ])
      || words.has([
        "title", "string", "code", "endpoint", "route", "url", "cwd", "workdir", "type", "mode", "encoding",
      ])
      || (words.has(["working"]) && words.has(["directory", "dir"]))
    {
      return false
    }
    if words.has([
      "path", "paths", "file", "files", "filename", "filepath", "dir", "directory", "folder", "uri", "notebook",
    ])
      || name.lowercased().utf8.reversed().starts(with: "path".utf8.reversed())
    {
      return !bytes.starts(with: "data:".utf8)
    }
    // `source` and `to` are names of much else.
    if words.has(["source", "src", "destination", "dst", "dest"]) || isGlob(name) {
      let isName = bytes.contains(UInt8(ascii: "/")) || (bytes.first == UInt8(ascii: ".") && bytes.count > 1)
      if isName, !bytes.contains(0x20), !bytes.contains(UInt8(ascii: ":")) { return true }
    }
    return (bytes.first == UInt8(ascii: "/") && !bytes.starts(with: "//".utf8)) || bytes.starts(with: "~/".utf8)
      || bytes.starts(with: "./".utf8) || bytes.starts(with: "../".utf8)
  }

  /// Whether an absolute path begins with a folder that there is, as all that can be guarded does.
  private func startsAtFolder(_ path: String) -> Bool {
    let rest = path.utf8.drop { $0 == UInt8(ascii: "/") }
    let first = String(Substring(rest.prefix { $0 != UInt8(ascii: "/") }))
    return first.isEmpty || first == "." || first == ".." || facts.kind(of: "/" + first) != nil
  }
}

/// A name as words in lower case: `readTextFile`, `read_text_file` and `read-text-file` are the same.
struct ToolWords {
  var words: [String] = []

  /// The words of tools that run commands.
  static let running = [
    "exec", "execute", "run", "shell", "terminal", "bash", "zsh", "sh", "command", "cmd", "process", "spawn", "console",
  ]
  /// The words of tools that only look.
  static let reading = [
    "read", "get", "list", "search", "view", "find", "fetch", "show", "cat", "describe", "stat", "tree", "info",
    "query",
    "lookup", "inspect", "grep", "glob", "ls", "open", "count", "head", "tail", "diff", "exists", "check", "analyze",
    "preview",
  ]

  init(_ name: String) {
    var current: [UInt8] = []
    var wasLower = false
    for byte in name.utf8 {
      let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      let isLetter = isUpper || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
      if !isLetter || (isUpper && wasLower) {
        if !current.isEmpty { words.append(String(decoding: current, as: UTF8.self)) }
        current = []
      }
      if isLetter { current.append(byte | 0x20) }
      wasLower = isLetter && !isUpper
    }
    if !current.isEmpty { words.append(String(decoding: current, as: UTF8.self)) }
  }

  /// Whether one of `names` is among the words.
  func has(_ names: [String]) -> Bool { words.contains { names.contains($0) } }
}
