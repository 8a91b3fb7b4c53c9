internal import Dialects
public import Effects
public import HookModel
internal import JSON
internal import OS
internal import Policies
internal import PolicyFile

/// Judges one thing without doing it: no program of the policy runs, no state and no audit is written. The dry runs of the
/// command line, the policy's own tests and replays go through it.
public struct DryRun: Sendable {
  let options: EngineOptions
  let roots: Roots
  /// The policy files that count.
  public let configuration: Configuration
  let cwd: String

  /// Reads the policy.
  ///
  /// - Throws: `Failure` when a policy file is invalid or cannot be read.
  public init(options: EngineOptions, cwd: String? = nil) throws(Failure) {
    self.options = options
    self.cwd = cwd ?? (try? Surroundings.currentDirectory()) ?? "/"
    roots = Roots.find(named: options.project, remembered: nil, cwd: self.cwd)
    var sources = Configuration.Sources()
    sources.explicit = options.policy
    sources.folder = roots.policyFolder
    sources.user = Call.userPolicy(options)
    sources.home = options.environment("HOME")
    configuration = try Configuration.load(sources)
  }

  /// The project's root.
  public var root: String { roots.root }
  /// The folder of the policy, or the root without one.
  public var home: String { roots.home }
  /// The folder in which the policy file lies; nil without one.
  public var policyFolder: String? { roots.policyFolder }
  /// Where the user's own state lies.
  public var stateFolder: String? { Call.stateFolder(options) }

  /// The state of the project.
  ///
  /// - Throws: `Failure` where there is no place for one.
  public func store() throws(Failure) -> StateStore {
    do throws(StateError) {
      return try StateStore(root: roots.home, isConfigured: roots.policyFolder != nil || options.policy != nil)
    } catch {
      throw error.failure
    }
  }

  /// Lets the refused call that has the code pass once, in its session; a person's word, given at a terminal.
  ///
  /// - Returns: what is let through; nil where no refusal of the project's sessions has the code.
  public func allowOnce(_ code: String) throws(Failure) -> String? {
    let store = try store()
    do throws(StateError) { return try AllowOnce.allow(code.lowercased(), in: store) } catch { throw error.failure }
  }

  /// Where the audit of the project lies.
  public func auditFolder() throws(Failure) -> String {
    let folder = configuration.audit.folder.map { Paths.clean(Paths.join(roots.home, $0)) }
    if let folder { return folder }
    return try store().auditFolder
  }

  /// What is judged.
  public enum Subject: Sendable {
    case command(String)
    case write(String)
    case read(String)
    case delete(String)
    case prompt(String)
    case event(Event)
  }

  /// What came of it.
  public struct Outcome: Sendable {
    /// The event that was judged.
    public var event: Event
    /// Its effects.
    public var analysis: Analysis
    /// Every ruling.
    public var rulings: [Ruling]
    /// The strictest of them.
    public var verdict: Verdict
    /// The message that an agent would get.
    public var message: String
  }

  /// Judges it. `agent` is the agent that it would come from; one that can ask its person where none is named.
  public func judge(_ subject: Subject, agent: String = "claude-code") -> Outcome {
    let event = event(for: subject, agent: agent)
    let facts = facts(for: event)
    return outcome(of: event, Effects.of(event, facts: facts), facts)
  }

  func facts(for event: Event) -> LiveFacts { facts(additional: event.additionalDirectories) }

  func outcome(of event: Event, _ analysis: Analysis, _ facts: LiveFacts) -> Outcome {
    var nested = configuration
    if event.kind.isJudged { nested.addNested(for: analysis.effects, below: roots.home) }
    let rulings = Judge.rulings(on: event, analysis, files: nested.files, facts: facts)
    let verdict = Judge.told(rulings.strictest(), event)
    return Outcome(
      event: event, analysis: analysis, rulings: rulings, verdict: verdict,
      message: Messages.text(for: rulings, verdict: rulings.strictest()))
  }

  /// The world without a session, in which no program runs.
  func facts(additional: [String]) -> LiveFacts {
    LiveFacts(
      project: Project(root: roots.root, inside: roots.inside(additional: additional), branch: roots.branch),
      session: SessionState(), environmentValue: options.environment, folder: roots.home, gateResultOf: { _ in nil },
      isTrusted: { false }, runsPrograms: false)
  }

  private func event(for subject: Subject, agent: String) -> Event {
    if case .event(let event) = subject { return event }
    var event = Event(
      agent: agent, kind: .preToolUse, name: "PreToolUse", capabilities: [.deny, .ask, .context], payload: .null)
    event.cwd = cwd
    if let profile = Dialects.named(agent)?.events.first(where: { $0.kind == .preToolUse }) {
      event.capabilities = profile.capabilities
    }
    switch subject {
    case .command(let script):
      event.tool = ToolCall(
        name: "Bash", action: .shell(script: script, directory: nil), input: ["command": .string(script)])
    case .write(let path):
      event.tool = ToolCall(
        name: "Write", action: .write(path: path, content: nil), input: ["file_path": .string(path)])
    case .read(let path):
      event.tool = ToolCall(name: "Read", action: .read(paths: [path]), input: ["file_path": .string(path)])
    case .delete(let path):
      event.tool = ToolCall(name: "Delete", action: .delete(paths: [path]), input: ["path": .string(path)])
    case .prompt(let text):
      event.kind = .userPromptSubmit
      event.name = "UserPromptSubmit"
      event.prompt = Event.Prompt(text: text, isFromPerson: true)
    case .event: break
    }
    return event
  }
}
