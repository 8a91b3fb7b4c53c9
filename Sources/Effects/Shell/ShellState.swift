import HookModel
import ShellSyntax

/// A variable of the script.
struct Variable: Equatable {
  /// What it can hold; none for a variable that is unset. More than one where branches differ.
  var values: [String]
  /// The elements of an array, `values` then being its first one.
  var elements: [String]?
  /// The subscripts of an associative array, beside `elements`.
  var keys: [String]?
  /// The variable that it is another name of (`declare -n`).
  var reference: String?
  /// Whether it can be unset.
  var canBeUnset = false
  /// What becomes of the letters of each value that it gets (`declare -u`, `declare -l`).
  var letters = Letters.kept
  /// Whether programs get it.
  var isExported = false

  enum Letters {
    case kept
    case upper
    case lower
  }

  /// A variable with one value.
  init(_ value: String, isExported: Bool = false) {
    values = [value]
    self.isExported = isExported
  }

  /// An array.
  init(elements: [String]) {
    values = elements.first.map { [$0] } ?? []
    self.elements = elements
  }

  /// A variable that is unset.
  static var unset: Variable {
    var variable = Variable("")
    variable.values = []
    variable.canBeUnset = true
    return variable
  }
}

/// A function's body.
struct FunctionBody {
  var command: Command
  /// The text that it stands in.
  var source: String
  /// Whether that is the script of the tool call.
  var isDirect: Bool

  /// Whether both are the same place of the same text.
  func isSame(as other: FunctionBody) -> Bool {
    command.span == other.command.span && isDirect == other.isDirect && source == other.source
  }
}

/// The variables of a shell, and which of them the programs get that it runs.
struct Variables {
  private(set) var all = NameMap()
  /// Those of `all` that are exported: all that a further shell begins with.
  private(set) var exported = NameMap()

  subscript(_ name: String) -> Variable? {
    get {
      guard case .variable(let variable)? = all[name] else { return nil }
      return variable
    }
    set {
      let value = newValue.map { NameMap.Value.variable($0) }
      all[name] = value
      if newValue?.isExported == true { exported[name] = value } else { exported[name] = nil }
    }
  }

  /// What a shell sees that is started here.
  var inherited: Variables {
    var variables = Variables()
    variables.all = exported
    variables.exported = exported
    return variables
  }

  /// Variables that can be either the ones or the others; `merge` is asked about those that differ.
  static func union(
    _ a: Variables, _ b: Variables, _ merge: (String, Variable?, Variable?) -> Variable?
  ) -> Variables {
    var result = Variables()
    let choose = { (name: String, one: NameMap.Value?, other: NameMap.Value?) -> NameMap.Choice in
      var (first, second): (Variable?, Variable?)
      if case .variable(let variable)? = one { first = variable }
      if case .variable(let variable)? = other { second = variable }
      if first == second { return .first }
      let merged = merge(name, first, second)
      return merged.map { merged == first ? .first : merged == second ? .second : .other(.variable($0)) } ?? .neither
    }
    result.all = NameMap.union(a.all, b.all, choose)
    // Only names that may differ are looked at, and each is exported if its union is.
    result.exported = NameMap.union(a.exported, b.exported) { name, _, _ in
      guard case .variable(let variable)? = result.all[name], variable.isExported else { return .neither }
      return .other(.variable(variable))
    }
    return result
  }

  /// Calls `body` for each variable that may differ.
  static func differences(_ a: Variables, _ b: Variables, _ body: (String, Variable?, Variable?) -> Void) {
    NameMap.differences(a.all, b.all) { name, one, other in
      var (first, second): (Variable?, Variable?)
      if case .variable(let variable)? = one { first = variable }
      if case .variable(let variable)? = other { second = variable }
      if first != second { body(name, first, second) }
    }
  }
}

/// Texts under names: what files hold, what aliases and traps stand for.
struct Texts {
  private(set) var map = NameMap()

  subscript(_ name: String) -> [String]? {
    get {
      guard case .texts(let texts)? = map[name] else { return nil }
      return texts
    }
    set { map[name] = newValue.map { .texts($0) } }
  }

  var isEmpty: Bool { map.isEmpty }
  var names: [String] { map.names() }

