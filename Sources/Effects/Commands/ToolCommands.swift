import HookModel

/// Programs that run a command when files change.
enum Watch {
  /// `entr -s CODE`; without `-s` it is a wrapper like others.
  static func entr(_ reading: inout RowReading) {
    if reading.options.has(anyOf: "-s"), let code = reading.options.operands.first {
      reading.carried.append(.shell(code))
    }
  }

  /// `watchexec [OPTION...] COMMAND...`: its words go to a shell, unless it is told to use none.
  static func command(_ reading: inout RowReading) {
    guard let start = reading.options.operandIndexes.first else { return }
    let words = Array(reading.command.arguments[start...])
    if words.count == 1, !reading.options.has(anyOf: "-n") {
      reading.carried.append(.shell(words[0]))
    } else {
      reading.carried.append(.command(words))
    }
  }

  /// `onchange PATTERN... -- COMMAND...`, `guix shell PACKAGE -- COMMAND...`.
  static func behindMark(_ reading: inout RowReading) {
    guard let mark = reading.command.arguments.firstIndex(where: { $0.value == "--" }) else { return }
    let words = Array(reading.command.arguments[(mark + 1)...])
    if !words.isEmpty { reading.carried.append(.command(words)) }
  }
}

/// `gdb -ex 'shell COMMAND'`, `lldb -o 'platform shell COMMAND'`.
enum Debugger {
  static func read(_ reading: inout RowReading) {
    for line in reading.options.values(ofAny: "-ex -eval-command -iex -o --one-line -O --one-line-before-file -k") {
      guard let text = line.value else { continue }
      let bare = CodeReader.trimmed(text)
      if bare.begins(with: "!") {
        reading.carried.append(.shell(Argument(String(bare.dropFirst()), spelling: line.spelling)))
        continue
      }
      guard let (verb, rest) = bare.cut(at: " ") else { continue }
      switch verb {
      case "shell": reading.carried.append(.shell(Argument(rest, spelling: line.spelling)))
      case "platform", "plat":
        if let (_, code) = rest.cut(at: " ") { reading.carried.append(.shell(Argument(code, spelling: line.spelling))) }
      case "python", "py", "script", "pi":
        reading.carried.append(.code(Argument(rest, spelling: line.spelling), .python))
      case "pipe": if let (_, code) = rest.cut(at: "|") { reading.carried.append(.shell(Argument(code))) }
      default: break
      }
    }
    guard let program = reading.options.operands.first else { return }
    if reading.options.has(anyOf: "--args -args --"), let start = reading.options.operandIndexes.first {
      reading.carried.append(.command(Array(reading.command.arguments[start...])))
    } else {
      reading.readFile(program, .use)
    }
  }
}

/// `cmake -E TOOL ARGUMENT...`: the tools are those of the file tables, under names of their own.
enum CMake {
  static func read(_ reading: inout RowReading) {
    guard reading.command.arguments.first?.value == "-E" else {
      for folder in reading.options.values(ofAny: "--prefix") { reading.fill(folder) }
      return
    }
    var command = reading.command
    command.arguments.removeFirst()
    guard let tool = command.arguments.first?.value else { return }
    command.arguments.removeFirst()
    switch tool {
    case "env": reading.carried.append(.command([Argument("env")] + command.arguments))
    case "time": reading.carried.append(.command(command.arguments))
    case "chdir":
      guard command.arguments.count > 1 else { return }
      reading.carried.append(.command([Argument("env"), Argument("-C")] + command.arguments))
    default:
      let name: String
      switch tool {
      case "rm", "remove": name = "rm"
      case "remove_directory", "copy_directory", "copy_directory_if_different":
        name = tool.begins(with: "remove") ? "rm" : "cp"
        command.arguments.insert(Argument("-r"), at: 0)
      case "copy", "copy_if_different", "copy_if_newer": name = "cp"
      case "rename": name = "mv"
      case "create_symlink":
        name = "ln"
        command.arguments.insert(Argument("-s"), at: 0)
      case "create_hardlink": name = "ln"
      case "touch", "touch_nocreate": name = "touch"
      case "make_directory": name = "mkdir"
      case "compare_files": name = "cmp"
      case "tar", "cat", "md5sum", "sha1sum", "sha256sum": name = tool
      default: return
      }
      command.program = name
      if let row = CommandEffects.row(of: command) { reading.include(row, command) }
    }
  }
}

extension Container {
  /// `docker build --secret id=NAME,src=FILE -o FOLDER`, `--output type=tar,dest=FILE`.
  static func build(_ reading: inout RowReading) {
    for secret in reading.options.values(ofAny: "--secret --ssh") {
      for name in ["src=", "source="] {
        if let file = entry(name, secret) { reading.readFile(file, .use) }
      }
    }
    for output in reading.options.values(ofAny: "-o --output") {
      guard let text = output.value, text.utf8.contains(UInt8(ascii: "=")) else {
        reading.fill(output, "the names in the image")
        continue
      }
      guard let place = entry("dest=", output) else { continue }
      if entry("type=", output)?.value == "local" {
        reading.fill(place, "the names in the image")
      } else {
        reading.write(place, .replace)
      }
    }
  }

