public import HookModel
public import JSON
internal import OS
internal import Patterns

/// One line of the audit.
public struct AuditEntry: Sendable {
  /// The name of its file.
  public var file: String
  /// Its line in the file, from 1.
  public var line: Int
  /// The line, without its newline.
  public var bytes: [UInt8]
  /// What it says; nil where it is no JSON object.
  public var value: JSONValue?
}

/// Which records are wanted; what is nil filters nothing.
public struct AuditFilter: Sendable {
  /// Only from this moment on, in milliseconds since 1970.
  public var since: Int?
  /// Only these verdicts.
  public var verdicts: Set<Verdict> = []
  /// Only where a ruling that asks, denies or observes is by this rule or policy; `*` stands for any text.
  public var rule: String?
  /// Only sessions whose id begins so.
  public var session: String?
  /// Only this agent.
  public var agent: String?
  /// Only this event, by its canonical name.
  public var event: String?
  /// Only where an effect is about such a path; `*` stands for any text, slashes included.
  public var path: String?
  /// Only lines that contain this text, in any case.
  public var text: String?

  /// Creates a filter that lets everything through.
  public init() {}

  func accepts(_ entry: AuditEntry) -> Bool {
    if let text, !AuditFilter.contains(entry.bytes, Array(text.utf8)) { return false }
    guard let value = entry.value else { return since == nil && verdicts.isEmpty && !hasFieldFilter }
    if let since {
      guard let time = value["time"]?.string.flatMap({ Clock.milliseconds(from: $0) }), time >= since else {
        return false
      }
    }
    if !verdicts.isEmpty {
      guard let verdict = value["verdict"]?.string.flatMap(Verdict.init(word:)), verdicts.contains(verdict) else {
        return false
      }
    }
    if let session {
      guard let own = value["session"]?.string, own.utf8.starts(with: session.utf8) else { return false }
    }
    if let agent, value["agent"]?.string != agent { return false }
    if let event, value["event"]?.string != event { return false }
    if let rule, !AuditFilter.rulings(value).contains(where: { AuditFilter.isAbout($0, rule) }) { return false }
    if let path {
      let paths = (value["effects"]?.array ?? []).compactMap { $0["path"]?.string }
      let globs = [Glob(path), Glob("*/" + path)]
      if !paths.contains(where: { path in globs.contains { $0.matches(path) } }) { return false }
    }
    return true
  }

  private var hasFieldFilter: Bool { rule != nil || session != nil || agent != nil || event != nil || path != nil }

  private static func rulings(_ value: JSONValue) -> [JSONValue] {
    (value["rulings"]?.array ?? []).filter { $0["verdict"]?.string != "allow" || $0["observed"]?.bool == true }
  }

  private static func isAbout(_ ruling: JSONValue, _ rule: String) -> Bool {
    let glob = Glob(rule)
    return [ruling["rule"]?.string, ruling["policy"]?.string].contains { $0.map(glob.matches) ?? false }
  }

  private static func contains(_ bytes: [UInt8], _ text: [UInt8]) -> Bool {
    func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
    guard let first = text.first.map(lower) else { return true }
    guard bytes.count >= text.count else { return false }
    for start in 0...(bytes.count - text.count) where lower(bytes[start]) == first {
      if (1..<text.count).allSatisfy({ lower(bytes[start + $0]) == lower(text[$0]) }) { return true }
    }
    return false
  }
}

/// Reads the audit, a piece at a time.
public struct AuditReader: Sendable {
  /// The folder of the day files.
  public let folder: String

  /// Creates a reader.
  public init(folder: String) { self.folder = folder }

  /// The names of the day files, oldest first; none where there is no audit yet.
  public func files() throws(AuditFailure) -> [String] {
    do throws(OSError) { return try AuditLog.dayFiles(in: folder) } catch  where error.isMissing { return [] } catch {
      throw AuditFailure(reading: error)
    }
  }

