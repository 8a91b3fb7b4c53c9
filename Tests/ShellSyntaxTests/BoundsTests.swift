import ShellSyntax
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bounds are stated outcomes: no text overflows a stack or takes more than linear time.
@Suite struct BoundsTests {
  /// What opens a construct, and what closes it with content in it.
  struct Row: Sendable, CustomTestStringConvertible {
    var opener: String
    var closer: String

    init(_ opener: String, _ closer: String = "") {
      self.opener = opener
      self.closer = closer
    }

    var testDescription: String { opener.debugDescription }
  }

  static let rows: [Row] = [
    Row("("), Row("( ", ")"), Row("$(", ")"), Row("echo $(", ")"), Row("\"$(", ")\""), Row("a=$(", ")"), Row("`"),
    Row("{ ", "; }"), Row("{"), Row("if ", "; then a; fi"), Row("while ", "; do a; done"), Row("until "),
    Row("for x in $(", "); do a; done"), Row("case x in a) ", ";; esac"), Row("f() { ", "; }"), Row("function f "),
    Row("coproc "), Row("${"), Row("${x:-", "}"), Row("\"${x:-", "}\""), Row("${x/"), Row("${x:"), Row("${a[", "]}"),
    Row("${a:-${a[$("), Row("$((", "))"), Row("(("), Row("echo $((1+"), Row("$[", "]"), Row("[[ ( ", " )"),
    Row("[[ ! "),
    Row("! ", ""), Row("time "), Row("@("), Row("echo @(a", ")"), Row("<(", ")"), Row(">$(", ")"), Row("a[$(", ")]"),
    Row("a=(x$(", "))"), Row("x=([$("), Row("cat <<E\n$("), Row("cat <<-E\n\t$("), Row("for (("), Row("<<"), Row("\\"),
    Row("'"), Row("\""), Row("$'"), Row("[["), Row("a=("), Row("a["), Row("{a,{"), Row("a && "), Row("a | "), Row("a;"),
  ]

  /// 512 KB is what a thread gets on macOS.
  @Test("a hundred thousand of them fit a small stack", arguments: rows)
  func smallStack(_ row: Row) throws {
    try onThread(stack: 512 << 10) {
      for count in [10, 24, 39] {
        let opened = String(repeating: row.opener, count: count)
        let closed = opened + "a" + String(repeating: row.closer, count: count)
        for text in [opened, closed] { use(text) }
      }
      _ = try? Parser.parse(String(repeating: row.opener, count: 100_000))
    }
  }

  /// Whatever comes of a text, it is a tree that can be walked, or an error.
  private func use(_ text: String) {
    guard let script = try? Parser.parse(text) else { return }
    for command in script.simpleCommands.prefix(100) {
      for word in command.words { _ = BraceExpansion.expand(word, limit: 100) }
    }
    _ = TreeDescription.of(script)
    _ = Printer.print(script)
  }

  @Test("each bound has its own outcome")
  func outcomes() throws {
    let bounds = ParserBounds(inputBytes: 100, depth: 3, nodes: 20)
    func outcome(_ text: String) -> String? {
      do {
        _ = try Parser.parse(text, bounds: bounds)
        return nil
      } catch {
        return error.isBound && !error.isIncomplete ? error.message : "no bound: \(error.message)"
      }
    }
    #expect(outcome(String(repeating: "a", count: 100)) == nil)
    #expect(outcome(String(repeating: "a", count: 101)) == "more than 100 bytes")
    #expect(outcome("$($($(a)))") == nil)
    #expect(outcome("$($($($(a))))") == "more than 3 constructs inside each other")
    #expect(outcome(String(repeating: "a ", count: 18)) == nil)
    #expect(outcome(String(repeating: "a ", count: 19)) == "more than 20 words and commands")
  }

  @Test(
    "twice the text takes no more than about twice the time",
    arguments: [
      "echo a 'b' \"c $d\" $(e f) ${g:-h} >i 2>&1; ", "((a) | (b)); ", "a[1 ", "cat <<E\n$x\nE\n", "$((1)) ",
      "x=(a [b]=c); ", "((echo # '\n) ) ", "`a` ", "{a,b}{c,", "a\\\n", "if a; then b; fi\n", "((", "# '((\n",
    ])
  func linearTime(_ piece: String) {
    func time(_ bytes: Int) -> Double {
      let text = String(repeating: piece, count: bytes / piece.utf8.count)
      let start = threadSeconds()
      _ = try? Parser.parse(text)
      return threadSeconds() - start
    }
    // A quadratic parser would take 64 times as long.
    let short = min(time(10_000), time(10_000))
    #expect(time(80_000) < max(short * 30, 0.05))
  }
}

/// The processor time of this thread, which other work on the machine does not lengthen.
private func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Runs a body on a thread with a stack of so many bytes.
private func onThread(stack: Int, _ body: @escaping @Sendable () -> Void) throws {
  final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setstacksize(&attributes, stack)
  #if canImport(Glibc)
    var thread = pthread_t()
    let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
      if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
      return nil
    }
  #else
    var thread: pthread_t?
    let start: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { argument in
      Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
      return nil
    }
  #endif
  let argument = Unmanaged.passRetained(Body(body)).toOpaque()
  try #require(pthread_create(&thread, &attributes, start, argument) == 0)
  #if canImport(Glibc)
    pthread_join(thread, nil)
  #else
    if let thread { pthread_join(thread, nil) }
  #endif
}
