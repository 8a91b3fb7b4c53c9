import HookModel
import PolicyFile
import TestSupport
import Testing

@testable import Patterns
@testable import Policies

/// A person's own rules, what an allow lifts, and the switches.
@Suite struct CommandPolicyTests {
  struct WordsRow: CustomTestStringConvertible, Sendable {
    var words: String
    var line: String
    var matches: Bool
    var at: SourceLocation

    var testDescription: String { "\(words) ~ \(line)" }

    init(_ words: String, _ line: String, _ matches: Bool, at: SourceLocation = #_sourceLocation) {
      self.words = words
      self.line = line
      self.matches = matches
      self.at = at
    }
  }

  static let words: [WordsRow] = [
    WordsRow("python3 deploy.py production", "python3 deploy.py production", true),
    WordsRow("python3 deploy.py production", "python3 deploy.py --fast production", true),
    WordsRow("python3 deploy.py production", "python3 -u deploy.py --env production", true),
    WordsRow("python3 deploy.py production", "python3 deploy.py staging", false),
    WordsRow("python3 deploy.py production", "python deploy.py production", false),
    WordsRow("git push --force", "git push -f", true),
    WordsRow("git push --force", "git push origin main --force", true),
    WordsRow("git push --force", "git push -uf origin x", true), WordsRow("git push -f", "git push --force", true),
    WordsRow("git push --force", "git -C web push -f", true),
    WordsRow("git push --force", "git push --force-with-lease", false),
    WordsRow("git push --force", "git push -n", false), WordsRow("git push * main", "git push origin main", true),
    WordsRow("git push", "git pull", false), WordsRow("git commit --no-verify", "git commit -nm x", true),
    WordsRow("git branch -d", "git branch --delete x", true), WordsRow("rm -rf", "rm --recursive --force x", true),
    WordsRow("rm -rf", "rm -f -r x", true), WordsRow("rm -rf", "rm -r x", false), WordsRow("rm -rf", "rm -fR x", true),
    WordsRow("npm install *", "npm install", true), WordsRow("npm install *", "npm install left-pad", true),
    WordsRow("npm *", "npm ci", true), WordsRow("npm publish", "npm run publish-docs", false),
    WordsRow("docker run --privileged", "docker run --privileged alpine", true),
    WordsRow("docker rm -f", "docker rm --force web", true),
    WordsRow("curl -X DELETE", "curl -XDELETE https://a.example", true),
    WordsRow("curl -X DELETE", "curl --request DELETE https://a.example", true),
    WordsRow("curl -X DELETE", "curl -X GET https://a.example", false),
    WordsRow("curl https://*", "curl -s https://a.example", true),
    WordsRow("./deploy.sh", "./deploy.sh now", true), WordsRow("deploy.sh", "./deploy.sh", true),
    WordsRow("scripts/deploy.sh", "./scripts/deploy.sh", true), WordsRow("make deploy-*", "make deploy-prod", true),
    WordsRow("make deploy-?", "make deploy-prod", false), WordsRow("*", "anything at all", true),
    WordsRow("kubectl delete --namespace=prod", "kubectl -n prod delete pod x", true),
    WordsRow("kubectl delete --namespace=prod", "kubectl -n dev delete pod x", false),
    WordsRow("terraform apply -auto-approve", "terraform apply -auto-approve", true),
    WordsRow("tool --level=9", "tool --level=9", true), WordsRow("tool --level", "tool --level=9", true),
  ]

  @Test(arguments: words) func wordsMatch(_ row: WordsRow) {
    let words = row.words.split(separator: " ").map(String.init)
    #expect(CommandWords.matches(words, RuleBench.command(row.line)) == row.matches, sourceLocation: row.at)
  }

  private func rule(_ kind: RuleKind, _ run: String, _ change: (inout CommandRule) -> Void = { _ in }) -> CommandRule {
    var rule = CommandRule(kind: kind, location: RuleBench.location)
    rule.run = run.split(separator: " ").map(String.init)
    change(&rule)
    return rule
  }

