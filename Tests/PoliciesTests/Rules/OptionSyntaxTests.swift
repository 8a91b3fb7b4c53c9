import HookModel
import Testing

/// Options by meaning: every spelling of one option is that option.
@Suite struct OptionSyntaxTests {
  private let push = OptionSyntax(
    shortWithValue: "o", longWithValue: ["repo"],
    long: ["force", "force-with-lease", "force-if-includes", "dry-run", "delete", "verify", "no-verify"])

  private func parsed(_ line: String) -> ParsedOptions {
    ParsedOptions(line.split(separator: " ").map { Argument(String($0)) }, push)
  }

  @Test(arguments: [
    "--force", "-f --dry-run --force", "--force-with-lease --force", "origin main --force", "--forc", "--for",
    "--no-force --force",
  ]) func isForced(_ line: String) { #expect(parsed(line).has("force")) }

  @Test(arguments: [
    "", "--force-with-lease", "--force-w", "--force-if", "--force --no-force", "-- --force",
    "--force=false", "-o --force", "--repo --force", "--repo=--force",
  ]) func isNotForced(_ line: String) { #expect(!parsed(line).has("force")) }

  @Test(arguments: [
    ("--dry-run", true), ("--dry", true), ("-n", true), ("-fn", true), ("--dry-run --no-dry-run", false),
    ("-n --no-dry-run", false), ("--no-dry -n", true), ("-n --no-dry", false), ("--dry-run=false", false),
  ]) func lastOneWins(_ line: String, _ isTrial: Bool) { #expect(parsed(line).has("n", "dry-run") == isTrial) }

  @Test(arguments: [("--no-verify", true), ("--no-verif", true), ("--no-verify --verify", false), ("--verify", false)])
  func negativeNames(_ line: String, _ skips: Bool) { #expect(parsed(line).has("no-verify") == skips) }
}
