import HookModel

extension CommandEffects {
  /// What the program writes to its standard output, given what it gets on its standard input.
  static func standardOutput(of command: ResolvedCommand, facts: any Facts) -> StandardOutput {
    guard let program = command.program, !command.isRemote else { return .unknown }
    let places = Places(directory: command.directory)
    switch LookupName(program) {
    case "echo": return Printing.echo(command.arguments)
    case "yes", "gyes":
      // As often as somebody reads it; once is enough to know what it is.
      return command.arguments.isEmpty ? .text("y\n") : Printing.echo(command.arguments)
    case "printf": return Printing.printf(command.arguments)
    case "pwd": return command.directory.map { .text($0 + "\n") } ?? .unknown
    case "basename", "dirname": return Printing.part(of: command.arguments, isName: program == "basename")
    case "seq": return Printing.sequence(command.arguments)
    case "printenv": return Printing.variable(command, facts)
    case "realpath", "readlink", "grealpath", "greadlink":
      let options = ParsedOptions(command.arguments, .plain)
      guard program.ends(in: "realpath") || options.has("f", "e", "m", "canonicalize"), options.operands.count == 1,
        let path = options.operands[0].value.flatMap(places.path)
      else { return .unknown }
      return .text(facts.resolve(path) + "\n")
    case "mktemp", "gmktemp": return temporary(command, places, facts)
    case "ls", "find", "gfind", "fd", "fdfind", "rg", "grep", "ag", "git", "tree": return names(command, places, facts)
    case "curl", "curlie", "wget", "wget2", "http", "https", "xh", "xhs", "httpie", "lynx", "w3m", "links", "elinks",
      "aria2c", "fetch", "ftp", "GET", "lwp-request", "gh", "glab", "aws", "gsutil", "gcloud", "rclone", "s3cmd", "mc",
      "ipfs", "dig", "nslookup", "host", "drill", "socat", "nc", "ncat", "netcat", "telnet":
      return isToStandardOutput(command) ? .fetched : .unknown
    case "base64", "gbase64", "base32", "basenc", "xxd", "rev", "tr", "gtr", "uudecode": return filtered(command)
    case "gunzip", "zcat", "gzcat", "bunzip2", "bzcat", "unxz", "xzcat", "unzstd", "zstdcat", "lzcat", "funzip",
      "uncompress", "openssl", "gpg", "gpg2", "age", "ccrypt", "mcrypt", "ansible-vault", "sops", "unlz4", "brotli",
      "gzip", "bzip2", "xz", "zstd", "lz4", "unzip", "tar", "7z":
      return decoded(command)
    case "cat", "gcat", "tee", "pv", "head", "tail", "sed", "gsed", "awk", "gawk", "mawk", "cut", "sort", "uniq",
      "tac", "fold", "fmt", "iconv", "dos2unix", "expand", "unexpand", "nl", "jq", "yq", "sponge", "paste",
      "envsubst", "dd", "perl", "strings":
      return passed(command, places)
    default: return .unknown
    }
  }

  // MARK: What is passed on

  /// What a filter that changes nothing of note gives for what it gets.
  private static func passed(_ command: ResolvedCommand, _ places: Places) -> StandardOutput {
    guard let row = row(of: command) else { return .unknown }
    let program = command.program ?? ""
    let files = ParsedOptions(command.arguments, row.syntax(for: command.arguments)).operands.filter { $0.value != "-" }
    if program == "cat" || program == "gcat", let file = files.first {
      guard files.count == 1, command.arguments.count == 1, let path = file.value.flatMap(places.path) else {
        return .unknown
      }
      return .file(path)
    }
    switch command.input {
    case .fetched: return .fetched
    case .decoded: return .decoded
    case .text(let text):
      let changesNothing =
        program == "tee" || program == "sponge" || program == "pv"
        || (["cat", "gcat"].contains(program) && command.arguments.allSatisfy { $0.value == "-" })
      return changesNothing ? .text(text) : .unknown
    case .file(let path):
      return ["cat", "gcat", "tee", "pv"].contains(program) && (program != "cat" || command.arguments.isEmpty)
        ? .file(path) : .unknown
    case .inherited, .unknown: return .unknown
    }
  }

