import Testing

/// Code that variables and settings hand to programs, and what zsh and dash read otherwise than bash.
@Suite struct CodeSettingsTests {
  static let rows: [EffectRow] = [
    EffectRow("PROMPT_COMMAND='rm a' bash -i", "? run rm a", "? delete /repo/a", "run bash -i"),
    EffectRow("export GIT_SSH_COMMAND='rm a'", "run export 'GIT_SSH_COMMAND=rm a'", "? run rm a", "? delete /repo/a"),
    EffectRow("PAGER=cat git log", "run git log"),
    EffectRow("GIT_EDITOR=true git rebase --continue", "run git rebase --continue"),
    EffectRow("git -c core.pager='rm a' log", "? run rm a", "? delete /repo/a", "run git -c 'core.pager=rm a' log"),
    EffectRow("git -c user.name='rm a' log", "run git -c 'user.name=rm a' log"),
    EffectRow("((rm -rf /))", "? run rm -rf /", "? delete! /"),
    EffectRow("((a*b/c))"),
    EffectRow("sh -c '((rm -rf /x))'", "run sh -c '((rm -rf /x))'", "? run rm -rf /x", "? delete! /x"),
    EffectRow("=rm a", "run rm a", "delete /repo/a"),
    EffectRow("repeat 3 rm a", "run rm a", "delete /repo/a"),
    EffectRow("emulate sh -c 'rm a'", "run emulate sh -c 'rm a'", "run rm a", "delete /repo/a"),
    EffectRow("declare -n R=Q; Q=rm; $R a", "run declare -n R=Q", "run rm a", "delete /repo/a"),
    EffectRow("A[3]=x; rm \"${A[@]}\" ${#A[@]}", "run rm x 1", "delete /repo/x", "delete /repo/1"),
    EffectRow(
      "A=([2]=x [5]=y z); rm \"${A[@]:3}\" \"${A[@]: -1}\"", "run rm y z z", "delete /repo/y", "delete /repo/z",
      "delete /repo/z"),
    EffectRow("env x.y=1 rm a", "run rm a", "delete /repo/a"),
    EffectRow("env /x=1 rm a", "run rm a", "delete /repo/a"),
    EffectRow("sudo /x=1/ls a", "run /x=1/ls a"),
    EffectRow("env 'BASH_FUNC_ls%%=() { rm a; }' true", "? run rm a", "? delete /repo/a", "run true"),
    EffectRow("x=(rm a); $x", "? run rm", "? run rm a", "? delete /repo/a"),
    EffectRow("parallel rm {2} ::: x ::: a", "run parallel rm '{2}' ::: x ::: a", "run rm a", "delete /repo/a"),
    EffectRow(
      "if a; then x=a; else x=b; fi; case $x in q) ;; esac; rm $x", "run a", "? run rm a", "? delete /repo/a",
      "? run rm b", "? delete /repo/b"),
  ]

  @Test(arguments: rows) func effects(_ row: EffectRow) { row.check() }
}
