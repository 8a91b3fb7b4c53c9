#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The processor time of the calling thread: what a test may bound, since it does not grow when other tests run beside it.
public enum ThreadTime {
  /// The processor time that `body` takes.
  public static func measure(_ body: () throws -> Void) rethrows -> Duration {
    let start = now
    try body()
    return now - start
  }

  private static var now: Duration {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(Int(time.tv_sec)) + .nanoseconds(Int(time.tv_nsec))
  }
}
