import HookModel

/// `docker run -v HOST:CONTAINER`.
enum Container {
  /// What is mounted can be read and, unless it says `ro`, written by the container; which files are is not in sight.
  static func mounts(_ reading: inout RowReading) {
    for mount in reading.options.values(ofAny: "-v --volume") {
      guard let word = mount.value else {
        reading.readFile(mount, .use)
        continue
      }
      let parts = word.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
        String(Substring($0))
      }
      guard parts.count > 1, let source = parts.first, source.begins(with: "/") || source.begins(with: ".") else {
        continue
      }
      mounted(
        Argument(source, spelling: mount.spelling), isReadOnly: parts.count > 2 && parts[2].begins(with: "ro"), &reading
      )
    }
    for mount in reading.options.values(ofAny: "--mount") {
      var source: String?
      var isBind = false
      var isReadOnly = false
      for part in (mount.value ?? "").utf8.split(separator: UInt8(ascii: ",")).map({ String(Substring($0)) }) {
        let (key, value) = part.cut(at: "=") ?? (part, "true")
        switch key {
        case "type": isBind = value == "bind"
        case "source", "src": source = value
        case "readonly", "ro": isReadOnly = value != "false"
        default: break
        }
      }
      if isBind, let source { mounted(Argument(source, spelling: mount.spelling), isReadOnly: isReadOnly, &reading) }
    }
  }

  private static func mounted(_ source: Argument, isReadOnly: Bool, _ reading: inout RowReading) {
    let place = reading.places.target(source)
    let isFile = place.path.map { reading.facts.kind(of: reading.facts.resolve($0)) == .file } ?? false
    if isFile {
      reading.readFile(source, .use)
      if !isReadOnly { reading.touches.append(Touch(.write(place, .modify, content: nil), certainty: .possible)) }
    } else if !isReadOnly, !isTold(reading, place) {
      reading.fill(source, "what the container writes", kind: .modify)
    }
  }

  /// Whether the command that the container runs says what it does to a mounted folder, as far as commands do. What whole parts
  /// of the machine are mounted for is a question all the same, and a socket is no folder.
  private static func isTold(_ reading: RowReading, _ place: Target) -> Bool {
    guard let path = place.path else { return false }
    if reading.facts.kind(of: reading.facts.resolve(path)) == .special || path.ends(in: ".sock") { return true }
    let isPart = !Paths.clean(path).utf8.dropFirst().contains(UInt8(ascii: "/")) || path == reading.facts.home(of: nil)
    return reading.options.operands.count > 1 && !isPart
  }
}

/// `kubectl cp`, `kubectl create secret --from-file`.
enum Cluster {
  static func read(_ reading: inout RowReading) {
    for value in reading.options.values(ofAny: "--from-file") {
      reading.readFile(value.behindFirst("=") ?? value, .show)
    }
    let words = reading.options.operands
    guard words.first?.value == "cp", words.count > 2 else { return }
    let elsewhere = Row.Transfer(kind: .copy, hosts: true)
    if !elsewhere.isElsewhere(words[1]) {
      reading.add(.read(reading.places.target(words[1], includesContents: true), .show))
    }
    if !elsewhere.isElsewhere(words[2]) {
      reading.add(.write(reading.places.target(words[2], includesContents: true), .replace, content: nil))
    }
  }
}

/// Package managers fetch what is given by a URL.
enum Packages {
  static func urls(_ reading: inout RowReading) {
    for word in reading.options.operands {
      guard let text = word.value, let (_, rest) = text.cut(at: ":"), rest.begins(with: "//") else { continue }
      reading.use(word, .fetch)
    }
  }
}

/// Formatters, of which some write by default and some under an option.
enum Formatter {
  static func read(_ reading: inout RowReading) {
    let program = reading.command.program ?? ""
    let words = reading.command.arguments.compactMap(\.value)
    func has(_ names: String...) -> Bool { names.contains { words.contains($0) } }
    let writes =
      switch LookupName(program) {
      case "black", "isort", "rustfmt", "stylua", "docformatter":
        !has("--check", "--diff", "-c", "--check-only", "-q-check", "-")
      case "autopep8", "yapf", "clang-format", "swift-format": has("-i", "--in-place", "-ir", "-ri", "-inplace")
      case "taplo", "dprint": has("fmt", "format")
      default: has("-w", "--write", "-F", "--format")
      }
    for file in reading.options.operands where file.value != "fmt" && file.value != "format" && file.value != "lint" {
      let isFolder = isFolder(file, reading)
      var target = reading.places.target(file)
      target.includesContents = isFolder
      if writes {
        reading.add(.write(target, .modify, content: nil))
      } else {
        reading.add(.read(target, .use))
      }
    }
  }

