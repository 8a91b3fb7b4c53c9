import ShellSyntax
import Testing

/// How words are taken apart (POSIX 2.2, 2.3 and 2.6).
@Suite struct WordTests {
  @Test("quoting", arguments: quoting)
  func quotingTrees(_ row: TreeRow) { row.check() }

  @Test("$'...' and $\"...\"", arguments: ansiQuotes)
  func ansiQuotesTrees(_ row: TreeRow) { row.check() }

  @Test("expansions", arguments: expansions)
  func expansionsTrees(_ row: TreeRow) { row.check() }

  @Test("patterns, tildes and braces are text, extended patterns are not", arguments: globs)
  func globsTrees(_ row: TreeRow) { row.check() }

  static let all: [TreeRow] = quoting + ansiQuotes + expansions + globs

  static let quoting: [TreeRow] = [
    TreeRow(
      #"echo a\ b"#,
      tree: #"""
        simple command
          word echo
          word a + \  + b
        """#),
    TreeRow(
      #"echo 'a b' "c d""#,
      tree: """
        simple command
          word echo
          word 'a b'
          word "c d"
        """),
    TreeRow(
      #"echo a'b'"c"\d"#,
      tree: #"""
        simple command
          word echo
          word a + 'b' + "c" + \d
        """#),
    TreeRow(
      "echo ab", #"echo a\\#nb"#, #"ec\\#nho ab"#,
      tree: """
        simple command
          word echo
          word ab
        """),
    TreeRow(
      #"echo "a\\#nb \$x \a \"""#,
      tree: #"""
        simple command
          word echo
          word
            double-quoted
              text "ab "
              \$
              text "x \\a "
              \"
        """#),
    TreeRow(
      #"echo ''"""#,
      tree: """
        simple command
          word echo
          word '' + ""
        """),
    TreeRow(
      #"echo \"#,
      tree: #"""
        simple command
          word echo
          word \\
        """#),
    TreeRow(
      "echo a#b '#' #c",
      tree: """
        simple command
          word echo
          word a#b
          word '#'
        """),
    TreeRow(
      "echo a\r\n",
      tree: #"""
        simple command
          word echo
          word text "a\r"
        """#),
    TreeRow(
      #"echo "é\é""#,
      tree: #"""
        simple command
          word echo
          word "é\\é"
        """#),
  ]

  static let ansiQuotes: [TreeRow] = [
    TreeRow(
      #"echo $'a\tb\n\'\\'"#,
      tree: #"""
        simple command
          word echo
          word $'a\tb\n\'\\'
        """#),
    TreeRow(
      #"echo $'\x41\102\u00e9\U1F600\e\cA\?'"#,
      tree: #"""
        simple command
          word echo
          word $'ABé😀\u{1B}\u{1}?'
        """#),
    TreeRow(
      #"echo $'\x{41}\xzz\q'"#,
      tree: #"""
        simple command
          word echo
          word $'A\\xzz\\q'
        """#),
    TreeRow(
      #"echo $'a\0b'c"#,
      tree: """
        simple command
          word echo
          word $'a' + c
        """),
    TreeRow(
      #"echo $"a $x""#,
      tree: """
        simple command
          word echo
          word
            double-quoted
              text "a "
              $x
        """),
    TreeRow(
      #"echo "$'a'""#,
      tree: """
        simple command
          word echo
          word "$'a'"
        """),
  ]

  static let expansions: [TreeRow] = [
    TreeRow(
      "echo $x", "echo ${x}", #"echo $\\#nx"#,
      tree: """
        simple command
          word echo
          word $x
        """),
    TreeRow(
      "echo $1$10 $@ $* $# $? $- $$ $! $_",
      tree: """
        simple command
          word echo
          word $1 + $1 + 0
          word $@
          word $*
          word $#
          word $?
          word $-
          word $$
          word $!
          word $_
        """),
    TreeRow(
      #"echo $ a$ $% "$""#,
      tree: """
        simple command
          word echo
          word text "$"
          word text "a$"
          word text "$%"
          word "$"
        """),
    TreeRow(
      "echo $(date)", "echo $( date )", "echo $(date;)", "echo $(date\n)", "echo $(#c\ndate)",
      tree: """
        simple command
          word echo
          word
            command substitution
              simple command
                word date
        """),
    TreeRow(
      "echo `date`",
      tree: """
        simple command
          word echo
          word
            command substitution in backquotes
              simple command
                word date
        """),
    TreeRow(
      #"echo `echo \`date\``"#,
      tree: """
        simple command
          word echo
          word
            command substitution in backquotes
              simple command
                word echo
                word
                  command substitution in backquotes
                    simple command
                      word date
        """),
    TreeRow(
      #"echo "`echo \"a\"`""#,
      tree: """
        simple command
          word echo
          word
            double-quoted
              command substitution in backquotes
                simple command
                  word echo
                  word "a"
        """),
    TreeRow(
      #"echo "$(echo "$(date)")""#,
      tree: """
        simple command
          word echo
          word
            double-quoted
              command substitution
                simple command
                  word echo
                  word
                    double-quoted
                      command substitution
                        simple command
                          word date
        """),
    TreeRow(
      "echo $()",
      tree: """
        simple command
          word echo
          word
            command substitution
              nothing
        """),
    TreeRow(
      "echo $(case x in a) b;; (c) d; esac)",
      tree: """
        simple command
          word echo
          word
            command substitution
              case
                subject x
                item
                  pattern a
                  do
                    simple command
                      word b
                item
                  pattern c
                  do
                    simple command
                      word d
        """),
    TreeRow(
      "echo $((1 + $x)) $[2*3]",
      tree: """
        simple command
          word echo
          word
            arithmetic expansion text "1 + " + $x
          word
            arithmetic expansion 2*3
        """),
    TreeRow(
      "echo $((a) | (b))",
      tree: """
        simple command
          word echo
          word
            command substitution
              pipeline
                subshell
                  simple command
                    word a
                subshell
                  simple command
                    word b
        """),
    TreeRow(
      "echo $(((1)))",
      tree: """
        simple command
          word echo
          word
            arithmetic expansion (1)
        """),
    TreeRow(
      "cat <(a) >(b) x<(c)",
      tree: """
        simple command
          word cat
          word
            process to read from
              simple command
                word a
          word
            process to write to
              simple command
                word b
          word
            x
            process to read from
              simple command
                word c
        """),
    TreeRow(
      "echo ${ date; }",
      tree: """
        simple command
          word echo
          word
            command substitution
              simple command
                word date
        """),
  ]

  static let globs: [TreeRow] = [
    TreeRow(
      "ls *.[ch] ~/x {a,b}",
      tree: """
        simple command
          word ls
          word *.[ch]
          word ~/x
          word {a,b}
        """),
    TreeRow(
      "ls @(a|b*)!(c)",
      tree: """
        simple command
          word ls
          word
            extended glob @
              pattern a
              pattern b*
            extended glob !
              pattern c
        """),
    TreeRow(
      "ls *(.) =(date)",
      tree: """
        simple command
          word ls
          word
            extended glob *
              pattern .
          word
            process to read from
              simple command
                word date
        """),
    TreeRow(
      "ls ?(a|@(b|c))x",
      tree: """
        simple command
          word ls
          word
            extended glob ?
              pattern a
              pattern
                extended glob @
                  pattern b
                  pattern c
            x
        """),
  ]
}
