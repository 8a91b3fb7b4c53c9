import Foundation
import PolicyFile
import Testing

@testable import Policies

/// Holds the generated pages to the code that they come from.
@Suite("documentation") struct DocumentationTests {
  static let docs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs")

  /// Compares a page with its text, or writes it anew where TAFFRAIL_UPDATE_DOCS is 1.
  func check(_ name: String, against text: String) throws {
    let page = Self.docs.appending(path: name)
    if ProcessInfo.processInfo.environment["TAFFRAIL_UPDATE_DOCS"] == "1" {
      try Data(text.utf8).write(to: page)
    }
    let isFresh = (try? Data(contentsOf: page)) == Data(text.utf8)
    #expect(isFresh, "docs/\(name) is stale; run: TAFFRAIL_UPDATE_DOCS=1 swift test --filter DocumentationTests")
  }

  @Test func rules() throws { try check("rules.md", against: RuleDocumentation.markdown()) }

  @Test func ruleIDsOfPolicyFiles() {
    #expect(PolicyFile.ruleIDs.filter { Rules.rule($0) != nil } == Rules.all.map(\.id))
    #expect(Set(PolicyFile.ruleIDs).count == PolicyFile.ruleIDs.count)
  }

  @Test func policies() throws { try check("policies.md", against: PolicyReference.markdown()) }

  @Test(arguments: Policies.all.map { $0.documentation.id }) func exampleIsAValidPolicy(_ id: String) throws {
    let policy = try #require(Policies.all.first { $0.documentation.id == id })
    // The gate that the example of completion requires stands in another example.
    let gates = id == "completion-gate" ? "\n" + QualityGate.documentation.example : ""
    _ = try policyFiles(policy.documentation.example + gates)
  }
}