  /// The value in `name=value,name=value`.
  private static func entry(_ name: String, _ list: Argument) -> Argument? {
    for part in (list.value ?? "").utf8.split(separator: UInt8(ascii: ",")) {
      let text = String(Substring(part))
      if text.begins(with: name) { return Argument(String(text.dropFirst(name.utf8.count)), spelling: list.spelling) }
    }
    return nil
  }
}

extension Cluster {
  /// `ansible HOSTS [-m MODULE] -a ARGUMENTS`: on this machine or another, a command is a command.
  static func adHoc(_ reading: inout RowReading) {
    let module = reading.options.values(ofAny: "-m --module-name").last?.value
    switch module {
    case nil, "command", "shell", "raw", "ansible.builtin.shell", "ansible.builtin.command":
      for command in reading.options.values(ofAny: "-a --args") { reading.carried.append(.shell(command)) }
    default: break
    }
  }
}

extension Formatter {
  /// `pytest --basetemp=FOLDER`, which it empties first.
  static func testFolder(_ reading: inout RowReading) {
    for folder in reading.options.values(ofAny: "--basetemp") {
      reading.add(.delete(reading.places.target(folder, includesContents: true), recursive: true))
    }
  }

  /// `vite build --outDir FOLDER --emptyOutDir`.
  static func bundle(_ reading: inout RowReading) {
    for folder in reading.options.values(ofAny: "--outDir --dist-dir") {
      if reading.options.has(anyOf: "--emptyOutDir") {
        reading.add(.delete(reading.places.target(folder, includesContents: true), recursive: true))
      }
      reading.fill(folder)
    }
  }

  /// `sass FROM TO`, `sass FROM:TO`.
  static func pairs(_ reading: inout RowReading) {
    let operands = reading.options.operands
    for operand in operands {
      guard let (from, to) = operand.value?.cut(at: ":") else { continue }
      reading.use(Argument(from, spelling: operand.spelling), .use)
      reading.use(Argument(to, spelling: operand.spelling), .replace)
    }
    guard operands.count == 2, operands.allSatisfy({ !$0.knownPrefix.utf8.contains(UInt8(ascii: ":")) }) else { return }
    reading.use(operands[0], .use)
    reading.use(operands[1], .replace)
  }
}

extension Media {
  /// `exiftool -TAG=VALUE FILE...` changes the files, as `sips` does unless it is asked for a property.
  static func tags(_ reading: inout RowReading) {
    let arguments = reading.command.arguments
    let changes =
      reading.command.program == "sips"
      ? !arguments.contains { ["-g", "--getProperty"].contains($0.value) }
      : arguments.contains { $0.knownPrefix.begins(with: "-") && $0.knownPrefix.utf8.contains(UInt8(ascii: "=")) }
    for file in arguments where file.knownPrefix.utf8.first != UInt8(ascii: "-") {
      guard let word = file.value, let path = reading.places.path(word) else { continue }
      guard reading.facts.kind(of: path) != nil || Places.name(word).utf8.contains(UInt8(ascii: ".")) else { continue }
      reading.readFile(file, .show)
      if changes { reading.write(file, .modify) }
    }
  }

  /// `pdftoppm FILE PREFIX`: a picture for each page.
  static func pages(_ reading: inout RowReading) {
    let files = reading.command.arguments.filter { $0.knownPrefix.utf8.first != UInt8(ascii: "-") }
    guard files.count > 1, var prefix = files.last else { return }
    reading.readFile(files[files.count - 2], .show)
    prefix.value = prefix.value.map { $0 + "*" }
    prefix.isFromWildcard = true
    reading.use(prefix, .replace)
  }

  /// `soffice --convert-to FORMAT FILE... --outdir FOLDER`.
  static func office(_ reading: inout RowReading) {
    reading.readOperands(reading.options.operands[...], .show)
    guard reading.options.has(anyOf: "--convert-to") else { return }
    reading.fill(reading.options.values(ofAny: "--outdir").last ?? Argument("."), "the names of the documents")
  }

  /// `sphinx-build SOURCE TARGET`; the others name the target by an option.
  static func site(_ reading: inout RowReading) {
    if reading.command.program == "sphinx-build", reading.options.operands.count > 1 {
      reading.fill(reading.options.operands[1])
    }
  }

  /// `jupyter nbconvert [--inplace] [--output NAME] FILE`, `nbstripout FILE`.
  static func notebook(_ reading: inout RowReading) {
    let changes = reading.options.has(anyOf: "--inplace") || reading.command.program == "nbstripout"
    for file in reading.options.operands where file.value != "nbconvert" {
      reading.readFile(file, .show)
      if changes { reading.write(file, .modify) }
    }
    for file in reading.options.values(ofAny: "--output") { reading.write(file, .replace) }
  }
}
