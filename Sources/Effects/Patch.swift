/// Reads patches: the `*** Begin Patch` format, unified diffs and git's diffs.
public enum Patch {
  /// The changes that `text` makes, in order; empty where no file can be recognised in it.
  public static func parse(_ text: String) -> [PatchChange] {
    []
  }
}

/// What a patch does to one file. Paths are as the patch spells them, relative to where it is applied.
public struct PatchChange: Sendable, Equatable {
  /// The kinds of change.
  public enum Kind: Sendable, Equatable {
    /// Makes the file.
    case add
    /// Changes the file's content.
    case update
    /// Deletes the file.
    case delete
    /// Moves the file to another path, and perhaps changes it.
    case move(to: String)
    /// Makes another file from this one, which stays as it is.
    case copy(to: String)
  }

  /// What is done.
  public var kind: Kind
  /// The file that is changed, made or deleted.
  public var path: String
  /// The lines that are new, each ended by a newline.
  public var addedText: String

  /// Creates a change.
  public init(_ kind: Kind, path: String, addedText: String = "") {
    self.kind = kind
    self.path = path
    self.addedText = addedText
  }
}
