internal import HookModel
internal import Patterns

// What each table takes; `docs` for people are written from the same names.

extension PolicyFile {
  static let commandsFields: [Field<CommandsTable>] = [
    Field("packs") { $2.packs = $0.packs($1) },
    Field("unknown-program") { $2.unknownProgram = $0.verdict($1) },
    Field("unknown-delete") { $2.unknownDelete = $0.verdict($1) },
    Field("inline-code") { $2.inlineCode = $0.verdict($1) },
    Field("deny") { $0.commandRules($1, .deny, into: &$2.rules) },
    Field("ask") { $0.commandRules($1, .ask, into: &$2.rules) },
    Field("allow") { $0.commandRules($1, .allow, into: &$2.rules) },
    Field("approve") { $0.commandRules($1, .approve, into: &$2.rules) },
    Field("rewrite") { reader, node, table in
      reader.eachTable(node) { if let rewrite = reader.rewrite($0) { table.rewrites.append(rewrite) } }
    },
  ]

  static let toolsFields: [Field<[ToolRule]>] = [
    Field("deny") { $0.toolRules($1, .deny, into: &$2) },
    Field("ask") { $0.toolRules($1, .ask, into: &$2) },
    Field("allow") { $0.toolRules($1, .allow, into: &$2) },
  ]

  static let fetchFields: [Field<[FetchRule]>] = [
    Field("deny") { $0.fetchRules($1, .deny, into: &$2) },
    Field("ask") { $0.fetchRules($1, .ask, into: &$2) },
    Field("allow") { $0.fetchRules($1, .allow, into: &$2) },
  ]

  static let contentFields: [Field<[ContentRule]>] = [
    Field("deny") { $0.contentRules($1, .deny, into: &$2) },
    Field("ask") { $0.contentRules($1, .ask, into: &$2) },
  ]

  static let auditFields: [Field<AuditTable>] = [
    Field("dir") { $2.folder = $0.locatedString($1) },
    Field("keep") { $2.keepDays = $0.days($1) },
    Field("redact") { reader, node, table in
      guard reader.locatedStrings(node) != nil else { return }
      table.redact = reader.document.children(node).compactMap { reader.expression($0) }
    },
    Field("required") { reader, node, table in
      table.isRequired = reader.boolean(node)
      if table.isRequired == true, reader.layer != .machine {
        reader.mistakeAtKey(node, "counts only in the machine's policy.")
      }
    },
    Field("durability") { $2.survivesPowerLoss = $0.choice($1, [("power", true), ("process", false)]) },
    Field("summary") { $2.summary = $0.locatedString($1) },
  ]

  /// The packs that exist.
  public static let packs = [
    "core", "docker", "kubernetes", "terraform", "aws", "gcloud", "azure", "database", "forge", "packages", "system",
  ]
}

// MARK: - Context and prompts

extension Reader {
  func sessionContext(_ node: Node) -> SessionContextTable? {
    var table = SessionContextTable()
    read(node, Self.sessionContextFields, into: &table)
    return table
  }

  private static let sessionContextFields: [Field<SessionContextTable>] = [
    Field("text") { $2.text = $0.locatedString($1) },
    Field("files") { $2.files = $0.locatedStrings($1) ?? [] },
    Field("commands") { $2.commands = $0.programs($1) },
    Field("on") { $2.sources = $0.sources($1) },
    Field("when") { reader, node, table in
      reader.eachTable(node) { table.conditions.append(reader.conditionalContext($0)) }
    },
  ]

  private func conditionalContext(_ node: Node) -> ConditionalContext {
    var context = ConditionalContext(location: location(node))
    read(node, Self.conditionFields, into: &context)
    if document.kind(node) == .table {
      requireOne(of: ["text", "files", "commands"], in: node, why: "it gives no context")
      requireOne(
        of: ["branch", "source", "on", "environment", "exists", "until", "agents"], in: node, why: "it has no condition")
    }
    return context
  }

  private static let conditionFields: [Field<ConditionalContext>] = [
    Field("text") { $2.text = $0.nonEmptyString($1) },
    Field("files") { $2.files = $0.strings($1) ?? [] },
    Field("commands") { $2.commands = $0.programs($1).map(\.value) },
    Field("source") { $2.sources = $0.sources($1) },
    Field("on") { $2.sources = $0.sources($1) },
    Field("branch") { $2.branches = $0.stringOrStrings($1) ?? [] },
    Field("environment") { $2.environment = $0.stringOrStrings($1) ?? [] },
    Field("exists") { $2.exists = $0.stringOrStrings($1) ?? [] },
    Field("until") { $2.until = $0.date($1) },
    Field("agents") { $2.agents = $0.agents($1) ?? [] },
  ]

  /// An array of programs, each an array of words or a string.
  private func programs(_ node: Node) -> [Located<[String]>] {
    guard document.kind(node) == .array else {
      wrongType(node, expected: "an array of commands", hint: " Write [[\"git\", \"status\"]].")
      return []
    }
    return document.children(node).compactMap { child in words(child).map { Located($0, at: location(child)) } }
  }

