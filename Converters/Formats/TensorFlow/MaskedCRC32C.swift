import CZooKernels
import ZooTensors

/// A CRC-32C as TensorFlow and LevelDB store it: rotated and shifted, so that the checksum of bytes
/// that contain a checksum is not special.
struct MaskedCRC32C: Hashable, Sendable {
  /// The number in the file.
  let stored: UInt32

  /// Takes a number from a file.
  init(stored: UInt32) { self.stored = stored }

  /// Masks a checksum.
  init(_ crc: UInt32) { stored = (crc >> 15 | crc << 17) &+ 0xa282_ead8 }

  /// The checksum of some bytes.
  init(of bytes: RawSpan) { self.init(bytes.crc32c()) }
}

extension RawSpan {
  /// The CRC-32C of the bytes, continuing from that of the bytes before them.
  func crc32c(continuing crc: UInt32 = 0) -> UInt32 {
    // Safe: the kernel reads exactly the count given.
    unsafe withUnsafeBytes { unsafe zoo_crc32c(crc, $0.baseAddress, $0.count) }
  }
}

extension ByteRegion {
  /// The bytes that are held in memory while a checksum is made: they fit a second-level cache.
  private static var checksumChunk: Int { 512 << 10 }

  /// The CRC-32C of the region, continuing from that of the bytes before it.
  ///
  /// The bytes are read in chunks and no page of the mapping becomes resident.
  func crc32c(continuing crc: UInt32 = 0) throws(FormatError) -> UInt32 {
    if byteCount <= 4096 { return bytes.crc32c(continuing: crc) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Swift.min(byteCount, Self.checksumChunk),
      alignment: 64
    )
    defer { unsafe buffer.deallocate() }
    var sum = crc
    var offset = 0
    while offset < byteCount {
      let count = Swift.min(buffer.count, byteCount - offset)
      let chunk = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
      unsafe try read(into: chunk, at: offset)
      sum = unsafe zoo_crc32c(sum, chunk.baseAddress, count)
      offset += count
    }
    return sum
  }
}
