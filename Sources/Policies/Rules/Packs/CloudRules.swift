import HookModel

/// Pack `aws`.
enum AWSRules {
  static var all: [Rule] { [storage, destroy, delete] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    guard program == "aws" || program == "awslocal" else { return }
    // A local imitation of the cloud holds nothing.
    if program == "awslocal" { return }
    let call = Verbs(
      command,
      long: [
        "profile", "region", "output", "query", "endpoint-url", "ca-bundle", "color", "cli-input-json", "exclude",
        "include",
      ],
      flags: ["recursive", "delete", "force", "dryrun", "dry-run", "no-cli-pager", "debug"])
    if call.isHelp || call.contains("help") || call.options.has("dryrun", "dry-run") { return }
    let endpoint = call.options.values(of: "endpoint-url").last?.value ?? ""
    if WordGlob.matches("*localhost*", endpoint) || WordGlob.matches("*127.0.0.1*", endpoint) { return }
    let verb = call[1]
    switch (call[0], verb) {
    case ("s3", "rb"): findings.add(storage, scene)
    case ("s3", "rm"): findings.add(call.options.has("recursive") ? storage : delete, scene)
    case ("s3", "sync"): if call.options.has("delete") { findings.add(delete, scene) }
    case ("s3api", "delete-bucket"), ("s3api", "delete-objects"): findings.add(storage, scene)
    case ("ec2", "terminate-instances"), ("ec2", "delete-volume"), ("ec2", "delete-snapshot"),
      ("rds", "delete-db-instance"),
      ("rds", "delete-db-cluster"), ("rds", "delete-db-snapshot"), ("dynamodb", "delete-table"),
      ("dynamodb", "delete-backup"),
      ("cloudformation", "delete-stack"), ("eks", "delete-cluster"), ("ecs", "delete-cluster"),
      ("efs", "delete-file-system"),
      ("kms", "schedule-key-deletion"), ("secretsmanager", "delete-secret"), ("ecr", "delete-repository"),
      ("cognito-idp", "delete-user-pool"), ("route53", "delete-hosted-zone"), ("backup", "delete-recovery-point"),
      ("organizations", "close-account"), ("es", "delete-domain"), ("opensearch", "delete-domain"),
      ("logs", "delete-log-group"),
      ("iam", "delete-user"), ("iam", "delete-role"):
      findings.add(destroy, scene)
    default:
      let isRemoval = [
        "delete-", "terminate-", "deregister-", "purge-", "batch-delete-", "remove-", "disable-", "revoke-",
      ]
      .contains { verb.hasPrefix($0) }
      if isRemoval { findings.add(delete, scene) }
    }
  }

  static let storage = Rule(
    "aws.storage-delete",
    catches: "`aws s3 rm --recursive`, `s3 rb`, `s3api delete-bucket` and `delete-objects`",
    why: "objects of a bucket without versions cannot be brought back",
    instead: "the same command with `--dryrun` lists what would go; `aws s3 ls` looks",
    stops: [
      "aws s3 rm s3://bucket --recursive", "aws s3 rb s3://bucket --force", "aws s3api delete-bucket --bucket b",
    ],
    passes: ["aws s3 ls", "aws s3 rm s3://bucket --recursive --dryrun", "aws s3 cp a s3://bucket/a"])

  static let destroy = Rule(
    "aws.destroy",
    catches: "terminating instances and deleting databases, tables, stacks, clusters, keys, secrets, users and roles",
    why: "the resource goes with its data, or others lose access to theirs",
    instead: "the matching `describe-` command shows it; give the person the command",
    stops: [
      "aws ec2 terminate-instances --instance-ids i-1", "aws rds delete-db-instance --db-instance-identifier shop",
      "aws --profile prod cloudformation delete-stack --stack-name shop", "aws dynamodb delete-table --table-name t",
    ],
    passes: [
      "aws ec2 describe-instances", "aws ec2 terminate-instances --dry-run --instance-ids i-1",
      "aws rds describe-db-instances",
    ])

