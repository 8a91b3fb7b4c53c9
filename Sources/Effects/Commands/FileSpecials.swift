import HookModel

/// `shred [-u] FILE...`: overwrites, and with `-u` deletes.
enum Shred {
  static func read(_ reading: inout RowReading) {
    for operand in reading.options.operands {
      reading.use(operand, .truncate)
      if reading.options.has(anyOf: "-u --remove") { reading.use(operand, .delete) }
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
