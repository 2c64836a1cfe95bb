import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Keeps two processes from doing the same work; nothing depends on it for safety.
///
/// The kernel drops it with its process, so there are no stale locks. On a file system without
/// locks the work is done twice and the last rename wins.
struct StoreLock: ~Copyable {
  private let descriptor: Int32

  /// Waits for the lock, at most `seconds`, and tells `waiting` who holds it.
  ///
  /// - Throws: ``ZooError`` with code `temporary` when the time is over.
  init(
    _ path: String,
    seconds: Int = 600,
    waiting: (String) -> Void = { _ in }
  ) throws(ZooError) {
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw ZooError(
        .cannotCreate,
        FormatError.system("cannot open the lock '\(path)'", errno).message
      )
    }
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { return }
      let holder = Self.read(descriptor)
      if waited == 0 { waiting(holder) }
      guard waited < seconds * 10 else {
        close(descriptor)
        throw ZooError(
          .temporary,
          "another process (\(holder)) has been busy here for \(seconds) seconds; try again later",
          path: path
        )
      }
      usleep(100_000)
      waited += 1
    }
    Self.write("process \(getpid()) on \(Self.host)", descriptor)
  }

  deinit { close(descriptor) }

  /// The name of this machine, since a store may be shared over a network.
  private static var host: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&buffer, 255) == 0 else { return "an unknown machine" }
    return String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
      as: UTF8.self
    )
  }

  private static func read(_ descriptor: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 100)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, 100, 0)
    }
    return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : "unknown"
  }

  private static func write(_ text: String, _ descriptor: Int32) {
    // Only for messages, so a failure does not matter.
    _ = ftruncate(descriptor, 0)
    _ = unsafe Array(text.utf8).withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0)
    }
  }
}
