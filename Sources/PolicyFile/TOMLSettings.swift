/// The plain values of a TOML file that is not ours: the settings of an agent.
public struct TOMLSettings {
  private let document: Document

  /// Reads a text; nil where it is no TOML.
  public init?(_ bytes: [UInt8]) {
    guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil,
      let document = try? Document(any: bytes)
    else { return nil }
    self.document = document
  }

  /// The value behind the keys, each the name in one table: a string as it is, a boolean as `true` or `false`; nil for
  /// anything else, and where there is none.
  public func value(_ keys: [String]) -> String? {
    var node = Node.root
    for key in keys {
      guard document.kind(node) == .table,
        let next = document.children(node).first(where: { document.key($0) == key })
      else { return nil }
      node = next
    }
    switch document.kind(node) {
    case .string: return document.text(node)
    case .boolean: return document.integer(node) == 1 ? "true" : "false"
    default: return nil
    }
  }
}
