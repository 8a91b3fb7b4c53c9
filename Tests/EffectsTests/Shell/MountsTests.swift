import TestSupport
import Testing

/// Paths that lead elsewhere by what the script itself does before: links and bind mounts.
@Suite struct MountsTests {
  @Test(arguments: rows) func effects(_ row: EffectRow) { row.check() }

  static let rows: [EffectRow] = [
    EffectRow(
      "ln -s /etc e && rm -rf e/x", "run ln -s /etc e", "use /etc", "link /repo/e", "run rm -rf e/x", "delete! /etc/x"),
    EffectRow(
      "ln -s /etc e && rm -rf e/", "run ln -s /etc e", "use /etc", "link /repo/e", "run rm -rf e/", "delete! /etc"),
    EffectRow("ln -s /etc e && rm e", "run ln -s /etc e", "use /etc", "link /repo/e", "run rm e", "delete /repo/e"),
    EffectRow(
      "ln -s src l && cd l && rm x", "run ln -s src l", "use /repo/src", "link /repo/l", "run cd l", "run rm x",
      "delete /repo/src/x"),
    EffectRow("mount --bind / /m && rm -rf /m/etc", "run mount --bind / /m", "run rm -rf /m/etc", "delete! /etc"),
    EffectRow("mount -o bind,ro /a /m; cat /m/b", "run mount -o bind,ro /a /m", "run cat /m/b", "show /a/b"),
    EffectRow("mount /dev/sdb1 /m; rm -r /m/b", "run mount /dev/sdb1 /m", "run rm -r /m/b", "delete! /m/b"),
  ]
}
