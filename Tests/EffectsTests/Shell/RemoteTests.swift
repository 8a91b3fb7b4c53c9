import TestSupport
import Testing

/// Commands on other hosts and in containers.
@Suite struct RemoteTests {
  @Test(arguments: rows) func effects(_ row: EffectRow) { row.check() }

  static let rows: [EffectRow] = [
    EffectRow("ssh host rm -rf /", "run ssh host rm -rf /", "remote rm -rf /"),
    EffectRow(
      "ssh host 'rm -rf / && ls'",
      "run ssh host 'rm -rf / && ls'",
      "remote rm -rf /",
      "remote ls"),
    EffectRow("ssh -p 22 -o X=y user@host rm a", "run ssh -p 22 -o X=y user@host rm a", "remote rm a"),
    EffectRow("ssh host", "run ssh host"),
    EffectRow("ssh host 'cat > /etc/passwd'", "run ssh host 'cat > /etc/passwd'", "remote cat"),
    EffectRow(#"ssh host "rm -rf $X""#, #"run ssh host "rm -rf $X""#, "remote rm -rf …"),
    EffectRow(
      "ssh host 'rm -rf $HOME ~/x *'",
      "run ssh host 'rm -rf $HOME ~/x *'",
      "remote rm -rf $HOME '~/x' '*'"),
    EffectRow("ssh host sudo rm a", "run ssh host sudo rm a", "remote rm a"),
    EffectRow("ssh a ssh b rm c", "run ssh a ssh b rm c", "remote ssh b rm c", "remote rm c"),
    EffectRow("docker exec c rm -rf /", "run docker exec c rm -rf /", "remote rm -rf /"),
    EffectRow(
      "docker exec -it -u root -w /x c rm a",
      "run docker exec -it -u root -w /x c rm a",
      "remote rm a"),
    EffectRow(
      "docker run --rm -it -v /a:/b alpine rm -rf /b",
      "run docker run --rm -it -v /a:/b alpine rm -rf /b",
      "?? modify <what the container writes> in /a",
      "remote rm -rf /b",
      "delete! /a"),
    EffectRow(
      "docker run --mount type=bind,source=/a,target=/b -w /b alpine sh -c 'cd c && rm -rf d && cat /etc/passwd > e'",
      "run docker run --mount type=bind,source=/a,target=/b -w /b alpine sh -c 'cd c && rm -rf d && cat /etc/passwd > e'",
      "?? modify <what the container writes> in /a",
      "remote sh -c 'cd c && rm -rf d && cat /etc/passwd > e'",
      "remote cd c",
      "remote rm -rf d",
      "delete! /a/c/d",
      "remote cat /etc/passwd",
      "write /a/c/e"),
    EffectRow(
      "docker run -v data:/b alpine rm -rf /b", "run docker run -v data:/b alpine rm -rf /b", "remote rm -rf /b"),
    EffectRow(
      "docker run --entrypoint rm alpine -rf /x",
      "run docker run --entrypoint rm alpine -rf /x",
      "remote rm -rf /x"),
    EffectRow("docker run alpine", "run docker run alpine"),
    EffectRow("docker ps", "run docker ps"),
    EffectRow("docker compose exec web rm a", "run docker compose exec web rm a", "remote rm a"),
    EffectRow(
      "docker compose run --rm web sh -c 'rm a'",
      "run docker compose run --rm web sh -c 'rm a'",
      "remote sh -c 'rm a'",
      "remote rm a"),
    EffectRow("docker -H x exec c rm a", "run docker -H x exec c rm a", "remote rm a"),
    EffectRow("podman exec c rm a", "run podman exec c rm a", "remote rm a"),
    EffectRow("kubectl exec pod -- rm a", "run kubectl exec pod -- rm a", "remote rm a"),
    EffectRow(
      "kubectl exec -it pod -n ns -c app -- sh -c 'rm a'",
      "run kubectl exec -it pod -n ns -c app -- sh -c 'rm a'",
      "remote sh -c 'rm a'",
      "remote rm a"),
    EffectRow("kubectl get pods", "run kubectl get pods"),
    EffectRow("chroot /mnt rm -rf /", "remote rm -rf /", "delete! /mnt"),
    EffectRow("chroot /mnt cat /etc/passwd", "remote cat /etc/passwd", "show /mnt/etc/passwd"),
    EffectRow(
      "docker run -v /:/h alpine chroot /h rm -r /a",
      "run docker run -v /:/h alpine chroot /h rm -r /a",
      "?? modify <what the container writes> in /",
      "remote rm -r /a",
      "delete! /a"),
    EffectRow(
      "docker run --pid=host alpine nsenter -t 1 -m rm -r a",
      "run docker run --pid=host alpine nsenter -t 1 -m rm -r a",
      "run rm -r a",
      "delete! /a"),
    EffectRow("chroot / rm a", "run rm a", "delete /repo/a"),
    EffectRow(
      "cat a.txt | ssh host 'cat > b.txt'",
      "run cat a.txt",
      "show /repo/a.txt",
      "run ssh host 'cat > b.txt'",
      "remote cat"),
    EffectRow(
      "ssh host cat /etc/x > a.txt",
      "run ssh host cat /etc/x",
      "remote cat /etc/x",
      "write /repo/a.txt"),
    EffectRow("lxc exec c -- rm a", "run lxc exec c -- rm a", "remote rm a"),
    EffectRow("vagrant ssh -c 'rm a'", "run vagrant ssh -c 'rm a'", "remote rm a"),
    EffectRow("D=/d; ssh host rm $D", "run ssh host rm /d", "remote rm /d"),
    EffectRow("D=/d; ssh host 'rm $D'", "run ssh host 'rm $D'", "remote rm $D"),
  ]
}
