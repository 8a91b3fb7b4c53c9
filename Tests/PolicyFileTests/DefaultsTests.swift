import HookModel
import PolicyFile
import Testing

/// The defaults, as what they guard and what they leave alone.
@Suite struct DefaultsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var path: String
    var writeIsGuarded: Bool
    var readIsGuarded: Bool
    var at: SourceLocation

    var testDescription: String { path }

    static func secret(_ path: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(path: path, writeIsGuarded: true, readIsGuarded: true, at: at)
    }
    static func kept(_ path: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(path: path, writeIsGuarded: true, readIsGuarded: false, at: at)
    }
    static func free(_ path: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(path: path, writeIsGuarded: false, readIsGuarded: false, at: at)
    }
  }

  /// Paths below the project, or below the home folder where they begin with `~/`.
  static let rows: [Row] = [
    .kept(".git"),
    .kept(".git/config"),
    .kept(".git/hooks/pre-commit"),
    .kept("vendor/lib/.git/HEAD"),
    .kept(".GIT/config"),
    .free(".git/COMMIT_EDITMSG"),
    .free(".git/MERGE_MSG"),
    .free(".git/SQUASH_MSG"),
    .free(".git/TAG_EDITMSG"),
    .free(".git/worktrees/w/COMMIT_EDITMSG"),
    .free(".git/info/exclude"),
    .kept(".git/info/attributes"),
    .kept(".git/info"),
    .free(".gitignore"),
    .free(".github/workflows/ci.yml"),
    .secret(".env"),
    .secret("apps/web/.env.production"),
    .secret(".ENV.LOCAL"),
    .free(".env.example"),
    .free(".env.sample"),
    .free("apps/web/.env.template"),
    .free(".env.dist"),
    .free(".envrc"),
    .free("environment.env.ts"),
    .secret("id_ed25519"),
    .secret("deploy/id_rsa"),
    .free("deploy/id_rsa.pub"),
    .secret("certs/server-key.pem"),
    .secret("privkey.pem"),
    .free("certs/ca.pem"),
    .free("fullchain.pem"),
    .secret("release.keystore"),
    .secret("signing.p12"),
    .free("src/key.py"),
    .secret(".git-credentials"),
    .secret("~/.ssh/id_work"),
    .free("~/.ssh/id_work.pub"),
    .free("~/.ssh/known_hosts"),
    .secret("~/.aws/credentials"),
    .free("~/.aws/config"),
    .secret("~/.aws/sso/cache/abc.json"),
    .secret("~/.config/gcloud/application_default_credentials.json"),
    .secret("~/.config/gcloud/legacy_credentials/me/adc.json"),
    .secret("~/.kube/config"),
    .free("~/.kube/cache/x"),
    .secret("~/.docker/config.json"),
    .secret("~/.claude/.credentials.json"),
    .free("~/.claude/settings.json"),
    .secret("~/.codex/auth.json"),
    .secret("~/.npmrc"),
    .free(".npmrc"),
    .secret("~/.netrc"),
    .secret("~/.pypirc"),
    .secret("~/.config/gh/hosts.yml"),
    .secret("~/.gnupg/private-keys-v1.d/x.key"),
    .free("README.md"),
    .free("src/main.swift"),
  ]

  @Test(arguments: rows) func table(_ row: Row) throws {
    let table = try #require(PolicyFile.builtIn.protectedPaths)
    let isHome = row.path.hasPrefix("~/")
    let path = isHome ? String(row.path.dropFirst(2)) : row.path
    func guards(_ list: PathPatternList?) -> Bool {
      list?.match(relative: isHome ? nil : path, home: isHome ? path : nil, isFolder: false) != nil
    }
    // `.git` itself is a folder, and so is `.git/info`.
    let isFolder = path == ".git" || path == ".git/info"
    let write = isFolder ? table.write?.match(relative: path, home: nil, isFolder: true) != nil : guards(table.write)
    #expect(write == row.writeIsGuarded, "write", sourceLocation: row.at)
    #expect(guards(table.read) == row.readIsGuarded, "read", sourceLocation: row.at)
  }

  @Test(arguments: [
    ("/tmp/x", true), ("/tmp", false), ("/tmp/a/b", true), ("/var/folders/ab/cd/T/x", true), ("/var/folders/ab", false),
    ("/dev/null", true), ("/dev/tty", true), ("/dev/stderr", true), ("/dev/fd/3", true), ("/dev/sda", false),
    ("/home/me/.cache/pip/x", true), ("/home/me/.cache", false), ("/home/me/.npm/_cacache/x", true),
    ("/home/me/.cargo/registry/x", true), ("/home/me/.cargo/config.toml", false), ("/home/me/go/pkg/mod/x", true),
    ("/home/me/.claude/plans/p.md", true), ("/home/me/.claude/settings.json", false),
    ("/home/me/.codex/memories/x", true), ("/home/me/.bashrc", false), ("/etc/hosts", false),
    ("/home/you/.cache/x", false),
  ])
  func outside(_ path: String, _ isAllowed: Bool) throws {
    let patterns = try #require(PolicyFile.builtIn.protectedPaths).outsidePatterns(folder: "")
    #expect((patterns.match(path, home: "/home/me", isFolder: false) != nil) == isAllowed)
  }

  @Test func whatElseTheDefaultsSay() throws {
    let file = PolicyFile.builtIn
    #expect(file.layer == .builtIn)
    #expect(file.commands.packs?.map(\.value) == ["core"])
    #expect(file.commands.unknownProgram == .allow)
    #expect(file.commands.unknownDelete == .ask)
    #expect(file.commands.inlineCode == .allow)
    #expect(file.protectedPaths?.outside == .ask)
    #expect(file.protectedPaths?.readUse == .allow)
    #expect(file.protectedPaths?.write?.patterns.first?.value == ".git/")
    #expect(file.protectedPaths?.write?.patterns.first?.location.short == "the defaults")
    #expect(file.protectedPaths?.allowOutside.isEmpty == false)
    #expect(file.namedPrograms == [])
  }
}