  func promptRoute(_ node: Node) -> PromptRoute? {
    var route = PromptRoute(when: [], location: location(node))
    var filter = RuleFilter()
    read(node, Self.promptRouteFields, into: &route, filter: &filter, except: "tag")
    route.filter = filter
    guard document.kind(node) == .table else { return nil }
    requireOne(of: ["when"], in: node, why: "it says nothing about prompts")
    requireOne(of: ["context", "deny", "tag"], in: node, why: "it would do nothing")
    return route
  }

  private static let promptRouteFields: [Field<PromptRoute>] = [
    Field("when") { reader, node, route in
      guard let texts = reader.locatedStringOrStrings(node) else { return }
      let isArray = reader.document.kind(node) == .array
      let nodes = isArray ? Array(reader.document.children(node)) : [node]
      guard nodes.count == texts.count else { return }
      route.when = zip(texts, nodes).compactMap { reader.promptPattern($0, in: $1) }
    },
    Field("context") { $2.context = $0.nonEmptyString($1) },
    Field("deny") { $2.deny = $0.nonEmptyString($1) },
    Field("tag") { $2.tags = $0.stringOrStrings($1) ?? [] },
  ]

  /// Notes that none of `keys` stands in a table.
  func requireOne(of keys: [String], in node: Node, why: String) {
    for child in document.children(node) {
      if let key = document.key(child), keys.contains(key) { return }
    }
    mistake(node, "\(Suggestion.list(keys)) is missing; \(why).")
  }
}

// MARK: - Paths and commands

extension Reader {
  func protectedPaths(_ node: Node) -> ProtectedPathsTable? {
    var table = ProtectedPathsTable()
    var filter = RuleFilter()
    read(node, Self.protectedPathsFields, into: &table, filter: &filter)
    table.filter = filter
    return table
  }

  private static let protectedPathsFields: [Field<ProtectedPathsTable>] = [
    Field("write") { $2.write = $0.pathPatterns($1, isProtected: true) },
    Field("read") { $2.read = $0.pathPatterns($1, isProtected: true) },
    Field("read-use") { $2.readUse = $0.verdict($1) },
    Field("outside") { $2.outside = $0.verdict($1) },
    Field("allow-outside") { $2.allowOutside = $0.outsidePaths($1) },
    Field("reason") { $2.reason = $0.nonEmptyString($1) },
  ]

  private func outsidePaths(_ node: Node) -> [Located<String>] {
    guard let paths = locatedStrings(node) else { return [] }
    for child in document.children(node) where document.kind(child) == .string {
      let path = document.text(child)
      if path.hasPrefix("!") {
        mistake(child, "\"\(path)\" cannot take a path out. List only what is allowed.")
      } else if path == "/" || path == "~" || path == "~/" || path == "/*" || path == "/**" {
        mistake(child, "\"\(path)\" allows everything there. Write outside = \"allow\" if that is meant.")
      } else if !path.isEmpty, !OutsidePatterns.isAnchored(path) {
        mistake(child, "\"\(path)\" is not outside the project. Begin with \"~/\", \"/\" or \"../\".")
      }
    }
    return paths
  }

  func packs(_ node: Node) -> [Located<String>]? {
    guard let names = locatedStrings(node) else { return nil }
    for child in document.children(node) where document.kind(child) == .string {
      let name = document.text(child)
      if name.isEmpty || PolicyFile.packs.contains(name) { continue }
      mistake(
        child, "unknown pack \"\(name)\"; "
          + (Suggestion.nearest(to: name, in: PolicyFile.packs).map { "did you mean \"\($0)\"?" }
            ?? "the packs are \(PolicyFile.packs.joined(separator: ", "))"))
    }
    return names
  }

  func commandRules(_ node: Node, _ kind: RuleKind, into rules: inout [CommandRule]) {
    eachTable(node) { table in
      var rule = CommandRule(kind: kind, location: location(table))
      var filter = RuleFilter()
      read(table, Self.commandRuleFields, into: &rule, filter: &filter)
      rule.filter = filter
      guard document.kind(table) == .table else { return }
      requireOne(of: ["run", "match"], in: table, why: "it names no command")
      if rule.run != nil && rule.match != nil { mistake(table, "has both \"run\" and \"match\". Make two rules of it.") }
      if !rule.lifts.isEmpty && kind != .allow { mistake(table, "only an allow can have \"lifts\".") }
      rules.append(rule)
    }
  }

  private static let commandRuleFields: [Field<CommandRule>] = [
    Field("run") { $2.run = $0.words($1, keepsEscapes: true) },
    Field("match") { $2.match = $0.expression($1) },
    Field("reason") { $2.reason = $0.nonEmptyString($1) },
    Field("fix") { $2.fix = $0.nonEmptyString($1) },
    Field("lifts") { $2.lifts = $0.stringOrStrings($1) ?? [] },
  ]

