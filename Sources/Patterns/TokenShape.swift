/// A secret that was found in a text.
public struct SecretFind: Sendable, Equatable {
  /// Where, in bytes.
  public var range: Range<Int>
  /// What it is, for the mark.
  public var kind: String

  /// Creates a find.
  public init(range: Range<Int>, kind: String) {
    self.range = range
    self.kind = kind
  }
}

/// The characters of which the rest of a token is made.
enum TokenAlphabet {
  case lettersAndDigits
  case wordAndDash
  case upperAndDigits
  case lowerHexadecimal
  case dotted

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self != .upperAndDigits
    case UInt8(ascii: "g")...UInt8(ascii: "z"): self != .upperAndDigits && self != .lowerHexadecimal
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): self != .lowerHexadecimal
    case UInt8(ascii: "_"), UInt8(ascii: "-"): self == .wordAndDash || self == .dotted
    case UInt8(ascii: "."): self == .dotted
    default: false
    }
  }
}

/// A provider's token by its shape: what it begins with, and what follows.
struct TokenShape: Sendable {
  let prefix: String
  let kind: String
  let alphabet: TokenAlphabet
  /// How many characters follow at the least.
  let minimum: Int
  /// How many follow at the most; a longer run is something else.
  let maximum: Int

  init(
    _ prefix: String, _ kind: String, _ alphabet: TokenAlphabet, _ minimum: Int, _ maximum: Int = 4096
  ) {
    self.prefix = prefix
    self.kind = kind
    self.alphabet = alphabet
    self.minimum = minimum
    self.maximum = maximum
  }

  /// The shapes that may begin with two bytes; most words are done with here.
  @inline(__always)
  static func beginning(with first: UInt8, _ second: UInt8) -> [TokenShape]? {
    switch (Unicode.Scalar(first), Unicode.Scalar(second)) {
    case ("A", "K"), ("A", "S"), ("A", "I"), ("A", "T"), ("A", "G"): return ofA
    case ("G", "O"), ("N", "R"), ("P", "M"), ("S", "G"), ("S", "K"), ("H", "R"): return ofCapitals
    case ("d", "o"), ("d", "c"), ("d", "a"), ("d", "p"): return ofD
    case ("g", "h"), ("g", "i"), ("g", "l"), ("g", "s"): return ofG
    case ("s", "k"), ("s", "h"), ("s", "b"), ("s", "q"), ("s", "n"): return ofS
    case ("x", "o"), ("x", "a"): return ofX
    case ("n", "p"), ("n", "t"), ("p", "y"), ("p", "p"), ("p", "u"), ("p", "s"): return ofNP
    case ("r", "k"), ("w", "h"), ("h", "f"), ("h", "v"), ("l", "i"), ("f", "i"), ("t", "s"), ("r", "u"), ("y", "a"),
      ("k", "e"):
      return ofOthers
    default: return nil
    }
  }

