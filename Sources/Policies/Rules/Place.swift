import HookModel
import PolicyFile

/// Where a path lies, as far as rules about losing what is there have to know.
enum Place: Equatable {
  /// `/` itself, or a folder of the system directly below it.
  case root
  /// The home folder, or one that contains it.
  case home
  /// The project's root, another of its folders that the agent was given, or a folder that contains one.
  case project
  /// A `.git` folder of the project.
  case repository
  /// Inside the project.
  case inside
  /// Inside a folder for temporary files, a cache, or where the policy file lets one write.
  case free
  /// Anywhere else.
  case outside
}

extension Scene {
  /// The path by which the kernel would reach `path` for removing it: a symlink at its end is not followed.
  func real(_ path: String) -> String {
    let clean = Paths.clean(path)
    if clean == "/" { return clean }
    let folder = facts.resolve(Paths.folder(of: clean))
    return folder == "/" ? "/\(Paths.last(clean))" : "\(folder)/\(Paths.last(clean))"
  }

  /// Where `path` (as from `real`) lies.
  func place(of path: String) -> Place {
    if path == "/" { return .root }
    let project = facts.project
    if let home = facts.home(of: nil), Paths.isInside(home, path) { return .home }
    for folder in project.inside where Paths.isInside(folder, path) { return .project }
    if Paths.isInside(project.root, path) { return .project }
    let isInside = Paths.isInside(path, project.root) || project.inside.contains { Paths.isInside(path, $0) }
    if isInside { return Paths.last(path) == ".git" ? .repository : .inside }
    if isFree(path) { return .free }
    return Paths.depth(path) == 1 ? .root : .outside
  }

  /// Whether the path lies in a folder for temporary files, in a cache, or where `allow-outside` lets one write.
  private func isFree(_ path: String) -> Bool {
    for folder in OutsideFolders.temporaryFolders(facts) where Paths.isStrictlyBelow(folder, path) { return true }
    if path.utf8.starts(with: "/var/folders/".utf8) || path.utf8.starts(with: "/private/var/folders/".utf8) {
      return true
    }
    let home = facts.home(of: nil)
    if OutsideFolders.isRebuilt(path, home: home) { return true }
    return files.contains { file in
      guard let table = file.protectedPaths, !table.allowOutside.isEmpty else { return false }
      let folder = file.folder.isEmpty ? facts.project.root : file.folder
      return table.outsidePatterns(folder: folder).match(path, home: home, isFolder: true) != nil
    }
  }

  /// Whether the place is one that is never to be lost whole.
  static func isGuarded(_ place: Place) -> Bool {
    switch place {
    case .root, .home, .project, .repository, .outside: true
    case .inside, .free: false
    }
  }

  /// Whether the path itself, or a folder around it inside the project, has a name that only generated things have.
  func isGenerated(_ path: String) -> Bool {
    let base = facts.project.inside.first { Paths.isInside(path, $0) } ?? facts.project.root
    guard path.utf8.count > base.utf8.count else { return false }
    var previous: Substring.UTF8View?
    for name in path.utf8.dropFirst(base.utf8.count).split(separator: UInt8(ascii: "/")) {
      // Bundler's own folder inside one that may hold anything.
      if name.elementsEqual("bundle".utf8), let previous, previous.elementsEqual("vendor".utf8) { return true }
      if Generated.isName(name) { return true }
      previous = name
    }
    return false
  }
}

/// Names that well-known tools give to what they can make again.
enum Generated {
  /// Files that tools write: logs, locks of package managers, compiled code.
  private static func isFile(_ name: String) -> Bool {
    switch name {
    case "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lockb", "bun.lock",
      "Podfile.lock", "Gemfile.lock", "Cargo.lock", "poetry.lock", "uv.lock", "Pipfile.lock", "composer.lock",
      "Package.resolved", "deno.lock", "flake.lock", ".terraform.lock.hcl", "nohup.out":
      return true
    default: break
    }
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.utf8.startIndex else { return false }
    switch name[name.index(after: dot)...] {
    case "pyc", "pyo", "o", "obj", "a", "so", "class", "log", "tmp", "temp", "pid", "swp", "gcda", "gcno", "profraw",
      "map", "tgz", "whl":
      return true
    default: return false
    }
  }

  static func isName(_ name: Substring.UTF8View) -> Bool {
    let text = String(Substring(name))
    switch text {
    case "node_modules", "bower_components", "jspm_packages", "dist", "build", "_build", "target", "out",
      "coverage", "htmlcov", ".nyc_output", ".coverage", ".next", ".nuxt", ".output", ".svelte-kit", ".astro", ".cache",
      ".parcel-cache", ".turbo", ".vite", ".angular", ".docusaurus", ".webpack", ".rollup.cache", ".eslintcache",
      ".stylelintcache", "storybook-static", ".expo", ".vercel", ".netlify", ".serverless", ".aws-sam",
      "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".ipynb_checkpoints", ".venv",
      "venv",
      ".virtualenv", ".tox", ".nox", ".eggs", "pip-wheel-metadata", "tmp", "temp", ".tmp", ".temp", "logs", ".gradle",
      ".kotlin", "Pods", "DerivedData", ".build", ".swiftpm", "bin", "obj", "cmake-build-debug", "cmake-build-release",
      "CMakeFiles", ".terraform", ".terragrunt-cache", ".bundle", ".sass-cache", ".jekyll-cache", "_site",
      ".dart_tool", "elm-stuff", ".stack-work", "dist-newstyle", ".zig-cache", "zig-out", "zig-cache", ".bloop",
      ".metals", ".scannerwork", "test-results", "playwright-report", "allure-results", ".DS_Store",
      ".rspec_status", "blib", "bazel-bin", "bazel-out", "bazel-testlogs", ".pnpm-store",
      ".pants.d", ".ccls-cache", ".clangd", "lcov-report", ".sonar", "site-packages":
      return true
    default:
      return text.hasSuffix(".egg-info") || text.hasSuffix(".dist-info") || text.hasSuffix(".tsbuildinfo")
        || text.hasPrefix("cmake-build-") || isFile(text)
    }
  }
}
