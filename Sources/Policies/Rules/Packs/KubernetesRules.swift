import HookModel

/// Pack `kubernetes`: kubectl, oc and helm.
enum KubernetesRules {
  static var all: [Rule] { [deleteWide, delete, disrupt, helm, cluster] }

  static func judge(_ command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings) {
    switch LookupName(program) {
    case "kubectl", "oc", "k", "k3s", "microk8s":
      var call = Verbs(
        command, short: "nflokcsp",
        long: [
          "namespace", "context", "cluster", "kubeconfig", "filename", "selector", "output", "kustomize",
          "grace-period",
          "timeout", "replicas", "patch", "type", "user", "server", "token", "field-selector", "as", "dry-run=",
        ],
        flags: ["all", "all-namespaces", "force", "prune", "dry-run", "wait", "cascade", "ignore-not-found", "now"])
      if call.words.first == "kubectl" {
        var inner = command
        inner.arguments.removeFirst()
        call = Verbs(
          inner, short: "nflokcs", long: ["namespace", "context", "filename", "selector"],
          flags: ["all", "force", "dry-run"])
      }
      if call.isHelp || isTrial(call) { return }
      judge(kubectl: call, scene, &findings)
    case "helm":
      let call = Verbs(
        command, short: "nf", long: ["namespace", "kube-context", "kubeconfig", "timeout", "values", "set", "version"],
        flags: ["dry-run", "keep-history", "wait", "force", "install", "atomic", "reuse-values"])
      if call.isHelp || call.options.has("dry-run") { return }
      switch call[0] {
      case "uninstall", "delete", "del", "un", "rollback": findings.add(helm, scene)
      case "upgrade":
        if call.options.has("force") {
          findings.add(disrupt, scene, why: "--force deletes resources and makes them again, volumes included")
        }
      default: return
      }
    case "minikube", "kind", "k3d", "kubeadm", "kops", "argocd", "flux", "istioctl", "velero", "skaffold", "ocm",
      "rosa",
      "linkerd", "cilium":
      judge(cluster: command, program, scene, &findings)
    default: return
    }
  }

  /// The tools that make clusters and what is deployed to them.
  private static func judge(
    cluster command: ResolvedCommand, _ program: String, _ scene: Scene, _ findings: inout Findings
  ) {
    let call = Verbs(
      command, short: "npf", long: ["name", "profile", "namespace", "context", "filename", "kubeconfig"],
      flags: ["all", "purge", "yes", "dry-run", "cascade"])
    if call.isHelp || call.options.has("dry-run") { return }
    switch (program, call[0], call[1]) {
    case ("minikube", "delete", _), ("kind", "delete", "cluster"), ("kind", "delete", "clusters"),
      ("k3d", "cluster", "delete"), ("kubeadm", "reset", _), ("rosa", "delete", _):
      let isLocal = program == "minikube" || program == "kind" || program == "k3d"
      findings.add(cluster, scene, verdict: isLocal ? .ask : .deny)
    case ("kops", "delete", _): if call.options.has("yes") { findings.add(cluster, scene) }
    case ("argocd", "app", "delete"), ("argocd", "cluster", "rm"), ("argocd", "proj", "delete"), ("flux", "delete", _),
      ("flux", "uninstall", _), ("istioctl", "uninstall", _), ("velero", "backup", "delete"), ("skaffold", "delete", _),
      ("linkerd", "uninstall", _), ("cilium", "uninstall", _):
      findings.add(helm, scene)
    default: return
    }
  }

  private static func isTrial(_ call: Verbs) -> Bool {
    call.options.options.contains { $0.name == "dry-run" && $0.value?.value != "none" }
  }

