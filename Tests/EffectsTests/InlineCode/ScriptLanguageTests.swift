import Testing

@testable import Effects

@Suite("What code of the smaller languages does")
struct ScriptLanguageTests {
  static let perlRows: [CodeRow] = [
    .init("print 'unlink \"x\"'; # unlink 'x'"),
    .init("unlink 'x'", "delete /w/x"),
    .init("unlink('a', \"b\") or die", "delete /w/a", "delete /w/b"),
    .init("unlink qw(a b);", "delete /w/a", "delete /w/b"),
    .init("unlink <*.o>", "maybe delete /w/*.o"),
    .init("unlink glob('*.o')", "maybe delete /w/*.o"),
    .init("unlink $_ for ('a', 'b')", "maybe delete /w/a", "maybe delete /w/b"),
    .init("foreach my $f ('a') { unlink $f }", "delete /w/a"),
    .init("my $d = 'dir'; rmdir \"$d/x\"", "delete /w/dir/x"),
    .init("unlink $f", "delete ?"),
    .init("use File::Path; rmtree('dir')", "delete -r /w/dir/**"),
    .init("File::Path::remove_tree('dir')", "delete -r /w/dir/**"),
    .init("rename 'a', 'c'", "delete /w/a", "replace /w/c"),
    .init("open(my $f, '>', 'x') or die; print $f 'y';", "replace /w/x"),
    .init("open(F, '>>x')", "modify /w/x"),
    .init("open my $f, '<', 'x'", "show /w/x"),
    .init("open(F, 'x')", "show /w/x"),
    .init("open(F, 'rm x |')", "sh: rm x"),
    .init("open(F, '-|', 'rm', 'x')", "run: rm | x"),
    .init("system('rm x')", "sh: rm x"),
    .init("system 'rm', '-f', 'x'", "run: rm | -f | x"),
    .init("exec \"rm $x\"", "sh: rm ${TAFFRAIL_UNKNOWN}"),
    .init("print `rm x`", "sh: rm x"),
    .init("my $o = qx{rm x}", "sh: rm x"),
    .init("s/unlink 'x'/y/; tr/a-z/A-Z/; m{unlink 'x'}"),
    .init("s/a/unlink 'x'/e", "delete /w/x"),
    .init("s/(\\d+)/$1+1/ge; print"),
    .init("eval \"unlink 'x'\"", "delete /w/x"),
    .init("eval $code", "execute unknown by perl", "unjudged"),
    .init("eval { unlink 'x' }", "delete /w/x"),
    .init("chmod 0600, 'a', 'b'", "attributes /w/a", "attributes /w/b"),
    .init("print \"$_\\n\" if /unlink/"),
    .init("system(<<EOS);\nrm x\nEOS\nunlink 'y'", "sh: rm x\n", "delete /w/y"),
    .init("unlink $ARGV[0]", arguments: ["x"], "delete /w/x"),
  ]
  @Test(arguments: perlRows) func perl(_ row: CodeRow) { row.check(.perl) }

  static let rubyRows: [CodeRow] = [
    .init("puts 'File.delete(\"x\")' # File.delete('x')"),
    .init("File.delete('x')", "delete /w/x"),
    .init("File.delete 'a', 'b'", "delete /w/a", "delete /w/b"),
    .init("require 'fileutils'; FileUtils.rm_rf('dir')", "delete -r /w/dir/**"),
    .init("FileUtils.rm_rf %w[a b]", "delete -r /w/a/**", "delete -r /w/b/**"),
    .init("FileUtils.rm_rf(dir, verbose: true)", "delete -r ?"),
    .init("Dir.glob('*.o').each { |f| File.delete(f) }", "maybe delete /w/*.o"),
    .init("Dir['*.o'].each do |f|\n  File.unlink f\nend", "maybe delete /w/*.o"),
    .init("Dir.rmdir(File.join('dir', 'x'))", "delete /w/dir/x"),
    .init("File.write('x', 'y')", "replace /w/x"),
    .init("File.open('x', 'w') { |f| f.puts 'y' }", "replace /w/x"),
    .init("File.open('x', 'a')", "modify /w/x"),
    .init("puts File.read('x')", "show /w/x"),
    .init("IO.write(\"#{'a'}b\", 1)", "replace /w/ab"),
    .init("system('rm x')", "sh: rm x"),
    .init("system 'rm', 'x'", "run: rm | x"),
    .init("`rm #{f}`", "sh: rm ${TAFFRAIL_UNKNOWN}"),
    .init("%x(rm x)", "sh: rm x"),
    .init("IO.popen(['rm', 'x'])", "run: rm | x"),
    .init("require 'open3'; Open3.capture2('rm', 'x')", "run: rm | x"),
    .init("exec 'rm x'", "sh: rm x"),
    .init("eval(\"File.delete('x')\")", "delete /w/x"),
    .init("Pathname.new('x').delete", "delete /w/x"),
    .init("FileUtils.mv 'a', 'c'", "delete /w/a", "replace /w/c"),
    .init("[1,2].delete(1); h.delete('x')"),
    .init("x = <<~EOS\n  File.delete('x')\nEOS\n"),
  ]
  @Test(arguments: rubyRows) func ruby(_ row: CodeRow) { row.check(.ruby) }

