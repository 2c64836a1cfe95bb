/// The checksum of bzip2: CRC-32 of IEEE 802.3 with the highest bit of a byte first.
struct Bzip2CRC {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index) << 24) { value, _ in
      value & 0x8000_0000 == 0 ? value << 1 : value << 1 ^ 0x04c1_1db7
    }
  }

  private var register = UInt32.max

  /// The checksum of what was added.
  var value: UInt32 { ~register }

  /// Adds a part of an array.
  mutating func add(_ bytes: [UInt8], _ range: Range<Int>) {
    var register = register
    let table = Self.table
    for index in range {
      register = register << 8 ^ table[Int(UInt8(register >> 24) ^ bytes[index])]
    }
    self.register = register
  }

  /// The checksum of a stream after one more block.
  static func combined(_ stream: UInt32, _ block: UInt32) -> UInt32 {
    (stream << 1 | stream >> 31) ^ block
  }
}
