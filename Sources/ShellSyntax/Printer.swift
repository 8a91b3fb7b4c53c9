/// Writes a tree as shell text that reads as the same tree. It is not the text the tree came from: blanks, comments,
/// line continuations and the shape of operators are its own. A here-document that lacks its delimiter is given one, on
/// a line of its own.
public enum Printer {
  /// The text of a script.
  public static func print(_ script: Script) -> String {
    var printer = ScriptPrinter()
    printer.list(script, separator: "\n")
    printer.endLine()
    return printer.text
  }
}

struct ScriptPrinter {
  var text = ""
  /// Here-documents whose bodies follow the next newline (POSIX 2.7.4).
  var hereDocuments: [HereDocument] = []
  /// Whether the body of a here-document is being written. One of nothing within it has its delimiter nowhere: what follows the
  /// operator belongs to the outer body.
  var isInBody = false

  struct HereDocument {
    var delimiter: String
    var body: Word

    /// Whether a line of the body would end it within a command substitution, as bash reads it there: one that begins
    /// like the delimiter and has a parenthesis. Such a body follows the line of the whole substitution.
    var endsWithSubstitution: Bool {
      var printer = ScriptPrinter()
      printer.word(body)
      return printer.text.utf8.split(separator: .newline).contains { line in
        line.starts(with: delimiter.utf8) && line.contains(.closeParenthesis)
      }
    }
  }

  // MARK: Lists

  /// The statements; a separator stands between two of them, and a newline where here-documents need one.
  mutating func list(_ script: Script, separator: String) {
    for (index, statement) in script.statements.enumerated() {
      self.statement(statement)
      let isLast = index == script.statements.count - 1
      if statement.isBackground { text += " &" }
      if isLast { break }
      if !hereDocuments.isEmpty || separator == "\n" {
        endLine()
      } else {
        text += statement.isBackground ? " " : separator
      }
    }
  }

  /// A list with the separator that a reserved word wants before it.
  mutating func terminatedList(_ script: Script) {
    list(script, separator: "; ")
    if !hereDocuments.isEmpty {
      endLine()
    } else {
      text += script.statements.last?.isBackground == true ? " " : "; "
    }
  }

  /// A list between parentheses, from the opening one on.
  mutating func parenthesised(_ script: Script) {
    text += "("
    let start = text.utf8.count
    let outer = hereDocuments
    hereDocuments = []
    list(script, separator: "; ")
    let carried = hereDocuments.filter(\.endsWithSubstitution)
    hereDocuments.removeAll(where: \.endsWithSubstitution)
    if !hereDocuments.isEmpty {
      endLine()
    } else if let last = script.statements.last, (last.rest.last?.pipeline ?? last.first).commands.isEmpty {
      text += ";"
    }
    hereDocuments = outer + carried
    text += ")"
    // `((` might be read as arithmetic.
    let index = text.utf8.index(text.utf8.startIndex, offsetBy: start)
    if text.utf8[index] == .openParenthesis { text.insert(" ", at: index) }
  }

  /// Ends a line, and writes the here-documents announced on it.
  mutating func endLine() {
    text += "\n"
    let announced = hereDocuments
    hereDocuments = []
    let wasInBody = isInBody
    for document in announced {
      isInBody = true
      parts(document.body.parts)
      isInBody = wasInBody
      if text.utf8.last != .newline { text += "\n" }
      text += document.delimiter + "\n"
    }
  }

  private mutating func statement(_ statement: Statement) {
    pipeline(statement.first)
    for link in statement.rest {
      text += link.connector == .and ? " && " : " || "
      pipeline(link.pipeline)
    }
  }

