import HookModel
import ShellSyntax

/// Walks a script as the shell would, without running anything, and notes what it would do.
///
/// Every branch that could run is walked. Where branches leave different values behind, a variable has several values, and a
/// command that uses it is tried with each. One evaluation is one object, used by one thread and then thrown away.
final class ShellEvaluator {
  let facts: any Facts
  let bounds: ShellBounds
  var state: ShellState
  var context: Context
  var effects: [Effect] = []
  var unjudged: [Reason] = []
  /// What the holes stand for, by number.
  var unknowns: [Unknown] = []
  /// Which of several values each variable has in the try that is being made.
  var choices: [Choice] = []
  /// The functions that have been entered.
  var calls: [Call] = []
  /// The text that is being walked, for what people are shown.
  var source = ""
  /// The simple command that is being run.
  var origin = Effect.Origin(text: "")
  /// What the call itself has used of the bounds, and what the files have that stood there before.
  private var usage = Usage()
  private var usageInFiles = Usage()
  /// The number of each unknown by what it is.
  private var unknownNumbers = NameMap()
  /// How many files were read.
  var filesRead = 0
  /// How the last pipeline ended.
  var status = Status.either
  /// Where the shell is if the last pipeline failed, where that differs.
  var placesOnFailure: [Place]?
  private var lastVersion = 0
  /// The state that a condition leaves behind when it does not hold.
  var failure: ShellState?
  /// The number of the next `/dev/fd` name.
  var nextDescriptor = 63
  /// Output process substitutions that wait for what the command prints.
  var outputProcesses: [(path: String, script: Script, source: String)] = []
  /// The files whose code is being walked, so that none is walked inside itself.
  var openFiles: [String] = []
  /// The aliases that are being replaced; POSIX 2.3.1 replaces none in itself.
  var aliasesInUse: [String] = []
  /// How many further values may be picked in this try; nil for any number.
  var tries: Int?
  /// The variables that each function entered has made its own, with what they were before.
  var locals: [[String: Variable?]] = []

  /// What is true for all that is walked inside.
  struct Context {
    var certainty = Certainty.certain
    /// The wrappers and carriers that were gone through, outermost first.
    var through: [String] = []
    /// Whether spans are of the script of the tool call.
    var isDirect = true
    var isRemote = false
    /// Whether it is read from a file that stood there before, whose unknown parts raise no question.
    var isFromFile = false
    /// How deep in carried code it is.
    var depth = 0
    /// Whether somebody wants to know what is printed.
    var captures = false
    /// Whether it runs in the background or in a pipeline.
    var isConcurrent = false
  }

  /// One of several values of one thing.
  struct Choice {
    var name: String
    var index: Int
    var count: Int
  }

  /// A function that has been entered.
  struct Call {
    var name: String
    /// Whether that happened in the background or in a pipeline.
    var isConcurrent: Bool
  }

  /// How a command ends.
  enum Status {
    case succeeds
    case fails
    case either
  }

  /// What is printed where nobody wants to know.
  static let nothing = [""]

  init(directory: String?, facts: any Facts, bounds: ShellBounds, origin: Effect.Origin) {
    self.facts = facts
    self.bounds = bounds
    self.origin = origin
    context = Context()
    context.through = origin.through
    state = ShellState(places: [Place(path: directory.map(Paths.clean))])
  }

  // MARK: notes

  /// Marks the state as another one than before.
  func changed() { state.version = newVersion() }

  /// A number that no state has had.
  func newVersion() -> Int {
    lastVersion += 1
    return lastVersion
  }

  /// What has been used of the bounds.
  struct Usage {
    /// How many simple commands were walked.
    var steps = 0
    /// How many bytes the expansions have made.
    var expandedBytes = 0
    /// Whether either was too much, so that nothing further is walked.
    var isExhausted = false
  }

  /// Whether nothing further is walked here.
  var isExhausted: Bool { context.isFromFile ? usageInFiles.isExhausted : usage.isExhausted }