  /// Hands every record that is wanted to `body`, oldest first, until that returns false.
  ///
  /// - Returns: where reading ended, from which `follow` goes on.
  @discardableResult
  public func read(
    _ filter: AuditFilter = AuditFilter(), _ body: (AuditEntry) -> Bool
  ) throws(AuditFailure) -> AuditPosition {
    // A day's file is passed over without being opened when all of it is too old.
    let first = filter.since.map { "\(Clock.date($0)).jsonl" }
    var position = AuditPosition()
    for file in try files() {
      if let first, file.utf8.lexicographicallyPrecedes(first.utf8) { continue }
      position = AuditPosition(file: file)
      if try !read(&position, filter, body) { break }
    }
    return position
  }

  /// Hands what is appended from now on to `body` as well, the next day's file included, until that returns false or
  /// `isDone` says so; both are asked about four times a second.
  public func follow(
    from position: AuditPosition, _ filter: AuditFilter = AuditFilter(), isDone: () -> Bool = { false },
    _ body: (AuditEntry) -> Bool
  ) throws(AuditFailure) {
    var position = position
    while !isDone() {
      let files = try files()
      // Lines are added to the old file until shortly after midnight, so it is read to its end once more.
      if files.contains(position.file), try !read(&position, filter, body) { return }
      if let next = files.first(where: { position.file.utf8.lexicographicallyPrecedes($0.utf8) }) {
        position = AuditPosition(file: next)
        continue
      }
      Clock.sleep(milliseconds: 250)
    }
  }

  /// Reads one file from a position to its end; a line that is not finished is left for the next time.
  private func read(
    _ position: inout AuditPosition, _ filter: AuditFilter, _ body: (AuditEntry) -> Bool
  ) throws(AuditFailure) -> Bool {
    do throws(OSError) {
      let file = try OpenFile("\(folder)/\(position.file)", for: .read)
      let size = try file.status().size
      // A file that became shorter was mended or replaced.
      if size < position.offset { position = AuditPosition(file: position.file) }
      var lines = LineReader(offset: position.offset)
      while let line = try lines.next(from: file) {
        position.offset = lines.offset
        position.line += 1
        let value = try? JSONParser.parse(line)
        let entry = AuditEntry(
          file: position.file, line: position.line, bytes: line, value: value?.members == nil ? nil : value)
        if filter.accepts(entry), !body(entry) { return false }
      }
      return true
    } catch  where error.isMissing { return true } catch { throw AuditFailure(reading: error) }
  }
}

/// A place in the audit.
public struct AuditPosition: Sendable, Equatable {
  /// The name of the day file; empty before the first.
  public var file = ""
  /// How many bytes of it were read.
  public var offset = 0
  /// How many lines of it were read.
  public var line = 0
}

/// Lines of an open file, read in large pieces.
struct LineReader {
  /// Where the line begins that comes next.
  private(set) var offset: Int
  private var buffer: [UInt8] = []
  private var start = 0
  /// How far the buffer was looked through for a newline.
  private var looked = 0
  private var isAtEnd = false

  init(offset: Int = 0) { self.offset = offset }

  /// What follows the last newline once `next` returned nil.
  var unfinished: ArraySlice<UInt8> { buffer[start...] }

  /// The next line that has its newline, without it; nil at the end.
  mutating func next(from file: borrowing OpenFile) throws(OSError) -> [UInt8]? {
    while true {
      if let end = buffer[looked...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(buffer[start..<end])
        start = end + 1
        looked = start
        offset += line.count + 1
        return line
      }
      looked = buffer.count
      if isAtEnd { return nil }
      let size = 262_144
      let piece = try file.read(at: offset + buffer.count - start, count: size)
      isAtEnd = piece.count < size
      buffer.removeFirst(start)
      looked -= start
      start = 0
      buffer += piece
    }
  }
}

extension AuditFailure {
  init(reading error: OSError) {
    reason = Reason(
      what: "the audit could not be read", why: "\(error)", fix: "make the audit's folder readable for you")
  }
}