  /// What a decompressor or a decrypter gives.
  private static func decoded(_ command: ResolvedCommand) -> StandardOutput {
    let words = command.arguments.compactMap(\.value)
    let program = command.program ?? ""
    func has(_ names: String...) -> Bool { words.contains { names.contains($0) } }
    let decodes: Bool
    switch LookupName(program) {
    case "gzip", "bzip2", "xz", "zstd", "lz4", "brotli":
      decodes =
        words.contains { $0.begins(with: "-") && !$0.begins(with: "--") && $0.utf8.contains(0x64) }
        || has("--decompress")
    case "openssl", "gpg", "gpg2", "age", "sops", "ansible-vault":
      decodes = has("-d", "--decrypt", "-D", "decrypt", "view")
    case "tar": decodes = words.contains { $0.utf8.contains(0x4F) || $0 == "--to-stdout" }
    case "unzip", "7z": decodes = has("-p", "-c", "-so")
    default: decodes = true
    }
    guard decodes else { return .unknown }
    return command.input == .fetched ? .fetched : .decoded
  }

  /// What the filters give whose work can be done here.
  private static func filtered(_ command: ResolvedCommand) -> StandardOutput {
    guard let filter = TextFilter(command) else { return .unknown }
    switch command.input {
    case .text(let text) where filter.readsInput:
      guard let bytes = filter.apply(Array(text.utf8)) else { return filter.decodes ? .decoded : .unknown }
      // Bytes that are no text would not come through a pipe as they are.
      let result = String(decoding: bytes, as: UTF8.self)
      return result.utf8.elementsEqual(bytes) ? .text(result) : filter.decodes ? .decoded : .unknown
    case .fetched where filter.readsInput: return .fetched
    default: return filter.decodes || command.input == .decoded ? .decoded : .unknown
    }
  }

  private static func isToStandardOutput(_ command: ResolvedCommand) -> Bool {
    let row = row(of: command) ?? Row()
    let options = ParsedOptions(command.arguments, row.syntax(for: command.arguments))
    let words = command.arguments.compactMap(\.value)
    switch command.program {
    case "wget", "wget2":
      let file = options.values(of: "O", "output-document").last?.value
      return file == "-" || file == "/dev/stdout"
    case "fetch", "ftp":
      let file = options.values(of: "o").last?.value
      return file == "-" || file == "/dev/stdout"
    case "aria2c": return options.values(of: "o", "out").last?.value == "-"
    case "gh", "glab":
      switch words.first {
      case "api", "gist": return true
      case "release": return words.last == "-" || words.contains("-O-")
      default: return false
      }
    case "aws": return words.count > 3 && words.contains("s3") && words.last == "-"
    case "s3cmd": return words.last == "-"
    case "gsutil", "rclone", "mc", "ipfs": return words.contains("cat")
    case "gcloud": return words.contains("storage") && words.contains("cat")
    case "socat":
      return words.contains { word in
        guard let (kind, _) = word.cut(at: ":") else { return false }
        return ["tcp", "tcp4", "tcp6", "openssl", "ssl", "udp", "tcp-listen"].contains(kind.lowercasedASCII)
      }
    case "GET", "lwp-request", "dig", "nslookup", "host", "drill", "nc", "ncat", "netcat", "telnet": return true
    case "curl":
      if options.has("O", "remote-name", "remote-name-all") { return false }
      return options.values(of: "o", "output").allSatisfy { $0.value == "-" || $0.value == "/dev/stdout" }
    default:
      return options.values(of: "o", "output").allSatisfy { $0.value == "-" } && !options.has("download", "d")
    }
  }

  // MARK: Names

