import HookModel

/// Containers, package managers and other tools, as far as paths go.
enum ToolRows {
  static func row(_ program: String) -> Row? {
    switch LookupName(program) {
    // Containers and clusters
    case "docker", "podman", "nerdctl":
      Row(
        values: "-H --host -c --context -l --log-level", options: [("--config", .nothing)], permutes: false,
        subcommands: container)
    case "docker-compose", "podman-compose": compose
    case "kubectl", "oc", "k3s", "minikube":
      Row(
        values: """
          -n --namespace -l --selector -o --output --context --cluster -c --container --field-selector --timeout \
          --type -p --patch
          """,
        options: [("-f --filename -k --kustomize --kubeconfig --from-env-file", .use), ("--from-file", .nothing)],
        operands: .special(Cluster.read), harmless: "")
    case "helm":
      Row(
        values: "-n --namespace --set --set-string --version --timeout --kube-context",
        options: [("-f --values --kubeconfig --set-file", .use), ("-d --destination --output-dir", .fill)])
    case "terraform", "tofu", "terragrunt":
      Row(
        values: "-target -var -lock-timeout -parallelism",
        options: [("-var-file -state -backend-config", .use), ("-out -state-out -backup", .replace)],
        directory: "-chdir",
        singleDash: true)
    case "ansible":
      Row(
        values: "-l -t -u -m -f --tags --limit --module-name -e --extra-vars --become-user",
        options: [
          ("-i --inventory --vault-password-file --private-key", .use), ("-a --args", .nothing),
          ("--tree -t", .fill),
        ], operands: .special(Cluster.adHoc), harmless: "--list-hosts --help --version")
    case "ansible-playbook":
      Row(
        values: "-l -t -u -m -f --tags --limit -e --extra-vars --become-user --skip-tags --start-at-task",
        options: [("-i --inventory --vault-password-file --private-key", .use)], operands: .all(.use))
    case "ansible-vault":
      Row(
        values: "--encrypt-vault-id --vault-id", options: [("--vault-password-file", .use), ("--output", .replace)],
        subcommands: vault)
    case "systemctl", "service", "launchctl", "journalctl": Row()
    // Package managers
    case "npm", "pnpm", "yarn", "cnpm":
      Row(
        values: "-w --workspace --registry --tag -F --filter",
        options: [
          ("--userconfig --globalconfig", .use), ("-c --call --shell-mode", .shellCommand),
          ("--pack-destination", .fill),
        ], directory: "-C --prefix --cwd --dir")
    case "npx", "bunx", "pnpx": Row(values: "-p --package", options: [("-c --call", .shellCommand)], permutes: false)
    case "pip", "pip3", "pipx", "uv", "poetry", "pdm", "hatch", "conda", "mamba":
      Row(
        values: "-i --index-url --extra-index-url --python --find-links -E --extra -p -n",
        options: [
          ("-r --requirement --requirements -c --constraint --env-file", .use),
          ("-t --target -d --dest --download -w --wheel-dir", .fill), ("-o --output --output-file -f --file", .replace),
        ],
        operands: .special(Packages.urls), directory: "--directory")
    case "gem", "bundle", "bundler", "composer", "brew", "apt", "apt-get", "dnf", "yum", "apk", "pacman", "snap",
      "port", "nix", "nix-env", "choco", "winget", "scoop", "luarocks", "cpan", "cpanm", "mix", "opam", "cabal",
      "stack", "rustup", "asdf", "mise":
      Row(values: "-c -o -t -v --version", operands: .special(Packages.urls))
    case "rpm": Row(operands: .all(.use))
    case "cargo":
      Row(
        values:
          "-p --package --features --bin --example --test --bench --target -j --jobs --profile --color -Z --git --branch",
        options: [("--manifest-path --config", .use), ("--target-dir --out-dir", .fill)], directory: "-C")
    case "go":
      Row(
        values: "-run -tags -ldflags -gcflags -count -timeout -bench -mod -p",
        options: [("-o -coverprofile -cpuprofile -memprofile -trace", .replace), ("-modfile -overlay", .use)],
        directory: "-C", singleDash: true)
    case "swift", "swiftc":
      Row(
        values: "-c --configuration --target --product --filter -j",
        options: [("--scratch-path --build-path", .nothing), ("-o", .replace), ("-e", .code(.swift))])
    // Others
    case "direnv", "dotenv", "dotenvx", "env-cmd", "foreman", "honcho":
      Row(options: [("-f --env-file -e --env", .use)], permutes: false)
    case "entr": Row(operands: .special(Watch.entr), permutes: false)
    case "watchexec":
      Row(
        values: """
          -e --exts -f --filter -i --ignore -w --watch -d --debounce -s --signal --shell --stop-signal --stop-timeout \
          --delay-run --poll --workdir -E --env --fs-events
          """,
        operands: .special(Watch.command), permutes: false)
    case "onchange", "chokidar":
      Row(
        values: "-d --delay -j --jobs -e --exclude -f --filter -t --throttle -i --ignore",
        options: [("-c --command", .shellCommand)], operands: .special(Watch.behindMark))
    case "npm-run-all", "run-s", "run-p", "watch", "nodemon": Row(values: "-n -d -w -e", permutes: false)
    case "guix", "toolbox", "distrobox-host-exec", "pixi", "flox", "devbox", "hatch-run":
      Row(operands: .special(Watch.behindMark))
    case "visudo", "vipw": Row(options: [("-f", .modify)])
    case "useradd", "usermod", "passwd", "chpasswd": Row()
    case "defaults", "plutil":
      Row(values: "-convert", options: [("-o", .replace)], operands: .special(Formatter.existing), singleDash: true)
    case "open", "xdg-open", "start": Row(operands: .all(.use))
    case "pbcopy", "pbpaste", "xclip", "xsel", "wl-copy", "clip.exe", "clip": Row()
    case "gdb", "rust-gdb":
      Row(
        values: "-p -s -pid -symbols -core -c -cd -directory -d",
        options: [("-ex -eval-command -iex", .nothing), ("-x -command -ix", .use)],
        operands: .special(Debugger.read), permutes: false, singleDash: true)
    case "lldb", "rust-lldb":
      Row(
        values: "-p -n --attach-pid --attach-name --arch -a --core",
        options: [("-o --one-line -O --one-line-before-file -k", .nothing), ("-s --source", .use)],
        operands: .special(Debugger.read), permutes: false)
    case "strace", "ltrace", "valgrind", "perf":
      Row(values: "-e -p -s", options: [("-o --output --log-file", .replace)], permutes: false)
    case "logger", "wall", "write": Row(options: [("-f --file", .show)])
    case "sysctl": Row(options: [("-p --load", .use)])
    case "iptables-restore", "nft": Row(options: [("-f", .use)])
    case "tmux": Row(options: [("-f -c", .use)])
    case "screen":
      Row(
        values: "-S -t -T -e -h -p -s -x", options: [("-c", .use), ("-Logfile", .replace)], operands: .command,
        permutes: false)
    case "redis-cli":
      Row(
        values: "-h -p -a -n -u -d -r -i --user --pass --pattern --pipe-timeout --cert --key --cacert",
        options: [("--rdb --functions-rdb", .replace), ("--eval", .use)], permutes: false)
    default: nil
    }
  }

