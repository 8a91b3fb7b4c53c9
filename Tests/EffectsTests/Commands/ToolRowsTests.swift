import HookModel
import TestSupport
import Testing

@testable import Effects

@Suite("What interpreters and tools touch")
struct ToolRowsTests {
  static let interpreterRows: [CommandRow] = [
    .init("python3 script.py -o x", "use /w/script.py"),
    .init("python3 -c 'print(1)' a b"),
    .init("python3 -m json.tool a", "show /w/a"),
    .init("python3 -m json.tool a b", "show /w/a", "replace /w/b"),
    .init("python3 -m http.server 8000"),
    .init("python3 -m zipfile -e in.zip dir", "use /w/in.zip", "replace ? in /w/dir"),
    .init("python3 -m tarfile -c out.tar src", "replace /w/out.tar", "show /w/src/**"),
    .init("python3 -m pip install -r req.txt", "use /w/req.txt"),
    .init("python3 -m black a", "modify /w/a"),
    .init("python3.12 -m venv .venv", "folder /w/.venv/**"),
    .init("node app.js x", "use /w/app.js"),
    .init("node --env-file .env app.js", "use /w/.env", "use /w/app.js"),
    .init("node -e 'x' a"),
    .init("perl -pi -e s/a/b/ a b", "show /w/a", "modify /w/a", "show /w/b", "modify /w/b"),
    .init("perl -pi.bak -e s/a/b/ a", "show /w/a", "modify /w/a"),
    .init("perl -i -pe s/a/b/ a", "show /w/a", "modify /w/a"),
    .init("perl -ne print a", "show /w/a"),
    .init("perl -lane 'print $F[0]' a", "show /w/a"),
    .init("perl script.pl a", "use /w/script.pl"),
    .init("ruby -pi -e x a", "show /w/a", "modify /w/a"),
    .init("ruby x.rb", "use /w/x.rb"),
    .init("php x.php", "use /w/x.php"),
    .init("bash x.sh a", "use /w/x.sh"),
    .init("bash -c ls"),
    .init("psql -f x.sql", "use /w/x.sql"),
    .init("psql -o out -c 'select 1'", "replace /w/out"),
    .init("sqlite3 app.db 'select * from t'", "show /w/app.db"),
    .init("sqlite3 app.db 'delete from t'", "show /w/app.db", "modify /w/app.db"),
    .init("sqlite3 app.db", "show /w/app.db", "modify /w/app.db"),
    .init("pg_dump -f out.sql db", "replace /w/out.sql"),
  ]

  @Test(arguments: interpreterRows) func interpreters(_ row: CommandRow) { row.check(.workshop) }

  static let toolRows: [CommandRow] = [
    .init("docker cp a box:/x", "show /w/a/**"),
    .init("docker cp box:/x dir", "replace /w/dir/x/**"),
    .init("docker run --env-file .env -it img sh -c ls", "use /w/.env"),
    .init("docker run -v /w/a:/a:ro img", "use /w/a"),
    .init("docker run -v ./src:/src img", "modify ? in /w/src"),
    .init("docker run -v named:/src img"),
    .init("docker compose -f c.yml --env-file .env up", "use /w/c.yml", "use /w/.env"),
    .init("docker build -f D -t x .", "use /w/D"),
    .init("kubectl apply -f x.yml", "use /w/x.yml"),
    .init("kubectl create secret generic s --from-file=k=a", "show /w/a"),
    .init("npm install"),
    .init("pip install -r req.txt", "use /w/req.txt"),
    .init("pip install git+https://x.org/y", "fetch git+https://x.org/y"),
    .init("make -C dir -f M all", "use /w/dir/M"),
    .init("cmake -S . -B build", "folder /w/build"),
    .init("gcc -o out x.c", "replace /w/out", "use /w/x.c"),
    .init("prettier --check a", "use /w/a"),
    .init("prettier --write a", "use /w/a", "modify /w/a"),
    .init("black src", "modify /w/src/**"),
    .init("black --check src", "use /w/src/**"),
    .init("gofmt -l a", "use /w/a"),
    .init("gofmt -w a", "modify /w/a"),
    .init("ruff check --fix src", "use /w/src/**", "modify /w/src/**"),
    .init("pandoc a -o b.pdf", "show /w/a", "replace /w/b.pdf"),
    .init("ffmpeg -y -i a out.mp4", "show /w/a", "replace /w/out.mp4"),
    .init("convert a -resize 50% out.png", "show /w/a", "replace /w/out.png"),
    .init("unknown-program a b"),
    .init("cmake -E rm -rf dir", "delete -r /w/dir/**"),
    .init("cmake -E copy a c", "show /w/a", "replace /w/c"),
    .init("cmake -E tar xf in.tar", "use /w/in.tar", "replace ? in /w/."),
    .init("docker build --secret id=x,src=a .", "use /w/a"),
    .init("docker build -o dir .", "replace ? in /w/dir"),
    .init("docker build --output type=tar,dest=out.tar .", "replace /w/out.tar"),
    .init("docker secret create x a", "show /w/a"),
    .init("ansible-vault view a", "show /w/a"),
    .init("ansible-vault edit a", "show /w/a", "modify /w/a"),
    .init("pytest --basetemp=dir tests", "delete -r /w/dir/**"),
    .init("pytest -q tests"),
    .init("sass a.scss b.css", "use /w/a.scss", "replace /w/b.css"),
    .init("vite build --outDir dir --emptyOutDir", "delete -r /w/dir/**", "replace ? in /w/dir"),
    .init("exiftool -all= a.jpg", "show /w/a.jpg", "modify /w/a.jpg"),
    .init("exiftool a.jpg", "show /w/a.jpg"),
    .init("pdftoppm a.pdf page", "show /w/a.pdf", "maybe replace /w/page*"),
    .init("jupyter nbconvert --inplace a.ipynb", "show /w/a.ipynb", "modify /w/a.ipynb"),
  ]

  @Test(arguments: toolRows) func tools(_ row: CommandRow) { row.check(.workshop) }

  @Test("A command on another host touches nothing here")
  func remote() {
    var command = ResolvedCommand.parsed("rm -rf /")
    command.isRemote = true
    #expect(CommandEffects.touches(of: command, facts: FakeFacts.workshop).isEmpty)
  }

  @Test("Without a directory, relative paths are unknown and absolute ones are not")
  func nowhere() {
    var command = ResolvedCommand.parsed("cat a /b")
    command.directory = nil
    let touches = CommandEffects.touches(of: command, facts: FakeFacts.workshop)
    #expect(touches.map(\.words) == ["show ?", "show /b"])
  }
}
