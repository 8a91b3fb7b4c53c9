import Engine
import Testing

@Suite struct RedactionTests {
  struct Row: Sendable {
    let text: String
    let clean: String
    let at: SourceLocation

    static func cuts(_ text: String, _ clean: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(text: text, clean: clean, at: at)
    }
    static func keeps(_ text: String, at: SourceLocation = #_sourceLocation) -> Row {
      Row(text: text, clean: text, at: at)
    }
  }

  /// Tokens are put together from halves, so that no scanner of repositories takes this file for a leak.
  static func token(_ prefix: String, _ count: Int, _ unit: String = "a1B2c3D4") -> String {
    prefix + String(String(repeating: unit, count: count / unit.count + 1).prefix(count))
  }

  static let shapes: [(String, String)] = [
    (token("AKI" + "A", 16, "Q2W3E4R5"), "aws-access-key"), (token("ASI" + "A", 16, "Q2W3E4R5"), "aws-access-key"),
    (token("gh" + "p_", 36), "github-token"), (token("gh" + "o_", 36), "github-token"),
    (token("gh" + "s_", 40), "github-token"), (token("github" + "_pat_", 60), "github-token"),
    (token("gl" + "pat-", 20), "gitlab-token"), (token("xo" + "xb-", 30, "12-3a4B"), "slack-token"),
    (token("xo" + "xp-", 30, "12-3a4B"), "slack-token"), (token("sk" + "_live_", 24), "stripe-key"),
    (token("rk" + "_test_", 24), "stripe-key"), (token("sk" + "-ant-", 40), "anthropic-key"),
    (token("sk" + "-proj-", 40), "openai-key"), (token("sk" + "-", 48), "openai-key"),
    (token("AI" + "za", 35), "google-api-key"), (token("np" + "m_", 36), "npm-token"),
    (token("py" + "pi-", 80), "pypi-token"), (token("SG" + ".", 66), "sendgrid-key"),
    (token("SK", 32, "0a1b2c3d"), "twilio-key"), (token("dop" + "_v1_", 64, "0a1b2c3d"), "digitalocean-token"),
    (token("dckr" + "_pat_", 27), "docker-token"), (token("hf" + "_", 34), "huggingface-token"),
    (token("hv" + "s.", 30), "vault-token"), (token("shp" + "at_", 32, "0a1b2c3d"), "shopify-token"),
    (token("GOC" + "SPX-", 28), "google-oauth-secret"), (token("ya" + "29.", 40), "google-token"),
    (token("lin" + "_api_", 40), "linear-key"), (token("fi" + "gd_", 40), "figma-token"),
    (token("dap" + "i", 32, "0a1b2c3d"), "databricks-token"), (token("gs" + "k_", 52), "groq-key"),
    ("ey" + "JhbGciOiJIUzI1NiJ9.ey" + "JzdWIiOiIxMjM0In0.abcDEF123_-xyz", "jwt"),
    ("-----BEGIN RSA PRIVATE" + " KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----", "private-key"),
    ("-----BEGIN OPENSSH PRIVATE" + " KEY-----\nb3Blbn", "private-key"),
  ]

  @Test(arguments: shapes) func tokensByTheirShape(_ token: String, _ kind: String) {
    let redaction = Redaction()
    #expect(redaction.redact(token) == "[redacted:\(kind)]")
    #expect(redaction.redact("echo '\(token)' | x") == "echo '[redacted:\(kind)]' | x" || kind == "private-key")
    if kind != "private-key" {
      // Inside a longer word it is something else: a file's name, a digest.
      #expect(redaction.redact("abc\(token)") == "abc\(token)")
    }
  }

