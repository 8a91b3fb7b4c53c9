internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Runs a program to its end or to its time limit, whichever comes first.
///
/// This is posix_spawn and poll, not swift-subprocess: that looks its file actions up with `dlsym`, which a fully static
/// executable does not have; it needs the concurrency runtime and a thread of its own, which every hook would pay for
/// at start; and it collects output until every writer has closed the pipe, so that a gate which leaves a server
/// running in the background would hold the agent until that server ends.
public enum ChildProcess {
  /// How a run ended.
  public enum Ending: Sendable, Equatable {
    /// By itself, with this exit code.
    case exited(Int)
    /// By a signal that was not ours.
    case signalled(Int)
    /// It was killed at the time limit.
    case timedOut
    /// It could not be started, and why.
    case notStarted(String)
  }

  /// What a run left.
  public struct Result: Sendable, Equatable {
    /// How it ended.
    public var ending: Ending
    /// The last bytes it wrote to standard output.
    public var standardOutput: [UInt8] = []
    /// The last bytes it wrote to standard error.
    public var standardError: [UInt8] = []
    /// How long it ran.
    public var durationSeconds: Double = 0
  }

  /// Runs a program in a session and process group of its own.
  ///
  /// At the time limit the whole group gets SIGTERM and, half a second later, SIGKILL. Grandchildren that outlive a
  /// program which ended in time are left alone, and their hold on the pipes is waited for only briefly.
  ///
  /// - Parameters:
  ///   - words: The program and its arguments. A program with a slash is relative to `directory`, one without is searched
  ///     in the `PATH` of `environment`.
  ///   - directory: Where it runs, absolute.
  ///   - environment: Its environment; nil for this process's own.
  ///   - input: What it gets on standard input.
  ///   - timeoutSeconds: The time limit.
  ///   - keptBytes: How much of each stream is kept, from its end.
  public static func run(
    _ words: [String], directory: String, environment: [String: String]? = nil, input: [UInt8] = [],
    timeoutSeconds: Double, keptBytes: Int = 16_000
  ) -> Result {
    let start = Clock.monotonicMicroseconds()
    let environment = environment ?? Surroundings.variables()
    // A program that does not read its input is no reason to die.
    Signals.ignoreBrokenPipes()
    do throws(OSError) {
      let program = try find(words, directory, path: environment["PATH"])
      var run = try Run(program, words, directory, environment)
      run.input = input[...]
      run.keptBytes = keptBytes
      var result = run.finish(deadline: start + Int(min(max(timeoutSeconds, 0), 1e9) * 1_000_000))
      result.durationSeconds = Double(Clock.monotonicMicroseconds() - start) / 1_000_000
      return result
    } catch {
      let problem = error.call == "find" ? error.reason : error.description
      return Result(ending: .notStarted(problem))
    }
  }

  /// The absolute path of a program.
  static func find(_ words: [String], _ directory: String, path: String?) throws(OSError) -> String {
    func problem(_ code: Int32, _ text: String) -> OSError {
      OSError(code: code, call: "find", path: words.first ?? "", note: text)
    }
    guard let program = words.first, !program.isEmpty else { throw problem(EINVAL, "no program is named") }
    if let word = words.first(where: { $0.utf8.contains(0) }) {
      throw problem(EINVAL, "a word has a NUL in it: \(String(word.prefix(40)))")
    }
    do throws(OSError) {
      guard try File.status(of: directory, followingSymlinks: true).kind == .folder else {
        throw problem(ENOTDIR, "\(directory) is not a folder")
      }
    } catch { throw problem(error.code, "\(directory): \(error.reason)") }
    if program.utf8.contains(UInt8(ascii: "/")) {
      let full = Path.join(directory, program)
      if File.isExecutable(full) { return full }
      guard let status = try? File.status(of: full, followingSymlinks: true) else {
        throw problem(ENOENT, "\(full): no such file")
      }
      throw problem(EACCES, status.kind == .file ? "\(full) is not executable" : "\(full) is not a file")
    }
    for folder in (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":") {
      let full = Path.join(Path.join(directory, String(folder)), program)
      if File.isExecutable(full) { return full }
    }
    throw problem(ENOENT, "\(program) is not in PATH")
  }
}

/// The group that has to die with us: an agent that cancels its hook signals this process only.
private let runningGroup = Atomic<Int32>(0)

#if canImport(Darwin)
  private func addDirectoryChange(
    _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t?>, _ folder: UnsafePointer<CChar>
  ) -> Int32 { unsafe posix_spawn_file_actions_addchdir_np(actions, folder) }
