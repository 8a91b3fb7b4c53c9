import HookModel
import ShellSyntax

extension ShellEvaluator {
  /// Walks any command; returns what it prints.
  func walk(_ command: Command) -> [String] {
    if case .simple(let simple) = command.kind { return walk(simple) }
    if case .function(let name, let body) = command.kind {
      var whole = body
      whole.redirections += command.redirections
      state.define(name, [FunctionBody(command: whole, source: source, isDirect: context.isDirect)])
      changed()
      status = .succeeds
      return Self.nothing
    }
    // What the command itself picks (the subject of a `case`, the target of a redirection) it is walked with in turn.
    return trying { command.redirections.isEmpty ? walkBare(command) : walkRedirected(command) }
  }

  /// Redirections of a compound command: they are its own effects, and what all inside reads and prints.
  private func walkRedirected(_ command: Command) -> [String] {
    let outerOrigin = origin
    enter(span: command.span)
    let place = origin
    let channels = prepare(command.redirections)
    // The folder counts from here on, so that what is inside is walked once in each.
    if !channels.files.isEmpty { _ = currentPlace }
    let input = state.input
    let captures = context.captures
    if let text = channels.input {
      state.input = text
      changed()
    }
    context.captures = captures || channels.wantsOutput
    let printed = walkBare(command)
    context.captures = captures
    state.input = input
    if channels.input != nil { changed() }
    origin = place
    finish(channels, printed: printed, isEmptying: false)
    origin = outerOrigin
    return channels.divertsOutput ? Self.nothing : printed
  }

  private func walkBare(_ command: Command) -> [String] {
    switch command.kind {
    case .simple(let simple): return walk(simple)
    case .function: return Self.nothing
    case .subshell(let script):
      let printed = inSubshell { walk(script) }
      placesOnFailure = nil
      return printed
    case .group(let script): return walk(script)
    case .ifClause(let branches, let otherwise): return walk(branches, otherwise: otherwise)
    case .loop(let condition, let body, let isUntil): return walkLoop(condition, body, isUntil: isUntil)
    case .forClause(let name, let words, let body), .select(let name, let words, let body):
      return walkFor(name, words, body)
    case .arithmeticFor(let start, let test, let step, let body):
      _ = arithmetic(start)
      if test.parts.isEmpty { noteBomb(body) }
      return turns(while: { self.arithmetic(test).map { $0 != 0 } }) {
        let printed = walk(body)
        _ = arithmetic(step)
        return printed
      }
    case .caseClause(let subject, let items): return walkCase(subject, items)
    case .conditional(let words):
      for word in words { _ = text(of: word, splits: false) }
      status = .either
      return Self.nothing
    case .arithmetic(let expression): return walkArithmetic(expression, command.span)
    case .coprocess(_, let inner):
      let printed = inSubshell {
        context.isConcurrent = true
        return walk(inner)
      }
      status = .succeeds
      return printed
    }
  }

  /// `(( expression ))`. Where it is none, or for a shell that knows none, it is a subshell in a subshell.
  private func walkArithmetic(_ expression: Word, _ span: Span) -> [String] {
    let (value, isExpression) = evaluate(expression)
    if !isExpression || state.isPOSIX {
      // Each level is parsed anew, so that it counts as code that is carried.
      guard context.depth < bounds.depth else {
        refuse(
          "this command nests parentheses too deeply to be judged",
          why: "more than \(bounds.depth) layers of (( )) may be subshells in subshells",
          fix: "write a blank between the parentheses of nested subshells, or fewer of them")
        return Self.nothing
      }
      guard let script = nestedSubshells(span) else {
        status = .either
        return Self.nothing
      }
      let certainty = context.certainty
      context.certainty = max(certainty, .possible)
      let printed = inSubshell {
        context.depth += 1
        return walk(script)
      }
      context.certainty = certainty
      status = .either
      return union(Self.nothing, printed, "what one of several commands prints")
    }
    status = value.map { $0 != 0 ? .succeeds : .fails } ?? .either
    return Self.nothing
  }

