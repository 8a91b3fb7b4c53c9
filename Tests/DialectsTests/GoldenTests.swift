import Foundation
import HookModel
import JSON
import Testing

@testable import Dialects

/// Payloads and what becomes of them. `TAFFRAIL_UPDATE_GOLDENS=1 swift test --filter DialectsTests` rewrites the
/// expectations; the diff is what gets reviewed.
@Suite struct GoldenTests {
  @Test(arguments: GoldenCase.all) func payloadDecodesToItsEvent(_ golden: GoldenCase) throws {
    let dialect = try #require(Dialects.named(golden.agent))
    let event = try dialect.decode(golden.payload(), eventName: golden.event, environment: golden.environment)
    let file = golden.folder.appending(path: "event.json")
    let found = description(of: event)
    if GoldenCase.isUpdating { try GoldenCase.write(found, to: file) }
    #expect(found == GoldenCase.text(file))
  }

  /// Answers depend on the event, hardly ever on the payload: one file for all cases of an event, and one in the case's
  /// own folder where it does.
  @Test(arguments: GoldenCase.all) func answersAreExact(_ golden: GoldenCase) throws {
    let dialect = try #require(Dialects.named(golden.agent))
    let event = try dialect.decode(golden.payload(), eventName: golden.event, environment: golden.environment)
    let found = replies(dialect, event)
    let common = golden.eventFolder.appending(path: "replies.txt")
    let own = golden.folder.appending(path: "replies.txt")
    if GoldenCase.isUpdating {
      let plain = try dialect.decode(firstPayload(of: golden), eventName: golden.event, environment: golden.environment)
      let shared = replies(dialect, plain)
      try GoldenCase.write(shared, to: common)
      if found == shared { try? FileManager.default.removeItem(at: own) } else { try GoldenCase.write(found, to: own) }
    }
    #expect(found == GoldenCase.text(own) ?? GoldenCase.text(common))
  }

  private func firstPayload(of golden: GoldenCase) throws -> JSONValue {
    let first = GoldenCase.all.first { $0.agent == golden.agent && $0.event == golden.event }
    return try (first ?? golden).payload()
  }

  @Test func everyEventHasAGolden() {
    let covered = Set(GoldenCase.all.map { "\($0.agent)/\($0.event)" })
    for dialect in Dialects.all {
      for profile in dialect.events {
        #expect(
          covered.contains("\(dialect.name)/\(profile.name)"),
          "no golden case for \(dialect.name) \(profile.name): add Tests/Goldens/\(dialect.name)/\(profile.name)/<case>/stdin.json"
        )
      }
    }
  }

  @Test(arguments: GoldenCase.all) func agentIsToldFromItsPayload(_ golden: GoldenCase) throws {
    let found = Dialects.detected(in: try golden.payload(), environment: golden.environment)
    #expect(found?.name == golden.agent)
  }

  /// A payload that does not name its event is still told from others, but for a permission request, which has the members
  /// of a tool call and is judged as one.
  @Test(arguments: GoldenCase.all.filter { $0.agent == "copilot" })
  func eventIsToldFromItsPayload(_ golden: GoldenCase) throws {
    guard !["permissionRequest", "notification"].contains(golden.event) else { return }
    let event = try Copilot.decode(golden.payload(), eventName: nil, environment: golden.environment)
    #expect(event.name == golden.event)
  }

  @Test func namesAreUnique() {
    #expect(Set(Dialects.all.map { $0.name }).count == Dialects.all.count)
    for dialect in Dialects.all {
      #expect(Set(dialect.events.map(\.name)).count == dialect.events.count, "\(dialect.name)")
    }
  }
}
