import HookModel

/// Reads patches: the `*** Begin Patch` format, unified and context diffs, and git's diffs.
///
/// It is as lenient as the programs that apply patches, and where these differ, as the most lenient: a path that any of them
/// would write is found.
public enum Patch {
  /// The changes that `text` makes, in order; empty where no file can be recognised in it. `strip` is the number of leading
  /// components that the program takes off paths (`patch -p1`); nil takes off `a/` and `b/` where they are there.
  public static func parse(_ text: String, strip: Int? = nil) -> [PatchChange] {
    let bytes = Array(text.utf8)
    var lines = PatchLines(bytes)
    while let line = lines.next() {
      let start = line.trimmingBlanks
      if PatchEnvelope.begins(start) {
        return PatchEnvelope(bytes, from: line.startIndex, indentation: start.startIndex - line.startIndex).changes
      }
      if DiffReader.begins(line, lines) {
        return DiffReader(bytes, from: line.startIndex, strip: strip).changes
      }
    }
    return []
  }
}

/// What a patch does to one file. Paths are as the patch spells them, relative to where it is applied.
public struct PatchChange: Sendable, Equatable {
  /// The kinds of change.
  public enum Kind: Sendable, Equatable {
    /// Makes the file.
    case add
    /// Changes the file's content.
    case update
    /// Deletes the file.
    case delete
    /// Moves the file to another path, and perhaps changes it.
    case move(to: String)
    /// Makes another file from this one, which stays as it is.
    case copy(to: String)
  }

  /// What is done.
  public var kind: Kind
  /// The file that is changed, made or deleted.
  public var path: String
  /// The lines that are new, each ended by a newline.
  public var addedText: String

  /// Creates a change.
  public init(_ kind: Kind, path: String, addedText: String = "") {
    self.kind = kind
    self.path = path
    self.addedText = addedText
  }
}

/// The lines of a text, without their ends.
private struct PatchLines {
  let bytes: [UInt8]
  var place: Int

  init(_ bytes: [UInt8], from place: Int = 0) {
    self.bytes = bytes
    self.place = place
  }

  mutating func next() -> ArraySlice<UInt8>? {
    guard place < bytes.count else { return nil }
    let start = place
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    place = end + 1
    return end > start && bytes[end - 1] == UInt8(ascii: "\r") ? bytes[start..<end - 1] : bytes[start..<end]
  }

  /// The next line, which stays.
  func peek() -> ArraySlice<UInt8>? {
    var ahead = self
    return ahead.next()
  }
}

/// The format of `apply_patch`.
private struct PatchEnvelope {
  var changes: [PatchChange] = []
  private var added: [UInt8] = []

  static func begins(_ line: ArraySlice<UInt8>) -> Bool {
    line.begins(with: "*** Begin Patch") || header(line) != nil
  }

  init(_ bytes: [UInt8], from place: Int, indentation: Int) {
    var lines = PatchLines(bytes, from: place)
    while let whole = lines.next() {
      let line = whole.dropFirst(min(indentation, whole.prefix(indentation).prefix { $0.isBlank }.count))
      // Inside an update, a line that begins with a blank is context, whatever it says.
      let isUpdate = changes.last.map { $0.kind == .update || $0.isMove } ?? false
      let start = isUpdate ? line : line.trimmingBlanks
      if start.begins(with: "*** ") {
        read(header: start)
      } else if line.first == UInt8(ascii: "+") {
        added += line.dropFirst()
        added.append(UInt8(ascii: "\n"))
      }
    }
    finish()
  }

  private mutating func read(header line: ArraySlice<UInt8>) {
    if line.begins(with: "*** Move to:") {
      let path = line.dropFirst("*** Move to:".utf8.count).trimmingBlanks.text
      if let last = changes.indices.last, !path.isEmpty { changes[last].kind = .move(to: path) }
      return
    }
    guard let (kind, path) = PatchEnvelope.header(line) else { return }
    finish()
    changes.append(PatchChange(kind, path: path))
  }

  private mutating func finish() {
    if let last = changes.indices.last { changes[last].addedText = added[...].text }
    added.removeAll(keepingCapacity: true)
  }

