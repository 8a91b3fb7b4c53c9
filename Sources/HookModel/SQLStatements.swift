/// Tells the statements of an SQL text apart, as far as rules have to know them.
public enum SQLStatements {
  /// The statements of `text`, in order.
  public static func parse(_ text: String) -> [SQLStatement] {
    []
  }
}

/// One SQL statement.
public struct SQLStatement: Sendable, Equatable {
  /// What it does.
  public enum Kind: String, Sendable {
    case select
    case insert
    case update
    case delete
    case truncate
    case drop
    case create
    /// ALTER that drops something (a column, a constraint, a partition).
    case alterDrop
    case alter
    case other
  }

  /// What it does.
  public var kind: Kind
  /// The kind of object, in lower case: `table`, `database`, `schema`, `view`; `column` and the like for `alterDrop`.
  public var object: String?
  /// The object's name, without quotes; parts joined by dots.
  public var name: String?
  /// Whether a WHERE clause limits it that is not plainly true for every row.
  public var hasWhere: Bool

  /// Creates a statement.
  public init(_ kind: Kind, object: String? = nil, name: String? = nil, hasWhere: Bool = false) {
    self.kind = kind
    self.object = object
    self.name = name
    self.hasWhere = hasWhere
  }
}
