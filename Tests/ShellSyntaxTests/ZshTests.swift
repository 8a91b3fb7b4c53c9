import ShellSyntax
import Testing

/// What zsh has beside bash: a form becomes the tree of bash that does the same.
@Suite struct ZshTests {
  @Test(arguments: rows)
  func trees(_ row: TreeRow) { row.check() }

  @Test("each is a script of zsh", .enabled(if: Bash.isInstalled("zsh")))
  func validity() throws {
    for text in Self.rows.flatMap(\.spellings) {
      #expect((try? Parser.parse(text, as: .bash)) == nil, "\(text.debugDescription) is a script of bash")
      // Quoted for bash, which runs zsh.
      let quoted = "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
      #expect(
        Bash.run("zsh -f -o extendedglob -n -c \(quoted) >/dev/null 2>&1 && printf yes") == Array("yes".utf8),
        "\(text.debugDescription) is no script of zsh")
    }
  }

  @Test(
    "what neither takes, and qualifiers that run code",
    arguments: [
      "ls *.c(e:'rm -rf /':)", "ls a(+remove)", "ls a(#qe:'x':)", "if a { b; }", "for x (a b", "echo (a", "{ a } }",
    ])
  func refused(_ text: String) { #expect((try? Parser.parse(text)) == nil) }

  static let rows: [TreeRow] = [
    TreeRow(
      "ls *.(c|h)", "ls *.(c|h) ",
      tree: """
        simple command
          word ls
          word
            *.
            extended glob @
              pattern c
              pattern h
        """),
    TreeRow(
      "ls (a|b)*",
      tree: """
        simple command
          word ls
          word
            extended glob @
              pattern a
              pattern b
            *
        """),
    TreeRow(
      "[[ $a = (x|y) ]]", "[[\n$a = (x|y)\n]]",
      tree: """
        conditional
          word $a
          word =
          word
            extended glob @
              pattern x
              pattern y
        """),
    TreeRow(
      "for x (a b) c", "for x (a b); do c; done", "for x (a b) { c }", "foreach x (a b); c; end",
      "foreach x (a b) { c }", "for x (a\nb)\nc",
      tree: """
        for x
          word a
          word b
          do
            simple command
              word c
        """),
    TreeRow(
      "for x in a b; { c }; ls (y|z)",
      tree: """
        for x
          word a
          word b
          do
            simple command
              word c
        simple command
          word ls
          word
            extended glob @
              pattern y
              pattern z
        """),
    TreeRow(
      "if [[ a ]] { b } else { c }", "if [[ a ]] { b; } else { c\n}",
      tree: """
        if
          condition
            conditional
              word a
          then
            simple command
              word b
          else
            simple command
              word c
        """),
    TreeRow(
      "if [[ a ]] b",
      tree: """
        if
          condition
            conditional
              word a
          then
            simple command
              word b
        """),
    TreeRow(
      "while ((1)) { a }", "while ((1)) a", "while ((1)) { a }", "while ((1)); do; a; done",
      tree: """
        while
          condition
            arithmetic
              expression 1
          do
            simple command
              word a
        """),
    TreeRow(
      "{ a } always { b }",
      tree: """
        group
          group
            simple command
              word a
          group
            simple command
              word b
        """),
    TreeRow(
      "() { a } b", "function { a } b",
      tree: """
        group
          function _anonymous
            group
              simple command
                word a
          simple command
            word _anonymous
            word b
        """),
    TreeRow(
      "f() a",
      tree: """
        function f
          group
            simple command
              word a
        """),
    TreeRow(
      "repeat 3; do a; done",
      tree: """
        arithmetic for
          start _repeat=0
          test _repeat<3
          step _repeat++
          do
            simple command
              word a
        """),
    TreeRow(
      "case x { (a|b)*) c ;; }", "case x; in (a|b)*) c;; esac",
      tree: """
        case
          subject x
          item
            pattern
              extended glob @
                pattern a
                pattern b
              *
            do
              simple command
                word c
        """),
    TreeRow(
      "case x in (|a)b) c ;| *) d;; esac",
      tree: """
        case
          subject x
          item
            pattern
              extended glob @
                pattern (empty)
                pattern a
              b
            do
              simple command
                word c
          item
            pattern *
            do
              simple command
                word d
        """),
    TreeRow(
      "echo $a[(r)x]",
      tree: """
        simple command
          word echo
          word
            parameter expansion
              other (@)a[(r)x]
              read as (@)a[(r)x]
        """),
    TreeRow(
      "echo \"$a[(r)x]\" $#a[1] $+b (c)",
      tree: """
        simple command
          word echo
          word
            double-quoted
              parameter expansion
                other (@)a[(r)x]
                read as (@)a[(r)x]
          word
            parameter expansion
              other (@)#a[1]
              read as (@)#a[1]
          word
            parameter expansion
              other +b
              read as +b
          word
            extended glob @
              pattern c
        """),
    TreeRow(
      "echo $#a (x)",
      tree: """
        simple command
          word echo
          word
            parameter a
              length
          word
            extended glob @
              pattern x
        """),
    TreeRow(
      "a >>| b; ls (x|y)",
      tree: """
        simple command
          word a
          appending output b
        simple command
          word ls
          word
            extended glob @
              pattern x
              pattern y
        """),
    TreeRow(
      "ls *.log(.om[1,3]) f<1-9>(N)",
      tree: """
        simple command
          word ls
          word *.log(.om[1,3])
          word f<1-9>(N)
        """),
    TreeRow(
      "ls =(date) &|", "ls =(date) &|\n",
      tree: """
        in the background
          simple command
            word ls
            word
              process to read from
                simple command
                  word date
        """),
    TreeRow(
      "x=( *(N) (a|b)<->.c )",
      tree: """
        simple command
          assignment x
            list
              element
                extended glob *
                  pattern N
              element
                extended glob @
                  pattern a
                  pattern b
                <->.c
        """),
    TreeRow(
      "[[\na\n]]",
      tree: """
        conditional
          word a
        """),
    TreeRow(
      "{ }",
      tree: """
        group
          nothing
        """),
    TreeRow(
      "a; { b }",
      tree: """
        simple command
          word a
        group
          simple command
            word b
        """),
  ]
}
