internal import Dialects
internal import HookModel
internal import JSON

/// What `install` writes for one agent: its events, each with one group that calls taffrail.
struct HookFragment {
  /// One event's group.
  struct Entry {
    var event: String
    var group: JSONValue
  }

  /// The entries, in the order of the agent's events.
  var entries: [Entry]

  /// Builds the fragment.
  ///
  /// - Parameters:
  ///   - program: the first word of the command line.
  ///   - isRequired: whether a hook that is missing or cannot answer refuses, where the agent can be told so. Not for a
  ///     file that is shared with people who may not have taffrail: every tool call of theirs would be refused.
  init(for dialect: any Dialect.Type, _ installation: Installation, program: String, isRequired: Bool) {
    let format = installation.handler
    entries = dialect.events.filter(\.isInstalled).map { profile in
      var command = "\(program) hook \(dialect.name)"
      if format.namesEvent { command += " --event \(profile.name)" }
      if format.refusesWhenMissing, !isRequired { command = Self.ifPresent + command }
      var handler: [JSONValue.Member] = format.hasType ? [.init("type", "command")] : []
      handler.append(.init("command", .string(command)))
      handler.append(
        .init(format.timeoutName, .integer(profile.timeoutSeconds * installation.timeoutsPerSecond)))
      if isRequired, profile.isFailClosed, let option = installation.failClosedOption { handler.append(option) }
      if installation.shape == .versionedFlatEvents { return Entry(event: profile.name, group: .object(handler)) }
      var group: [JSONValue.Member] = []
      if profile.isAboutTool, let matcher = installation.toolMatcher {
        group.append(.init("matcher", .string(matcher)))
      }
      group.append(.init("hooks", .array([.object(handler)])))
      return Entry(event: profile.name, group: .object(group))
    }
  }

  /// What stands before the command line where an agent takes a program that is not there for a refusal: without it,
  /// whoever shares the file and has no taffrail could not work at all.
  static let ifPresent = "! command -v taffrail >/dev/null || "

  /// Whether a handler is one of ours, of this or an earlier version: its command's first word is a path to `taffrail`
  /// and the second is `hook`.
  static func isOurs(_ handler: JSONValue) -> Bool {
    guard var command = (handler["command"] ?? handler["bash"])?.string else { return false }
    if command.hasPrefix(ifPresent) { command.removeFirst(ifPresent.count) }
    var words = ShellWords.split(command, limit: 2)
    words += (handler["args"]?.array ?? []).compactMap(\.string)
    guard words.count >= 2, words[1] == "hook" else { return false }
    return words[0].split(separator: "/").last == "taffrail"
  }
}

/// The first words of a command line, as a shell would see them. No expansion: our own commands have none.
enum ShellWords {
  static func split(_ line: String, limit: Int) -> [String] {
    var words: [String] = []
    var word: String.UnicodeScalarView?
    var quote: Unicode.Scalar?
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if words.count == limit { return words }
      if isEscaped {
        word = (word ?? .init()) + [scalar]
        isEscaped = false
      } else if scalar == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if scalar == open { quote = nil } else { word = (word ?? .init()) + [scalar] }
      } else if scalar == "'" || scalar == "\"" {
        quote = scalar
        word = word ?? .init()
      } else if scalar == " " || scalar == "\t" || scalar == "\n" {
        if let complete = word { words.append(String(complete)) }
        word = nil
      } else {
        word = (word ?? .init()) + [scalar]
      }
    }
    if let complete = word, words.count < limit { words.append(String(complete)) }
    return words
  }

  /// A word that a POSIX shell reads as `text`.
  static func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.utf8.allSatisfy(isPlain)
    if isPlain { return text }
    var quoted = "'"
    for scalar in text.unicodeScalars {
      if scalar == "'" { quoted += "'\\''" } else { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "'"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: ":"), UInt8(ascii: ","):
      true
    default: byte >= 0x80
    }
  }
}
