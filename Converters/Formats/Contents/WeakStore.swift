import Synchronization
package import ZooTensors

/// Bytes that are made when they are asked for and kept as long as somebody uses them.
///
/// A checkpoint may have a thousand tensors that have to be assembled, and each scratch file holds
/// an open descriptor, so that they are not kept for the life of the reader.
package final class WeakStore: Sendable {
  private struct State {
    weak var store: ByteStore?
  }
  private let state = Mutex(State())

  package init() {}

  /// The bytes that are still in use, or what `make` returns.
  package func region(
    _ make: () throws(FormatError) -> ByteStore
  ) throws(FormatError) -> ByteRegion {
    try state.withLock { (state) throws(FormatError) in
      if let store = state.store { return ByteRegion(store) }
      let store = try make()
      state.store = store
      return ByteRegion(store)
    }
  }
}