  private static func header(_ line: ArraySlice<UInt8>) -> (PatchChange.Kind, String)? {
    guard line.begins(with: "*** ") else { return nil }
    let kinds: [(String, PatchChange.Kind)] = [
      ("*** Add File:", .add), ("*** Update File:", .update), ("*** Delete File:", .delete),
    ]
    for (marker, kind) in kinds where line.begins(with: marker) {
      let path = line.dropFirst(marker.utf8.count).trimmingBlanks.text
      return path.isEmpty ? nil : (kind, path)
    }
    return nil
  }
}

extension PatchChange {
  fileprivate var isMove: Bool {
    if case .move = kind { true } else { false }
  }
}

/// Unified and context diffs, git's among them.
private struct DiffReader {
  var changes: [PatchChange] = []
  private let strip: Int?
  private var file: File?
  /// How many lines of the old and of the new file the hunk still has; negative where its header does not say.
  private var oldLines = 0
  private var newLines = 0

  /// One file's part of a diff.
  private struct File {
    /// The names on the `diff --git` line, which count only where nothing better follows.
    var names: (old: String, new: String)?
    var old: String?
    var new: String?
    var isGit = false
    var isNew = false
    var isDeleted = false
    var renamedFrom: String?
    var renamedTo: String?
    var isCopy = false
    var hasHeader = false
    var isContext = false
    var added: [UInt8] = []
  }

  /// Whether a diff begins with `line`.
  static func begins(_ line: ArraySlice<UInt8>, _ rest: PatchLines) -> Bool {
    if line.begins(with: "diff --git ") { return true }
    guard let next = rest.peek() else { return false }
    return (line.begins(with: "--- ") && next.begins(with: "+++ "))
      || (line.begins(with: "*** ") && next.begins(with: "--- "))
  }

  init(_ bytes: [UInt8], from place: Int, strip: Int?) {
    self.strip = strip
    var lines = PatchLines(bytes, from: place)
    while let line = lines.next() { read(line, &lines) }
    finish()
  }

  private mutating func read(_ line: ArraySlice<UInt8>, _ lines: inout PatchLines) {
    if line.begins(with: "diff --git ") {
      finish()
      file = File(names: DiffReader.names(line.dropFirst("diff --git ".utf8.count)), isGit: true)
      return
    }
    // Inside a hunk a removed `-- x` looks like a header; a header has the other one, and then a hunk, behind it.
    let isInHunk = oldLines != 0 || newLines != 0
    if line.begins(with: "--- "), lines.peek()?.begins(with: "+++ ") ?? false, !isInHunk || lines.isHunkAfterNext {
      let new = lines.next() ?? []
      begin(old: line, new: new)
      return
    }
    if line.begins(with: "*** "), lines.peek()?.begins(with: "--- ") ?? false, !isInHunk,
      file?.isContext != true || lines.isRule
    {
      let new = lines.next() ?? []
      begin(old: line, new: new)
      file?.isContext = true
      return
    }
    if line.begins(with: "@@") {
      (oldLines, newLines) = DiffReader.counts(line)
    } else if isInHunk {
      readBody(line)
    } else if file?.isContext == true {
      if line.begins(with: "+ ") || line.begins(with: "! ") { add(line.dropFirst(2)) }
    } else if file?.isGit == true {
      readExtendedHeader(line)
    }
  }

  private mutating func begin(old: ArraySlice<UInt8>, new: ArraySlice<UInt8>) {
    if file == nil || file?.hasHeader == true {
      finish()
      file = File()
    }
    oldLines = 0
    newLines = 0
    file?.hasHeader = true
    file?.old = DiffReader.name(old.dropFirst(4))
    file?.new = DiffReader.name(new.dropFirst(4))
  }

  private mutating func readBody(_ line: ArraySlice<UInt8>) {
    switch line.first {
    case UInt8(ascii: "+"):
      add(line.dropFirst())
      if newLines > 0 { newLines -= 1 }
    case UInt8(ascii: "-"):
      if oldLines > 0 { oldLines -= 1 }
    case UInt8(ascii: " "), nil:
      if oldLines > 0 { oldLines -= 1 }
      if newLines > 0 { newLines -= 1 }
    default: break
    }
  }

  private mutating func add(_ line: ArraySlice<UInt8>) {
    file?.added += line
    file?.added.append(UInt8(ascii: "\n"))
  }

