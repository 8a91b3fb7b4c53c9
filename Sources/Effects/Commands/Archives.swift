import HookModel

/// `tar`: the mode decides whether members are read or written, and `-C` holds for what stands behind it.
enum Tar {
  private static let valued = "bCfFgHIKLNTVX"

  static func read(_ reading: inout RowReading) {
    let line = TarLine(reading.command.arguments)
    if line.harmless { return }
    let start = reading.places
    switch line.mode {
    case .create:
      for archive in line.archives where !isElsewhere(archive) {
        reading.write(archive, line.appends ? .modify : .replace)
      }
      // The members that `--delete` names are the archive's own.
      for member in line.members where !line.changes {
        reading.places = start
        if let folder = member.folder { reading.places.directory = folder.value.flatMap(start.path) }
        // bsdtar(1): `@archive` stands for what is in it.
        let name = reading.command.program == "bsdtar" ? member.name.behind("@") ?? member.name : member.name
        let target = reading.places.target(name, includesContents: !line.isFlat)
        reading.add(.read(target, .show))
        if line.removes { reading.add(.delete(target, recursive: true)) }
      }
      reading.places = start
      for list in line.lists { reading.use(list, .showNamesIn) }
    case .extract:
      for archive in line.archives where !isElsewhere(archive) { reading.readFile(archive, .use) }
      for program in line.programs { reading.carried.append(.shell(program)) }
      if line.toOutput { return }
      let members = line.members.filter { !$0.name.knownPrefix.isEmpty || $0.name.value != nil }
      if line.strips || members.isEmpty || line.hasTransform {
        return reading.fill(line.folder ?? Argument("."), "the names in the archive")
      }
      for member in members {
        reading.places = start
        if let folder = member.folder { reading.places.directory = folder.value.flatMap(start.path) }
        reading.add(
          .write(reading.places.target(member.name, includesContents: true), .replace, content: nil))
      }
      reading.places = start
    case .list, .none:
      for archive in line.archives where !isElsewhere(archive) { reading.readFile(archive, .use) }
      if line.compares {
        for member in line.members { reading.readFile(member.name, .use) }
      }
    }
    if line.mode != .extract { for program in line.programs { reading.carried.append(.shell(program)) } }
  }

  private static func isElsewhere(_ archive: Argument) -> Bool {
    Row.Transfer(kind: .copy, hosts: true).isElsewhere(archive)
  }
}

/// `tar`'s command line, with the old form without a dash (`tar xzf FILE`) brought into the new one.
private struct TarLine {
  enum Mode {
    case create
    case extract
    case list
    case none
  }
  struct Member {
    var name: Argument
    var folder: Argument?
  }
  var mode = Mode.none
  var appends = false
  var compares = false
  var changes = false
  var removes = false
  var toOutput = false
  var strips = false
  var hasTransform = false
  var isFlat = false
  var harmless = false
  var archives: [Argument] = []
  var members: [Member] = []
  var lists: [Argument] = []
  var folder: Argument?
  var programs: [Argument] = []

  private static let valued = "bCfFgHIKLNTVX"
  private static let longValued = [
    "file", "directory", "files-from", "exclude", "exclude-from", "transform", "xform", "strip-components", "owner",
    "group",
    "mtime", "mode", "use-compress-program", "to-command", "checkpoint-action", "newer", "format", "listed-incremental",
    "info-script", "new-volume-script", "rsh-command", "one-top-level", "suffix", "sort", "index-file", "add-file",
  ]

  init(_ given: [Argument]) {
    var arguments = given[...]
    if let first = arguments.first, let letters = first.value, letters.utf8.first != UInt8(ascii: "-"), !letters.isEmpty
    {
      arguments = arguments.dropFirst()
      for letter in letters.utf8 {
        let value = TarLine.valued.utf8.contains(letter) ? arguments.popFirst() : nil
        short(letter, value)
      }
    }
    while let argument = arguments.popFirst() {
      guard let word = argument.value, word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 else {
        members.append(Member(name: argument, folder: folder))
        continue
      }
      if word == "--" { continue }
      if word.begins(with: "--") {
        let (name, inline) = word.cut(at: "=").map { ($0.before, Optional($0.behind)) } ?? (word, nil)
        let bare = String(name.dropFirst(2))
        var value = inline.map { Argument($0, spelling: argument.spelling) }
        if value == nil, TarLine.longValued.contains(bare), bare != "one-top-level" { value = arguments.popFirst() }
        long(bare, value)
        continue
      }
      var letters = word.utf8.dropFirst()
      while let letter = letters.popFirst() {
        guard TarLine.valued.utf8.contains(letter) else {
          short(letter, nil)
          continue
        }
        let value =
          letters.isEmpty ? arguments.popFirst() : Argument(String(Substring(letters)), spelling: argument.spelling)
        short(letter, value)
        break
      }
    }
  }