  /// Names of files, as `ls`, `find` and their kin print them.
  private static func names(_ command: ResolvedCommand, _ places: Places, _ facts: any Facts) -> StandardOutput {
    let here = StandardOutput.names(under: command.directory)
    let arguments = command.arguments
    func has(_ names: String...) -> Bool { arguments.contains { $0.value.map { names.contains($0) } ?? false } }
    switch command.program {
    case "find", "gfind":
      if has("-printf", "-ls", "-exec", "-execdir", "-ok") { return .unknown }
      let expression = FindExpression(arguments)
      return under(expression.starts, places, named: expression.lookedFor)
    case "ls":
      if arguments.contains(where: { argument in
        argument.knownPrefix.utf8.first == 0x2D && !argument.knownPrefix.begins(with: "--")
          && argument.knownPrefix.utf8.contains { "lisn".utf8.contains($0) }
      }) {
        return .unknown
      }
      // Names in a folder come without it, so that as words they start from the directory.
      let operands = ParsedOptions(arguments, .plain).operands
      guard has("-d") || operands.contains(where: \.isFromWildcard) else { return operands.isEmpty ? here : .unknown }
      return under(operands.map { Argument($0.value.flatMap(Places.parent) ?? ".") }, places)
    case "fd", "fdfind":
      let search = FdSearch(arguments)
      return under(search.starts, places, named: search.lookedFor)
    case "rg", "grep", "ag":
      guard let row = row(of: command) else { return .unknown }
      let options = ParsedOptions(arguments, row.syntax(for: arguments))
      guard options.has("l", "files-with-matches", "L", "files-without-match", "files") else { return .unknown }
      let files = options.operands.dropFirst(options.has("e", "regexp", "f", "file", "files") ? 0 : 1)
      return files.isEmpty ? here : under(Array(files), places)
    case "git":
      if has("rev-parse"), has("--show-toplevel") { return topLevel(command, facts) }
      if has("ls-files", "ls-tree") { return has("-s", "--stage") || arguments.first?.value == "-C" ? .unknown : here }
      return has("--name-only") && arguments.first?.value != "-C" ? here : .unknown
    default: return .unknown
    }
  }

  private static func topLevel(_ command: ResolvedCommand, _ facts: any Facts) -> StandardOutput {
    guard command.arguments.first?.value == "rev-parse" else { return .unknown }
    let reading = RowReading(command, by: Row(), facts: facts)
    return Git.top(reading).map { .text($0 + "\n") } ?? .unknown
  }

  /// The folder below which all of the words lie.
  private static func under(_ words: [Argument], _ places: Places, named patterns: [String] = []) -> StandardOutput {
    .names(under: places.commonFolder(words), named: patterns)
  }

  private static func temporary(_ command: ResolvedCommand, _ places: Places, _ facts: any Facts) -> StandardOutput {
    let options = ParsedOptions(
      command.arguments, OptionSyntax(shortWithValue: "p", longWithValue: ["suffix"], long: ["tmpdir", "directory"]))
    if let folder = options.values(of: "p", "tmpdir").last { return .names(under: folder.value.flatMap(places.path)) }
    let folder = facts.environment("TMPDIR") ?? "/tmp"
    guard let template = options.operands.first, !options.has("t", "tmpdir") else {
      return .names(under: Places.cleaned(folder))
    }
    return under([Argument(template.value.flatMap(Places.parent) ?? ".")], places)
  }
}

/// Programs that print what their words say.
private enum Printing {
  /// `echo`: bash's needs `-e` for escapes. dash's takes none of the options, but nobody writes for it.
  static func echo(_ arguments: [Argument]) -> StandardOutput {
    var words = arguments[...]
    var endsLine = true
    var escapes = false
    while let word = words.first?.value, isEchoOption(word) {
      for letter in word.utf8.dropFirst() {
        switch letter {
        case UInt8(ascii: "n"): endsLine = false
        case UInt8(ascii: "e"): escapes = true
        default: escapes = false
        }
      }
      words = words.dropFirst()
    }
    let values = words.compactMap(\.value)
    guard values.count == words.count else { return .unknown }
    let text = values.joined(separator: " ")
    guard escapes else { return .text(endsLine ? text + "\n" : text) }
    let (bytes, stops) = unescaped(text)
    return .text(String(decoding: bytes, as: UTF8.self) + (endsLine && !stops ? "\n" : ""))
  }

  private static func isEchoOption(_ word: String) -> Bool {
    word.utf8.count > 1 && word.utf8.first == 0x2D && word.utf8.dropFirst().allSatisfy { "neE".utf8.contains($0) }
  }

