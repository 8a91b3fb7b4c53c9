import HookModel

/// Code in an interpreter's arguments or on its standard input, as text: what rules look for where no effect stands for it.
enum InlineScript {
  /// Whether the program runs code of a general language that it is given in an argument.
  static func isInterpreter(_ program: String) -> Bool {
    switch LookupName(program) {
    case "node", "nodejs", "bun", "deno", "ruby", "perl", "php", "lua", "awk", "gawk", "mawk", "nawk", "Rscript",
      "tclsh", "expect", "jruby", "irb":
      true
    default: program.utf8.starts(with: "python".utf8) || program.utf8.starts(with: "pypy".utf8)
    }
  }

  /// The texts that the program is given to run.
  static func texts(of command: ResolvedCommand, _ program: String) -> [String] {
    var texts: [String] = []
    if program.utf8.reversed().starts(with: "kwa".utf8) {
      let options = ParsedOptions(
        command.arguments,
        OptionSyntax(
          shortWithValue: "vFfeiElD", longWithValue: ["assign", "field-separator", "file", "source", "include"],
          permutes: false))
      let sources = options.values(of: "e", "source").compactMap(\.value)
      if !sources.isEmpty || options.has("f", "file", "E") { return sources }
      return options.operands.prefix(1).compactMap(\.value)
    }
    var isCode = false
    for argument in command.arguments {
      guard let word = argument.value else {
        isCode = false
        continue
      }
      if isCode { texts.append(word) }
      isCode = isCodeOption(word)
    }
    if case .text(let text) = command.input, command.arguments.allSatisfy({ $0.value == "-" || $0.value == nil }) {
      texts.append(text)
    }
    return texts
  }

  /// `-c`, `-e`, `-lne`, `--eval`: the next word is code.
  private static func isCodeOption(_ word: String) -> Bool {
    if word == "--eval" || word == "--print" || word == "eval" || word == "-p" || word == "-r" { return true }
    guard word.utf8.first == UInt8(ascii: "-"), word.utf8.count < 7, let last = word.utf8.last else { return false }
    return last == UInt8(ascii: "c") || last | 0x20 == UInt8(ascii: "e")
  }

  /// Whether the code connects a socket and gives it to a shell: as the shell's own streams, or command by command.
  static func opensShellOnSocket(_ code: String) -> Bool {
    let network = [
      "*socket*connect*", "*Socket*connect*", "*fsockopen*", "*TCPSocket*", "*net.connect*", "*net.Socket*",
      "*net.createConnection*", "*/inet/tcp/*", "*socket.tcp*", "*INET*", "*create_connection*",
    ]
    guard network.contains(where: { WordGlob.matches($0, code) }) else { return false }
    // A coprocess of awk (`|&`) runs what came over the network.
    let shell = [
      "*/bin/sh*", "*/bin/bash*", "*/bin/zsh*", "*'sh'*", "*\"sh\"*", "*'bash'*", "*\"bash\"*", "*cmd.exe*", "*dup2*",
      "*pty.spawn*", "*|&*getline*|&*",
    ]
    return shell.contains { WordGlob.matches($0, code) }
  }

  /// Whether the code downloads something and evaluates text: `https.get(url, r => ... eval(d))`.
  static func evaluatesDownload(_ code: String) -> Bool {
    let downloads = [
      "*http*.get(*", "*https.request(*", "*fetch(*://*", "*urlopen(*", "*requests.get(*",
      "*Net::HTTP*", "*URI.open(*", "*LWP::*", "*HTTP::Tiny*", "*file_get_contents(*://*", "*axios.get(*",
    ]
    guard downloads.contains(where: { WordGlob.matches($0, code) }) else { return false }
    return calls("eval", code) || calls("exec", code) || calls("Function", code) || calls("runInThisContext", code)
  }

  /// Whether the code calls a function of that name, which is no method and gets an argument.
  private static func calls(_ name: String, _ code: String) -> Bool {
    let bytes = Array(code.utf8)
    let wanted = Array("\(name)(".utf8)
    guard bytes.count > wanted.count else { return false }
    for start in 0..<bytes.count - wanted.count {
      guard bytes[start] == wanted[0], bytes[start..<start + wanted.count].elementsEqual(wanted) else { continue }
      let before = start > 0 ? bytes[start - 1] : 0x20
      let isMethod = isName(before) || before == UInt8(ascii: "$") || before == UInt8(ascii: ".")
      if !isMethod, bytes[start + wanted.count] != UInt8(ascii: ")") { return true }
    }
    return false
  }

  /// Whether the code sends a signal to every process.
  static func killsEverything(_ code: String) -> Bool {
    ["*os.kill(-1*", "*process.kill(-1*", "*Process.kill(*,*-1)*", "*posix_kill(-1*", "*kill*KILL*,*-1;*"]
      .contains { WordGlob.matches($0, code) }
  }

  /// Whether the code forks in a loop without end.
  static func forksWithoutEnd(_ code: String) -> Bool {
    guard WordGlob.matches("*fork*", code) else { return false }
    let loops = [
      "*fork while fork*", "*fork while 1*", "*while True:*fork(*", "*while 1:*fork(*", "*while (1)*fork*",
      "*while(1)*fork*", "*loop {*fork*", "*loop do*fork*", "*while true*fork*", "*for(;;)*fork*", "*for (;;)*fork*",
      "*fork until*", "*while fork*",
    ]
    return loops.contains { WordGlob.matches($0, code) }
  }

  /// The string literals that the code gives to a database to run: `execute("…")`, `query('…')`, `exec(`…`)`.
  static func queries(in code: String) -> [String] {
    let bytes = Array(code.utf8)
    var queries: [String] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "(") else {
        index += 1
        continue
      }
      var start = index
      while start > 0, isName(bytes[start - 1]) { start -= 1 }
      let name = String(decoding: bytes[start..<index], as: UTF8.self)
      index += 1
      guard isQuery(name) else { continue }
      while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x0A || bytes[index] == UInt8(ascii: "f") {
        index += 1
      }
      // `execute(text("…"))`, `$conn->query(…)` with a call around the text.
      guard index < bytes.count, let text = literal(bytes, at: &index) else { continue }
      queries.append(text)
    }
    return queries
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    default: false
    }
  }

  private static func isQuery(_ name: String) -> Bool {
    switch name {
    case "execute", "executescript", "executemany", "exec", "exec_query", "query", "raw", "text", "sql", "prepare",
      "run", "unprepared", "statement", "do", "mysqli_query", "pg_query", "executeRawUnsafe", "queryRawUnsafe",
      "exec_driver_sql", "execute_batch", "read_sql":
      true
    default: false
    }
  }

  /// A literal in quotes of any of the usual kinds, tripled ones included.
  private static func literal(_ bytes: [UInt8], at index: inout Int) -> String? {
    let quote = bytes[index]
    guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "`") else { return nil }
    let isTripled = index + 2 < bytes.count && bytes[index + 1] == quote && bytes[index + 2] == quote
    index += isTripled ? 3 : 1
    var text: [UInt8] = []
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
        text.append(bytes[index + 1])
        index += 2
        continue
      }
      if bytes[index] == quote, !isTripled || index + 2 < bytes.count && bytes[index + 1] == quote { break }
      text.append(bytes[index])
      index += 1
    }
    index += 1
    return String(decoding: text, as: UTF8.self)
  }
}
