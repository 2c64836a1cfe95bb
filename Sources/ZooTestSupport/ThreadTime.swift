#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The processor's time that this thread has taken: a hang shows in it, a busy machine does not.
enum ThreadTime {
  /// Since the thread began.
  static var now: Duration {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
