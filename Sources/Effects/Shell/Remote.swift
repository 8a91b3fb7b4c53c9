import HookModel

/// Programs that run a command on another host or in a container, where this file system does not count.
extension ShellEvaluator {
  func runRemote(_ name: String, _ invocation: Invocation) -> [String]? {
    let arguments = invocation.arguments
    var words: [Argument] = []
    var label = name
    var joinsWords = false
    var mounts: [(inside: String, outside: String)] = []
    var place = Place(path: nil)
    switch name {
    case "ssh", "mosh":
      let options = ParsedOptions(
        arguments, OptionSyntax(shortWithValue: "BbcDEeFIiJLlmOopQRSWw", permutes: false))
      guard options.operands.count > 1 else { return nil }
      words = Array(arguments[options.operandIndexes[1]...].drop { $0.value == "--" })
      joinsWords = true
    case "gcloud", "tsh", "fly", "flyctl", "heroku":
      guard let found = clientWords(name, arguments) else { return nil }
      words = found
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
      (label, words) = (found.label, found.words)
      for mount in found.mounts {
        guard let outside = target(mount.outside, in: invocation.place).path else { continue }
        mounts.append((mount.inside, located(path: outside) ?? outside))
      }
      place = Place(path: found.directory.map(Paths.clean))
    case "lxc", "incus", "distrobox", "toolbox", "limactl", "multipass", "wsl", "vagrant":
      if let mark = arguments.firstIndex(where: { $0.value == "--" || (name == "wsl" && $0.value == "-e") }) {
        words = Array(arguments[(mark + 1)...])
      } else if name == "vagrant", let mark = arguments.firstIndex(where: { $0.value == "-c" }),
        mark + 1 < arguments.count
      {
        words = [arguments[mark + 1]]
        joinsWords = true
      } else if name == "wsl" {
        let options = ParsedOptions(
          arguments,
          OptionSyntax(
            shortWithValue: "du", longWithValue: ["distribution", "user", "cd", "shell-type", "import", "export"],
            permutes: false))
        words = options.operandIndexes.first.map { Array(arguments[$0...]) } ?? []
      }
    default: return nil
    }
    if words.isEmpty { return nil }
    let command = note(invocation)
    if !context.isRemote {
      // What a container's command does tells what becomes of the folders that are mounted in it.
      let isContainer = name == "docker" || name == "podman" || name == "nerdctl"
      addTouches(of: command, invocation, first: isContainer ? nil : arguments.count - words.count)
    }
    let outer = context
    context.isRemote = true
    var inner = invocation.carrying(words)
    inner.place = place
    inner.environment = [:]
    let variables = state.variables
    let printed = mounted(mounts, at: place) {
      state.variables = Variables()
      changed()
      if !joinsWords { return through(label) { run(inner) } }
      let text = words.compactMap(\.value).joined(separator: " ")
      return runCode(text, through: label, by: name, invocation: inner, inSameShell: false)
    }
    state.variables = variables
    changed()
    context = outer
    return printed
  }

  /// The command that a provider's client runs on one of its machines: `gcloud compute ssh VM --command CODE`,
  /// `tsh ssh HOST COMMAND...`, `fly ssh console -C CODE`, `heroku run COMMAND...`.
  private func clientWords(_ name: String, _ arguments: [Argument]) -> [Argument]? {
    let options = ParsedOptions(
      arguments,
      OptionSyntax(
        shortWithValue: name == "tsh" ? "loipJ" : "aCsrzA",
        longWithValue: [
          "command", "zone", "project", "app", "login", "proxy", "cluster", "user", "ssh-key-file", "region", "size",
          "container", "ssh-flag", "account", "machine", "address",
        ], permutes: name != "tsh" && name != "heroku"))
    let verbs = options.operands.compactMap(\.value)
    switch name {
    case "tsh":
      guard verbs.first == "ssh", options.operandIndexes.count > 2 else { return nil }
      return Array(arguments[options.operandIndexes[2]...])
    case "heroku":
      guard verbs.first == "run" || verbs.first == "run:detached" else { return nil }
      let rest = Array(arguments[options.operandIndexes[0]...].dropFirst())
      let inner = ParsedOptions(
        rest, OptionSyntax(shortWithValue: "asre", longWithValue: ["app", "size", "remote", "env"], permutes: false))
      return inner.operandIndexes.first.map { Array(rest[$0...]) }
    default:
      guard verbs.contains("ssh") else { return nil }
      if let code = options.values(of: "command", "C").last { return [code] }
      guard let mark = arguments.firstIndex(where: { $0.value == "--" }) else { return nil }
      return Array(arguments[(mark + 1)...])
    }
  }

  private static let clusterOptions = OptionSyntax(
    shortWithValue: "ncfs",
    longWithValue: [
      "namespace", "container", "context", "cluster", "kubeconfig", "user", "server", "token", "filename", "image",
      "target", "pod-running-timeout",
    ], permutes: false)

  /// `docker [OPTION...] [compose|container] exec|run [OPTION...] NAME COMMAND...`
  private func container(_ name: String, _ arguments: [Argument]) -> ContainerRun? {
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
    if words.isEmpty { return nil }
    var run = ContainerRun(label: "\(name) \(verb)", words: words)
    run.directory = options.values(of: "w", "workdir").last?.value
    for volume in options.values(of: "v", "volume") { run.mount(volume: volume) }
    for mount in options.values(of: "mount") { run.mount(mount) }
    return run
  }

  /// A command in a container.
  private struct ContainerRun {
    var label: String
    var words: [Argument]
    /// The folders of this machine that stand in it.
    var mounts: [(inside: String, outside: Argument)] = []
    /// Where it starts.
    var directory: String?

    init(label: String, words: [Argument]) {
      self.label = label
      self.words = words
    }

    /// `-v FOLDER:PLACE[:OPTION...]`; a bare name is a volume's.
    mutating func mount(volume: Argument) {
      guard let text = volume.value, let (outside, rest) = text.cut(at: ":"), let first = outside.utf8.first,
        first == UInt8(ascii: "/") || first == UInt8(ascii: ".") || first == UInt8(ascii: "~") || Hole.isIn(outside)
      else { return }
      let inside = rest.cut(at: ":")?.before ?? rest
      if !inside.isEmpty { mounts.append((inside, Argument(outside, spelling: volume.spelling))) }
    }

    /// `--mount type=bind,source=FOLDER,target=PLACE`
    mutating func mount(_ mount: Argument) {
      guard let text = mount.value else { return }
      var (kind, inside, outside) = ("", "", "")
      for field in text.utf8.split(separator: UInt8(ascii: ",")) {
        guard let (name, value) = String(Substring(field)).cut(at: "=") else { continue }
        switch name {
        case "type": kind = value
        case "source", "src": outside = value
        case "target", "destination", "dst": inside = value
        default: break
        }
      }
      if kind == "bind", !inside.isEmpty, !outside.isEmpty {
        mounts.append((inside, Argument(outside, spelling: mount.spelling)))
      }
    }
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
