internal import ArgumentParser
internal import Engine
internal import HookModel
internal import OS
internal import PolicyFile

/// `taffrail protect PATTERN...`
struct Protect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add protected paths to the policy file, keeping the rest of it as it is.")

  @ArgumentParser.Argument(help: "gitignore-style patterns.")
  var patterns: [String]

  @OptionGroup var global: GlobalOptions

  func run() throws {
    do throws(Failure) {
      let dryRun = try DryRun(options: global.engine)
      let path = global.policy.map(Terminal.absolute) ?? Paths.join(dryRun.home, "taffrail.toml")
      do throws(OSError) {
        var text = "version = 1\n"
        if File.kind(of: path) != nil { text = String(decoding: try File.read(path, limit: PolicyFile.mostBytes), as: UTF8.self) }
        let known = dryRun.configuration.files.first { $0.path == path }?.protectedPaths?.write?.patterns.map(\.value) ?? []
        let added = patterns.filter { !known.contains($0) }
        guard !added.isEmpty else {
          Terminal.print("already protected: \(patterns.joined(separator: ", "))")
          return
        }
        let new = PolicyEdit.adding(added, to: text)
        do throws(PolicyErrors) {
          _ = try PolicyFile.read(
            Array(new.utf8), layer: .project, path: path, folder: Paths.folder(of: path), displayName: Paths.last(path))
        } catch {
          throw OSError(code: 0, call: "write", path: path, note: "the result would be no valid policy: \(error.description)")
        }
        try File.replace(path, with: Array(new.utf8), mode: 0o644)
        Terminal.print("\(path): write protection for \(added.joined(separator: ", "))")
      } catch {
        throw Failure(
          stage: "protect", reason: Reason(what: "nothing changed", why: error.description, fix: "add the patterns to [protected-paths] write by hand"))
      }
    } catch {
      throw fail(error)
    }
  }
}

/// Changes to the text of a policy file that leave the rest of it byte for byte.
enum PolicyEdit {
  /// The text with patterns added to `[protected-paths] write`.
  static func adding(_ patterns: [String], to text: String) -> String {
    let words = patterns.map { "\"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let table = lines.firstIndex(where: { $0.split(separator: "#").first?.trimmed == "[protected-paths]" }) else {
      let gap = text.isEmpty || text.hasSuffix("\n\n") ? "" : text.hasSuffix("\n") ? "\n" : "\n\n"
      return text + gap + "[protected-paths]\nwrite = [\(words.joined(separator: ", "))]\n"
    }
    let end = lines[(table + 1)...].firstIndex { $0.drop { $0 == " " || $0 == "\t" }.first == "[" } ?? lines.endIndex
    guard let key = lines[(table + 1)..<end].firstIndex(where: { isKey($0) }) else {
      lines.insert("write = [\(words.joined(separator: ", "))]", at: table + 1)
      return lines.joined(separator: "\n")
    }
    guard let close = closingBracket(lines, from: key) else { return text }
    let before = lines[close.line][..<close.index]
    let head = lines[key...close.line].joined(separator: "\n").prefix { $0 != "]" }
    let isEmpty = !(head.drop { $0 != "[" }.dropFirst().contains { $0 == "\"" || $0 == "'" })
    let hasComma = before.trimmed.hasSuffix(",")
    let glue = isEmpty || hasComma || (before.trimmed.isEmpty && lines[close.line - 1].trimmedEnd.hasSuffix(",")) ? "" : ", "
    if before.trimmed.isEmpty, close.line > key {
      // One pattern a line: the new ones follow in the same manner.
      let indent = lines[close.line - 1].prefix { $0 == " " || $0 == "\t" }
      if glue == ", " { lines[close.line - 1] = lines[close.line - 1].trimmedEnd + "," }
      lines.insert(contentsOf: words.map { "\(indent)\($0)," }, at: close.line)
    } else {
      let spaced = hasComma ? " " : glue
      lines[close.line] = before + spaced + words.joined(separator: ", ") + lines[close.line][close.index...]
    }
    return lines.joined(separator: "\n")
  }

  private static func isKey(_ line: String) -> Bool {
    let text = line.drop { $0 == " " || $0 == "\t" }
    guard text.hasPrefix("write") else { return false }
    return text.dropFirst(5).drop { $0 == " " || $0 == "\t" }.first == "="
  }

  /// The bracket that closes the array that begins on a line; brackets in strings and comments are passed over.
  private static func closingBracket(_ lines: [String], from first: Int) -> (line: Int, index: String.Index)? {
    for line in first..<lines.count {
      var quote: Character?
      var index = lines[line].startIndex
      while index < lines[line].endIndex {
        let character = lines[line][index]
        if let open = quote {
          if open == "\"", character == "\\" { index = lines[line].index(after: index) } else if character == open { quote = nil }
        } else if character == "\"" || character == "'" {
          quote = character
        } else if character == "#" {
          break
        } else if character == "]" {
          return (line, index)
        }
        guard index < lines[line].endIndex else { break }
        index = lines[line].index(after: index)
      }
    }
    return nil
  }
}

extension String {
  /// The text without white space at its end.
  var trimmedEnd: String {
    var part = self[...]
    while let last = part.last, last.isWhitespace { part.removeLast() }
    return String(part)
  }
}
