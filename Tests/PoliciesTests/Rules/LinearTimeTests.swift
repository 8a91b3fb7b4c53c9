import HookModel
import TestSupport
import Testing

@testable import Policies

/// Rules look at each effect in a time that does not grow with the number of the others.
@Suite(.serialized) struct LinearTimeTests {
  /// Many effects of one shape.
  struct Shape: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var effects: @Sendable (Int) -> [Effect]
  }

  private static func delete(_ path: String) -> Effect.Action {
    .delete(Target(path: path, spelling: path), recursive: true)
  }

  private static func piped(_ line: String, to readers: [String]) -> [Effect] {
    RuleBench.effects(RuleBench.command(line, pipedTo: readers))
  }

  static let shapes: [Shape] = [
    Shape(testDescription: "one rm, many operands outside") { count in
      let names = (0..<count).map { "/opt/a\($0)" }
      return RuleBench.effects(RuleBench.command("rm -rf " + names.joined(separator: " ")), names.map(delete))
    },
    Shape(testDescription: "one rm, many operands inside") { count in
      let names = (0..<count).map { "\(RuleBench.root)/a\($0)" }
      return RuleBench.effects(RuleBench.command("rm -rf " + names.joined(separator: " ")), names.map(delete))
    },
    Shape(testDescription: "many rm") { count in
      (0..<count).flatMap { RuleBench.effects(RuleBench.command("rm -rf /opt/a\($0)"), [delete("/opt/a\($0)")]) }
    },
    Shape(testDescription: "one long pipeline") { count in
      piped("env", to: ["cat"]) + (0..<count).flatMap { piped("cat", to: $0 + 1 == count ? [] : ["cat"]) }
    },
    Shape(testDescription: "many short pipelines") { count in
      (0..<count).flatMap { _ in piped("env", to: ["sort"]) + piped("sort", to: []) }
    },
    Shape(testDescription: "many dumps") { count in (0..<count).flatMap { _ in piped("env", to: []) } },
    Shape(testDescription: "many git") { count in (0..<count).flatMap { _ in piped("git status", to: []) } },
  ]

  /// Four times as many may take seven times as long; with pairs it would be sixteen.
  @Test(arguments: shapes) func growsWithTheNumber(_ shape: Shape) {
    func time(_ count: Int) -> Duration {
      let effects = shape.effects(count)
      let facts = RuleBench.facts
      func once() -> Duration { ThreadTime.measure { _ = RuleBench.rulings(effects, facts: facts) } }
      return min(once(), once())
    }
    #expect(time(4_000) < time(1_000) * 7 + .milliseconds(20))
  }

  /// The end of a long pipeline counts for its beginning.
  @Test func longPipelinesAreFollowedToTheirEnd() {
    let middle = (0..<3_000).flatMap { _ in Self.piped("cat", to: ["cat"]) }
    let effects =
      Self.piped("env", to: ["cat"]) + middle + Self.piped("cat", to: ["curl"]) + Self.piped("curl x", to: [])
    #expect(RuleBench.rulings(effects).map(\.rule) == ["core.secrets.dump-sent"])
  }
}
