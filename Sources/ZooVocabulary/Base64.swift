/// Base64 of RFC 4648 with padding.
enum Base64 {
  /// The bytes that a text stands for; `nil` where it is not exactly base64.
  ///
  /// Complexity: O(length).
  static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard !text.isEmpty, text.count.isMultiple(of: 4) else { return nil }
    let padding = text.reversed().prefix { $0 == 0x3d }.count
    guard padding <= 2 else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3)
    var pending: UInt32 = 0
    var bits = 0
    for byte in text.dropLast(padding) {
      guard let digit = digit(byte) else { return nil }
      pending = pending << 6 | digit
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
        pending &= (1 << UInt32(bits)) - 1
      }
    }
    // Bits that belong to no byte must be zero, so that each token has one spelling.
    return pending == 0 ? result : nil
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5a: UInt32(byte) - 0x41
    case 0x61...0x7a: UInt32(byte) - 0x61 + 26
    case 0x30...0x39: UInt32(byte) - 0x30 + 52
    case 0x2b: 62
    case 0x2f: 63
    default: nil
    }
  }
}
