import HookModel

/// Pack `database`: what empties or drops databases without SQL in sight.
enum DatabaseRules {
  static var all: [Rule] { [redis, mongo, dropDatabase, migrationReset, search, broker] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    let command = command.withoutRunner
    guard let program = command.program, !isForTests(command, scene) else { return }
    if isLocal(command) { return }
    let words = command.arguments.compactMap(\.value)
    if words.contains("--help") || words.contains("--dry-run") { return }
    switch LookupName(program) {
    case "redis-cli", "valkey-cli", "keydb-cli":
      judge(redis: command, scene, &findings)
    case "mongo", "mongosh":
      var code = words.joined(separator: " ")
      if case .text(let text) = command.input { code += text }
      code = code.filter { !$0.isWhitespace }
      let isDrop = [
        "*dropDatabase(*", "*.drop(*", "*deleteMany({})*", "*remove({})*", "*deleteMany()*", "*remove()*",
        "*dropAllUsersFrom*", "*updateMany({},*",
      ]
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
    case "curl", "http", "https", "xh", "wget": judge(search: command, words, scene, &findings)
    case "kafka-topics", "kafka-topics.sh", "kafka-delete-records", "kafka-delete-records.sh", "rabbitmqctl",
      "rabbitmqadmin", "nats", "pulsar-admin", "rpk":
      judge(broker: program, words, scene, &findings)
    default: if resets(program, words) { findings.add(migrationReset, scene) }
    }
  }

  /// The commands of migration tools that begin with dropping everything.
  private static func resets(_ program: String, _ words: [String]) -> Bool {
    let operands = words.filter { $0.utf8.first != UInt8(ascii: "-") }
    let first = operands.first ?? ""
    let second = operands.count > 1 ? operands[1] : ""
    switch LookupName(program) {
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
    case "manage.py", "django-admin":
      return first == "flush" || first == "reset_db" || first == "migrate" && words.last == "zero"
    case "console", "doctrine": return first == "doctrine:database:drop" || first == "doctrine:schema:drop"
    case "sequelize", "sequelize-cli": return first == "db:drop" || first == "db:migrate:undo:all"
    case "heroku": return first == "pg:reset"
    case "hasura":
      return first == "migrate" && (second == "delete" || words.contains("--down") && words.contains("all"))
    case "magento": return first == "setup:uninstall"
    case "typeorm", "typeorm-ts-node-commonjs": return first == "schema:drop"
    case "knex": return first == "migrate:rollback" && words.contains("--all")
    case "alembic": return first == "downgrade" && second == "base"
    case "flyway": return operands.contains("clean")
    case "liquibase": return operands.contains("drop-all") || operands.contains("dropAll")
    case "dbmate": return first == "drop"
    case "goose": return operands.contains("reset") || operands.contains("down-to")
    case "mix":
      return first == "ecto.drop" || first == "ecto.reset" || first == "ecto.rollback" && words.contains("--all")
    case "drizzle-kit": return first == "drop" || first == "push" && words.contains("--force")
    case "supabase": return first == "db" && second == "reset"
    case "diesel", "sqlx": return first == "database" && (second == "reset" || second == "drop")
    case "migrate":
      // `down` without a number takes every migration back.
      return operands.contains("drop") || operands.last == "down" || operands.contains("down") && words.contains("-all")
    case "wp": return first == "db" && (second == "drop" || second == "reset" || second == "clean")
    case "drush": return first == "sql:drop" || first == "sql-drop"
    case "flask": return first == "db" && second == "downgrade" && words.contains("base")
    case "aerich": return first == "downgrade"
    case "phinx": return first == "rollback" && words.contains("0")
    case "atlas": return first == "schema" && second == "clean"
    case "sea-orm-cli": return first == "migrate" && (second == "fresh" || second == "reset" || second == "refresh")
    case "ef", "dotnet-ef": return first == "database" && second == "drop"
    case "dotnet": return first == "ef" && second == "database" && words.contains("drop")
    case "nodetool": return ["decommission", "clearsnapshot", "assassinate", "removenode"].contains(first)
    case "zkCli.sh", "zkcli": return operands.contains("deleteall") || operands.contains("rmr")
    case "pgbackrest": return first == "stanza-delete" || first == "expire"
    case "barman": return first == "delete"
    case "etcdctl": return first == "del" && words.contains("--prefix")
    case "influx", "influx_inspect": return first == "delete" || first == "bucket" && second == "delete"
    default: return false
    }
  }