  func rewrite(_ node: Node) -> CommandRewrite? {
    var rewrite = CommandRewrite(run: [], to: [], location: location(node))
    var filter = RuleFilter()
    read(node, Self.rewriteFields, into: &rewrite, filter: &filter)
    rewrite.filter = filter
    guard document.kind(node) == .table else { return nil }
    requireOne(of: ["run"], in: node, why: "it names no command")
    requireOne(of: ["to"], in: node, why: "it does not say what takes the command's place")
    if rewrite.to.contains("*"), rewrite.run.last != "*", !rewrite.run.isEmpty {
      mistake(node, "\"to\" has a * but \"run\" does not end in one, so there is nothing to carry over.")
    }
    return rewrite
  }

  private static let rewriteFields: [Field<CommandRewrite>] = [
    Field("run") { $2.run = $0.words($1, keepsEscapes: true) ?? [] },
    Field("to") { $2.to = $0.words($1) ?? [] },
    Field("reason") { $2.reason = $0.nonEmptyString($1) },
  ]

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
      } else if let setting = choice(child, RuleSwitch.Setting.allCases.map { ($0.rawValue, $0) }) {
        switches.append(RuleSwitch(rule: rule, setting: setting, location: keyLocation(child)))
      }
    }
  }
}

// MARK: - Tools, fetches and content

extension Reader {
  func toolRules(_ node: Node, _ kind: RuleKind, into rules: inout [ToolRule]) {
    eachTable(node) { table in
      var rule = ToolRule(kind: kind, tool: "", location: location(table))
      var filter = RuleFilter()
      read(table, Self.toolRuleFields, into: &rule, filter: &filter)
      rule.filter = filter
      guard document.kind(table) == .table else { return }
      requireOne(of: ["tool"], in: table, why: "it names no tool")
      if !rule.lifts.isEmpty && kind != .allow { mistake(table, "only an allow can have \"lifts\".") }
      rules.append(rule)
    }
  }

  private static let toolRuleFields: [Field<ToolRule>] = [
    Field("tool") { $2.tool = $0.nonEmptyString($1) ?? "" },
    Field("with") { $0.arguments($1, prefix: "", into: &$2.with) },
    Field("reason") { $2.reason = $0.nonEmptyString($1) },
    Field("fix") { $2.fix = $0.nonEmptyString($1) },
    Field("lifts") { $2.lifts = $0.stringOrStrings($1) ?? [] },
  ]

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

  func fetchRules(_ node: Node, _ kind: RuleKind, into rules: inout [FetchRule]) {
    eachTable(node) { table in
      var rule = FetchRule(kind: kind, url: "", location: location(table))
      var filter = RuleFilter()
      read(table, Self.fetchRuleFields, into: &rule, filter: &filter)
      rule.filter = filter
      guard document.kind(table) == .table else { return }
      requireOne(of: ["url"], in: table, why: "it names no address")
      if !rule.lifts.isEmpty && kind != .allow { mistake(table, "only an allow can have \"lifts\".") }
      rules.append(rule)
    }
  }

  private static let fetchRuleFields: [Field<FetchRule>] = [
    Field("url") { $2.url = $0.nonEmptyString($1) ?? "" },
    Field("reason") { $2.reason = $0.nonEmptyString($1) },
    Field("fix") { $2.fix = $0.nonEmptyString($1) },
    Field("lifts") { $2.lifts = $0.stringOrStrings($1) ?? [] },
  ]

  func contentRules(_ node: Node, _ kind: RuleKind, into rules: inout [ContentRule]) {
    eachTable(node) { table in
      guard document.kind(table) == .table else { return wrongType(table, expected: "a table") }
      var draft = ContentDraft()
      var filter = RuleFilter()
      read(table, Self.contentRuleFields, into: &draft, filter: &filter)
      requireOne(of: ["match"], in: table, why: "it says nothing about the text")
      guard let pattern = draft.pattern else { return }
      let name = draft.name ?? "content.\(kind.rawValue).\(rules.count { $0.kind == kind } + 1)"
      var rule = ContentRule(kind: kind, pattern: pattern, name: name, location: location(table))
      rule.paths = draft.paths
      rule.reason = draft.reason
      rule.fix = draft.fix
      rule.filter = filter
      rules.append(rule)
    }
  }

  private struct ContentDraft {
    var pattern: RegularExpression?
    var paths: PathPatternList?
    var name: String?
    var reason: String?
    var fix: String?
  }

  private static let contentRuleFields: [Field<ContentDraft>] = [
    Field("match") { $2.pattern = $0.expression($1, options: .lines) },
    Field("paths") { $2.paths = $0.pathPatterns($1, isProtected: false) },
    Field("name") { $2.name = $0.nonEmptyString($1) },
    Field("reason") { $2.reason = $0.nonEmptyString($1) },
    Field("fix") { $2.fix = $0.nonEmptyString($1) },
  ]
}
