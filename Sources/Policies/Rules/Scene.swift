import HookModel
import PolicyFile

/// What a rule may look at: one effect, the simple command that it belongs to, and what came before it in the tool call.
struct Scene {
  let facts: any Facts
  let files: [PolicyFile]
  let effects: [Effect]
  /// The index of the effect that is judged.
  var index = 0
  /// The simple command that the effect belongs to: the effect's own, or the one before it with the same origin.
  var command: ResolvedCommand?
  /// The `find` that was seen last, for what it deletes.
  var find: FindCommand?
  /// What the unknown leads to.
  var unknown: UnknownSettings
  /// What the commands before the judged effect have done, as far as rules ask for it.
  private(set) var past = Past()
  private let memory = SceneMemory()

  init(_ context: PolicyContext, unknown: UnknownSettings = UnknownSettings()) {
    facts = context.facts
    files = context.files
    effects = context.effects
    self.unknown = unknown
  }

  /// The effect that is judged.
  var effect: Effect { effects[index] }

  /// The program that the effect belongs to.
  var program: String? { command?.program }

  /// What a message calls the thing that is judged: the simple command, or the tool.
  var subject: String {
    let owner = commandIndex ?? index
    if memory.subjectOwner == owner { return memory.subject }
    let text = command?.commandLine ?? effect.origin.text
    memory.subjectOwner = owner
    memory.subject = text.utf8.count > 160 ? String(text.prefix(150)) + "…" : text
    return memory.subject
  }

  /// Where the command that the effect belongs to stands among the effects.
  private var commandIndex: Int?

  /// Goes on to the effect at `index` and finds its command.
  mutating func advance(to index: Int) {
    while past.count < index { past.add(effects[past.count], facts) }
    self.index = index
    let effect = effects[index]
    if case .run(let command) = effect.action {
      self.command = command
      commandIndex = index
      hasEmptyArgument = command.arguments.contains { $0.value == "" }
      lastOrigin = effect.origin
      switch command.program {
      case "find", "fd", "gfind", "fdfind", "ls", "git": if let found = FindCommand(command) { find = found }
      default: break
      }
    } else if let lastOrigin, lastOrigin.span == effect.origin.span, lastOrigin.text == effect.origin.text {
      return
    } else {
      command = nil
      commandIndex = nil
      lastOrigin = nil
      hasEmptyArgument = false
    }
  }

  /// Whether the command that the effect belongs to has an empty argument.
  private(set) var hasEmptyArgument = false

  private var lastOrigin: Effect.Origin?

  /// `word` as an absolute path, seen from the command's directory; nil where that is unknown.
  func absolute(_ word: String, in directory: String? = nil) -> String? {
    if word.utf8.first == UInt8(ascii: "/") { return Paths.clean(word) }
    guard let base = directory ?? command?.directory else { return nil }
    return Paths.clean(base + "/" + word)
  }

  /// Whether an earlier effect of this tool call wrote at or below `path`, so that git's answer about it is out of date.
  func wroteEarlier(below path: String) -> Bool {
    past.written.count > Past.mostCompared || past.written.contains { Paths.isInside($0, path) }
  }

  /// Whether an earlier command of this tool call moved something to `path` or below it; what lies there is then no
  /// longer the rubbish that its name promises.
  func movedEarlier(to path: String) -> Bool {
    past.moved.count > Past.mostCompared
      || past.moved.contains { Paths.isInside($0, path) || Paths.isInside(path, $0) }
  }

  /// Whether an earlier command of this tool call made the folder, which is not there yet.
  func madeEarlier(_ path: String) -> Bool {
    guard !past.folders.isEmpty, facts.kind(of: path) == nil, !movedEarlier(to: path) else { return false }
    return past.folders.suffix(Past.mostCompared).contains { Paths.isInside(path, $0) }
  }

  /// The commands whose output stands in the words of the judged one (`$(env)`, `<(env)`), in order.
  var substituted: [ResolvedCommand] {
    guard let command, command.arguments.contains(where: { $0.value == nil || isSubstitution($0.spelling) }) else {
      return []
    }
    let origin = effect.origin
    return effects[max(0, index - 4 * Past.mostCompared)..<index].compactMap { earlier in
      guard case .run(let inner) = earlier.action, earlier.origin.through == origin.through else { return nil }
      if let span = origin.span, let within = earlier.origin.span, within != span {
        return span.lowerBound <= within.lowerBound && within.upperBound <= span.upperBound ? inner : nil
      }
      // In code that a word carries all commands stand at the place of that word, so the spelling has to tell.
      guard let name = inner.program else { return nil }
      let isNamed = command.arguments.contains { argument in
        isSubstitution(argument.spelling) && WordGlob.matches("*\(name)*", argument.spelling)
      }
      return isNamed ? inner : nil
    }
  }

