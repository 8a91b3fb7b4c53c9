internal import HookModel
internal import Patterns

// Rules about paths and commands: `[protected-paths]`, `[commands]` and `[rules]`.
extension Reader {
  private enum ProtectedPathsKey: String, CaseIterable {
    case write
    case read
    case readUse = "read-use"
    case outside
    case allowOutside = "allow-outside"
    case reason
  }

  func protectedPaths(_ node: Node) -> ProtectedPathsTable? {
    var table = ProtectedPathsTable()
    var filter = RuleFilter()
    eachKey(node, ProtectedPathsKey.self, filter: &filter) { key, child in
      switch key {
      case .write: table.write = pathPatterns(child, isProtected: true, defaults: .write)
      case .read: table.read = pathPatterns(child, isProtected: true, defaults: .read)
      case .readUse: table.readUse = verdict(child)
      case .outside: table.outside = verdict(child)
      case .allowOutside: table.allowOutside = outsidePaths(child)
      case .reason: table.reason = nonEmptyString(child)
      }
    }
    table.filter = filter
    return table
  }

  private func outsidePaths(_ node: Node) -> [Located<String>] {
    guard let paths = locatedStrings(node) else { return [] }
    for path in paths {
      let text = path.value
      if text.utf8.first == UInt8(ascii: "!") {
        mistake(node, "\"\(text)\" cannot take a path out. List only what is allowed.", at: path.location)
      } else if ["/", "~", "~/", "/*", "/**", "~/*", "~/**"].contains(text) {
        mistake(
          node, "\"\(text)\" allows everything there. Write outside = \"allow\" if that is meant.", at: path.location)
      } else if !OutsidePatterns.isAnchored(text) {
        mistake(
          node, "\"\(text)\" is not outside the project. Begin with \"~/\", \"/\" or \"../\".", at: path.location)
      }
    }
    return paths
  }

  private enum CommandsKey: String, CaseIterable {
    case packs
    case unknownProgram = "unknown-program"
    case unknownDelete = "unknown-delete"
    case inlineCode = "inline-code"
    case deny
    case ask
    case allow
    case approve
    case rewrite
  }

  func commands(_ node: Node, into table: inout CommandsTable) {
    eachKey(node, CommandsKey.self) { key, child in
      switch key {
      case .packs: table.packs = packs(child)
      case .unknownProgram: table.unknownProgram = verdict(child)
      case .unknownDelete: table.unknownDelete = verdict(child)
      case .inlineCode: table.inlineCode = verdict(child)
      case .deny: commandRules(child, .deny, into: &table.rules)
      case .ask: commandRules(child, .ask, into: &table.rules)
      case .allow: commandRules(child, .allow, into: &table.rules)
      case .approve: commandRules(child, .approve, into: &table.rules)
      case .rewrite: eachTable(child) { if let rewrite = rewrite($0) { table.rewrites.append(rewrite) } }
      }
    }
  }

  private func packs(_ node: Node) -> [Located<String>]? {
    guard let names = locatedStrings(node) else { return nil }
    for name in names where !PolicyFile.packs.contains(name.value) {
      let known = PolicyFile.packs
      let meant = Suggestion.nearest(to: name.value, in: known).map { "did you mean \"\($0)\"?" }
      mistake(
        node, "unknown pack \"\(name.value)\"; \(meant ?? "the packs are \(known.joined(separator: ", "))")",
        at: name.location)
    }
    return names
  }

  private enum CommandRuleKey: String, CaseIterable {
    case run
    case match
    case reason
    case fix
    case lifts
  }

  private func commandRules(_ node: Node, _ kind: RuleKind, into rules: inout [CommandRule]) {
    eachTable(node) { table in
      var rule = CommandRule(kind: kind, location: location(table))
      var filter = RuleFilter()
      eachKey(table, CommandRuleKey.self, filter: &filter) { key, child in
        switch key {
        case .run: rule.run = words(child, keepsEscapes: true)
        case .match: rule.match = expression(child)
        case .reason: rule.reason = nonEmptyString(child)
        case .fix: rule.fix = nonEmptyString(child)
        case .lifts: rule.lifts = lifts(child, kind)
        }
      }
      rule.filter = filter
      guard document.kind(table) == .table else { return }
      requireOne(of: ["run", "match"], in: table, why: "it names no command")
      if rule.run != nil && rule.match != nil {
        mistake(table, "has both \"run\" and \"match\". Make two rules of it.")
      }
      rules.append(rule)
    }
  }

  /// The rules that an allow lifts; for every other kind a mistake.
  func lifts(_ node: Node, _ kind: RuleKind) -> [String] {
    if kind != .allow { mistakeAtKey(node, "only an allow lifts rules.") }
    let rules = stringOrStrings(node) ?? []
    if kind == .allow {
      for rule in rules { checkRule(rule, at: location(node), node) }
    }
    return rules
  }

  private enum RewriteKey: String, CaseIterable {
    case run
    case to
    case reason
  }

  private func rewrite(_ node: Node) -> CommandRewrite? {
    var rewrite = CommandRewrite(run: [], to: [], location: location(node))
    var filter = RuleFilter()
    eachKey(node, RewriteKey.self, filter: &filter) { key, child in
      switch key {
      case .run: rewrite.run = words(child, keepsEscapes: true) ?? []
      case .to: rewrite.to = words(child) ?? []
      case .reason: rewrite.reason = nonEmptyString(child)
      }
    }
    rewrite.filter = filter
    guard document.kind(node) == .table else { return nil }
    requireOne(of: ["run"], in: node, why: "it names no command")
    requireOne(of: ["to"], in: node, why: "it does not say what takes the command's place")
    if rewrite.to.contains("*"), rewrite.run.last != "*", !rewrite.run.isEmpty {
      mistake(node, "\"to\" has a * but \"run\" does not end in one, so there is nothing to carry over.")
    }
    return rewrite
  }

  /// Rules by id; `core.git.push = "off"` without quotes is a table in a table, and means the same.
  func ruleSwitches(_ node: Node, prefix: String, into switches: inout [RuleSwitch]) {
    guard document.kind(node) == .table else {
      wrongType(node, expected: "a table")
      return
    }
    for child in document.children(node) {
      let rule = prefix + (document.key(child) ?? "")
      if document.kind(child) == .table {
        ruleSwitches(child, prefix: rule + ".", into: &switches)
      } else if rule.isEmpty {
        mistakeAtKey(child, "names no rule.")
      } else if let setting = choice(child, RuleSwitch.Setting.self) {
        checkRule(rule, at: keyLocation(child), child)
        switches.append(RuleSwitch(rule: rule, setting: setting, location: keyLocation(child)))
      }
    }
  }
}

extension PolicyFile {
  /// The packs that exist.
  public static let packs = [
    "core", "docker", "kubernetes", "terraform", "aws", "gcloud", "azure", "database", "forge", "packages", "system",
  ]
}
