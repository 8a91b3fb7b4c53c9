import Testing

@testable import Effects

@Suite("What JavaScript code does")
struct JavaScriptTests {
  static let rows: [CodeRow] = [
    .init("console.log(\"fs.rmSync('x')\") // fs.rmSync('x')"),
    .init("/* fs.rmSync('x') */ `fs.rmSync('x')`"),
    .init("/fs.rmSync('x')/.test(s)"),
    .init("require('fs').unlinkSync('x')", "delete /w/x"),
    .init("const fs = require('node:fs'); fs.rmSync('x', { recursive: true, force: true })", "delete -r /w/x/**"),
    .init("fs.rmSync('x')", "delete /w/x"),
    .init("const { rmSync: r } = require('fs'); r('x')", "delete /w/x"),
    .init("import { rm } from 'fs/promises'; await rm('x')", "delete /w/x"),
    .init("import fs from 'fs'\nfs.promises.unlink('x')", "delete /w/x"),
    .init("require('fs').promises.rm('x').then(() => 1)", "delete /w/x"),
    .init("fs.rmSync(path.join('dir', 'x'))", "delete /w/dir/x"),
    .init("fs.rmSync(`dir/${name}`)", "delete ? in /w/dir"),
    .init("fs.rmSync(p)", "delete ?"),
    .init("const p = 'a' + 'b'; fs.unlinkSync(p)", "delete /w/ab"),
    .init("['a','b'].forEach(f => fs.unlinkSync(f))", "maybe delete /w/a", "maybe delete /w/b"),
    .init("for (const f of ['a']) { fs.unlinkSync(f) }", "delete /w/a"),
    .init("fs.writeFileSync('x', 'y')", "replace /w/x"),
    .init("fs.appendFileSync('x', 'y')", "modify /w/x"),
    .init("fs.createWriteStream('x')", "replace /w/x"),
    .init("fs.copyFileSync('a', 'c')", "show /w/a", "replace /w/c"),
    .init("fs.renameSync('a', 'c')", "delete /w/a", "replace /w/c"),
    .init("console.log(fs.readFileSync('.env', 'utf8'))", "show /w/.env"),
    .init("fs.openSync('x', 'w')", "replace /w/x"),
    .init("function f(p) { fs.rmSync(p) }", "delete ?"),
    .init("if (fs.existsSync('x')) { fs.unlinkSync('x') }", "delete /w/x"),
    .init("require('rimraf').sync('dir')", "delete -r /w/dir/**"),
    .init("require('child_process').execSync('rm x')", "sh: rm x"),
    .init("const cp = require('child_process'); cp.exec(`rm ${f}`)", "sh: rm ${TAFFRAIL_UNKNOWN}"),
    .init("const { spawnSync } = require('child_process'); spawnSync('rm', ['-rf', 'x'])", "run: rm | -rf | x"),
    .init("child_process.spawn('rm x', { shell: true })", "sh: rm x"),
    .init("child_process.execFileSync('rm', ['x'], { stdio: 'inherit' })", "run: rm | x"),
    .init("/a/.exec('b'); re.exec(s)"),
    .init("eval(\"require('fs').unlinkSync('x')\")", "delete /w/x"),
    .init("eval(Buffer.from('cmVxdWlyZSgnZnMnKS51bmxpbmtTeW5jKCd4Jyk=', 'base64').toString())", "delete /w/x"),
    .init("eval(code)", "execute unknown by node", "unjudged"),
    .init("fetch('https://x.org').then(r => r.text())", "fetch https://x.org"),
    .init("fs.rmSync(process.argv[1])", arguments: ["x"], "delete /w/x"),
    .init("setTimeout(() => fs.unlinkSync('x'), 10)", "delete /w/x"),
    .init("const a = 1 / 2; const b = 'x' / 3; fs.unlinkSync('x')", "delete /w/x"),
    .init("await Bun.write('x', 'y'); Deno.removeSync('z')", "replace /w/x", "delete /w/z"),
    .init("JSON.parse(process.env.X).rm('x')"),
    .init("fs\n  .rmSync('x')", "delete /w/x"),
    .init("await $`rm -rf ${d}`", "sh: rm -rf ${TAFFRAIL_UNKNOWN}"),
    .init("fs[`rm${'Sync'}`]('x')", "delete /w/x"),
  ]

  @Test(arguments: rows) func findings(_ row: CodeRow) { row.check(.javaScript) }
}