/// Lists with patterns of the policy's folder and of the home folder.
@Suite struct PathPatternListTests {
  private func list(_ patterns: String...) -> PathPatternList {
    PathPatternList(
      patterns: patterns.map { Located($0, at: Location(file: "f", line: 1, column: 1)) }, isProtected: true)
  }

  @Test func theLaterPatternDecidesWhicheverFolderItIsAbout() {
    let kept = list("*.md", "!~/work/README.md")
    #expect(kept.match(relative: "README.md", home: "work/README.md", isFolder: false) == nil)
    #expect(kept.match(relative: "README.md", home: "other/README.md", isFolder: false) == 0)
    #expect(kept.match(relative: "README.md", home: nil, isFolder: false) == 0)
    let guarded = list("!README.md", "~/work/*.md")
    #expect(guarded.match(relative: "README.md", home: "work/README.md", isFolder: false) == 1)
    #expect(list("*.md", "~/*.md").match(relative: "a.md", home: "a.md", isFolder: false) == 1)
    #expect(list("*.md").match(relative: nil, home: "a.md", isFolder: false) == nil)
    #expect(list("*.md").match(relative: nil, home: nil, isFolder: false) == nil)
  }

  @Test func outsidePatternsAreAnchored() {
    let patterns = OutsidePatterns(["~/notes/", "/srv/data/*.csv", "../other/", "../../lib[1]/"], folder: "/home/a/b*")
    #expect(patterns.match("/home/me/notes/x/y", home: "/home/me", isFolder: false) == 0)
    #expect(patterns.match("/home/me/notesx", home: "/home/me", isFolder: false) == nil)
    #expect(patterns.match("/home/me/notes/x", home: nil, isFolder: false) == nil)
    #expect(patterns.match("/home/menotes/x", home: "/home/me", isFolder: false) == nil)
    #expect(patterns.match("/srv/data/a.csv", home: nil, isFolder: false) == 1)
    #expect(patterns.match("/srv/data/A.CSV", home: nil, isFolder: false) == nil)
    #expect(patterns.match("/x/srv/data/a.csv", home: nil, isFolder: false) == nil)
    #expect(patterns.match("/home/a/other/x", home: nil, isFolder: false) == 2)
    #expect(patterns.match("/home/lib1/x", home: nil, isFolder: false) == 3)
    #expect(OutsidePatterns(["../x"], folder: "/w/a*/b").match("/w/a*/x", home: nil, isFolder: false) == 0)
    #expect(OutsidePatterns(["../x"], folder: "/w/a*/b").match("/w/ab/x", home: nil, isFolder: false) == nil)
  }
}
