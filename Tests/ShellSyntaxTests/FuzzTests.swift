import ShellSyntax
import Testing

/// Whatever the text, the parser answers with a tree that prints to itself, or with an error within the text.
@Suite struct FuzzTests {
  static let seeds =
    (WordTests.all + ParameterTests.all + CommandTests.all + RedirectionTests.all + ZshTests.rows).flatMap(\.spellings)

  /// `TAFFRAIL_FUZZ=1000000 swift test --filter FuzzTests` tries that many with each seed.
  static let count = Bash.environment("TAFFRAIL_FUZZ").flatMap { Int($0) } ?? 5_000
  static let firstSeed = Bash.environment("TAFFRAIL_SEED").flatMap { UInt64($0) } ?? 1

  @Test(arguments: 0..<4 as Range<UInt64>)
  func mutations(seed: UInt64) {
    var mutations = Mutations(seeds: Self.seeds, seed: Self.firstSeed + seed)
    for _ in 0..<Self.count { check(mutations.next()) }
  }

  @Test("bytes that no grammar made", arguments: 0..<2 as Range<UInt64>)
  func bytes(seed: UInt64) {
    var random = Mutations(seeds: [""], seed: Self.firstSeed &* 31 + seed)
    let alphabet = Array("\"'`$(){}[]<>|&;\\\n\t #!=+-*?~@:/^,.%aE1\r".utf8)
    for _ in 0..<Self.count {
      let bytes = (0..<random.number(below: 40)).map { _ in
        random.number(below: 8) == 0 ? UInt8(random.number(below: 256)) : alphabet[random.number(below: alphabet.count)]
      }
      check(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test("every beginning of every seed")
  func prefixes() {
    for seed in Self.seeds {
      let bytes = Array(seed.utf8)
      for length in bytes.indices { check(String(decoding: bytes[..<length], as: UTF8.self)) }
    }
  }

  private func check(_ text: String) {
    let size = text.utf8.count
    do {
      let script = try Parser.parse(text)
      #expect(script.span.upperBound <= size, "\(text.debugDescription)")
      for command in script.simpleCommands {
        #expect(0 <= command.span.lowerBound && command.span.upperBound <= size, "\(text.debugDescription)")
      }
      // What only zsh reads may be printed as what bash reads otherwise.
      if (try? Parser.parse(text, as: .bash)) != nil {
        expectRoundTrip(text)
      } else {
        _ = try? Parser.parse(Printer.print(script))
      }
    } catch {
      #expect((0...size).contains(error.offset), "\(text.debugDescription)")
      #expect(!error.isBound, "\(text.debugDescription)")
    }
  }
}
