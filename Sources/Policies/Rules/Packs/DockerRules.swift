import HookModel

/// Pack `docker`: Docker, Podman, nerdctl and Compose.
enum DockerRules {
  static var all: [Rule] { [prune, volumes, removeForce, stack, hostAccess] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    var arguments: [Argument]
    switch LookupName(program) {
    case "docker", "podman", "nerdctl":
      arguments = command.arguments
    case "docker-compose", "podman-compose":
      judge(compose: command.arguments, scene, &findings)
      return
    case "docker-machine", "colima", "limactl", "multipass", "vagrant":
      judge(machine: command, scene, &findings)
      return
    default: return
    }
    let global = OptionSyntax(
      shortWithValue: "Hlc",
      longWithValue: ["host", "context", "config", "log-level", "url", "connection", "namespace"],
      long: ["tls", "tlsverify", "debug", "version", "help", "remote"], permutes: false)
    guard let first = Subcommand(arguments, global) else { return }
    if first.options.has("help") || first.word == "help" { return }
    arguments = first.arguments
    switch first.word {
    case "compose": judge(compose: arguments, scene, &findings)
    case "run", "create": judge(run: arguments.compactMap(\.value), scene, &findings)
    case "rm", "rmi": judge(remove: first.word, "container", arguments, scene, &findings)
    case "system", "container", "image", "volume", "network", "stack", "service", "secret", "config", "node", "swarm",
      "pod", "machine", "plugin", "context", "buildx", "builder":
      guard let second = Subcommand(arguments, .init(permutes: false)) else { return }
      judge(object: first.word, second.word, second.arguments, scene, &findings)
    default: return
    }
  }

  private static func judge(
    object: String, _ verb: String, _ arguments: [Argument], _ scene: Scene, _ findings: inout Findings
  ) {
    let options = ParsedOptions(
      arguments, OptionSyntax(longWithValue: ["filter"], long: ["force", "all", "volumes", "help", "dry-run"]))
    if options.has("help", "h", "dry-run") { return }
    switch (object, verb) {
    case ("system", "prune"): findings.add(prune, scene, verdict: options.has("volumes") ? .deny : .ask)
    case ("system", "reset"), ("machine", "rm"), ("machine", "reset"):
      findings.add(volumes, scene, why: "every container, image and volume is gone with it")
    case ("container", "prune"), ("network", "prune"), ("pod", "prune"): findings.add(prune, scene)
    case ("image", "prune"): if options.has("a", "all") { findings.add(prune, scene) }
    case ("volume", "prune"), ("volume", "rm"), ("volume", "remove"): findings.add(volumes, scene)
    case ("container", "rm"), ("container", "remove"), ("image", "rm"), ("image", "remove"), ("pod", "rm"):
      judge(remove: verb, object, arguments, scene, &findings)
    case ("container", "run"), ("container", "create"): judge(run: arguments.compactMap(\.value), scene, &findings)
    case ("stack", "rm"), ("stack", "remove"), ("stack", "down"), ("service", "rm"), ("service", "remove"),
      ("secret", "rm"), ("config", "rm"), ("node", "rm"), ("node", "demote"), ("swarm", "leave"), ("context", "rm"),
      ("plugin", "rm"):
      findings.add(stack, scene)
    default: return
    }
  }

  private static func judge(
    remove verb: String, _ object: String, _ arguments: [Argument], _ scene: Scene, _ findings: inout Findings
  ) {
    let options = ParsedOptions(
      arguments, OptionSyntax(shortWithValue: "t", longWithValue: ["time"], long: ["force", "volumes", "link", "all"]))
    if options.has("help") { return }
    let isContainer = verb != "rmi" && object == "container"
    if isContainer, options.has("v", "volumes") {
      findings.add(volumes, scene)
    } else if options.has("f", "force") {
      findings.add(removeForce, scene)
    }
  }

  private static func judge(compose arguments: [Argument], _ scene: Scene, _ findings: inout Findings) {
    let global = OptionSyntax(
      shortWithValue: "fpH",
      longWithValue: [
        "file", "project-name", "profile", "env-file", "project-directory", "progress", "ansi", "parallel", "host",
      ],
      long: ["dry-run", "compatibility", "all-resources", "verbose"], permutes: false)
    guard let call = Subcommand(arguments, global), !call.options.has("dry-run", "help") else { return }
    let options = ParsedOptions(
      call.arguments,
      OptionSyntax(
        shortWithValue: "t", longWithValue: ["timeout", "rmi"],
        long: ["volumes", "remove-orphans", "force", "stop", "dry-run", "renew-anon-volumes"]))
    if options.has("help", "dry-run") { return }
    switch call.word {
    case "down", "rm": if options.has("v", "volumes") { findings.add(volumes, scene) }
    default: return
    }
  }

