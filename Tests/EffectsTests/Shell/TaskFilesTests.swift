import Effects
import HookModel
import TestSupport
import Testing

/// Tasks, recipes and modules that stand in a project's files: what they certainly delete is found under every name by
/// which they are run.
@Suite struct TaskFilesTests {
  static let world = FakeFacts(
    files: [
      "/repo/justfile": """
      out := "build"
      wipe target=out: prepare
          @rm -rf {{target}}
      prepare:
          rm -rf stage
      script:
          #!/usr/bin/env python3
          import shutil
          shutil.rmtree("dir")
      say:
          @echo rm -rf /

      """,
      "/repo/Taskfile.yml": """
      version: "3"
      tasks:
        wipe:
          deps: [prepare]
          cmds:
            - rm -rf build
            - task: last
        prepare: rm -rf stage
        last:
          cmds:
            - |
              rm -rf dir

      """,
      "/repo/composer.json": #"{"scripts": {"wipe": ["@first", "rm -rf build"], "first": "rm -rf stage"}}"#,
      "/repo/deno.json": #"{"tasks": {"wipe": {"command": "rm -rf build"}}}"#,
      "/repo/package.json": """
      {"scripts": {"wipe": "rm -rf build", "stage": "rm -rf stage", "both": "run-s wipe stage", "prepare": "rm -rf dir"}}
      """,
      "/repo/Makefile": """
      include more.mk
      %.done: %.todo
      \trm -rf $*
      again:
      \t$(MAKE) stage
      define WIPE
      rm -rf build
      endef
      wipe:
      \t$(WIPE)
      """,
      "/repo/more.mk": "stage:\n\trm -rf stage\n",
      "/repo/pkg/mod.py": "import shutil\nshutil.rmtree('build')\n",
      "/repo/pkg/__main__.py": "import shutil\nshutil.rmtree('stage')\n",
      "/repo/wipe.awk": "BEGIN { system(\"rm -rf build\") }\n",
      "/repo/wipe.js": "require('fs').rmSync('build', { recursive: true })\n",
    ], folders: ["/repo/.git"])

  /// A command, and the folders that go with all that is in them.
  static let rows: [(command: String, deleted: [String])] = [
    ("just wipe", ["/repo/stage", "/repo/build"]),
    ("just wipe src", ["/repo/stage", "/repo/src"]),
    ("just script", ["/repo/dir"]),
    ("just say", []),
    ("just --dry-run wipe", []),
    ("just --list", []),
    ("task wipe", ["/repo/stage", "/repo/build", "/repo/dir"]),
    ("task prepare", ["/repo/stage"]),
    ("task nothing", []),
    ("composer run wipe", ["/repo/stage", "/repo/build"]),
    ("composer wipe", ["/repo/stage", "/repo/build"]),
    ("composer install", []),
    ("deno task wipe", ["/repo/build"]),
    ("npm run both", ["/repo/build", "/repo/stage"]),
    ("run-p wipe stage", ["/repo/build", "/repo/stage"]),
    ("npm install", ["/repo/dir"]),
    ("npm install left-pad", []),
    ("npm ci --ignore-scripts", []),
    ("make stage", ["/repo/stage"]),
    ("make x.done", ["/repo/x"]),
    ("make again", ["/repo/stage"]),
    ("make wipe", ["/repo/build"]),
    ("python3 -m pkg.mod", ["/repo/build"]),
    ("python3 -m pkg", ["/repo/stage"]),
    ("python3 < pkg/mod.py", ["/repo/build"]),
    ("cat pkg/mod.py | python3 -", ["/repo/build"]),
    ("awk -f wipe.awk", ["/repo/build"]),
    ("bun wipe.js", ["/repo/build"]),
    ("deno run -A wipe.js", ["/repo/build"]),
    ("python3 -c \"open('t.sh', 'w').write('rm -rf build')\"; sh t.sh", ["/repo/build"]),
    ("node -e \"fs.writeFileSync('t.sh', 'rm -rf build')\"; sh t.sh", ["/repo/build"]),
  ]

  @Test(arguments: rows.indices) func deletes(_ index: Int) {
    let (command, deleted) = Self.rows[index]
    let analysis = ShellEffects.analyse(command, directory: "/repo", facts: Self.world)
    let found = analysis.effects.compactMap { effect -> String? in
      guard case .delete(let target, let isRecursive) = effect.action, isRecursive else { return nil }
      return target.path
    }
    #expect(found == deleted, "\(command)")
  }
}
