import CZlib
package import ZooTensors

/// The checksum of zip, gzip and others (CRC-32 of IEEE 802.3).
package enum CRC32 {
  private static let chunk = 1 << 20

  /// Continues a checksum; 0 to start.
  package static func update(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var value = UInt(crc)
    var offset = 0
    while offset < bytes.count {
      let count = min(bytes.count - offset, 1 << 30)
      // Safe: the part lies inside the buffer and `count` fits 32 bits.
      let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
      value = unsafe crc32(value, part.bindMemory(to: UInt8.self).baseAddress, UInt32(count))
      offset += count
    }
    return UInt32(truncatingIfNeeded: value)
  }

  /// The checksum of a region, read in parts so that none of it stays in memory.
  package static func of(_ region: ByteRegion) throws(FormatError) -> UInt32 {
    var buffer = [UInt8](repeating: 0, count: min(chunk, region.byteCount))
    var crc: UInt32 = 0
    var offset = 0
    while offset < region.byteCount {
      let count = min(buffer.count, region.byteCount - offset)
      crc = unsafe try buffer.withUnsafeMutableBufferPointer { (target) throws(FormatError) in
        let part = unsafe UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(target)[..<count]
        )
        unsafe try region.read(into: part, at: offset)
        return unsafe update(crc, UnsafeRawBufferPointer(part))
      }
      offset += count
    }
    return crc
  }
}