  private func verdict(_ line: String, _ files: [PolicyFile], _ actions: [Effect.Action] = []) -> Verdict {
    RuleBench.rulings(RuleBench.effects(RuleBench.command(line), actions), files: files).strictest()
  }

  @Test func denyAndAskSayWhereTheyStand() throws {
    let file = RuleBench.file(.project) { file in
      file.commands.rules = [
        rule(.deny, "make deploy") { $0.reason = "CI deploys." }, rule(.ask, "make release"),
      ]
    }
    let deny = try #require(RuleBench.rulings(RuleBench.effects(RuleBench.command("make deploy")), files: [file]).first)
    #expect(deny.verdict == .deny)
    #expect(deny.rule == "commands.deny")
    #expect(deny.reason?.what == "`make deploy` refused")
    #expect(deny.reason?.why == "CI deploys.")
    let ask = try #require(RuleBench.rulings(RuleBench.effects(RuleBench.command("make release")), files: [file]).first)
    #expect(ask.verdict == .ask)
    #expect(ask.reason?.why == "taffrail.toml:3 says so: run = \"make release\"")
    #expect(verdict("make test", [file]) == .allow)
  }

  @Test func anExpressionSeesTheWholeLine() throws {
    let expression = try RegularExpression("deploy.*--env[= ]prod")
    let file = RuleBench.file(.project) { file in
      var rule = CommandRule(kind: .deny, location: RuleBench.location)
      rule.match = expression
      file.commands.rules = [rule]
    }
    #expect(verdict("./deploy --env prod", [file]) == .deny)
    #expect(verdict("./deploy --env=dev", [file]) == .allow)
  }

  @Test func anAllowLiftsBuiltInRules() {
    let file = RuleBench.file(.project) { $0.commands.rules = [rule(.allow, "git push --force")] }
    #expect(verdict("git push -f origin feature", [file]) == .allow)
    #expect(verdict("git push --mirror", [file]) == .deny)
    let other = RuleBench.file(.project) { file in
      file.commands.rules = [rule(.allow, "git push --force") { $0.lifts = ["core.git.clean"] }]
    }
    #expect(verdict("git push -f", [other]) == .deny)
    let glob = RuleBench.file(.project) { file in
      file.commands.rules = [rule(.allow, "git push --force") { $0.lifts = ["core.git.*"] }]
    }
    #expect(verdict("git push -f", [glob]) == .allow)
  }

  @Test func anAllowNamesItsTarget() {
    let file = RuleBench.file(.user) { $0.commands.rules = [rule(.allow, "rm -rf src")] }
    let source = Effect.Action.delete(Target(path: "\(RuleBench.root)/src", spelling: "src"), recursive: true)
    let home = Effect.Action.delete(Target(path: "/home/dev", spelling: "~"), recursive: true)
    #expect(verdict("rm -rf src", [file], [source]) == .allow)
    #expect(verdict("rm -rf src ~", [file], [source, home]) == .deny)
  }

  @Test func nothingLiftsSelfProtection() {
    let file = RuleBench.file(.machine) { file in
      file.commands.rules = [rule(.allow, "taffrail *"), rule(.allow, "*")]
      file.ruleSwitches = [
        RuleSwitch(rule: "*", setting: .off, location: RuleBench.location),
        RuleSwitch(rule: "core.guard.*", setting: .observe, location: RuleBench.location),
        RuleSwitch(rule: "core.guard.control", setting: .ask, location: RuleBench.location),
      ]
    }
    #expect(verdict("taffrail trust --yes", [file]) == .deny)
    #expect(verdict("git reset --hard", [file]) == .allow)
  }

  @Test func anAllowExpires() {
    for (until, expected) in [("2025-05-31", Verdict.deny), ("2025-06-01", .allow), ("2025-06-02", .allow)] {
      let file = RuleBench.file(.project) { file in
        file.commands.rules = [rule(.allow, "git push --force") { $0.filter.until = until }]
      }
      #expect(verdict("git push -f", [file]) == expected, "until \(until)")
    }
  }

