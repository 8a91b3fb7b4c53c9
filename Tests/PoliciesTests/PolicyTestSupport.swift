import HookModel
import JSON
import PolicyFile
import TestSupport

@testable import Policies

/// The policy files for a test: the built-in values and one project file.
func policyFiles(_ toml: String, root: String = "/repo") throws -> [PolicyFile] {
  let text = "version = 1\n" + toml
  let file = try PolicyFile.read(
    Array(text.utf8), layer: .project, path: "\(root)/taffrail.toml", folder: root, displayName: "taffrail.toml")
  return [PolicyFile.builtIn, file]
}

/// An event of a kind, at the root of the test's project.
func event(
  _ kind: EventKind, session: String = "s1", capabilities: Event.Capabilities = [.deny, .ask, .context, .feedback]
) -> Event {
  var event = Event(agent: "claude-code", kind: kind, name: kind.rawValue, capabilities: capabilities, payload: .null)
  event.session = session
  event.cwd = "/repo"
  return event
}

/// An effect of a file tool.
func effect(_ action: Effect.Action, certainty: Certainty = .certain) -> Effect {
  Effect(action, certainty: certainty, origin: Effect.Origin(text: "test"))
}
