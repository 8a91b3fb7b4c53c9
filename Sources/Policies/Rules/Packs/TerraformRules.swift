import HookModel

/// Pack `terraform`: Terraform, OpenTofu, Terragrunt, Pulumi, CDK and the Serverless framework.
enum TerraformRules {
  static var all: [Rule] { [destroy, applyUnseen, state, pulumi, otherDestroy, platform] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    let command = command.withoutRunner
    switch command.program {
    case "terraform", "tofu", "terragrunt": judge(terraform: command, scene, &findings)
    case "pulumi":
      let call = Verbs(
        command, short: "sCm", long: ["stack", "cwd", "config", "message"],
        flags: ["yes", "preview-only", "skip-preview"])
      if call.isHelp || call.options.has("preview-only") { return }
      switch (call[0], call[1]) {
      case ("destroy", _), ("down", _), ("stack", "rm"), ("state", "delete"): findings.add(pulumi, scene)
      case ("cancel", _), ("state", "unprotect"), ("stack", "import"):
        findings.add(pulumi, scene, verdict: .ask)
      case ("up", _), ("update", _), ("refresh", _), ("import", _):
        if call.options.has("yes", "y", "skip-preview") { findings.add(applyUnseen, scene) }
      default: return
      }
    case "fly", "flyctl", "heroku", "vercel", "netlify", "doctl", "railway", "wrangler", "hcloud", "linode-cli", "scw",
      "nomad", "consul", "vault", "firebase", "render", "oci", "ibmcloud", "supabase", "cf", "eb", "openstack", "exo",
      "civo", "upctl", "vultr-cli", "koyeb", "northflank":
      judge(platform: command, scene, &findings)
    case "cdk", "cdktf", "sls", "serverless", "sst", "copilot", "eksctl", "amplify", "sam":
      let call = Verbs(
        command, short: "ac", long: ["app", "context", "profile", "stage", "region"],
        flags: ["force", "require-approval"])
      if call.isHelp { return }
      switch call[0] {
      case "destroy", "remove", "delete": findings.add(otherDestroy, scene)
      case "app", "svc", "env", "job", "pipeline", "task":
        if call[1] == "delete" { findings.add(otherDestroy, scene) }
      case "deploy" where command.program == "cdk":
        if command.arguments.contains(where: { $0.value == "never" || $0.value == "--require-approval=never" }) {
          findings.add(applyUnseen, scene)
        }
      default: return
      }
    default: return
    }
  }

  private static func judge(terraform command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    // Terraform takes its options with one dash or two.
    let call = Verbs(command, long: ["target", "var", "var-file", "state", "out", "chdir="], singleDashLong: true)
    if call.options.has("help", "h") { return }
    var words = call.words
    let isTerragruntRun = words.first == "run-all" || words.first == "run"
    if isTerragruntRun { words.removeFirst() }
    if words.first?.hasSuffix("-all") == true { words[0] = String(words[0].dropLast(4)) }
    let verb = words.first ?? ""
    let next = words.count > 1 ? words[1] : ""
    switch verb {
    case "destroy": findings.add(destroy, scene)
    case "apply":
      if call.options.has("destroy") {
        findings.add(destroy, scene)
      } else if isTerragruntRun, call.options.has("terragrunt-non-interactive", "non-interactive") {
        findings.add(applyUnseen, scene)
      } else if call.options.options.contains(where: { $0.name == "auto-approve" && $0.value?.value != "false" }) {
        findings.add(applyUnseen, scene)
      }
    case "state": if next == "rm" || next == "push" || next == "replace-provider" { findings.add(state, scene) }
    case "workspace": if next == "delete" { findings.add(state, scene) }
    case "force-unlock", "taint", "untaint": findings.add(state, scene, verdict: .ask)
    default: return
    }
  }

  static let destroy = Rule(
    "terraform.destroy",
    catches: "`terraform destroy` and `apply -destroy`, also by OpenTofu and Terragrunt",
    why: "the infrastructure goes, with its data",
    instead: "`terraform plan -destroy` shows what would go; give the person the command",
    stops: [
      "terraform destroy", "tofu destroy -auto-approve", "terraform apply -destroy", "terragrunt run-all destroy",
      "terraform -chdir=infra destroy",
    ],
    passes: [
      "terraform plan -destroy", "terraform plan", "terraform validate", "terraform fmt", "terraform destroy -help",
    ])

  static let applyUnseen = Rule(
    "terraform.apply-unseen", .ask,
    catches: "`terraform apply -auto-approve`, `pulumi up --yes`, `cdk deploy --require-approval never`",
    why: "the plan is applied without anybody having read it",
    instead: "`terraform plan -out plan.bin`, show it, then `terraform apply plan.bin`",
    stops: [
      "terraform apply -auto-approve", "terraform apply --auto-approve -var x=1", "pulumi up --yes",
      "cdk deploy --require-approval never",
    ],
    passes: ["terraform apply plan.bin", "terraform plan -out plan.bin", "pulumi preview"])

  static let state = Rule(
    "terraform.state",
    catches: "`terraform state rm` and `push`, `workspace delete`; `force-unlock` and `taint` ask",
    why: "Terraform forgets what it made, and the next apply makes it twice or destroys it",
    instead: "`terraform state list` and `show` look; `terraform state pull > backup.tfstate` saves it first",
    stops: [
      "terraform state rm aws_instance.web", "terraform state push x.tfstate", "terraform workspace delete prod",
      "terraform force-unlock 1234",
    ],
    passes: ["terraform state list", "terraform state pull", "terraform workspace select dev"])

