import HookModel

/// Programs that pack, unpack and compress.
enum ArchiveRows {
  static func row(_ program: String) -> Row? {
    switch LookupName(program) {
    case "tar", "gtar", "bsdtar": Row(operands: .special(Tar.read))
    case "star": Row(operands: .special(Tar.read))
    case "zip":
      Row(
        values: "-b -n -t -x -i -P -s -z -O --out",
        options: [("-O --output-file", .replace), ("-TT --unzip-command", .shellCommand)],
        operands: .special(Zip.pack), recursive: "-r -R --recurse-paths", harmless: "-h -v -sf -T", permutes: true)
    case "unzip", "funzip":
      Row(values: "-P -O -I", operands: .special(Zip.unpack), harmless: "-l -t -v -Z -z")
    case "7z", "7za", "7zr", "7zz", "p7zip": Row(operands: .special(Zip.sevenZip), singleDash: true)
    case "unrar", "rar": Row(operands: .special(Zip.rar), singleDash: true)
    case "unar", "lsar":
      Row(
        values: "-o -output-directory -p -password -e -encoding", flags: "-f -force-overwrite -D -no-directory",
        operands: .special(Zip.rar), singleDash: true)
    case "gzip", "pigz", "bzip2", "pbzip2", "xz", "lzma", "zstd", "pzstd", "lz4", "lzop", "lzip", "plzip", "brotli",
      "compress":
      Row(
        values: "-S --suffix -T --threads -p --processes -b --blocksize -q --quality -w --lgwin -M --memory -D",
        flags:
          "--decompress --uncompress --keep --force --stdout --to-stdout --list --test --verbose --best --fast --rm",
        options: [("-o --output", .replace), ("--dictionary", .use)], operands: .special(Compression.read),
        harmless: "-l --list -h --help -V --version")
    case "gunzip", "bunzip2", "unxz", "unlzma", "unzstd", "unlz4", "uncompress", "unpigz", "lunzip":
      Row(
        values: "-S --suffix -T --threads", flags: "--keep --force --stdout --to-stdout --list --test",
        options: [("-o --output", .replace)], operands: .special(Compression.read),
        harmless: "-l --list -h --help -V --version")
    case "cpio": Row(operands: .special(Cpio.read))
    case "pax": Row(values: "-b -o -p -s -x -G -U -T", options: [("-f", .nothing)], operands: .special(Pax.read))
    case "ar", "gar", "llvm-ar": Row(operands: .special(Zip.library))
    case "ranlib": Row(operands: .all(.modify))
    case "jar": Row(operands: .special(Zip.jar))
    case "dpkg", "dpkg-deb": Row(flags: "--extract --install", operands: .special(DebianPackage.read))
    case "mksquashfs", "makeself", "genisoimage", "mkisofs", "xorriso", "asar":
      Row(
        values: "-V -volid -as -e -comp -b", options: [("-o -output -outdev", .replace)],
        operands: .special(Zip.image), singleDash: true)
    case "unsquashfs": Row(options: [("-d -dest", .fill)], operands: .all(.use), singleDash: true)
    case "cabextract", "innoextract", "msiextract":
      Row(values: "-F -p -e", options: [("-d --directory -C", .fill)], operands: .all(.use), harmless: "-l --list -t")
    case "shar": Row(values: "-n -s -l -L", options: [("-o --output-prefix", .replace)], operands: .all(.show))
    case "rpm2cpio": Row(operands: .all(.use))
    case "hdiutil": Row(values: "-size -fs -volname -format", options: [("-o", .replace)], singleDash: true)
    default: nil
    }
  }
}
