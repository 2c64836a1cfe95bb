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
    unsafe source.resume()
  }

  // Safe: made once, resumed once by `install`, and never touched again.
  nonisolated(unsafe) private static let source: any DispatchSourceSignal = {
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      if requested.exchange(true, ordering: .relaxed) { Foundation.exit(130) }
    }
    return source
  }()
}
