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
    let way = Way(transfer, options)
    for source in sources {
      let end = isFolder && !transfer.ofContents ? inside(target, source, transfer, way) : target
      move(source, to: end, transfer, way)
    }
    if transfer.mirrors || options.has(anyOf: transfer.mirroring), !transfer.isElsewhere(target) {
      var mirrored = places.target(target, includesContents: true)
      if !transfer.ofContents, let path = mirrored.path, let source = sources.first?.value, !source.ends(in: "/") {
        mirrored.path = path == "/" ? "/" + Places.name(source) : path + "/" + Places.name(source)
      }
      touches.append(Touch(.delete(mirrored, recursive: true), certainty: mirrored.path == nil ? .unknown : .possible))
    }
  }

  /// What the options say of all the sources.
  private struct Way {
    let links: Bool
    let isSymbolic: Bool
    let removes: Bool
    let keepsParents: Bool

    init(_ transfer: Row.Transfer, _ options: ParsedOptions) {
      links = transfer.kind == .link || options.has(anyOf: transfer.linking)
      isSymbolic = links && options.has(anyOf: "-s --symbolic --symbolic-link")
      removes = transfer.kind == .move || options.has(anyOf: transfer.removing)
      keepsParents = options.has("parents")
    }
  }

  private mutating func move(_ source: Argument, to end: Argument, _ transfer: Row.Transfer, _ way: Way) {
    let isWhole = isRecursive || (transfer.kind == .move && isFolder(source))
    if !transfer.isElsewhere(source) {
      var from = places.target(source, includesContents: isWhole)
      if way.links {
        if way.isSymbolic { from = pointedAt(from: end, source) ?? from }
        add(.read(from, way.isSymbolic ? .use : .show))
      } else if way.removes {
        add(.delete(from, recursive: isWhole))
      } else {
        add(.read(from, .show))
      }
    }
    if !transfer.isElsewhere(end) {
      add(
        .write(places.target(end, includesContents: isWhole && !way.links), way.links ? .link : .replace, content: nil))
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
  private func inside(_ target: Argument, _ source: Argument, _ transfer: Row.Transfer, _ way: Way) -> Argument {
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
    let name = way.keepsParents ? word : Places.name(transfer.isElsewhere(source) ? behindHost(word) : word)
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
