internal import JSON
internal import OS

/// Something in the audit that is not as it was written.
public struct AuditProblem: Sendable, Equatable {
  /// The name of the file.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// What is wrong.
  public var message: String
}

/// What looking through the audit showed.
public struct AuditVerification: Sendable {
  /// How many files were looked through.
  public var files = 0
  /// How many records are as they were written.
  public var records = 0
  /// What is wrong.
  public var problems: [AuditProblem] = []
  /// What is not wrong but worth knowing: unfinished lines that were cut off, records that could not be written.
  public var notes: [AuditProblem] = []
  /// Creates the result of a look at nothing.
  public init() {}

  /// Whether nothing is wrong.
  public var isIntact: Bool { problems.isEmpty }
}

extension AuditReader {
  /// Looks through every file for lines that were edited, removed, put elsewhere or cut short.
  public func verify() throws(AuditFailure) -> AuditVerification {
    var result = AuditVerification()
    var before: Set<String>?
    for name in try files() {
      var file = FileVerification(name: name, hashesBefore: before)
      do throws(OSError) { try file.run(folder) } catch { throw AuditFailure(reading: error) }
      result.files += 1
      result.records += file.records
      result.problems += file.problems
      result.notes += file.notes
      before = file.hashes
    }
    return result
  }
}

/// The look through one file.
private struct FileVerification {
  let name: String
  /// The hashes of the file before this one; nil where there is none any more.
  let hashesBefore: Set<String>?
  var records = 0
  var problems: [AuditProblem] = []
  var notes: [AuditProblem] = []
  var hashes: Set<String> = []
  private var line = 0
  private var expected: String?

  init(name: String, hashesBefore: Set<String>?) {
    self.name = name
    self.hashesBefore = hashesBefore
  }

  mutating func run(_ folder: String) throws(OSError) {
    let file = try OpenFile("\(folder)/\(name)", for: .read)
    var lines = LineReader()
    while let bytes = try lines.next(from: file) {
      line += 1
      check(bytes[...])
    }
    if !lines.unfinished.isEmpty {
      line += 1
      // The next record mends it and says so; until then it may also be a line that is just being written.
      if AuditLine.isWhole(lines.unfinished) {
        check(lines.unfinished)
      } else {
        problem("the last line is not finished (\(lines.unfinished.count) bytes)")
      }
    }
  }

  private mutating func check(_ bytes: ArraySlice<UInt8>) {
    let hash = AuditLine.chainHash(of: bytes)
    defer {
      expected = hash
      hashes.insert(hash)
    }
    guard let previous = AuditLine.previous(of: bytes), AuditLine.hash(of: bytes) != nil else {
      problem(bytes.isEmpty ? "an empty line was put in" : "the line is no record, or was cut short")
      return
    }
    guard AuditLine.isWhole(bytes) else {
      problem("the line was edited: its hash is not that of its fields")
      return
    }
    if !isChained(previous) { return }
    records += 1
    guard let value = try? JSONParser.parse(Array(bytes)) else { return }
    checkFileBefore(value["before"]?.string)
    if let count = value["recovered"]?.integer { note("an unfinished line of \(count) bytes before it was cut off") }
    if let count = value["lost"]?.integer { note("\(count) records before it could not be written") }
  }

  private mutating func isChained(_ previous: String) -> Bool {
    if let expected {
      if previous == expected { return true }
      problem(
        hashes.contains(previous)
          ? "the line does not follow the one before it: lines were put elsewhere, or doubled"
          : "a line before it was removed, edited or put elsewhere")
      return false
    }
    if previous == AuditTail.genesis { return true }
    problem("lines before it were removed")
    return false
  }

  private mutating func checkFileBefore(_ hash: String?) {
    guard let hash, let hashesBefore else { return }
    // A record of a few milliseconds before midnight may come after the next day's first, so any line of that file will
    // do: where lines were cut from its end, the one that is named is no longer there.
    if !hashesBefore.contains(hash) { problem("lines were removed from the end of the file before") }
  }

  private mutating func problem(_ message: String) {
    problems.append(AuditProblem(file: name, line: line, message: message))
  }

  private mutating func note(_ message: String) {
    notes.append(AuditProblem(file: name, line: line, message: message))
  }
}
