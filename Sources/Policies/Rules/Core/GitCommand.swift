import HookModel

/// A `git` command with git's own options taken off: `git -C web -c user.name=x checkout -f main`.
struct GitCommand {
  /// The subcommand; nil where there is none or it is unknown.
  var subcommand: String?
  /// The arguments after the subcommand.
  var arguments: [Argument]
  /// The values of `-c name=value`, as they are written.
  var configuration: [Argument]
  /// The directory in which git works; nil where it is unknown, or where git is pointed at another repository than the one
  /// that it would find there: nobody's answer about that one counts then.
  var directory: String?

  /// - Parameter scene: where the aliases of the repository and of the person count, the scene to read them from.
  init(_ command: ResolvedCommand, _ scene: Scene? = nil) {
    let options = ParsedOptions(
      command.arguments,
      OptionSyntax(
        shortWithValue: "Cc", longWithValue: ["git-dir", "work-tree", "namespace", "super-prefix", "config-env"],
        long: ["exec-path", "no-pager", "paginate", "bare", "no-replace-objects", "literal-pathspecs"], permutes: false)
    )
    configuration = options.values(of: "c", "config-env")
    directory = command.directory
    for folder in options.values(of: "C", "work-tree") {
      guard let word = folder.value, let base = directory ?? (word.utf8.first == UInt8(ascii: "/") ? "/" : nil) else {
        directory = nil
        break
      }
      directory = word.utf8.first == UInt8(ascii: "/") ? Paths.clean(word) : Paths.clean("\(base)/\(word)")
    }
    let isPointed = command.environment.keys.contains { $0 == "GIT_DIR" || $0 == "GIT_WORK_TREE" }
    if isPointed || options.has("git-dir") || scene?.past.pointsGitElsewhere == true {
      directory = nil
    }
    if let index = options.operandIndexes.first {
      subcommand = command.arguments[index].value
      arguments = Array(command.arguments[(index + 1)...])
    } else {
      subcommand = nil
      arguments = []
    }
    expandAlias(scene, in: directory ?? command.directory)
  }

  /// `git -c alias.x='reset --hard' x` is `git reset --hard`, and so is `git x` with an alias of the configuration.
  private mutating func expandAlias(_ scene: Scene?, in directory: String?) {
    guard let name = subcommand else { return }
    for setting in configuration {
      guard let value = setting.value, value.lowercased().hasPrefix("alias.\(name.lowercased())=") else { continue }
      expand(to: String(value.dropFirst("alias.\(name)=".utf8.count)))
      return
    }
    // A command of git's own cannot be taken by an alias, so the files are read for unknown names only.
    guard let scene, !GitAliases.isOwn(name) else { return }
    if let value = GitAliases.value(of: name, scene, in: directory) { expand(to: value) }
  }

  private mutating func expand(to value: String) {
    let words = value.split { $0 == " " || $0 == "\t" }
    guard let first = words.first, first.utf8.first != UInt8(ascii: "!") else { return }
    subcommand = String(first)
    arguments = words.dropFirst().map { Argument(String($0)) } + arguments
  }

  /// The value that `-c name=value` gives to a setting, compared as git does: without regard to case.
  func setting(_ name: String) -> String? {
    for setting in configuration {
      guard let text = setting.value else { continue }
      let key = text.prefix { $0 != "=" }
      if key.lowercased() == name { return String(text.dropFirst(key.count + 1)) }
    }
    return nil
  }

  /// Whether `-c` sets something to what git takes for false.
  func isOff(_ name: String) -> Bool {
    switch setting(name)?.lowercased() {
    case "false", "no", "off", "0", "": true
    default: false
    }
  }

  /// The subcommand's options and operands. `--` is kept as a mark by `hasSeparator`.
  func options(
    short: String = "", withValue: [String] = [], _ long: [String] = [], permutes: Bool = true
  ) -> ParsedOptions {
    ParsedOptions(
      arguments, OptionSyntax(shortWithValue: short, longWithValue: withValue, long: long, permutes: permutes))
  }

  /// Whether `--` stands among the arguments, so that what follows are paths.
  var hasSeparator: Bool { arguments.contains { $0.value == "--" } }

  /// The operands after `--`.
  var paths: [Argument] {
    guard let index = arguments.firstIndex(where: { $0.value == "--" }) else { return [] }
    return Array(arguments[(index + 1)...])
  }
}
