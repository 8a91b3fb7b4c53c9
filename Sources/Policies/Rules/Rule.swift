public import HookModel

/// A built-in rule: what it stops, with its documentation. The examples are run as tests, so the text cannot lie.
///
/// A rule is touched only when it fires or is documented; the judging code finds its way to it by `switch` over program
/// names, so a rule whose program does not occur costs nothing.
public struct Rule: Sendable {
  /// The id: the pack, then what is caught: `core.git.reset-hard`.
  public var id: String
  /// What it leads to where nobody has switched it.
  public var severity: Verdict
  /// What it catches, as the end of the sentence "It catches ...".
  public var catches: String
  /// Why that matters, as one clause.
  public var why: String
  /// What to do instead: something that passes.
  public var instead: String
  /// Shell command lines that the rule must stop.
  public var stops: [String]
  /// Look-alikes that the rule must leave alone.
  public var passes: [String]
  /// The first version that has it.
  public var since: String

  init(
    _ id: String, _ severity: Verdict = .deny, catches: String, why: String, instead: String, stops: [String],
    passes: [String], since: String = "0.1.0"
  ) {
    self.id = id
    self.severity = severity
    self.catches = catches
    self.why = why
    self.instead = instead
    self.stops = stops
    self.passes = passes
    self.since = since
  }

  /// The pack, which is the first word of the id.
  public var pack: String {
    String(decoding: id.utf8.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
  }

  /// Whether a person's allow or switch can take it away; self-protection stays.
  public var isLiftable: Bool { !id.utf8.starts(with: "core.guard.".utf8) }
}

/// A set of built-in rules that is switched on as one.
public enum RulePack: String, Sendable, CaseIterable {
  case core
  case docker
  case kubernetes
  case terraform
  case aws
  case gcloud
  case azure
  case database
  case forge
  case packages
  case system

  /// One line for people.
  public var summary: String {
    switch self {
    case .core: "what cannot be undone on any machine: deletes, git, disks, downloads that are executed, SQL, secrets"
    case .docker: "containers, images, volumes, compose projects and the machines they run in"
    case .kubernetes: "kubectl, helm and the tools that make clusters"
    case .terraform: "Terraform, OpenTofu, Pulumi and hosting platforms"
    case .aws: "the AWS command line and other tools for S3"
    case .gcloud: "Google Cloud's command line, gsutil and bq"
    case .azure: "the Azure command line"
    case .database:
      "Redis, MongoDB, search indexes, message brokers, PostgreSQL's tools and the reset commands of migration tools"
    case .forge: "repositories, releases and secrets on GitHub and GitLab"
    case .packages: "publishing to package registries, and uninstalling for the whole machine"
    case .system: "services, users, firewalls, networks, boot, backups and system packages"
    }
  }

  /// The pack's rules.
  public var rules: [Rule] {
    switch self {
    case .core:
      DeleteRules.all + PermissionRules.all + GitRules.all + DiskRules.all + SystemRules.all + ExecutionRules.all
        + SQLRules.all + SecretRules.all + GuardRules.all + UnknownRules.all
    case .docker: DockerRules.all
    case .kubernetes: KubernetesRules.all
    case .terraform: TerraformRules.all
    case .aws: AWSRules.all
    case .gcloud: GoogleCloudRules.all
    case .azure: AzureRules.all
    case .database: DatabaseRules.all
    case .forge: ForgeRules.all
    case .packages: PackageRules.all
    case .system: ServiceRules.all
    }
  }
}

/// The built-in rules.
public enum Rules {
  /// Every rule of every pack, in the order in which they are documented.
  public static var all: [Rule] { RulePack.allCases.flatMap(\.rules) }

  /// The rule with that id.
  public static func rule(_ id: String) -> Rule? { all.first { $0.id == id } }
}
