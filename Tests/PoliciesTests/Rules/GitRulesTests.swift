import HookModel
import TestSupport
import Testing

@testable import Policies

/// git's rules over hand-made commands: options by meaning, and what git's answers excuse.
@Suite struct GitRulesTests {
  static let rows: [CommandRow] = [
    .denies("git reset --hard", "core.git.reset-hard"),
    .denies("git reset --har", "core.git.reset-hard"),
    .denies("git -C web -c user.name=x --no-pager reset --hard HEAD~1", "core.git.reset-hard"),
    .denies("git --git-dir .git reset --merge", "core.git.reset-hard"),
    .denies("/usr/bin/git reset --hard", "core.git.reset-hard"),
    .denies("git read-tree --reset -u HEAD", "core.git.reset-hard"),
    .allows("git reset"), .allows("git reset --soft HEAD~1"), .allows("git reset --mixed"),
    .allows("git reset --keep main"),
    .allows("git reset -- --hard"), .allows("git reset --help --hard"),

    .denies("git checkout -- src/app.ts", "core.git.discard"), .denies("git checkout .", "core.git.discard"),
    .denies("git checkout src/app.ts", "core.git.discard"), .denies("git checkout README.md", "core.git.discard"),
    .denies("git checkout gone.ts", "core.git.discard"),
    .denies("git checkout HEAD~2 -- src", "core.git.discard"),
    .denies("git checkout main src/app.ts", "core.git.discard"),
    .denies("git checkout -f main", "core.git.discard"), .denies("git checkout --force", "core.git.discard"),
    .denies("git checkout -fb x", "core.git.discard"), .denies("git checkout-index -f -a", "core.git.discard"),
    .denies("git restore src/app.ts", "core.git.discard"), .denies("git restore -SW src", "core.git.discard"),
    .denies("git restore --staged --worktree .", "core.git.discard"),
    .denies("git restore -s HEAD~1 .", "core.git.discard"),
    .denies("git switch -f main", "core.git.discard"), .denies("git switch --discard main", "core.git.discard"),
    .allows("git checkout main"), .allows("git checkout feature/login"), .allows("git checkout -b fix"),
    .allows("git checkout -B fix origin/main"), .allows("git checkout -"), .allows("git checkout v1.2.3"),
    .allows("git checkout release/1.x"), .allows("git checkout --ours -- src/app.ts"), .allows("git checkout -p"),
    .allows("git checkout --orphan docs"), .allows("git restore --staged ."), .allows("git restore -S src"),
    .allows("git switch main"), .allows("git switch -c fix"), .allows("git switch -"),

    .denies("git clean -f", "core.git.clean"), .denies("git clean -xdf", "core.git.clean"),
    .denies("git clean --force -d", "core.git.clean"), .denies("git clean -d --forc", "core.git.clean"),
    .denies("git -c clean.requireForce=false clean -d", "core.git.clean"),
    .denies("git clean -fe keep", "core.git.clean"),
    .allows("git clean -n"), .allows("git clean -fdn"), .allows("git clean --dry-run -fd"), .allows("git clean -i"),
    .allows("git clean"),

    .denies("git push --force", "core.git.push-force"), .denies("git push -f", "core.git.push-force"),
    .denies("git push -uf origin x", "core.git.push-force"), .denies("git push origin +main", "core.git.push-force"),
    .denies("git push origin +HEAD:main", "core.git.push-force"),
    .denies("git push --force-with-lease --force", "core.git.push-force"),
    .denies("git push --mirror", "core.git.push-mirror"), .denies("git push --prune origin", "core.git.push-mirror"),
    .denies("git push origin :main", "core.git.push-delete"),
    .denies("git push origin --delete master", "core.git.push-delete"),
    .denies("git push -d origin release/2.0", "core.git.push-delete"),
    .denies("git push origin :refs/heads/main", "core.git.push-delete"),
    .allows("git push"), .allows("git push --force-with-lease"),
    .allows("git push --force-with-lease=main origin main"),
    .allows("git push --force-if-includes --force-with-lease"), .allows("git push -fn"),
    .allows("git push --force --dry-run"),
    .allows("git push origin --delete feature/x"), .allows("git push -o ci.skip"),
    .allows("git push -u origin feature/f"),
    .allows("git push origin main:main"), .allows("git push --tags"),

    .denies("git branch -D x", "core.git.branch-delete"), .denies("git branch -d -f x", "core.git.branch-delete"),
    .denies("git branch --delete --force x", "core.git.branch-delete"),
    .denies("git branch -fd x", "core.git.branch-delete"),
    .allows("git branch -d x"), .allows("git branch -Dr origin/x"), .allows("git branch -M main"),
    .allows("git branch -a"),

    .denies("git stash drop", "core.git.stash-drop"), .denies("git stash clear", "core.git.stash-drop"),
    .allows("git stash"), .allows("git stash pop"), .allows("git stash push -m drop"), .allows("git stash list"),
    .denies("git reflog expire --expire=now --all", "core.git.reflog-expire"),
    .denies("git reflog delete HEAD@{1}", "core.git.reflog-expire"), .allows("git reflog"),
    .allows("git reflog expire -n"),
    .denies("git gc --prune=now", "core.git.prune"), .denies("git prune", "core.git.prune"),
    .denies("git gc --prun=all", "core.git.prune"),
    .allows("git gc"), .allows("git gc --prune=2.weeks.ago"), .allows("git prune -n"),
    .allows("git remote prune origin"),
    .denies("git filter-branch --all", "core.git.rewrite-history"),
    .denies("git-filter-repo --force", "core.git.rewrite-history"),
    .denies("git update-ref -d refs/heads/x", "core.git.update-ref"), .allows("git update-ref refs/heads/x HEAD"),
    .denies("git worktree remove -f ../x", "core.git.worktree-remove"), .allows("git worktree remove ../x"),
    .asks("git rm -rf src", "core.git.rm-force"), .allows("git rm -r --cached ."), .allows("git rm src/old.ts"),

    .denies("git commit --no-verify -m x", "core.git.no-verify"), .denies("git commit -nm x", "core.git.no-verify"),
    .denies("git commit -anm x", "core.git.no-verify"), .denies("git commit --no-ver -m x", "core.git.no-verify"),
    .denies("git push --no-verify", "core.git.no-verify"), .denies("git merge --no-verify x", "core.git.no-verify"),
    .denies("git -c core.hooksPath=/dev/null commit", "core.git.no-verify"),
    .denies("git -c CORE.HOOKSPATH=x commit", "core.git.no-verify"),
    .allows("git commit -m --no-verify"), .allows("git commit -uno -m x"), .allows("git commit -mno"),
    .allows("git commit --amend --no-edit"), .allows("git merge -n x"), .allows("git push -n"), .allows("git log -n 5"),
    .denies("git -c alias.x=reset x --hard", "core.git.reset-hard"),

    .asks("git config core.hooksPath .githooks", "core.guard.hooks-path"),
    .denies("git config core.hooksPath /dev/null", "core.guard.hooks-path"),
    .asks("git config --unset core.hookspath", "core.guard.hooks-path"),
    .asks("git config --global --add core.hooksPath x", "core.guard.hooks-path"),
    .allows("git config core.hooksPath"), .allows("git config --get core.hooksPath"), .allows("git config user.name x"),
    .allows("git rebase -i HEAD~3"), .allows("git commit --amend"), .allows("git merge --abort"),
    .allows("git pull --rebase"),
  ]

