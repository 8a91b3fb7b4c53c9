import ShellSyntax
import Testing

/// Whatever the text, the parser answers with a tree that prints to itself, or with an error within the text.
@Suite struct FuzzTests {
  static let seeds = (WordTests.all + ParameterTests.all + CommandTests.all + RedirectionTests.all).flatMap(\.spellings)

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func mutations(seed: UInt64) {
    var mutations = Mutations(seeds: Self.seeds, seed: seed)
    for _ in 0..<5_000 { check(mutations.next()) }
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
      expectRoundTrip(text)
    } catch {
      #expect((0...size).contains(error.offset), "\(text.debugDescription)")
      #expect(!error.isBound, "\(text.debugDescription)")
    }
  }
}
