import Synchronization
import ZooTensors

/// A check that is made once, when it is first asked for, and answered from memory afterwards.
final class Verdict: Sendable {
  private let outcome = Mutex<Result<Void, FormatError>?>(nil)

  /// Runs `body` unless that was done before; throws what it threw.
  ///
  /// Callers at the same time wait for the first.
  func check(_ body: () throws(FormatError) -> Void) throws(FormatError) {
    try outcome.withLock { (outcome) throws(FormatError) in
      if outcome == nil {
        do throws(FormatError) {
          try body()
          outcome = .success(())
        } catch {
          outcome = .failure(error)
        }
      }
      try outcome?.get()
    }
  }
}
