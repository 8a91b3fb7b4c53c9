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
  /// Whether it can be unset.
  var canBeUnset = false
  /// Whether programs get it.
  var isExported = false

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

/// A working directory that may be known.
struct Place: Equatable {
  /// The path, absolute; nil where it is unknown.
  var path: String?
}

/// What a shell knows at one point of a script.
struct ShellState {
  var variables: [String: Variable] = [:]
  /// The bodies that a function's name can stand for.
  var functions: [String: [Command]] = [:]
  var aliases: [String: String] = [:]
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
  var contents: [String: [String]] = [:]
  /// The folders that this script has made.
  var made: Set<String> = []
  /// `set -e`
  var stopsOnError = false
  /// `set -f`
  var ignoresWildcards = false
  /// `shopt -s dotglob`
  var wildcardsMatchDots = false
  /// Whether `exit`, `return`, `break` or `continue` was reached.
  var hasEnded = false
  /// Code that `trap` keeps for the end.
  var traps: [String] = []
  /// Goes up with every change, so that states that are the same need no comparing.
  var version = 0
}

extension ShellEvaluator {
  /// The union of two states, either of which can be the one that goes on.
  func merged(_ a: ShellState, _ b: ShellState) -> ShellState {
    if a.version == b.version { return a }
    if a.hasEnded { return b }
    if b.hasEnded { return a }
    var result = b
    for (name, variable) in a.variables {
      if let other = b.variables[name] {
        if other != variable { result.variables[name] = merged(variable, other, name) }
      } else {
        result.variables[name] = merged(variable, environmentVariable(name), name)
      }
    }
    for (name, variable) in b.variables where a.variables[name] == nil {
      result.variables[name] = merged(environmentVariable(name), variable, name)
    }
    for (name, bodies) in a.functions {
      var all = result.functions[name] ?? []
      for body in bodies where !all.contains(body) { all.append(body) }
      result.functions[name] = all
    }
    for place in a.places where !result.places.contains(place) { result.places.append(place) }
    if result.places.count > bounds.alternatives { result.places = [Place(path: nil)] }
    if a.previousPlace != b.previousPlace { result.previousPlace = Place(path: nil) }
    if a.positionals != b.positionals { result.positionals = [hole("a positional parameter")] }
    for (path, contents) in a.contents {
      result.contents[path] = union(contents, result.contents[path] ?? contents, "the content of \(path)")
    }
    result.made.formUnion(a.made)
    result.stopsOnError = a.stopsOnError && b.stopsOnError
    result.traps += a.traps.filter { !b.traps.contains($0) }
    if a.placeStack != b.placeStack { result.placeStack = [] }
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
      result.elements =
        a.elements == nil || b.elements == nil ? a.elements ?? b.elements : [hole("an element of $\(name)")]
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

  /// The texts that come of any of `a` with any of `b` behind it.
  func joined(_ a: [String], _ b: [String]) -> [String] {
    if b.count == 1, b[0].isEmpty { return a }
    if a.count == 1, a[0].isEmpty { return b }
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
