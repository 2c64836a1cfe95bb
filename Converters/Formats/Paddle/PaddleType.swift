import ZooTensors

/// An element type by Paddle's number.
///
/// Source: the enumeration `VarType.Type` of Paddle's `framework.proto`.
enum PaddleType {
  /// Looks a number up.
  ///
  /// - Throws: ``FormatError`` where the number is not that of an element type.
  static func dtype(_ number: Int, at offset: Int) throws(FormatError) -> DType {
    switch number {
    case 0: return .bool
    case 1: return .i16
    case 2: return .i32
    case 3: return .i64
    case 4: return .f16
    case 5: return .f32
    case 6: return .f64
    case 20: return .u8
    case 21: return .i8
    case 22: return .bf16
    case 23: return .c64
    case 24: return .c128
    case 32: return .f8e4m3
    case 33: return .f8e5m2
    case 36: return .u16
    case 37: return .u32
    case 38: return .u64
    default:
      throw FormatError(
        .unsupported,
        "the number \(number) is not that of an element type that is read here",
        at: offset
      )
    }
  }
}
