import Effects
import HookModel
import TestSupport
import Testing

/// Files of the project that code loads, and what code writes into files and prints.
@Suite struct CodeImportsTests {
  static let world = FakeFacts(
    files: [
      "/repo/wipe.py": """
      import shutil
      def wipe(path="dir"):
          shutil.rmtree(path)
      def other():
          shutil.rmtree("/")
      if __name__ == "__main__":
          other()

      """,
      "/repo/top.py": "import os\nos.remove('a')\n", "/repo/pkg/__init__.py": "", "/repo/pkg/mod.py": "import top\n",
      "/repo/main.py": "from wipe import wipe\nwipe()\n",
      "/repo/wipe.js": """
      const fs = require('fs');
      exports.wipe = () => fs.rmSync('dir', { recursive: true });
      exports.other = () => fs.rmSync('/', { recursive: true });
      if (require.main === module) { exports.other(); }

      """,
      "/repo/lib/wipe.rb": "File.delete('a')\n", "/repo/lib/main.rb": "require_relative 'wipe'\n",
      "/repo/noxfile.py": """
      import nox
      @nox.session
      def wipe(session):
          session.run("rm", "-r", "dir")
      @nox.session
      def other(session):
          session.run("rm", "-r", "/")

      """,
      "/repo/Rakefile": """
      task wipe: [:stage] do
        sh "rm -r dir"
      end
      task :stage do
        rm_rf "stage"
      end
      task :other do
        sh "rm -r /"
      end

      """,
      "/repo/pyproject.toml": """
      [tool.pdm.scripts]
      wipe = "rm -r dir"
      all = { shell = "rm -r stage", help = "rm -r /" }
      [tool.hatch.envs.default.scripts]
      wipe = ["rm -r dir", "rm -r stage"]
      [tool.poe.tasks.wipe]
      cmd = "rm -r dir"

      """,
      "/repo/tox.ini": "[testenv]\ncommands = pytest\n[testenv:wipe]\ndeps = x\ncommands =\n    rm -r dir\n",
    ],
    folders: ["/repo/pkg", "/repo/lib"])

  static let rows: [(command: String, deletes: [String])] = [
    ("python3 -c 'import top'", ["a"]), ("python3 -m pkg.mod", []), ("cd pkg && python3 -c 'import top'", []),
    ("python3 main.py", ["dir"]), ("python3 -c 'from wipe import wipe; wipe()'", ["dir"]),
    ("python3 -c 'import wipe; wipe.wipe(\"stage\")'", ["stage"]), ("python3 -c 'import wipe'", []),
    ("python3 wipe.py", ["/"]),
    ("node -e \"require('./wipe').wipe()\"", ["dir"]), ("node -e \"require('./wipe.js')\"", []),
    ("node -r ./wipe.js -e 1", []), ("ruby lib/main.rb", ["a"]), ("ruby -r./lib/wipe.rb -e 1", ["a"]),
    ("nox -s wipe", ["dir"]), ("nox --list", []), ("rake wipe", ["dir", "stage"]), ("rake -T", []), ("rake", []),
    ("bundle exec rake wipe", ["dir", "stage"]),
    ("pdm run wipe", ["dir"]), ("pdm run all", ["stage"]), ("hatch run wipe", ["dir", "stage"]),
    ("hatch run default:wipe", ["dir", "stage"]), ("poe wipe", ["dir"]), ("poetry run poe wipe", ["dir"]),
    ("tox -e wipe", ["dir"]), ("tox", []), ("uv run main.py", ["dir"]),
    ("echo 'import os; os.remove(\"b\")' > z.py; python3 -c 'import z'", ["b"]),
    ("echo 'rm c' > z.sh; at now -f z.sh", ["c"]),
    ("python3 -c \"print('rm c')\" | sh", ["c"]), ("perl -e 'print \"rm c\"' | sh", ["c"]),
    ("ruby -e 'puts \"rm c\"' | sh", ["c"]), ("node -e 'console.log(\"rm c\")' | sh", ["c"]),
  ]

  @Test(arguments: rows) func deletes(_ row: (command: String, deletes: [String])) {
    let analysis = ShellEffects.analyse(row.command, directory: "/repo", facts: Self.world)
    var found: [String] = []
    for effect in analysis.effects {
      guard case .delete(let target, _) = effect.action, let path = target.path else { continue }
      found.append(path.hasPrefix("/repo/") ? String(path.dropFirst(6)) : path)
    }
    #expect(found.sorted() == row.deletes, "\(row.command)")
  }

  /// What code writes is known where it is a text.
  @Test(arguments: [
    ("python3 -c \"f = open('a', 'w'); f.write('x'); f.write('y')\"", "xy"),
    ("python3 -c \"print('x', file=open('a', 'w'))\"", "x"),
    ("ruby -e 'File.open(\"a\", \"w\") { |f| f.write(\"x\") }'", "x"),
    ("perl -e 'open(F, \">a\"); print F \"x\"'", "x"),
    ("node -e \"require('fs').writeFileSync('a', 'x')\"", "x"),
  ]) func contents(_ command: String, _ text: String) {
    let analysis = ShellEffects.analyse(command, directory: "/repo", facts: Self.world)
    let contents = analysis.effects.compactMap { effect -> String? in
      if case .write(_, _, let content) = effect.action { content } else { nil }
    }
    #expect(contents == [text], "\(command)")
  }
}
