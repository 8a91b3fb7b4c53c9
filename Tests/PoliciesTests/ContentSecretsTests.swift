import HookModel
import PolicyFile
import TestSupport
import Testing

@testable import Policies

@Suite("content: built-in rules") struct ContentSecretsTests {
  // The tokens are put together here, so that no scanner takes this file for a leak.
  static let body = String(repeating: "MIIEowIBAAKCAQEAq7Zt9Xw2", count: 12)
  static let secrets: [String] = [
    "AKIA" + "Q7T2M9ZK4WJ8XR3P", "ghp_" + "k2J8vQ4mT6yB1nX9cZ5rW3pL7dF0hG2sA4e8",
    "github_pat_" + "11ABQ7T2M0kJ8vQ4mT6yB1", "glpat-" + "k2J8vQ4mT6yB1nX9cZ5r", "xoxb-" + "7261538490-kQ9w8E7r6T5y",
    "sk_live_" + "k2J8vQ4mT6yB1nX9cZ5rW3pL", "sk-proj-" + "k2J8vQ4mT6yB1nX9cZ5rW3pL",
    "sk-ant-api03-" + "k2J8vQ4mT6yB1nX9cZ5rW3pL", "AIza" + "Syk2J8vQ4mT6yB1nX9cZ5rW3pL7dF0hG2sA",
    "npm_" + "k2J8vQ4mT6yB1nX9cZ5rW3pL7dF0hG2sA4e8", "hf_" + "k2J8vQ4mT6yB1nX9cZ5rW3pL7dF0hG2s",
    "hf_" + "kQJwvQbmTryBhnXscZgrWepLadFthGusAq", "glsa_" + "k2J8vQ4mT6yB1nX9cZ5rW3pL7dF0hG2s_a1b2c3d4",
    "ntn_" + "48151623kJ8vQ4mT6yB1nX9cZ5rW3pL7dF0hG2sA4e8", "NRAK-" + "K2J8VQ4MT6YB1NX9CZ5RW3PL7DF",
    "SG." + "k2J8vQ4mT6yB1nX9cZ5rW3.pL7dF0hG2sA4e8k2J8vQ4mT6yB1nX9cZ5rW3pL7dF0hG2s",
    "dop_v1_" + "a7c3e91b5d2f4860a7c3e91b5d2f4860a7c3e91b5d2f4860a7c3e91b5d2f4860",
    "-----BEGIN " + "RSA PRIVATE KEY-----\n\(body)\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN " + "OPENSSH PRIVATE KEY-----\n\(body)\n-----END OPENSSH PRIVATE KEY-----",
    "-----BEGIN " + "PGP PRIVATE KEY BLOCK-----\n\(body)\n-----END PGP PRIVATE KEY BLOCK-----",
  ]

  static let lookalikes: [String] = [
    "AKIAIOSFODNN7EXAMPLE", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "ghp_YOUR_TOKEN_HERE",
    #"r"ghp_[A-Za-z0-9]{36}""#,
    "sk-your-key-here", "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc", "xoxb-your-bot-token", "sk-learn-contrib-package-name",
    "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", "npm_lifecycleEventOfThePackageThatIsRunNow",
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    #""integrity": "sha512-9kQ3v8zX1yW2b7n4mM5pR6sT8uV0wQk2J8vQ4mT6yB1nX9cZ5rW3pL7dF0hG2sA4e8AKIA==""#,
    "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----", #"if line == "-----BEGIN RSA PRIVATE KEY-----":"#,
    "-----BEGIN CERTIFICATE-----\n\(body)\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\n\(body)\n-----END PUBLIC KEY-----", "token = os.environ[\"GITHUB_TOKEN\"]",
  ]

  static func rulings(_ text: String, _ policy: String = "", to path: String = "/repo/src/a.py") throws -> [Ruling] {
    let write = Effect.Action.write(Target(path: path), .replace, content: text)
    return ContentPolicy.evaluate(
      PolicyContext(
        event: event(.preToolUse), effects: [effect(write)], files: try policyFiles(policy),
        facts: FakeFacts(root: "/repo")))
  }

