#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The time, without a locale, a time zone or a calendar library.
public enum Clock {
  /// Milliseconds since 1970, UTC.
  public static func milliseconds() -> Int {
    let time = read(CLOCK_REALTIME)
    return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
  }

  /// Microseconds since some moment in the past; never goes back.
  public static func monotonicMicroseconds() -> Int {
    let time = read(CLOCK_MONOTONIC)
    return Int(time.tv_sec) * 1_000_000 + Int(time.tv_nsec) / 1000
  }

  private static func read(_ clock: clockid_t) -> timespec {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return time
  }

  /// Sleeps.
  public static func sleep(milliseconds: Int) {
    var pause = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    var rest = timespec()
    while unsafe nanosleep(&pause, &rest) != 0, errno == EINTR { pause = rest }
  }

  /// `2026-11-21T05:18:00.123Z`, for milliseconds since 1970.
  public static func rfc3339(_ milliseconds: Int) -> String {
    let (day, rest) = floorDivide(milliseconds, 86_400_000)
    let second = rest / 1000
    var text = Digits()
    text.date(day)
    text.put("T")
    text.put(second / 3600, width: 2)
    text.put(":")
    text.put(second / 60 % 60, width: 2)
    text.put(":")
    text.put(second % 60, width: 2)
    text.put(".")
    text.put(rest % 1000, width: 3)
    text.put("Z")
    return text.string
  }

  /// `2026-11-21`, the date in UTC, for milliseconds since 1970.
  public static func date(_ milliseconds: Int) -> String {
    var text = Digits()
    text.date(floorDivide(milliseconds, 86_400_000).quotient)
    return text.string
  }

  /// Milliseconds since 1970 for `2026-11-21`, `2026-11-21T05:18:00Z`, fractions and offsets such as `+02:00` included;
  /// nil for anything else.
  public static func milliseconds(from text: String) -> Int? {
    var reader = Fields(Array(text.utf8))
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
      let day = reader.number(2), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let days = daysSince1970(year: year, month: month, day: day)
    if reader.isAtEnd { return days * 86_400_000 }
    guard reader.skip("T") || reader.skip("t") || reader.skip(" "), let hour = reader.number(2), reader.skip(":"),
      let minute = reader.number(2), reader.skip(":"), let second = reader.number(2), hour < 24, minute < 60,
      second < 61
    else { return nil }
    var result = ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000
    if reader.skip(".") {
      guard let fraction = reader.fraction() else { return nil }
      result += fraction
    }
    if reader.skip("Z") || reader.skip("z") { return reader.isAtEnd ? result : nil }
    let isEast = reader.skip("+")
    guard isEast || reader.skip("-"), let hours = reader.number(2), reader.skip(":"), let minutes = reader.number(2),
      reader.isAtEnd
    else { return nil }
    let offset = (hours * 60 + minutes) * 60_000
    return isEast ? result - offset : result + offset
  }

  /// The civil date of a day, by Howard Hinnant's arithmetic: years begin in March, so that leap days come last.
  static func civil(_ daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = floorDivide(daysSince1970 + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// The day of a civil date, the way back.
  static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let (era, yearOfEra) = floorDivide(month <= 2 ? year - 1 : year, 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func floorDivide(_ a: Int, _ b: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
    return remainder < 0 ? (quotient - 1, remainder + b) : (quotient, remainder)
  }

  /// Numbers of a fixed width, put together as bytes: interpolation would cost ten times as much.
  private struct Digits {
    private var bytes: [UInt8] = []
    init() { bytes.reserveCapacity(24) }
    var string: String { String(decoding: bytes, as: UTF8.self) }

    mutating func put(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

    mutating func put(_ number: Int, width: Int) {
      var divisor = 1
      for _ in 1..<width { divisor *= 10 }
      while divisor > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
        divisor /= 10
      }
    }

    mutating func date(_ day: Int) {
      let (year, month, day) = Clock.civil(day)
      put(min(max(year, 0), 9999), width: 4)
      put("-")
      put(month, width: 2)
      put("-")
      put(day, width: 2)
    }
  }

  private struct Fields {
    private var bytes: ArraySlice<UInt8>
    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }
    var isAtEnd: Bool { bytes.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard bytes.first == UInt8(ascii: character) else { return false }
      bytes.removeFirst()
      return true
    }

    mutating func number(_ width: Int) -> Int? {
      guard bytes.count >= width else { return nil }
      var value = 0
      for byte in bytes.prefix(width) {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      }
      bytes = bytes.dropFirst(width)
      return value
    }

    /// The digits after a point, as milliseconds.
    mutating func fraction() -> Int? {
      var value = 0
      var scale = 100
      var isEmpty = true
      while let digit = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
        value += Int(digit - UInt8(ascii: "0")) * scale
        scale /= 10
        isEmpty = false
        bytes.removeFirst()
      }
      return isEmpty ? nil : value
    }
  }
}