  private mutating func short(_ letter: UInt8, _ value: Argument?) {
    switch letter {
    case UInt8(ascii: "c"): mode = .create
    case UInt8(ascii: "r"), UInt8(ascii: "u"), UInt8(ascii: "A"):
      mode = .create
      appends = true
    case UInt8(ascii: "x"): mode = .extract
    case UInt8(ascii: "t"): mode = .list
    case UInt8(ascii: "d"):
      mode = .list
      compares = true
    case UInt8(ascii: "f"): if let value { archives.append(value) }
    case UInt8(ascii: "C"): move(to: value)
    case UInt8(ascii: "T"): if let value { lists.append(value) }
    case UInt8(ascii: "O"): toOutput = true
    case UInt8(ascii: "I"), UInt8(ascii: "F"): if let value { programs.append(value) }
    default: break
    }
  }

  private mutating func long(_ name: String, _ value: Argument?) {
    switch name {
    case "create", "get", "extract", "list", "append", "update", "catenate", "concatenate", "diff", "compare":
      let letters: [String: UInt8] = [
        "create": 0x63, "get": 0x78, "extract": 0x78, "list": 0x74, "diff": 0x64, "compare": 0x64,
      ]
      short(letters[name] ?? UInt8(ascii: "r"), nil)
    case "delete":
      mode = .create
      appends = true
      changes = true
    case "file": short(UInt8(ascii: "f"), value)
    case "directory", "one-top-level": if let value { move(to: value) }
    case "files-from": short(UInt8(ascii: "T"), value)
    case "to-stdout": toOutput = true
    case "remove-files": removes = true
    case "no-recursion": isFlat = true
    case "strip-components", "strip": strips = true
    case "transform", "xform", "suffix": hasTransform = true
    case "add-file": if let value { members.append(Member(name: value, folder: folder)) }
    case "use-compress-program", "to-command", "info-script", "new-volume-script", "rsh-command":
      if let value { programs.append(value) }
      if name == "to-command" { toOutput = true }
    case "checkpoint-action":
      // GNU tar, "Checkpoints": `exec=COMMAND` is run by the shell.
      if let value, value.knownPrefix.begins(with: "exec="), let command = value.behindFirst("=") {
        programs.append(command)
      }
    case "help", "version", "usage": harmless = true
    default: break
    }
  }

  /// A further `-C` starts from the one before it.
  private mutating func move(to value: Argument?) {
    guard let value else { return }
    guard let before = folder?.value, let next = value.value, next.utf8.first != UInt8(ascii: "/") else {
      folder = value
      return
    }
    folder = Argument(before + "/" + next, spelling: value.spelling)
  }
}

/// `zip`, `unzip`, `7z`, `rar`, `ar` and `jar`.
enum Zip {
  /// `zip ARCHIVE FILE...`.
  static func pack(_ reading: inout RowReading) {
    guard let archive = reading.options.operands.first else { return }
    if archive.value != "-" {
      let named = archive.value.map { Places.name($0).utf8.contains(UInt8(ascii: ".")) } ?? true
      var file = archive
      if !named { file.value = archive.value.map { $0 + ".zip" } }
      reading.add(
        .write(reading.places.target(file), reading.options.has(anyOf: "-d") ? .modify : .replace, content: nil))
    }
    if reading.options.has(anyOf: "-d") { return }
    for file in reading.options.operands.dropFirst() {
      if file.value == "-@" || file.value == "-" { continue }
      reading.use(file, .show)
      if reading.options.has(anyOf: "-m --move") { reading.use(file, .delete) }
    }
  }