  /// Counts text that is made. Values grow out of each other, so that a short script can ask for any amount of it.
  func charge(_ bytes: Int) {
    if context.isFromFile {
      usageInFiles.expandedBytes += bytes
      if usageInFiles.expandedBytes > bounds.expandedBytes { usageInFiles.isExhausted = true }
      return
    }
    usage.expandedBytes += bytes
    if usage.expandedBytes > bounds.expandedBytes, !usage.isExhausted {
      usage.isExhausted = true
      refuse(
        "this command makes too much text to be judged",
        why: "its expansions make more than \(bounds.expandedBytes) bytes",
        fix: "use shorter lists and values, or put the work into a script file")
    }
  }

  /// Counts a simple command; false where it is one too many.
  func step() -> Bool {
    if context.isFromFile {
      usageInFiles.steps += 1
      if usageInFiles.steps > bounds.steps { usageInFiles.isExhausted = true }
      return !usageInFiles.isExhausted
    }
    usage.steps += 1
    if usage.steps > bounds.steps, !usage.isExhausted {
      usage.isExhausted = true
      refuse(
        "this command runs too many commands to be judged", why: "it would run more than \(bounds.steps)",
        fix: "use fewer turns in its loops, or put them into several commands")
    }
    return !usage.isExhausted
  }

  /// Notes that something could not be judged.
  func refuse(_ what: String, why: String, fix: String) {
    if context.isFromFile { return }
    let reason = Reason(what: what, why: why, fix: fix)
    if !unjudged.contains(reason) { unjudged.append(reason) }
  }

  /// Notes an effect of the simple command that is being run.
  func add(_ action: Effect.Action, _ certainty: Certainty = .certain) {
    if effects.count >= bounds.effects {
      refuse(
        "this command does too much to be judged", why: "it would have more than \(bounds.effects) effects",
        fix: "split it into several commands, or name a folder instead of single files")
      return
    }
    let certainty = max(certainty, context.certainty)
    guard let action = located(action) else { return }
    if context.isFromFile, isUnknown(action) { return }
    var origin = origin
    origin.through = context.through
    effects.append(Effect(action, certainty: certainty, origin: origin))
  }

  /// Whether an effect is about something unknown; a script file's are dropped.
  private func isUnknown(_ action: Effect.Action) -> Bool {
    switch action {
    case .run(let command): command.program == nil
    case .write(let target, _, _), .read(let target, _), .delete(let target, _): target.path == nil
    case .execute(let source, _): source != .fetched
    case .fetch(let url): url == nil
    case .mcp, .tool, .prompt: false
    }
  }

  /// The text for something unknown.
  func hole(
    _ what: String, _ source: Unknown.Source = .elsewhere, isNonEmpty: Bool = false, isList: Bool = false
  ) -> String {
    let unknown = Unknown(what: what, source: source, isNonEmpty: isNonEmpty, isList: isList)
    let name = isList ? what + "[]" : what
    if case .number(let known)? = unknownNumbers[name], unknowns[known] == unknown { return Hole.text(known) }
    if unknowns.count >= Hole.limit { return Hole.text(Hole.limit) }
    unknowns.append(unknown)
    unknownNumbers[name] = .number(unknowns.count - 1)
    return Hole.text(unknowns.count - 1)
  }

  /// A word that is one unknown value as what any number of words may stand for; any other as it is.
  func asList(_ text: String) -> String {
    guard !unknowns.isEmpty, Hole.isWhole(text), let unknown = firstUnknown(in: text), !unknown.isList else {
      return text
    }
    return hole(unknown.what, unknown.source, isNonEmpty: unknown.isNonEmpty, isList: true)
  }

  /// Whether a list may be longer or shorter than it is.
  func isOpenList(_ elements: some Sequence<String>) -> Bool {
    !unknowns.isEmpty && elements.contains { Hole.isWhole($0) && firstUnknown(in: $0)?.isList == true }
  }

  /// What a hole stands for.
  func unknown(_ number: Int) -> Unknown {
    number >= 0 && number < unknowns.count ? unknowns[number] : Unknown(what: "one of many unknown values")
  }

  /// What the first hole of a text stands for.
  func firstUnknown(in text: String) -> Unknown? {
    if unknowns.isEmpty { return nil }
    for piece in Hole.pieces(of: text) {
      if case .hole(let number) = piece { return unknown(number) }
    }
    return nil
  }

  /// Whether a text has unknown parts.
  func isOpen(_ text: String) -> Bool { !unknowns.isEmpty && Hole.isIn(text) }

