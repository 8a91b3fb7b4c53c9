import ShellSyntax
import Testing

/// Several spellings of one tree, and the tree's description.
struct TreeRow: Sendable, CustomTestStringConvertible {
  var spellings: [String]
  var tree: String
  var at: SourceLocation

  init(_ spellings: String..., tree: String, at: SourceLocation = #_sourceLocation) {
    self.spellings = spellings
    self.tree = tree
    self.at = at
  }

  var testDescription: String { spellings[0].debugDescription }

  func check() {
    for spelling in spellings {
      #expect(description(of: spelling) == tree + "\n", sourceLocation: at)
    }
  }
}

/// The description of a script's tree, or of why there is none.
func description(of text: String, as language: Parser.Language? = nil) -> String {
  do throws(SyntaxError) {
    guard let language else { return TreeDescription.of(try Parser.parse(text)) }
    return TreeDescription.of(try Parser.parse(text, as: language))
  } catch {
    return description(of: error)
  }
}

func description(of error: SyntaxError) -> String {
  "\(error.line):\(error.column): \(error.message)" + (error.isIncomplete ? " (incomplete)" : "")
    + (error.isBound ? " (bound)" : "")
}
