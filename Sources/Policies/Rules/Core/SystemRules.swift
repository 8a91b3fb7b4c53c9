import HookModel

/// The running machine: power, processes, start-up files, timers, and ways in from outside.
enum SystemRules {
  static var all: [Rule] { [power, killAll, forkBomb, reverseShell, crontab, startupFile] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    switch LookupName(program) {
    case "shutdown", "reboot", "halt", "poweroff": judge(power: command, scene, &findings)
    case "init", "telinit":
      switch command.arguments.first?.value {
      case "0", "6", "1", "s", "S": findings.add(power, scene)
      default: return
      }
    case "systemctl", "loginctl":
      let verb = command.arguments.lazy.compactMap(\.value).first { $0.utf8.first != UInt8(ascii: "-") }
      switch verb {
      case "poweroff", "reboot", "halt", "kexec", "soft-reboot", "rescue", "emergency", "hibernate", "suspend":
        findings.add(power, scene)
      default: return
      }
    case "kexec":
      if command.arguments.contains(where: { $0.value == "-e" || $0.value == "--exec" }) { findings.add(power, scene) }
    case "launchctl":
      switch command.arguments.first?.value {
      case "load", "bootstrap", "submit":
        findings.add(
          startupFile, scene, verdict: .ask,
          why: "what is loaded there runs for everything that the person does from then on")
      default: return
      }
    case "osascript": judge(appleScript: command, scene, &findings)
    case "kill": judge(kill: command, scene, &findings)
    case "killall5": findings.add(killAll, scene)
    case "pkill", "killall", "skill": judge(killByName: command, program, scene, &findings)
    case "nc", "ncat", "netcat", "nc.traditional", "nc.openbsd":
      if runsProgram(netcat: command) { findings.add(reverseShell, scene) }
    case "telnet", "openssl":
      if program == "telnet" || command.arguments.first?.value == "s_client",
        command.pipedTo.contains(where: { isShell($0) })
      {
        findings.add(reverseShell, scene)
      }
    case _ where isShell(program): judge(shell: command, scene, &findings)
    case _ where InlineScript.isInterpreter(program): judge(script: command, program, scene, &findings)
    case "socat": judge(socat: command, scene, &findings)
    case "crontab": judge(crontab: command, scene, &findings)
    case "atrm", "at", "batch":
      return
    default: return
    }
  }

  // MARK: power

  private static func judge(power command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let isHarmless = command.arguments.contains { argument in
      switch argument.value {
      case "-c", "--help", "--version", "--show", "-w", "--wtmp-only", "-k": true
      default: false
      }
    }
    if !isHarmless { findings.add(power, scene) }
  }

  /// Linux' own switch for a restart without any of the usual steps: `echo b > /proc/sysrq-trigger`.
  static func judge(trigger target: Target, _ scene: Scene, _ findings: inout Findings) {
    guard target.path == "/proc/sysrq-trigger", !findings.has(power, scene) else { return }
    findings.add(power, scene, target: target, into: true)
  }

  /// `osascript -e 'tell app "System Events" to shut down'`.
  private static func judge(appleScript command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let isPower = command.arguments.contains { argument in
      let text = (argument.value ?? "").lowercased()
      return ["*to shut down*", "*to restart*", "*to log out*", "*to sleep*"].contains { WordGlob.matches($0, text) }
    }
    if isPower { findings.add(power, scene) }
  }

  // MARK: processes

  private static func judge(kill command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    var words = command.arguments.compactMap(\.value)
    guard words.count == command.arguments.count || !words.isEmpty else { return }
    if words.first == "-l" || words.first == "-L" || words.first == "--list" { return }
    // The first word with a dash is the signal, unless it is `--`; `kill -1` alone sends nothing.
    if let first = words.first, first.utf8.first == UInt8(ascii: "-"), first != "--" {
      words.removeFirst()
      if first == "-s" || first == "-n" || first == "--signal", !words.isEmpty { words.removeFirst() }
    }
    if words.contains("-1") || words.contains("1") || killsListed(command, scene) { findings.add(killAll, scene) }
  }

