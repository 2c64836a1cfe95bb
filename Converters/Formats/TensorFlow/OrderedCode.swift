/// Encodes values so that their bytes sort as the values do.
///
/// The keys of slices of partitioned variables are made so. Source: the ordered code used by
/// TensorFlow's checkpoint tables.
struct OrderedCode: Sendable {
  /// What was written.
  private(set) var bytes: [UInt8] = []

  /// Starts with nothing.
  init() {}

  /// Appends a number that is not negative: the count of its bytes, then the bytes from the highest.
  mutating func append(number: UInt64) {
    let count = (64 - number.leadingZeroBitCount + 7) / 8
    bytes.append(UInt8(count))
    for index in (0..<count).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * index)))
    }
  }

  /// Appends a text: 00 becomes 00 ff, ff becomes ff 00, and 00 01 ends it.
  mutating func append(text: some Sequence<UInt8>) {
    for byte in text {
      bytes.append(byte)
      if byte == 0x00 { bytes.append(0xff) }
      if byte == 0xff { bytes.append(0x00) }
    }
    bytes += [0x00, 0x01]
  }

  /// Appends a signed number: as many leading bits as bytes say how long it is, a number of n bytes
  /// has 7n bits, and all bits of what a negative one would be otherwise are inverted.
  mutating func append(signed number: Int64) {
    let magnitude = UInt64(bitPattern: number < 0 ? ~number : number)
    let bits = 64 - magnitude.leadingZeroBitCount + 1
    let count = max(1, (bits + 6) / 7)
    // The number from the highest byte, with its sign repeated in front.
    var encoded = [UInt8](repeating: number < 0 ? 0xff : 0x00, count: count)
    for index in 0..<min(count, 8) {
      encoded[count - 1 - index] = UInt8(truncatingIfNeeded: number >> Int64(8 * index))
    }
    for index in 0..<count { encoded[index / 8] ^= 0x80 >> UInt8(index % 8) }
    bytes += encoded
  }
}
