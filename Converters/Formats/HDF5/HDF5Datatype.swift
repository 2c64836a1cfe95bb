import ZooTensors

/// What the elements of a dataset or attribute are.
///
/// Source: the HDF5 File Format Specification 3.0, section IV.A.2.d.
struct HDF5Datatype: Sendable {
  /// The kinds that are told apart.
  enum Kind: Sendable {
    case number(DType, isBigEndian: Bool)
    /// The enumeration of FALSE and TRUE in one byte that h5py makes of truth values.
    case boolean
    case fixedText
    /// Texts of any length, which are in heaps elsewhere.
    case variableText
    /// Bytes of unknown meaning; attributes may state it.
    case opaque
    /// Anything that has no place in a tensor, by name.
    case unreadable(String)
  }

  /// The size of an element.
  let byteCount: Int
  let kind: Kind

  /// Reads a type.
  ///
  /// - Throws: ``FormatError`` for numbers that no other program could represent: of odd sizes, with
  ///   unused bits, or with fractions laid out unlike IEEE 754.
  init(_ cursor: inout ByteCursor) throws(FormatError) {
    let place = cursor.position
    let head = try cursor.read(UInt8.self)
    let low = try cursor.read(UInt8.self)
    let middle = try cursor.read(UInt8.self)
    try cursor.skip(1)
    byteCount = try cursor.readNumber(4, "the size of an element")
    let version = head >> 4
    guard (1...5).contains(version) else {
      throw FormatError(.unsupported, "a datatype of version \(version)", at: place)
    }
    switch head & 0x0f {
    case 0: kind = try Self.integer(&cursor, flags: low, byteCount, at: place)
    case 1: kind = try Self.float(&cursor, flags: low, sign: middle, byteCount, at: place)
    case 2: kind = .unreadable("time")
    case 3: kind = .fixedText
    case 4: kind = .unreadable("bit field")
    case 5: kind = .opaque
    case 6: kind = .unreadable("compound")
    case 7: kind = .unreadable(low & 0x0f == 0 ? "object reference" : "region reference")
    case 8:
      let count = Int(low) | Int(middle) << 8
      kind = try Self.enumeration(&cursor, count, version, byteCount, at: place)
    case 9: kind = low & 0x0f == 1 ? .variableText : .unreadable("list of varying length")
    case 10: kind = .unreadable("array")
    case 11: kind = .unreadable("complex number")
    default:
      throw FormatError(.unsupported, "a datatype of class \(head & 0x0f)", at: place)
    }
    guard byteCount > 0 else {
      throw FormatError(.invalidValue, "a datatype has elements of 0 bytes", at: place)
    }
  }

  /// A type by itself.
  init(_ block: HDF5Block) throws(FormatError) {
    var cursor = block.cursor
    try self.init(&cursor)
  }

  private static func integer(
    _ cursor: inout ByteCursor,
    flags: UInt8,
    _ byteCount: Int,
    at place: Int
  ) throws(FormatError) -> Kind {
    let offset = Int(try cursor.read(UInt16.self))
    let precision = Int(try cursor.read(UInt16.self))
    let isSigned = flags & 0b1000 != 0
    let types: [Int: (signed: DType, unsigned: DType)] = [
      1: (.i8, .u8), 2: (.i16, .u16), 4: (.i32, .u32), 8: (.i64, .u64),
    ]
    guard offset == 0, let type = types[byteCount], precision == 8 * byteCount else {
      throw FormatError(
        .unsupported,
        "integers of \(byteCount) bytes with \(precision) bits from bit \(offset): expected 1, 2, 4 "
          + "or 8 bytes, all of their bits used",
        at: place
      )
    }
    return .number(isSigned ? type.signed : type.unsigned, isBigEndian: flags & 1 != 0)
  }

  /// The fields of a floating-point number, from the lowest bit.
  private struct FloatLayout: Hashable {
    let byteCount, sign, exponentStart, exponentCount, mantissaStart, mantissaCount, bias: Int
  }