  /// `kill $(ps -e -o pid=)` and `ps aux | awk '{print $2}' | xargs kill`: the numbers of all processes, none picked out.
  private static func killsListed(_ command: ResolvedCommand, _ scene: Scene) -> Bool {
    guard command.arguments.contains(where: { $0.value == nil }) else { return false }
    var listing = scene.substituted
    if listing.isEmpty, scene.effect.origin.through.contains(where: { $0.utf8.starts(with: "xargs".utf8) }) {
      listing = scene.effects[..<scene.index].compactMap { earlier in
        if case .run(let command) = earlier.action { command } else { nil }
      }
      if let start = listing.lastIndex(where: { $0.program == "ps" || $0.program == "pgrep" }) {
        listing.removeFirst(start)
      }
    }
    guard let first = listing.first, listsEverything(first) else { return false }
    return listing.dropFirst().allSatisfy { filter in
      switch filter.program {
      case "tr", "cut", "sort", "uniq", "tee", "cat", "tail": return true
      case "awk", "gawk", "mawk":
        let code = filter.arguments.first?.value?.drop { $0 == " " } ?? ""
        return code.hasPrefix("{") || code.hasPrefix("NR")
      case "sed": return filter.arguments.contains { $0.value == "1d" }
      default: return false
      }
    }
  }

  private static func listsEverything(_ command: ResolvedCommand) -> Bool {
    let words = command.arguments.compactMap(\.value)
    switch command.program {
    case "ps":
      let first = words.first ?? ""
      return words.contains("-e") || words.contains("-A") || first == "aux" || first == "ax" || first == "-ef"
        || first == "-aux" || first == "axo" || first == "-eo"
    case "pgrep":
      let options = ParsedOptions(
        command.arguments,
        OptionSyntax(
          shortWithValue: "uUgGPstFd", longWithValue: ["euid", "uid", "parent", "delimiter"],
          long: ["full", "exact", "list-name"]))
      return options.operands.isEmpty && options.has("u", "U", "euid", "uid")
        || options.operands.contains { $0.value == "." || $0.value == ".*" || $0.value == "" }
    default: return false
    }
  }

  private static func judge(
    killByName command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings
  ) {
    let options = ParsedOptions(
      command.arguments.filter { !isSignal($0.value) },
      OptionSyntax(
        shortWithValue: program == "pkill" ? "uUgGPstF" : "uosyZ",
        longWithValue: [
          "euid", "uid", "group", "pgroup", "parent", "session", "terminal", "pidfile", "signal", "user",
          "older-than", "younger-than",
        ],
        long: ["full", "exact", "ignore-case", "newest", "oldest", "inverse", "regexp", "interactive"]))
    let patterns = options.operands.compactMap(\.value)
    let isEverything = patterns.contains { pattern in
      switch pattern {
      case ".", ".*", "", "*", "^", "$", "..*", ".+", "[a-z]", "[a-z]*": true
      default: false
      }
    }
    let isWholeUser = options.operands.isEmpty && options.has("u", "U", "euid", "uid", "user")
    if isEverything || isWholeUser || options.has("v", "inverse") && program == "pkill" { findings.add(killAll, scene) }
  }

