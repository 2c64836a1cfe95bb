import ZooTensors

/// The element type of an array, by NumPy's name for it.
enum FlaxType: Hashable, Sendable {
  /// Elements that are read.
  case elements(DType)
  /// Elements that NumPy or JAX have and that are not read here.
  case unreadable(String)

  /// Source: NumPy, `dtype.name`; `jax-ml/ml_dtypes` for the narrow types.
  private static let readable: [String: DType] = [
    "bool": .bool, "uint8": .u8, "int8": .i8, "uint16": .u16, "int16": .i16, "uint32": .u32,
    "int32": .i32, "uint64": .u64, "int64": .i64, "float16": .f16, "float32": .f32,
    "float64": .f64, "complex64": .c64, "complex128": .c128, "bfloat16": .bf16,
    "float8_e4m3fn": .f8e4m3, "float8_e5m2": .f8e5m2, "float8_e4m3fnuz": .f8e4m3fnuz,
    "float8_e5m2fnuz": .f8e5m2fnuz, "float8_e8m0fnu": .f8e8m0,
  ]

  /// Types that are known and have no counterpart: numbers of less than a byte are stored in one.
  private static let others: Set<String> = [
    "int2", "uint2", "int4", "uint4", "float4_e2m1fn", "float6_e2m3fn", "float6_e3m2fn",
    "float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz", "float96", "float128", "complex192",
    "complex256", "object", "str", "bytes", "void",
  ]
  private static let families = ["str", "bytes", "void", "datetime64", "timedelta64"]

  /// Finds a type by its name.
  ///
  /// - Throws: ``FormatError`` where there is no such type.
  init(name: String, at offset: Int? = nil) throws(FormatError) {
    if let dtype = Self.readable[name] {
      self = .elements(dtype)
    } else if Self.others.contains(name) || Self.families.contains(where: name.hasPrefix) {
      self = .unreadable(name)
    } else {
      throw FormatError(
        .invalidValue,
        "expected the name of an element type such as 'float32', found '\(printable(name))'",
        at: offset
      )
    }
  }
}