  static let pulumi = Rule(
    "terraform.pulumi-destroy",
    catches: "`pulumi destroy`, `pulumi stack rm` and `pulumi state delete`",
    why: "the infrastructure goes, or Pulumi forgets what it made",
    instead: "`pulumi preview` and `pulumi destroy --preview-only` show what would go",
    stops: ["pulumi destroy --yes", "pulumi stack rm prod", "pulumi state delete urn:pulumi:x"],
    passes: ["pulumi preview", "pulumi stack ls", "pulumi destroy --preview-only"])

  /// Hosting platforms and cluster services, whose verbs stand in the first words: `fly apps destroy`, `heroku pg:reset`.
  private static func judge(platform command: ResolvedCommand, _ scene: Scene, _ findings: inout Findings) {
    let call = Verbs(
      command, short: "a", long: ["app", "org", "team", "project", "scope", "name", "region", "address"],
      flags: ["yes", "force", "confirm", "remote", "recurse", "purge", "dry-run"], singleDashLong: false)
    if call.isHelp || call.options.has("dry-run") { return }
    let verbs = call.words.prefix(4)
    let isRemoval = verbs.contains { verb in
      switch verb.split(separator: ":").last.map(String.init) ?? verb {
      case "destroy", "delete", "remove", "rm", "reset", "terminate", "disable", "purge", "delete-table": true
      default: verb.hasSuffix("-delete")
      }
    }
    switch command.program {
    case "heroku", "fly", "flyctl", "doctl", "hcloud", "linode-cli", "scw", "oci", "ibmcloud", "render", "eb",
      "openstack", "exo", "civo", "upctl", "vultr-cli", "koyeb", "northflank":
      if isRemoval { findings.add(platform, scene) }
    case "vercel": if call[0] == "remove" || call[0] == "rm" || call[1] == "rm" { findings.add(platform, scene) }
    case "netlify": if isRemoval { findings.add(platform, scene) }
    case "supabase": if isRemoval, call[0] != "db" { findings.add(platform, scene) }
    case "cf":
      if call[0].hasPrefix("delete") || call[0] == "d" || call[0] == "ds" { findings.add(platform, scene) }
    case "railway": if call[0] == "down" || call[0] == "delete" { findings.add(platform, scene) }
    case "wrangler":
      if call[0] == "delete" || call[1] == "delete" || call[2] == "delete" { findings.add(platform, scene) }
    case "firebase":
      if isRemoval || call[0] == "firestore:delete" || call[0] == "functions:delete" { findings.add(platform, scene) }
    case "nomad":
      let purges = command.arguments.contains { $0.value == "-purge" || $0.value == "--purge" }
      if call[0] == "job", call[1] == "stop", purges { findings.add(platform, scene) }
      if call[0] == "system", call[1] == "gc" || call[0] == "namespace" && call[1] == "delete" {
        findings.add(platform, scene, verdict: .ask)
      }
    case "consul":
      let recurses = command.arguments.contains { $0.value == "-recurse" || $0.value == "--recurse" }
      if call.begins("kv", "delete"), recurses { findings.add(platform, scene) }
    case "vault":
      if call.begins("secrets", "disable") || call.begins("auth", "disable") || call.begins("kv", "metadata", "delete")
        || call.begins("kv", "destroy") || call.begins("operator", "seal") || call.begins("kv", "delete")
        || call.begins("delete")
      {
        findings.add(platform, scene)
      }
    default: return
    }
  }

  static let platform = Rule(
    "terraform.platform-destroy",
    catches:
      "destroying apps, machines and data at a hosting platform or cluster service: fly, heroku, vercel, netlify, doctl, railway, wrangler, firebase, supabase, hcloud, cf, eb, openstack, nomad, consul, vault",
    why: "what runs there serves others, and its data goes with it",
    instead:
      "list it first (`fly apps list`, `heroku apps:info`, `wrangler deployments list`), and give the person the command",
    stops: [
      "fly apps destroy shop --yes", "heroku apps:destroy shop --confirm shop", "heroku pg:reset -a shop",
      "vercel remove shop --yes", "netlify sites:delete x", "doctl compute droplet delete 1 -f", "wrangler delete",
      "firebase firestore:delete --all-collections", "consul kv delete -recurse shop", "vault secrets disable kv",
      "supabase projects delete x", "cf delete shop", "eb terminate prod", "openstack server delete x",
    ],
    passes: [
      "fly status", "fly deploy", "heroku logs -t", "vercel deploy", "netlify dev", "doctl compute droplet list",
      "wrangler dev", "vault kv get kv/shop", "consul kv get shop", "nomad job status",
    ])

  static let otherDestroy = Rule(
    "terraform.other-destroy",
    catches: "`cdk destroy`, `cdktf destroy`, `serverless remove`, `sam delete`, `copilot app delete`, `eksctl delete`",
    why: "the infrastructure goes, with its data",
    instead: "`cdk diff` shows what there is; give the person the command",
    stops: [
      "cdk destroy --force", "npx cdk destroy", "serverless remove --stage prod", "eksctl delete cluster shop",
      "sam delete --no-prompts", "copilot app delete",
    ],
    passes: ["cdk diff", "cdk synth", "serverless info"])
}
