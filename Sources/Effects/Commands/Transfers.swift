import HookModel

/// Copying, moving and linking: sources, and the target that they go to.
extension RowReading {
  /// Reads the operands of `cp`, `mv`, `ln`, `install`, `rsync` and `scp`.
  mutating func transfer(_ transfer: Row.Transfer) {
    if options.has(anyOf: transfer.folders) {
      for operand in options.operands { use(operand, .folder) }
      return
    }
    var sources = options.operands
    let folder = options.values(ofAny: transfer.folder).last
    let target: Argument
    if let folder {
      target = folder
    } else if sources.count == 1, transfer.kind == .link {
      target = Argument(".")
    } else if let last = sources.popLast(), !sources.isEmpty {
      target = last
    } else {
      return
    }
    let isFolder =
      folder != nil || sources.count > 1 || (!options.has(anyOf: transfer.exactly) && mayBeFolder(target, transfer))
    for source in sources {
      let end = isFolder && !transfer.ofContents ? inside(target, source, transfer) : target
      move(source, to: end, transfer)
    }
    if transfer.mirrors || options.has(anyOf: transfer.mirroring), !transfer.isElsewhere(target) {
      var mirrored = places.target(target, includesContents: true)
      if !transfer.ofContents, let path = mirrored.path, let source = sources.first?.value, !source.ends(in: "/") {
        mirrored.path = path == "/" ? "/" + Places.name(source) : path + "/" + Places.name(source)
      }
      touches.append(Touch(.delete(mirrored, recursive: true), certainty: mirrored.path == nil ? .unknown : .possible))
    }
  }

  private mutating func move(_ source: Argument, to end: Argument, _ transfer: Row.Transfer) {
    let isWhole = isRecursive || (transfer.kind == .move && isFolder(source))
    let links = transfer.kind == .link || options.has(anyOf: transfer.linking)
    if !transfer.isElsewhere(source) {
      var from = places.target(source, includesContents: isWhole)
      if links {
        let isSymbolic = options.has(anyOf: "-s --symbolic --symbolic-link")
        if isSymbolic { from = pointedAt(from: end, source) ?? from }
        add(.read(from, isSymbolic ? .use : .show))
      } else if transfer.kind == .move || options.has(anyOf: transfer.removing) {
        add(.delete(from, recursive: isWhole))
      } else {
        add(.read(from, .show))
      }
    }
    if !transfer.isElsewhere(end) {
      add(.write(places.target(end, includesContents: isWhole && !links), links ? .link : .replace, content: nil))
    }
  }

  /// A symbolic link's text is read from the folder that the link lies in.
  private func pointedAt(from link: Argument, _ source: Argument) -> Target? {
    guard let text = source.value, text.utf8.first != UInt8(ascii: "/"), let link = link.value,
      let path = places.path(link), let folder = Places.parent(path)
    else { return nil }
    return Places(directory: folder).target(source)
  }

  private func isFolder(_ argument: Argument) -> Bool {
    guard let word = argument.value, let path = places.path(word) else { return false }
    return facts.kind(of: facts.resolve(path)) == .folder
  }

  private func mayBeFolder(_ argument: Argument, _ transfer: Row.Transfer) -> Bool {
    guard let word = argument.value else { return argument.isCutBehindSlash }
    if word.ends(in: "/") || word == "." || word == ".." || word.ends(in: "/.") || word.ends(in: "/..") { return true }
    return !transfer.isElsewhere(argument) && isFolder(argument)
  }

  /// The place of `source` in the folder `target`.
  private func inside(_ target: Argument, _ source: Argument, _ transfer: Row.Transfer) -> Argument {
    if transfer.slashMeansContents, source.value?.ends(in: "/") ?? false { return target }
    if source.value == nil, target.value == nil { return target }
    var end = target
    end.spelling = target.spelling
    guard let folder = target.value else { return target }
    let slash = folder.ends(in: "/") ? "" : "/"
    guard let word = source.value else {
      return Argument(
        unknown: source.unknown ?? "the name of a source", spelling: target.spelling, knownPrefix: folder + slash)
    }
    let name = options.has("parents") ? word : Places.name(transfer.isElsewhere(source) ? behindHost(word) : word)
    if name == "." || name == ".." || name.isEmpty { return target }
    end.value = folder + slash + name
    end.knownPrefix = end.value ?? ""
    end.isFromWildcard = source.isFromWildcard
    return end
  }

  private func behindHost(_ word: String) -> String { word.cut(at: ":")?.behind ?? word }
}

extension Argument {
  fileprivate var isCutBehindSlash: Bool { knownPrefix.utf8.last == UInt8(ascii: "/") }
}

extension Row.Transfer {
  /// Whether a word names a place on another machine: `host:path`, `rsync://`; a slash before the colon makes it a file.
  func isElsewhere(_ argument: Argument) -> Bool {
    guard hosts else { return false }
    for byte in argument.knownPrefix.utf8 {
      if byte == UInt8(ascii: "/") { return false }
      if byte == UInt8(ascii: ":") { return true }
    }
    return false
  }
}