#else
  // glibc shows these two only under _GNU_SOURCE, without which Swift reads its headers.
  @_silgen_name("posix_spawn_file_actions_addchdir_np")
  private func addDirectoryChange(
    _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ folder: UnsafePointer<CChar>
  ) -> Int32

  @_silgen_name("posix_spawn_file_actions_addclosefrom_np")
  private func addClosing(_ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ first: Int32) -> Int32
#endif

/// One program that was started.
private struct Run {
  var input: ArraySlice<UInt8> = []
  var keptBytes = 0
  private let process: pid_t
  private var inputEnd: Int32
  private var outputs: [Int32]
  private var tails: [[UInt8]] = [[], []]

  init(
    _ program: String, _ words: [String], _ directory: String, _ environment: [String: String]
  ) throws(OSError) {
    var pipes: [(read: Int32, write: Int32)] = []
    func closeAll() {
      for pipe in pipes {
        try? System.close(pipe.read)
        try? System.close(pipe.write)
      }
    }
    do throws(OSError) {
      for _ in 0..<3 { pipes.append(try Run.makePipe()) }
      let variables = environment.map { "\($0.key)=\($0.value)" }
      do throws(OSError) {
        process = try Run.spawn(program, words, directory, variables, pipes)
      } catch  where error.code == ENOEXEC {
        // A script without `#!`: shells run it themselves, so we do as they do.
        process = try Run.spawn("/bin/sh", ["sh", program] + words.dropFirst(), directory, variables, pipes)
      }
    } catch {
      closeAll()
      throw error
    }
    for descriptor in [pipes[0].read, pipes[1].write, pipes[2].write] { try? System.close(descriptor) }
    inputEnd = pipes[0].write
    outputs = [pipes[1].read, pipes[2].read]
    for descriptor in outputs + [inputEnd] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
  }

  private static func makePipe() throws(OSError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    try System.call("pipe") { unsafe Int(pipe(&ends)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(
    _ program: String, _ words: [String], _ directory: String, _ environment: [String],
    _ pipes: [(read: Int32, write: Int32)]
  ) throws(OSError) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    unsafe _ = posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    unsafe _ = posix_spawnattr_init(&attributes)
    defer { unsafe _ = posix_spawnattr_destroy(&attributes) }

    unsafe _ = posix_spawn_file_actions_adddup2(&actions, pipes[0].read, 0)
    unsafe _ = posix_spawn_file_actions_adddup2(&actions, pipes[1].write, 1)
    unsafe _ = posix_spawn_file_actions_adddup2(&actions, pipes[2].write, 2)
    unsafe _ = addDirectoryChange(&actions, directory)
    // What the agent left open is not the program's business: a background program would keep the agent's pipes.
    #if canImport(Darwin)
      let flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_CLOEXEC_DEFAULT
    #else
      unsafe _ = addClosing(&actions, 3)
      let flags = 0x80 /* POSIX_SPAWN_SETSID */ | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    #endif
    unsafe _ = posix_spawnattr_setflags(&attributes, Int16(flags))
    // Ignored signals stay ignored across exec; a program that finds SIGPIPE ignored misbehaves in `| head`.
    var signals = sigset_t()
    unsafe _ = sigfillset(&signals)
    unsafe _ = posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe _ = sigemptyset(&signals)
    unsafe _ = posix_spawnattr_setsigmask(&attributes, &signals)

    var process: pid_t = 0
    let code = unsafe withArguments(words) { arguments in
      unsafe withArguments(environment) { variables in
        unsafe posix_spawn(&process, program, &actions, &attributes, arguments, variables)
      }
    }
    if code != 0 { throw OSError(code: code, call: "posix_spawn", path: program) }
    return process
  }

  private static func withArguments(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
  ) -> Int32 {
    let copies = unsafe texts.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    var pointers = unsafe copies + [nil]
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return EINVAL }
      return unsafe body(start)
    }
  }

  // MARK: Waiting

  /// Feeds and drains the pipes until the program has ended, or is killed.
  mutating func finish(deadline: Int) -> ChildProcess.Result {
    let restore = Run.guardGroup(process)
    defer { restore() }
    var isTimedOut = false
    var hasEnded = waitForEnd(until: deadline)
    if !hasEnded {
      isTimedOut = true
      _ = kill(-process, SIGTERM)
      hasEnded = waitForEnd(until: Clock.monotonicMicroseconds() + 500_000)
      // The leader has not been reaped yet, so its group's number cannot have gone to another.
      _ = kill(-process, SIGKILL)
      if !hasEnded { _ = waitForEnd(until: Clock.monotonicMicroseconds() + 2_000_000) }
    }
    // What the program itself wrote is in the pipes already; a grandchild may hold them open for ever.
    let drained = Clock.monotonicMicroseconds() + 200_000
    while !outputs.isEmpty(), Clock.monotonicMicroseconds() < drained {
      if !exchange(milliseconds: 20), isTimedOut { break }
    }
    closePipes()
    var status: Int32 = 0
    let reaped = unsafe waitpid(process, &status, WNOHANG)
    var result = ChildProcess.Result(ending: .timedOut)
    if !isTimedOut, reaped == process {
      let signal = Int(status & 0x7F)
      result.ending = signal == 0 ? .exited(Int(status >> 8 & 0xFF)) : .signalled(signal)
    }
    result.standardOutput = Array(tails[0].suffix(keptBytes))
    result.standardError = Array(tails[1].suffix(keptBytes))
    return result
  }

