import Effects
import TestSupport
import Testing

@Suite("What patches say")
struct PatchTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    let strip: Int?
    let changes: [PatchChange]
    let location: SourceLocation

    init(
      _ text: String, strip: Int? = nil, _ changes: PatchChange..., at location: SourceLocation = #_sourceLocation
    ) {
      self.text = text
      self.strip = strip
      self.changes = changes
      self.location = location
    }

    var testDescription: String { text }
  }

  static let envelopes: [Row] = [
    .init(
      "*** Begin Patch\n*** Add File: a.txt\n+one\n+two\n*** End Patch\n",
      .init(.add, path: "a.txt", addedText: "one\ntwo\n")),
    .init(
      "*** Begin Patch\n*** Update File: a\n@@ def f():\n-old\n+new\n context\n*** End Patch",
      .init(.update, path: "a", addedText: "new\n")),
    .init("*** Begin Patch\n*** Delete File: a b.txt\n*** End Patch", .init(.delete, path: "a b.txt")),
    .init(
      "*** Begin Patch\n*** Update File: a\n*** Move to: b/c\n@@\n-x\n+y\n*** End Patch",
      .init(.move(to: "b/c"), path: "a", addedText: "y\n")),
    .init(
      "*** Begin Patch\n*** Add File: a\n+1\n*** Delete File: b\n*** Update File: c\n@@\n+2\n*** End Patch",
      .init(.add, path: "a", addedText: "1\n"), .init(.delete, path: "b"), .init(.update, path: "c", addedText: "2\n")),
    .init(
      "*** Begin Patch\r\n*** Update File: a\r\n@@\r\n+x\r\n*** End of File\r\n*** End Patch\r\n",
      .init(.update, path: "a", addedText: "x\n")),
    .init("\n  *** Begin Patch\n  *** Delete File: a  \n  *** End Patch", .init(.delete, path: "a")),
    .init("<<'EOF'\n*** Begin Patch\n*** Delete File: a\n*** End Patch\nEOF", .init(.delete, path: "a")),
    .init("apply_patch <<EOF\n*** Begin Patch\n*** Delete File: a\n*** End Patch\nEOF", .init(.delete, path: "a")),
    .init("*** Begin Patch\n*** Environment ID: x\n*** Delete File: a\n*** End Patch", .init(.delete, path: "a")),
    .init("*** Delete File: a", .init(.delete, path: "a")),
    .init("*** Update File: a\n@@\n+x", .init(.update, path: "a", addedText: "x\n")),
    .init("*** Begin Patch\n*** Delete File: a", .init(.delete, path: "a")),
    .init(
      "*** Begin Patch\n*** Update File: a\n@@\n *** Delete File: b\n+*** Delete File: c\n*** End Patch",
      .init(.update, path: "a", addedText: "*** Delete File: c\n")),
    .init("*** Begin Patch\n*** End Patch"),
    .init("*** Begin Patch\n*** Add File: \n+x\n*** End Patch"),
    .init("*** Begin Patch\n*** Add File: ../x\n*** End Patch", .init(.add, path: "../x")),
  ]
  @Test(arguments: envelopes) func envelope(_ row: Row) {
    #expect(Patch.parse(row.text, strip: row.strip) == row.changes, sourceLocation: row.location)
  }

  static let diffs: [Row] = [
    .init("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", .init(.update, path: "x", addedText: "b\n")),
    .init("--- x\n+++ x\n@@ -1 +1 @@\n-a\n+b\n", .init(.update, path: "x", addedText: "b\n")),
    .init(
      "--- x.orig\n+++ x\n@@ -1 +1 @@\n-a\n+b\n", .init(.update, path: "x", addedText: "b\n"),
      .init(.update, path: "x.orig", addedText: "b\n")),
    .init("--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n", .init(.add, path: "x", addedText: "a\nb\n")),
    .init("--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", .init(.delete, path: "x")),
    .init(
      "--- a/x\t2024-01-01 00:00:00 +0000\n+++ b/x\t2024-01-02\n@@ -1 +1 @@\n-a\n+b\n",
      .init(.update, path: "x", addedText: "b\n")),
    .init(
      "--- a/x y 2024-01-01 00:00:00\n+++ b/x y 2024-01-02 00:00:00\n@@ -1 +1 @@\n-a\n+b\n",
      .init(.update, path: "x y", addedText: "b\n")),
    .init("--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n", .init(.update, path: "x", addedText: "b\n")),
    .init(
      "--- proj/src/x\n+++ proj/src/x\n@@ -1 +1 @@\n-a\n+b\n", strip: 1, .init(.update, path: "src/x", addedText: "b\n")
    ),
    .init(
      "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", strip: 0, .init(.update, path: "b/x", addedText: "b\n"),
      .init(.update, path: "a/x", addedText: "b\n")),
    .init(
      "Some words.\n\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- old\n+++ new\n c\n",
      .init(.update, path: "x", addedText: "++ new\n")),
    .init(
      "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+c\n",
      .init(.update, path: "x", addedText: "b\n"), .init(.update, path: "y", addedText: "c\n")),
    // The counts are too high, as models write them: the next header is still one.
    .init(
      "--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n-a\n+b\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+c\n",
      .init(.update, path: "x", addedText: "b\n"), .init(.update, path: "y", addedText: "c\n")),
    .init("--- a/x\n+++ b/x\n@@ ... @@\n-a\n+b\n", .init(.update, path: "x", addedText: "b\n")),
    .init(
      "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n",
      .init(.update, path: "x", addedText: "b\n")),

    .init(
      "diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
      .init(.update, path: "x", addedText: "b\n")),
    .init("diff --git a/x b/x\nnew file mode 100644\nindex 0..1\n", .init(.add, path: "x")),
    .init("diff --git a/x b/x\ndeleted file mode 100644\nindex 1..0\n", .init(.delete, path: "x")),
    .init("diff --git a/x b/x\nold mode 100644\nnew mode 100755\n", .init(.update, path: "x")),
    .init("diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n", .init(.move(to: "y"), path: "x")),
    .init("diff --git a/x b/y\ncopy from x\ncopy to y\n", .init(.copy(to: "y"), path: "x")),
    .init(
      "diff --git a/x b/y\nrename from x\nrename to y\n--- a/x\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n",
      .init(.move(to: "y"), path: "x", addedText: "b\n")),
    .init("diff --git a/x b/x\nindex 1..2\nBinary files a/x and b/x differ\n", .init(.update, path: "x")),
    .init("diff --git a/x b/x\nindex 1..2\nGIT binary patch\nliteral 3\nKc${N\n\n", .init(.update, path: "x")),
    .init("diff --git x x\n--- x\n+++ x\n@@ -1 +1 @@\n-a\n+b\n", .init(.update, path: "x", addedText: "b\n")),
    .init("diff --git a/x y b/x y\nold mode 100644\nnew mode 100755\n", .init(.update, path: "x y")),
    .init("diff --git \"a/\\303\\244\" \"b/\\303\\244\"\nnew file mode 100644\n", .init(.add, path: "ä")),
    .init("--- \"a/x\\ty\"\n+++ \"b/x\\ty\"\n@@ -1 +1 @@\n-a\n+b\n", .init(.update, path: "x\ty", addedText: "b\n")),
    .init("diff --git i/x w/x\n--- i/x\n+++ w/x\n@@ -1 +1 @@\n-a\n+b\n", .init(.update, path: "x", addedText: "b\n")),
    .init(
      "*** a/x\tdate\n--- b/x\tdate\n***************\n*** 1,2 ****\n! a\n--- 1,2 ----\n! b\n",
      .init(.update, path: "x", addedText: "a\nb\n")),
    .init("words about --- a/x and +++ b/x"),
    .init("---\ntitle: x\n---\n"),
    .init(""),
    .init("--- a/x"),
    .init("diff --git "),
    .init("--- \"\n+++ \"\\\n"),
  ]
  @Test(arguments: diffs) func diff(_ row: Row) {
    #expect(Patch.parse(row.text, strip: row.strip) == row.changes, sourceLocation: row.location)
  }

  @Test("A hundred thousand files in one patch are read in a time that grows with their number")
  func many() {
    var envelope = "*** Begin Patch\n"
    var diff = ""
    for number in 0..<100_000 {
      envelope += "*** Update File: f\(number)\n@@\n+x\n"
      diff += "diff --git a/f\(number) b/f\(number)\n--- a/f\(number)\n+++ b/f\(number)\n@@ -1 +1 @@\n-a\n+b\n"
    }
    let time = ThreadTime.measure {
      #expect(Patch.parse(envelope).count == 100_000)
      #expect(Patch.parse(diff).count == 100_000)
    }
    #expect(time < .seconds(20))
  }

  @Test("No beginning of a patch makes the reader fail")
  func cut() {
    for row in Self.envelopes + Self.diffs {
      let bytes = Array(row.text.utf8)
      for length in 0..<bytes.count { _ = Patch.parse(String(decoding: bytes[..<length], as: UTF8.self)) }
    }
  }
}
