import Foundation
import Testing

/// What git itself says decides: each command in a real repository that is in a certain state.
@Suite("git's own answers") struct RealGitTests {
  /// How the repository got where it is: one commit with `a.txt` and `src/b.txt` on main, then these steps.
  struct Row: CustomTestStringConvertible, Sendable {
    var steps: String
    var command: String
    var isStopped: Bool
    var at: SourceLocation
    var testDescription: String { "\(steps) => \(command)" }

    static func stops(_ command: String, after steps: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(steps: steps, command: command, isStopped: true, at: at)
    }

    static func passes(_ command: String, after steps: String = ":", at: SourceLocation = #_sourceLocation) -> Row {
      Row(steps: steps, command: command, isStopped: false, at: at)
    }
  }

  static let rows: [Row] = [
    .passes("git reset --hard"), .passes("git checkout -- ."), .passes("git checkout -- a.txt"),
    .passes("git restore src/b.txt"), .passes("git checkout -f main"), .passes("rm -rf src"),
    .stops("git reset --hard", after: "echo x > a.txt"),
    .stops("git reset --hard", after: "echo x > a.txt; git add a.txt"),
    .stops("git checkout -- .", after: "echo x > a.txt"),
    .stops("git checkout -- a.txt", after: "echo x > a.txt"),
    .passes("git checkout -- src/b.txt", after: "echo x > a.txt"),
    .stops("git checkout -- none.txt", after: ":"),
    .stops("git restore .", after: "echo x > src/b.txt"),
    .stops("echo x > a.txt; git checkout -- a.txt", after: ":"),
    .stops("git clean -fd", after: ":"),
    .stops("rm -rf src", after: "echo x > src/new.txt"),
    .stops("rm -rf src", after: "echo x > src/b.txt"),
    .passes("rm -rf out2", after: "echo out2 > .gitignore; mkdir out2; echo x > out2/x"),
    // Commits.
    .stops("git reset --hard HEAD~1", after: "git commit -qm two --allow-empty"),
    .passes("git reset --hard HEAD~1", after: "git commit -qm two --allow-empty; git branch keep"),
    .stops("git reset --hard nowhere", after: ":"),
    .passes("git branch -D old", after: "git branch old"),
    .stops("git branch -D old", after: "git checkout -qb old; git commit -qm two --allow-empty; git checkout -q main"),
    .passes(
      "git branch -D old",
      after: "git checkout -qb old; git commit -qm two --allow-empty; git checkout -q main; git tag keep old"),
    .stops("git branch -D nowhere", after: ":"),
    .stops("git branch -f main HEAD~1", after: "git commit -qm two --allow-empty; git checkout -q --detach HEAD~1"),
    .passes("git branch -f old main", after: "git branch old"),
    .stops("git stash drop", after: ":"), .stops("git stash clear", after: "echo x > a.txt; git stash -q"),
    .stops("git worktree remove --force ../wt", after: "git worktree add -q ../wt"),
    // What the configuration adds.
    .stops("git push", after: "git remote add origin ../up; git config remote.origin.push +main"),
    .stops("git push origin", after: "git remote add origin ../up; git config remote.origin.mirror true"),
    .passes("git push origin main", after: "git remote add origin ../up; git config remote.origin.push +main"),
    .passes("git push", after: "git remote add origin ../up"),
    .stops("git wipe", after: "git config alias.wipe 'clean -fdx'"),
    .stops("git rs", after: "git config alias.rs 'reset --hard'; echo x > a.txt"),
    .passes("git st", after: "git config alias.st 'status --short'"),
    // Elsewhere.
    .stops("git --git-dir=../other/.git --work-tree=. reset --hard", after: "git init -q ../other"),
    .stops("GIT_DIR=../other/.git git reset --hard", after: "git init -q ../other"),
  ]

  @Test(arguments: rows) func table(_ row: Row) throws {
    let scratch = try Scratch(git: false)
    try prepare(scratch, "git add -A; git commit -qm one", row.steps)
    let outcome = try scratch.hook(scratch.bash(row.command))
    #expect((outcome.isRefused || outcome.isAsked) == row.isStopped, "\(outcome.output)", sourceLocation: row.at)
  }

  /// Nothing that is there could be given back before the first commit.
  @Test(arguments: ["git reset --hard", "git checkout -- .", "git restore .", "git checkout -f", "git reset --merge"])
  func beforeTheFirstCommit(_ command: String) throws {
    let scratch = try Scratch(git: false)
    try prepare(scratch, ":", ":")
    #expect(try scratch.hook(scratch.bash(command)).isRefused)
  }

  private func prepare(_ scratch: Scratch, _ first: String, _ steps: String) throws {
    try scratch.write("a.txt", "a\n")
    try scratch.write("src/b.txt", "b\n")
    let script = """
      set -e
      export HOME='\(scratch.home.path)' GIT_CONFIG_NOSYSTEM=1
      git config --global user.name dev
      git config --global user.email dev@example.com
      git init -q -b main .
      \(first)
      \(steps)
      """
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = scratch.root
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "the steps failed: \(script)")
  }
}
