internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs work on a stack whose size is known.
///
/// The YAML parser recurses once for each level of nesting and allows a thousand of them, which
/// needs more than the half megabyte that secondary threads have on Apple platforms. The nesting of
/// a document cannot be known before it is parsed, so the stack has to be large enough for any.
enum RoomyStack {
  /// Bytes of the stack.
  ///
  /// A thousand levels were measured to need up to 3 MiB; unused pages cost nothing.
  private static let byteCount = 32 << 20

  private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
    let isDone = DispatchSemaphore(value: 0)
  }

  /// The result of `body`, which runs on a thread of its own while this one waits.
  static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value {
    let box = Box<Value>()
    let thread = Thread {
      let value = body()
      box.value.withLock { $0 = value }
      box.isDone.signal()
    }
    thread.stackSize = byteCount
    thread.start()
    box.isDone.wait()
    guard let value = box.value.withLock({ $0 }) else {
      preconditionFailure("a thread ended without its result")
    }
    return value
  }
}
