internal import HookModel
internal import OS
internal import PolicyFile

/// An index of a policy's rules that is open for this call; the last of those that are is linked to the ones before it.
final class OpenRuleIndex: Sendable {
  /// Which of the configuration's files it is of.
  let position: Int
  let head: RuleIndexHead
  /// The file with the rules that the index does not have.
  let policy: PolicyFile
  let earlier: OpenRuleIndex?
  private let file: OpenFile

  init?(_ place: String, identity: RuleIndexes.Identity, _ earlier: OpenRuleIndex?, position: Int, of file: PolicyFile)
  {
    guard let open = try? OpenFile(place, for: .read), let status = try? open.status(),
      status.modified >= identity.settled,
      let prefix = try? open.read(at: 0, count: RuleIndexHead.prefixCount),
      let count = RuleIndexHead.count(prefix), count <= status.size,
      let bytes = try? open.read(at: 0, count: count),
      let head = RuleIndexHead(bytes, identity: identity.bytes),
      let policy = head.policy(
        layer: file.layer, path: file.path, folder: file.folder, displayName: file.displayName)
    else { return nil }
    self.file = open
    self.head = head
    self.policy = policy
    self.position = position
    self.earlier = earlier
  }

  /// The file with the rules that can be about the commands among the effects; nil where they cannot be read.
  func policy(for effects: [Effect]) -> PolicyFile? {
    let rules = head.rules(for: effects)
    guard !rules.isEmpty else { return policy }
    var selection = RuleIndexHead.Selection()
    for rule in rules {
      guard let record = try? file.read(at: head.place(ofRecord: rule), count: RuleIndexHead.recordCount),
        let range = RuleIndexHead.place(record),
        let text = try? file.read(at: range.lowerBound, count: range.count), text.count == range.count
      else { return nil }
      selection.add(text, record: record)
    }
    var selected = policy
    return selection.add(to: &selected) ? selected : nil
  }
}

/// Indexes of large policy files, kept beside their last valid forms.
enum RuleIndexes {
  /// Smaller files are read faster than their index.
  static let smallest = 4_096

  /// What says that a policy file is still the one that an index was made of.
  struct Identity {
    let bytes: [UInt8]
    /// From when on, in nanoseconds since 1970, a change of the file would show in its times: the clock of a file system
    /// stands still for milliseconds, that of some for two seconds.
    let settled: Int

    init(_ status: FileStatus, _ layer: PolicyLayer) {
      var bytes = Array(Version.current.utf8)
      bytes.append(UInt8(layer.rawValue))
      for number in [status.size, status.modified, status.changed, Int(bitPattern: UInt(status.inode))] {
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
      }
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: status.device >> (8 * UInt64(shift)))) }
      self.bytes = bytes
      let hasWholeSeconds = status.changed % 1_000_000_000 == 0
      settled = max(status.changed, status.modified) + (hasWholeSeconds ? 2_500_000_000 : 50_000_000)
    }
  }

  /// Where the index of a policy file is kept.
  static func place(of path: String, in folder: String?) -> String? {
    LastValid.place(of: path, in: folder).map { $0 + ".index" }
  }

  /// Keeps an index for the next call; one that cannot be kept costs time and nothing else.
  static func keep(_ index: RuleIndex, of path: String, _ identity: Identity, in folder: String?) {
    guard let place = place(of: path, in: folder), Clock.milliseconds() * 1_000_000 > identity.settled else { return }
    do throws(OSError) {
      try File.makeFolders(Paths.folder(of: place), mode: 0o700)
      try File.replace(place, with: index.encoded(for: identity.bytes), mode: 0o600)
    } catch {}
  }
}
