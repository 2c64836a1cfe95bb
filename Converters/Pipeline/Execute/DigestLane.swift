import Crypto
import Dispatch

/// Computes SHA-256 digests of a stream of buffers on a thread of its own, in order.
///
/// Safe: `hasher` and `digests` are only touched by blocks of the serial queue.
@safe
final class DigestLane: @unchecked Sendable {
  private let queue: DispatchQueue
  private let buffers: ChunkBuffers
  private var hasher = SHA256()
  private var digests: [[UInt8]] = []

  init(name: String, buffers: ChunkBuffers) {
    queue = DispatchQueue(label: name)
    self.buffers = buffers
  }

  /// Adds small bytes that are not in a buffer, such as a header.
  func add(_ bytes: [UInt8]) {
    queue.async { self.hasher.update(data: bytes) }
  }

  /// Adds the first `count` bytes of a buffer; `endsItem` closes the current digest after them.
  func add(_ buffer: ChunkBuffer, count: Int, endsItem: Bool) {
    queue.async {
      unsafe self.hasher.update(
        bufferPointer: UnsafeRawBufferPointer(rebasing: buffer.memory[0..<count])
      )
      if endsItem { self.close() }
      if buffer.finishReading() { self.buffers.giveBack(buffer) }
    }
  }

  /// Closes the current digest without more bytes.
  func endItem() { queue.async { self.close() } }

  /// Waits for everything added so far; the digests in order, 32 bytes each.
  func finish() -> [[UInt8]] { queue.sync { digests } }

  private func close() {
    digests.append(Array(hasher.finalize()))
    hasher = SHA256()
  }
}
