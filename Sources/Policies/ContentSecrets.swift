internal import HookModel
internal import Patterns
internal import PolicyFile

/// The built-in content rules: private keys, and tokens of providers by their published shapes. A secret in a source file is
/// in the repository's history with the next commit, and in every copy of it.
enum ContentSecrets {
  /// What was found: never the secret itself.
  struct Find {
    var rule: String
    /// What it is, in words.
    var what: String
    /// Where it begins, in bytes.
    var offset: Int
  }

  static let keyRule = "content.private-key"
  static let tokenRule = "content.provider-token"

  /// The first secret in a text that would be written to `path`; nil where there is none, or only what looks like one.
  static func first(in content: String, path: String?) -> Find? {
    let bytes = Array(content.utf8)
    var scanner = SecretScanner(bytes)
    scanner.run()
    for find in scanner.finds {
      if let found = judge(find, bytes, path) { return found }
      // A named value, `TOKEN=ghp_…`, is found by its name before its shape is looked at.
      // A key's block goes on behind the first blank, where such a value ends.
      let isBlock = bytes[find.range].starts(with: "-----BEGIN".utf8)
      var inner = SecretScanner(Array(isBlock ? bytes[find.range.lowerBound...] : bytes[find.range]))
      inner.run()
      for part in inner.finds {
        let start = find.range.lowerBound
        let range = part.range.lowerBound + start..<part.range.upperBound + start
        if let found = judge(SecretFind(range: range, kind: part.kind), bytes, path) { return found }
      }
    }
    return nil
  }

  private static func judge(_ find: SecretFind, _ bytes: [UInt8], _ path: String?) -> Find? {
    let text = bytes[find.range]
    if find.kind == "private-key" {
      guard isPrivateKey(text), !(path.map(isForTests) ?? false) else { return nil }
      return Find(rule: keyRule, what: "a private key", offset: find.range.lowerBound)
    }
    guard let name = provider(find.kind), !isPlaceholder(text) else { return nil }
    return Find(rule: tokenRule, what: name, offset: find.range.lowerBound)
  }

  /// The kinds whose shape alone says what they are. A bare hexadecimal run behind two letters is a hash as well.
  private static func provider(_ kind: String) -> String? {
    switch kind {
    case "aws-access-key": "an AWS access key"
    case "github-token": "a GitHub token"
    case "gitlab-token": "a GitLab token"
    case "slack-token": "a Slack token"
    case "stripe-key": "a Stripe key"
    case "openai-key": "an OpenAI key"
    case "anthropic-key": "an Anthropic key"
    case "google-api-key", "google-oauth-secret": "a Google key"
    case "npm-token": "an npm token"
    case "pypi-token": "a PyPI token"
    case "sendgrid-key": "a SendGrid key"
    case "digitalocean-token": "a DigitalOcean token"
    case "huggingface-token": "a Hugging Face token"
    case "docker-token": "a Docker token"
    case "shopify-token": "a Shopify token"
    case "databricks-token": "a Databricks token"
    case "vault-token": "a Vault token"
    case "atlassian-token": "an Atlassian token"
    case "linear-key": "a Linear key"
    case "groq-key", "xai-key", "openrouter-key", "perplexity-key": "a model provider's key"
    case "age-key": "an age key"
    case "new-relic-key": "a New Relic key"
    case "postman-key": "a Postman key"
    case "heroku-key": "a Heroku key"
    case "doppler-token": "a Doppler token"
    case "supabase-token": "a Supabase token"
    case "square-token": "a Square token"
    case "pulumi-token": "a Pulumi token"
    case "figma-token": "a Figma token"
    case "tailscale-key": "a Tailscale key"
    case "rubygems-key": "a RubyGems key"
    case "grafana-token": "a Grafana token"
    case "sentry-token": "a Sentry token"
    case "planetscale-token": "a PlanetScale token"
    case "notion-token": "a Notion token"
    default: nil
    }
  }

  /// A block with a body of its own: documentation shows the first line alone, or dots in the place of the key.
  private static func isPrivateKey(_ text: ArraySlice<UInt8>) -> Bool {
    let header = text.dropFirst(11).prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "\n") }
    guard contains("private key", in: header) else { return false }
    let body = text.dropFirst(11 + header.count).prefix(4_096)
    if contains("example", in: body) || contains("...", in: body) || contains("xxxxxx", in: body) { return false }
    return body.prefix(1_024).count(where: isBase64) >= 64
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
      true
    default: false
    }
  }

  /// Keys that tests bring along are made for them, and open nothing.
  private static func isForTests(_ path: String) -> Bool {
    for name in path.utf8.split(separator: UInt8(ascii: "/")) {
      switch String(Substring(name)).lowercased() {
      case "test", "tests", "testdata", "test-data", "fixtures", "__fixtures__", "__tests__", "spec", "specs", "mocks",
        "__mocks__", "testing", "examples", "example":
        return true
      default: continue
      }
    }
    return false
  }

  /// What people write in the place of a token: the word for it, a run of one character, or the alphabet.
  private static func isPlaceholder(_ token: ArraySlice<UInt8>) -> Bool {
    for word in [
      "example", "placeholder", "your", "dummy", "fake", "sample", "redacted", "changeme", "insert", "xxxx", "0000",
      "sk_test_", "rk_test_", "1234567", "abcdef", "test",
    ] where contains(word, in: token) {
      return true
    }
    var seen = [Bool](repeating: false, count: 256)
    var different = 0
    for byte in token where !seen[Int(byte)] {
      seen[Int(byte)] = true
      different += 1
    }
    return different < 10
  }

  /// Whether a text in lower case stands in some bytes, whatever their case.
  private static func contains(_ word: String, in bytes: ArraySlice<UInt8>) -> Bool {
    let wanted = Array(word.utf8)
    guard bytes.count >= wanted.count else { return false }
    for start in bytes.startIndex...(bytes.endIndex - wanted.count) {
      var index = 0
      while index < wanted.count {
        let byte = bytes[start + index]
        let lower = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
        guard lower == wanted[index] else { break }
        index += 1
      }
      if index == wanted.count { return true }
    }
    return false
  }

  /// What the strongest file that speaks of the rule makes of it; a file below the root may only tighten.
  static func setting(for rule: String, _ files: [PolicyFile]) -> RuleSwitch.Setting? {
    var found: (layer: PolicyLayer, setting: RuleSwitch.Setting)?
    for file in files {
      guard let entry = file.ruleSwitches.last(where: { WordGlob.matches($0.rule, rule) }) else { continue }
      if file.layer == .nested, entry.setting == .off || entry.setting == .observe { continue }
      if let found, found.layer >= file.layer { continue }
      found = (file.layer, entry.setting)
    }
    return found?.setting
  }
}
