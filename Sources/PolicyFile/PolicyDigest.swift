internal import HookModel
internal import Patterns

/// What trust is given to: the programs that a policy names, and nothing else of it.
public enum PolicyDigest {
  /// A text that two policies share exactly when they name the same programs: one entry a line, each word with its length
  /// before it, so that no word can be taken for two.
  public static func text(of files: [PolicyFile]) -> String {
    var text = "taffrail programs 1\n"
    for program in files.flatMap(\.namedPrograms) {
      for word in program { text += "\(word.utf8.count):\(word) " }
      text += "\n"
    }
    return text
  }
}

extension PolicyFile {
  /// The programs that the file names, each as its kind (`gate`, `context` or `handler`) and then its words, sorted: moving
  /// a table, a comment or another rule changes nothing.
  public var namedPrograms: [[String]] {
    var programs: [[String]] = []
    for gate in gates { programs.append(["gate"] + gate.run) }
    for command in sessionContext?.commands ?? [] { programs.append(["context"] + command.value) }
    for condition in sessionContext?.conditions ?? [] {
      for command in condition.commands { programs.append(["context"] + command) }
    }
    for handler in handlers { programs.append(["handler"] + handler.run) }
    programs.sort { $0.lexicographicallyPrecedes($1) }
    return programs.enumerated().filter { $0.offset == 0 || programs[$0.offset - 1] != $0.element }.map(\.element)
  }

  /// Checks what one file alone cannot tell: that required gates exist, and that no two files name a gate alike.
  ///
  /// - Throws: `PolicyErrors` with every mistake.
  public static func check(_ files: [PolicyFile]) throws(PolicyErrors) {
    var errors: [PolicyError] = []
    var gates: [Gate] = []
    for gate in files.flatMap(\.gates) {
      if let other = gates.first(where: { $0.name == gate.name && $0.location.file != gate.location.file }) {
        errors.append(
          PolicyError(
            "quality-gate: a gate named \"\(gate.name)\" stands in \(other.location.short) already. Give this one another name.",
            at: gate.location))
      }
      gates.append(gate)
    }
    let names = gates.map(\.name)
    for required in files.flatMap({ $0.completionGate?.require ?? [] }) where !names.contains(required.value) {
      let known = names.isEmpty ? "there is no [[quality-gate]]" : "the gates are \(names.joined(separator: ", "))"
      let hint = Suggestion.nearest(to: required.value, in: names).map { "did you mean \"\($0)\"?" } ?? known
      errors.append(
        PolicyError("completion-gate.require: no gate is named \"\(required.value)\"; \(hint)", at: required.location))
    }
    if !errors.isEmpty { throw PolicyErrors(Array(errors.prefix(PolicyErrors.most))) }
  }
}
