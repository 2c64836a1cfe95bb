import ZooTensors

/// The hash that guards the newer structures of HDF5: Bob Jenkins' lookup3, `hashlittle`.
enum Lookup3 {
  /// The hash of all bytes of a region, some of them counted as zeros.
  ///
  /// Complexity: O(bytes).
  static func hash(_ region: ByteRegion, zeroing zeros: Range<Int> = 0..<0) -> UInt32 {
    let count = region.byteCount
    return unsafe region.bytes.withUnsafeBytes { bytes in
      let start = 0xdead_beef &+ UInt32(truncatingIfNeeded: count)
      var a = start
      var b = start
      var c = start
      /// Four bytes from `offset` on, little-endian; bytes after the end are 0.
      func word(_ offset: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in offset..<(offset + 4) where index < count && !zeros.contains(index) {
          value |= UInt32(unsafe bytes[index]) << UInt32(8 * (index - offset))
        }
        return value
      }
      var offset = 0
      while count - offset > 12 {
        a &+= word(offset)
        b &+= word(offset + 4)
        c &+= word(offset + 8)
        mix(&a, &b, &c)
        offset += 12
      }
      guard count > offset else { return c }
      a &+= word(offset)
      b &+= word(offset + 4)
      c &+= word(offset + 8)
      finish(&a, &b, &c)
      return c
    }
  }

  private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    a = (a &- c) ^ rotated(c, 4)
    c &+= b
    b = (b &- a) ^ rotated(a, 6)
    a &+= c
    c = (c &- b) ^ rotated(b, 8)
    b &+= a
    a = (a &- c) ^ rotated(c, 16)
    c &+= b
    b = (b &- a) ^ rotated(a, 19)
    a &+= c
    c = (c &- b) ^ rotated(b, 4)
    b &+= a
  }

  private static func finish(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    c = (c ^ b) &- rotated(b, 14)
    a = (a ^ c) &- rotated(c, 11)
    b = (b ^ a) &- rotated(a, 25)
    c = (c ^ b) &- rotated(b, 16)
    a = (a ^ c) &- rotated(c, 4)
    b = (b ^ a) &- rotated(a, 14)
    c = (c ^ b) &- rotated(b, 24)
  }

  private static func rotated(_ value: UInt32, _ bits: UInt32) -> UInt32 {
    value << bits | value >> (32 - bits)
  }
}
