import ShellSyntax
import Testing

/// Lists, pipelines and compound commands (POSIX 2.9).
@Suite struct CommandTests {
  @Test("lists and pipelines", arguments: lists)
  func listsTrees(_ row: TreeRow) { row.check() }

  @Test("simple commands", arguments: simpleCommands)
  func simpleCommandsTrees(_ row: TreeRow) { row.check() }

  @Test("compound commands", arguments: compound)
  func compoundTrees(_ row: TreeRow) { row.check() }

  @Test("case", arguments: caseClauses)
  func caseClausesTrees(_ row: TreeRow) { row.check() }

  @Test("functions and coprocesses", arguments: functions)
  func functionsTrees(_ row: TreeRow) { row.check() }

  @Test("[[ ]]", arguments: conditionals)
  func conditionalsTrees(_ row: TreeRow) { row.check() }

  static let all: [TreeRow] = lists + simpleCommands + compound + caseClauses + functions + conditionals

  static let lists: [TreeRow] = [
    TreeRow(
      "",
      tree: """
        nothing
        """),
    TreeRow(
      "a; b", "a\nb", "a;\n\n b;", "\n\na # c\nb",
      tree: """
        simple command
          word a
        simple command
          word b
        """),
    TreeRow(
      "a & b &",
      tree: """
        in the background
          simple command
            word a
        in the background
          simple command
            word b
        """),
    TreeRow(
      "a && b || c", "a &&\n b ||#c\n\n c", #"a &\\#n& b || c"#,
      tree: """
        AND-OR list
          simple command
            word a
          &&
            simple command
              word b
          ||
            simple command
              word c
        """),
    TreeRow(
      "a | b |& c",
      tree: """
        pipeline
          simple command
            word a
          simple command
            word b
          |&
          simple command
            word c
        """),
    TreeRow(
      "! a | b",
      tree: """
        pipeline, negated
          simple command
            word a
          simple command
            word b
        """),
    TreeRow(
      "! ! ! a", "! a",
      tree: """
        pipeline, negated
          simple command
            word a
        """),
    TreeRow(
      "time -p a",
      tree: """
        pipeline, timed
          simple command
            word a
        """),
    TreeRow(
      "! time a && time",
      tree: """
        AND-OR list
          pipeline, negated, timed
            simple command
              word a
          &&
            pipeline, timed
        """),
    TreeRow(
      "a | time b",
      tree: """
        pipeline
          simple command
            word a
          simple command
            word time
            word b
        """),
    TreeRow(
      "a &", "a &|",
      tree: """
        in the background
          simple command
            word a
        """),
  ]

  static let simpleCommands: [TreeRow] = [
    TreeRow(
      "a=1 b= c x=2",
      tree: """
        simple command
          assignment a 1
          assignment b
            empty
          word c
          word x=2
        """),
    TreeRow(
      "a+=1", #"a+\\#n=1"#,
      tree: """
        simple command
          assignment a += 1
        """),
    TreeRow(
      "a[1]=x a[i + 1]+=y a[$(b)]=",
      tree: """
        simple command
          assignment a
            subscript 1
            value x
          assignment a +=
            subscript text "i + 1"
            value y
          assignment a
            subscript
              command substitution
                simple command
                  word b
            empty
        """),
    TreeRow(
      "a[1] b",
      tree: """
        simple command
          word a[1]
          word b
        """),
    TreeRow(
      "a=(1 'b c' $x [3]=d [k v]=e)\n",
      tree: """
        simple command
          assignment a
            list
              element 1
              element 'b c'
              element $x
              subscript 3
              element d
              subscript text "k v"
              element e
        """),
    TreeRow(
      "a=()", "a=( #c\n)",
      tree: """
        simple command
          assignment a
            list
        """),
    TreeRow(
      "declare -A x=([k]=v) y=z w",
      tree: """
        simple command
          assignment x
            list
              subscript k
              element v
          word declare
          word -A
          word y=z
          word w
        """),
    TreeRow(
      "export x=1 y",
      tree: """
        simple command
          word export
          word x=1
          word y
        """),
    TreeRow(
      "a=1 if",
      tree: """
        simple command
          assignment a 1
          word if
        """),
    TreeRow(
      "if=1",
      tree: """
        simple command
          assignment if 1
        """),
    TreeRow(
      "echo if then { } ! done",
      tree: """
        simple command
          word echo
          word if
          word then
          word {
          word }
          word !
          word done
        """),
  ]

