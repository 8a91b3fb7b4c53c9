public import HookModel
internal import OS

/// Why a record could not be written.
public struct AuditFailure: Error, Sendable, Equatable {
  /// What failed and how to mend it.
  public var reason: Reason

  init(_ error: OSError, folder: String) {
    reason = Reason(
      what: "the audit record was not written", why: "\(error)",
      fix: "make \(folder) a folder that you own and can write to, with space on its disk")
  }

  /// As the engine folds it.
  public var failure: Failure { Failure(stage: "audit", reason: reason) }
}

/// The audit: one file a day, one line a record, each line chained to the one before it by its hash.
public struct AuditLog: Sendable {
  /// The folder of the day files.
  public let folder: String
  /// For how many days files are kept.
  public let keptDays: Int
  private let redaction: Redaction
  private let store: StateStore?

  /// Creates a log; nothing is touched before the first record.
  ///
  /// - Parameters:
  ///   - folder: The folder of the day files, absolute.
  ///   - store: The state folder in which it lies, if it does; that has to be in order, too.
  public init(folder: String, keptDays: Int = 90, redaction: Redaction = Redaction(), store: StateStore? = nil) {
    self.folder = folder
    self.keptDays = keptDays
    self.redaction = redaction
    self.store = store
  }

  /// Appends a record, safe beside any number of other processes. A failure leaves the file as it was; the record is then
  /// counted, and the next one that can be written says how many are missing.
  ///
  /// - Parameter survivesPowerLoss: whether it is on the disk once this returns.
  public func append(_ record: AuditRecord, survivesPowerLoss: Bool = false) throws(AuditFailure) {
    var isWritten = false
    do throws(OSError) {
      try write(record, survivesPowerLoss, &isWritten)
    } catch {
      if !isWritten { countLost() }
      throw AuditFailure(error, folder: folder)
    }
  }

  private var lostPath: String { "\(folder)/.lost" }

  private func write(
    _ record: AuditRecord, _ survivesPowerLoss: Bool, _ isWritten: inout Bool
  ) throws(OSError) {
    let path = "\(folder)/\(Clock.date(record.milliseconds)).jsonl"
    try checkFolder()
    for _ in 0..<3 {
      let file = try OpenFile(path, for: .append(mode: 0o600))
      try file.lock(seconds: 2)
      let status = try file.status()
      guard status.kind == .file else {
        throw OSError(code: 0, call: "open", path: path, note: "not a regular file")
      }
      // Whoever held the lock may have deleted the file as too old.
      if status.links == 0 { continue }
      if try hasTwin(of: record, in: file, size: status.size) {
        isWritten = true
        return
      }
      try append(record, to: file, size: status.size)
      isWritten = true
      if survivesPowerLoss { try file.sync() }
      if status.size == 0 { prune(before: record.milliseconds) }
      return
    }
    throw OSError(code: 0, call: "open", path: path, note: "deleted again and again")
  }

  /// Whether the end of the file has the record of the same action: an agent that finds two hooks of ours calls both at
  /// once, and one line is enough.
  private func hasTwin(of record: AuditRecord, in file: borrowing OpenFile, size: Int) throws(OSError) -> Bool {
    guard let twin = record.twin, size > 0 else { return false }
    let count = min(size, 8192)
    let bytes = try file.read(at: size - count, count: count)
    let key = Array("\",\"id\":\"\(record.id)\"".utf8)
    let time = Array(Clock.rfc3339(twin.since ?? 0).utf8)
    guard bytes.count >= key.count + time.count else { return false }
    var index = bytes.count - key.count
    while index >= time.count {
      if bytes[index] == key[0], bytes[index..<index + key.count].elementsEqual(key) {
        return !bytes[index - time.count..<index].lexicographicallyPrecedes(time) && twin.isExpected()
      }
      index -= 1
    }
    return false
  }

  private func append(_ record: AuditRecord, to file: borrowing OpenFile, size: Int) throws(OSError) {
    let tail = size == 0 ? AuditTail(previous: AuditTail.genesis) : try AuditTail(of: file, size: size)
    let start = size - tail.unfinished
    if tail.unfinished > 0 { try file.truncate(to: start) }
    let lost = takeLost()
    let before = start == 0 ? lastHash(before: file.path) : nil
    let repair = AuditRepair(recovered: tail.unfinished, lost: lost, before: before)
    var bytes = record.line(after: tail.previous, repair: repair, redaction: redaction).bytes
    if tail.lacksNewline { bytes.insert(UInt8(ascii: "\n"), at: 0) }
    do throws(OSError) {
      try file.append(bytes)
    } catch {
      try? file.truncate(to: start)
      if lost > 0 { try? File.append(lostPath, [UInt8](repeating: UInt8(ascii: "x"), count: lost)) }
      throw error
    }
  }

  /// The folder has to be a real one: a link that came with a repository would have us write elsewhere.
  private func checkFolder() throws(OSError) {
    do throws(StateError) {
      try store?.prepare()
    } catch {
      throw OSError(code: 0, call: "open", path: folder, note: error.reason.why)
    }
    do throws(OSError) {
      let status = try File.status(of: folder)
      if status.kind != .folder {
        throw OSError(
          code: 0, call: "open", path: folder, note: "a \(status.kind) stands where the audit's folder should be")
      }
    } catch  where error.isMissing {
      try File.makeFolders(folder, mode: 0o700)
    }
  }

  // MARK: Gaps

