import HookModel

/// How a program that runs another one reads its own command line.
///
/// To add one, add a `case`: the options that take a value, and how many operands stand before the command.
struct Wrapper: Sendable {
  /// Its options; the first operand ends them.
  var syntax: OptionSyntax
  /// How many operands stand before the command (`timeout 5 rm`).
  var operands = 0
  /// Whether `NAME=value` words may stand before the command.
  var takesAssignments = false
  /// The options that name the directory in which the command runs.
  var directory: [String] = []
  /// The options that make it run no command at all (`command -v`).
  var harmless: [String] = []
  /// The options whose value is code for a shell, instead of a command (`doppler run --command`).
  var shellCode: [String] = []
  /// Whether the command stands behind `--`, where there is one, whatever else does (`mise x node@20 -- node`).
  var isBehindDashes = false
  /// Whether it is a command of its own, which policies see beside the one that it runs (`npx`, `uv run`).
  var isOwnCommand = false

  private init(
    _ short: String = "", _ long: [String] = [], operands: Int = 0, takesAssignments: Bool = false,
    directory: [String] = [], harmless: [String] = [], shellCode: [String] = [], isBehindDashes: Bool = false,
    isOwnCommand: Bool = false, singleDash: Bool = false
  ) {
    syntax = OptionSyntax(shortWithValue: short, longWithValue: long, permutes: false, singleDashLong: singleDash)
    self.operands = operands
    self.takesAssignments = takesAssignments
    self.directory = directory
    self.harmless = harmless
    self.shellCode = shellCode
    self.isBehindDashes = isBehindDashes
    self.isOwnCommand = isOwnCommand
  }

  /// The wrapper called `name`.
  static func named(_ name: String) -> Wrapper? {
    switch LookupName(name) {
    case "sudo":
      Wrapper(
        "ugpCDhrtTUR",
        [
          "user", "group", "prompt", "close-from", "chdir", "host", "role", "type", "command-timeout", "other-user",
          "chroot", "preserve-env",
        ].filter { $0 != "preserve-env" }, takesAssignments: true, directory: ["D", "chdir"],
        harmless: ["l", "list", "v", "validate", "k", "K", "V", "version", "help"])
    case "doas": Wrapper("uC", harmless: ["L"])
    case "pkexec": Wrapper("", ["user"], harmless: ["version", "help"])
    // zsh: `repeat 3 rm x`
    case "repeat": Wrapper(operands: 1)
    case "gosu", "su-exec", "setuidgid", "s6-setuidgid", "chpst-user": Wrapper(operands: 1)
    // The first process of a container, which starts the other one.
    case "tini", "dumb-init", "catatonit": Wrapper("per", ["rewrite"])
    case "daemonize": Wrapper("acEeploup")
    case "cgexec": Wrapper("g", ["sticky"])
    case "numactl":
      Wrapper(
        "NPCmilw", ["cpunodebind", "physcpubind", "membind", "interleave", "preferred", "weighted-interleave"],
        harmless: ["H", "hardware", "s", "show"])
    case "runuser": Wrapper("ugGsw", ["user", "group", "supp-group", "shell", "whitelist-environment"])
    case "nohup", "setsid", "noglob", "nocorrect", "catchsegv", "unbuffer", "torsocks", "torify", "proxychains",
      "proxychains4", "eatmydata", "ccache", "sccache", "distcc", "dbus-run-session", "nosudo", "linux32", "linux64",
      "rosetta", "fakeroot", "faketime-exec", "chronic", "errno-exec", "setpriv-exec":
      Wrapper()
    case "nice": Wrapper("n", ["adjustment"])
    case "ionice": Wrapper("cnpPu", ["class", "classdata", "pid", "pgid", "uid"], harmless: ["p", "P", "u"])
    case "chrt": Wrapper("TPD", operands: 1, harmless: ["p", "m"])
    case "taskset": Wrapper("", operands: 1, harmless: ["p"])
    case "renice-exec", "cpulimit": Wrapper("lpeP")
    case "time", "gtime": Wrapper("of", ["output", "format"])
    case "timeout", "gtimeout": Wrapper("ks", ["kill-after", "signal"], operands: 1)
    case "stdbuf", "gstdbuf": Wrapper("ioe", ["input", "output", "error"])
    case "setarch": Wrapper(operands: 1)
    case "unshare":
      Wrapper(
        "SGRwm", ["setuid", "setgid", "root", "wd", "map-user", "map-group", "propagation"], directory: ["w", "wd"])
    case "nsenter": Wrapper("tSGW", ["target", "setuid", "setgid", "wdns"])
    case "setpriv":
      Wrapper(
        "", ["reuid", "regid", "groups", "inh-caps", "ambient-caps", "bounding-set", "securebits", "pdeathsig"])
    case "prlimit": Wrapper()
    case "strace":
      Wrapper(
        "abeEIoOpPsSuX", ["output", "attach", "trace", "string-limit", "user", "env"], harmless: ["p", "attach"])
    case "ltrace": Wrapper("aAeFlnopsuwx", ["output"], harmless: ["p"])
    case "valgrind", "rr", "gdbserver-exec": Wrapper()
    case "rlwrap": Wrapper("abcCdDfFgHiIlmMNoOPqrRsStTvwzAZ".filter { "bCDfgHlmOPqsStTwz".contains($0) })
    case "caffeinate": Wrapper("tw")
    case "systemd-run":
      Wrapper(
        "pEuHM", ["property", "setenv", "unit", "host", "machine", "uid", "gid", "nice", "working-directory", "slice"],
        directory: ["working-directory"])
    case "systemd-inhibit": Wrapper("", ["what", "who", "why", "mode"])
    case "xvfb-run": Wrapper("nesfpw", ["server-num", "error-file", "server-args", "auth-file"])
    case "firejail", "bubblejail": Wrapper()
    case "proot": Wrapper("rbwqk", ["rootfs", "bind", "cwd"], directory: ["w", "cwd"])
    case "faketime": Wrapper("fmp", operands: 1)
    case "envdir", "envfile": Wrapper(operands: 1)
    case "chpst": Wrapper("uUeb/nlLmdopfcrt")
    case "softlimit": Wrapper("admfoprst")
    case "lockf": Wrapper("t", operands: 1)
    case "setlock": Wrapper(operands: 1)
    case "arch": Wrapper("de")
    case "sem": Wrapper("j", ["id", "jobs"])
    case "entr": Wrapper("", harmless: ["s"])
    case "npx", "bunx", "pnpx", "uvx", "pipx-run":
      Wrapper("p", ["package", "from", "with", "python"], harmless: ["c", "call"], isOwnCommand: true)
    case "cross-env": Wrapper(takesAssignments: true, isOwnCommand: true)
    case "shx": Wrapper(isOwnCommand: true)
    case "dotenv", "dotenvx", "env-cmd": Wrapper("efv", isOwnCommand: true)
    default: nil
    }
  }

