internal import Dialects
internal import JSON

/// Why a configuration file is left as it is.
struct SettingsProblem: Error, Equatable {
  var message: String
  var line: Int
  var column: Int
}

/// The edits of an agent's configuration, as text to text.
struct SettingsText {
  /// Whether the map of events is the whole file or the member `hooks` of it, and whether an event's handlers stand in
  /// groups.
  var shape: Installation.Shape
  /// Whether the agent reads its file with comments in it.
  var allowsComments = false

  init(_ installation: Installation, _ scope: InstallScope) {
    shape = installation.shape(in: scope)
    allowsComments = installation.allowsComments
  }

  /// The value of a text; nil where it is none.
  func value(of bytes: [UInt8]) -> JSONValue? {
    (try? read(bytes)).map { $0.value($0.root) }
  }

  /// Whether a text is an object with nothing in it.
  func isEmpty(_ bytes: [UInt8]) throws(SettingsProblem) -> Bool {
    let spans = try read(bytes)
    return spans.root.children.isEmpty && spans.comments.isEmpty
  }

  /// The text with the fragment's entries in it: a missing one is added, an older one of ours brought up to date, any
  /// further one of ours taken out. nil or an empty text stands for a file that is not there yet.
  func installing(_ fragment: HookFragment, in text: [UInt8]?) throws(SettingsProblem) -> [UInt8] {
    var bytes = text ?? []
    if Self.isBlank(bytes) { bytes = Array("{}\n".utf8) }
    let layout = JSONLayout(of: try read(bytes))
    let wanted = Set(fragment.entries.map(\.event))
    for event in try ourEvents(in: bytes) where !wanted.contains(event) {
      bytes = try removingOurs(from: event, in: bytes)
    }
    for entry in fragment.entries { bytes = try setting(entry, in: bytes, layout) }
    return bytes
  }

  private func read(_ bytes: [UInt8]) throws(SettingsProblem) -> JSONSpans {
    try JSONSpans(bytes, allowsComments: allowsComments)
  }

