import Dispatch
import Synchronization

/// One buffer of the pool, with the number of readers that still need its content.
///
/// Safe: the producing thread writes the memory before it hands the buffer to the lanes, the lanes
/// only read it, and it returns to the pool after the last of them has finished.
@safe
final class ChunkBuffer: @unchecked Sendable {
  let memory: UnsafeMutableRawBufferPointer
  private let readers = Atomic<Int>(0)

  init(byteCount: Int) {
    unsafe memory = .allocate(byteCount: byteCount, alignment: 4096)
  }

  deinit { unsafe memory.deallocate() }

  func setReaders(_ count: Int) { readers.store(count, ordering: .releasing) }

  /// Says that one reader is done; true for the last.
  func finishReading() -> Bool {
    readers.subtract(1, ordering: .acquiringAndReleasing).newValue == 0
  }
}

/// A few buffers that bound the memory of a conversion whatever the size of the model.
final class ChunkBuffers: Sendable {
  private let free: Mutex<[ChunkBuffer]>
  private let available: DispatchSemaphore
  let byteCount: Int

  init(count: Int, byteCount: Int) {
    self.byteCount = byteCount
    free = Mutex((0..<count).map { _ in ChunkBuffer(byteCount: byteCount) })
    available = DispatchSemaphore(value: 0)
    for _ in 0..<count { available.signal() }
  }

  /// Waits for a free buffer.
  func take() -> ChunkBuffer {
    available.wait()
    return free.withLock { $0.removeLast() }
  }

  func giveBack(_ buffer: ChunkBuffer) {
    free.withLock { $0.append(buffer) }
    available.signal()
  }
}
