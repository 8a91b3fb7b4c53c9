import HookModel

extension ShellEvaluator {
  /// Matches a word with unquoted pattern characters against the file system; the word itself stays where nothing matches.
  func matchWildcards(_ word: Argument, at places: [Int], into words: inout [Argument]) {
    guard let text = word.value, !isOpen(text), !context.isRemote else {
      words.append(word)
      return
    }
    let bytes = Array(text.utf8)
    let isAbsolute = bytes.first == UInt8(ascii: "/")
    guard isAbsolute || currentPlace.path != nil else {
      words.append(word)
      return
    }
    // A `[` without its `]` is no pattern.
    if places.allSatisfy({ bytes[$0] == UInt8(ascii: "[") }), !bytes.contains(UInt8(ascii: "]")) {
      var plain = word
      plain.isFromWildcard = false
      words.append(plain)
      return
    }
    var search = Search(isAbsolute: isAbsolute, base: currentPlace.path ?? "/")
    for component in components(bytes, places) {
      guard step(component, in: &search) else {
        var word = unknownName(word, below: search.knownFolder)
        word.isFromWildcard = true
        words.append(word)
        return
      }
      if search.found.isEmpty { break }
    }
    // A slash behind a pattern asks for folders.
    if bytes.last == UInt8(ascii: "/") {
      let found = search.found
      search.found = found.filter { isFolder(search.absolute($0)) }
    }
    if search.found.isEmpty {
      if !state.wildcardsMayVanish { words.append(word) }
      return
    }
    for name in search.found.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      words.append(
        Argument(bytes.last == UInt8(ascii: "/") ? name + "/" : name, spelling: word.spelling, isFromWildcard: true))
    }
  }

  /// The word for names in a folder that are too many to be listed.
  private func unknownName(_ word: Argument, below folder: String) -> Argument {
    Argument(
      hole("the names that \(word.spelling) stands for", .name(under: folder), isNonEmpty: true),
      spelling: word.spelling)
  }

  /// One name of a pattern between slashes.
  private struct Component {
    /// The pattern, or the plain name.
    var bytes: [UInt8]
    var isPattern: Bool
    /// `**`
    var isDeep: Bool

    /// Whether a dot stands at the head of what it can match: `.*`, `@(.a|b)`.
    var namesDot: Bool {
      let dot = UInt8(ascii: ".")
      guard let first = bytes.first, first != dot else { return true }
      guard bytes.count > 2, bytes[1] == UInt8(ascii: "("), first != UInt8(ascii: "!") else { return false }
      return bytes.indices.dropFirst().contains {
        bytes[$0] == dot && (bytes[$0 - 1] == UInt8(ascii: "(") || bytes[$0 - 1] == UInt8(ascii: "|"))
      }
    }
  }

  private struct Search {
    var isAbsolute: Bool
    /// The folder that relative names start from.
    var base: String
    /// What was found so far, as the words will have it.
    var found = [""]
    var foldersRead = 0
    /// The folder below which everything lies that can be found.
    var knownFolder = ""

    init(isAbsolute: Bool, base: String) {
      self.isAbsolute = isAbsolute
      self.base = base
      knownFolder = isAbsolute ? "/" : base
      if isAbsolute { found = ["/"] }
    }

    func absolute(_ name: String) -> String { name.isEmpty ? base : Paths.join(base, name) }

    func joined(_ folder: String, _ name: String) -> String {
      folder.isEmpty ? name : folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
    }
  }

  private func components(_ bytes: [UInt8], _ places: [Int]) -> [Component] {
    var components: [Component] = []
    var current: [UInt8] = []
    var isPattern = false
    var next = 0
    for (offset, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "/") {
        if !current.isEmpty { components.append(component(current, isPattern)) }
        current = []
        isPattern = false
        continue
      }
      if next < places.count, places[next] == offset {
        isPattern = true
        next += 1
        current.append(byte)
      } else {
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), 0x5C, UInt8(ascii: "("), UInt8(ascii: ")"),
          UInt8(ascii: "|"):
          current.append(0x5C)
        default: break
        }
        current.append(byte)
      }
    }
    if !current.isEmpty { components.append(component(current, isPattern)) }
    return components
  }

  private func component(_ bytes: [UInt8], _ isPattern: Bool) -> Component {
    if isPattern {
      return Component(
        bytes: bytes, isPattern: true, isDeep: bytes.allSatisfy { $0 == UInt8(ascii: "*") } && bytes.count == 2)
    }
    // Escapes were put in for the case that it is a pattern.
    var plain: [UInt8] = []
    var isEscaped = false
    for byte in bytes {
      if byte == 0x5C, !isEscaped {
        isEscaped = true
        continue
      }
      isEscaped = false
      plain.append(byte)
    }
    return Component(bytes: plain, isPattern: false, isDeep: false)
  }

  /// The names that this script has put into a folder.
  private func namesMade(in folder: String) -> [String] {
    if state.contents.isEmpty, state.made.isEmpty { return [] }
    let prefix = folder == "/" ? "/" : folder + "/"
    var names: [String] = []
    for path in state.contents.map.names(from: prefix) + state.made.map.names(from: prefix) {
      let name = String(path.utf8.dropFirst(prefix.utf8.count)) ?? ""
      if !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")), !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// Goes one name further; false where a bound is reached.
  private func step(_ component: Component, in search: inout Search) -> Bool {
    if !component.isPattern {
      let name = String(decoding: component.bytes, as: UTF8.self)
      if search.found.count == 1, search.foldersRead == 0 {
        search.knownFolder = Paths.clean(search.absolute(search.joined(search.found[0], name)))
      }
      var found: [String] = []
      for folder in search.found {
        let path = search.joined(folder, name)
        if search.foldersRead == 0 || facts.kind(of: search.absolute(path)) != nil { found.append(path) }
      }
      search.found = found
      return true
    }
    var found: [String] = []
    var waiting = search.found
    while let folder = waiting.popLast() {
      search.foldersRead += 1
      if search.foldersRead > bounds.wildcardFolders { return false }
      if component.isDeep { found.append(folder) }
      let made = namesMade(in: search.absolute(folder))
      guard
        var names = facts.names(in: search.absolute(folder), limit: bounds.folderNames + 1) ?? (made.isEmpty ? nil : [])
      else { continue }
      for name in made where !names.contains(name) { names.append(name) }
      if names.count > bounds.folderNames { return false }
      for name in names {
        if name.utf8.first == UInt8(ascii: "."), !state.wildcardsMatchDots, !component.namesDot {
          continue
        }
        if component.isDeep {
          let path = search.joined(folder, name)
          if facts.kind(of: search.absolute(path)) == .folder { waiting.append(path) } else { found.append(path) }
        } else if Wildcard.matchesExtended(component.bytes, Array(name.utf8)[...]) {
          found.append(search.joined(folder, name))
        }
      }
    }
    search.found = found
    return true
  }
}
