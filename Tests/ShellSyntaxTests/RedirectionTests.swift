import ShellSyntax
import Testing

/// Redirections and here-documents (POSIX 2.7).
@Suite struct RedirectionTests {
  @Test("operators", arguments: operators)
  func operatorsTrees(_ row: TreeRow) { row.check() }

  @Test("here-documents", arguments: hereDocuments)
  func hereDocumentsTrees(_ row: TreeRow) { row.check() }

  static let all: [TreeRow] = operators + hereDocuments

  static let operators: [TreeRow] = [
    TreeRow(
      "a <b >c", "a<b>c", "<b >c a", "a < b > c",
      tree: """
        simple command
          word a
          input b
          output c
        """),
    TreeRow(
      "a >|b >>c <>d",
      tree: """
        simple command
          word a
          clobbering output b
          appending output c
          input and output d
        """),
    TreeRow(
      "a 2>b 2>>c 0<d {fd}>e 12<f",
      tree: """
        simple command
          word a
          output of 2 b
          appending output of 2 c
          input of 0 d
          output of fd e
          input of 12 f
        """),
    TreeRow(
      "a 2>&1 >&2 <&3 >&- 3<&- 4>&5-",
      tree: """
        simple command
          word a
          duplicated output of 2 1
          duplicated output 2
          duplicated input 3
          duplicated output -
          duplicated input of 3 -
          duplicated output of 4 5-
        """),
    TreeRow(
      "a &>b &>>c",
      tree: """
        simple command
          word a
          output and error b
          appending output and error c
        """),
    TreeRow(
      "a >&b", "a >& b",
      tree: """
        simple command
          word a
          output and error b
        """),
    TreeRow(
      "a >&$x 2>&$x 1>&b",
      tree: """
        simple command
          word a
          output and error $x
          duplicated output of 2 $x
          output and error of 1 b
        """),
    TreeRow(
      #"a <<<b <<<"$x""#,
      tree: """
        simple command
          word a
          here-string b
          here-string "$x"
        """),
    TreeRow(
      "> x",
      tree: """
        simple command
          output x
        """),
    TreeRow(
      "a 2 >b a2>c",
      tree: """
        simple command
          word a
          word 2
          word a2
          output b
          output c
        """),
    TreeRow(
      "a > >(b) < <(c)",
      tree: """
        simple command
          word a
          output
            process to write to
              simple command
                word b
          input
            process to read from
              simple command
                word c
        """),
    TreeRow(
      "echo {a}>b {1}>c {a[1]}>d",
      tree: """
        simple command
          word echo
          word {1}
          output of a b
          output c
          output of a[1] d
        """),
  ]

  static let hereDocuments: [TreeRow] = [
    TreeRow(
      "cat <<E\na $x\nE\nb", "cat <<E # c\na $x\nE\n\nb",
      tree: #"""
        simple command
          word cat
          here-document
            delimiter E
            body text "a " + $x + text "\n"
        simple command
          word b
        """#),
    TreeRow(
      "cat <<'E F'\na $x\nE F",
      tree: #"""
        simple command
          word cat
          here-document, literal
            delimiter 'E F'
            body text "a $x\n"
        """#),
    TreeRow(
      #"cat <<\E\#na\#nE"#,
      tree: #"""
        simple command
          word cat
          here-document, literal
            delimiter \E
            body text "a\n"
        """#),
    TreeRow(
      "cat <<E <<-'F' && b\na\nE\n\tx\n\t\t$y\n\tF\nc",
      tree: #"""
        AND-OR list
          simple command
            word cat
            here-document
              delimiter E
              body text "a\n"
            here-document, literal, without tabs
              delimiter 'F'
              body text "x\n$y\n"
          &&
            simple command
              word b
        simple command
          word c
        """#),
    TreeRow(
      "cat <<-E\n\ta\n\t$(b\n\t)\n\tE",
      tree: #"""
        simple command
          word cat
          here-document, without tabs
            delimiter E
            body
              text "a\n"
              command substitution
                simple command
                  word b
              text "\n"
        """#),
    TreeRow(
      #"cat <<E\#n\$x \a "$y" `b` ${z:-"c"} $((1))\\#nd\#nE"#,
      tree: #"""
        simple command
          word cat
          here-document
            delimiter E
            body
              \$
              text "x \\a \""
              $y
              text "\" "
              command substitution in backquotes
                simple command
                  word b
              text " "
              parameter z
                default when unset or empty "c"
              text " "
              arithmetic expansion 1
              text "d\n"
        """#),
    TreeRow(
      #"cat <<E\#na\\#nE\#nE"#,
      tree: #"""
        simple command
          word cat
          here-document
            delimiter E
            body text "aE\n"
        """#),
    TreeRow(
      #"cat <<AB\#na\#nA\\#nB\#nc"#,
      tree: #"""
        simple command
          word cat
          here-document
            delimiter AB
            body text "a\n"
        simple command
          word c
        """#),
    TreeRow(
      "cat <<E",
      tree: """
        simple command
          word cat
          here-document
            delimiter E
            body (empty)
        """),
    TreeRow(
      "cat <<E\na", "cat <<E\na\n",
      tree: #"""
        simple command
          word cat
          here-document
            delimiter E
            body text "a\n"
        """#),
    TreeRow(
      "x=$(cat <<E\na)\nE\n)",
      tree: #"""
        simple command
          assignment x
            value
              command substitution
                simple command
                  word cat
                  here-document
                    delimiter E
                    body text "a)\n"
        """#),
    TreeRow(
      "x=$(cat <<E\na\nE)",
      tree: #"""
        simple command
          assignment x
            value
              command substitution
                simple command
                  word cat
                  here-document
                    delimiter E
                    body text "a\n"
        """#),
    TreeRow(
      "x=$(cat <<E)\na\nE\nb",
      tree: #"""
        simple command
          assignment x
            value
              command substitution
                simple command
                  word cat
                  here-document
                    delimiter E
                    body text "a\n"
        simple command
          word b
        """#),
    TreeRow(
      "cat <<A $(b\nc) d\na\nA",
      tree: #"""
        simple command
          word cat
          word
            command substitution
              simple command
                word b
              simple command
                word c
          word d
          here-document
            delimiter A
            body text "a\n"
        """#),
    TreeRow(
      #"a "$(cat <<'E'\#nit's\#nE\#n)" b"#,
      tree: #"""
        simple command
          word a
          word
            double-quoted
              command substitution
                simple command
                  word cat
                  here-document, literal
                    delimiter 'E'
                    body text "it's\n"
          word b
        """#),
    TreeRow(
      "{ cat <<E; } | b\na\nE",
      tree: #"""
        pipeline
          group
            simple command
              word cat
              here-document
                delimiter E
                body text "a\n"
          simple command
            word b
        """#),
    TreeRow(
      "cat <<$x\na\n$x",
      tree: #"""
        simple command
          word cat
          here-document
            delimiter text "$x"
            body text "a\n"
        """#),
    TreeRow(
      #"cat <<"$(a b)"\#nc\#n$(a b)"#,
      tree: #"""
        simple command
          word cat
          here-document, literal
            delimiter text "\"$(a b)\""
            body text "c\n"
        """#),
  ]
}
