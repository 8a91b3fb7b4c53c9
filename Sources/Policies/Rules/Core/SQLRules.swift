import HookModel

/// SQL that a database client is given, in its arguments or on its standard input.
enum SQLRules {
  static var all: [Rule] { [drop, truncate, unfiltered] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    guard let client = SQLClient(command, program) else { return }
    if client.isForTests { return }
    for text in client.texts {
      for statement in SQLStatements.parse(text) { judge(statement, client, scene, &findings) }
    }
  }

  private static func judge(
    _ statement: SQLStatement, _ client: SQLClient, _ scene: Scene, _ findings: inout Findings
  ) {
    let name = statement.name ?? "it"
    switch statement.kind {
    case .drop:
      // What a dropped view, index, function or trigger did stands in the migrations; data does not.
      switch statement.object {
      case "table", "database", "schema", "keyspace", "tablespace", "user", "role", "owned", "materialized view", nil:
        if isTestName(statement.name) { return }
        findings.add(drop, scene, why: "the data in \(name) is gone, and a backup is the only way back")
      default: return
      }
    case .truncate:
      if isTestName(statement.name) { return }
      findings.add(truncate, scene, why: "every row of \(name) is gone, and a backup is the only way back")
    case .alterDrop:
      switch statement.object {
      case "column", "partition":
        findings.add(
          drop, scene, verdict: .ask, why: "the data in that \(statement.object ?? "part") of \(name) is gone")
      default: return
      }
    case .delete, .update:
      if statement.hasWhere || isTestName(statement.name) { return }
      let what = statement.kind == .delete ? "deletes" : "changes"
      findings.add(unfiltered, scene, why: "without WHERE it \(what) every row of \(name)")
    case .select, .insert, .create, .alter, .other: return
    }
  }

  /// Whether a name says that it is for tests: `shop_test`, `test_shop`, `dev`, `tmp_import`.
  static func isTestName(_ name: String?) -> Bool {
    guard let name else { return false }
    let words = name.lowercased().split { character in
      !(character.isLetter || character.isNumber)
    }
    return words.contains { word in
      switch word {
      case "test", "tests", "testing", "testdb", "dev", "devel", "development", "tmp", "temp", "scratch", "sandbox",
        "ci",
        "fixture", "fixtures", "e2e", "demo":
        true
      default: word.hasPrefix("test") && word.dropFirst(4).allSatisfy(\.isNumber)
      }
    }
  }

  static let drop = Rule(
    "core.sql.drop",
    catches: "DROP of a table, schema, database or role by a database client; ALTER ... DROP COLUMN asks",
    why: "the data in it is gone, and a backup is the only way back",
    instead: "write a migration and show it to the person, or use a database whose name says test or dev",
    stops: [
      "psql -c 'DROP TABLE users'", "mysql shop -e 'drop database shop'", "sqlite3 app.db 'DROP TABLE users;'",
      "psql shop <<< 'drop schema public cascade'", "echo 'DROP TABLE users' | psql shop",
    ],
    passes: [
      "psql -c 'SELECT 1'", "psql shop_test -c 'DROP TABLE users'", "sqlite3 :memory: 'DROP TABLE users'",
      "grep -r 'DROP TABLE' migrations", "echo 'DROP TABLE users'", "psql -c \"select 'drop table users'\"",
      "psql -c 'drop index if exists users_email'",
    ])

  static let truncate = Rule(
    "core.sql.truncate",
    catches: "TRUNCATE by a database client",
    why: "every row is gone, and a backup is the only way back",
    instead: "DELETE with a WHERE inside a transaction, or use a database whose name says test or dev",
    stops: ["psql -c 'TRUNCATE users'", "mysql -e 'truncate table orders' shop"],
    passes: ["psql test -c 'TRUNCATE users'", "truncate -s 0 app.log", "psql -c \"select date_trunc('day', now())\""])

  static let unfiltered = Rule(
    "core.sql.without-where",
    catches: "DELETE and UPDATE without WHERE by a database client",
    why: "it changes every row, which is nearly always a mistake",
    instead: "add a WHERE, after a SELECT count(*) with the same WHERE",
    stops: [
      "psql -c 'DELETE FROM users'", "mysql shop -e 'update users set admin = 1'",
      "psql -c 'delete from users where true'",
    ],
    passes: [
      "psql -c 'DELETE FROM users WHERE id = 7'", "mysql shop -e 'update users set a = 1 where id = 2'",
      "psql app_dev -c 'delete from users'",
    ])
}

/// A database client's call, as far as one has to know what it runs and where.
struct SQLClient {
  /// The SQL texts that it is given.
  var texts: [String] = []
  /// Whether the database's name says that it is for tests, or it is in memory or a temporary file.
  var isForTests = false

  init?(_ command: ResolvedCommand, _ program: String) {
    var databases: [String] = []
    switch program {
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
    default: return nil
    }
    if case .text(let text) = command.input { texts.append(text) }
    if texts.isEmpty { return nil }
    if let variable = command.environment["PGDATABASE"] ?? nil { databases.append(variable) }
    if databases.contains(where: { SQLRules.isTestName(SQLClient.name(of: $0)) }) { isForTests = true }
  }

  /// The database's name: the last part of a URL or path, `dbname` of a connection string.
  private static func name(of database: String) -> String {
    if let range = database.split(separator: " ").first(where: { $0.hasPrefix("dbname=") }) {
      return String(range.dropFirst("dbname=".count))
    }
    let path = database.prefix { $0 != "?" }
    return String(Paths.last(String(path)))
  }
}
