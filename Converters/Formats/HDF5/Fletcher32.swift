import ZooTensors

/// The checksum that the filter `fletcher32` appends to a chunk.
enum Fletcher32 {
  /// Requires that the last four bytes are the checksum of those before, and removes them.
  static func verify(_ bytes: inout [UInt8], at position: Int) throws(FormatError) {
    guard bytes.count >= 4 else {
      throw FormatError(.truncated, "a chunk has no room for its checksum", at: position)
    }
    let stored = bytes.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    bytes.removeLast(4)
    let sum = checksum(bytes)
    // Early versions of the library exchanged the bytes of both halves.
    let exchanged = (sum & 0x00ff_00ff) << 8 | (sum & 0xff00_ff00) >> 8
    guard stored == sum || stored == exchanged else {
      throw FormatError(
        .inconsistent,
        "a chunk is damaged: expected the checksum \(stored), found \(sum); fetch the file again",
        at: position
      )
    }
  }

  /// Two sums over big-endian numbers of two bytes, each modulo 65,535.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var first: UInt32 = 0
    var second: UInt32 = 0
    var index = 0
    while index < bytes.count {
      // After 360 numbers the sums still fit 32 bits.
      let end = min(index + 720, bytes.count)
      while index < end {
        let low = index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0
        first &+= UInt32(bytes[index]) << 8 | low
        second &+= first
        index += 2
      }
      first = first & 0xffff + first >> 16
      second = second & 0xffff + second >> 16
    }
    first = first & 0xffff + first >> 16
    second = second & 0xffff + second >> 16
    return second << 16 | first
  }
}
