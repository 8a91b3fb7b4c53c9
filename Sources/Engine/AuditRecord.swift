public import HookModel
internal import JSON
internal import OS

/// What the audit keeps of one event. Content of files is never part of it; text is bounded, and redacted on its way out.
public struct AuditRecord: Sendable {
  /// When it happened, in milliseconds since 1970.
  public var milliseconds: Int
  /// The record's own id.
  public var id: String
  /// Where the call may have a twin of the same id: from when on, in milliseconds since 1970 (nil where no other call ever
  /// has the id), and whether the agent's configuration makes it call more than once for one action.
  var twin: (since: Int?, isExpected: @Sendable () -> Bool)?
  /// The dialect's name.
  public var agent: String
  /// The event's canonical name.
  public var event: String
  /// The agent's id of the session.
  public var session: String?
  /// Where the agent keeps its transcript.
  public var transcriptPath: String?
  /// The directory in which the agent works.
  public var cwd: String?
  /// The tool's name.
  public var tool: String?
  /// The script of a shell tool, as the agent wrote it.
  public var script: String?
  /// The directory that a shell tool's call names for its script.
  public var scriptDirectory: String?
  /// What the call would do.
  public var effects: [Effect]
  /// The answer.
  public var verdict: Verdict
  /// The policies' answers.
  public var rulings: [Ruling]
  /// Why the session ended.
  public var reason: String?
  /// Whether text was added for the model.
  public var context: Bool
  /// The session's figures, in the record of its end.
  public var totals: SessionTotals?
  /// What could not be read or written of the state.
  public var trouble: [String] = []
  /// How long the hook took.
  public var durationMicroseconds: Int
  /// The version of this program.
  public var version: String

  /// Creates the record of an event, with the present time and an id of its own.
  public init(
    of event: Event, effects: [Effect] = [], verdict: Verdict, rulings: [Ruling] = [], context: Bool = false,
    durationMicroseconds: Int = 0, version: String
  ) {
    milliseconds = Clock.milliseconds()
    id = AuditRecord.newID()
    agent = event.agent
    self.event = event.canonicalName
    session = event.session
    transcriptPath = event.transcriptPath
    cwd = event.cwd
    tool = event.tool?.name
    if case .shell(let text, let directory)? = event.tool?.action {
      script = text
      scriptDirectory = directory
    }
    self.effects = effects
    self.verdict = verdict
    self.rulings = rulings
    reason = event.reason
    self.context = context
    self.durationMicroseconds = durationMicroseconds
    self.version = version
  }

  /// Creates a record from its parts.
  public init(
    milliseconds: Int, id: String = AuditRecord.newID(), agent: String, event: String, session: String? = nil,
    verdict: Verdict = .allow, version: String
  ) {
    self.milliseconds = milliseconds
    self.id = id
    self.agent = agent
    self.event = event
    self.session = session
    self.verdict = verdict
    self.version = version
    effects = []
    rulings = []
    context = false
    durationMicroseconds = 0
  }

  /// An id that no other record has: 16 hexadecimal digits.
  public static func newID() -> String { Hexadecimal.random() }

  /// The most that one text field holds, in bytes.
  static let textLimit = 4096
  /// The most effects, and the most rulings, that one record holds.
  static let listLimit = 50
}

/// What the log itself has to say in a record.
struct AuditRepair: Sendable, Equatable {
  /// How many bytes of an unfinished line were cut off before this record.
  var recovered = 0
  /// How many records before this one could not be written.
  var lost = 0
  /// The hash of the last record in the file of the day before, in a file's first record.
  var before: String?
}

extension AuditRecord {
  /// The record as one line, hashed and chained to the line before it; with the newline.
  func line(after previous: String, repair: AuditRepair, redaction: Redaction) -> (bytes: [UInt8], hash: String) {
    var fields = RecordWriter(redaction: redaction)
    fields.begin()
    fields.number("v", 1)
    fields.plain("time", Clock.rfc3339(milliseconds))
    fields.plain("id", id)
    fields.plain("agent", agent)
    fields.text("event", event)
    fields.text("session", session)
    fields.text("transcript_path", transcriptPath)
    fields.text("cwd", cwd)
    fields.text("tool", tool)
    if let script { fields.text("script", script) }
    if let scriptDirectory { fields.text("script_cwd", scriptDirectory) }
    fields.key("effects")
    fields.list(effects) { (fields, effect) in fields.effect(effect) }
    if effects.count > AuditRecord.listLimit { fields.number("effects_total", effects.count) }
    fields.plain("verdict", verdict.word)
    fields.key("rulings")
    fields.list(rulings) { (fields, ruling) in fields.ruling(ruling) }
    if let reason { fields.text("reason", reason) }
    if let totals { fields.totals(totals) }
    if !trouble.isEmpty { fields.text("trouble", trouble.joined(separator: "; ")) }
    fields.flag("context", context)
    fields.number("duration_us", durationMicroseconds)
    fields.plain("taffrail", version)
    if repair.recovered > 0 { fields.number("recovered", repair.recovered) }
    if repair.lost > 0 { fields.number("lost", repair.lost) }
    if let before = repair.before { fields.plain("before", before) }
    fields.plain("prev", previous)
    fields.end()
    let hash = Digest.hexadecimal(of: fields.bytes)
    fields.bytes.removeLast()
    fields.plain("hash", hash)
    fields.end()
    fields.bytes.append(UInt8(ascii: "\n"))
    return (fields.bytes, hash)
  }
}

