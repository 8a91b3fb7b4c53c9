/// Text that is compared without regard to case and to the way in which its accents are encoded.
enum Folding {
  /// Whether a text has only ASCII bytes.
  static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  /// Folds every scalar by its full case mapping, so that ſ equals s and ß equals ss, and leaves out what is
  /// not seen: zero-width characters, marks of direction, the byte-order mark. HFS+ ignores them in names, and git refuses
  /// them in `.git` for that. Accents are left to `Character`, whose equality is canonical.
  static func folded(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        let isUpper = scalar.value &- 0x41 < 26
        result.append(isUpper ? Unicode.Scalar(UInt8(scalar.value | 0x20)) : scalar)
      } else if !scalar.properties.isDefaultIgnorableCodePoint {
        for upper in scalar.properties.uppercaseMapping.unicodeScalars {
          result.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
        }
      }
    }
    return String(result)
  }
}

extension String {
  /// Gives the text's bytes to `body`, without a copy unless the text is short.
  func withBytes<Result>(_ body: (borrowing Span<UInt8>) -> Result) -> Result {
    var text = self
    return text.withUTF8 { bytes in body(unsafe Span(_unsafeElements: bytes)) }
  }
}
