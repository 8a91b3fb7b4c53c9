import HookModel

/// Programs that run a command on another host or in a container, where this file system does not count.
extension ShellEvaluator {
  func runRemote(_ name: String, _ invocation: Invocation) -> [String]? {
    let arguments = invocation.arguments
    var words: [Argument] = []
    var label = name
    var joinsWords = false
    switch name {
    case "ssh", "mosh":
      let options = ParsedOptions(
        arguments, OptionSyntax(shortWithValue: "BbcDEeFIiJLlmOopQRSWw", permutes: false))
      guard options.operands.count > 1 else { return nil }
      words = Array(arguments[options.operandIndexes[1]...])
      joinsWords = true
    case "kubectl", "oc":
      let options = ParsedOptions(arguments, Self.clusterOptions)
      guard options.operands.first?.value == "exec" || options.operands.first?.value == "debug" else { return nil }
      label = "\(name) exec"
      if let mark = arguments.firstIndex(where: { $0.value == "--" }) {
        words = Array(arguments[(mark + 1)...])
      } else {
        words = Array(options.operands.dropFirst(2))
      }
    case "docker", "podman", "nerdctl", "docker-compose", "podman-compose":
      guard let found = container(name, arguments) else { return nil }
      (label, words) = found
    case "lxc", "incus", "distrobox", "toolbox", "limactl", "multipass", "wsl", "vagrant":
      if let mark = arguments.firstIndex(where: { $0.value == "--" || (name == "wsl" && $0.value == "-e") }) {
        words = Array(arguments[(mark + 1)...])
      } else if name == "vagrant", let mark = arguments.firstIndex(where: { $0.value == "-c" }),
        mark + 1 < arguments.count
      {
        words = [arguments[mark + 1]]
        joinsWords = true
      }
    default: return nil
    }
    if words.isEmpty { return nil }
    let command = note(invocation)
    if !context.isRemote { addTouches(of: command, invocation, first: arguments.count - words.count) }
    let outer = context
    context.isRemote = true
    var inner = invocation.carrying(words)
    inner.place = Place(path: nil)
    inner.environment = [:]
    let printed: [String]
    if joinsWords {
      let text = words.compactMap(\.value).joined(separator: " ")
      let variables = state.variables
      state.variables = Variables()
      changed()
      printed = runCode(text, through: label, by: name, invocation: inner, inSameShell: false)
      state.variables = variables
      changed()
    } else {
      let variables = state.variables
      state.variables = Variables()
      changed()
      printed = through(label) { run(inner) }
      state.variables = variables
      changed()
    }
    context = outer
    return printed
  }

  private static let clusterOptions = OptionSyntax(
    shortWithValue: "ncfs",
    longWithValue: [
      "namespace", "container", "context", "cluster", "kubeconfig", "user", "server", "token", "filename", "image",
      "target", "pod-running-timeout",
    ], permutes: false)

  /// `docker [OPTION...] [compose|container] exec|run [OPTION...] NAME COMMAND...`
  private func container(_ name: String, _ arguments: [Argument]) -> (String, [Argument])? {
    let global = OptionSyntax(
      shortWithValue: "Hclfp",
      longWithValue: [
        "host", "context", "config", "log-level", "file", "project-name", "profile", "project-directory", "env-file",
        "tlscacert", "tlscert", "tlskey", "ansi", "parallel",
      ], permutes: false)
    var rest = arguments
    var verb = ""
    // Two words at most stand before the verb: `docker compose exec`, `docker container run`.
    for _ in 0..<3 {
      let options = ParsedOptions(rest, global)
      guard let start = options.operandIndexes.first, let word = rest[start].value else { return nil }
      rest = Array(rest[(start + 1)...])
      switch word {
      case "compose", "container": continue
      case "exec", "run", "create": verb = word
      default: return nil
      }
      break
    }
    if verb.isEmpty || verb == "create" { return nil }
    let options = ParsedOptions(rest, Self.containerOptions)
    var words = options.operandIndexes.count > 1 ? Array(rest[options.operandIndexes[1]...]) : []
    if let entry = options.values(of: "entrypoint").last { words.insert(entry, at: 0) }
    return words.isEmpty ? nil : ("\(name) \(verb)", words)
  }

  private static let containerOptions = OptionSyntax(
    shortWithValue: "aceghlmpuvw",
    longWithValue: [
      "add-host", "annotation", "attach", "blkio-weight", "cap-add", "cap-drop", "cgroup-parent", "cgroupns", "cidfile",
      "cpu-period", "cpu-quota", "cpu-shares", "cpus", "cpuset-cpus", "detach-keys", "device", "dns", "entrypoint",
      "env", "env-file", "expose", "gpus", "group-add", "health-cmd", "hostname", "index", "ip", "ipc", "isolation",
      "label", "label-file", "link", "log-driver", "log-opt", "mac-address", "memory", "memory-swap", "mount", "name",
      "network", "net", "oom-score-adj", "pid", "pids-limit", "platform", "publish", "pull", "restart", "runtime",
      "security-opt", "shm-size", "stop-signal", "stop-timeout", "storage-opt", "sysctl", "tmpfs", "ulimit", "user",
      "userns", "uts", "volume", "volume-driver", "volumes-from", "workdir",
    ], permutes: false)
}