  // MARK: lists

  /// Walks a list of statements; returns what it prints.
  func walk(_ script: Script) -> [String] {
    var printed = Self.nothing
    for statement in script.statements {
      if isExhausted { break }
      let more = walk(statement)
      if context.captures { append(more, to: &printed) }
    }
    return printed
  }

  /// Walks a condition; the state is then the one in which it holds, `failure` the one in which it does not.
  func walk(condition script: Script) -> [String] {
    var printed = Self.nothing
    failure = nil
    for (index, statement) in script.statements.enumerated() {
      if isExhausted { break }
      let isLast = index == script.statements.count - 1
      let more = isLast && !statement.isBackground ? walkList(statement, isCondition: true) : walk(statement)
      if context.captures { append(more, to: &printed) }
    }
    return printed
  }

  private func walk(_ statement: Statement) -> [String] {
    if statement.isBackground {
      let printed = inSubshell {
        context.isConcurrent = true
        return walkList(statement)
      }
      status = .succeeds
      return printed
    }
    return walkList(statement)
  }

  /// `a && b || c`. Beside the state in which the list goes on when all went well, it keeps the one that a failure leaves
  /// behind: `cd x && y; z` runs `z` in either folder.
  private func walkList(_ statement: Statement, isCondition: Bool = false) -> [String] {
    var printed = walk(statement.first)
    if statement.rest.isEmpty, !isCondition {
      guard status != .succeeds else {
        placesOnFailure = nil
        return printed
      }
      // As a rule a failure leaves the shell where it is.
      if placesOnFailure != nil, !state.stopsOnError { state = merged(state, stateOnFailure()) }
      placesOnFailure = nil
      if !state.stopsOnError { status = .either }
      return printed
    }
    var failures = StateUnion()
    if status != .succeeds { failures.add(stateOnFailure(), self) }
    // The states that have come through by an earlier side of `||`.
    var goods = StateUnion()
    for link in statement.rest {
      if isExhausted { break }
      switch link.connector {
      case .and:
        if !goods.isEmpty {
          goods.add(state, self)
          state = goods.result(self) ?? state
          goods = StateUnion()
        }
        let more = walk(link.pipeline)
        if context.captures { append(more, to: &printed) }
        if status != .succeeds { failures.add(stateOnFailure(), self) }
      case .or:
        goods.add(state, self)
        let certainty = context.certainty
        context.certainty = max(certainty, status == .fails ? .certain : .possible)
        state = failures.result(self) ?? stateOnFailure()
        failures = StateUnion()
        let more = walk(link.pipeline)
        context.certainty = certainty
        if context.captures { printed = union(printed, joined(printed, more), "what one of several commands prints") }
        if status != .succeeds { failures.add(stateOnFailure(), self) }
      }
    }
    if !goods.isEmpty {
      goods.add(state, self)
      state = goods.result(self) ?? state
    }
    let failed = failures.result(self)
    if isCondition {
      failure = failed ?? stateOnFailure()
      return printed
    }
    placesOnFailure = nil
    if let failed, !state.stopsOnError {
      state = merged(state, failed)
      status = .either
    }
    return printed
  }

  private func stateOnFailure() -> ShellState {
    var failed = state
    if let places = placesOnFailure, places != state.places {
      failed.places = places
      failed.version = newVersion()
    }
    placesOnFailure = nil
    return failed
  }

  // MARK: pipelines

  private func walk(_ pipeline: Pipeline) -> [String] {
    status = .either
    placesOnFailure = nil
    defer {
      if pipeline.isNegated {
        status = status == .succeeds ? .fails : status == .fails ? .succeeds : .either
        if let places = placesOnFailure {
          placesOnFailure = state.places
          state.places = places
          changed()
        }
      }
    }
    guard let first = pipeline.commands.first else {
      status = .succeeds
      return Self.nothing
    }
    if pipeline.commands.count == 1 { return walk(first) }
    let outer = state
    let outerContext = context
    context.isConcurrent = true
    var flow: [String]?
    var stages: [Range<Int>] = []
    let isWanted = matters(pipeline.commands, outerContext)
    for (index, command) in pipeline.commands.enumerated() {
      let isLast = index == pipeline.commands.count - 1
      context.captures = isWanted[index]
      let start = effects.count
      state = outer
      let printed = walk(command, reading: flow ?? outer.input.map { [$0] })
      flow = context.captures || isLast ? printed : [hole("the output of a command")]
      stages.append(start..<effects.count)
    }
    context = outerContext
    for (index, stage) in stages.dropLast().enumerated() { notePipe(from: stage, to: stages[index + 1]) }
    // zsh and ksh run the last command of a pipeline in the shell itself, bash and sh do not.
    state.input = outer.input
    state.hasEnded = outer.hasEnded
    state = merged(outer, state)
    status = .either
    placesOnFailure = nil
    return flow ?? Self.nothing
  }

