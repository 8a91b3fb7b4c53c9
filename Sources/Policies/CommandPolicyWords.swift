public import HookModel

/// A person's rule in words: the program, then arguments that must all be there, in any order. `*` and `?` stand for parts
/// of a word, a lone `*` for any arguments. Options count by meaning: `git push --force` is also `git push -f`.
public enum CommandWords {
  /// Whether the command is one that the words describe.
  public static func matches(_ words: [String], _ command: ResolvedCommand) -> Bool {
    guard let pattern = words.first, let program = command.program else { return false }
    guard isProgram(pattern, program, command.programPath) else { return false }
    let wanted = words.dropFirst().filter { $0 != "*" }
    if wanted.isEmpty { return true }
    var arguments = command.arguments
    if program == "git" {
      let git = GitCommand(command)
      arguments = (git.subcommand.map { [Argument($0)] } ?? []) + git.arguments
    }
    let subcommand = arguments.first { $0.value?.utf8.first != UInt8(ascii: "-") }?.value
    let spelling = OptionSpelling(program: program, subcommand: subcommand)
    var given: ParsedOptions?
    for (index, word) in wanted.enumerated() {
      // `git push` is about the subcommand, not about a branch or a message of that name.
      if index == 0, hasSubcommands(program), word.utf8.first != UInt8(ascii: "-") {
        let plain = OptionSpelling(program: program, subcommand: nil).syntax
        let operand = ParsedOptions(arguments, plain).operands.first?.value
        guard [subcommand, operand].contains(where: { $0.map { WordGlob.matches(word, $0) } ?? false }) else {
          return false
        }
        continue
      }
      if arguments.contains(where: { $0.value.map { isSame(word, $0, in: command) } ?? false }) { continue }
      let options = given ?? ParsedOptions(arguments, spelling.syntax)
      given = options
      guard isGiven(word, options, spelling) else { return false }
    }
    return true
  }

  /// Programs whose first operand says what they do.
  private static func hasSubcommands(_ program: String) -> Bool {
    switch LookupName(program) {
    case "git", "gh", "glab", "docker", "podman", "kubectl", "helm", "npm", "pnpm", "yarn", "cargo", "go", "terraform",
      "tofu",
      "pulumi", "aws", "gcloud", "az", "pip", "pip3", "uv", "brew", "apt", "apt-get", "systemctl", "swift", "bundle",
      "rails":
      true
    default: false
    }
  }

  /// Whether an argument is the word, or the same file by another path: `./deploy.py`, `../deploy.py`.
  private static func isSame(_ word: String, _ argument: String, in command: ResolvedCommand) -> Bool {
    if WordGlob.matches(word, argument) { return true }
    guard argument.utf8.contains(UInt8(ascii: "/")), word.utf8.contains(UInt8(ascii: ".")) else { return false }
    let bare = word.utf8.starts(with: "./".utf8) ? String(word.dropFirst(2)) : word
    return argument.utf8.reversed().starts(with: ("/" + bare).utf8.reversed())
  }

  /// Whether words that an allow is written in name the target, so that `rm -rf build` does not lift `rm -rf build ~`.
  static func names(_ words: [String], _ target: Target) -> Bool {
    let operands = words.dropFirst().filter { $0.utf8.first != UInt8(ascii: "-") }
    if operands.isEmpty { return true }
    let spellings = [target.spelling, target.path ?? target.spelling].map { spelling in
      spelling.utf8.count > 1 && spelling.utf8.last == UInt8(ascii: "/") ? String(spelling.dropLast()) : spelling
    }
    return operands.contains { word in
      let bare = word.utf8.count > 1 && word.utf8.last == UInt8(ascii: "/") ? String(word.dropLast()) : word
      return spellings.contains { WordGlob.matches(bare, $0) || WordGlob.matches("./\(bare)", $0) }
    }
  }

  private static func isProgram(_ pattern: String, _ program: String, _ path: String?) -> Bool {
    if WordGlob.matches(pattern, program) { return true }
    guard pattern.utf8.contains(UInt8(ascii: "/")), let path else { return false }
    let bare = pattern.hasPrefix("./") ? String(pattern.dropFirst(2)) : pattern
    let barePath = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    return WordGlob.matches(bare, barePath)
  }

  private static func isGiven(_ word: String, _ given: ParsedOptions, _ spelling: OptionSpelling) -> Bool {
    guard word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 else {
      return given.options.contains { $0.value?.value.map { WordGlob.matches(word, $0) } ?? false }
    }
    let wanted = ParsedOptions([Argument(word)], spelling.syntax).options
    return !wanted.isEmpty
      && wanted.allSatisfy { option in
        given.options.contains { other in
          guard spelling.meaning(option.name) == spelling.meaning(other.name) else { return false }
          guard let value = option.value?.value else { return true }
          return other.value?.value.map { WordGlob.matches(value, $0) } ?? false
        }
      }
  }
}

/// How a program's options are written, for those programs whose options people write rules about.
struct OptionSpelling {
  let program: String
  let subcommand: String?

