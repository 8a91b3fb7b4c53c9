import Effects
import Foundation
import HookModel
import OS
import Testing

@testable import Engine

/// Commands that write, run in made-up trees full of links: what the kernel has changed afterwards must be among what was
/// predicted before. `TAFFRAIL_ROUNDS` asks for more rounds than the suite's own.
@Suite struct KernelTests {
  /// One way of writing: `{p}` is the path, spelled at random, `{f}` its folder and `{n}` its name, `{s}` another file.
  static let roads = [
    "echo M > {p}", "echo M >> {p}", "echo M | tee {p}", "echo M | tee -a {p}", "cp {s} {p}", "cp -f {s} {p}",
    "cp {s} {f}/", "cp --remove-destination {s} {p}", "mv {s} {p}", "mv {s} {f}/", "sed -i s/^/M/ {p}",
    "sed -i --follow-symlinks s/^/M/ {p}", "perl -pi -e 's/^/M/' {p}", "ln -f {s} {p}", "ln -sf /nowhere {p}",
    "python3 -c \"open('{p}','w').write('M')\"", "dd if={s} of={p} status=none", "install {s} {p}",
    "truncate -s 1 {p}", "rm -f {p}", "(cd {f} && echo M > {n})", "cd {f}; rm -f {n}", "cat {s} > {p}",
    "sort -o {p} {s}", "awk 'BEGIN { print \"M\" > \"{p}\" }'", "D={f}; echo M > \"$D/{n}\"",
    "exec 3> {p}; echo M >&3", "printf 'echo M > {p}' | sh", "sh -c 'echo M > \"$0\"' {p}",
    "echo M > /proc/self/cwd/{p}", "for x in {p}; do echo M > \"$x\"; done", "find {f}/ -maxdepth 1 -name {n} -delete",
    "printf '%s' {p} | xargs rm -f", "tar cf - {s} | tar xf - -C {f}", "split -l 1 {s} {p}", "unlink {p}",
    "cat > w.sh <<'E'\necho M > {p}\nE\nsh w.sh", "cd {f} && cd .. && echo M > here", "rmdir {p} 2>/dev/null; : > {p}",
  ]

  struct Random {
    var state: UInt64
    mutating func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    mutating func pick<T>(_ list: [T]) -> T { list[next() % list.count] }
  }

  @Test func whatTheKernelChangesIsPredicted() throws {
    let rounds = ProcessInfo.processInfo.environment["TAFFRAIL_ROUNDS"].flatMap { Int($0) } ?? 160
    let folder = NSTemporaryDirectory() + "taffrail-kernel-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var random = Random(state: 20_251_128)
    var changedRounds = 0
    for round in 0..<rounds {
      let root = try Path.resolve("\(folder)/\(round)")
      try Self.makeTree(root, &random)
      let command = Self.command(&random)
      let predicted = try Self.prediction(of: command, in: root)
      let before = Self.snapshot(root)
      Self.run(command, in: root)
      let after = Self.snapshot(root)
      let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      if !changed.isEmpty { changedRounds += 1 }
      for path in changed {
        #expect(
          predicted.contains { path == $0 || ($0.hasSuffix("*") && path.hasPrefix($0.dropLast())) },
          "round \(round): `\(command)` changed \(path.dropFirst(root.count)); predicted \(predicted.map { $0.dropFirst(root.count) })"
        )
      }
      try? FileManager.default.removeItem(atPath: root)
    }
    // Commands that fail change nothing; were it most of them, the test would say nothing.
    #expect(changedRounds * 2 > rounds, "\(changedRounds) of \(rounds) rounds changed something")
  }

  /// Folders, files, and links to folders, to files, to each other and to nowhere.
  static func makeTree(_ root: String, _ random: inout Random) throws {
    let files = FileManager.default
    for name in ["a", "b/c", "d"] {
      try files.createDirectory(atPath: "\(root)/\(name)", withIntermediateDirectories: true)
    }
    for name in ["a/x", "b/x", "b/c/x", "d/y", "x", "s"] {
      try "old \(name)\nline\n".write(toFile: "\(root)/\(name)", atomically: false, encoding: .utf8)
    }
    let targets = [
      "a", "b/c", "../a", "../b", "a/x", "../a/x", "x", "nowhere", "../d/new", "\(root)/b", "\(root)/d/y", "l1",
    ]
    for name in ["l1", "l2", "a/l", "b/l", "d/x", "b/c/y"] where random.next() % 4 != 0 {
      try? files.createSymbolicLink(atPath: "\(root)/\(name)", withDestinationPath: random.pick(targets))
    }
  }

  static func command(_ random: inout Random) -> String {
    let folders = ["a", "b", "b/c", "d", "l1", "l2", "a/l", "b/l", ".", "l1/..", "b/c/..", "b//c", "./a/.", "a/../d"]
    let folder = random.pick(folders)
    let name = random.pick(["x", "x", "y", "new", "l"])
    return random.pick(roads).replacingOccurrences(of: "{p}", with: "\(folder)/\(name)")
      .replacingOccurrences(of: "{f}", with: folder).replacingOccurrences(of: "{n}", with: name)
      .replacingOccurrences(of: "{s}", with: "s")
  }

  /// Every path that a policy would be asked about: where a name leads, and the name itself; `*` at the end for all that begins so.
  static func prediction(of command: String, in root: String) throws -> Set<String> {
    let dryRun = try DryRun(options: EngineOptions(project: root), cwd: root)
    let outcome = dryRun.judge(.command(command))
    let facts = dryRun.facts(additional: [])
    var paths: Set<String> = []
    for effect in outcome.analysis.effects {
      let target: Target
      switch effect.action {
      case .write(let written, _, _): target = written
      case .delete(let deleted, _): target = deleted
      default: continue
      }
      if let path = target.path {
        paths.insert(facts.resolve(path))
        paths.insert(HookModel.Paths.join(facts.resolve(HookModel.Paths.folder(of: path)), HookModel.Paths.last(path)))
      } else if let folder = target.knownFolder {
        paths.insert(facts.resolve(folder) + "/*")
      }
    }
    return paths
  }

  /// What stands at each path below the root: a file's inode and content, a link's target.
  static func snapshot(_ root: String) -> [String: String] {
    var found: [String: String] = [:]
    var folders = [root]
    while let folder = folders.popLast() {
      for name in (try? File.names(in: folder)) ?? [] {
        let path = "\(folder)/\(name)"
        switch File.kind(of: path) {
        case .folder?: folders.append(path)
        case .symlink?:
          found[path] = "-> " + ((try? FileManager.default.destinationOfSymbolicLink(atPath: path)) ?? "?")
        default: found[path] = (try? String(contentsOfFile: path, encoding: .utf8)) ?? "?"
        }
      }
    }
    return found
  }

  static func run(_ command: String, in root: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(filePath: root)
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": root, "LC_ALL": "C"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
  }
}
