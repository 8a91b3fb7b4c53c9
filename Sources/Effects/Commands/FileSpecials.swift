import HookModel

/// `shred [-u] FILE...`: overwrites, and with `-u` deletes.
enum Shred {
  static func read(_ reading: inout RowReading) {
    let removes = reading.options.has(anyOf: "-u --remove")
    for operand in reading.options.operands {
      reading.use(operand, .truncate)
      if removes { reading.use(operand, .delete) }
    }
  }
}

/// What is too much of its own for a row, among the programs for files.
enum FileSpecials {
  /// `rmdir [-p] FOLDER...`: with `-p`, the folders above it that are in the word go as well.
  static func removeFolders(_ reading: inout RowReading) {
    let removesParents = reading.options.has(anyOf: "-p --parents")
    for operand in reading.options.operands {
      reading.use(operand, .delete)
      guard removesParents, let word = operand.value else { continue }
      var folder = word
      for _ in 0..<64 {
        guard let parent = Places.parent(folder), parent != "/", parent != "." else { break }
        reading.use(Argument(parent, spelling: operand.spelling), .delete)
        folder = parent
      }
    }
  }

  /// `tmpwatch HOURS FOLDER...`: what is older goes.
  static func age(_ reading: inout RowReading) {
    for folder in reading.options.operands.dropFirst() {
      var old = reading.places.target(folder, includesContents: true)
      old.knownFolder = old.path ?? old.knownFolder
      old.path = nil
      old.unknown = "the names of the old files"
      reading.add(.delete(old, recursive: true))
    }
  }

  /// `lndir FROM [TO]`, `stow -t TO PACKAGE`: links are made whose names are not on the command line.
  static func linkTree(_ reading: inout RowReading) {
    let operands = reading.options.operands
    switch reading.command.program {
    case "lndir":
      if let from = operands.first { reading.readFile(from, .use) }
      reading.fill(operands.dropFirst().first ?? Argument("."), "the names of the links")
    case "stow":
      if !reading.options.has(anyOf: "-t --target") { reading.fill(Argument(".."), "the names of the links") }
    default: for folder in operands { reading.add(.read(reading.places.target(folder, includesContents: true), .use)) }
    }
  }
}

/// `mktemp [-d] [TEMPLATE]`.
enum Temporary {
  static func read(_ reading: inout RowReading) {
    guard let template = reading.options.operands.first else { return }
    var name = template
    if let value = template.value {
      let kept = value.utf8.reversed().drop { $0 == UInt8(ascii: "X") }
      name.value = String(decoding: kept.reversed(), as: UTF8.self) + "*"
    }
    name.isFromWildcard = true
    let inTemporary = reading.options.has(anyOf: "-t --tmpdir -p")
    if inTemporary { return }
    reading.use(name, reading.options.has(anyOf: "-d --directory") ? .folder : .replace)
  }
}

/// `dd if=FILE of=FILE`.
enum DiskDump {
  static func read(_ reading: inout RowReading) {
    var isPartial = false
    for argument in reading.command.arguments {
      if argument.knownPrefix.begins(with: "conv="), let value = argument.value {
        isPartial = value.utf8.split(whereSeparator: { $0 == 0x2C || $0 == 0x3D })
          .contains { $0.elementsEqual("notrunc".utf8) }
      }
    }
    for argument in reading.command.arguments {
      guard let value = argument.behindFirst("=") else { continue }
      if argument.knownPrefix.begins(with: "if=") { reading.use(value, .show) }
      if argument.knownPrefix.begins(with: "of=") { reading.use(value, isPartial ? .modify : .replace) }
    }
  }
}

/// `chmod MODE FILE...`, `chattr MODE FILE...`, whose mode may look like an option: `chmod -w FILE`.
enum Mode {
  static func read(_ reading: inout RowReading) {
    let own = reading.command.program == "chattr" ? "RVfvp" : "Rvcf"
    let isGiven =
      reading.options.has(anyOf: "--reference")
      || reading.options.options.contains { option in
        option.name.utf8.count == 1 && !own.utf8.contains(option.name.utf8.first ?? 0)
      }
    reading.readOperands(reading.options.operands.dropFirst(isGiven ? 0 : 1), .attributes)
  }
}

/// Perl's `rename 's/a/b/' FILE...` and util-linux's `rename a b FILE...`: the files are moved to names that it works out.
enum Rename {
  static func read(_ reading: inout RowReading) {
    let operands = reading.options.operands
    let isCode =
      reading.options.has(anyOf: "-e")
      || operands.first.map { operand in
        let bytes = operand.knownPrefix.utf8
        return bytes.starts(with: "s/".utf8) || bytes.starts(with: "y/".utf8) || bytes.starts(with: "tr/".utf8)
          || bytes.contains(UInt8(ascii: "$"))
      } ?? false
    let skipped = reading.options.has(anyOf: "-e") ? 0 : isCode ? 1 : 2
    for file in operands.dropFirst(skipped) {
      reading.use(file, .delete)
      let folder = file.value.flatMap(Places.parent) ?? "."
      reading.fill(Argument(folder, spelling: file.spelling), "the new name")
    }
  }
}

extension Rename {
  /// `mmv FROM TO`, whose patterns it expands itself.
  static func byPattern(_ reading: inout RowReading) {
    guard var from = reading.options.operands.first else { return }
    from.isFromWildcard = from.value?.utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B } ?? false
    let moves = reading.command.program == "mmv" && !reading.options.has(anyOf: "-c -l -s")
    reading.use(from, moves ? .delete : .show)
    let to = reading.options.operands.dropFirst().first
    reading.fill(Argument(to?.value.flatMap(Places.parent) ?? ".", spelling: to?.spelling ?? "."), "the new name")
  }

  /// `detox FILE...`: each is moved to a better name.
  static func inPlace(_ reading: inout RowReading) {
    if reading.command.program == "convmv", !reading.options.has(anyOf: "--notest") { return }
    for file in reading.options.operands {
      reading.use(file, .delete)
      reading.fill(Argument(file.value.flatMap(Places.parent) ?? ".", spelling: file.spelling), "the new name")
    }
  }
}
