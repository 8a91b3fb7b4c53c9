/// A tree as indented text, one node a line, without spans: for people who ask how a command was understood.
public enum TreeDescription {
  /// The text of a script.
  public static func of(_ script: Script) -> String {
    var description = Description()
    description.list(script)
    return description.text
  }
}

private struct Description {
  var text = ""
  private var indentation = ""

  private mutating func line(_ line: String) {
    text += indentation + line + "\n"
  }

  /// A line with what stands below it.
  private mutating func node(_ title: String, _ content: (inout Description) -> Void) {
    line(title)
    let outer = indentation
    indentation += "  "
    content(&self)
    indentation = outer
  }

  private mutating func list(_ title: String, _ script: Script) {
    node(title) { $0.list(script) }
  }

  mutating func list(_ script: Script) {
    if script.statements.isEmpty { line("nothing") }
    for statement in script.statements { self.statement(statement) }
  }

  private mutating func statement(_ statement: Statement) {
    if statement.rest.isEmpty, !statement.isBackground { return pipeline(statement.first) }
    if statement.rest.isEmpty { return node("in the background") { $0.pipeline(statement.first) } }
    node(statement.isBackground ? "AND-OR list in the background" : "AND-OR list") {
      $0.pipeline(statement.first)
      for link in statement.rest {
        $0.node(link.connector == .and ? "&&" : "||") { $0.pipeline(link.pipeline) }
      }
    }
  }

  private mutating func pipeline(_ pipeline: Pipeline) {
    let adjectives = (pipeline.isNegated ? ["negated"] : []) + (pipeline.isTimed ? ["timed"] : [])
    if adjectives.isEmpty, pipeline.commands.count == 1 { return command(pipeline.commands[0]) }
    node((["pipeline"] + adjectives).joined(separator: ", ")) {
      for (index, command) in pipeline.commands.enumerated() {
        $0.command(command)
        if index < pipeline.pipesStandardError.count, pipeline.pipesStandardError[index] { $0.line("|&") }
      }
    }
  }

  // MARK: Commands

  private mutating func command(_ command: Command) {
    switch command.kind {
    case .simple(let simple):
      node("simple command") {
        for assignment in simple.assignments { $0.assignment(assignment) }
        for word in simple.words { $0.word("word", word) }
        for redirection in simple.redirections { $0.redirection(redirection) }
      }
    default:
      node(title(command.kind)) {
        $0.content(command.kind)
        for redirection in command.redirections { $0.redirection(redirection) }
      }
    }
  }

  private func title(_ kind: Command.Kind) -> String {
    switch kind {
    case .simple: "simple command"
    case .subshell: "subshell"
    case .group: "group"
    case .ifClause: "if"
    case .loop(_, _, let isUntil): isUntil ? "until" : "while"
    case .forClause(let name, let words, _): "for \(quoted(name))" + (words == nil ? " in the parameters" : "")
    case .arithmeticFor: "arithmetic for"
    case .select(let name, let words, _): "select \(quoted(name))" + (words == nil ? " from the parameters" : "")
    case .caseClause: "case"
    case .function(let name, _): "function \(quoted(name))"
    case .conditional: "conditional"
    case .arithmetic: "arithmetic"
    case .coprocess(let name, _): "coprocess" + (name.map { " \(quoted($0))" } ?? "")
    }
  }

  private mutating func content(_ kind: Command.Kind) {
    switch kind {
    case .simple: break
    case .subshell(let body), .group(let body): list(body)
    case .ifClause(let branches, let otherwise):
      for branch in branches {
        list("condition", branch.condition)
        list("then", branch.body)
      }
      if let otherwise { list("else", otherwise) }
    case .loop(let condition, let body, _):
      list("condition", condition)
      list("do", body)
    case .forClause(_, let words, let body), .select(_, let words, let body):
      for word in words ?? [] { self.word("word", word) }
      list("do", body)
    case .arithmeticFor(let start, let test, let step, let body):
      word("start", start)
      word("test", test)
      word("step", step)
      list("do", body)
    case .caseClause(let subject, let items):
      word("subject", subject)
      for item in items {
        node("item") {
          for pattern in item.patterns { $0.word("pattern", pattern) }
          $0.list("do", item.body)
        }
      }
    case .function(_, let body): command(body)
    case .conditional(let words):
      for word in words { self.word("word", word) }
    case .arithmetic(let word): self.word("expression", word)
    case .coprocess(_, let inner): command(inner)
    }
  }