  private static func judge(redis command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let options = ParsedOptions(
      command.arguments,
      OptionSyntax(
        shortWithValue: "hpsaunridDtX",
        longWithValue: ["user", "pass", "pattern", "count", "cert", "key", "cacert", "eval", "rdb"],
        long: ["tls", "scan", "raw", "csv", "json", "no-auth-warning", "stat", "bigkeys"], permutes: false))
    var verbs = options.operands.prefix(1).compactMap { $0.value?.uppercased() }
    if case .text(let text) = command.input {
      for line in text.utf8.split(separator: 0x0A) {
        guard let word = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }).first else { continue }
        verbs.append(String(Substring(word)).uppercased())
      }
    }
    let isWide = scene.effect.origin.through.contains { $0.utf8.starts(with: "xargs".utf8) }
    for verb in verbs {
      switch verb {
      case "FLUSHALL", "FLUSHDB", "SHUTDOWN": findings.add(redis, scene)
      case "DEL", "UNLINK":
        if isWide {
          findings.add(
            redis, scene, verdict: .ask, why: "nobody can see here which keys, and how many, are deleted")
        }
      default: continue
      }
    }
  }

  /// Elasticsearch and OpenSearch are spoken to by HTTP.
  private static func judge(
    search command: ResolvedCommand, _ words: [String], _ scene: Scene, _ findings: inout Findings
  ) {
    let isDelete = words.contains { word in
      switch word {
      case "DELETE", "-XDELETE", "--request=DELETE": true
      default: false
      }
    }
    for word in words {
      let lower = word.lowercased()
      if WordGlob.matches("*localhost*", lower) || WordGlob.matches("*127.0.0.1*", lower) { return }
    }
    let isQuery = words.contains { WordGlob.matches("*/_delete_by_query*", $0) }
    let isIndex = words.contains { WordGlob.matches("*:9200/?*", $0) || WordGlob.matches("*.es.*/?*", $0) }
    if isQuery || isDelete && isIndex { findings.add(search, scene) }
  }

  private static func judge(
    broker program: String, _ words: [String], _ scene: Scene, _ findings: inout Findings
  ) {
    let operands = words.filter { $0.utf8.first != UInt8(ascii: "-") }
    var isRemoval = false
    switch LookupName(program) {
    case "rabbitmqctl":
      isRemoval = operands.contains { word in
        switch word {
        case "reset", "force_reset", "delete_queue", "purge_queue", "delete_vhost", "delete_user",
          "forget_cluster_node":
          true
        default: false
        }
      }
    case "rabbitmqadmin": isRemoval = operands.contains("delete") || operands.contains("purge")
    case "nats":
      isRemoval =
        ["stream", "str", "s", "kv", "consumer", "con", "obj", "object"].contains(operands.first ?? "")
        && operands.dropFirst().prefix(1).contains { ["rm", "delete", "del", "purge", "rmm"].contains($0) }
    case "pulsar-admin", "rpk": isRemoval = operands.prefix(3).contains { $0 == "delete" || $0 == "terminate" }
    default: isRemoval = words.contains("--delete") || program.hasPrefix("kafka-delete-records")
    }
    if isRemoval { findings.add(broker, scene) }
  }

  /// Whether the command names this machine as the database's host.
  private static func isLocal(_ command: ResolvedCommand) -> Bool {
    let options = ParsedOptions(
      command.arguments,
      OptionSyntax(shortWithValue: "hupndaU", longWithValue: ["host", "port", "user", "db", "dbname", "uri"], long: []))
    let hosts = options.values(of: "h", "host", "u", "uri").compactMap(\.value)
    return hosts.contains { host in
      host == "localhost" || host == "127.0.0.1" || host == "::1" || WordGlob.matches("*//localhost*", host)
        || WordGlob.matches("*@localhost*", host) || WordGlob.matches("*//127.0.0.1*", host)
        || WordGlob.matches("*@127.0.0.1*", host)
    }
  }

  /// Whether the environment says that a test or development database is meant.
  private static func isForTests(_ command: ResolvedCommand, _ scene: Scene) -> Bool {
    var environment = command.environment
    // `RAILS_ENV=test bundle exec rails`: the variable stands before the runner, which was the run before this one.
    if environment.isEmpty, !scene.effect.origin.through.isEmpty {
      let runner = scene.effects[..<scene.index].last { earlier in
        if case .run = earlier.action { earlier.origin.span == scene.effect.origin.span } else { false }
      }
      if case .run(let outer)? = runner?.action { environment = outer.environment }
    }
    if environment.isEmpty { return false }
    for (name, value) in environment {
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

  static let search = Rule(
    "database.search-delete",
    catches: "deleting indexes of Elasticsearch and OpenSearch, and `_delete_by_query`",
    why: "an index has no undo, and reindexing needs a source that may be gone",
    instead: "`curl -s 'http://HOST:9200/_cat/indices'` lists them; make a snapshot first",
    stops: [
      "curl -X DELETE http://es.internal:9200/orders", "curl -XDELETE https://search:9200/_all",
      "curl -X POST https://search.internal/orders/_delete_by_query -d '{}'",
    ],
    passes: [
      "curl http://es.internal:9200/_cat/indices", "curl -X DELETE http://localhost:9200/orders",
      "curl -X DELETE https://api.example.com/v1/items/1",
    ])

  static let broker = Rule(
    "database.broker-delete",
    catches: "deleting and purging topics, queues and streams: Kafka, RabbitMQ, NATS, Pulsar",
    why: "messages that nobody has read yet are gone",
    instead: "`kafka-topics --describe`, `rabbitmqctl list_queues` and `nats stream info` look",
    stops: [
      "kafka-topics --delete --topic orders --bootstrap-server k:9092", "rabbitmqctl purge_queue orders",
      "rabbitmqctl force_reset", "nats stream rm ORDERS -f", "rabbitmqadmin delete queue name=orders",
    ],
    passes: [
      "kafka-topics --list --bootstrap-server k:9092", "rabbitmqctl list_queues", "nats stream ls", "nats pub a b",
    ])

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
    instead: "`mongodump` first, or give deleteMany a filter",
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
