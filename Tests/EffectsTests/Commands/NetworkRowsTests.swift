import HookModel
import TestSupport
import Testing

@testable import Effects

@Suite("What fetching and sending touch")
struct NetworkRowsTests {
  static let rows: [CommandRow] = [
    .init("curl https://x.org/a", "fetch https://x.org/a"),
    .init("curl -fsSL https://x.org/a -o b", "fetch https://x.org/a", "replace /w/b"),
    .init("curl -o - https://x.org/a", "fetch https://x.org/a"),
    .init("curl -LO https://x.org/p/a.tgz?x=1", "fetch https://x.org/p/a.tgz?x=1", "replace /w/a.tgz"),
    .init(
      "curl --output-dir dir -O https://x.org/a.tgz", "fetch https://x.org/a.tgz", "replace /w/dir/a.tgz"),
    .init("curl -O https://x.org/", "fetch https://x.org/", "replace ? in /w"),
    .init("curl --url https://x.org", "fetch https://x.org"),
    .init("curl -d @a https://x.org", "show /w/a", "fetch https://x.org"),
    .init("curl -d a=@b https://x.org", "fetch https://x.org"),
    .init("curl --data-binary @a https://x.org", "show /w/a", "fetch https://x.org"),
    .init("curl --data-raw @a https://x.org", "fetch https://x.org"),
    .init("curl --data-urlencode k@a https://x.org", "show /w/a", "fetch https://x.org"),
    .init("curl -F 'f=@a;type=text/plain' https://x.org", "show /w/a", "fetch https://x.org"),
    .init("curl -F 'f=<a' https://x.org", "show /w/a", "fetch https://x.org"),
    .init("curl -T a https://x.org", "show /w/a", "fetch https://x.org"),
    .init("curl -K conf", "use /w/conf"),
    .init("curl -H 'X: @a' -X POST https://x.org", "fetch https://x.org"),
    .init("curl -D head -c jar https://x.org", "replace /w/head", "replace /w/jar", "fetch https://x.org"),
    .init("curl $X", "fetch ?"),
    .init("wget https://x.org/a.tgz", "fetch https://x.org/a.tgz", "replace /w/a.tgz"),
    .init("wget https://x.org", "fetch https://x.org", "replace /w/index.html"),
    .init("wget -O b https://x.org/a", "fetch https://x.org/a", "replace /w/b"),
    .init("wget -qO- https://x.org/a", "fetch https://x.org/a"),
    .init("wget -P dir https://x.org/a", "fetch https://x.org/a", "replace /w/dir/a"),
    .init("wget --post-file=a -O- https://x.org/", "show /w/a", "fetch https://x.org/"),
    .init("wget -r https://x.org/", "fetch https://x.org/", "replace ? in /w"),
    .init("http POST https://x.org k=v f@a", "fetch https://x.org", "show /w/a"),

    .init("scp a host:/tmp/", "show /w/a"),
    .init("scp -r host:logs dir", "replace /w/dir/logs/**"),
    .init("scp -P 22 -i key a host:", "use /w/key", "show /w/a"),
    .init("rsync -a src/ dir/", "show /w/src/**", "replace /w/dir/**"),
    .init("rsync -a src dir", "show /w/src/**", "replace /w/dir/src/**"),
    .init(
      "rsync -a --delete src/ dir/", "show /w/src/**", "replace /w/dir/**", "maybe delete -r /w/dir/**"),
    .init("rsync -an --delete src/ dir/"),
    .init("rsync -av src/ host:dst/", "show /w/src/**"),
    .init("rsync -av --remove-source-files a host:x", "delete -r /w/a/**"),
    .init("ssh -i key host ls", "use /w/key"),
    .init("ssh-keygen -t ed25519 -f key", "replace /w/key", "replace /w/key.pub"),
    .init("ssh-keygen -y -f key", "show /w/key"),
    .init("openssl enc -d -aes-256-cbc -in a -out b", "show /w/a", "replace /w/b"),
    .init("openssl req -x509 -newkey rsa:2048 -keyout k.pem -out c.pem", "replace /w/k.pem", "replace /w/c.pem"),
    .init("gpg -o b -d a", "replace /w/b", "show /w/a"),
    .init("aws s3 cp a s3://b/c", "show /w/a/**"),
    .init("aws s3 sync s3://b/c dir", "replace /w/dir/**"),
    .init("gh pr create --body-file a", "show /w/a"),
    .init("gh gist create a", "show /w/a"),
    .init("curl file:///etc/hosts", "show /etc/hosts"),
    .init("curl -H @a https://x.org", "show /w/a", "fetch https://x.org"),
    .init("curl -T '{a,b}' https://x.org", "fetch https://x.org", "show /w/a", "show /w/b"),
    .init("curl --variable x@a https://x.org", "fetch https://x.org", "show /w/a"),
    .init("curl -F 'f=@\"a\"' https://x.org", "show /w/a", "fetch https://x.org"),
    .init("aria2c -d /srv -o x https://x.org/y", "fetch https://x.org/y", "replace /srv/x"),
    .init("aria2c https://x.org/y.zip", "fetch https://x.org/y.zip", "replace /w/y.zip"),
    .init("lynx -dump a", "show /w/a"),
    .init("sftp host:x y", "replace /w/y"),
    .init("sftp host", input: .text("get x /srv/y\nput a\n"), "replace /srv/y", "show /w/a"),
    .init("socat FILE:a,raw TCP:h:80", "show /w/a", "modify /w/a"),
    .init("openssl rand -out x 32", "replace /w/x"),
    .init("rclone sync r:x dir", "replace /w/dir/**", "maybe delete -r /w/dir/**"),
    .init("rclone copy src r:x", "show /w/src/**"),
    .init("rclone purge dir", "delete -r /w/dir/**"),
    .init("rclone purge r:dir"),
    .init("aws s3 sync s3://b dir --delete", "replace /w/dir/**", "maybe delete -r /w/dir/**"),
    .init("aws s3api get-object --bucket b --key k out", "replace /w/out"),
    .init("aws x y --body file://a", "show /w/a"),
  ]

  @Test(arguments: rows) func touches(_ row: CommandRow) { row.check(.workshop) }
}
