/// Visits what stands in a tree, in the order of the text.
public enum Walk {
  /// Calls `visit` with every simple command (POSIX 2.9.1) in a script: also those within compound commands, functions,
  /// substitutions, arithmetic, subscripts, patterns, and the bodies of here-documents. A command comes before those
  /// within its words.
  public static func simpleCommands<Failure: Error>(
    in script: Script, _ visit: (SimpleCommand) throws(Failure) -> Void
  ) throws(Failure) {
    for statement in script.statements {
      try commands(in: statement.first, visit)
      for link in statement.rest { try commands(in: link.pipeline, visit) }
    }
  }

  private static func commands<Failure: Error>(
    in pipeline: Pipeline, _ visit: (SimpleCommand) throws(Failure) -> Void
  ) throws(Failure) {
    for command in pipeline.commands { try commands(in: command, visit) }
  }

  private static func commands<Failure: Error>(
    in command: Command, _ visit: (SimpleCommand) throws(Failure) -> Void
  ) throws(Failure) {
    switch command.kind {
    case .simple(let simple): try commands(in: simple, visit)
    case .subshell(let body), .group(let body): try simpleCommands(in: body, visit)
    case .ifClause(let branches, let otherwise):
      for branch in branches {
        try simpleCommands(in: branch.condition, visit)
        try simpleCommands(in: branch.body, visit)
      }
      if let otherwise { try simpleCommands(in: otherwise, visit) }
    case .function(_, let body): try commands(in: body, visit)
    case .conditional(let words):
      for word in words { try commands(in: word, visit) }
    case .arithmetic(let word): try commands(in: word, visit)
    case .coprocess(_, let inner): try commands(in: inner, visit)
    case .loop, .forClause, .select, .arithmeticFor, .caseClause: try commands(inClause: command.kind, visit)
    }
    for redirection in command.redirections { try commands(in: redirection, visit) }
  }

  private static func commands<Failure: Error>(
    inClause clause: Command.Kind, _ visit: (SimpleCommand) throws(Failure) -> Void
  ) throws(Failure) {
    switch clause {
    case .loop(let condition, let body, _):
      try simpleCommands(in: condition, visit)
      try simpleCommands(in: body, visit)
    case .forClause(_, let words, let body), .select(_, let words, let body):
      for word in words ?? [] { try commands(in: word, visit) }
      try simpleCommands(in: body, visit)
    case .arithmeticFor(let start, let test, let step, let body):
      for word in [start, test, step] { try commands(in: word, visit) }
      try simpleCommands(in: body, visit)
    case .caseClause(let subject, let items):
      try commands(in: subject, visit)
      for item in items {
        for pattern in item.patterns { try commands(in: pattern, visit) }
        try simpleCommands(in: item.body, visit)
      }
    default: break
    }
  }

  private static func commands<Failure: Error>(
    in simple: SimpleCommand, _ visit: (SimpleCommand) throws(Failure) -> Void
  ) throws(Failure) {
    try visit(simple)
    for assignment in simple.assignments { try commands(in: assignment, visit) }
    for word in simple.words { try commands(in: word, visit) }
    for redirection in simple.redirections { try commands(in: redirection, visit) }
  }

  private static func commands<Failure: Error>(
    in assignment: Assignment, _ visit: (SimpleCommand) throws(Failure) -> Void
  ) throws(Failure) {
    if let word = assignment.subscriptWord { try commands(in: word, visit) }
    switch assignment.value {
    case .scalar(let word):
      if let word { try commands(in: word, visit) }
    case .list(let elements):
      for element in elements {
        if let word = element.subscriptWord { try commands(in: word, visit) }
        try commands(in: element.value, visit)
      }
    }
  }

  private static func commands<Failure: Error>(
    in redirection: Redirection, _ visit: (SimpleCommand) throws(Failure) -> Void
  ) throws(Failure) {
    if case .hereDocument(let body, _, _) = redirection.kind {
      try commands(in: body, visit)
    } else {
      try commands(in: redirection.target, visit)
    }
  }

  private static func commands<Failure: Error>(
    in word: Word, _ visit: (SimpleCommand) throws(Failure) -> Void
  ) throws(Failure) {
    for part in word.parts { try commands(in: part, visit) }
  }

  private static func commands<Failure: Error>(
    in part: WordPart, _ visit: (SimpleCommand) throws(Failure) -> Void
  ) throws(Failure) {
    switch part {
    case .literal, .escaped, .singleQuoted, .ansiQuoted: break
    case .doubleQuoted(let parts):
      for part in parts { try commands(in: part, visit) }
    case .parameter(let parameter):
      for word in parameter.words { try commands(in: word, visit) }
    case .command(let script, _), .process(let script, _): try simpleCommands(in: script, visit)
    case .arithmetic(let word): try commands(in: word, visit)
    case .extendedGlob(_, let alternatives):
      for word in alternatives { try commands(in: word, visit) }
    }
  }
}

extension Script {
  /// Every simple command in the script, however deep, in the order of the text.
  public var simpleCommands: [SimpleCommand] {
    var commands: [SimpleCommand] = []
    Walk.simpleCommands(in: self) { commands.append($0) }
    return commands
  }
}

extension ParameterExpansion {
  /// The words within the expansion: its subscript, and what its operation takes (POSIX 2.6.2).
  public var words: [Word] {
    var words: [Word] = []
    if let subscriptWord { words.append(subscriptWord) }
    switch operation {
    case .value, .length, .transform, .names, .keys: break
    case .defaultValue(let word, _), .assignDefault(let word, _), .errorIfUnset(let word, _),
      .alternative(let word, _), .removePrefix(let word, _), .removeSuffix(let word, _):
      words.append(word)
    case .replace(let pattern, let replacement, _): words += [pattern] + (replacement.map { [$0] } ?? [])
    case .substring(let offset, let length): words += [offset] + (length.map { [$0] } ?? [])
    case .changeCase(_, let pattern): words += pattern.map { [$0] } ?? []
    case .other: words += inner.map { [$0] } ?? []
    }
    return words
  }
}
