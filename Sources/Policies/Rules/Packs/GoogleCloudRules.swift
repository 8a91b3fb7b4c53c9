import HookModel

/// Pack `gcloud`: gcloud, gsutil and bq.
enum GoogleCloudRules {
  static var all: [Rule] { [project, storage, delete] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    switch LookupName(program) {
    case "gcloud":
      let call = Verbs(
        command, long: ["project", "account", "configuration", "region", "zone", "format", "filter", "cluster"],
        flags: ["quiet", "recursive", "async"])
      if call.isHelp { return }
      judge(gcloud: call, scene, &findings)
    case "gsutil":
      let call = Verbs(command, short: "ohiu", flags: [])
      switch call[0] {
      case "rm", "rb": findings.add(storage, scene)
      case "rsync": if call.options.has("d"), !call.options.has("n") { findings.add(storage, scene) }
      default: return
      }
    case "bq":
      let call = Verbs(command, long: ["project_id", "location", "dataset_id"], flags: ["dry_run"])
      if call[0] == "rm" { findings.add(storage, scene) }
    default: return
    }
  }

  private static func judge(gcloud call: Verbs, _ scene: Scene, _ findings: inout Findings) {
    var words = call.words
    if words.first == "alpha" || words.first == "beta" { words.removeFirst() }
    guard
      let verb = words.prefix(6).firstIndex(where: { word in
        switch word {
        case "delete", "destroy", "rm", "purge", "reset", "remove-iam-policy-binding", "disable", "cancel-access",
          "delete-access-config":
          true
        default: false
        }
      })
    else { return }
    let takesWhole = words[verb] == "delete" || words[verb] == "destroy" || words[verb] == "rm"
    let path = words[..<verb].joined(separator: " ")
    switch path {
    case "storage", "storage buckets", "storage objects", "storage managed-folders": findings.add(storage, scene)
    case "projects", "sql instances", "sql databases", "sql backups", "container clusters", "kms keys versions",
      "spanner instances", "spanner databases", "bigtable instances", "bigtable clusters", "firestore databases",
      "filestore instances", "compute disks", "compute snapshots", "redis instances", "alloydb clusters",
      "alloydb instances", "secrets", "artifacts repositories", "dns managed-zones", "dataproc clusters",
      "composer environments", "organizations", "resource-manager folders", "memcache instances", "datastore databases":
      findings.add(takesWhole ? project : delete, scene)
    case "auth", "config configurations", "components": return
    default:
      if words[verb] == "reset", path != "compute instances" { return }
      findings.add(delete, scene)
    }
  }

  static let project = Rule(
    "gcloud.destroy",
    catches: "deleting projects, databases of every kind, disks, snapshots, clusters, secrets and keys",
    why: "everything in it goes with it, data included",
    instead: "`gcloud ... describe` shows it; give the person the command",
    stops: [
      "gcloud projects delete shop-prod", "gcloud sql instances delete shop",
      "gcloud container clusters delete c1 --quiet", "gcloud spanner databases delete d --instance i",
      "gcloud secrets delete token",
    ],
    passes: ["gcloud projects list", "gcloud sql instances describe shop"])

  static let storage = Rule(
    "gcloud.storage-delete",
    catches: "`gsutil rm`, `rb` and `rsync -d`, `gcloud storage rm`, `bq rm`",
    why: "objects and tables without versions cannot be brought back",
    instead: "`gsutil ls`, `gsutil rsync -n` and `bq show` look without changing",
    stops: [
      "gsutil -m rm -r gs://bucket", "gsutil rb gs://bucket", "gcloud storage rm --recursive gs://bucket",
      "bq rm -r -f shop.events",
    ],
    passes: ["gsutil ls", "gsutil cp a gs://bucket/a", "bq query 'select 1'", "bq ls"])

  static let delete = Rule(
    "gcloud.delete", .ask,
    catches: "every other `gcloud ... delete`",
    why: "nobody here can see who needs it",
    instead: "`gcloud ... describe` or `list` shows it",
    stops: [
      "gcloud compute instances delete web-1", "gcloud run services delete api", "gcloud pubsub topics delete t",
    ],
    passes: ["gcloud compute instances list", "gcloud run deploy api"])
}
