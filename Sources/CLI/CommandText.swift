internal import Effects
internal import Engine
internal import HookModel
internal import JSON
internal import ShellSyntax

/// A command line taken apart, step by step: how it parses, what each simple command is when its words are resolved and what
/// it does, and what the rules say. It fits 80 columns, so that it can be pasted into a report.
enum CommandText {
  private static let width = 80

  static func page(_ script: String, _ outcome: DryRun.Outcome) -> String {
    var lines = [Terminal.paint("tree", .bold)]
    lines += tree(script)
    lines += ["", Terminal.paint("steps", .bold)]
    lines += steps(outcome.analysis)
    lines += ["", Terminal.paint("rulings", .bold)]
    lines += rulings(outcome)
    lines += ["", "\(Terminal.paint("verdict", .bold))  \(Terminal.paint(outcome.verdict))"]
    return lines.joined(separator: "\n")
  }

  // MARK: tree

  private static func tree(_ script: String) -> [String] {
    do throws(SyntaxError) {
      let lines = ScriptTree(try Parser.parse(script), source: script).lines
      if lines.isEmpty { return ["  nothing to run"] }
      return lines.map { line in
        let indent = String(repeating: "  ", count: min(line.depth + 1, 20))
        return indent + Terminal.line(line.text, width: width - indent.count)
      }
    } catch {
      return syntaxError(error, script)
    }
  }

  /// The line of the error, with a mark below its column.
  private static func syntaxError(_ error: SyntaxError, _ script: String) -> [String] {
    let place = "line \(error.line), column \(error.column)"
    var lines = wrapped("no tree: \(Terminal.safe(error.message)) (\(place))", indent: 2)
    let text = script.split(separator: "\n", omittingEmptySubsequences: false)
    if error.line <= text.count {
      let line = text[error.line - 1]
      let before = Terminal.safe(String(line.utf8.prefix(error.column - 1)) ?? "")
      let start = max(0, before.count - 60)
      let shown = (start > 0 ? "…" : "") + Terminal.safe(String(line)).dropFirst(start)
      lines.append("    " + Terminal.line(String(shown), width: width - 4))
      lines.append("    " + String(repeating: " ", count: before.count - start + (start > 0 ? 1 : 0)) + "^")
    }
    return lines
  }

  // MARK: steps

  private static func steps(_ analysis: Analysis) -> [String] {
    var lines: [String] = []
    let steps = ShellExplanation(script: nil, analysis: analysis).steps
    if steps.isEmpty, analysis.unjudged.isEmpty { lines.append("  none: nothing would run") }
    var directory: String??
    let numberWidth = String(steps.count).count
    for (index, step) in steps.enumerated() {
      if let command = step.command {
        let here = command.isRemote ? "another host or container" : command.directory
        if directory != .some(here) {
          directory = .some(here)
          lines.append(Terminal.paint("  in \(Terminal.line(here ?? "an unknown folder", width: .max))", .dim))
        }
      }
      lines += self.lines(step, number: "  " + String(index + 1).leftPadded(to: numberWidth) + "  ")
    }
    for reason in analysis.unjudged {
      lines += wrapped("not judged: \(Terminal.safe(reason.what)): \(Terminal.safe(reason.why))", indent: 2)
    }
    return lines
  }

  private static func lines(_ step: ShellExplanation.Step, number: String) -> [String] {
    let indent = String(repeating: " ", count: number.count)
    let certainty = Self.certainty(step.certainty)
    let title = step.command?.commandLine ?? step.origin.text
    var lines = marked(title, certainty, indent: indent.count)
    lines[0] = number + lines[0].dropFirst(number.count)
    if let command = step.command {
      if !step.origin.through.isEmpty {
        lines.append(
          Terminal.paint(
            indent
              + Terminal.line("through " + step.origin.through.joined(separator: " > "), width: width - indent.count),
            .dim))
      }
      if !isSame(step.origin.text, command.commandLine) {
        lines.append(
          Terminal.paint(indent + "written " + Terminal.line(step.origin.text, width: width - indent.count - 8), .dim))
      }
    }
    for effect in step.effects {
      lines += marked(
        EffectText.verb(effect).padded(to: 8) + EffectText.object(effect),
        effect.certainty == step.certainty ? "" : Self.certainty(effect.certainty), indent: indent.count)
    }
    return lines
  }

