import Dialects
import Foundation
import HookModel
import JSON
import TestSupport
import Testing

@testable import Engine

/// Payloads of every agent with one field or several of another type, or missing: a dangerous call never passes in silence,
/// and the answer is always one that the agent can read.
@Suite struct PayloadFaultTests {
  static let agents = Dialects.all.map { $0.name }

  /// What stands in place of a value; what has the value's own type is left out.
  static let wrong: [(name: String, value: JSONValue?)] = [
    ("missing", nil), ("null", .null), ("true", true), ("3", 3), ("1.5", .real(1.5)), ("a text", "x"),
    ("[]", .array([])),
    ("{}", .object([])), ("a list of texts", ["x"]), ("an object", ["x": 1]), ("nested", [["x": ["y": []]]]),
  ]

  /// One step into a value.
  enum Step: CustomStringConvertible {
    case member(Int, String)
    case element(Int)
    var description: String {
      switch self {
      case .member(_, let name): ".\(name)"
      case .element(let index): "[\(index)]"
      }
    }
  }

  /// Every place in a value, the value itself left out.
  static func places(in value: JSONValue) -> [[Step]] {
    var found: [[Step]] = []
    for (index, member) in (value.members ?? []).enumerated() {
      let step = Step.member(index, member.name)
      found.append([step])
      found += places(in: member.value).map { [step] + $0 }
    }
    for (index, element) in (value.array ?? []).enumerated() {
      found.append([.element(index)])
      found += places(in: element).map { [.element(index)] + $0 }
    }
    return found
  }

  static func value(at path: ArraySlice<Step>, in value: JSONValue) -> JSONValue? {
    guard let step = path.first else { return value }
    let inner: JSONValue? =
      switch step {
      case .member(_, let name): value[name]
      case .element(let index): value.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      }
    return inner.flatMap { self.value(at: path.dropFirst(), in: $0) }
  }

  static func replacing(_ path: ArraySlice<Step>, in value: JSONValue, with new: JSONValue?) -> JSONValue {
    guard let step = path.first else { return new ?? .null }
    let isLast = path.count == 1
    switch step {
    case .member(let index, let name):
      guard var members = value.members, members.indices.contains(index), members[index].name == name else {
        return value
      }
      if isLast, new == nil {
        members.remove(at: index)
      } else {
        members[index].value = replacing(path.dropFirst(), in: members[index].value, with: new)
      }
      return .object(members)
    case .element(let index):
      guard var elements = value.array, elements.indices.contains(index) else { return value }
      if isLast, new == nil {
        elements.remove(at: index)
      } else {
        elements[index] = replacing(path.dropFirst(), in: elements[index], with: new)
      }
      return .array(elements)
    }
  }

  /// Whether the agent would stop, or ask its person.
  static func holds(_ reply: Reply) -> Bool {
    if reply.exitCode == 2 { return true }
    let text = reply.output
    return ["\"deny\"", "\"block\"", "\"ask\"", "\"continue\":false"].contains { text.contains($0) }
  }

  /// Whether the agent can read it: silence, or one JSON object; a refusal by exit code says why.
  static func isReadable(_ reply: Reply) -> Bool {
    guard reply.exitCode == 0 || (reply.exitCode == 2 && !reply.diagnostics.isEmpty) else { return false }
    return reply.output.isEmpty || (try? JSONParser.parse(Array(reply.output.utf8)))?.members != nil
  }

  func respond(_ payload: JSONValue, _ dialect: any Dialect.Type, _ event: String?, _ folder: String) -> Reply {
    var options = EngineOptions(environment: { ["HOME": "/home/dev", "PATH": "/usr/bin:/bin"][$0] })
    options.eventName = event
    return Simulation.run(payload, dialect: dialect, options: options, folder: folder).reply
  }

  static let calls: [(name: String, tool: SampleCall.Tool)] = [
    ("shell", .shell("rm -rf /")), ("write", .write(path: "/etc/passwd", content: "x")),
    ("read", .read(path: "/home/dev/shop/.env")), ("delete", .delete(path: "/etc/passwd")),
  ]

  @Test(arguments: agents) func aDangerousCallWithAFaultNeverPasses(_ agent: String) throws {
    let dialect = try #require(Dialects.named(agent))
    let scratch = try StoreScratch()
    let root = "\(scratch.path)/shop"
    try FileManager.default.createDirectory(atPath: "\(root)/.git", withIntermediateDirectories: true)
    var count = 0
    for profile in dialect.events where profile.kind == .preToolUse {
      for call in Self.calls {
        guard
          let payload = dialect.samplePayload(
            profile, SampleCall(session: "s", root: root, cwd: root, tool: call.tool))
        else { continue }
        // Some agents ask about one action at two events, and judge it at one of them.
        guard Self.holds(respond(payload, dialect, profile.name, scratch.path)) else { continue }
        for path in Self.places(in: payload) {
          let old = try #require(Self.value(at: path[...], in: payload))
          for (name, new) in Self.wrong where new?.typeName != old.typeName {
            let faulty = Self.replacing(path[...], in: payload, with: new)
            let reply = respond(faulty, dialect, profile.name, scratch.path)
            let place = path.map(\.description).joined()
            #expect(Self.isReadable(reply), "\(agent) \(profile.name) \(call.name) \(place): \(name): \(reply)")
            // What the call is about, in another type or gone, may only be refused; anything else changes nothing.
            #expect(Self.holds(reply), "\(agent) \(profile.name) \(call.name) \(place): \(name): \(reply)")
            count += 1
          }
        }
      }
    }
    #expect(count > 100, "\(count) faults")
  }

  /// The recorded payloads of every agent and event, each with up to four faults at once.
  @Test(arguments: agents) func recordedPayloadsWithFaultsAreAnswered(_ agent: String) throws {
    let dialect = try #require(Dialects.named(agent))
    let goldens = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Goldens/\(agent)")
    let files = try #require(FileManager.default.enumerator(at: goldens, includingPropertiesForKeys: nil))
    let inputs = files.compactMap { $0 as? URL }.filter { $0.lastPathComponent == "stdin.json" }.sorted {
      $0.path < $1.path
    }
    #expect(inputs.count > 5)
    var random = SplitMix(seed: 20_261_128)
    for input in inputs {
      let payload = try JSONParser.parse(Array(try Data(contentsOf: input)))
      let event = input.deletingLastPathComponent().deletingLastPathComponent().lastPathComponent
      for round in 0..<40 {
        var faulty = payload
        for _ in 0...Int.random(in: 0..<4, using: &random) {
          guard let path = Self.places(in: faulty).randomElement(using: &random),
            let new = Self.wrong.randomElement(using: &random)
          else { break }
          faulty = Self.replacing(path[...], in: faulty, with: new.value)
        }
        do {
          let decoded = try dialect.decode(faulty, eventName: event, environment: { _ in nil })
          for answer in [Answer(), Answer(verdict: .deny, message: "m"), Answer(context: "c", notice: "n")] {
            #expect(Self.isReadable(dialect.encode(answer, for: decoded)), "\(input.path), round \(round)")
          }
        } catch {
          #expect(Self.isReadable(dialect.refuse("\(error)", eventName: event)), "\(input.path), round \(round)")
        }
      }
    }
  }
}
