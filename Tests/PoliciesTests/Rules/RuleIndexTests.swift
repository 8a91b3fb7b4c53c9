import HookModel
import PolicyFile
import Testing

@testable import Policies

/// A policy read through its index says the same about every command as the policy read as a whole.
@Suite struct RuleIndexTests {
  /// Many rules of every kind, with what the index cannot file between them.
  private static let text: String = {
    var text = "version = 1\n# a comment\n\n[commands]\nunknown-delete = \"ask\"\n"
    for number in 0..<40 {
      text += """

        [[commands.deny]]
        run = "tool\(number) --flag sub"
        reason = "größer \(number)"
        # between two rules
        [[commands.ask]]
        match = '/\\btask\(number)\\s+--force/'
        [[commands.deny]]
        run = "./scripts/deploy\(number).sh production"
        branch = "main"

        [[commands.allow]]
        run = "rm -rf data\(number)"
        lifts = ["core.delete.untracked"]

        """
      switch number {
      case 7: text += "[[commands.deny]]\nrun = \"t*7 wild\"\n"
      case 11: text += "[[commands.ask]]\nmatch = '/^(one|two) more$/'\n"
      case 12: text += "[[commands.deny]]\nrun = \"größe weg\"\n"
      case 13: text += "[[tools.deny]]\ntool = \"mcp__x__*\"\n"
      case 14: text += "[[commands.deny]]\nmatch = '/SHOUT/i'\n"
      case 20: text += "[rules]\n\"core.git.clean\" = \"ask\"\n"
      case 30: text += "[[commands.rewrite]]\nrun = \"pip install *\"\nto = \"uv pip install *\"\n"
      default: break
      }
    }
    return text
  }()

  private func read(_ text: String) throws -> (file: PolicyFile, index: RuleIndex?) {
    try PolicyFile.readIndexed(
      Array(text.utf8), layer: .project, path: "\(RuleBench.root)/taffrail.toml", folder: RuleBench.root,
      displayName: "taffrail.toml")
  }

  /// The file as a call with these effects would read it from a kept index.
  private func selected(_ kept: [UInt8], _ effects: [Effect]) throws -> PolicyFile {
    let count = try #require(RuleIndexHead.count(Array(kept.prefix(RuleIndexHead.prefixCount))))
    let head = try #require(RuleIndexHead(Array(kept[..<count]), identity: Array("same".utf8)))
    var file = try #require(
      head.policy(
        layer: .project, path: "\(RuleBench.root)/taffrail.toml", folder: RuleBench.root, displayName: "taffrail.toml"))
    var selection = RuleIndexHead.Selection()
    let rules = head.rules(for: effects)
    for rule in rules {
      let place = head.place(ofRecord: rule)
      let record = Array(kept[place..<place + RuleIndexHead.recordCount])
      let range = try #require(RuleIndexHead.place(record))
      selection.add(Array(kept[range]), record: record)
    }
    if !rules.isEmpty { #expect(selection.add(to: &file)) }
    return file
  }

  @Test(arguments: [
    "ls -la", "tool3 --flag sub", "tool3 sub", "/usr/bin/tool39 --flag sub", "task5 --force", "run task5  --force now",
    "./scripts/deploy4.sh production", "bash scripts/deploy4.sh production", "rm -rf data9", "tx7 wild", "one more",
    "größe weg", "echo shout", "echo SHOUT", "git clean -f", "pip install x", "task39 --force", "TASK5 --force", "t",
  ])
  func saysTheSame(_ line: String) throws {
    let (whole, index) = try read(Self.text)
    let kept = try #require(index).encoded(for: Array("same".utf8))
    let effects = RuleBench.effects(RuleBench.command(line))
    var event = RuleBench.event
    event.cwd = RuleBench.root
    let part = try selected(kept, effects)
    let expected = RuleBench.rulings(effects, files: [whole], event: event)
    let found = RuleBench.rulings(effects, files: [part], event: event)
    #expect(found.map(\.rule) == expected.map(\.rule))
    #expect(found.map { $0.reason?.why } == expected.map { $0.reason?.why })
    #expect(part.commands.rules.count < 50 && part.commands.rewrites.count == whole.commands.rewrites.count)
    #expect(part.toolRules.count == 1 && part.ruleSwitches.count == 1)
  }

  @Test func placesStayThoseOfTheFile() throws {
    let (whole, index) = try read(Self.text)
    let kept = try #require(index).encoded(for: Array("same".utf8))
    let part = try selected(kept, RuleBench.effects(RuleBench.command("tool17 x")))
    let rule = try #require(part.commands.rules.first { $0.run?.first == "tool17" })
    #expect(whole.commands.rules.contains { $0.location == rule.location && $0.run == rule.run })
    #expect(part.ruleSwitches[0].location == whole.ruleSwitches[0].location)
  }

  @Test func isOfOneFileAlone() throws {
    let kept = try #require(try read(Self.text).index).encoded(for: Array("same".utf8))
    let count = try #require(RuleIndexHead.count(kept))
    #expect(RuleIndexHead(Array(kept[..<count]), identity: Array("else".utf8)) == nil)
    #expect(RuleIndexHead(Array(kept[..<(count - 1)]), identity: Array("same".utf8)) == nil)
    #expect(RuleIndexHead.count(Array("no index of any kind, but long enough".utf8)) == nil)
  }

  @Test func fewRulesNeedNone() throws {
    #expect(try read("version = 1\n[[commands.deny]]\nrun = \"x\"\n").index == nil)
  }
}
