import Effects
import HookModel
import JSON
import Policies
import PolicyFile
import ShellSyntax
import TestSupport

/// What holds of every text, whatever it is. A text of which it does not hold ends the process, and libFuzzer keeps it.
enum Invariants {
  static func check(_ text: String) {
    tree(of: text)
    judge(text)
  }

  // MARK: The tree

  private static func tree(of text: String) {
    let size = text.utf8.count
    do {
      let script = try Parser.parse(text)
      require(0 <= script.span.lowerBound && script.span.upperBound <= size, "a script beyond its text", text)
      for command in script.simpleCommands {
        require(0 <= command.span.lowerBound && command.span.upperBound <= size, "a command beyond its text", text)
        for word in command.words { _ = BraceExpansion.expand(word, limit: 1_000) }
      }
    } catch {
      require((0...size).contains(error.offset), "an error beyond its text", text)
    }
    if let script = try? Parser.parse(text, as: .bash) {
      survivesPrinting(script, of: text)
    } else if let script = try? Parser.parse(text, as: .zsh) {
      // What only zsh reads may be printed as what bash reads otherwise.
      _ = try? Parser.parse(Printer.print(script))
    }
  }

  private static func survivesPrinting(_ script: Script, of text: String) {
    let printed = Printer.print(script)
    let again: Script
    do {
      again = try Parser.parse(printed, as: .bash)
    } catch {
      // A text at the edge of a bound may lie beyond it with other blanks.
      require(error.isBound, "printed as what is no script: \(printed.debugDescription)", text)
      return
    }
    require(
      TreeDescription.of(again) == TreeDescription.of(script), "printed as another tree: \(printed.debugDescription)",
      text)
  }

  // MARK: The verdict

  private static func judge(_ text: String) {
    var event = Self.event
    event.tool = ToolCall(
      name: "Bash", action: .shell(script: text, directory: nil), input: ["command": .string(text)])
    let analysis = Effects.of(event, facts: facts)
    if (try? Parser.parse(text)) == nil {
      require(!analysis.unjudged.isEmpty, "neither a script nor refused", text)
    }
    _ = Policies.evaluate(
      PolicyContext(event: event, effects: analysis.effects, files: files, facts: facts)
    ).strictest()
  }

  private static let root = "/home/dev/shop"

  private static let event: Event = {
    var event = Event(
      agent: "claude-code", kind: .preToolUse, name: "PreToolUse", capabilities: [.deny, .ask], payload: .null)
    event.session = "fuzz"
    event.cwd = root
    return event
  }()

  /// A small project with scripts that may be run, and the home folder around it.
  private static let facts: FakeFacts = {
    var facts = FakeFacts(
      root: root,
      files: [
        "README.md": "# shop", "package.json": #"{"scripts": {"build": "rm -rf dist && tsc", "t": "npm run build"}}"#,
        "Makefile": "D = dist\nclean:\n\trm -rf $(D)\nall: clean\n\t./x.sh $@\n", "src/app.ts": "app",
        "x.sh": "#!/bin/sh\nrm -rf \"$1\"\n. ./y.sh\n", "y.sh": "cd / && . ./x.sh\n",
        "x.py": "import shutil, sys\nshutil.rmtree(sys.argv[1])\n", ".git/HEAD": "ref: refs/heads/main",
        ".env": "KEY=1", "dist/app.js": "built", "sub/a.txt": "a", "sub/b c.txt": "b",
      ].reduce(into: [:]) { $0["\(root)/\($1.key)"] = $1.value },
      links: ["\(root)/out": "/etc", "\(root)/loop": "\(root)/loop"], home: "/home/dev")
    facts.project.branch = "feature/cart"
    return facts
  }()

  /// The built-in policy with every pack.
  private static let files: [PolicyFile] = {
    let text = """
      version = 1
      [commands]
      packs = [\(RulePack.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))]
      """
    do {
      let file = try PolicyFile.read(
        Array(text.utf8), layer: .project, path: "\(root)/taffrail.toml", folder: root, displayName: "taffrail.toml")
      return [PolicyFile.builtIn, file]
    } catch {
      fatalError("the fuzzer's own policy: \(error)")
    }
  }()

  private static func require(_ holds: Bool, _ broken: @autoclosure () -> String, _ text: String) {
    if !holds { fatalError("\(broken()): \(text.debugDescription)") }
  }
}