  /// The wrapper that a program is under a subcommand: `uv run`, `bundle exec`.
  static func subcommand(_ name: String, _ verb: String) -> Wrapper? {
    switch (name, verb) {
    case ("uv", "run"):
      Wrapper(
        "pw",
        [
          "python", "with", "with-editable", "with-requirements", "extra", "group", "package", "env-file", "directory",
          "project", "index-url",
        ], directory: ["directory"], isOwnCommand: true)
    case ("uv", "x"), ("uv", "tool"): nil
    case ("mise", "exec"), ("mise", "x"), ("tox", "exec"), ("tox", "e"):
      Wrapper("eCj", ["command", "jobs", "cd"], shellCode: ["c", "command"], isBehindDashes: true, isOwnCommand: true)
    case ("hatch", "run"), ("pixi", "run"): Wrapper("e", ["environment", "manifest-path"], isOwnCommand: true)
    case ("doppler", "run"):
      Wrapper("pct", ["project", "config", "token", "command"], shellCode: ["command"], isOwnCommand: true)
    case ("chamber", "exec"): Wrapper("brc", operands: 1, isBehindDashes: true, isOwnCommand: true)
    case ("poetry", "run"), ("pipenv", "run"), ("pdm", "run"), ("rye", "run"), ("bundle", "exec"), ("asdf", "exec"),
      ("pnpm", "exec"), ("pnpm", "dlx"), ("yarn", "exec"), ("yarn", "dlx"), ("npm", "exec"), ("npm", "x"),
      ("bun", "x"), ("pipx", "run"), ("rbenv", "exec"), ("pyenv", "exec"), ("nodenv", "exec"), ("op", "run"),
      ("infisical", "run"), ("perf", "stat"),
      ("perf", "record"), ("rustup", "run"), ("fnm", "exec"), ("volta", "run"):
      Wrapper(
        "poecC", ["package", "env-file", "config", "project"], operands: verb == "run" && name == "rustup" ? 1 : 0,
        isOwnCommand: true)
    case ("direnv", "exec"), ("aws-vault", "exec"): Wrapper("d", ["duration"], operands: 1, isOwnCommand: true)
    case ("conda", "run"), ("mamba", "run"), ("micromamba", "run"):
      Wrapper("np", ["name", "prefix", "cwd"], directory: ["cwd"], isOwnCommand: true)
    default: nil
    }
  }
}
