#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The real shell, where it is installed.
enum Bash {
  static let isInstalled = isInstalled("bash")

  static func isInstalled(_ shell: String) -> Bool { system("command -v \(shell) >/dev/null 2>&1") == 0 }

  /// What bash answers to each text when asked whether it is a script. Extended patterns, which a script may turn on
  /// before it uses them, count as valid.
  static func accepts(_ texts: [String]) -> [Bool] { verdicts(texts, arguments: "-c \"$text\"") }

  /// The same of a shell for files.
  static func accepts(files: [String], shell: String = "bash") -> [Bool] {
    verdicts(files, arguments: "\"$text\"", shell: shell)
  }

  private static func verdicts(_ texts: [String], arguments: String, shell: String = "bash") -> [Bool] {
    let options = ["bash": "'' '-O extglob'", "zsh": "'-f' '-f -o extendedglob'"][shell] ?? "''"
    let driver = """
      while IFS= read -r -d '' text; do
        verdict=0
        for options in \(options); do
          message=$(LC_ALL=C \(shell) $options -n \(arguments) 2>&1 </dev/null)
          status=$?
          # In a conditional, bash says what is wrong and still exits with 0.
          case $message in *'syntax error'* | *': unexpected '* | *' expected'*) [ \(shell) = bash ] && status=1 ;; esac
          if [ "$status" = 0 ]; then
            verdict=1
            break
          fi
        done
        printf '%s' "$verdict"
      done
      """
    let input = texts.map { $0 + "\u{0}" }.joined()
    return run(driver, input: Array(input.utf8)).map { $0 == UInt8(ascii: "1") }
  }

  /// Runs a script, with so many bytes as its standard input; its standard output.
  static func run(_ script: String, input: [UInt8] = []) -> [UInt8] {
    let scriptFile = TemporaryFile(Array(script.utf8))
    let inputFile = TemporaryFile(input)
    guard let stream = popen("exec env LC_ALL=C.UTF-8 bash --norc \(scriptFile.path) <\(inputFile.path)", "r") else {
      return []
    }
    defer { pclose(stream) }
    return withExtendedLifetime((scriptFile, inputFile)) { bytes(of: stream) }
  }

  /// A file's bytes, or so many of its first ones.
  static func contents(of path: String, limit: Int = .max) -> [UInt8]? {
    guard let stream = fopen(path, "rb") else { return nil }
    defer { fclose(stream) }
    guard limit < .max else { return bytes(of: stream) }
    var buffer = [UInt8](repeating: 0, count: limit)
    return Array(buffer[..<fread(&buffer, 1, limit, stream)])
  }

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private static func bytes(of stream: UnsafeMutablePointer<FILE>) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, stream)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  private final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8]) {
      var template = Array("/tmp/shell-syntax-XXXXXX".utf8CString)
      let descriptor = mkstemp(&template)
      path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if let stream = fdopen(descriptor, "wb") {
        fwrite(bytes, 1, bytes.count, stream)
        fclose(stream)
      }
    }

    deinit { unlink(path) }
  }
}