  /// Virtual machines in which containers and whole development systems live.
  private static func judge(machine command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    guard let call = Subcommand(command.arguments, .plain), !call.options.has("help", "h") else { return }
    switch (command.program ?? "", call.word) {
    case ("vagrant", "destroy"), ("colima", "delete"), ("limactl", "delete"), ("limactl", "factory-reset"),
      ("multipass", "delete"), ("multipass", "purge"), ("docker-machine", "rm"):
      findings.add(volumes, scene, why: "the machine's disk goes with it, and what is on it exists only once")
    default: return
    }
  }

  private static func judge(run words: [String], _ scene: Scene, _ findings: inout Findings) {
    var previous = ""
    for word in words {
      let mount: Substring?
      if previous == "-v" || previous == "--volume" || previous == "--mount" {
        mount = Substring(word)
      } else if word.hasPrefix("-v") || word.hasPrefix("--volume=") || word.hasPrefix("--mount=") {
        mount = word.hasPrefix("-v") ? word.dropFirst(2) : word.drop { $0 != "=" }.dropFirst()
      } else {
        mount = nil
      }
      let reachesHost = mount.map { text in
        text.hasPrefix("/:") || text.hasPrefix("/etc:") || text.contains("docker.sock") || text.contains("src=/,")
          || text.contains("source=/,")
      }
      if word == "--privileged" || reachesHost == true || word == "--pid=host" {
        findings.add(hostAccess, scene)
        return
      }
      previous = word
    }
  }

  static let prune = Rule(
    "docker.prune", .ask,
    catches: "`docker system prune`, `container prune`, `image prune -a`; with `--volumes` it is refused",
    why: "containers and images of other projects go, too",
    instead: "remove the ones of this project by name: `docker rm NAME`, `docker rmi IMAGE`",
    stops: [
      "docker system prune -af", "docker system prune --volumes -f", "podman container prune -f",
      "docker image prune -a",
    ],
    passes: ["docker image prune", "docker ps -a", "docker system df", "docker builder prune"])

  static let volumes = Rule(
    "docker.volumes",
    catches:
      "removing volumes: `docker volume rm` and `prune`, `docker compose down -v`, `docker rm -v`, `podman system reset`; whole machines of containers",
    why: "a volume is where a container's database lives, and it exists only once",
    instead:
      "`docker compose down` without -v keeps the data; `docker run --rm -v NAME:/d alpine tar c /d` saves it first",
    stops: [
      "docker volume rm shop_db", "docker volume prune -f", "docker compose down -v", "docker-compose down --volumes",
      "docker rm -fv db", "podman system reset", "vagrant destroy -f",
    ],
    passes: ["docker compose down", "docker volume ls", "docker run -v data:/data alpine ls", "docker compose up -d"])

  static let removeForce = Rule(
    "docker.rm-force", .ask,
    catches: "`docker rm -f` and `docker rmi -f`",
    why: "a running container is killed, and what it holds outside its volumes is gone",
    instead: "`docker stop NAME`, then `docker rm NAME`",
    stops: ["docker rm -f web", "docker container rm --force web", "docker rmi -f shop:latest"],
    passes: ["docker rm web", "docker stop web", "docker run --rm alpine true"])

  static let stack = Rule(
    "docker.swarm", .ask,
    catches: "removing stacks, services, secrets and nodes of a swarm",
    why: "what runs there runs for others",
    instead: "`docker stack ps NAME` shows what would stop; give the person the command",
    stops: ["docker stack rm shop", "docker service rm web", "docker swarm leave --force"],
    passes: ["docker stack ls", "docker service logs web"])

  static let hostAccess = Rule(
    "docker.host-access", .ask,
    catches: "containers with the host's root, its Docker socket, or `--privileged`",
    why: "such a container can do everything on this machine that root can",
    instead: "mount the one folder that is needed: `-v \"$PWD:/work\"`",
    stops: [
      "docker run --privileged alpine", "docker run -v /:/host alpine",
      "docker run -v /var/run/docker.sock:/var/run/docker.sock x",
    ],
    passes: ["docker run -v \"$PWD:/work\" alpine", "docker run -p 8080:80 nginx"])
}
