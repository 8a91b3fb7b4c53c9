import HookModel
import TestSupport
import Testing

@testable import Effects

@Suite("What packing and unpacking touch")
struct ArchiveRowsTests {
  static let rows: [CommandRow] = [
    .init("tar czf out.tgz src a", "replace /w/out.tgz", "show /w/src/**", "show /w/a/**"),
    .init("tar -cf - src", "show /w/src/**"),
    .init("tar -c -f out.tar -C src x.c", "replace /w/out.tar", "show /w/src/x.c/**"),
    .init("tar --create --file=out.tar --exclude .git .", "replace /w/out.tar", "show /w/**"),
    .init("tar xzf in.tgz", "use /w/in.tgz", "replace ? in /w"),
    .init("tar -xf in.tar -C dir", "use /w/in.tar", "replace ? in /w/dir"),
    .init("tar xf in.tar x.c", "use /w/in.tar", "replace /w/x.c/**"),
    .init("tar -xf in.tar --strip-components=1 x/y", "use /w/in.tar", "replace ? in /w"),
    .init("tar -xOf in.tar x.c", "use /w/in.tar"),
    .init("tar tf in.tar", "use /w/in.tar"),
    .init("tar rf out.tar a", "modify /w/out.tar", "show /w/a/**"),
    .init("tar -cf out.tar -T list", "replace /w/out.tar", "use /w/list", "show ?"),
    .init("zip -r out.zip src", "replace /w/out.zip", "show /w/src/**"),
    .init("zip out a", "replace /w/out.zip", "show /w/a"),
    .init("zip -m out.zip a", "replace /w/out.zip", "show /w/a", "delete /w/a"),
    .init("unzip in.zip", "use /w/in.zip", "replace ? in /w"),
    .init("unzip -o in.zip -d dir", "use /w/in.zip", "replace ? in /w/dir"),
    .init("unzip -d dir in.zip x y", "use /w/in.zip", "replace /w/dir/x/**", "replace /w/dir/y/**"),
    .init("unzip -p in.zip x", "show /w/in.zip"),
    .init("unzip -l in.zip"),
    .init("7z a out.7z src", "replace /w/out.7z", "show /w/src/**"),
    .init("7z x in.7z -odir", "use /w/in.7z", "replace ? in /w/dir"),
    .init("7z l in.7z", "use /w/in.7z"),
    .init("gzip a", "show /w/a", "replace /w/a.gz", "delete /w/a"),
    .init("gzip -k a", "show /w/a", "replace /w/a.gz"),
    .init("gzip -c a", "show /w/a"),
    .init("gzip -d a.gz", "show /w/a.gz", "replace /w/a", "delete /w/a.gz"),
    .init("gunzip a.gz", "show /w/a.gz", "replace /w/a", "delete /w/a.gz"),
    .init("xz -9 a", "show /w/a", "replace /w/a.xz", "delete /w/a"),
    .init("zstd a", "show /w/a", "replace /w/a.zst"),
    .init("zstd -d a.zst -o b", "show /w/a.zst", "replace /w/b"),
    .init("ar rcs lib.a x.o", "modify /w/lib.a", "use /w/x.o"),
    .init("jar xf in.jar", "use /w/in.jar", "replace ? in /w"),
    .init("tar --delete -f out.tar a", "modify /w/out.tar"),
    .init("bsdtar -cf out.tar @in.tar", "replace /w/out.tar", "show /w/in.tar/**"),
    .init("pax -wf out.tar src", "replace /w/out.tar", "show /w/src/**"),
    .init("pax -rf in.tar", "use /w/in.tar", "replace ? in /w/."),
    .init("pax -rw src dir", "show /w/src/**", "replace ? in /w/dir"),
    .init("7z a -sdel out.7z src", "replace /w/out.7z", "show /w/src/**", "delete -r /w/src/**"),
    .init("unar -o dir in.zip", "use /w/in.zip", "replace ? in /w/dir"),
    .init("gzip -r src", "show /w/src/**", "modify /w/src/**"),
    .init("gzip -rc src", "show /w/src/**"),
    .init("lz4 a out.lz4", "show /w/a", "replace /w/out.lz4"),
    .init("dpkg -x in.deb dir", "use /w/in.deb", "replace ? in /w/dir"),
    .init("dpkg -l"),
    .init("mksquashfs src out.img", "show /w/src/**", "replace /w/out.img"),
  ]

  @Test(arguments: rows) func touches(_ row: CommandRow) { row.check(.workshop) }
}
