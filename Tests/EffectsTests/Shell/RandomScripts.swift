import TestSupport

/// Random scripts out of what shells have: variables, arrays, parameters, loops, functions, folders, wrappers, carried code.
struct RandomScripts {
  private var random: SplitMix

  init(seed: UInt64) { random = SplitMix(seed: seed) }

  /// The next script.
  mutating func next() -> String {
    "M=m1; x=a; y=b\n" + (0..<(1 + number(below: 3))).map { _ in statement(3) }.joined(separator: "\n")
  }

  private mutating func number(below bound: Int) -> Int { random.number(below: bound) }

  private mutating func one(_ choices: String...) -> String { choices[number(below: choices.count)] }

  /// A template with `%n` a variable's name, `%w` a word, `%W` words, `%l` a quoted text, `%m` a marker, `%c` a command,
  /// `%p` something that prints, `%q` a quoted command.
  private mutating func filled(_ template: String, _ depth: Int) -> String {
    var text = ""
    var isMark = false
    for character in template {
      if isMark {
        switch character {
        case "n": text += one("x", "y", "z", "w")
        case "w": text += word(depth)
        case "W": text += (0..<number(below: 4)).map { _ in word(depth) }.joined(separator: " ")
        case "l": text += quoted(literal())
        case "m": text += one("m1", "m2", "m3")
        case "c": text += marker(0)
        case "p": text += printing()
        case "q": text += quoted(marker(0), style: 0)
        case "s": text += (0...number(below: 2)).map { _ in statement(depth - 1) }.joined(separator: one("; ", "\n"))
        case "t": text += condition()
        default: text += "%" + String(character)
        }
        isMark = false
      } else if character == "%" {
        isMark = true
      } else {
        text.append(character)
      }
    }
    return text
  }

  private mutating func literal() -> String {
    one("a", "b", "c", "one", "a b", "*", "k=v", "-n", "x/y", ".", "a*", "é", "", "p\"q", "it's", "$5", "\\", "/")
  }

  private mutating func quoted(_ text: String, style: Int? = nil) -> String {
    switch style ?? number(below: 3) {
    case 0: return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    case 1: return "\"" + text.map { "\"\\$`".contains($0) ? "\\\($0)" : "\($0)" }.joined() + "\""
    default:
      return text.isEmpty ? "''" : text.map { $0.isLetter || "/-.=".contains($0) ? "\($0)" : "\\\($0)" }.joined()
    }
  }

  private mutating func expansion() -> String {
    filled(
      one(
        "$%n", "\"$%n\"", "${%n}", "\"${%n:-d}\"", "${%n:+s}", "\"${%n#a}\"", "${%n%b}", "\"${%n/a/b}\"",
        "\"${%n//[ab]/_}\"", "${#%n}", "\"${%n:0:1}\"", "\"${%n:1}\"", "\"${%n^^}\"", "\"${%n:=q}\"", "\"$@\"", "$*",
        "$1",
        "\"$2\"", "$#", "\"${@:2}\"", "\"${%n##*/}\"", "${%n%/*}", "\"${A[@]}\"", "${A[0]}", "\"${A[*]}\"", "${#A[@]}",
        "\"${A[@]:1}\"", "$((1+2))", "$(( ${#%n} * 2 ))"), 0)
  }

  private mutating func word(_ depth: Int) -> String {
    switch number(below: 10) {
    case 0...3: return quoted(literal())
    case 4...6: return expansion()
    case 7:
      if depth <= 0 { return quoted(literal()) }
      return filled(one("\"$(%p)\"", "$(%p)", "\"$(pwd)\"", "$(basename \"$PWD\")", "\"$(dirname /a/b)\""), 0)
    case 8: return one("{a,b}", "{1..3}", "x{,y}", "{a,b}{c,d}", "a{b", "$'a\\tb'", "$'\\x41'", "$'q\\'r'")
    default: return quoted(literal()) + expansion()
    }
  }

  private mutating func printing() -> String {
    filled(
      one(
        "echo %l", "printf '%%s\\n' %l %l", "echo a; echo b", "printf '\\x61\\n'", "echo -n z",
        "echo b a | tr ' ' '\\n'",
        "cat <<< q", "seq 2"), 0)
  }

