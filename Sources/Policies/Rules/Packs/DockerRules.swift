import HookModel

/// Pack `docker`: Docker, Podman, nerdctl and Compose.
enum DockerRules {
  static var all: [Rule] { [prune, volumes, removeForce, stack, hostAccess] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    var call: Verbs
    switch program {
    case "docker", "podman", "nerdctl":
      call = Verbs(
        command, short: "HlcvfepwumnLx",
        long: [
          "host", "context", "config", "log-level", "volume", "mount", "env", "publish", "name", "workdir", "user",
          "network",
          "file", "project-name", "profile", "filter", "label", "entrypoint", "env-file", "timeout", "rmi",
        ],
        flags: ["force", "all", "volumes", "privileged", "rm", "detach", "remove-orphans", "dry-run"])
    case "docker-compose", "podman-compose":
      call = Verbs(
        command, short: "fpHt", long: ["file", "project-name", "profile", "env-file", "timeout", "rmi", "host"],
        flags: ["volumes", "remove-orphans", "force", "dry-run"])
    default: return
    }
    if call.options.has("help", "dry-run") { return }
    let given = command.arguments.compactMap(\.value)
    var words = call.words
    if program.hasSuffix("-compose") { words.insert("compose", at: 0) }
    // -f, -v and -a are flags of some subcommands and take values in others, so here the words are asked.
    func has(_ letter: Character, _ long: String) -> Bool {
      given.contains { word in
        word == "--\(long)" || word.hasPrefix("-") && !word.hasPrefix("--") && word.contains(letter)
      }
    }
    let first = words.first ?? ""
    let second = words.count > 1 ? words[1] : ""
    switch (first, second) {
    case ("system", "prune"), ("container", "prune"), ("network", "prune"):
      findings.add(prune, scene, verdict: has("v", "volumes") && given.contains("--volumes") ? .deny : .ask)
    case ("image", "prune"): if has("a", "all") { findings.add(prune, scene) }
    case ("volume", "prune"), ("volume", "rm"), ("volume", "remove"): findings.add(volumes, scene)
    case ("compose", _):
      if given.contains("down") || given.contains("rm"), has("v", "volumes") { findings.add(volumes, scene) }
    case ("rm", _), ("container", "rm"):
      if given.contains(where: { $0 == "-v" || $0 == "--volumes" || $0 == "-fv" || $0 == "-vf" }) {
        findings.add(volumes, scene)
      } else if has("f", "force") {
        findings.add(removeForce, scene)
      }
    case ("rmi", _), ("image", "rm"): if has("f", "force") { findings.add(removeForce, scene) }
    case ("stack", "rm"), ("service", "rm"), ("secret", "rm"), ("config", "rm"), ("node", "rm"), ("swarm", "leave"):
      findings.add(stack, scene)
    case ("run", _), ("create", _), ("container", "run"): judge(run: given, scene, &findings)
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
    catches: "removing volumes: `docker volume rm` and `prune`, `docker compose down -v`, `docker rm -v`",
    why: "a volume is where a container's database lives, and it exists only once",
    instead:
      "`docker compose down` without -v keeps the data; `docker run --rm -v NAME:/d alpine tar c /d` saves it first",
    stops: [
      "docker volume rm shop_db", "docker volume prune -f", "docker compose down -v", "docker-compose down --volumes",
      "docker rm -fv db",
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