  static let delete = Rule(
    "aws.delete", .ask,
    catches:
      "every other `delete-`, `terminate-`, `deregister-`, `remove-`, `revoke-` and `disable-` call, `s3 rm`, `s3 sync --delete`",
    why: "nobody here can see who needs it",
    instead: "the matching `describe-`, `list-` or `get-` command shows it",
    stops: [
      "aws sqs delete-queue --queue-url x", "aws s3 rm s3://bucket/a.txt", "aws s3 sync dist s3://site --delete",
    ],
    passes: ["aws sqs list-queues", "aws s3 sync dist s3://site", "aws sts get-caller-identity"])
}

/// Pack `gcloud`: gcloud, gsutil and bq.
enum GoogleCloudRules {
  static var all: [Rule] { [project, storage, delete] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    switch program {
    case "gcloud":
      let call = Verbs(
        command, long: ["project", "account", "configuration", "region", "zone", "format", "filter", "cluster"],
        flags: ["quiet", "recursive", "async"])
      if call.isHelp { return }
      if call.begins("projects", "delete") || call.begins("sql", "instances", "delete")
        || call.begins("sql", "databases", "delete")
        || call.begins("container", "clusters", "delete") || call.begins("kms", "keys", "versions", "destroy")
      {
        findings.add(project, scene)
      } else if call[0] == "storage", call.contains("rm") || call.contains("delete") {
        findings.add(storage, scene)
      } else if call.words.prefix(5).contains(where: {
        $0 == "delete" || $0 == "destroy" || $0 == "remove-iam-policy-binding"
      }) {
        findings.add(delete, scene)
      }
    case "gsutil":
      let call = Verbs(command, short: "ohiu", flags: [])
      switch call[0] {
      case "rm", "rb": findings.add(storage, scene)
      case "rsync": if call.options.has("d") { findings.add(storage, scene) }
      default: return
      }
    case "bq":
      let call = Verbs(command, long: ["project_id", "location", "dataset_id"], flags: ["dry_run"])
      if call[0] == "rm" { findings.add(storage, scene) }
    default: return
    }
  }

  static let project = Rule(
    "gcloud.destroy",
    catches: "deleting projects, SQL instances and databases, clusters and keys",
    why: "everything in it goes with it, data included",
    instead: "`gcloud ... describe` shows it; give the person the command",
    stops: [
      "gcloud projects delete shop-prod", "gcloud sql instances delete shop",
      "gcloud container clusters delete c1 --quiet",
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

/// Pack `azure`.
enum AzureRules {
  static var all: [Rule] { [group, delete] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    guard program == "az" || program == "azd" else { return }
    let call = Verbs(
      command, short: "gno", long: ["resource-group", "name", "subscription", "output", "query", "account-name"],
      flags: ["yes", "no-wait", "dryrun"])
    if call.isHelp || call.options.has("dryrun") { return }
    if program == "azd" {
      if call[0] == "down" { findings.add(group, scene) }
      return
    }
    let verbs = call.words.prefix(5)
    guard verbs.contains(where: { $0 == "delete" || $0 == "purge" || $0 == "delete-batch" }) else { return }
    switch call[0] {
    case "group", "sql", "postgres", "mysql", "cosmosdb", "storage", "keyvault", "aks", "vm", "redis", "ad", "account":
      findings.add(group, scene)
    default: findings.add(delete, scene)
    }
  }

  static let group = Rule(
    "azure.destroy",
    catches: "deleting resource groups, databases, storage, key vaults, clusters and machines; `azd down`",
    why: "everything in it goes with it, data included",
    instead: "`az ... show` looks at it; give the person the command",
    stops: [
      "az group delete --name shop --yes", "az sql db delete -n shop -g g -s s", "az storage account delete -n x",
      "az keyvault purge -n x", "azd down",
    ],
    passes: ["az group list", "az group show -n shop", "az storage blob list"])

  static let delete = Rule(
    "azure.delete", .ask,
    catches: "every other `az ... delete`",
    why: "nobody here can see who needs it",
    instead: "`az ... show` or `list` looks at it",
    stops: ["az webapp delete -n web -g g", "az network vnet delete -n v -g g"],
    passes: ["az webapp list", "az webapp log tail -n web"])
}
