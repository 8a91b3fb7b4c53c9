import ShellSyntax
import Testing

/// Parameter expansion with its operators (POSIX 2.6.2, and bash's).
@Suite struct ParameterTests {
  @Test("operators", arguments: operators)
  func operatorsTrees(_ row: TreeRow) { row.check() }

  @Test("which parameter", arguments: parameters)
  func parametersTrees(_ row: TreeRow) { row.check() }

  @Test("quotes within", arguments: quotes)
  func quotesTrees(_ row: TreeRow) { row.check() }

  @Test("substitutions within", arguments: substitutions)
  func substitutionsTrees(_ row: TreeRow) { row.check() }

  @Test("forms of other shells are read over, with what they hold", arguments: others)
  func othersTrees(_ row: TreeRow) { row.check() }

  static let all: [TreeRow] = operators + parameters + quotes + substitutions + others

  static let operators: [TreeRow] = [
    TreeRow(
      "echo ${x:-a b} ${x-}",
      tree: """
        simple command
          word echo
          word
            parameter x
              default when unset or empty text "a b"
          word
            parameter x
              default when unset (empty)
        """),
    TreeRow(
      "echo ${x:=a} ${x=a}",
      tree: """
        simple command
          word echo
          word
            parameter x
              assigned default when unset or empty a
          word
            parameter x
              assigned default when unset a
        """),
    TreeRow(
      "echo ${x:?a} ${x?a}",
      tree: """
        simple command
          word echo
          word
            parameter x
              error when unset or empty a
          word
            parameter x
              error when unset a
        """),
    TreeRow(
      "echo ${x:+a} ${x+a}",
      tree: """
        simple command
          word echo
          word
            parameter x
              alternative when set and not empty a
          word
            parameter x
              alternative when set a
        """),
    TreeRow(
      "echo ${x#a*} ${x##*/}",
      tree: """
        simple command
          word echo
          word
            parameter x
              without the shortest prefix a*
          word
            parameter x
              without the longest prefix */
        """),
    TreeRow(
      "echo ${x%.c} ${x%%.*}",
      tree: """
        simple command
          word echo
          word
            parameter x
              without the shortest suffix .c
          word
            parameter x
              without the longest suffix .*
        """),
    TreeRow(
      "echo ${x/a/b} ${x//a} ${x/#a/b} ${x/%/b}",
      tree: """
        simple command
          word echo
          word
            parameter x
              replacing the first a
              by b
          word
            parameter x
              replacing all a
              by nothing
          word
            parameter x
              replacing the prefix a
              by b
          word
            parameter x
              replacing the suffix (empty)
              by b
        """),
    TreeRow(
      #"echo ${x////-} ${x/\//_}"#,
      tree: #"""
        simple command
          word echo
          word
            parameter x
              replacing all /
              by -
          word
            parameter x
              replacing the first \/
              by _
        """#),
    TreeRow(
      "echo ${x:1} ${x: -2:3} ${x:a?b:c:d}",
      tree: """
        simple command
          word echo
          word
            parameter x
              from 1
          word
            parameter x
              from text " -2"
              length 3
          word
            parameter x
              from a?b:c
              length d
        """),
    TreeRow(
      "echo ${x^} ${x^^} ${x,,[a-z]}",
      tree: """
        simple command
          word echo
          word
            parameter x
              changed case ^
          word
            parameter x
              changed case ^^
          word
            parameter x
              changed case ,, [a-z]
        """),
    TreeRow(
      "echo ${x@Q} ${x[@]@A}",
      tree: """
        simple command
          word echo
          word
            parameter x
              transformed Q
          word
            parameter x
              subscript @
              transformed A
        """),
  ]

  static let parameters: [TreeRow] = [
    TreeRow(
      "echo ${#x} ${#x[@]} ${#} ${##} ${#-}",
      tree: """
        simple command
          word echo
          word
            parameter x
              length
          word
            parameter x
              subscript @
              length
          word $#
          word
            parameter #
              length
          word
            parameter -
              length
        """),
    TreeRow(
      "echo ${#:-a} ${##a} ${#-a}",
      tree: """
        simple command
          word echo
          word
            parameter #
              default when unset or empty a
          word
            parameter #
              without the shortest prefix a
          word
            parameter #
              default when unset a
        """),
    TreeRow(
      "echo ${!x} ${!x[@]} ${!x*} ${!x@} ${!#} ${!}",
      tree: """
        simple command
          word echo
          word
            parameter named by x
          word
            parameter x
              subscript @
              subscripts
          word
            parameter x
              names with this prefix
          word
            parameter x
              names with this prefix
          word
            parameter named by #
          word $!
        """),
    TreeRow(
      "echo ${10} ${x[1]} ${x[$i]} ${x[a b]}",
      tree: """
        simple command
          word echo
          word $10
          word
            parameter x
              subscript 1
          word
            parameter x
              subscript $i
          word
            parameter x
              subscript text "a b"
        """),
    TreeRow(
      "echo ${@:2} ${*%x} ${?} ${$}",
      tree: """
        simple command
          word echo
          word
            parameter @
              from 2
          word
            parameter *
              without the shortest suffix x
          word $?
          word $$
        """),
  ]

  static let quotes: [TreeRow] = [
    TreeRow(
      #"echo ${x:-"a}b"} ${x:-'}'} ${x:-\}}"#,
      tree: #"""
        simple command
          word echo
          word
            parameter x
              default when unset or empty "a}b"
          word
            parameter x
              default when unset or empty '}'
          word
            parameter x
              default when unset or empty \}
        """#),
    TreeRow(
      #"echo "${x:-"a}b"}""#,
      tree: """
        simple command
          word echo
          word
            double-quoted
              parameter x
                default when unset or empty "a}b"
        """),
    TreeRow(
      #"echo "${x:-'a}b'}""#,
      tree: """
        simple command
          word echo
          word
            double-quoted
              parameter x
                default when unset or empty text "'a}b'"
        """),
    TreeRow(
      #"echo "${x:-'$(date)'}""#,
      tree: """
        simple command
          word echo
          word
            double-quoted
              parameter x
                default when unset or empty
                  text "'"
                  command substitution
                    simple command
                      word date
                  text "'"
        """),
    TreeRow(
      #"echo "${x#'a'}" "${x/'/'/-}""#,
      tree: """
        simple command
          word echo
          word
            double-quoted
              parameter x
                without the shortest prefix 'a'
          word
            double-quoted
              parameter x
                replacing the first '/'
                by -
        """),
    TreeRow(
      #"echo "${x:-\}\a}""#,
      tree: #"""
        simple command
          word echo
          word
            double-quoted
              parameter x
                default when unset or empty \} + text "\\a"
        """#),
    TreeRow(
      "echo ${x:-{a}}",
      tree: """
        simple command
          word echo
          word
            parameter x
              default when unset or empty {a
            }
        """),
  ]

  static let substitutions: [TreeRow] = [
    TreeRow(
      "echo ${x:-$(a)}${y:-`b`}${z:-${w:-$((1))}}",
      tree: """
        simple command
          word echo
          word
            parameter x
              default when unset or empty
                command substitution
                  simple command
                    word a
            parameter y
              default when unset or empty
                command substitution in backquotes
                  simple command
                    word b
            parameter z
              default when unset or empty
                parameter w
                  default when unset or empty
                    arithmetic expansion 1
        """),
    TreeRow(
      "echo ${x:-<(a)}",
      tree: """
        simple command
          word echo
          word
            parameter x
              default when unset or empty
                process to read from
                  simple command
                    word a
        """),
    TreeRow(
      "echo ${a[$(b)]}",
      tree: """
        simple command
          word echo
          word
            parameter a
              subscript
                command substitution
                  simple command
                    word b
        """),
    TreeRow(
      "echo ${x/$(a)/$(b)} ${x:$(a):$(b)}",
      tree: """
        simple command
          word echo
          word
            parameter x
              replacing the first
                command substitution
                  simple command
                    word a
              by
                command substitution
                  simple command
                    word b
          word
            parameter x
              from
                command substitution
                  simple command
                    word a
              length
                command substitution
                  simple command
                    word b
        """),
  ]

  static let others: [TreeRow] = [
    TreeRow(
      "echo ${(f)x}",
      tree: """
        simple command
          word echo
          word
            parameter expansion
              other (f)x
              read as (f)x
        """),
    TreeRow(
      #"echo ${(f)"$(date)"} ${${x}}"#,
      tree: #"""
        simple command
          word echo
          word
            parameter expansion
              other text "(f)\"$(date)\""
              read as
                (f)
                double-quoted
                  command substitution
                    simple command
                      word date
          word
            parameter expansion
              other text "${x}"
              read as $x
        """#),
    TreeRow(
      "echo ${} ${x y} ${x[1}",
      tree: """
        simple command
          word echo
          word
            parameter expansion
              other text ""
              read as (empty)
          word
            parameter x
              other text "x y"
              read as text " y"
          word
            parameter expansion
              subscript 1
              other x[1
              read as (empty)
        """),
  ]
}