  @Test func aStrongerFileLiftsAWeakerOnes() {
    let deny = rule(.deny, "make deploy")
    let allow = rule(.allow, "make deploy")
    for (denying, allowing, expected): (PolicyLayer, PolicyLayer, Verdict) in [
      (.user, .project, .allow), (.project, .local, .allow), (.local, .machine, .allow), (.project, .project, .deny),
      (.project, .user, .deny), (.machine, .local, .deny), (.project, .nested, .deny),
    ] {
      let files: [PolicyFile] =
        denying == allowing
        ? [RuleBench.file(denying) { $0.commands.rules = [deny, allow] }]
        : [
          RuleBench.file(denying) { $0.commands.rules = [deny] },
          RuleBench.file(allowing) { $0.commands.rules = [allow] },
        ]
      #expect(verdict("make deploy", files) == expected, "\(allowing) over \(denying)")
    }
  }

  @Test func switches() throws {
    func file(_ layer: PolicyLayer, _ entries: [(String, RuleSwitch.Setting)]) -> PolicyFile {
      RuleBench.file(layer) { file in
        file.ruleSwitches = entries.map { RuleSwitch(rule: $0.0, setting: $0.1, location: RuleBench.location) }
      }
    }
    #expect(verdict("git stash drop", [file(.project, [("core.git.stash-drop", .off)])]) == .allow)
    #expect(verdict("git stash drop", [file(.project, [("core.*", .off)])]) == .allow)
    #expect(verdict("git stash drop", [file(.project, [("core.git.*", .ask)])]) == .ask)
    #expect(verdict("git rm -f a.ts", [file(.project, [("core.git.rm-force", .deny)])]) == .deny)
    // The last matching entry of a file counts, and the strongest file before the others.
    #expect(verdict("git stash drop", [file(.project, [("core.git.*", .off), ("core.git.stash-*", .deny)])]) == .deny)
    #expect(
      verdict("git stash drop", [file(.user, [("core.*", .deny)]), file(.project, [("core.*", .off)])]) == .allow)
    #expect(
      verdict("git stash drop", [file(.project, [("core.*", .off)]), file(.machine, [("core.*", .ask)])]) == .ask)
    #expect(verdict("git stash drop", [file(.nested, [("core.*", .off)])]) == .deny)
    let observed = RuleBench.rulings(
      RuleBench.effects(RuleBench.command("git stash drop")), files: [file(.project, [("core.*", .observe)])])
    #expect(observed.first?.isObserved == true)
    #expect(observed.first?.verdict == .deny)
    #expect(observed.strictest() == .allow)
  }

  @Test func filters() {
    var subagent = RuleBench.event
    subagent.subagent = Event.Subagent(id: "1", type: "general-purpose")
    var plan = RuleBench.event
    plan.permissionMode = "plan"
    var tagged = RuleBench.facts
    tagged.session.tags = ["production"]
    let effects = RuleBench.effects(RuleBench.command("make deploy"))
    func verdict(_ event: Event, _ facts: FakeFacts, _ change: (inout RuleFilter) -> Void) -> Verdict {
      let file = RuleBench.file(.project) { file in
        file.commands.rules = [rule(.deny, "make deploy") { change(&$0.filter) }]
      }
      return RuleBench.rulings(effects, files: [file], facts: facts, event: event).strictest()
    }
    let event = RuleBench.event
    let facts = RuleBench.facts
    #expect(verdict(event, facts) { $0.agents = ["claude-code"] } == .deny)
    #expect(verdict(event, facts) { $0.agents = ["codex"] } == .allow)
    #expect(verdict(event, facts) { $0.branches = ["feature/*"] } == .deny)
    #expect(verdict(event, facts) { $0.branches = ["main"] } == .allow)
    #expect(verdict(event, facts) { $0.subagent = true } == .allow)
    #expect(verdict(subagent, facts) { $0.subagent = true } == .deny)
    #expect(verdict(plan, facts) { $0.permissionModes = ["plan"] } == .deny)
    #expect(verdict(event, facts) { $0.permissionModes = ["plan"] } == .allow)
    #expect(verdict(event, facts) { $0.tags = ["production"] } == .allow)
    #expect(verdict(event, tagged) { $0.tags = ["production"] } == .deny)
  }

  @Test func approvals() {
    let file = RuleBench.file(.project) { file in
      file.commands.rules = [rule(.approve, "npm test"), rule(.approve, "git status")]
    }
    func approves(_ line: String, _ actions: [Effect.Action] = [], environment: [String: String?] = [:]) -> Bool {
      let effects = RuleBench.effects(RuleBench.command(line, environment: environment), actions)
      return CommandPolicy.approves(
        PolicyContext(event: RuleBench.event, effects: effects, files: [file], facts: RuleBench.facts))
    }
    #expect(approves("npm test"))
    #expect(approves("npm test", [.write(Target(path: "/tmp/test.log"), .replace, content: nil)]))
    // A redirection into the project is nothing that the words speak of.
    #expect(!approves("npm test", [.write(Target(path: "\(RuleBench.root)/src/app.ts"), .replace, content: nil)]))
    #expect(!approves("./npm test") && !approves("/tmp/npm test"))
    for (wrapper, isApproved) in [("time", true), ("timeout", true), ("sudo", false), ("docker exec", false)] {
      var command = RuleBench.command("npm test")
      command.wrappers = [wrapper]
      let context = PolicyContext(
        event: RuleBench.event, effects: RuleBench.effects(command), files: [file], facts: RuleBench.facts)
      #expect(CommandPolicy.approves(context) == isApproved, "\(wrapper)")
    }
    #expect(!approves("npm test", [.write(Target(path: "/home/dev/.bashrc"), .replace, content: nil)]))
    #expect(!approves("npm test", [.delete(Target(path: "\(RuleBench.root)/a"), recursive: false)]))
    #expect(!approves("npm test", environment: ["NODE_OPTIONS": "--require ./x.js"]))
    #expect(!approves("npm publish"))
    // Options and settings make another command of it, but for what npm hands on.
    #expect(approves("npm test -- --watch A=b"))
    #expect(approves("git status --porcelain") && approves("git status -s") && approves("npm test --silent"))
    for line in [
      "npm test --prefix /elsewhere", "npm -C /elsewhere test", "npm test --script-shell=/tmp/x", "npm test A=b",
      "git -C /elsewhere status", "git --exec-path=/tmp/x status", "npm test -C/elsewhere",
    ] { #expect(!approves(line), "\(line)") }
    #expect(
      !CommandPolicy.approves(
        PolicyContext(event: RuleBench.event, effects: [], files: [file], facts: RuleBench.facts)))
  }

  @Test func packs() {
    let pack = Located("docker", at: RuleBench.location)
    let file = RuleBench.file(.project) { $0.commands.packs = [pack] }
    #expect(verdict("docker volume prune -f", []) == .allow)
    #expect(verdict("docker volume prune -f", [file]) == .deny)
    #expect(verdict("git reset --hard", [file]) == .deny)
  }

  @Test func severalTargetsAreOneMessage() {
    let targets = ["/etc", "/usr", "/bin"].map { Effect.Action.delete(Target(path: $0), recursive: true) }
    let rulings = RuleBench.rulings(RuleBench.effects(RuleBench.command("rm -rf /etc /usr /bin"), targets))
    #expect(rulings.map(\.rule) == ["core.delete.root"])
    #expect(rulings.first?.reason?.what == "`rm -rf /etc /usr /bin` refused")
  }

  @Test func everyRuleIsDocumented() {
    let rules = Rules.all
    #expect(Set(rules.map(\.id)).count == rules.count)
    for rule in rules {
      #expect(RulePack(rawValue: rule.pack) != nil, "\(rule.id)")
      #expect(rule.severity > .allow, "\(rule.id)")
      #expect(!rule.passes.isEmpty, "\(rule.id)")
      #expect(!rule.stops.isEmpty || rule.id == "core.inline-code", "\(rule.id)")
      #expect(!rule.catches.hasSuffix(".") && !rule.why.hasSuffix(".") && !rule.instead.hasSuffix("."), "\(rule.id)")
      #expect(RuleDocumentation.markdown().contains("### `\(rule.id)`"))
    }
  }
}
