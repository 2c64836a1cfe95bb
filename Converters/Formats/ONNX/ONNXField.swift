import ZooTensors

/// The typed field of `TensorProto` that holds elements of a type.
struct ONNXField: Sendable {
  /// The number of the field.
  let number: Int
  /// The values that an element may have, where elements are varints.
  let allowed: ClosedRange<Int64>?

  /// Looks a type up; `nil` where it is read from raw bytes only.
  init?(of dtype: DType) {
    switch dtype {
    case .f32, .c64: (number, allowed) = (4, nil)
    case .f64, .c128: (number, allowed) = (10, nil)
    case .bool: (number, allowed) = (5, 0...1)
    case .i8: (number, allowed) = (5, Int64(Int8.min)...Int64(Int8.max))
    case .i16: (number, allowed) = (5, Int64(Int16.min)...Int64(Int16.max))
    case .i32: (number, allowed) = (5, Int64(Int32.min)...Int64(Int32.max))
    case .u16, .f16, .bf16: (number, allowed) = (5, 0...Int64(UInt16.max))
    case .u8, .f8e4m3, .f8e4m3fnuz, .f8e5m2, .f8e5m2fnuz, .f8e8m0, .f4:
      (number, allowed) = (5, 0...Int64(UInt8.max))
    case .i64: (number, allowed) = (7, Int64.min...Int64.max)
    case .u32: (number, allowed) = (11, 0...Int64(UInt32.max))
    case .u64: (number, allowed) = (11, Int64.min...Int64.max)
    default: return nil
    }
  }
}
