import HookModel

/// `curl URL... [-o FILE] [-O]`.
enum Curl {
  static func read(_ reading: inout RowReading) {
    let options = reading.options
    let urls = options.operands
    for url in urls { reading.use(url, .fetch) }
    let folder = options.values(ofAny: "--output-dir").last
    for file in options.values(ofAny: "-o --output") { reading.write(inside(folder, file), .replace) }
    if options.has(anyOf: "-O --remote-name --remote-name-all") {
      for url in urls + options.values(ofAny: "--url") { reading.downloads(url, into: folder) }
    }
    for data in options.values(ofAny: "--data-urlencode") {
      // curl(1): `@file`, or `name@file`; with an equals sign first it is text.
      guard let place = data.knownPrefix.utf8.firstIndex(where: { $0 == 0x3D || $0 == 0x40 }),
        data.knownPrefix.utf8[place] == 0x40, let file = data.behindFirst("@")
      else { continue }
      reading.readFile(file, .show)
    }
    // curl(1): `{a,b}` uploads several.
    for file in options.values(ofAny: "-T --upload-file") {
      guard let word = file.value, word.utf8.first == UInt8(ascii: "{"), word.utf8.last == UInt8(ascii: "}") else {
        reading.readFile(file, .show)
        continue
      }
      for part in word.utf8.dropFirst().dropLast().split(separator: UInt8(ascii: ",")) {
        reading.readFile(Argument(String(Substring(part)), spelling: file.spelling), .show)
      }
    }
    for variable in options.values(ofAny: "--variable") {
      if let (name, _) = variable.knownPrefix.cut(at: "@"), !name.utf8.contains(UInt8(ascii: "=")),
        let file = variable.behindFirst("@")
      {
        reading.readFile(file, .show)
      }
    }
    for cookies in options.values(ofAny: "-b --cookie") where !cookies.knownPrefix.utf8.contains(UInt8(ascii: "=")) {
      reading.readFile(cookies, .use)
    }
  }

  private static func inside(_ folder: Argument?, _ file: Argument) -> Argument {
    guard let folder, file.value != "-" else { return file }
    var place = file
    place.value = folder.value.flatMap { folder in file.value.map { folder + "/" + $0 } }
    if place.value == nil { place.unknown = file.unknown ?? folder.unknown }
    return place
  }

  /// `http POST URL name=value name@file name=@file`.
  static func readItems(_ reading: inout RowReading) {
    var isURLSeen = false
    for (index, item) in reading.options.operands.enumerated() {
      if index == 0, let word = item.value, word.utf8.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) { continue }
      if !isURLSeen {
        reading.use(item, .fetch)
        isURLSeen = true
      } else if let place = item.knownPrefix.utf8.firstIndex(of: 0x40) {
        let before = item.knownPrefix.utf8[..<place]
        if before.last == 0x3D || !before.contains(0x3D), let file = item.behindFirst("@") {
          reading.readFile(file, .show)
        }
      }
    }
  }
}

extension RowReading {
  /// Adds the write of a download under the name that its URL ends in.
  fileprivate mutating func downloads(_ url: Argument, into folder: Argument?) {
    guard let address = url.value, let name = RemoteName.of(address) else {
      return fill(folder ?? Argument("."), "the name of the download")
    }
    var file = folder ?? Argument(name)
    if let folder { file.value = folder.value.map { $0 + "/" + name } }
    file.spelling = url.spelling
    write(file, .replace)
  }
}

/// The name under which a URL's document is kept.
enum RemoteName {
  /// The last component of the URL's path, or nil where it has none.
  static func of(_ url: String) -> String? {
    var bytes = url.utf8[...]
    if let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
      bytes = bytes[..<end]
    }
    let text = Substring(bytes)
    var parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    if let first = parts.first, first.last == UInt8(ascii: ":") { parts.removeFirst(min(2, parts.count)) }
    guard parts.count > 1, let last = parts.last, !last.isEmpty else { return nil }
    let name = String(Substring(last))
    // curl's globs make several names of one.
    return name.utf8.contains { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") } ? nil : name
  }
}

/// `wget URL... [-O FILE] [-P FOLDER]`.
enum Wget {
  static func read(_ reading: inout RowReading) {
    let options = reading.options
    for url in options.operands { reading.use(url, .fetch) }
    if options.has(anyOf: "-O --output-document --spider") { return }
    let folder = options.values(ofAny: "-P --directory-prefix").last
    if options.has(anyOf: "-r --recursive -m --mirror -p --page-requisites -i --input-file -x --force-directories") {
      return reading.fill(folder ?? Argument("."), "the names of the downloads")
    }
    for url in options.operands {
      if let address = url.value, RemoteName.of(address) == nil {
        let name = Argument(
          address.ends(in: "/") ? address + "index.html" : address + "/index.html", spelling: url.spelling)
        reading.downloads(name, into: folder)
      } else {
        reading.downloads(url, into: folder)
      }
    }
  }
}