  private mutating func condition() -> String {
    filled(
      one(
        "true", "false", "[ %l = %l ]", "[[ $%n == a* ]]", "test -n %l", "(( 1 ))", "[ -d sub ]", "! true", "cd sub",
        "cd nowhere 2>/dev/null"), 0)
  }

  private mutating func marker(_ depth: Int) -> String {
    filled(
      one("%m %W", "%m %W", "%m %W", "\\%m %W", "m''2 %W", "$M %W", "\"$M\" %W", "${M:0:2} %W", "command %m %W"), depth)
  }

  private mutating func wrapped(_ depth: Int) -> String {
    filled(
      one(
        "env %m %W", "env K=v %m %W", "env -C sub %m", "env -S '%m a b'", "nohup %m %W 2>/dev/null", "nice -n 1 %m %W",
        "timeout 5 %m %W", "stdbuf -oL %m %W", "setsid -w %m", "(exec %m %W)", "sh -c '%m \"$1\"' _ %w",
        "bash -c '%m $0 $@' %l %l", "bash -c %q", "eval %q", "eval \"%m $x\"", "echo '%m e' | sh", "bash <<< %q",
        "bash <<'E'\n%c\nE", "bash <<E\n%m $x\nE", "source <(echo %m s)", ". /dev/stdin <<< '%m t'",
        "printf '%%s\\n' a 'b c' | xargs %m", "echo a b | xargs -n1 %m", "printf '%%s\\0' %l %l | xargs -0 %m z",
        "echo a b | xargs -I{} %m '{}' q", "echo a b | xargs -I@ sh -c '%m @'",
        "find . -maxdepth 1 -name f1 -exec %m {} \\;", "find sub -name 'g*' -exec sh -c '%m \"$1\"' _ {} \\;",
        "! %m %W", "trap '%m trap' EXIT", "%m %W & wait", "bash -s -- %l %l <<< '%m \"$@\"'", "sh -ec '%m l'",
        "%n=tmp %m %W", "declare -n R=x; %m $R", "set -- %w; %m \"$@\""), depth)
  }

  private mutating func statement(_ depth: Int) -> String {
    if depth <= 0 { return number(below: 3) == 0 ? wrapped(0) : marker(0) }
    switch number(below: 28) {
    case 20...22: return further(depth)
    case 23...27: return everyday(depth)
    case 0...3: return marker(depth)
    case 4...6: return wrapped(1)
    case 7...10:
      return filled(
        one(
          "%n=%w", "%n=%w", "%n+=%l", "export %n=%w", "declare %n=%w", "A=(%W)", "A+=(%w)", "A[1]=%w", "set -- %W",
          "shift 2>/dev/null", "read %n <<< %w", "read -r %n w <<< %w", "printf -v %n %%s-%%s %l %l",
          "mapfile -t A <<< %w", "unset %n", "M=%m", "let n=1+2", ": ${%n:=def}",
          "while read -r %n; do %m \"$x\"; done <<< %w", "for %n in %W; do %m \"$x\"; done"), depth)
    case 11:
      return filled(
        one(
          "cd sub", "cd ..", "cd", "cd /", "cd -", "cd %l 2>/dev/null", "pushd sub >/dev/null", "popd >/dev/null 2>&1",
          "cd \"$PWD\"/sub", "mkdir -p n1 && cd n1"), 0)
    case 12: return filled("if %t; then %s; else %s; fi", depth)
    case 13: return filled("for %n in %W; do %s; done", depth)
    case 14: return filled("case %w in a*|b) %s;; [a-d]*) %s;; *) %s;; esac", depth)
    case 15: return filled(one("(%s)", "{ %s; }"), depth)
    case 16: return filled(one("%t && %c", "%t || %c", "%t && %c || %c"), depth)
    case 17: return filled(one("f() { %s; }", "f %W 2>/dev/null", "f() { %s; }; f %W"), depth)
    case 18: return filled(one("%p | while read -r %n; do %s; done", "for ((i=0;i<2;i++)); do %m $i; done"), depth)
    default: return filled("%p > o1; " + one("cat o1 | xargs m1", "m1 \"$(cat o1)\"", "m1 \"$(<o1)\""), depth)
    }
  }