  private func nestedSubshells(_ span: Span) -> Script? {
    let bytes = source.utf8
    guard span.lowerBound >= 0, span.upperBound <= bytes.count, span.count > 4 else { return nil }
    let start = bytes.index(bytes.startIndex, offsetBy: span.lowerBound + 2)
    let end = bytes.index(start, offsetBy: span.count - 4)
    // Blanks keep the place of each byte.
    let text = String(repeating: " ", count: span.lowerBound + 2) + source[start..<end]
    charge(text.utf8.count)
    return try? Parser.parse(text)
  }

  // MARK: if and case

  /// Each condition is walked in the state that the failing of those before it leaves behind, each body in the one that its
  /// condition leaves behind when it holds.
  private func walk(_ branches: [Command.Branch], otherwise: Script?) -> [String] {
    let certainty = context.certainty
    var ends = StateUnion()
    var conditions = Self.nothing
    var printed: [String]?
    for branch in branches {
      if isExhausted { break }
      let more = walk(condition: branch.condition)
      if context.captures { append(more, to: &conditions) }
      let failed = failure ?? state
      context.certainty = max(certainty, .possible)
      let body = walk(branch.body)
      if context.captures {
        let whole = joined(conditions, body)
        printed = printed.map { union($0, whole, "what one of several commands prints") } ?? whole
      }
      ends.add(state, self)
      state = failed
    }
    if let otherwise {
      let body = walk(otherwise)
      if context.captures { conditions = joined(conditions, body) }
    }
    ends.add(state, self)
    if context.captures { printed = union(printed ?? Self.nothing, conditions, "what one of several commands prints") }
    context.certainty = certainty
    state = ends.result(self) ?? state
    status = .either
    placesOnFailure = nil
    return printed ?? Self.nothing
  }

  private func walkCase(_ subject: Word, _ items: [Command.CaseItem]) -> [String] {
    let text = text(of: subject, splits: false)
    if !isOpen(text), let first = match(text, items, from: 0) {
      var printed = Self.nothing
      var index = first
      while index < items.count {
        let more = walk(items[index].body)
        if context.captures { append(more, to: &printed) }
        switch end(of: items, at: index) {
        case .done: return printed
        case .nextBody: index += 1
        case .nextMatch:
          guard let next = match(text, items, from: index + 1) else {
            return joined(printed, walkAny(of: items, from: index + 1))
          }
          index = next
        }
      }
      return printed
    }
    return walkAny(of: items, from: 0)
  }

  /// Walks the items of which any can be the first that matches.
  private func walkAny(of items: [Command.CaseItem], from start: Int) -> [String] {
    branches(items.count - start, mayBeNone: true) { branch in
      let first = start + branch
      for pattern in items[first].patterns { _ = self.pattern(of: pattern) }
      var printed = walk(items[first].body)
      var index = first
      while index + 1 < items.count, case let end = end(of: items, at: index), end != .done {
        index += 1
        // Whether the next pattern matches, too, is not known.
        let more =
          end == .nextBody
          ? walk(items[index].body) : branches(1, mayBeNone: true) { _ in walk(items[index].body) }
        if context.captures { append(more, to: &printed) }
      }
      return printed
    }
  }

  /// The first item at or behind `start` of which a pattern matches, their number where none does; nil where that cannot be told.
  private func match(_ text: String, _ items: [Command.CaseItem], from start: Int) -> Int? {
    for index in start..<max(start, items.count) {
      for pattern in items[index].patterns {
        guard let pattern = self.pattern(of: pattern) else { return nil }
        if Wildcard.matchesExtended(pattern, Array(text.utf8)[...]) { return index }
      }
    }
    return items.count
  }

  /// How an item of a `case` ends: with `;;`, with `;&`, or with `;;&` (`;|` in zsh).
  private enum ItemEnd {
    case done
    case nextBody
    case nextMatch
  }