  /// `unzip ARCHIVE [MEMBER...] [-d FOLDER]`.
  static func unpack(_ reading: inout RowReading) {
    // `-d FOLDER` may stand in front of the archive too, and `-x` in front of members that are left out.
    var arguments = reading.command.arguments[...]
    var folder: Argument?
    var words: [Argument] = []
    var leavesOut = false
    while let argument = arguments.popFirst() {
      if argument.value == "-d" {
        folder = arguments.popFirst()
      } else if argument.value == "-x" {
        leavesOut = true
      } else if argument.knownPrefix.utf8.first == UInt8(ascii: "-"), argument.value != "-" {
        if let word = argument.value, word.begins(with: "-d"), word.utf8.count > 2 {
          folder = Argument(String(word.dropFirst(2)), spelling: argument.spelling)
        }
        continue
      } else if !leavesOut || words.isEmpty {
        words.append(argument)
      }
    }
    guard let archive = words.first else { return }
    let toOutput = reading.options.has(anyOf: "-p -c") || reading.command.program == "funzip"
    reading.readFile(archive, toOutput ? .show : .use)
    if toOutput { return }
    unpack(words.dropFirst(), into: folder ?? Argument("."), &reading)
  }

  private static func unpack(_ members: ArraySlice<Argument>, into folder: Argument, _ reading: inout RowReading) {
    let isGlob = members.contains { member in
      member.value.map { $0.utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B } } ?? true
    }
    if members.isEmpty || isGlob || folder.value == nil { return reading.fill(folder, "the names in the archive") }
    for member in members {
      var place = member
      place.value = (folder.value ?? ".") + "/" + (member.value ?? "")
      reading.add(.write(reading.places.target(place, includesContents: true), .replace, content: nil))
    }
  }

  /// `7z a|x|e|l ARCHIVE [FILE...] [-oFOLDER]`.
  static func sevenZip(_ reading: inout RowReading) {
    var folder: Argument?
    var words: [Argument] = []
    for argument in reading.command.arguments {
      if argument.knownPrefix.begins(with: "-o") {
        folder = argument.behind("-")?.behind("o")
      } else if argument.knownPrefix.utf8.first != UInt8(ascii: "-") {
        words.append(argument)
      }
    }
    let removes = reading.options.has(anyOf: "-sdel")
    use(words, folder, packs: ["a", "u"], unpacks: ["x", "e"], changes: ["d", "rn"], removes: removes, &reading)
  }

  /// `rar a ARCHIVE FILE...`, `unrar x ARCHIVE [FOLDER/]`.
  static func rar(_ reading: inout RowReading) {
    var words = reading.options.operands
    if reading.command.program == "unar" { words.insert(Argument("x"), at: 0) }
    if reading.command.program == "lsar" { words.insert(Argument("l"), at: 0) }
    var folder: Argument?
    if words.count > 2, words.last?.value?.ends(in: "/") ?? false { folder = words.popLast() }
    if reading.command.program == "unar" { folder = reading.options.values(ofAny: "-o -output-directory").last }
    let removes = words.first?.value == "m" || reading.options.has(anyOf: "-df -dr")
    use(
      words, folder, packs: ["a", "u", "f", "m"], unpacks: ["x", "e"], changes: ["d", "rn", "c"], removes: removes,
      &reading)
  }

  /// `ar rcs ARCHIVE FILE...`.
  static func library(_ reading: inout RowReading) {
    guard let mode = reading.command.arguments.first?.value, reading.command.arguments.count > 1 else { return }
    let letters = mode.utf8.drop { $0 == UInt8(ascii: "-") }
    let archive = reading.command.arguments[1]
    let files = reading.command.arguments.dropFirst(2)
    if letters.contains(where: { "rqmds".utf8.contains($0) }) {
      reading.use(archive, .modify)
      if !letters.contains(UInt8(ascii: "d")) { for file in files { reading.use(file, .use) } }
    } else {
      reading.use(archive, .use)
      if letters.contains(UInt8(ascii: "x")) { unpack(files, into: Argument("."), &reading) }
    }
  }

  /// `jar cf ARCHIVE FILE...`, `jar xf ARCHIVE`.
  static func jar(_ reading: inout RowReading) {
    var words = reading.command.arguments.filter { !$0.knownPrefix.begins(with: "--") }
    guard let mode = words.first?.value, words.count > 1 else { return }
    words.removeFirst()
    let letters = mode.utf8
    let packs = letters.contains(UInt8(ascii: "c")) || letters.contains(UInt8(ascii: "u"))
    let mode2 = packs ? "a" : letters.contains(UInt8(ascii: "x")) ? "x" : "l"
    use([Argument(mode2)] + words, nil, packs: ["a"], unpacks: ["x"], changes: [], &reading)
  }

  /// `mksquashfs SOURCE... IMAGE`, `genisoimage -o IMAGE SOURCE...`, `makeself FOLDER FILE LABEL`, `asar pack|extract FROM TO`.
  static func image(_ reading: inout RowReading) {
    var words = reading.options.operands[...]
    switch reading.command.program {
    case "asar":
      let verb = words.popFirst()?.value
      guard words.count > 1, let from = words.first, let to = words.dropFirst().first else { return }
      if verb == "extract" || verb == "e" {
        reading.readFile(from, .use)
        reading.fill(to, "the names in the archive")
      } else {
        reading.add(.read(reading.places.target(from, includesContents: true), .show))
        reading.write(to, .replace)
      }
      return
    case "makeself": words = words.prefix(2)
    case "mksquashfs": break
    default:
      for source in words { reading.add(.read(reading.places.target(source, includesContents: true), .show)) }
      return
    }
    guard let image = words.popLast(), !words.isEmpty else { return }
    for source in words { reading.add(.read(reading.places.target(source, includesContents: true), .show)) }
    reading.write(image, .replace)
  }

  private static func use(
    _ words: [Argument], _ folder: Argument?, packs: [String], unpacks: [String], changes: [String],
    removes: Bool = false, _ reading: inout RowReading
  ) {
    guard words.count > 1, let mode = words[0].value else { return }
    let archive = words[1]
    if packs.contains(mode) {
      reading.write(archive, .replace)
      for file in words.dropFirst(2) {
        let target = reading.places.target(file, includesContents: true)
        reading.add(.read(target, .show))
        if removes { reading.add(.delete(target, recursive: true)) }
      }
    } else if unpacks.contains(mode) {
      reading.readFile(archive, .use)
      unpack(words.dropFirst(2), into: folder ?? Argument("."), &reading)
    } else if changes.contains(mode) {
      reading.write(archive, .modify)
    } else {
      reading.readFile(archive, .use)
    }
  }
}