  @Test(arguments: rows) func spelling(_ row: CommandRow) {
    let rulings = RuleBench.rulings(RuleBench.effects(RuleBench.command(row.line)))
    #expect(rulings.strictest() == row.verdict, "\(rulings.map(\.rule))", sourceLocation: row.at)
    if let rule = row.rule { #expect(rulings.contains { $0.rule == rule }, sourceLocation: row.at) }
  }

  /// What git says it can give back is no loss.
  static let lossless: [(String, [GitQuestion])] = [
    ("git reset --hard", [.isTreeClean(directory: RuleBench.root)]),
    ("git reset --hard HEAD", [.isTreeClean(directory: RuleBench.root)]),
    (
      "git reset --hard origin/main",
      [.isTreeClean(directory: RuleBench.root), .keepsHistory(to: "origin/main", directory: RuleBench.root)]
    ),
    ("git checkout -- src/app.ts", [.isUnmodified(path: "\(RuleBench.root)/src/app.ts", directory: RuleBench.root)]),
    ("git checkout .", [.isTreeClean(directory: RuleBench.root)]),
    ("git checkout -f main", [.isTreeClean(directory: RuleBench.root)]),
    ("git restore src/app.ts", [.isUnmodified(path: "\(RuleBench.root)/src/app.ts", directory: RuleBench.root)]),
    ("git submodule update --force", [.isTreeClean(directory: RuleBench.root)]),
    ("git branch -D x", [.isMerged(branch: "x", directory: RuleBench.root)]),
  ]

  @Test(arguments: lossless) func losesNothing(_ line: String, _ questions: [GitQuestion]) {
    var facts = RuleBench.facts
    facts.gitAnswers = questions.map { (question: $0, answer: .yes) }
    let effects = RuleBench.effects(RuleBench.command(line))
    #expect(RuleBench.rulings(effects, facts: facts).strictest() == .allow)
    // One answer fewer, and the rule stands.
    facts.gitAnswers.removeLast()
    #expect(RuleBench.rulings(effects, facts: facts).strictest() == .deny)
  }

  @Test func anEarlierWriteMakesTheTreeDirty() {
    var facts = RuleBench.facts
    facts.gitDefault = .yes
    let write = RuleBench.effects(
      RuleBench.command("tee src/app.ts"),
      [.write(Target(path: "\(RuleBench.root)/src/app.ts"), .replace, content: nil)])
    for line in ["git reset --hard", "git checkout .", "git checkout -- src/app.ts"] {
      let reset = RuleBench.effects(RuleBench.command(line))
      #expect(RuleBench.rulings(reset, facts: facts).strictest() == .allow)
      #expect(RuleBench.rulings(write + reset, facts: facts).strictest() == .deny)
    }
  }

  @Test func oneUnmergedBranchIsEnough() {
    var facts = RuleBench.facts
    facts.gitAnswers = [(question: .isMerged(branch: "a", directory: RuleBench.root), answer: .yes)]
    #expect(
      RuleBench.rulings(RuleBench.effects(RuleBench.command("git branch -D a")), facts: facts).strictest() == .allow)
    #expect(
      RuleBench.rulings(RuleBench.effects(RuleBench.command("git branch -D a b")), facts: facts).strictest() == .deny)
  }

  @Test(arguments: ["HUSKY", "LEFTHOOK"]) func hookVariables(_ name: String) {
    let off = RuleBench.command("git commit -m x", environment: [name: "0"])
    #expect(RuleBench.rulings(RuleBench.effects(off)).map(\.rule) == ["core.git.no-verify"])
    let on = RuleBench.command("git commit -m x", environment: [name: "1"])
    #expect(RuleBench.rulings(RuleBench.effects(on)).isEmpty)
  }

  /// Another repository's state says nothing about this one.
  @Test func gitPointedElsewhere() {
    var facts = RuleBench.facts
    facts.gitDefault = .yes
    let reset = RuleBench.effects(RuleBench.command("git reset --hard"))
    let export = RuleBench.effects(RuleBench.command("export GIT_DIR=/srv/other.git"))
    let prefixed = RuleBench.command("git reset --hard", environment: ["GIT_DIR": "/srv/other.git"])
    let option = RuleBench.command("git --git-dir=/srv/other.git reset --hard")
    #expect(RuleBench.rulings(reset, facts: facts).strictest() == .allow)
    #expect(RuleBench.rulings(export + reset, facts: facts).strictest() == .deny)
    #expect(RuleBench.rulings(RuleBench.effects(prefixed), facts: facts).strictest() == .deny)
    #expect(RuleBench.rulings(RuleBench.effects(option), facts: facts).strictest() == .deny)
  }

  /// Aliases of the repository and of the person are seen through; git's own names cannot be taken.
  @Test(arguments: [
    ("git nuke", Verdict.deny), ("git wipe -x", .deny), ("git st", .allow), ("git log", .allow), ("git other", .allow),
  ]) func aliases(_ line: String, _ verdict: Verdict) {
    var facts = RuleBench.facts
    facts.addFile(
      "\(RuleBench.root)/.git/config", "[core]\n\tbare = false\n[alias]\n\tnuke = reset --hard\n\tlog = reset --hard\n")
    facts.addFile("/home/dev/.gitconfig", "[user]\nother = clean -fd\n[alias]\n  Wipe = \"clean -fd\"\nst = status\n")
    #expect(RuleBench.rulings(RuleBench.effects(RuleBench.command(line)), facts: facts).strictest() == verdict)
  }
}