  private mutating func waitForEnd(until deadline: Int) -> Bool {
    var pause = 1
    while true {
      if hasEnded { return true }
      let rest = (deadline - Clock.monotonicMicroseconds() + 999) / 1000
      if rest <= 0 { return false }
      // The end of a program shows as the end of its output, at once; only where something else still holds the pipes
      // has it to be asked for, ever less often.
      let wasActive = exchange(milliseconds: min(pause, rest))
      pause = wasActive ? 1 : min(pause * 2, 20)
    }
  }

  /// Whether the program has ended; it is not reaped yet.
  private var hasEnded: Bool {
    var information = unsafe siginfo_t()
    let result = unsafe waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
    return unsafe result != 0 || information.si_signo != 0
  }

  /// Waits until a pipe is ready, and serves it.
  ///
  /// - Returns: whether anything was read or written.
  private mutating func exchange(milliseconds: Int) -> Bool {
    if input.isEmpty, inputEnd >= 0 {
      try? System.close(inputEnd)
      inputEnd = -1
    }
    // poll passes over negative descriptors.
    var waiting = [
      pollfd(fd: outputs[0], events: Int16(POLLIN), revents: 0),
      pollfd(fd: outputs[1], events: Int16(POLLIN), revents: 0),
      pollfd(fd: inputEnd, events: Int16(POLLOUT), revents: 0),
    ]
    guard unsafe poll(&waiting, 3, Int32(milliseconds)) > 0 else { return false }
    for stream in 0...1 where waiting[stream].revents != 0 { drain(stream) }
    if waiting[2].revents != 0 { feed() }
    return true
  }

  private mutating func drain(_ stream: Int) {
    var isEnd = false
    let piece = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      let got = unsafe read(outputs[stream], buffer.baseAddress, buffer.count)
      count = max(0, got)
      isEnd = got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)
    }
    tails[stream] += piece
    if tails[stream].count > 2 * keptBytes + 65_536 {
      tails[stream].removeFirst(tails[stream].count - keptBytes)
    }
    if isEnd {
      try? System.close(outputs[stream])
      outputs[stream] = -1
    }
  }

  private mutating func feed() {
    let piece = input.prefix(65_536)
    let written = unsafe piece.withUnsafeBytes { unsafe write(inputEnd, $0.baseAddress, $0.count) }
    if written > 0 {
      input = input.dropFirst(written)
    } else if errno != EINTR, errno != EAGAIN {
      // The program does not want its input; that is its own business.
      input = []
    }
  }

  private mutating func closePipes() {
    for descriptor in outputs + [inputEnd] where descriptor >= 0 { try? System.close(descriptor) }
    outputs = [-1, -1]
    inputEnd = -1
  }

  // MARK: Dying together

  /// Kills the group when this process is told to end, and puts the old handlers back afterwards.
  private static func guardGroup(_ group: pid_t) -> () -> Void {
    runningGroup.store(group, ordering: .releasing)
    var action = sigaction()
    let handler: @convention(c) (Int32) -> Void = { number in
      let group = runningGroup.load(ordering: .acquiring)
      if group > 0 { _ = kill(-group, SIGKILL) }
      _ = signal(number, SIG_DFL)
      _ = raise(number)
    }
    #if canImport(Darwin)
      unsafe action.__sigaction_u.__sa_handler = handler
    #else
      unsafe action.__sigaction_handler.sa_handler = handler
    #endif
    let numbers = [SIGTERM, SIGINT, SIGHUP]
    var old = numbers.map { _ in sigaction() }
    for (index, number) in numbers.enumerated() { unsafe _ = sigaction(number, &action, &old[index]) }
    return {
      runningGroup.store(0, ordering: .releasing)
      for (index, number) in numbers.enumerated() { unsafe _ = sigaction(number, &old[index], nil) }
    }
  }
}

extension [Int32] {
  /// Whether no descriptor is open any more.
  fileprivate func isEmpty() -> Bool { allSatisfy { $0 < 0 } }
}
