import Testing

@testable import PolicyFile

/// The short reader of policies against the whole one: where it does not decline, the two say the same, place for place.
@Suite struct PlainTOMLTests {
  @Test(arguments: [
    "", "\n\n", "# only a comment", "version = 1", "version = 1 # and why\n", "a=1\nb = -20\nc\t=\t0",
    "a = \"\"\nb = ''\nc = \"x # no comment\" # one\n", "\"quoted name\" = 'v'\n'other' = \"w\"",
    "text = \"größer → kleiner\" # ü\nnext = 1", "a = \"tab\\t line\\n quote\\\" back\\\\\"\nb = 2",
    "text = \"\"\"\nfirst\n  second \"quoted\" \"\"two\n\"\"\"\nafter = 1",
    "text = '''\nliteral \\n ''two\nü'''\nafter = 1", "text = \"\"\"one line\"\"\"\nt = \"\"\"\"\"\"",
    "text = \"\"\"\nwith \\\"escapes\\\"\n→ and lines\\n\"\"\"\nafter = [1]",
    "on = true\noff = false\nlist = [true,false , true]", "list = []\nempty = {}\nboth = [[], [ ], {}]",
    "list = [\n  \"a\", # why\n\n  'b',\n]\nnext = 1", "nested = [[\"git\", \"status\"], [\"x\"]]",
    "with = { branch = \"main\", \"other key\" = [1, 2], deep = { a = 1 } }",
    "[a]\nx = 1\n[b]\ny = 2", "[a.b]\nx = 1\n[a]\ny = 2\n[a.c]", "[ a . b ] # spaces\nx=1",
    "[[rule]]\nrun = \"a\"\n[[rule]]\nrun = \"b\"\n[rule.with]\nx = 1\n[[rule]]",
    "[[a.b]]\nx = 1\n[a]\ny = 1\n[[a.b]]\nx = 2", "[[commands.deny]]\nrun = 'x'\n[rules]\n\"core.*\" = \"off\"",
    "[a]\n  x = 1\n\t[a.b]\n  y = 2", "[session.when]\n[[session.when.x]]\n[session]\ntext='a'",
  ])
  func readsAlike(_ text: String) throws {
    let plain = try #require(short(text), "declined")
    #expect(outline(plain) == outline(try Document(any: Array(text.utf8))))
  }

  @Test(arguments: [
    "a", "a =", "= 1", "ä = 1", "a = 1 b = 2", "a = 01", "a = 1_000", "a = +1", "a = 0x10", "a = 1.5", "a = 1e3", "a = inf",
    "a = 9223372036854775807", "a = 2026-03-31", "a = True", "a = trueish", "a.b = 1", "a = 1\na = 2", "[a]\n[a]",
    "a = 1\n[a]", "a = {}\n[a.b]", "a = []\n[[a]]", "[[a]]\n[a]", "[a]\n[[a]]", "[a\n]", "[[a]\nx=1", "[]", "[a]]",
    "[ [a]]", "[[a] ]", "a = \"x", "a = 'x\n'", "a = \"\\q\"", "a = \"\\u00e9\"", "a = \"\"\"x\"\"\"\"", "a = '''x''''",
    "a = \"\"\"x", "\"\"\"a\"\"\" = 1", "\"a\\tb\" = 1", "a = [1 2]", "a = [,]", "a = [1", "a = {x = 1,}",
    "a = {x = 1\n}", "a = {x = 1, x = 2}", "a = 1\r\n", "a = \"\u{7}\"", "# \u{7}", "a = [ # \u{7}\n]", "\u{FEFF}a = 1",
    "a = \"\"\"x\\\n  y\"\"\"", "a = [[[[[[[[[[1]]]]]]]]]]", "[a.b.c.d.e.f.g.h.i]", "a = 'x'y", "a = \"x\"\"y\"",
  ])
  func declines(_ text: String) { #expect(short(text) == nil) }

  /// Pieces of the language in any order, so that most texts are nearly right.
  @Test func readsWhatItDoesNotDeclineAlike() throws {
    let pieces = [
      "a", "b", "\"k\"", "'k'", ".", "=", " ", "\n", "\n", "[", "]", "[[", "]]", "{", "}", ",", "\"", "'", "\"\"\"", "'''",
      "\\n", "\\", "#", "# c\n", "1", "0", "-", "true", "false", "é", "\"s\"", "'l'", "a = 1\n", "b = \"x\"\n", "[a]\n",
      "[a.b]\n", "[[a]]\n", "[[b.c]]\n", "c = [1, 'x']\n", "d = { e = 1 }\n", "\t", "\r", "1979-05-27",
    ]
    var random: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      return Int(random % UInt64(bound))
    }
    var read = 0
    for _ in 0..<60_000 {
      var text = ""
      for _ in 0..<1 + next(14) { text += pieces[next(pieces.count)] }
      guard let plain = short(text) else { continue }
      read += 1
      let whole = try? Document(any: Array(text.utf8))
      try #require(whole.map { outline($0) } == outline(plain), "\(text.debugDescription)")
    }
    #expect(read > 2_000)
  }

  @Test func leavesWhatItWouldTakeLongFor() {
    let names = (0..<300).map { "k\($0) = 1\n" }.joined()
    #expect(short(names) == nil)
    let rules = String(repeating: "[[commands.deny]]\nrun = \"x\"\n", count: 5_000)
    #expect(short(rules) != nil)
  }

  /// The text as the short reader reads it; nil where it declines.
  private func short(_ text: String) -> Document? {
    guard let plain = try? PlainTOML(Array(text.utf8)) else { return nil }
    return Document(plain)
  }

  private func outline(_ document: Document) -> String {
    var text = ""
    func add(_ node: Node, _ indentation: String) {
      let kind = document.kind(node)
      let key = document.key(node).map { $0.debugDescription } ?? "-"
      let place = document.place(node)
      let keyPlace = document.keyPlace(node)
      text += "\(indentation)\(kind) \(key) \(place.line):\(place.column) \(keyPlace.line):\(keyPlace.column) "
      text += "\(document.text(node).debugDescription) \(document.integer(node)) in \(document.key(document.parent(node)) ?? "-")\n"
      for child in document.children(node) { add(child, indentation + "  ") }
    }
    add(.root, "")
    return text
  }
}
