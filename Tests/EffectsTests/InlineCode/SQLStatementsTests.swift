import HookModel
import Testing

@Suite("What SQL statements say")
struct SQLStatementsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    let statements: [SQLStatement]
    let location: SourceLocation

    init(_ text: String, _ statements: SQLStatement..., at location: SourceLocation = #_sourceLocation) {
      self.text = text
      self.statements = statements
      self.location = location
    }

    var testDescription: String { text }
  }

  static let rows: [Row] = [
    .init(""),
    .init("-- DROP TABLE x"),
    .init("/* DROP /* nested */ TABLE x; */"),
    .init("SELECT 'DROP TABLE x; --'", .init(.select)),
    .init("SELECT \"drop table x\";", .init(.select)),
    .init("SELECT 'it''s; drop table x'", .init(.select)),
    .init("SELECT $$; DROP TABLE x$$, $a$;$$;$a$", .init(.select)),
    .init("DROP TABLE users", .init(.drop, object: "table", name: "users")),
    .init("drop table if exists \"My Users\" cascade;", .init(.drop, object: "table", name: "My Users")),
    .init("DROP DATABASE prod", .init(.drop, object: "database", name: "prod")),
    .init("DROP SCHEMA public CASCADE", .init(.drop, object: "schema", name: "public")),
    .init("drop materialized view v", .init(.drop, object: "view", name: "v")),
    .init("DROP INDEX CONCURRENTLY i", .init(.drop, object: "index", name: "i")),
    .init("DROP/**/TABLE/**/`x`", .init(.drop, object: "table", name: "x")),
    .init("/*!50000 DROP TABLE x */", .init(.drop, object: "table", name: "x")),
    .init("TRUNCATE users", .init(.truncate, object: "table", name: "users")),
    .init("truncate table only public.users", .init(.truncate, object: "table", name: "public.users")),
    .init("DELETE FROM users", .init(.delete, object: "table", name: "users")),
    .init("DELETE FROM users WHERE id = 1", .init(.delete, object: "table", name: "users", hasWhere: true)),
    .init("delete from users where 1=1", .init(.delete, object: "table", name: "users")),
    .init("delete from users where true;", .init(.delete, object: "table", name: "users")),
    .init("delete from users where (1 = 1)", .init(.delete, object: "table", name: "users")),
    .init("delete from users -- where id = 1", .init(.delete, object: "table", name: "users")),
    .init("DELETE FROM t USING (SELECT 1 WHERE x) s", .init(.delete, object: "table", name: "t")),
    .init("UPDATE users SET a = 1", .init(.update, object: "table", name: "users")),
    .init("UPDATE users SET a = 'where' WHERE id = 2", .init(.update, object: "table", name: "users", hasWhere: true)),
    .init("INSERT INTO t VALUES (1)", .init(.insert, object: "table", name: "t")),
    .init("WITH x AS (SELECT 1) DELETE FROM t", .init(.delete, object: "table", name: "t")),
    .init("WITH x AS (DELETE FROM y) SELECT 1", .init(.select)),
    .init("EXPLAIN DELETE FROM t", .init(.select)),
    .init("EXPLAIN ANALYZE DELETE FROM t", .init(.delete, object: "table", name: "t")),
    .init("ALTER TABLE t DROP COLUMN c", .init(.alterDrop, object: "column", name: "t")),
    .init("alter table t drop c", .init(.alterDrop, object: "column", name: "t")),
    .init("ALTER TABLE t DROP CONSTRAINT k", .init(.alterDrop, object: "constraint", name: "t")),
    .init("ALTER TABLE t ALTER c DROP NOT NULL", .init(.alter, object: "table", name: "t")),
    .init("ALTER TABLE t ADD c int", .init(.alter, object: "table", name: "t")),
    .init("CREATE TABLE IF NOT EXISTS t (a int)", .init(.create, object: "table", name: "t")),
    .init(
      "SELECT 1; DROP TABLE a; DELETE FROM b", .init(.select), .init(.drop, object: "table", name: "a"),
      .init(.delete, object: "table", name: "b")),
    .init("\\c db\nDROP TABLE x", .init(.drop, object: "table", name: "x")),
    .init(".mode csv\nDROP TABLE x", .init(.drop, object: "table", name: "x")),
    .init("select 1\\G\ndrop table x", .init(.select), .init(.drop, object: "table", name: "x")),
    .init("BEGIN", .init(.other)),
    .init("SELECT 'unterminated", .init(.select)),
  ]

  @Test(arguments: rows) func statements(_ row: Row) {
    #expect(SQLStatements.parse(row.text) == row.statements, sourceLocation: row.location)
  }

  @Test("A long text is read in a time that grows with its length")
  func long() {
    let text = String(repeating: "INSERT INTO t VALUES ('a', 1);\n", count: 20_000)
    #expect(SQLStatements.parse(text).count == 20_000)
  }
}
