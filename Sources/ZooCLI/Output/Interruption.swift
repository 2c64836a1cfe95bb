import Dispatch
import Foundation
import Synchronization

/// Turns Ctrl-C into cooperative cancellation where a command asks for it.
///
/// The first time asks the command to stop and tidy up, the second ends the process. Other commands
/// end at once.
enum Interruption {
  private static let requested = Atomic<Bool>(false)
  private static let isCooperative = Atomic<Bool>(false)

  /// Whether the user asked to stop.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Begins to listen.
  static func install() {
    signal(SIGINT, SIG_IGN)
    // A file above the limit of the process is an error of the write, not a reason to die.
    signal(SIGXFSZ, SIG_IGN)
    unsafe source.resume()
  }

  /// Says that from now on the command looks at ``isRequested`` and leaves nothing behind.
  static func cooperate() { isCooperative.store(true, ordering: .relaxed) }

  // Safe: made once, resumed once by `install`, and never touched again.
  nonisolated(unsafe) private static let source: any DispatchSourceSignal = {
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      let isFirst = !requested.exchange(true, ordering: .relaxed)
      if !isFirst || !isCooperative.load(ordering: .relaxed) { Foundation.exit(130) }
    }
    return source
  }()
}
