import HookModel

/// What the libraries' functions for paths and texts give.
extension CodeReader {
  /// Components joined by slashes, where an absolute one begins anew.
  func joined(_ values: [CodeValue]) -> CodeValue {
    guard var path = values.first else { return .text("") }
    for value in values.dropFirst() {
      if value.kind == .text || value.kind == .unknown, value.text.begins(with: "/"), language != .ruby {
        path = value
        continue
      }
      let slash = path.text.ends(in: "/") && path.kind == .text || path.kind == .text && path.text.isEmpty ? "" : "/"
      path = path.followed(by: .text(slash)).followed(by: value)
    }
    return path
  }

  /// Where `source` goes when it is copied to `target`, which may be a folder.
  func inside(_ target: CodeValue, _ source: CodeValue) -> CodeValue {
    guard target.kind == .text, source.kind == .text, isFolder(target), language != .javaScript, language != .php else {
      return target
    }
    return joined([target, .text(Places.name(source.text), isWildcard: source.isWildcard)])
  }

  /// Whether a value names a folder that exists.
  func isFolder(_ value: CodeValue) -> Bool {
    guard value.kind == .text, let path = places.path(value.text) else { return false }
    return facts.kind(of: facts.resolve(path)) == .folder
  }

  /// The value of an environment variable.
  func environment(_ name: String?) -> CodeValue {
    guard let name else { return .unknown("a variable of the environment") }
    return facts.environment(name).map { .text($0) } ?? .unknown("the value of $\(name)")
  }

  /// `~/x` with the home folder; in Ruby a relative path becomes absolute, too.
  func expandedHome(_ value: CodeValue?) -> CodeValue {
    guard var value, value.text.begins(with: "~/") || value.text == "~", let home = facts.home(of: nil) else {
      return value ?? .unknown("a path")
    }
    value.text = home + value.text.dropFirst()
    value.shellText = home + value.shellText.dropFirst()
    return value
  }