/// `gzip FILE...` and its kin, which put the file's place taken by another with a suffix more or less.
enum Compression {
  static func read(_ reading: inout RowReading) {
    let program = reading.command.program ?? ""
    let expands =
      program.begins(with: "un") || program.begins(with: "gun") || program.begins(with: "bun")
      || reading.options.has(anyOf: "-d --decompress --uncompress")
    let toOutput = reading.options.has(anyOf: "-c --stdout --to-stdout -o --output")
    let keepsByDefault = ["zstd", "pzstd", "unzstd", "lz4", "unlz4", "brotli", "lzop"].contains(program)
    let keeps = keepsByDefault ? !reading.options.has(anyOf: "--rm -j") : reading.options.has(anyOf: "-k --keep")
    let tests = reading.options.has(anyOf: "-t --test")
    if reading.options.has(anyOf: "-r --recursive") {
      return below(reading.options.operands, keeps: toOutput || tests, &reading)
    }
    // lz4(1): the second operand is the output, unless there are multiple inputs (`-m`).
    if program == "lz4" || program == "unlz4", reading.options.operands.count == 2, !reading.options.has(anyOf: "-m") {
      reading.use(reading.options.operands[0], .show)
      return reading.use(reading.options.operands[1], .replace)
    }
    for file in reading.options.operands where file.value != "-" {
      reading.use(file, tests ? .use : .show)
      if toOutput || tests { continue }
      if expands {
        reading.use(shortened(file), .replace)
      } else {
        reading.use(lengthened(file, by: suffix(program)), .replace)
      }
      if !keeps { reading.use(file, .delete) }
    }
  }

  /// `gzip -r FOLDER`: every file below is replaced.
  private static func below(_ folders: [Argument], keeps: Bool, _ reading: inout RowReading) {
    for folder in folders {
      let target = reading.places.target(folder, includesContents: true)
      reading.add(.read(target, .show))
      if !keeps { reading.add(.write(target, .modify, content: nil)) }
    }
  }

