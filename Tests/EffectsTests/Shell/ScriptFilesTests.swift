import TestSupport
import Testing

/// Scripts, Makefiles and package scripts that stand in files.
@Suite struct ScriptFilesTests {
  @Test(arguments: rows) func effects(_ row: EffectRow) { row.check() }

  static let rows: [EffectRow] = [
    EffectRow(
      "bash clean.sh",
      "run bash clean.sh",
      "use /repo/clean.sh",
      "run rm -rf build",
      "delete! /repo/build",
      #"run rm -rf "$CACHE""#),
    EffectRow(
      "sh ./clean.sh",
      "run sh ./clean.sh",
      "use /repo/clean.sh",
      "run rm -rf build",
      "delete! /repo/build",
      #"run rm -rf "$CACHE""#),
    EffectRow(
      "./clean.sh",
      "run ./clean.sh",
      "run rm -rf build",
      "delete! /repo/build",
      #"run rm -rf "$CACHE""#),
    EffectRow(
      "./wipe.sh src",
      "run ./wipe.sh src",
      "run set -e",
      "run rm -rf / src",
      "delete! /",
      "delete! /repo/src"),
    EffectRow(
      "bash wipe.sh",
      "run bash wipe.sh",
      "use /repo/wipe.sh",
      "run set -e",
      "run rm -rf / ''",
      "delete! /"),
    EffectRow(
      "source env.sh; rm -rf $TARGET",
      "run source env.sh",
      "use /repo/env.sh",
      "run rm -rf /repo/build",
      "delete! /repo/build"),
    EffectRow(
      #". ./env.sh && rm -rf "$TARGET/x""#,
      "run . ./env.sh",
      "use /repo/env.sh",
      "run rm -rf /repo/build/x",
      "delete! /repo/build/x"),
    EffectRow("bash nothere.sh", "run bash nothere.sh", "use /repo/nothere.sh"),
    EffectRow(
      "bash -x clean.sh a b",
      "run bash -x clean.sh a b",
      "use /repo/clean.sh",
      "run rm -rf build",
      "delete! /repo/build",
      #"run rm -rf "$CACHE""#),
    EffectRow(
      "sudo ./clean.sh",
      "run ./clean.sh",
      "run rm -rf build",
      "delete! /repo/build",
      #"run rm -rf "$CACHE""#),
    EffectRow(
      "cd src && ../clean.sh",
      "run cd src",
      "run ../clean.sh",
      "run rm -rf build",
      "delete! /repo/src/build",
      #"run rm -rf "$CACHE""#),
    EffectRow("cat clean.sh", "run cat clean.sh", "show /repo/clean.sh"),
    EffectRow(
      "make",
      "run make",
      "run mkdir -p build",
      "folder /repo/build",
      "run touch done",
      "modify /repo/done"),
    EffectRow(
      "make clean",
      "run make clean",
      "run rm -rf build /home/me/cache",
      "delete! /repo/build",
      "delete! /home/me/cache"),
    EffectRow(
      "make prepare clean",
      "run make prepare clean",
      "run mkdir -p build",
      "folder /repo/build",
      "run rm -rf build /home/me/cache",
      "delete! /repo/build",
      "delete! /home/me/cache"),
    EffectRow("make -n clean", "run make -n clean"),
    EffectRow("make loop", "run make loop", "run echo"),
    EffectRow(
      "make OUT=src clean",
      "run make OUT=src clean",
      "run rm -rf src /home/me/cache",
      "delete! /repo/src",
      "delete! /home/me/cache"),
    EffectRow("make nothing", "run make nothing"),
    EffectRow("make -C src", "run make -C src"),
    EffectRow(
      "npm run clean",
      "run npm run clean",
      "run echo pre",
      "run rm -rf dist",
      "delete! /repo/dist"),
    EffectRow("npm run wipe", "run npm run wipe", #"run rm -rf "$ALL" /data"#, "delete! /data"),
    EffectRow("npm test", "run npm test", "run jest"),
    EffectRow("npm run nothing", "run npm run nothing"),
    EffectRow("yarn clean", "run yarn clean", "run echo pre", "run rm -rf dist", "delete! /repo/dist"),
    EffectRow(
      "pnpm run clean",
      "run pnpm run clean",
      "run echo pre",
      "run rm -rf dist",
      "delete! /repo/dist"),
    EffectRow(
      "bun run clean",
      "run bun run clean",
      "run echo pre",
      "run rm -rf dist",
      "delete! /repo/dist"),
    EffectRow(
      "npm run clean -- more",
      "run npm run clean -- more",
      "run echo pre",
      "run rm -rf dist more",
      "delete! /repo/dist",
      "delete! /repo/more"),
    EffectRow("npm install", "run npm install"),
    EffectRow("python3 tool.py", "run python3 tool.py", "use /repo/tool.py"),
    EffectRow(#"bash "$X.sh""#, #"run bash "$X.sh""#, "?? use <the value of $X>"),
  ]
}
