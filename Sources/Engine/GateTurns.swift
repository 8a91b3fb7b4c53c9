internal import HookModel
internal import OS
internal import Synchronization

/// A gate that only this call runs, for as long as the value is there.
final class GateTurn: Sendable {
  private let lock: FileLock
  /// Whether another call had the turn before.
  let hadToWait: Bool

  init(_ lock: consuming FileLock, hadToWait: Bool) {
    self.lock = lock
    self.hadToWait = hadToWait
  }
}

/// The gates whose turn a call has taken, by the folder of its state. They are given back when the results are written.
enum GateTurns {
  /// Made at the first gate that runs: most calls run none, and the type's metadata costs time.
  private static let taken = Mutex<[(folder: String, turn: GateTurn)]>([])

  /// Takes a gate's turn, and returns what the call found that had it meanwhile, or just before for the same action.
  static func enter(
    _ gate: String, seconds: Double, _ store: StateStore?, isOfTwin: (GateResult) -> Bool
  ) -> GateResult? {
    guard let store, let turn = store.gateTurn(gate, seconds: seconds) else { return nil }
    taken.withLock { $0.append((store.folder, turn)) }
    guard let result = (try? store.gateResult(gate)) ?? nil else { return nil }
    return turn.hadToWait || isOfTwin(result) ? result : nil
  }

  /// Gives back what was taken.
  static func leave(_ store: StateStore?) {
    guard let store else { return }
    taken.withLock { turns in turns.removeAll { $0.folder == store.folder } }
  }
}