  private func isSubstitution(_ spelling: String) -> Bool {
    spelling.utf8.contains(UInt8(ascii: "(")) || spelling.utf8.contains(UInt8(ascii: "`"))
  }

  /// Git's answer in a folder of the project. Each question runs git, so one tool call has a number of them; what is beyond
  /// stands as if git could not answer.
  func git(_ question: GitQuestion) -> Bool {
    guard memory.questions < SceneMemory.mostQuestions else { return false }
    memory.questions += 1
    return facts.git(question) == .yes
  }

  /// The first program that sends what the judged command prints, behind any number of filters: `env | base64 | curl`.
  var sender: String? {
    guard let command, !command.pipedTo.isEmpty else { return nil }
    if memory.readers.isEmpty { memory.readers = [Int32](repeating: SceneMemory.unknown, count: effects.count) }
    if let direct = command.pipedTo.first(where: SecretRules.isSender) { return direct }
    // Each pipeline is walked once: what is found out counts for every command on the way.
    var way = [index]
    var readers = command.pipedTo
    var found = SceneMemory.none
    var next = index + 1
    scan: while next < effects.count {
      defer { next += 1 }
      guard case .run(let later) = effects[next].action, let program = later.program, readers.last == program else {
        continue
      }
      if memory.readers[next] != SceneMemory.unknown {
        found = memory.readers[next]
        break
      }
      if later.pipedTo.contains(where: SecretRules.isSender) {
        found = Int32(next)
        break scan
      }
      way.append(next)
      if later.pipedTo.isEmpty { break }
      readers = later.pipedTo
    }
    for index in way { memory.readers[index] = found }
    guard found >= 0, case .run(let last) = effects[Int(found)].action else { return nil }
    return last.pipedTo.first(where: SecretRules.isSender)
  }
}

/// What the commands before the judged effect have done: filled as the scene goes on, so that no rule has to look through
/// all of them for each effect.
struct Past {
  /// With more places than this, comparing each path with all of them would take too long, and the cautious answer stands.
  static let mostCompared = 1_000

  /// How many effects are in it.
  private(set) var count = 0
  /// The paths that were written.
  private(set) var written: [String] = []
  /// The paths that `mv` wrote.
  private(set) var moved: [String] = []
  /// The folders that were made.
  private(set) var folders: [String] = []
  /// The files into which the environment was printed.
  private(set) var dumps: [String] = []
  /// Whether a file of secrets became part of the environment.
  private(set) var hasSourcedSecret = false
  /// Whether git was pointed to another repository by an exported variable.
  private(set) var pointsGitElsewhere = false

  private var isMoving = false
  private var isSourcing = false
  private var dumper: Effect.Origin?

  mutating func add(_ effect: Effect, _ facts: any Facts) {
    count += 1
    switch effect.action {
    case .run(let command):
      isMoving = command.program == "mv"
      isSourcing = command.program == "source" || command.program == "."
      dumper = SecretRules.isDump(command) ? effect.origin : nil
      switch command.program {
      case "export", "declare", "typeset":
        if command.arguments.contains(where: { Self.pointsGit($0.knownPrefix) }) { pointsGitElsewhere = true }
      default: break
      }
    case .write(let target, let kind, _):
      guard let path = target.path else { return }
      if kind != .attributes { written.append(path) }
      if isMoving { moved.append(path) }
      if kind == .folder { folders.append(path) }
      if let dumper, dumper == effect.origin { dumps.append(path) }
    case .read(let target, .use):
      if isSourcing, let path = target.path, SecretRules.isSecret(path, home: facts.home(of: nil)) {
        hasSourcedSecret = true
      }
    default: return
    }
  }

  private static func pointsGit(_ word: String) -> Bool {
    word.utf8.starts(with: "GIT_DIR=".utf8) || word.utf8.starts(with: "GIT_WORK_TREE=".utf8)
  }
}

/// What is found out once for a whole tool call.
private final class SceneMemory {
  static let mostQuestions = 64
  static let unknown: Int32 = -2
  static let none: Int32 = -1

  var questions = 0
  var subjectOwner = -1
  var subject = ""
  /// For each command, which later one's output is sent away; empty until a rule asks.
  var readers: [Int32] = []
}

/// What the unknown leads to, from `[commands]`.
struct UnknownSettings {
  var program = Verdict.allow
  var delete = Verdict.ask
  var inlineCode = Verdict.allow
}

extension Paths {
  /// Whether `path` lies below `folder` and is not the folder itself.
  static func isStrictlyBelow(_ folder: String, _ path: String) -> Bool { folder != path && isInside(path, folder) }

  /// How many names a clean path has: 0 for `/`.
  static func depth(_ path: String) -> Int {
    path == "/" ? 0 : path.utf8.count { $0 == UInt8(ascii: "/") }
  }
}