  /// What takes a value, and whether long options have one dash.
  var syntax: OptionSyntax {
    switch LookupName(program) {
    case "git":
      switch subcommand {
      case "push":
        OptionSyntax(
          shortWithValue: "o", longWithValue: ["repo", "push-option"],
          long: [
            "force", "force-with-lease", "force-if-includes", "delete", "dry-run", "mirror", "no-verify", "tags", "all",
          ])
      case "commit":
        OptionSyntax(
          shortWithValue: "mFCct", longWithValue: ["message", "file", "author", "date", "fixup", "squash"],
          long: ["no-verify", "amend", "all", "signoff", "no-edit", "allow-empty"])
      case "branch":
        OptionSyntax(
          shortWithValue: "u", longWithValue: ["set-upstream-to"], long: ["delete", "force", "move", "remotes"])
      case "clean":
        OptionSyntax(shortWithValue: "e", longWithValue: ["exclude"], long: ["force", "dry-run", "interactive"])
      default: OptionSyntax(long: ["force", "hard", "soft", "merge", "keep", "mixed", "all", "dry-run", "interactive"])
      }
    case "rm", "cp", "mv", "chmod", "chown", "ln":
      OptionSyntax(
        shortWithValue: program == "cp" || program == "mv" || program == "ln" ? "tS" : "",
        longWithValue: ["target-directory", "suffix"],
        long: ["recursive", "force", "interactive", "verbose", "dir", "no-clobber", "archive", "symbolic"])
    case "docker", "podman", "nerdctl":
      OptionSyntax(
        shortWithValue: "veplwuhmf",
        longWithValue: ["volume", "env", "publish", "label", "name", "filter", "file", "format"],
        long: ["force", "all", "volumes", "detach", "rm", "interactive", "tty", "privileged"])
    case "kubectl", "oc", "helm":
      OptionSyntax(
        shortWithValue: "nflokc",
        longWithValue: ["namespace", "filename", "selector", "output", "context", "kustomize", "grace-period"],
        long: ["all", "all-namespaces", "force", "dry-run", "recursive"])
    case "curl":
      OptionSyntax(
        shortWithValue: "XdHoFTuAebcmKxrw",
        longWithValue: ["request", "data", "header", "output", "form", "upload-file", "user"],
        long: ["insecure", "location", "silent", "fail", "head"])
    case "npm", "pnpm", "yarn", "bun":
      OptionSyntax(
        shortWithValue: "wC", longWithValue: ["workspace", "prefix", "registry", "tag"],
        long: ["global", "force", "save-dev", "dry-run"])
    case "terraform", "tofu", "find", "java", "go", "openssl": OptionSyntax(singleDashLong: true)
    default: .plain
    }
  }

  /// One name for an option's short and long spelling.
  func meaning(_ name: String) -> String {
    switch (program, name) {
    case ("git", "f"), ("rm", "f"), ("cp", "f"), ("mv", "f"), ("ln", "f"), ("npm", "f"): return "force"
    case ("docker", "f") where subcommand != "build" && subcommand != "compose": return "force"
    case ("rm", "r"), ("rm", "R"), ("cp", "r"), ("cp", "R"), ("chmod", "R"), ("chown", "R"): return "recursive"
    case ("git", "n"): return subcommand == "commit" ? "no-verify" : "dry-run"
    case ("git", "d"): return subcommand == "push" || subcommand == "branch" ? "delete" : name
    case ("git", "m"): return subcommand == "commit" ? "message" : subcommand == "branch" ? "move" : name
    case ("git", "a"): return "all"
    case ("git", "i"), ("rm", "i"), ("docker", "i"): return "interactive"
    case ("git", "e"): return subcommand == "clean" ? "exclude" : name
    case ("git", "u"): return subcommand == "push" ? "set-upstream" : name
    case ("cp", "a"): return "archive"
    case ("ln", "s"): return "symbolic"
    case ("docker", "a"): return "all"
    case ("docker", "v"): return subcommand == "rm" ? "volumes" : "volume"
    case ("docker", "e"): return "env"
    case ("docker", "p"): return "publish"
    case ("docker", "d"): return "detach"
    case ("docker", "t"): return "tty"
    case ("kubectl", "n"), ("helm", "n"), ("oc", "n"): return "namespace"
    case ("kubectl", "f"), ("oc", "f"): return "filename"
    case ("kubectl", "l"), ("oc", "l"): return "selector"
    case ("kubectl", "o"), ("helm", "o"), ("oc", "o"): return "output"
    case ("kubectl", "A"), ("oc", "A"): return "all-namespaces"
    case ("kubectl", "k"): return "kustomize"
    case ("curl", "X"): return "request"
    case ("curl", "d"): return "data"
    case ("curl", "H"): return "header"
    case ("curl", "o"): return "output"
    case ("curl", "F"): return "form"
    case ("curl", "T"): return "upload-file"
    case ("curl", "u"): return "user"
    case ("curl", "k"): return "insecure"
    case ("curl", "L"): return "location"
    case ("npm", "g"), ("pnpm", "g"), ("bun", "g"): return "global"
    case ("npm", "D"), ("pnpm", "D"), ("yarn", "D"): return "save-dev"
    default: return name
    }
  }
}
