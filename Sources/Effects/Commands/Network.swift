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
      reading.add(.write(reading.places.target(target, includesContents: true), .replace, content: nil))
    }
  }

  private static func isURL(_ word: Argument) -> Bool {
    guard let (scheme, rest) = word.knownPrefix.cut(at: ":") else { return word.value == "-" }
    return rest.begins(with: "//") || !scheme.utf8.contains(UInt8(ascii: "/"))
  }
}
