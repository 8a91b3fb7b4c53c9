import HookModel
import PolicyFile
import TestSupport
import Testing

@testable import Policies

/// Deletes by target, over hand-made effects.
@Suite struct DeleteRulesTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var line: String
    var target: Target
    var recursive: Bool
    var rule: String?
    var at: SourceLocation

    var testDescription: String { "\(line) -> \(target.path ?? target.spelling)" }

    init(
      _ line: String, _ path: String, recursive: Bool = true, wildcard: String? = nil, _ rule: String?,
      at: SourceLocation = #_sourceLocation
    ) {
      self.line = line
      target = Target(path: path, spelling: wildcard, isFromWildcard: wildcard != nil)
      self.recursive = recursive
      self.rule = rule
      self.at = at
    }

    init(
      _ line: String, unknown: String, below folder: String?, recursive: Bool = true, _ rule: String?,
      at: SourceLocation = #_sourceLocation
    ) {
      self.line = line
      target = Target(unknown: "the value of $X", spelling: unknown, knownFolder: folder)
      self.recursive = recursive
      self.rule = rule
      self.at = at
    }
  }

  static let rows: [Row] = [
    Row("rm -rf /", "/", "core.delete.root"), Row("rm -rf /etc", "/etc", "core.delete.root"),
    Row("rm -rf /*", "/bin", wildcard: "/*", "core.delete.root"), Row("rm -rf /home", "/home", "core.delete.home"),
    Row("rm -rf ~", "/home/dev", "core.delete.home"),
    Row("rm -rf ~/*", "/home/dev/Documents", wildcard: "/home/dev/*", "core.delete.home"),
    Row("rm -rf .", "/home/dev/shop", "core.delete.project"),
    Row("rm -rf *", "/home/dev/shop/src", wildcard: "*", "core.delete.project"),
    Row("rm -rf ./*", "/home/dev/shop/*", wildcard: "./*", "core.delete.project"),
    Row("rm -rf .*", "/home/dev/shop/.git", wildcard: ".*", "core.delete.project"),
    Row("rm *", "/home/dev/shop/README.md", recursive: false, wildcard: "*", "core.delete.project"),
    Row("rm -rf .git", "/home/dev/shop/.git", "core.delete.git"),
    Row("rm -rf sub/.git/", "/home/dev/shop/sub/.git/", "core.delete.git"),
    Row("rm .git/index.lock", "/home/dev/shop/.git/index.lock", recursive: false, nil),
    Row("rm -rf ~/Documents", "/home/dev/Documents", "core.delete.outside"),
    Row("rm x", "/home/dev/Documents/letter.txt", recursive: false, "core.delete.outside"),
    Row("rm -rf /tmp", "/tmp", "core.delete.root"), Row("rm -rf /tmp/x", "/tmp/x", nil),
    Row("rm -rf /tmp/*", "/tmp/a", wildcard: "/tmp/*", nil), Row("rm -rf /var/tmp/x", "/var/tmp/x", nil),
    Row("rm -rf /tmp/../etc", "/tmp/../etc", "core.delete.root"),
    Row("rm -rf ~/.cache/pip", "/home/dev/.cache/pip", nil),
    Row("rm -rf ~/.cache", "/home/dev/.cache", "core.delete.outside"),

    Row("rm -rf src", "/home/dev/shop/src", "core.delete.untracked"),
    Row("rm -rf src/*", "/home/dev/shop/src/app.ts", wildcard: "src/*", "core.delete.untracked"),
    Row("rm -rf gone", "/home/dev/shop/gone", "core.delete.untracked"),
    Row("rm src/app.ts", "/home/dev/shop/src/app.ts", recursive: false, nil),
    Row("rm *.log", "/home/dev/shop/a.log", recursive: false, wildcard: "*.log", nil),
    Row("rm -rf node_modules", "/home/dev/shop/node_modules", nil), Row("rm -rf dist", "/home/dev/shop/dist/", nil),
    Row("rm -rf dist/*", "/home/dev/shop/dist/app.js", wildcard: "dist/*", nil),
    Row("rm -rf a/b/.next/x", "/home/dev/shop/a/b/.next/x", nil),
    Row("rm -rf shop.egg-info", "/home/dev/shop/shop.egg-info", nil),
    Row("rm -rf distribution", "/home/dev/shop/distribution", "core.delete.untracked"),

    Row("rm -rf $X", unknown: "$X", below: nil, "core.unknown-delete"),
    Row("rm -f $X", unknown: "$X", below: nil, recursive: false, nil),
    Row("rm -rf src/$X", unknown: "src/$X", below: "/home/dev/shop/src", "core.unknown-delete"),
    Row("rm -rf /tmp/$X", unknown: "/tmp/$X", below: "/tmp", nil),
    Row("rm -rf dist/$X", unknown: "dist/$X", below: "/home/dev/shop/dist", nil),
    Row("rm -rf /$X", unknown: "/$X", below: "/", "core.delete.root"),
    Row("rm -rf ~/$X", unknown: "~/$X", below: "/home/dev", "core.delete.home"),
    Row("rm -rf /srv/data/$X", unknown: "/srv/data/$X", below: "/srv/data", "core.delete.outside"),

    Row("mv src lib2", "/home/dev/shop/src", nil), Row("mv ~/Downloads/a.png assets", "/home/dev/Downloads/a.png", nil),
    Row("mv .git /tmp/g", "/home/dev/shop/.git", "core.delete.git"),
    Row("mv . /tmp/g", "/home/dev/shop", "core.delete.project"),
    Row("mv src /dev/null", "/home/dev/shop/src", "core.delete.untracked"),

    Row("find . -delete", "/home/dev/shop", "core.delete.project"),
    Row("find . -type f -delete", "/home/dev/shop", "core.delete.project"),
    Row("find . -name *.pyc -delete", unknown: "*.pyc", below: "/home/dev/shop", nil),
    Row("find . -name *.ts -delete", unknown: "*.ts", below: "/home/dev/shop", "core.delete.find"),
    Row("find src -mtime +3 -delete", unknown: "src", below: "/home/dev/shop/src", "core.delete.find"),
    Row("find . ( -name *.o -o -name *.a ) -delete", unknown: ".", below: "/home/dev/shop", nil),
    Row("find . -name *.o -o -name *.ts -delete", unknown: ".", below: "/home/dev/shop", "core.delete.find"),
    Row("find . ! -name *.pyc -delete", unknown: ".", below: "/home/dev/shop", "core.delete.find"),
    Row("find dist -delete", "/home/dev/shop/dist", nil), Row("find /tmp/x -delete", "/tmp/x", nil),
    Row("find / -name core -delete", unknown: "/", below: "/", "core.delete.root"),
    Row("find ~ -name *.log -delete", unknown: "~", below: "/home/dev/Downloads", "core.delete.outside"),
  ]

  @Test(arguments: rows) func target(_ row: Row) {
    let effects = RuleBench.effects(RuleBench.command(row.line), [.delete(row.target, recursive: row.recursive)])
    let rulings = RuleBench.rulings(effects)
    #expect(rulings.map(\.rule) == (row.rule.map { [$0] } ?? []), sourceLocation: row.at)
  }

  private func rulings(_ path: String, _ facts: FakeFacts, after: [Effect] = []) -> [String] {
    let delete = RuleBench.effects(RuleBench.command("rm -rf x"), [.delete(Target(path: path), recursive: true)])
    return RuleBench.rulings(after + delete, facts: facts).map(\.rule)
  }

  @Test func gitCanGiveItBack() {
    var facts = RuleBench.facts
    let path = "\(RuleBench.root)/src"
    facts.gitAnswers = [(question: .isUnmodified(path: path, directory: RuleBench.root), answer: .yes)]
    #expect(rulings(path, facts).isEmpty)
    facts.gitAnswers = [(question: .isIgnored(path: path, directory: RuleBench.root), answer: .yes)]
    #expect(rulings(path, facts).isEmpty)
    facts.gitAnswers = [(question: .isUnmodified(path: path, directory: RuleBench.root), answer: .unknown)]
    #expect(rulings(path, facts) == ["core.delete.untracked"])
  }

  @Test func theSessionMadeIt() {
    var facts = RuleBench.facts
    facts.session.created = ["\(RuleBench.root)/scratch"]
    #expect(rulings("\(RuleBench.root)/scratch/a", facts).isEmpty)
    #expect(rulings("\(RuleBench.root)/scratch2", facts) == ["core.delete.untracked"])
  }

  @Test func whatWasMovedIntoATemporaryFolderIsNoRubbish() {
    let move = RuleBench.effects(
      RuleBench.command("mv src /tmp/x"),
      [
        .delete(Target(path: "\(RuleBench.root)/src"), recursive: true),
        .write(Target(path: "/tmp/x"), .replace, content: nil),
      ])
    #expect(rulings("/tmp/x", RuleBench.facts, after: move) == ["core.delete.untracked"])
    #expect(rulings("/tmp/y", RuleBench.facts, after: move).isEmpty)
  }

  @Test func aSymlinkInThePathIsFollowed() {
    var facts = RuleBench.facts
    facts.addLink("\(RuleBench.root)/build", to: "/home/dev/Documents")
    #expect(rulings("\(RuleBench.root)/build/x", facts) == ["core.delete.outside"])
    // The link itself is only a link.
    #expect(rulings("\(RuleBench.root)/build", facts).isEmpty)
  }

  @Test func theUnknownIsSetByThePolicy() {
    let effects = RuleBench.effects(
      RuleBench.command("rm -rf $X"), [.delete(Target(unknown: "the value of $X", spelling: "$X"), recursive: true)])
    for (setting, verdict) in [(Verdict.allow, Verdict.allow), (.ask, .ask), (.deny, .deny)] {
      let file = RuleBench.file(.project) { $0.commands.unknownDelete = setting }
      #expect(RuleBench.rulings(effects, files: [file]).strictest() == verdict)
    }
  }

  @Test func otherHosts() {
    for (line, verdict): (String, Verdict) in [
      ("rm -rf /", .deny), ("rm -rf /var", .deny), ("rm -rf /srv/app", .ask), ("rm -rf /tmp/x", .allow),
      ("rm /srv/a", .allow),
    ] {
      var command = RuleBench.command(line, isRemote: true)
      command.wrappers = ["ssh"]
      #expect(RuleBench.rulings(RuleBench.effects(command)).strictest() == verdict, "\(line)")
    }
  }
}
