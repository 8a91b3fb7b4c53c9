internal import HookModel
internal import Patterns
public import PolicyFile

/// The filters that every rule may carry: agents, branch, subagent, permission-mode, tag, until.
public enum Filters {
  /// Whether a rule with this filter counts now.
  public static func pass(_ filter: RuleFilter, _ context: PolicyContext) -> Bool {
    if filter == RuleFilter() { return true }
    let event = context.event
    if !filter.agents.isEmpty, !filter.agents.contains(event.agent) { return false }
    if let wanted = filter.subagent, wanted != (event.subagent != nil) { return false }
    if !filter.permissionModes.isEmpty {
      guard let mode = event.permissionMode, filter.permissionModes.contains(mode) else { return false }
    }
    if !filter.tags.isEmpty, !filter.tags.contains(where: context.facts.session.tags.contains) { return false }
    if let last = filter.until, context.facts.today > last { return false }
    if !filter.branches.isEmpty {
      guard let branch = context.facts.project.branch else { return false }
      guard filter.branches.contains(where: { Glob($0).matches(branch) }) else { return false }
    }
    return true
  }
}
