/// Puts the bodies of here-documents where their redirections stand. A body is read lines after its operator, when
/// the command that holds the operator is already part of a tree.
struct HereDocumentFiller {
  /// The bodies by number.
  let bodies: [Word]

  func fill(_ script: inout Script) {
    for index in script.statements.indices {
      fill(&script.statements[index].first)
      for link in script.statements[index].rest.indices { fill(&script.statements[index].rest[link].pipeline) }
    }
  }

  private func fill(_ pipeline: inout Pipeline) {
    for index in pipeline.commands.indices { fill(&pipeline.commands[index]) }
  }

  private func fill(_ redirection: inout Redirection) {
    if case .hereDocument(let placeholder, let isLiteral, let stripsTabs) = redirection.kind {
      var body = bodies[placeholder.span.lowerBound]
      fill(&body)
      redirection.kind = .hereDocument(body: body, isLiteral: isLiteral, stripsTabs: stripsTabs)
    } else {
      fill(&redirection.target)
    }
  }

  // MARK: Commands

  private func fill(_ command: inout Command) {
    for index in command.redirections.indices { fill(&command.redirections[index]) }
    switch command.kind {
    case .simple(var simple):
      fill(&simple)
      command.kind = .simple(simple)
    case .subshell(var body):
      fill(&body)
      command.kind = .subshell(body)
    case .group(var body):
      fill(&body)
      command.kind = .group(body)
    case .function(let name, var body):
      fill(&body)
      command.kind = .function(name: name, body: body)
    case .coprocess(let name, var inner):
      fill(&inner)
      command.kind = .coprocess(name: name, command: inner)
    case .conditional(var words):
      fill(&words)
      command.kind = .conditional(words)
    case .arithmetic(var word):
      fill(&word)
      command.kind = .arithmetic(word)
    case .ifClause, .loop, .forClause, .arithmeticFor, .select, .caseClause: fillClause(of: &command)
    }
  }

  private func fillClause(of command: inout Command) {
    switch command.kind {
    case .ifClause(var branches, var otherwise):
      for index in branches.indices {
        fill(&branches[index].condition)
        fill(&branches[index].body)
      }
      if var body = otherwise {
        fill(&body)
        otherwise = body
      }
      command.kind = .ifClause(branches, otherwise: otherwise)
    case .loop(var condition, var body, let isUntil):
      fill(&condition)
      fill(&body)
      command.kind = .loop(condition: condition, body: body, isUntil: isUntil)
    case .forClause(let name, var words, var body):
      fill(&words)
      fill(&body)
      command.kind = .forClause(name: name, words: words, body: body)
    case .select(let name, var words, var body):
      fill(&words)
      fill(&body)
      command.kind = .select(name: name, words: words, body: body)
    case .arithmeticFor(var start, var test, var step, var body):
      fill(&start)
      fill(&test)
      fill(&step)
      fill(&body)
      command.kind = .arithmeticFor(start: start, test: test, step: step, body: body)
    case .caseClause(var subject, var items):
      fill(&subject)
      for index in items.indices {
        fill(&items[index].patterns)
        fill(&items[index].body)
      }
      command.kind = .caseClause(subject: subject, items: items)
    case .simple, .subshell, .group, .function, .conditional, .arithmetic, .coprocess: break
    }
  }

  private func fill(_ command: inout SimpleCommand) {
    for index in command.assignments.indices { fill(&command.assignments[index]) }
    fill(&command.words)
    for index in command.redirections.indices { fill(&command.redirections[index]) }
  }

  private func fill(_ assignment: inout Assignment) {
    fill(&assignment.subscriptWord)
    switch assignment.value {
    case .scalar(var word):
      fill(&word)
      assignment.value = .scalar(word)
    case .list(var elements):
      for index in elements.indices {
        fill(&elements[index].subscriptWord)
        fill(&elements[index].value)
      }
      assignment.value = .list(elements)
    }
  }

  // MARK: Words

  private func fill(_ words: inout [Word]?) {
    guard var filled = words else { return }
    fill(&filled)
    words = filled
  }

  private func fill(_ words: inout [Word]) {
    for index in words.indices { fill(&words[index]) }
  }

  private func fill(_ word: inout Word?) {
    guard var filled = word else { return }
    fill(&filled)
    word = filled
  }

  private func fill(_ word: inout Word) {
    fill(&word.parts)
  }

  private func fill(_ parts: inout [WordPart]) {
    for index in parts.indices { fill(&parts[index]) }
  }

  private func fill(_ part: inout WordPart) {
    switch part {
    case .literal, .escaped, .singleQuoted, .ansiQuoted: break
    case .doubleQuoted(var parts):
      fill(&parts)
      part = .doubleQuoted(parts)
    case .parameter(var parameter):
      fill(&parameter)
      part = .parameter(parameter)
    case .command(var script, let isBackquoted):
      fill(&script)
      part = .command(script, isBackquoted: isBackquoted)
    case .process(var script, let isOutput):
      fill(&script)
      part = .process(script, isOutput: isOutput)
    case .arithmetic(var word):
      fill(&word)
      part = .arithmetic(word)
    case .extendedGlob(let symbol, var alternatives):
      fill(&alternatives)
      part = .extendedGlob(operator: symbol, alternatives: alternatives)
    }
  }

  private func fill(_ parameter: inout ParameterExpansion) {
    fill(&parameter.subscriptWord)
    fill(&parameter.inner)
    switch parameter.operation {
    case .value, .length, .transform, .names, .keys, .other: break
    case .defaultValue(let word, let emptyCounts):
      parameter.operation = .defaultValue(filled(word), emptyCounts: emptyCounts)
    case .assignDefault(let word, let emptyCounts):
      parameter.operation = .assignDefault(filled(word), emptyCounts: emptyCounts)
    case .errorIfUnset(let word, let emptyCounts):
      parameter.operation = .errorIfUnset(filled(word), emptyCounts: emptyCounts)
    case .alternative(let word, let emptyCounts):
      parameter.operation = .alternative(filled(word), emptyCounts: emptyCounts)
    case .removePrefix(let word, let longest): parameter.operation = .removePrefix(filled(word), longest: longest)
    case .removeSuffix(let word, let longest): parameter.operation = .removeSuffix(filled(word), longest: longest)
    case .replace(let pattern, let replacement, let which):
      parameter.operation = .replace(pattern: filled(pattern), with: replacement.map(filled), which)
    case .substring(let offset, let length):
      parameter.operation = .substring(offset: filled(offset), length: length.map(filled))
    case .changeCase(let symbol, let pattern): parameter.operation = .changeCase(symbol, pattern.map(filled))
    }
  }

  private func filled(_ word: Word) -> Word {
    var word = word
    fill(&word)
    return word
  }
}
