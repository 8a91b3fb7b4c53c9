import TestSupport
import Testing

/// What agents really type.
@Suite struct EveryDayTests {
  @Test(arguments: rows) func effects(_ row: EffectRow) { row.check() }

  static let rows: [EffectRow] = [
    EffectRow(
      #"git status && git add -A && git commit -m "fix: \"rm -rf\" docs" && git push"#,
      "run git status",
      "run git add -A",
      #"run git commit -m 'fix: "rm -rf" docs'"#,
      "run git push"),
    EffectRow(
      "cd /repo && npm ci && npm run build 2>&1 | tee build.log",
      "run cd /repo",
      "run npm ci",
      "run npm run build",
      "run tee build.log",
      "write /repo/build.log"),
    EffectRow(
      #"export PATH="$HOME/bin:$PATH" && python3 -m pytest -q tests/ | tail -20"#,
      #"run export PATH="$HOME/bin:$PATH""#,
      "run python3 -m pytest -q tests/",
      "run tail -20"),
    EffectRow(
      "cat > src/new.py <<'PY'\nimport os\nprint(os.getcwd())\nPY\npython3 src/new.py",
      "run cat",
      "write /repo/src/new.py",
      "run python3 src/new.py",
      "use /repo/src/new.py"),
    EffectRow(
      "if [ -d build ]; then rm -rf build; fi; mkdir -p build && cd build && cmake .. && make -j8",
      "run [ -d build ']'",
      "? run rm -rf build",
      "? delete! /repo/build",
      "run mkdir -p build",
      "folder /repo/build",
      "run cd build",
      "run cmake ..",
      "run make -j8"),
    EffectRow(
      #"VERSION=$(cat VERSION); echo "v$VERSION" > dist/version.txt"#,
      "run cat VERSION",
      "show /repo/VERSION",
      #"run echo "v$VERSION""#,
      "write /repo/dist/version.txt"),
    EffectRow(
      "test -f .env && source .env && echo $KEY",
      "run test -f .env",
      "run source .env",
      "use /repo/.env",
      "run echo 1"),
    EffectRow(
      "kill $(lsof -t -i:3000) 2>/dev/null || true",
      "run lsof -t -i:3000",
      "run kill $(lsof -t -i:3000)",
      "write /dev/null",
      "? run true"),
    EffectRow(
      "PORT=3000 node server.js > /tmp/log 2>&1 &",
      "run node server.js",
      "use /repo/server.js",
      "write /tmp/log"),
    EffectRow(
      #"set -euo pipefail\#nROOT="$(cd "$(dirname "$0")" && pwd)"\#nrm -rf "$ROOT/build""#,
      "run set -euo pipefail",
      "run dirname sh",
      "run cd .",
      "run pwd",
      "run rm -rf /repo/build",
      "delete! /repo/build"),
    EffectRow(#"echo "export FOO=1" >> ~/.bashrc"#, "run echo 'export FOO=1'", "modify /home/me/.bashrc"),
    EffectRow("yes | rm -r x", "run yes", "run rm -r x", "delete! /repo/x"),
    EffectRow(#"rm -rf "$(realpath .)""#, "run realpath .", "run rm -rf /repo", "delete! /repo"),
    EffectRow(
      #"cd "$(git rev-parse --show-toplevel)" && rm -rf build"#,
      "run git rev-parse --show-toplevel",
      "run cd /repo",
      "run rm -rf build",
      "delete! /repo/build"),
    EffectRow(
      #"rm -rf -- "${dirs[@]}""#,
      #"run rm -rf -- "${dirs[@]}""#,
      "?? delete! <the value of $dirs>"),
    EffectRow(
      #"dirs=(build dist); rm -rf -- "${dirs[@]}""#,
      "run rm -rf -- build dist",
      "delete! /repo/build",
      "delete! /repo/dist"),
    EffectRow(
      #"ssh -t host "cd /srv && sudo rm -rf data""#,
      "run ssh -t host 'cd /srv && sudo rm -rf data'",
      "remote cd /srv",
      "remote rm -rf data"),
    EffectRow(
      #"gh issue create --title x --body "$(cat <<'EOF'\#nnever run rm -rf / or $(rm -rf /)\#nEOF\#n)""#,
      "run cat",
      "run gh issue create --title x --body 'never run rm -rf / or $(rm -rf /)'"),
    EffectRow(
      #"git commit -m "$(cat <<'EOF'\#nRemove it: rm -rf /\#nEOF\#n)""#,
      "run cat",
      "run git commit -m 'Remove it: rm -rf /'"),
    EffectRow(
      #"[ -z "$D" ] && exit 1; rm -rf "$D/x""#,
      #"run [ -z "$D" ']'"#,
      "run exit 1",
      #"run rm -rf "$D/x""#,
      "?? delete! <the value of $D>"),
  ]
}