  /// Best effort: where not even a byte can be added, the failure that is returned is all there is.
  private func countLost() {
    do throws(OSError) {
      try checkFolder()
      try File.append(lostPath, [UInt8(ascii: "x")])
    } catch {}
  }

  /// How many records could not be written since the last one that was; they are then no longer counted.
  private func takeLost() -> Int {
    guard File.kind(of: lostPath) == .file else { return 0 }
    // Renamed first, so that a loss counted meanwhile by another process starts a count of its own.
    let taken = "\(lostPath)-\(Surroundings.processNumber)"
    guard (try? File.rename(lostPath, to: taken)) != nil else { return 0 }
    let count = (try? File.status(of: taken).size) ?? 0
    try? File.delete(taken)
    return count
  }

  // MARK: Day files

  /// A day's first record names the last one of the day before, so that lines cut from a file's end show.
  private func lastHash(before path: String) -> String? {
    let name = Path.name(of: path)
    let files = (try? AuditLog.dayFiles(in: folder)) ?? []
    guard let before = files.last(where: { $0.utf8.lexicographicallyPrecedes(name.utf8) }) else { return nil }
    do throws(OSError) {
      let file = try OpenFile("\(folder)/\(before)", for: .read)
      let size = try file.status().size
      return size == 0 ? nil : try AuditTail(of: file, size: size).previous
    } catch { return nil }
  }

  /// The names of the day files, oldest first.
  static func dayFiles(in folder: String) throws(OSError) -> [String] {
    try File.names(in: folder).filter { $0.utf8.count == 16 && $0.hasSuffix(".jsonl") }
  }

  private func prune(before milliseconds: Int) {
    let oldest = "\(Clock.date(milliseconds - keptDays * 86_400_000)).jsonl"
    for name in (try? AuditLog.dayFiles(in: folder)) ?? [] where name.utf8.lexicographicallyPrecedes(oldest.utf8) {
      try? File.delete("\(folder)/\(name)")
    }
  }
}

/// The end of a day file: what the next record is chained to, and what has to be mended before it.
struct AuditTail {
  /// What the first record of all is chained to.
  static let genesis = String(repeating: "0", count: 64)

  /// The hash of the last whole line.
  var previous: String
  /// How many bytes after it belong to a line that was never finished.
  var unfinished = 0
  /// Whether the last line is whole and only its newline is missing, as some editors leave it.
  var lacksNewline = false

  init(previous: String) { self.previous = previous }

  /// Reads the end of a file, which is not empty; more of it only where the last line does not end as ours do.
  init(of file: borrowing OpenFile, size: Int) throws(OSError) {
    let short = try file.read(at: max(0, size - 128), count: min(size, 128))
    if short.last == UInt8(ascii: "\n"), let hash = AuditLine.hash(of: short.dropLast()) {
      previous = hash
      return
    }
    let tail = try AuditTail.lastTwoLines(of: file, size: size)
    let pieces = tail.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let last = pieces.last ?? []
    if last.isEmpty {
      previous = AuditLine.chainHash(of: pieces.dropLast().last ?? [])
    } else if AuditLine.isWhole(last) {
      previous = AuditLine.chainHash(of: last)
      lacksNewline = true
    } else {
      previous = pieces.count > 1 ? AuditLine.chainHash(of: pieces[pieces.count - 2]) : AuditTail.genesis
      unfinished = last.count
    }
  }

  /// The end of the file from the start of its last line but one on.
  private static func lastTwoLines(of file: borrowing OpenFile, size: Int) throws(OSError) -> [UInt8] {
    var length = 8192
    while true {
      let count = min(size, length)
      let bytes = try file.read(at: size - count, count: count)
      let breaks = bytes.reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
      if count == size { return bytes }
      if breaks > 2, let first = bytes.firstIndex(of: UInt8(ascii: "\n")) { return Array(bytes[(first + 1)...]) }
      length *= 4
    }
  }
}

/// The shape of a line: `…,"prev":"64 digits","hash":"64 digits"}`.
enum AuditLine {
  private static let hashKey = Array(",\"hash\":\"".utf8)
  private static let previousKey = Array(",\"prev\":\"".utf8)

  /// The hash that stands at the end of a line.
  static func hash(of line: ArraySlice<UInt8>) -> String? {
    guard line.suffix(2).elementsEqual("\"}".utf8) else { return nil }
    return digits(in: line.dropLast(2), after: hashKey)
  }

  /// The hash of the line before, as a line has it.
  static func previous(of line: ArraySlice<UInt8>) -> String? {
    let rest = line.dropLast(2 + 64 + hashKey.count)
    guard rest.last == UInt8(ascii: "\"") else { return nil }
    return digits(in: rest.dropLast(), after: previousKey)
  }

  private static func digits(in text: ArraySlice<UInt8>, after key: [UInt8]) -> String? {
    let digits = text.suffix(64)
    guard digits.count == 64, text.dropLast(64).suffix(key.count).elementsEqual(key),
      digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Whether a line's hash is that of its other fields.
  static func isWhole(_ line: ArraySlice<UInt8>) -> Bool {
    guard let hash = hash(of: line) else { return false }
    var digest = Digest()
    digest.update(line.dropLast(2 + 64 + hashKey.count))
    digest.update("}")
    return digest.hexadecimal() == hash
  }

  /// What the next line is chained to: the line's own hash, or that of its bytes where it has none.
  static func chainHash(of line: ArraySlice<UInt8>) -> String {
    hash(of: line) ?? Digest.hexadecimal(of: Array(line))
  }
}
