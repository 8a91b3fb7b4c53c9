import HookModel

/// The guard itself. No file and no switch takes these away; the person acts at a terminal.
enum GuardRules {
  static var all: [Rule] { [selfControl, kill, environment, hooksPath, copy] + AgentRules.all }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    switch LookupName(program) {
    case "taffrail": judge(taffrail: command, scene, &findings)
    case "kill", "pkill", "killall", "skill":
      let isAboutGuard = command.arguments.contains { argument in
        let word = argument.value ?? argument.spelling
        return WordGlob.matches("*taffrail*", word)
      }
      if isAboutGuard { findings.add(kill, scene) }
    case "cp", "gcp", "ln", "gln", "install", "ginstall", "mv": judge(copy: command, scene, &findings)
    case "expect", "osascript":
      // These type into a terminal what stands in their argument.
      let types = command.arguments.contains { WordGlob.matches("*taffrail*", $0.value ?? "") }
      if types { findings.add(selfControl, scene) }
    case "export", "declare", "typeset", "set", "readonly", "setenv", "launchctl":
      judge(variables: command.arguments, scene, &findings)
    default: AgentRules.judge(command, program, scene, &findings)
    }
    if !command.environment.isEmpty, let value = command.environment["TAFFRAIL_FAIL"], (value ?? "open") == "open" {
      findings.add(environment, scene)
    }
  }

  private static func judge(variables arguments: [Argument], _ scene: Scene, _ findings: inout Findings) {
    for (index, argument) in arguments.enumerated() {
      let word = argument.value ?? argument.knownPrefix
      let isPair = word == "TAFFRAIL_FAIL" && index + 1 < arguments.count && arguments[index + 1].value == "open"
      if word == "TAFFRAIL_FAIL=open" || isPair || argument.value == nil && word.hasPrefix("TAFFRAIL_FAIL=") {
        findings.add(environment, scene)
        return
      }
    }
  }

  private static func judge(taffrail command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = ParsedOptions(
      command.arguments,
      OptionSyntax(
        longWithValue: ["policy", "project"], long: ["help", "version", "json", "yes", "user", "local", "dry-run"]))
    if options.has("help", "h") { return }
    let verb = options.operands.first?.value
    switch verb {
    case "trust", "untrust", "allow", "ok": findings.add(selfControl, scene)
    case "uninstall": if !options.has("dry-run") { findings.add(selfControl, scene) }
    // It writes what the guard is made of, which a person is asked about whichever way it is written.
    case "install": if !options.has("dry-run") { findings.add(selfControl, scene, verdict: .ask) }
    case "state": if options.operands.contains(where: { $0.value == "reset" }) { findings.add(selfControl, scene) }
    // A subcommand that is computed may be any of them.
    case nil: if !options.operands.isEmpty { findings.add(selfControl, scene) }
    default: return
    }
  }

  /// A copy or a link of the executable under another name would not be known for what it is.
  private static func judge(copy command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let operands = command.arguments.filter { ($0.value ?? $0.spelling).utf8.first != UInt8(ascii: "-") }
    guard operands.count >= 2, let last = operands.last else { return }
    for source in operands.dropLast() {
      let isExecutable: Bool
      if let word = source.value {
        isExecutable =
          Paths.last(word) == "taffrail" && scene.absolute(word).map { scene.facts.kind(of: $0) } != .folder
      } else {
        // The name stands in the command whose output it is: `$(which taffrail)`.
        isExecutable =
          WordGlob.matches("*taffrail)", source.spelling) || WordGlob.matches("*taffrail`", source.spelling)
          || WordGlob.matches("*taffrail)\"", source.spelling)
      }
      guard isExecutable else { continue }
      let target = last.value ?? last.spelling
      let isFolder = target.hasSuffix("/") || scene.absolute(target).map { scene.facts.kind(of: $0) } == .folder
      if !isFolder, Paths.last(target) != "taffrail" { findings.add(copy, scene) }
    }
  }

  /// `git config core.hooksPath X`, `--unset`, `--add`, `git config set ...`; reading it is fine.
  static func judge(configuration git: GitCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = git.options(
      short: "f", withValue: ["file", "blob", "type", "default", "value", "comment"],
      [
        "global", "local", "system", "worktree", "get", "get-all", "get-regexp", "list", "unset", "unset-all", "add",
        "replace-all", "all", "show-origin", "show-scope", "name-only", "null", "edit",
      ])
    if options.has("get", "get-all", "get-regexp", "l", "list") { return }
    var operands = options.operands
    var isUnset = options.has("unset", "unset-all")
    switch operands.first?.value {
    case "get", "list": return
    case "unset":
      isUnset = true
      operands.removeFirst()
    case "set": operands.removeFirst()
    case "remove-section":
      if operands.count > 1, operands[1].value?.lowercased() == "core" { findings.add(hooksPath, scene) }
      return
    default: break
    }
    guard let name = operands.first?.value?.lowercased(), name == "core.hookspath" else { return }
    guard isUnset || operands.count > 1 else { return }
    let value = operands.count > 1 ? operands[1].value : nil
    let takesOut = value == "/dev/null" || value == "" || (value ?? "").hasPrefix("/tmp")
    findings.add(hooksPath, scene, verdict: takesOut ? .deny : .ask)
  }

  static let selfControl = Rule(
    "core.guard.control",
    catches: "the agent's running `taffrail trust`, `untrust`, `allow`, `uninstall` or `state reset`",
    why: "these decide what the guard lets through, and that decision is the person's",
    instead:
      "tell the person which refusal is in the way; `taffrail explain` shows the rule, and they decide at a terminal",
    stops: [
      "taffrail trust --yes", "taffrail uninstall claude-code", "taffrail state reset",
      "/usr/local/bin/taffrail untrust", "taffrail allow k7m2qx", "sudo taffrail --project /tmp trust --yes",
      "sh -c 'taffrail trust --yes'",
    ],
    passes: [
      "taffrail check 'rm -rf /'", "taffrail explain core.git.clean", "taffrail log --since 2h", "taffrail state",
      "taffrail test", "taffrail doctor", "taffrail --version", "taffrail uninstall --dry-run claude-code",
      "grep -r 'taffrail trust' docs",
    ])

  static let kill = Rule(
    "core.guard.kill",
    catches: "killing the guard",
    why: "it would leave the session without the rules that the person has set",
    instead: "`taffrail doctor` says what is wrong with it, if something is",
    stops: ["pkill taffrail", "killall -9 taffrail", "pkill -f 'taffrail hook'", "kill $(pgrep taffrail)"],
    passes: ["pgrep taffrail", "ps aux | grep taffrail"])

  static let environment = Rule(
    "core.guard.environment",
    catches: "`TAFFRAIL_FAIL=open` in a command's environment",
    why: "it lets through what cannot be judged",
    instead: "run the command without it",
    stops: ["TAFFRAIL_FAIL=open git status", "export TAFFRAIL_FAIL=open", "env TAFFRAIL_FAIL=open make"],
    passes: ["echo $TAFFRAIL_FAIL", "env -u TAFFRAIL_FAIL make", "grep -rn 'TAFFRAIL_FAIL=open' docs"])

  static let copy = Rule(
    "core.guard.copy",
    catches: "a copy of the guard's executable, or a link to it, under another name",
    why: "under another name its commands are not known for what they are, `trust` and `allow` among them",
    instead: "call it by its own name; `taffrail check` and `taffrail explain` are free to use",
    stops: [
      "cp /usr/local/bin/taffrail /tmp/t", "cp $(which taffrail) /tmp/t; /tmp/t trust --yes",
      "ln -s \"$(command -v taffrail)\" t", "mv /usr/local/bin/taffrail /tmp/t",
    ],
    passes: ["cp taffrail.toml /tmp/t", "cp -r docs/taffrail-notes /tmp/t", "ln -s ../taffrail/docs docs"])

  static let hooksPath = Rule(
    "core.guard.hooks-path", .ask,
    catches: "setting or unsetting git's `core.hooksPath`; to nowhere it is refused",
    why: "the project's hooks are checks that a person has put there, and this takes them out",
    instead: "`git config --get core.hooksPath` reads it; ask the person to change it",
    stops: [
      "git config core.hooksPath /dev/null", "git config --global core.hooksPath .githooks",
      "git config --unset core.hooksPath",
      "git config set core.hooksPath ''",
    ],
    passes: [
      "git config --get core.hooksPath", "git config core.hooksPath", "git config user.name dev", "git config --list",
    ])
}