  /// Whether a text has nothing in it but white space.
  static func isBlank(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  /// The text without any entry of ours, and without what would be left of the containers that only held ours.
  func uninstalling(from text: [UInt8]) throws(SettingsProblem) -> [UInt8] {
    var bytes = text
    for event in try ourEvents(in: bytes) { bytes = try removingOurs(from: event, in: bytes) }
    return bytes
  }

  /// The events at which the text has entries of ours.
  func ourEvents(in text: [UInt8]) throws(SettingsProblem) -> [String] {
    let spans = try read(text)
    guard let map = try eventMap(spans) else { return [] }
    var found: [String] = []
    for member in map.members ?? [] {
      let groups = spans.value(member.value).array ?? []
      let handlers = shape == .versionedFlatEvents ? groups : groups.flatMap { $0["hooks"]?.array ?? [] }
      if handlers.contains(where: HookFragment.isOurs) { found.append(member.name) }
    }
    return found
  }

  private func setting(
    _ entry: HookFragment.Entry, in bytes: [UInt8], _ layout: JSONLayout
  ) throws(SettingsProblem) -> [UInt8] {
    var bytes = bytes
    var spans = try read(bytes)
    if shape == .versionedFlatEvents, spans.root.members?.isEmpty == true {
      bytes = spans.appending("\"version\": 1", to: spans.root, layout)
      spans = try read(bytes)
    }
    if try eventMap(spans) == nil {
      bytes = spans.appending("\"hooks\"\(layout.isSpaced ? ": " : ":"){}", to: spans.root, layout)
      spans = try read(bytes)
    }
    guard let map = try eventMap(spans) else { return bytes }
    guard let member = map.member(entry.event) else {
      return spans.appending(layout.oneLine(entry.event, .array([entry.group])), to: map, layout)
    }
    let groups = try self.groups(of: member, spans)
    let ours = groups.indices.filter { groups[$0].ours.count > 0 }
    if let own = ours.first(where: { groups[$0].isOursAlone }) {
      // One group of ours stays, where it stands; the others go first, so that no span moves before its use.
      if ours.count > 1, let other = ours.last(where: { $0 != own }) {
        return try setting(entry, in: removingOurs(from: groups[other], at: other, member, spans), layout)
      }
      if spans.value(groups[own].node) == entry.group { return bytes }
      return spans.replacing(groups[own].node.span, with: layout.oneLine(entry.group))
    }
    if let shared = ours.last {
      return try setting(entry, in: removingOurs(from: groups[shared], at: shared, member, spans), layout)
    }
    return spans.appending(layout.oneLine(entry.group), to: member.value, layout)
  }

  private func removingOurs(from event: String, in bytes: [UInt8]) throws(SettingsProblem) -> [UInt8] {
    var bytes = bytes
    while true {
      let spans = try read(bytes)
      guard let map = try eventMap(spans), let members = map.members,
        let index = members.firstIndex(where: { $0.name == event })
      else { return bytes }
      let groups = try self.groups(of: members[index], spans)
      guard let group = groups.lastIndex(where: { !$0.ours.isEmpty }) else { return bytes }
      guard groups.count == 1, groups[group].isOursAlone else {
        bytes = removingOurs(from: groups[group], at: group, members[index], spans)
        continue
      }
      guard members.count == 1, shape != .bareEventMap else { return spans.removing(index, from: map) }
      guard let hooks = spans.root.members?.firstIndex(where: { $0.name == "hooks" }) else { return bytes }
      return spans.removing(hooks, from: spans.root)
    }
  }

  /// The text without the last of our handlers in a group, or without the group where it holds nothing else.
  private func removingOurs(
    from group: Group, at index: Int, _ member: JSONSpans.Member, _ spans: JSONSpans
  ) -> [UInt8] {
    guard !group.isOursAlone, let handler = group.ours.last else { return spans.removing(index, from: member.value) }
    return spans.removing(handler, from: group.handlers)
  }

  /// One element of an event's array: a matcher and its handlers.
  private struct Group {
    var node: JSONSpans.Node
    var handlers: JSONSpans.Node
    /// The indexes of our handlers.
    var ours: [Int]
    /// Whether there is no handler of anybody else in it.
    var isOursAlone: Bool
  }

  private func groups(of member: JSONSpans.Member, _ spans: JSONSpans) throws(SettingsProblem) -> [Group] {
    guard let elements = member.value.elements else {
      throw problem("hooks.\(member.name)", "array", member.value, spans)
    }
    var groups: [Group] = []
    for (index, element) in elements.enumerated() {
      let path = "hooks.\(member.name)[\(index)]"
      guard element.members != nil else { throw problem(path, "object", element, spans) }
      if shape == .versionedFlatEvents {
        let isOurs = HookFragment.isOurs(spans.value(element))
        groups.append(Group(node: element, handlers: element, ours: isOurs ? [0] : [], isOursAlone: isOurs))
        continue
      }
      guard let handlers = element.member("hooks")?.value else {
        throw problem(path, "object with a member \"hooks\"", element, spans)
      }
      guard let list = handlers.elements else { throw problem("\(path).hooks", "array", handlers, spans) }
      let ours = list.indices.filter { HookFragment.isOurs(spans.value(list[$0])) }
      let isOursAlone = !ours.isEmpty && ours.count == list.count
      groups.append(Group(node: element, handlers: handlers, ours: ours, isOursAlone: isOursAlone))
    }
    return groups
  }

  /// The object from events to groups; nil where there is none yet.
  private func eventMap(_ spans: JSONSpans) throws(SettingsProblem) -> JSONSpans.Node? {
    guard spans.root.members != nil else { throw problem("the file", "object", spans.root, spans) }
    if shape == .bareEventMap { return spans.root }
    guard let hooks = spans.root.member("hooks")?.value else { return nil }
    guard hooks.members != nil else { throw problem("hooks", "object", hooks, spans) }
    return hooks
  }

  private func problem(
    _ path: String, _ expected: String, _ node: JSONSpans.Node, _ spans: JSONSpans
  ) -> SettingsProblem {
    let place = spans.place(of: node.span.lowerBound)
    return SettingsProblem(
      message: "\(path): expected an \(expected), found \(spans.value(node).typeName)", line: place.line,
      column: place.column)
  }
}
