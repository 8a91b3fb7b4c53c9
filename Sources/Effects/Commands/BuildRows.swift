import HookModel

/// Build tools, compilers, tests, formatters and bundlers, as far as paths go.
enum BuildRows {
  static func row(_ program: String) -> Row? {
    switch LookupName(program) {
    // Build tools
    case "cmake":
      Row(
        values: "-D -G -T -A --build --target -j --config --install --prefix",
        options: [("-C -P --preset-file", .use), ("-B", .folder)], operands: .special(CMake.read))
    case "make", "gmake", "ninja", "just", "task", "rake", "ant", "mvn", "mvnw", "gradle", "gradlew", "bazel",
      "meson", "scons":
      Row(
        values: "-j --jobs -l -W -o -I", options: [("-f --file --makefile --justfile --build-file -p-file", .use)],
        directory: "-C --directory")
    case "gcc", "g++", "cc", "c++", "clang", "clang++", "rustc", "ld", "as", "nvcc", "zig", "ghc",
      "ocamlopt", "dmd":
      Row(
        values: "-I -L -l -D -x -std -framework -target -d --target --crate-type --edition",
        options: [("-o -MF", .replace), ("--out-dir", .fill)], operands: .all(.use))
    case "tsc", "javac", "kotlinc", "scalac", "groovyc":
      Row(
        values: "-target -source -classpath -cp --module --lib -t -m --jsx -encoding --release",
        options: [
          ("-d --outDir --out-dir --declarationDir", .fill), ("--outFile --tsBuildInfoFile", .replace),
          ("-p --project", .use),
        ], operands: .special(Formatter.existing))
    case "ctags", "etags", "universal-ctags":
      Row(
        values: "-I --languages --exclude --fields --kinds-c -n", options: [("-f -o", .replace), ("-L", .use)],
        operands: .all(.use))
    case "msgfmt", "xgettext", "msgmerge", "bison", "flex", "yacc":
      Row(
        values: "-k --keyword -L --language -D -p -P", options: [("-o --output --output-file --outfile", .replace)],
        operands: .all(.use), inPlace: "-U --update")
    case "openapi-generator", "openapi-generator-cli", "swagger-codegen", "dotnet", "msbuild", "cargo-expand":
      Row(
        values: "-g -l -c -f --framework --configuration -v -r",
        options: [("-i --input-spec", .use), ("-o --output", .fill)])
    case "pytest", "py.test":
      Row(
        values: "-k -m -n -p -c --tb --maxfail --durations -o -W --rootdir",
        options: [
          ("--junitxml --junit-xml --report-log --resultlog --log-file", .replace), ("--basetemp", .nothing),
        ], operands: .special(Formatter.testFolder))
    case "coverage":
      Row(
        values: "-m --include --omit --fail-under", options: [("-o --data-file", .replace), ("-d --directory", .fill)],
        permutes: false)
    case "jest", "vitest", "mocha", "nyc", "c8":
      Row(
        values: "-t -c --config --testNamePattern --reporter",
        options: [
          ("--coverageDirectory --coverage.reportsDirectory --report-dir", .fill),
          ("--outputFile --json-output", .replace),
        ], permutes: false)
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
    case "sass", "lessc", "stylus", "rst2html", "rst2html.py", "rst2pdf":
      Row(values: "-I --load-path --style", operands: .special(Formatter.pairs), inPlace: "")
    case "vite", "parcel":
      Row(
        values: "--mode --host --port --target",
        options: [
          ("--outDir --dist-dir", .nothing), ("-c --config", .use),
        ], operands: .special(Formatter.bundle))
    case "terser", "esbuild", "rollup", "webpack", "postcss", "tailwindcss", "uglifyjs", "babel", "swc",
      "html-minifier", "html-minifier-terser", "csso", "cleancss", "ncc", "tsup", "browserify":
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
    default: nil
    }
  }
}
