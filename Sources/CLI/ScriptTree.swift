internal import ShellSyntax

/// A script's tree as lines for people: each simple command is one line, as it is written, and what it holds stands below it.
struct ScriptTree {
  /// One line of the tree.
  struct Line {
    var depth: Int
    var text: String
  }

  private let source: String
  private(set) var lines: [Line] = []
  private var depth = 0

  init(_ script: Script, source: String) {
    self.source = source
    add(script)
  }

  private mutating func add(_ text: String) { lines.append(Line(depth: depth, text: text)) }

  private mutating func below(_ body: (inout ScriptTree) -> Void) {
    depth += 1
    body(&self)
    depth -= 1
  }

  /// The text in a span; that of code which was unescaped first may not stand in the source.
  private func written(_ span: Span) -> String {
    let bytes = source.utf8
    guard span.lowerBound >= 0, span.upperBound <= bytes.count else { return "…" }
    let start = bytes.index(bytes.startIndex, offsetBy: span.lowerBound)
    return String(source[start..<bytes.index(start, offsetBy: span.count)])
  }

  // MARK: lists

  private mutating func add(_ script: Script) {
    for statement in script.statements { add(statement) }
  }

  private mutating func add(_ statement: Statement) {
    if statement.isBackground {
      add("in the background")
      below { $0.addList(statement) }
    } else {
      addList(statement)
    }
  }

  private mutating func addList(_ statement: Statement) {
    add(statement.first)
    for link in statement.rest {
      add(link.connector == .and ? "&& then" : "|| else")
      below { $0.add(link.pipeline) }
    }
  }

  private mutating func add(_ pipeline: Pipeline) {
    let marks = (pipeline.isTimed ? ["time"] : []) + (pipeline.isNegated ? ["!"] : [])
    guard pipeline.commands.count > 1 || !marks.isEmpty else {
      for command in pipeline.commands { add(command) }
      return
    }
    add((marks + (pipeline.commands.count > 1 ? ["pipeline"] : [])).joined(separator: " "))
    below { tree in for command in pipeline.commands { tree.add(command) } }
  }

  // MARK: commands

  private mutating func add(_ command: Command) {
    switch command.kind {
    case .simple(let simple):
      add(written(simple.span))
      below { tree in
        for assignment in simple.assignments { tree.add(substitutionsIn: assignment) }
        for word in simple.words { tree.add(substitutionsIn: word) }
        tree.add(simple.redirections)
      }
      return
    case .subshell(let script): block("subshell", script)
    case .group(let script): block("group", script)
    case .ifClause(let branches, let otherwise):
      for (index, branch) in branches.enumerated() {
        block(index == 0 ? "if" : "elif", branch.condition)
        block("then", branch.body)
      }
      if let otherwise { block("else", otherwise) }
    case .loop(let condition, let body, let isUntil):
      block(isUntil ? "until" : "while", condition)
      block("do", body)
    case .forClause(let name, let words, let body): loop("for \(name)", words, body)
    case .select(let name, let words, let body): loop("select \(name)", words, body)
    case .arithmeticFor(let start, let test, let step, let body):
      block("for ((\(written(start.span));\(written(test.span));\(written(step.span))))", body)
    case .caseClause(let subject, let items):
      add("case \(written(subject.span))")
      below { tree in
        tree.add(substitutionsIn: subject)
        for item in items {
          tree.block(item.patterns.map { tree.written($0.span) }.joined(separator: " | ") + ")", item.body)
        }
      }
    case .function(let name, let body):
      add("function \(name)")
      below { $0.add(body) }
    case .conditional(let words):
      add(written(command.span))
      below { tree in for word in words { tree.add(substitutionsIn: word) } }
    case .arithmetic(let word):
      add(written(command.span))
      below { $0.add(substitutionsIn: word) }
    case .coprocess(let name, let inner):
      add("coprocess" + (name.map { " \($0)" } ?? ""))
      below { $0.add(inner) }
    }
    if !command.redirections.isEmpty {
      add("with " + command.redirections.map { written($0.span) }.joined(separator: " "))
      below { $0.add(command.redirections) }
    }
  }

  private mutating func block(_ title: String, _ script: Script) {
    add(title)
    below { $0.add(script) }
  }

  private mutating func loop(_ title: String, _ words: [Word]?, _ body: Script) {
    add(words.map { "\(title) in " + $0.map { written($0.span) }.joined(separator: " ") } ?? title)
    below { tree in
      for word in words ?? [] { tree.add(substitutionsIn: word) }
      tree.add(body)
    }
  }

  // MARK: what words hold

  private mutating func add(_ redirections: [Redirection]) {
    for redirection in redirections {
      if case .hereDocument(let body, let isLiteral, _) = redirection.kind {
        let count = written(body.span).split(separator: "\n", omittingEmptySubsequences: false).count - 1
        add("here-document\(isLiteral ? ", literal" : ""), \(count == 1 ? "1 line" : "\(count) lines")")
        below { $0.add(substitutionsIn: body) }
      } else {
        add(substitutionsIn: redirection.target)
      }
    }
  }

  private mutating func add(substitutionsIn assignment: Assignment) {
    if let word = assignment.subscriptWord { add(substitutionsIn: word) }
    switch assignment.value {
    case .scalar(let word): if let word { add(substitutionsIn: word) }
    case .list(let elements): for element in elements { add(substitutionsIn: element.value) }
    }
  }

  private mutating func add(substitutionsIn word: Word) {
    for part in word.parts { add(substitutionsIn: part) }
  }

  private mutating func add(substitutionsIn part: WordPart) {
    switch part {
    case .literal, .escaped, .singleQuoted, .ansiQuoted: return
    case .doubleQuoted(let parts): for part in parts { add(substitutionsIn: part) }
    case .parameter(let parameter): for word in parameter.words { add(substitutionsIn: word) }
    case .command(let script, let isBackquoted): block(isBackquoted ? "`…`" : "$(…)", script)
    case .process(let script, let isOutput): block(isOutput ? ">(…)" : "<(…)", script)
    case .arithmetic(let word): add(substitutionsIn: word)
    case .extendedGlob(_, let alternatives): for word in alternatives { add(substitutionsIn: word) }
    }
  }
}
