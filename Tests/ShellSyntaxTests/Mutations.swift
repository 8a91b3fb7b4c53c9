import TestSupport

/// Texts made from seeds by small changes, the same ones on every run.
struct Mutations {
  let seeds: [[UInt8]]
  private var random: SplitMix

  init(seeds: [String], seed: UInt64) {
    self.seeds = seeds.map { Array($0.utf8) }
    random = SplitMix(seed: seed)
  }

  mutating func number(below bound: Int) -> Int { random.number(below: bound) }

  mutating func next() -> String {
    var bytes = seeds[number(below: seeds.count)]
    for _ in 0...number(below: 4) { change(&bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = number(below: bytes.count + 1)
    let end = min(bytes.count, place + number(below: 8))
    switch number(below: 6) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: bytes[place..<end], at: number(below: bytes.count + 1))
    case 2: bytes.insert(contentsOf: Array(Self.pieces[number(below: Self.pieces.count)].utf8), at: place)
    case 3: bytes.replaceSubrange(place..<end, with: Array(Self.pieces[number(below: Self.pieces.count)].utf8))
    case 4:
      let other = seeds[number(below: seeds.count)]
      bytes.insert(contentsOf: other, at: place)
    default:
      let other = seeds[number(below: seeds.count)]
      bytes = Array(bytes[..<place] + other[number(below: other.count + 1)...])
    }
  }

  private static let pieces = [
    "'", "\"", "`", "\\", "$", "$(", "${", "$((", "((", "))", "(", ")", "{", "}", "[[", "]]", "[", "]", "<", ">", "<<",
    "<<-", "<<<", "<(", ">(", "&", "&&", "|", "||", "|&", ";", ";;", ";&", "\n", "\\\n", " ", "\t", "#", "!", "=", "+=",
    "a=", "a[", "a=(", "@(", "$'", "$\"", "~", "*", "?", "E", "-", "0", "2>", "{x}>", "&>", ">&", "if ", "then ", "fi",
    "do ", "done", "case ", "in ", "esac", "for ", "while ", "function ", "coproc ", "time ", "select ", "declare ",
    "é", "\r", "${x:-", "${x/", "${x#", "${x:", "${!", "${#", "<<E\n", "\nE\n", "\\x", "$'\\", "\u{1F600}", "{a,b}",
  ]
}