  /// The files that a pattern stands for, or the names in a folder.
  mutating func glob(_ values: [CodeValue], _ name: String) -> CodeValue {
    hasPatterns = true
    guard var pattern = values.first(where: { $0.entries.isEmpty }) else {
      return .unknown("names in a folder", prefix: "")
    }
    switch name {
    case "os.walk":
      pattern.isWalk = true
      return pattern
    // The names come without their folder.
    case "os.listdir", "fs.readdir", "scandir", "Dir.children", "Dir.entries", "Dir.foreach", "Dir.each_child":
      return .text("*", isWildcard: true)
    case "os.scandir", "Find.find", "recursivedirectoryiterator", "directoryiterator", "filesystemiterator":
      var below = joined([pattern, .text("*", isWildcard: true)])
      below.isPath = true
      return below
    default: break
    }
    if pattern.kind == .list {
      var choices: [CodeValue] = []
      for item in pattern.items { choices.append(glob([item], name)) }
      return .choice(choices)
    }
    if pattern.kind == .text {
      pattern.isWildcard = pattern.text.utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B || $0 == 0x7B }
    }
    return pattern
  }

  /// What a text decodes to.
  func decoded(_ value: CodeValue?, _ encoding: CodeValue?, _ decode: ([UInt8]) -> [UInt8]?) -> CodeValue {
    guard let value else { return .unknown("decoded text", source: .decoded) }
    // `Buffer.from(text, 'base64')`; without the second, the text stays.
    if language == .javaScript, let encoding, encoding.kind == .text {
      guard value.kind == .text else { return .unknown("decoded text", source: value.source ?? .decoded) }
      switch encoding.text {
      case "base64", "base64url": break
      case "hex":
        let digits = value.text.utf8.compactMap(\.hexValue)
        let bytes = stride(from: 0, to: digits.count - digits.count % 2, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        return .text(String(decoding: bytes, as: UTF8.self))
      default: return value
      }
    }
    guard value.kind == .text, let bytes = decode(Array(value.text.utf8)) else {
      return .unknown("decoded text", source: value.source ?? .decoded)
    }
    return .text(String(decoding: bytes, as: UTF8.self))
  }

  /// The element of a value at an index.
  mutating func element(of value: CodeValue, at index: CodeValue?) -> CodeValue {
    switch (value.kind, value.text) {
    case (.name, CodeReader.scope):
      guard let index, index.kind == .text else { return .unknown("a name of the code") }
      return variables[index.text] ?? .name(index.text)
    case (.name, "ENV"), (.name, "$_ENV"), (.name, "$_SERVER"), (.name, "$ENV"), (.name, "Deno.env"):
      return environment(index?.kind == .text ? index?.text : nil)
    case (.name, "Dir") where language == .ruby: return glob(index.map { [$0] } ?? [], "Dir.glob")
    case (.name, "ARGV"), (.name, "$ARGV"), (.name, "$argv"), (.name, "process.argv"):
      guard let number = index.flatMap({ Int($0.shellText) }) else { return .unknown("an argument of the code") }
      // Python, PHP and Node count the script; Node, itself as well.
      let first = language == .perl || language == .ruby ? 0 : 1
      let place = number - first
      guard place >= 0, place < arguments.count else { return .unknown("an argument of the code") }
      return self.value(of: arguments[place])
    case (.list, _):
      if let key = index, key.kind == .text, let entry = value.entries.last(where: { $0.key == key.text }) {
        return entry.value
      }
      if let number = index.flatMap({ Int($0.shellText) }), number >= 0, number < value.items.count {
        return value.items[number]
      }
      return value.element
    case (.name, _):
      // `globals()['x']`, `fs['rmSync']`: a member by its name.
      guard let index, index.kind == .text else { return .unknown("an element of \(value.text)") }
      return member(index.text, of: value)
    default: return .unknown("a part of \(value.unknownWords)", source: value.source)
    }
  }

  func value(of argument: Argument) -> CodeValue {
    guard let text = argument.value else {
      return .unknown(argument.unknown ?? "an argument", prefix: argument.knownPrefix)
    }
    return .text(text, isWildcard: argument.isFromWildcard)
  }

  /// A method of a value that is no name.
  mutating func method(_ name: String, of value: CodeValue, _ given: [Given]) -> CodeValue {
    let first = given.first?.value
    if let result = textMethod(name, of: value, given) { return result }
    if functions[name] != nil { return callFunction(name, given) }
    // `ctypes.CDLL(None).system(…)`.
    if name == "system", language == .python, value.kind == .unknown, let first, first.kind == .text {
      runShell(first)
      return .unknown("the output of a command")
    }
    if value.kind == .file, language == .python, name == "extractall" || name == "extract" {
      fill(given.first { $0.name == "path" }?.value ?? (name == "extract" ? nil : first) ?? .text("."))
      return .unknown("the result of \(name)")
    }
    // `process.mainModule.require('fs')`, whatever leads there.
    if language == .javaScript, name == "require", let first, first.kind == .text {
      return .name(CodeReader.moduleName(first.text))
    }
    if value.isPath || (value.kind == .unknown && language == .python && value.source == nil) || language == .ruby {
      if let result = pathMethod(name, of: value, given) { return result }
    }
    switch name {
    case "join" where language == .python && value.kind == .text:
      guard let first, first.kind == .list else { return .unknown("a computed value") }
      return first.items.enumerated().reduce(.text("")) { whole, item in
        (item.offset == 0 ? whole : whole.followed(by: value)).followed(by: item.element)
      }
    case "join" where value.kind == .list && language != .python:
      let separator = first ?? .text(language == .ruby ? "" : ",")
      return value.items.enumerated().reduce(.text("")) { whole, item in
        (item.offset == 0 ? whole : whole.followed(by: separator)).followed(by: item.element)
      }
    case "split":
      guard value.kind == .text, first == nil || first?.text == " " else { return .unknown("the parts of a text") }
      return .list(value.text.utf8.split { $0.isBlank || $0 == 0x0A }.map { .text(String(Substring($0))) })
    case "format" where value.kind == .text:
      var values = given.filter { $0.name == nil }.map(\.value)[...]
      return filled(value.text) { bytes in
        guard bytes.first == UInt8(ascii: "{"), let end = bytes.firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let key = String(Substring(bytes[..<end].dropFirst()))
        let value =
          given.first { $0.name == key && !key.isEmpty }?.value ?? values.popFirst() ?? .unknown("a computed value")
        return (bytes[...end].count, value)
      }
    case "decode", "encode", "strip", "toString", "trim", "trimEnd", "chomp", "to_s", "to_path", "rstrip", "as_posix",
      "valueOf", "concat",
      "resolve", "absolute", "expanduser", "to_str", "freeze", "flatten", "sort", "compact", "uniq", "values":
      if name == "concat", let first { return value.followed(by: first) }
      return name == "expanduser" ? expandedHome(value) : value
    case "execute" where language == .groovy, "exec" where language == .groovy && value.kind == .unknown:
      return command(name == "execute" ? value : first ?? value, given)
    case "append", "push", "extend": return value
    case "write" where value.kind == .file, "puts" where value.kind == .file, "print" where value.kind == .file,
      "writelines" where value.kind == .file, "write_text" where value.kind == .file,
      "printf" where value.kind == .file,
      "<<" where value.kind == .file:
      for text in flat(given.map(\.value)) { keep(text, in: value) }
      return .unknown("a number")
    case "communicate" where value.isShell, "write" where value.isShell, "end" where value.isShell,
      "puts" where value.isShell:
      if let text = first ?? given.first(where: { $0.name == "input" })?.value { runShell(text) }
      return .unknown("the output of a command")
    case "stdin" where value.isShell: return value
    case "write", "puts", "print", "writelines", "end", "close", "flush", "read", "readlines", "readline", "text",
      "json", "arrayBuffer",
      "content", "body":
      if value.kind == .file {
        var content = content(of: value.items.first)
        content.source = value.source
        return content
      }
      if value.kind == .unknown, !value.items.isEmpty { return value }
      return .unknown("the content of a file", source: value.source)
    case "reverse" where value.kind == .list: return .list(value.items.reversed())
    case "chr" where language == .ruby: return characters([value])
    case "forEach" where given.contains { isCallable($0.value) }, "map" where given.contains { isCallable($0.value) },
      "each" where given.contains { isCallable($0.value) }:
      return apply(given + [Given(name: nil, value: value)]) ?? .unknown("the result of \(name)")
    case "to_csv", "to_json", "to_excel", "to_parquet", "to_pickle", "to_html", "to_markdown", "savefig", "tofile":
      if let first, language == .python { touch(.replace, first) }
      return .unknown("the result of \(name)")
    case "replace", "substring", "slice", "lower", "upper", "toLowerCase", "lstrip", "gsub", "sub":
      return .unknown("a computed text", source: value.source)
    default: return .unknown("the result of \(name)", source: value.source)
    }
  }

  /// Notes what the code has written to the file that it wrote last, in case that it is run later.
  mutating func keepContent(_ text: String) {
    guard let last = findings.touches.indices.last,
      case .write(let target, .replace, nil) = findings.touches[last].action
    else { return }
    findings.touches[last].action = .write(target, .replace, content: text)
  }

  /// Notes what goes into a file that is open.
  mutating func keep(_ text: CodeValue, in file: CodeValue) {
    guard text.kind == .text, findings.touches.indices.contains(file.touch),
      case .write(let target, let kind, let content) = findings.touches[file.touch].action
    else { return }
    let whole = (content ?? "") + text.text
    if whole.utf8.count > 100_000 { return }
    findings.touches[file.touch].action = .write(target, kind, content: whole)
  }

  /// A method of a path object: Python's `pathlib`, Ruby's `Pathname`.
  private mutating func pathMethod(_ name: String, of value: CodeValue, _ given: [Given]) -> CodeValue? {
    let first = given.first?.value
    switch name {
    case "unlink", "rmdir": touch(.delete, value)
    case "delete" where value.isPath, "deleteIfExists" where value.isPath, "deleteOnExit" where value.isPath:
      touch(.delete, value)
    case "rmtree":
      for one in value.alternatives.values {
        findings.touches.append(
          Touch(judging: .delete(places.target(argument(one), includesContents: true), recursive: true)))
      }
    case "deleteDir", "deleteRecursively", "deleteTree": delete(value, recursive: true)
    case "write_text", "write_bytes", "binwrite":
      touch(.replace, value)
      if let first, first.kind == .text { keepContent(first.text) }
    case "write" where value.isPath: touch(.replace, value)
    case "read_text", "read_bytes", "binread":
      touch(.show, value)
      return content(of: value)
    case "read" where value.isPath:
      touch(.show, value)
      return content(of: value)
    case "touch" where value.isPath: touch(.modify, value)
    case "mkdir" where value.isPath, "mkpath" where value.isPath: touch(.folder, value)
    case "chmod" where value.isPath, "lchmod" where value.isPath: touch(.attributes, value)
    case "symlink_to", "hardlink_to":
      if let first { touch(.use, first) }
      touch(.link, value)
    case "open" where value.isPath: return openPath(value, given)
    case "rename" where value.isPath, "replace" where value.isPath && first?.mayBeText ?? false && given.count == 1:
      touch(.delete, value)
      if let first { touch(.replace, first) }
    case "joinpath", "join":
      guard value.isPath else { return nil }
      var path = joined([value] + given.map(\.value))
      path.isPath = true
      return path
    case "glob" where value.isPath, "rglob" where value.isPath:
      hasPatterns = true
      guard let first else { return nil }
      var path = joined([value, first])
      path.isPath = true
      path.isWildcard = true
      return path
    case "iterdir" where value.isPath, "children" where value.isPath:
      hasPatterns = true
      var path = joined([value, .text("*")])
      path.isPath = true
      path.isWildcard = true
      return path
    case "path" where value.isPath, "fspath" where value.isPath: return value
    case "parent", "dirname":
      guard value.isPath, value.kind == .text else { return nil }
      var path = CodeValue.text(Places.parent(value.text) ?? ".")
      path.isPath = true
      return path
    case "with_suffix", "with_name", "resolve", "absolute", "expanduser", "expand_path", "realpath":
      guard value.isPath else { return nil }
      if name == "expanduser" { return expandedHome(value) }
      if name.begins(with: "with") {
        return .unknown("a computed path", prefix: Places.parent(value.text).map { $0 + "/" } ?? "")
      }
      return value
    default: return nil
    }
    return .unknown("the result of \(name)")
  }

  private mutating func openPath(_ value: CodeValue, _ given: [Given]) -> CodeValue {
    var path = value
    path.isPath = false
    return call(language == .ruby ? "File.open" : "open", [Given(name: nil, value: path)] + given)
  }
}
