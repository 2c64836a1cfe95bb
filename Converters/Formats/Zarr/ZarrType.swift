import ZooTensors

/// The element type of a zarr array and the order of its bytes.
struct ZarrType: Hashable, Sendable {
  /// The element type.
  let dtype: DType
  /// Whether numbers are stored most significant byte first.
  let isBigEndian: Bool

  /// Reads a NumPy type string such as `<f4` or `|b1`, or a name such as `bfloat16`.
  ///
  /// - Throws: ``FormatError`` where there is no such type, or none that is read.
  init(_ text: String) throws(FormatError) {
    let order = text.first ?? " "
    guard "<>|".contains(order) else {
      guard case .elements(let dtype) = try FlaxType(name: text) else {
        throw FormatError(.unsupported, "elements of type '\(printable(text))' are not read")
      }
      self.dtype = dtype
      isBigEndian = false
      return
    }
    guard let dtype = Self.codes[String(text.dropFirst())], order != "|" || dtype.bitWidth == 8
    else {
      throw FormatError(.unsupported, "elements of type '\(printable(text))' are not read")
    }
    self.dtype = dtype
    isBigEndian = order == ">" && dtype.bitWidth > 8
  }

  /// Source: the array interface of NumPy, `typestr`.
  private static let codes: [String: DType] = [
    "b1": .bool, "u1": .u8, "i1": .i8, "u2": .u16, "i2": .i16, "u4": .u32, "i4": .i32, "u8": .u64,
    "i8": .i64, "f2": .f16, "f4": .f32, "f8": .f64, "c8": .c64, "c16": .c128,
  ]

  private init(_ dtype: DType) {
    self.dtype = dtype
    isBigEndian = false
  }

  /// The type of `bfloat16` numbers.
  static let bfloat16 = ZarrType(.bf16)
}