  private static func suffix(_ program: String) -> String {
    switch LookupName(program) {
    case "bzip2", "pbzip2": ".bz2"
    case "xz": ".xz"
    case "lzma": ".lzma"
    case "zstd", "pzstd": ".zst"
    case "lz4": ".lz4"
    case "lzop": ".lzo"
    case "brotli": ".br"
    case "lzip", "plzip": ".lz"
    case "compress": ".Z"
    default: ".gz"
    }
  }

  private static func lengthened(_ file: Argument, by suffix: String) -> Argument {
    var longer = file
    longer.value = file.value.map { $0 + suffix }
    return longer
  }

  private static func shortened(_ file: Argument) -> Argument {
    var shorter = file
    shorter.value = file.value.map { word in
      guard let dot = word.utf8.lastIndex(of: UInt8(ascii: ".")) else { return word }
      let stem = String(word[..<dot])
      return word.ends(in: ".tgz") || word.ends(in: ".tbz2") || word.ends(in: ".txz") ? stem + ".tar" : stem
    }
    return shorter
  }
}

/// `cpio -o`, `-i` and `-p FOLDER`.
enum Cpio {
  static func read(_ reading: inout RowReading) {
    let arguments = reading.command.arguments
    func has(_ letter: Unicode.Scalar, _ long: String) -> Bool {
      arguments.contains { argument in
        guard let word = argument.value else { return false }
        if word.begins(with: "--") { return word == long }
        return word.utf8.first == 0x2D && word.utf8.contains(UInt8(ascii: letter))
      }
    }
    let names = Target(unknown: "the names on standard input", spelling: "cpio", knownFolder: nil)
    if has("o", "--create") {
      reading.add(.read(names, .show))
      for index in arguments.indices.dropLast() where arguments[index].value == "-F" || arguments[index].value == "-O" {
        reading.use(arguments[index + 1], .replace)
      }
    } else if has("p", "--pass-through") {
      reading.add(.read(names, .show))
      if let folder = reading.options.operands.last { reading.fill(folder) }
    } else if has("i", "--extract"), !has("t", "--list") {
      var folder = Argument(".")
      for index in arguments.indices.dropLast() where arguments[index].value == "-D" { folder = arguments[index + 1] }
      for archive in ParsedOptions(arguments, OptionSyntax(shortWithValue: "DFEIHC", longWithValue: ["file"]))
        .values(of: "F", "I", "file")
      {
        reading.readFile(archive, .use)
      }
      reading.fill(folder, "the names in the archive")
    }
  }
}

/// `pax -r`, `-w`, and `-rw`, which copies.
enum Pax {
  static func read(_ reading: inout RowReading) {
    let operands = reading.options.operands
    let archives = reading.options.values(ofAny: "-f")
    switch (reading.options.has(anyOf: "-r"), reading.options.has(anyOf: "-w")) {
    case (true, true):
      for source in operands.dropLast() {
        reading.add(.read(reading.places.target(source, includesContents: true), .show))
      }
      if let folder = operands.last { reading.fill(folder, "the names of the sources") }
    case (false, true):
      for archive in archives { reading.write(archive, .replace) }
      for source in operands { reading.add(.read(reading.places.target(source, includesContents: true), .show)) }
    case (true, false):
      for archive in archives { reading.readFile(archive, .use) }
      reading.fill(Argument("."), "the names in the archive")
    case (false, false): for archive in archives { reading.readFile(archive, .use) }
    }
  }
}

/// `dpkg -x PACKAGE FOLDER`, `dpkg-deb --extract`.
enum DebianPackage {
  static func read(_ reading: inout RowReading) {
    let operands = reading.options.operands
    if reading.options.has(anyOf: "-x --extract -X --vextract -R --raw-extract -e --control") {
      if let package = operands.first { reading.readFile(package, .use) }
      if operands.count > 1 { reading.fill(operands[1], "the names in the package") }
    } else if reading.options.has(anyOf: "-b --build") {
      if operands.count > 1 { reading.use(operands[1], .replace) }
    } else if reading.options.has(anyOf: "-i --install -I --info -c --contents --fsys-tarfile -f --field") {
      for package in operands { reading.readFile(package, .use) }
    }
  }
}
