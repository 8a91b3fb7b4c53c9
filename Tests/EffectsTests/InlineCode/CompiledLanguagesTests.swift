import Testing

@testable import Effects

@Suite("What code in Tcl and in languages that are compiled does")
struct CompiledLanguagesTests {
  static let tclRows: [CodeRow] = [
    .init("file delete -force dir", "delete -r /w/dir/**"),
    .init("file delete a b", "delete /w/a", "delete /w/b"),
    .init("set d dir; file delete -force $d/x", "delete -r /w/dir/x/**"),
    .init("if {1} { exec rm -rf [file join dir x] }", "run: rm | -rf | dir/x"),
    .init("foreach f {a b} { file delete $f }", "maybe delete /w/a", "maybe delete /w/b"),
    .init("spawn rm -rf dir", "run: rm | -rf | dir"),
    .init("set f [open a w]\nputs $f x", "replace /w/a"),
    .init("puts {file delete a} ;# file delete b"),
  ]
  @Test(arguments: tclRows) func tcl(_ row: CodeRow) { row.check(.tcl) }

  static let elixirRows: [CodeRow] = [
    .init("File.rm_rf!(\"dir\")", "delete -r /w/dir/**"),
    .init("\"dir\" |> File.rm_rf!()", "delete -r /w/dir/**"),
    .init("System.cmd(\"rm\", [\"-rf\", \"dir\"])", "run: rm | -rf | dir"),
    .init(":os.cmd(~c\"rm a\")", "sh: rm a"),
    .init("d = \"dir\"; System.shell(\"rm #{d}/a\")", "sh: rm dir/a"),
    .init("IO.puts \"File.rm(1)\" # File.rm(\"a\")"),
  ]
  @Test(arguments: elixirRows) func elixir(_ row: CodeRow) { row.check(.elixir) }

  static let groovyRows: [CodeRow] = [
    .init("new File('dir').deleteDir()", "delete -r /w/dir/**"),
    .init("new File('a').delete()", "delete /w/a"),
    .init("\"rm a\".execute()", "sh: rm a"),
    .init("['rm', 'a'].execute()", "run: rm | a"),
    .init("def d = 'a'; \"rm ${d}\".execute()", "sh: rm a"),
    .init("Runtime.getRuntime().exec(\"rm a\");", "sh: rm a"),
    .init("new ProcessBuilder(\"rm\", \"a\").start(); // new File('b').delete()", "run: rm | a"),
    .init("Files.delete(Path.of(\"a\"))", "delete /w/a"),
    .init("println 'new File(1).delete()'"),
  ]
  @Test(arguments: groovyRows) func groovy(_ row: CodeRow) { row.check(.groovy) }

  static let swiftRows: [CodeRow] = [
    .init("try FileManager.default.removeItem(atPath: \"dir\")", "delete -r /w/dir/**"),
    .init("let fm = FileManager.default\ntry? fm.removeItem(atPath: \"dir\")", "delete -r /w/dir/**"),
    .init("let d = \"dir\"; unlink(\"\\(d)/a\") // unlink(\"b\")", "delete /w/dir/a"),
    .init("print(\"unlink(1)\")"),
  ]
  @Test(arguments: swiftRows) func swift(_ row: CodeRow) { row.check(.swift) }

  static let goRows: [CodeRow] = [
    .init("package main\nfunc main() {\n\tos.RemoveAll(\"dir\")\n}", "delete -r /w/dir/**"),
    .init("func main() { d := \"dir\"; os.Remove(filepath.Join(d, `a`)) }", "delete /w/dir/a"),
    .init("func main() { exec.Command(\"rm\", \"a\").Run() }", "run: rm | a"),
    .init("func wipe() { os.RemoveAll(\"dir\") }\nfunc main() { wipe() }", "delete -r /w/dir/**"),
    .init("func wipe() { os.RemoveAll(\"dir\") }\nfunc main() { fmt.Println(\"a\") }"),
  ]
  @Test(arguments: goRows) func go(_ row: CodeRow) { row.check(.go) }
}