extension Wget {
  /// `aria2c [-d FOLDER] [-o FILE] URL...`.
  static func aria(_ reading: inout RowReading) {
    for url in reading.options.operands { reading.use(url, .fetch) }
    let isAxel = reading.command.program == "axel"
    let folder = isAxel ? nil : reading.options.values(ofAny: "-d --dir").last
    if let file = reading.options.values(ofAny: isAxel ? "-o --output --out" : "-o --out").last {
      var place = file
      if let folder {
        place.value = folder.value.flatMap { folder in file.value.map { folder + "/" + $0 } }
        if place.value == nil { place.unknown = file.unknown ?? folder.unknown }
      }
      return reading.write(place, .replace)
    }
    for url in reading.options.operands { reading.downloads(url, into: folder) }
  }
}

/// FreeBSD's `fetch [-o FILE] URL...`.
enum Fetch {
  static func read(_ reading: inout RowReading) {
    for url in reading.options.operands { reading.use(url, .fetch) }
    if reading.options.has(anyOf: "-o --output") { return }
    for url in reading.options.operands { reading.downloads(url, into: nil) }
  }
}

/// `lynx -dump URL`, `html2text FILE`: a word with a scheme is a URL, another one that exists is a file.
enum Browser {
  static func read(_ reading: inout RowReading) {
    for word in reading.options.operands {
      if let text = word.value, !text.utf8.contains(UInt8(ascii: ":")), let path = reading.places.path(text),
        reading.command.program == "html2text" || reading.facts.kind(of: path) != nil
      {
        reading.readFile(word, .show)
      } else {
        reading.use(word, .fetch)
      }
    }
  }
}

/// `ssh`'s settings and `sftp`'s commands.
enum SecureShell {
  /// ssh_config(5): settings, in lower case, whose values are commands.
  static func isCommand(_ setting: String) -> Bool {
    switch setting {
    case "proxycommand", "localcommand", "knownhostscommand", "remotecommand": true
    default: false
    }
  }

  /// `sftp HOST[:FILE] [FILE]`, and the commands on standard input.
  static func transfer(_ reading: inout RowReading) {
    if let source = reading.options.operands.first, let (_, file) = source.knownPrefix.cut(at: ":"), !file.isEmpty {
      let name = source.value.map { _ in Argument(Places.name(file), spelling: source.spelling) }
      if let target = reading.options.operands.dropFirst().first ?? name { reading.use(target, .replace) }
    }
    guard case .text(let text) = reading.command.input else { return }
    for line in text.utf8.split(separator: 0x0A) {
      let words = line.split { $0.isBlank }.map { String(Substring($0)) }.filter { !$0.begins(with: "-") }
      guard let verb = words.first else { continue }
      switch verb {
      case "get", "reget":
        if words.count > 1 { reading.use(Argument(words.count > 2 ? words[2] : Places.name(words[1])), .replace) }
      case "put", "reput": if words.count > 1 { reading.use(Argument(words[1]), .show) }
      case _ where verb.begins(with: "!"):
        reading.carried.append(.shell(Argument(String(Substring(line.drop { $0.isBlank || $0 == 0x21 })))))
      default: break
      }
    }
  }
}

/// `socat ADDRESS ADDRESS`: some addresses are files, some commands.
enum Socat {
  static func read(_ reading: inout RowReading) {
    for address in reading.options.operands {
      guard let (kind, _) = address.knownPrefix.cut(at: ":"), let rest = address.behindFirst(":") else { continue }
      switch kind.lowercasedASCII {
      case "file", "open", "gopen", "pipe":
        let file = rest.before(",")
        reading.readFile(file, .show)
        reading.write(file, .modify)
      case "create", "creat": reading.write(rest.before(","), .replace)
      case "exec", "system", "shell": reading.carried.append(.shell(rest.before(",")))
      default: break
      }
    }
  }
}

/// `ssh-keygen -f FILE`.
enum Keys {
  static func generate(_ reading: inout RowReading) {
    for file in reading.options.values(ofAny: "-f") {
      if reading.options.has(anyOf: "-y -e -F") {
        reading.readFile(file, .show)
        continue
      }
      if reading.options.has(anyOf: "-R") {
        reading.write(file, .modify)
        continue
      }
      reading.write(file, .replace)
      var publicFile = file
      publicFile.value = file.value.map { $0 + ".pub" }
      reading.write(publicFile, .replace)
    }
  }
}