  private mutating func pipeline(_ pipeline: Pipeline) {
    var prefixes: [String] = []
    if pipeline.isTimed { prefixes.append("time") }
    if pipeline.isNegated { prefixes.append("!") }
    // An even number of `!` leaves no trace but a pipeline without commands.
    if prefixes.isEmpty, pipeline.commands.isEmpty { prefixes = ["!", "!"] }
    text += prefixes.joined(separator: " ")
    let start = text.utf8.count
    for (index, command) in pipeline.commands.enumerated() {
      if index > 0 {
        text += pipeline.pipesStandardError[index - 1] ? " |& " : " | "
      } else if !prefixes.isEmpty {
        text += " "
      }
      self.command(command)
    }
    let index = text.utf8.index(text.utf8.startIndex, offsetBy: start)
    if prefixes == ["time"], text.utf8[index...].starts(with: " -".utf8) {
      // The word would be taken for an option of `time`.
      text.insert(contentsOf: " --", at: index)
    }
  }

  // MARK: Commands

  private mutating func command(_ command: Command) {
    switch command.kind {
    case .simple(let simple): self.simple(simple)
    case .subshell(let body): parenthesised(body)
    case .group(let body):
      text += "{ "
      terminatedList(body)
      text += "}"
    case .function(let name, let body):
      // A name with a bracket expression may hold blanks, which only the other form takes.
      text += ParserState.isWord(name) ? "function \(name)() " : name + "() "
      self.command(body)
    case .conditional(let words):
      text += "[["
      for word in words { spaced(word) }
      text += " ]]"
    case .arithmetic(let word):
      text += "(("
      self.word(word)
      text += "))"
    case .coprocess(let name, let inner):
      text += "coproc "
      if let name { text += name + " " }
      if case .simple(let simple) = inner.kind {
        // `coproc name {` would name a group.
        self.simple(simple, redirectionsFirst: !simple.redirections.isEmpty)
      } else {
        self.command(inner)
      }
    case .ifClause, .loop, .forClause, .arithmeticFor, .select, .caseClause: clause(command.kind)
    }
    for redirection in command.redirections {
      text += " "
      self.redirection(redirection)
    }
  }

  private mutating func clause(_ kind: Command.Kind) {
    switch kind {
    case .ifClause(let branches, let otherwise):
      for (index, branch) in branches.enumerated() {
        text += index == 0 ? "if " : "elif "
        terminatedList(branch.condition)
        text += "then "
        terminatedList(branch.body)
      }
      if let otherwise {
        text += "else "
        terminatedList(otherwise)
      }
      text += "fi"
    case .loop(let condition, let body, let isUntil):
      text += isUntil ? "until " : "while "
      terminatedList(condition)
      doGroup(body)
    case .forClause(let name, let words, let body): loop("for", name, words, body)
    case .select(let name, let words, let body): loop("select", name, words, body)
    case .arithmeticFor(let start, let test, let step, let body):
      text += "for (("
      word(start)
      text += ";"
      word(test)
      text += ";"
      word(step)
      text += ")); "
      doGroup(body)
    case .caseClause(let subject, let items): caseClause(subject, items)
    default: break
    }
  }

  private mutating func loop(_ keyword: String, _ name: String, _ words: [Word]?, _ body: Script) {
    text += "\(keyword) \(name)"
    if let words {
      text += " in"
      for word in words { spaced(word) }
    }
    // The newline also lets the bodies of here-documents within the words follow.
    if hereDocuments.isEmpty { text += "; " } else { endLine() }
    doGroup(body)
  }

  private mutating func doGroup(_ body: Script) {
    text += "do "
    terminatedList(body)
    text += "done"
  }

  private mutating func caseClause(_ subject: Word, _ items: [Command.CaseItem]) {
    text += "case"
    spaced(subject)
    text += " in "
    for item in items {
      // POSIX 2.4: `esac` as the first pattern would end the clause.
      text += "("
      for (index, pattern) in item.patterns.enumerated() {
        if index > 0 { text += "|" }
        word(pattern)
      }
      text += ") "
      list(item.body, separator: "; ")
      if !hereDocuments.isEmpty { endLine() }
      text += " ;; "
    }
    text += "esac"
  }