  private static let floats: [FloatLayout: DType] = [
    .init(
      byteCount: 2,
      sign: 15,
      exponentStart: 10,
      exponentCount: 5,
      mantissaStart: 0,
      mantissaCount: 10,
      bias: 15
    ): .f16,
    .init(
      byteCount: 2,
      sign: 15,
      exponentStart: 7,
      exponentCount: 8,
      mantissaStart: 0,
      mantissaCount: 7,
      bias: 127
    ): .bf16,
    .init(
      byteCount: 4,
      sign: 31,
      exponentStart: 23,
      exponentCount: 8,
      mantissaStart: 0,
      mantissaCount: 23,
      bias: 127
    ): .f32,
    .init(
      byteCount: 8,
      sign: 63,
      exponentStart: 52,
      exponentCount: 11,
      mantissaStart: 0,
      mantissaCount: 52,
      bias: 1023
    ): .f64,
  ]

  private static func float(
    _ cursor: inout ByteCursor,
    flags: UInt8,
    sign: UInt8,
    _ byteCount: Int,
    at place: Int
  ) throws(FormatError) -> Kind {
    let offset = Int(try cursor.read(UInt16.self))
    let precision = Int(try cursor.read(UInt16.self))
    let exponentStart = Int(try cursor.read(UInt8.self))
    let exponentCount = Int(try cursor.read(UInt8.self))
    let mantissaStart = Int(try cursor.read(UInt8.self))
    let mantissaCount = Int(try cursor.read(UInt8.self))
    let bias = try cursor.readNumber(4, "the bias of an exponent")
    let layout = FloatLayout(
      byteCount: byteCount,
      sign: Int(sign),
      exponentStart: exponentStart,
      exponentCount: exponentCount,
      mantissaStart: mantissaStart,
      mantissaCount: mantissaCount,
      bias: bias
    )
    // Bits 0 and 6 are the byte order (both: VAX); 4 and 5 must say that the first one is implied.
    let hasImpliedBit = flags & 0b11_0000 == 0b10_0000
    guard let type = floats[layout], offset == 0, precision == 8 * byteCount, hasImpliedBit,
      flags & 0b100_0000 == 0
    else {
      throw FormatError(
        .unsupported,
        "floating-point numbers of \(byteCount) bytes with an exponent of \(exponentCount) bits and "
          + "\(precision) bits in all: expected the layout of IEEE 754 in 2, 4 or 8 bytes, or "
          + "bfloat16",
        at: place
      )
    }
    return .number(type, isBigEndian: flags & 1 != 0)
  }

  private static func enumeration(
    _ cursor: inout ByteCursor,
    _ count: Int,
    _ version: UInt8,
    _ byteCount: Int,
    at place: Int
  ) throws(FormatError) -> Kind {
    // The type of the values; one level, because it must be an integer.
    let base = try cursor.peek() & 0x0f
    guard base == 0 else {
      throw FormatError(.unsupported, "an enumeration of values of class \(base)", at: place)
    }
    let type = try HDF5Datatype(&cursor)
    guard type.byteCount == byteCount else {
      throw FormatError(
        .inconsistent,
        "an enumeration of \(byteCount) bytes has values of \(type.byteCount)",
        at: place
      )
    }
    var names: [String] = []
    for _ in 0..<count {
      let start = cursor.offset
      names.append(try cursor.readUTF8(until: 0, limit: 1 << 16))
      // Names were padded to multiples of eight bytes before version 3.
      if version < 3 { try cursor.skip((8 - (cursor.offset - start) % 8) % 8) }
    }
    let values = try cursor.readArray(count * byteCount)
    let isBoolean = byteCount == 1 && names == ["FALSE", "TRUE"] && values == [0, 1]
    return isBoolean ? .boolean : type.kind
  }
}
