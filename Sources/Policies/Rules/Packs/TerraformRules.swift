import HookModel

/// Pack `terraform`: Terraform, OpenTofu, Terragrunt, Pulumi, CDK and the Serverless framework.
enum TerraformRules {
  static var all: [Rule] { [destroy, applyUnseen, state, pulumi, otherDestroy] }

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
      case ("up", _), ("update", _):
        if call.options.has("yes", "y", "skip-preview") { findings.add(applyUnseen, scene) }
      default: return
      }
    case "cdk", "cdktf", "sls", "serverless", "sst", "copilot", "eksctl", "amplify":
      let call = Verbs(
        command, short: "ac", long: ["app", "context", "profile", "stage", "region"],
        flags: ["force", "require-approval"])
      if call.isHelp { return }
      switch call[0] {
      case "destroy", "remove", "delete": findings.add(otherDestroy, scene)
      case "deploy" where program == "cdk":
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
    if words.first == "run-all" || words.first == "run" { words.removeFirst() }
    let verb = words.first ?? ""
    let next = words.count > 1 ? words[1] : ""
    switch verb {
    case "destroy": findings.add(destroy, scene)
    case "apply":
      if call.options.has("destroy") {
        findings.add(destroy, scene)
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

  static let otherDestroy = Rule(
    "terraform.other-destroy",
    catches: "`cdk destroy`, `cdktf destroy`, `serverless remove`, `eksctl delete`",
    why: "the infrastructure goes, with its data",
    instead: "`cdk diff` shows what there is; give the person the command",
    stops: ["cdk destroy --force", "npx cdk destroy", "serverless remove --stage prod", "eksctl delete cluster shop"],
    passes: ["cdk diff", "cdk synth", "serverless info"])
}
