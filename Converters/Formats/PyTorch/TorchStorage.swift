import Synchronization
import ZooTensors

/// The bytes of one storage, checked and brought into little-endian order when they are first
/// asked for.
final class TorchStorage: Sendable {
  private struct State {
    var outcome: Result<Void, FormatError>?
    /// The storage in little-endian order, by the width of what was swapped.
    var swapped: [Int: ByteRegion] = [:]
  }

  /// The bytes as stored.
  private let stored: ByteRegion
  /// The CRC-32 that the archive states.
  private let checksum: UInt32?
  private let isBigEndian: Bool
  private let state = Mutex(State())

  init(_ stored: ByteRegion, checksum: UInt32? = nil, isBigEndian: Bool = false) {
    self.stored = stored
    self.checksum = checksum
    self.isBigEndian = isBigEndian
  }

  var byteCount: Int { stored.byteCount }

  /// All bytes, little-endian for numbers of `width` bytes.
  ///
  /// The checksum is computed once, at the first call; every later call repeats its verdict.
  func region(width: Int) throws(FormatError) -> ByteRegion {
    try state.withLock { (state) throws(FormatError) in
      if state.outcome == nil { state.outcome = verify() }
      try state.outcome?.get()
      guard isBigEndian, width > 1 else { return stored }
      if let known = state.swapped[width] { return known }
      let swapped = try unsafe stored.rewritten { bytes in unsafe Self.swap(bytes, width) }
      state.swapped[width] = swapped
      return swapped
    }
  }

  private func verify() -> Result<Void, FormatError> {
    guard let checksum else { return .success(()) }
    do throws(FormatError) {
      let found = try CRC32.of(stored)
      guard found == checksum else {
        throw FormatError(
          .inconsistent,
          "the bytes of a storage are damaged: the archive states CRC-32 "
            + "\(String(checksum, radix: 16)), they have \(String(found, radix: 16)); fetch it again",
          in: stored.name
        )
      }
      return .success(())
    } catch {
      return .failure(error)
    }
  }

  private static func swap(_ bytes: UnsafeMutableRawBufferPointer, _ width: Int) {
    var start = 0
    while start + width <= bytes.count {
      var (low, high) = (start, start + width - 1)
      while low < high {
        unsafe bytes.swapAt(low, high)
        low += 1
        high -= 1
      }
      start += width
    }
  }
}

extension ByteRegion {
  /// How much is held in memory while bytes are checked or rewritten; a multiple of every width.
  private static var chunkByteCount: Int { 1 << 20 }

  /// Reads everything in chunks, without making the mapping resident.
  func forEachChunk(
    _ body: (UnsafeMutableRawBufferPointer, Int) throws(FormatError) -> Void
  ) throws(FormatError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Swift.max(Swift.min(byteCount, Self.chunkByteCount), 1),
      alignment: 64
    )
    defer { unsafe buffer.deallocate() }
    var offset = 0
    while offset < byteCount {
      let chunk = unsafe UnsafeMutableRawBufferPointer(
        rebasing: buffer[..<Swift.min(buffer.count, byteCount - offset)]
      )
      unsafe try read(into: chunk, at: offset)
      unsafe try body(chunk, offset)
      offset += chunk.count
    }
  }

  /// The same bytes in a scratch file, changed chunk by chunk; a chunk begins at a multiple of 16.
  func rewritten(
    _ change: (UnsafeMutableRawBufferPointer) -> Void
  ) throws(FormatError) -> ByteRegion {
    var scratch = try ScratchFile(byteCount: byteCount, name: name)
    try unsafe forEachChunk { (bytes, offset) throws(FormatError) in
      unsafe change(bytes)
      unsafe try scratch.write(UnsafeRawBufferPointer(bytes), at: offset)
    }
    return ByteRegion(try scratch.finish())
  }
}
