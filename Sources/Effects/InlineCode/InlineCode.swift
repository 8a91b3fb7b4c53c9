import HookModel

/// Code in commands, by language.
enum InlineCode {
  /// What `code` does when it runs in the places given.
  static func findings(
    in code: String, _ language: InlineLanguage, places: Places, arguments: [Argument], facts: any Facts,
    folder: String? = nil
  ) -> InlineFindings {
    switch language {
    case .awk: return AwkCode(code, places: places, facts: facts).findings
    case .sed: return SedCode(code, places: places).findings
    case .sql: return SQLCode(code, places: places, facts: facts).findings
    case .lisp: return LispCode(code, places: places, arguments: arguments, facts: facts).findings
    case .tcl: return TclCode(code, places: places, facts: facts).findings
    case .python, .javaScript, .perl, .ruby, .php, .lua, .r, .julia, .vim, .elixir, .groovy, .swift, .go:
      var reader = CodeReader(
        code, language: language, places: places, arguments: arguments, facts: facts, folder: folder)
      reader.read()
      return reader.findings
    }
  }
}
