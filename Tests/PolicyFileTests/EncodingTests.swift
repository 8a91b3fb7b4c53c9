import PolicyFile
import Testing

/// Texts that are no texts, and texts that are made to break a reader.
@Suite struct EncodingTests {
  @Test(
    arguments: [
      ([0x61, 0x0A, 0xC3, 0xA9, 0xFF], "taffrail.toml:2:2: not UTF-8 (byte 0xFF). Save the file as UTF-8."),
      ([0xC0, 0x80], "taffrail.toml:1:1: not UTF-8 (byte 0xC0). Save the file as UTF-8."),
      ([0xED, 0xA0, 0x80], "taffrail.toml:1:1: not UTF-8 (byte 0xED). Save the file as UTF-8."),
      ([0x23, 0xE2, 0x82], "taffrail.toml:1:2: not UTF-8 (byte 0xE2). Save the file as UTF-8."),
      ([0x23, 0x20, 0x00], "taffrail.toml:1:3: a NUL byte. Take it out."),
      ([0xFF, 0xFE, 0x61, 0x00], "taffrail.toml:1:1: the file is UTF-16. Save it as UTF-8."),
      ([0xEF, 0xBB, 0xBF], ""),
    ] as [([UInt8], String)])
  func bytes(_ bytes: [UInt8], _ message: String) { #expect(mistakes(bytes) == message) }

  @Test func aFileHasABound() {
    let large = [UInt8](repeating: UInt8(ascii: "#"), count: PolicyFile.mostBytes)
    #expect(mistakes(large) == "")
    #expect(
      mistakes(large + [0x0A]) == "taffrail.toml: the file has 4194305 bytes, and a policy may have at most 4194304.")
  }

  @Test(arguments: [
    (
      "a = " + String(repeating: "[", count: 100_000),
      "taffrail.toml:1:37: not TOML: values are nested more than 32 deep (in a value)."
    ),
    (
      "a = " + String(repeating: "{a=", count: 100_000),
      "taffrail.toml:1:101: not TOML: values are nested more than 32 deep (in a value)."
    ),
    (
      "a" + String(repeating: ".a", count: 100_000) + " = 1",
      "taffrail.toml:1:32: not TOML: a dotted key may have at most 16 parts."
    ),
    (
      "[a" + String(repeating: " . a", count: 100_000) + "]",
      "taffrail.toml:1:64: not TOML: a dotted key may have at most 16 parts."
    ),
    (
      "a" + String(repeating: ".\"a\"", count: 100_000) + " = 1",
      "taffrail.toml:1:62: not TOML: a dotted key may have at most 16 parts."
    ),
  ])
  func depthHasABound(_ text: String, _ message: String) { #expect(mistakes(text) == message) }

  @Test func dotsInTextAreNoDottedKey() {
    let dots = String(repeating: ".", count: 100)
    #expect(
      mistakes(
        "# \(dots)\n[session-context]\ntext = \"\"\"\n'\(dots)\n\\\"\"\" \(dots)\"\"\"\nfiles = ['\(dots)', \"\(dots)\"]\n"
      ) == "")
    #expect(
      mistakes("[audit]\nkeep = 1.0\nx = [" + String(repeating: "1.5, ", count: 100) + "]").contains(
        "unknown key \"x\""))
  }

  @Test func deepestAllowedDocumentIsRead() {
    let key = (0..<15).map { _ in "a" }.joined(separator: ".")
    let text = "\(key) = " + String(repeating: "{\(key) = ", count: 30) + "1" + String(repeating: "}", count: 30)
    #expect(mistakes(text).hasPrefix("taffrail.toml:1:1: unknown key \"a\""))
  }

  @Test func tooManyValuesAreRefused() {
    let text = "x = [" + String(repeating: "1,", count: 210_000) + "]"
    #expect(mistakes(text) == "taffrail.toml:1:1: not TOML: a policy file may have at most 200,000 values.")
  }
}
