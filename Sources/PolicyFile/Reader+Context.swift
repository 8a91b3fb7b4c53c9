internal import HookModel
internal import Patterns

// What is said to the model: `[session-context]` and `[[prompt-routes]]`.
extension Reader {
  private enum SessionContextKey: String, CaseIterable {
    case text
    case files
    case commands
    case on
    case when
  }

  func sessionContext(_ node: Node) -> SessionContextTable? {
    var table = SessionContextTable()
    eachKey(node, SessionContextKey.self) { key, child in
      switch key {
      case .text: table.text = locatedString(child)
      case .files: table.files = locatedStrings(child) ?? []
      case .commands: table.commands = programs(child)
      case .on: table.sources = sources(child)
      case .when: eachTable(child) { table.conditions.append(conditionalContext($0)) }
      }
    }
    return table
  }

  private enum ConditionKey: String, CaseIterable {
    case text
    case files
    case commands
    case branch
    case source
    case on
    case environment
    case exists
    case until
    case agents
  }

  private func conditionalContext(_ node: Node) -> ConditionalContext {
    var context = ConditionalContext(location: location(node))
    eachKey(node, ConditionKey.self) { key, child in
      switch key {
      case .text: context.text = nonEmptyString(child)
      case .files: context.files = strings(child) ?? []
      case .commands: context.commands = programs(child).map { $0.value }
      case .branch: context.branches = stringOrStrings(child) ?? []
      case .source, .on: context.sources = sources(child)
      case .environment: context.environment = stringOrStrings(child) ?? []
      case .exists: context.exists = stringOrStrings(child) ?? []
      case .until: context.until = date(child)
      case .agents: context.agents = agents(child) ?? []
      }
    }
    if document.kind(node) == .table {
      requireOne(of: ["text", "files", "commands"], in: node, why: "it gives no context")
      requireOne(
        of: ["branch", "source", "on", "environment", "exists", "until", "agents"], in: node, why: "it has no condition"
      )
    }
    return context
  }

  /// An array of programs, each an array of words or a string.
  private func programs(_ node: Node) -> [LocatedWords] {
    guard document.kind(node) == .array else {
      wrongType(node, expected: "an array of commands", hint: " Write [[\"git\", \"status\"]].")
      return []
    }
    var programs: [LocatedWords] = []
    for child in document.children(node) {
      if let words = words(child) { programs.append(LocatedWords(words, at: location(child))) }
    }
    return programs
  }

  private enum PromptRouteKey: String, CaseIterable {
    case when
    case context
    case deny
    case tag
  }

  func promptRoute(_ node: Node) -> PromptRoute? {
    var route = PromptRoute(when: [], location: location(node))
    var filter = RuleFilter()
    eachKey(node, PromptRouteKey.self, filter: &filter, except: .tag) { key, child in
      switch key {
      case .when: route.when = promptPatterns(child)
      case .context: route.context = nonEmptyString(child)
      case .deny: route.deny = nonEmptyString(child)
      case .tag: route.tags = stringOrStrings(child) ?? []
      }
    }
    route.filter = filter
    guard document.kind(node) == .table else { return nil }
    requireOne(of: ["when"], in: node, why: "it says nothing about prompts")
    requireOne(of: ["context", "deny", "tag"], in: node, why: "it would do nothing")
    return route
  }

  private func promptPatterns(_ node: Node) -> [PromptPattern] {
    guard let texts = locatedStringOrStrings(node) else { return [] }
    var patterns: [PromptPattern] = []
    for text in texts {
      do throws(PatternError) {
        patterns.append(try PromptPattern.parse(text.value))
      } catch {
        mistake(node, "\"\(text.value)\" is no pattern: \(error.message).", at: text.location)
      }
    }
    return patterns
  }

  /// Notes that none of `keys` stands in a table.
  func requireOne(of keys: [StaticString], in node: Node, why: String) {
    for child in document.children(node) {
      for key in keys where document.isKey(child, key) { return }
    }
    mistake(node, "\(Suggestion.list(keys.map { "\($0)" })) is missing; \(why).")
  }
}
