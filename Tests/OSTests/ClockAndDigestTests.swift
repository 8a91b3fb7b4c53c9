@testable import OS
import Testing

@Suite struct ClockTests {
  static let rows: [(Int, String)] = [
    (0, "1970-01-01T00:00:00.000Z"), (951_782_400_001, "2000-02-29T00:00:00.001Z"),
    (1_709_251_199_999, "2024-02-29T23:59:59.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
    (4_102_444_800_000, "2100-01-01T00:00:00.000Z"), (1_792_560_000_000, "2026-10-21T05:20:00.000Z"),
  ]

  @Test(arguments: rows) func bothWays(_ milliseconds: Int, _ text: String) {
    #expect(Clock.rfc3339(milliseconds) == text)
    #expect(Clock.milliseconds(from: text) == milliseconds)
    #expect(Clock.date(milliseconds) == String(text.prefix(10)))
  }

  @Test func everyDayOfFourCenturies() {
    for day in -146_097...146_097 {
      let date = Clock.civil(day)
      if Clock.daysSince1970(year: date.year, month: date.month, day: date.day) != day {
        Issue.record("day \(day) became \(date)")
        return
      }
    }
  }

  @Test func otherSpellings() {
    #expect(Clock.milliseconds(from: "1970-01-02") == 86_400_000)
    #expect(Clock.milliseconds(from: "1970-01-01T02:00:00.5+02:00") == 500)
    #expect(Clock.milliseconds(from: "1970-01-01T00:00:00.123456789Z") == 123)
    for text in ["", "1970", "1970-13-01", "1970-01-01T", "1970-01-01T00:00:00", "1970-01-01T25:00:00Z", "x"] {
      #expect(Clock.milliseconds(from: text) == nil, "\(text)")
    }
  }

  @Test func itGoesForward() {
    let start = Clock.monotonicMicroseconds()
    Clock.sleep(milliseconds: 2)
    #expect(Clock.monotonicMicroseconds() - start >= 2000)
  }
}

@Suite struct DigestTests {
  @Test func knownDigests() {
    #expect(
      Digest.hexadecimal(of: "") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      Digest.hexadecimal(of: Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    var digest = Digest()
    for _ in 0..<1000 { digest.update(Array(repeating: UInt8(ascii: "a"), count: 1000)[...]) }
    #expect(digest.hexadecimal() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}

@Suite struct SurroundingsTests {
  @Test func homesComeFromTheUserDatabase() {
    let database = Array("root:x:0:0:root:/root:/bin/sh\nana:x:1000:1000:Ana:/home/ana:/bin/zsh\nodd:x:1001\n".utf8)
    #expect(Surroundings.home(of: "ana", uid: 0, database: database) == "/home/ana")
    #expect(Surroundings.home(of: nil, uid: 1000, database: database) == "/home/ana")
    #expect(Surroundings.home(of: "odd", uid: 0, database: database) == nil)
    #expect(Surroundings.home(of: "nobody-here", uid: 0, database: database) == nil)
  }

  @Test func theProcess() throws {
    #expect(try Surroundings.executablePath().hasPrefix("/"))
    #expect(try Surroundings.currentDirectory().hasPrefix("/"))
    #expect(Surroundings.variables()["PATH"] == Surroundings.variable("PATH"))
    #expect(Surroundings.variable("TAFFRAIL_SURELY_NOT_SET") == nil)
  }
}
