/// One mistake in a policy file.
public struct PolicyError: Error, Sendable, Equatable {
  /// Where it is; line 0 where the file as a whole is meant.
  public var location: Location
  /// What is wrong and how to mend it.
  public var message: String

  /// Creates an error.
  public init(_ message: String, at location: Location) {
    self.message = message
    self.location = location
  }
}

extension PolicyError: CustomStringConvertible {
  /// `taffrail.toml:9:5: unknown key "writes" in protected-paths; did you mean "write"?`
  public var description: String {
    location.line == 0
      ? "\(location.file): \(message)" : "\(location.file):\(location.line):\(location.column): \(message)"
  }
}

/// The mistakes of a policy file, in the order of the file.
public struct PolicyErrors: Error, Sendable, Equatable {
  /// How many are collected at most.
  public static let most = 20
  /// The mistakes; never empty.
  public var errors: [PolicyError]

  /// Creates the errors of a file.
  public init(_ errors: [PolicyError]) { self.errors = errors }
}

extension PolicyErrors: CustomStringConvertible {
  /// One mistake a line.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}