  /// Texts that can be either the ones or the others; `merge` is asked about those that differ.
  static func union(_ a: Texts, _ b: Texts, _ merge: (String, [String]?, [String]?) -> [String]?) -> Texts {
    var result = Texts()
    result.map = NameMap.union(a.map, b.map) { name, one, other in
      var (first, second): ([String]?, [String]?)
      if case .texts(let texts)? = one { first = texts }
      if case .texts(let texts)? = other { second = texts }
      if first == second { return .first }
      return merge(name, first, second).map { .other(.texts($0)) } ?? .neither
    }
    return result
  }
}

/// A working directory that may be known.
struct Place: Equatable {
  /// The path, absolute; nil where it is unknown.
  var path: String?
}

/// What a shell knows at one point of a script.
struct ShellState {
  var variables = Variables()
  /// The bodies that a function's name can stand for.
  private(set) var functions = NameMap()
  /// What an alias can stand for.
  var aliases = Texts()
  /// Where it can be.
  var places: [Place]
  var previousPlace: Place?
  var placeStack: [Place] = []
  var positionals: [String] = []
  /// What `$0` is.
  var name = "sh"
  /// The script file that is being read; empty for the tool's own command.
  var scriptFile = ""
  /// What standard input has: nil where it is the tool's own.
  var input: String?
  /// The contents that this script has given to files (and to `/dev/fd` names of its own).
  var contents = Texts()
  /// The folders that this script has made.
  var made = Texts()
  /// What lies elsewhere than its path says: for a folder in a container or below a mount that this script has made, the folder
  /// of this machine that stands there.
  var mounts = Texts()
  /// Where the symbolic links lead that this script has made.
  var links = Texts()
  /// Whether it is a shell that knows POSIX's language alone (`sh`, `dash`).
  var isPOSIX = false
  /// `set -e`
  var stopsOnError = false
  /// `set -f`
  var ignoresWildcards = false
  /// `shopt -s dotglob`
  var wildcardsMatchDots = false
  /// `shopt -s nullglob`
  var wildcardsMayVanish = false
  /// Whether `exit`, `return`, `break` or `continue` was reached.
  var hasEnded = false
  /// The code that `trap` keeps for each signal or event.
  var traps = Texts()
  /// Goes up with every change, so that states that are the same need no comparing.
  var version = 0

  /// What a function's name can stand for.
  func bodies(of function: String) -> [FunctionBody]? {
    guard case .bodies(let bodies)? = functions[function] else { return nil }
    return bodies
  }

  /// Defines a function, or takes its definition away.
  mutating func define(_ function: String, _ bodies: [FunctionBody]?) {
    functions[function] = bodies.map { .bodies($0) }
  }

  /// Gives a shell what is common to both of two states.
  fileprivate mutating func setFunctions(_ map: NameMap) { functions = map }
}

/// The union of any number of states, which takes little more time than there are changes: each state is united with one that
/// came of about as many others.
struct StateUnion {
  private struct Part {
    var count: Int
    var state: ShellState
  }

  /// The part that came last, and those before it: as a rule there are none.
  private var last: Part?
  private var earlier: [Part] = []

  /// Adds a state that can be the one that goes on.
  mutating func add(_ state: ShellState, _ evaluator: ShellEvaluator) {
    var part = Part(count: 1, state: state)
    while let before = last, before.count <= part.count {
      part = Part(count: before.count + part.count, state: evaluator.merged(before.state, part.state))
      last = earlier.popLast()
    }
    if let last { earlier.append(last) }
    last = part
  }

  /// The union; nil of no state.
  mutating func result(_ evaluator: ShellEvaluator) -> ShellState? {
    guard var whole = last else { return nil }
    while let before = earlier.popLast() {
      whole = Part(count: before.count + whole.count, state: evaluator.merged(before.state, whole.state))
    }
    last = whole
    return whole.state
  }

  var isEmpty: Bool { last == nil }
}

extension ShellEvaluator {
  /// How many bodies a function can have at once.
  var functionBodies: Int { 4 * bounds.alternatives }

