import HookModel

/// Editors, whose files are written; in batch mode their commands are code.
enum EditorRows {
  static func row(_ program: String) -> Row? {
    switch LookupName(program) {
    case "view": Row(values: "-c --cmd -u -S", operands: .special(Editor.show))
    case "vi", "vim", "nvim", "ex", "gvim", "mvim":
      Row(
        values: "-c --cmd -i -T -w -W -t -q", flags: "--headless --clean --noplugin",
        options: [("-S -u", .use)], operands: .special(Editor.vim), harmless: "--version -h --help")
    case "ed", "red": Row(values: "-p", operands: .special(Editor.ed))
    case "emacs", "emacsclient":
      Row(
        values: "-f --funcall -e -L --directory",
        options: [("--eval -eval --execute -execute", .code(.lisp)), ("-l --load --script", .use)],
        operands: .special(Editor.emacs), harmless: "--version --help")
    case "code", "subl": Row()
    default: Row(values: "-r -T -Y", operands: .special(Editor.edit))
    }
  }
}

/// What editors do.
enum Editor {
  static func show(_ reading: inout RowReading) { reading.readOperands(files(reading)[...], .show) }

  /// `nano FILE`: nothing is changed unless a person does it, but the file is open for it.
  static func edit(_ reading: inout RowReading) {
    for file in files(reading) {
      reading.readFile(file, .show)
      reading.write(file, .modify)
    }
  }

  /// `vim -es -c 'COMMAND' FILE`, `ex FILE`.
  static func vim(_ reading: inout RowReading) {
    edit(&reading)
    let commands =
      reading.options.values(ofAny: "-c --cmd").map { $0 }
      + reading.options.operands.compactMap { operand in
        operand.knownPrefix.utf8.first == UInt8(ascii: "+") ? operand.behind("+") : nil
      }
    for command in commands { exCommand(command, &reading) }
    if case .text(let text) = reading.command.input {
      for line in text.utf8.split(separator: 0x0A) { exCommand(Argument(String(Substring(line))), &reading) }
    }
  }

  /// `ed FILE`, with its commands on standard input.
  static func ed(_ reading: inout RowReading) {
    edit(&reading)
    guard case .text(let text) = reading.command.input else { return }
    for line in text.utf8.split(separator: 0x0A) { exCommand(Argument(String(Substring(line))), &reading) }
  }

  /// `emacs --batch FILE --eval CODE`.
  static func emacs(_ reading: inout RowReading) {
    let isBatch = reading.options.has(anyOf: "-batch --batch --script")
    // emacsclient has a letter of its own for it.
    if reading.command.program == "emacsclient", reading.options.has(anyOf: "-e -eval --eval") {
      for code in reading.options.operands { reading.carried.append(.code(code, .lisp)) }
      for code in reading.options.values(ofAny: "-e") { reading.carried.append(.code(code, .lisp)) }
      return
    }
    if !isBatch || reading.options.has(anyOf: "-f --funcall --eval -eval") { edit(&reading) }
  }

  private static func files(_ reading: RowReading) -> [Argument] {
    reading.options.operands.filter { $0.knownPrefix.utf8.first != UInt8(ascii: "+") }
  }

  /// vim's `:silent`, `:noautocmd` and their kin stand in front of a command.
  private static func withoutModifiers(_ command: Substring.UTF8View.SubSequence) -> Substring.UTF8View.SubSequence {
    var rest = command
    while true {
      let name = rest.prefix { $0.isWordByte }
      switch String(Substring(name)) {
      case "silent", "sil", "noautocmd", "noa", "keepjumps", "keepalt", "keeppatterns", "lockmarks", "verbose",
        "unsilent",
        "argdo", "bufdo", "windo", "tabdo":
        rest = rest.dropFirst(name.count).drop { $0 == UInt8(ascii: "!") }.drop { $0.isBlank }
      default: return rest
      }
    }
  }

  /// A word without the quotes around it.
  private static func unquoted(_ word: Argument) -> Argument {
    guard let text = word.value, let first = text.utf8.first, first == 0x22 || first == 0x27, text.utf8.last == first,
      text.utf8.count > 1
    else { return word }
    return Argument(String(text.dropFirst().dropLast()), spelling: word.spelling)
  }

  /// The commands of ex that reach beyond the file: `!COMMAND`, `w FILE`, `r FILE`, `e FILE`, `saveas FILE`.
  private static func exCommand(_ command: Argument, _ reading: inout RowReading) {
    guard let text = command.value else { return }
    for part in text.utf8.split(separator: UInt8(ascii: "|"), maxSplits: 8) {
      // Line numbers, ranges and colons stand in front of the name.
      let bare = Editor.withoutModifiers(part.drop { !$0.isWordByte && $0 != UInt8(ascii: "!") || $0.isDigit })
      let shown = String(Substring(bare))
      if bare.first == UInt8(ascii: "!") {
        // The pipe belongs to the shell then.
        let all = text.utf8.firstIndex(of: UInt8(ascii: "!")).map { String(text[text.utf8.index(after: $0)...]) }
        reading.carried.append(.shell(Argument(all ?? "", spelling: command.spelling)))
        return
      }
      let name = bare.prefix { $0.isWordByte }
      let rest = Substring(bare.dropFirst(name.count).drop { $0 == UInt8(ascii: "!") && name.first != 0x72 })
      let operand = String(rest.utf8.drop { $0.isBlank }) ?? shown
      if operand.isEmpty { continue }
      let file = Argument(operand, spelling: command.spelling)
      switch String(Substring(name)) {
      case "call", "cal", "let", "echo", "eval":
        reading.carried.append(.code(Argument(operand, spelling: command.spelling), .vim))
      case "lua": reading.carried.append(.code(file, .lua))
      case "py", "python", "py3", "python3", "pyx": reading.carried.append(.code(file, .python))
      case "perl": reading.carried.append(.code(file, .perl))
      case "ruby", "rub": reading.carried.append(.code(file, .ruby))
      case "exe", "execute", "exec", "norm", "normal": exCommand(Editor.unquoted(file), &reading)
      case "w", "write", "wq", "x", "sav", "saveas", "up", "update":
        if let shell = file.behind("!") { reading.carried.append(.shell(shell)) } else { reading.write(file, .replace) }
      case "r", "read", "e", "edit", "E":
        if let shell = file.behind("!") {
          reading.carried.append(.shell(shell))
        } else {
          reading.readFile(file, .show)
        }
      case "so", "source": reading.readFile(file, .use)
      default: break
      }
    }
  }
}
