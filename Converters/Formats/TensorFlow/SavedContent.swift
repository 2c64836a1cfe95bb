import ZooTensors

/// The bytes of one slice in a V1 table: floating-point numbers as they lie, integers unpacked.
struct SavedContent: TensorContent {
  private let block: TableBlock
  private let bytes: ByteRegion
  private let position: Int
  private let elementCount: Int
  private let dtype: DType
  /// The values that an element may have, where they are varints.
  private let allowed: ClosedRange<Int64>?
  private let unpacked = WeakStore()

  /// Checks that a record's values can be those of a slice.
  ///
  /// - Throws: ``FormatError`` where they are in the field of another type, or where their bytes
  ///   are too few or too many.
  init(_ record: SavedRecord, _ dtype: DType, shape: Shape) throws(FormatError) {
    let place = record.entry.position
    elementCount = shape.elementCount
    self.dtype = dtype
    block = record.entry.block
    if let other = record.shape, other != shape {
      throw FormatError(
        .inconsistent,
        "a record of shape \(other) stands for a slice of shape \(shape)",
        at: place
      )
    }
    if record.type != 0, try TensorFlowType(number: record.type) != .elements(dtype) {
      throw FormatError(
        .inconsistent,
        "a record has the type \(record.type), its variable is \(dtype)",
        at: place
      )
    }
    let (field, allowed) = try Self.field(of: dtype)
    guard let values = record.values, record.textCount == 0 else {
      guard elementCount == 0, record.textCount == 0 else {
        throw Self.miscount(0, elementCount, place)
      }
      bytes = try record.entry.value.part(offset: 0, count: 0)
      position = place
      self.allowed = nil
      return
    }
    position = values.range.lowerBound
    bytes = try record.bytes(of: values)
    let width = try dtype.byteCount(ofElements: 1)
    if values.field == 4 {
      self.allowed = nil
    } else {
      guard values.field == field else {
        throw FormatError(
          .inconsistent,
          "the values of a variable of \(dtype) are in field \(values.field) of TensorProto, "
            + "expected \(field)",
          at: place
        )
      }
      self.allowed = allowed
    }
    if self.allowed == nil {
      guard bytes.byteCount == (try elementCount.multiplied(by: width, "the size of a slice"))
      else {
        throw Self.miscount(bytes.byteCount / width, elementCount, place)
      }
    } else {
      // A varint has one to ten bytes.
      guard bytes.byteCount >= elementCount, bytes.byteCount / 10 <= elementCount else {
        throw FormatError(
          .inconsistent,
          "\(bytes.byteCount) bytes of packed numbers cannot be \(elementCount) elements",
          at: place
        )
      }
    }
  }

  /// The elements as little-endian bytes.
  ///
  /// Complexity: O(bytes) at the first call, which verifies the block's checksum.
  func region() throws(FormatError) -> ByteRegion {
    try block.verify()
    guard let allowed else { return bytes }
    return try unpacked.region { () throws(FormatError) in
      try PackedNumbers(bytes, position: position, allowed: allowed)
        .unpacked(elementCount, dtype.bitWidth / 8)
    }
  }

  private static func miscount(_ found: Int, _ expected: Int, _ place: Int) -> FormatError {
    FormatError(
      .inconsistent,
      "a record has \(found) values, its slice has \(expected) elements",
      at: place
    )
  }

  /// The field of `TensorProto` that holds elements of a type, and their range where they are
  /// varints.
  private static func field(
    of dtype: DType
  ) throws(FormatError) -> (field: Int, allowed: ClosedRange<Int64>?) {
    switch dtype {
    case .f32: (5, nil)
    case .f64: (6, nil)
    case .i32: (7, Int64(Int32.min)...Int64(Int32.max))
    case .i16: (7, Int64(Int16.min)...Int64(Int16.max))
    case .i8: (7, Int64(Int8.min)...Int64(Int8.max))
    case .u8: (7, 0...Int64(UInt8.max))
    case .u16: (7, 0...Int64(UInt16.max))
    case .c64: (9, nil)
    case .i64: (10, Int64.min...Int64.max)
    case .bool: (11, 0...1)
    case .c128: (12, nil)
    case .f16, .bf16: (13, 0...Int64(UInt16.max))
    case .u32: (16, 0...Int64(UInt32.max))
    case .u64: (17, Int64.min...Int64.max)
    case .f8e5m2, .f8e4m3, .f8e4m3fnuz, .f8e5m2fnuz: (18, nil)
    default:
      throw FormatError(.unsupported, "variables of \(dtype) are not read from V1 checkpoints")
    }
  }
}

/// Texts in a V1 table, which are not lent.
struct SavedTextContent: TensorContent {
  let block: TableBlock

  /// Always throws: that the block is damaged, or that text has no elements of fixed width.
  func region() throws(FormatError) -> ByteRegion {
    try block.verify()
    throw BundleTextContent.refusal
  }
}