/// `gh` and `glab`.
enum Hub {
  static func read(_ name: String) -> @Sendable (inout RowReading) -> Void {
    { reading in
      let words = reading.options.operands
      let verb = words.first?.value
      for file in ParsedOptions(
        reading.command.arguments,
        // The plain names are listed, lest they be taken for abbreviations.
        OptionSyntax(
          shortWithValue: "F", longWithValue: ["body-file", "notes-file", "env-file", "body", "notes", "env"])
      ).values(of: "F", "body-file", "notes-file", "env-file") { reading.readFile(file, .show) }
      if name == "secret" || name == "variable", verb == "set" {
        for file in ParsedOptions(reading.command.arguments, OptionSyntax(shortWithValue: "fbreoav")).values(of: "f") {
          reading.readFile(file, .show)
        }
      }
      switch (name, verb) {
      case ("gist", "create"): for file in words.dropFirst() { reading.readFile(file, .show) }
      case ("release", "upload"), ("release", "create"):
        for file in words.dropFirst(2) { reading.readFile(file.before("#"), .show) }
      case ("repo", "clone"):
        guard words.count > 1 else { return }
        reading.use(words[1], .fetch)
        if let folder = words.dropFirst(2).first
          ?? words[1].value.map({ Argument(Places.name($0), spelling: words[1].spelling) })
        {
          reading.use(folder, .folder)
        }
      case ("release", "download"), ("run", "download"):
        let into = ParsedOptions(
          reading.command.arguments,
          OptionSyntax(shortWithValue: "DOpn", longWithValue: ["dir", "output", "pattern", "name"]))
        if let file = into.values(of: "O", "output").last {
          reading.write(file, .replace)
        } else {
          reading.fill(into.values(of: "D", "dir").last ?? Argument("."), "the names of the downloads")
        }
      default: break
      }
    }
  }
}

/// The clouds' own copying: `aws s3 cp FILE s3://...`.
enum Cloud {
  static func read(_ reading: inout RowReading) {
    var words = reading.options.operands
    for argument in reading.command.arguments {
      // aws-cli: a parameter's value may stand in a file.
      guard argument.knownPrefix.begins(with: "file://") || argument.knownPrefix.begins(with: "fileb://") else {
        continue
      }
      if let file = argument.behindFirst(":")?.behind("/")?.behind("/") { reading.readFile(file, .show) }
    }
    let isDownload = words.contains { $0.value == "download" || $0.value == "download-batch" }
    for file in reading.options.values(ofAny: "--body --file --source -f") where !isURL(file) {
      if isDownload { reading.write(file, .replace) } else { reading.readFile(file, .show) }
    }
    for file in reading.options.values(ofAny: "--destination --output-file --outfile") where !isURL(file) {
      reading.write(file, .replace)
    }
    if words.count > 2, words[0].value == "s3api", words[1].value == "get-object" {
      return reading.write(words[2], .replace)
    }
    guard let verb = words.firstIndex(where: { ["cp", "mv", "sync", "rsync", "put", "get"].contains($0.value) }),
      verb <= 2
    else { return }
    words.removeSubrange(...verb)
    guard words.count > 1 else { return }
    let isMove = reading.options.operands[verb].value == "mv"
    for source in words.dropLast() where !isURL(source) {
      reading.add(.read(reading.places.target(source, includesContents: true), .show))
      if isMove { reading.use(source, .delete) }
    }
    if let target = words.last, !isURL(target) {
      let place = reading.places.target(target, includesContents: true)
      reading.add(.write(place, .replace, content: nil))
      if reading.options.has(anyOf: "--delete -d --delete-unmatched-destination-objects --delete-removed --remove") {
        reading.touches.append(
          Touch(.delete(place, recursive: true), certainty: place.path == nil ? .unknown : .possible))
      }
    }
  }

  /// `rclone purge PLACE`, where the place is on this machine.
  static func delete(_ reading: inout RowReading) {
    for place in reading.options.operands where !Row.Transfer(kind: .copy, hosts: true).isElsewhere(place) {
      reading.use(place, .delete)
    }
  }

  private static func isURL(_ word: Argument) -> Bool {
    guard let (scheme, rest) = word.knownPrefix.cut(at: ":") else { return word.value == "-" }
    return rest.begins(with: "//") || !scheme.utf8.contains(UInt8(ascii: "/"))
  }
}
