import HookModel

/// One thing that a command does to the world, before it is known where in the tool call it comes from.
struct Touch: Sendable {
  /// What is done.
  var action: Effect.Action
  /// How sure it is.
  var certainty: Certainty

  /// Creates a touch.
  init(_ action: Effect.Action, certainty: Certainty = .certain) {
    self.action = action
    self.certainty = certainty
  }
}

/// What code that a command carries does.
struct InlineFindings: Sendable {
  /// The files that it touches, and text that it executes without its being in sight (`exec` of decoded text).
  var touches: [Touch] = []
  /// Texts that it gives to a shell; the shell evaluator goes on with them.
  var shellCommands: [String] = []
  /// Programs that it runs without a shell, the program's name first.
  var argvCommands: [[Argument]] = []
  /// The text that it prints, as far as it is known.
  var printed = ""
  /// Whether it is a program in one of the languages of programs, not a filter's or a statement.
  var isCode = false
  /// Whether there is code that was not understood well enough to say what it does not do.
  var isUnjudged = false
}

/// A language whose code commands carry in arguments, files and standard input.
enum InlineLanguage: Sendable, Equatable, CaseIterable {
  case python
  case javaScript
  case perl
  case ruby
  case php
  case lua
  case r
  case julia
  case lisp
  case vim
  case awk
  case sed
  case sql
  case tcl
  case elixir
  /// Groovy, and what Java, Kotlin and Scala have in common with it.
  case groovy
  case swift
  case go
}

/// What a program does with the text on its standard input.
enum StandardInputUse: Sendable, Equatable {
  /// Runs it as a shell script; not local where `isRemote` (`ssh host`).
  case executesShell(isRemote: Bool)
  /// Runs it as code of a language.
  case executes(InlineLanguage)
  /// Runs it as something that is not among the known languages (`gdb`, `ftp`, `vim -s -`).
  case executesOther
  /// Takes it as text: filters, shows, stores it.
  case readsAsText
  /// Applies it as a patch.
  case appliesPatch
  /// Takes it as a list of file names whose contents it then reads (`tar -T -`, `cpio -o`, `wc --files0-from=-`).
  case readsNames
  /// Does not look at it.
  case ignores
  /// The program is not in the table.
  case unknown
}

/// What a program writes to its standard output.
enum StandardOutput: Sendable, Equatable {
  /// Exactly this text, with the newline at its end if it writes one.
  case text(String)
  /// The contents of this file (absolute).
  case file(String)
  /// Names of files, all below this folder (absolute; nil where it is unknown), one a line; where patterns are given, each
  /// matches one of them.
  case names(under: String?, named: [String] = [])
  /// What it downloads, or was downloaded before and passes through.
  case fetched
  /// Text decoded, decrypted or decompressed from something that is not in sight.
  case decoded
  /// Cannot be told.
  case unknown
}