  @Test(arguments: secrets) func refused(_ secret: String) throws {
    for text in [secret, "x = \"\(secret)\"", "one\ntwo\nTOKEN=\(secret)\n", "Authorization: Bearer \(secret)"] {
      let rulings = try Self.rulings(text)
      #expect(rulings.strictest() == .deny, "\(text)")
      for ruling in rulings {
        let reason = try #require(ruling.reason)
        #expect(!"\(reason)".contains(secret.suffix(16)), "the message repeats it")
      }
    }
  }

  @Test(arguments: lookalikes) func letThrough(_ text: String) throws {
    #expect(try Self.rulings(text).strictest() == .allow)
    #expect(try Self.rulings("key = \"\(text)\"\n").strictest() == .allow)
  }

  @Test func theMessageNamesTheLine() throws {
    let what = try #require(try Self.rulings("a\nb\nc = \(Self.secrets[1])").first?.reason?.what)
    #expect(what.contains("src/a.py") && what.contains("a GitHub token at line 3"), "\(what)")
  }

  @Test func keysOfTestsAreNone() throws {
    #expect(try Self.rulings(Self.secrets[17], to: "/repo/tests/fixtures/server.txt").strictest() == .allow)
    #expect(try Self.rulings(Self.secrets[1], to: "/repo/tests/test_api.py").strictest() == .deny)
  }

  @Test(arguments: [("off", Verdict.allow), ("observe", .allow), ("ask", .ask), ("deny", .deny)])
  func canBeSwitched(_ setting: String, _ verdict: Verdict) throws {
    let policy = "[rules]\n\"content.provider-token\" = \"\(setting)\"\n"
    #expect(try Self.rulings(Self.secrets[1], policy).strictest() == verdict)
  }

  @Test func whatIsPipedIntoAFileCounts() throws {
    let origin = Effect.Origin(text: "tee src/a")
    let run = ResolvedCommand(
      program: "tee", arguments: [Argument("src/a")], directory: "/repo", input: .text(Self.secrets[1]))
    let rulings = ContentPolicy.evaluate(
      PolicyContext(
        event: event(.preToolUse),
        effects: [
          Effect(.run(run), origin: origin),
          Effect(.write(Target(path: "/repo/src/a"), .replace, content: nil), origin: origin),
        ], files: [PolicyFile.builtIn], facts: FakeFacts(root: "/repo")))
    #expect(rulings.map(\.rule) == ["content.provider-token"])
  }

  /// What an edit in place puts in counts, and what it takes out does not.
  @Test(arguments: [
    ("s/TOKEN/SECRET/", Verdict.deny), ("s|TOKEN|SECRET|g", .deny), ("/x/s/TOKEN/a SECRET b/", .deny),
    ("$a T=SECRET", .deny), ("3i\\T=SECRET", .deny), ("s/SECRET/os.environ/", .allow), ("/SECRET/d", .allow),
    ("s/a/b/;s/x/SECRET/", .deny),
  ]) func editsInPlace(_ script: String, _ verdict: Verdict) throws {
    let script = script.replacing("SECRET", with: Self.secrets[1])
    let origin = Effect.Origin(text: "sed")
    let run = ResolvedCommand(
      program: "sed", arguments: [Argument("-i"), Argument(script), Argument("src/a")], directory: "/repo")
    let rulings = ContentPolicy.evaluate(
      PolicyContext(
        event: event(.preToolUse),
        effects: [
          Effect(.run(run), origin: origin),
          Effect(.write(Target(path: "/repo/src/a"), .modify, content: nil), origin: origin),
        ], files: [PolicyFile.builtIn], facts: FakeFacts(root: "/repo")))
    #expect(rulings.strictest() == verdict)
  }
}
