import HookModel

/// `patch`, `git apply`, `git am` and `apply_patch`: what the patch itself says, where it is in sight.
enum PatchCommand {
  /// The most that is read of a patch file.
  static let limit = 4 << 20

  /// `patch [-pN] [-i PATCH] [ORIGINAL [PATCH]]`.
  static func read(_ reading: inout RowReading) {
    let options = ParsedOptions(
      reading.command.arguments,
      OptionSyntax(
        shortWithValue: "piorFDBYzVgd",
        longWithValue: [
          "strip", "input", "output", "reject-file", "fuzz", "ifdef", "prefix", "directory", "suffix",
          "version-control",
        ]))
    let strip = options.values(of: "p", "strip").last?.value.flatMap { Int($0) }
    var reverse = false
    if options.has("R", "reverse") { reverse = true }
    let input = options.values(of: "i", "input").last ?? options.operands.dropFirst().first
    let text = patch(input, &reading)
    if let output = options.values(of: "o", "output").last { return reading.write(output, .replace) }
    if let original = options.operands.first { return reading.use(original, .modify) }
    apply(text, strip: strip, reverse: reverse, &reading)
  }

  /// `git apply [-pN] [-R] [PATCH...]` and `git am [PATCH...]`.
  static func git(_ reading: inout RowReading) {
    if reading.options.has(anyOf: "--cached"), !reading.options.has(anyOf: "--index") { return }
    if reading.options.has(anyOf: "--abort --quit --skip --continue --resolved -r") { return }
    let informs = reading.options.has(anyOf: "--stat --numstat --summary --check")
    if informs, !reading.options.has(anyOf: "--apply") { return }
    let strip = reading.options.values(ofAny: "-p").last?.value.flatMap { Int($0) }
    let reverse = reading.options.has(anyOf: "-R --reverse")
    let files: [Argument?] = reading.options.operands.isEmpty ? [nil] : reading.options.operands
    for file in files {
      let text = patch(file, &reading)
      let base = reading.options.values(ofAny: "--directory").last
      let start = reading.places
      if let base { reading.places.directory = base.value.flatMap(start.path) }
      apply(text, strip: strip, reverse: reverse, &reading)
      reading.places = start
    }
  }

  /// `apply_patch PATCH`, or the patch on standard input.
  static func readEnvelope(_ reading: inout RowReading) {
    if let patch = reading.command.arguments.first {
      apply(patch.value, strip: nil, reverse: false, &reading)
    } else {
      apply(patch(nil, &reading), strip: nil, reverse: false, &reading)
    }
  }

  /// The patch's text, from a file or from standard input; nil where it is not in sight.
  private static func patch(_ file: Argument?, _ reading: inout RowReading) -> String? {
    if let file, file.value != "-" {
      reading.readFile(file, .use)
      return file.value.flatMap { reading.places.path($0) }.flatMap { contents(of: $0, reading.facts) }
    }
    switch reading.command.input {
    case .text(let text): return text
    case .file(let path): return contents(of: path, reading.facts)
    case .inherited, .fetched, .decoded, .unknown: return nil
    }
  }

  private static func contents(of path: String, _ facts: any Facts) -> String? {
    guard let bytes = facts.contents(of: path, limit: limit), bytes.count < limit else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func apply(_ text: String?, strip: Int?, reverse: Bool, _ reading: inout RowReading) {
    let changes = text.map { Patch.parse($0, strip: strip) } ?? []
    if changes.isEmpty { return reading.fill(Argument("."), "the files in the patch", kind: .modify) }
    for change in changes { reading.touches += touches(of: change, reverse: reverse, reading.places) }
  }

  /// What one change of a patch does.
  static func touches(of change: PatchChange, reverse: Bool = false, _ places: Places) -> [Touch] {
    func target(_ path: String) -> Target { places.target(Argument(path)) }
    let content: String? = reverse ? nil : change.addedText
    switch change.kind {
    case .add where reverse: return [Touch(judging: .delete(target(change.path), recursive: false))]
    case .delete where !reverse: return [Touch(judging: .delete(target(change.path), recursive: false))]
    case .add, .delete: return [Touch(judging: .write(target(change.path), .replace, content: content))]
    case .update: return [Touch(judging: .write(target(change.path), .modify, content: content))]
    case .move(let to):
      let (from, end) = reverse ? (to, change.path) : (change.path, to)
      return [
        Touch(judging: .delete(target(from), recursive: false)),
        Touch(judging: .write(target(end), .replace, content: content)),
      ]
    case .copy(let to):
      if reverse { return [Touch(judging: .delete(target(to), recursive: false))] }
      return [
        Touch(judging: .read(target(change.path), .show)),
        Touch(judging: .write(target(to), .replace, content: content)),
      ]
    }
  }
}
