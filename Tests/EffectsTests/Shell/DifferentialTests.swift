import Effects
import Foundation
import HookModel
import TestSupport
import Testing

/// What bash really runs is among what was predicted: small random scripts, whose programs are markers that write their folder
/// and their words into a log, are run in a folder of their own.
///
/// `TAFFRAIL_DIFFERENTIAL=5000 swift test --filter DifferentialTests` runs that many instead of a few; `TAFFRAIL_SEED` chooses which.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")))
struct DifferentialTests {
  /// A command that a marker wrote down.
  struct Executed {
    var folder: String
    var program: String
    var arguments: [String]
  }

  @Test func everyCommandIsPredicted() throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["TAFFRAIL_DIFFERENTIAL"].flatMap { Int($0) } ?? 120
    var scripts = RandomScripts(seed: environment["TAFFRAIL_SEED"].flatMap { UInt64($0) } ?? 7)
    let sandbox = try Sandbox()
    var executed = 0
    var judged = 0
    for start in stride(from: 0, to: count, by: 100) {
      let texts = (start..<min(start + 100, count)).map { _ in scripts.next() }
      for (text, commands) in zip(texts, try sandbox.run(texts)) {
        let analysis = ShellEffects.analyse(text, directory: sandbox.work, facts: sandbox.facts)
        guard analysis.unjudged.isEmpty else { continue }
        judged += 1
        executed += commands.count
        for command in commands where !isPredicted(command, analysis) {
          Issue.record("\(command) is not predicted:\n\(text)\n\(Notation.lines(analysis).joined(separator: "\n"))")
        }
      }
    }
    // The scripts that bash takes are most of them, and they run something.
    #expect(judged > count * 8 / 10)
    #expect(executed > judged)
    if environment["TAFFRAIL_DIFFERENTIAL"] != nil { print("\(judged) scripts, \(executed) commands") }
  }

  private func isPredicted(_ executed: Executed, _ analysis: Analysis) -> Bool {
    analysis.effects.contains { effect in
      guard case .run(let command) = effect.action else { return false }
      guard command.program == nil || command.program == executed.program else { return false }
      guard command.directory == nil || command.directory == executed.folder else { return false }
      // An unknown word may be any number of words.
      var rest = executed.arguments[...]
      let isOpen = command.arguments.contains { $0.value == nil }
      for argument in command.arguments {
        guard let value = argument.value else { continue }
        guard let place = isOpen ? rest.firstIndex(of: value) : rest.first == value ? rest.startIndex : nil else {
          return command.program == nil
        }
        rest = rest[(place + 1)...]
      }
      return isOpen || rest.isEmpty || command.program == nil
    }
  }

  /// A folder in which scripts can do what they want with the markers.
  final class Sandbox {
    let folder: String
    var work: String { folder + "/work" }
    static let files = ["f1", "a", "b", "sub/g1", "sub/g2"]

    init() throws {
      folder =
        URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path + "/differential-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var facts: FakeFacts {
      let files = Dictionary(uniqueKeysWithValues: Self.files.map { ("\(work)/\($0)", "") })
      return FakeFacts(root: work, files: files, environment: ["HOME": work, "TMPDIR": "/tmp"], home: work)
    }

    /// What each script ran; nothing for one that is no script.
    func run(_ scripts: [String]) throws -> [[Executed]] {
      for (index, script) in scripts.enumerated() {
        try script.write(toFile: "\(folder)/script.\(index)", atomically: false, encoding: .utf8)
      }
      let process = Process()
      process.executableURL = URL(filePath: "/bin/bash")
      process.arguments = ["-c", Self.driver, "driver", folder, String(scripts.count)]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      process.standardInput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return try scripts.indices.map { index in
        let log = try Data(contentsOf: URL(filePath: "\(folder)/log.\(index)"))
        return String(decoding: log, as: UTF8.self).split(separator: "\u{1}\u{0}").map { record in
          let words = record.split(separator: "\u{0}", omittingEmptySubsequences: false).dropLast().map(String.init)
          return Executed(folder: words[0], program: words[1], arguments: Array(words[2...]))
        }
      }
    }

    private static let driver = #"""
      cd "$1" && mkdir -p bin || exit
      for marker in m1 m2 m3; do
        printf '%s\n' '#!/bin/bash' \
          '{ printf "%s\0" "$PWD" "${0##*/}" "$@"; printf "\1\0"; } >> "$MARKER_LOG"' > bin/$marker
        chmod +x bin/$marker
      done
      for tool in env xargs find nohup nice timeout sh bash cat echo printf true false dirname basename tr mkdir pwd seq \
        stdbuf setsid sort head tail tee sed cut chmod; do
        path=$(command -v -p "$tool") && case $path in /*) ln -sf "$path" "bin/$tool" ;; esac
      done
      for ((i = 0; i < $2; i++)); do
        rm -rf work && mkdir -p work/sub && touch work/{f1,a,b} work/sub/{g1,g2} && : > "log.$i"
        bash -n "script.$i" || continue
        (
          cd work && exec timeout -s KILL 5 env -i FUNCNEST=50 PATH="$1/bin" HOME="$1/work" TMPDIR=/tmp LC_ALL=C.UTF-8 \
            MARKER_LOG="$1/log.$i" bash -O expand_aliases -c "$(< "../script.$i")" sh
        )
      done
      """#
  }
}
