#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The one place through which calls about files pass: interrupted calls are made again, failures become `OSError`,
/// and tests can make any of them fail.
enum System {
  /// Makes a call that returns -1 and sets `errno` when it fails.
  @inline(__always)
  @discardableResult
  static func call(_ name: String, _ path: String = "", _ body: () -> Int) throws(OSError) -> Int {
    if let code = Faults.next { throw OSError(code: code, call: name, path: path) }
    while true {
      let result = body()
      if result >= 0 { return result }
      let code = errno
      if code != EINTR { throw OSError(code: code, call: name, path: path) }
    }
  }

  /// Makes a call about a path. A path with a NUL in it names no file, though C would see the part before it as one.
  @inline(__always)
  @discardableResult
  static func call(
    _ name: String, at path: String, _ body: (UnsafePointer<CChar>) -> Int
  ) throws(OSError) -> Int {
    if path.utf8.contains(0) { throw OSError(code: EINVAL, call: name, path: path, note: "path with NUL") }
    return try call(name, path) { unsafe path.withCString { unsafe body($0) } }
  }

  static func open(_ path: String, _ flags: Int32, _ mode: Int = 0) throws(OSError) -> Int32 {
    Int32(
      try unsafe call("open", at: path) {
        unsafe Int(systemOpen($0, flags | O_CLOEXEC, mode_t(truncatingIfNeeded: mode)))
      })
  }

  private static func systemOpen(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t) -> Int32 {
    #if canImport(Darwin)
      unsafe Darwin.open(path, flags, mode)
    #else
      unsafe Glibc.open(path, flags, mode)
    #endif
  }

  /// Closes; a descriptor is gone even after EINTR, so the call is never made twice.
  static func close(_ descriptor: Int32, _ path: String = "") throws(OSError) {
    let fault = Faults.next
    #if canImport(Darwin)
      let result = Darwin.close(descriptor)
    #else
      let result = Glibc.close(descriptor)
    #endif
    if let fault { throw OSError(code: fault, call: "close", path: path) }
    if result < 0, errno != EINTR { throw OSError(code: errno, call: "close", path: path) }
  }

  static func status(of descriptor: Int32, _ path: String) throws(OSError) -> FileStatus {
    var status = stat()
    try call("fstat", path) { unsafe Int(fstat(descriptor, &status)) }
    return FileStatus(status)
  }

  static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ path: String) throws(OSError) {
    var written = 0
    while written < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
      do {
        written += try call("write", path) { unsafe systemWrite(descriptor, rest) }
      } catch  where error.code == EAGAIN {
        // Some agents hand over a pipe that does not block. Waiting is bounded: a reader that never reads is a failure.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        if unsafe poll(&waiting, 1, 5000) <= 0 { throw error }
      }
    }
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  static func write(_ descriptor: Int32, _ bytes: [UInt8], _ path: String) throws(OSError) {
    var failure: OSError?
    unsafe bytes.withUnsafeBytes { raw in
      do throws(OSError) { unsafe try write(descriptor, raw, path) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// The text of the symlink at a path in bytes, which is given a NUL for the call and then loses it again: a path is
  /// resolved part by part, and a string for each would cost as much as the calls.
  static func link(at path: inout [UInt8]) throws(OSError) -> [UInt8] {
    let capacity = 4096
    if let code = Faults.next { throw OSError(code: code, call: "readlink", path: "") }
    path.append(0)
    defer { path.removeLast() }
    var code: Int32 = 0
    var target: [UInt8] = []
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
      unsafe path.withUnsafeBytes { path in
        guard let name = path.baseAddress, let start = buffer.baseAddress else { return }
        let count = unsafe readlink(name.assumingMemoryBound(to: CChar.self), start, capacity)
        // A text that fills the buffer may be cut off, and half a target is another file.
        code = count < 0 ? errno : count == capacity ? ENAMETOOLONG : 0
        if code == 0 { unsafe target = Array(UnsafeRawBufferPointer(start: start, count: count)) }
      }
    }
    if code != 0 { throw OSError(code: code, call: "readlink", path: "") }
    return target
  }

  /// Reads up to `count` bytes, at `offset` or at the descriptor's own place; fewer only at the end.
  static func read(
    _ descriptor: Int32, count: Int, at offset: Int? = nil, _ path: String
  ) throws(OSError) -> [UInt8] {
    var failure: OSError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(OSError) {
        while filled < count {
          let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
          let got = try call("read", path) { unsafe systemRead(descriptor, rest, offset.map { $0 + filled }) }
          if got == 0 { break }
          filled += got
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Reads to the end, in large pieces; at most `limit` bytes and one more, by which a reader sees that there is more.
  static func readToEnd(_ descriptor: Int32, limit: Int, _ path: String) throws(OSError) -> [UInt8] {
    let bound = limit == .max ? limit : limit + 1
    var bytes: [UInt8] = []
    var capacity = 65_536
    var failure: OSError?
    while bytes.count < bound {
      // The first piece is the buffer itself; only input beyond it is copied.
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: min(capacity, bound - bytes.count)) { buffer, filled in
        do throws(OSError) {
          while filled < buffer.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
            let got = try call("read", path) { unsafe systemRead(descriptor, rest, nil) }
            if got == 0 { break }
            filled += got
          }
        } catch { failure = error }
      }
      if let failure { throw failure }
      let isEnd = piece.count < min(capacity, bound - bytes.count)
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      if isEnd { break }
      capacity = min(capacity * 4, 16 << 20)
    }
    return bytes
  }

  private static func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ offset: Int?) -> Int {
    if let offset { return unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)) }
    #if canImport(Darwin)
      return unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #else
      return unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}
