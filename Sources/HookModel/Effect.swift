public import JSON

/// How sure an effect is.
public enum Certainty: Int, Sendable, Comparable {
  /// It happens if the tool call succeeds, as far as can be told.
  case certain
  /// It happens on some path: one branch, one loop body, one member of a wildcard.
  case possible
  /// Whether it happens cannot be told; some part of it is unknown.
  case unknown

  /// Orders from certain to unknown.
  public static func < (a: Certainty, b: Certainty) -> Bool { a.rawValue < b.rawValue }
}

/// One thing that a tool call would do to the world. Policies judge effects, never tool names.
public struct Effect: Sendable {
  /// What is done.
  public var action: Action
  /// How sure it is.
  public var certainty: Certainty
  /// Where in the tool call it comes from.
  public var origin: Origin

  /// Creates an effect.
  public init(_ action: Action, certainty: Certainty = .certain, origin: Origin) {
    self.action = action
    self.certainty = certainty
    self.origin = origin
  }

  /// What an effect does. Effects are handed on a great deal more often than they are made, so that they are boxed.
  public indirect enum Action: Sendable {
    /// Runs one simple command.
    case run(ResolvedCommand)
    /// Writes a file, wholly or in part; `content` is the text that is new in it, where that is known.
    case write(Target, WriteKind, content: String?)
    /// Reads a file.
    case read(Target, ReadUse)
    /// Deletes a file, or a folder with all in it.
    case delete(Target, recursive: Bool)
    /// Executes text that is not in sight: fetched, or decoded from something unknown.
    case execute(CodeSource, by: String)
    /// Fetches a URL; nil where it is unknown.
    case fetch(url: String?)
    /// Calls an MCP tool.
    case mcp(server: String, tool: String, arguments: JSONValue)
    /// Calls a tool that is none of the above.
    case tool(name: String, arguments: JSONValue)
    /// Submits a prompt.
    case prompt(String)
  }

  /// Where an effect comes from.
  public struct Origin: Sendable, Equatable {
    /// The tool's name, or the simple command as it is written in the script.
    public var text: String
    /// The simple command's place in the script, in bytes; nil for effects of file tools and of carried code.
    public var span: Range<Int>?
    /// How the effect was reached, outermost first: `sudo`, `sh -c`, `find -exec`, `Makefile`, ...
    public var through: [String]

    /// Creates an origin.
    public init(text: String, span: Range<Int>? = nil, through: [String] = []) {
      self.text = text
      self.span = span
      self.through = through
    }
  }
}

/// What a write does to its target.
public enum WriteKind: String, Sendable {
  /// Makes or replaces the content.
  case replace
  /// Adds to, or changes parts of, the content.
  case modify
  /// Changes mode, owner or attributes (chmod, chown, setfacl): guarded by `write` patterns, not by `outside`.
  case attributes
  /// Makes a hard or symbolic link at the target.
  case link
  /// Makes a folder.
  case folder
  /// Empties or shortens the content (`truncate -s 0`, `: > file`).
  case truncate
}

/// Why a file is read.
public enum ReadUse: String, Sendable {
  /// Its content reaches the model or goes elsewhere.
  case show
  /// A program takes it as its own input or configuration (`source`, `--env-file`).
  case use
}

/// Where executed text comes from.
public enum CodeSource: String, Sendable {
  /// The network.
  case fetched
  /// Decoded, decrypted or decompressed from something that is not in sight.
  case decoded
  /// A place that cannot be told.
  case unknown
}

/// The file or folder that an effect is about.
public struct Target: Sendable, Equatable {
  /// The absolute path, without `.`, `..` taken lexically out only where no symlink can stand before it; nil where unknown.
  public var path: String?
  /// The word as it stands in the tool call, for messages.
  public var spelling: String
  /// For an unknown path: the longest absolute folder under which it certainly lies.
  public var knownFolder: String?
  /// Whether a wildcard produced this target: it then stands for a file that exists (or for the wildcard itself).
  public var isFromWildcard: Bool
  /// What was unknown, in words: `the value of $X`, `the output of date`.
  public var unknown: String?
  /// Whether the effect reaches everything below the path (`grep -r`, `cp -r`, `tar c`).
  public var includesContents: Bool
  /// For an unknown path that stands for whatever a program lists below `knownFolder` (`find`, `ls`): the patterns of names
  /// that the program looks for, none where it takes any name; nil for an unknown path that is no listing's.
  public var listedNames: [String]?