  private mutating func readExtendedHeader(_ line: ArraySlice<UInt8>) {
    if line.begins(with: "new file mode") {
      file?.isNew = true
    } else if line.begins(with: "deleted file mode") {
      file?.isDeleted = true
    } else if line.begins(with: "rename from ") {
      file?.renamedFrom = DiffReader.name(line.dropFirst("rename from ".utf8.count))
    } else if line.begins(with: "rename to ") {
      file?.renamedTo = DiffReader.name(line.dropFirst("rename to ".utf8.count))
    } else if line.begins(with: "copy from ") {
      file?.renamedFrom = DiffReader.name(line.dropFirst("copy from ".utf8.count))
      file?.isCopy = true
    } else if line.begins(with: "copy to ") {
      file?.renamedTo = DiffReader.name(line.dropFirst("copy to ".utf8.count))
    }
  }

  private mutating func finish() {
    oldLines = 0
    newLines = 0
    guard let file else { return }
    self.file = nil
    let added = file.added[...].text
    if let from = file.renamedFrom, let to = file.renamedTo {
      // These two never have `a/` and `b/`.
      let kind: PatchChange.Kind = file.isCopy ? .copy(to: to) : .move(to: to)
      changes.append(PatchChange(kind, path: from, addedText: added))
      return
    }
    guard let (old, new) = file.old.flatMap({ old in file.new.map { (old, $0) } }) ?? file.names else { return }
    let isMade = file.isNew || old == "/dev/null"
    let isDeleted = file.isDeleted || new == "/dev/null"
    let (from, to) = stripped(old, new)
    if from.isEmpty || to.isEmpty { return }
    if isDeleted {
      changes.append(PatchChange(.delete, path: old == "/dev/null" ? to : from))
    } else if isMade {
      changes.append(PatchChange(.add, path: new == "/dev/null" ? from : to, addedText: added))
    } else {
      changes.append(PatchChange(.update, path: to, addedText: added))
      // patch(1) takes whichever of the two names it likes better.
      if from != to { changes.append(PatchChange(.update, path: from, addedText: added)) }
    }
  }

  private func stripped(_ old: String, _ new: String) -> (String, String) {
    if let strip { return (DiffReader.without(strip, old), DiffReader.without(strip, new)) }
    for (left, right) in [
      ("a/", "b/"), ("i/", "w/"), ("c/", "i/"), ("c/", "w/"), ("o/", "w/"), ("1/", "2/"), ("a/", "a/"),
    ] {
      let leftFits = old.begins(with: left) || old == "/dev/null"
      let rightFits = new.begins(with: right) || new == "/dev/null"
      guard leftFits, rightFits else { continue }
      if left == right, !(old == "/dev/null" || new == "/dev/null") { continue }
      return (
        old == "/dev/null" ? old : DiffReader.without(1, old), new == "/dev/null" ? new : DiffReader.without(1, new)
      )
    }
    return (old, new)
  }

  /// GNU patch, `-p`: that many components are taken off; a path with fewer keeps its last.
  private static func without(_ components: Int, _ path: String) -> String {
    if path == "/dev/null" { return path }
    var rest = path.utf8[...]
    for _ in 0..<components {
      guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { break }
      rest = rest[slash...].drop { $0 == UInt8(ascii: "/") }
    }
    return String(Substring(rest))
  }

  /// The counts in `@@ -1,2 +3,4 @@`; one where a count is left out, negative where there are no numbers.
  private static func counts(_ line: ArraySlice<UInt8>) -> (Int, Int) {
    let words = line.split(separator: UInt8(ascii: " "), maxSplits: 3)
    guard words.count > 2, words[1].first == UInt8(ascii: "-"), words[2].first == UInt8(ascii: "+") else {
      return (-1, -1)
    }
    func count(_ word: ArraySlice<UInt8>) -> Int? {
      guard let comma = word.firstIndex(of: UInt8(ascii: ",")) else { return 1 }
      return Int(word[(comma + 1)...].text)
    }
    guard let old = count(words[1]), let new = count(words[2]), old >= 0, new >= 0 else { return (-1, -1) }
    return (old, new)
  }