  static let rows: [Row] = [
    .cuts("mysql --password=hunter2 -u root", "mysql --password=[redacted:password] -u root"),
    .cuts("mysql --password hunter2 -u root", "mysql --password [redacted:password] -u root"),
    .cuts("tool --api-key 'abc def 12345' x", "tool --api-key '[redacted:key]' x"),
    .cuts("export PGPASSWORD=s3cret; psql", "export PGPASSWORD=[redacted:password]; psql"),
    .cuts("AWS_SECRET_ACCESS_KEY=abcd/efgh+1234 aws s3 ls", "AWS_SECRET_ACCESS_KEY=[redacted:key] aws s3 ls"),
    .cuts("GITHUB_TOKEN=\"abcdefgh1\" gh", "GITHUB_TOKEN=\"[redacted:token]\" gh"),
    .cuts(#"{"password":"a\"b","user":"ana"}"#, #"{"password":"[redacted:password]","user":"ana"}"#),
    .cuts(#"{"client_secret": "abc123def"}"#, #"{"client_secret": "[redacted:secret]"}"#),
    .cuts("password: hunter2", "password: [redacted:password]"),
    .cuts("curl -H 'Authorization: Bearer abc.def-123456'", "curl -H 'Authorization: Bearer [redacted:authorization]'"),
    .cuts(
      "curl -H \"Authorization: Basic YWxhZGRpbjpvcGVu\"", "curl -H \"Authorization: Basic [redacted:authorization]\""),
    .cuts("-H 'Authorization: token abcdef123'", "-H 'Authorization: token [redacted:authorization]'"),
    .cuts("send Bearer abc.def-123456 along", "send Bearer [redacted:bearer-token] along"),
    .cuts("x-api-key: 0123456789abcdef", "x-api-key: [redacted:key]"),
    .cuts(
      "git clone https://ana:pa55@host.example/x.git",
      "git clone https://ana:[redacted:url-password]@host.example/x.git"),
    .cuts("postgres://u:p%40ss@db/name", "postgres://u:[redacted:url-password]@db/name"),
    .cuts("https://0123456789abcdef01234567@host/", "https://[redacted:url-password]@host/"),
    .cuts("A_TOKEN=aaaaaaa1 B_TOKEN=bbbbbbb2", "A_TOKEN=[redacted:token] B_TOKEN=[redacted:token]"),

    .keeps("git@github.com:owner/repo.git"),
    .keeps("ssh://git@host.example/repo"),
    .keeps("https://host.example:8080/a@b"),
    .keeps("3f0c1b0e-5b1e-4f57-9a55-0a8e1c2b9d11"),
    .keeps("da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    .keeps("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    .keeps("src/token.swift tests/password_test.py Secrets.swift"),
    .keeps("grep -rn password src"),
    .keeps("let token: String"),
    .keeps("token = nextToken(in: text)"),
    .keeps("password = getpass()"),
    .keeps("password=$PASSWORD"),
    .keeps("--password \"$(cat file)\""),
    .keeps("--password-stdin < file"),
    .keeps("--no-password --host x"),
    .keeps("--token-file path/to/file"),
    .keeps("max_tokens=1000"),
    .keeps("token == other"),
    .keeps("const token = process.env.TOKEN"),
    .keeps("password: <your password here>"),
    .keeps("API_KEY={{ api_key }}"),
    .keeps("sk-learn sk-some-dashed-class-name-in-a-stylesheet"),
    .keeps("ghp_short npm_config_registry=x glpat-x"),
    .keeps("Bearer of bad news, bearer token"),
    .keeps("task-force AKIASHORT SKIP"),
    .keeps("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----"),
    .keeps("secret garden; the token ring; no password needed"),
    .keeps("a"), .keeps(""), .keeps("="), .keeps("://"), .keeps("token="), .keeps("--password"), .keeps("password:"),
    .keeps("password=\""), .keeps("-----BEGIN "), .keeps("ey" + "J."),
  ]

  @Test(arguments: rows) func bothSides(_ row: Row) {
    #expect(Redaction().redact(row.text) == row.clean, sourceLocation: row.at)
  }

  @Test func aPersonsOwnPatterns() {
    let redaction = Redaction(patterns: [
      { text in
        text.contains("4711") ? [text.utf8.count - 4..<text.utf8.count] : []
      }
    ])
    #expect(redaction.redact("customer 4711") == "customer [redacted:own-pattern]")
    #expect(redaction.redact("password=4711") == "password=[redacted:password]")
    #expect(
      Redaction(patterns: [{ _ in [-3..<100, 2..<1_000_000].map { $0 } }]).redact("abc") == "[redacted:own-pattern]")
  }

  @Test func anyBytesAtAll() {
    // Every prefix and suffix of every row, so that no look ahead or behind leaves the text.
    for row in Self.rows + Self.shapes.map({ .keeps($0.0) }) {
      for count in 0...row.text.count {
        _ = Redaction().redact(String(row.text.prefix(count)))
        _ = Redaction().redact(String(row.text.suffix(count)))
      }
    }
  }
}