  /// Whether a command is written as it is resolved, quotes and redirections aside.
  private static func isSame(_ written: String, _ resolved: String) -> Bool {
    func bare(_ text: String) -> String { text.filter { $0 != "'" && $0 != "\"" && $0 != "\\" } }
    return bare(written).hasPrefix(bare(resolved))
  }

  private static func certainty(_ certainty: Certainty) -> String {
    switch certainty {
    case .certain: ""
    case .possible: "possible"
    case .unknown: "unknown"
    }
  }

  /// A text, and a mark at the right edge. Nothing is cut: what a command does is read to its end.
  private static func marked(_ text: String, _ mark: String, indent: Int) -> [String] {
    let text = Terminal.line(text, width: .max)
    let room = mark.isEmpty ? 0 : mark.count + 2
    let margin = String(repeating: " ", count: indent)
    if indent + text.count + room <= width {
      if mark.isEmpty { return [margin + text] }
      return [(margin + text).padded(to: width - mark.count) + Terminal.paint(mark, .dim)]
    }
    var lines: [String] = []
    var line = margin
    var isEmpty = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      // A path that no line can hold stays where it is.
      if !isEmpty, line.count + 1 + word.count > width - room, indent + 4 + word.count <= width - room {
        lines.append(line)
        line = margin + "    "
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    lines.append(mark.isEmpty ? line : line.padded(to: width - mark.count - 2) + "  " + Terminal.paint(mark, .dim))
    return lines
  }

  // MARK: rulings

  private static func rulings(_ outcome: DryRun.Outcome) -> [String] {
    let spoken = outcome.rulings.filter { $0.reason != nil || $0.context != nil }
    if spoken.isEmpty { return ["  none: nothing here is any rule's business"] }
    var lines: [String] = []
    for ruling in spoken {
      let note = ruling.isObserved ? "   only observed" : ""
      lines.append("  \(Terminal.paint(ruling.verdict, padded: 5)) \(Terminal.safe(ruling.rule))\(note)")
      if let reason = ruling.reason {
        lines += wrapped(Terminal.safe(reason.what), indent: 8)
        lines += wrapped("why: " + Terminal.safe(reason.why), indent: 8, hanging: 13)
        lines += wrapped("fix: " + Terminal.safe(reason.fix), indent: 8, hanging: 13)
      }
      if let context = ruling.context { lines += wrapped("context: " + Terminal.safe(context), indent: 8, hanging: 17) }
    }
    return lines
  }

  /// A text in lines that fit, further lines under `hanging`. A word that is too long for a line keeps one to itself.
  static func wrapped(_ text: String, indent: Int, hanging: Int? = nil) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: hanging ?? indent)
        isEmpty = true
      }
      if !isEmpty { line += " " }
      line += word
      isEmpty = false
    }
    lines.append(line)
    return lines
  }

  // MARK: for programs

  /// The parse, for programs: whether it is a script, and its tree by lines.
  static func json(_ script: String) -> JSONValue {
    do throws(SyntaxError) {
      let tree = ScriptTree(try Parser.parse(script), source: script)
      return [
        "valid": true,
        "tree": .array(tree.lines.map { ["depth": .integer($0.depth), "text": .string($0.text)] }),
      ]
    } catch {
      return [
        "valid": false,
        "error": [
          "message": .string(error.message), "line": .integer(error.line), "column": .integer(error.column),
          "incomplete": .bool(error.isIncomplete), "bound": .bool(error.isBound),
        ],
      ]
    }
  }
}
