public import HookModel
import JSON
import PolicyFile

/// A person's rules about tools by name (`[[tools.deny]]`) and about URLs (`[[fetch.deny]]`).
public enum ToolRules: Policy {
  /// What it is for people.
  public static var documentation: PolicyDocumentation {
    PolicyDocumentation(
      id: "tools",
      summary: "Refuses, or asks about, tools by their name and arguments, and fetches by their URL.",
      why: "MCP servers and web access reach things that no command and no path stands for.",
      options: [
        (
          "tools.deny, ask, allow",
          "`tool`: a glob over the name (`mcp__github__delete_*`); `with`: globs over arguments, `a.b` for nested ones"
        ),
        ("fetch.deny, ask, allow", "`url`: a glob over the URL"),
        ("reason, fix", "what the agent is told"),
      ],
      example: """
        [[tools.deny]]
        tool = "mcp__github__delete_*"
        with = { branch = "main" }
        reason = "Branches are deleted by people."

        [[fetch.ask]]
        url = "https://*.internal.example/*"
        """)
  }

  /// Before a tool runs, and where the agent asks for permission.
  public static var events: EventKinds { .judged }

  /// The rulings of each file's rules.
  public static func evaluate(_ context: PolicyContext) -> [Ruling] {
    var rulings: [Ruling] = []
    for file in context.files {
      if !file.toolRules.isEmpty { judge(tools: file, context, &rulings) }
      if !file.fetchRules.isEmpty { judge(fetches: file, context, &rulings) }
    }
    return rulings
  }

  // MARK: tools

  private static func judge(tools file: PolicyFile, _ context: PolicyContext, _ rulings: inout [Ruling]) {
    guard let tool = context.event.tool else { return }
    for rule in file.toolRules {
      guard let verdict = verdict(of: rule.kind), matches(rule, tool, context) else { continue }
      let isLifted = context.files.contains { stronger in
        stronger.layer > file.layer && stronger.layer != .nested
          && stronger.toolRules.contains { $0.kind == .allow && matches($0, tool, context) }
      }
      if isLifted { continue }
      let id = "tools.\(rule.kind.rawValue)"
      let reason = Reason(
        what: "\(tool.name) \(words(for: verdict))",
        why: rule.reason ?? "\(rule.location.short) says so: tool = \"\(rule.tool)\"",
        fix: rule.fix ?? "ask the person, or go on without this tool")
      rulings.append(Ruling(policy: "tools", rule: id, verdict: verdict, reason: reason))
    }
  }

  private static func matches(_ rule: ToolRule, _ tool: ToolCall, _ context: PolicyContext) -> Bool {
    guard Filters.pass(rule.filter, context) else { return false }
    var arguments = tool.input
    var names = [tool.name]
    if case .mcp(let server, let name, let sent) = tool.action {
      names.append("mcp__\(server)__\(name)")
      arguments = sent
    }
    guard names.contains(where: { WordGlob.matches(rule.tool, $0) }) else { return false }
    return rule.with.allSatisfy { argument in
      values(at: argument.name, in: arguments).contains { WordGlob.matches(argument.glob, $0) }
        || values(at: argument.name, in: tool.input).contains { WordGlob.matches(argument.glob, $0) }
    }
  }

  /// The values at `a.b`, as text; of an array each element's.
  private static func values(at path: String, in value: JSONValue) -> [String] {
    if let direct = value[path] { return texts(direct) }
    var current = [value]
    for name in path.split(separator: ".") {
      current = current.flatMap { value -> [JSONValue] in
        if case .array(let elements) = value { return elements.compactMap { $0[String(name)] } }
        return value[String(name)].map { [$0] } ?? []
      }
    }
    return current.flatMap(texts)
  }

  private static func texts(_ value: JSONValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .integer(let number): [String(number)]
    case .real(let number): ["\(number)"]
    case .bool(let flag): [flag ? "true" : "false"]
    case .array(let elements): elements.flatMap(texts)
    case .null, .object: []
    }
  }

  // MARK: fetches

  private static func judge(fetches file: PolicyFile, _ context: PolicyContext, _ rulings: inout [Ruling]) {
    for rule in file.fetchRules {
      guard let verdict = verdict(of: rule.kind), Filters.pass(rule.filter, context) else { continue }
      for effect in context.effects {
        guard case .fetch(let url?) = effect.action, matches(rule.url, url) else { continue }
        let isLifted = context.files.contains { stronger in
          stronger.layer > file.layer && stronger.layer != .nested
            && stronger.fetchRules.contains { other in
              other.kind == .allow && Filters.pass(other.filter, context) && matches(other.url, url)
            }
        }
        if isLifted { continue }
        let reason = Reason(
          what: "fetch of \(url) \(words(for: verdict))",
          why: rule.reason ?? "\(rule.location.short) says so: url = \"\(rule.url)\"",
          fix: rule.fix ?? "ask the person for what is needed from there")
        rulings.append(Ruling(policy: "tools", rule: "fetch.\(rule.kind.rawValue)", verdict: verdict, reason: reason))
      }
    }
  }

  /// Whether a glob matches a URL under any of its usual spellings: without a scheme, with a port, with another case.
  static func matches(_ glob: String, _ url: String) -> Bool {
    let glob = glob.lowercased()
    return spellings(of: url).contains { WordGlob.matches(glob, $0) }
  }

  private static func spellings(of url: String) -> [String] {
    let lower = url.lowercased()
    var urls = [lower]
    if !WordGlob.matches("*://*", lower) { urls = ["https://\(lower)", "http://\(lower)"] }
    for url in urls {
      let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count >= 3 else { continue }
      let path = parts.count > 3 ? parts[3] : ""
      // What stands before an @ is a name and a password, and what stands behind a colon a port.
      let host = parts[2].split(separator: "@").last ?? ""
      let bare = host.prefix { $0 != ":" }
      urls.append("\(parts[0])//\(host)/\(path)")
      urls.append("\(parts[0])//\(bare)/\(path)")
    }
    return urls
  }

  private static func verdict(of kind: RuleKind) -> Verdict? {
    switch kind {
    case .deny: .deny
    case .ask: .ask
    case .allow, .approve: nil
    }
  }

  private static func words(for verdict: Verdict) -> String {
    verdict == .deny ? "refused" : "needs a person's yes"
  }
}