  private static func judge(kubectl call: Verbs, _ scene: Scene, _ findings: inout Findings) {
    switch call[0] {
    case "delete":
      let kind = call[1].prefix { $0 != "/" }.lowercased()
      let isWide = call.options.has("all", "A", "all-namespaces")
      switch kind {
      case "namespace", "namespaces", "ns", "pv", "persistentvolume", "persistentvolumes", "pvc",
        "persistentvolumeclaim",
        "persistentvolumeclaims", "crd", "crds", "customresourcedefinition", "node", "nodes", "no", "statefulset",
        "statefulsets", "sts", "all", "project", "projects", "storageclass", "storageclasses", "sc", "apiservice",
        "customresourcedefinitions", "volumesnapshot", "volumesnapshots", "cluster", "clusters":
        findings.add(deleteWide, scene)
      default: findings.add(isWide ? deleteWide : delete, scene)
      }
    case "drain", "cordon", "taint": findings.add(disrupt, scene)
    case "replace": if call.options.has("force") { findings.add(disrupt, scene) }
    case "scale":
      if call.options.values(of: "replicas").contains(where: { $0.value == "0" }) { findings.add(disrupt, scene) }
    case "apply":
      if call.options.has("prune") {
        findings.add(deleteWide, scene, verdict: .ask, why: "--prune deletes every resource that the files do not name")
      }
    case "patch":
      if call.options.options.contains(where: { WordGlob.matches("*finalizers*", $0.value?.value ?? "") }) {
        findings.add(disrupt, scene, why: "without its finalizers a resource goes before what it holds is cleaned up")
      }
    case "config":
      switch call[1] {
      case "delete-context", "delete-cluster", "delete-user", "unset": findings.add(disrupt, scene)
      default: return
      }
    case "rollout": if call[1] == "undo" || call[1] == "restart" { findings.add(disrupt, scene) }
    default: return
    }
  }

  static let deleteWide = Rule(
    "kubernetes.delete-wide",
    catches:
      "`kubectl delete` of namespaces, volumes, custom resource definitions, nodes, stateful sets, and with `--all`",
    why: "everything in it goes with it, data included",
    instead: "`kubectl get` and `kubectl delete ... --dry-run=server` show what would go; name single resources",
    stops: [
      "kubectl delete namespace shop", "kubectl -n shop delete pvc data-0", "kubectl delete pods --all",
      "kubectl delete crd widgets.example.com",
    ],
    passes: [
      "kubectl get ns", "kubectl delete ns shop --dry-run=client", "kubectl describe pvc data-0",
      "kubectl apply -f a.yaml",
    ])

  static let delete = Rule(
    "kubernetes.delete", .ask,
    catches: "every other `kubectl delete`",
    why: "what runs there may serve others",
    instead: "`kubectl delete ... --dry-run=server` shows what would go",
    stops: ["kubectl delete pod web-1", "kubectl delete -f deploy.yaml", "oc delete deployment/web"],
    passes: ["kubectl logs web-1", "kubectl delete pod web-1 --dry-run=server"])

  static let disrupt = Rule(
    "kubernetes.disrupt", .ask,
    catches:
      "`kubectl drain`, `cordon`, `replace --force`, `scale --replicas=0`, `rollout undo` and `restart`, `patch` of finalizers, `config delete-context`; `helm upgrade --force`",
    why: "what runs there stops or moves for everybody",
    instead: "`kubectl get` and `kubectl diff -f FILE` look without changing",
    stops: [
      "kubectl drain node-1", "kubectl scale deploy/web --replicas=0", "kubectl rollout undo deploy/web",
      "kubectl replace --force -f a.yaml", "helm upgrade shop . --force", "kubectl config delete-context prod",
    ],
    passes: ["kubectl scale deploy/web --replicas=3", "kubectl rollout status deploy/web", "kubectl diff -f a.yaml"])

  static let cluster = Rule(
    "kubernetes.cluster-delete",
    catches: "deleting or resetting a cluster: `kubeadm reset`, `kops delete`; local ones (minikube, kind, k3d) ask",
    why: "everything that runs there goes with it, volumes included",
    instead: "`kubectl get all -A` shows what runs there; give the person the command",
    stops: ["kubeadm reset -f", "kops delete cluster shop --yes", "minikube delete", "kind delete cluster"],
    passes: ["minikube stop", "minikube status", "kind get clusters", "kops get cluster", "kops delete cluster shop"])

  static let helm = Rule(
    "kubernetes.helm-uninstall",
    catches: "`helm uninstall` and `helm rollback`; deletes by argocd, flux, istioctl, velero and skaffold",
    why: "every resource of the release goes or changes, data included",
    instead: "`helm uninstall NAME --dry-run` shows what would go; `helm history NAME` shows what was",
    stops: [
      "helm uninstall shop", "helm delete shop -n prod", "helm rollback shop 3", "argocd app delete shop",
      "flux uninstall",
    ],
    passes: ["helm list", "helm uninstall shop --dry-run", "helm template .", "helm upgrade --install shop ."])
}
