import HookModel

/// Pack `aws`.
enum AWSRules {
  static var all: [Rule] { [storage, destroy, delete] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    switch LookupName(program) {
    case "aws": break
    case "s3cmd", "mc", "mcli", "s5cmd": judge(storage: command, scene, &findings); return
    // A local imitation of the cloud (`awslocal`) holds nothing.
    default: return
    }
    let call = Verbs(
      command,
      long: [
        "profile", "region", "output", "query", "endpoint-url", "ca-bundle", "color", "cli-input-json", "exclude",
        "include",
      ],
      flags: ["recursive", "delete", "force", "dryrun", "dry-run", "no-cli-pager", "debug", "generate-cli-skeleton"])
    if call.isHelp || call.contains("help") || call.options.has("dryrun", "dry-run", "generate-cli-skeleton") { return }
    let endpoint = call.options.values(of: "endpoint-url").last?.value ?? ""
    if WordGlob.matches("*localhost*", endpoint) || WordGlob.matches("*127.0.0.1*", endpoint) { return }
    let verb = call[1]
    switch (call[0], verb) {
    case ("s3", "rb"): findings.add(storage, scene)
    case ("s3", "rm"): findings.add(call.options.has("recursive") ? storage : delete, scene)
    case ("s3", "mv"): if call.options.has("recursive") { findings.add(delete, scene) }
    case ("s3", "sync"): if call.options.has("delete") { findings.add(delete, scene) }
    case ("s3api", "delete-bucket"), ("s3api", "delete-objects"), ("s3api", "put-bucket-lifecycle-configuration"),
      ("s3control", "delete-access-point"), ("glacier", "delete-vault"), ("glacier", "delete-archive"),
      ("s3api", "delete-object") where call.options.has("version-id"):
      findings.add(storage, scene)
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
      ("iam", "delete-user"), ("iam", "delete-role"), ("elasticache", "delete-replication-group"),
      ("elasticache", "delete-cache-cluster"), ("redshift", "delete-cluster"), ("neptune", "delete-db-cluster"),
      ("docdb", "delete-db-cluster"), ("kinesis", "delete-stream"), ("sqs", "purge-queue"), ("kafka", "delete-cluster"),
      ("backup", "delete-backup-vault"), ("ecr", "batch-delete-image"),
      ("cloudtrail", "delete-trail"), ("cloudtrail", "stop-logging"),
      ("organizations", "remove-account-from-organization"),
      ("organizations", "leave-organization"), ("ec2", "delete-vpc"),
      ("lightsail", "delete-instance"), ("lightsail", "delete-relational-database"), ("apigateway", "delete-rest-api"),
      ("cloudformation", "delete-stack-set"), ("elasticbeanstalk", "terminate-environment"),
      ("emr", "terminate-clusters"), ("kms", "disable-key"), ("ssm", "delete-parameters"),
      ("autoscaling", "delete-auto-scaling-group"), ("dms", "delete-replication-instance"),
      ("fsx", "delete-file-system"),
      ("timestream-write", "delete-database"), ("cloudfront", "delete-distribution"):
      findings.add(destroy, scene)
    default:
      let isRemoval = [
        "delete-", "terminate-", "deregister-", "purge-", "batch-delete-", "remove-", "disable-", "revoke-",
      ]
      .contains { verb.hasPrefix($0) }
      if isRemoval { findings.add(delete, scene) }
    }
  }

  /// Other command lines for object stores that speak S3.
  private static func judge(storage command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let call = Verbs(
      command, short: "c", long: ["config", "endpoint-url", "profile", "older-than", "newer-than"],
      flags: ["recursive", "force", "dry-run", "delete-removed", "remove", "dangerous"])
    if call.isHelp || call.options.has("dry-run", "n") { return }
    switch call[0] {
    case "rb", "expire": findings.add(storage, scene)
    case "del", "rm":
      let isWide = call.options.has("recursive", "r") || call.words.contains { $0.utf8.contains(UInt8(ascii: "*")) }
      findings.add(isWide ? storage : delete, scene)
    case "sync", "mirror": if call.options.has("delete-removed", "remove", "delete") { findings.add(delete, scene) }
    default: return
    }
  }

  static let storage = Rule(
    "aws.storage-delete",
    catches:
      "`aws s3 rm --recursive`, `s3 rb`, `s3api delete-bucket` and `delete-objects`; the same by s3cmd, mc and s5cmd",
    why: "objects of a bucket without versions cannot be brought back",
    instead: "the same command with `--dryrun` lists what would go; `aws s3 ls` looks",
    stops: [
      "aws s3 rm s3://bucket --recursive", "aws s3 rb s3://bucket --force", "aws s3api delete-bucket --bucket b",
      "s3cmd del --recursive s3://bucket/x", "mc rm --recursive --force store/bucket",
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
