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
