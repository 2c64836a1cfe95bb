import ZooTensors

/// The checksum of Zstandard frames: XXH64 with seed 0.
///
/// Source: the xxHash specification, `Cyan4973/xxHash`, `doc/xxhash_spec.md`.
enum XXHash64 {
  private static let primes: [UInt64] = [
    0x9e37_79b1_85eb_ca87, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9, 0x85eb_ca77_c2b2_ae63,
    0x27d4_eb2f_1656_67c5,
  ]

  /// The checksum of all bytes of a region.
  static func of(_ region: ByteRegion) throws(FormatError) -> UInt64 {
    var lanes = [primes[0] &+ primes[1], primes[1], 0, 0 &- primes[0]]
    var tail: [UInt8] = []
    unsafe try region.forEachChunk { (bytes, _) throws(FormatError) in
      // A chunk is a multiple of 32 bytes, but for the last.
      let whole = bytes.count / 32 * 32
      for offset in stride(from: 0, to: whole, by: 8) {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        lanes[offset / 8 % 4] = round(lanes[offset / 8 % 4], UInt64(littleEndian: word))
      }
      unsafe tail += Array(bytes[whole...])
    }
    var hash = primes[4]
    if region.byteCount >= 32 {
      hash =
        rotate(lanes[0], 1) &+ rotate(lanes[1], 7) &+ rotate(lanes[2], 12) &+ rotate(lanes[3], 18)
      for lane in lanes { hash = (hash ^ round(0, lane)) &* primes[0] &+ primes[3] }
    }
    hash &+= UInt64(region.byteCount)
    var position = 0
    func word(_ count: Int) -> UInt64 {
      (0..<count).reduce(0) { $0 | UInt64(tail[position + $1]) << UInt64(8 * $1) }
    }
    while tail.count - position >= 8 {
      hash = rotate(hash ^ round(0, word(8)), 27) &* primes[0] &+ primes[3]
      position += 8
    }
    if tail.count - position >= 4 {
      hash = rotate(hash ^ word(4) &* primes[0], 23) &* primes[1] &+ primes[2]
      position += 4
    }
    while position < tail.count {
      hash = rotate(hash ^ UInt64(tail[position]) &* primes[4], 11) &* primes[0]
      position += 1
    }
    hash = (hash ^ hash >> 33) &* primes[1]
    hash = (hash ^ hash >> 29) &* primes[2]
    return hash ^ hash >> 32
  }

  private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
    value << count | value >> (64 - count)
  }

  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotate(lane &+ word &* primes[1], 31) &* primes[0]
  }
}
