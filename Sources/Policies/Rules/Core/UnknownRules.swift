import HookModel
import Patterns
import PolicyFile

/// What cannot be known; design: an effect with an unknown part is no missing effect.
enum UnknownRules {
  static var all: [Rule] { [delete, program, inlineCode] }

  static let delete = Rule(
    "core.unknown-delete", .ask,
    catches:
      "recursive deletes, and the execution of decoded text, whose target cannot be known; `unknown-delete` sets it",
    why: "a variable that is empty or holds something else deletes something else",
    instead: "write the folder out in full, or guard the variable as in `rm -rf \"${DIR:?}/build\"`",
    stops: ["rm -rf \"$DIR\"", "rm -rf $(cat list.txt)", "cat list.txt | xargs rm -rf"],
    passes: ["DIR=build; rm -rf \"$DIR\"", "d=$(mktemp -d); rm -rf \"$d\"", "rm -f \"$FILE\"", "rm -rf \"/tmp/x-$ID\""])

  static let program = Rule(
    "core.unknown-program", .ask,
    catches:
      "a program whose name cannot be known, called with a target that is guarded; `unknown-program` sets the rest",
    why: "it may be any program, `rm` among them",
    instead: "write the program's name out",
    stops: ["$TOOL -rf /", "\"$CMD\" ~", "$X .git"],
    passes: ["$TOOL --version", "\"$PYTHON\" -m pytest", "$EDITOR notes.md"])

  static let inlineCode = Rule(
    "core.inline-code", .ask,
    catches: "code in an interpreter's arguments (`python3 -c`, `node -e`), only where `inline-code` asks for it",
    why: "such code leaves no file that a person could read later",
    instead: "write it to a script in the project and run that",
    stops: [], passes: ["python3 -c 'print(1)'", "node -e 'console.log(1)'"])

  /// A simple command whose program cannot be told.
  static func judge(unknownProgram command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let guarded = command.arguments.first { argument in
      guard let word = argument.value, !word.isEmpty, word.utf8.first != UInt8(ascii: "-"),
        let path = scene.absolute(word)
      else { return false }
      let real = scene.real(path)
      switch scene.place(of: real) {
      case .root, .home, .repository: return true
      // `"$LINTER" .` is an ordinary call; `$X -rf .` is not.
      case .project: return mayRecurse(command)
      case .inside, .free, .outside: return isProtected(path, scene)
      }
    }
    guard guarded != nil || scene.unknown.program > .allow else { return }
    let verdict = Swift.max(scene.unknown.program, guarded == nil ? .allow : .ask)
    let about = guarded.map { " and one argument is `\($0.spelling)`" } ?? ""
    findings.add(
      program, scene, verdict: verdict, why: "the program's name is computed\(about), so it may be any program",
      fix: "write the program's name out in the command")
  }

  private static func mayRecurse(_ command: ResolvedCommand) -> Bool {
    command.arguments.contains { argument in
      guard let word = argument.value else { return true }
      guard word.utf8.first == UInt8(ascii: "-") else { return false }
      let isLong = word.utf8.starts(with: "--".utf8)
      return isLong
        ? word == "--recursive" : word.utf8.contains { $0 | 0x20 == UInt8(ascii: "r") } && word.utf8.count <= 4
    }
  }

  private static func isProtected(_ path: String, _ scene: Scene) -> Bool {
    scene.files.contains { file in
      guard let table = file.protectedPaths else { return false }
      let folder = file.folder.isEmpty ? scene.facts.project.root : file.folder
      guard Paths.isStrictlyBelow(folder, path) else { return false }
      let relative = String(path.utf8.dropFirst(folder == "/" ? 1 : folder.utf8.count + 1)) ?? ""
      return table.write?.match(relative: relative, home: nil, isFolder: false) != nil
        || table.read?.match(relative: relative, home: nil, isFolder: false) != nil
    }
  }

  /// Code in an interpreter's arguments; silent unless the policy asks for it.
  static func judge(inline command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    guard scene.unknown.inlineCode > .allow, let name = command.program else { return }
    let isInline = command.arguments.contains { argument in
      switch argument.value {
      case "-c": name.hasPrefix("python") || name.hasPrefix("pypy")
      case "-e", "--eval", "-p", "-E", "-ne", "-pe", "-le", "-n":
        name == "node" || name == "perl" || name == "ruby" || name == "bun" || name == "Rscript"
      case "-r": name == "php"
      case "eval": name == "deno"
      default: false
      }
    }
    if isInline { findings.add(inlineCode, scene, verdict: scene.unknown.inlineCode) }
  }
}
