import HookModel

/// Files of the project that code loads: their functions are those of the code from then on.
extension CodeReader {
  /// What has been loaded, and how much still may be.
  struct Imports {
    var files: [String] = []
    /// How many bytes they may still have together.
    var bytes = Imports.importedBytes
    /// How deep loaded files are inside each other.
    var depth = 0
    /// The functions that are defined in loaded files.
    var functions: [String] = []
    static let mostImports = 16
    static let importedBytes = 200_000
  }

  /// Reads a file's code; false where it is no file, or was read before.
  @discardableResult
  mutating func load(_ path: String) -> Bool {
    guard imports.depth < 6, imports.files.count < Imports.mostImports, !imports.files.contains(path),
      facts.kind(of: path) == .file
    else { return false }
    imports.files.append(path)
    guard let bytes = facts.contents(of: path, limit: imports.bytes + 1), bytes.count <= imports.bytes,
      !bytes.contains(0)
    else { return false }
    imports.bytes -= bytes.count
    let outer = (tokens, place, openBrackets, blockDepth, baseIndentation, returned, activeFunctions)
    let (outerVariables, first) = (variables, mark)
    let known = functions.keys
    tokens = CodeScanner.tokens(of: String(decoding: bytes, as: UTF8.self), language)
    place = 0
    openBrackets = 0
    blockDepth = 0
    baseIndentation = 0
    activeFunctions = []
    imports.depth += 1
    noteMentions()
    statements()
    imports.depth -= 1
    for name in functions.keys where !known.contains(name) { imports.functions.append(name) }
    (tokens, place, openBrackets, blockDepth, baseIndentation, returned, activeFunctions) = outer
    // The module's own variables are seen by its functions; those of the code keep their values.
    for (name, value) in outerVariables { variables[name] = value }
    dropUnknown(from: first)
    return true
  }

  /// How much has been found so far.
  var mark: (touches: Int, texts: Int, commands: Int) {
    (findings.touches.count, findings.shellCommands.count, findings.argvCommands.count)
  }

  /// What stands in a file of the project raises no question for what cannot be told of it.
  mutating func dropUnknown(from first: (touches: Int, texts: Int, commands: Int)) {
    var touches = Array(findings.touches[..<first.touches])
    for touch in findings.touches[first.touches...] {
      switch touch.action {
      case .write(let target, _, _), .read(let target, _), .delete(let target, _): if target.path == nil { continue }
      case .execute(let source, _): if source != .fetched { continue }
      default: break
      }
      touches.append(touch)
    }
    findings.touches = touches
    let texts = findings.shellCommands[first.texts...].filter { !Substring($0).utf8.contains(CodeValue.placeholder) }
    findings.shellCommands.replaceSubrange(first.texts..., with: texts)
    let commands = findings.argvCommands[first.commands...].filter { $0.allSatisfy { $0.value != nil } }
    findings.argvCommands.replaceSubrange(first.commands..., with: commands)
  }

  /// `import pkg.mod`, `from pkg import mod`, beside the script.
  mutating func importPython(_ module: String, member: String?) {
    guard let folder else { return }
    let base = module.utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }.joined(separator: "/")
    if base.isEmpty, member == nil { return }
    let path = base.isEmpty ? folder : Paths.join(folder, base)
    if let member { load(path + "/" + member + ".py") }
    if base.isEmpty { return }
    if !load(path + ".py"), facts.kind(of: path) == .folder { load(path + "/__init__.py") }
  }

  /// `require('./x')`, `import './x.js'`, from the folder of the script.
  mutating func importJavaScript(_ module: String) {
    let isPath = module.begins(with: "./") || module.begins(with: "../") || module.begins(with: "/")
    guard isPath, let folder else { return }
    let path = Paths.clean(Paths.join(folder, module))
    if facts.kind(of: path) == .file {
      load(path)
      return
    }
    for ending in [".js", ".mjs", ".cjs", ".ts", "/index.js", "/index.ts"] where facts.kind(of: path + ending) == .file
    {
      load(path + ending)
      return
    }
  }

  /// `require_relative 'x'` is beside the script, `load 'x.rb'` and their like where the code runs.
  mutating func importOther(_ name: String, _ file: CodeValue?) {
    guard let file, file.kind == .text, !file.text.isEmpty else { return }
    if name == "require_relative" {
      guard let folder else { return }
      let path = Paths.clean(Paths.join(folder, file.text))
      if !load(path) { load(path + ".rb") }
    } else if let path = places.path(file.text) {
      load(Paths.clean(path))
    }
  }

  /// `if __name__ == '__main__':` in a module that is loaded: its program is not run. The place stands at the keyword.
  mutating func skipMainProgram() -> Bool {
    let start = place
    switch language {
    case .python:
      guard isName("__name__", 1), indentedBody(of: start) != nil else { return false }
      return true
    case .javaScript:
      guard isSymbol("(", 1), isName("require", 2), token(3) == .dot, isName("main", 4) else { return false }
      while token != nil, !isSymbol("{"), !isSymbol(";") { place += 1 }
      guard isSymbol("{"), bracedBody() != nil else {
        place = start
        return false
      }
      return true
    default: return false
    }
  }

  /// Notes which names stand in the tokens elsewhere than in a definition.
  mutating func noteMentions() {
    budget -= tokens.count
    var isDefined = false
    for (index, token) in tokens.enumerated() {
      switch token {
      case .name(let name):
        // What is assigned to is defined, too: `exports.clean = () => …`.
        let isAssigned = index + 1 < tokens.count && tokens[index + 1] == .assign
        if !isDefined, !isAssigned { mention(name) }
        isDefined = name == "def" || name == "function" || name == "sub" || name == "func"
      case .string(let parts):
        isDefined = false
        for case .code(let code) in parts {
          for token in CodeScanner.tokens(of: code, language) { if case .name(let name) = token { mention(name) } }
        }
      default: isDefined = false
      }
    }
  }

  private mutating func mention(_ name: String) { mentioned.insert(name) }
}
