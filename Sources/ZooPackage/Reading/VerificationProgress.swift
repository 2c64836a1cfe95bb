import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Counts bytes of several threads and reports them at most ten times a second.
final class VerificationProgress: Sendable {
  private let total: Int
  private let report: @Sendable (PackageVerifier.Progress) -> Void
  private let state = Mutex<State>(State())

  private struct State {
    var completed = 0
    var lastReport: ContinuousClock.Instant?
  }

  init(total: Int, _ report: @escaping @Sendable (PackageVerifier.Progress) -> Void) {
    self.total = total
    self.report = report
  }

  func add(_ count: Int) {
    let now = ContinuousClock.now
    state.withLock { state in
      state.completed += count
      if let last = state.lastReport, now - last < .milliseconds(100) { return }
      state.lastReport = now
      send(state.completed)
    }
  }

  func finish() { state.withLock { send($0.completed) } }

  private func send(_ completed: Int) {
    report(PackageVerifier.Progress(completedByteCount: completed, totalByteCount: total))
  }
}

/// The processors that may be used.
enum ProcessorCount {
  static var active: Int {
    #if canImport(Darwin)
    Int(sysconf(_SC_NPROCESSORS_ONLN))
    #else
    Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    #endif
  }
}
