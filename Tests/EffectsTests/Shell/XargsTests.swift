import TestSupport
import Testing

/// Names that one command prints and another takes.
@Suite struct XargsTests {
  @Test(arguments: rows) func effects(_ row: EffectRow) { row.check() }

  static let rows: [EffectRow] = [
    EffectRow("echo a b | xargs rm", "run echo a b", "run rm a b", "delete /repo/a", "delete /repo/b"),
    EffectRow(
      "echo 'a b' c | xargs rm",
      "run echo 'a b' c",
      "run rm a b c",
      "delete /repo/a",
      "delete /repo/b",
      "delete /repo/c"),
    EffectRow(
      #"echo "'a b' c" | xargs rm"#,
      #"run echo ''\''a b'\'' c'"#,
      "run rm 'a b' c",
      "delete /repo/a b",
      "delete /repo/c"),
    EffectRow(
      #"printf 'a\nb\n' | xargs -n1 rm"#,
      #"run printf 'a\nb\n'"#,
      "run rm a",
      "delete /repo/a",
      "run rm b",
      "delete /repo/b"),
    EffectRow(
      #"printf 'a\0b c\0' | xargs -0 rm"#,
      #"run printf 'a\0b c\0'"#,
      "run rm a 'b c'",
      "delete /repo/a",
      "delete /repo/b c"),
    EffectRow(
      #"printf 'a b\nc\n' | xargs -I{} rm {}/x"#,
      #"run printf 'a b\nc\n'"#,
      "run rm 'a b/x'",
      "delete /repo/a b/x",
      "run rm c/x",
      "delete /repo/c/x"),
    EffectRow(
      #"printf 'a b\nc\n' | xargs -d '\n' rm"#,
      #"run printf 'a b\nc\n'"#,
      "run rm 'a b' c",
      "delete /repo/a b",
      "delete /repo/c"),
    EffectRow("echo a | xargs -i rm {}", "run echo a", "run rm a", "delete /repo/a"),
    EffectRow(
      "echo a | xargs -J % rm % b",
      "run echo a",
      "run rm a b",
      "delete /repo/a",
      "delete /repo/b"),
    EffectRow(
      "ls | xargs rm -rf",
      "run ls",
      "? run rm -rf …",
      "?? delete! <a name that ls prints> in /repo"),
    EffectRow("ls src | xargs rm", "run ls src", "? run rm …", "?? delete <the output of ls>"),
    EffectRow(
      "find . -name '*.pyc' -print0 | xargs -0 rm -f",
      "run find . -name '*.pyc' -print0",
      "? run rm -f …",
      "?? delete <a name that find prints> in /repo"),
    EffectRow(
      "find src /etc -type f | xargs rm",
      "run find src /etc -type f",
      "? run rm …",
      "?? delete <a name that find prints> in /"),
    EffectRow(
      "git ls-files | xargs rm",
      "run git ls-files",
      "? run rm …",
      "?? delete <a name that git prints> in /repo"),
    EffectRow(
      "git ls-files -m | sort | head -5 | xargs rm",
      "run git ls-files -m",
      "run sort",
      "run head -5",
      "? run rm …",
      "?? delete <a name that git prints> in /repo"),
    EffectRow(
      "find . | grep foo | xargs -n 1 -P 4 rm",
      "run find .",
      "run grep foo",
      "? run rm …",
      "?? delete <a name that find prints with foo> in /repo"),
    EffectRow(
      "ls | xargs -I % sh -c 'rm %'",
      "run ls",
      "? run sh -c rm …",
      "? run rm …",
      "?? delete <a name that ls prints> in /repo"),
    EffectRow(
      "ls | xargs -I{} mv {} /tmp/",
      "run ls",
      "? run mv … /tmp/",
      "?? delete <a name that ls prints> in /repo",
      "?? write <a name that ls prints> in /tmp"),
    EffectRow(
      "cat list.txt | xargs rm -rf",
      "run cat list.txt",
      "show /repo/list.txt",
      "? run rm -rf …",
      "?? delete! <the content of list.txt>"),
    EffectRow(
      "xargs rm < list.txt",
      "? run rm …",
      "?? delete <the content of list.txt>",
      "show /repo/list.txt"),
    EffectRow(
      "xargs -a list.txt rm",
      "use /repo/list.txt",
      "? run rm …",
      "?? delete <the content of list.txt>"),
    EffectRow("xargs rm", "? run rm …", "?? delete <an item of standard input>"),
    EffectRow("echo a | xargs", "run echo a", "run echo a"),
    EffectRow(
      "echo 'rm -rf /' | xargs -I{} sh -c '{}'",
      "run echo 'rm -rf /'",
      "run sh -c 'rm -rf /'",
      "run rm -rf /",
      "delete! /"),
    EffectRow("echo / | xargs sudo rm -rf", "run echo /", "run rm -rf /", "delete! /"),
    EffectRow("echo a | xargs env X=1 rm", "run echo a", "run rm a", "delete /repo/a"),
    EffectRow(
      #"find . -exec rm {} \;"#,
      "run find . -exec rm '{}' ';'",
      "? run rm {}",
      "?? delete <the names that find finds> in /repo"),
    EffectRow(
      "find . -exec rm {} +",
      "run find . -exec rm '{}' +",
      "? run rm {}",
      "?? delete <the names that find finds> in /repo"),
    EffectRow(
      #"find src -name x -exec rm -rf {} \; -exec touch done \;"#,
      "run find src -name x -exec rm -rf '{}' ';' -exec touch done ';'",
      "? run rm -rf {}",
      "?? delete! <the names that find finds> in /repo/src",
      "? run touch done",
      "? modify /repo/done"),
    EffectRow(
      #"find . -execdir rm {} \;"#,
      "run find . -execdir rm '{}' ';'",
      "? run rm {}",
      "?? delete <the names that find finds> in /repo"),
    EffectRow(
      #"find . -ok rm {} \;"#,
      "run find . -ok rm '{}' ';'",
      "? run rm {}",
      "?? delete <the names that find finds> in /repo"),
    EffectRow(
      #"find . -exec sh -c 'rm "$1"' _ {} \;"#,
      #"run find . -exec sh -c 'rm "$1"' _ '{}' ';'"#,
      #"? run sh -c 'rm "$1"' _ {}"#,
      #"? run rm "$1""#,
      "?? delete <the names that find finds> in /repo"),
    EffectRow(
      #"find . -exec sh -c 'for f; do rm "$f"; done' _ {} +"#,
      #"run find . -exec sh -c 'for f; do rm "$f"; done' _ '{}' +"#,
      #"? run sh -c 'for f; do rm "$f"; done' _ {}"#,
      #"? run rm "$f""#,
      "?? delete <the names that find finds> in /repo"),
    EffectRow(
      "find / -exec rm -rf {} +",
      "run find / -exec rm -rf '{}' +",
      "? run rm -rf {}",
      "?? delete! <the names that find finds> in /"),
    EffectRow(
      #"find "$X" -exec rm {} \;"#,
      #"run find "$X" -exec rm '{}' ';'"#,
      "? run rm {}",
      "?? delete <the names that find finds>"),
    EffectRow("find . -name '*.o' -delete", "run find . -name '*.o' -delete", "? delete /repo/*.o *"),
    EffectRow(
      #"find . -type f | while read f; do rm "$f"; done"#,
      "run find . -type f",
      "? run read f",
      #"? run rm "$f""#,
      "?? delete <a name that find prints> in /repo"),
    EffectRow(
      #"find . -print0 | while IFS= read -r -d '' f; do rm "$f"; done"#,
      "run find . -print0",
      "? run read -r -d '' f",
      #"? run rm "$f""#,
      "?? delete <a name that find prints> in /repo"),
    EffectRow(
      #"for f in $(find src -name '*.o'); do rm "$f"; done"#,
      "run find src -name '*.o'",
      #"? run rm "$f""#,
      "?? delete <a name that find prints> in /repo/src"),
    EffectRow(
      #"for f in $(ls *.txt); do rm "$f"; done"#,
      "run ls a.txt b.txt list.txt",
      #"? run rm "$f""#,
      "?? delete <a name that ls prints> in /repo"),
    EffectRow("rm $(ls)", "run ls", "run rm $(ls)", "?? delete <a name that ls prints> in /repo"),
    EffectRow(
      "rm -rf $(git ls-files)",
      "run git ls-files",
      "run rm -rf $(git ls-files)",
      "?? delete! <a name that git prints> in /repo"),
    EffectRow(
      #"ls -1 | while read f; do rm "src/$f"; done"#,
      "run ls -1",
      "? run read f",
      #"? run rm "src/$f""#,
      "?? delete <a name that ls prints> in /repo/src"),
    EffectRow(
      "ls | head -3 | tail -1 | xargs rm",
      "run ls",
      "run head -3",
      "run tail -1",
      "? run rm …",
      "?? delete <a name that ls prints> in /repo"),
    EffectRow(
      "fd -e o -x rm",
      "run fd -e o -x rm",
      "? run rm {}",
      "?? delete <the names that fd finds> in /repo"),
    EffectRow(
      #"fd foo -x rm {} \;"#,
      "run fd foo -x rm '{}' ';'",
      "? run rm {}",
      "?? delete <the names that fd finds> in /repo"),
    EffectRow(
      "fd -t f -X rm",
      "run fd -t f -X rm",
      "? run rm {}",
      "?? delete <the names that fd finds> in /repo"),
    EffectRow(
      "parallel rm ::: a b",
      "run parallel rm ::: a b",
      "run rm a",
      "delete /repo/a",
      "run rm b",
      "delete /repo/b"),
    EffectRow(
      "parallel rm {} ::: a b",
      "run parallel rm '{}' ::: a b",
      "run rm a",
      "delete /repo/a",
      "run rm b",
      "delete /repo/b"),
    EffectRow(
      "ls | parallel rm",
      "run ls",
      "run parallel rm",
      "? run rm '…'",
      "?? delete <a name that ls prints> in /repo"),
    EffectRow(
      "parallel -j4 'rm -rf {}/x' ::: a b",
      "run parallel -j4 'rm -rf {}/x' ::: a b",
      "run rm -rf a/x",
      "delete! /repo/a/x",
      "run rm -rf b/x",
      "delete! /repo/b/x"),
  ]
}
