extension ScriptPrinter {
  mutating func spaced(_ word: Word) {
    text += " "
    self.word(word)
  }

  mutating func word(_ word: Word) {
    parts(word.parts)
  }

  mutating func bracketed(_ word: Word) {
    text += "["
    self.word(word)
    text += "]"
  }

  mutating func parts(_ parts: [WordPart]) {
    for (index, part) in parts.enumerated() {
      self.part(part, followedBy: index + 1 < parts.count ? parts[index + 1] : nil)
    }
  }

  private mutating func part(_ part: WordPart, followedBy next: WordPart?) {
    switch part {
    case .literal(let text): self.text += text
    case .escaped(let character): text += "\\" + character
    case .singleQuoted(let text): self.text += "'" + text + "'"
    case .ansiQuoted(let text): ansiQuoted(text)
    case .doubleQuoted(let parts):
      text += "\""
      self.parts(parts)
      text += "\""
    case .parameter(let parameter): self.parameter(parameter, followedBy: next)
    case .command(let script, let isBackquoted):
      if isBackquoted { backquoted(script) } else { substitution("$", script) }
    case .process(let script, let isOutput): substitution(isOutput ? ">" : "<", script)
    case .arithmetic(let word): arithmetic(word)
    case .extendedGlob(let symbol, let alternatives):
      text.append(symbol)
      text += "("
      for (index, word) in alternatives.enumerated() {
        if index > 0 { text += "|" }
        self.word(word)
      }
      text += ")"
    }
  }

  private mutating func substitution(_ symbol: String, _ script: Script) {
    text += symbol
    parenthesised(script)
  }

  /// `$((expression))`, or `$[expression]` where parentheses would not match.
  private mutating func arithmetic(_ word: Word) {
    var inner = ScriptPrinter()
    inner.isInBody = isInBody
    inner.word(word)
    var depth = 0
    for byte in inner.text.utf8 where depth >= 0 {
      if byte == .openParenthesis { depth += 1 } else if byte == .closeParenthesis { depth -= 1 }
    }
    text += depth == 0 ? "$((\(inner.text)))" : "$[\(inner.text)]"
  }

  /// POSIX 2.6.3: within backquotes, a backslash keeps its meaning only before `$`, `` ` `` and another backslash.
  private mutating func backquoted(_ script: Script) {
    var inner = ScriptPrinter()
    inner.isInBody = isInBody
    inner.list(script, separator: "; ")
    if !inner.hereDocuments.isEmpty { inner.endLine() }
    text += "`"
    for character in inner.text.unicodeScalars {
      if character == "\\" || character == "`" { text += "\\" }
      text.unicodeScalars.append(character)
    }
    text += "`"
  }

  private mutating func ansiQuoted(_ quoted: String) {
    text += "$'"
    for character in quoted.unicodeScalars {
      switch character {
      case "\\", "'": text += "\\" + String(character)
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case "\u{1B}": text += "\\e"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(character.value, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
      default: text.unicodeScalars.append(character)
      }
    }
    text += "'"
  }

  // MARK: Parameters

  private mutating func parameter(_ parameter: ParameterExpansion, followedBy next: WordPart?) {
    if parameter.operation == .value, !parameter.isIndirect, parameter.subscriptWord == nil,
      !needsBraces(parameter.name, followedBy: next)
    {
      text += "$" + parameter.name
      return
    }
    text += "${"
    if case .other(let content) = parameter.operation {
      text += content + "}"
      return
    }
    switch parameter.operation {
    case .length: text += "#"
    case .names, .keys: text += "!"
    default: if parameter.isIndirect { text += "!" }
    }
    text += parameter.name
    if let word = parameter.subscriptWord { bracketed(word) }
    operation(parameter.operation)
    text += "}"
  }

  private func needsBraces(_ name: String, followedBy next: WordPart?) -> Bool {
    if name.utf8.count > 1, name.utf8.first?.isDigit == true { return true }
    guard case .literal(let text)? = next, let byte = text.utf8.first else { return false }
    return byte.continuesName || byte == .openBracket
  }

  private mutating func operation(_ operation: ParameterExpansion.Operation) {
    switch operation {
    case .value, .length, .keys, .other: break
    case .names: text += "@"
    case .defaultValue(let word, let emptyCounts): self.operator(emptyCounts ? ":-" : "-", word)
    case .assignDefault(let word, let emptyCounts): self.operator(emptyCounts ? ":=" : "=", word)
    case .errorIfUnset(let word, let emptyCounts): self.operator(emptyCounts ? ":?" : "?", word)
    case .alternative(let word, let emptyCounts): self.operator(emptyCounts ? ":+" : "+", word)
    case .removePrefix(let word, let longest): self.operator(longest ? "##" : "#", word)
    case .removeSuffix(let word, let longest): self.operator(longest ? "%%" : "%", word)
    case .changeCase(let symbol, let pattern):
      text += symbol
      if let pattern { word(pattern) }
    case .transform(let letter): text += "@" + letter
    case .substring(let offset, let length):
      self.operator(":", offset)
      if let length { self.operator(":", length) }
    case .replace(let pattern, let replacement, let which):
      switch which {
      case .first: text += "/"
      case .all: text += "//"
      case .prefix: text += "/#"
      case .suffix: text += "/%"
      }
      word(pattern)
      if let replacement { self.operator("/", replacement) }
    }
  }

  private mutating func `operator`(_ symbol: String, _ word: Word) {
    text += symbol
    self.word(word)
  }
}