  /// For each command of a pipeline, whether it matters what it prints: not where plain text filters read it whose own output
  /// matters to nobody.
  private func matters(_ commands: [Command], _ outer: Context) -> [Bool] {
    var matters = [Bool](repeating: outer.captures, count: commands.count)
    for index in commands.indices.dropLast().reversed() {
      matters[index] = isFilter(commands[index + 1]) ? matters[index + 1] : true
    }
    return matters
  }

  private func isFilter(_ reader: Command) -> Bool {
    guard case .simple(let simple) = reader.kind, simple.redirections.isEmpty,
      case .literal(let name)? = simple.words.first?.parts.first, simple.words[0].parts.count == 1
    else { return false }
    switch name {
    case "grep", "egrep", "fgrep", "rg", "head", "tail", "sort", "uniq", "wc", "less", "more", "cut", "column", "nl":
      return true
    default: return false
    }
  }

  /// Walks one stage of a pipeline with each of the texts that it can get.
  private func walk(_ command: Command, reading texts: [String]?) -> [String] {
    guard let texts, texts.count > 1 else {
      state.input = texts?.first
      if texts != nil { changed() }
      return walk(command)
    }
    let start = state
    let certainty = context.certainty
    context.certainty = max(certainty, .possible)
    var ends = StateUnion()
    var printed: [String]?
    for text in texts {
      state = start
      state.input = text
      changed()
      let more = walk(command)
      printed = printed.map { union($0, more, "what one of several commands prints") } ?? more
      ends.add(state, self)
    }
    context.certainty = certainty
    state = ends.result(self) ?? start
    return printed ?? Self.nothing
  }

  /// Notes, on the commands of one stage, who reads what they print.
  private func notePipe(from stage: Range<Int>, to readers: Range<Int>) {
    var names: [String] = []
    for effect in effects[readers] {
      if case .run(let command) = effect.action, let name = command.program, !names.contains(name) {
        names.append(name)
      }
    }
    if names.isEmpty { return }
    for index in stage {
      guard case .run(var command) = effects[index].action, command.pipedTo.isEmpty else { continue }
      command.pipedTo = names
      effects[index].action = .run(command)
    }
  }

  /// Walks something in a copy of the shell; what it changes is gone afterwards, except what it does to files.
  func inSubshell(_ body: () -> [String]) -> [String] {
    let outer = state
    let outerContext = context
    state.traps = Texts()
    let printed = body()
    runTraps()
    let contents = state.contents
    let made = state.made
    let links = state.links
    let mounts = state.mounts
    let isSame = state.version == outer.version
    state = outer
    context = outerContext
    if !isSame {
      state.contents = contents
      state.made = made
      state.links = links
      state.mounts = mounts
      changed()
    }
    return printed
  }

  /// Walks so many bodies as branches of which any can be taken, each from the state that all start from.
  func branches(_ count: Int, mayBeNone: Bool, _ body: (Int) -> [String]) -> [String] {
    let start = state
    let certainty = context.certainty
    context.certainty = max(certainty, count == 1 && !mayBeNone ? .certain : .possible)
    var ends = StateUnion()
    var printed = mayBeNone ? Self.nothing : nil
    if mayBeNone { ends.add(start, self) }
    for index in 0..<count {
      if isExhausted { break }
      state = start
      let more = body(index)
      ends.add(state, self)
      printed = printed.map { union($0, more, "what one of several commands prints") } ?? more
    }
    context.certainty = certainty
    state = ends.result(self) ?? start
    status = .either
    placesOnFailure = nil
    return printed ?? Self.nothing
  }
}
