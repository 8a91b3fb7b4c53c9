internal import HookModel
internal import Patterns

// Rules about tools, addresses and written text, and `[audit]`.
extension Reader {
  /// The kinds of rules in `[[tools.…]]` and `[[fetch.…]]`.
  enum ToolKind: String, CaseIterable {
    case deny
    case ask
    case allow

    var kind: RuleKind {
      switch self {
      case .deny: .deny
      case .ask: .ask
      case .allow: .allow
      }
    }
  }

  /// The kinds of rules in `[[content.…]]`.
  enum ContentKind: String, CaseIterable {
    case deny
    case ask

    var kind: RuleKind { self == .deny ? .deny : .ask }
  }

  private enum ToolRuleKey: String, CaseIterable {
    case tool
    case with
    case reason
    case fix
    case lifts
  }

  func toolRules(_ node: Node, _ kind: RuleKind, into rules: inout [ToolRule]) {
    eachTable(node) { table in
      var rule = ToolRule(kind: kind, tool: "", location: location(table))
      var filter = RuleFilter()
      eachKey(table, ToolRuleKey.self, filter: &filter) { key, child in
        switch key {
        case .tool: rule.tool = nonEmptyString(child) ?? ""
        case .with: arguments(child, prefix: "", into: &rule.with)
        case .reason: rule.reason = nonEmptyString(child)
        case .fix: rule.fix = nonEmptyString(child)
        case .lifts: rule.lifts = lifts(child, kind)
        }
      }
      rule.filter = filter
      guard document.kind(table) == .table else { return }
      requireOne(of: ["tool"], in: table, why: "it names no tool")
      rules.append(rule)
    }
  }

  private func arguments(_ node: Node, prefix: String, into with: inout [(name: String, glob: String)]) {
    guard document.kind(node) == .table else {
      wrongType(node, expected: "a table", hint: " Write { branch = \"main\" }.")
      return
    }
    for child in document.children(node) {
      let name = prefix + (document.key(child) ?? "")
      if document.kind(child) == .table {
        arguments(child, prefix: name + ".", into: &with)
      } else if let glob = string(child) {
        with.append((name, glob))
      }
    }
  }

  private enum FetchRuleKey: String, CaseIterable {
    case url
    case reason
    case fix
    case lifts
  }

  func fetchRules(_ node: Node, _ kind: RuleKind, into rules: inout [FetchRule]) {
    eachTable(node) { table in
      var rule = FetchRule(kind: kind, url: "", location: location(table))
      var filter = RuleFilter()
      eachKey(table, FetchRuleKey.self, filter: &filter) { key, child in
        switch key {
        case .url: rule.url = nonEmptyString(child) ?? ""
        case .reason: rule.reason = nonEmptyString(child)
        case .fix: rule.fix = nonEmptyString(child)
        case .lifts: rule.lifts = lifts(child, kind)
        }
      }
      rule.filter = filter
      guard document.kind(table) == .table else { return }
      requireOne(of: ["url"], in: table, why: "it names no address")
      rules.append(rule)
    }
  }

  private enum ContentRuleKey: String, CaseIterable {
    case match
    case paths
    case name
    case reason
    case fix
  }

  func contentRules(_ node: Node, _ kind: RuleKind, into rules: inout [ContentRule]) {
    eachTable(node) { table in
      var pattern: RegularExpression?
      var paths: PathPatternList?
      var name: String?
      var reason: String?
      var fix: String?
      var filter = RuleFilter()
      eachKey(table, ContentRuleKey.self, filter: &filter) { key, child in
        switch key {
        case .match: pattern = expression(child, options: .lines)
        case .paths: paths = pathPatterns(child, isProtected: false)
        case .name: name = nonEmptyString(child)
        case .reason: reason = nonEmptyString(child)
        case .fix: fix = nonEmptyString(child)
        }
      }
      guard document.kind(table) == .table else { return }
      requireOne(of: ["match"], in: table, why: "it says nothing about the text")
      guard let pattern else { return }
      let number = rules.count { $0.kind == kind } + 1
      var rule = ContentRule(
        kind: kind, pattern: pattern, name: name ?? "content.\(kind.rawValue).\(number)", location: location(table))
      rule.paths = paths
      rule.reason = reason
      rule.fix = fix
      rule.filter = filter
      rules.append(rule)
    }
  }

  private enum AuditKey: String, CaseIterable {
    case dir
    case keep
    case redact
    case required
    case durability
    case summary
  }

  func audit(_ node: Node, into table: inout AuditTable) {
    eachKey(node, AuditKey.self) { key, child in
      switch key {
      case .dir: table.folder = locatedString(child)
      case .keep: table.keepDays = days(child)
      case .redact: table.redact = expressions(child)
      case .required:
        table.isRequired = boolean(child)
        if table.isRequired == true, layer != .machine {
          mistakeAtKey(child, "counts only in the machine's policy.")
        }
      case .durability: table.survivesPowerLoss = choice(child, ["power", "process"]) { $0 == "power" ? true : $0 == "process" ? false : nil }
      case .summary: table.summary = locatedString(child)
      }
    }
  }

  private func expressions(_ node: Node) -> [RegularExpression] {
    guard document.kind(node) == .array else {
      wrongType(node, expected: "an array of expressions")
      return []
    }
    var expressions: [RegularExpression] = []
    for child in document.children(node) {
      if let expression = expression(child) { expressions.append(expression) }
    }
    return expressions
  }
}
