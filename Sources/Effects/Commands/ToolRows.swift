/// Containers, package managers, build tools, formatters and converters, as far as paths go.
enum ToolRows {
  static func row(_ program: String) -> Row? {
    switch program {
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
    case "ansible", "ansible-playbook":
      Row(
        values: "-l -t -u -m -a -f --tags --limit",
        options: [("-i --inventory --vault-password-file --private-key", .use)], operands: .all(.use))
    case "ansible-vault":
      Row(
        options: [("--vault-password-file", .use), ("--output", .replace)], operands: .afterFirst(.both(.show, .modify))
      )
    case "systemctl", "service", "launchctl", "journalctl": Row()
    // Package managers
    case "npm", "pnpm", "yarn", "cnpm":
      Row(
        values: "-w --workspace --registry --tag -F --filter", options: [("--userconfig --globalconfig", .use)],
        directory: "-C --prefix --cwd --dir")
    case "npx", "bunx", "pnpx": Row(values: "-p --package", options: [("-c --call", .shellCommand)], permutes: false)
    case "pip", "pip3", "pipx", "uv", "poetry", "pdm", "hatch", "conda", "mamba":
      Row(
        values: "-i --index-url --extra-index-url --python --find-links -E --extra -p -n",
        options: [
          ("-r --requirement --requirements -c --constraint --env-file", .use),
          ("-t --target -d --dest --download", .fill),
        ],
        operands: .special(Packages.urls), directory: "--directory")
    case "gem", "bundle", "bundler", "composer", "brew", "apt", "apt-get", "dnf", "yum", "apk", "pacman", "snap",
      "port", "nix", "nix-env", "choco", "winget", "scoop", "luarocks", "cpan", "cpanm", "mix", "opam", "cabal",
      "stack", "rustup", "asdf", "mise":
      Row(values: "-c -o -t -v --version", operands: .special(Packages.urls))
    case "dpkg", "rpm": Row(operands: .all(.use))
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
        options: [("--scratch-path --build-path", .nothing), ("-o", .replace)])
    // Build tools
    case "make", "gmake", "ninja", "just", "task", "rake", "ant", "mvn", "mvnw", "gradle", "gradlew", "bazel",
      "meson", "scons":
      Row(
        values: "-j --jobs -l -W -o -I", options: [("-f --file --makefile --justfile --build-file -p-file", .use)],
        directory: "-C --directory")
    case "cmake":
      Row(
        values: "-D -G -T -A --build --target -j --config", options: [("-C -P --preset-file", .use), ("-B", .folder)])
    case "gcc", "g++", "cc", "c++", "clang", "clang++", "rustc", "tsc", "javac", "ld", "as", "nvcc", "zig", "ghc",
      "ocamlopt", "dmd":
      Row(
        values: "-I -L -l -D -x -std -framework -target -d --target --crate-type --edition",
        options: [("-o -MF", .replace), ("--out-dir --outDir --outFile", .nothing)], operands: .all(.use))
    case "strip", "objcopy", "install_name_tool", "codesign", "patchelf":
      Row(
        values: "-s -i --set-rpath --set-interpreter -K -N -R -j", options: [("-o", .replace)], operands: .all(.modify))
    case "objdump", "nm", "readelf", "otool", "ldd", "size": Row(values: "-j -M --section", operands: .all(.show))
    // Formatters and linters
    case "prettier":
      Row(
        values: "--parser --tab-width --print-width --stdin-filepath --log-level",
        options: [("--config --ignore-path", .use)], operands: .all(.use), inPlace: "-w --write")
    case "eslint", "stylelint", "biome", "oxlint", "rubocop", "standard", "tslint", "ruff", "markdownlint", "pylint",
      "flake8", "mypy", "sqlfluff", "shellharden", "clang-tidy":
      Row(
        values:
          "--ext --format --rule --select --ignore --line-length --target-version --max-warnings -x --parser -f -l",
        options: [("-c --config", .use), ("-o --output-file", .replace)], operands: .special(Formatter.existing),
        inPlace: "--fix --write -a -A --auto-correct --autocorrect --unsafe-fixes --replace")
    case "black", "isort", "autopep8", "yapf", "docformatter":
      Row(
        values: "-l --line-length -t --target-version --exclude --include -c --profile -j",
        options: [("--config", .use)],
        operands: .special(Formatter.read))
    case "gofmt", "goimports", "gofumpt", "clang-format", "swift-format", "rustfmt", "stylua", "taplo",
      "dprint", "ktlint":
      Row(
        values: "--style", options: [("--config --config-path", .use)],
        operands: .special(Formatter.read))
    case "shfmt":
      Row(values: "-i --indent -ln --language-dialect -filename", operands: .special(Formatter.read), singleDash: true)
    case "terser", "esbuild", "rollup", "webpack", "vite", "parcel", "sass", "postcss", "tailwindcss", "uglifyjs",
      "babel", "swc":
      Row(
        values: "--format --target --platform --loader",
        options: [
          ("-o --output --outfile --out-file", .replace), ("-d --outdir --out-dir", .fill),
          ("-c --config -i --input", .use),
        ], operands: .special(Formatter.existing))
    case "protoc":
      Row(
        values: "-I",
        options: [("-o --descriptor_set_out", .replace), ("--cpp_out --python_out --go_out --java_out", .fill)],
        operands: .all(.use))
    // Converters
    case "pandoc":
      Row(
        values:
          "-f --from -r --read -t --to -w --write -V --variable -M --metadata --toc-depth --columns --wrap --pdf-engine",
        options: [
          ("-o --output", .replace),
          (
            "--template --defaults -d --metadata-file -H -B -A --css -c --bibliography --csl --filter -F --lua-filter -L",
            .use
          ),
          ("--log", .replace),
        ],
        operands: .all(.show))
    case "ffmpeg": Row(operands: .special(Media.ffmpeg))
    case "ffprobe", "mediainfo", "identify", "exiftool", "sips", "pdftotext", "pdfinfo", "soffice", "libreoffice",
      "wkhtmltopdf":
      Row(operands: .special(Media.probe))
    case "convert", "magick", "mogrify", "composite", "montage", "cwebp", "dwebp", "gs", "pdftk", "qpdf", "sox",
      "inkscape", "rsvg-convert", "dot", "neato", "potrace", "optipng", "jpegoptim", "pngquant", "svgo", "img2pdf":
      Row(operands: .special(Media.convert))
    case "groff", "troff", "pdflatex", "xelatex", "lualatex", "latexmk", "tectonic", "typst":
      Row(values: "-m -T", operands: .all(.show))
    // Others
    case "direnv", "dotenv", "dotenvx", "env-cmd", "foreman", "honcho":
      Row(options: [("-f --env-file -e --env", .use)], permutes: false)
    case "entr", "watch", "watchexec", "nodemon": Row(values: "-n -d -w -e", permutes: false)
    case "visudo", "vipw": Row(options: [("-f", .modify)])
    case "useradd", "usermod", "passwd", "chpasswd": Row()
    case "defaults", "plutil":
      Row(values: "-convert", options: [("-o", .replace)], operands: .special(Formatter.existing), singleDash: true)
    case "open", "xdg-open", "start": Row(operands: .all(.use))
    case "pbcopy", "pbpaste", "xclip", "xsel", "wl-copy", "clip.exe", "clip": Row()
    case "gdb", "lldb", "strace", "ltrace", "valgrind", "perf":
      Row(
        values: "-e -p -s -ex", options: [("-o --output --log-file", .replace), ("-x --command", .use)], permutes: false
      )
    case "logger", "wall", "write": Row(options: [("-f --file", .show)])
    case "sysctl": Row(options: [("-p --load", .use)])
    case "iptables-restore", "nft": Row(options: [("-f", .use)])
    case "tmux", "screen": Row(options: [("-f -c", .use)])
    default: nil
    }
  }

  private static let compose = Row(
    values: "-p --project-name --profile --ansi --parallel -t --timeout --scale --pull",
    options: [("-f --file --env-file", .use)], directory: "--project-directory")

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
          ("-f --file", .use), ("--iidfile --metadata-file", .replace), ("--secret", .nothing),
          ("-o --output", .nothing),
        ],
        operands: .unused)
    case "save", "export": Row(options: [("-o --output", .replace)])
    case "load", "import": Row(options: [("-i --input", .use)], operands: .unused)
    default: nil
    }
  }
}