  private mutating func assignment(_ assignment: Assignment) {
    let title = "assignment \(assignment.name)" + (assignment.appends ? " +=" : "")
    let value: (inout Description) -> Void = { description in
      if let word = assignment.subscriptWord { description.word("subscript", word) }
      switch assignment.value {
      case .scalar(nil): description.line("empty")
      case .scalar(let word?): description.word("value", word)
      case .list(let elements):
        description.node("list") {
          for element in elements {
            if let word = element.subscriptWord { $0.word("subscript", word) }
            $0.word("element", element.value)
          }
        }
      }
    }
    if assignment.subscriptWord == nil, case .scalar(let word?) = assignment.value, let inline = inline(word) {
      line("\(title) \(inline)")
    } else {
      node(title, value)
    }
  }

  private mutating func redirection(_ redirection: Redirection) {
    let descriptor = redirection.descriptor.map { " of \($0)" } ?? ""
    if case .hereDocument(let body, let isLiteral, let stripsTabs) = redirection.kind {
      let adjectives = (isLiteral ? ", literal" : "") + (stripsTabs ? ", without tabs" : "")
      node("here-document\(descriptor)\(adjectives)") {
        $0.word("delimiter", redirection.target)
        $0.word("body", body)
      }
    } else {
      word(name(redirection.kind) + descriptor, redirection.target)
    }
  }

  private func name(_ kind: Redirection.Kind) -> String {
    switch kind {
    case .input: "input"
    case .output: "output"
    case .clobber: "clobbering output"
    case .append: "appending output"
    case .readWrite: "input and output"
    case .outputAndError: "output and error"
    case .appendOutputAndError: "appending output and error"
    case .duplicateInput: "duplicated input"
    case .duplicateOutput: "duplicated output"
    case .hereDocument: "here-document"
    case .hereString: "here-string"
    }
  }

  // MARK: Words

  private mutating func word(_ title: String, _ word: Word) {
    if let inline = inline(word) { return line("\(title) \(inline)") }
    node(title) { $0.parts(word.parts) }
  }

  private mutating func parts(_ parts: [WordPart]) {
    for part in parts {
      if let inline = inline(part) { line(inline) } else { self.part(part) }
    }
  }

  /// A word that fits on its line.
  private func inline(_ word: Word) -> String? {
    if word.parts.isEmpty { return "(empty)" }
    guard word.parts.count <= 4 else { return nil }
    var pieces: [String] = []
    for part in word.parts {
      guard let piece = inline(part) else { return nil }
      pieces.append(piece)
    }
    return pieces.joined(separator: " + ")
  }

  private func inline(_ part: WordPart) -> String? {
    switch part {
    case .literal(let text): quoted(text)
    case .escaped(let text): "\\" + escaped(text, quote: "\\")
    case .singleQuoted(let text): "'" + escaped(text, quote: "'") + "'"
    case .ansiQuoted(let text): "$'" + escaped(text, quote: "'") + "'"
    case .doubleQuoted(let parts): inline(doubleQuoted: parts)
    case .parameter(let parameter):
      if parameter.operation == .value, parameter.subscriptWord == nil, !parameter.isIndirect {
        "$" + parameter.name
      } else {
        nil
      }
    default: nil
    }
  }

  private func inline(doubleQuoted parts: [WordPart]) -> String? {
    if parts.isEmpty { return "\"\"" }
    guard parts.count == 1 else { return nil }
    switch parts[0] {
    case .literal(let text): return "\"" + escaped(text, quote: "\"") + "\""
    case .parameter: return inline(parts[0]).map { "\"\($0)\"" }
    default: return nil
    }
  }

