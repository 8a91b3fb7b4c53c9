/// Text that is compared without regard to case and to the way in which its accents are encoded.
enum Folding {
  /// Whether a text has only ASCII bytes.
  static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  /// Folds every scalar by its full case mapping, so that ſ equals s and ß equals ss, and leaves out the characters that
  /// file systems such as HFS+ ignore in names. Accents are left to `Character`, whose equality is canonical.
  static func folded(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        let isUpper = scalar.value &- 0x41 < 26
        result.append(isUpper ? Unicode.Scalar(UInt8(scalar.value | 0x20)) : scalar)
      } else if !isIgnored(scalar) {
        for upper in scalar.properties.uppercaseMapping.unicodeScalars {
          result.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
        }
      }
    }
    return String(result)
  }

  /// Zero-width characters, marks of direction and the byte-order mark: git refuses them in `.git` for the same reason.
  private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200C...0x200F, 0x202A...0x202E, 0x206A...0x206F, 0xFEFF: true
    default: false
    }
  }
}

extension String {
  /// Gives the text's bytes to `body`, without a copy unless the text is short.
  func withBytes<Result>(_ body: (borrowing Span<UInt8>) -> Result) -> Result {
    var text = self
    return text.withUTF8 { bytes in body(unsafe Span(_unsafeElements: bytes)) }
  }
}