  private func end(of items: [Command.CaseItem], at index: Int) -> ItemEnd {
    guard index + 1 < items.count else { return .done }
    let start = items[index].body.span.upperBound
    let end = items[index + 1].patterns.first?.span.lowerBound ?? 0
    guard start < end, end <= source.utf8.count else { return .done }
    var semicolons = 0
    let from = source.utf8.index(source.startIndex, offsetBy: start)
    for byte in source.utf8[from...].prefix(end - start) {
      switch byte {
      case UInt8(ascii: ";"): semicolons += 1
      case UInt8(ascii: "&") where semicolons > 0: return semicolons == 1 ? .nextBody : .nextMatch
      case UInt8(ascii: "|") where semicolons == 1: return .nextMatch
      case UInt8(ascii: "\n") where semicolons > 0: return .done
      default: continue
      }
    }
    return .done
  }

  // MARK: loops

  private func walkFor(_ name: String, _ words: [Word]?, _ body: Script) -> [String] {
    var values: [Argument] = []
    if let words {
      return trying {
        values = []
        for word in words { self.expand(word, into: &values) }
        return self.walkFor(name, values, body)
      }
    }
    for value in state.positionals { values.append(Argument(value)) }
    return walkFor(name, values, body)
  }

  private func walkFor(_ name: String, _ values: [Argument], _ body: Script) -> [String] {
    var printed = Self.nothing
    let certainty = context.certainty
    let start = state
    for value in values {
      let text = value.value ?? ""
      // A wildcard or a list that is not known may give no name at all.
      if value.isFromWildcard || isOpen(text) { context.certainty = max(certainty, .possible) }
      if isOpen(text), Hole.isWhole(text) {
        // One unknown word may be many, so the body runs again with what it has changed.
        let more = turns(while: { nil }) {
          state.variables[name] = Variable(text)
          changed()
          return walk(body)
        }
        append(more, to: &printed)
      } else {
        state.variables[name] = Variable(text)
        changed()
        let more = walk(body)
        if context.captures { append(more, to: &printed) }
      }
      if state.hasEnded {
        state.hasEnded = false
        context.certainty = max(certainty, .possible)
      }
    }
    if context.certainty != certainty { state = merged(start, state) }
    context.certainty = certainty
    status = .either
    placesOnFailure = nil
    return printed
  }

  private func walkLoop(_ condition: Script, _ body: Script, isUntil: Bool) -> [String] {
    if readsLines(condition), let input = state.input {
      var printed = Self.nothing
      let certainty = context.certainty
      if isOpen(input) { context.certainty = max(certainty, .possible) }
      while let rest = state.input, !rest.isEmpty, step() {
        let more = [walk(condition), walk(body)]
        if context.captures { for text in more { append(text, to: &printed) } }
        if state.input == rest { break }
        if state.hasEnded {
          state.hasEnded = false
          context.certainty = max(certainty, .possible)
        }
      }
      // The last `read` finds nothing, and empties its variables.
      if state.input?.isEmpty == true {
        let end = effects.count
        _ = walk(condition)
        effects.removeSubrange(min(end, effects.count)...)
      }
      context.certainty = certainty
      status = .either
      return printed
    }
    if isAlways(!isUntil, condition) { noteBomb(body) }
    if let expression = computation(condition) {
      return turns(while: { self.evaluate(expression).value.map { ($0 != 0) != isUntil } }) { walk(body) }
    }
    return turns(while: {
      _ = self.walk(condition)
      return nil
    }) { walk(body) }
  }

  /// Notes a loop without end that does nothing but start commands in the background.
  private func noteBomb(_ body: Script) {
    guard !body.statements.isEmpty, body.statements.allSatisfy(\.isBackground) else { return }
    context.through.append("fork bomb")
    note(Invocation(words: [Argument(written(body.span, limit: 200))], place: currentPlace))
    context.through.removeLast()
  }

