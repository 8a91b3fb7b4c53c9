internal import ArgumentParser
internal import HookModel
internal import OS

/// Answers on standard output, diagnostics on standard error; colour only where a person looks and wants it.
enum Terminal {
  static let usesColour =
    Surroundings.isTerminal(1) && (Surroundings.variable("NO_COLOR") ?? "").isEmpty
    && Surroundings.variable("TERM") != "dumb"

  enum Colour: String {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case dim = "2"
    case bold = "1"
  }

  static func paint(_ text: String, _ colour: Colour) -> String {
    usesColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  static func paint(_ verdict: Verdict, padded width: Int = 0) -> String {
    let word = verdict.word + String(repeating: " ", count: max(0, width - verdict.word.count))
    return switch verdict {
    case .allow: paint(word, .green)
    case .ask: paint(word, .yellow)
    case .deny: paint(word, .red)
    }
  }

  static func print(_ text: String) { try? File.writeAll(text + "\n", to: 1) }

  static func warn(_ text: String) { try? File.writeAll(text + "\n", to: 2) }

  static func absolute(_ path: String) -> String {
    Paths.clean(Paths.join((try? Surroundings.currentDirectory()) ?? "/", path))
  }

  /// The text with control and direction-changing characters made visible, so that what an agent sent cannot repaint a
  /// person's terminal.
  static func safe(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A, 0x09, 0x20...0x7E: result.append(scalar)
      case 0...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF:
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// The same on one line, cut to a width.
  static func line(_ text: String, width: Int) -> String {
    let flat = safe(text).split(separator: "\n", omittingEmptySubsequences: true).joined(separator: " ⏎ ")
    return flat.count <= width ? flat : flat.prefix(max(1, width - 1)) + "…"
  }
}

extension ParsableCommand {
  /// Ends a command with a failure's message and exit code 2.
  func fail(_ failure: Failure) -> ExitCode {
    Terminal.warn(
      "taffrail: \(failure.reason.what)\n  why: \(Terminal.safe(failure.reason.why))\n  fix: \(failure.reason.fix)")
    return ExitCode(2)
  }
}

extension Verdict {
  /// The exit code of the dry runs: 0 allow, 1 deny, 3 ask.
  var exitCode: ExitCode {
    switch self {
    case .allow: ExitCode(0)
    case .deny: ExitCode(1)
    case .ask: ExitCode(3)
    }
  }
}
