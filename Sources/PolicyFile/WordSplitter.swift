/// Splits a command into words as a shell would, without any expansion.
struct WordSplitter {
  /// Why a text cannot be split.
  struct Mistake: Error { var message: String }

  /// A backslash before a wildcard stays, because the words are patterns.
  let keepsEscapes: Bool
  private var words: [String] = []
  private var word: [UInt8] = []
  private var isWord = false
  private var isQuoted = false

  init(keepsEscapes: Bool) { self.keepsEscapes = keepsEscapes }

  mutating func split(_ text: String) throws(Mistake) -> [String] {
    var bytes = text.utf8.makeIterator()
    var quote: UInt8 = 0
    while let byte = bytes.next() {
      if quote != 0 {
        if byte == quote {
          quote = 0
        } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
          guard let next = bytes.next() else { break }
          if next != UInt8(ascii: "\"") && next != UInt8(ascii: "\\") { word.append(byte) }
          word.append(next)
        } else {
          word.append(byte)
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        quote = byte
        (isWord, isQuoted) = (true, true)
      case UInt8(ascii: "\\"):
        guard let next = bytes.next() else { throw Mistake(message: "ends in a backslash.") }
        let isWildcard = next == UInt8(ascii: "*") || next == UInt8(ascii: "?") || next == UInt8(ascii: "\\")
        if keepsEscapes && isWildcard { word.append(byte) }
        word.append(next)
        (isWord, isQuoted) = (true, true)
      case 0x20, 0x09...0x0D: try endWord()
      default:
        word.append(byte)
        isWord = true
      }
    }
    if quote != 0 { throw Mistake(message: "the quote \(Unicode.Scalar(quote)) is not closed.") }
    try endWord()
    return words
  }

  private mutating func endWord() throws(Mistake) {
    guard isWord else { return }
    let text = String(decoding: word, as: UTF8.self)
    if !isQuoted, text.utf8.count < 3, Self.operators.contains(text) {
      throw Mistake(
        message:
          "\"\(text)\" would be an ordinary word, as no shell reads this. Name one simple command, or quote it.")
    }
    words.append(text)
    word.removeAll(keepingCapacity: true)
    (isWord, isQuoted) = (false, false)
  }

  private static let operators = ["|", "||", "&&", ";", "&", ">", ">>", "<", "|&"]
}