  /// The name in a header: quoted as in C, or up to a tab, or up to a date.
  private static func name(_ text: ArraySlice<UInt8>) -> String {
    let text = text.trimmingBlanks
    if text.first == UInt8(ascii: "\"") { return unquoted(text).name }
    if let tab = text.firstIndex(of: UInt8(ascii: "\t")) { return text[..<tab].text }
    // Old diffs have blanks and a date where newer ones have a tab.
    var place = text.startIndex
    while let blank = text[place...].firstIndex(of: UInt8(ascii: " ")) {
      let rest = text[blank...].drop { $0 == UInt8(ascii: " ") }
      if rest.isDate { return text[..<blank].text }
      place = blank + 1
    }
    return text.text
  }

  /// git quotes names with C's escapes, bytes beyond ASCII in octal.
  private static func unquoted(_ text: ArraySlice<UInt8>) -> (name: String, end: Int) {
    var name: [UInt8] = []
    var place = text.startIndex + 1
    while place < text.endIndex, text[place] != UInt8(ascii: "\"") {
      guard text[place] == UInt8(ascii: "\\"), place + 1 < text.endIndex else {
        name.append(text[place])
        place += 1
        continue
      }
      place += 1
      let digits = text[place...].prefix(3).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "7") }
      if !digits.isEmpty {
        name.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1) - 0x30 }))
        place += digits.count
        continue
      }
      switch text[place] {
      case UInt8(ascii: "n"): name.append(0x0A)
      case UInt8(ascii: "t"): name.append(0x09)
      case UInt8(ascii: "r"): name.append(0x0D)
      case UInt8(ascii: "a"): name.append(0x07)
      case UInt8(ascii: "b"): name.append(0x08)
      case UInt8(ascii: "f"): name.append(0x0C)
      case UInt8(ascii: "v"): name.append(0x0B)
      default: name.append(text[place])
      }
      place += 1
    }
    return (name[...].text, min(place + 1, text.endIndex))
  }

  /// The two names on a `diff --git` line, which are the same but for their prefixes; blanks in them are not quoted.
  private static func names(_ text: ArraySlice<UInt8>) -> (old: String, new: String)? {
    let text = text.trimmingBlanks
    if text.first == UInt8(ascii: "\"") {
      let (old, end) = unquoted(text)
      let rest = text[end...].trimmingBlanks
      return (old, rest.first == UInt8(ascii: "\"") ? unquoted(rest).name : rest.text)
    }
    if text.last == UInt8(ascii: "\""), let quote = text.firstIndex(of: UInt8(ascii: "\"")) {
      return (text[..<quote].trimmingBlanks.text, unquoted(text[quote...]).name)
    }
    let middle = text.startIndex + text.count / 2
    if middle < text.endIndex, text[middle] == UInt8(ascii: " ") {
      let old = text[..<middle]
      let new = text[(middle + 1)...]
      let oldTail = old.firstIndex(of: UInt8(ascii: "/")).map { old[$0...] } ?? old
      let newTail = new.firstIndex(of: UInt8(ascii: "/")).map { new[$0...] } ?? new
      if oldTail.elementsEqual(newTail) || old.elementsEqual(new) { return (old.text, new.text) }
    }
    guard let blank = text.firstIndex(of: UInt8(ascii: " ")) else { return nil }
    return (text[..<blank].text, text[(blank + 1)...].text)
  }
}

extension PatchLines {
  /// Whether a hunk begins two lines on.
  fileprivate var isHunkAfterNext: Bool {
    var ahead = self
    _ = ahead.next()
    return ahead.next()?.begins(with: "@@") ?? false
  }

  /// Whether the rule of a context diff stands two lines on.
  fileprivate var isRule: Bool {
    var ahead = self
    _ = ahead.next()
    return ahead.next()?.begins(with: "*******") ?? false
  }
}

extension ArraySlice<UInt8> {
  /// The bytes as text.
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }

  fileprivate func begins(with text: String) -> Bool { starts(with: text.utf8) }

  fileprivate var trimmingBlanks: ArraySlice<UInt8> {
    let start = drop { $0.isBlank }
    guard let end = start.lastIndex(where: { !$0.isBlank }) else { return start.prefix(0) }
    return start[...end]
  }

  /// Whether the text begins with a date, as `2002-02-21` or `Thu Feb 21`.
  fileprivate var isDate: Bool {
    let head = Array(prefix(10))
    guard head.count == 10 else { return false }
    if head[4] == 0x2D, head[7] == 0x2D {
      return head[..<4].allSatisfy(\.isDigit) && head[5].isDigit && head[8].isDigit
    }
    return ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "].contains { head.starts(with: $0.utf8) }
  }
}