  /// Whether a condition is always the same, by its words alone: `true`, `:`, `false`, `(( 1 ))`.
  private func isAlways(_ value: Bool, _ condition: Script) -> Bool {
    guard condition.statements.count == 1, condition.statements[0].rest.isEmpty,
      condition.statements[0].first.commands.count == 1, !condition.statements[0].first.isNegated
    else { return false }
    switch condition.statements[0].first.commands[0].kind {
    case .simple(let simple):
      guard simple.words.count == 1, case .literal(let name)? = simple.words[0].parts.first else { return false }
      return value ? name == "true" || name == ":" : name == "false"
    case .arithmetic(let expression): return expression.parts == [.literal(value ? "1" : "0")]
    default: return false
    }
  }

  /// The expression that a loop's condition computes, so that its turns can be counted.
  private func computation(_ condition: Script) -> Word? {
    guard !state.isPOSIX, condition.statements.count == 1, condition.statements[0].rest.isEmpty,
      condition.statements[0].first.commands.count == 1, !condition.statements[0].first.isNegated,
      case .arithmetic(let expression) = condition.statements[0].first.commands[0].kind,
      condition.statements[0].first.commands[0].redirections.isEmpty, evaluating(expression)
    else { return nil }
    return expression
  }

  /// Whether a text can be an expression, which leaves nothing changed.
  private func evaluating(_ expression: Word) -> Bool {
    let before = state
    let isExpression = evaluate(expression).isExpression
    state = before
    return isExpression
  }

  /// Whether a loop's condition takes the next line of the input.
  private func readsLines(_ condition: Script) -> Bool {
    guard let last = condition.statements.last?.first.commands.last, case .simple(let simple) = last.kind,
      let first = simple.words.first, first.parts == [.literal("read")]
    else { return false }
    return !simple.words.contains { $0.parts.first == .literal("-u") }
  }

  /// Walks the turns of a loop: as many as `test` computes, then once more with everything unknown that a turn changes.
  private func turns(while test: () -> Bool?, _ body: () -> [String]) -> [String] {
    let certainty = context.certainty
    var printed = Self.nothing
    var turn = 0
    while true {
      let holds = test()
      if holds == false { break }
      if holds == nil || turn >= bounds.loopTurns || state.hasEnded {
        let more = openTurns(test, body)
        if context.captures { append(more, to: &printed) }
        break
      }
      let more = body()
      if context.captures { append(more, to: &printed) }
      turn += 1
      if isExhausted { break }
    }
    state.hasEnded = false
    context.certainty = certainty
    status = .either
    placesOnFailure = nil
    return printed
  }

  private func openTurns(_ test: () -> Bool?, _ body: () -> [String]) -> [String] {
    context.certainty = max(context.certainty, .possible)
    let start = state
    let firstEffect = effects.count
    var printed = body()
    state.hasEnded = false
    // What the condition changes (`i++`) is another value in each turn, too.
    let first = firstEffect..<effects.count
    let end = state
    _ = test()
    guard state.version != start.version, let widened = widened(from: start, to: state) else {
      effects.removeSubrange(min(first.upperBound, effects.count)...)
      state = merged(start, end)
      return union(Self.nothing, printed, "what a loop prints")
    }
    state = widened
    let more = body()
    dropRepeats(of: first)
    state.hasEnded = false
    state = merged(start, merged(widened, state))
    if context.captures {
      printed = printed == more && more == Self.nothing ? printed : [hole("what a loop prints")]
    }
    return printed
  }

  /// The state from which further turns of a loop start, or nil when a turn changes nothing that the next one could see.
  private func widened(from start: ShellState, to end: ShellState) -> ShellState? {
    var result = end
    var isOther = false
    Variables.differences(start.variables, end.variables) { name, before, variable in
      isOther = true
      // What was not set before the loop is set anew in each turn; the next one sees what the last one left.
      guard let before, let variable else { return }
      if variable.elements != nil || before.elements != nil {
        result.variables[name] = Variable(elements: [hole("an element of $\(name)", isList: true)])
      } else {
        result.variables[name] = Variable(hole("the value that a loop gives $\(name)"))
      }
    }
    if end.places != start.places {
      isOther = true
      result.places = [Place(path: nil)]
    }
    if end.positionals != start.positionals {
      isOther = true
      result.positionals = [hole("a positional parameter", isList: true)]
    }
    return isOther ? result : nil
  }
}
