internal import CSodium

/// SHA-256, fed piece by piece. libsodium's hash needs no initialisation of the library.
public struct Digest: Sendable {
  private var state = crypto_hash_sha256_state()

  /// Begins a digest of nothing.
  public init() { unsafe _ = crypto_hash_sha256_init(&state) }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) {
    unsafe _ = crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count))
  }

  /// Adds a part of an array.
  public mutating func update(_ bytes: ArraySlice<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer {
      unsafe _ = crypto_hash_sha256_update(&state, $0.baseAddress, UInt64($0.count))
    }
  }

  /// Adds a text's UTF-8.
  public mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { unsafe _ = crypto_hash_sha256_update(&state, $0.baseAddress, UInt64($0.count)) }
  }

  /// The digest of all that was added, as 32 bytes.
  public func bytes() -> [UInt8] {
    var copy = state
    return unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      if let start = buffer.baseAddress { unsafe _ = crypto_hash_sha256_final(&copy, start) }
      count = 32
    }
  }

  /// The digest of all that was added, as 64 lower-case hexadecimal digits.
  public func hexadecimal() -> String {
    Hexadecimal.text(bytes())
  }

  /// The digest of some bytes, as 64 lower-case hexadecimal digits.
  public static func hexadecimal(of bytes: [UInt8]) -> String {
    var digest = Digest()
    digest.update(bytes)
    return digest.hexadecimal()
  }

  /// The digest of a text's UTF-8, as 64 lower-case hexadecimal digits.
  public static func hexadecimal(of text: String) -> String {
    var digest = Digest()
    digest.update(text)
    return digest.hexadecimal()
  }
}

/// Bytes as hexadecimal digits. The standard library's conversion is generic over every integer, which costs a cold process
/// more than the work.
public enum Hexadecimal {
  /// Two lower-case digits for each byte.
  public static func text(_ bytes: [UInt8]) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(2 * bytes.count)
    for byte in bytes {
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// 16 digits that are random.
  public static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let number: UInt64 = generator.next()
    return text((0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
  }

  /// A short code for a person to type, which nobody can guess: no vowels, so that it is no word, and no letter that looks
  /// like a digit.
  public static func code(length: Int = 6) -> String {
    let letters = Array("bcdfghjkmnpqrstvwxz23456789".utf8)
    var generator = SystemRandomNumberGenerator()
    var number: UInt64 = generator.next()
    var code: [UInt8] = []
    for _ in 0..<length {
      code.append(letters[Int(number % 27)])
      number /= 27
    }
    return String(decoding: code, as: UTF8.self)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