  /// Operands that exist; a subcommand's name is none.
  static func existing(_ reading: inout RowReading) {
    let isInPlace =
      reading.options.has(anyOf: reading.row.inPlace)
      || (reading.options.operands.first?.value == "format" && !reading.options.has(anyOf: "--check --diff")
        && reading.command.program == "ruff")
    for file in reading.options.operands {
      guard let word = file.value, let path = reading.places.path(word), reading.facts.kind(of: path) != nil else {
        continue
      }
      var target = reading.places.target(file)
      target.includesContents = isFolder(file, reading)
      reading.add(.read(target, .use))
      if isInPlace { reading.add(.write(target, .modify, content: nil)) }
    }
  }

  private static func isFolder(_ file: Argument, _ reading: RowReading) -> Bool {
    guard let word = file.value, let path = reading.places.path(word) else { return false }
    return reading.facts.kind(of: reading.facts.resolve(path)) == .folder
  }
}

/// Programs for pictures, sound and documents.
enum Media {
  /// `ffmpeg [-y] -i INPUT OPTIONS OUTPUT`.
  static func ffmpeg(_ reading: inout RowReading) {
    let arguments = reading.command.arguments
    for index in arguments.indices.dropLast() where arguments[index].value == "-i" {
      source(arguments[index + 1], &reading)
    }
    guard arguments.count > 1, let output = arguments.last, output.knownPrefix.utf8.first != UInt8(ascii: "-") else {
      return
    }
    if arguments[arguments.count - 2].value == "-i" { return }
    reading.write(output, .replace)
  }

  /// The operands that exist are read.
  static func probe(_ reading: inout RowReading) {
    for file in reading.command.arguments where file.knownPrefix.utf8.first != UInt8(ascii: "-") {
      guard let word = file.value, let path = reading.places.path(word), reading.facts.kind(of: path) != nil else {
        continue
      }
      reading.readFile(file, .show)
    }
  }

  /// `convert INPUT... OUTPUT`, and what names its output by `-o`.
  static func convert(_ reading: inout RowReading) {
    let arguments = reading.command.arguments
    let program = reading.command.program ?? ""
    var output: Argument?
    for (index, argument) in arguments.enumerated() {
      guard let word = argument.value else { continue }
      for name in ["-o", "--output", "--out"] {
        if word == name { output = index + 1 < arguments.count ? arguments[index + 1] : nil }
      }
      if word.begins(with: "-sOutputFile=") || word.begins(with: "--output=") { output = argument.behindFirst("=") }
      if program == "dot" || program == "neato", word.begins(with: "-o"), word.utf8.count > 2 {
        output = argument.behind("-")?.behind("o")
      }
    }
    let files = arguments.filter { $0.knownPrefix.utf8.first != UInt8(ascii: "-") && $0 != output }
    let changesInput = ["mogrify", "optipng", "jpegoptim", "svgo"].contains(program)
    if let output {
      reading.write(output, .replace)
      for file in files { existing(file, &reading) }
    } else if changesInput {
      for file in files where existing(file, &reading) { reading.write(file, .modify) }
    } else if files.count > 1, let last = files.last, last == arguments.last,
      !["dot", "neato", "gs", "dwebp", "cwebp"].contains(program)
    {
      for file in files.dropLast() { existing(file, &reading) }
      reading.write(last, .replace)
    } else {
      for file in files { existing(file, &reading) }
    }
  }

  @discardableResult
  private static func existing(_ file: Argument, _ reading: inout RowReading) -> Bool {
    guard let word = file.value, let path = reading.places.path(word) else { return false }
    guard reading.facts.kind(of: path) != nil || Places.name(word).utf8.contains(UInt8(ascii: ".")) else {
      return false
    }
    if file.isFromWildcard || reading.facts.kind(of: path) != nil {
      reading.readFile(file, .show)
      return true
    }
    return false
  }

  private static func source(_ file: Argument, _ reading: inout RowReading) {
    guard let word = file.value else { return reading.readFile(file, .show) }
    if let (_, rest) = word.cut(at: ":"), rest.begins(with: "//") { return reading.use(file, .fetch) }
    reading.readFile(file, .show)
  }
}
