import Patterns
import Testing

@Suite struct PlainPathTests {
  static let longNames = [".git", ".claude", "taffrail.toml", "settings.json", ".hook-state"]

  /// Spellings that some file system takes for another name.
  @Test(arguments: [
    ("/r/.git./config", "/r/.git/config"), ("/r/.git /config", "/r/.git/config"), ("/r/a. . ", "/r/a"),
    ("/r/.env::$DATA", "/r/.env"), ("/r/.git::$INDEX_ALLOCATION/x", "/r/.git/x"), ("/r/GIT~1/config", "/r/.git/config"),
    ("/r/git~2", "/r/.git"), ("/r/CLAUDE~1/SETTIN~1.JSO", "/r/.claude/settings.json"),
    ("/r/TAFFRA~1.TOM", "/r/taffrail.toml"), ("/r/HOOK-S~1", "/r/.hook-state"), ("/r/.e\u{200B}nv", "/r/.env"),
    ("/r/.g\u{200C}it\u{FEFF}", "/r/.git"), ("/r/.\u{AD}env", "/r/.env"), ("/r/.en\u{2060}v", "/r/.env"),
    ("/r/ta\u{FB00}rail.toml", "/r/taffrail.toml"), ("/r/\u{17F}ettings", "/r/settings"),
    ("/r/STRA\u{DF}E", "/r/STRASSE"),
  ]) func isRead(_ path: String, as plain: String) {
    #expect(PlainPath.of(path) { Self.longNames }?.lowercased() == plain.lowercased())
  }

  @Test(arguments: [
    "/r/.git/config", "/r/a.b/c", "/r/notes~", "/r/a:b", "/r/12:30", "/r/git~1notes", "/r/digit~1", "/r/backup~2.txt",
    "/r/..", "/r/a..b",
  ]) func isPlainAlready(_ path: String) {
    #expect(PlainPath.of(path) { Self.longNames } == nil)
  }
}
