import Foundation
import Testing

/// `taffrail explain 'COMMAND LINE'`, as people see it: whole pages, 80 columns wide.
@Suite struct ExplainTests {
  struct Page: Sendable, CustomTestStringConvertible {
    var command: String
    var text: String
    var at: SourceLocation

    init(_ command: String, at: SourceLocation = #_sourceLocation, _ text: String) {
      self.command = command
      self.text = text
      self.at = at
    }

    var testDescription: String { command.debugDescription }
  }

  static let pages: [Page] = [
    Page(
      "ls -l src",
      """
      tree
        ls -l src

      steps
        in /shop
        1  ls -l src

      rulings
        none: nothing here is any rule's business

      verdict  allow
      """),
    Page(
      "R=\"rm -rf /\"; sudo $R",
      """
      tree
        R="rm -rf /"
        sudo $R

      steps
        in /shop
        1  rm -rf /
           through sudo
           written sudo $R
           delete  / and all below it

      rulings
        deny  core.delete.root
              `rm -rf /` refused
              why: the machine does not work afterwards, and nothing on it comes back
              fix: name the one folder inside the project that has to go: `rm -rf
                   ./build`
        deny  protected-paths.delete
              delete of / refused, for what it contains
              why: it matches ".git/" in the defaults: it is not to be changed here
              fix: leave it in place, or ask the user to delete it

      verdict  deny
      """),
    Page(
      "if [ -f a ]; then cat <<E | ssh host sh\n$(date)\nE\nfi > log &",
      """
      tree
        in the background
          if
            [ -f a ]
          then
            pipeline
              cat <<E
                here-document, 1 line
                  $(…)
                    date
              ssh host sh
          with > log

      steps
        in /shop
        1  [ -f a ']'
        2  date                                                               possible
        3  cat                                                                possible
        4  ssh host sh                                                        possible
        in another host or container
        5  sh                                                                 possible
           through ssh
           execute unknown text by sh                                          unknown
        6  if [ -f a ]; then cat <<E | ssh host sh ⏎ $(date) ⏎ E ⏎ fi > log
           write   /shop/log

      rulings
        none: nothing here is any rule's business

      verdict  allow
      """),
    Page(
      "echo \"$A\" \u{1B}[31m \u{202E}x\nrm 'a",
      """
      tree
        no tree: unclosed ' (line 2, column 4)
          rm 'a
             ^

      steps
        not judged: this command cannot be parsed: unclosed ': line 2, column 4: what
        cannot be parsed cannot be judged

      rulings
        deny  unjudged
              this command cannot be parsed: unclosed '
              why: line 2, column 4: what cannot be parsed cannot be judged
              fix: close what is open (a quote, a bracket, `fi`, `done`, a
                   here-document), then run it again

      verdict  deny
      """),
    Page(
      "touch \u{1B}[31mx\u{202E}; a || git commit -m \"a message that is so long that the line must be broken\" --author=me -q",
      """
      tree
        touch \\u{1b}[31mx\\u{202e}
        a
        || else
          git commit -m "a message that is so long that the line must be broken" --au…

      steps
        in /shop
        1  touch '\\u{1b}[31mx\\u{202e}'
           write   /shop/\\u{1b}[31mx\\u{202e}
        2  a
        3  git commit -m 'a message that is so long that the line must be
               broken' --author=me -q                                         possible

      rulings
        none: nothing here is any rule's business

      verdict  allow
      """),
  ]

  @Test(arguments: pages)
  func page(_ page: Page) throws {
    let scratch = try Scratch()
    let outcome = try scratch.run(["explain", "--", page.command])
    let text = outcome.output.replacingOccurrences(of: scratch.root.path, with: "/shop")
    #expect(text == page.text + "\n", sourceLocation: page.at)
    #expect(outcome.code == 0, sourceLocation: page.at)
    #expect(!outcome.output.contains("\u{1B}"), sourceLocation: page.at)
  }

  @Test("for programs, the parse stands before what check says")
  func json() throws {
    let scratch = try Scratch()
    let outcome = try scratch.run(["explain", "--json", "--", "a && b $(c)"])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let parse = try #require(object["parse"] as? [String: Any])
    let lines = try #require(parse["tree"] as? [[String: Any]])
    #expect(
      lines.map { "\($0["depth"] ?? "") \($0["text"] ?? "")" } == [
        "0 a", "0 && then", "1 b $(c)", "2 $(…)", "3 c",
      ])
    #expect((object["effects"] as? [Any])?.count == 3)
  }
}
