import TestSupport
import Testing

/// Wildcards, matched against the real folders.
@Suite struct GlobsTests {
  @Test(arguments: rows) func effects(_ row: EffectRow) { row.check() }

  static let rows: [EffectRow] = [
    EffectRow(
      "rm *.txt",
      "run rm a.txt b.txt list.txt",
      "? delete /repo/a.txt *",
      "? delete /repo/b.txt *",
      "? delete /repo/list.txt *"),
    EffectRow(
      "rm -rf *",
      "run rm -rf Makefile a.txt b.txt build clean.sh dist empty env.sh list.txt out package.json src tool.py tools wipe.sh",
      "? delete! /repo/Makefile *",
      "? delete! /repo/a.txt *",
      "? delete! /repo/b.txt *",
      "? delete! /repo/build *",
      "? delete! /repo/clean.sh *",
      "? delete! /repo/dist *",
      "? delete! /repo/empty *",
      "? delete! /repo/env.sh *",
      "? delete! /repo/list.txt *",
      "? delete! /repo/out *",
      "? delete! /repo/package.json *",
      "? delete! /repo/src *",
      "? delete! /repo/tool.py *",
      "? delete! /repo/tools *",
      "? delete! /repo/wipe.sh *"),
    EffectRow(
      "rm -rf src/*.c",
      "run rm -rf src/main.c src/util.c",
      "? delete! /repo/src/main.c *",
      "? delete! /repo/src/util.c *"),
    EffectRow(
      "rm -rf /repo/src/**/x.c",
      "run rm -rf /repo/src/deep/x.c",
      "? delete! /repo/src/deep/x.c *"),
    EffectRow(
      "rm */*.c",
      "run rm src/main.c src/util.c",
      "? delete /repo/src/main.c *",
      "? delete /repo/src/util.c *"),
    EffectRow("rm [ab].txt", "run rm a.txt b.txt", "? delete /repo/a.txt *", "? delete /repo/b.txt *"),
    EffectRow("rm [!a].txt", "run rm b.txt", "? delete /repo/b.txt *"),
    EffectRow("rm ?.txt", "run rm a.txt b.txt", "? delete /repo/a.txt *", "? delete /repo/b.txt *"),
    EffectRow(#"rm "*.txt""#, "run rm '*.txt'", "delete /repo/*.txt"),
    EffectRow(#"rm \*.txt"#, "run rm '*.txt'", "delete /repo/*.txt"),
    EffectRow("rm nothing*", "run rm 'nothing*'", "? delete /repo/nothing* *"),
    EffectRow("rm .e*", "run rm .env", "? delete /repo/.env *"),
    EffectRow("rm -rf nothere/*", "run rm -rf 'nothere/*'", "? delete! /repo/nothere/* *"),
    EffectRow(#"rm -rf "$X"/*.c"#, #"run rm -rf "$X"/*.c"#, "?? delete! <the value of $X> *"),
    EffectRow(
      "rm -rf src/{main,util}*.c",
      "run rm -rf src/main.c src/util.c",
      "? delete! /repo/src/main.c *",
      "? delete! /repo/src/util.c *"),
    EffectRow("set -f; rm *.txt", "run set -f", "run rm '*.txt'", "? delete /repo/*.txt *"),
    EffectRow("shopt -s dotglob; rm *env", "run shopt -s dotglob", "run rm .env", "? delete /repo/.env *"),
    EffectRow(
      "cd src; rm *",
      "run cd src",
      "run rm deep main.c util.c",
      "? delete /repo/src/deep *",
      "? delete /repo/src/main.c *",
      "? delete /repo/src/util.c *"),
    EffectRow("cd $X && rm *", "run cd $X", "run rm '*'", "?? delete <the working directory> *"),
    EffectRow(
      "rm !(a).txt",
      "run rm b.txt list.txt",
      "? delete /repo/b.txt *",
      "? delete /repo/list.txt *"),
    EffectRow(
      "rm @(a|list).txt",
      "run rm a.txt list.txt",
      "? delete /repo/a.txt *",
      "? delete /repo/list.txt *"),
    EffectRow("rm (b|c).txt", "run rm b.txt", "? delete /repo/b.txt *"),
    EffectRow("rm -r @(.gi|x)t", "run rm -r .git", "? delete! /repo/.git *"),
    EffectRow("rm -r e*/", "run rm -r empty/", "? delete! /repo/empty *"),
    EffectRow(
      #"for f in src/*.c; do rm "$f"; done"#,
      "? run rm src/main.c",
      "? delete /repo/src/main.c",
      "? run rm src/util.c",
      "? delete /repo/src/util.c"),
    EffectRow(
      "cat src/*.c",
      "run cat src/main.c src/util.c",
      "? show /repo/src/main.c *",
      "? show /repo/src/util.c *"),
    EffectRow("rm [", "run rm '['", "delete /repo/["),
    EffectRow("rm [a", "run rm '[a'", "delete /repo/[a"),
  ]
}