  static let phpRows: [CodeRow] = [
    .init("echo 'unlink(\"x\")'; // unlink('x')"),
    .init("unlink('x');", "delete /w/x"),
    .init("UNLINK('x');", "delete /w/x"),
    .init("<html>unlink('a')<?php unlink('x'); ?> unlink('b')", "delete /w/x"),
    .init("$p = 'dir' . '/x'; unlink($p);", "delete /w/dir/x"),
    .init("unlink(\"$d/x\");", "delete ?"),
    .init("array_map('unlink', glob('*'));"),
    .init("foreach (glob('*.o') as $f) unlink($f);", "maybe delete /w/*.o"),
    .init("file_put_contents('x', 'y');", "replace /w/x"),
    .init("echo file_get_contents('.env');", "show /w/.env"),
    .init("fopen('x', 'w');", "replace /w/x"),
    .init("rename('a', 'c');", "delete /w/a", "replace /w/c"),
    .init("shell_exec('rm x');", "sh: rm x"),
    .init("echo `rm x`;", "sh: rm x"),
    .init("exec(\"rm $f\");", "sh: rm ${TAFFRAIL_UNKNOWN}"),
    .init("passthru('ls');", "sh: ls"),
    .init("eval(base64_decode('dW5saW5rKCd4Jyk7'));", "delete /w/x"),
    .init("eval(gzinflate(base64_decode($x)));", "execute decoded by php", "unjudged"),
    .init("file_get_contents('https://x.org');", "fetch https://x.org"),
    .init("$this->unlink('x'); Foo::system('x');"),
  ]
  @Test(arguments: phpRows) func php(_ row: CodeRow) { row.check(.php) }

  static let awkRows: [CodeRow] = [
    .init("{ print $1 }"),
    .init("{ print \"system(x)\" } # system(\"rm x\")"),
    .init("/system(\"rm\")/ { print }"),
    .init("BEGIN { system(\"rm x\") }", "sh: rm x"),
    .init("{ system(\"rm \" $1) }", "sh: rm ${TAFFRAIL_UNKNOWN}"),
    .init("{ print > \"out\" }", "replace /w/out"),
    .init("{ print $1, $2 >> \"out\" }", "modify /w/out"),
    .init("{ print > $1\".txt\" }", "replace ?"),
    .init("$1 > 5 { print }"),
    .init("{ print ($1 > 5) }"),
    .init("{ print | \"sort -u\" }", "sh: sort -u"),
    .init("BEGIN { \"date\" | getline d; print d }", "sh: date"),
    .init("BEGIN { while ((getline line < \"a\") > 0) print line }", "show /w/a"),
    .init("{ print > \"/dev/stderr\" }"),
  ]
  @Test(arguments: awkRows) func awk(_ row: CodeRow) { row.check(.awk) }

  static let sedRows: [CodeRow] = [
    .init("s/a/b/g"),
    .init("s/w x/e y/; 1,5p; /w file/d"),
    .init("s/a/b/w out", "replace /w/out"),
    .init("/x/w out", "replace /w/out"),
    .init("1r a", "show /w/a"),
    .init("1e rm x", "sh: rm x"),
    .init("s/.*/rm x/e", "execute unknown by sed"),
    .init("s|[/|]|x|;s/[/]w/y/"),
    .init("a\\\nw out\n$!N;s/\\n/ /"),
    .init("y/we/xy/;:e;te;be"),
    .init("/a/{s/x/y/;w out\n}", "replace /w/out"),
    .init("2i w out"),
  ]
  @Test(arguments: sedRows) func sed(_ row: CodeRow) { row.check(.sed) }

  static let sqlRows: [CodeRow] = [
    .init("select * from t -- \\! rm x"),
    .init("\\! rm x", "sh: rm x"),
    .init(".shell rm x", "sh: rm x"),
    .init("\\i a", "use /w/a"),
    .init(".read a", "use /w/a"),
    .init(".output out", "replace /w/out"),
    .init("\\copy t to 'out' csv", "replace /w/out"),
    .init("copy t from '/w/a'", "show /w/a"),
    .init("copy t to program 'gzip > x'", "sh: gzip > x"),
    .init("select 1 into outfile '/tmp/x'", "replace /tmp/x"),
    .init("load data local infile 'a' into table t", "show /w/a"),
    .init("vacuum into 'out'", "replace /w/out"),
    .init("select load_file('/etc/passwd')", "show /etc/passwd"),
  ]
  @Test(arguments: sqlRows) func sql(_ row: CodeRow) { row.check(.sql) }
}
