import HookModel
import TestSupport
import Testing

@testable import Policies

@Suite("prompt-routes") struct PromptRoutingTests {
  static let policy = """
    [[prompt-routes]]
    when = ["checkout", "invoice"]
    context = "Money is in cents."

    [[prompt-routes]]
    when = ["refund*"]
    context = "Refunds need a ticket."

    [[prompt-routes]]
    when = ["/drop (all|every) tables?/"]
    deny = "nobody drops tables"

    [[prompt-routes]]
    when = ["production"]
    tag = "production"
    """

  func rulings(_ text: String, isFromPerson: Bool = true, session: SessionState = SessionState()) throws -> [Ruling] {
    var facts = FakeFacts()
    facts.session = session
    var prompt = event(.userPromptSubmit)
    prompt.prompt = Event.Prompt(text: text, isFromPerson: isFromPerson)
    return PromptRouting.evaluate(
      PolicyContext(event: prompt, effects: [], files: try policyFiles(Self.policy), facts: facts))
  }

  static let contexts: [(prompt: String, contexts: [String])] = [
    ("mend the checkout", ["Money is in cents."]), ("Checkouts are slow", ["Money is in cents."]),
    ("CHECKOUT!", ["Money is in cents."]), ("checkouting is no word", []), ("a refundable ticket", ["Refunds need a ticket."]),
    ("invoices and refunds", ["Money is in cents.", "Refunds need a ticket."]), ("nothing of it", []), ("", []),
  ]

  @Test(arguments: contexts) func wordsAddContext(_ row: (prompt: String, contexts: [String])) throws {
    #expect(try rulings(row.prompt).compactMap(\.context) == row.contexts)
  }

  @Test func anExpressionRefuses() throws {
    let found = try rulings("please DROP every table")
    #expect(found.strictest() == .deny)
    #expect(found.first?.reason?.why == "nobody drops tables (taffrail.toml:10)")
  }

  @Test func aTagLastsUntilTheNextPrompt() throws {
    #expect(try rulings("deploy to production").flatMap(\.changes) == [.tagged(["production"])])
    var tagged = SessionState()
    tagged.tags = ["production"]
    #expect(try rulings("production again", session: tagged).flatMap(\.changes).isEmpty)
    #expect(try rulings("something else", session: tagged).flatMap(\.changes) == [.tagged([])])
  }

  @Test func whatNobodyTypedIsNotRouted() throws {
    #expect(try rulings("drop all tables in checkout", isFromPerson: false).isEmpty)
  }
}
