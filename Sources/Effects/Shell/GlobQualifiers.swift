import HookModel
import ShellSyntax

/// zsh's glob qualifiers, of which some are code: `*(e:'rm $REPLY':)`, `*(+name)`.
extension ShellEvaluator {
  /// Walks the code in the qualifiers behind a pattern.
  func walkQualifiers(of word: Word) {
    guard !state.isPOSIX, let last = word.parts.last else { return }
    switch last {
    case .literal(let text):
      guard text.utf8.last == UInt8(ascii: ")") else { return }
      var whole = ""
      for part in word.parts { whole += plainText(part) }
      guard let open = whole.utf8.firstIndex(of: UInt8(ascii: "(")) else { return }
      walk(qualifiers: whole.utf8[whole.utf8.index(after: open)...].dropLast())
    case .extendedGlob(_, let alternatives):
      for alternative in alternatives {
        let text = alternative.parts.reduce("") { $0 + plainText($1) }
        walk(qualifiers: text.utf8[...])
      }
    default: return
    }
  }

  private func plainText(_ part: WordPart) -> String {
    switch part {
    case .literal(let text), .escaped(let text), .singleQuoted(let text), .ansiQuoted(let text): text
    case .doubleQuoted(let parts): parts.reduce("") { $0 + plainText($1) }
    case .parameter, .command, .arithmetic, .process, .extendedGlob: ""
    }
  }

  private func walk(qualifiers: Substring.UTF8View) {
    var rest = qualifiers
    var codes: [String] = []
    while let letter = rest.popFirst() {
      if letter == UInt8(ascii: "+") {
        let name = rest.prefix { $0 == 0x5F || $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
        if !name.isEmpty { codes.append(String(Substring(name))) }
        rest = rest.dropFirst(name.count)
        continue
      }
      guard letter == UInt8(ascii: "e"), let mark = rest.first, !(mark >= 0x30 && mark <= 0x39),
        !(mark | 0x20 >= 0x61 && mark | 0x20 <= 0x7A)
      else { continue }
      let closer: UInt8 =
        switch mark {
        case UInt8(ascii: "["): UInt8(ascii: "]")
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        case UInt8(ascii: "<"): UInt8(ascii: ">")
        case UInt8(ascii: "("): UInt8(ascii: ")")
        default: mark
        }
      rest = rest.dropFirst()
      guard let end = rest.firstIndex(of: closer) else { break }
      codes.append(String(Substring(rest[..<end])))
      rest = rest[end...].dropFirst()
    }
    for code in codes { walkSetting(.command, "glob qualifier", code) }
  }
}