  private static let ofA = [
    TokenShape("AKIA", "aws-access-key", .upperAndDigits, 16, 16),
    TokenShape("ASIA", "aws-access-key", .upperAndDigits, 16, 16),
    TokenShape("AIza", "google-api-key", .wordAndDash, 35, 39),
    TokenShape("ATATT3x", "atlassian-token", .wordAndDash, 50),
    TokenShape("AGE-SECRET-KEY-1", "age-key", .upperAndDigits, 50),
  ]
  private static let ofCapitals = [
    TokenShape("GOCSPX-", "google-oauth-secret", .wordAndDash, 24),
    TokenShape("NRAK-", "new-relic-key", .upperAndDigits, 27),
    TokenShape("PMAK-", "postman-key", .wordAndDash, 50),
    TokenShape("SG.", "sendgrid-key", .dotted, 60),
    TokenShape("SK", "twilio-key", .lowerHexadecimal, 32, 32),
    TokenShape("HRKU-", "heroku-key", .wordAndDash, 30),
  ]
  private static let ofD = [
    TokenShape("dop_v1_", "digitalocean-token", .lowerHexadecimal, 60),
    TokenShape("doo_v1_", "digitalocean-token", .lowerHexadecimal, 60),
    TokenShape("dckr_pat_", "docker-token", .wordAndDash, 20),
    TokenShape("dapi", "databricks-token", .lowerHexadecimal, 32, 34),
    TokenShape("dp.pt.", "doppler-token", .lettersAndDigits, 40),
  ]
  private static let ofG = [
    TokenShape("ghp_", "github-token", .lettersAndDigits, 36),
    TokenShape("gho_", "github-token", .lettersAndDigits, 36),
    TokenShape("ghu_", "github-token", .lettersAndDigits, 36),
    TokenShape("ghs_", "github-token", .lettersAndDigits, 36),
    TokenShape("ghr_", "github-token", .lettersAndDigits, 36),
    TokenShape("github_pat_", "github-token", .wordAndDash, 22),
    TokenShape("glpat-", "gitlab-token", .dotted, 20),
    TokenShape("gldt-", "gitlab-token", .wordAndDash, 20),
    TokenShape("glrt-", "gitlab-token", .dotted, 20),
    TokenShape("gsk_", "groq-key", .lettersAndDigits, 40),
    TokenShape("glsa_", "grafana-token", .wordAndDash, 41, 41),
  ]
  private static let ofS = [
    TokenShape("sk-ant-", "anthropic-key", .wordAndDash, 20),
    TokenShape("sk_live_", "stripe-key", .lettersAndDigits, 16),
    TokenShape("sk_test_", "stripe-key", .lettersAndDigits, 16),
    TokenShape("sk-proj-", "openai-key", .wordAndDash, 20),
    TokenShape("sk-svcacct-", "openai-key", .wordAndDash, 20),
    TokenShape("sk-or-v1-", "openrouter-key", .lowerHexadecimal, 40),
    TokenShape("sk-", "openai-key", .lettersAndDigits, 32),
    TokenShape("shpat_", "shopify-token", .lettersAndDigits, 32),
    TokenShape("shpss_", "shopify-token", .lettersAndDigits, 32),
    TokenShape("sbp_", "supabase-token", .lowerHexadecimal, 40),
    TokenShape("sq0atp-", "square-token", .wordAndDash, 22),
    TokenShape("sq0csp-", "square-token", .wordAndDash, 22),
    TokenShape("sntrys_", "sentry-token", .wordAndDash, 50),
  ]
  private static let ofX = [
    TokenShape("xoxb-", "slack-token", .wordAndDash, 10),
    TokenShape("xoxp-", "slack-token", .wordAndDash, 10),
    TokenShape("xoxa-", "slack-token", .wordAndDash, 10),
    TokenShape("xoxs-", "slack-token", .wordAndDash, 10),
    TokenShape("xoxr-", "slack-token", .wordAndDash, 10),
    TokenShape("xoxe-", "slack-token", .wordAndDash, 10),
    TokenShape("xoxe.", "slack-token", .dotted, 10),
    TokenShape("xapp-", "slack-token", .wordAndDash, 20),
    TokenShape("xai-", "xai-key", .lettersAndDigits, 40),
  ]
  private static let ofNP = [
    TokenShape("npm_", "npm-token", .lettersAndDigits, 36),
    TokenShape("pypi-", "pypi-token", .wordAndDash, 50),
    TokenShape("pplx-", "perplexity-key", .lettersAndDigits, 40),
    TokenShape("pul-", "pulumi-token", .lowerHexadecimal, 40),
    TokenShape("pscale_tkn_", "planetscale-token", .wordAndDash, 32),
    TokenShape("ntn_", "notion-token", .lettersAndDigits, 40, 50),
  ]
  private static let ofOthers = [
    TokenShape("rk_live_", "stripe-key", .lettersAndDigits, 16),
    TokenShape("rk_test_", "stripe-key", .lettersAndDigits, 16),
    TokenShape("whsec_", "webhook-secret", .lettersAndDigits, 24),
    TokenShape("hf_", "huggingface-token", .lettersAndDigits, 30, 40),
    TokenShape("hvs.", "vault-token", .wordAndDash, 24),
    TokenShape("lin_api_", "linear-key", .lettersAndDigits, 32),
    TokenShape("figd_", "figma-token", .wordAndDash, 20),
    TokenShape("tskey-", "tailscale-key", .wordAndDash, 20),
    TokenShape("rubygems_", "rubygems-key", .lowerHexadecimal, 40),
    TokenShape("ya29.", "google-token", .wordAndDash, 20),
    TokenShape("key-", "mailgun-key", .lowerHexadecimal, 32, 32),
  ]
}