  /// Arrays, names of names, positional parameters, nested functions, traps, fields, and what goes on in other folders.
  private mutating func further(_ depth: Int) -> String {
    filled(
      one(
        "A=(%w %w); %m \"${A[1]}\" \"${#A[@]}\"", "%n=${%n//a/b}; %m \"$x\"", "A=(%W); A+=(%l); %m \"${A[@]:1}\"",
        "A=([2]=%w [5]=%l); %m \"${A[@]}\" \"${!A[@]}\"", "declare -A D=([k]=%w); %m \"${D[k]}\"",
        "A=(%W); %m \"${A[@]/#/p}\"",
        "printf -v %n '%%s-' %W; %m \"$x\" \"$y\"", "mapfile -t A < <(%p); %m \"${A[@]}\"",
        "read -ra A <<< %w; %m \"${A[@]}\"",
        "declare -n R=%n; R=%w; %m \"$x\"; unset -n R", "R=%n; %m \"${!R}\"",
        "set -- %w %w; %m \"$2\" $#; shift; %m \"$1\"",
        "set -- %W; for %n; do %m \"$x\"; done", "f() { g() { %c; }; g; }; f",
        "f() { local %n=%w; %m \"$x\"; }; f; %m \"$x\"",
        "f() { %m \"$#\" \"$@\"; return 1; }; f %W || %m no", "select %n in %l %l; do %m \"$x\"; break; done <<< 1",
        "(trap '%m t' EXIT; %c)", "source <(echo '%m s') %l", "(cd sub && %m %w); %m %w",
        "cd nowhere 2>/dev/null || %m %W",
        "cd sub && %m; cd .. || %m no", "case a in a) %m 1;& b) %m 2;; c) %m 3;; esac",
        "case a in a) %m 1;;& [a-c]) %m 2;; *) %m 3;; esac",
        "for %n in {1..3} a{b,c}; do %m $x; done", "IFS=: read -r %n w <<< a:b:c; %m \"$x\" \"$w\"",
        "IFS=,; set -- a,b,,c $y; %m \"$@\" $x; unset IFS",
        "(IFS=:; %n=a:b::c; %m $x \"$*\")", "%m \"${x:-%w}\" ${y:+%l}", "while read -r %n; do %m \"$x\"; done < <(%p)",
        "%p | xargs -n1 %m",
        "until %t; do %c; break; done", "i=0; while (( i++ < 2 )); do %m $i; done", "%m $((x=3, x*2)) $x",
        "A=(%W); for i in \"${!A[@]}\"; do %m $i; done",
        "{ %m a; } && { %m b; } || %m c", "coproc %m co; wait", "shopt -s extglob; %m @(a|f1) !(sub)",
        "x=abc; %m ${x%%%%b*} ${x#a} ${x^^}"), depth)
  }