  /// Creates a target whose path is known.
  public init(path: String, spelling: String? = nil, isFromWildcard: Bool = false, includesContents: Bool = false) {
    self.path = path
    self.spelling = spelling ?? path
    self.isFromWildcard = isFromWildcard
    self.includesContents = includesContents
  }

  /// Creates a target whose path is not known.
  public init(unknown: String, spelling: String, knownFolder: String? = nil) {
    self.path = nil
    self.spelling = spelling
    self.knownFolder = knownFolder
    self.unknown = unknown
    self.isFromWildcard = false
    self.includesContents = false
  }

  /// For what a program lists: the known folder with each of the names behind it that it looks for, or with `*`.
  public var listedPaths: [String] {
    guard path == nil, let names = listedNames, let folder = knownFolder else { return [] }
    return (names.isEmpty ? ["*"] : names).map { Paths.join(folder, $0) }
  }
}

/// One argument of a resolved command.
public struct Argument: Sendable, Equatable {
  /// The value after all expansions; nil where it is unknown.
  public var value: String?
  /// The word as it is written.
  public var spelling: String
  /// For an unknown value: the text that it certainly begins with.
  public var knownPrefix: String
  /// What was unknown, in words.
  public var unknown: String?
  /// Whether a wildcard produced this argument.
  public var isFromWildcard: Bool
  /// For an unknown value that stands for the names that a program lists: as in `Target`.
  public var listedNames: [String]?

  /// Creates an argument that is known.
  public init(_ value: String, spelling: String? = nil, isFromWildcard: Bool = false) {
    self.value = value
    self.spelling = spelling ?? value
    self.knownPrefix = value
    self.isFromWildcard = isFromWildcard
  }

  /// Creates an argument that is not known.
  public init(unknown: String, spelling: String, knownPrefix: String = "") {
    self.value = nil
    self.spelling = spelling
    self.knownPrefix = knownPrefix
    self.unknown = unknown
    self.isFromWildcard = false
  }
}

/// A simple command (POSIX 2.9.1) after expansion, with the wrappers before it (`sudo`, `env`, `xargs`, ...) taken off.
public struct ResolvedCommand: Sendable {
  /// The program's name without its folder (`rm` for `/bin/rm`); nil where it is unknown.
  public var program: String?
  /// The program as it is spelled after expansion: `/bin/rm`.
  public var programPath: String?
  /// The arguments after the program.
  public var arguments: [Argument]
  /// Environment assignments before the command, by name; a nil value is unknown.
  public var environment: [String: String?]
  /// The directory in which it runs, absolute; nil where it is unknown.
  public var directory: String?
  /// Whether it runs on another host or in a container.
  public var isRemote: Bool
  /// What it gets on standard input.
  public var input: StandardInput
  /// Where it writes to, when its standard output is redirected or piped: the names of the programs that read it.
  public var pipedTo: [String]
  /// How the program was reached, outermost first: `sudo`, `xargs`.
  public var wrappers: [String]

  /// Creates a command.
  public init(
    program: String?, programPath: String? = nil, arguments: [Argument], environment: [String: String?] = [:],
    directory: String?, isRemote: Bool = false, input: StandardInput = .inherited, pipedTo: [String] = [],
    wrappers: [String] = []
  ) {
    self.program = program
    self.programPath = programPath ?? program
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
    self.isRemote = isRemote
    self.input = input
    self.pipedTo = pipedTo
    self.wrappers = wrappers
  }

  /// What a command reads from standard input.
  public enum StandardInput: Sendable, Equatable {
    /// Whatever the shell has.
    case inherited
    /// This text: a here-document, a here-string, the output of `echo` or `printf`.
    case text(String)
    /// A file.
    case file(String)
    /// The output of a download.
    case fetched
    /// The output of a decoder whose input is not in sight.
    case decoded
    /// The output of some command that cannot be told.
    case unknown
  }

  /// The command as one line of shell, words quoted where they have to be; `…` stands for what is unknown.
  public var commandLine: String {
    var line = programPath ?? "…"
    for argument in arguments {
      line += " "
      line += argument.value.map(ResolvedCommand.quoted) ?? argument.spelling
    }
    return line
  }

  static func quoted(_ word: String) -> String {
    if word.isEmpty { return "''" }
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "="),
        UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: "%"):
        true
      case 0x80...: true
      default: false
      }
    }
    if plain { return word }
    var text = "'"
    for character in word.unicodeScalars {
      if character == "'" { text += "'\\''" } else { text.unicodeScalars.append(character) }
    }
    return text + "'"
  }
}