  /// `printf FORMAT [WORD...]`, the format used again while there are words.
  static func printf(_ arguments: [Argument]) -> StandardOutput {
    var words = arguments[...]
    if words.first?.value == "--" { words = words.dropFirst() }
    guard let format = words.popFirst()?.value, format != "-v" else { return .unknown }
    var values = words.map(\.value)[...]
    guard values.allSatisfy({ $0 != nil }) else { return .unknown }
    var text: [UInt8] = []
    repeat {
      let before = values.count
      guard let piece = formatted(format, &values) else { return .unknown }
      text += piece
      if values.count == before { break }
    } while !values.isEmpty && text.count < 1 << 20
    return .text(String(decoding: text, as: UTF8.self))
  }

  private static func formatted(_ format: String, _ values: inout ArraySlice<String?>) -> [UInt8]? {
    let (bytes, _) = unescaped(format)
    var text: [UInt8] = []
    var place = 0
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "%") else {
        text.append(bytes[place])
        place += 1
        continue
      }
      place += 1
      guard place < bytes.count else { return nil }
      switch bytes[place] {
      case UInt8(ascii: "%"): text.append(UInt8(ascii: "%"))
      case UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "i"):
        text += Array((values.popFirst() ?? "")?.utf8 ?? "".utf8)
      case UInt8(ascii: "b"): text += unescaped((values.popFirst() ?? "") ?? "").0
      default: return nil
      }
      place += 1
    }
    return text
  }

  /// The text with the escapes of `echo -e` and `printf` in place; `\c` stops all output.
  static func unescaped(_ text: String) -> (bytes: [UInt8], stops: Bool) {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      switch letter {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "a"): bytes.append(0x07)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "e"), UInt8(ascii: "E"): bytes.append(0x1B)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "v"): bytes.append(0x0B)
      case UInt8(ascii: "c"): return (bytes, true)
      case UInt8(ascii: "x"):
        let digits = rest.prefix(2).prefix { $0.hexValue != nil }
        bytes.append(digits.reduce(0) { $0 << 4 | ($1.hexValue ?? 0) })
        rest = rest.dropFirst(digits.count)
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        let more = rest.prefix(letter == 0x30 ? 3 : 2).prefix { $0 >= 0x30 && $0 <= 0x37 }
        bytes.append(more.reduce(letter - 0x30) { ($0 & 0x1F) << 3 | ($1 - 0x30) })
        rest = rest.dropFirst(more.count)
      case UInt8(ascii: "\\"): bytes.append(letter)
      default: bytes += [byte, letter]
      }
    }
    return (bytes, false)
  }

  /// `basename PATH [SUFFIX]`, `dirname PATH`.
  static func part(of arguments: [Argument], isName: Bool) -> StandardOutput {
    guard let word = arguments.first?.value, !word.begins(with: "-"), !word.isEmpty else { return .unknown }
    if !isName {
      guard arguments.count == 1 else { return .unknown }
      return .text((Places.parent(word) ?? ".") + "\n")
    }
    guard arguments.count <= 2 else { return .unknown }
    var name = Places.name(word)
    if name.isEmpty { name = "/" }
    if arguments.count == 2 {
      guard let suffix = arguments[1].value else { return .unknown }
      if name != suffix, name.ends(in: suffix) {
        name = String(decoding: name.utf8.dropLast(suffix.utf8.count), as: UTF8.self)
      }
    }
    return .text(name + "\n")
  }

  /// `seq [FIRST [STEP]] LAST`, of a bounded length.
  static func sequence(_ arguments: [Argument]) -> StandardOutput {
    let numbers = arguments.compactMap { $0.value.flatMap { Int($0) } }
    guard numbers.count == arguments.count, let last = numbers.last, numbers.count <= 3 else { return .unknown }
    let first = numbers.count > 1 ? numbers[0] : 1
    let step = numbers.count > 2 ? numbers[1] : 1
    guard step != 0, (last &- first) / step < 1000, abs(last) < 1 << 40, abs(first) < 1 << 40 else { return .unknown }
    return .text(stride(from: first, through: last, by: step).map { "\($0)\n" }.joined())
  }

  static func variable(_ command: ResolvedCommand, _ facts: any Facts) -> StandardOutput {
    guard command.arguments.count == 1, let name = command.arguments[0].value else { return .unknown }
    if let given = command.environment[name] { return given.map { .text($0 + "\n") } ?? .unknown }
    return facts.environment(name).map { .text($0 + "\n") } ?? .unknown
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit.
  var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x41 + 10
    case 0x61...0x66: self - 0x61 + 10
    default: nil
    }
  }
}
