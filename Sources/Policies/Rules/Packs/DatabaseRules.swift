import HookModel

/// Pack `database`: what empties or drops databases without SQL in sight.
enum DatabaseRules {
  static var all: [Rule] { [redis, mongo, dropDatabase, migrationReset] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    let command = command.withoutRunner
    guard let program = command.program, !isForTests(command) else { return }
    let words = command.arguments.compactMap(\.value)
    if words.contains("--help") || words.contains("--dry-run") { return }
    switch program {
    case "redis-cli", "valkey-cli", "keydb-cli":
      var texts = words.map { $0.uppercased() }
      if case .text(let text) = command.input {
        texts += text.uppercased().split(whereSeparator: \.isWhitespace).map(String.init)
      }
      let verbs: Set<String> = ["FLUSHALL", "FLUSHDB", "SHUTDOWN"]
      if texts.contains(where: { verbs.contains($0) }) { findings.add(redis, scene) }
    case "mongo", "mongosh":
      var code = words.joined(separator: " ")
      if case .text(let text) = command.input { code += text }
      let isDrop = ["*dropDatabase(*", "*.drop(*", "*deleteMany({})*", "*remove({})*", "*deleteMany({ })*"]
        .contains { WordGlob.matches($0, code) }
      if isDrop { findings.add(mongo, scene) }
    case "mongorestore": if words.contains("--drop") { findings.add(mongo, scene) }
    case "dropdb", "dropuser":
      if !command.arguments.contains(where: { SQLRules.isTestName($0.value) }) { findings.add(dropDatabase, scene) }
    case "mysqladmin", "mariadb-admin":
      if let index = words.firstIndex(of: "drop"), index + 1 >= words.count || !SQLRules.isTestName(words[index + 1]) {
        findings.add(dropDatabase, scene)
      }
    case "pg_restore":
      if words.contains("-c") || words.contains("--clean") { findings.add(dropDatabase, scene, verdict: .ask) }
    default: if resets(program, words) { findings.add(migrationReset, scene) }
    }
  }

  /// The commands of migration tools that begin with dropping everything.
  private static func resets(_ program: String, _ words: [String]) -> Bool {
    let operands = words.filter { $0.utf8.first != UInt8(ascii: "-") }
    let first = operands.first ?? ""
    let second = operands.count > 1 ? operands[1] : ""
    switch program {
    case "prisma":
      return (first == "migrate" && second == "reset")
        || (first == "db" && second == "push"
          && (words.contains("--force-reset") || words.contains("--accept-data-loss")))
    case "rails", "rake":
      return operands.contains { task in
        switch task {
        case "db:drop", "db:drop:all", "db:reset", "db:migrate:reset", "db:purge", "db:truncate_all", "db:schema:load",
          "db:setup":
          true
        default: false
        }
      }
    case "artisan":
      return ["migrate:fresh", "migrate:reset", "migrate:refresh", "db:wipe"].contains(first)
    case "manage.py", "django-admin": return first == "flush" || first == "reset_db"
    case "console", "doctrine": return first == "doctrine:database:drop" || first == "doctrine:schema:drop"
    case "sequelize", "sequelize-cli": return first == "db:drop" || first == "db:migrate:undo:all"
    case "typeorm", "typeorm-ts-node-commonjs": return first == "schema:drop"
    case "knex": return first == "migrate:rollback" && words.contains("--all")
    case "alembic": return first == "downgrade" && second == "base"
    case "flyway": return operands.contains("clean")
    case "liquibase": return operands.contains("drop-all") || operands.contains("dropAll")
    case "dbmate": return first == "drop"
    case "goose": return operands.contains("reset") || operands.contains("down-to")
    case "mix": return first == "ecto.drop" || first == "ecto.reset"
    case "drizzle-kit": return first == "drop"
    case "supabase": return first == "db" && second == "reset"
    case "diesel", "sqlx": return first == "database" && (second == "reset" || second == "drop")
    case "migrate": return operands.contains("drop")
    case "wp": return first == "db" && (second == "drop" || second == "reset")
    case "drush": return first == "sql:drop" || first == "sql-drop"
    case "kafka-topics", "kafka-topics.sh": return words.contains("--delete")
    case "etcdctl": return first == "del" && words.contains("--prefix")
    case "influx", "influx_inspect": return first == "delete" || first == "bucket" && second == "delete"
    default: return false
    }
  }

