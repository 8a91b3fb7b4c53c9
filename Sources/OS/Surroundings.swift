#if canImport(Darwin)
  internal import Darwin
#else
  @unsafe @preconcurrency internal import Glibc
#endif

/// What surrounds the process: its environment, its folders, its terminal.
public enum Surroundings {
  /// The value of an environment variable; nil where it is not set.
  public static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Every environment variable; the first one counts where a name is there twice.
  public static func variables() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      let pair = unsafe String(cString: text)
      if let equals = pair.utf8.firstIndex(of: UInt8(ascii: "=")) {
        let name = String(pair[..<equals])
        if variables[name] == nil { variables[name] = String(pair[pair.utf8.index(after: equals)...]) }
      }
      unsafe entry += 1
    }
    return variables
  }

  /// A user's home folder: for nil the process's own by `$HOME`, else by the user database; nil where it cannot be told.
  public static func home(of user: String? = nil) -> String? {
    if user == nil, let home = variable("HOME"), home.utf8.first == UInt8(ascii: "/") { return home }
    #if canImport(Darwin)
      let entry = unsafe user.map { unsafe getpwnam($0) } ?? getpwuid(getuid())
      guard let folder = unsafe entry?.pointee.pw_dir else { return nil }
      return unsafe String(cString: folder)
    #else
      // getpwnam would load name service modules, which a static executable cannot.
      guard let database = try? File.read("/etc/passwd", limit: 4 << 20) else { return nil }
      return home(of: user, uid: getuid(), database: database)
    #endif
  }

  static func home(of user: String?, uid: UInt32, database: [UInt8]) -> String? {
    for line in database.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard fields.count >= 7, fields[5].first == UInt8(ascii: "/") else { continue }
      let matches = user.map { fields[0].elementsEqual($0.utf8) } ?? fields[2].elementsEqual(String(uid).utf8)
      if matches { return String(decoding: fields[5], as: UTF8.self) }
    }
    return nil
  }

  /// The folder for state that outlives a session and belongs to no project: `$XDG_STATE_HOME`, or `~/.local/state`.
  public static func stateFolder() -> String? {
    if let folder = variable("XDG_STATE_HOME"), folder.utf8.first == UInt8(ascii: "/") { return folder }
    return home().map { Path.join($0, ".local/state") }
  }

  /// The folder for a person's own configuration: `$XDG_CONFIG_HOME`, or `~/.config`.
  public static func configurationFolder() -> String? {
    if let folder = variable("XDG_CONFIG_HOME"), folder.utf8.first == UInt8(ascii: "/") { return folder }
    return home().map { Path.join($0, ".config") }
  }

  /// Ends the process at once, with nothing run on the way out.
  public static func exit(_ code: Int32) -> Never { _exit(code) }

  /// The directory in which the process works.
  public static func currentDirectory() throws(OSError) -> String {
    if let code = Faults.next { throw OSError(code: code, call: "getcwd", path: "") }
    guard let text = unsafe getcwd(nil, 0) else { throw OSError(code: errno, call: "getcwd", path: "") }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }

  /// The path of the running program.
  public static func executablePath() throws(OSError) -> String {
    #if canImport(Darwin)
      var size: UInt32 = 0
      _ = unsafe _NSGetExecutablePath(nil, &size)
      var buffer = [CChar](repeating: 0, count: Int(size) + 1)
      guard unsafe _NSGetExecutablePath(&buffer, &size) == 0 else {
        throw OSError(code: ENAMETOOLONG, call: "_NSGetExecutablePath", path: "")
      }
      let path = unsafe String(cString: buffer)
      return try Path.resolve(path)
    #else
      return try File.target(ofSymlink: "/proc/self/exe")
    #endif
  }

  /// The process's number.
  public static var processNumber: Int { Int(getpid()) }

  /// The number of the process's user.
  public static var userNumber: Int { Int(geteuid()) }

  /// Whether a descriptor (0, 1 or 2) is a terminal.
  public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The width of the terminal in columns; nil where the descriptor is none.
  public static func terminalWidth(_ descriptor: Int32 = 1) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