  /// What scripts of every day have: loops over lines and names, folders gone into and left, functions that return, files that
  /// are written and then run, options, settings of the shell.
  private mutating func everyday(_ depth: Int) -> String {
    filled(
      one(
        "while read -r x; do %m \"$x\"; done <<'E'\na b\nc\nE", "while read -r x w; do %m \"$w\"; done <<E\na $y\nc\nE",
        "(cd sub || exit; %m %w)", "(cd nowhere || exit 1; %m no) 2>/dev/null || %m %w",
        "cd sub && %m && cd - >/dev/null; %m", "if [ -d sub ]; then cd sub; fi; %m",
        "if cd sub; then %m; else %m no; fi", "pushd sub > /dev/null && %m; popd > /dev/null; %m",
        "mkdir -p n2/n3 && cd n2/n3 && %m && cd ../.. && %m", "cd \"$(dirname sub/g1)\" && %m",
        "%n=sub; cd \"$x\" 2>/dev/null && %m", "(cd sub; %m \"$PWD\")",
        "trap '%m t1' EXIT; trap - EXIT; %c", "trap \"%m $x\" EXIT; x=q", "(trap '%m sub' 0; exit 3); %c",
        "f() { local %n; %n=%w; %m \"$x\"; }; f; %m \"$x\"",
        "f() { local a=%l b=$1; %m \"$a\" \"$b\"; }; f %w; %m \"$a\"",
        "f() { g; %m \"$1\"; }; g() { return 1; %m no; }; f %w",
        "f() { [ $# -gt 0 ] || return 0; %m \"$1\"; shift; f \"$@\"; }; f %l %l",
        "f() { if %t; then return; fi; %m \"$@\"; }; f %W", "f() { echo %l; }; %m \"$(f)\"",
        "f() { %m f; }; export -f f; bash -c f",
        "mapfile -d '' -t A < <(printf '%%s\\0' %w %w); %m \"${A[@]}\"",
        "while IFS= read -r -d '' x; do %m \"$x\"; done < <(printf '%%s\\0' %w %w)",
        "printf '%%s\\0' %w %w | while IFS= read -r -d '' x; do %m \"$x\"; done",
        "IFS= read -r -d '' x <<< %w; %m \"$x\"", "read -d : x <<< a:b; %m \"$x\"", "read -n 2 x <<< abc; %m \"$x\"",
        "%m \"$(printf %%q %w)\"", "eval \"%m $(printf '%%q ' %w %w)\"", "%m \"${@:2:1}\" \"${@: -1}\"",
        "set -- *; %m \"$@\" $#", "set -- sub/* nope*; %m \"$2\" \"$3\"", "set -- $x %w; %m \"$@\"; shift; %m \"$@\"",
        "cat <(%p) | xargs %m", "xargs %m < <(%p)", "%p > o2; xargs -a o2 %m", "xargs -a <(%p) -n1 %m",
        "%p | xargs -I{} %m x{}y", "%p | xargs sh -c '%m \"$@\"' _", "%p | xargs -n1 sh -c '%m \"$0\"'",
        "find . -maxdepth 1 -name 'f*' -print0 | xargs -0 %m",
        "find sub -type f -print0 | while IFS= read -r -d '' x; do %m \"$x\"; done",
        "find sub -type f | while read -r x; do %m \"$x\"; done",
        "env -u x %m", "env -i PATH=\"$PATH\" MARKER_LOG=\"$MARKER_LOG\" %m %W", "command -v %m >/dev/null && %m %W",
        "[ -n \"$x\" ] && %m \"$x\"", "[[ -z $%n ]] || %c", "%m \"${x:?}\"", "(%n=; : ${%n:?none} 2>/dev/null; %c)",
        "%c & wait", "{ %c; %c; } & wait", "(%c) & wait $!", "coproc { %c; }; wait", "time %m %W", "! { %c; }",
        "%n=$(%p) && %m \"$x\"", "%n=$(( ${#x} + 1 )); %m $x", "%n=(%W); %m \"${x[@]}\"",
        "declare -a A=(%W); %m \"${A[@]}\"",
        "declare -r Q=%l; %m \"$Q\"", "export %n=%w; sh -c '%m \"$x\"'", "%n=%w sh -c '%m \"$x\"'",
        "%n=%w; sh -c '%m \"${x-none}\"'", "declare -i n=2+3; %m $n", "declare -u %n=%w; %m \"$x\"",
        "typeset -l %n=%w; %m \"$x\"",
        "printf '%%s\\n' %w %w | tee o3 | xargs -n1 %m; %m \"$(head -n 1 o3)\"", "echo %l | sed 's/a/b/' | xargs %m",
        "echo a b | cut -d' ' -f2 | xargs %m", "%m $(seq 3 | tail -n 1)", "%m $(echo c b a | tr ' ' '\\n' | sort)",
        "for %n in $(%p); do %m \"$x\"; done", "for %n in sub/*; do %m \"${x##*/}\"; done",
        "for x in *; do [ -d \"$x\" ] && %m \"$x\"; done",
        "for x in f1 nope a; do [[ -f $x ]] || continue; %m $x; done", "for %n in %W; do break; %m $x; done; %m \"$x\"",
        "while :; do %c; break; done", "until false; do %m u; break; done",
        "i=3; while [ $i -gt 0 ]; do %m $i; i=$((i-1)); done",
        "i=0; until (( i >= 2 )); do %m $i; (( i += 1 )); done",
        "for ((i=2;i>0;i--)); do [ $i = 1 ] && continue; %m $i; done",
        "{ echo '%m a'; echo '%m b'; } | sh", "printf '%%s\\n' '%m \"$1\"' > s1; sh s1 %w",
        "cat > s2 <<'E'\n%m \"$@\"\nE\nsh s2 %w %w",
        "printf '#!/bin/sh\\n%m \"$1\"\\n' > s3; chmod +x s3; ./s3 %w", "echo '%n=s4' > s4; . ./s4; %m \"$x\"",
        "bash -c 'f() { %m \"$@\"; }; f \"$@\"' _ %W", "alias q1='%m al'\nq1 %w", "alias q2=%m q3='q2 x'\nq3",
        "exec 3< <(%p); read -r -u 3 %n; %m \"$x\"; exec 3<&-", "exec 4> o4; echo %l >&4; exec 4>&-; %m \"$(cat o4)\"",
        "{ read -r x; read -r w; } <<< $'one\\ntwo'; %m \"$w\" \"$x\"", "%p | { read -r %n; %m \"$x\"; }",
        "%p | (cat; echo z) | xargs -n1 %m",
        "echo a > o5; echo b >> o5; %m $(cat o5)", "{ echo a; echo b; } > o6; while read -r x; do %m $x; done < o6",
        ": > o7; %m o*",
        "%m ${x:-$y} ${z:-\"a b\"}", "%m \"${x/#a/b}\" \"${x/%%b/c}\"", "%m ${x@Q}",
        "A=(%w %w %w); unset 'A[1]'; %m \"${A[@]}\" ${#A[@]}",
        "A=(%w); A=(\"${A[@]}\" %w); %m \"${A[@]}\"", "A=(b a); IFS=,; %m \"${A[*]}\"; unset IFS",
        "A=(%w b); %m \"${A[-1]}\" \"${A[@]: -1}\"",
        "A=(a b c); for i in 0 2; do %m \"${A[i]}\" \"${A[$i]}\"; done",
        "A=(%W); for x in \"${A[@]}\"; do %m \"$x\"; done",
        "declare -A D; D[a]=1; D[b]=%w; for k in \"${!D[@]}\"; do %m \"$k\" \"${D[$k]}\"; done",
        "read -ra A <<< 'p q'; %m \"${A[1]}\"",
        "IFS=: read -ra A <<< p:q; %m \"${A[@]}\"", "IFS=/ ; set -- ${PWD#/}; unset IFS; %m \"$1\"",
        "%n=x; %m \"${!%n}\"",
        "%m %W || { %c; }; %c", "(set -e; false || %m a; %m b)", "(set -e; false; %m no); %m yes",
        "set -u; %m \"${%n-}\"", "set -f; %m *; set +f",
        "case \"$1\" in -*) %m opt;; '') %m none;; *) %m other;; esac", "case $x in [[:lower:]]) %m l;; ?) %m q;; esac",
        "case %w in *[*]*|*\" \"*) %m star;; ??*) %m long;; *) %m short;; esac",
        "while getopts ab: o -a -b %l; do %m $o \"$OPTARG\"; done", "%m {1..3..2} {c..a} {01..03}", "%m a{b,{c,d}}e",
        "%m ~ ~/x",
        "%m $'\\u00e9' $'\\101'", "%m \"a\"'b'\\c", "%m a\\\nb", "%m `%p`", "%m \"`echo \\`echo n\\``\"",
        "%m $( (%p) )",
        "%m \"$(%p; %p)\"", "%m $(cat <<E\nh $x\nE\n)", "%m \"$(x=k; echo $x)\" \"$x\"", "x=1; (x=2; %m $x); %m $x",
        "x=1 && x=2 || x=3; %m $x",
        "%t && x=t || x=f; %m $x", "if %t; then x=t; fi; %m \"$x\"", "[[ %w =~ ^a ]] && %m \"${BASH_REMATCH[0]}\"",
        "%m ?1 [ab] *", "cd sub && %m g* ; cd ..", "shopt -s nullglob; %m nope* a*; shopt -u nullglob", "%m sub/{g1,x}",
        "%m \"sub\"/g?",
        "(umask 077; %m %W)", "test -e f1 && test ! -e nope && %m %w", "[ 1 -eq 1 -a %l = %l ] || %c",
        "x=$(%m in; echo out); %m $x",
        "printf -v x '%%s,' a b; %m \"${x%%,}\"", "printf -v x '%%03d' 7; %m $x",
        "x=$'a\\nb'; while read -r y; do %m $y; done <<< \"$x\"",
        "x='a b'; %m $x \"$x\" ${x// /-}", "x='*'; %m $x \"$x\"", "x=a/b.c; %m ${x%%.*} ${x##*/} ${x%%%%/*} ${x#*/}",
        "x=Ab; %m ${x,,} ${x^^} ${x~~}"), depth)
  }
}