/// Writes the fields of a record straight into bytes; a tree of values first would cost more than all the rest.
private struct RecordWriter {
  var bytes: [UInt8] = []
  private let redaction: Redaction
  private var needsComma = false

  init(redaction: Redaction) {
    self.redaction = redaction
    bytes.reserveCapacity(1024)
  }

  mutating func begin() {
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
  }

  mutating func end() {
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  mutating func key(_ name: String) {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
    // The names are our own, and have nothing to escape.
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  mutating func number(_ name: String, _ value: Int) {
    key(name)
    JSONWriter.append(value, to: &bytes)
  }

  mutating func flag(_ name: String, _ value: Bool) {
    key(name)
    JSONWriter.append(value, to: &bytes)
  }

  /// A text of our own, in which no secret can be.
  mutating func plain(_ name: String, _ value: String) {
    key(name)
    JSONWriter.append(value, to: &bytes)
  }

  /// A text from outside.
  mutating func text(_ name: String, _ value: String?) {
    key(name)
    guard let value else {
      bytes.append(contentsOf: "null".utf8)
      return
    }
    // Cut after redacting: half a token would not be known for one. What is far beyond the limit is not looked at.
    let looked = value.utf8.count > 4 * AuditRecord.textLimit ? Bounded.prefix(value, 4 * AuditRecord.textLimit) : value
    let clean = redaction.redact(looked)
    if clean.utf8.count <= AuditRecord.textLimit, looked.utf8.count == value.utf8.count {
      JSONWriter.append(clean, to: &bytes)
    } else {
      JSONWriter.append(Bounded.prefix(clean, AuditRecord.textLimit) + "…", to: &bytes)
    }
  }

  mutating func list<Element>(_ elements: [Element], _ write: (inout RecordWriter, Element) -> Void) {
    bytes.append(UInt8(ascii: "["))
    needsComma = false
    for element in elements.prefix(AuditRecord.listLimit) {
      if needsComma { bytes.append(UInt8(ascii: ",")) }
      write(&self, element)
    }
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  mutating func effect(_ effect: Effect) {
    begin()
    switch effect.action {
    case .run(let command):
      plain("effect", "run")
      text("command", command.commandLine)
      text("cwd", command.directory)
    case .write(let file, let kind, _):
      plain("effect", "write")
      target(file)
      plain("kind", kind.rawValue)
    case .read(let file, let use):
      plain("effect", "read")
      target(file)
      plain("use", use.rawValue)
    case .delete(let file, let isRecursive):
      plain("effect", "delete")
      target(file)
      flag("recursive", isRecursive)
    case .execute(let source, let program):
      plain("effect", "execute")
      plain("source", source.rawValue)
      text("by", program)
    case .fetch(let url):
      plain("effect", "fetch")
      text("url", url)
    case .mcp(let server, let tool, let arguments):
      plain("effect", "mcp")
      text("server", server)
      text("tool", tool)
      text("arguments", JSONWriter.compact(arguments))
    case .tool(let name, let arguments):
      plain("effect", "tool")
      text("tool", name)
      text("arguments", JSONWriter.compact(arguments))
    case .prompt(let prompt):
      plain("effect", "prompt")
      text("text", prompt)
    }
    if effect.certainty != .certain { plain("certainty", effect.certainty == .possible ? "possible" : "unknown") }
    if !effect.origin.through.isEmpty { text("through", effect.origin.through.joined(separator: ", ")) }
    end()
  }

  private mutating func target(_ file: Target) {
    text("path", file.path)
    if file.path == nil {
      text("spelling", file.spelling)
      text("unknown", file.unknown)
    }
  }

  mutating func ruling(_ ruling: Ruling) {
    begin()
    plain("policy", ruling.policy)
    text("rule", ruling.rule)
    plain("verdict", ruling.verdict.word)
    if ruling.isObserved { flag("observed", true) }
    if let reason = ruling.reason { text("reason", "\(reason.what): \(reason.why)") }
    for case .gateRan(let result) in ruling.changes { plain("gate_run", result.passed ? "passed" : "failed") }
    end()
  }

  mutating func totals(_ totals: SessionTotals) {
    key("totals")
    begin()
    number("events", totals.events)
    number("edits", totals.edits)
    number("commands", totals.commands)
    number("refusals", totals.refusals)
    number("questions", totals.questions)
    number("gate_runs", totals.gateRuns)
    number("hook_us", totals.hookMicroseconds)
    end()
  }
}

/// Text within bounds.
enum Bounded {
  /// At most `limit` bytes from the start, ending between two characters.
  static func prefix(_ text: String, _ limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: limit)
    while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
    return String(text[..<end])
  }
}