  static let compound: [TreeRow] = [
    TreeRow(
      "(a; b)", "( a\nb )",
      tree: """
        subshell
          simple command
            word a
          simple command
            word b
        """),
    TreeRow(
      "{ a; }", "{\na\n}",
      tree: """
        group
          simple command
            word a
        """),
    TreeRow(
      "{ a; } >x 2>&1",
      tree: """
        group
          simple command
            word a
          output x
          duplicated output of 2 1
        """),
    TreeRow(
      "( (a) )", "((a) )",
      tree: """
        subshell
          subshell
            simple command
              word a
        """),
    TreeRow(
      "((a + 1)) && ((b))",
      tree: """
        AND-OR list
          arithmetic
            expression text "a + 1"
          &&
            arithmetic
              expression b
        """),
    TreeRow(
      "((a); (b))",
      tree: """
        subshell
          subshell
            simple command
              word a
          subshell
            simple command
              word b
        """),
    TreeRow(
      "if a; then b; elif c; then d; else e; fi", "if a\nthen b\nelif c\nthen d\nelse e\nfi",
      tree: """
        if
          condition
            simple command
              word a
          then
            simple command
              word b
          condition
            simple command
              word c
          then
            simple command
              word d
          else
            simple command
              word e
        """),
    TreeRow(
      "if (a) then (b) fi",
      tree: """
        if
          condition
            subshell
              simple command
                word a
          then
            subshell
              simple command
                word b
        """),
    TreeRow(
      "while a; do b; done", "while a\ndo\nb\ndone",
      tree: """
        while
          condition
            simple command
              word a
          do
            simple command
              word b
        """),
    TreeRow(
      "until a; do b; done",
      tree: """
        until
          condition
            simple command
              word a
          do
            simple command
              word b
        """),
    TreeRow(
      "for x in a $b; do c; done", "for x\nin a $b\ndo c\ndone", "for x in a $b; { c; }",
      tree: """
        for x
          word a
          word $b
          do
            simple command
              word c
        """),
    TreeRow(
      "for x; do a; done", "for x do a; done", "for x\ndo a; done",
      tree: """
        for x in the parameters
          do
            simple command
              word a
        """),
    TreeRow(
      "for x in; do a; done",
      tree: """
        for x
          do
            simple command
              word a
        """),
    TreeRow(
      "for ((i=0; i<3; i++)); do a; done", "for ((i=0; i<3; i++)) { a; }", "for ((i=0; i<3; i++))\ndo a; done",
      tree: """
        arithmetic for
          start i=0
          test text " i<3"
          step text " i++"
          do
            simple command
              word a
        """),
    TreeRow(
      "for ((;;)); do a; done",
      tree: """
        arithmetic for
          start (empty)
          test (empty)
          step (empty)
          do
            simple command
              word a
        """),
    TreeRow(
      "select x in a; do b; done",
      tree: """
        select x
          word a
          do
            simple command
              word b
        """),
  ]

  static let caseClauses: [TreeRow] = [
    TreeRow(
      "case $x in esac",
      tree: """
        case
          subject $x
        """),
    TreeRow(
      "case $x in a|b*) c;; (d) e;& f) ;;& *) g; esac", "case $x in\n(a|b*) c\n;;\nd) e ;& f) ;;&\n*) g\nesac",
      tree: """
        case
          subject $x
          item
            pattern a
            pattern b*
            do
              simple command
                word c
          item
            pattern d
            do
              simple command
                word e
          item
            pattern f
            do
              nothing
          item
            pattern *
            do
              simple command
                word g
        """),
    TreeRow(
      "case x in (esac) a;; if) b; esac",
      tree: """
        case
          subject x
          item
            pattern esac
            do
              simple command
                word a
          item
            pattern if
            do
              simple command
                word b
        """),
    TreeRow(
      "case x in $(a)) b & ;; esac",
      tree: """
        case
          subject x
          item
            pattern
              command substitution
                simple command
                  word a
            do
              in the background
                simple command
                  word b
        """),
  ]

  static let functions: [TreeRow] = [
    TreeRow(
      "f() { a; }", "f ()\n{ a; }", "function f { a; }", "function f() { a; }",
      tree: """
        function f
          group
            simple command
              word a
        """),
    TreeRow(
      "f() (a) >x",
      tree: """
        function f
          subshell
            simple command
              word a
            output x
        """),
    TreeRow(
      "function f-g (a)",
      tree: """
        function f-g
          subshell
            simple command
              word a
        """),
    TreeRow(
      "f() for x; do a; done",
      tree: """
        function f
          for x in the parameters
            do
              simple command
                word a
        """),
    TreeRow(
      "coproc a b",
      tree: """
        coprocess
          simple command
            word a
            word b
        """),
    TreeRow(
      "coproc n { a; } >x",
      tree: """
        coprocess n
          group
            simple command
              word a
            output x
        """),
    TreeRow(
      "coproc { a; }", #"coproc\\#n { a; }"#,
      tree: """
        coprocess
          group
            simple command
              word a
        """),
  ]

  static let conditionals: [TreeRow] = [
    TreeRow(
      "[[ -f $x && ! a == b* || ( c < d ) ]]",
      tree: """
        conditional
          word -f
          word $x
          word &&
          word !
          word a
          word ==
          word b*
          word text "||"
          word (
          word c
          word <
          word d
          word )
        """),
    TreeRow(
      "[[ a =~ ^(b|c d)+$ ]]",
      tree: """
        conditional
          word a
          word =~
          word text "^(b|c d)+$"
        """),
    TreeRow(
      #"[[ $x =~ "a b"c ]] || [[ a =~ b|c ]]"#,
      tree: """
        AND-OR list
          conditional
            word $x
            word =~
            word "a b" + c
          ||
            conditional
              word a
              word =~
              word text "b|c"
        """),
    TreeRow(
      "[[ -n $(a) ]] >x",
      tree: """
        conditional
          word -n
          word
            command substitution
              simple command
                word a
          output x
        """),
    TreeRow(
      "[[ a == @(b|c) ]]",
      tree: """
        conditional
          word a
          word ==
          word
            extended glob @
              pattern b
              pattern c
        """),
    TreeRow(
      "[[ a ]]", "[[\na\n]]",
      tree: """
        conditional
          word a
        """),
    TreeRow(
      #"[[ a -nt b && -z "" ]]"#,
      tree: """
        conditional
          word a
          word -nt
          word b
          word &&
          word -z
          word ""
        """),
  ]
}
