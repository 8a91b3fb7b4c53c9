import HookModel

/// A file of code whose functions or blocks are tasks: Rakefile, `noxfile.py`, `tasks.py`.
struct TaskCode {
  /// A piece of the file: lines that belong to a task, or to none.
  private struct Piece {
    var task: String?
    var others: [String] = []
    var lines: [Substring] = []
  }

  private var pieces: [Piece] = [Piece()]

  /// Divides the file.
  init(_ text: String, _ language: InlineLanguage) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var isDecorated = false
    var end: String?
    for line in lines {
      let indentation = line.prefix { $0 == " " || $0 == "\t" }
      let bare = CodeReader.trimmed(String(line))
      if language == .ruby {
        if let closer = end {
          pieces[pieces.count - 1].lines.append(line)
          if line == closer {
            end = nil
            pieces.append(Piece())
          }
          continue
        }
        guard let (name, others) = TaskCode.rubyTask(bare) else {
          pieces[pieces.count - 1].lines.append(line)
          continue
        }
        let isBlock = bare.ends(in: " do") || bare.ends(in: "|") && bare.utf8.count > 4
        pieces.append(Piece(task: name, others: others, lines: [line]))
        if isBlock { end = indentation + "end" } else { pieces.append(Piece()) }
        continue
      }
      if indentation.isEmpty, !bare.isEmpty, !bare.begins(with: ")") {
        if bare.begins(with: "@") {
          if !isDecorated { pieces.append(Piece()) }
          isDecorated = true
        } else if isDecorated, bare.begins(with: "def ") || bare.begins(with: "async def ") {
          let rest = bare.dropFirst(bare.begins(with: "async") ? 10 : 4)
          pieces[pieces.count - 1].task = String(rest.prefix { $0 != "(" })
          isDecorated = false
        } else if !isDecorated, pieces[pieces.count - 1].task != nil {
          pieces.append(Piece())
        }
      }
      pieces[pieces.count - 1].lines.append(line)
    }
  }

  /// `task :name`, `task name: :other`, `task "name" => [:other] do`.
  private static func rubyTask(_ line: String) -> (name: String, others: [String])? {
    guard line.begins(with: "task ") || line.begins(with: "task(") || line.begins(with: "multitask ") else {
      return nil
    }
    var names: [String] = []
    var current = ""
    for character in line.drop(while: { $0 != " " && $0 != "(" }).dropFirst() {
      if character.isLetter || character.isNumber || character == "_" || character == "-" {
        current.append(character)
      } else {
        if !current.isEmpty, current != "do" { names.append(current) }
        current = ""
        if character == "|" { break }
      }
    }
    if !current.isEmpty, current != "do" { names.append(current) }
    return names.first.map { ($0, Array(names.dropFirst())) }
  }

  /// The file with those tasks alone, and what they depend on; with all of them where none is named.
  func only(_ names: [String]) -> String {
    var wanted = names.map { TaskCode.plain($0) }
    if !wanted.isEmpty {
      for _ in 0..<8 {
        for piece in pieces {
          guard let task = piece.task, wanted.contains(TaskCode.plain(task)) else { continue }
          for other in piece.others where !wanted.contains(TaskCode.plain(other)) {
            wanted.append(TaskCode.plain(other))
          }
        }
      }
    }
    var lines: [Substring] = []
    for piece in pieces where wanted.isEmpty || piece.task.map({ wanted.contains(TaskCode.plain($0)) }) ?? true {
      lines += piece.lines
    }
    return lines.joined(separator: "\n")
  }

  /// A task's name without namespace, arguments and version, which the command line may have.
  private static func plain(_ name: String) -> String {
    let bare = name.utf8.split(separator: UInt8(ascii: "[")).first.map { String(Substring($0)) } ?? name
    let last = bare.utf8.split(separator: UInt8(ascii: ":")).last.map { String(Substring($0)) } ?? bare
    let head = last.utf8.split(separator: UInt8(ascii: "(")).first.map { String(Substring($0)) } ?? last
    return head.split(separator: "-").joined(separator: "_")
  }
}
