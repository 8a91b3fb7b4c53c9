/// How much of a script the evaluator looks at. Whatever goes beyond a bound is never passed over in silence: it becomes an
/// unjudged reason, by which the whole call is refused, or, where a comment says so, an unknown value.
public struct ShellBounds: Sendable, Equatable {
  /// The bytes of a command line. Beyond: unjudged.
  public var scriptBytes = 1 << 20
  /// How many simple commands are evaluated in all, loops unrolled and functions entered; those of script files that stood
  /// there before count apart. Beyond: unjudged, or, in such a file, what comes then is not looked at.
  public var steps = 20_000
  /// How deep carried code may carry code (`sh -c "sh -c '...'"`), functions, `source` and scripts counted alike. Beyond:
  /// unjudged.
  public var depth = 24
  /// How many effects one call may have. Beyond: unjudged.
  public var effects = 50_000
  /// How many words one word may become by braces. Beyond: unjudged.
  public var braceWords = 4_096
  /// How many bytes the expansions of one call may make in all; a word counts as 256 of them at least. Beyond:
  /// as for `steps`.
  public var expandedBytes = 1 << 28
  /// How many bytes one value may have. Beyond: the value is unknown.
  public var valueBytes = 1 << 20
  /// How many bytes a value may have whose parts are matched against a pattern (`${x#a}`, `${x/a/b}`). Beyond: what is left
  /// of it is unknown.
  public var patternBytes = 4_096
  /// How many values a variable may have at once, and how many ways one simple command is tried. Beyond: the value is
  /// unknown.
  public var alternatives = 8
  /// How many turns of a loop are followed whose end is computed (`while`, `for ((;;))`). Beyond: whatever the loop
  /// changes is unknown.
  public var loopTurns = 64
  /// How many names of one folder a wildcard is matched against. Beyond: the word is an unknown name in that folder.
  public var folderNames = 4_096
  /// How many folders one wildcard word is looked up in. Beyond: the word is an unknown name below its known folder.
  public var wildcardFolders = 256
  /// How many bytes of a script file, a Makefile or a `package.json` are read. Beyond: the rest of the file is not looked
  /// at, as a file that is not there would not be; a script that is there raises no question for what cannot be told of it.
  public var fileBytes = 1 << 18
  /// How many script files are read in all. Beyond: they are not looked at, as above.
  public var files = 64

  /// Creates the default bounds.
  public init() {}

  /// The default bounds.
  public static let standard = ShellBounds()
}
