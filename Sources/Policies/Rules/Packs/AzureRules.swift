import HookModel

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
    if call.begins("deployment"), command.arguments.contains(where: { $0.value?.lowercased() == "complete" }) {
      findings.add(group, scene, why: "in the mode Complete everything that the template does not name is deleted")
      return
    }
    let verbs = call.words.prefix(5)
    guard
      verbs.contains(where: {
        $0 == "delete" || $0 == "purge" || $0 == "delete-batch" || $0 == "stop-protection" || $0 == "remove"
      })
    else { return }
    switch call[0] {
    case "group", "sql", "postgres", "mysql", "cosmosdb", "storage", "keyvault", "aks", "vm", "redis", "ad", "account",
      "resource", "disk", "snapshot", "backup", "acr", "mariadb", "synapse", "eventhubs", "servicebus", "lock", "vmss":
      findings.add(group, scene)
    default: findings.add(delete, scene)
    }
  }

  static let group = Rule(
    "azure.destroy",
    catches:
      "deleting resource groups, databases, storage, key vaults, clusters, disks, backups and machines; `azd down`; deployments in mode Complete",
    why: "everything in it goes with it, data included",
    instead: "`az ... show` looks at it; give the person the command",
    stops: [
      "az group delete --name shop --yes", "az sql db delete -n shop -g g -s s", "az storage account delete -n x",
      "az keyvault purge -n x", "azd down", "az deployment group create -g g -f a.bicep --mode Complete",
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
