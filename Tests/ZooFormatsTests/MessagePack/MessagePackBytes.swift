/// Values of MessagePack as bytes, in their shortest spelling, for tests.
enum MessagePackBytes {
  typealias Bytes = [UInt8]

  static let null: Bytes = [0xc0]
  static let yes: Bytes = [0xc3]

  static func integer(_ value: Int) -> Bytes {
    switch value {
    case 0...0x7f: [UInt8(value)]
    case -32..<0: [UInt8(bitPattern: Int8(value))]
    default: [0xd3] + big(Int64(value))
    }
  }

  static func text(_ value: String) -> Bytes {
    let bytes = Array(value.utf8)
    return bytes.count < 32
      ? [0xa0 | UInt8(bytes.count)] + bytes : [0xda] + big(UInt16(bytes.count)) + bytes
  }

  static func binary(_ bytes: Bytes) -> Bytes { [0xc6] + big(UInt32(bytes.count)) + bytes }

  static func array(_ values: [Bytes]) -> Bytes {
    (values.count < 16
      ? [0x90 | UInt8(values.count)] : [0xdc] + big(UInt16(values.count))) + values.joined()
  }

  static func map(_ members: [(String, Bytes)]) -> Bytes {
    map(pairs: members.map { (text($0.0), $0.1) })
  }

  static func map(pairs: [(Bytes, Bytes)]) -> Bytes {
    let head: Bytes =
      pairs.count < 16 ? [0x80 | UInt8(pairs.count)] : [0xdf] + big(UInt32(pairs.count))
    return head + pairs.flatMap { $0.0 + $0.1 }
  }

  static func tagged(_ code: Int8, _ payload: Bytes) -> Bytes {
    [0xc9] + big(UInt32(payload.count)) + [UInt8(bitPattern: code)] + payload
  }

  /// An array as Flax stores it.
  static func ndarray(
    _ shape: [Int],
    _ bytes: Bytes,
    type: String = "uint8",
    code: Int8 = 1
  ) -> Bytes {
    tagged(code, array([array(shape.map(integer)), text(type), binary(bytes)]))
  }

  static func big<T: FixedWidthInteger>(_ value: T) -> Bytes {
    (0..<T.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (T.bitWidth - 8 - 8 * $0)) }
  }
}
