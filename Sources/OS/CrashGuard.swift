internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What the process does about signals that are not about crashes.
public enum Signals {
  /// Makes a write to a pipe without a reader fail, instead of killing the process before it has kept its records.
  public static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }
}

/// Turns a crash of this process into an answer. A trap in Swift code, a stack overflow or an abort would end the process
/// by a signal, which agents take for "no opinion"; the guard writes a prepared message and exits with a prepared code,
/// so that what could not be judged is refused.
public enum CrashGuard {
  /// Installs the guard: an alternate stack, because a stack that overflowed cannot run anything, and the handlers.
  ///
  /// - Parameters:
  ///   - exitCode: The code to exit with.
  ///   - message: What is written to standard error.
  ///   - output: What is written to standard output.
  public static func install(exitCode: Int32, message: String, output: String = "") {
    arm(exitCode: exitCode, message: message, output: output)
    let size = 65_536
    let stack = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    var alternate = unsafe stack_t()
    unsafe alternate.ss_sp = unsafe stack
    unsafe alternate.ss_size = numericCast(size)
    unsafe _ = sigaltstack(&alternate, nil)
    var action = sigaction()
    let handler: @convention(c) (Int32) -> Void = { _ in CrashGuard.answer() }
    #if canImport(Darwin)
      unsafe action.__sigaction_u.__sa_handler = handler
      action.sa_flags = SA_ONSTACK | SA_NODEFER
    #else
      unsafe action.__sigaction_handler.sa_handler = handler
      action.sa_flags = SA_ONSTACK | SA_NODEFER
    #endif
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE] { unsafe _ = sigaction(number, &action, nil) }
  }

  /// Prepares another answer, once it is known what would be right for this agent and event.
  public static func arm(exitCode: Int32, message: String, output: String = "") {
    // The bytes are laid down now: a handler may not allocate. An earlier answer is not freed, as a handler on another
    // thread might just be writing it; a process arms a few times at the most.
    let prepared = UnsafeMutablePointer<Prepared>.allocate(capacity: 1)
    unsafe prepared.initialize(to: Prepared(code: exitCode, message: Bytes(message), output: Bytes(output)))
    current.store(UInt(bitPattern: prepared), ordering: .releasing)
  }

  /// Changes the exit code and keeps what would be written.
  public static func arm(exitCode: Int32) {
    guard let old = unsafe UnsafeMutablePointer<Prepared>(bitPattern: current.load(ordering: .acquiring)) else {
      return
    }
    let prepared = UnsafeMutablePointer<Prepared>.allocate(capacity: 1)
    unsafe prepared.initialize(to: Prepared(code: exitCode, message: old.pointee.message, output: old.pointee.output))
    current.store(UInt(bitPattern: prepared), ordering: .releasing)
  }

  @unsafe private struct Bytes {
    let start: UnsafeMutableRawPointer
    let count: Int

    init(_ text: String) {
      unsafe count = text.utf8.count
      unsafe start = UnsafeMutableRawPointer.allocate(byteCount: max(1, count), alignment: 1)
      unsafe UnsafeMutableRawBufferPointer(start: start, count: count).copyBytes(from: text.utf8)
    }
  }

  @unsafe private struct Prepared {
    let code: Int32
    let message: Bytes
    let output: Bytes
  }

  private static let current = Atomic<UInt>(0)

  /// The handler: only calls that POSIX allows in one.
  private static func answer() {
    guard let prepared = unsafe UnsafeMutablePointer<Prepared>(bitPattern: current.load(ordering: .acquiring)) else {
      _exit(2)
    }
    unsafe _ = write(1, prepared.pointee.output.start, prepared.pointee.output.count)
    unsafe _ = write(2, prepared.pointee.message.start, prepared.pointee.message.count)
    unsafe _exit(prepared.pointee.code)
  }
}
