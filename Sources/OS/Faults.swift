internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Lets a test make the n-th call of the operating system fail. In a program that never uses it the cost is one branch
/// a call. A plan is about the thread that made it, so tests may run side by side.
package enum Faults {
  /// What goes wrong.
  package struct Plan: Sendable {
    /// The call that fails first, from 1.
    package var call: Int
    /// The error number it fails with.
    package var code: Int32
    /// Whether every call after it fails, too, as if the process had been killed there.
    package var persists: Bool

    /// Creates a plan.
    package init(call: Int, code: Int32, persists: Bool = false) {
      self.call = call
      self.code = code
      self.persists = persists
    }
  }

  /// Runs `body` under a plan.
  ///
  /// - Returns: what `body` returns, and how many calls it made; a plan whose call is beyond that did nothing.
  package static func inject<Value, Failure: Error>(
    _ plan: Plan, _ body: () throws(Failure) -> Value
  ) -> (result: Result<Value, Failure>, calls: Int) {
    let thread = currentThread
    plans.withLock { $0[thread] = (plan, 0) }
    isArmed.store(true, ordering: .relaxed)
    let result: Result<Value, Failure>
    do throws(Failure) { result = .success(try body()) } catch { result = .failure(error) }
    let calls = plans.withLock { $0.removeValue(forKey: thread)?.calls ?? 0 }
    return (result, calls)
  }

  private static let plans = Mutex<[UInt: (plan: Plan, calls: Int)]>([:])
  private static let isArmed = Atomic<Bool>(false)

  private static var currentThread: UInt {
    #if canImport(Darwin)
      unsafe UInt(bitPattern: pthread_self())
    #else
      pthread_self()
    #endif
  }

  /// The error number with which the call that is about to be made has to fail, or nil.
  @inline(__always)
  static var next: Int32? {
    guard isArmed.load(ordering: .relaxed) else { return nil }
    return planned
  }

  @inline(never)
  private static var planned: Int32? {
    let thread = currentThread
    return plans.withLock { all -> Int32? in
      guard var entry = all[thread] else { return nil }
      entry.calls += 1
      all[thread] = entry
      let strikes = entry.plan.persists ? entry.calls >= entry.plan.call : entry.calls == entry.plan.call
      return strikes ? entry.plan.code : nil
    }
  }
}
