/// The difference of two texts, as `diff -u` writes it.
enum UnifiedDiff {
  private enum Step {
    case keep(String)
    case remove(String)
    case add(String)
  }

  static func text(file: String, before: [UInt8]?, after: [UInt8]?) -> String {
    guard before != after else { return "" }
    let steps = steps(lines(before ?? []), lines(after ?? []))
    var text = "--- \(before == nil ? "/dev/null" : file)\n+++ \(after == nil ? "/dev/null" : file)\n"
    for hunk in hunks(steps) { text += render(steps, hunk) }
    return text
  }

  /// The lines with their ends, so that a change of line ends shows.
  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.endIndex
      lines.append(String(decoding: bytes[start..<end], as: UTF8.self))
      start = end
    }
    return lines
  }

  private static func steps(_ old: [String], _ new: [String]) -> [Step] {
    var head = 0
    while head < old.count, head < new.count, same(old[head], new[head]) { head += 1 }
    var tail = 0
    while tail < old.count - head, tail < new.count - head,
      same(old[old.count - 1 - tail], new[new.count - 1 - tail])
    { tail += 1 }
    var steps = old[..<head].map(Step.keep)
    steps += middle(Array(old[head..<(old.count - tail)]), Array(new[head..<(new.count - tail)]))
    return steps + old[(old.count - tail)...].map(Step.keep)
  }

  /// The longest common subsequence; texts too long for its table are shown as replaced whole.
  private static func middle(_ old: [String], _ new: [String]) -> [Step] {
    guard !old.isEmpty, !new.isEmpty, old.count * new.count <= 4_000_000 else {
      return old.map(Step.remove) + new.map(Step.add)
    }
    let width = new.count + 1
    var common = [Int](repeating: 0, count: (old.count + 1) * width)
    for row in stride(from: old.count - 1, through: 0, by: -1) {
      for column in stride(from: new.count - 1, through: 0, by: -1) {
        common[row * width + column] =
          same(old[row], new[column])
          ? common[(row + 1) * width + column + 1] + 1
          : max(common[(row + 1) * width + column], common[row * width + column + 1])
      }
    }
    var steps: [Step] = []
    var row = 0
    var column = 0
    while row < old.count || column < new.count {
      if row < old.count, column < new.count, same(old[row], new[column]) {
        steps.append(.keep(old[row]))
        row += 1
        column += 1
      } else if row < old.count,
        column == new.count || common[(row + 1) * width + column] >= common[row * width + column + 1]
      {
        steps.append(.remove(old[row]))
        row += 1
      } else {
        steps.append(.add(new[column]))
        column += 1
      }
    }
    return steps
  }

  /// Swift takes `\r\n` and `\n` for different characters but canonically equal texts for the same one; bytes decide.
  private static func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

  private static let contextLines = 3

  private static func hunks(_ steps: [Step]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, step) in steps.enumerated() {
      if case .keep = step { continue }
      let range = max(0, index - contextLines)..<min(steps.count, index + contextLines + 1)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }

  private static func render(_ steps: [Step], _ hunk: Range<Int>) -> String {
    var oldStart = 1
    var newStart = 1
    for step in steps[..<hunk.lowerBound] {
      switch step {
      case .keep:
        oldStart += 1
        newStart += 1
      case .remove: oldStart += 1
      case .add: newStart += 1
      }
    }
    var body = ""
    var oldCount = 0
    var newCount = 0
    for step in steps[hunk] {
      switch step {
      case .keep(let line):
        body += " " + ended(line)
        oldCount += 1
        newCount += 1
      case .remove(let line):
        body += "-" + ended(line)
        oldCount += 1
      case .add(let line):
        body += "+" + ended(line)
        newCount += 1
      }
    }
    let old = "\(oldCount == 0 ? oldStart - 1 : oldStart),\(oldCount)"
    let new = "\(newCount == 0 ? newStart - 1 : newStart),\(newCount)"
    return "@@ -\(old) +\(new) @@\n" + body
  }

  private static func ended(_ line: String) -> String {
    line.utf8.last == UInt8(ascii: "\n") ? line : line + "\n\\ No newline at end of file\n"
  }
}
