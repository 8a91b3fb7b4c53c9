import CFuzzer

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Feeds libFuzzer's inputs to the invariants; `scripts/fuzz.sh` builds and runs it.
@main enum Runner {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = CommandLine.unsafeArgv
    exit(LLVMFuzzerRunDriver(&count, &arguments, LLVMFuzzerTestOneInput))
  }
}

/// One input. What is no UTF-8 reaches no shell analysis: a payload is JSON.
@_cdecl("LLVMFuzzerTestOneInput") public func checkInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
  Invariants.check(String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self))
  return 0
}
