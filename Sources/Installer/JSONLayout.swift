internal import JSON

/// How a JSON text is laid out: found in the text, used for what is added to it.
struct JSONLayout {
  /// `\n` or `\r\n`.
  var newline = "\n"
  /// One step of indentation.
  var step = "  "
  /// Whether values stand on lines of their own.
  var hasLines = true
  /// Whether there is a space after colons, and after commas on one line.
  var isSpaced = true

  /// The layout of a text that is made anew.
  init() {}

  /// Finds the layout of a text.
  init(of text: JSONSpans) {
    let bytes = text.bytes
    if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
      newline = end > 0 && bytes[end - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
    }
    guard !text.root.children.isEmpty else { return }
    let inside = bytes[text.root.span]
    hasLines = inside.contains(UInt8(ascii: "\n"))
    if let end = inside.firstIndex(of: UInt8(ascii: "\n")) {
      let indentation = inside[(end + 1)...].prefix { $0 == 0x20 || $0 == 0x09 }
      if !indentation.isEmpty { step = String(decoding: indentation, as: UTF8.self) }
    }
    if let member = text.root.members?.first {
      isSpaced = bytes[member.value.span.lowerBound - 1] != UInt8(ascii: ":")
    }
  }

  /// A value on one line.
  func oneLine(_ value: JSONValue) -> String {
    switch value {
    case .array(let elements): "[" + elements.map(oneLine).joined(separator: separator) + "]"
    case .object(let members):
      "{" + members.map { oneLine($0.name, $0.value) }.joined(separator: separator) + "}"
    default: JSONWriter.compact(value)
    }
  }

  /// A member on one line.
  func oneLine(_ name: String, _ value: JSONValue) -> String {
    JSONWriter.compact(.string(name)) + colon + oneLine(value)
  }

  private var colon: String { isSpaced ? ": " : ":" }
  private var separator: String { isSpaced ? ", " : "," }
}

extension JSONSpans {
  /// The text with `item` added behind the last child of an object or array, laid out as its neighbours are.
  func appending(_ item: String, to container: Node, _ layout: JSONLayout) -> [UInt8] {
    let inside = (container.span.lowerBound + 1)..<(container.span.upperBound - 1)
    guard let last = container.children.last else {
      if let comment = comments.last(where: { inside.contains($0.lowerBound) }) {
        let indentation = indentation(of: container.span.lowerBound)
        return replacing(
          comment.upperBound..<inside.upperBound,
          with: layout.newline + indentation + layout.step + item + layout.newline + indentation)
      }
      guard layout.hasLines else { return replacing(inside, with: item) }
      let indentation = indentation(of: container.span.lowerBound)
      return replacing(
        inside, with: layout.newline + indentation + layout.step + item + layout.newline + indentation)
    }
    let before = space(before: last.lowerBound)
    let behind = trailingComments(from: last.upperBound)
    var gap: String
    if bytes[before].contains(UInt8(ascii: "\n")) {
      gap = String(decoding: bytes[before], as: UTF8.self)
    } else if container.children.count > 1 {
      gap = String(decoding: bytes[before], as: UTF8.self)
    } else {
      gap = layout.isSpaced ? " " : ""
    }
    guard behind.end > last.upperBound else {
      return replacing(last.upperBound..<last.upperBound, with: "," + gap + item)
    }
    // What is said about the last one stays with it.
    if behind.endsLine, !gap.utf8.contains(UInt8(ascii: "\n")) { gap = layout.newline + layout.step }
    let said = String(decoding: bytes[last.upperBound..<behind.end], as: UTF8.self)
    return replacing(last.upperBound..<behind.end, with: "," + said + gap + item)
  }

  /// The text without one child of an object or array, and without the comma and the space that belong to it: what
  /// `appending` added is taken away exactly.
  func removing(_ index: Int, from container: Node) -> [UInt8] {
    let children = container.children
    if comments.contains(where: { container.span.contains($0.lowerBound) }) {
      return removing(index, amongCommentsFrom: container)
    }
    if children.count == 1 {
      return replacing((container.span.lowerBound + 1)..<(container.span.upperBound - 1), with: "")
    }
    if index > 0 { return replacing(children[index - 1].upperBound..<children[index].upperBound, with: "") }
    return replacing(children[0].lowerBound..<children[1].lowerBound, with: "")
  }

  /// The same where comments stand between the values: they stay.
  private func removing(_ index: Int, amongCommentsFrom container: Node) -> [UInt8] {
    let children = container.children
    let child = children[index]
    if index > 0 {
      let before = children[index - 1].upperBound
      let from = comments.last { before <= $0.lowerBound && $0.upperBound <= child.lowerBound }?.upperBound ?? before
      guard let comma = comma(in: before..<child.lowerBound) else { return bytes }
      if comma >= from { return replacing(comma..<child.upperBound, with: "") }
      // The comma before the comment stays for what follows; one behind it would be part of the comment.
      if index + 1 < children.count, let next = self.comma(in: child.upperBound..<children[index + 1].lowerBound) {
        return replacing(from..<(next + 1), with: "")
      }
      return Array(bytes[..<comma]) + Array(bytes[(comma + 1)..<from]) + Array(bytes[child.upperBound...])
    }
    if children.count > 1, let comma = comma(in: child.upperBound..<children[1].lowerBound) {
      let hasComments = comments.contains { comma < $0.lowerBound && $0.lowerBound < children[1].lowerBound }
      return replacing(child.lowerBound..<(hasComments ? comma + 1 : children[1].lowerBound), with: "")
    }
    return replacing(space(before: child.lowerBound).lowerBound..<child.upperBound, with: "")
  }

  /// The text with other bytes in a span.
  func replacing(_ span: Range<Int>, with text: String) -> [UInt8] {
    Array(bytes[..<span.lowerBound]) + Array(text.utf8) + Array(bytes[span.upperBound...])
  }

  private func space(before offset: Int) -> Range<Int> {
    var start = offset
    while start > 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[start - 1]) { start -= 1 }
    return start..<offset
  }

  /// The white space with which the line of a byte begins.
  private func indentation(of offset: Int) -> String {
    let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let white = bytes[start..<offset].prefix { $0 == 0x20 || $0 == 0x09 }
    return String(decoding: white, as: UTF8.self)
  }
}
