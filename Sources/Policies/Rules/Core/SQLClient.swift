import HookModel

/// A database client's call, as far as one has to know what it runs and where.
struct SQLClient {
  /// The SQL texts that it is given.
  var texts: [String] = []
  /// Whether the database's name says that it is for tests, or it is in memory or a temporary file.
  var isForTests = false

  init?(_ command: ResolvedCommand, _ program: String) {
    var databases: [String] = []
    switch LookupName(program) {
    case "psql", "pgcli", "cockroach", "usql":
      let options = ParsedOptions(
        command.arguments,
        OptionSyntax(
          shortWithValue: "cdfFhLoPpRTUvje",
          longWithValue: [
            "command", "dbname", "file", "host", "port", "username", "variable", "set", "pset", "output",
            "log-file", "execute", "url", "database",
          ],
          long: ["no-psqlrc", "quiet", "tuples-only", "single-transaction", "echo-all", "no-password", "csv"]))
      texts = options.values(of: "c", "command", "e", "execute").compactMap(\.value)
      databases = options.values(of: "d", "dbname", "url", "database").compactMap(\.value)
      databases += options.operands.prefix(1).compactMap(\.value)
    case "mysql", "mariadb", "mycli":
      // -p takes its value in the same word only, so the next word stays an operand.
      let options = ParsedOptions(
        command.arguments.filter { $0.value?.hasPrefix("-p") != true },
        OptionSyntax(
          shortWithValue: "eDhPuSr",
          longWithValue: ["execute", "database", "host", "port", "user", "socket", "protocol"],
          long: ["batch", "skip-column-names", "silent", "force", "table", "verbose", "password"]))
      texts = options.values(of: "e", "execute").compactMap(\.value)
      databases =
        options.values(of: "D", "database").compactMap(\.value) + options.operands.prefix(1).compactMap(\.value)
    case "sqlite3", "sqlite", "litecli", "duckdb":
      let options = ParsedOptions(
        command.arguments,
        OptionSyntax(
          longWithValue: ["cmd", "init", "separator", "nullvalue", "c"], permutes: true, singleDashLong: true))
      databases = options.operands.prefix(1).compactMap(\.value)
      texts = options.values(of: "cmd", "c").compactMap(\.value) + options.operands.dropFirst().compactMap(\.value)
      isForTests = databases.contains { $0 == ":memory:" || $0.hasPrefix("/tmp/") }
    case "sqlcmd", "mssql-cli", "isql":
      let options = ParsedOptions(
        command.arguments, OptionSyntax(shortWithValue: "QqdSUPhsoi", longWithValue: ["query", "database"], long: []))
      texts = options.values(of: "Q", "q", "query").compactMap(\.value)
      databases = options.values(of: "d", "database").compactMap(\.value)
    case "clickhouse-client", "clickhouse", "trino", "presto", "bq", "snowsql", "cqlsh", "spark-sql", "hive", "beeline":
      let options = ParsedOptions(
        command.arguments,
        OptionSyntax(
          shortWithValue: "qedkf",
          longWithValue: ["query", "execute", "database", "schema", "keyspace", "host", "port"],
          long: ["multiquery", "use_legacy_sql", "nouse_legacy_sql"]))
      texts = options.values(of: "q", "query", "e", "execute").compactMap(\.value)
      if program == "bq", options.operands.first?.value == "query" {
        texts += options.operands.dropFirst().compactMap(\.value)
      }
      databases = options.values(of: "d", "database", "schema", "k", "keyspace").compactMap(\.value)
    case "sqlplus", "sqlcl", "db2", "vsql", "nzsql", "tsql", "dbcli":
      let operands = ParsedOptions(command.arguments, .plain).operands.compactMap(\.value)
      if program == "db2" { texts = operands }
      databases = Array(operands.prefix(1))
    case _ where InlineScript.isInterpreter(program) && !SQLClient.isFramework(command):
      let code = InlineScript.texts(of: command, program)
      texts = code.flatMap(InlineScript.queries)
      isForTests = code.contains { WordGlob.matches("*:memory:*", $0) || WordGlob.matches("*/tmp/*.db*", $0) }
      if texts.isEmpty { return nil }
      return
    default:
      guard let framework = SQLClient.framework(command.withoutRunner) else { return nil }
      (texts, databases) = framework
    }
    if case .text(let text) = command.input { texts.append(text) }
    if texts.isEmpty { return nil }
    if let variable = command.environment["PGDATABASE"] ?? nil { databases.append(variable) }
    if databases.contains(where: { SQLRules.isTestName(SQLClient.name(of: $0)) }) { isForTests = true }
  }

  /// Whether the program is one of a database's own clients, which run the SQL on their standard input.
  static func isClient(_ program: String) -> Bool {
    switch LookupName(program) {
    case "psql", "pgcli", "cockroach", "usql", "mysql", "mariadb", "mycli", "sqlite3", "sqlite", "litecli", "duckdb",
      "sqlcmd", "mssql-cli", "isql", "clickhouse-client", "clickhouse", "sqlplus", "cqlsh", "pg_restore",
      "mongorestore":
      true
    default: false
    }
  }

  /// Whether an interpreter starts a framework's own console: `python manage.py dbshell`.
  private static func isFramework(_ command: ResolvedCommand) -> Bool {
    framework(command.withoutRunner) != nil
  }

  /// The SQL that a framework's or a host's tool is given, and the database's name.
  private static func framework(_ command: ResolvedCommand) -> (texts: [String], databases: [String])? {
    let options: ParsedOptions
    guard let program = command.program else { return nil }
    switch LookupName(program) {
    case "wp", "wrangler", "heroku", "turso", "rails", "manage.py", "django-admin", "artisan", "prisma", "flyctl",
      "fly":
      options = ParsedOptions(
        command.arguments,
        OptionSyntax(
          shortWithValue: "cae", longWithValue: ["command", "app", "execute", "url", "schema", "path", "database"],
          long: ["remote", "local", "yes", "json", "stdin", "allow-root"]))
    default: return nil
    }
    let words = options.operands.map { $0.value ?? "" }
    let given = options.values(of: "c", "command", "execute").compactMap(\.value)
    switch (command.program ?? "", words.first ?? "") {
    case ("wp", "db") where words.count > 2 && (words[1] == "query" || words[1] == "cli"): return ([words[2]], [])
    case ("wrangler", "d1"):
      // Without --remote it is the copy that lies in the project.
      return options.has("remote") ? (given, Array(words.dropFirst(2).prefix(1))) : ([], [])
    case ("heroku", "pg:psql"), ("manage.py", "dbshell"), ("django-admin", "dbshell"), ("rails", "dbconsole"),
      ("rails", "db"), ("prisma", "db"):
      return (given, [])
    case ("turso", "db") where words.count > 3 && words[1] == "shell": return ([words[3]], [words[2]])
    case ("rails", "runner"), ("rails", "r"): return (words.dropFirst().prefix(1).flatMap(InlineScript.queries), [])
    case ("manage.py", "shell"), ("artisan", "tinker"): return (given.flatMap(InlineScript.queries), [])
    default: return nil
    }
  }

  /// The database's name: the last part of a URL or path, `dbname` of a connection string.
  static func name(of database: String) -> String {
    if let range = database.split(separator: " ").first(where: { $0.hasPrefix("dbname=") }) {
      return String(range.dropFirst("dbname=".count))
    }
    let path = database.prefix { $0 != "?" }
    return String(Paths.last(String(path)))
  }
}