  /// The union of two states, either of which can be the one that goes on.
  func merged(_ a: ShellState, _ b: ShellState) -> ShellState {
    if a.version == b.version { return a }
    if a.hasEnded { return b }
    if b.hasEnded { return a }
    var result = b
    result.version = newVersion()
    result.variables = Variables.union(a.variables, b.variables) { name, one, other in
      merged(one ?? environmentVariable(name), other ?? environmentVariable(name), name)
    }
    result.setFunctions(
      NameMap.union(a.functions, b.functions) { _, one, other in
        guard case .bodies(var all)? = one else { return .second }
        guard case .bodies(let others)? = other else { return .first }
        // One body too many is kept, so that it shows that there are.
        for body in others where all.count <= functionBodies && !all.contains(where: { $0.isSame(as: body) }) {
          all.append(body)
        }
        return .other(.bodies(all))
      })
    result.aliases = Texts.union(a.aliases, b.aliases) { _, one, other in
      union(one ?? [], other ?? [], "what an alias stands for")
    }
    for place in a.places where !result.places.contains(place) { result.places.append(place) }
    if result.places.count > bounds.alternatives { result.places = [Place(path: nil)] }
    if a.previousPlace != b.previousPlace { result.previousPlace = Place(path: nil) }
    if a.positionals != b.positionals { result.positionals = [hole("a positional parameter", isList: true)] }
    result.contents = Texts.union(a.contents, b.contents) { path, one, other in
      // A file that only one of them has written still is what it was in the other.
      union(one ?? other ?? [], other ?? one ?? [], "the content of \(path)")
    }
    result.made = Texts.union(a.made, b.made) { _, one, other in one ?? other }
    result.mounts = Texts.union(a.mounts, b.mounts) { _, one, other in one ?? other }
    result.links = Texts.union(a.links, b.links) { _, one, other in one ?? other }
    result.stopsOnError = a.stopsOnError && b.stopsOnError
    result.traps = Texts.union(a.traps, b.traps) { _, one, other in
      union(one ?? [], other ?? [], "one of several traps")
    }
    if a.placeStack != b.placeStack { result.placeStack = [Place(path: nil)] }
    return result
  }

  /// What a variable is that the script has not set: the environment's, or something unknown.
  private func environmentVariable(_ name: String) -> Variable {
    if let known = knownVariable(name) {
      var variable = Variable(known)
      variable.isExported = true
      return variable
    }
    return Variable(hole("the value of $\(name)"))
  }

  private func merged(_ a: Variable, _ b: Variable, _ name: String) -> Variable {
    var result = b
    result.values = union(a.values, b.values, "the value of $\(name)")
    result.canBeUnset = a.canBeUnset || b.canBeUnset
    result.isExported = a.isExported || b.isExported
    if a.elements != b.elements {
      result.elements = [hole("an element of $\(name)", isList: true)]
      result.keys = nil
    }
    return result
  }

  /// The values of both, without doubles; one unknown value where they are too many.
  func union(_ a: [String], _ b: [String], _ what: @autoclosure () -> String) -> [String] {
    if a == b { return a }
    var all = a
    for value in b where !all.contains(value) { all.append(value) }
    return all.count > bounds.alternatives ? [hole(what())] : all
  }

  /// Puts `more` behind what has been printed so far.
  func append(_ more: [String], to printed: inout [String]) {
    if printed.count == 1, more.count == 1 {
      charge(more[0].utf8.count)
      printed[0] += more[0]
      if printed[0].utf8.count > bounds.valueBytes { printed[0] = hole("a long text") }
    } else {
      printed = joined(printed, more)
    }
  }

  /// The texts that come of any of `a` with any of `b` behind it.
  func joined(_ a: [String], _ b: [String]) -> [String] {
    if b.count == 1, b[0].isEmpty { return a }
    if a.count == 1, a[0].isEmpty { return b }
    for text in a { charge(text.utf8.count) }
    for text in b { charge(text.utf8.count) }
    if a.count == 1, b.count == 1 {
      let text = a[0] + b[0]
      return text.utf8.count > bounds.valueBytes ? [hole("a long text")] : [text]
    }
    var all: [String] = []
    for first in a {
      for second in b where !all.contains(first + second) {
        all.append(first + second)
        if all.count > bounds.alternatives { return [hole("one of several texts")] }
      }
    }
    return all
  }
}
