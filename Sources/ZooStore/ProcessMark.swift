#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Says whose work a staged directory is, so that only the work of ended processes is removed.
enum ProcessMark {
  /// The number of this process.
  static var current: String { "\(getpid())" }

  /// Whether the process that a staged directory is named after still runs on this machine.
  static func isAlive(_ name: String) -> Bool {
    guard let number = name.split(separator: "-").first.flatMap({ pid_t($0) }), number > 0 else {
      return false
    }
    return kill(number, 0) == 0 || errno == EPERM
  }
}
