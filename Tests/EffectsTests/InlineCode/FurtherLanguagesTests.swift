import Testing

@testable import Effects

@Suite("What code in further languages does")
struct FurtherLanguagesTests {
  static let luaRows: [CodeRow] = [
    .init("os.remove('a')", "delete /w/a"),
    .init("local d = 'dir' os.execute('rm ' .. d)", "sh: rm dir"),
    .init("os.execute [[rm a]]", "sh: rm a"),
    .init("io.open('a', 'w'):write('x')", "replace /w/a"),
    .init("print('os.remove(1)') -- os.remove('a')"),
    .init("--[[ os.remove('a') ]] print(#arg)"),
  ]
  @Test(arguments: luaRows) func lua(_ row: CodeRow) { row.check(.lua) }

  static let rRows: [CodeRow] = [
    .init("unlink('dir', recursive = TRUE)", "delete -r /w/dir/**"),
    .init("unlink('a')", "delete /w/a"),
    .init("x <- 'a'; system(paste0('rm ', x))", "sh: rm a"),
    .init("writeLines('x', 'a')", "replace /w/a"),
    .init("x <- read.csv('a'); print(mean(x))", "show /w/a"),
    .init("print('unlink(1)') # unlink('a')"),
  ]
  @Test(arguments: rRows) func r(_ row: CodeRow) { row.check(.r) }

  static let juliaRows: [CodeRow] = [
    .init("rm(\"dir\"; recursive=true)", "delete -r /w/dir/**"),
    .init("d = \"a\"; run(`rm $d`)", "sh: rm a"),
    .init("write(\"a\", \"x\")", "replace /w/a"),
    .init("println(\"rm(1)\")"),
  ]
  @Test(arguments: juliaRows) func julia(_ row: CodeRow) { row.check(.julia) }

  static let lispRows: [CodeRow] = [
    .init("(delete-file \"a\")", "delete /w/a"),
    .init("(delete-directory \"dir\" t)", "delete -r /w/dir/**"),
    .init("(shell-command (concat \"rm \" \"a\"))", "sh: rm a"),
    .init("(call-process \"rm\" nil nil nil \"a\")", "run: rm | a"),
    .init("(let ((f \"a\")) (with-temp-file f (insert \"x\")))", "replace /w/a"),
    .init("(clojure.java.shell/sh \"rm\" \"a\")", "run: rm | a"),
    .init("(spit (str \"dir/\" \"a\") \"x\")", "replace /w/dir/a"),
    .init("(message \"(delete-file 1)\") ; (delete-file \"a\")"),
  ]
  @Test(arguments: lispRows) func lisp(_ row: CodeRow) { row.check(.lisp) }

  static let vimRows: [CodeRow] = [
    .init("delete('a')", "delete /w/a"),
    .init("system('rm a')", "sh: rm a"),
    .init("writefile(['x'], 'a')", "replace /w/a"),
    .init("'delete(1)'"),
  ]
  @Test(arguments: vimRows) func vim(_ row: CodeRow) { row.check(.vim) }
}
