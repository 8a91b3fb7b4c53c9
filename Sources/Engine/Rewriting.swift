internal import Effects
internal import HookModel
internal import JSON
internal import Policies
internal import PolicyFile

/// Carries `[[commands.rewrite]]` out on a shell call: the first words of a simple command give way to others, and the rest
/// of the script stays byte for byte.
struct Rewriting {
  /// The new script.
  var script: String
  /// What was done, for the agent.
  var notes: [String] = []

  /// The script of an event as the rules want it; nil where no rule has anything to say.
  static func of(_ event: Event, _ effects: [Effect], files: [PolicyFile], facts: any Facts) -> Rewriting? {
    guard case .shell(let script, _)? = event.tool?.action else { return nil }
    guard files.contains(where: { !$0.commands.rewrites.isEmpty }) else { return nil }
    let context = PolicyContext(event: event, effects: effects, files: files, facts: facts)
    var rewriting = Rewriting(script: script)
    // From the end, so that the places of commands further left stay right.
    for effect in effects.reversed() {
      guard case .run = effect.action, let span = effect.origin.span, effect.origin.through.isEmpty else { continue }
      for rule in files.flatMap(\.commands.rewrites) where Filters.pass(rule.filter, context) {
        if rewriting.apply(rule, at: span) { break }
      }
    }
    return rewriting.notes.isEmpty ? nil : rewriting
  }

  private mutating func apply(_ rule: CommandRewrite, at span: Range<Int>) -> Bool {
    let carriesOver = rule.run.last == "*"
    let leading = carriesOver ? Array(rule.run.dropLast()) : rule.run
    let new = rule.to.last == "*" ? Array(rule.to.dropLast()) : rule.to
    guard
      let changed = ScriptEdit.replacing(in: script, at: span, leading: leading, isWhole: !carriesOver, with: new)
    else { return false }
    script = changed
    let why = rule.reason.map { ": \($0)" } ?? ""
    notes.insert(
      "taffrail: `\(leading.joined(separator: " "))` became `\(new.joined(separator: " "))` by \(rule.location.short)\(why)",
      at: 0)
    return true
  }

  /// The event with the new script in place of the old one.
  func applied(to event: Event) -> Event {
    var changed = event
    guard var tool = event.tool, case .shell(_, let directory) = tool.action else { return event }
    tool.action = .shell(script: script, directory: directory)
    if case .object(var members) = tool.input, let index = members.firstIndex(where: { $0.name == "command" }) {
      members[index].value = .string(script)
      tool.input = .object(members)
    }
    changed.tool = tool
    return changed
  }
}