  private mutating func simple(_ simple: SimpleCommand, redirectionsFirst: Bool = false) {
    var pieces = 0
    func separate(_ text: inout String) {
      if pieces > 0 { text += " " }
      pieces += 1
    }
    // Lists among the arguments of `declare` and its kin are assignments, but stand behind the first word.
    let firstWord = simple.words.first?.span.lowerBound
    let isDeclaration = simple.words.first.map { ParserState.isDeclaration($0) } ?? false
    let behind = simple.assignments.filter { assignment in
      guard isDeclaration, let firstWord, case .list = assignment.value else { return false }
      return assignment.span.lowerBound >= firstWord
    }
    for assignment in simple.assignments where !behind.contains(assignment) {
      separate(&text)
      self.assignment(assignment)
    }
    // A reserved word is an ordinary one only behind something else.
    let redirectionsFirst = redirectionsFirst || pieces == 0 && simple.words.first.map(isReserved) == true
    if redirectionsFirst { redirections(simple.redirections, &pieces) }
    for word in simple.words {
      separate(&text)
      self.word(word)
    }
    for assignment in behind {
      separate(&text)
      self.assignment(assignment)
    }
    if !redirectionsFirst { redirections(simple.redirections, &pieces) }
  }

  private mutating func redirections(_ redirections: [Redirection], _ pieces: inout Int) {
    for redirection in redirections {
      if pieces > 0 { text += " " }
      pieces += 1
      self.redirection(redirection)
    }
  }

  private func isReserved(_ word: Word) -> Bool {
    guard word.parts.count == 1, case .literal(let text) = word.parts[0] else { return false }
    return ReservedWord(text) != .none
  }

  private mutating func assignment(_ assignment: Assignment) {
    text += assignment.name
    if let word = assignment.subscriptWord { bracketed(word) }
    text += assignment.appends ? "+=" : "="
    switch assignment.value {
    case .scalar(let word):
      if let word { self.word(word) }
    case .list(let elements):
      text += "("
      for (index, element) in elements.enumerated() {
        if index > 0 { text += " " }
        if let word = element.subscriptWord {
          bracketed(word)
          text += "="
        }
        word(element.value)
      }
      text += ")"
    }
  }

  // MARK: Redirections

  private mutating func redirection(_ redirection: Redirection) {
    if let descriptor = redirection.descriptor {
      text += descriptor.utf8.first?.isDigit == true ? descriptor : "{\(descriptor)}"
    }
    text += symbol(of: redirection)
    let target = text.utf8.count
    word(redirection.target)
    // What would lengthen the operator needs a blank before it.
    let index = text.utf8.index(text.utf8.startIndex, offsetBy: target)
    if index < text.endIndex, ByteSet.operatorTails.contains(text.utf8[index]) { text.insert(" ", at: index) }
    if case .hereDocument(let body, _, _) = redirection.kind, !isInBody || !body.parts.isEmpty {
      hereDocuments.append(HereDocument(delimiter: delimiter(redirection.target), body: body))
    }
  }

  private func symbol(of redirection: Redirection) -> String {
    switch redirection.kind {
    case .input: "<"
    case .output: ">"
    case .clobber: ">|"
    case .append: ">>"
    case .readWrite: "<>"
    case .outputAndError: redirection.descriptor == nil ? "&>" : ">&"
    case .appendOutputAndError: "&>>"
    case .duplicateInput: "<&"
    case .duplicateOutput: ">&"
    case .hereDocument(_, _, let stripsTabs): stripsTabs ? "<<-" : "<<"
    case .hereString: "<<<"
    }
  }

  /// The delimiter's line: the word without its quotes (POSIX 2.6.7).
  private func delimiter(_ word: Word) -> String {
    var printer = ScriptPrinter()
    printer.word(word)
    return String(decoding: ParserState.withoutQuotes(Array(printer.text.utf8)[...]), as: UTF8.self)
  }
}
