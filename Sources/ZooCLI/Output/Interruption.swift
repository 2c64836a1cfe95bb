import Dispatch
import Foundation
import Synchronization

/// Turns Ctrl-C into cooperative cancellation: the first asks, the second ends the process.
enum Interruption {
  private static let requested = Atomic<Bool>(false)

  /// Whether the user asked to stop.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Begins to listen.
  static func install() {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      if requested.exchange(true, ordering: .relaxed) { Foundation.exit(130) }
    }
    source.resume()
    // The source lives as long as the process.
    withExtendedLifetime(source) { keep.withLock { $0 = source } }
  }

  private static let keep = Mutex<(any DispatchSourceSignal)?>(nil)
}