  /// `-9`, `-KILL`, `-SIGTERM`: a signal, and no bundle of options.
  private static func isSignal(_ word: String?) -> Bool {
    guard let word, word.utf8.first == UInt8(ascii: "-") else { return false }
    let rest = word.dropFirst()
    guard let first = rest.utf8.first else { return false }
    let isNumber = rest.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let isName =
      rest.utf8.count > 2 && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
      && rest.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 < UInt8(ascii: ":") }
    return isNumber || isName
  }

  // MARK: ways in

  private static func runsProgram(netcat command: ResolvedCommand) -> Bool {
    let options = ParsedOptions(
      command.arguments,
      OptionSyntax(
        shortWithValue: "ecpswqiIOPTVXxgGmo",
        longWithValue: ["exec", "sh-exec", "lua-exec", "source", "source-port", "wait", "idle-timeout", "output"],
        long: ["listen", "udp", "ssl", "verbose", "keep-open"]))
    return options.has("e", "exec", "sh-exec", "lua-exec")
      || options.has("c") && options.values(of: "c").contains { ($0.value ?? "").hasSuffix("sh") }
      || command.pipedTo.contains { isShell($0) }
  }

  /// `sh -i 2>&1 | nc HOST PORT`: what a shell that reads its commands prints goes over the network.
  private static func judge(shell command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let isSent = command.pipedTo.contains { reader in
      switch reader {
      case "nc", "ncat", "netcat", "telnet", "socat", "openssl": true
      default: false
      }
    }
    guard isSent else { return }
    let words = command.arguments.compactMap(\.value)
    let isReading = words.allSatisfy { word in
      word.utf8.first == UInt8(ascii: "-") && (word == "-" || !word.utf8.contains(UInt8(ascii: "c")))
    }
    if isReading { findings.add(reverseShell, scene) }
  }

  /// Code that ties a shell's streams to a socket, or that forks without end, in a language's own words.
  private static func judge(
    script command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings
  ) {
    for code in InlineScript.texts(of: command, program) {
      if InlineScript.opensShellOnSocket(code) { findings.add(reverseShell, scene) }
      if InlineScript.killsEverything(code) { findings.add(killAll, scene) }
      if InlineScript.forksWithoutEnd(code) { findings.add(forkBomb, scene) }
      if InlineScript.evaluatesDownload(code), !findings.has(ExecutionRules.fetched, scene) {
        findings.add(ExecutionRules.fetched, scene)
      }
    }
  }

  private static func judge(socat command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let addresses = command.arguments.compactMap { $0.value?.lowercased() }
    let runs = addresses.contains { $0.hasPrefix("exec:") || $0.hasPrefix("system:") || $0.hasPrefix("shell:") }
    let isNetwork = addresses.contains { address in
      address.hasPrefix("tcp") || address.hasPrefix("udp") || address.hasPrefix("openssl") || address.hasPrefix("sctp")
    }
    if runs && isNetwork { findings.add(reverseShell, scene) }
  }

  static func isShell(_ program: String?) -> Bool {
    switch program {
    case "sh", "bash", "zsh", "dash", "ksh", "fish", "ash", "busybox", "mksh", "tcsh", "csh": true
    default: false
    }
  }

  /// A redirection to bash's `/dev/tcp`: harmless as a port check, a way in when a shell's own streams go there.
  static func judge(socket target: Target, _ scene: Scene, _ findings: inout Findings) {
    guard let path = target.path ?? target.knownFolder,
      path.hasPrefix("/dev/tcp") || path.hasPrefix("/dev/udp")
    else { return }
    let isInteractive: Bool
    if let command = scene.command, isShell(command.program) {
      let words = command.arguments.compactMap(\.value)
      isInteractive = words.allSatisfy { $0.utf8.first == UInt8(ascii: "-") && $0 != "-c" }
    } else {
      isInteractive = scene.command != nil && scene.command?.program == nil
    }
    if isInteractive, !findings.has(reverseShell, scene) { findings.add(reverseShell, scene) }
  }

  // MARK: what starts by itself

  private static func judge(crontab command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = ParsedOptions(command.arguments, OptionSyntax(shortWithValue: "ucn"))
    if options.has("l", "V", "e", "T") { return }
    if options.has("r") {
      findings.add(crontab, scene)
    } else if !options.operands.isEmpty {
      findings.add(crontab, scene, verdict: .ask, why: "the whole table is replaced, and the old one is kept nowhere")
    }
  }

  /// A write of a file that is executed when a shell, a session or the machine starts.
  static func judge(startupFile target: Target, _ kind: WriteKind, _ scene: Scene, _ findings: inout Findings) {
    guard kind != .folder, kind != .attributes, let path = target.path, scene.command?.isRemote != true else { return }
    guard isStartupFile(path, home: scene.facts.home(of: nil)) else { return }
    // A project that holds dot files (or is the home folder of a container) is about its own files.
    if scene.facts.project.inside.contains(where: { Paths.isInside(path, $0) }) { return }
    if findings.has(startupFile, scene) { return }
    findings.add(startupFile, scene, target: target, into: true)
  }

  private static func isStartupFile(_ path: String, home: String?) -> Bool {
    if let home, Paths.isStrictlyBelow(home, path) {
      let relative = String(path.dropFirst(home.count + 1))
      switch relative {
      case ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile", ".zshrc",
        ".zprofile",
        ".zshenv", ".zlogin", ".zlogout", ".cshrc", ".tcshrc", ".login", ".kshrc", ".inputrc", ".xinitrc", ".xprofile",
        ".xsession", ".pam_environment", ".ssh/authorized_keys", ".ssh/rc", ".ssh/environment", ".ssh/config",
        ".config/fish/config.fish":
        return true
      default:
        return relative.hasPrefix(".config/autostart/") || relative.hasPrefix(".config/systemd/user/")
          || relative.hasPrefix("Library/LaunchAgents/") || relative.hasPrefix(".config/fish/conf.d/")
          || relative.hasPrefix(".config/environment.d/")
      }
    }
    if path.hasPrefix("/root/.bash") || path.hasPrefix("/root/.ssh/") || path == "/root/.profile" { return true }
    guard path.hasPrefix("/etc/") || path.hasPrefix("/Library/Launch") || path.hasPrefix("/var/spool/cron") else {
      return false
    }
    return path.hasPrefix("/etc/profile") || path.hasPrefix("/etc/cron") || path.hasPrefix("/etc/bash")
      || path.hasPrefix("/etc/zsh") || path.hasPrefix("/etc/init.d/") || path.hasPrefix("/etc/rc")
      || path.hasPrefix("/etc/systemd/") || path.hasPrefix("/etc/sudoers") || path == "/etc/ld.so.preload"
      || path == "/etc/environment" || path.hasPrefix("/Library/Launch") || path.hasPrefix("/var/spool/cron")
  }
}