  /// Whether the environment says that a test or development database is meant.
  private static func isForTests(_ command: ResolvedCommand) -> Bool {
    if command.environment.isEmpty { return false }
    for (name, value) in command.environment {
      guard let value = value else { continue }
      switch name {
      case "RAILS_ENV", "RACK_ENV", "NODE_ENV", "APP_ENV", "MIX_ENV", "DJANGO_ENV", "FLASK_ENV", "ENV", "ENVIRONMENT":
        if SQLRules.isTestName(value) { return true }
      case "DATABASE_URL", "PGDATABASE", "MONGO_URL", "MONGODB_URI":
        if SQLRules.isTestName(String(Paths.last(value))) { return true }
      default: continue
      }
    }
    return false
  }

  static let redis = Rule(
    "database.redis-flush",
    catches: "`redis-cli FLUSHALL`, `FLUSHDB` and `SHUTDOWN`",
    why: "every key is gone, sessions and queues included",
    instead: "`redis-cli --scan --pattern 'x:*'` lists keys; delete single ones with `UNLINK`",
    stops: ["redis-cli FLUSHALL", "redis-cli -n 2 flushdb", "echo flushall | redis-cli"],
    passes: ["redis-cli PING", "redis-cli --scan", "echo FLUSHALL", "grep -rn flushall src"])

  static let mongo = Rule(
    "database.mongo-drop",
    catches: "`dropDatabase()`, `drop()` and unfiltered `deleteMany({})` in mongosh, `mongorestore --drop`",
    why: "the data is gone, and a backup is the only way back",
    instead: "`mongodump` first, or a filter in `deleteMany({ ... })`",
    stops: [
      "mongosh shop --eval 'db.dropDatabase()'", "mongo shop --eval 'db.users.drop()'",
      "mongosh --eval 'db.users.deleteMany({})'", "mongorestore --drop dump/",
    ],
    passes: ["mongosh --eval 'db.users.find()'", "mongosh --eval 'db.users.deleteMany({a: 1})'", "mongodump"])

  static let dropDatabase = Rule(
    "database.drop",
    catches: "`dropdb`, `dropuser`, `mysqladmin drop`; `pg_restore --clean` asks",
    why: "the data is gone, and a backup is the only way back",
    instead: "`pg_dump NAME > NAME.sql` first; names that say test or dev pass",
    stops: ["dropdb shop", "mysqladmin -f drop shop", "dropuser app", "pg_restore --clean -d shop dump.bin"],
    passes: ["dropdb shop_test", "createdb shop", "dropdb --help", "mysqladmin status"])

  static let migrationReset = Rule(
    "database.migration-reset",
    catches:
      "`prisma migrate reset`, `rails db:drop`, `artisan migrate:fresh`, `manage.py flush`, `flyway clean` and the like",
    why: "it begins with dropping everything, in whichever database the configuration names",
    instead:
      "run the pending migrations (`prisma migrate deploy`, `rails db:migrate`), or set the test environment in front: `RAILS_ENV=test`",
    stops: [
      "npx prisma migrate reset --force", "rails db:drop db:create", "bundle exec rake db:reset",
      "php artisan migrate:fresh",
      "python manage.py flush --noinput", "alembic downgrade base", "flyway clean", "mix ecto.reset",
      "supabase db reset",
    ],
    passes: [
      "npx prisma migrate dev", "rails db:migrate", "RAILS_ENV=test rails db:drop", "python manage.py migrate",
      "alembic upgrade head",
      "mix ecto.migrate", "php artisan migrate",
    ])
}