  private mutating func part(_ part: WordPart) {
    switch part {
    case .literal, .escaped, .singleQuoted, .ansiQuoted: break
    case .doubleQuoted(let parts): node("double-quoted") { $0.parts(parts) }
    case .parameter(let parameter): self.parameter(parameter)
    case .command(let script, let isBackquoted):
      list(isBackquoted ? "command substitution in backquotes" : "command substitution", script)
    case .arithmetic(let word): self.word("arithmetic expansion", word)
    case .process(let script, let isOutput): list(isOutput ? "process to write to" : "process to read from", script)
    case .extendedGlob(let symbol, let alternatives):
      node("extended glob \(symbol)") {
        for word in alternatives { $0.word("pattern", word) }
      }
    }
  }

  private mutating func parameter(_ parameter: ParameterExpansion) {
    let title = parameter.isIndirect ? "parameter named by" : "parameter"
    node(parameter.name.isEmpty ? "parameter expansion" : "\(title) \(parameter.name)") {
      if let word = parameter.subscriptWord { $0.word("subscript", word) }
      $0.operation(parameter.operation)
      if let word = parameter.inner { $0.word("read as", word) }
    }
  }

  private mutating func operation(_ operation: ParameterExpansion.Operation) {
    switch operation {
    case .value: break
    case .length: line("length")
    case .defaultValue(let word, let emptyCounts): self.word("default\(suffix(emptyCounts))", word)
    case .assignDefault(let word, let emptyCounts): self.word("assigned default\(suffix(emptyCounts))", word)
    case .errorIfUnset(let word, let emptyCounts): self.word("error\(suffix(emptyCounts))", word)
    case .alternative(let word, let emptyCounts):
      self.word("alternative when set" + (emptyCounts ? " and not empty" : ""), word)
    case .removePrefix(let word, let longest): self.word("without the \(longest ? "longest" : "shortest") prefix", word)
    case .removeSuffix(let word, let longest): self.word("without the \(longest ? "longest" : "shortest") suffix", word)
    case .replace(let pattern, let replacement, let which):
      word("replacing \(name(which))", pattern)
      if let replacement { word("by", replacement) } else { line("by nothing") }
    case .substring(let offset, let length):
      word("from", offset)
      if let length { word("length", length) }
    case .changeCase(let symbol, let pattern):
      if let pattern { word("changed case \(symbol)", pattern) } else { line("changed case \(symbol)") }
    case .transform(let letter): line("transformed \(letter)")
    case .names: line("names with this prefix")
    case .keys: line("subscripts")
    case .other(let text): line("other " + quoted(text))
    }
  }

  private func suffix(_ emptyCounts: Bool) -> String { emptyCounts ? " when unset or empty" : " when unset" }

  private func name(_ which: ParameterExpansion.Replacement) -> String {
    switch which {
    case .first: "the first"
    case .all: "all"
    case .prefix: "the prefix"
    case .suffix: "the suffix"
    }
  }

  // MARK: Text

  /// Text as it is, or as `text "..."` where it might be taken for something else.
  private func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 > 32 && $0 < 127 && !Self.marks.contains($0) }
    return isPlain && !text.isEmpty && text != "+" ? text : "text \"" + escaped(text, quote: "\"") + "\""
  }

  /// Control and format characters, which a terminal obeys instead of showing them.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    let category = scalar.properties.generalCategory
    return category == .control || category == .format
  }

  private static let marks = ByteSet("\"'\\$`|")

  private func escaped(_ text: String, quote: Unicode.Scalar) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": escaped += "\\n"
      case "\t": escaped += "\\t"
      case "\r": escaped += "\\r"
      case "\\" where quote != "\\": escaped += "\\\\"
      case quote where quote != "\\": escaped += "\\" + String(scalar)
      case let scalar where Self.isInvisible(scalar):
        escaped += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