  private static func vault(_ name: String) -> Row? {
    switch name {
    case "view": Row(operands: .all(.show))
    case "create": Row(operands: .all(.replace))
    case "edit", "encrypt", "decrypt", "rekey":
      Row(options: [("--output", .replace)], operands: .all(.both(.show, .modify)))
    default: nil
    }
  }

  private static let compose = Row(
    values: "-p --project-name --profile --ansi --parallel -t --timeout --scale --pull",
    options: [("-f --file --env-file", .use)], directory: "--project-directory")

  private static func stored(_ name: String) -> Row? {
    switch name {
    case "create": Row(values: "-d --driver -l --label", operands: .places([.nothing], rest: .show))
    case "export": Row(operands: .places([.nothing], rest: .replace))
    default: nil
    }
  }

  private static func container(_ name: String) -> Row? {
    switch name {
    case "compose": compose
    case "container", "image", "volume", "network", "system", "builder", "buildx":
      Row(subcommands: container)
    case "cp":
      Row(operands: .transfer(.init(kind: .copy, hosts: true)), isRecursive: true)
    case "run", "create":
      Row(
        values: """
          -e --env -p --publish -w --workdir -u --user --name --network --net --entrypoint -l --label -m --memory \
          --cpus -h --hostname --restart --platform --add-host --device --cap-add --cap-drop --gpus --ip --link \
          --log-driver --log-opt --pid --pull --runtime --security-opt --shm-size --stop-signal --tmpfs --ulimit \
          --userns --volumes-from -a -c --expose --dns
          """,
        options: [("--env-file --label-file", .use), ("--cidfile", .replace), ("-v --volume --mount", .nothing)],
        operands: .special(Container.mounts), permutes: false)
    case "exec":
      Row(values: "-e --env -w --workdir -u --user --detach-keys", options: [("--env-file", .use)], permutes: false)
    case "build":
      Row(
        values: "-t --tag --build-arg --target --platform --label --network --progress --cache-from --cache-to",
        options: [
          ("-f --file", .use), ("--iidfile --metadata-file", .replace), ("--secret --ssh", .nothing),
          ("-o --output", .nothing),
        ],
        operands: .special(Container.build))
    case "save", "export": Row(options: [("-o --output", .replace)])
    case "load": Row(options: [("-i --input", .use)], operands: .unused)
    case "import": Row(values: "-c --change -m --message", operands: .places([.use], rest: .nothing))
    case "config", "secret", "context", "plugin", "bake": Row(subcommands: stored)
    default: nil
    }
  }
}
